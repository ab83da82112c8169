"""What pages are made of: records of text, numbers and links that are ready to be set, which the views of pages hold.

Every `href` is relative to the page it stands on. Fields named `html` are trusted: they come out of the sanitiser or
were made here; all else is escaped by the template.
"""

from typing import Literal

from dossier.ids import Kind
from dossier.pages.framing import View
from dossier.standing import Verdict


class Link(View, frozen=True):
    """language: of the words, where they are an entry's and not the interface's."""

    href: str
    words: str
    language: str = ""


class When(View, frozen=True):
    """A date: in words, as `datetime` of a <time> (empty where HTML has no form for it), and how sure it is."""

    words: str
    datetime: str = ""
    uncertain: bool = False
    expected: bool = False


class Piece(View, frozen=True):
    """A stretch of a source's words as a quotation gives them.

    kind: `literal`; `omitted` (the quotation skips `text`), `replaced` (`now` stands for `text`), `inserted` (`now` is
    the editors'), `initial` (`now` stands for one letter).
    """

    text: str
    kind: Literal["literal", "omitted", "replaced", "inserted", "initial"] = "literal"
    now: str = ""


class Words(View, frozen=True):
    """Quoted words in their place in the source: what stands before them, the words, what stands after."""

    pieces: tuple[Piece, ...]
    before: str = ""
    after: str = ""


class SourceLabel(View, frozen=True):
    """A source named in few words: `label` is its short title, `title` the headline, in brackets if the editors' own."""

    href: str
    label: str
    title: str
    when: When | None = None
    publisher: str = ""
    origin: str = ""
    reliability: str = ""
    language: str = ""


class QuoteView(View, frozen=True):
    """A verified quotation. href leads to the words, highlighted on the source's page; original to them on the web.

    said: what the editor wrote; for a translation these are the editors' words, and `words` are the source's.
    status: see `verify.Status`; the site calls only `verified` and `changed` verified. speech: `direct` where the source
    itself sets the words in marks, `indirect` where it does not and they are said to be somebody's.
    """

    said: str
    status: Literal["verified", "changed", "translation", "no-text"]
    href: str
    words: Words | None = None
    original: str = ""
    said_by: Link | None = None
    speech: Literal["", "direct", "indirect"] = ""


class Reference(View, frozen=True):
    """A numbered reference below a text: a source that it cites and the words that it rests on there.

    chain: by whom they came here, where that is more than their origin says. origin: where the information comes from, in
    words; empty where that is not established.
    """

    number: int
    anchor: str
    source: SourceLabel
    prefix: str = ""
    locator: str = ""
    suffix: str = ""
    quotes: tuple[QuoteView, ...] = ()
    back: tuple[Link, ...] = ()
    chain: tuple[Link, ...] = ()
    origin: str = ""
    origin_href: str = ""


class Backlink(View, frozen=True):
    """A place elsewhere in the dossier that leads here, with the sentence in which it does.

    language: of title and sentence, here and in the rows below; empty where it is the interface's.
    """

    href: str
    title: str
    kind: Kind
    sentence: str = ""
    language: str = ""


class StandingView(View, frozen=True):
    """A claim's standing: one word for its looks, a phrase for the reader, and the reasons, a sentence each.

    superseded: a later claim takes its place; what its own evidence amounts to stays as it is.
    """

    verdict: Verdict
    words: str
    reasons: tuple[str, ...] = ()
    superseded: bool = False


class EventRow(View, frozen=True):
    """An event in a list. anchor: its id there, of the timeline alone; beside it what a script can choose by: its topics' ids,
    the first and last day that it may lie in, empty where open; the standings of the claims that it is linked with."""

    href: str
    title: str
    when: When | None
    important: bool = False
    summary: str = ""
    topics: tuple[Link, ...] = ()
    sources: int = 0
    language: str = ""
    anchor: str = ""
    about: tuple[str, ...] = ()
    earliest: str = ""
    latest: str = ""
    standings: tuple[Verdict, ...] = ()


class ClaimRow(View, frozen=True):
    href: str
    claim: str
    standing: StandingView
    figure: str = ""
    label: str = ""
    language: str = ""


class SourceRow(View, frozen=True):
    source: SourceLabel
    author: str = ""
    cited: int = 0


class TopicRow(View, frozen=True):
    href: str
    title: str
    type: str
    events: int = 0
    claims: int = 0
    sources: int = 0
    language: str = ""


class CorrectionRow(View, frozen=True):
    """anchor: its id on the page that it belongs to, where href and title are empty."""

    when: When
    was: str
    now: str
    why: str
    href: str = ""
    title: str = ""
    anchor: str = ""
    language: str = ""


class Month(View, frozen=True):
    """A month's events, or those of which only the year is known."""

    heading: str
    anchor: str
    events: tuple[EventRow, ...]


class Period(View, frozen=True):
    """A part of a timeline: its heading (a year, a month), the way to it, and its events if they stand on this page.

    months: of a year of many events, which has them there instead.
    """

    heading: str
    anchor: str = ""
    href: str = ""
    count: int = 0
    events: tuple[EventRow, ...] = ()
    months: tuple[Month, ...] = ()


class EvidenceView(View, frozen=True):
    """A line of evidence. origin: where its information comes from, in words; empty where that is not established.

    chain: from whoever said it, by those who passed it on, to the source, where that is more than its origin says; a step
    that is not established has no href.
    """

    anchor: str
    bearing: Literal["supports", "disputes", "context"]
    source: SourceLabel
    quote: QuoteView
    origin: str = ""
    origin_href: str = ""
    credibility: int = 0
    note: str = ""
    translation: str = ""
    chain: tuple[Link, ...] = ()
    inference: bool = False


class PassageView(View, frozen=True):
    """Words of a source that something rests on. anchor: the id of the words; own: this entry's id in the list, empty where
    the list goes on from another page; number: among all passages.

    href: to the words where they stand; empty where the list itself is to give them their id. chains: by whom the words
    came here, as those say who use them.
    """

    anchor: str
    own: str
    text: str
    number: int
    uses: tuple[Backlink, ...]
    href: str = ""
    chains: tuple[tuple[Link, ...], ...] = ()


class Detail(View, frozen=True):
    """A fact about a source, for a description list; href where it leads somewhere."""

    name: str
    words: str
    href: str = ""
    datetime: str = ""


class Printed(View, frozen=True):
    """A field as the document itself prints it, its cited passages marked."""

    name: str
    html: str
