"""Sanitised HTML as tags and text: what of it counts as text, where its blocks are, and how to wrap ranges of the text.

Everything that points into a body (blocks, quotations, passages) does so by offsets in the text that is defined here.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from html import escape, unescape
from itertools import pairwise
from typing import Literal, NamedTuple

from dossier.body import HOLE, Block

BLOCK_TAGS = frozenset(
    "address article aside blockquote caption center dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6"
    " header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
"""Elements whose edges end a block (HTML Living Standard, 15.3.3 "Flow content", and tables)."""
_LAYOUT_TAGS = frozenset("blockquote details div dl figure ol section table tbody tfoot thead tr ul".split())
"""Elements in which white space on its own is layout, not text that a reader sees."""
_VOID_TEXT = {"br": "\n", "col": "", "hr": "", "img": " ", "wbr": ""}
"""Elements without content, and what they count as in the text."""

_TAG = r'<[^"<>]*+(?:"[^"]*+"[^"<>]*+)*+>'
_PIECE = re.compile(
    rf'(?P<apparatus><sup id="fnref[^"]*+"><a (?:[^"<>]*+"[^"]*+")*+>\d++</a></sup>'
    rf'|<a class="footnote-backref" (?:[^"<>]*+"[^"]*+")*+>↩</a>)'
    rf"|(?P<tag>{_TAG})|(?P<text>[^<]++)"
)
_NAME = re.compile(r"</?([a-zA-Z0-9]+)")
_HOLE = re.compile("[\U000f0000-\U000ffffd]")

Role = Literal["text", "open", "close", "void"]


class Piece(NamedTuple):
    """A run of text, a tag, or a footnote's apparatus (its number, the way back), which is void and counts as no text.

    html: as it stands. text: what it counts as. tag: the element's name, empty for text.
    """

    html: str
    text: str
    role: Role = "text"
    tag: str = ""


class Span(NamedTuple):
    """A range of the text to wrap: `first_open` opens its first segment (it may carry an id), `open` each further one.

    `last_close`, if there is one, closes the last.
    """

    start: int
    end: int
    first_open: str
    open: str
    close: str
    last_close: str = ""


def pieces(html: str) -> Iterator[Piece]:
    """Walk sanitised HTML; the pieces' `html` joined is the input, their `text` joined is its text.

    A raised number is one of its own, 10² not 102, and a word with a note's number no other word: a blank parts them.
    """
    for found in _PIECE.finditer(html):
        part = found.group()
        if found.lastgroup == "text":
            yield Piece(part, unescape(part) if "&" in part else part)
        elif found.lastgroup == "apparatus":
            yield Piece(part, "", "void", "sup")
        else:
            piece = _tag(part)
            raised = piece.tag == "sup" and piece.role == "open" and html[found.end() : found.end() + 1].isdigit()
            yield piece._replace(text=" ") if raised else piece


@lru_cache(maxsize=1_000)
def _tag(html: str) -> Piece:
    """A tag, wherever it stands: most tags of a text are the same few."""
    named = _NAME.match(html)
    tag = named.group(1).lower() if named else ""
    void = tag in _VOID_TEXT or not tag
    return Piece(html, _VOID_TEXT.get(tag, ""), "void" if void else "close" if html[1] == "/" else "open", tag)


def text_of(html: str) -> str:
    """What a reader sees of sanitised HTML: its text, `<br>` as a line's end and `<img>` as a space; holes stay."""
    return "".join(piece.text for piece in pieces(html))


def blocks_of(html: str, line_at: Callable[[int], int] = lambda offset: 1) -> tuple[str, tuple[Block, ...]]:
    """The text and its blocks: each longest run of text with no block's edge inside, white space around it left out.

    line_at: the file's line for an offset in the text. A block's tag is that of the innermost block-level element,
    `p` where there is none; blockquotes are numbered by the outermost.
    """
    walked = list(pieces(html))
    return "".join(piece.text for piece in walked), blocks_in(walked, line_at)


def blocks_in(walked: Iterable[Piece], line_at: Callable[[int], int]) -> tuple[Block, ...]:
    """The blocks of HTML that is walked already; see blocks_of."""
    blocks = []
    for start, run, tag, quote in _runs(walked):
        if words := run.strip():
            first = start + len(run) - len(run.lstrip())
            blocks.append(Block(first, first + len(words), line_at(first), tag, quote))
    return tuple(blocks)


def _runs(walked: Iterable[Piece]) -> Iterator[tuple[int, str, str, int]]:
    """(offset, text, tag, blockquote's number) between each two edges of block-level elements."""
    at = quotes = depth = 0
    open_tags: list[str] = []
    run: list[str] = []
    for piece in (*walked, Piece("", "", "void", "hr")):
        if piece.tag not in BLOCK_TAGS:
            run.append(piece.text)
            continue
        text = "".join(run)
        if text:
            yield at, text, open_tags[-1] if open_tags else "p", quotes if depth else 0
        at, run = at + len(text), []
        if piece.tag == "blockquote":
            quotes += piece.role == "open" and not depth
            depth += 1 if piece.role == "open" else -1
        _step(open_tags, piece)


