"""/dossier.json: the dossier as data, without the sources' full text. Others rely on its shape."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from msgspec import json, to_builtins

from dossier.exports.pieces import InPieces, Pieces, by_lots
from dossier.ids import KINDS
from dossier.link import Dossier
from dossier.model import AnyEntry
from dossier.names import Ref
from dossier.pages.edition import Edition, cited, part_text
from dossier.verify import Quote

_BEFORE, _AFTER = b'{\n "": [\n', b"\n ]\n}"


def dossier_pieces(edition: Edition) -> Pieces:
    """UTF-8 JSON: records by id, field names as in front matter, absent where not stated; quotations that stand.

    A claim has its standing and the roots of both sides' origins. A quotation's `exact` is the source's own text of the
    passage, and `url` leads to it, relative to this file.
    """
    dossier = edition.dossier
    yield json.format(json.encode({"title": dossier.config.title}), indent=1).removesuffix(b"\n}")
    for kind in KINDS:
        yield from _list(f"{kind}s", [Ref(kind, id_) for id_ in dossier.of(kind)], _records)
    quoting = [ref for ref, quotes in dossier.quotes.items() if any(map(cited, quotes))]
    yield from _list("quotations", quoting, _quotations)
    yield b"\n}\n"


dossier_json = InPieces(dossier_pieces)


def _list(name: str, refs: Sequence[Ref], records: Callable[[Sequence[Ref], Edition], list[Any]]) -> Pieces:
    """A list of all records of some entries, each of which has one; its name and its brackets are of the file's own level."""
    yield f',\n "{name}": ['.encode()
    for number, lot in enumerate(by_lots(refs, name, partial(_set, records))):
        yield b",\n" if number else b"\n"
        yield lot
    yield b"\n ]" if refs else b"]"


def _set(records: Callable[[Sequence[Ref], Edition], list[Any]], refs: Sequence[Ref], edition: Edition) -> bytes:
    """Records as they stand in a list one level below the file's own, without what is around them."""
    around = json.format(json.encode({"": records(refs, edition)}), indent=1)
    return around.removeprefix(_BEFORE).removesuffix(_AFTER)


def _records(refs: Sequence[Ref], edition: Edition) -> list[dict[str, Any]]:
    dossier = edition.dossier
    return [_record(dossier.of(ref.kind)[ref.id]) | _weighed(dossier, ref) for ref in refs]


def _weighed(dossier: Dossier, ref: Ref) -> dict[str, Any]:
    """What a claim's record says beside its fields."""
    if ref.kind != "claim":
        return {}
    standing, by = dossier.standings[ref.id], dossier.superseding(ref.id)
    return {
        "standing": standing.verdict,
        "supporting_origins": standing.supporting,
        "disputing_origins": standing.disputing,
        **({"superseded_by": by} if by else {}),
    }


def _quotations(refs: Sequence[Ref], edition: Edition) -> list[dict[str, Any]]:
    return [record for ref in refs for quote in edition.dossier.quotes[ref] if (record := _quotation(edition, quote))]


def _record(entry: AnyEntry) -> dict[str, Any]:
    return {"id": entry.id, **_stated(to_builtins(entry.fields))}


def _stated(value: Any) -> Any:
    """A value without what is not stated in it, at any depth."""
    if isinstance(value, dict):
        return {name: _stated(each) for name, each in value.items() if each not in (None, False, "", (), [], {})}
    return [_stated(each) for each in value] if isinstance(value, list | tuple) else value


def _quotation(edition: Edition, quote: Quote) -> dict[str, Any] | None:
    place = cited(quote)
    if place is None:
        return None
    text = part_text(edition.dossier.sources[place.source], place.part)
    return {
        "in": f"{quote.kind}s/{quote.id}",
        "source": place.source,
        "quote": "\n\n".join(quote.words),
        "exact": text[place.start : place.end],
        "url": edition.place(Ref("source", place.source), edition.anchor(place)),
        "status": quote.status,
    }
