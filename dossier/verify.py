"""Every quotation of an entry, found in the source that it belongs to, or not: what the whole program exists for.

In: an entry and the sources. Out: one Quote for each quotation, wherever in the file it stands. Pure; the engine that
compares words is `quotes`.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from dossier.body import HOLE, Citation, CitationGroup, Quotation
from dossier.folding import fold
from dossier.ids import Kind
from dossier.markup.marks import runs
from dossier.model import AnyEntry, ClaimFields, EvidenceLine, NoteFields, Source, TopicFields
from dossier.quotes import Miss, Passage, find

Status = Literal["verified", "changed", "translation", "no-text", "missed", "unknown-source", "unsourced"]

_PARAGRAPH = re.compile(r"\bpara(?:graph|s|\.)?\s*(\d+)")
_SCRIPTS = re.compile(
    "([\uac00-\ud7a3])|([\u3040-\u30ff\u4e00-\u9fff])|([\u0400-\u04ff])|([\u0600-\u06ff])|([A-Za-zÀ-ɏ])"
)
_LATIN = 5


class Quote(Struct, frozen=True):
    """One quotation of an entry and where it stands.

    field: `body`, or the value's path in the front matter. words: its paragraphs, as the editor wrote them. source: the
    source that it stands in, else the first that it was looked for in; part: of that source's texts. hole, item: the
    citation that it belongs to, -1 where none in the body does. start, end: its range in the body's text, equal where it
    is not shown there. reason: why it is a miss, if a rule says so.
    """

    kind: Kind
    id: str
    path: str
    field: str
    line: int
    column: int
    words: tuple[str, ...]
    status: Status
    source: str = ""
    part: str = "body"
    passage: Passage | None = None
    hole: int = -1
    item: int = 0
    start: int = 0
    end: int = 0
    said_by: str = ""
    reason: str = ""

    @property
    def stands(self) -> bool:
        return self.passage is not None


def verify(
    kind: Kind, entry: AnyEntry, sources: Mapping[str, Source], fill: Callable[[str], str], language: str
) -> tuple[Quote, ...]:
    """The quotations of an entry in the order of their places.

    fill: puts words for the holes in a piece of text. language: the entry's own, by which translations are told.
    """
    suffixes = list(_suffixes(kind, entry, sources))
    body = [_in_body(kind, entry, sources, fill, language, quotation, suffixes) for quotation in entry.body.quotations]
    found = [*_in_front_matter(kind, entry, sources), *suffixes, *body]
    return tuple(sorted(found, key=lambda quote: (quote.line, quote.column)))


def cited_sources(entry: AnyEntry) -> tuple[str, ...]:
    """The ids that an entry cites anywhere, each once, in the order in which they appear in its body, then its fields."""
    groups = [hole for hole in entry.body.holes if isinstance(hole, CitationGroup)]
    found = [citation.source for group in groups for citation in group.citations]
    if isinstance(entry.fields, NoteFields):
        found += [basis.source for basis in entry.fields.date_from]
    if isinstance(entry.fields, ClaimFields):
        found += [line.source for line in entry.fields.evidence]
    return tuple(dict.fromkeys(found))


# --- in the body


def _suffixes(kind: Kind, entry: AnyEntry, sources: Mapping[str, Source]) -> Iterator[Quote]:
    """The quoted suffixes of citations: `[@id, "words"]`."""
    for number, group in enumerate(entry.body.holes):
        if not isinstance(group, CitationGroup):
            continue
        for item, citation in enumerate(group.citations):
            if citation.quote is not None:
                place = (citation.quote_line, citation.quote_column)
                quote = Quote(
                    kind, entry.id, entry.path, "body", *place, (citation.quote,), "missed", hole=number, item=item
                )
                yield _settle(_said(quote, group), [citation], sources)


def _in_body(
    kind: Kind,
    entry: AnyEntry,
    sources: Mapping[str, Source],
    fill: Callable[[str], str],
    language: str,
    quotation: Quotation,
    suffixes: Sequence[Quote],
) -> Quote:
    """A run in double marks or a blockquote, looked for in each source of the citation that it belongs to."""
    words = tuple(fill(paragraph) for paragraph in quotation.paragraphs)
    quote = Quote(
        kind,
        entry.id,
        entry.path,
        "body",
        quotation.line,
        quotation.column,
        words,
        "unsourced",
        hole=quotation.group,
        start=quotation.start,
        end=quotation.end,
    )
    group = entry.body.holes[quotation.group] if quotation.group >= 0 else None
    if not isinstance(group, CitationGroup):
        return quote
    found = _settle(_said(quote, group), group.citations, sources)
    if found.status == "missed" and quotation.adjacent and not quotation.block:
        for original in suffixes:
            if original.hole == quotation.group and _is_translation(language, found, original, sources):
                return _with(found, original, "translation")
    return found


def _said(quote: Quote, group: CitationGroup) -> Quote:
    return replace(quote, said_by=group.said_by or "")


def _is_translation(language: str, prose: Quote, original: Quote, sources: Mapping[str, Source]) -> bool:
    """Whether prose in marks may be the editors' translation of the verified suffix behind it.

    Only if the two are in different languages, by the source's own `language` or by their scripts: else a made-up
    quotation could hide before a true one.
    """
    if not original.stands:
        return False
    ours, theirs = language, sources[original.source].fields.language
    if theirs and theirs.split("-")[0].lower() != ours.split("-")[0].lower():
        return True
    scripts = script(" ".join(prose.words)), script(" ".join(original.words))
    return scripts[0] != scripts[1] and all(scripts)


def script(words: str) -> int:
    """The script that most letters of the words are in, by its number; 0 for none that is known."""
    if words.isascii():
        return _LATIN if any(map(str.isalpha, words)) else 0
    counts = [0] * 6
    for match in _SCRIPTS.finditer(words):
        counts[match.lastindex or 0] += 1
    return counts.index(max(counts)) if max(counts) else 0


# --- in front matter


def _in_front_matter(kind: Kind, entry: AnyEntry, sources: Mapping[str, Source]) -> Iterator[Quote]:
    fields = entry.fields
    if isinstance(fields, NoteFields):
        yield from _date_quotes(entry, fields, sources)
    elif isinstance(fields, ClaimFields):
        yield from _evidence_quotes(entry, fields, sources)
    for field, words in headlines(entry):
        yield from _headline(kind, entry, field, words, sources)


def headlines(entry: AnyEntry) -> Iterator[tuple[str, str]]:
    """The fields by name in which editors may set words in marks; a source's headline is evidence, and is none."""
    fields = entry.fields
    if isinstance(fields, NoteFields | TopicFields):
        yield "title", fields.title
    elif isinstance(fields, ClaimFields):
        yield "claim", fields.claim
        yield "label", fields.label or ""


