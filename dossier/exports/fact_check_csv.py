"""/fact-check.csv: the fact-check sheets of the whole dossier as a table, for whoever checks in a spreadsheet.

One row a quotation; one for each source that a statement cites without quoting it; one for a statement that cites nothing.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence

from dossier.exports.pieces import InPieces, Pieces, by_lots
from dossier.exports.utf8 import utf8
from dossier.model import AnyEntry
from dossier.names import Ref, title_of
from dossier.pages.bearing import line_of
from dossier.pages.edition import Edition, canonical, cited, part_text, published
from dossier.pages.factcheck import origin_of, resting
from dossier.pages.quoted import around, origin_words
from dossier.reviews import reviews
from dossier.statements import Statement
from dossier.verify import Quote

CSV = "fact-check.csv"
COLUMNS = (
    "entry title standing reviewed part number statement status bearing quotation before source_words after source"
    " source_title publisher published url origin reliability credibility said_by note sheet"
).split()
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What begins a formula in a spreadsheet (OWASP, CSV Injection)."""


def fact_check_pieces(edition: Edition) -> Pieces:
    """UTF-8, RFC 4180: a line of COLUMNS, then a row each, every field in quotation marks and on one line.

    `number` counts an entry's statements from 1. `status` is `verify.Status`, or `cited`, or `nothing-cited`. `reviewed`
    says `NAME DATE`, `(lapsed)` behind one that has, `; ` between. A field that would be a formula has a `'` before it.
    """
    yield utf8(_lines((COLUMNS,)))
    yield from by_lots((sheet.ref for page in edition.sheets for sheet in page if sheet.part == 1), "", _table)


fact_check_csv = InPieces(fact_check_pieces)


def _table(refs: Sequence[Ref], edition: Edition) -> bytes:
    rows = ([row.get(name, "") for name in COLUMNS] for ref in refs for row in _rows(edition, ref))
    return utf8(_lines(rows))


class _Line:
    """A file of what was written to it last."""

    def write(self, text: str) -> None:
        self.text = text


def _lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    line = _Line()
    writer = csv.writer(line, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for row in rows:
        writer.writerow(row)
        yield line.text


def _cell(text: str) -> str:
    line = " ".join(text.split())
    return f"'{line}" if line.startswith(_FORMULA) else line


def _cells(row: dict[str, str]) -> dict[str, str]:
    return {name: _cell(text) for name, text in row.items() if text}


def _rows(edition: Edition, ref: Ref) -> Iterator[dict[str, str]]:
    """An entry's rows, their fields ready to be written, those without words left out."""
    dossier = edition.dossier
    entry = dossier.of(ref.kind)[ref.id]
    path = edition.sheet_at[ref]
    of_entry = {
        "entry": f"{ref.kind}s/{ref.id}",
        "title": title_of(entry),
        "standing": dossier.standings[ref.id].verdict if ref.kind == "claim" else "",
        "reviewed": _reviewed(edition, ref, entry),
        "sheet": canonical(dossier.config, path) or path,
    }
    of_entry = _cells(of_entry)
    for number, statement in enumerate(edition.statements(ref), 1):
        said = {"part": statement.part, "number": str(number), "statement": statement.words, "note": statement.note}
        of_statement = of_entry | _cells(said)
        for row in _bases(edition, entry, statement):
            yield of_statement | _cells(row)


def _bases(edition: Edition, entry: AnyEntry, statement: Statement) -> Iterator[dict[str, str]]:
    for quote in statement.quotes:
        yield _quotation(edition, entry, quote, statement.note)
    for id_ in statement.cites:
        source = edition.dossier.sources[id_]
        origin = origin_words(edition, source, source.fields.origin)[0]
        yield {"status": "cited", **_source(edition, id_), "origin": origin}
    if not statement.quotes and not statement.cites:
        yield {"status": "nothing-cited"}


def _quotation(edition: Edition, entry: AnyEntry, quote: Quote, note: str) -> dict[str, str]:
    stands, line = resting(edition.dossier, quote), line_of(entry, quote)
    before, exact, after = _in_context(edition, stands)
    return {
        "status": quote.status,
        "bearing": line.bearing if line else "",
        "quotation": " ".join(quote.words),
        "before": before,
        "source_words": exact,
        "after": after,
        **_source(edition, quote.source),
        "origin": origin_of(edition, quote, line),
        "credibility": str(line.credibility or "") if line else "",
        "said_by": quote.said_by,
        "note": (line.note or note) if line else note,
    }


def _in_context(edition: Edition, quote: Quote) -> tuple[str, str, str]:
    """A quotation's words in their source, and as much of what stands around them as pages show."""
    place = cited(quote)
    if place is None or quote.passage is None:
        return "", "", ""
    source = edition.dossier.sources[place.source]
    text = part_text(source, place.part)
    shown = published(edition, source) != "metadata"
    before, after = around(source, place.part, text, quote.passage) if shown else ("", "")
    return before, text[place.start : place.end], after


def _source(edition: Edition, id_: str) -> dict[str, str]:
    source = edition.dossier.sources[id_]
    fields = source.fields
    return {
        "source": id_,
        "source_title": title_of(source),
        "publisher": fields.publisher or "",
        "published": fields.published or "",
        "url": fields.url or "",
        "reliability": fields.reliability or "",
    }


def _reviewed(edition: Edition, ref: Ref, entry: AnyEntry) -> str:
    given = entry.fields.reviewed
    found = reviews(edition.dossier, ref) if given else ()
    return "; ".join(
        f"{given[one.number].by} {given[one.number].date}{' (lapsed)' if one.state == 'lapsed' else ''}"
        for one in found
    )
