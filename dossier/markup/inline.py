"""Our own inline syntax in Python-Markdown: citations, wikilinks and marked spans.

Each becomes an element with its parts as children, so that Markdown renders them; at the end the element gives way to a
hole, one private character, and what was found stands in `Syntax.found` under the hole's number.
"""

import re
import xml.etree.ElementTree as etree
from html import unescape

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from msgspec import Struct

from dossier.markup.citing import KEY, Part, group_end, parse, parse_locator
from dossier.markup.places import ANY_MARK, without_marks
from dossier.model import HOLE

_HOLE = "dossier-hole"
_PART = "dossier-part"
_WIKILINK = r"\[\[(?![@^])([^\[\]]+)\]\]"
_ATTRIBUTES = re.compile(r"\{:?[ ]*([^{}\n]+?)[ ]*\}")
_ATTRIBUTE = re.compile(r"(?P<sign>[.#])(?P<word>[^\s.#={}\"']+)|(?P<name>[^\s={}\"']+)=(?P<value>\"[^\"]*\"|'[^']*'|[^\s\"']+)")
_PIPE = re.compile("\\||\x02124\x03")
_TAG = re.compile(r"<[^>]*>")
_BARE_URL = re.compile(r"(?:[a-z][a-z+.-]*://|www\.)\S*\Z", re.IGNORECASE)

Matched = tuple[etree.Element | None, int | None, int | None]
_NOT_OURS: Matched = (None, None, None)


class FoundGroup(Struct):
    """A citation group as it was found; `texts` are its parts' rendered words, four for each citation."""

    parts: tuple[Part, ...]
    in_text: bool
    attributes: dict[str, str]
    texts: tuple[str, ...] = ()


class FoundLink(Struct):
    """A wikilink as it was found; at: its source, with marks."""

    at: str
    target: str = ""
    words: str = ""


class FoundSpan(Struct):
    """A span whose attributes are not all allowed."""

    at: str
    attributes: dict[str, str]


class Syntax(Extension):
    """Holds what the processors find in one text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[FoundGroup | FoundLink] = []
        self.spans: list[FoundSpan] = []

    def reset(self) -> None:
        self.found = []
        self.spans = []

    def extendMarkdown(self, md: Markdown) -> None:
        md.registerExtension(self)
        md.ESCAPED_CHARS.append("@")
        md.inlinePatterns.register(_Spans(self, md), "dossier-span", 72)
        md.inlinePatterns.register(_Wikilinks(self, md), "dossier-link", 71)
        md.inlinePatterns.register(_Citations(self, md), "dossier-citation", 70)
        md.treeprocessors.register(_Holes(self, md), "dossier-holes", -1)

    def hole(self, found: FoundGroup | FoundLink, texts: list[str]) -> etree.Element:
        """The element that stands for what was found, with the texts that are still to be rendered."""
        element = etree.Element(_HOLE, {"n": str(len(self.found))})
        for text in texts:
            etree.SubElement(element, _PART).text = text
        self.found.append(found)
        return element


class _Wikilinks(InlineProcessor):
    """`[[id]]`, `[[id|words]]`; in a table's cell the bar is escaped, `[[id\\|words]]`."""

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, syntax: Syntax, md: Markdown) -> None:
        super().__init__(_WIKILINK, md)
        self.syntax = syntax

    def handleMatch(self, m: re.Match[str], data: str) -> Matched:
        target, *words = _PIPE.split(m.group(1), maxsplit=1)
        if not without_marks(target).strip():
            return _NOT_OURS
        element = self.syntax.hole(FoundLink(m.group()), [AtomicString(target), *words])
        return element, m.start(), m.end()


class _Spans(InlineProcessor):
    """`[words]{.term}`: words in brackets directly before attributes, unless they are a citation."""

    def __init__(self, syntax: Syntax, md: Markdown) -> None:
        super().__init__(r"\[(?!\[)", md)
        self.syntax = syntax

    def handleMatch(self, m: re.Match[str], data: str) -> Matched:
        if "]{" not in data:
            return _NOT_OURS
        end = group_end(data, m.start())
        given = _ATTRIBUTES.match(data, end + 1) if end > 0 else None
        if given is None or parse(data[m.end() : end]):
            return _NOT_OURS
        attributes = _attributes(given[1])
        element = etree.Element("span")
        for name in ("class", "lang"):
            if name == "class" and attributes.get("class") in ("term", "title") or name == "lang" and "lang" in attributes:
                element.set(name, attributes.pop(name))
        if attributes:
            self.syntax.spans.append(FoundSpan(m.group() + data[m.end() : given.end()], attributes))
        element.text = data[m.end() : end]
        return element, m.start(), given.end()


