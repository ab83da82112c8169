"""An edition, laid out: what of a linked dossier stands where.

In: a dossier, and the edition of an earlier state of it, if there is one. Out: the edition that is made of the dossier alone;
what has not changed since that other one is taken from it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import quote as percent

from dossier.citable import inverted
from dossier.ids import KINDS
from dossier.link import Dossier, linked_since
from dossier.model import Source
from dossier.names import Ref
from dossier.pages.divided import FEW, elsewhere, further, uses_on
from dossier.pages.edition import Answered, Cited, Edition, anchors_of, cited, uses_anchor
from dossier.pages.sheets import Sheet, anchor_of, parts_of, path_of, sheets, weights
from dossier.verify import Quote


def edition(dossier: Dossier, answered: Answered = (), last: Edition | None = None) -> Edition:
    """Gather the passages that the dossier's quotations rest on, and lay out what stands where.

    last: of an earlier state of the dossier, from which `link` made this one; what has not changed since is taken from it.
    """
    before = last.dossier if last else None
    anew = linked_since(dossier, before)
    if last is None or before is None or len(anew) == len(dossier.targets):
        return _laid(dossier, answered, [ref for ref, _ in dossier.entries()], None)
    return _laid(dossier, answered, anew, last)


def _laid(dossier: Dossier, answered: Answered, anew: Sequence[Ref], last: Edition | None) -> Edition:
    """anew: the entries that are others than in the last edition; all without one."""
    passages, moved = _cited(dossier, anew, last)
    weighed = (last.weights if last else {}) | weights(dossier, anew)
    others = dict.fromkeys((*anew, *(Ref("source", id_) for id_ in moved)))
    kept = parts_of(last.sheets) if last else {}
    laid = sheets(dossier, weighed, {ref: parts for ref, parts in kept.items() if ref not in others})
    apart = {place: page for place, page in last.apart.items() if place[0] not in others} if last else {}
    apart |= elsewhere(dossier, others)
    for id_ in (ref.id for ref in others if ref.kind == "source" and ref.id in passages):
        if sum(map(len, passages[id_].values())) > FEW:
            anchors = dict(anchors_of(dossier, passages[id_]))
            apart |= _passages_elsewhere(dossier, dossier.sources[id_], passages[id_], anchors)
    same_topics = last is not None and last.dossier.topics is dossier.topics
    return Edition(
        dossier,
        passages,
        last.sheets if last and last.sheets == laid else laid,
        _sheet_at(laid, last),
        answered,
        last.persons if last and same_topics else inverted(dossier.topics.values()),
        apart,
        last.turns if last and last.dossier.events is dossier.events else _turns(dossier.events),
        weighed,
    )


def _turns(events: Sequence[str]) -> dict[str, tuple[str, str]]:
    around = ("", *events, "")
    return {id_: (before, after) for id_, before, after in zip(events, around, around[2:], strict=False)}


def _cited(
    dossier: Dossier, anew: Sequence[Ref], last: Edition | None
) -> tuple[dict[str, dict[Cited, tuple[Quote, ...]]], set[str]]:
    """Each source's quoted passages; and which sources' are others than in the last edition, or rest on other quotes."""
    was = last.cited if last else {}
    quotes = [*_passages(dossier, anew), *_passages(last.dossier, anew)] if last else []
    moved = {passage.source for passage, _ in quotes}
    by = {Ref(one.kind, one.id) for id_ in moved for some in was.get(id_, {}).values() for one in some}
    refs: Iterable[Ref] = sorted({*by, *anew}, key=lambda ref: (KINDS.index(ref.kind), ref.id)) if last else anew
    found: dict[str, dict[Cited, list[Quote]]] = defaultdict(lambda: defaultdict(list))
    for passage, quote in _passages(dossier, refs):
        if last is None or passage.source in moved:
            found[passage.source][passage].append(quote)
    ordered = {
        id_: {passage: tuple(of[passage]) for passage in sorted(of, key=lambda p: (p.part != "title", *p[1:]))}
        for id_, of in found.items()
    }
    now = was | ordered
    for id_ in moved - ordered.keys():
        del now[id_]
    return now if now.keys() == was.keys() else dict(sorted(now.items())), moved


def _passages(dossier: Dossier, refs: Iterable[Ref]) -> Iterator[tuple[Cited, Quote]]:
    """The passages that entries quote, each with the quote."""
    for ref in refs:
        for quote in dossier.quotes.get(ref, ()):
            if passage := cited(quote):
                yield passage, quote


def _sheet_at(laid: Sequence[Sequence[Sheet]], last: Edition | None) -> dict[Ref, str]:
    """The address of each sheet; most stand where they stood."""
    if last and last.sheets == laid:
        return last.sheet_at
    found: dict[Ref, str] = {}
    for number, page in enumerate(laid):
        stood = last and number < len(last.sheets) and last.sheets[number] == page
        for sheet in page:
            if sheet.part == 1:
                own = last.sheet_at[sheet.ref] if last and stood else f"{path_of(number)}#{percent(anchor_of(sheet))}"
                found[sheet.ref] = own
    return found


def _passages_elsewhere(
    dossier: Dossier, source: Source, passages: Mapping[Cited, tuple[Quote, ...]], anchors: Mapping[Cited, str]
) -> dict[tuple[Ref, str], str]:
    """The further pages of a source on which its passages are first listed, and stand where not all of its text is shown."""
    seen = set[Cited]()
    parts: list[list[str]] = []
    for page in uses_on(dossier, source.id, passages):
        new = [passage for passage, _ in page if passage not in seen]
        seen.update(new)
        parts.append([uses_anchor(anchors[passage]) for passage in new])
        if (source.fields.publish or dossier.config.source_text) != "full":
            parts[-1] += [anchors[passage] for passage in new if passage.part == "body"]
    return further(Ref("source", source.id), parts)
