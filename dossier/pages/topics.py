"""The pages of topics: what bears on each, drawn and listed, and with what it appears."""

from collections.abc import Iterator, Sequence
from functools import partial

from msgspec.structs import replace

from dossier.link import in_order
from dossier.model import Note, Topic
from dossier.names import Ref, title_of
from dossier.pages.divided import FIRST, beside, page_path
from dossier.pages.drawing import Overview
from dossier.pages.edition import Edition, Way, address, chosen, file_of, head
from dossier.pages.elements import EventRow
from dossier.pages.evidence import claims_on, matrix_path
from dossier.pages.linked import linked
from dossier.pages.matrix import matrix
from dossier.pages.naming import authority, name_view
from dossier.pages.overview import event, overview
from dossier.pages.rows import (
    AboutTopic,
    about_topic,
    backlink,
    event_row,
    leading,
    own_corrections,
    review_rows,
    source_row,
    summary,
)
from dossier.pages.spread import pagers, spread
from dossier.pages.texts import Text
from dossier.pages.together import companions
from dossier.pages.views import Page, TopicPage

ROWS = 100
"""The most rows of each list on a topic's page: events, notes, sources, topics, and places that lead to it."""
EVENTS, REST = 20_000, 12_000
"""Bytes of the words of events, and of each other list: the first page has drawings, a matrix and a text beside them."""
TITLES = 15_000
"""Bytes of events' titles in the drawing."""
DRAWN = 2
"""With fewer events there is nothing to draw."""


def topic_pages(edition: Edition, only: str | None = None) -> Iterator[Page]:
    """A page for each topic, or for one of them, and further ones where more bears on it than one page holds."""
    for topic in chosen(edition.dossier.topics, only):
        yield from _topic_pages(edition, topic)


def _topic_pages(edition: Edition, topic: Topic) -> Iterator[Page]:
    ref = Ref("topic", topic.id)
    base = address(ref)
    about = about_topic(edition, topic.id)
    events = in_order(about.notes)
    undated = [note for note in about.notes if "date" not in note.dates]
    text = Text(edition, Way(base), ref, topic)
    led = leading(edition.dossier, ref)
    listed = spread(base, events, partial(event_row, edition), EVENTS, ROWS)
    pages = beside(
        listed,
        spread(base, undated, partial(event_row, edition), REST, ROWS),
        spread(base, about.sources, partial(source_row, edition), REST, ROWS),
        spread(base, about.topics, lambda way, other: way.link(Ref("topic", other.id), other), REST, ROWS, FIRST),
        spread(base, led, partial(backlink, edition), REST, ROWS, FIRST),
        own_corrections(edition, ref, topic),
        text.parts,
    )
    for way, (rows, loose, sources, topics, backlinks, corrections, part), pager in pagers(base, pages):
        page_head = head(edition.dossier, way, title_of(topic), "topics", topic, summary(edition, ref, topic))
        on_first = way.path == base
        view = TopicPage(
            head=linked(page_head, edition.dossier, ref) if on_first else page_head,
            type=topic.fields.type,
            counts=(len(events), len(about.claims), len(about.sources)),
            events=rows,
            notes=loose,
            sources=sources,
            topics=topics,
            backlinks=backlinks,
            corrections=corrections,
            references=text.references(way, part),
            pager=pager,
        )
        if on_first:
            view = replace(
                view,
                overview=_drawn(edition, way, events, listed),
                topics_more=len(about.topics) - len(topics),
                backlinks_more=len(led) - len(backlinks),
            )
            view = _opened(edition, topic, text, view, about)
        yield Page(file_of(way.path), "topic.html", view)


def _opened(edition: Edition, topic: Topic, text: Text, view: TopicPage, about: AboutTopic) -> TopicPage:
    """A topic's first page: what it is, its timeline drawn, its claims, with what it appears."""
    ref, dossier = Ref("topic", topic.id), edition.dossier
    way = Way(address(ref))
    same_as = topic.fields.same_as
    origin = dossier.topics.get(topic.fields.origin or "")
    claims = claims_on(edition, topic)
    path = matrix_path(topic)
    together, further = companions(edition, way, topic, about)
    return replace(
        view,
        names=tuple(name_view(name) for name in topic.fields.names),
        same_as=tuple(authority(one) for one in ((same_as,) if isinstance(same_as, str) else same_as)),
        origin=way.link(Ref("topic", origin.id), origin) if origin else None,
        within=way.topics(dossier, topic),
        html=text.html(),
        title_marks=text.title_marks(),
        matrix=matrix(edition, way, claims, more=way.to(path)) if claims else None,
        evidence=way.to(path) if claims else "",
        companions=together,
        companions_more=further,
        reviewed=review_rows(dossier, ref, topic),
        sheet=way.to(edition.sheet_at[ref]) if ref in edition.sheet_at else "",
    )


def _drawn(edition: Edition, way: Way, events: Sequence[Note], listed: Sequence[Sequence[EventRow]]) -> Overview | None:
    """A topic's timeline; the marks lead to the notes, bars of many to the page on which they are listed."""
    if len(events) < DRAWN:
        return None
    # All of them are on this topic, so that lanes by topic would say nothing.
    marks = [replace(event(edition, note, way.to_entry(Ref("note", note.id))), topic="") for note in events]
    pages = (way.to(page_path(way.path, number)) for number, page in enumerate(listed) for _ in page)
    on_page = {one.href: page for one, page in zip(marks, pages, strict=True)}
    return overview(edition, way, marks, lambda some: on_page[some[0].href], TITLES)
