"""The front page: what this is, its figures, how sure it is, the latest events, what changed, its topics."""

from collections.abc import Iterator

from dossier.link import Dossier
from dossier.model import TopicType
from dossier.pages.changed import latest_changes
from dossier.pages.edition import Edition, Way, head
from dossier.pages.elements import TopicRow
from dossier.pages.evidence import tallies
from dossier.pages.linked import linked
from dossier.pages.rows import claim_row, event_row, topic_row
from dossier.pages.views import FrontPage, Page

EVENTS = 8
FIGURES = 12
TOPICS = 36
TYPES: tuple[TopicType, ...] = ("person", "organization", "place", "event", "work", "theme")


def front_page(edition: Edition) -> Iterator[Page]:
    """The front page, short however much the dossier holds."""
    dossier, way = edition.dossier, Way("")
    current = [claim for claim in dossier.claims.values() if not dossier.superseding(claim.id)]
    figures = [claim for claim in current if claim.fields.figure][:FIGURES]
    latest = [dossier.notes[id_] for id_ in reversed(dossier.events)][:EVENTS]
    verified, unverified = _quotations(dossier)
    view = FrontPage(
        head=linked(head(dossier, way, dossier.config.title, description=dossier.config.description), dossier),
        figures=tuple(claim_row(edition, way, claim) for claim in figures),
        events=tuple(event_row(edition, way, note) for note in latest),
        topics=_topics(edition, way),
        sure=tallies(edition, way) if dossier.claims else (),
        changes=latest_changes(edition, way),
        claims=len(current),
        notes=len(dossier.notes),
        sources=len(dossier.sources),
        quotations=verified,
        unverified=unverified,
    )
    yield Page("index.html", "front.html", view)


def _topics(edition: Edition, way: Way) -> tuple[tuple[str, tuple[TopicRow, ...]], ...]:
    """The topics on which most bears, by type."""
    rows = [topic_row(edition, way, topic) for topic in edition.dossier.topics.values()]
    rows.sort(key=lambda row: (-(row.events + row.claims + row.sources), row.title.casefold(), row.href))
    found = ((type_, tuple(row for row in rows[:TOPICS] if row.type == type_)) for type_ in TYPES)
    return tuple((type_, of_type) for type_, of_type in found if of_type)


def _quotations(dossier: Dossier) -> tuple[int, int]:
    """How many quotations were found in their sources, and how many could not be looked for."""
    found = [quote.passage is not None for quotes in dossier.quotes.values() for quote in quotes]
    return sum(found), len(found) - sum(found)
