"""Gaps: what a dossier lacks, as far as it can be seen from inside; the heaviest first, by how much rests on each.

In: a linked dossier, and the warnings that its editors answered. Out: gaps by kind, for the page and the command alike.
A gap is no problem: it may never be filled. What would fill it is said for each kind.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from dossier.diagnostics import Problem
from dossier.gapwords import (
    ANSWERED_WARNINGS,
    BARE_SOURCES,
    DEAD_ENDS,
    EMPTY_TOPICS,
    SINGLE_ORIGIN_CLAIMS,
    UNCHECKED_QUOTATIONS,
    UNESTABLISHED_CLAIMS,
    UNSOURCED_EVENTS,
    UNSUPPORTED_CLAIMS,
    UNTRANSLATED_QUOTATIONS,
    Lack,
    listed,
)
from dossier.languages import ENGLISH, Speech
from dossier.link import Dossier
from dossier.marked import N_
from dossier.model import AnyEntry, Claim, ClaimFields, NoteFields, SourceFields
from dossier.names import Ref, short_title, title_of
from dossier.resting import Load, Resting
from dossier.verify import Quote, cited_sources, script

Answered = Sequence[tuple[Problem, str]]
"""Warnings that editors accepted, each with their reason."""


class Gap(Struct, frozen=True, gc=False):
    """Something that is missing: of which entry, and in words what. answer: the editors' reason, if they gave one.

    warning: whether the words are a warning's own, which are English.
    """

    ref: Ref
    title: str
    path: str
    line: int
    words: str
    load: Load
    answer: str = ""
    warning: bool = False


class Group(Struct, frozen=True):
    """All gaps of one kind, the heaviest first."""

    lack: Lack
    gaps: tuple[Gap, ...]


SAMPLE = 400
"""Characters by which it is told in which script a text is."""
Found = Iterator[tuple[Ref, str, str]]
"""Of a gap: the entry, the field at which it shows, what is missing there in words."""
Finder = Callable[[Dossier, Resting, Speech], Found]


def gaps(dossier: Dossier, answered: Answered, speech: Speech = ENGLISH) -> tuple[Group, ...]:
    """All gaps of a dossier, in the order of LACKS; only kinds of which there are any. speech: in which they are told."""
    resting = Resting(dossier)
    reasons = {(warning.path, warning.code): reason for warning, reason in answered}
    told: set[tuple[str, str]] = set()
    groups: list[Group] = []
    for lack, finder in LACKS:
        found = []
        for ref, field, words in finder(dossier, resting, speech):
            entry = dossier.of(ref.kind)[ref.id]
            key = (entry.path, lack.code)
            told.add(key)
            line = entry.line(field)[0]
            gap = Gap(ref, title_of(entry), entry.path, line, words, resting.load(ref), reasons.get(key, ""))
            found.append(gap)
        groups.append(Group(lack, _ordered(found)))
    groups.append(Group(ANSWERED_WARNINGS, _ordered(_answers(dossier, resting, answered, told))))
    return tuple(group for group in groups if group.gaps)


def _ordered(found: list[Gap]) -> tuple[Gap, ...]:
    return tuple(sorted(found, key=lambda gap: ([-n for n in gap.load.weight], gap.ref, gap.line, gap.words)))


def _answers(dossier: Dossier, resting: Resting, answered: Answered, told: set[tuple[str, str]]) -> list[Gap]:
    """The answered warnings that no gap above has told already."""
    by_path = {entry.path: (ref, entry) for ref, entry in dossier.entries()}
    found: list[Gap] = []
    for warning, reason in answered:
        if (warning.path, warning.code) not in told:
            ref, entry = by_path[warning.path]
            words = f"{warning.message[:1].upper()}{warning.message[1:]}."
            found.append(Gap(ref, title_of(entry), entry.path, warning.line, words, resting.load(ref), reason, True))
    return found


# --- what is missing


def unsourced_events(dossier: Dossier, _: Resting, speech: Speech) -> Found:
    """Dated notes that cite nothing."""
    for note in dossier.notes.values():
        if note.fields.date and not cited_sources(note):
            yield Ref("note", note.id), "date", ""


def unsupported_claims(dossier: Dossier, _: Resting, speech: Speech) -> Found:
    """Claims that no line of evidence supports."""
    for claim in dossier.claims.values():
        if dossier.standings[claim.id].verdict == "unsupported":
            context, nothing = speech.gettext("It has context only."), speech.gettext("It has no evidence at all.")
            yield Ref("claim", claim.id), "claim", context if claim.fields.evidence else nothing


def unestablished_claims(dossier: Dossier, _: Resting, speech: Speech) -> Found:
    """Claims of whose support nobody knows where it comes from."""
    for claim in dossier.claims.values():
        standing = dossier.standings[claim.id]
        if standing.verdict == "single-origin" and not standing.supporting:
            inferred = speech.gettext("It rests on the editors’ reasoning; no words here state it.")
            words = inferred if standing.inferred else _without_origin(dossier, claim, speech)
            yield Ref("claim", claim.id), "evidence", words


def _without_origin(dossier: Dossier, claim: Claim, speech: Speech) -> str:
    lines = [line for line in claim.fields.evidence if line.bearing == "supports" and not line.inference]
    unknown = [line.source for line in lines if not dossier.origins.of_line(line)]
    named = [short_title(dossier.sources[id_]) for id_ in dict.fromkeys(unknown) if id_ in dossier.sources]
    if not named:
        return ""
    return speech.ngettext(
        "It is not known where %(names)s has it from.",
        "It is not known where %(names)s have it from.",
        len(named),
        names=listed(named, speech),
    )


def single_origins(dossier: Dossier, _: Resting, speech: Speech) -> Found:
    """Claims that one independent origin supports."""
    for claim in dossier.claims.values():
        standing = dossier.standings[claim.id]
        if standing.verdict == "single-origin" and standing.supporting:
            named = [_origin_name(dossier, root) for root in standing.supporting]
            words = speech.gettext("All that supports it goes back to %(names)s.", names=listed(named, speech))
            yield Ref("claim", claim.id), "evidence", words


def _origin_name(dossier: Dossier, root: str) -> str:
    if root in dossier.topics:
        return title_of(dossier.topics[root])
    return short_title(dossier.sources[root]) if root in dossier.sources else root


def unchecked_quotations(dossier: Dossier, _: Resting, speech: Speech) -> Found:
    """Entries that quote sources of which there is no text."""
    for ref, quotes in dossier.quotes.items():
        unchecked = [quote for quote in quotes if quote.status == "no-text" and quote.source]
        if unchecked:
            yield ref, unchecked[0].field, _quotations(dossier, unchecked, speech)


def untranslated_quotations(dossier: Dossier, _: Resting, speech: Speech) -> Found:
    """Entries that quote in another language than their own and do not say what it means."""
    for ref, quotes in dossier.quotes.items():
        entry = dossier.of(ref.kind)[ref.id]
        foreign = [quote for quote in quotes if _is_foreign(dossier, entry, quote)]
        told = set(_translated(entry, quotes)) if foreign else set()
        bare = [quote for quote in foreign if _place(quote) not in told]
        if bare:
            yield ref, bare[0].field, _quotations(dossier, bare, speech)


def _is_foreign(dossier: Dossier, entry: AnyEntry, quote: Quote) -> bool:
    """Whether quoted words are in another language, by what the two files state, else by their scripts."""
    source = dossier.sources.get(quote.source)
    if source is None or quote.passage is None or quote.field.startswith("figure."):
        return False
    ours, theirs = entry.fields.language or dossier.config.language, source.fields.language
    if theirs:
        return theirs.split("-")[0].lower() != ours.split("-")[0].lower()
    written = script(" ".join(quote.words))
    return written not in (0, script(title_of(entry))) and written != script(entry.body.text[:SAMPLE])


def _translated(entry: AnyEntry, quotes: Sequence[Quote]) -> Iterator[tuple[object, ...]]:
    """The passages that an entry says in its own language, too; a note on the date says what its words mean."""
    fields = entry.fields
    for quote in quotes:
        if quote.status == "translation":
            yield _place(quote)
        elif isinstance(fields, ClaimFields) and quote.field.startswith("evidence."):
            if fields.evidence[int(quote.field.split(".")[1])].translation:
                yield _place(quote)
        elif isinstance(fields, NoteFields) and fields.date_note and quote.field.startswith("date-from."):
            yield _place(quote)


def _place(quote: Quote) -> tuple[object, ...]:
    return (quote.source, quote.part, quote.passage and (quote.passage.start, quote.passage.end))


def bare_sources(dossier: Dossier, _: Resting, speech: Speech) -> Found:
    """Sources that a reader can't go to, that may vanish, or of which nobody knows the day."""
    for source in dossier.sources.values():
        fields = source.fields
        address, copy, date = (
            speech.gettext(words) for words in (N_("no address"), N_("no archived copy"), N_("no date"))
        )
        wanted = ((fields.url, address), (fields.archive_url, copy), (fields.published, date))
        missing = [words for value, words in wanted if not value]
        if missing:
            words = speech.gettext(", ").join(missing)
            yield Ref("source", source.id), "title", f"{words[0].upper()}{words[1:]}."


