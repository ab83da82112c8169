"""The pages that list: all sources, all topics."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby

from dossier.dates import sort_key
from dossier.lots import lots
from dossier.model import Source
from dossier.pages.edition import Edition, Way, file_of, head
from dossier.pages.elements import SourceRow
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
    pages = spread("sources/", sources, _Rows(edition, sources))
    for way, rows, pager in pagers("sources/", pages):
        view = SourcesPage(
            head=head(edition.dossier, way, edition.speech.gettext("Sources"), "sources"),
            sources=rows,
            count=len(sources),
            pager=pager,
        )
        yield Page(file_of(way.path), "sources.html", view)


class _Rows:
    """The rows of sources, in their order, as they stand on a page: made by lots."""

    def __init__(self, edition: Edition, sources: Sequence[Source]) -> None:
        self._edition = edition
        self._lot_of = {source.id: lot for lot in lots(sources, lambda source: source.id) for source in lot}
        self._made: dict[tuple[str, str], SourceRow] = {}

    def __call__(self, way: Way, source: Source) -> SourceRow:
        if (way.root, source.id) not in self._made:
            lot = self._lot_of[source.id]
            for one, row in zip(lot, self._rows(way, lot), strict=True):
                self._made[way.root, one.id] = row
        return self._made[way.root, source.id]

    def _rows(self, way: Way, lot: Sequence[Source]) -> tuple[SourceRow, ...]:
        edition = self._edition
        ids = tuple(source.id for source in lot)

        def made() -> tuple[SourceRow, ...]:
            return tuple(source_row(edition, way, edition.dossier.sources[id_]) for id_ in ids)

        return edition.piece(("sources", way.root, ids), tuple[SourceRow, ...], made)


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
