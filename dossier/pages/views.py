"""What a template sees: for each kind of page a record made for it, which also decides whether the page is rendered again."""

from typing import Literal

from msgspec import Struct

from dossier.pages.besides import ChangeDay, Companion, Counted, GapGroup, NameView
from dossier.pages.checking import ReviewRow, SheetView
from dossier.pages.choices import Filters
from dossier.pages.drawing import Overview
from dossier.pages.elements import (
    Backlink,
    ClaimRow,
    CorrectionRow,
    Detail,
    EventRow,
    EvidenceView,
    Link,
    PassageView,
    Period,
    Printed,
    Reference,
    SourceLabel,
    SourceRow,
    StandingView,
    TopicRow,
    When,
)
from dossier.pages.framing import Head, Pager, View
from dossier.pages.grid import ClaimsOf, Matrix, Tally
from dossier.pages.referring import CitePanel


class FrontPage(View, frozen=True, tag_field="view", tag="front"):
    """figures: claims with a figure. sure: how many claims have each standing, in a fixed order. topics: by type.

    quotations: how many were found in their sources; unverified: how many could not be looked for.
    """

    head: Head
    figures: tuple[ClaimRow, ...]
    events: tuple[EventRow, ...]
    topics: tuple[tuple[str, tuple[TopicRow, ...]], ...]
    sure: tuple[Tally, ...]
    changes: tuple[ChangeDay, ...]
    claims: int
    notes: int
    sources: int
    quotations: int
    unverified: int = 0


class TimelinePage(View, frozen=True, tag_field="view", tag="timeline"):
    """The timeline or a part of it. undated: notes without a date. earlier, later: its neighbours, where it is a part."""

    head: Head
    heading: str
    periods: tuple[Period, ...]
    overview: Overview | None = None
    up: tuple[Link, ...] = ()
    earlier: Link | None = None
    later: Link | None = None
    undated: tuple[EventRow, ...] = ()
    pager: Pager | None = None
    filters: Filters | None = None


class NotePage(View, frozen=True, tag_field="view", tag="note"):
    """A note, with the part of its references, of what leads to it and of its corrections that stands on one page of `pager`.

    All from `html` on stands on the first page only. backlinks_more: how many places are on others. date_basis: the words that
    the date is known by. sheet: to its fact-check sheet. title_marks: to the references of words quoted in the title.
    """

    head: Head
    when: When | None
    important: bool
    backlinks: tuple[Backlink, ...]
    corrections: tuple[CorrectionRow, ...]
    references: tuple[Reference, ...]
    pager: Pager | None
    html: str = ""
    backlinks_more: int = 0
    topics: tuple[Link, ...] = ()
    reviewed: tuple[ReviewRow, ...] = ()
    sheet: str = ""
    date_note: str = ""
    date_basis: tuple[Reference, ...] = ()
    earlier: Link | None = None
    later: Link | None = None
    title_marks: tuple[Link, ...] = ()
    cite: CitePanel | None = None


class ClaimPage(View, frozen=True, tag_field="view", tag="claim"):
    """A claim, with the part of each of its lists, as of its evidence, that stands on one page of `pager`.

    counts: of all lines that support, that dispute, and that are context. All from `figure` on stands on the first page only.
    """

    head: Head
    claim: str
    standing: StandingView
    counts: tuple[int, int, int]
    supports: tuple[EvidenceView, ...]
    disputes: tuple[EvidenceView, ...]
    context: tuple[EvidenceView, ...]
    backlinks: tuple[Backlink, ...]
    corrections: tuple[CorrectionRow, ...]
    superseded_by: tuple[Link, ...]
    references: tuple[Reference, ...]
    pager: Pager | None
    figure: str = ""
    label: str = ""
    html: str = ""
    backlinks_more: int = 0
    topics: tuple[Link, ...] = ()
    reviewed: tuple[ReviewRow, ...] = ()
    sheet: str = ""
    supersedes: Link | None = None
    later: str = ""
    title_marks: tuple[Link, ...] = ()
    cite: CitePanel | None = None


class TopicPage(View, frozen=True, tag_field="view", tag="topic"):
    """A topic with what bears on it: how many events, claims and sources, and of each list the part of one page of `pager`.

    All from `topics_more` on, as for a note, stands on the first page only. evidence: the way to the page of its matrix.
    companions: the topics that it appears with. topics: those that lead here; within: those that it is filed under.
    """

    head: Head
    type: str
    counts: tuple[int, int, int]
    events: tuple[EventRow, ...]
    notes: tuple[EventRow, ...]
    sources: tuple[SourceRow, ...]
    topics: tuple[Link, ...]
    backlinks: tuple[Backlink, ...]
    corrections: tuple[CorrectionRow, ...]
    references: tuple[Reference, ...]
    pager: Pager | None
    topics_more: int = 0
    backlinks_more: int = 0
    names: tuple[NameView, ...] = ()
    same_as: tuple[Link, ...] = ()
    origin: Link | None = None
    within: tuple[Link, ...] = ()
    html: str = ""
    overview: Overview | None = None
    matrix: Matrix | None = None
    evidence: str = ""
    companions: tuple[Companion, ...] = ()
    companions_more: int = 0
    reviewed: tuple[ReviewRow, ...] = ()
    sheet: str = ""
    title_marks: tuple[Link, ...] = ()


