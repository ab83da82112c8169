"""What two states of a dossier say differently without telling their readers: statements changed without a correction.

In: the dossier as it was and as it is, both linked. Out: problems `silent-change`, and how many slips were only mended.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain

from msgspec import Struct

from dossier.diagnostics import Place, Problem, problem
from dossier.link import Dossier
from dossier.model import AnyEntry, Correction
from dossier.moves import Moves
from dossier.names import Ref, title_of
from dossier.read import Corpus
from dossier.standing import Standing
from dossier.stated import Stated, everywhere, fold_words, stated
from dossier.typos import mends

ALIKE = 0.5
"""From this share of words in common on, what is gone and what came in its place are one statement, changed."""
COMPARED = 250_000
"""Pairs of statements of one entry that are compared at most; where there are more, all that is gone is told as gone."""
_HINT = "say so under `corrections` in this file: date, was, now, why"
_HINT_GONE = "publish it again, or say under `corrections` of an entry that led there what was withdrawn, and why"


class Changes(Struct, frozen=True):
    """Silent changes; slips: changes that only mend spelling or punctuation, of which nobody needs to be told."""

    problems: tuple[Problem, ...]
    slips: int


class _Change(Struct, frozen=True):
    """A statement that changed. now: None where it is gone. touched: the words that came or went."""

    was: Stated
    now: Stated | None
    touched: frozenset[str]


def silent_changes(before: Dossier, after: Dossier, corpus: Corpus) -> Changes:
    """Compare what was published with what is to be. corpus: all that was read now, drafts too."""
    return _Comparison(before, after, corpus).changes()


class _Comparison:
    def __init__(self, before: Dossier, after: Dossier, corpus: Corpus) -> None:
        self.before, self.after, self.corpus = before, after, corpus
        self.moves = Moves(before, after)
        self.slips = 0

    def changes(self) -> Changes:
        found: list[Problem] = []
        for ref, entry in self.before.entries():
            now = self.moves.now(ref)
            if now is not None:
                found += self._of_entry(ref, entry, now)
            elif tuple(ref) not in self.corpus.unread and not self._withdrawn(entry):
                found.append(self._gone(ref, entry))
        return Changes(tuple(found), self.slips)

    @cached_property
    def _said_now(self) -> frozenset[tuple[str, ...]]:
        return everywhere(self.after)

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        """Every word that stands anywhere now."""
        of_sources = (text.joined.split() for source in self.after.sources.values() for text in source.texts.values())
        own = (fold_words(f"{title_of(entry)}\n{entry.body.text}") for _, entry in self.after.entries())
        return frozenset(chain.from_iterable((*of_sources, *own)))

    # --- an entry that is still there

    def _of_entry(self, ref: Ref, old: AnyEntry, now: Ref) -> Iterator[Problem]:
        new = self.after.of(now.kind)[now.id]
        answer = new.fields.accept.get("silent-change")
        if answer and answer != old.fields.accept.get("silent-change"):
            return
        found = list(self._compared(stated(self.before, ref, self.moves.renamed), stated(self.after, now, whole=True)))
        added = [one for one in new.fields.corrections if one not in old.fields.corrections]
        for change in _uncorrected(found, added):
            place = (change.now.line, change.now.column) if change.now else _near(new, change.was)
            yield problem(Place(new.path, *place), "silent-change", _message(change), _HINT)
        if ref.kind == "claim" and not added:
            yield from self._standing(ref, now, new)

    def _standing(self, ref: Ref, now: Ref, new: AnyEntry) -> Iterator[Problem]:
        was, is_ = _verdict(self.before.standings[ref.id]), _verdict(self.after.standings[now.id])
        if was != is_:
            message = f"the standing “{was}” is now “{is_}”"
            yield problem(Place(new.path, *new.line("evidence")), "silent-change", message, _HINT)

    def _compared(self, old: Sequence[Stated], new: Sequence[Stated]) -> Iterator[_Change]:
        """The statements of an entry that changed. What is new there is no change, nor is another order."""
        names = dict.fromkeys((one.what, one.single) for one in old)
        for what, single in names:
            were = [one for one in old if (one.what, one.single) == (what, single)]
            are = [one for one in new if (one.what, one.single) == (what, single)]
            for was, now in _paired(*_differing(were, are), anyway=single):
                if (what == "sentence" and now is None and was.folded in self._said_now) or self._is_slip(was, now):
                    continue
                yield _Change(was, now, _touched(was, now))

    def _is_slip(self, was: Stated, now: Stated | None) -> bool:
        if now is None or was.form != "prose" or not _keeps_quotes(was, now):
            return False
        if not _same_words(was, now):
            known = self._vocabulary.__contains__
            if not (mends(was.folded, now.folded, known) or (was.linked and mends(was.linked, now.linked, known))):
                return False
            self.slips += 1
        return True

    # --- an entry that is not

    def _withdrawn(self, entry: AnyEntry) -> bool:
        """Whether a correction that came since says that an entry is gone: its `was` has the words of its title."""
        title = _weighty(fold_words(title_of(entry)))
        old = {one for _, each in self.before.entries() for one in each.fields.corrections}
        new = (one for _, each in self.after.entries() for one in each.fields.corrections if one not in old)
        return any(2 * len(title & _weighty(fold_words(one.was))) > len(title) for one in new)

    def _gone(self, ref: Ref, entry: AnyEntry) -> Problem:
        draft = self.corpus.of(ref.kind).get(ref.id)
        message = f"the {ref.kind} {ref.id} is no longer published: “{_cut(title_of(entry))}”"
        if draft is not None:
            return problem(Place(draft.path, *draft.line("draft")), "silent-change", message, _HINT_GONE)
        led = (self.moves.now(mention.by) for mention in self.before.mentions.get(ref, ()))
        path = next((self.after.of(to.kind)[to.id].path for to in led if to), "config.yaml")
        return problem(Place(path), "silent-change", message, _HINT_GONE)


def _differing(were: Sequence[Stated], are: Sequence[Stated]) -> tuple[list[Stated], list[Stated]]:
    """What is gone and what came; equal words, with as many quotations beside them or more, are the same."""
    same: dict[tuple[str, ...], list[Stated]] = {}
    for one in are:
        for words in {one.folded, one.linked or one.folded}:
            same.setdefault(words, []).append(one)
    taken: set[int] = set()
    gone: list[Stated] = []
    for was in were:
        alike = chain(same.get(was.folded, ()), same.get(was.linked, ()) if was.linked else ())
        found = next((one for one in alike if id(one) not in taken and _keeps_quotes(was, one)), None)
        if found is None:
            gone.append(was)
        else:
            taken.add(id(found))
    return gone, [one for one in are if id(one) not in taken]


def _same_words(was: Stated, now: Stated) -> bool:
    return was.folded == now.folded or (bool(was.linked) and was.linked == now.linked)


def _keeps_quotes(was: Stated, now: Stated) -> bool:
    return not Counter(was.quoted) - Counter(now.quoted)


def _paired(gone: Sequence[Stated], come: Sequence[Stated], anyway: bool) -> Iterator[tuple[Stated, Stated | None]]:
    """What is gone, each with what came in its place, if anything did. anyway: there is but one of its kind."""
    if anyway:
        yield from ((was, next(iter(come), None)) for was in gone)
        return
    ranked = _ranked(gone, come) if len(gone) * len(come) <= COMPARED else []
    partner: dict[int, int] = {}
    for _, i, j in ranked:
        if i not in partner and j not in partner.values():
            partner[i] = j
    for i, was in enumerate(gone):
        yield was, come[partner[i]] if i in partner else None


def _ranked(gone: Sequence[Stated], come: Sequence[Stated]) -> list[tuple[float, int, int]]:
    """The pairs that have enough words in common, the likest first."""
    olds, news = ([Counter(fold_words(one.words)) for one in side] for side in (gone, come))
    found: list[tuple[float, int, int]] = []
    for i, old in enumerate(olds):
        for j, new in enumerate(news):
            likeness = 2 * (old & new).total() / ((old.total() + new.total()) or 1)
            if likeness >= ALIKE:
                found.append((-likeness, i, j))
    return sorted(found)


# --- corrections


def _uncorrected(changes: Sequence[_Change], added: Sequence[Correction]) -> list[_Change]:
    """The changes that no new correction is about: one is about those whose words it has, or, having none's, about all."""
    told = [_weighty(fold_words(f"{one.was}\n{one.now}")) for one in added]
    if any(not any(words & change.touched for change in changes) for words in told):
        return []
    return [change for change in changes if not any(words & change.touched for words in told)]


