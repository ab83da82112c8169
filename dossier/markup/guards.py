"""Guards: before Python-Markdown tries a pattern on a text, ask whether a sign that the pattern needs is in it at all.

The HTML stays the same, which tests/test_markup_guards.py holds them to; plain prose takes about a third of the time.
"""

import re
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.preprocessors import HtmlBlockPreprocessor
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

_INLINE_SIGNS: dict[str, tuple[str, ...]] = {
    "backtick": ("`",),
    "escape": ("\\",),
    "footnote": ("[^",),
    "reference": ("[",),
    "link": ("[",),
    "image_link": ("![",),
    "image_reference": ("![",),
    "short_reference": ("[",),
    "short_image_ref": ("![",),
    "autolink": ("<",),
    "automail": ("<",),
    "linebreak": ("  \n",),
    "html": ("<",),
    "entity": ("&",),
    "dossier-span": ("]{",),
    "dossier-link": ("[[",),
    "dossier-citation": ("@",),
    "em_strong": ("*", "_"),
}
"""Strings, one of which stands in every text that the pattern of this name matches. A name that is missing is always tried."""
_BLOCK_SIGNS: dict[str, tuple[str, ...]] = {
    "table": ("|",),
    "hashheader": ("#",),
    "setextheader": ("\n=", "\n-"),
    "hr": ("--", "- ", "**", "* ", "__", "_ "),
    "deflist": (":",),
    "quote": (">",),
    "footnote": ("[^",),
    "abbr": ("*[",),
    "reference": ("]:",),
}
_ANY_SIGN = re.compile(r"[`\\\[<&@*_]|  \n")


def guard(md: Markdown) -> None:
    """Put guards before the patterns of a Markdown that is otherwise set up."""
    md.treeprocessors.register(_GuardedInline(md), "inline", 20)
    md.preprocessors.register(_GuardedHtml(md), "html_block", 20)
    blocks = md.parser.blockprocessors
    for name, priority in [(item.name, item.priority) for item in blocks._priority]:
        if name in _BLOCK_SIGNS:
            blocks.register(_GuardedBlock(blocks[name], _BLOCK_SIGNS[name]), name, priority)


class _GuardedInline(InlineProcessor):
    """The inline processor; overrides its loop over the patterns, which Python-Markdown keeps private."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        names = [item.name for item in sorted(md.inlinePatterns._priority, key=lambda item: -item.priority)]
        self.guarded = [(md.inlinePatterns[name], _INLINE_SIGNS.get(name, ("",))) for name in names]

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        if isinstance(data, AtomicString) or not _ANY_SIGN.search(data):
            return data
        start = 0
        while patternIndex < len(self.guarded):
            pattern, signs = self.guarded[patternIndex]
            matched = False
            if any(sign in data for sign in signs):
                data, matched, start = self._InlineProcessor__applyPattern(pattern, data, patternIndex, start)
            if not matched:
                patternIndex, start = patternIndex + 1, 0
        return data


class _GuardedHtml(HtmlBlockPreprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return super().run(lines) if any("<" in line or "&" in line for line in lines) else lines


class _GuardedBlock(BlockProcessor):
    """A block processor that is asked only about blocks which hold one of its signs."""

    def __init__(self, inner: BlockProcessor, signs: tuple[str, ...]) -> None:
        super().__init__(inner.parser)
        self.inner = inner
        self.signs = signs

    def test(self, parent: etree.Element, block: str) -> bool:
        return any(sign in block for sign in self.signs) and self.inner.test(parent, block)

    def run(self, parent: etree.Element, blocks: list[str]) -> bool | None:
        return self.inner.run(parent, blocks)
