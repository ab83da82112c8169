"""What a first build makes in copies of this process, while it goes on: pages of entries, set, and pieces of exports.

In: an edition of which nothing was made yet. Out: nothing but results that the memo will know when they are asked for.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from dossier.exports import all_pieces, make_piece
from dossier.memo import Foreseen, Memo
from dossier.remade import remade, units
from dossier.render import Setting, render_by
from dossier.worth import Noting

PAGES, PIECES = 24, 3
"""How many entries' pages, and pieces of exports, are made at once: what comes of more takes much memory on its way."""


def foresee(noting: Noting, setting: Setting, memo: Memo, searched: bool, exported: bool) -> None:
    """Begin to make what `made` and `render`, then `exports`, will ask for.

    searched: see `made`. exported: whether there will be exports.
    """
    memo.foresee(lambda: _foreseen(noting, setting, searched, exported))


def _foreseen(noting: Noting, setting: Setting, searched: bool, exported: bool) -> Foreseen:
    pages = units(noting.plain)
    pieces = all_pieces(noting) if exported else {}

    def work(own: Memo, names: Sequence[str]) -> None:
        other = noting.by(own)
        some = (page for name in names if name in pages for page in remade(other, name, pages[name], searched))
        deque(render_by(setting, ((page.kept.key, page.make) for page in some), own), maxlen=0)
        for name in names:
            if name in pieces:
                make_piece(other, name, pieces[name])

    return Foreseen(work, [*_few(noting, "pages", pages, PAGES), *_few(noting, "exports", pieces, PIECES)])


def _few(noting: Noting, kind: str, names: Iterable[str], most: int) -> Iterator[dict[str, tuple[str, bytes]]]:
    """A few names at once, with what the memo knows them by."""
    rest = iter(names)
    while some := tuple(islice(rest, most)):
        yield {name: (kind, noting.key(name.encode())) for name in some}
