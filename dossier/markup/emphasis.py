"""Emphasis that loses nothing: Python-Markdown's own, which drops or doubles words where stars don't pair up.

Its cache of found regions is applied to texts that it was not made for, and at wrong offsets (3.11). A source is evidence,
so such a match is refused and the signs stay in the text as they were typed.
"""

import re
import xml.etree.ElementTree as etree
from typing import Any

from markdown import Markdown
from markdown.inlinepatterns import DelimiterProcessor

Matched = tuple[etree.Element | None, int | None, int | None]
_SIGNS = re.compile("[*_]")


class LosslessEmphasis(DelimiterProcessor):
    """`*emphasis*` and `_emphasis_`, each match checked against the text that it replaces."""

    def __init__(self, md: Markdown) -> None:
        super().__init__("*", "strong,em", md)
        self.add("_", "strong,em", smart=True)
        self._length = 0
        self._rest = ""

    def handleMatch(self, m: re.Match[str], data: str = "") -> Any:
        if not self.regions or data.endswith(self._rest):
            return self._checked(m, data)
        kept = self.regions, self.stack, self.cache_index, self.cache_pos, self._length, self._rest
        self.regions, self.stack = [], []
        self.reset()
        found = self._checked(m, data)
        self.reset()
        self.regions, self.stack, self.cache_index, self.cache_pos, self._length, self._rest = kept
        return found

    def _checked(self, m: re.Match[str], data: str) -> Matched:
        """The match, unless its words are not those of the text that it stands for."""
        if not self.regions:
            self._length = len(data)
        element, start, end = super().handleMatch(m, data)
        if element is None or start is None or end is None:
            return element, start, end
        if start < m.start() or _SIGNS.sub("", "".join(element.itertext())) != _SIGNS.sub("", data[start:end]):
            self.reset()
            return None, m.start(), m.end()
        self._rest = data[end:]
        return element, start, end

    def get_cached_result(self, pos: int, data: str) -> tuple[etree.Element, int, int]:
        """The next region, moved by as much as the text has grown or shrunk since it was found."""
        self.cache_pos = self.regions[self.cache_index][0]
        return super().get_cached_result(self.cache_pos + len(data) - self._length, data)