def dead_ends(dossier: Dossier, resting: Resting, speech: Speech) -> Found:
    """What nobody can come to by reading, and so what nobody would miss."""
    for ref, entry in dossier.entries():
        led_to = any(mention.by != ref for mention in dossier.mentions.get(ref, ()))
        if ref.kind == "source" and not resting.cited(ref.id):
            yield ref, "title", speech.gettext("Nothing cites it.")
        elif ref.kind == "topic" and not led_to:
            yield ref, "title", speech.gettext("Nothing names it.")
        elif not led_to and not _leads_on(dossier, ref, entry):
            yield ref, "title", speech.gettext("It leads nowhere, and nothing leads to it.")


def _leads_on(dossier: Dossier, ref: Ref, entry: AnyEntry) -> bool:
    return bool(dossier.targets[ref] or entry.fields.topics or cited_sources(entry))


def empty_topics(dossier: Dossier, _: Resting, speech: Speech) -> Found:
    """Topics of which nothing is said."""
    for topic in dossier.topics.values():
        if not topic.body.text.strip():
            yield Ref("topic", topic.id), "title", ""


def _quotations(dossier: Dossier, quotes: Sequence[Quote], speech: Speech) -> str:
    return speech.ngettext(
        "One quotation from %(sources)s.",
        "%(num)s quotations from %(sources)s.",
        len(quotes),
        sources=_sources_of(dossier, quotes, speech),
    )


def _sources_of(dossier: Dossier, quotes: Sequence[Quote], speech: Speech) -> str:
    """The sources of quotations, each with its language where it states one."""
    languages: dict[str, str] = defaultdict(str)
    for quote in quotes:
        source = dossier.sources[quote.source]
        stated = isinstance(source.fields, SourceFields) and source.fields.language
        languages[short_title(source)] = f" ({stated})" if stated else ""
    return listed([f"{name}{language}" for name, language in languages.items()], speech)


LACKS: tuple[tuple[Lack, Finder], ...] = (
    (UNSOURCED_EVENTS, unsourced_events),
    (UNSUPPORTED_CLAIMS, unsupported_claims),
    (UNESTABLISHED_CLAIMS, unestablished_claims),
    (SINGLE_ORIGIN_CLAIMS, single_origins),
    (UNCHECKED_QUOTATIONS, unchecked_quotations),
    (UNTRANSLATED_QUOTATIONS, untranslated_quotations),
    (BARE_SOURCES, bare_sources),
    (DEAD_ENDS, dead_ends),
    (EMPTY_TOPICS, empty_topics),
)
"""Every kind of gap with what finds it, the gravest first; what the editors answered comes last."""
