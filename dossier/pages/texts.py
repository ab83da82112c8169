"""An entry's body as its page shows it: holes filled with citations and links, quotations marked, references numbered."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from html import escape

from msgspec.structs import replace

from dossier.body import Citation, CitationGroup, Wikilink
from dossier.directions import Tags
from dossier.languages import Speech
from dossier.link import Dossier
from dossier.markup.htmltext import Span, fill, in_languages, inline_edges
from dossier.model import AnyEntry
from dossier.names import Ref, short_title, title_of
from dossier.pages.bearing import further
from dossier.pages.divided import FEW, page_path, parted, size
from dossier.pages.edition import Edition, Way
from dossier.pages.elements import Link, Reference
from dossier.pages.pictures import with_pictures
from dossier.pages.quoted import quote_view, source_label, where_from
from dossier.verify import Quote

Key = tuple[str, str, str, tuple[tuple[str, ...], ...]]
"""What makes two citations one reference: the source, the locator, whose words they are, and the words."""


REFERENCES, MOST_REFERENCES = 40_000, 300
"""Bytes of the references on a page that has other lists beside them, and how many stand on any page."""
OF_REFERENCE = 400
"""Bytes that a reference has beside its own words: what stands around these in the source, addresses, grades."""
HEADLINES = ("title", "claim", "label")
"""Fields of front matter that a page shows as its headline, and whose quotations have references of their own."""


def anchor_of(quote: Quote) -> str:
    """The anchor of the place that a quotation stands in, on its entry's page; empty where it has none of its own."""
    if quote.field == "body":
        return f"c{quote.hole + 1}" if quote.hole >= 0 else ""
    if quote.field in HEADLINES:
        return "ct"
    name, _, rest = quote.field.partition(".")
    letter = {"evidence": "e", "date-from": "d"}.get(name, "")
    return f"{letter}{int(rest.partition('.')[0]) + 1}" if letter else ""


def reference(
    edition: Edition,
    way: Way,
    citation: Citation,
    quotes: Iterable[Quote],
    number: int,
    anchor: str,
    said_by: str | None = None,
    back: tuple[Link, ...] = (),
) -> Reference:
    """A citation as it stands in a list of references. said_by: the topic whose words they are. back: to where it is cited."""
    source = edition.dossier.sources[citation.source]
    origin = where_from(edition, way, source)
    return Reference(
        number=number,
        anchor=anchor,
        source=source_label(edition, way, source),
        prefix=citation.prefix,
        locator=citation.locator,
        suffix=citation.suffix,
        quotes=tuple(quote_view(edition, way, quote) for quote in quotes),
        back=back,
        chain=further(edition, way, source, None, said_by),
        origin=origin.words,
        origin_href=origin.href,
    )


