"""The last step on Markdown's tree: each citation and wikilink gives way to its hole, one private character of text.

chr(HOLE + i) stands for the i-th thing found; its parts are rendered to plain words, as quotations are matched.
"""

import re
import xml.etree.ElementTree as etree
from html import unescape

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from dossier.body import HOLE
from dossier.markup.inline import HOLE_TAG, FoundGroup, Refused, Syntax
from dossier.markup.places import without_marks

_TAG = re.compile(r"<[^>]*>")
_WRITTEN_OTHERWISE = re.compile("[&<>\x02]")
"""What HTML has another way of writing, or what Markdown has put aside."""


class Holes(Treeprocessor):
    """Runs after everything else on the tree, so that nothing takes a hole for text."""

    def __init__(self, syntax: Syntax, engine: Markdown) -> None:
        super().__init__(engine)
        self.syntax = syntax
        self.engine = engine

    def run(self, root: etree.Element) -> None:
        if self.syntax.found:
            for parent in list(root.iter()):
                if not _is_hole(parent) and any(map(_is_hole, parent)):
                    self._fill(parent)

    def _fill(self, parent: etree.Element) -> None:
        """Replace each of a parent's elements that are ours, with the text behind it."""
        kept: list[etree.Element] = []
        for child in list(parent):
            if not _is_hole(child):
                kept.append(child)
                continue
            text = chr(HOLE + self._number(child)) + (child.tail or "")
            if kept:
                kept[-1].tail = (kept[-1].tail or "") + text
            else:
                parent.text = (parent.text or "") + text
        parent[:] = kept

    def _number(self, element: etree.Element) -> int:
        number = int(element.tag.removeprefix(HOLE_TAG))
        self.syntax.refused += (Refused(name, "", "set a space before the brace") for name in element.attrib)
        texts = tuple(self._words(part) for part in element)
        found = self.syntax.found[number]
        if isinstance(found, FoundGroup):
            found.texts = texts
        else:
            found.target, found.words = texts[0], "".join(texts[1:])
        return number

    def _words(self, part: etree.Element) -> str:
        """A part as a reader would see it: no emphasis, no tags, characters for references, a link's words for a link."""
        if not len(part) and not _WRITTEN_OTHERWISE.search(part.text or ""):
            return " ".join(without_marks(part.text or "").split())
        part.tail = None
        for link in filter(_is_hole, part.iter()):
            if len(link) > 1:
                link.remove(link[0])
        html = self.engine.serializer(part)
        for name in ("raw_html", "amp_substitute"):
            html = self.engine.postprocessors[name].run(html)
        return " ".join(unescape(_TAG.sub("", without_marks(html))).split())


def _is_hole(element: etree.Element) -> bool:
    return element.tag.startswith(HOLE_TAG)
