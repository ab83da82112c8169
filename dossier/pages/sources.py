"""The pages of sources: the article as it was read, its quoted passages marked, and what rests on each of them."""

from collections.abc import Callable, Iterator
from html import escape

from dossier.link import Mention
from dossier.markup.htmltext import Span, fill
from dossier.model import Source
from dossier.names import Ref, title_of
from dossier.pages.bearing import chain, line_of
from dossier.pages.citing import cite_source
from dossier.pages.edition import Cited, Edition, Way, address, chosen, file_of, head, part_text, published
from dossier.pages.elements import Backlink, Detail, Link, PassageView, Printed
from dossier.pages.linked import linked
from dossier.pages.passages import excerpt
from dossier.pages.pictures import with_pictures
from dossier.pages.quoted import origin_words, source_label, when
from dossier.pages.rows import ROWS, backlinks, own_corrections, review_rows, summary
from dossier.pages.texts import HEADLINES, anchor_of
from dossier.pages.views import Page, SourcePage
from dossier.verify import Quote


def source_pages(edition: Edition, only: str | None = None) -> Iterator[Page]:
    """A page for each source, or for one of them by its id."""
    for source in chosen(edition.dossier.sources, only):
        yield _source_page(edition, source)


def _source_page(edition: Edition, source: Source) -> Page:
    ref = Ref("source", source.id)
    way = Way(address(ref))
    passages = edition.cited.get(source.id, {})
    fields = source.fields
    description = "" if published(edition, source) != "full" else summary(edition, ref, source)
    view = SourcePage(
        head=linked(head(edition.dossier, way, title_of(source), "sources", source, description), edition.dossier, ref),
        id=source.id,
        label=source_label(edition, way, source),
        supplied=not fields.title,
        published=published(edition, source),
        title_html=_marked(
            edition, escape(fields.title or fields.supplied_title or "", quote=False), passages, "title"
        ),
        details=tuple(_details(edition, way, source)),
        printed=tuple(
            Printed(name=name, html=_marked(edition, escape(value, quote=False), passages, f"as-printed.{name}"))
            for name, value in fields.as_printed.items()
        ),
        provenance=fields.provenance or "",
        html=with_pictures(_text(edition, source, passages), source.path, edition.dossier.images, way.root),
        passages=tuple(_passage(edition, way, source, *each) for each in passages.items()),
        uses=_other_uses(edition, way, ref),
        topics=way.topics(edition.dossier, source),
        corrections=own_corrections(edition.speech, ref, source),
        reviewed=review_rows(edition.dossier, ref, source),
        sha256=fields.sha256 or "",
        cite=cite_source(edition, source),
    )
    return Page(file_of(way.path), "source.html", view)


# --- the text


def _text(edition: Edition, source: Source, passages: dict[Cited, tuple[Quote, ...]]) -> str:
    """As much of the text as readers are to see, its passages marked."""
    how = published(edition, source)
    if how == "full":
        return _marked(edition, source.body.html, passages, "body")
    if how == "metadata":
        return ""
    shown = excerpt(source.body.html, [(p.start, p.end) for p in passages if p.part == "body"])
    return _marked(edition, shown.html, passages, "body", shown.place)


def _marked(
    edition: Edition,
    html: str,
    passages: dict[Cited, tuple[Quote, ...]],
    part: str,
    place: Callable[[int, int], tuple[int, int]] = lambda start, end: (start, end),
) -> str:
    """HTML with each passage of this part in a <mark>, and behind it the way to what rests on it.

    place: where a passage stands in the text of this HTML.
    """
    spans = []
    for number, passage in enumerate(passages, 1):
        if passage.part == part:
            anchor = edition.anchors[passage]
            uses = anchor.replace("p-", "u-", 1)
            words = escape(edition.speech.gettext("%(number)s: what rests on these words", number=number))
            link = f'<a class="uses" href="#{uses}" aria-label="{words}">{number}</a>'
            opened = f'<mark class="passage" id="{anchor}">'
            start, end = place(passage.start, passage.end)
            spans.append(Span(start, end, opened, '<mark class="passage">', "</mark>", f"</mark>{link}"))
    return fill(html, lambda _: "", spans) if spans else html


# --- what rests on it


def _passage(edition: Edition, way: Way, source: Source, passage: Cited, quotes: tuple[Quote, ...]) -> PassageView:
    return PassageView(
        anchor=edition.anchors[passage],
        own=edition.anchors[passage].replace("p-", "u-", 1),
        text=" ".join(part_text(source, passage.part)[passage.start : passage.end].split()),
        uses=tuple(_use(edition, way, quote) for quote in _once(quotes))[:ROWS],
        above=passage.part != "body" or published(edition, source) != "metadata",
        chains=_chains(edition, way, source, quotes),
    )


