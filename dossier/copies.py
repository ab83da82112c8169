"""Sources that copy one another: found by the text that they share, whatever they say of themselves.

In: a linked dossier. Out: the problem `shared-text` for pairs of sources that share text and do not state one origin for
it, since two copies must not count as two independent origins.

What counts as copying was tried on made-up articles with planted copies, quotes and outlets' boiler-plate (tests, and
benchmarks/shared_text.py): see the constants. What either source sets as speech never counts, for two reporters may hear
the same speech; nor does what an outlet prints under all that it publishes.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import chain, combinations
from urllib.parse import urlsplit

from msgspec import Struct

from dossier.diagnostics import Place, Problem, problem
from dossier.gapwords import listed
from dossier.link import Dossier
from dossier.memo import Memo, Task
from dossier.model import Source
from dossier.packed import Texts
from dossier.shingles import Common, Shingles, compare, hashes_of, holders

SAME_OUTLET = 5
"""What more than so many sources of one outlet have is its boiler-plate."""
COMMONPLACE = 50
"""What more sources than these have, of whatever outlets, is a set phrase, or so well known that no two need each other."""
LEAST = ((30, 0.1), (12, 0.5))
"""Copying: so many shingles are shared, and so much of the shorter text. Either pair is enough.

Thirty shingles are two sentences word for word, or many more with a word changed in each; below a tenth of the text they
may be a passage that both took from a third. A text of thirty words has only 26, of which half must stand in the other."""
LEAST_WITHIN = 0.4
"""Of two texts of one outlet so much of the shorter one: versions of an article, rather than what it prints under all."""
GLIMPSE = 0.06
"""The share of the samples of the shorter text that must be shared for two sources to be compared whole."""
PARTNERS = SAME_OUTLET + 1
"""With so many earlier sources is a source compared, those that share most: more than share only what an outlet prints."""


class Met(Struct, frozen=True, array_like=True):
    """Two sources that share so many shingles, by estimate. ignored: array('I'), hashes of both that are no evidence."""

    first: str
    second: str
    shared: int
    ignored: bytes = b""


class Sampled(Struct, frozen=True):
    """What is looked at of a source, to tell which to compare."""

    id: str
    outlet: str
    sample: Shingles


class Pair(Struct, frozen=True):
    """Two texts to compare, and what of them is no evidence."""

    first: Texts
    second: Texts
    ignored: bytes
    rate: int


def shared_texts(dossier: Dossier, memo: Memo) -> Iterator[Problem]:
    """Sources with much text in common, unless they state origins of one root."""
    sources = [source for source in dossier.sources.values() if source.shingles.count]
    sampled = tuple(Sampled(source.id, outlet_of(source), source.shingles) for source in sources)
    key = _digest(*(f"{one.id}\0{one.outlet}\0".encode() + one.sample.hashes for one in sampled))
    (met,) = memo.each(Task("meetings", meetings, tuple[Met, ...], None), [(key, sampled)])
    compared = list(_to_compare(dossier, met))
    results = memo.each(Task("shared-text", _compare, Common, None), [_input(dossier, pair) for pair in compared])
    found: dict[str, list[tuple[Source, Common]]] = defaultdict(list)
    for pair, common in zip(compared, results, strict=True):
        first, second = dossier.sources[pair.first], dossier.sources[pair.second]
        if _is_copying(common, outlet_of(first) == outlet_of(second)):
            # An editor may answer in either file.
            answered = "shared-text" in first.fields.accept and "shared-text" not in second.fields.accept
            here, other = (first, second) if answered else (second, first)
            starts = common.starts if answered else common.starts[::-1]
            found[here.id].append((other, Common(common.shared, common.contained, (starts[0], starts[1]))))
    for id_, others in found.items():
        yield _problem(dossier, dossier.sources[id_], others)


def outlet_of(source: Source) -> str:
    """Who published a source: the publisher, else the host of its address, else nobody else than itself."""
    named = source.fields.publisher or (urlsplit(source.fields.url).hostname if source.fields.url else "")
    return " ".join(named.casefold().split()) if named else f"\0{source.id}"


def meetings(_: None, sources: Sequence[Sampled]) -> tuple[Met, ...]:
    """The pairs of sources that share links and enough of their samples, in the order of their ids."""
    outlets = {one.id: one.outlet for one in sources}
    samples = {one.id: one.sample for one in sources}
    index = (ids for ids in holders(samples).values() if not _is_commonplace(ids, outlets))
    pairs = sorted(set(chain.from_iterable(combinations(ids, 2) for ids in index)))
    by_rate = {id_: _by_rate(samples[id_]) for id_ in set(chain.from_iterable(pairs))}
    near = [found for pair in pairs if (found := _near(pair, by_rate))]
    ignored = _commonplace(set().union(*(both for _, _, both, _ in near)), sources)
    return tuple(
        Met(*pair, shared * rate, array("I", sorted(both & ignored)).tobytes())
        for pair, rate, both, least in near
        if (shared := len(both - ignored)) >= least
    )


def _is_commonplace(ids: Sequence[str], outlets: Mapping[str, str]) -> bool:
    """Whether so many sources have something, all or of one outlet, that it is no evidence."""
    if len(ids) <= SAME_OUTLET:
        return False
    return len(ids) > COMMONPLACE or max(Counter(outlets[id_] for id_ in ids).values()) > SAME_OUTLET


def _commonplace(values: set[int], sources: Sequence[Sampled]) -> set[int]:
    """Which of these hashes stand in so many sources that they are no evidence."""
    ids: dict[int, list[str]] = defaultdict(list)
    for one in sources:
        for value in values.intersection(hashes_of(one.sample)):
            ids[value].append(one.id)
    outlets = {one.id: one.outlet for one in sources}
    return {value for value, its in ids.items() if _is_commonplace(its, outlets)}


def _by_rate(text: Shingles) -> dict[int, set[int]]:
    """A sample as it is at its own rate and at each sparser one."""
    rates = [rate for rate in (1, 2, 4, 8) if rate >= text.rate]
    return {rate: {value for value in hashes_of(text) if not value % rate} for rate in rates}


def _near(
    pair: tuple[str, str], samples: Mapping[str, dict[int, set[int]]]
) -> tuple[tuple[str, str], int, set[int], float] | None:
    """A pair that shares enough of its samples, at the sparser rate of the two: that rate, what it shares, what is enough."""
    rate = max(min(samples[id_]) for id_ in pair)
    first, second = (samples[id_][rate] for id_ in pair)
    both, least = first & second, GLIMPSE * min(len(first), len(second))
    return (pair, rate, both, least) if len(both) >= least else None


def _to_compare(dossier: Dossier, met: Sequence[Met]) -> Iterator[Met]:
    """Of the pairs that no origin settles, for each source those with the earlier sources that share most with it."""
    open_: dict[str, list[Met]] = defaultdict(list)
    for pair in met:
        if not is_settled(dossier, dossier.sources[pair.first], dossier.sources[pair.second]):
            open_[pair.second].append(pair)
    for pairs in open_.values():
        yield from sorted(pairs, key=lambda pair: (-pair.shared, pair.first))[:PARTNERS]


def is_settled(dossier: Dossier, first: Source, second: Source) -> bool:
    """Whether it is stated that two sources are not independent: their origins have one root, or one has it from the other.

    The other's outlet is enough for that where the other states no origin of its own.
    """
    roots = [dossier.origins.of_source(source) for source in (first, second)]
    if all(roots):
        return roots[0] == roots[1]
    pairs = ((roots[0], second), (roots[1], first))
    return any(root == dossier.origins.outlet(other) and not other.fields.origin for root, other in pairs if root)


def _input(dossier: Dossier, pair: Met) -> tuple[bytes, Pair]:
    first, second = dossier.sources[pair.first], dossier.sources[pair.second]
    rate = max(first.shingles.rate, second.shingles.rate)
    given = Pair(first.texts, second.texts, pair.ignored, rate)
    return _digest(first.digest.encode(), second.digest.encode(), pair.ignored), given


def _compare(_: None, pair: Pair) -> Common:
    return compare(pair.first["body"], pair.second["body"], memoryview(pair.ignored).cast("I").tolist(), pair.rate)


def _is_copying(common: Common, same_outlet: bool) -> bool:
    enough = any(common.shared >= shared and common.contained >= contained for shared, contained in LEAST)
    return enough and (not same_outlet or common.contained >= LEAST_WITHIN)


def _digest(*parts: bytes) -> bytes:
    whole = blake2b(digest_size=16)
    for part in parts:
        whole.update(len(part).to_bytes(8, "little") + part)
    return whole.digest()


# --- in words


def _problem(dossier: Dossier, source: Source, others: Sequence[tuple[Source, Common]]) -> Problem:
    """One problem for a source: where the longest run stands that it shares, and in which others what else does."""
    ordered = sorted(others, key=lambda one: (-one[1].shared, one[0].id))
    nearest, common = ordered[0]
    shared = [_shares(other, one) for other, one in ordered]
    message = f"source {source.id} shares text with {listed(shared)}; {_stated(dossier, source, nearest)}"
    hint = "say in both under `origin` where the text comes from, or in one under `accept` why they are independent"
    return problem(Place(source.path, *source.body.place(common.starts[0])), "shared-text", message, hint)


def _shares(other: Source, common: Common) -> str:
    place = f"{other.path}:{other.body.place(common.starts[1])[0]}"
    return f"source {other.id} ({int(100 * common.contained)}% of the shorter one, from {place})"


def _stated(dossier: Dossier, source: Source, other: Source) -> str:
    roots = [dossier.origins.of_source(one) for one in (source, other)]
    if all(roots):
        return f"they state different origins, {roots[0]} and {roots[1]}"
    return "they state no origin in common"
