"""The second stage: a Corpus becomes a Dossier, in which everything knows what it leads to and what leads to it.

Drafts drop out; links and citations find their targets, quotations their passages, claims their standing, events their
order. Links that lead nowhere are its problems; what the dossier's content lacks is found by `check`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from dossier.config import ConfigFields
from dossier.dates import sort_key
from dossier.diagnostics import Problem
from dossier.markup.sentences import sentences
from dossier.model import (
    HOLE,
    KINDS,
    AnyEntry,
    CitationGroup,
    Note,
    Wikilink,
)
from dossier.names import Index, Ref, named, short_title, title_of
from dossier.read import Corpus, Entries
from dossier.standing import Origins, Standing, origins, standing
from dossier.verify import Quote, cited_sources, verify


class Mention(Struct, frozen=True):
    """A place that leads to an entry: in which other one, by which hole of its body, and the sentence around it.

    hole: -1 where front matter leads there; `field` then says which. sentence: its text, without citations.
    """

    by: Ref
    hole: int
    field: str
    sentence: str


class Dossier(Entries, frozen=True, kw_only=True):
    """Everything that is published, linked.

    events: ids of dated notes in the timeline's order. quotes: all quotations, by the entry that quotes. targets: for each
    entry its links' targets by hole. sentences: for each entry its holes with the sentences in which they stand. mentions:
    what leads to each entry, in a fixed order. origins: what those of sources and lines lead to. standings: by claim.
    """

    config: ConfigFields
    events: tuple[str, ...]
    quotes: dict[Ref, tuple[Quote, ...]]
    targets: dict[Ref, dict[int, Ref]]
    sentences: dict[Ref, tuple[tuple[int, str], ...]]
    mentions: dict[Ref, tuple[Mention, ...]]
    origins: Origins
    standings: dict[str, Standing]

    def entries(self) -> Iterator[tuple[Ref, AnyEntry]]:
        """All entries, by kind and id."""
        for kind in KINDS:
            for id_, entry in self.of(kind).items():
                yield Ref(kind, id_), entry

    def superseding(self, claim: str) -> tuple[str, ...]:
        """The ids of the claims that take the place of this one."""
        return tuple(one.by.id for one in self.mentions.get(Ref("claim", claim), ()) if one.field == "supersedes")

    def plain(self, ref: Ref, text: str) -> str:
        """A piece of an entry's body text in one line, with words in its holes: a link's, nothing for a citation."""
        filled = _Filled(self.of(ref.kind)[ref.id], self.targets[ref], self)
        return _tidy(filled.words(text))


def link(
    corpus: Corpus, config: ConfigFields, drafts: bool = False, last: Dossier | None = None
) -> tuple[Dossier, tuple[Problem, ...]]:
    """Link what has been read; with `drafts`, as if they were to be published.

    last: what an earlier call gave. Of entries that are the same records as then, what they quote and say is taken from it.
    """
    kept = corpus if drafts else _published(corpus)
    index = Index(corpus, kept)
    problems: list[Problem] = []
    targets: dict[Ref, dict[int, Ref]] = {}
    quotes: dict[Ref, tuple[Quote, ...]] = {}
    sentences_: dict[Ref, tuple[tuple[int, str], ...]] = {}
    for kind in KINDS:
        for id_, entry in kept.of(kind).items():
            ref = Ref(kind, id_)
            targets[ref], unresolved = index.resolve(entry)
            problems.extend(unresolved)
            if last and last.config == config and _rests_on_the_same(ref, entry, targets[ref], kept, last):
                quotes[ref], sentences_[ref] = last.quotes[ref], last.sentences[ref]
                continue
            filled = _Filled(entry, targets[ref], kept)
            language = entry.fields.language or config.language
            quotes[ref] = verify(kind, entry, kept.sources, filled.words, language) if kind != "source" else ()
            sentences_[ref] = tuple(_sentences_of_holes(entry, filled))
    problems.extend(index.unknown_names(kept))
    where_from = origins(kept.sources, kept.topics)
    dossier = Dossier(
        config=config,
        sources=kept.sources,
        notes=kept.notes,
        claims=kept.claims,
        topics=kept.topics,
        originals=kept.originals,
        images=kept.images,
        events=_events(kept.notes.values()),
        quotes=quotes,
        targets=targets,
        sentences=sentences_,
        mentions=_mentions(kept, targets, sentences_),
        origins=where_from,
        standings={id_: standing(claim, where_from) for id_, claim in kept.claims.items()},
    )
    return dossier, tuple(problems)


def _rests_on_the_same(ref: Ref, entry: AnyEntry, targets: Mapping[int, Ref], kept: Entries, last: Dossier) -> bool:
    """Whether an entry, the sources that it cites and all that it links to are the very records that they were."""
    if last.of(ref.kind).get(ref.id) is not entry or last.targets[ref] != targets:
        return False
    if any(kept.sources.get(id_) is not last.sources.get(id_) for id_ in cited_sources(entry)):
        return False
    return all(kept.of(to.kind)[to.id] is last.of(to.kind).get(to.id) for to in targets.values())


def _published(corpus: Corpus) -> Corpus:
    """The corpus without drafts."""
    return Corpus(
        {id_: entry for id_, entry in corpus.sources.items() if not entry.fields.draft},
        {id_: entry for id_, entry in corpus.notes.items() if not entry.fields.draft},
        {id_: entry for id_, entry in corpus.claims.items() if not entry.fields.draft},
        {id_: entry for id_, entry in corpus.topics.items() if not entry.fields.draft},
        corpus.originals,
        corpus.images,
        corpus.unread,
    )


def _events(notes: Iterable[Note]) -> tuple[str, ...]:
    dated = [(sort_key(note.dates["date"]), note.id) for note in notes if "date" in note.dates]
    return tuple(id_ for _, id_ in sorted(dated))


# --- what leads where


class _Filled:
    """A body's text with words in its holes: a link's, nothing for a citation in brackets."""

    def __init__(self, entry: AnyEntry, targets: Mapping[int, Ref], corpus: Entries) -> None:
        self.table: dict[int, str] = {}
        for number, hole in enumerate(entry.body.holes):
            self.table[HOLE + number] = _hole_words(hole, targets.get(number), corpus)

    def words(self, text: str) -> str:
        return text.translate(self.table)


def _hole_words(hole: CitationGroup | Wikilink, target: Ref | None, corpus: Entries) -> str:
    if isinstance(hole, Wikilink):
        return hole.words or (title_of(corpus.of(target.kind)[target.id]) if target else hole.target)
    if hole.in_text and (source := corpus.sources.get(hole.citations[0].source)):
        return short_title(source)
    return ""


def _tidy(text: str) -> str:
    """Text in one line, without the blank that a citation leaves before a stop."""
    return re.sub(r"\s+(?=[.,;:!?](?:\s|$))", "", " ".join(text.split()))


def _mentions(
    corpus: Corpus,
    targets: Mapping[Ref, Mapping[int, Ref]],
    sentences_: Mapping[Ref, Iterable[tuple[int, str]]],
) -> dict[Ref, tuple[Mention, ...]]:
    found: dict[Ref, list[Mention]] = defaultdict(list)
    for kind in KINDS:
        for id_, entry in corpus.of(kind).items():
            by = Ref(kind, id_)
            for number, sentence in sentences_[by]:
                hole = entry.body.holes[number]
                if isinstance(hole, CitationGroup):
                    cited = dict.fromkeys(Ref("source", citation.source) for citation in hole.citations)
                else:
                    cited = dict.fromkeys([targets[by][number]] if number in targets[by] else [])
                for to in cited:
                    found[to].append(Mention(by, number, "body", sentence))
            for wanted, name, field in named(entry):
                found[Ref(wanted, name)].append(Mention(by, -1, field, ""))
    return {ref: tuple(mentions) for ref, mentions in found.items()}


def _sentences_of_holes(entry: AnyEntry, filled: _Filled) -> Iterator[tuple[int, str]]:
    """Each hole of a body with the sentence in which it stands."""
    if not entry.body.holes:
        return
    bracketed = entry.body.bracketed()
    for block in entry.body.blocks:
        text = entry.body.text[block.start : block.end]
        if not any(ord(c) >= HOLE for c in text):
            continue
        for start, end in sentences(text, bracketed):
            sentence = _tidy(filled.words(text[start:end]))
            for c in text[start:end]:
                if ord(c) >= HOLE:
                    yield ord(c) - HOLE, sentence
