"""The second stage: a Corpus becomes a Dossier, in which everything knows what it leads to and what leads to it.

Drafts drop out; links and citations find their targets, quotations their passages, claims their standing, events their
order. Links that lead nowhere are its problems; what the dossier's content lacks is found by `check`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from msgspec import Struct

from dossier.dates import sort_key
from dossier.diagnostics import Place, Problem, did_you_mean, problem
from dossier.markup.sentences import sentences
from dossier.model import (
    HOLE,
    KINDS,
    AnyEntry,
    CitationGroup,
    Claim,
    ClaimFields,
    ConfigFields,
    Kind,
    Note,
    NoteFields,
    Source,
    SourceFields,
    Topic,
    TopicFields,
    Wikilink,
)
from dossier.read import Corpus
from dossier.standing import Standing, standing
from dossier.verify import Quote, verify


class Ref(NamedTuple):
    """An entry's name: its kind and id."""

    kind: Kind
    id: str


class Mention(Struct, frozen=True):
    """A place that leads to an entry: in which other one, by which hole of its body, and the sentence around it.

    hole: -1 where front matter leads there; `field` then says which. sentence: its text, without citations.
    """

    by: Ref
    hole: int
    field: str
    sentence: str


class Dossier(Struct, frozen=True):
    """Everything that is published, linked.

    events: ids of dated notes in the timeline's order. quotes: all quotations, by the entry that quotes. targets: for each
    entry its links' targets by hole. mentions: what leads to each entry, in a fixed order. standings: by claim.
    """

    config: ConfigFields
    sources: dict[str, Source]
    notes: dict[str, Note]
    claims: dict[str, Claim]
    topics: dict[str, Topic]
    originals: dict[str, bytes]
    events: tuple[str, ...]
    quotes: dict[Ref, tuple[Quote, ...]]
    targets: dict[Ref, dict[int, Ref]]
    mentions: dict[Ref, tuple[Mention, ...]]
    standings: dict[str, Standing]

    def entries(self) -> Iterator[tuple[Ref, AnyEntry]]:
        """All entries, by kind and id."""
        for kind in KINDS:
            for id_, entry in self.of(kind).items():
                yield Ref(kind, id_), entry

    def of(self, kind: Kind) -> Mapping[str, AnyEntry]:
        """The entries of one kind by id."""
        return _of(self, kind)

    def plain(self, ref: Ref, text: str) -> str:
        """A piece of an entry's body text in one line, with words in its holes: a link's, nothing for a citation."""
        filled = _Filled(self.of(ref.kind)[ref.id], self.targets[ref], self)
        return _tidy(filled.words(text))


def link(corpus: Corpus, config: ConfigFields, drafts: bool = False) -> tuple[Dossier, tuple[Problem, ...]]:
    """Link what has been read; with `drafts`, as if they were to be published."""
    kept = corpus if drafts else _published(corpus)
    index = _Index(corpus, kept)
    problems: list[Problem] = []
    targets: dict[Ref, dict[int, Ref]] = {}
    quotes: dict[Ref, tuple[Quote, ...]] = {}
    for kind in KINDS:
        for id_, entry in _of(kept, kind).items():
            ref = Ref(kind, id_)
            targets[ref], unresolved = index.resolve(entry)
            problems.extend(unresolved)
            filled = _Filled(entry, targets[ref], kept)
            language = entry.fields.language or config.language
            quotes[ref] = verify(kind, entry, kept.sources, filled.words, language) if kind != "source" else ()
    problems.extend(index.unknown_names(kept))
    dossier = Dossier(
        config=config,
        sources=kept.sources,
        notes=kept.notes,
        claims=kept.claims,
        topics=kept.topics,
        originals=kept.originals,
        events=_events(kept.notes.values()),
        quotes=quotes,
        targets=targets,
        mentions=_mentions(kept, targets),
        standings={id_: standing(claim, kept.sources, kept.topics) for id_, claim in kept.claims.items()},
    )
    return dossier, tuple(problems)


def title_of(entry: AnyEntry) -> str:
    """What an entry is called where something links to it; a title that editors supplied stands in brackets."""
    fields = entry.fields
    if isinstance(fields, SourceFields):
        return fields.title or f"[{fields.supplied_title}]"
    if isinstance(fields, ClaimFields):
        return fields.claim
    return fields.title


def short_title(source: Source) -> str:
    """What `@id says` prints: the short title, else the (first) author, the publisher, the title."""
    fields = source.fields
    authors = (fields.author,) if isinstance(fields.author, str) else fields.author
    first = f"{authors[0]} and others" if len(authors) > 2 else " and ".join(authors)
    return fields.short_title or first or fields.publisher or title_of(source)


