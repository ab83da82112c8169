"""Which texts share text: runs of five words (shingles, Broder 1997), sampled by a hash, counted in an inverted index.

In: folded texts. Out: which of them share samples, and what two of them share exactly, with the places. What is sampled
depends on the words alone: no process, Python version or other text changes it.
"""

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import compress
from zlib import crc32

from msgspec import Struct

from dossier.folding import Folded
from dossier.speech import UNSURE

WORDS = 5
"""Words and marks of a shingle; twice as many where it begins with a character of a script that is folded to characters."""
MOST_SPARSE = 8
"""Of a long text one shingle in so many is kept, of a shorter one in four or two, of a text below 68 words each.

A passage of 60 words then shares seven samples with a text that has it, two texts of 30 words all that they share."""
ENOUGH = 32
"""Samples that a text has at least, if it has so many shingles, before the next sparser rate is taken."""
SHORTEST = 6
"""Shingles in a row that two texts must share for any of them to count: ten words and marks. Shorter runs are set phrases."""
_LOW = MOST_SPARSE - 1
# With this start (of 6,000 tried) one word in seven of English text is kept, no very frequent one among them, so that any
# 60 words have two of them or more but once in a thousand times; of Korean, Russian, Arabic and Chinese one in six to ten.
_SALT = 5722


class Shingles(Struct, frozen=True, array_like=True):
    """A text's sample.

    count: shingles of the whole text. rate: one in so many is kept, a power of two: those whose hash it divides.
    hashes: array('I'), of each its upper bits by all of its words (CRC-32), its lower three by the first one.
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
    """What two texts share outside of speech, exactly.

    shared: in shingles of words (characters of scripts without spaces count half); contained: the share of the text that
    has fewer such shingles, 0 to 1. starts: where the longest run that is shared begins in each, in code points.
    """

    shared: float = 0
    contained: float = 0
    starts: tuple[int, int] = (0, 0)


# --- sampling


def shingles(folded: Folded) -> Shingles:
    """A text's sample, without what the text itself sets as speech, which others may have heard, too."""
    words = folded.joined.encode().split()
    count = max(0, len(words) - WORDS + 1)
    rate = MOST_SPARSE
    while rate > 1 and count < rate * ENOUGH:
        rate //= 2
    starts: Iterable[int] = compress(range(count), map(_SAMPLED[rate].__getitem__, words))
    runs = [(number, number + WORDS) for number in starts]
    if not folded.joined.isascii():
        runs = [(number, number + _length(words[number])) for number, _ in runs]
        runs = [(number, end) for number, end in runs if end <= len(words)]
    if folded.speech.strip(b"\0"):
        speech = memoryview(folded.speech).cast("H")
        runs = [(n, end) for n, end in runs if not (0 < speech[n] < UNSURE and 0 < speech[end - 1] < UNSURE)]
    if rate == MOST_SPARSE:
        # What is sampled so has no lower bits.
        hashes = [crc32(b" ".join(words[n:end])) & ~_LOW for n, end in runs]
    else:
        hashes = [crc32(b" ".join(words[n:end])) & ~_LOW | crc32(words[n], _SALT) & _LOW for n, end in runs]
    return Shingles(count, rate, array("I", hashes).tobytes())


class _Sampled(dict[bytes, bool]):
    """Whether a shingle that begins with a word is sampled at a rate; what was asked before is remembered."""

    def __init__(self, rate: int) -> None:
        super().__init__()
        self._rate = rate

    def __missing__(self, word: bytes) -> bool:
        if len(self) >= _WORDS_REMEMBERED:
            self.clear()
        self[word] = found = not crc32(word, _SALT) % self._rate
        return found


_WORDS_REMEMBERED = 50_000
# The words of texts are few, and all of them are asked about: each would be hashed some hundred times.
_SAMPLED = {rate: _Sampled(rate) for rate in (1, 2, 4, 8)}


def hashes_of(text: Shingles) -> memoryview:
    """A sample's hashes."""
    return memoryview(text.hashes).cast("I")


def links(text: Shingles) -> set[int]:
    """Each two neighbours of a sample as one number, at its rate and at all sparser ones.

    Two texts that share a link share a run of words from the one sample to the other, or nearly: far more than two set
    phrases would bring together.
    """
    found = _neighbours(text.hashes)
    rate = text.rate
    while rate < MOST_SPARSE:
        rate *= 2
        found |= _neighbours(array("I", [value for value in hashes_of(text) if not value % rate]).tobytes())
    return found


