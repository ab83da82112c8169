"""From a body's Markdown to its `Body`: mark places, render, sanitise, take the marks out again, and name what was found."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from dossier.diagnostics import Place, Problem, problem
from dossier.markup.htmltext import blocks_of, pieces, text_of
from dossier.markup.inline import FoundGroup, FoundLink, Syntax
from dossier.markup.limits import refusals
from dossier.markup.lines import line_starts
from dossier.markup.places import ANY_MARK, MARK, Marked, mark, place_in, without_marks
from dossier.markup.quotations import quotations
from dossier.markup.rendering import body_engine, source_engine
from dossier.markup.sanitise import sanitised
from dossier.model import HOLE, KINDS, Body, Citation, CitationGroup, Hole, Kind, Wikilink

_TAGS = re.compile(r"<[^<>]*>")
_PRIVATE_IN_TAG = re.compile("<[^<>]*[\U000f0000-\U0010fffd]")
_PRIVATE = re.compile("[\U000f0000-\U0010fffd]")
_HOLE = re.compile("[\U000f0000-\U000ffffd]")


def read_body(text: str, first_line: int, path: str) -> tuple[Body, tuple[Problem, ...]]:
    """A note's, claim's or topic's Markdown, read. first_line: its first line's number in the file.

    A text that can't be rendered gives an empty body and says why (`bad-character`, `too-large`).
    """
    if refused := refusals(text, first_line, path):
        return Body(), refused
    marked = mark(text, first_line, syntax=True)
    engine, syntax = body_engine()
    html = _clean(engine.reset().convert(marked.text))
    return _Assembly(html, marked, syntax, path).body()


def read_source_body(text: str, first_line: int, path: str) -> tuple[Body, tuple[Problem, ...]]:
    """A source's Markdown, read as evidence: html, text, blocks and starts, nothing looked for in it."""
    if refused := refusals(text, first_line, path):
        return Body(), refused
    marked = mark(text, first_line, syntax=False)
    html, text, at, _ = _unmarked(_clean(source_engine().reset().convert(marked.text)), marked)
    starts = line_starts(html, text, at, marked)
    _, blocks = blocks_of(html, lambda offset: _line(starts, offset))
    return Body(html=html, text=text, blocks=blocks, starts=starts), ()


def line_at(body: Body, offset: int) -> int:
    """The line in the file for an offset in a body's text; 1 for a body without text."""
    return _line(body.starts, offset)


def _line(starts: Sequence[tuple[int, int]], offset: int) -> int:
    at = bisect_right(starts, offset, key=lambda start: start[0]) - 1
    return starts[max(at, 0)][1] if starts else 1


def _clean(html: str) -> str:
    """Sanitised, with private characters in text only; where one got into a tag all marks are given up."""
    clean = sanitised(_TAGS.sub(lambda tag: _PRIVATE.sub("", tag.group()), html))
    if _PRIVATE_IN_TAG.search(clean):
        return sanitised(_PRIVATE.sub("", html))
    return clean


class _Unmarked(NamedTuple):
    html: str
    text: str
    at: list[tuple[int, int, int]]
    numbers: list[int]


def _unmarked(html: str, marked: Marked) -> _Unmarked:
    """(html and text without marks, (offset, line, column) of each mark, the holes' old numbers in order)."""
    numbers: list[int] = []

    def renumber(found: re.Match[str]) -> str:
        numbers.append(ord(found.group()) - HOLE)
        return chr(HOLE + len(numbers) - 1)

    html = _HOLE.sub(renumber, html)
    text = text_of(html)
    at = [
        (found.start() - n, *marked.places[ord(found.group()) - MARK]) for n, found in enumerate(ANY_MARK.finditer(text))
    ]
    return _Unmarked(without_marks(html), without_marks(text), at, numbers)