class Text:
    """A body's HTML and its references. Citations of the same words of a source share a number."""

    def __init__(self, edition: Edition, way: Way, ref: Ref, entry: AnyEntry, room: int = REFERENCES) -> None:
        """way: to the entry's first page. room: bytes of references on each."""
        self._edition = edition
        self._way = way
        self._ref = ref
        self._entry = entry
        self._tags = Tags(edition.dossier.config.language)
        self._spoken = entry.fields.language or edition.dossier.config.language
        self._quotes = _by_citation(edition.dossier, ref, entry)
        self._numbers: dict[Key, int] = {}
        self._first: dict[int, tuple[int, int]] = {}
        self._back: dict[int, list[Link]] = defaultdict(list)
        for hole, group in enumerate(entry.body.holes):
            if isinstance(group, CitationGroup):
                for item in range(len(group.citations)):
                    self._number(hole, item)
        few = len(self._first) <= FEW
        self.parts = [list(self._first)] if few else parted(self._first, self._size, room, MOST_REFERENCES)
        self._further = {number: page for page, part in enumerate(self.parts) if page for number in part}

    def html(self) -> str:
        """The body, ready to be set in a page. Trusted: sanitised before, and filled with escaped words."""
        said = _said(self._edition.speech)
        spoken = in_languages(self._entry.body.html)
        spans = []
        for number, quote in enumerate(self._in_prose(), 1):
            tag, apart = self._language(quote), list(_apart(quote, spoken))
            whole = apart == [(quote.start, quote.end)]
            spans.append(self._quotation(number, quote, (tag if whole else "") + said[quote.status]))
            if tag and not whole:
                spans += [Span(start, end, f"<span{tag}>", f"<span{tag}>", "</span>") for start, end in apart]
        filled = fill(self._entry.body.html, self._hole, spans)
        return with_pictures(filled, self._entry.path, self._edition.dossier.images, self._way.root)

    def _quotation(self, number: int, quote: Quote, said: str) -> Span:
        """A quoted run, which names the reference of its words: on a screen they are shown beside it."""
        opened = f'<span class="quotation {quote.status}"{said}'
        if quote.hole >= 0:
            item = _item(self._group(quote.hole), quote)
            words = self._number(quote.hole, item)
            opened += "" if words in self._further else f' data-reference="r{words}"'
        return Span(quote.start, quote.end, f'{opened} id="q{number}">', f"{opened}>", "</span>")

    def _language(self, quote: Quote) -> str:
        """Attributes for a quotation in its source's language, where that is not the text's. In a proof it may have no source."""
        if not quote.source or quote.status == "translation":
            return ""
        source = self._edition.dossier.sources[quote.source]
        tag = self._tag(source)
        if " dir=" in tag and any(quote.start < edge < quote.end for edge in self._edges):
            # Its pieces would be laid out one by one, in the order of the text around them.
            return f' lang="{escape(source.fields.language or self._tags.site)}"'
        return tag

    @cached_property
    def _edges(self) -> list[int]:
        return inline_edges(self._entry.body.html)

    def references(self, way: Way, part: Sequence[int]) -> tuple[Reference, ...]:
        """Those of a page of the entry, one of `parts`; on the first then those of quotations in the headline."""
        body = tuple(self._reference(way, number) for number in part)
        headline = self._in_headline() if way == self._way else []
        return body + tuple(self._of_headline(number, quote) for number, quote in headline)

    def _size(self, number: int) -> int:
        """About how many bytes a reference has."""
        hole, item = self._first[number]
        citation = self._citation(hole, item)
        named = title_of(self._edition.dossier.sources[citation.source])
        words = (word for quote in self._quotes[hole, item] for word in quote.words)
        return OF_REFERENCE + size(citation.prefix, citation.locator, citation.suffix, named, *words)

    def title_marks(self) -> tuple[Link, ...]:
        """Links from the headline to the references of the words that it quotes."""
        return tuple(Link(href=f"#r{number}", words=str(number)) for number, _ in self._in_headline())

    def _in_headline(self) -> list[tuple[int, Quote]]:
        quotes = self._edition.dossier.quotes.get(self._ref, ())
        quoted = [quote for quote in quotes if quote.field in HEADLINES and quote.source]
        return list(enumerate(quoted, len(self._numbers) + 1))

    def _of_headline(self, number: int, quote: Quote) -> Reference:
        back = (Link(href="#ct", words="1"),)
        return reference(
            self._edition,
            self._way,
            Citation(quote.source, quote.line, quote.column),
            [quote],
            number,
            f"r{number}",
            back=back,
        )

    def _in_prose(self) -> list[Quote]:
        quotes = self._edition.dossier.quotes.get(self._ref, ())
        return [quote for quote in quotes if quote.field == "body" and quote.end > quote.start]

    def _number(self, hole: int, item: int) -> int:
        citation = self._citation(hole, item)
        words = tuple(quote.words for quote in self._quotes[hole, item])
        key = (citation.source, citation.locator, self._group(hole).said_by or "", words)
        number = self._numbers.setdefault(key, len(self._numbers) + 1)
        if number not in self._first:
            self._first[number] = (hole, item)
        back = Link(href=f"#c{hole + 1}", words=str(len(self._back[number]) + 1))
        if all(link.href != back.href for link in self._back[number]):
            self._back[number].append(back)
        return number

    def _group(self, hole: int) -> CitationGroup:
        group = self._entry.body.holes[hole]
        assert isinstance(group, CitationGroup)
        return group

    def _citation(self, hole: int, item: int) -> Citation:
        return self._group(hole).citations[item]

    def _reference(self, way: Way, number: int) -> Reference:
        hole, item = self._first[number]
        said_by, back = self._group(hole).said_by, tuple(self._back[number])
        if way != self._way:
            back = tuple(replace(link, href=f"../{link.href}") for link in back)
        quotes, citation = self._quotes[hole, item], self._citation(hole, item)
        return reference(self._edition, way, citation, quotes, number, f"r{number}", said_by, back)

    def _hole(self, number: int) -> str:
        hole = self._entry.body.holes[number]
        if isinstance(hole, Wikilink):
            return self._wikilink(number, hole)
        marks = [self._mark(number, item, citation) for item, citation in enumerate(hole.citations)]
        brackets = f"[{', '.join(marks)}]"
        if hole.in_text:
            source = self._edition.dossier.sources[hole.citations[0].source]
            href = escape(self._way.to_entry(Ref("source", source.id)))
            brackets = f'<a class="link" href="{href}">{escape(short_title(source))}</a> {brackets}'
        return f'<span class="citation" id="c{number + 1}">{brackets}</span>'

    def _mark(self, hole: int, item: int, citation: Citation) -> str:
        number = self._number(hole, item)
        before = f"{escape(citation.prefix)} " if citation.prefix else ""
        after = "".join(f", {escape(words)}" for words in (citation.locator, citation.suffix) if words)
        page = page_path("", self._further.get(number, 0))
        return f'{before}<a href="{page}#r{number}">{number}</a>{after}'

    def _wikilink(self, number: int, link: Wikilink) -> str:
        target = self._edition.dossier.targets[self._ref][number]
        entry = self._edition.dossier.of(target.kind)[target.id]
        tag = "" if link.words else self._tag(entry)
        href = escape(self._way.to_entry(target))
        return f'<a class="link" id="c{number + 1}" href="{href}"{tag}>{escape(link.words or title_of(entry))}</a>'

    def _tag(self, entry: AnyEntry) -> str:
        """Attributes for words of an entry, where its language is not the text's."""
        language = entry.fields.language or self._tags.site
        return str(self._tags.quoted(language, self._spoken)) if language != self._spoken else ""


