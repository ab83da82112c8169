"""/annotations.jsonl: each quotation as a W3C Web Annotation, which links a passage to the place here that quotes it.

In: an edition. Out: JSON Lines, an annotation each (Web Annotation Data Model, 2017), for readers' tools that highlight
passages on the sources' own pages, and for whoever wants all quotations with their places.
"""

import json
import re
from collections import Counter
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

from dossier.exports.pieces import InPieces, Pieces, by_lots
from dossier.exports.utf8 import utf8
from dossier.model import Source
from dossier.names import Ref
from dossier.pages.edition import Edition, address, canonical, cited, part_text, published
from dossier.pages.quoted import surroundings
from dossier.pages.texts import anchor_of
from dossier.verify import Quote

ANNOTATIONS = "annotations.jsonl"
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 40
"""Characters of a source before and after a passage, to the nearest word: enough to tell it from another like it."""


def annotations_pieces(edition: Edition) -> Pieces:
    """An annotation for each quotation that stands, in the order of the entries.

    Its target is the source's own page, where its address is known, else the source's page here; its body the place that
    quotes, which it links (`oa:linking`). What stands around a passage is given from the same paragraph only, and for
    a source of which only metadata are published not at all: no more than the source's page here shows. Addresses are
    relative to this file where config.yaml does not say where the site is published.
    """
    yield from by_lots(edition.dossier.quotes, "", _lines)


annotations_jsonl = InPieces(annotations_pieces)


def _lines(refs: Sequence[Ref], edition: Edition) -> bytes:
    lines = (
        json.dumps(_annotation(edition, quote, taken), ensure_ascii=False, separators=(",", ":"))
        for ref in refs
        for taken in (Counter[str](),)
        for quote in edition.dossier.quotes[ref]
        if cited(quote)
    )
    return utf8(f"{line}\n" for line in lines)


def _annotation(edition: Edition, quote: Quote, taken: Counter[str]) -> dict[str, Any]:
    dossier, config = edition.dossier, edition.dossier.config
    source = dossier.sources[quote.source]
    language = dossier.of(quote.kind)[quote.id].fields.language or config.language
    here = address(Ref("source", source.id))
    return {
        "@context": CONTEXT,
        "id": _iri(edition, f"{ANNOTATIONS}#{_name(quote, taken)}"),
        "type": "Annotation",
        "motivation": "linking",
        "body": {
            "id": _iri(edition, edition.place(Ref(quote.kind, quote.id), anchor_of(quote))),
            "type": "Text",
            "format": "text/html",
            "language": language,
        },
        "target": {
            "type": "SpecificResource",
            "source": source.fields.url or _iri(edition, here),
            "selector": _selector(edition, source, quote),
        },
    }


def _selector(edition: Edition, source: Source, quote: Quote) -> dict[str, str]:
    assert quote.passage
    text, start, end = part_text(source, quote.part), quote.passage.start, quote.passage.end
    selector = {"type": "TextQuoteSelector", "exact": text[start:end]}
    if published(edition, source) == "metadata":
        return selector
    first, last = surroundings(source, quote.part, quote.passage)
    before, after = _tail(text[first:start]), _lead(text[end:last])
    return selector | ({"prefix": before} if before else {}) | ({"suffix": after} if after else {})


def _tail(text: str) -> str:
    """The last characters of a text, from the beginning of a word where one begins among them."""
    cut = text[-AROUND:]
    return cut if len(text) <= AROUND else re.sub(r"^\S*\s(?=\S)", "", cut)


def _lead(text: str) -> str:
    cut = text[:AROUND]
    return cut if len(text) <= AROUND else re.sub(r"(?<=\S)\s\S*$", "", cut)


def _name(quote: Quote, taken: Counter[str]) -> str:
    """A name that lasts as long as the entry and the words; numbered where an entry quotes the same words again."""
    words = "\n".join(quote.words)
    name = blake2b(
        f"{quote.kind}\0{quote.id}\0{quote.field}\0{quote.source}\0{words}".encode(), digest_size=8
    ).hexdigest()
    taken[name] += 1
    return f"q-{name}" + (f"-{taken[name]}" if taken[name] > 1 else "")


def _iri(edition: Edition, path: str) -> str:
    return canonical(edition.dossier.config, path) or path
