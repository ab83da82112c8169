"""Which line of the file each part of a body's text comes from."""

import re
from collections.abc import Iterator, Sequence

from dossier.markup.htmltext import BLOCK_TAGS, pieces
from dossier.markup.places import Marked


def line_starts(
    html: str, text: str, at: Sequence[tuple[int, int, int]], marked: Marked
) -> tuple[tuple[int, int], ...]:
    """(offset in text, line in the file), ascending by offset, wherever a line begins.

    at: (offset, line, column) of the marks in the text, ascending. A piece of text without any mark follows the line
    of the piece before it, blank lines of the file passed over.
    """
    starts: list[tuple[int, int]] = []
    known = 0
    line = marked.first_line - 1
    for begin, end in _segments(html, text):
        inside = []
        while known < len(at) and at[known][0] < end:
            if at[known][0] >= begin:
                inside.append(at[known])
            known += 1
        if not inside:
            line = _next_line(line, marked)
            starts.append((begin, line))
            continue
        line = inside[0][1]
        starts.append((begin, line))
        for offset, other, _ in inside[1:]:
            if other != line:
                line = other
                starts.append((offset, line))
    return tuple(starts)


def _segments(html: str, text: str) -> Iterator[tuple[int, int]]:
    """Ranges of the text that no line's end and no block's edge cuts, those of white space left out; a table's row is one."""
    start = at = 0
    cuts = [0]
    for piece in pieces(html):
        if (piece.tag in BLOCK_TAGS and piece.tag not in ("td", "th")):
            cuts.append(at)
        elif piece.text:
            cuts += [at + found.end() for found in re.finditer("\n", piece.text)]
        at += len(piece.text)
    cuts.append(at)
    for start, end in zip(cuts, cuts[1:], strict=False):
        if not (run := text[start:end]) or run.isspace():
            continue
        yield start + len(run) - len(run.lstrip()), end


def _next_line(line: int, marked: Marked) -> int:
    """The next line of the file that is not blank, the same where there is none."""
    for number in range(line + 1 - marked.first_line, len(marked.lines)):
        if marked.lines[number].strip():
            return number + marked.first_line
    return max(line, marked.first_line)
