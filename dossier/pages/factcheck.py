"""The fact-check sheets: each statement beside the words that it rests on, or beside nothing. To print, and to tick off."""

from collections.abc import Iterator

from msgspec.structs import replace

from dossier.link import Dossier
from dossier.model import AnyEntry, EvidenceLine
from dossier.names import Ref, title_of
from dossier.pages.bearing import line_of
from dossier.pages.checking import SheetQuote, SheetRow, SheetView
from dossier.pages.edition import Edition, Way, file_of, head
from dossier.pages.elements import Piece, QuoteView, Words
from dossier.pages.quoted import origin_words, quote_view, source_label, when
from dossier.pages.rows import review_rows
from dossier.pages.sheets import LONGEST, PATH, Sheet, anchor_of, path_of
from dossier.pages.spread import pager
from dossier.pages.views import FactCheckPage, Page
from dossier.pages.weighed import standing_view
from dossier.statements import Statement
from dossier.verify import Quote

LONGEST_ADDRESS = 2000
"""Characters of a link to words on the web; browsers cut longer ones."""


def fact_check_pages(edition: Edition, only: int | None = None) -> Iterator[Page]:
    """The sheets of all notes and claims, and of topics that say something, by kind and id; or one page, from 0, of them."""
    pages = len(edition.sheets)
    for number in range(pages) if only is None else [only]:
        way = Way(path_of(number))
        view = FactCheckPage(
            head=head(edition.dossier, way, edition.speech.gettext("Fact-check sheets"), "evidence"),
            sheets=tuple(_sheet(edition, way, sheet) for sheet in edition.sheets[number]),
            count=len(edition.sheet_at),
            pager=pager(PATH, number, pages),
        )
        yield Page(file_of(way.path), "fact-check.html", view)


def _sheet(edition: Edition, way: Way, sheet: Sheet) -> SheetView:
    dossier, ref = edition.dossier, sheet.ref
    entry = dossier.of(ref.kind)[ref.id]
    found = edition.statements(ref) if sheet.statements is None else sheet.statements
    date = entry.dates.get("date") if ref.kind == "note" else None
    return SheetView(
        anchor=anchor_of(sheet),
        href=way.to_entry(ref),
        title=title_of(entry),
        language=entry.fields.language or "",
        kind=ref.kind,
        part=sheet.part,
        parts=sheet.parts,
        when=when(edition.speech, date),
        standing=standing_view(dossier, ref.id) if ref.kind == "claim" else None,
        reviewed=review_rows(dossier, ref, entry),
        rows=tuple(_row(edition, way, entry, statement) for statement in found),
    )


def _row(edition: Edition, way: Way, entry: AnyEntry, statement: Statement) -> SheetRow:
    sources = edition.dossier.sources
    return SheetRow(
        part=statement.part,
        words=shortened(statement.words),
        quotes=tuple(_quote(edition, way, entry, quote) for quote in statement.quotes),
        cites=tuple(source_label(edition, way, sources[id_]) for id_ in statement.cites),
        note=statement.note,
    )


def _quote(edition: Edition, way: Way, entry: AnyEntry, quote: Quote) -> SheetQuote:
    source = edition.dossier.sources[quote.source]
    line = line_of(entry, quote)
    return SheetQuote(
        quote=_shorter(quote_view(edition, way, resting(edition.dossier, quote))),
        source=source_label(edition, way, source),
        address=source.fields.url or "",
        origin=origin_of(edition, quote, line),
        bearing=line.bearing if line else "",
        note=(line.note or "") if line else "",
    )


def resting(dossier: Dossier, quote: Quote) -> Quote:
    """The quotation that stands in a source: for a figure, the line of evidence that it is quoted from."""
    if not quote.field.startswith("figure."):
        return quote
    field = f"evidence.{quote.field.removeprefix('figure.')}.quote"
    return next(other for other in dossier.quotes[Ref(quote.kind, quote.id)] if other.field == field)


def origin_of(edition: Edition, quote: Quote, line: EvidenceLine | None) -> str:
    """Where the information comes from, in words; empty where that is not established."""
    source = edition.dossier.sources[quote.source]
    origin = (line.origin if line else None) or source.fields.origin
    # Lines of a source with several origins name their own.
    return "" if line and origin == "mixed" else origin_words(edition, source, origin)[0]


# --- what is too long for a sheet


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()} …"


def _shorter(view: QuoteView) -> QuoteView:
    """A quotation, cut where it is too long."""
    original = view.original if len(view.original) <= LONGEST_ADDRESS else ""
    words = view.words
    if words and sum(len(piece.text) + len(piece.now) for piece in words.pieces) > LONGEST:
        words = Words(pieces=tuple(_first(words.pieces)), before=words.before)
    return replace(view, said=shortened(view.said), words=words, original=original)


def _first(pieces: tuple[Piece, ...]) -> Iterator[Piece]:
    left = LONGEST
    for piece in pieces:
        if left <= 0:
            break
        cut = len(piece.text) > left
        yield replace(piece, text=f"{piece.text[:left].rstrip()} …") if cut else piece
        left -= len(piece.text) + len(piece.now)
