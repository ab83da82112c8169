"""The second stage: a Corpus becomes a Dossier, in which everything knows what it leads to and what leads to it.

Drafts drop out; links and citations find their targets, quotations their passages, claims their standing, events their
order. Links that lead nowhere are its problems; what the dossier's content lacks is found by `check`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from dossier.body import CitationGroup
from dossier.config import ConfigFields
from dossier.dates import sort_key
from dossier.diagnostics import Problem
from dossier.filled import Found, found_in, plain
from dossier.ids import KINDS, Kind
from dossier.memo import Memo
from dossier.model import AnyEntry, Note
from dossier.names import Index, Ref, named, names
from dossier.read import Corpus, Entries
from dossier.standing import Origins, Standing, origins, standing
from dossier.verify import Quote


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
        return plain(self.of(ref.kind)[ref.id], self.targets[ref], self, text)


class Linked(Struct, frozen=True):
    """A dossier, and what the next call takes from it. wrong: by entry, names in it that mean nothing or too much."""

    dossier: Dossier
    corpus: Corpus
    index: Index
    wrong: dict[Ref, tuple[Problem, ...]]

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(found for wrong in self.wrong.values() for found in wrong)


def link(corpus: Corpus, config: ConfigFields, memo: Memo, drafts: bool = False, last: Linked | None = None) -> Linked:
    """Link what has been read; with `drafts`, as if they were to be published.

    last: what an earlier call gave. Where nothing is called otherwise than then, only entries that are other records, and
    those that name them, are linked anew.
    """
    kept = corpus if drafts else _published(corpus)
    if last is None or not _is_called_alike(corpus, kept, config, last):
        last = _nothing(corpus, kept, config)
    before, index = last.dossier, last.index
    changed = [ref for kind in KINDS for ref in _changed(kind, kept.of(kind), before.of(kind))]
    readers = (mention.by for ref in changed for mention in before.mentions.get(ref, ()))
    targets: dict[Ref, dict[int, Ref]] = {}
    wrong: dict[Ref, tuple[Problem, ...]] = {}
    for ref in dict.fromkeys((*changed, *readers)):
        entry = kept.of(ref.kind)[ref.id]
        targets[ref], unresolved = index.resolve(entry)
        wrong[ref] = (*unresolved, *index.unknown_names(entry))
    found = found_in(kept, targets, config, memo)
    same_origins = not any(ref.kind in ("source", "topic") for ref in changed)
    where_from = before.origins if same_origins else origins(kept.sources, kept.topics)
    standing_now = {
        id_: standing(claim, where_from)
        for id_, claim in kept.claims.items()
        if not same_origins or Ref("claim", id_) in targets
    }
    dossier = Dossier(
        config=config,
        sources=kept.sources,
        notes=kept.notes,
        claims=kept.claims,
        topics=kept.topics,
        originals=kept.originals,
        images=kept.images,
        events=_events(kept.notes, before, changed),
        quotes=before.quotes | {ref: one.quotes for ref, one in found.items()},
        targets=before.targets | targets,
        sentences=before.sentences | {ref: one.sentences for ref, one in found.items()},
        mentions=_mentions(kept, targets, found, before),
        origins=where_from,
        standings=before.standings | standing_now,
    )
    return Linked(dossier, corpus, index, last.wrong | wrong)


def _nothing(corpus: Corpus, kept: Corpus, config: ConfigFields) -> Linked:
    """What there is of a dossier before anything is linked."""
    nothing = Dossier(
        {},
        {},
        {},
        {},
        {},
        {},
        config=config,
        events=(),
        quotes={},
        targets={},
        sentences={},
        mentions={},
        origins=origins({}, {}),
        standings={},
    )
    return Linked(nothing, corpus, Index(corpus, kept), {})


def _is_called_alike(corpus: Corpus, kept: Corpus, config: ConfigFields, last: Linked) -> bool:
    """Whether all names mean what they meant: there are the same entries, published or not, and they are called the same."""
    if config != last.dossier.config or corpus.unread != last.corpus.unread:
        return False
    for kind in KINDS:
        entries, others = corpus.of(kind), last.corpus.of(kind)
        if entries is others and kept.of(kind) is last.dossier.of(kind):
            continue
        if entries.keys() != others.keys() or kept.of(kind).keys() != last.dossier.of(kind).keys():
            return False
        if any(entry is not others[id_] and names(entry) != names(others[id_]) for id_, entry in entries.items()):
            return False
    return True


def _changed(kind: Kind, entries: Mapping[str, AnyEntry], before: Mapping[str, AnyEntry]) -> list[Ref]:
    """The entries of a kind that are other records than before."""
    if entries is before:
        return []
    return [Ref(kind, id_) for id_, entry in entries.items() if before.get(id_) is not entry]


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


def _events(notes: Mapping[str, Note], before: Dossier, changed: Iterable[Ref]) -> tuple[str, ...]:
    dates = ((notes[ref.id].dates, before.notes[ref.id].dates) for ref in changed if ref.kind == "note")
    if notes.keys() == before.notes.keys() and all(now == then for now, then in dates):
        return before.events
    return tuple(note.id for note in in_order(notes.values()))


def in_order(notes: Iterable[Note]) -> list[Note]:
    """The notes that have a date, in the timeline's order."""
    dated = [note for note in notes if "date" in note.dates]
    return sorted(dated, key=lambda note: (sort_key(note.dates["date"]), note.id))


