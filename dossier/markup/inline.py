"""Our own inline syntax in Python-Markdown: citations, wikilinks, marked spans.

A citation or link becomes an element with its parts as children, so that Markdown renders what is in them; `holes` then
puts a hole in its place. What was found stands in `Syntax`, which belongs to one text at a time.
"""

import re
import xml.etree.ElementTree as etree
from html import unescape
from typing import Any

from markdown import Markdown
from markdown.blockprocessors import ReferenceProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.util import HTML_PLACEHOLDER_RE, INLINE_PLACEHOLDER_RE, AtomicString
from msgspec import Struct

from dossier.markup.brackets import BRACES, citation_attributes, span_attributes
from dossier.markup.citing import KEY, Part, group_end, parse_group, parse_in_text
from dossier.markup.marks import DOUBLE_MARKS
from dossier.markup.places import without_marks

HOLE_TAG = "dossier-hole-"
"""Begins the tag of the element that stands for a hole; its number follows, where no attribute list can get at it."""
PART_TAG = "dossier-part"
_ESCAPED_BAR = f"\x02{ord('|')}\x03"
_BEHIND = re.compile("\\s*\\[(?![\U00100000-\U0010fffd]?(?:…|[.]{3}|sic)\\])")
"""The bracket behind an in-text citation; `[…]` and `[sic]` are signs of quoting, not of it."""
_BARE_URL = re.compile(r"(?:[a-z][a-z+.-]*://|www\.)\S*\Z", re.IGNORECASE)
_URL_AT_MOST = 500

Matched = tuple[etree.Element | None, int | None, int | None]
_NOT_OURS: Matched = (None, None, None)


class FoundGroup(Struct):
    """A citation group as written; `texts`: its parts' rendered words, prefix, locator, suffix and quote of each citation."""

    parts: tuple[Part, ...]
    in_text: bool
    said_by: str | None
    texts: tuple[str, ...] = ()


class FoundLink(Struct):
    """A wikilink as written, position marks still in, and its rendered parts."""

    written: str
    target: str = ""
    words: str = ""


class Refused(Struct):
    """An attribute that may not stand where it does; `written`: the braces it stands in, position marks still in."""

    attribute: str
    written: str
    may_stand: str


class Syntax(Extension):
    """Puts our processors into a Markdown, and keeps what they find in one text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[FoundGroup | FoundLink] = []
        self.refused: list[Refused] = []

    def reset(self) -> None:
        self.found = []
        self.refused = []

    def extendMarkdown(self, md: Markdown) -> None:
        """After links, addresses, raw HTML (which win), before emphasis (which may stand in their parts)."""
        md.registerExtension(self)
        md.ESCAPED_CHARS.append("@")
        md.parser.blockprocessors.register(_Definitions(md.parser), "reference", 15)
        md.inlinePatterns.register(_Wikilinks(self, md), "dossier-link", 72)
        md.inlinePatterns.register(_Spans(self, md), "dossier-span", 71)
        md.inlinePatterns.register(_Citations(self, md), "dossier-citation", 70)

    def hole(self, found: FoundGroup | FoundLink, texts: list[str]) -> etree.Element:
        """The element that stands for what was found, with the texts that are still to be rendered."""
        element = etree.Element(f"{HOLE_TAG}{len(self.found)}")
        for text in texts:
            etree.SubElement(element, PART_TAG).text = text
        self.found.append(found)
        return element


class _Definitions(ReferenceProcessor):
    """Definitions of link references; `[@id]: …` is none, but a paragraph that a citation begins, as in pandoc."""

    RE = re.compile(ReferenceProcessor.RE.pattern.replace(r"\[", r"\[(?!@)", 1), re.MULTILINE)


class _Processor(InlineProcessor):
    """A pattern of ours. handleMatch has the signature of InlineProcessor, which is not that of its base in the stubs."""

    def __init__(self, syntax: Syntax, md: Markdown, pattern: str) -> None:
        super().__init__(pattern, md)
        self.syntax = syntax
        self.engine = md

    def handleMatch(self, m: re.Match[str], data: str = "") -> Any:
        return self.matched(m, data)

    def resolved(self, text: str) -> str:
        """The text with `|` for an escaped one and quotation marks for references to them, which Markdown has put aside."""
        aside: dict[str, object] = getattr(self.engine.treeprocessors["inline"], "stashed_nodes", {})
        return INLINE_PLACEHOLDER_RE.sub(lambda found: self._sign(aside.get(found[1])) or found.group(), text)

    def _sign(self, put_aside: object) -> str:
        """The bar or quotation mark that was put aside; empty where it was something else."""
        if put_aside == _ESCAPED_BAR:
            return "|"
        html = HTML_PLACEHOLDER_RE.fullmatch(put_aside) if isinstance(put_aside, str) else None
        sign = unescape(str(self.engine.htmlStash.rawHtmlBlocks[int(html[1])])) if html else ""
        return sign if DOUBLE_MARKS.fullmatch(sign) else ""

    def matched(self, m: re.Match[str], data: str) -> Matched:
        """(element, start, end) of what stands for data[start:end]; (None, None, None) where it is not ours."""
        raise NotImplementedError


class _Wikilinks(_Processor):
    """`[[id]]`, `[[id|words]]`; in a table's cell the bar is escaped, `[[id\\|words]]`."""

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, syntax: Syntax, md: Markdown) -> None:
        super().__init__(syntax, md, r"\[\[(?!\s|[\U00100000-\U0010fffd]?[@^])([^\[\]]+)\]\]")

    def matched(self, m: re.Match[str], data: str) -> Matched:
        target, *words = self.resolved(m.group(1)).split("|", maxsplit=1)
        if not without_marks(target).strip():
            return _NOT_OURS
        element = self.syntax.hole(FoundLink(m.group()), [AtomicString(target), *words])
        return element, m.start(), m.end()


