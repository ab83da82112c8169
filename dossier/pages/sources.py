"""The pages of sources: the article as it was read, its quoted passages marked, and what rests on each of them."""

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from html import escape

from msgspec.structs import replace

from dossier.link import Mention
from dossier.markup.htmltext import Span, fill
from dossier.model import Source
from dossier.names import Ref, title_of
from dossier.pages.bearing import chain, line_of
from dossier.pages.citing import cite_source
from dossier.pages.divided import FIRST, MOST, beside, sentences_of, uses_on
from dossier.pages.edition import (
    Cited,
    Edition,
    Way,
    above,
    address,
    chosen,
    file_of,
    head,
    part_text,
    published,
    uses_anchor,
)
from dossier.pages.elements import Backlink, Detail, Link, PassageView, Printed
from dossier.pages.linked import linked
from dossier.pages.passages import excerpt
from dossier.pages.pictures import with_pictures
from dossier.pages.quoted import origin_words, source_label, when
from dossier.pages.rows import (
    LEADING,
    SENTENCE,
    backlink,
    leading,
    own_corrections,
    review_rows,
    shortened,
    summary,
)
from dossier.pages.spread import pagers, spread
from dossier.pages.texts import HEADLINES, anchor_of
from dossier.pages.views import Page, SourcePage
from dossier.verify import Quote


def source_pages(edition: Edition, only: str | None = None) -> Iterator[Page]:
    """A page for each source, or for one of them by its id, and further ones where more rests on it than one page holds."""
    for source in chosen(edition.dossier.sources, only):
        yield from _source_pages(edition, source)


def _source_pages(edition: Edition, source: Source) -> Iterator[Page]:
    ref = Ref("source", source.id)
    base = address(ref)
    description = "" if published(edition, source) != "full" else summary(edition, ref, source)
    title = escape(source.fields.title or source.fields.supplied_title or "", quote=False)
    listed = _Passages(edition, source)
    others = _other_uses(edition, ref)
    pages = beside(
        uses_on(edition.dossier, source.id, edition.cited.get(source.id, {})),
        spread(base, others, partial(backlink, edition), LEADING, MOST, FIRST),
        own_corrections(edition, ref, source),
    )
    for way, (passages, uses, corrections), pager in pagers(base, pages):
        new = listed.new(passages)
        html = _text(edition, way, source, new, whole=way.path == base)
        view = SourcePage(
            head=head(edition.dossier, way, title_of(source), "sources", source, description),
            id=source.id,
            label=source_label(edition, way, source),
            published=published(edition, source),
            title_html=title,
            html=with_pictures(html, source.path, edition.dossier.images, way.root),
            passages=tuple(listed.view(way, passage, quotes, again=passage not in new) for passage, quotes in passages),
            uses=uses,
            corrections=corrections,
            pager=pager,
        )
        if way.path == base:
            view = replace(_source(edition, source, view), uses_more=len(others) - len(uses))
        yield Page(file_of(way.path), "source.html", view)


def _source(edition: Edition, source: Source, view: SourcePage) -> SourcePage:
    """A source's first page: its text, and what is known of it."""
    ref, fields = Ref("source", source.id), source.fields
    way = Way(view.head.path)
    passages = edition.cited.get(source.id, {})
    return replace(
        view,
        head=linked(view.head, edition.dossier, ref),
        supplied=not fields.title,
        title_html=_marked(edition, way, view.title_html, passages, "title"),
        details=tuple(_details(edition, way, source)),
        printed=tuple(
            Printed(name=name, html=_marked(edition, way, escape(value, quote=False), passages, f"as-printed.{name}"))
            for name, value in fields.as_printed.items()
        ),
        provenance=fields.provenance or "",
        topics=way.topics(edition.dossier, source),
        reviewed=review_rows(edition.dossier, ref, source),
        sha256=fields.sha256 or "",
        cite=cite_source(edition, source),
    )


# --- the text


def _text(edition: Edition, way: Way, source: Source, new: Collection[Cited], whole: bool) -> str:
    """As much of the text as readers are to see on a page, its passages marked. new: those that are listed there first.

    whole: whether a text that is published in full is to stand there; of any other there is what the new passages stand in.
    """
    how = published(edition, source)
    if how == "full":
        return _marked(edition, way, source.body.html, edition.cited.get(source.id, ()), "body") if whole else ""
    ranges = [(passage.start, passage.end) for passage in new if passage.part == "body"]
    if how == "metadata" or not (ranges or whole):
        return ""
    shown = excerpt(source.body.html, ranges)
    return _marked(edition, way, shown.html, new, "body", shown.place)


