"""Which texts share text: runs of five words (shingles, Broder 1997), sampled by a hash, counted in an inverted index.

In: folded texts. Out: for pairs of them how much of the shorter stands in the other, and where the first of it begins.
What is sampled depends on the words alone: no process, Python version or other text changes it.
"""

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations
from zlib import crc32

from msgspec import Struct

from dossier.folding import JOINER, Folded, count_characters

WORDS = 5
"""Words of a shingle; twice as many characters in scripts that set no space between words."""
MOST_SPARSE = 8
"""Of a long text one shingle in so many is kept, of a shorter one in four or two, of a text below 64 words each.

A passage of 60 words then shares seven samples with a text that has it, two texts of 30 words all that they share."""
ENOUGH = 32
"""Samples that a text has at least, if it has so many shingles, before the next sparser rate is taken."""
_MARKS = re.compile(r" [^\w\s]+(?=\s)")


class Shingles(Struct, frozen=True, array_like=True):
    """A text's sample.

    count: shingles of the whole text. rate: one in so many is kept, a power of two: those whose hash it divides.
    hashes: array('I'), CRC-32 of the words of each.
    """

    count: int = 0
    rate: int = 1
    hashes: bytes = b""


class Overlap(Struct, frozen=True):
    """What two texts share, by estimate from their samples.

    samples: how many shared ones that rests on. shared: shingles. contained: the share of the text that has fewer, 0 to 1.
    jaccard: the share of all of both.
    """

    first: str
    second: str
    samples: int
    shared: int
    contained: float
    jaccard: float


class Common(Struct, frozen=True):
    """What two texts share, exactly. shared: shingles. starts: where the first of it begins in each, in code points."""

    shared: int
    starts: tuple[int, int]


def shingles(folded: Folded) -> Shingles:
    """A text's sample. Marks are left out: an editor changes them first."""
    hashes = _all(folded)
    rate = MOST_SPARSE
    while rate > 1 and len(hashes) < rate * ENOUGH:
        rate //= 2
    return Shingles(len(hashes), rate, array("I", [value for value in hashes if not value % rate]).tobytes())


def overlaps(texts: Mapping[str, Shingles], least: int = 2) -> list[Overlap]:
    """The pairs of texts that share at least so many samples, by their names; what stands in `texts` first is first."""
    common = _common(texts.values())
    holders: dict[int, list[str]] = defaultdict(list)
    for name, text in texts.items():
        for value in common.intersection(_hashes(text)):
            holders[value].append(name)
    meetings = Counter(pair for names in holders.values() for pair in combinations(names, 2))
    met = [pair for pair, samples in meetings.items() if samples >= least]
    found = [overlap((first, texts[first]), (second, texts[second])) for first, second in met]
    return [pair for pair in found if pair.samples >= least]


def alike(text: Shingles, known: Mapping[str, Shingles], least: int = 2) -> list[Overlap]:
    """The known texts that share at least so many samples with a new one (named ""), by how much of the shorter is shared."""
    mine = set(_hashes(text))
    near = [name for name, other in known.items() if len(mine.intersection(_hashes(other))) >= least]
    found = [overlap(("", text), (name, known[name])) for name in near]
    return sorted((o for o in found if o.samples >= least), key=lambda o: (-o.contained, -o.shared, o.second))


def overlap(first: tuple[str, Shingles], second: tuple[str, Shingles]) -> Overlap:
    """What two named texts share, at the sparser of their rates."""
    (one, a), (other, b) = first, second
    rate = max(a.rate, b.rate)
    both = sum(not value % rate for value in set(_hashes(a)).intersection(_hashes(b)))
    fewer = min(a.count, b.count)
    shared = min(both * rate, fewer)
    return Overlap(
        one, other, both, shared, shared / fewer if fewer else 0, shared / max(1, a.count + b.count - shared)
    )


def common(first: Folded, second: Folded) -> Common | None:
    """What two texts share, counted on all shingles of both; None where that is nothing."""
    ours, theirs = _all(first), _all(second)
    where = {value: number for number, value in reversed(list(enumerate(theirs)))}
    both = [(number, where[value]) for number, value in enumerate(ours) if value in where]
    if not both:
        return None
    return Common(len({ours[number] for number, _ in both}), (_start(first, both[0][0]), _start(second, both[0][1])))


def _start(folded: Folded, word: int) -> int:
    """Where a text's word of this number begins, in code points."""
    begins = [number for number, token in enumerate(folded.joined.split()) if re.match(r"\w", token)]
    return memoryview(folded.spans).cast("I")[2 * begins[word]]


def _all(folded: Folded) -> list[int]:
    """The hashes of all shingles in order."""
    text = folded.joined.replace(f" {JOINER}", "") if JOINER in folded.joined else folded.joined
    words = _MARKS.sub("", text).encode().split()
    length = WORDS if 2 * count_characters(folded) < len(words) else 2 * WORDS
    runs: Iterable[tuple[bytes, ...]] = zip(*(words[start:] for start in range(length)), strict=False)
    return list(map(crc32, map(b" ".join, runs)))


def _hashes(text: Shingles) -> memoryview:
    return memoryview(text.hashes).cast("I")


def _common(texts: Iterable[Shingles]) -> set[int]:
    """The hashes that stand in more than one text."""
    counts = Counter(value for text in texts for value in set(_hashes(text)))
    return {value for value, count in counts.items() if count > 1}
