"""Entries too long for one page: what of them stands on which of their pages, so that links lead to the right one.

In: an entry, with what the dossier says of it. Out: its lists in parts, one of a further page each: `claims/visit/`,
`claims/visit/2/` and so on. Weights are bytes of words, as in `spread`; of most entries all parts but the first are missing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import blake2b
from itertools import groupby, zip_longest
from typing import Any, TypeVar
from urllib.parse import quote as percent

from dossier.dates import sort_key
from dossier.link import Dossier
from dossier.model import AnyEntry, Claim
from dossier.names import Ref, title_of
from dossier.verify import Quote

MOST = 100
"""Rows of a list of several on a page."""
FIRST = 50
"""Rows of what leads to an entry on its first page, beside its text."""
SIDES = ("supports", "disputes", "context")
FEW = 20
"""So few of what is weighed below stand on one page unweighed, as they do in most entries."""
CORRECTIONS = 12_000
"""Bytes of an entry's corrections on a page."""
LINES = 40_000
"""Bytes of the lines of evidence on each side of a claim."""
USES = 50_000
"""Bytes of the passages of a source and the sentences that rest on them."""
_OF_USE = 60
_OF_LINE = 700
"""Bytes that a line of evidence has beside its own words: what stands around them in the source, addresses, grades."""

T = TypeVar("T")
P = TypeVar("P")
Corrected = tuple[Ref, AnyEntry, int]
"""A correction: of which entry, and its number in it."""


def page_path(base: str, number: int) -> str:
    """The site path of a list's page by its number, from 0: `base`, `base/2/`, `base/3/` and so on."""
    return f"{base}{number + 1}/" if number else base


def parted(things: Iterable[T], weight: Callable[[T], int], room: int, most: int) -> list[list[T]]:
    """Things in their order, as many together as have room on a page, one at least; one empty part of nothing."""
    parts: list[list[T]] = [[]]
    filled = 0
    for thing in things:
        own = weight(thing)
        if parts[-1] and (len(parts[-1]) == most or filled + own > room):
            parts.append([])
            filled = 0
        parts[-1].append(thing)
        filled += own
    return parts


def beside(*lists: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
    """Lists that go on side by side: for each page the part of each of them, empty where that list has come to its end."""
    return list(zip_longest(*lists, fillvalue=()))


def size(*words: str) -> int:
    """Bytes of words."""
    return sum(len(one) if one.isascii() else len(one.encode()) for one in words)


# --- corrections


def corrections(entries: Iterable[tuple[Ref, AnyEntry]]) -> list[Corrected]:
    """The corrections of entries, the latest first."""
    found = [(ref, entry, i) for ref, entry in entries for i in range(len(entry.fields.corrections))]
    return sorted(found, key=lambda one: (sort_key(one[1].dates[f"corrections.{one[2]}.date"]), one[0]), reverse=True)


def correction_anchor(entry: AnyEntry, number: int) -> str:
    """A correction's id on its page, by what it says; numbered where another says the same."""
    given = [(one.date, one.was, one.now) for one in entry.fields.corrections]
    name = blake2b("\0".join(given[number]).encode(), digest_size=5).hexdigest()
    before = given[:number].count(given[number])
    return f"correction-{name}" + (f"-{before + 1}" if before else "")


def corrections_on(ref: Ref, entry: AnyEntry) -> list[list[Corrected]]:
    """The corrections on each of an entry's pages."""
    if not entry.fields.corrections:
        return [[]]
    return parted(corrections([(ref, entry)]), _correction_size, CORRECTIONS, MOST)


def _correction_size(one: Corrected) -> int:
    said = one[1].fields.corrections[one[2]]
    return size(said.was, said.now, said.why)


# --- a claim's evidence


def lines_on(dossier: Dossier, claim: Claim) -> dict[str, list[list[int]]]:
    """The lines of evidence on each page, by what they do, as their numbers in the claim."""
    sides: dict[str, list[int]] = {bearing: [] for bearing in SIDES}
    for number, line in enumerate(claim.fields.evidence):
        sides[line.bearing].append(number)
    if len(claim.fields.evidence) <= FEW:
        return {bearing: [numbers] for bearing, numbers in sides.items()}
    return {
        bearing: parted(numbers, lambda number: _line_size(dossier, claim, number), LINES, MOST)
        for bearing, numbers in sides.items()
    }


def _line_size(dossier: Dossier, claim: Claim, number: int) -> int:
    line = claim.fields.evidence[number]
    named = title_of(dossier.sources[line.source]) if line.source in dossier.sources else ""
    # The words twice, for the address of words on the web holds them, too.
    return _OF_LINE + size(line.quote, line.quote, line.note or "", line.translation or "", named)


def line_anchor(number: int) -> str:
    """The id of a line of evidence on its claim's page."""
    return f"e{number + 1}"


# --- what rests on a source's passages


def uses_on(
    dossier: Dossier, source: str, passages: Mapping[P, Sequence[Quote]]
) -> list[list[tuple[P, tuple[Quote, ...]]]]:
    """The passages on each page, with the quotes there that rest on them, one for each place; one of many goes on."""
    pairs = [(passage, quote) for passage, quotes in passages.items() for quote in once(quotes)]
    weighed = len(pairs) > FEW
    sentences = sentences_of(dossier, source) if weighed else {}

    def weight(pair: tuple[P, Quote]) -> int:
        quote = pair[1]
        by = Ref(quote.kind, quote.id)
        words = 3 * (quote.passage.end - quote.passage.start) if quote.passage else 0
        return _OF_USE + words + size(title_of(dossier.of(by.kind)[by.id]), sentences.get((by, quote.hole), ""))

    parts = parted(pairs, weight, USES, MOST) if weighed else [pairs]
    return [
        [(passage, tuple(quote for _, quote in some)) for passage, some in groupby(part, key=lambda pair: pair[0])]
        for part in parts
    ]


def once(quotes: Iterable[Quote]) -> list[Quote]:
    """Quotes of one passage, each place in the dossier once."""
    return list({(quote.kind, quote.id, quote.field, quote.hole): quote for quote in quotes}.values())


def sentences_of(dossier: Dossier, source: str) -> dict[tuple[Ref, int], str]:
    """The sentences in which bodies cite a source, by entry and hole."""
    mentions = dossier.mentions.get(Ref("source", source), ())
    return {(mention.by, mention.hole): mention.sentence for mention in mentions}


# --- all of them


def elsewhere(dossier: Dossier, refs: Iterable[Ref]) -> dict[tuple[Ref, str], str]:
    """The site paths of the further pages of entries, by what stands there first: an entry's id of it."""
    found: dict[tuple[Ref, str], str] = {}
    for ref in refs:
        entry = dossier.of(ref.kind)[ref.id]
        if len(entry.fields.corrections) > 1:
            parts = corrections_on(ref, entry)
            found |= further(ref, [[correction_anchor(entry, number) for _, _, number in part] for part in parts])
        if ref.kind == "claim" and len(dossier.claims[ref.id].fields.evidence) > FEW:
            for side in lines_on(dossier, dossier.claims[ref.id]).values():
                found |= further(ref, [[line_anchor(number) for number in part] for part in side])
    return found


def further(ref: Ref, parts: Sequence[Iterable[str]]) -> dict[tuple[Ref, str], str]:
    """Of what stands on each of an entry's pages by its id, where that is, for all but the first."""
    base = f"{ref.kind}s/{percent(ref.id)}/"
    return {(ref, anchor): page_path(base, n) for n, part in enumerate(parts) if n for anchor in part}
