"""The pages that list: all sources, all topics."""

from collections.abc import Iterator

from dossier.dates import sort_key
from dossier.pages.edition import Edition, Way, file_of, head
from dossier.pages.elements import TopicRow
from dossier.pages.front import TYPES
from dossier.pages.rows import (
    pagers,
    source_row,
    topic_row,
)
from dossier.pages.views import Page, SourcesPage, TopicsPage


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
