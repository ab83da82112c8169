"""Quotations as pages show them: the source's words in their place, with what was skipped or replaced, and where to go."""

import re
from functools import lru_cache

from dossier.dates import Date, datetime_attribute
from dossier.languages import Speech
from dossier.model import Source
from dossier.names import Ref, short_title, title_of
from dossier.pages.edition import Edition, Way, cited, part_text, published
from dossier.pages.elements import Link, Piece, QuoteView, SourceLabel, When, Words
from dossier.pages.fragments import text_fragment
from dossier.quotes import Passage
from dossier.verify import Quote

CONTEXT = 160
"""Characters of a source shown before and after quoted words, to the nearest word."""


@lru_cache(maxsize=10_000)
def when(speech: Speech, date: Date | None, expected: bool = False) -> When | None:
    """A date as a page says it."""
    if date is None:
        return None
    unsure = date.uncertain or date.approximate
    return When(words=speech.date(date), datetime=datetime_attribute(date), uncertain=unsure, expected=expected)


def source_label(edition: Edition, way: Way, source: Source, anchor: str = "") -> SourceLabel:
    """A source in few words, linked."""
    return edition.once(("label", way.root, source.id, anchor), lambda: _source_label(edition, way, source, anchor))


def _source_label(edition: Edition, way: Way, source: Source, anchor: str) -> SourceLabel:
    fields = source.fields
    return SourceLabel(
        href=way.to_entry(Ref("source", source.id), anchor),
        label=short_title(source),
        title=title_of(source),
        when=when(edition.speech, source.dates.get("published")),
        publisher=fields.publisher or "",
        origin=origin_words(edition, source, fields.origin)[0],
        reliability=fields.reliability or "",
        language=fields.language or "",
    )


def origin_words(edition: Edition, source: Source, origin: str | None) -> tuple[str, Ref | None]:
    """An origin in words, and the topic that it is: `its own account`, `several`, a topic's title, or nothing."""
    if not origin:
        return "", None
    if origin == "self":
        return edition.speech.gettext("its own account"), None
    if origin == "mixed":
        return edition.speech.gettext("several, named line by line"), None
    topic = edition.dossier.topics.get(origin)
    return (title_of(topic), Ref("topic", origin)) if topic else (origin, None)


def where_from(edition: Edition, way: Way, source: Source, own: str | None = None) -> Link:
    """Where words of a source come from, by the origin of their own or by the source's; no words if not established.

    Of a source with several origins only those words that name their own have an established one.
    """
    origin = own or source.fields.origin
    words, topic = origin_words(edition, source, None if origin == "mixed" else origin)
    return Link(href=way.to_entry(topic) if topic else "", words=words)


def quote_view(edition: Edition, way: Way, quote: Quote) -> QuoteView:
    """A quotation with its words in context and the links to them."""
    # By the record itself, which is kept: to compare two of them by their values takes as long as to make this.
    return edition.once(("quote", way.root, id(quote)), lambda: (quote, _quote_view(edition, way, quote)))[1]


def _quote_view(edition: Edition, way: Way, quote: Quote) -> QuoteView:
    source = edition.dossier.sources[quote.source]
    passage, place = quote.passage, cited(quote)
    if quote.status == "missed" or quote.status == "unknown-source" or quote.status == "unsourced":
        raise ValueError(f"an unverified quotation reached a page: {quote}")
    said = " ".join(" ".join(quote.words).split())
    if passage is None or place is None:
        return QuoteView(said=said, status="no-text", href=way.to_entry(Ref("source", source.id)))
    text = part_text(source, quote.part)
    return QuoteView(
        said=said,
        status=quote.status,
        href=way.to(edition.place(Ref("source", source.id), edition.anchor(place))),
        words=_words(source, quote.part, text, passage, context=published(edition, source) != "metadata"),
        original=_original(source, quote.part, text, passage),
        said_by=_said_by(edition, way, quote),
        speech="direct" if passage.direct else "indirect" if quote.said_by else "",
    )


def _original(source: Source, part: str, text: str, passage: Passage) -> str:
    """The address of quoted words on the source's own page; empty where it has none."""
    if not source.fields.url:
        return ""
    if part != "body":
        return text_fragment(source.fields.url, text, passage.start, passage.end)
    blocks = [(block.start, block.end) for block in source.body.blocks]
    return text_fragment(source.fields.url, text, passage.start, passage.end, blocks, source.fields.title or "")


def _said_by(edition: Edition, way: Way, quote: Quote) -> Link | None:
    topic = edition.dossier.topics.get(quote.said_by)
    return way.link(Ref("topic", quote.said_by), topic) if topic else None


def _words(source: Source, part: str, text: str, passage: Passage, context: bool) -> Words:
    pieces: list[Piece] = []
    at = passage.start
    for change in passage.changes:
        if change.start > at:
            pieces.append(Piece(text=_line(text[at : change.start])))
        pieces.append(Piece(text=_line(text[change.start : change.end]), kind=change.kind, now=change.now))
        at = change.end
    if passage.end > at:
        pieces.append(Piece(text=_line(text[at : passage.end])))
    before, after = around(source, part, text, passage) if context else ("", "")
    return Words(pieces=tuple(pieces), before=before, after=after)


def around(source: Source, part: str, text: str, passage: Passage) -> tuple[str, str]:
    """What stands before and after a passage in one of a source's texts, within its blocks."""
    start, end = surroundings(source, part, passage)
    return _tail(text[start : passage.start]), _lead(text[passage.end : end])


def surroundings(source: Source, part: str, passage: Passage) -> tuple[int, int]:
    """The range of a source's text from which the context is taken: the blocks that the passage begins and ends in."""
    if part != "body":
        return 0, len(part_text(source, part))
    last = next((b for b in source.body.blocks[passage.block :] if b.end >= passage.end), source.body.blocks[-1])
    return source.body.blocks[passage.block].start, last.end


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _tail(text: str) -> str:
    if len(text) <= CONTEXT:
        return _line(text)
    return "… " + _line(text[-CONTEXT:]).partition(" ")[2]


def _lead(text: str) -> str:
    if len(text) <= CONTEXT:
        return _line(text)
    return _line(text[:CONTEXT]).rpartition(" ")[0] + " …"
