"""From a body's Markdown to its `Body`: put marks in, render, sanitise, take the marks out, and say what was found where."""

import re
from bisect import insort
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import islice
from typing import NamedTuple

from dossier.body import HOLE, Body, Hole
from dossier.diagnostics import Place, Problem, problem
from dossier.markup.found import citation_group, group_problems, link_problems, refused_attribute, wikilink, words_place
from dossier.markup.htmltext import Piece, blocks_in, pieces
from dossier.markup.inline import FoundGroup, FoundLink, Syntax
from dossier.markup.limits import refusals, too_large
from dossier.markup.lines import At, known_places, line_in, line_starts, place_of
from dossier.markup.marks import runs
from dossier.markup.places import MARKS_AT_MOST, Marked, mark, without_marks
from dossier.markup.quotations import Quoted, Reading, mute_marks, quotations
from dossier.markup.rendering import body_engine, rendered, source_engine
from dossier.markup.sanitise import sanitised

_HOLE = re.compile("[\U000f0000-\U000ffffd]")
_NAMED_AT_MOST = 50
_UNSEEN = re.compile(r' (title|alt)="([^"]*)"')


class Layout(NamedTuple):
    """HTML without marks, walked; its text; the places known in it; and where lines of the file begin in it."""

    html: str
    walked: list[Piece]
    text: str
    places: list[At]
    starts: tuple[tuple[int, int], ...]


def read_body(text: str, first_line: int, path: str) -> tuple[Body, tuple[Problem, ...]]:
    """A note's, claim's or topic's Markdown, read. first_line: the number that its first line has in the file.

    A text that can't be rendered gives an empty body and says why (`bad-character`, `too-large`). Further problems:
    `unclosed-quote`, `single-quoted`, `unsourced-quote` (in an attribute, beside a quotation), `bad-value`.
    """
    marked, refused = _marked(text, first_line, path, syntax=True)
    if refused:
        return Body(), refused
    engine = body_engine()
    html = rendered(engine, marked)
    if html is None or (clean := sanitised(html)) is None:
        return Body(), (_too_much(first_line, path),)
    numbered, numbers = _numbered(clean)
    return _with_syntax(numbered, [engine.syntax.found[number] for number in numbers], engine.syntax, marked, path)


def read_source_body(text: str, first_line: int, path: str) -> tuple[Body, tuple[Problem, ...]]:
    """A source's Markdown, read as evidence: html, text, blocks and starts; nothing is looked for in it."""
    marked, refused = _marked(text, first_line, path, syntax=False)
    if refused:
        return Body(), refused
    html = rendered(source_engine(), marked)
    if html is None or (clean := sanitised(html)) is None:
        return Body(), (_too_much(first_line, path),)
    layout = _layout(clean, (), marked)
    blocks = blocks_in(layout.walked, lambda offset: line_in(layout.starts, offset))
    return Body(_packed(layout), blocks, starts=layout.starts), ()


def _packed(layout: Layout) -> tuple[bytes, bytes]:
    return layout.html.encode(), layout.text.encode()


def line_at(body: Body, offset: int) -> int:
    """The line in the file for an offset in a body's text; 1 for a body without text."""
    return line_in(body.starts, offset)


def _marked(text: str, first_line: int, path: str, *, syntax: bool) -> tuple[Marked, tuple[Problem, ...]]:
    """The text with marks, or why it is not read."""
    refused = refusals(text, first_line, path)
    marked = mark("" if refused else text, first_line, syntax=syntax)
    if len(marked.spots) > MARKS_AT_MOST:
        refused = (
            too_large(f"the text has more than {MARKS_AT_MOST:,} lines, citations and quotations", first_line, path),
        )
    return marked, refused


def _too_much(first_line: int, path: str) -> Problem:
    return too_large("brackets, tags, lists or quotes are too many in one place, or nest too deep", first_line, path)


def _numbered(html: str) -> tuple[str, list[int]]:
    """The HTML with its holes numbered as they come, and the numbers that they had."""
    numbers: list[int] = []

    def renumbered(hole: re.Match[str]) -> str:
        numbers.append(ord(hole.group()) - HOLE)
        return chr(HOLE + len(numbers) - 1)

    return _HOLE.sub(renumbered, html), numbers


