"""The pages that list: the front page, all sources, all topics."""

from collections.abc import Iterator
from typing import get_args

from dossier.dates import sort_key
from dossier.pages.edition import Edition, Way, file_of, head
from dossier.pages.elements import TopicRow
from dossier.pages.linked import linked
from dossier.pages.rows import (
    claim_row,
    event_row,
    pagers,
    source_row,
    topic_row,
)
from dossier.pages.views import FrontPage, Page, SourcesPage, TopicsPage
from dossier.standing import Verdict

FRONT_EVENTS = 8
FRONT_FIGURES = 12
FRONT_TOPICS = 24
TYPES = ("person", "organization", "place", "event", "work", "theme")
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


def front_page(edition: Edition) -> Iterator[Page]:
    """The front page: what this is, its figures, the latest events, its topics, how sure it is."""
    dossier, way = edition.dossier, Way("")
    current = [claim for claim in dossier.claims.values() if not dossier.superseding(claim.id)]
    figures = [claim for claim in current if claim.fields.figure][:FRONT_FIGURES]
    latest = [dossier.notes[id_] for id_ in reversed(dossier.events)][:FRONT_EVENTS]
    verdicts = [dossier.standings[claim.id].verdict for claim in current]
    rows = [topic_row(edition, way, topic) for topic in dossier.topics.values()]
    rows.sort(key=lambda row: (-(row.events + row.claims + row.sources), row.href))
    view = FrontPage(
        head=linked(head(dossier, way, dossier.config.title, description=dossier.config.description), dossier),
        figures=tuple(claim_row(edition, way, claim) for claim in figures),
        events=tuple(event_row(edition, way, note) for note in latest),
        topics=tuple(rows[:FRONT_TOPICS]),
        sure=tuple((verdict, verdicts.count(verdict)) for verdict in VERDICTS),
        claims=len(current),
        notes=len(dossier.notes),
        sources=len(dossier.sources),
        quotations=sum(len(quotes) for quotes in dossier.quotes.values()),
    )
    yield Page("index.html", "front.html", view)


# --- sources and topics


def sources_pages(edition: Edition) -> Iterator[Page]:
    """All sources, the latest first, those without a date at the end."""
    first = Way("sources/")
    dated = [source for source in edition.dossier.sources.values() if "published" in source.dates]
    dated.sort(key=lambda source: (sort_key(source.dates["published"]), source.id), reverse=True)
    undated = [source for source in edition.dossier.sources.values() if "published" not in source.dates]
    sources = [*dated, *undated]
    for way, rows, pager in pagers(len(sources), first, first.path):
        view = SourcesPage(
            head=head(edition.dossier, way, edition.speech.gettext("Sources"), "sources"),
            sources=tuple(source_row(edition, way, source) for source in sources[rows]),
            count=len(sources),
            pager=pager,
        )
        yield Page(file_of(way.path), "sources.html", view)


def topics_pages(edition: Edition) -> Iterator[Page]:
    """All topics by type, then by title."""
    first = Way("topics/")
    topics = sorted(
        edition.dossier.topics.values(),
        key=lambda topic: (TYPES.index(topic.fields.type), topic.fields.title.casefold(), topic.id),
    )
    for way, rows, pager in pagers(len(topics), first, first.path):
        groups: dict[str, list[TopicRow]] = {}
        for topic in topics[rows]:
            groups.setdefault(topic.fields.type, []).append(topic_row(edition, way, topic))
        view = TopicsPage(
            head=head(edition.dossier, way, edition.speech.gettext("Topics"), "topics"),
            groups=tuple((type_, tuple(of_type)) for type_, of_type in groups.items()),
            pager=pager,
        )
        yield Page(file_of(way.path), "topics.html", view)