class SourcePage(View, frozen=True, tag_field="view", tag="source"):
    """A source, with the part of what rests on it, and of its corrections, that stands on one page of `pager`.

    id: what it is cited by. published: how much of the text is shown. uses: places that cite it without quoting it. All from
    `supplied` on stands on the first page only. html: the text with its cited passages marked, or of it what the passages on
    this page stand in; empty for `metadata`.
    """

    head: Head
    id: str
    label: SourceLabel
    published: Literal["full", "passages", "metadata"]
    title_html: str
    html: str
    passages: tuple[PassageView, ...]
    uses: tuple[Backlink, ...]
    corrections: tuple[CorrectionRow, ...]
    pager: Pager | None
    supplied: bool = False
    details: tuple[Detail, ...] = ()
    printed: tuple[Printed, ...] = ()
    provenance: str = ""
    uses_more: int = 0
    topics: tuple[Link, ...] = ()
    reviewed: tuple[ReviewRow, ...] = ()
    sha256: str = ""
    cite: CitePanel | None = None


class EvidencePage(View, frozen=True, tag_field="view", tag="evidence"):
    """All claims by their standing, with the matrix of the headline ones, else of all; or the matrix of one topic alone.

    topics: the way to the matrix of each of the foremost, and how many claims it has; topics_more: how many others there are.
    topic: where the page is of one.
    """

    head: Head
    heading: str
    tallies: tuple[Tally, ...] = ()
    headline: bool = False
    standings: tuple[ClaimsOf, ...] = ()
    topics: tuple[tuple[Link, int], ...] = ()
    topics_more: int = 0
    topic: Link | None = None
    table: Matrix | None = None
    pager: Pager | None = None


class SourcesPage(View, frozen=True, tag_field="view", tag="sources"):
    head: Head
    sources: tuple[SourceRow, ...]
    count: int
    pager: Pager | None = None


class TopicsPage(View, frozen=True, tag_field="view", tag="topics"):
    """Topics by type, in a fixed order of types; one page of them."""

    head: Head
    groups: tuple[tuple[str, tuple[TopicRow, ...]], ...]
    pager: Pager | None = None


class FactCheckPage(View, frozen=True, tag_field="view", tag="fact-check"):
    """Fact-check sheets, one page of them. count: of all."""

    head: Head
    sheets: tuple[SheetView, ...]
    count: int
    pager: Pager | None = None


class CorrectionsPage(View, frozen=True, tag_field="view", tag="corrections"):
    """feed: the way to the corrections' own feed; empty where there is none."""

    head: Head
    corrections: tuple[CorrectionRow, ...]
    feed: str = ""
    pager: Pager | None = None


class GapsPage(View, frozen=True, tag_field="view", tag="gaps"):
    """What the dossier lacks, by kind, the gravest first; one page of it. contents: all kinds, wherever they begin."""

    head: Head
    groups: tuple[GapGroup, ...]
    contents: tuple[Counted, ...] = ()
    pager: Pager | None = None


class SearchPage(View, frozen=True, tag_field="view", tag="search"):
    """Where the site is searched; all that it finds is in the index (`searching`)."""

    head: Head


class AboutPage(View, frozen=True, tag_field="view", tag="about"):
    head: Head
    sources: int
    quotations: int
    cite: CitePanel | None = None


class NotFoundPage(View, frozen=True, tag_field="view", tag="404"):
    """Served for any address, so that its links begin at the site's base."""

    head: Head


class RedirectPage(View, frozen=True, tag_field="view", tag="redirect"):
    head: Head
    to: str


PageView = (
    FrontPage
    | TimelinePage
    | NotePage
    | ClaimPage
    | TopicPage
    | SourcePage
    | EvidencePage
    | SourcesPage
    | TopicsPage
    | FactCheckPage
    | CorrectionsPage
    | GapsPage
    | SearchPage
    | AboutPage
    | NotFoundPage
    | RedirectPage
)


class Page(Struct, frozen=True):
    """A page to be rendered: where it is written, by which template, from what."""

    path: str
    template: str
    view: PageView
