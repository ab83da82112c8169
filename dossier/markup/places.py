"""Places through Markdown: private characters put into a text before it is rendered, read back as line and column after.

Each stands where it changes nothing for Python-Markdown: before a line's first word, inside it, or after a citation's `@`,
a wikilink's `[[`, a span's `]{` or an opening quotation mark. Law: the HTML is the same with and without marks.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

MARK = 0x100000
"""chr(MARK + i) stands at the i-th place."""
MARKS_AT_MOST = 65_000
ANY_MARK = re.compile("[\U00100000-\U0010fffd]")

_WORD = r"(?!\d+\.(?:\s|$))(?:[^\W_]|[^\x00-\x7f\s])"
"""How a word or a sign that is no syntax begins; not an item's number, which a tag before it can turn into a list."""
_LEAD = re.compile(r"[ ]*+(?:(?:>|[-*+][ ]++|\d++\.[ ]++|\#{1,6}|:[ ]++|\||\[\^[^\]\n]*+\]:)[ ]*+)*+")
"""The syntax of blocks that a line begins with."""
_AT_WORD = re.compile(_WORD)
_PASSED_OVER = (
    r"<[^<>\n]*>|\](?:\([^()\n]*\)|\[[^\]\n]*\])|!\[[^\[\]\n]*(?=\])|\{[^{}\n]*\}|\[\[[^\[\]\n]*\]\]|@\S*"
    r"|&\#?\w+;?|(?:https?:|www\.)\S+"
)
"""Tags, addresses, keys and the like, whose text a reader does not see."""
_LINE_SPOT = re.compile(rf"{_PASSED_OVER}|(?P<spot>(?<=[ \[])(?={_WORD}|\.\.\.\])|(?<![\w&\#</!?@])[^\W\d_](?=[^\W_]))")
"""Where in the rest of a line a mark changes nothing: before a word, or between its first two letters."""
_OPENED = r"(?=[ \u00a0\u202f]?[^\s\])}>\"”»=/|\\])"
_SYNTAX_SPOT = re.compile(
    r"(?=[@\[\]“„«‟〝❝「『\"”»＂&])(?:"
    r"(?<![^\W_])@(?=[\w{])"
    r"|\[\[(?=[^\[\]^@\s])"
    r"|\]\{(?=[^\s:{}])"
    rf"|[“„«‟〝❝「『]{_OPENED}"
    rf"|(?<![\w\"'=\\/.,;:!?)\]])[\"”»＂]{_OPENED}"
    r"|&(?:ldquo|bdquo|laquo|quot);[^\W\d_](?=[^\W_]))"
)
_WIDTHS = {"[[": 2, "]{": 0}
"""How many characters of text stand between a mark and its subject, where that is not one; for `]{` it is what follows."""
_LINE_END = re.compile(r"\r\n?|\n")


class Spot(NamedTuple):
    """A place that a mark remembers: line and column of its subject, which stands `width` characters of text before it."""

    line: int
    column: int
    width: int


class Marked(NamedTuple):
    """A text with marks.

    text: normalised as Python-Markdown does (line ends, tabs). spots: of each mark. lines: as in the file, the first of
    which is number first_line.
    """

    text: str
    spots: list[Spot]
    lines: list[str]
    first_line: int


def mark(text: str, first_line: int, *, syntax: bool) -> Marked:
    """Put marks into a text; with `syntax` at citations, wikilinks and quotation marks too, else at lines only.

    A text that needs more than MARKS_AT_MOST is left off there: what comes has more spots than that.
    """
    lines = _LINE_END.split(text)
    spots: list[Spot] = []
    marked = []
    for number, raw in enumerate(lines, first_line):
        if len(spots) > MARKS_AT_MOST:
            break
        if not raw:
            marked.append("")
            continue
        line = raw.expandtabs(4)
        columns = _columns(raw)
        parts: list[str] = []
        at = 0
        for offset, subject, width in _marks(line, syntax)[: MARKS_AT_MOST + 1 - len(spots)]:
            parts += [line[at:offset], chr(MARK + len(spots))]
            spots.append(Spot(number, columns[subject], width))
            at = offset
        marked.append("".join([*parts, line[at:]]))
    return Marked("\n".join(marked), spots, lines, first_line)


def without_marks(text: str) -> str:
    return ANY_MARK.sub("", text)


def spot_in(text: str, marked: Marked) -> tuple[int, int]:
    """Line and column of the first mark's subject in a piece of text; (0, 0) where there is no mark."""
    found = ANY_MARK.search(text)
    if found is None:
        return 0, 0
    line, column, _ = marked.spots[ord(found.group()) - MARK]
    return line, column


def _marks(line: str, syntax: bool) -> list[tuple[int, int, int]]:
    """(where a mark goes, where its subject stands, the subject's width in the text) in a line, ascending."""
    found = {offset: (offset, offset, 0) for offset in _line_spots(line)}
    for sign in _SYNTAX_SPOT.finditer(line) if syntax else ():
        width = 2 if sign.group()[0] == "&" else _WIDTHS.get(sign.group(), 1)
        found[sign.end()] = (sign.end(), sign.start() if width else sign.end(), width)
    return sorted(found.values()) if len(found) > 1 else list(found.values())


def _line_spots(line: str) -> list[int]:
    """Where a line is marked as such; anew after a comment, as what stands in it vanishes."""
    if not line or line.isspace():
        return []
    lead = _LEAD.match(line)
    spots = _first_spot(line, lead.end() if lead else 0)
    comment = line.rfind("-->")
    return spots if comment < 0 else spots + _first_spot(line, comment + 3)


def _first_spot(line: str, start: int) -> list[int]:
    if _AT_WORD.match(line, start):
        return [start]
    return next(([found.end()] for found in _LINE_SPOT.finditer(line, start) if found.lastgroup), [])


def _columns(raw: str) -> Sequence[int]:
    """For each offset in a line after its tabs were expanded, the column, from 1, in the line as it stands in the file."""
    if "\t" not in raw:
        return range(1, len(raw) + 2)
    columns: list[int] = []
    for column, character in enumerate(raw, 1):
        columns += [column] * (4 - len(columns) % 4 if character == "\t" else 1)
    return [*columns, len(raw) + 1]
