"""Files that are made in pieces, each of a few entries: after an edit only those are made again that hold what has changed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from msgspec import Struct

from dossier.lots import lots
from dossier.names import Ref
from dossier.pages.edition import Edition
from dossier.pages.framing import Listed


class Piece(Struct, frozen=True):
    """A piece of a file. name: all that it is made of besides the edition; make: what makes it of an edition alone."""

    name: str
    make: Callable[[Edition], bytes]


Pieces = Iterator[Piece | bytes]
"""The pieces of a file, one after another, and the bytes between them."""


class InPieces(Struct, frozen=True):
    """An export that is made in pieces. pieces: None where this dossier has no such file."""

    pieces: Callable[[Edition], Pieces | None]

    def __call__(self, edition: Edition, _: Sequence[Listed]) -> bytes | None:
        """The whole file."""
        pieces = self.pieces(edition)
        if pieces is None:
            return None
        return b"".join(piece if isinstance(piece, bytes) else piece.make(edition) for piece in pieces)


def by_lots(refs: Iterable[Ref], name: str, make: Callable[[Sequence[Ref], Edition], bytes]) -> Iterator[Piece]:
    """A piece for every few entries. name: of what all of them are made; make: what makes one of its entries and an edition."""
    for lot in lots(refs, lambda ref: ref.id):
        yield Piece(" ".join((name, *(f"{ref.kind}/{ref.id}" for ref in lot))), partial(make, lot))
