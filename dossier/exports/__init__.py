"""Files for machines, made from the same edition as the pages. An output format is one function in EXPORTS."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from hashlib import blake2b

from msgspec import Struct, msgpack

from dossier.exports.annotations import ANNOTATIONS, annotations_jsonl
from dossier.exports.corrections_feed import corrections_xml
from dossier.exports.crawlers import nojekyll, robots_txt, sitemap_xml
from dossier.exports.dossier_json import dossier_json
from dossier.exports.events_json import events_json
from dossier.exports.fact_check_csv import CSV, fact_check_csv
from dossier.exports.feed import FEED, feed_xml
from dossier.exports.pieces import InPieces
from dossier.exports.references import REFERENCES
from dossier.pages.apparatus import CORRECTIONS_FEED
from dossier.pages.edition import Edition
from dossier.pages.filters import EVENTS_JSON
from dossier.pages.framing import Listed
from dossier.worth import Noting

Export = Callable[[Edition, Sequence[Listed]], bytes | None]
"""From an edition and its pages to a file's bytes; None where this dossier has no such file."""
EXPORTS: tuple[tuple[str, Export], ...] = (
    ("dossier.json", dossier_json),
    (ANNOTATIONS, annotations_jsonl),
    (CSV, fact_check_csv),
    *REFERENCES,
    (EVENTS_JSON, events_json),
    ("sitemap.xml", sitemap_xml),
    (FEED, feed_xml),
    (CORRECTIONS_FEED, corrections_xml),
    ("robots.txt", robots_txt),
    (".nojekyll", nojekyll),
)


class _Exported(Struct, frozen=True):
    data: bytes | None


def exports(noting: Noting, pages: Sequence[Listed]) -> dict[str, Callable[[], bytes]]:
    """What gives each export that there is, by its site path: they are large, and made one after another.

    Of each is made again what was made of something that has changed. What gives them is open as long as the memo is.
    """
    listed = blake2b(msgpack.encode(pages), digest_size=16).hexdigest()
    found: dict[str, Callable[[], bytes]] = {}
    for path, export in EXPORTS:
        if isinstance(export, InPieces):
            give = _given_in_pieces(noting, path, export)
        else:
            give = _given(noting, f"{path} {listed}", partial(export, noting.edition, pages))
        if give:
            found[path] = give
    noting.edition.let_go()
    return found


def _given_in_pieces(noting: Noting, path: str, export: InPieces) -> Callable[[], bytes] | None:
    """What gives a file by joining its pieces."""
    pieces = export.pieces(noting.plain)
    if pieces is None:
        return None
    return partial(
        _joined,
        [
            piece
            if isinstance(piece, bytes)
            else _given(noting, f"{path} {piece.name}", partial(piece.make, noting.edition))
            for piece in pieces
        ],
    )


def _joined(pieces: Iterable[bytes | Callable[[], bytes] | None]) -> bytes:
    return b"".join(piece if isinstance(piece, bytes) else piece() for piece in pieces if piece)


def _given(noting: Noting, name: str, make: Callable[[], bytes | None]) -> Callable[[], bytes] | None:
    """What gives a file, or a piece of it, recalled or made; None if there is no such file."""
    key = name.encode()
    if found := noting.recall("exports", key, _Exported):
        again = noting.again("exports", key, _Exported)
    else:
        found, again = noting.made("exports", key, lambda: _Exported(make()))
    return partial(_bytes, again) if found.data is not None else None


def _bytes(again: Callable[[], _Exported]) -> bytes:
    return again().data or b""