class _Citations(InlineProcessor):
    """Bracketed citations and those in a sentence. They come after links, addresses and raw HTML, which win."""

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, syntax: Syntax, md: Markdown) -> None:
        super().__init__(r"\[|(?<![^\W_])-?@", md)
        self.syntax = syntax

    def handleMatch(self, m: re.Match[str], data: str) -> Matched:
        return self._bracketed(m, data) if m.group() == "[" else self._in_text(m, data)

    def _bracketed(self, m: re.Match[str], data: str) -> Matched:
        if data.find("@", m.end()) < 0:
            return _NOT_OURS
        end = group_end(data, m.start())
        parts = parse(data[m.end() : end]) if end > 0 else ()
        if not parts:
            return _NOT_OURS
        given = _ATTRIBUTES.match(data, end + 1)
        attributes = _attributes(given[1]) if given else {}
        return self._group(parts, False, attributes), m.start(), given.end() if given else end + 1

    def _in_text(self, m: re.Match[str], data: str) -> Matched:
        key = KEY.match(data, m.start())
        if key is None or _BARE_URL.search(data, max(0, m.start() - 200), m.start()):
            return _NOT_OURS
        bracket = re.compile(r"\s*\[(?!\[)").match(data, key.end())
        end = group_end(data, bracket.end() - 1) if bracket else -1
        parts: tuple[Part, ...] = ()
        if bracket and end > 0:
            inside = data[bracket.end() : end]
            rest = parse(inside)
            parts = (*parse_locator(key, ""), *rest) if rest else parse_locator(key, inside)
        end = end + 1 if parts else key.end()
        return self._group(parts or parse_locator(key, ""), True, {}), m.start(), end

    def _group(self, parts: tuple[Part, ...], in_text: bool, attributes: dict[str, str]) -> etree.Element:
        texts = [text or "" for part in parts for text in (part.prefix, part.locator, part.suffix, part.quote)]
        return self.syntax.hole(FoundGroup(parts, in_text, attributes), texts)


class _Holes(Treeprocessor):
    """The last of all: each element of ours gives way to its hole, its parts rendered to plain text."""

    def __init__(self, syntax: Syntax, md: Markdown) -> None:
        super().__init__(md)
        self.syntax = syntax
        self.engine = md

    def run(self, root: etree.Element) -> None:
        if not self.syntax.found:
            return
        for parent in list(root.iter()):
            for child in list(parent):
                if child.tag == _HOLE:
                    self._replace(parent, child)

    def _replace(self, parent: etree.Element, child: etree.Element) -> None:
        number = int(child.get("n", "0"))
        texts = tuple(self._plain(part) for part in child)
        found = self.syntax.found[number]
        if isinstance(found, FoundGroup):
            found.texts = texts
        else:
            found.target, found.words = texts[0], texts[1] if len(texts) > 1 else ""
        _put(parent, child, chr(HOLE + number) + (child.tail or ""))

    def _plain(self, part: etree.Element) -> str:
        """A part's words as a reader would see them: no emphasis, no tags, characters for references."""
        part.tail = None
        html = self.engine.serializer(part)
        for name in ("raw_html", "amp_substitute"):
            html = self.engine.postprocessors[name].run(html)
        return " ".join(unescape(_TAG.sub("", ANY_MARK.sub("", html))).split())


def _put(parent: etree.Element, child: etree.Element, text: str) -> None:
    """Replace a child by text."""
    at = list(parent).index(child)
    parent.remove(child)
    if at:
        parent[at - 1].tail = (parent[at - 1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _attributes(given: str) -> dict[str, str]:
    """`.term lang=ko said-by="x"` by name; classes under `class`, an id under `id`, what is neither under itself."""
    found: dict[str, str] = {}
    for item in _ATTRIBUTE.finditer(without_marks(given)):
        if item["sign"]:
            found["class" if item["sign"] == "." else "id"] = item["word"]
        else:
            found[item["name"]] = item["value"].strip("\"'")
    rest = _ATTRIBUTE.sub("", without_marks(given)).split()
    return found | dict.fromkeys(rest, "")
