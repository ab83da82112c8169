"""The second stage: a Corpus becomes a Dossier, in which everything knows what it leads to and what leads to it.

Drafts drop out; links and citations find their targets, quotations their passages, claims their standing, events their
order. Links that lead nowhere are its problems; what the dossier's content lacks is found by `check`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b

from msgspec import Struct

from dossier.config import ConfigFields
from dossier.dates import sort_key
from dossier.diagnostics import Problem
from dossier.markup.sentences import sentences
from dossier.memo import Memo, Task
from dossier.model import HOLE, KINDS, AnyEntry, CitationGroup, Kind, Note, Source, Wikilink
from dossier.names import Index, Ref, named, short_title, title_of
from dossier.read import Corpus, Entries
from dossier.standing import Origins, Standing, origins, standing
from dossier.verify import Quote, cited_sources, verify

_HOLE = re.compile(f"[{chr(HOLE)}-\U000fffff]")


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
        holes, targets = self.of(ref.kind)[ref.id].body.holes, self.targets[ref]

        def words(number: int) -> str:
            return _words(holes[number], targets.get(number), self)

        return _tidy(_HOLE.sub(lambda hole: words(ord(hole[0]) - HOLE), text))


def link(
    corpus: Corpus, config: ConfigFields, memo: Memo, drafts: bool = False, last: Dossier | None = None
) -> tuple[Dossier, tuple[Problem, ...]]:
    """Link what has been read; with `drafts`, as if they were to be published.

    last: what an earlier call gave. Of entries that are the same records as then, what they quote and say is taken from it.
    """
    kept = corpus if drafts else _published(corpus)
    index = Index(corpus, kept)
    problems: list[Problem] = []
    targets: dict[Ref, dict[int, Ref]] = {}
    found: dict[Ref, Found] = {}
    open_: dict[Ref, tuple[bytes, Readable]] = {}
    for kind in KINDS:
        for id_, entry in kept.of(kind).items():
            ref = Ref(kind, id_)
            targets[ref], unresolved = index.resolve(entry)
            problems.extend(unresolved)
            if last and last.config == config and _rests_on_the_same(ref, entry, targets[ref], kept, last):
                found[ref] = Found(last.quotes[ref], last.sentences[ref])
            elif kind == "source" and not entry.body.holes:
                found[ref] = Found()
            else:
                words = _hole_words(entry, targets[ref], kept)
                open_[ref] = _readable(kind, entry, words, kept, entry.fields.language or config.language)
    # Found here: what an entry cites may be a hundred times what it says, and all of it would have to travel.
    found |= zip(open_, memo.each(Task("link", _found, Found, None, here=True), list(open_.values())), strict=True)
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
        quotes={ref: found[ref].quotes for ref in targets},
        targets=targets,
        sentences={ref: found[ref].sentences for ref in targets},
        mentions=_mentions(kept, targets, found),
        origins=where_from,
        standings={id_: standing(claim, where_from) for id_, claim in kept.claims.items()},
    )
    return dossier, tuple(problems)


class Readable(Struct, frozen=True):
    """An entry, and all that its quotations and sentences depend on.

    words: of each of its holes. sources: those that it cites. language: its own, else the site's.
    """

    kind: Kind
    entry: AnyEntry
    words: tuple[str, ...]
    sources: dict[str, Source]
    language: str


class Found(Struct, frozen=True):
    """An entry's quotations, and the sentences in which its holes stand."""

    quotes: tuple[Quote, ...] = ()
    sentences: tuple[tuple[int, str], ...] = ()


def _readable(
    kind: Kind, entry: AnyEntry, words: tuple[str, ...], kept: Entries, language: str
) -> tuple[bytes, Readable]:
    """What `_found` takes, and the key by which that is remembered."""
    sources = {id_: kept.sources[id_] for id_ in cited_sources(entry) if id_ in kept.sources}
    parts = (kind, entry.id, entry.path, entry.digest, language, *words)
    digest = blake2b(digest_size=16)
    for part in (*parts, *(part for id_, source in sources.items() for part in (id_, source.digest))):
        digest.update(f"{len(part)} {part}".encode())
    return digest.digest(), Readable(kind, entry, words, sources, language)


def _found(_: None, given: Readable) -> Found:
    table = _table(given.words)
    entry = given.entry
    if given.kind == "source":
        return Found((), tuple(_sentences_of_holes(entry, table)))
    quotes = verify(given.kind, entry, given.sources, lambda text: text.translate(table), given.language)
    return Found(quotes, tuple(_sentences_of_holes(entry, table)))


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


def _hole_words(entry: AnyEntry, targets: Mapping[int, Ref], corpus: Entries) -> tuple[str, ...]:
    """The words of a body's holes: a link's, nothing for a citation in brackets."""
    return tuple(_words(hole, targets.get(number), corpus) for number, hole in enumerate(entry.body.holes))


def _table(words: Iterable[str]) -> dict[int, str]:
    """What `str.translate` sets these words into the holes by."""
    return dict(enumerate(words, HOLE))


def _words(hole: CitationGroup | Wikilink, target: Ref | None, corpus: Entries) -> str:
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
    found_: Mapping[Ref, Found],
) -> dict[Ref, tuple[Mention, ...]]:
    found: dict[Ref, list[Mention]] = defaultdict(list)
    for kind in KINDS:
        for id_, entry in corpus.of(kind).items():
            by = Ref(kind, id_)
            for number, sentence in found_[by].sentences:
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


def _sentences_of_holes(entry: AnyEntry, table: Mapping[int, str]) -> Iterator[tuple[int, str]]:
    """Each hole of a body with the sentence in which it stands."""
    if not entry.body.holes:
        return
    bracketed = entry.body.bracketed()
    for block in entry.body.blocks:
        text = entry.body.text[block.start : block.end]
        if not any(ord(c) >= HOLE for c in text):
            continue
        for start, end in sentences(text, bracketed):
            sentence = _tidy(text[start:end].translate(table))
            for c in text[start:end]:
                if ord(c) >= HOLE:
                    yield ord(c) - HOLE, sentence