def linked_since(now: Dossier, before: Dossier | None) -> list[Ref]:
    """The entries that have been linked since `before`, of which `now` was made by `link`, step by step; all, where it was not.

    Any other is the same record, and so is each that it names; its quotations and targets are the same objects.
    """
    then = before.targets if before else {}
    return [ref for ref, targets in now.targets.items() if then.get(ref) is not targets]


# --- what leads where


def _mentions(
    kept: Entries, targets: Mapping[Ref, Mapping[int, Ref]], found: Mapping[Ref, Found], before: Dossier
) -> dict[Ref, tuple[Mention, ...]]:
    """What leads to each entry, by kind and id: as it was, but for what entries with these targets now lead to."""
    lists: dict[Ref, list[Mention]] = defaultdict(list)
    for by in targets.keys() & before.targets.keys():
        was = before.of(by.kind)[by.id]
        for to in {to for to, _ in _leading(by, was, before.targets[by], before.sentences[by])} - lists.keys():
            lists[to] = [one for one in before.mentions[to] if one.by not in targets]
    for by, targets_ in targets.items():
        for to, mention in _leading(by, kept.of(by.kind)[by.id], targets_, found[by].sentences):
            if to not in lists:
                lists[to] = list(before.mentions.get(to, ()))
            lists[to].append(mention)
    places = {kind: place for place, kind in enumerate(KINDS)}
    found_ = {to: tuple(sorted(all_, key=lambda one: (places[one.by.kind], one.by.id))) for to, all_ in lists.items()}
    mentions = before.mentions | found_
    for to in (to for to, all_ in found_.items() if not all_):
        del mentions[to]
    return mentions


def _leading(
    by: Ref, entry: AnyEntry, targets: Mapping[int, Ref], sentences_: Iterable[tuple[int, str]]
) -> Iterator[tuple[Ref, Mention]]:
    """Where an entry leads to, in the order of its text, then of its front matter."""
    for number, sentence in sentences_:
        hole = entry.body.holes[number]
        if isinstance(hole, CitationGroup):
            cited = dict.fromkeys(Ref("source", citation.source) for citation in hole.citations)
        else:
            cited = dict.fromkeys([targets[number]] if number in targets else [])
        for to in cited:
            yield to, Mention(by, number, "body", sentence)
    for wanted, name, field in named(entry):
        yield Ref(wanted, name), Mention(by, -1, field, "")
