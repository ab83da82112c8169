"""Where each entry's fact-check sheet stands: /fact-check/ and as many pages more as keep each of them small.

In: a linked dossier. Out: what stands on each page. Only lengths are looked at, but for an entry that fills pages alone.
"""

from collections.abc import Iterator, Sequence
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


def sheets(dossier: Dossier) -> tuple[tuple[Sheet, ...], ...]:
    """The sheets on each page, by kind and id: of notes and claims, and of topics that say something."""
    pages: list[list[Sheet]] = [[]]
    filled, scale = 0, _Scale(dossier)
    for ref, entry in dossier.entries():
        if ref.kind == "source" or (ref.kind == "topic" and not entry.body.text.strip()):
            continue
        weight = scale.entry(ref, entry)
        if weight > FULL:
            pages += [[sheet] for sheet in _parts(dossier, ref, scale)]
            filled = FULL
        elif filled + weight > FULL:
            pages.append([Sheet(ref)])
            filled = weight
        else:
            pages[-1].append(Sheet(ref))
            filled += weight
    return tuple(tuple(page) for page in pages if page) or ((),)


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
        self._named = {
            id_: len(source.fields.title or source.fields.supplied_title or "") + len(source.fields.url or "")
            for id_, source in dossier.sources.items()
        }

    def entry(self, ref: Ref, entry: AnyEntry) -> int:
        quotes = sum(map(self.quote, self._dossier.quotes.get(ref, ())))
        return len(title_of(entry)) + len(entry.body.text) + OF_STATEMENT * (3 + len(entry.body.blocks)) + quotes

    def quote(self, quote: Quote) -> int:
        passage = quote.passage
        # The words twice, since the address of the words on the web holds them, too.
        words = 2 * min(passage.end - passage.start, LONGEST) if passage else 0
        return OF_QUOTE + words + len(quote.words[0]) + self._named.get(quote.source, 0)

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
