"""Where each entry's fact-check sheet stands: /fact-check/ and as many pages more as keep each of them small.

In: a linked dossier. Out: what stands on each page. Only lengths are looked at, but for an entry that fills pages alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from dossier.link import Dossier
from dossier.model import AnyEntry
from dossier.names import Ref, title_of
from dossier.statements import Statement, statements
from dossier.verify import Quote

PATH = "fact-check/"
FULL = 60_000
"""Characters that are set on one page, about: even of CJK, which gzip halves at best, they stay below 150 kB."""
OF_QUOTE, OF_STATEMENT = 400, 40
"""What a quotation's context, source and links, and a statement's own markup, come to in characters."""
LONGEST = 3000
"""Characters of one sentence or passage that a sheet shows; fact-check.csv has the rest."""

_FEW = 8
"""Quotations that stand beside a statement at most, where its entry fills more than a page."""


class Sheet(Struct, frozen=True):
    """An entry's sheet on a page, or a part of it: `part` from 1, `parts` in all; statements are those of this part."""

    ref: Ref
    part: int = 1
    parts: int = 1
    statements: tuple[Statement, ...] | None = None


def weights(dossier: Dossier, refs: Iterable[Ref]) -> dict[Ref, int]:
    """How many characters the sheets of entries come to, about; 0 of a topic that says nothing. Sources have none."""
    scale = _Scale(dossier)
    entries = ((ref, dossier.of(ref.kind)[ref.id]) for ref in refs if ref.kind != "source")
    return {
        ref: scale.entry(ref, entry) if ref.kind != "topic" or entry.body.text.strip() else 0 for ref, entry in entries
    }


def sheets(
    dossier: Dossier, weighed: Mapping[Ref, int], known: Mapping[Ref, Sequence[Sheet]]
) -> tuple[tuple[Sheet, ...], ...]:
    """The sheets on each page, in the order of the entries, by their weights. known: parts of long ones."""
    pages: list[list[Sheet]] = [[]]
    filled = 0
    for ref, weight in weighed.items():
        if weight > FULL:
            pages += [[sheet] for sheet in known.get(ref) or _parts(dossier, ref, _Scale(dossier))]
            filled = FULL
        elif weight and filled + weight > FULL:
            pages.append([Sheet(ref)])
            filled = weight
        elif weight:
            pages[-1].append(Sheet(ref))
            filled += weight
    return tuple(tuple(page) for page in pages if page) or ((),)


def parts_of(pages: Iterable[Sequence[Sheet]]) -> dict[Ref, list[Sheet]]:
    """The parts of the long ones among some sheets."""
    found: dict[Ref, list[Sheet]] = defaultdict(list)
    for page in pages:
        if page and page[0].statements is not None:
            found[page[0].ref].append(page[0])
    return found


def path_of(number: int) -> str:
    """The site path of a page of sheets by its number, from 0."""
    return f"{PATH}{number + 1}/" if number else PATH


def anchor_of(sheet: Sheet) -> str:
    """The id of a sheet, as `notes-visit`; of a further part `notes-visit.2`, which no other entry can be called."""
    return f"{sheet.ref.kind}s-{sheet.ref.id}" + (f".{sheet.part}" if sheet.part > 1 else "")


class _Scale:
    """What things come to on a page, in characters."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._named: dict[str, int] = {}

    def entry(self, ref: Ref, entry: AnyEntry) -> int:
        quotes = sum(map(self.quote, self._dossier.quotes.get(ref, ())))
        return len(title_of(entry)) + len(entry.body.text) + OF_STATEMENT * (3 + len(entry.body.blocks)) + quotes

    def quote(self, quote: Quote) -> int:
        passage = quote.passage
        # The words twice, since the address of the words on the web holds them, too.
        words = 2 * min(passage.end - passage.start, LONGEST) if passage else 0
        return OF_QUOTE + words + len(quote.words[0]) + self._name(quote.source)

    def _name(self, id_: str) -> int:
        if id_ not in self._named:
            fields = self._dossier.sources[id_].fields if id_ in self._dossier.sources else None
            name = fields and len(fields.title or fields.supplied_title or "") + len(fields.url or "")
            self._named[id_] = name or 0
        return self._named[id_]

    def statement(self, one: Statement) -> int:
        words = min(len(one.words), LONGEST) + len(one.note)
        return OF_STATEMENT + words + sum(map(self.quote, one.quotes)) + OF_QUOTE * len(one.cites)


def _parts(dossier: Dossier, ref: Ref, scale: _Scale) -> list[Sheet]:
    """The sheet of an entry that fills more than a page."""
    parts: list[list[Statement]] = [[]]
    filled = 0
    for piece in _pieces(statements(dossier, ref)):
        weight = scale.statement(piece)
        if parts[-1] and filled + weight > FULL:
            parts.append([])
            filled = 0
        parts[-1].append(piece)
        filled += weight
    return [Sheet(ref, number, len(parts), tuple(part)) for number, part in enumerate(parts, 1)]


def _pieces(found: Sequence[Statement]) -> Iterator[Statement]:
    """Statements, those with very many quotations again for each few of them."""
    for statement in found:
        rest = iter(statement.quotes)
        few = tuple(islice(rest, _FEW))
        yield replace(statement, quotes=few)
        while few := tuple(islice(rest, _FEW)):
            yield replace(statement, quotes=few, cites=(), note="")
