"""What a published entry says that a reader may have relied on, so that it can be compared with what it said before.

In: a linked dossier and an entry. Out: what it states, each with words to show, and folded words by which two are the same.
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Literal

from msgspec import Struct

from dossier.body import HOLE, Wikilink
from dossier.dates import say
from dossier.folding import tokens
from dossier.ids import Kind
from dossier.link import Dossier
from dossier.markup.htmltext import chunks
from dossier.markup.marks import runs
from dossier.markup.sentences import sentences
from dossier.model import AnyEntry, ClaimFields, NoteFields, Publish, SourceFields, TopicFields
from dossier.names import Ref
from dossier.statements import Statement, place_of, statements

Form = Literal["prose", "exact"]
_BLANK = "\ue000"
"""Stands in an editor's sentence for words in marks, which are compared by themselves."""


class Stated(Struct, frozen=True):
    """One thing that an entry says. what: in a word, as a message calls it; words: to be shown.

    form: whether it is the editors' prose, in which a slip may be mended, or has to stay as it is. single: an entry has one
    of this name. folded: its words, without those in marks; quoted: of those and of its citations, each with the source if it
    is known, and each source without words. linked: as `folded`, but for links that show another entry's title, by what they
    lead to.
    """

    what: str
    words: str
    line: int
    column: int
    form: Form
    single: bool
    folded: tuple[str, ...]
    quoted: tuple[tuple[str, str], ...] = ()
    linked: tuple[str, ...] = ()


Moved = Mapping[Ref, Ref]
UNMOVED: Moved = MappingProxyType({})
NOTHING: Mapping[str, str] = MappingProxyType({})


def stated(dossier: Dossier, ref: Ref, moved: Moved = UNMOVED, whole: bool = False) -> list[Stated]:
    """All that an entry states, in the order of its page.

    moved: what entries are called now, by what they were. whole: of a source all its text, not only what readers see.
    """
    entry = dossier.of(ref.kind)[ref.id]
    found = [*_fields(entry), *_lists(entry, moved), *_corrections(entry)]
    if ref.kind == "source":
        return [*found, *_texts(dossier, entry, whole)]
    return [*found, *(_statement(dossier, ref, one, moved) for one in statements(dossier, ref) if one.part == "text")]


def everywhere(dossier: Dossier) -> frozenset[tuple[str, ...]]:
    """The folded words of every sentence of editors in a dossier: one that only moved is still said."""
    refs = (ref for ref, _ in dossier.entries() if ref.kind != "source")
    return frozenset(
        _prose(one.words)[0] for ref in refs for one in statements(dossier, ref) if one.part == "text" and one.words
    )


def fold_words(text: str) -> tuple[str, ...]:
    """A text's words and marks, folded as quotations are."""
    return tuple(token.word for token in tokens(text))


def _prose(text: str) -> tuple[tuple[str, ...], list[str]]:
    """A sentence's words, and those that it sets in marks."""
    found, quoted, at = "", [], 0
    for start, end in runs(text)[0]:
        found += text[at:start] + _BLANK
        quoted.append(text[start + 1 : end - 1])
        at = end
    return fold_words(found + text[at:]), quoted


# --- front matter


def _fields(entry: AnyEntry) -> Iterator[Stated]:
    for what, field, words, form in _named_fields(entry):
        if words:
            yield _single(entry, what, field, words, form)
    if isinstance(entry.fields, NoteFields) and (date := entry.dates.get("date")):
        yield Stated("date", say(date), *entry.line("date"), "exact", True, (date.text,))
        happened = "expected" if entry.fields.expected else "known to have happened"
        yield Stated("event", happened, *entry.line("expected"), "exact", True, (happened,))


def _named_fields(entry: AnyEntry) -> Iterator[tuple[str, str, str, Form]]:
    """What readers see of an entry's fields, of each of which there is one: in a word, its path, its words."""
    fields = entry.fields
    if isinstance(fields, ClaimFields):
        yield "claim", "claim", fields.claim, "prose"
        yield "figure", "figure", fields.figure or "", "exact"
        yield "label", "label", fields.label or "", "prose"
    elif isinstance(fields, SourceFields):
        yield from _of_source(fields)
    else:
        yield "title", "title", fields.title, "prose"
    if isinstance(fields, NoteFields):
        yield "date’s reason", "date-note", fields.date_note or "", "prose"


def _of_source(fields: SourceFields) -> Iterator[tuple[str, str, str, Form]]:
    authors = fields.author if isinstance(fields.author, str) else ", ".join(fields.author)
    yield "title", "title", fields.title or "", "exact"
    yield "title", "supplied-title", fields.supplied_title or "", "prose"
    yield "author", "author", authors, "exact"
    yield "publisher", "publisher", fields.publisher or "", "exact"
    yield "date", "published", fields.published or "", "exact"
    yield "reliability", "reliability", fields.reliability or "", "exact"
    yield "provenance", "provenance", fields.provenance or "", "prose"
    for name, printed in fields.as_printed.items():
        yield f"{name} as printed", f"as-printed.{name}", printed, "exact"


def _single(entry: AnyEntry, what: str, field: str, words: str, form: Form) -> Stated:
    folded, quoted = _prose(words) if form == "prose" else (fold_words(words), [])
    return Stated(what, words, *entry.line(field), form, True, folded, _quoted(("", one) for one in quoted))


