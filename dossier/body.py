"""What a body of Markdown is once read: its HTML and its text, and what of it means something to a dossier."""

from bisect import bisect_right

from msgspec import Struct

from dossier.ids import Kind
from dossier.packed import unpacked

HOLE = 0xF0000
"""chr(HOLE + i) stands in a body's HTML and text where its i-th hole is to be filled, by a citation or a link."""


class Block(Struct, frozen=True):
    """The smallest piece of text that a reader sees as one: a paragraph, item, cell, heading.

    start, end: its range in the body's `text`, in code points. line: where its first word stands in the file.
    quote: the number of the blockquote that it stands in, from 1; 0 for none.
    """

    start: int
    end: int
    line: int
    tag: str
    quote: int = 0


class Citation(Struct, frozen=True):
    """One source in a citation. `quote` is the suffix in double marks, without its outermost marks; its place is the mark's."""

    source: str
    line: int
    column: int
    prefix: str = ""
    locator: str = ""
    suffix: str = ""
    quote: str | None = None
    quote_line: int = 0
    quote_column: int = 0
    suppress_author: bool = False


class CitationGroup(Struct, frozen=True, tag="citations"):
    """`[see @a, p. 3; @b]`, or `@a says` (in_text: the sentence names the source, the rest stands in brackets behind it)."""

    citations: tuple[Citation, ...]
    line: int
    column: int
    in_text: bool = False
    said_by: str | None = None


class Wikilink(Struct, frozen=True, tag="link"):
    """`[[target|words]]`; kind where `[[claim:id]]` says it; words empty where the target's own title is to stand."""

    target: str
    line: int
    column: int
    kind: Kind | None = None
    words: str = ""


Hole = CitationGroup | Wikilink


class Quotation(Struct, frozen=True):
    """Words in a body that are set as somebody's: a run in double marks, or a blockquote.

    paragraphs: the words, without the outermost marks and without citations (one for a run; a blockquote's each in turn);
    a wikilink inside still stands as its hole, for the linked title to fill. start, end: range in the body's text, marks included.
    group: the index of its citation's hole, -1 for none. adjacent: that stands just behind it, and may quote the original.
    """

    paragraphs: tuple[str, ...]
    start: int
    end: int
    line: int
    column: int
    group: int = -1
    adjacent: bool = False
    block: bool = False


class Body(Struct, frozen=True):
    """A file's Markdown, rendered and taken apart.

    utf8: its HTML, sanitised, with holes, and what a reader sees of it, with holes; see `markup.htmltext`.
    starts: (offset in text, line in the file) wherever a line of the file begins, ascending. images: their places in the file.
    """

    utf8: tuple[bytes, bytes] = (b"", b"")
    blocks: tuple[Block, ...] = ()
    holes: tuple[Hole, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    starts: tuple[tuple[int, int], ...] = ()
    images: tuple[tuple[int, int], ...] = ()

    @property
    def html(self) -> str:
        return unpacked(self.utf8[0])

    @property
    def text(self) -> str:
        return unpacked(self.utf8[1])

    def bracketed(self) -> frozenset[int]:
        """The numbers of the holes that are citations in brackets."""
        return frozenset(n for n, hole in enumerate(self.holes) if isinstance(hole, CitationGroup) and not hole.in_text)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column in the file for an offset in the text; (1, 1) for a body without text."""
        if not self.starts:
            return (1, 1)
        start, line = self.starts[max(0, bisect_right(self.starts, offset, key=lambda s: s[0]) - 1)]
        return (line, max(1, offset - start + 1))