def _step(open_tags: list[str], piece: Piece) -> None:
    """Keep the stack of open elements; sanitised HTML is well nested."""
    if piece.role == "open":
        open_tags.append(piece.tag)
    elif piece.role == "close" and open_tags:
        open_tags.pop()


def chunks(html: str) -> list[tuple[int, int, str]]:
    """The top-level elements as (start, end, html) with their ranges of the text; joined, the html is the input.

    White space between two elements belongs to the one before it.
    """
    found: list[tuple[int, int, str]] = []
    parts: list[str] = []
    start = at = depth = 0
    for piece in pieces(html):
        if not depth and parts and piece.tag in BLOCK_TAGS and piece.role != "close":
            found.append((start, at, "".join(parts)))
            parts, start = [], at
        depth += (piece.role == "open") - (piece.role == "close")
        parts.append(piece.html)
        at += len(piece.text)
    return [*found, (start, at, "".join(parts))] if parts else found


def in_languages(html: str) -> list[tuple[int, int]]:
    """The ranges of the text whose elements say in what language they are, outermost elements only."""
    found: list[tuple[int, int]] = []
    at = depth = 0
    for piece in pieces(html) if ' lang="' in html else ():
        if piece.role == "open" and (depth or ' lang="' in piece.html):
            depth += 1
            found += [(at, at)] if depth == 1 else []
        elif piece.role == "close" and depth:
            depth -= 1
            found[-1] = (found[-1][0], at)
        at += len(piece.text)
    return found


def inline_edges(html: str) -> list[int]:
    """Where in the text an element begins or ends that is part of a line; there `fill` cuts what it wraps."""
    found: list[int] = []
    at = 0
    for piece in pieces(html):
        found += [at] if piece.tag and piece.tag not in BLOCK_TAGS else []
        at += len(piece.text)
    return found


def fill(html: str, holes: Callable[[int], str], spans: Sequence[Span]) -> str:
    """The HTML with each hole i replaced by `holes(i)`, trusted HTML, and each span wrapped around its range of the text.

    Spans may overlap: one inside another is nested in it, one that crosses another is cut at its edge, and each at every
    tag, so that the result is as well nested as the input.
    White space between blocks is not wrapped, nor is a footnote's apparatus, nor an empty range.
    """
    waiting = sorted(range(len(spans)), key=lambda n: (-spans[n].start, spans[n].end, -n))
    active: list[int] = []
    begun: set[int] = set()
    open_tags: list[str] = []
    out: list[str] = []
    at = seen = 0
    last = max((hole.end() for hole in _HOLE.finditer(html)), default=0)
    for piece in pieces(html):
        if seen >= last and not (waiting or active):
            out.append(html[seen:])
            break
        end, seen = at + len(piece.text), seen + len(piece.html)
        while waiting and spans[waiting[-1]].start < end:
            active.append(waiting.pop())
        active = [n for n in active if spans[n].end > at]
        if piece.role != "text":
            _step(open_tags, piece)
            out.append(piece.html)
        elif not active or _is_layout(piece, open_tags):
            out.append(_filled(piece.html, holes))
        else:
            out.extend(_wrapped(piece.text, at, [(n, spans[n]) for n in active], begun, holes))
        at = end
    return "".join(out)


def _is_layout(piece: Piece, open_tags: list[str]) -> bool:
    return piece.text.isspace() and (not open_tags or open_tags[-1] in _LAYOUT_TAGS)


def _wrapped(
    text: str, at: int, active: list[tuple[int, Span]], begun: set[int], holes: Callable[[int], str]
) -> Iterator[str]:
    """One run of text with the spans that cover it: nested where they nest, and cut in two only where they cross."""
    end = at + len(text)
    inner = {edge for _, span in active for edge in (span.start, span.end) if at < edge < end}
    unclosed: list[tuple[int, Span]] = []
    for left, right in pairwise(sorted({at, end} | inner)):
        yield from _closed(unclosed, left)
        fresh = [one for one in active if one not in unclosed and one[1].start <= left and one[1].end >= right]
        for number, span in sorted(fresh, key=lambda one: -one[1].end):
            yield span.open if number in begun else span.first_open
            begun.add(number)
            unclosed.append((number, span))
        yield _filled(_escaped(text[left - at : right - at]), holes)
    while unclosed:
        yield _close(unclosed.pop()[1], end)


def _closed(unclosed: list[tuple[int, Span]], at: int) -> Iterator[str]:
    """The closing tags due at a place: of the spans that end there, and of those opened inside them, which go on anew."""
    while any(span.end <= at for _, span in unclosed):
        yield _close(unclosed.pop()[1], at)


def _close(span: Span, at: int) -> str:
    return (span.end <= at and span.last_close) or span.close


def _escaped(text: str) -> str:
    """As the sanitiser writes text."""
    return escape(text, quote=False).replace("\u00a0", "&nbsp;")


def _filled(html: str, holes: Callable[[int], str]) -> str:
    return _HOLE.sub(lambda found: holes(ord(found.group()) - HOLE), html)