def _said(speech: Speech) -> dict[str, str]:
    """What the style sheet says behind a quotation of each status, as an attribute: where its words are not the source's."""
    said = {"translation": speech.gettext("(our translation)"), "no-text": speech.gettext("(not verified)")}
    return defaultdict(str, {status: f' data-said="{escape(words)}"' for status, words in said.items()})


def _apart(quote: Quote, spoken: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The ranges of a quotation's that the text does not say the language of itself."""
    at = quote.start
    for start, end in spoken:
        if at < end and start < quote.end:
            if at < start:
                yield at, start
            at = end
    if at < quote.end:
        yield at, quote.end


def _by_citation(dossier: Dossier, ref: Ref, entry: AnyEntry) -> dict[tuple[int, int], list[Quote]]:
    """An entry's quotes by the citation that they belong to: its hole, and its place in the group."""
    found: dict[tuple[int, int], list[Quote]] = defaultdict(list)
    for quote in dossier.quotes.get(ref, ()):
        group = entry.body.holes[quote.hole] if quote.field == "body" and quote.hole >= 0 else None
        if not isinstance(group, CitationGroup):
            continue
        item = _item(group, quote)
        same = [other for other in found[quote.hole, item] if other.passage == quote.passage]
        if quote.status == "translation":
            found[quote.hole, item] = [other for other in found[quote.hole, item] if other not in same]
        if quote.status == "translation" or all(quote.words != other.words for other in same):
            found[quote.hole, item].append(quote)
    return found


def _item(group: CitationGroup, quote: Quote) -> int:
    """The place in its group of the citation that a quotation belongs to: of a run, the first of its source."""
    if quote.end > quote.start:
        return next((i for i, citation in enumerate(group.citations) if citation.source == quote.source), 0)
    return quote.item