def _layout(marked_html: str, holes: Sequence[Hole], marked: Marked) -> Layout:
    with_marks = list(pieces(marked_html))
    places = known_places("".join(piece.text for piece in with_marks), marked)
    walked = [piece if piece.role != "text" or piece.html == "\n" else _unmarked(piece) for piece in with_marks]
    text = "".join(piece.text for piece in walked)
    for at, hole in zip(_HOLE.finditer(text) if holes else (), holes, strict=True):
        insort(places, (at.start(), hole.line, hole.column))
    html = "".join(piece.html for piece in walked)
    return Layout(html, walked, text, places, line_starts(walked, places, marked))


def _unmarked(piece: Piece) -> Piece:
    html = without_marks(piece.html)
    return Piece(html, html if piece.text == piece.html else without_marks(piece.text))


def _with_syntax(
    html: str, found: Sequence[FoundGroup | FoundLink], syntax: Syntax, marked: Marked, path: str
) -> tuple[Body, tuple[Problem, ...]]:
    """The body with its holes and quotations, and what is wrong with them."""
    holes: list[Hole] = []
    problems = [refused_attribute(refused, marked, path) for refused in syntax.refused]
    for one in found:
        if isinstance(one, FoundLink):
            holes.append(link := wikilink(one, marked))
            problems += link_problems(link, path)
        else:
            holes.append(group := citation_group(one, marked))
            problems += group_problems(one, group, path)
    layout = _layout(html, holes, marked)
    blocks = blocks_in(layout.walked, lambda offset: line_in(layout.starts, offset))
    reading = Reading(layout.text, holes, mute_marks(layout.walked), lambda offset: _place_of(offset, layout, marked))
    quoted = quotations(reading, blocks)
    problems += _mark_problems(quoted, reading, path)
    problems += islice(_unseen_quotations(layout, marked, path), _NAMED_AT_MOST)
    body = Body(_packed(layout), blocks, tuple(holes), quoted.quotations, layout.starts)
    return body, tuple(dict.fromkeys(problems))


def _place_of(offset: int, layout: Layout, marked: Marked) -> tuple[int, int]:
    return place_of(offset, layout.text, layout.places, line_in(layout.starts, offset), marked)


def _mark_problems(quoted: Quoted, reading: Reading, path: str) -> Iterator[Problem]:
    """Quotation marks that don't pair up, and words in single ones."""
    for offset in quoted.unclosed[:_NAMED_AT_MOST]:
        where = _beside(reading.text, offset)
        message = f"the quotation mark {where} has no partner in its paragraph, or nothing in it"
        yield problem(
            Place(path, *reading.place_of(offset)), "unclosed-quote", message, "close the quotation where its words end"
        )
    for start, end in quoted.single[:_NAMED_AT_MOST]:
        message = f"{reading.text[start:end]} stands in single marks, and is not checked"
        yield problem(
            Place(path, *reading.place_of(start)), "single-quoted", message, "set words of a source in double marks"
        )


def _beside(text: str, offset: int) -> str:
    """Words by which an editor finds a mark: those behind it in its line, else those before it."""
    before, behind = text[max(0, offset - 30) : offset], text[offset + 1 : offset + 31]
    words = [" ".join(_HOLE.sub("", side).split()) for side in (behind.split("\n")[0], before.rpartition("\n")[2])]
    return f"before “{words[0]}”" if any(map(str.isalnum, words[0])) else f"behind “{words[1]}”"


def _unseen_quotations(layout: Layout, marked: Marked, path: str) -> Iterator[Problem]:
    """Words in double marks in a title or a picture's alternative text, where no citation can stand."""
    at = 0
    for piece in layout.walked:
        for name, value in _UNSEEN.findall(piece.html) if piece.role != "text" else ():
            words = unescape(value)
            for start, end in runs(words)[0]:
                message = f"{words[start:end]} stands in the {name} of an element, where it has no source"
                place = Place(path, *words_place(words[start:end], line_in(layout.starts, at), marked))
                yield problem(place, "unsourced-quote", message, "quote it in the text, with its citation")
        at += len(piece.text)
