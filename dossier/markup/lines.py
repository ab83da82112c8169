"""From the marks in a body's text back to the file: which line each part of the text comes from, and a character's column."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import pairwise

from dossier.markup.htmltext import BLOCK_TAGS, Piece
from dossier.markup.places import ANY_MARK, MARK, Marked

_REFERENCE = re.compile(r"&#?\w+;")
_NEAR = 1_000
"""How far a mark may stand from a character whose place it tells."""
_SEARCHED = 10_000
"""How much of a line is searched for a character that no mark tells the place of."""
_LINE_END = re.compile("\n")
_ROW_TAGS = ("tr", "td", "th")

At = tuple[int, int, int]
"""(offset in the text, line, column) of one character."""


def known_places(marked_text: str, marked: Marked) -> list[At]:
    """The characters of a body's text whose places its marks tell, ascending by offset in the text without marks."""
    places = []
    for n, found in enumerate(ANY_MARK.finditer(marked_text)):
        line, column, width = marked.spots[ord(found.group()) - MARK]
        places.append((found.start() - n - width, line, column))
    return sorted(places)


def line_in(starts: Sequence[tuple[int, int]], offset: int) -> int:
    """The line for an offset, from `Body.starts`; 1 where there is no text."""
    at = bisect_right(starts, offset, key=lambda start: start[0]) - 1
    return starts[max(at, 0)][1] if starts else 1


def line_starts(walked: Sequence[Piece], places: Sequence[At], marked: Marked) -> tuple[tuple[int, int], ...]:
    """(offset in text, line in the file), ascending by offset, wherever a line begins.

    A piece of text without any known place takes the line after that of the piece before it, blank lines passed over.
    """
    starts: list[tuple[int, int]] = []
    line = marked.first_line - 1
    for begin, end in _segments(walked):
        inside = places[bisect_left(places, (begin, 0, 0)) : bisect_left(places, (end, 0, 0))]
        line = inside[0][1] if inside else _next_line(line, marked)
        starts.append((begin, line))
        for offset, other, _ in inside:
            if other != line:
                line = other
                starts.append((offset, line))
    return tuple(starts)


def _segments(walked: Sequence[Piece]) -> Iterator[tuple[int, int]]:
    """Ranges of the text that no line's end and no block's edge cuts; a table's row is one. White space is left out."""
    cuts = [0]
    at, in_row = 0, False
    for piece in walked:
        if piece.role == "text":
            if not in_row and "\n" in piece.text:
                cuts += [at + end.end() for end in _LINE_END.finditer(piece.text)]
        elif piece.tag in _ROW_TAGS:
            in_row = (piece.tag == "tr") == (piece.role == "open")
            cuts += [at] if piece.tag == "tr" else []
        elif piece.tag in BLOCK_TAGS:
            cuts.append(at)
        at += len(piece.text)
    text = "".join(piece.text for piece in walked)
    for start, end in pairwise([*cuts, at]):
        if words := text[start:end].lstrip():
            yield end - len(words), end


def _next_line(line: int, marked: Marked) -> int:
    """The next line of the file that is not blank, the same where there is none."""
    for number in range(line + 1 - marked.first_line, len(marked.lines)):
        if marked.lines[number].strip():
            return number + marked.first_line
    return max(line, marked.first_line)


def place_of(offset: int, text: str, places: Sequence[At], line: int, marked: Marked) -> tuple[int, int]:
    """Line and column of the character at an offset of the text; line: the one that it is known to come from.

    Known from its mark; else from a mark near it, where the file has between the two what the text has; else by search.
    """
    at = bisect_left(places, (offset, 0, 0))
    for known, on_line, column in (*places[at : at + 1], *places[max(at - 1, 0) : at]):
        if known == offset:
            return on_line, column
        source = _source(on_line, marked)
        first, last = min(known, offset), max(known, offset) + 1
        begin = column - 1 + first - known
        if begin >= 0 and last - first < _NEAR and source[begin : begin + last - first] == text[first:last]:
            return on_line, column + offset - known
    return line, _sought(_source(line, marked)[:_SEARCHED], text[offset : offset + 8]) + 1


def _source(line: int, marked: Marked) -> str:
    number = line - marked.first_line
    return marked.lines[number] if 0 <= number < len(marked.lines) else ""


def _sought(source: str, words: str) -> int:
    """Where a line has these words, or as many of them as it has anywhere, or a reference to the first character; else 0."""
    for length in range(len(words), 0, -1):
        if (found := source.find(words[:length])) >= 0:
            return found
    references = (reference.start() for reference in _REFERENCE.finditer(source) if unescape(reference[0]) == words[:1])
    return next(references, 0)