def _touched(was: Stated, now: Stated | None) -> frozenset[str]:
    """The words that went or came; of a statement that only lost or changed a quotation, of that."""
    old, new = (Counter(fold_words(one.words if one else "")) for one in (was, now))
    quotes = Counter(was.quoted), Counter(now.quoted if now else ())
    differ = chain((old - new) + (new - old), _words_of((quotes[0] - quotes[1]) + (quotes[1] - quotes[0])))
    return _weighty(differ)


def _words_of(quoted: Iterable[tuple[str, str]]) -> Iterator[str]:
    return (word for _, words in quoted for word in words.split())


def _weighty(words: Iterable[str]) -> frozenset[str]:
    """Words by which a correction can be known to be about a change, in small letters."""
    return frozenset(word.lower() for word in words if any(c.isalnum() for c in word))


# --- words


def _verdict(standing: Standing) -> str:
    return f"{standing.verdict}, inferred" if standing.inferred else standing.verdict


def _near(entry: AnyEntry, gone: Stated) -> tuple[int, int]:
    """Where a statement that is gone may have stood: the field of its name, else the file."""
    field = "supersedes" if gone.what == "superseded claim" else gone.what
    return entry.line(field) if field in entry.places else (1, 1)


def _message(change: _Change) -> str:
    was, now = change.was, change.now
    if now is None:
        return f"the {was.what} “{_cut(was.words)}” is gone"
    if was.form == "prose" and _same_words(was, now) and not _keeps_quotes(was, now):
        # Words first: where a quotation has another source, the citation alone says less.
        lost = max(Counter(was.quoted) - Counter(now.quoted), key=lambda one: bool(one[1]))
        came = max(
            Counter(now.quoted) - Counter(was.quoted), key=lambda one: bool(one[1]) == bool(lost[1]), default=None
        )
        words = f"the {'quotation' if lost[1] else 'citation'} {_quotation(lost)} "
        return words + (f"is now {_quotation(came)}" if came else f"is gone from “{_cut(now.words)}”")
    return f"the {was.what} “{_cut(was.words)}” is now “{_cut(now.words)}”"


def _quotation(quoted: tuple[str, str]) -> str:
    source, words = quoted
    if not words:
        return f"of {source}"
    return f"“{_cut(words)}” from {source}" if source else f"“{_cut(words)}”"


def _cut(words: str, most: int = 160) -> str:
    line = " ".join(words.split())
    return line if len(line) <= most else f"{line[:most].rstrip()}…"