def _of(corpus: "Corpus | Dossier", kind: Kind) -> Mapping[str, AnyEntry]:
    by_kind: dict[Kind, Mapping[str, AnyEntry]] = {
        "source": corpus.sources,
        "note": corpus.notes,
        "claim": corpus.claims,
        "topic": corpus.topics,
    }
    return by_kind[kind]


def _published(corpus: Corpus) -> Corpus:
    """The corpus without drafts."""
    return Corpus(
        {id_: entry for id_, entry in corpus.sources.items() if not entry.fields.draft},
        {id_: entry for id_, entry in corpus.notes.items() if not entry.fields.draft},
        {id_: entry for id_, entry in corpus.claims.items() if not entry.fields.draft},
        {id_: entry for id_, entry in corpus.topics.items() if not entry.fields.draft},
        corpus.originals,
        corpus.unread,
    )


def _events(notes: Iterable[Note]) -> tuple[str, ...]:
    dated = [(sort_key(note.dates["date"]), note.id) for note in notes if "date" in note.dates]
    return tuple(id_ for _, id_ in sorted(dated))


# --- names and what they mean


class _Index:
    """What an id, a title or another name means, among all that was read and among what is published."""

    def __init__(self, corpus: Corpus, kept: Corpus) -> None:
        self.published = {Ref(kind, id_) for kind in KINDS for id_ in _of(kept, kind)}
        self.all = {Ref(kind, id_) for kind in KINDS for id_ in _of(corpus, kind)}
        self.unread = {Ref(kind, id_) for kind, id_ in corpus.unread}
        self.by_id: dict[str, list[Ref]] = defaultdict(list)
        self.by_name: dict[str, list[Ref]] = defaultdict(list)
        for kind in KINDS:
            for id_, entry in _of(corpus, kind).items():
                self.by_id[id_].append(Ref(kind, id_))
                for name in _names(entry):
                    if Ref(kind, id_) not in self.by_name[_plain(name)]:
                        self.by_name[_plain(name)].append(Ref(kind, id_))

    def resolve(self, entry: AnyEntry) -> tuple[dict[int, Ref], list[Problem]]:
        """The targets of an entry's wikilinks by hole, and what is wrong with the others and with its citations."""
        targets: dict[int, Ref] = {}
        problems: list[Problem] = []
        for number, hole in enumerate(entry.body.holes):
            if isinstance(hole, Wikilink):
                found = self._target(entry.path, hole)
                if isinstance(found, Problem):
                    problems.append(found)
                elif found:
                    targets[number] = found
            else:
                for cited in hole.citations:
                    place = Place(entry.path, cited.line, cited.column)
                    problems.extend(self._known("source", cited.source, place))
                if hole.said_by:
                    problems.extend(self._known("topic", hole.said_by, Place(entry.path, hole.line, hole.column)))
        return targets, problems

    def _target(self, path: str, link: Wikilink) -> Ref | Problem | None:
        """What a link means; None for a file that could not be read, of which enough is said."""
        place = Place(path, link.line, link.column)
        found = self.by_id.get(link.target) or self.by_name.get(_plain(link.target)) or []
        if link.kind:
            found = [ref for ref in found if ref.kind == link.kind]
        shown = [ref for ref in found if ref in self.published]
        if len(shown) > 1:
            ways = " or ".join(f"[[{ref.kind}:{ref.id}]]" for ref in shown)
            return problem(place, "ambiguous-link", f"{link.target!r} means more than one thing", f"write {ways}")
        if shown:
            return shown[0]
        if found:
            return problem(
                place, "draft-linked", f"{found[0].kind} {found[0].id} is a draft", "publish it, or remove the link"
            )
        if any(ref.id == link.target for ref in self.unread):
            return None
        hint = did_you_mean(link.target, [*self.by_id, *self.by_name])
        return problem(place, "unknown-link", f"nothing is called {link.target!r}", hint)

    def _known(self, kind: Kind, id_: str, place: Place) -> Iterator[Problem]:
        """A problem if there is no published entry of this kind and id."""
        ref = Ref(kind, id_)
        if ref in self.published or ref in self.unread:
            return
        if ref in self.all:
            yield problem(place, "draft-linked", f"{kind} {id_} is a draft", "publish it, or remove what rests on it")
            return
        code = {"source": "unknown-source", "topic": "unknown-topic"}[kind]
        names = [known for known in self.by_id if Ref(kind, known) in self.published]
        yield problem(
            place, code, f"there is no {kind} {id_!r}", did_you_mean(id_, names) or f"add content/{kind}s/{id_}.md"
        )

    def unknown_names(self, kept: Corpus) -> Iterator[Problem]:
        """Ids in front matter that name no topic or no source."""
        for kind in KINDS:
            for entry in _of(kept, kind).values():
                for wanted, id_, field in _named(entry):
                    yield from self._known(wanted, id_, Place(entry.path, *entry.line(field)))