def _headline(kind: Kind, entry: AnyEntry, field: str, words: str, sources: Mapping[str, Source]) -> Iterator[Quote]:
    """Runs in double marks in a title, claim or label: they may stand in any source that the file cites."""
    citations = [Citation(source, 0, 0) for source in cited_sources(entry)]
    line, column = entry.line(field)
    for start, end in runs(words)[0]:
        quote = Quote(
            kind, entry.id, entry.path, field, line, column + start, (words[start + 1 : end - 1],), "unsourced"
        )
        yield _settle(quote, citations, sources) if citations else quote


def _date_quotes(note: AnyEntry, fields: NoteFields, sources: Mapping[str, Source]) -> Iterator[Quote]:
    for i, basis in enumerate(fields.date_from):
        field = f"date-from.{i}.quote"
        quote = Quote("note", note.id, note.path, field, *note.line(field), (basis.quote,), "missed")
        yield _settle(quote, [Citation(basis.source, *note.line(f"date-from.{i}.source"))], sources)


def _evidence_quotes(claim: AnyEntry, fields: ClaimFields, sources: Mapping[str, Source]) -> Iterator[Quote]:
    for i, line in enumerate(fields.evidence):
        field = f"evidence.{i}.quote"
        words = tuple(line.quote.split("\n\n"))
        quote = Quote(
            "claim", claim.id, claim.path, field, *claim.line(field), words, "missed", said_by=line.said_by or ""
        )
        yield _settle(quote, [Citation(line.source, *claim.line(f"evidence.{i}.{line.bearing}"))], sources)
        if fields.figure and line.bearing == "supports":
            yield _figure(claim, i, line, fields.figure)


def _figure(claim: AnyEntry, number: int, line: EvidenceLine, figure: str) -> Quote:
    """The claim's figure, looked for in the quote of a supporting line."""
    found = find(fold(line.quote, [(0, len(line.quote))]), [figure])
    status: Status = "missed" if isinstance(found, Miss) else "verified"
    passage = None if isinstance(found, Miss) else found
    place = claim.line("figure")
    field = f"figure.{number}"
    return Quote("claim", claim.id, claim.path, field, *place, (figure,), status, line.source, field, passage)


# --- looking


def _settle(quote: Quote, citations: Sequence[Citation], sources: Mapping[str, Source]) -> Quote:
    """The quote with where it stands: in the first of the cited sources that has it."""
    known = [citation for citation in citations if citation.source in sources]
    if not known:
        return replace(quote, status="unknown-source", source=citations[0].source if citations else "")
    reason = ""
    for citation in known:
        source = sources[citation.source]
        for part, text in source.texts.items():
            found = find(text, quote.words, _paragraph(citation) if part == "body" else None)
            if isinstance(found, Passage):
                status: Status = "changed" if found.changes else "verified"
                return replace(quote, status=status, source=source.id, part=part, passage=found)
            reason = reason or found.reason
    textless = all(not sources[citation.source].body.blocks for citation in known)
    return replace(quote, status="no-text" if textless else "missed", source=known[0].source, reason=reason)


def _paragraph(citation: Citation) -> int | None:
    found = _PARAGRAPH.search(citation.locator)
    return int(found[1]) if found else None


def _with(quote: Quote, original: Quote, status: Status) -> Quote:
    return replace(
        quote, status=status, source=original.source, part=original.part, passage=original.passage, reason=""
    )


def holes_in(text: str) -> Iterator[int]:
    """The numbers of the holes that stand in a piece of a body's text, in order."""
    return (ord(c) - HOLE for c in text if ord(c) >= HOLE)