def _quoted(found: Iterator[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Sources and quoted words, these folded, without a last stop: which may be the quoting sentence's."""
    return tuple(sorted((source, re.sub(r"( [.,])+$", "", " ".join(fold_words(words)))) for source, words in found))


def _lists(entry: AnyEntry, moved: Moved) -> Iterator[Stated]:
    fields = entry.fields
    if isinstance(fields, TopicFields):
        for i, name in enumerate(fields.names):
            yield Stated("name", name, *entry.line(f"names.{i}"), "exact", False, fold_words(name))
    if isinstance(fields, NoteFields):
        for i, basis in enumerate(fields.date_from):
            source = _now(moved, basis.source)
            yield _evidence(entry, "date’s quotation", f"date-from.{i}.quote", "", source, basis.quote)
    if isinstance(fields, ClaimFields):
        if fields.supersedes:
            claim = _now(moved, fields.supersedes, "claim")
            yield Stated("superseded claim", claim, *entry.line("supersedes"), "exact", True, (claim,))
        for i, line in enumerate(fields.evidence):
            source, at = _now(moved, line.source), f"evidence.{i}"
            given = {"said by": line.said_by or "", "credibility": str(line.credibility or "")}
            yield _evidence(entry, "evidence", f"{at}.quote", f"{line.bearing}: ", source, line.quote, given)
            for field, words in (("note", line.note), ("translation", line.translation)):
                if words:
                    yield Stated(field, words, *entry.line(f"{at}.{field}"), "prose", False, fold_words(words))


def _evidence(
    entry: AnyEntry, what: str, field: str, bearing: str, source: str, quote: str, given: Mapping[str, str] = NOTHING
) -> Stated:
    """Words of a source that an entry rests on. given: what else is said of them, by name; more of it is no change."""
    words = " ".join(quote.split())
    folded = (bearing, source, *fold_words(words))
    more = tuple((name, value) for name, value in given.items() if value)
    label = ", ".join((source, *(f"{name} {value}" for name, value in more)))
    return Stated(what, f"{bearing}{words} ({label})", *entry.line(field), "exact", False, folded, more)


def _corrections(entry: AnyEntry) -> Iterator[Stated]:
    for i, one in enumerate(entry.fields.corrections):
        words = f"{one.was} → {one.now}"
        yield Stated(
            "correction", words, *entry.line(f"corrections.{i}"), "exact", False, (one.date, *fold_words(words))
        )


# --- texts


def _statement(dossier: Dossier, ref: Ref, one: Statement, moved: Moved) -> Stated:
    """A sentence of the editors: their words, and beside them what they quote there."""
    entry = dossier.of(ref.kind)[ref.id]
    blocks = {quotation.start for quotation in entry.body.quotations if quotation.block}
    is_block = any(quote.start in blocks and quote.end > quote.start for quote in one.quotes)
    folded = () if is_block else _prose(one.words)[0]
    linked = () if is_block else _linked(dossier, ref, one, moved)
    quoted = _quoted(_cited(one, moved))
    return Stated("sentence", one.words, *place_of(entry, one), "prose", False, folded, quoted, linked or folded)


def _cited(one: Statement, moved: Moved) -> Iterator[tuple[str, str]]:
    """The sources that a sentence rests on, each without words, for it may come to be quoted; what it quotes; who said that."""
    for source in dict.fromkeys((*(quote.source for quote in one.quotes), *one.cites)):
        yield _now(moved, source), ""
    for quote in one.quotes:
        source, words = _now(moved, quote.source), " ".join(quote.words)
        yield source, words
        if quote.said_by:
            yield f"{source}, said by {_now(moved, quote.said_by, 'topic')}", words


def _linked(dossier: Dossier, ref: Ref, one: Statement, moved: Moved) -> tuple[str, ...]:
    """A sentence's words with ids for the titles that its links show; nothing where none does."""
    body, table = dossier.of(ref.kind)[ref.id].body, {}
    for number, target in dossier.targets[ref].items():
        hole = body.holes[number]
        if isinstance(hole, Wikilink) and not hole.words and chr(HOLE + number) in body.text[one.start : one.end]:
            to = moved.get(target, target)
            table[HOLE + number] = f"[[{to.kind}:{to.id}]]"
    return _prose(dossier.plain(ref, body.text[one.start : one.end].translate(table)))[0] if table else ()


def _now(moved: Moved, id_: str, kind: Kind = "source") -> str:
    ref = Ref(kind, id_)
    return moved.get(ref, ref).id


def _texts(dossier: Dossier, source: AnyEntry, whole: bool) -> Iterator[Stated]:
    """The sentences of a source's text, or those that readers see; of one that shows none, nothing."""
    shown = [(0, len(source.body.text))] if whole else _ranges(dossier, source)
    for block in source.body.blocks:
        if any(start < block.end and end > block.start for start, end in shown):
            for start, end in sentences(source.body.text[block.start : block.end]):
                words = " ".join(source.body.text[block.start + start : block.start + end].split())
                line, column = source.body.place(block.start + start)
                yield Stated("text", words, line, column, "exact", False, fold_words(words))


def _ranges(dossier: Dossier, source: AnyEntry) -> list[tuple[int, int]]:
    how: Publish = getattr(source.fields, "publish", None) or dossier.config.source_text
    if how == "full":
        return [(0, len(source.body.text))]
    if how == "metadata":
        return []
    quotes = (quote for of_entry in dossier.quotes.values() for quote in of_entry)
    quoted = [q.passage for q in quotes if q.source == source.id and q.part == "body" and q.passage]
    parts = [(start, end) for start, end, _ in chunks(source.body.html)]
    return [(start, end) for start, end in parts if any(p.start < end and p.end > start for p in quoted)]
