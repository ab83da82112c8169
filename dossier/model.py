"""The records: what a content file may say (fields), and what a file is once read (entry).

All are frozen; a stage makes new ones and never fills in an old one. Field names are the front matter's, with `-` for `_`.
A new front-matter field is one line here.
"""

from bisect import bisect_right
from typing import Annotated, Generic, Literal, TypeVar

from msgspec import Meta, Struct

from dossier.dates import Date
from dossier.folding import Folded
from dossier.shingles import Shingles

Kind = Literal["source", "note", "claim", "topic"]
KINDS: tuple[Kind, ...] = ("source", "note", "claim", "topic")

DateText = Annotated[str, Meta(description="an EDTF date", extra={"date": True})]
"""A date as it was written. What it means stands in the entry's `dates`, under the same path."""
Prose = Annotated[str, Meta(extra={"prose": True})]
"""Words in a sentence, where ` #` is more likely a cut text than a comment."""
Publish = Literal["full", "passages", "metadata"]


# --- what front matter may say


class Fields(Struct, frozen=True, kw_only=True, rename="kebab", forbid_unknown_fields=True):
    """A mapping of front matter: kebab-case names, none that is not listed."""


class Correction(Fields, frozen=True, kw_only=True):
    date: DateText
    was: Prose
    now: Prose
    why: Prose


class Review(Fields, frozen=True, kw_only=True):
    """digest: of what was reviewed, as `reviews.digest_of` makes it."""

    by: str
    date: DateText
    digest: Annotated[str, Meta(pattern=r"^[0-9a-f]{16}( [^ =]+=[0-9a-f]{16})*$")] | None = None


