"""The pages of topics: what bears on each, drawn and listed, and with what it appears."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from dossier.model import Note, Topic
from dossier.names import Ref, title_of
from dossier.pages.drawing import Overview
from dossier.pages.edition import Edition, Way, address, chosen, file_of, head
from dossier.pages.evidence import claims_on, matrix_path
from dossier.pages.linked import linked
from dossier.pages.matrix import matrix
from dossier.pages.naming import authority, name_view
from dossier.pages.overview import event, overview
from dossier.pages.rows import (
    about_topic,
    backlinks,
    event_row,
    own_corrections,
    pagers,
    review_rows,
    source_row,
    summary,
)
from dossier.pages.texts import Text
from dossier.pages.together import companions
from dossier.pages.views import Page, TopicPage

ROWS = 100
"""The most events, notes and sources that stand on a topic's page, each."""
BACKLINKS = 100
DRAWN = 2
"""With fewer events there is nothing to draw."""


def topic_pages(edition: Edition, only: str | None = None) -> Iterator[Page]:
    """A page for each topic, or for one of them, and further ones where more bears on it than one page holds."""
    for topic in chosen(edition.dossier.topics, only):
        yield from _topic_pages(edition, topic)


def _topic_pages(edition: Edition, topic: Topic) -> Iterator[Page]:
    ref = Ref("topic", topic.id)
    first = Way(address(ref))
    about = about_topic(edition.dossier, topic.id)
    notes = {note.id: note for note in about.notes}
    events = [notes[id_] for id_ in edition.dossier.events if id_ in notes]
    undated = [note for note in about.notes if "date" not in note.dates]
    pages = pagers(max(len(events), len(undated), len(about.sources)), first, first.path, ROWS)
    for way, rows, pager in pages:
        page_head = head(edition.dossier, way, title_of(topic), "topics", topic, summary(edition, ref, topic))
        view = TopicPage(
            head=linked(page_head, edition.dossier, ref) if way == first else page_head,
            type=topic.fields.type,
            counts=(len(events), len(about.claims), len(about.sources)),
            events=tuple(event_row(edition, way, note) for note in events[rows]),
            notes=tuple(event_row(edition, way, note) for note in undated[rows]),
            sources=tuple(source_row(edition, way, source) for source in about.sources[rows]),
            pager=pager,
        )
        if way == first:
            view = _opened(edition, topic, view, events, [page_way for page_way, _, _ in pages])
        yield Page(file_of(way.path), "topic.html", view)


def _opened(edition: Edition, topic: Topic, view: TopicPage, events: Sequence[Note], ways: Sequence[Way]) -> TopicPage:
    """A topic's first page: what it is, its timeline drawn, its claims, with what it appears, what leads to it."""
    ref, way, dossier = Ref("topic", topic.id), ways[0], edition.dossier
    text = Text(edition, way, ref, topic)
    about = about_topic(dossier, topic.id)
    same_as = topic.fields.same_as
    origin = dossier.topics.get(topic.fields.origin or "")
    claims = claims_on(edition, topic)
    path = matrix_path(topic)
    together, further = companions(edition, way, topic, about)
    leading = backlinks(edition, way, ref)
    return replace(
        view,
        names=tuple(name_view(name) for name in topic.fields.names),
        same_as=tuple(authority(one) for one in ((same_as,) if isinstance(same_as, str) else same_as)),
        origin=way.link(Ref("topic", origin.id), origin) if origin else None,
        within=way.topics(dossier, topic),
        html=text.html(),
        references=text.references(),
        title_marks=text.title_marks(),
        overview=_drawn(edition, ways, events),
        matrix=matrix(edition, way, claims, more=way.to(path)) if claims else None,
        evidence=way.to(path) if claims else "",
        companions=together,
        companions_more=further,
        topics=tuple(way.link(Ref("topic", other.id), other) for other in about.topics[:ROWS]),
        backlinks=leading[:BACKLINKS],
        backlinks_more=max(0, len(leading) - BACKLINKS),
        corrections=own_corrections(edition.speech, ref, topic),
        reviewed=review_rows(dossier, ref, topic),
        sheet=way.to(edition.sheet_at[ref]) if ref in edition.sheet_at else "",
    )


def _drawn(edition: Edition, ways: Sequence[Way], events: Sequence[Note]) -> Overview | None:
    """A topic's timeline; the marks lead to the notes, bars of many to the page on which they are listed."""
    if len(events) < DRAWN:
        return None
    way = ways[0]
    # All of them are on this topic, so that lanes by topic would say nothing.
    marks = [replace(event(edition, note, way.to_entry(Ref("note", note.id))), topic="") for note in events]
    listed = {one.href: way.to(ways[number // ROWS].path) for number, one in enumerate(marks)}
    return overview(edition, way, marks, lambda some: listed[some[0].href])
