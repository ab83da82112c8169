"""The pages that list: all sources, all topics."""

from collections.abc import Iterator
from functools import partial
from itertools import groupby

from dossier.dates import sort_key
from dossier.pages.edition import Edition, file_of, head
from dossier.pages.front import TYPES
from dossier.pages.rows import source_row, topic_row
from dossier.pages.spread import pagers, spread
from dossier.pages.views import Page, SourcesPage, TopicsPage


def sources_pages(edition: Edition) -> Iterator[Page]:
    """All sources, the latest first, those without a date at the end."""
    dated = [source for source in edition.dossier.sources.values() if "published" in source.dates]
    dated.sort(key=lambda source: (sort_key(source.dates["published"]), source.id), reverse=True)
    undated = [source for source in edition.dossier.sources.values() if "published" not in source.dates]
    sources = [*dated, *undated]
    pages = spread("sources/", sources, partial(source_row, edition))
    for way, rows, pager in pagers("sources/", pages):
        view = SourcesPage(
            head=head(edition.dossier, way, edition.speech.gettext("Sources"), "sources"),
            sources=rows,
            count=len(sources),
            pager=pager,
        )
        yield Page(file_of(way.path), "sources.html", view)


def topics_pages(edition: Edition) -> Iterator[Page]:
    """All topics by type, then by title."""
    topics = sorted(
        edition.dossier.topics.values(),
        key=lambda topic: (TYPES.index(topic.fields.type), topic.fields.title.casefold(), topic.id),
    )
    pages = spread("topics/", topics, partial(topic_row, edition))
    for way, rows, pager in pagers("topics/", pages):
        view = TopicsPage(
            head=head(edition.dossier, way, edition.speech.gettext("Topics"), "topics"),
            groups=tuple((type_, tuple(of_type)) for type_, of_type in groupby(rows, key=lambda row: row.type)),
            pager=pager,
        )
        yield Page(file_of(way.path), "topics.html", view)