class CommonFields(Fields, frozen=True, kw_only=True):
    """What every kind of content may carry."""

    topics: tuple[str, ...] = ()
    added: Annotated[DateText | None, Meta(description="the day it came in; feeds show it as news")] = None
    aliases: Annotated[tuple[str, ...], Meta(description="old addresses on this site that lead here")] = ()
    draft: bool = False
    language: (
        Annotated[str, Meta(description="BCP 47, as `ko`", pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")] | None
    ) = None
    corrections: tuple[Correction, ...] = ()
    reviewed: tuple[Review, ...] = ()
    accept: Annotated[dict[str, Prose], Meta(description="warnings answered, each with its reason")] = {}


class SourceFields(CommonFields, frozen=True, kw_only=True):
    """content/sources/: an article as it was read."""

    title: Annotated[Prose | None, Meta(description="the headline as printed")] = None
    supplied_title: Annotated[Prose | None, Meta(description="the editors' words where there is no headline")] = None
    short_title: Prose | None = None
    author: str | tuple[str, ...] = ()
    publisher: str | None = None
    published: DateText | None = None
    accessed: DateText | None = None
    url: str | None = None
    archive_url: str | None = None
    archive_date: DateText | None = None
    type: Annotated[str, Meta(description="a CSL type")] = "document"
    as_printed: Annotated[dict[str, Prose], Meta(description="fields as the document itself prints them")] = {}
    provenance: Prose | None = None
    origin: Annotated[str | None, Meta(description="a topic's id, `self` or `mixed`; absent: not established")] = None
    reliability: Literal["A", "B", "C", "D", "E", "F"] | None = None
    original: Annotated[str | None, Meta(description="a file under content/originals/")] = None
    sha256: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")] | None = None
    publish: Publish | None = None


class DateBasis(Fields, frozen=True, kw_only=True):
    """How a date is known: words of a source."""

    source: str
    quote: Prose


class NoteFields(CommonFields, frozen=True, kw_only=True):
    """content/notes/: an editor's note; with a date, an event."""

    title: Prose
    date: DateText | None = None
    date_from: tuple[DateBasis, ...] = ()
    date_note: Prose | None = None
    expected: bool = False
    importance: Literal["high", "normal"] = "normal"


class EvidenceLine(Fields, frozen=True, kw_only=True):
    """One line of a claim's evidence; just one of supports, disputes and context names its source."""

    supports: str | None = None
    disputes: str | None = None
    context: str | None = None
    quote: Prose
    origin: str | None = None
    credibility: Annotated[int, Meta(ge=1, le=6)] | None = None
    note: Prose | None = None
    said_by: str | None = None
    translation: Prose | None = None
    inference: bool = False

    @property
    def source(self) -> str:
        return self.supports or self.disputes or self.context or ""

    @property
    def bearing(self) -> Literal["supports", "disputes", "context"]:
        return "supports" if self.supports else "disputes" if self.disputes else "context"


class ClaimFields(CommonFields, frozen=True, kw_only=True):
    """content/claims/: one checkable statement and the evidence on it."""

    claim: Prose
    figure: Prose | None = None
    label: Prose | None = None
    evidence: tuple[EvidenceLine, ...] = ()


class TopicFields(CommonFields, frozen=True, kw_only=True):
    """content/topics/: what the dossier is about."""

    title: Prose
    type: Literal["person", "organization", "place", "event", "work", "theme"] = "theme"
    names: tuple[str, ...] = ()
    same_as: str | tuple[str, ...] = ()
    origin: str | None = None


class ConfigFields(Fields, frozen=True, kw_only=True):
    """config.yaml."""

    title: Prose
    description: Prose = ""
    url: str | None = None
    language: str = "en"
    editors: str | tuple[str, ...] = ()
    repository: str | None = None
    source_text: Publish = "passages"
    search: bool = False
    checks: dict[str, Literal["error", "warning", "off"]] = {}


# --- what a body of Markdown is once read

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
    group: the index of the hole whose citation it belongs to, -1 for none.
    adjacent: that citation stands directly after it, so that a quoted suffix there may be its original.
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

    html: sanitised, with holes. text: what a reader sees of it, with holes; see `markup.htmltext`.
    starts: (offset in text, line in the file) wherever a line of the file begins, ascending.
    """

    html: str = ""
    text: str = ""
    blocks: tuple[Block, ...] = ()
    holes: tuple[Hole, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    starts: tuple[tuple[int, int], ...] = ()

    def bracketed(self) -> frozenset[int]:
        """The numbers of the holes that are citations in brackets."""
        groups = {n for n, hole in enumerate(self.holes) if isinstance(hole, CitationGroup) and not hole.in_text}
        return frozenset(groups)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column in the file for an offset in the text; (1, 1) for a body without text."""
        if not self.starts:
            return (1, 1)
        start, line = self.starts[max(0, bisect_right(self.starts, offset, key=lambda s: s[0]) - 1)]
        return (line, max(1, offset - start + 1))


# --- what a content file is once read

F = TypeVar("F", SourceFields, NoteFields, ClaimFields, TopicFields)


class Entry(Struct, Generic[F], frozen=True):
    """One content file, read.

    places: (line, column) of each value by its path, as `evidence.0.quote`; keys of mappings have theirs too.
    dates: each value of type DateText, parsed, by its path. digest: SHA-256 of the file's bytes, in hex.
    texts: a source's quotable text by part, folded: `body`, `title`, `as-printed.FIELD`. shingles: a sample of its body's.
    """

    id: str
    path: str
    fields: F
    places: dict[str, tuple[int, int]]
    dates: dict[str, Date]
    body: Body
    digest: str
    texts: dict[str, Folded] = {}
    shingles: Shingles = Shingles()

    def line(self, path: str) -> tuple[int, int]:
        """Line and column of a value, else of the nearest one above it, else of the file."""
        while path:
            if path in self.places:
                return self.places[path]
            path = path.rpartition(".")[0]
        return (1, 1)


Source = Entry[SourceFields]
Note = Entry[NoteFields]
Claim = Entry[ClaimFields]
Topic = Entry[TopicFields]
AnyEntry = Source | Note | Claim | Topic