class _Spans(_Processor):
    """`[words]{.term}`: words in brackets with attributes directly behind them, which are no citation."""

    def __init__(self, syntax: Syntax, md: Markdown) -> None:
        super().__init__(syntax, md, r"(?<!!)\[")

    def matched(self, m: re.Match[str], data: str) -> Matched:
        end = group_end(data, m.start())
        braces = BRACES.match(data, end + 1) if end > 0 else None
        if braces is None or parse_group(data[m.end() : end]):
            return _NOT_OURS
        allowed, refused = span_attributes(braces[1])
        may_stand = "only .term, .title or lang=CODE may stand behind words in brackets"
        self.syntax.refused += (Refused(item, braces.group(), may_stand) for item in refused)
        element = etree.Element("span", allowed)
        element.text = data[m.end() : end]
        return element, m.start(), braces.end()


class _Citations(_Processor):
    """`[see @a, p. 3; @b]`, and in a sentence `@a says`, `@a [p. 3]`."""

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, syntax: Syntax, md: Markdown) -> None:
        super().__init__(syntax, md, r"\[|(?<![^\W_])-?@")

    def matched(self, m: re.Match[str], data: str) -> Matched:
        return self._bracketed(m, data) if m.group() == "[" else self._in_text(m, data)

    def _bracketed(self, m: re.Match[str], data: str) -> Matched:
        end = group_end(data, m.start()) if "@" in data[m.end() :] else -1
        parts = parse_group(self.resolved(data[m.end() : end])) if end > 0 else ()
        if not parts:
            return _NOT_OURS
        braces = BRACES.match(data, end + 1)
        allowed, refused = citation_attributes(braces[1] if braces else "")
        may_stand = "only said-by=TOPIC may stand behind a citation"
        self.syntax.refused += (Refused(item, braces.group() if braces else "", may_stand) for item in refused)
        return self._group(parts, False, allowed.get("said-by")), m.start(), braces.end() if braces else end + 1

    def _in_text(self, m: re.Match[str], data: str) -> Matched:
        key = KEY.match(data, m.start())
        if key is None or _BARE_URL.search(data[max(0, m.start() - _URL_AT_MOST) : m.start()]):
            return _NOT_OURS
        behind = _BEHIND.match(data, key.end())
        end = group_end(data, behind.end() - 1) if behind else -1
        if behind and end > 0 and (parts := parse_in_text(key, self.resolved(data[behind.end() : end]))):
            return self._group(parts, True, None), m.start(), end + 1
        return self._group(parse_in_text(key, ""), True, None), m.start(), key.end()

    def _group(self, parts: tuple[Part, ...], in_text: bool, said_by: str | None) -> etree.Element:
        texts = [text or "" for part in parts for text in (part.prefix, part.locator, part.suffix, part.quote)]
        return self.syntax.hole(FoundGroup(parts, in_text, said_by), texts)