def _names(entry: AnyEntry) -> Iterator[str]:
    yield title_of(entry)
    if isinstance(entry.fields, TopicFields):
        yield from entry.fields.names
    if isinstance(entry.fields, SourceFields):
        yield from filter(None, (entry.fields.short_title, entry.fields.supplied_title))


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _named(entry: AnyEntry) -> Iterator[tuple[Kind, str, str]]:
    """Each id in an entry's front matter: of which kind, which, in which field."""
    fields = entry.fields
    for i, topic in enumerate(fields.topics):
        yield "topic", topic, f"topics.{i}"
    if isinstance(fields, SourceFields | TopicFields) and fields.origin not in (None, "self", "mixed"):
        yield "topic", fields.origin or "", "origin"
    if isinstance(fields, NoteFields):
        for i, basis in enumerate(fields.date_from):
            yield "source", basis.source, f"date-from.{i}.source"
    if isinstance(fields, ClaimFields):
        for i, line in enumerate(fields.evidence):
            yield "source", line.source, f"evidence.{i}.{line.bearing}"
            if line.said_by:
                yield "topic", line.said_by, f"evidence.{i}.said-by"
            if line.origin not in (None, "self", "mixed"):
                yield "topic", line.origin or "", f"evidence.{i}.origin"


# --- what leads where


class _Filled:
    """A body's text with words in its holes: a link's, nothing for a citation in brackets."""

    def __init__(self, entry: AnyEntry, targets: Mapping[int, Ref], corpus: "Corpus | Dossier") -> None:
        self.table: dict[int, str] = {}
        for number, hole in enumerate(entry.body.holes):
            self.table[HOLE + number] = _hole_words(hole, targets.get(number), corpus)

    def words(self, text: str) -> str:
        return text.translate(self.table)


def _hole_words(hole: CitationGroup | Wikilink, target: Ref | None, corpus: "Corpus | Dossier") -> str:
    if isinstance(hole, Wikilink):
        return hole.words or (title_of(_of(corpus, target.kind)[target.id]) if target else hole.target)
    if hole.in_text and (source := corpus.sources.get(hole.citations[0].source)):
        return short_title(source)
    return ""


def _tidy(text: str) -> str:
    """Text in one line, without the blank that a citation leaves before a stop."""
    return re.sub(r"\s+(?=[.,;:!?](?:\s|$))", "", " ".join(text.split()))


def _mentions(corpus: Corpus, targets: Mapping[Ref, Mapping[int, Ref]]) -> dict[Ref, tuple[Mention, ...]]:
    found: dict[Ref, list[Mention]] = defaultdict(list)
    for kind in KINDS:
        for id_, entry in _of(corpus, kind).items():
            by = Ref(kind, id_)
            for number, sentence in _sentences_of_holes(entry, targets[by], corpus):
                hole = entry.body.holes[number]
                if isinstance(hole, CitationGroup):
                    cited = dict.fromkeys(Ref("source", citation.source) for citation in hole.citations)
                else:
                    cited = dict.fromkeys([targets[by][number]] if number in targets[by] else [])
                for to in cited:
                    found[to].append(Mention(by, number, "body", sentence))
            for wanted, name, field in _named(entry):
                found[Ref(wanted, name)].append(Mention(by, -1, field, ""))
    return {ref: tuple(mentions) for ref, mentions in found.items()}


def _sentences_of_holes(entry: AnyEntry, targets: Mapping[int, Ref], corpus: Corpus) -> Iterator[tuple[int, str]]:
    """Each hole of a body with the sentence in which it stands."""
    if not entry.body.holes:
        return
    filled = _Filled(entry, targets, corpus)
    for block in entry.body.blocks:
        text = entry.body.text[block.start : block.end]
        if not any(ord(c) >= HOLE for c in text):
            continue
        for start, end in sentences(text):
            sentence = _tidy(filled.words(text[start:end]))
            for c in text[start:end]:
                if ord(c) >= HOLE:
                    yield ord(c) - HOLE, sentence
