"""The records: what a content file may say (fields), and what a file is once read (entry).

All are frozen. Field names are the front matter's, with `-` for `_`; a new front-matter field is one line here.
"""

from typing import Annotated, Generic, Literal, TypeVar

from msgspec import Meta, Struct

from dossier.body import Body
from dossier.dates import Date
from dossier.packed import Texts
from dossier.shingles import Shingles

DateText = Annotated[str, Meta(extra={"date": True})]
"""A date as it was written. What it means stands in the entry's `dates`, under the same path."""
Prose = Annotated[str, Meta(extra={"prose": True})]
"""Words in a sentence, where ` #` is more likely a cut text than a comment."""
Publish = Literal["full", "passages", "metadata"]
Letter = Literal["A", "B", "C", "D", "E", "F"]
TopicType = Literal["person", "organization", "place", "event", "work", "theme"]
Credibility = Annotated[int, Meta(ge=1, le=6)]
Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]
Digests = Annotated[str, Meta(pattern=r"^[0-9a-f]{16}( [^ =]+=[0-9a-f]{16})*$")]
LanguageTag = Annotated[str, Meta(description="BCP 47, as `ko`", pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")]


# --- what front matter may say


def about(words: str) -> Meta:
    """What a field holds, in an editor's words: schemas say it, and the comments of a new file. A Literal's choices follow it."""
    return Meta(description=words)


class Fields(Struct, frozen=True, kw_only=True, rename="kebab", forbid_unknown_fields=True):
    """A mapping of front matter: kebab-case names, none that is not listed."""


class Correction(Fields, frozen=True, kw_only=True):
    date: Annotated[DateText, about("the day of the correction")]
    was: Annotated[Prose, about("what stood here")]
    now: Annotated[Prose, about("what stands here now")]
    why: Annotated[Prose, about("why it was changed")]


class Review(Fields, frozen=True, kw_only=True):
    by: Annotated[str, about("who has checked it")]
    date: Annotated[DateText, about("the day on which it was checked")]
    digest: Annotated[Digests | None, about("of what was checked; written by `build.py review`")] = None


class CommonFields(Fields, frozen=True, kw_only=True):
    """What every kind of content may carry."""

    topics: Annotated[tuple[str, ...], about("what it is about: ids of topics, as [one, two]")] = ()
    added: Annotated[DateText | None, about("the day it came in; feeds show it as news")] = None
    aliases: Annotated[tuple[str, ...], about("old addresses on this site that lead here")] = ()
    draft: Annotated[bool, about("true while it is not to be published")] = False
    language: Annotated[LanguageTag | None, about("the language that it is in, if another than the dossier's")] = None
    corrections: Annotated[tuple[Correction, ...], about("what was wrong here and has been mended")] = ()
    reviewed: Annotated[tuple[Review, ...], about("who has checked it, and when")] = ()
    accept: Annotated[dict[str, Prose], about("warnings answered, each with the reason that readers see")] = {}


class SourceFields(CommonFields, frozen=True, kw_only=True):
    """content/sources/: an article as it was read."""

    title: Annotated[Prose | None, about("the headline as printed")] = None
    supplied_title: Annotated[Prose | None, about("your own words for it, where no headline is printed")] = None
    short_title: Annotated[Prose | None, about("what sentences call it; else author, publisher or title")] = None
    author: Annotated[str | tuple[str, ...], about("who wrote it: a name, or a list of names")] = ()
    publisher: Annotated[str | None, about("the outlet that published it")] = None
    published: Annotated[DateText | None, about("when it was published, as 2026-01-25 or 2026-01-25T13:31")] = None
    accessed: Annotated[DateText | None, about("the day on which you read it")] = None
    url: Annotated[str | None, about("its web address")] = None
    archive_url: Annotated[str | None, about("the web address of an archived copy")] = None
    archive_date: Annotated[DateText | None, about("the day of that copy")] = None
    type: Annotated[str, about("a type of CSL, as `article-newspaper`; else it is a `document`")] = "document"
    as_printed: Annotated[dict[str, Prose], about("fields as the document itself prints them, by their names")] = {}
    provenance: Annotated[Prose | None, about("how it came to you, and what is uncertain about it")] = None
    origin: Annotated[str | None, about("whose information it is: a topic's id, `self` or `mixed`")] = None
    reliability: Annotated[Letter | None, about("the source's letter on the NATO Admiralty scale")] = None
    original: Annotated[str | None, about("the untouched file that it came from, below content/originals/")] = None
    sha256: Annotated[Sha256 | None, about("that file's SHA-256 digest: 64 of 0-9 and a-f")] = None
    publish: Annotated[Publish | None, about("how much of the text readers see")] = None


class DateBasis(Fields, frozen=True, kw_only=True):
    """How a date is known: words of a source."""

    source: Annotated[str, about("the source's id")]
    quote: Annotated[Prose, about("its words that tell the date")]


class NoteFields(CommonFields, frozen=True, kw_only=True):
    """content/notes/: an editor's note; with a date, an event."""

    title: Annotated[Prose, about("what the note says, in a line")]
    date: Annotated[
        DateText | None, about("when it happened, in EDTF: 2026-01-25, 2026-01-25?, 2026-01, [..2026-01-07]")
    ] = None
    date_from: Annotated[tuple[DateBasis, ...], about("how the date is known: words of sources")] = ()
    date_note: Annotated[Prose | None, about("how the date is known, in your words")] = None
    expected: Annotated[bool, about("true for what is announced and not known to have happened")] = False
    importance: Annotated[Literal["high", "normal"], about("whether it is a landmark of the timeline")] = "normal"


class EvidenceLine(Fields, frozen=True, kw_only=True):
    """One line of a claim's evidence; just one of supports, disputes and context names its source."""

    supports: Annotated[str | None, about("the id of a source whose words support the claim")] = None
    disputes: Annotated[str | None, about("or the id of one whose words dispute it")] = None
    context: Annotated[str | None, about("or the id of one that is shown and not counted")] = None
    quote: Annotated[Prose, about("the source's words")]
    origin: Annotated[
        str | None, about("whose information these words are, if not what the source's `origin` says")
    ] = None
    credibility: Annotated[Credibility | None, about("the words' number on the NATO Admiralty scale, 1 to 6")] = None
    note: Annotated[Prose | None, about("what readers should know of this line")] = None
    said_by: Annotated[str | None, about("the id of the topic whose words they are")] = None
    translation: Annotated[Prose | None, about("the words in the dossier's language")] = None
    inference: Annotated[bool, about("true where only your reasoning, given in `note`, connects them")] = False

    @property
    def source(self) -> str:
        return self.supports or self.disputes or self.context or ""

    @property
    def bearing(self) -> Literal["supports", "disputes", "context"]:
        return "supports" if self.supports else "disputes" if self.disputes else "context"


class ClaimFields(CommonFields, frozen=True, kw_only=True):
    """content/claims/: one checkable statement and the evidence on it."""

    claim: Annotated[Prose, about("one statement that can be checked, as a sentence")]
    figure: Annotated[Prose | None, about("a headline figure, as every supporting line has it: around 14,000")] = None
    label: Annotated[Prose | None, about("what the figure counts")] = None
    supersedes: Annotated[str | None, about("the id of an earlier claim whose place this one takes")] = None
    evidence: Annotated[tuple[EvidenceLine, ...], about("words of sources that bear on the claim")] = ()


class TopicFields(CommonFields, frozen=True, kw_only=True):
    """content/topics/: what the dossier is about."""

    title: Annotated[Prose, about("its name")]
    type: Annotated[TopicType, about("what it is")] = "theme"
    names: Annotated[tuple[str, ...], about("other names, in any script")] = ()
    same_as: Annotated[str | tuple[str, ...], about("its web address at Wikidata or another authority")] = ()
    origin: Annotated[str | None, about("the topic whose information this one passes on")] = None


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
    texts: Texts = Texts()
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
