"""The third stage: what is wrong with a linked dossier. A check is one plain function in CHECKS; none changes anything.

In: a Dossier (and a memo, for what is costly). Out: problems.
"""

from collections.abc import Callable, Iterator
from hashlib import blake2b

from dossier.dates import needs_reason
from dossier.diagnostics import Place, Problem, problem
from dossier.link import Dossier
from dossier.markup.sentences import sentences
from dossier.memo import Memo, Task
from dossier.model import HOLE, AnyEntry, CitationGroup, Source, SourceFields
from dossier.names import Ref
from dossier.nearest import Near, nearest
from dossier.originals import digest_problem, text_problems
from dossier.quotes import Passage
from dossier.standing import circle
from dossier.verify import Quote, cited_sources

NEAREST_AMONG = 2000
"""A quotation that is a miss is looked for in at most so many other sources: an error is worth time, not all of it."""

Check = Callable[[Dossier], Iterator[Problem]]


def check(dossier: Dossier, memo: Memo) -> tuple[Problem, ...]:
    """All problems of a linked dossier, in no particular order."""
    found = [p for check_ in CHECKS for p in check_(dossier)]
    return (*found, *_originals(dossier, memo))


def unverified_quotes(dossier: Dossier) -> Iterator[Problem]:
    """Quotations that do not stand in their source, with the nearest passage; and those that belong to no source."""
    for quotes in dossier.quotes.values():
        for quote in quotes:
            words = _shown(quote)
            if quote.status == "unsourced":
                hint = 'cite its source directly behind it: [@id]; words that are nobody\'s are marked ["…"]{.term}'
                yield _at(quote, "unsourced-quote", f"“{words}” has no citation to belong to", hint)
            elif quote.status == "missed" and quote.field.startswith("figure."):
                line = dossier.claims[quote.id].fields.evidence[int(quote.field.removeprefix("figure."))]
                hint = f"quote it with the figure in it: the line has “{line.quote}”"
                yield _at(
                    quote, "unverified-quote", f"the figure “{words}” is not in the quote from {quote.source}", hint
                )
            elif quote.status == "missed":
                message = f"“{words}” is not in source {quote.source}"
                message = f"{message}: {quote.reason}" if quote.reason else message
                yield _at(quote, "unverified-quote", message, _nearest_hint(dossier, quote))


def doubtful_quotes(dossier: Dossier) -> Iterator[Problem]:
    """Quotations that stand in their source, and may yet mislead."""
    for quotes in dossier.quotes.values():
        for quote in quotes:
            words, passage = _shown(quote), quote.passage
            if quote.status == "no-text":
                message = f"“{words}” can't be verified: source {quote.source} has no text here"
                yield _at(quote, "no-text-to-verify", message, "add the passage to the source's body")
            if passage is None or quote.field.startswith("figure."):
                continue
            if passage.negation:
                message = f"“{words}” skips “{passage.negation}” in source {quote.source}"
                yield _at(quote, "altered-sense", message, "quote the negation too, or say why it does not matter")
            if passage.bound and quote.status != "translation":
                message = (
                    f"“{words}” leaves out “{passage.bound}”, which stands directly beside it in source {quote.source}"
                )
                yield _at(quote, "bound-dropped", message, f"take “{passage.bound}” into the quotation")
            if quote.said_by and not passage.direct:
                message = f"source {quote.source} does not set “{words}” as {quote.said_by}'s own words"
                yield _at(
                    quote, "said-indirectly", message, "it is indirect speech: say so in the text, or remove said-by"
                )


def unexplained_dates(dossier: Dossier) -> Iterator[Problem]:
    """Dates that are uncertain, approximate or one of several, without a word on how they are known."""
    for note in dossier.notes.values():
        date = note.dates.get("date")
        if date and needs_reason(date) and not (note.fields.date_from or note.fields.date_note):
            hint = "say how it is known: date-from with a quotation, or date-note"
            yield problem(
                _place(note, "date"), "unexplained-date", f"nothing says how the date {date.text} is known", hint
            )


