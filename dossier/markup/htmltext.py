"""Sanitised HTML as tags and text: what of it counts as text, its blocks, and how to wrap ranges of the text.

Everything that points into a body (blocks, quotations, passages) does so by offsets in the text that is defined here.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from html import escape, unescape
from typing import NamedTuple

from dossier.model import HOLE, Block

BLOCK_TAGS = frozenset(
    "address article aside blockquote caption center dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6"
    " header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
"""Elements whose edges end a block."""
CONTAINERS = frozenset("blockquote details div dl figure ol section table tbody tfoot thead tr ul".split())
"""Elements in which white space on its own is layout, not text that a reader sees."""

_TAG = r'<[^"<>]*(?:"[^"]*"[^"<>]*)*>'
_PIECE = re.compile(
    r'(?P<apparatus><sup id="fnref[^"]*"><a ' + _TAG[1:] + r"\d+</a></sup>"
    r'|(?:&nbsp;)?<a class="footnote-backref" ' + _TAG[1:] + r"↩\ufe0e?</a>)"
    rf"|(?P<tag>{_TAG})|(?P<text>[^<]+)"
)
_NAME = re.compile(r"</?([a-zA-Z0-9]+)")
_HOLES = re.compile("[\U000f0000-\U000ffffd]")
_COUNTED = {"br": "\n", "img": " "}


class Piece(NamedTuple):
    """A tag, a run of text, or a footnote's apparatus (its number, its way back), which counts as no text.

    html: as it stands. text: what it counts as. tag: the element's name, empty for text. closing: is it an end tag.
    """

    html: str
    text: str
    tag: str = ""
    closing: bool = False


class Span(NamedTuple):
    """A range of the text to wrap: `first_open` opens its first segment (it may carry an id), `open` each further one.

    `last_close`, if not empty, closes the last one.
    """

    start: int
    end: int
    first_open: str
    open: str
    close: str
    last_close: str = ""


def pieces(html: str) -> Iterator[Piece]:
    """Walk sanitised HTML; the pieces' `html` joined is the input, their `text` joined is its text."""
    for found in _PIECE.finditer(html):
        part = found.group()
        if found.lastgroup == "text":
            yield Piece(part, unescape(part) if "&" in part else part)
        elif found.lastgroup == "apparatus":
            yield Piece(part, "", "sup")
        else:
            named = _NAME.match(part)
            tag = named.group(1).lower() if named else ""
            yield Piece(part, _COUNTED.get(tag, ""), tag, part.startswith("</"))


def text_of(html: str) -> str:
    """What a reader sees of sanitised HTML: its text, `<br>` as a line's end and `<img>` as a space; holes stay."""
    return "".join(piece.text for piece in pieces(html))


def blocks_of(html: str, line_at: Callable[[int], int] = lambda offset: 1) -> tuple[str, tuple[Block, ...]]:
    """The text and its blocks: each longest run of text with no block's edge inside, white space around it left out.

    line_at: the file's line for an offset in the text. A block's tag is that of the innermost block-level element.
    """
    text = text_of(html)
    blocks = []
    for start, end, tag, quote in _runs(html):
        run = text[start:end]
        if words := run.strip():
            first = start + len(run) - len(run.lstrip())
            blocks.append(Block(first, first + len(words), line_at(first), tag, quote))
    return text, tuple(blocks)


def _runs(html: str) -> Iterator[tuple[int, int, str, int]]:
    """(start, end, tag, blockquote's number) between each two edges of block-level elements."""
    start = at = quotes = depth = 0
    stack: list[str] = []
    for piece in pieces(html):
        if piece.tag in BLOCK_TAGS:
            if at > start:
                yield start, at, stack[-1] if stack else "p", quotes if depth else 0
            start = at
            if piece.tag == "blockquote":
                quotes += not piece.closing and not depth
                depth += -1 if piece.closing else 1
            _step(stack, piece)
        at += len(piece.text)
    if at > start:
        yield start, at, stack[-1] if stack else "p", quotes if depth else 0


