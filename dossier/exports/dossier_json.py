"""/dossier.json: the dossier as data, without the sources' full text. Others rely on its shape."""

from collections.abc import Sequence
from typing import Any

from msgspec import json, to_builtins

from dossier.model import AnyEntry
from dossier.names import Ref
from dossier.pages.edition import Edition, cited, part_text
from dossier.pages.framing import Listed
from dossier.verify import Quote


def dossier_json(edition: Edition, _: Sequence[Listed]) -> bytes:
    """UTF-8 JSON: records by id, field names as in front matter, absent where not stated; quotations that stand.

    A claim has its standing and the roots of both sides' origins. A quotation's `exact` is the source's own text of the
    passage, and `url` leads to it, relative to this file.
    """
    dossier = edition.dossier
    data = {
        "title": dossier.config.title,
        "sources": [_record(source) for source in dossier.sources.values()],
        "notes": [_record(note) for note in dossier.notes.values()],
        "claims": [
            {
                **_record(claim),
                "standing": dossier.standings[claim.id].verdict,
                "supporting_origins": dossier.standings[claim.id].supporting,
                "disputing_origins": dossier.standings[claim.id].disputing,
                **({"superseded_by": by} if (by := dossier.superseding(claim.id)) else {}),
            }
            for claim in dossier.claims.values()
        ],
        "topics": [_record(topic) for topic in dossier.topics.values()],
        "quotations": [
            record for quotes in dossier.quotes.values() for quote in quotes if (record := _quotation(edition, quote))
        ],
    }
    return json.format(json.encode(data), indent=1) + b"\n"


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