def uncited_events(dossier: Dossier) -> Iterator[Problem]:
    """Dated notes without a source."""
    for note in dossier.notes.values():
        if note.fields.date and not cited_sources(note):
            hint = 'cite one: [@id, "its words"]'
            yield problem(_place(note, "date"), "uncited-event", f"the event {note.id} cites no source", hint)


def uncited_sentences(dossier: Dossier) -> Iterator[Problem]:
    """Sentences of a note, claim or topic without a citation."""
    if dossier.config.checks.get("uncited-sentence", "off") == "off":
        return
    for _, entry in dossier.entries():
        if isinstance(entry.fields, SourceFields) or not entry.body.text:
            continue
        citations = {chr(HOLE + i) for i, hole in enumerate(entry.body.holes) if isinstance(hole, CitationGroup)}
        for start, end in _sentences(entry):
            sentence = entry.body.text[start:end]
            if not citations.intersection(sentence) and any(c.isalnum() for c in sentence):
                words = " ".join("".join(c for c in sentence if ord(c) < HOLE).split())
                place = Place(entry.path, *entry.body.place(start))
                yield problem(place, "uncited-sentence", f"no citation stands in the sentence “{_cut(words)}”")


def _sentences(entry: AnyEntry) -> Iterator[tuple[int, int]]:
    """Ranges of the sentences of running text; a blockquote is one, since its citation ends it."""
    blocks = [block for block in entry.body.blocks if block.tag in ("p", "li", "dd")]
    for block in blocks:
        if not block.quote:
            for start, end in sentences(entry.body.text[block.start : block.end]):
                yield block.start + start, block.start + end


def sources_without_url(dossier: Dossier) -> Iterator[Problem]:
    """Sources that a reader can't go to."""
    for source in dossier.sources.values():
        if not source.fields.url:
            hint = "add url, or answer with accept: why there is none"
            yield problem(Place(source.path), "source-without-url", f"source {source.id} has no url", hint)


def uncited_sources(dossier: Dossier) -> Iterator[Problem]:
    """Sources that nothing rests on."""
    for source in dossier.sources.values():
        if Ref("source", source.id) not in dossier.mentions:
            yield problem(
                Place(source.path), "uncited-source", f"nothing cites source {source.id}", "cite it, or make it a draft"
            )


def circular_origins(dossier: Dossier) -> Iterator[Problem]:
    """Topics whose origin leads back to them: then nothing has a root."""
    for topic in dossier.topics.values():
        if chain := circle(topic, dossier.topics):
            message = f"the origin of {topic.id} leads back to it: {' → '.join(chain)}"
            yield problem(_place(topic, "origin"), "circular-origin", message, "remove one of these origins")


def _originals(dossier: Dossier, memo: Memo) -> Iterator[Problem]:
    """Originals that were changed, and bodies that differ from them; the comparison is remembered by both texts."""
    with_original = [source for source in dossier.sources.values() if source.id in dossier.originals]
    inputs: list[tuple[bytes, tuple[Source, bytes]]] = []
    for source in with_original:
        original = dossier.originals[source.id]
        if wrong := digest_problem(source, original):
            yield wrong
        else:
            key = blake2b(f"{source.path}\0{source.digest}\0".encode() + original, digest_size=16).digest()
            inputs.append((key, (source, original)))
    for problems in memo.each(Task("text-differs", _text_problems, tuple[Problem, ...], None), inputs):
        yield from problems


def _text_problems(_: None, pair: tuple[Source, bytes]) -> tuple[Problem, ...]:
    return text_problems(*pair)


CHECKS: tuple[Check, ...] = (
    unverified_quotes,
    doubtful_quotes,
    unexplained_dates,
    uncited_events,
    uncited_sentences,
    sources_without_url,
    uncited_sources,
    circular_origins,
)


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
    return f"the nearest passage is at {_passage_place(best, best_near)}"


def _passage_place(source: Source, near: Near | Passage) -> str:
    line, _ = source.body.place(near.start)
    text = " ".join(source.body.text[near.start : near.end].split())
    return f"{source.path}:{line}: “{_cut(text)}”"
