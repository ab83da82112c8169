"""How much of a dossier rests on an entry of it: the weight by which gaps are put in order.

In: a linked dossier. Out: for each entry, how many quotations and which other entries fall if it does.
"""

from collections import defaultdict
from collections.abc import Iterable

from msgspec import Struct

from dossier.ids import KINDS, Kind
from dossier.link import Dossier
from dossier.names import Ref
from dossier.verify import cited_sources


class Load(Struct, frozen=True, gc=False):
    """What rests on an entry. entries: how many of each kind, in the order of KINDS."""

    quotations: int = 0
    entries: tuple[tuple[Kind, int], ...] = ()

    @property
    def weight(self) -> tuple[int, int]:
        """Entries, then quotations: the more, the heavier."""
        return (sum(count for _, count in self.entries), self.quotations)


class Resting:
    """The loads of a dossier's entries.

    On a source rests what cites it and each quotation from it; on a note or claim, what leads to it in its text; on a
    topic, what names it. What leads to a claim rests on whatever the claim rests on, too, from claim to claim to the
    end; a link to a note or topic only tells where to read on, and carries nothing further.
    """

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._citing: dict[str, set[Ref]] = defaultdict(set)
        self._quoted: dict[str, int] = defaultdict(int)
        for ref, entry in dossier.entries():
            for id_ in cited_sources(entry):
                self._citing[id_].add(ref)
        for quotes in dossier.quotes.values():
            for quote in quotes:
                self._quoted[quote.source] += not quote.field.startswith("figure.")
        self._above: dict[Ref, frozenset[Ref]] = {}

    def cited(self, source: str) -> bool:
        """Whether anything cites a source."""
        return bool(self._citing.get(source))

    def load(self, ref: Ref) -> Load:
        """How much rests on an entry."""
        if ref.kind == "source":
            return _load(self._upwards(self._citing.get(ref.id, ()), ref), self._quoted.get(ref.id, 0))
        if ref.kind == "claim":
            return _load(self._on_claim(ref))
        return _load(self._leading(ref))

    def _leading(self, ref: Ref) -> set[Ref]:
        """The other entries that lead to one: to a topic also by their front matter."""
        mentions = self._dossier.mentions.get(ref, ())
        return {mention.by for mention in mentions if ref.kind == "topic" or mention.hole >= 0} - {ref}

    def _on_claim(self, ref: Ref) -> frozenset[Ref]:
        if ref not in self._above:
            self._above[ref] = frozenset(self._upwards(self._leading(ref), ref))
        return self._above[ref]

    def _upwards(self, first: Iterable[Ref], without: Ref) -> set[Ref]:
        """These entries, and all that lead to the claims among them, and so on."""
        found = set(first)
        if not found:
            return found
        waiting = [ref for ref in found if ref.kind == "claim"]
        while waiting:
            claim = waiting.pop()
            # What is known already of a claim holds all that lies above it.
            above = self._above.get(claim) or self._leading(claim)
            waiting += [] if claim in self._above else [ref for ref in above - found if ref.kind == "claim"]
            found |= above
        return found - {without}


def _load(entries: Iterable[Ref], quotations: int = 0) -> Load:
    kinds = [ref.kind for ref in entries]
    if not kinds and not quotations:
        return _NOTHING
    return Load(quotations, tuple([(kind, kinds.count(kind)) for kind in KINDS]))


_NOTHING = Load(0, tuple((kind, 0) for kind in KINDS))
