"""A proof: a dossier with errors, patched so that pages can be made of it and their links inspected in the same run.

What is wrong has been reported already; a proof is never written.
"""

from msgspec.structs import replace

from dossier.body import Body, Wikilink
from dossier.link import Dossier
from dossier.model import Entry, Source, SourceFields
from dossier.names import Ref
from dossier.verify import Quote, cited_sources


def proof(dossier: Dossier) -> Dossier:
    """The dossier with a stand-in for each unknown source, each dead link led to its own page, no quotation a miss."""
    cited = {id_ for _, entry in dossier.entries() for id_ in cited_sources(entry)}
    sources = {**dossier.sources, **{id_: _stand_in(id_) for id_ in sorted(cited - set(dossier.sources))}}
    targets: dict[Ref, dict[int, Ref]] = {}
    for ref, entry in dossier.entries():
        links = {number: ref for number, hole in enumerate(entry.body.holes) if isinstance(hole, Wikilink)}
        targets[ref] = links | dossier.targets[ref]
    targets.update({Ref("source", id_): {} for id_ in sources if id_ not in dossier.sources})
    quotes = {ref: tuple(map(_excused, found)) for ref, found in dossier.quotes.items()}
    return replace(dossier, sources=sources, targets=targets, quotes=quotes)


def _stand_in(id_: str) -> Source:
    return Entry(id_, "", SourceFields(supplied_title=id_), {}, {}, Body(), "")


def _excused(quote: Quote) -> Quote:
    return quote if quote.stands else replace(quote, status="no-text", hole=quote.hole if quote.source else -1)