def _neighbours(hashes: bytes) -> set[int]:
    """Each two neighbours of an array('I') as one number: read two at a time, and two at a time from the second on."""
    odd = hashes[4:]
    return {*memoryview(hashes[: len(hashes) // 8 * 8]).cast("Q"), *memoryview(odd[: len(odd) // 8 * 8]).cast("Q")}


def holders(texts: Mapping[str, Shingles]) -> dict[int, list[str]]:
    """The inverted index of links that more than one text has: the names of the texts, in the order of `texts`."""
    first: dict[int, str] = {}
    found: dict[int, list[str]] = {}
    for name, text in texts.items():
        for link in links(text):
            other = first.setdefault(link, name)
            if other is not name:
                found.setdefault(link, [other]).append(name)
    return found


def alike(text: Shingles, known: Mapping[str, Shingles], least: int = 2) -> list[Overlap]:
    """The known texts that share at least so many samples with a new one (named ""), by how much of the shorter is shared."""
    mine = set(hashes_of(text))
    near = [name for name, other in known.items() if len(mine.intersection(hashes_of(other))) >= least]
    found = [overlap(("", text), (name, known[name])) for name in near]
    return sorted((o for o in found if o.samples >= least), key=lambda o: (-o.contained, -o.shared, o.second))


def overlap(first: tuple[str, Shingles], second: tuple[str, Shingles]) -> Overlap:
    """What two named texts share, at the sparser of their rates."""
    (one, a), (other, b) = first, second
    rate = max(a.rate, b.rate)
    both = sum(not value % rate for value in set(hashes_of(a)).intersection(hashes_of(b)))
    fewer = min(a.count, b.count)
    shared = min(both * rate, fewer)
    return Overlap(
        one, other, both, shared, shared / fewer if fewer else 0, shared / max(1, a.count + b.count - shared)
    )


# --- comparing two texts whole


def compare(first: Folded, second: Folded, ignored: Collection[int] = (), rate: int = 1) -> Common:
    """What two texts share, without what either sets as speech: both may report the same words of the same person.

    ignored: hashes that are no evidence, of samples at this rate. What is shared goes by the nearest such sample in its
    run, for of the rest it is not known.
    """
    ours, theirs = _Whole(first), _Whole(second)
    said = ours.said() | theirs.said()
    both = set(ours.runs).intersection(theirs.runs) - said - {()}
    runs = _runs(number for number, run in enumerate(ours.runs) if run in both)
    runs = [part for run in runs for part in _evidence(run, list(map(ours.value, run)), set(ignored), rate)]
    runs = [run for run in runs if sum(map(ours.weigh, run)) >= SHORTEST]
    if not runs:
        return Common()
    shared = sum(map(ours.weigh, {ours.runs[number]: number for run in runs for number in run}.values()))
    longest = max(runs, key=len)
    fewer = min(ours.weight(said), theirs.weight(said))
    return Common(shared, shared / fewer, _starts(ours, theirs, longest[len(longest) // 2]))


def _starts(ours: "_Whole", theirs: "_Whole", number: int) -> tuple[int, int]:
    """Where in both texts the words begin that go on to this shingle of the first one."""
    other = theirs.runs.index(ours.runs[number])
    while number and other and ours.runs[number - 1] == theirs.runs[other - 1]:
        number, other = number - 1, other - 1
    return ours.start(number), theirs.start(other)


class _Whole:
    """All shingles of a text. runs: of each its words; none where the text ends before."""

    def __init__(self, folded: Folded) -> None:
        self._words = words = folded.joined.encode().split()
        self._spans = memoryview(folded.spans).cast("I")
        self._speech = memoryview(folded.speech).cast("H") if folded.speech.strip(b"\0") else None
        if folded.joined.isascii():
            self.runs: list[tuple[bytes, ...]] = list(zip(*(words[first:] for first in range(WORDS)), strict=False))
        else:
            ends = (number + _length(word) for number, word in enumerate(words))
            self.runs = [tuple(words[number:end]) if end <= len(words) else () for number, end in enumerate(ends)]

    def value(self, number: int) -> int:
        """A shingle's hash, as samples have it."""
        return crc32(b" ".join(self.runs[number])) & ~_LOW | crc32(self._words[number], _SALT) & _LOW

    def said(self) -> set[tuple[bytes, ...]]:
        """All that begin and end in the text's own speech."""
        if self._speech is None:
            return set()
        inside = [0 < number < UNSURE for number in self._speech]
        return {run for number, run in enumerate(self.runs) if inside[number] and run and inside[number + len(run) - 1]}

    def weigh(self, number: int) -> float:
        """What a shingle counts: a character half a word."""
        return WORDS / len(self.runs[number])

    def weight(self, without: Collection[tuple[bytes, ...]]) -> float:
        """What all shingles count, each once."""
        return sum(WORDS / len(run) for run in set(self.runs).difference(without) if run)

    def start(self, number: int) -> int:
        """Where a shingle begins in the text, in code points."""
        return self._spans[2 * number]


def _runs(numbers: Iterable[int]) -> list[list[int]]:
    """Ascending numbers, cut where one is left out."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _evidence(run: list[int], hashes: Sequence[int], ignored: Collection[int], rate: int) -> list[list[int]]:
    """The parts of a run that are evidence; of one without a sample, all if that is no wonder. hashes: of the run.

    Between two samples that are ignored nothing is; else such a sample reaches half of the way to the next one, and no
    farther than samples stand apart as a rule.
    """
    sampled = {number: value in ignored for number, value in zip(run, hashes, strict=True) if not value % rate}
    if not sampled:
        return [run] if len(run) < 2 * rate else []
    numbers, are_ignored = list(sampled), list(sampled.values())
    return _runs(n for n in run if not _is_ignored(n, numbers, are_ignored, rate))


def _is_ignored(number: int, samples: Sequence[int], ignored: Sequence[bool], rate: int) -> bool:
    """Whether the samples around a number, or the one beside it, say that it is no evidence."""
    after = bisect_left(samples, number)
    beside = [n for n in (after - 1, after) if 0 <= n < len(samples)]
    if all(ignored[n] for n in beside) and len(beside) == 2:
        return True
    nearest = min(beside, key=lambda n: abs(samples[n] - number))
    return ignored[nearest] and abs(samples[nearest] - number) <= rate


# --- one shingle


def _length(first: bytes) -> int:
    """How many words a shingle has that begins with this one: more if that is a character of three bytes or four.

    (A character of Hangul may have a joiner before it. A short word of Devanagari is taken for a character, too, which
    makes its shingles longer, and no text's other than another's.)
    """
    return 2 * WORDS if first[0] >= 0xE0 and len(first) <= 7 else WORDS
