"""Python-Markdown, set up for bodies: which extensions, and processors that look past position marks where text is a key.

A configured instance is made once a process; each text starts from a reset one, so nothing passes from one text to the next.
"""

import re
import xml.etree.ElementTree as etree
from functools import cache

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.abbr import AbbrTreeprocessor
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.extensions.footnotes import FootnoteExtension, FootnoteInlineProcessor
from markdown.inlinepatterns import AutomailInlineProcessor, AUTOMAIL_RE

from dossier.markup.guards import guard
from dossier.markup.inline import Syntax
from dossier.markup.places import ANY_MARK, without_marks

_NOWHERE = "\x02footnotes\x03"
"""Where the footnotes go is never said in a text: its control characters are refused."""


class _Keys(dict[str, tuple[str, str]]):
    """Link references by label, marks in labels overlooked."""

    def __setitem__(self, key: str, value: tuple[str, str]) -> None:
        super().__setitem__(without_marks(key), value)

    def __getitem__(self, key: str) -> tuple[str, str]:
        return super().__getitem__(without_marks(key))

    def __contains__(self, key: object) -> bool:
        return super().__contains__(without_marks(key) if isinstance(key, str) else key)


class _Footnotes(FootnoteExtension):
    """Footnotes whose labels are compared without marks."""

    def extendMarkdown(self, md: Markdown) -> None:
        super().extendMarkdown(md)
        md.inlinePatterns.register(_FootnoteReference(r"\[\^([^\]]*)\]", self), "footnote", 175)

    def setFootnote(self, id: str, text: str) -> None:
        super().setFootnote(without_marks(id), text)


class _FootnoteReference(FootnoteInlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[etree.Element | None, int | None, int | None]:
        plain = self.compiled_re.match(without_marks(m.group()))
        element, start, _ = super().handleMatch(plain or m, data)
        return (element, m.start(), m.end()) if start is not None else (None, None, None)


class _Automail(AutomailInlineProcessor):
    """A mail address is written as character references, so no mark may get in."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[etree.Element, int, int]:
        plain = self.compiled_re.match(without_marks(m.group()))
        element, _, _ = super().handleMatch(plain or m, data)
        return element, m.start(), m.end()


class _Attributes(AttrListTreeprocessor):
    def assign_attrs(self, elem: etree.Element, attrs_string: str, *, strict: bool = False) -> str:
        return super().assign_attrs(elem, without_marks(attrs_string), strict=strict)


class _Abbreviations(AbbrTreeprocessor):
    """Abbreviations, found in words that have marks inside."""

    def run(self, root: etree.Element) -> None:
        if not self.abbrs:
            return
        mark = f"{ANY_MARK.pattern}*"
        self.abbrs = _Abbrs({without_marks(key): value for key, value in self.abbrs.items()})
        keys = sorted(self.abbrs, key=len, reverse=True)
        words = "|".join(mark.join(re.escape(letter) for letter in key) for key in keys)
        edges = f"(?:(?<=\\w)(?!{mark}\\w)|(?<!\\w)(?<!\\w[\U00100000-\U0010fffd])(?={mark}\\w))"
        self.RE = re.compile(f"{edges}(?:{words}){edges}")
        self.iter_element(root)


class _Abbrs(dict[str, str]):
    def __getitem__(self, key: str) -> str:
        return super().__getitem__(without_marks(key))


class _Blind(Extension):
    """Puts the processors that overlook marks in the place of those that don't."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.references = _Keys()
        md.inlinePatterns.register(_Automail(AUTOMAIL_RE, md), "automail", 110)
        md.treeprocessors.register(_Attributes(md), "attr_list", 8)
        abbreviations = md.treeprocessors["abbr"]
        md.treeprocessors.register(_Abbreviations(md, abbreviations.abbrs), "abbr", 7)


def _engine(*extensions: Extension) -> Markdown:
    base: list[Extension | str] = ["tables", _Footnotes(PLACE_MARKER=_NOWHERE), "attr_list", "def_list", "abbr"]
    configs = {"tables": {"use_align_attribute": True}}
    md = Markdown(extensions=[*base, _Blind(), *extensions], extension_configs=configs)
    return md


@cache
def source_engine() -> Markdown:
    """For evidence: Markdown alone."""
    return _engine()


@cache
def body_engine() -> tuple[Markdown, Syntax]:
    """For notes, claims and topics: with citations, wikilinks and marked spans, which `Syntax` keeps."""
    syntax = Syntax()
    return _engine(syntax), syntax
