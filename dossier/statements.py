"""What an entry states, a piece at a time, each with the quotations that it rests on: what a fact-checker goes through.

In: a linked dossier. Out: for a note, claim or topic its headline where that quotes, its date, figure and evidence, and
each sentence of its body in order. Every quotation of the entry is in just one of them, and so is every word of its text.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

from dossier.body import HOLE, Citation, CitationGroup
from dossier.filled import HOLES
from dossier.languages import Speech, speech
from dossier.link import Dossier
from dossier.markup.sentences import sentences
from dossier.model import AnyEntry, ClaimFields, NoteFields
from dossier.names import Ref, title_of
from dossier.verify import Quote, headlines

Part = Literal["title", "date", "claim", "figure", "text"]


class Statement(Struct, frozen=True):
    """A piece of what an entry says. words: as a reader has them, in one line, without citations.

    quotes: its quotations, each with a source, in their order. cites: sources that it cites without quoting them here.
    note: what the editors say of it. field: of the front matter that it stands in, else `body`; start, end: its range in
    the body's text.
    """

    part: Part
    words: str
    field: str = "body"
    quotes: tuple[Quote, ...] = ()
    cites: tuple[str, ...] = ()
    note: str = ""
    start: int = 0
    end: int = 0


def statements(dossier: Dossier, ref: Ref) -> tuple[Statement, ...]:
    """All that an entry states, in the order of its page; nothing for a source, whose words are evidence."""
    if ref.kind == "source":
        return ()
    entry = dossier.of(ref.kind)[ref.id]
    quotes = [quote for quote in dossier.quotes.get(ref, ()) if quote.source in dossier.sources]
    return (*_of_fields(speech(dossier.config.language), entry, quotes), *_of_body(dossier, ref, entry, quotes))


def place_of(entry: AnyEntry, statement: Statement) -> tuple[int, int]:
    """Line and column at which a statement begins; behind a citation or link, whose length in the file is not known, its line."""
    if statement.field != "body":
        return entry.line(statement.field)
    line, column = entry.body.place(statement.start)
    before = entry.body.text[statement.start - column + 1 : statement.start]
    return line, 1 if HOLES.search(before) else column


def _of_fields(speech: Speech, entry: AnyEntry, quotes: Sequence[Quote]) -> Iterator[Statement]:
    fields = entry.fields
    names = [name for name, _ in headlines(entry)]
    of_headline = tuple(quote for quote in quotes if quote.field in names)
    if isinstance(fields, ClaimFields):
        lines = tuple(quote for quote in quotes if quote.field.startswith("evidence."))
        yield Statement("claim", fields.claim, "claim", of_headline + lines)
        if fields.figure:
            figures = tuple(quote for quote in quotes if quote.field.startswith("figure."))
            yield Statement("figure", f"{fields.figure} {fields.label or ''}".rstrip(), "figure", figures)
    elif of_headline:
        yield Statement("title", title_of(entry), "title", of_headline)
    if isinstance(fields, NoteFields) and "date" in entry.dates:
        bases = tuple(quote for quote in quotes if quote.field.startswith("date-from."))
        words = speech.date(entry.dates["date"])
        if fields.expected:
            words = speech.gettext("%(date)s, expected", date=words)
        yield Statement("date", words, "date", bases, note=fields.date_note or "")


def _of_body(dossier: Dossier, ref: Ref, entry: AnyEntry, quotes: Sequence[Quote]) -> Iterator[Statement]:
    ranges = list(_ranges(entry))
    starts = [start for start, _ in ranges]
    text = entry.body.text
    of_range: list[list[Quote]] = [[] for _ in ranges]
    for quote in quotes if ranges else ():
        if quote.field == "body":
            at = quote.start if quote.end > quote.start else text.find(chr(HOLE + quote.hole))
            of_range[max(0, bisect_right(starts, at) - 1)].append(quote)
    for (start, end), own in zip(ranges, of_range, strict=True):
        piece = text[start:end]
        words = dossier.plain(ref, piece)
        cited = [c.source for hole in HOLES.findall(piece) for c in _citations(entry, ord(hole) - HOLE)]
        quoted = {quote.source for quote in own}
        cites = tuple(dict.fromkeys(id_ for id_ in cited if id_ not in quoted and id_ in dossier.sources))
        if own or cites or any(c.isalnum() for c in words):
            yield Statement("text", words, quotes=tuple(own), cites=cites, start=start, end=end)


def _citations(entry: AnyEntry, number: int) -> Sequence[Citation]:
    hole = entry.body.holes[number]
    return hole.citations if isinstance(hole, CitationGroup) else ()


def _ranges(entry: AnyEntry) -> Iterator[tuple[int, int]]:
    """The body's sentences, block by block; a blockquote is one, since its citation ends it."""
    body, bracketed = entry.body, entry.body.bracketed()
    quote, begun, ended = 0, 0, 0
    for block in body.blocks:
        if quote and block.quote != quote:
            yield begun, ended
        if block.quote:
            begun, ended = (begun if block.quote == quote else block.start), block.end
        else:
            for start, end in sentences(body.text[block.start : block.end], bracketed):
                yield block.start + start, block.start + end
        quote = block.quote
    if quote:
        yield begun, ended
