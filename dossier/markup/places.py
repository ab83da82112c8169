"""Places through Markdown: private characters put into a text before it is rendered, read back as line and column after.

Each stands where it changes nothing for Python-Markdown: before a line's first word, inside it, or after a citation's `@`,
a wikilink's `[[` or an opening quotation mark. Law: HTML with the marks taken out equals the HTML of the text without them.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

MARK = 0x100000
"""chr(MARK + i) stands at the i-th place."""
MARKS_AT_MOST = 65_000
ANY_MARK = re.compile("[\U00100000-\U0010fffd]")

_WORD = r"(?:[^\W_]|[^\x00-\x7f\s])"
_LEAD = re.compile(r"[ ]*+(?:(?:>|[-*+][ ]++|\d++\.[ ]++|\#{1,6}|:[ ]++|\||\[\^[^\]\n]*+\]:)[ ]*+)*+")
"""The syntax of blocks that a line begins with."""
_LINE_SPOT = re.compile(
    r"<[^<>\n]*>|!\[[^\]\n]*\]|\]\([^()\n]*\)|\{[^{}\n]*\}|\[\[[^\[\]\n]*\]\]|@\S*|&\#?\w+;?|(?:https?:|www\.)\S+"
    rf"|(?P<before>(?<=[ \[])(?<!<!\[)(?={_WORD}|\.\.\.\])|(?<![\w&\#</!?@])[^\W_](?=[^\W_]))"
)
"""Where in the rest of a line a mark changes nothing: before a word, or between its first two letters."""
_SYNTAX_SPOT = re.compile(
    r"(?<![^\W_])@(?=[\w{])"
    r"|\[\[(?=[^\[\]^\s])"
    r"|[“„«‟〝❝「『](?=[ \u00a0\u202f]?[^\s\])}>\"”»=/|\\])"
    r"|(?<![\w\"'=\\/.,;:!?)\]])[\"”»＂](?=[ \u00a0\u202f]?[^\s\])}>\"”»=/|\\'])"
    rf"|&(?:ldquo|bdquo|laquo|quot);(?={_WORD})"
)


class Marked(NamedTuple):
    """text: normalised, with marks. places: (line, column) of each mark's subject. lines: (number, source line) before that."""

    text: str
    places: list[tuple[int, int]]
    lines: list[str]
    first_line: int


def normalised(text: str) -> list[str]:
    """The lines, as Python-Markdown will see them: one kind of line end, tabs expanded, blank lines empty."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [line.expandtabs(4) if not line.isspace() else "" for line in lines] if "\t" in text else lines


def mark(text: str, first_line: int, *, syntax: bool) -> Marked:
    """Put marks into a text; with `syntax` at citations, wikilinks and quotation marks too, else at lines only."""
    source = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    places: list[tuple[int, int]] = []
    marked = []
    for number, raw in enumerate(source):
        line = raw.expandtabs(4) if "\t" in raw else raw
        parts, at = [], 0
        for spot, subject in _spots(line, syntax):
            parts += [line[at:spot], chr(MARK + len(places))]
            places.append((first_line + number, _column(raw, subject)))
            at = spot
        marked.append("".join([*parts, line[at:]]) if parts else line)
    return Marked("\n".join(marked), places, source, first_line)


def _spots(line: str, syntax: bool) -> Iterator[tuple[int, int]]:
    """(where a mark goes, where its subject stands) in a line, ascending."""
    spots = {spot: spot for spot in _line_spots(line)}
    if syntax:
        spots |= {found.end(): found.start() for found in _SYNTAX_SPOT.finditer(line)}
    return iter(sorted(spots.items()))


def _line_spots(line: str) -> Iterator[int]:
    """Where a line is marked as such; anew after a comment, as what stands in it vanishes."""
    if not line or line.isspace():
        return
    lead = _LEAD.match(line)
    start = lead.end() if lead else 0
    yield from _first_spot(line, start)
    if (comment := line.rfind("-->")) >= 0:
        yield from _first_spot(line, comment + 3)


def _first_spot(line: str, start: int) -> Iterator[int]:
    if start < len(line) and (line[start].isalnum() or (line[start] > "\x7f" and not line[start].isspace())):
        yield start
        return
    for found in _LINE_SPOT.finditer(line, start):
        if found.lastgroup:
            yield found.end()
            return


def _column(raw: str, offset: int) -> int:
    """The column, from 1, in the line as it stands in the file, for an offset after its tabs were expanded."""
    if "\t" not in raw:
        return offset + 1
    width = 0
    for column, character in enumerate(raw, 1):
        width += 4 - width % 4 if character == "\t" else 1
        if width > offset:
            return column
    return len(raw) + 1


def without_marks(text: str) -> str:
    return ANY_MARK.sub("", text)


def place_in(text: str, places: list[tuple[int, int]]) -> tuple[int, int]:
    """The place of the first mark in a piece of text; (0, 0) where there is none."""
    found = ANY_MARK.search(text)
    return places[ord(found.group()) - MARK] if found else (0, 0)
