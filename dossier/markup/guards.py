"""Guards: before Python-Markdown tries a pattern on a text, ask whether a sign that the pattern needs is in it at all.

The HTML stays the same, which tests/test_markup_guards.py holds them to; plain prose takes a third of the time or less.
Here too a text's effort is counted, as Python-Markdown takes quadratic time on some: where it is used up, no more is done.
"""

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterable

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.preprocessors import HtmlBlockPreprocessor, NormalizeWhitespace
from markdown.treeprocessors import InlineProcessor, UnescapeTreeprocessor
from markdown.util import AtomicString

_INLINE_SIGNS = {
    "backtick": "`",
    "escape": r"\\",
    "footnote": r"\[\^",
    "reference": r"\[",
    "link": r"\]\(",
    "image_link": r"!\[",
    "image_reference": r"!\[",
    "short_reference": r"\[",
    "short_image_ref": r"!\[",
    "autolink": "<",
    "automail": "<",
    "linebreak": "  \n",
    "html": "<",
    "entity": "&",
    "dossier-span": r"\]\{",
    "dossier-link": r"\[\[",
    "dossier-citation": "@",
    "em_strong": "[*_]",
}
"""What stands in every text that the inline pattern of this name matches. A pattern that is missing here is always tried."""
_REFERRING = ("reference", "image_reference", "short_reference", "short_image_ref")
"""Inline patterns that change only a text in which a link's reference is defined."""
_BLOCK_SIGNS: dict[str, tuple[int, tuple[str, ...]]] = {
    "table": (75, ("|",)),
    "hashheader": (70, ("#",)),
    "setextheader": (60, ("\n=", "\n-")),
    "hr": (50, ("--", "- ", "**", "* ", "__", "_ ")),
    "deflist": (25, (":",)),
    "quote": (20, (">",)),
    "footnote": (17, ("[^",)),
    "abbr": (16, ("*[",)),
    "reference": (15, ("]:",)),
}
"""Block processors by name: their priority, and of what each block holds one that they take."""
_INLINE_SIGN = re.compile(r"[`\\\[<&@*_]")
_LINE_BREAK = "  \n"
"""With _INLINE_SIGN all that inline patterns look for; apart, since a set of characters is sought much quicker alone."""
_PROSE = re.compile("(?:(?:[A-Za-z]|[\U00100000-\U0010fffd])[^\n]*+(?:\n|\\Z))++\\Z")
"""A block whose lines all begin with a letter or a mark: all syntax of blocks begins a line with some other sign."""
_BLANK_LINE = re.compile("\n +\n")
_BRACKET = re.compile(r"[\[\]()](?:(?<!\()|(?<=\]\())")
_ANGLE = re.compile(r"[<>](?:(?<!<)|(?=[a-zA-Z/!?]))")
_OPENING = "[(<"
_MANY_SPACES = " " * 50
_SPACES = re.compile(f"{_MANY_SPACES} *")
EFFORT_AT_MOST = 150_000_000
"""About 10 ns each, measured; a megabyte of prose full of citations takes a third of it."""
_BLOCK_EFFORT, _BRACKET_EFFORT, _TAG_EFFORT = 8, 40, 10
_APPLY_PATTERN = "_InlineProcessor__applyPattern"


class Guards(Extension):
    """Puts guards before the patterns of a Markdown; the last of its extensions."""

    def __init__(self) -> None:
        super().__init__()
        self.effort = EFFORT_AT_MOST

    def reset(self) -> None:
        self.effort = EFFORT_AT_MOST

    def spend(self, effort: int) -> bool:
        """Count effort; is there still some left?"""
        self.effort -= effort
        return self.effort > 0

    def extendMarkdown(self, md: Markdown) -> None:
        md.registerExtension(self)
        md.preprocessors.register(_GuardedWhitespace(md), "normalize_whitespace", 30)
        md.preprocessors.register(_GuardedHtml(self, md), "html_block", 20)
        md.treeprocessors.register(_GuardedInline(self, md), "inline", 20)
        md.treeprocessors.register(_GuardedUnescape(md), "unescape", 0)
        blocks = md.parser.blockprocessors
        for name, (priority, signs) in _BLOCK_SIGNS.items():
            blocks.register(_GuardedBlock(blocks[name], signs), name, priority)
        blocks.register(_Prose(blocks["paragraph"]), "dossier-prose", 999)
        blocks.register(_Effort(self, md.parser), "dossier-effort", 1000)


class _GuardedInline(InlineProcessor):
    """The inline processor; its loop over the patterns, private to Python-Markdown, is this one."""

    def __init__(self, guards: Guards, md: Markdown) -> None:
        super().__init__(md)
        self._spend = guards.spend
        self._apply: Callable[..., tuple[str, bool, int]] = getattr(self, _APPLY_PATTERN)
        at = {
            md.inlinePatterns.get_index_for_name(name): sign
            for name, sign in _INLINE_SIGNS.items()
            if name in md.inlinePatterns
        }
        self._guarded = [(pattern, re.compile(at.get(n, "")).search) for n, pattern in enumerate(md.inlinePatterns)]
        self._referring = {md.inlinePatterns.get_index_for_name(name) for name in _REFERRING}

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        has_sign = _INLINE_SIGN.search(data) or _LINE_BREAK in data
        if isinstance(data, AtomicString) or not has_sign or not self._spend(_inline_effort(data)):
            return data
        passed_over = () if self.md.references else self._referring
        start = 0
        while patternIndex < len(self._guarded):
            pattern, sign_in = self._guarded[patternIndex]
            matched = False
            if sign_in(data) and patternIndex not in passed_over:
                data, matched, start = self._apply(pattern, data, patternIndex, start)
            if not matched:
                patternIndex, start = patternIndex + 1, 0
        return data