def _marked(
    edition: Edition,
    way: Way,
    html: str,
    passages: Iterable[Cited],
    part: str,
    place: Callable[[int, int], tuple[int, int]] = lambda start, end: (start, end),
) -> str:
    """HTML with each passage of this part in a <mark>, and behind it the way to what rests on it.

    place: where a passage stands in the text of this HTML.
    """
    spans = []
    for passage in passages:
        if passage.part == part:
            anchor, number = edition.anchor(passage), numbers(edition, passage.source)[passage]
            uses = escape(_there(way, edition.place(Ref("source", passage.source), uses_anchor(anchor))))
            words = escape(edition.speech.gettext("%(number)s: what rests on these words", number=number))
            link = f'<a class="uses" href="{uses}" aria-label="{words}">{number}</a>'
            opened = f'<mark class="passage" id="{anchor}">'
            start, end = place(passage.start, passage.end)
            spans.append(Span(start, end, opened, '<mark class="passage">', "</mark>", f"</mark>{link}"))
    return fill(html, lambda _: "", spans) if spans else html


def numbers(edition: Edition, source: str) -> dict[Cited, int]:
    """The numbers of a source's passages, in the order of its text."""
    cited = edition.cited.get(source, {})
    return edition.once(("numbers", source), lambda: {passage: number for number, passage in enumerate(cited, 1)})


# --- what rests on it


class _Passages:
    """A source's passages, to be listed on its pages."""

    def __init__(self, edition: Edition, source: Source) -> None:
        self._edition = edition
        self._source = source
        self._ref = Ref("source", source.id)
        self._sentences = sentences_of(edition.dossier, source.id)
        self._given: set[Cited] = set()

    def new(self, passages: Iterable[tuple[Cited, object]]) -> list[Cited]:
        """Those of a page's passages that no page before it lists."""
        found = [passage for passage, _ in passages if passage not in self._given]
        self._given.update(found)
        return found

    def view(self, way: Way, passage: Cited, quotes: tuple[Quote, ...], again: bool) -> PassageView:
        """A passage with some of what rests on it; where it is not there again, with its ids."""
        edition = self._edition
        anchor = edition.anchor(passage)
        stands = above(edition.dossier, self._source, passage) or again
        place = edition.place(self._ref, anchor)
        text = " ".join(part_text(self._source, passage.part)[passage.start : passage.end].split())
        return PassageView(
            anchor=anchor,
            own="" if again else uses_anchor(anchor),
            number=numbers(edition, self._source.id)[passage],
            text=shortened(text, SENTENCE) if stands else text,
            href=_there(way, place) if stands else "",
            uses=tuple(self._use(way, quote) for quote in quotes),
            chains=_chains(edition, way, self._source, edition.cited[self._source.id][passage]) if not again else (),
        )

    def _use(self, way: Way, quote: Quote) -> Backlink:
        """The place that a quotation stands in, with its sentence."""
        edition, ref = self._edition, Ref(quote.kind, quote.id)
        entry = edition.dossier.of(quote.kind)[quote.id]
        sentence = ""
        if quote.field == "body" and quote.hole >= 0:
            sentence = self._sentences.get((ref, quote.hole), "")
        elif quote.field in HEADLINES or quote.field.startswith("evidence."):
            sentence = title_of(entry)
        elif quote.field.startswith("date-from."):
            sentence = edition.speech.gettext("The date: %(date)s", date=_date_words(edition, ref))
        return Backlink(
            href=way.to(edition.place(ref, anchor_of(quote))),
            title=title_of(entry),
            kind=quote.kind,
            sentence=shortened(sentence, SENTENCE),
            language=entry.fields.language or "",
        )


def _there(way: Way, place: str) -> str:
    """The way to a place, short where it is on the same page."""
    path, _, anchor = place.partition("#")
    return f"#{anchor}" if path == way.path else way.to(place)


def _chains(edition: Edition, way: Way, source: Source, quotes: tuple[Quote, ...]) -> tuple[tuple[Link, ...], ...]:
    """By whom the words came here, as each place says that uses them; once, and not where another says all of it."""
    found: dict[tuple[Link, ...], None] = {}
    for quote in quotes:
        line = line_of(edition.dossier.of(quote.kind)[quote.id], quote)
        found[chain(edition, way, source, line.origin if line else None, quote.said_by)] = None
    return tuple(one for one in found if one and not any(other != one and other[-len(one) :] == one for other in found))


def _date_words(edition: Edition, ref: Ref) -> str:
    date = when(edition.speech, edition.dossier.notes[ref.id].dates.get("date"))
    return date.words if date else ""


def _other_uses(edition: Edition, ref: Ref) -> list[Mention]:
    """Places that cite the source without quoting it."""
    quoted = {
        (Ref(quote.kind, quote.id), quote.hole)
        for quotes in edition.cited.get(ref.id, {}).values()
        for quote in quotes
        if quote.field == "body"
    }
    return [mention for mention in leading(edition.dossier, ref) if (mention.by, mention.hole) not in quoted]


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