class _Assembly:
    """One body being put together; every method adds what it finds to `problems`."""

    def __init__(self, html: str, marked: Marked, syntax: Syntax, path: str) -> None:
        self.html, self.text, self.at, self.numbers = _unmarked(html, marked)
        self.marked, self.syntax, self.path = marked, syntax, path
        self.problems: list[Problem] = []

    def body(self) -> tuple[Body, tuple[Problem, ...]]:
        holes = tuple(self._hole(number) for number in self.numbers)
        at_holes = [(found.start(), hole.line, hole.column) for found, hole in zip(_HOLE.finditer(self.text), holes, strict=True) if hole.line]
        self.starts = line_starts(self.html, self.text, sorted(self.at + at_holes), self.marked)
        _, blocks = blocks_of(self.html, lambda offset: _line(self.starts, offset))
        found, unclosed, single = quotations(self.text, blocks, holes, list(_mute(self.html)), self._place)
        for offset in unclosed:
            self._report("unclosed-quote", self._place(offset), f"the quotation mark {self.text[offset]} has no partner in this block", "close it, or write it as a word")
        for run in single:
            words = self.text[run.start : run.end]
            self._report("single-quoted", self._place(run.start), f"{words} stands in single marks and is not checked", "set a quotation in double marks")
        self._spans()
        body = Body(self.html, self.text, blocks, holes, found, self.starts)
        return body, tuple(self.problems)

    def _report(self, code: str, place: tuple[int, int], message: str, hint: str = "") -> None:
        self.problems.append(problem(Place(self.path, *place), code, message, hint))

    def _hole(self, number: int) -> Hole:
        found = self.syntax.found[number]
        return self._link(found) if isinstance(found, FoundLink) else self._group(found)

    def _link(self, found: FoundLink) -> Wikilink:
        line, column = place_in(found.at, self.marked.places)
        before, colon, rest = found.target.partition(":")
        kind: Kind | None = next((kind for kind in KINDS if colon and kind == before.strip()), None)
        return Wikilink(rest.strip() if kind else found.target, line, column, kind, found.words)

    def _group(self, found: FoundGroup) -> CitationGroup:
        citations = []
        for n, part in enumerate(found.parts):
            prefix, locator, suffix, quote = found.texts[4 * n : 4 * n + 4]
            line, column = place_in(part.key_at, self.marked.places)
            quote_line, quote_column = place_in(part.quote_at, self.marked.places)
            citations.append(
                Citation(part.key, line, column, prefix, locator, suffix, None if part.quote is None else quote, quote_line, quote_column, part.suppress_author)
            )
        first = citations[0]
        attributes = dict(found.attributes)
        said_by = attributes.pop("said-by", None)
        place = (first.line or self.marked.first_line, first.column or 1)
        for name, value in attributes.items():
            self._report("bad-value", place, f"a citation has no attribute {name}", "only said-by=ID may stand there")
        for part in found.parts:
            for loose in part.loose:
                self._report("unsourced-quote", place, f"{without_marks(loose)} stands beside a citation's quotation", "give it a citation of its own")
        return CitationGroup(tuple(citations), first.line, first.column, found.in_text, said_by or None)

    def _spans(self) -> None:
        for span in self.syntax.spans:
            place = place_in(span.at, self.marked.places)
            for name, value in span.attributes.items():
                self._report("bad-value", (place[0] or self.marked.first_line, place[1] or 1), f"words in brackets have no attribute {name}", "only .term, .title and lang=CODE may stand there")

    def _place(self, offset: int) -> tuple[int, int]:
        """Line and column of the mark or word at an offset: from the mark put behind it, else by search in its line."""
        from bisect import bisect_left

        at = bisect_left(self.at, (offset, 0, 0))
        for found, line, column in self.at[at : at + 3]:
            if found == offset + 1 or found == offset:
                return line, column
        line = _line(self.starts, offset)
        number = line - self.marked.first_line
        source = self.marked.lines[number] if 0 <= number < len(self.marked.lines) else ""
        column = source.find(self.text[offset : offset + 6])
        column = column if column >= 0 else source.find(self.text[offset : offset + 1])
        return line, max(column, 0) + 1


def _mute(html: str) -> list[tuple[int, int]]:
    """Ranges of the text in code, and in spans marked as a term or a title."""
    found, at = [], 0
    stack: list[bool] = []
    begun = 0
    for piece in pieces(html):
        if piece.tag in ("code", "pre", "span") and not piece.closing:
            mute = piece.tag != "span" or 'class="' in piece.html
            if mute and not any(stack):
                begun = at
            stack.append(mute)
        elif piece.tag in ("code", "pre", "span") and stack and stack.pop() and not any(stack):
            found.append((begun, at))
        at += len(piece.text)
    return found