class _GuardedUnescape(UnescapeTreeprocessor):
    """Characters behind a backslash, where there is one."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.engine = md

    def run(self, root: etree.Element) -> None:
        lines: list[str] = getattr(self.engine, "lines", [])
        if any("\\" in line for line in lines):
            super().run(root)


class _GuardedWhitespace(NormalizeWhitespace):
    def run(self, lines: list[str]) -> list[str]:
        ended = [*lines, "", ""]
        text = "\n".join(ended)
        untidy = any(sign in text for sign in "\x02\x03\r\t") or _BLANK_LINE.search(text)
        return super().run(lines) if untidy else ended


class _GuardedHtml(HtmlBlockPreprocessor):
    def __init__(self, guards: Guards, md: Markdown) -> None:
        super().__init__(md)
        self._spend = guards.spend

    def run(self, lines: list[str]) -> list[str]:
        has_tags = any("<" in line or "&" in line for line in lines)
        if not self._spend(_text_effort(lines, has_tags)):
            return []
        return super().run(lines) if has_tags else lines


class _GuardedBlock(BlockProcessor):
    """A block processor that is asked only about blocks which hold one of its signs."""

    def __init__(self, inner: BlockProcessor, signs: tuple[str, ...]) -> None:
        super().__init__(inner.parser)
        self.inner = inner
        self.signs = signs

    def test(self, parent: etree.Element, block: str) -> bool:
        for sign in self.signs:  # most blocks are asked about by all: any() would take three times as long
            if sign in block:
                return self.inner.test(parent, block)
        return False

    def run(self, parent: etree.Element, blocks: list[str]) -> bool | None:
        return self.inner.run(parent, blocks)


class _Prose(BlockProcessor):
    """Hands to the processor of paragraphs, which comes last, what no other can take."""

    def __init__(self, paragraphs: BlockProcessor) -> None:
        super().__init__(paragraphs.parser)
        self.paragraphs = paragraphs

    def test(self, parent: etree.Element, block: str) -> bool:
        return bool(_PROSE.match(block))

    def run(self, parent: etree.Element, blocks: list[str]) -> bool | None:
        return self.paragraphs.run(parent, blocks)


class _Effort(BlockProcessor):
    """Takes no block, but counts what the others will read; takes all that is left once the effort is used up."""

    def __init__(self, guards: Guards, parser: BlockParser) -> None:
        super().__init__(parser)
        self._spend = guards.spend

    def test(self, parent: etree.Element, block: str) -> bool:
        return not self._spend(_block_effort(block))

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        blocks.clear()


def _inline_effort(data: str) -> int:
    """Each sign may cost a copy of the text; each bracket is read to its end by several patterns."""
    signs = len(_INLINE_SIGN.findall(data)) + data.count(_LINE_BREAK)
    return signs * len(data) + (_BRACKET_EFFORT * _reach(_BRACKET.finditer(data), len(data)) if "[" in data else 0)


def _block_effort(block: str) -> int:
    """Several patterns read the whole block; each label of a footnote or abbreviation is read as far as the first definition."""
    effort = _BLOCK_EFFORT * len(block)
    if "[^" in block or "*[" in block:
        end = block.find("]:")
        end = end if end >= 0 else len(block)
        effort += end * (block.count("[^", 0, end) + block.count("*[", 0, end))
    return effort


def _text_effort(lines: list[str], has_tags: bool) -> int:
    """Paragraphs are taken one by one from the head of a list; attribute lists and tags are read to their ends."""
    effort = lines.count("") ** 2 // 8
    if any("{" in line for line in lines):
        effort += 2 * sum(map(_attribute_effort, lines))
    if has_tags:
        text = "\n".join(lines)
        effort += _TAG_EFFORT * _reach(_ANGLE.finditer(text), len(text))
    return effort


def _attribute_effort(line: str) -> int:
    """Each brace is read to the line's end, and each space of a run, which may stand before one, to that of the run."""
    spaces = sum(len(run) ** 2 for run in _SPACES.findall(line)) if _MANY_SPACES in line else 0
    return spaces + line.count("{") * len(line)


def _reach(brackets: Iterable[re.Match[str]], end: int) -> int:
    """How far it is, in all, from each opening bracket to the one that closes it, or to the end."""
    opened: list[int] = []
    total = 0
    for bracket in brackets:
        if bracket.group() in _OPENING:
            opened.append(bracket.start())
        elif opened:
            total += bracket.start() - opened.pop()
    return total + sum(end - start for start in opened)
