"""The third stage: what is wrong with a linked dossier. A check is one plain function in CHECKS, or in CHECKS_OF_ENTRIES where
what it finds rests on an entry and on what that names alone, or on whether it is named, and is found again only where that
has changed.

In: a Dossier (and a memo, for what is costly). Out: problems.
"""

import re
from collections.abc import Callable, Iterator
from hashlib import blake2b
from itertools import chain

from msgspec import Struct

from dossier.body import HOLE, CitationGroup
from dossier.copies import shared_texts
from dossier.dates import needs_reason
from dossier.diagnostics import Place, Problem, problem
from dossier.ids import Kind
from dossier.link import Dossier, linked_since
from dossier.markup.marks import runs
from dossier.markup.sentences import sentences
from dossier.memo import Memo, Task
from dossier.model import AnyEntry, NoteFields, Source, SourceFields
from dossier.names import Ref
from dossier.nearest import Near, nearest
from dossier.originals import digest_problem, is_comparable, text_problems
from dossier.pictured import pictured
from dossier.reviews import lapsed_reviews
from dossier.standing import circle
from dossier.verify import Quote, cited_sources, headlines

NEAREST_AMONG = 2000
"""A quotation that is a miss is looked for in at most so many other sources: an error is worth time, not all of it."""

_MISSED = "unverified-quote"
_CITE = '[@id, "its words"]'
_UNSOURCED = 'cite its source directly behind it: [@id]; words that are nobody\'s are marked ["…"]{.term}'
_UNSOURCED_HEADLINE = "cite a source that has these words in this file, or leave out the marks"

Check = Callable[[Dossier], Iterator[Problem]]
CheckOfEntry = Callable[[Dossier, Ref, AnyEntry], Iterator[Problem]]