def _chains(edition: Edition, way: Way, source: Source, quotes: tuple[Quote, ...]) -> tuple[tuple[Link, ...], ...]:
    """By whom the words came here, as each place says that uses them; once, and not where another says all of it."""
    found: dict[tuple[Link, ...], None] = {}
    for quote in quotes:
        line = line_of(edition.dossier.of(quote.kind)[quote.id], quote)
        found[chain(edition, way, source, line.origin if line else None, quote.said_by)] = None
    return tuple(one for one in found if one and not any(other != one and other[-len(one) :] == one for other in found))


def _once(quotes: tuple[Quote, ...]) -> list[Quote]:
    """Quotes of one passage, each place in the dossier once."""
    return list({(quote.kind, quote.id, quote.field, quote.hole): quote for quote in quotes}.values())


def _use(edition: Edition, way: Way, quote: Quote) -> Backlink:
    """The place that a quotation stands in, with its sentence."""
    ref = Ref(quote.kind, quote.id)
    dossier = edition.dossier
    entry = dossier.of(quote.kind)[quote.id]
    sentence = ""
    if quote.field == "body" and quote.hole >= 0:
        sentence = next((m.sentence for m in _mentions(edition, quote) if m.hole == quote.hole), "")
    elif quote.field in HEADLINES or quote.field.startswith("evidence."):
        sentence = title_of(entry)
    elif quote.field.startswith("date-from."):
        sentence = edition.speech.gettext("The date: %(date)s", date=_date_words(edition, ref))
    anchor = anchor_of(quote)
    return Backlink(
        href=way.to_entry(ref, anchor),
        title=title_of(entry),
        kind=quote.kind,
        sentence=sentence,
        language=entry.fields.language or "",
    )


def _mentions(edition: Edition, quote: Quote) -> list[Mention]:
    by = Ref(quote.kind, quote.id)
    return [m for m in edition.dossier.mentions.get(Ref("source", quote.source), ()) if m.by == by]


def _date_words(edition: Edition, ref: Ref) -> str:
    date = when(edition.speech, edition.dossier.notes[ref.id].dates.get("date"))
    return date.words if date else ""


def _other_uses(edition: Edition, way: Way, ref: Ref) -> tuple[Backlink, ...]:
    """Places that cite the source without quoting it."""
    quoted = {
        way.to_entry(Ref(quote.kind, quote.id), f"c{quote.hole + 1}")
        for quotes in edition.cited.get(ref.id, {}).values()
        for quote in quotes
        if quote.field == "body"
    }
    return tuple(link for link in backlinks(edition, way, ref) if link.href not in quoted)


# --- what is known of it


def _details(edition: Edition, way: Way, source: Source) -> Iterator[Detail]:
    """What is known of a source, in the order in which a reader asks; what is not known is absent."""
    fields, told = source.fields, edition.speech
    authors = fields.author if isinstance(fields.author, str) else ", ".join(fields.author)
    if authors:
        yield Detail(name=told.gettext("Author"), words=authors)
    if fields.publisher:
        yield Detail(name=told.gettext("Publisher"), words=fields.publisher)
    for name, field in ((told.gettext("Published"), "published"), (told.gettext("Read"), "accessed")):
        if date := when(told, source.dates.get(field)):
            yield Detail(name=name, words=date.words, datetime=date.datetime)
    if fields.url:
        yield Detail(name=told.gettext("Address"), words=fields.url, href=fields.url)
    if fields.archive_url:
        date = when(told, source.dates.get("archive-date"))
        words = told.gettext("archived copy")
        if date:
            words = told.gettext("archived copy, %(date)s", date=date.words)
        yield Detail(name=told.gettext("Archived"), words=words, href=fields.archive_url)
    yield from _gradings(edition, way, source)


def _gradings(edition: Edition, way: Way, source: Source) -> Iterator[Detail]:
    fields, told = source.fields, edition.speech
    words, topic = origin_words(edition, source, fields.origin)
    yield Detail(
        name=told.gettext("Origin"),
        words=words or told.gettext("not established"),
        href=way.to_entry(topic) if topic else "",
    )
    if fields.language:
        yield Detail(name=told.gettext("Language"), words=fields.language)
    if fields.original:
        yield Detail(name=told.gettext("Original"), words=fields.original)
