"""A source's text cut down to what its passages need: the blocks they stand in, and `[…]` for all that is left out.

In: a body's HTML and the ranges of its passages. Out: shorter HTML, and where these ranges are in its text.
"""

import re
from collections.abc import Sequence
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote

from dossier.markup.htmltext import chunks, pieces, text_of

Range = tuple[int, int]

_HOLDERS = frozenset("blockquote details div dl li ol section table tbody ul".split())
"""Elements of which a part can be left out; any other is shown whole or not at all."""
_GIVEN = ("<thead",)
"""What belongs to each part of its holder, and stays with it."""
_WHOLE = ("", "", "", "", "")
_LEFT_OUT = {
    "dl": "<dd{}>{}[…]</dd>\n",
    "ol": "<li{}>{}[…]</li>\n",
    "ul": "<li{}>{}[…]</li>\n",
    "tbody": "<tr{}><td>{}[…]</td></tr>\n",
    "table": "<tr{}><td>{}[…]</td></tr>\n",
}
_OMISSION = len("[…]\n")
"""What any of these is as text."""
_ID = re.compile(r'\sid="([^"]*)"')
_LINK = re.compile(r'\shref="#([^"]*)"')


class Kept(NamedTuple):
    """A stretch of the text that is shown: its range in the whole text, and where it begins in what is shown."""

    start: int
    end: int
    now: int


class Excerpt(NamedTuple):
    """HTML cut down, and what of the whole text is in it, in order."""

    html: str
    kept: tuple[Kept, ...]

    def place(self, start: int, end: int) -> Range:
        """A passage's range in the text of the excerpt."""
        first = next(kept for kept in self.kept if kept.start <= start < kept.end)
        last = next(kept for kept in self.kept if kept.start < end <= kept.end)
        return first.now + start - first.start, last.now + end - last.start


def excerpt(html: str, passages: Sequence[Range]) -> Excerpt:
    """The blocks that hold a passage, in the lists, quotations and tables that they stand in.

    An item of a list, a paragraph of a quotation and a row of a table are shown for themselves; only numbered lists have
    a `[…]` for each item left out, so that the others keep their numbers. Where what is shown links to a place that is
    left out, the `[…]` there is that place.
    """
    cutter = _Cutter(passages)
    cutter.cut(html, 0, "")
    linked = {_plain(link) for part in cutter.shown if isinstance(part, str) for link in _LINK.findall(part)}
    parts = [part if isinstance(part, str) else part.html(linked) for part in cutter.shown]
    return Excerpt("".join(parts), tuple(cutter.kept))


class _Omission(NamedTuple):
    """Something left out of a holder, with the ids in it."""

    holder: str
    ids: tuple[str, ...]

    def html(self, linked: set[str]) -> str:
        places = "".join(f'<span id="{id_}"></span>' for id_ in self.ids if _plain(id_) in linked)
        return _LEFT_OUT.get(self.holder, "<p{}>{}[…]</p>\n").format(' class="omitted"', places)


class _Cutter:
    """Collects what is shown, in order; `at` is the length of its text so far."""

    def __init__(self, passages: Sequence[Range]) -> None:
        self.passages = passages
        self.shown: list[str | _Omission] = []
        self.kept: list[Kept] = []
        self.at = 0

    def cut(self, html: str, offset: int, holder: str) -> None:
        """Take in what stands in a holder: `offset` is where its text begins in the whole."""
        for start, end, chunk in chunks(html):
            hit = any(a < offset + end and b > offset + start for a, b in self.passages)
            tag, opening, inner, closing, behind = _taken_apart(chunk) if hit else _WHOLE
            if not chunk.strip() or chunk.startswith(_GIVEN) or (hit and tag not in _HOLDERS):
                self.kept.append(Kept(offset + start, offset + end, self.at))
                self.shown.append(chunk)
                self.at += end - start
            elif hit:
                self.shown.append(opening)
                self.cut(inner, offset + start, tag)
                self.shown.append(closing)
                self.cut(behind, offset + end - len(text_of(behind)), holder)
            else:
                self._leave_out(chunk, holder)

    def _leave_out(self, chunk: str, holder: str) -> None:
        ids = tuple(_ID.findall(chunk))
        last = self.shown[-1] if self.shown else ""
        if isinstance(last, _Omission) and holder != "ol":
            self.shown[-1] = _Omission(holder, (*last.ids, *ids))
            return
        self.shown.append(_Omission(holder, ids))
        self.at += _OMISSION


def _taken_apart(chunk: str) -> tuple[str, str, str, str, str]:
    """An element's name, its opening tag, what is in it, its closing tag, what stands behind it; text has only a middle."""
    first = next(iter(pieces(chunk)), None)
    if first is None or first.role != "open":
        return "", "", chunk, "", ""
    closing = f"</{first.tag}>"
    inner, _, behind = chunk[len(first.html) :].rpartition(closing)
    return first.tag, first.html, inner, closing, behind


def _plain(fragment: str) -> str:
    return unquote(unescape(fragment))