class Checked(Struct, frozen=True):
    """What is wrong with a dossier, in no particular order.

    of_entries: by entry, what rests on it and on what it names; of_sources: what rests on what all sources are made of.
    """

    dossier: Dossier
    of_entries: dict[Ref, tuple[Problem, ...]]
    of_sources: tuple[Problem, ...]
    of_all: tuple[Problem, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        return (*chain.from_iterable(self.of_entries.values()), *self.of_sources, *self.of_all)


def check(dossier: Dossier, memo: Memo, last: Checked | None = None) -> Checked:
    """All problems of a linked dossier. last: what was found before the dossier was linked again, of which is kept what holds."""
    before = last.dossier if last else None
    known = last.of_entries if last else {}
    anew = linked_since(dossier, before)
    anew += (dossier.mentions.keys() ^ before.mentions.keys()) & dossier.targets.keys() if before else ()
    if before and dossier.sources is not before.sources:
        # The hint of a quotation that is missed looks through all sources.
        missed = (ref for ref, found in known.items() if any(one.code == _MISSED for one in found))
        anew += [ref for ref in missed if ref in dossier.targets]
    fresh = {ref: tuple(_of_entry(dossier, ref)) for ref in anew}
    of_entries = {ref: found for ref, found in (known | fresh).items() if found and ref in dossier.targets}
    if last and before and _has_same_sources(dossier, before):
        of_sources = last.of_sources
    else:
        of_sources = (*_originals(dossier, memo), *shared_texts(dossier, memo))
    return Checked(dossier, of_entries, of_sources, tuple(p for check_ in CHECKS for p in check_(dossier)))


def _of_entry(dossier: Dossier, ref: Ref) -> Iterator[Problem]:
    entry = dossier.of(ref.kind)[ref.id]
    return (p for check_ in CHECKS_OF_ENTRIES[ref.kind] for p in check_(dossier, ref, entry))


def _has_same_sources(now: Dossier, before: Dossier) -> bool:
    """Whether sources, their originals and what their origins lead to are the same objects."""
    return now.sources is before.sources and now.originals is before.originals and now.origins is before.origins


def unverified_quotes(dossier: Dossier, ref: Ref, _: AnyEntry) -> Iterator[Problem]:
    """Quotations that do not stand in their source, with the nearest passage; and those that belong to no source."""
    for quote in dossier.quotes[ref]:
        if quote.stands:
            continue
        words = _shown(quote)
        if quote.status == "unsourced":
            hint = _UNSOURCED if quote.field == "body" else _UNSOURCED_HEADLINE
            yield _at(quote, "unsourced-quote", f"“{words}” has no citation to belong to", hint)
        elif quote.status == "missed" and quote.field.startswith("figure."):
            line = dossier.claims[quote.id].fields.evidence[int(quote.field.removeprefix("figure."))]
            hint = f"quote it with the figure in it: the line has “{line.quote}”"
            yield _at(quote, _MISSED, f"the figure “{words}” is not in the quote from {quote.source}", hint)
        elif quote.status == "missed":
            message = f"“{words}” is not in source {quote.source}"
            message = f"{message}: {quote.reason}" if quote.reason else message
            yield _at(quote, _MISSED, message, _nearest_hint(dossier, quote))


def doubtful_quotes(dossier: Dossier, ref: Ref, _: AnyEntry) -> Iterator[Problem]:
    """Quotations that stand in their source, and may yet mislead."""
    for quote in dossier.quotes[ref]:
        passage = quote.passage
        if quote.status == "no-text":
            message = f"“{_shown(quote)}” can't be verified: source {quote.source} has no text here"
            yield _at(quote, "no-text-to-verify", message, "add the passage to the source's body")
        if passage is None or quote.field.startswith("figure."):
            continue
        if passage.negation:
            message = f"“{_shown(quote)}” skips “{passage.negation}” in source {quote.source}"
            yield _at(quote, "altered-sense", message, "quote the negation too, or say why it does not matter")
        if passage.bound not in ("", passage.negation) and quote.status != "translation":
            left_out = f"leaves out “{passage.bound}”, which stands directly beside it in source {quote.source}"
            message = f"“{_shown(quote)}” {left_out}"
            yield _at(quote, "bound-dropped", message, f"take “{passage.bound}” into the quotation")
        if quote.said_by in dossier.topics and not passage.direct:
            message = f"source {quote.source} does not have “{_shown(quote)}” in marks, as {quote.said_by}'s own words"
            hint = "tell it as indirect speech and remove said-by, or say under `accept` how you know"
            yield _at(quote, "said-indirectly", message, hint)


def unclosed_marks(_: Dossier, __: Ref, entry: AnyEntry) -> Iterator[Problem]:
    """Marks without a partner in titles, claims and labels; those of a body are found as it is read."""
    for field, words in headlines(entry):
        for at in runs(words)[1]:
            line, column = entry.line(field)
            message = f"the quotation mark before “{_cut(words[at + 1 :])}” has no partner in `{field}`"
            if at + 1 == len(words):
                message = f"the quotation mark at the end of `{field}` has no partner"
            place = Place(entry.path, line, column + at)
            yield problem(place, "unclosed-quote", message, "close the quotation where its words end")


def unexplained_dates(_: Dossier, __: Ref, note: AnyEntry) -> Iterator[Problem]:
    """Dates that are uncertain, approximate or one of several, without a word on how they are known."""
    date, fields = note.dates.get("date"), note.fields
    if isinstance(fields, NoteFields) and date and needs_reason(date) and not (fields.date_from or fields.date_note):
        hint = "say how it is known: date-from with a quotation, or date-note"
        message = f"nothing says how the date {date.text} is known"
        yield problem(_place(note, "date"), "unexplained-date", message, hint)


def uncited_events(_: Dossier, __: Ref, note: AnyEntry) -> Iterator[Problem]:
    """Dated notes without a source."""
    if isinstance(note.fields, NoteFields) and note.fields.date and not cited_sources(note):
        hint = f"cite one: {_CITE}"
        yield problem(_place(note, "date"), "uncited-event", f"the event {note.id} cites no source", hint)


def uncited_sentences(dossier: Dossier, _: Ref, entry: AnyEntry) -> Iterator[Problem]:
    """Sentences of a note, claim or topic without a citation."""
    if dossier.config.checks.get("uncited-sentence", "off") == "off" or not entry.body.text:
        return
    citations = {chr(HOLE + i) for i, hole in enumerate(entry.body.holes) if isinstance(hole, CitationGroup)}
    for start, end in _sentences(entry):
        sentence = entry.body.text[start:end]
        if not citations.intersection(sentence) and any(c.isalnum() for c in sentence):
            words = " ".join("".join(c for c in sentence if ord(c) < HOLE).split())
            message = f"no citation stands in the sentence “{_cut(words)}”"
            yield problem(_begins(entry, start), "uncited-sentence", message, f"cite what it rests on: {_CITE}")


def _begins(entry: AnyEntry, start: int) -> Place:
    """Where a sentence begins; behind a citation or a link, whose length in the file is not known, its line."""
    line, column = entry.body.place(start)
    before = entry.body.text[start - column + 1 : start]
    return Place(entry.path, line, 1 if any(ord(c) >= HOLE for c in before) else column)


def _sentences(entry: AnyEntry) -> Iterator[tuple[int, int]]:
    """Ranges of the sentences of running text; a blockquote is one, since its citation ends it."""
    blocks = [block for block in entry.body.blocks if block.tag in ("p", "li", "dd")]
    for block in blocks:
        if not block.quote:
            for start, end in sentences(entry.body.text[block.start : block.end], entry.body.bracketed()):
                yield block.start + start, block.start + end


def sources_without_url(_: Dossier, __: Ref, source: AnyEntry) -> Iterator[Problem]:
    """Sources that a reader can't go to."""
    if isinstance(source.fields, SourceFields) and not source.fields.url:
        hint = "add `url`, or say under `accept` why there is none"
        yield problem(Place(source.path), "source-without-url", f"source {source.id} has no url", hint)


def uncited_sources(dossier: Dossier, ref: Ref, source: AnyEntry) -> Iterator[Problem]:
    """Sources that nothing rests on; a draft may wait for what will."""
    if ref not in dossier.mentions and not source.fields.draft:
        yield problem(
            Place(source.path), "uncited-source", f"nothing cites source {source.id}", "cite it, or make it a draft"
        )


def circular_origins(dossier: Dossier) -> Iterator[Problem]:
    """Topics whose origin leads back to them: then nothing has a root."""
    for topic in dossier.topics.values():
        chain = circle(topic, dossier.topics)
        if chain and topic.id == min(chain):
            message = f"the origin of {topic.id} leads back to it: {' → '.join(chain)}"
            yield problem(_place(topic, "origin"), "circular-origin", message, "remove an origin from the circle")


def circular_supersessions(dossier: Dossier) -> Iterator[Problem]:
    """Claims that supersede one another in a circle: then none of them holds."""
    for claim in dossier.claims.values():
        chain, at = [claim.id], claim.fields.supersedes
        while at and at in dossier.claims and at not in chain:
            chain.append(at)
            at = dossier.claims[at].fields.supersedes
        if at == claim.id == min(chain):
            message = f"{claim.id} supersedes itself: {' → '.join([*chain, at])}"
            hint = "remove `supersedes` from the claim that is the earlier one"
            yield problem(_place(claim, "supersedes"), "circular-supersession", message, hint)


def _originals(dossier: Dossier, memo: Memo) -> Iterator[Problem]:
    """Originals that were changed, and bodies that differ from them; the comparison is remembered by both texts."""
    with_original = [source for source in dossier.sources.values() if source.id in dossier.originals]
    inputs: list[tuple[bytes, tuple[Source, bytes]]] = []
    for source in with_original:
        original = dossier.originals[source.id]
        if wrong := digest_problem(source, original):
            yield wrong
        elif is_comparable(source):
            key = blake2b(f"{source.path}\0{source.digest}\0".encode() + original, digest_size=16).digest()
            inputs.append((key, (source, original)))
    for problems in memo.each(Task("text-differs", _text_problems, tuple[Problem, ...], None), inputs):
        yield from problems


def _text_problems(_: None, pair: tuple[Source, bytes]) -> tuple[Problem, ...]:
    return text_problems(*pair)


CHECKS: tuple[Check, ...] = (circular_origins, circular_supersessions, pictured)
_OF_WORDS = (unverified_quotes, doubtful_quotes, unclosed_marks, uncited_sentences, lapsed_reviews)
CHECKS_OF_ENTRIES: dict[Kind, tuple[CheckOfEntry, ...]] = {
    "source": (sources_without_url, uncited_sources, lapsed_reviews),
    "note": (*_OF_WORDS, unexplained_dates, uncited_events),
    "claim": _OF_WORDS,
    "topic": _OF_WORDS,
}
"""The checks of an entry by its kind: of what rests on it, its quotations and what it names, and on whether it is named."""


# --- places and hints


def _place(entry: AnyEntry, field: str) -> Place:
    return Place(entry.path, *entry.line(field))


def _at(quote: Quote, code: str, message: str, hint: str) -> Problem:
    return problem(Place(quote.path, quote.line, quote.column), code, message, hint)


def _shown(quote: Quote) -> str:
    return _cut(" ".join(" ".join(quote.words).split()))


def _cut(words: str, most: int = 120) -> str:
    return words if len(words) <= most else f"{words[:most].rstrip()}…"


def _nearest_hint(dossier: Dossier, quote: Quote) -> str:
    """The passage of the cited source that comes nearest, unless another source comes nearer still."""
    words = " ".join(quote.words)
    cited = dossier.sources[quote.source]
    best, best_near = cited, nearest(cited.texts["body"], words)
    others = [s for s in dossier.sources.values() if s.id != cited.id] if not best_near or best_near.alike < 1 else []
    for other in others[:NEAREST_AMONG]:
        near = nearest(other.texts["body"], words)
        if near and (best_near is None or near.alike > best_near.alike):
            best, best_near = other, near
    if best_near is None:
        return "no passage of any source comes near; quote word for word"
    line, _ = best.body.place(best_near.start)
    return f"the nearest passage is at {best.path}:{line}: “{_cut(_passage(best, best_near, len(words.split())))}”"


def _passage(source: Source, near: Near, count: int) -> str:
    """The nearest passage, going on to `count` words: an editor wants to see what stands where the words differ."""
    text = source.body.text
    end = next((block.end for block in source.body.blocks if block.start <= near.start < block.end), near.end)
    found = text[near.start : near.end]
    missing = count - len(found.split())
    more = re.match(rf"\S*(?:\s+\S+){{0,{missing}}}", text[near.end : end]) if missing > 0 else None
    return " ".join((found + (more[0] if more else "")).split())
