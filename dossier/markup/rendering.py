"""Python-Markdown set up for bodies: which extensions, and processors that overlook position marks where text is a key.

A configured instance is made once a process; each text starts from a reset one, so nothing passes from one to the next.
"""

import re
import xml.etree.ElementTree as etree
from functools import cache
from typing import Any, NamedTuple

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.abbr import AbbrTreeprocessor
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.extensions.footnotes import FootnoteExtension, FootnoteInlineProcessor
from markdown.inlinepatterns import AUTOMAIL_RE, AutomailInlineProcessor

from dossier.markup.emphasis import LosslessEmphasis
from dossier.markup.guards import Guards
from dossier.markup.holes import Holes
from dossier.markup.inline import Syntax
from dossier.markup.places import Marked, without_marks

_NOWHERE = "\x02footnotes\x03"
"""Where the footnotes go can't be said in a text: its control characters are refused."""
_UNSURE_SIGNS = ("<!", "<?", "&#")
_UNSURE = re.compile(r"<[!?](?!--)|&#(?!\d+;|[xX][0-9a-fA-F]+;)")
"""Unfinished declarations and character references: behind them Python-Markdown's HTML reader loses count of where it is."""


class Engine(NamedTuple):
    """A configured Markdown, with what counts its effort and what keeps the citations and links that it finds."""

    markdown: Markdown
    guards: Guards
    syntax: Syntax

    def convert(self, text: str) -> str:
        return self.markdown.reset().convert(text)


def rendered(engine: Engine, marked: Marked) -> str | None:
    """The HTML of a marked text, marks still in it; without marks where they would have changed the rest.

    None where it would take too long, or lists or quotes nest too deep for Python-Markdown, which goes down with them.
    """
    try:
        html = _surely_rendered(engine, marked)
    except RecursionError:
        # what Markdown was in the middle of is still in its state, which a reset leaves as it is
        source_engine.cache_clear()
        body_engine.cache_clear()
        return None
    return html if engine.guards.effort > 0 else None


def _surely_rendered(engine: Engine, marked: Marked) -> str:
    if not (any(sign in marked.text for sign in _UNSURE_SIGNS) and _UNSURE.search(marked.text)):
        return engine.convert(marked.text)
    text = without_marks(marked.text)
    plain = engine.convert(text)
    html = engine.convert(marked.text)
    return html if without_marks(html) == plain else engine.convert(text)


@cache
def source_engine() -> Engine:
    """For evidence: Markdown alone."""
    guards = Guards()
    return Engine(configured(guards=guards), guards, Syntax())


@cache
def body_engine() -> Engine:
    """For notes, claims and topics: with our own syntax."""
    syntax, guards = Syntax(), Guards()
    return Engine(configured(syntax, guards), guards, syntax)


def configured(syntax: Syntax | None = None, guards: Guards | None = None) -> Markdown:
    """A Markdown with the extensions that the design names, with our own syntax and with guards where they are given."""
    footnotes = _Footnotes(PLACE_MARKER=_NOWHERE)
    ours = [extension for extension in (_Overlooking(), syntax, guards) if extension]
    md = Markdown(
        extensions=["tables", footnotes, "attr_list", "def_list", "abbr", *ours],
        extension_configs={"tables": {"use_align_attribute": True}},
    )
    if syntax:
        md.treeprocessors.register(Holes(syntax, md), "dossier-holes", -1)
    return md


class _Overlooking(Extension):
    """Puts processors that overlook marks, and emphasis that loses nothing, in the place of Markdown's own."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.references = _References()
        md.inlinePatterns.register(_Automail(AUTOMAIL_RE, md), "automail", 110)
        md.inlinePatterns.register(LosslessEmphasis(md), "em_strong", 60)
        md.treeprocessors.register(_Attributes(md), "attr_list", 8)
        abbreviations = md.treeprocessors["abbr"]
        if isinstance(abbreviations, AbbrTreeprocessor):
            md.treeprocessors.register(_Abbreviations(md, abbreviations.abbrs), "abbr", 7)


class _References(dict[str, tuple[str, str]]):
    """Link references by label."""

    def __setitem__(self, label: str, value: tuple[str, str]) -> None:
        super().__setitem__(without_marks(label), value)

    def __getitem__(self, label: str) -> tuple[str, str]:
        return super().__getitem__(without_marks(label))

    def __contains__(self, label: object) -> bool:
        return isinstance(label, str) and super().__contains__(without_marks(label))


class _Footnotes(FootnoteExtension):
    def extendMarkdown(self, md: Markdown) -> None:
        super().extendMarkdown(md)
        md.inlinePatterns.register(_FootnoteReference(r"\[\^([^\]]*)\]", self), "footnote", 175)

    def setFootnote(self, id: str, text: str) -> None:  # noqa: A002 (the name that it is called with)
        super().setFootnote(without_marks(id), text)


class _FootnoteReference(FootnoteInlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str = "") -> Any:
        plain = self.compiled_re.match(without_marks(m.group()))
        element, start, _ = super().handleMatch(plain or m, data)
        return (None, None, None) if start is None else (element, m.start(), m.end())


class _Automail(AutomailInlineProcessor):
    """Mail addresses; they are written out as character references."""

    def handleMatch(self, m: re.Match[str], data: str = "") -> Any:
        plain = self.compiled_re.match(without_marks(m.group()))
        element, _, _ = super().handleMatch(plain or m, data)
        return element, m.start(), m.end()


class _Attributes(AttrListTreeprocessor):
    """Attribute lists; where the text has no brace, nothing is searched for them."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.engine = md

    def run(self, doc: etree.Element) -> None:
        lines: list[str] = getattr(self.engine, "lines", [])
        if any("{" in line for line in lines):
            super().run(doc)

    def assign_attrs(self, elem: etree.Element, attrs_string: str, *, strict: bool = False) -> str:
        return super().assign_attrs(elem, without_marks(attrs_string), strict=strict)


class _Abbreviations(AbbrTreeprocessor):
    """Abbreviations, found also in words that have a mark before them, which they take in, or inside.

    `defined` is shared with what reads the definitions.
    """

    def __init__(self, md: Markdown, defined: dict[str, str]) -> None:
        super().__init__(md, defined)
        self.defined = defined

    def run(self, root: etree.Element) -> None:
        if not self.defined:
            return
        self.abbrs = _Abbreviated({without_marks(short): title for short, title in self.defined.items()})
        mark = "[\U00100000-\U0010fffd]?"
        shorts = sorted(self.abbrs, key=len, reverse=True)
        words = "|".join(mark.join(map(re.escape, short)) for short in shorts)
        self.RE = re.compile(rf"(?<!\w)(?<!\w[\U00100000-\U0010fffd]){mark}(?:{words})(?!{mark}\w)")
        self.iter_element(root)


class _Abbreviated(dict[str, str]):
    def __getitem__(self, short: str) -> str:
        return super().__getitem__(without_marks(short))
