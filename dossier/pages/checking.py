"""What pages say of checking is made of: reviews, and the fact-check sheets. As `elements`, for `views`."""

from typing import Literal

from dossier.pages.elements import QuoteView, SourceLabel, StandingView, When
from dossier.pages.framing import View


class ReviewRow(View, frozen=True):
    """Who reviewed an entry and when. changed: where it has lapsed, what has changed since, in words.

    state: `unbound` where nothing tells what was reviewed, so that it never lapses.
    """

    by: str
    when: When
    state: Literal["holds", "lapsed", "unbound"]
    changed: str = ""


class SheetQuote(View, frozen=True):
    """Words that a statement rests on. origin: as in EvidenceView; address: of the source, to be read on paper."""

    quote: QuoteView
    source: SourceLabel
    address: str = ""
    origin: str = ""
    bearing: Literal["", "supports", "disputes", "context"] = ""
    note: str = ""


class SheetRow(View, frozen=True):
    """A statement and what it rests on: see `statements.Statement`."""

    part: Literal["title", "date", "claim", "figure", "text"]
    words: str
    quotes: tuple[SheetQuote, ...] = ()
    cites: tuple[SourceLabel, ...] = ()
    note: str = ""


class SheetView(View, frozen=True):
    """An entry's fact-check sheet, or a part of it where it fills more than a page."""

    anchor: str
    href: str
    title: str
    kind: Literal["source", "note", "claim", "topic"]
    part: int
    parts: int
    rows: tuple[SheetRow, ...]
    reviewed: tuple[ReviewRow, ...] = ()
    language: str = ""
    when: When | None = None
    standing: StandingView | None = None