def _step(stack: list[str], piece: Piece) -> None:
    """Keep the stack of open elements; sanitised HTML is well nested."""
    if piece.closing:
        if stack:
            stack.pop()
    elif piece.tag not in ("hr", "br", "img", "sup" if piece.html.endswith("</sup>") else "", "col"):
        stack.append(piece.tag)


def chunks(html: str) -> list[tuple[int, int, str]]:
    """The top-level elements as (start, end, html) with their ranges of the text; joined, the html is the input.

    White space between two elements belongs to the one before it.
    """
    found: list[tuple[int, int, str]] = []
    parts: list[str] = []
    start = at = depth = 0
    for piece in pieces(html):
        opens = bool(piece.tag) and not piece.closing and not _stands_alone(piece)
        if not depth and parts and (opens or piece.tag in ("hr", "img")):
            found.append((start, at, "".join(parts)))
            parts, start = [], at
        depth += opens - piece.closing
        parts.append(piece.html)
        at += len(piece.text)
    if parts:
        found.append((start, at, "".join(parts)))
    return found


def _stands_alone(piece: Piece) -> bool:
    """Is this piece whole in itself: an element without content, or a footnote's apparatus?"""
    return piece.tag in ("br", "hr", "img", "col") or piece.html.endswith(("</sup>", "</a>")) and not piece.closing


def fill(html: str, holes: Callable[[int], str], spans: Sequence[Span]) -> str:
    """The HTML with each hole i replaced by `holes(i)`, trusted HTML, and each span wrapped around its range of the text.

    Spans may overlap: they are cut at each other's edges and at every tag, so the result is as well nested as the input.
    White space between blocks is not wrapped, nor is a footnote's apparatus. Empty spans wrap nothing.
    """
    waiting = sorted(range(len(spans)), key=lambda n: (spans[n].start, -spans[n].end, n), reverse=True)
    active: list[int] = []
    begun: set[int] = set()
    stack: list[str] = []
    out: list[str] = []
    at = 0
    for piece in pieces(html):
        end = at + len(piece.text)
        while waiting and spans[waiting[-1]].start < end:
            active.append(waiting.pop())
        active = [n for n in active if spans[n].end > at]
        layout = piece.text.isspace() and (not stack or stack[-1] in CONTAINERS)
        if piece.tag or layout or not active:
            out.append(piece.html if piece.tag else _filled(piece.html, holes))
        else:
            out.extend(_wrapped(piece.text, at, [(n, spans[n]) for n in active], begun, holes))
        if piece.tag and (piece.closing or not _stands_alone(piece)):
            _step(stack, piece)
        at = end
    return "".join(out)


def _wrapped(
    text: str, at: int, active: list[tuple[int, Span]], begun: set[int], holes: Callable[[int], str]
) -> Iterator[str]:
    """One run of text, cut at the edges of the spans, each segment wrapped by all that cover it."""
    end = at + len(text)
    edges = {at, end, *(edge for _, span in active for edge in span[:2] if at < edge < end)}
    cuts = sorted(edges)
    for left, right in zip(cuts, cuts[1:], strict=False):
        covering = [(n, span) for n, span in active if span.start <= left and span.end >= right]
        for n, span in covering:
            yield span.open if n in begun else span.first_open
            begun.add(n)
        yield _filled(_escaped(text[left - at : right - at]), holes)
        yield from ((right == span.end and span.last_close) or span.close for _, span in reversed(covering))


def _escaped(text: str) -> str:
    """As the sanitiser writes text."""
    return escape(text, quote=False).replace("\u00a0", "&nbsp;")


def _filled(html: str, holes: Callable[[int], str]) -> str:
    return _HOLES.sub(lambda found: holes(ord(found.group()) - HOLE), html)
