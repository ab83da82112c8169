"""Near misses: the passage of a text that comes nearest to words that do not stand in it, for the hint beside the error."""

from array import array
from collections import Counter

from msgspec import Struct

from dossier.folding import Folded, tokens

LEAST_ALIKE = 0.5
"""Below this share of common words a passage is no help to the editor."""


class Near(Struct, frozen=True):
    """A range of the text, and the share (0 to 1) of the quotation's words that stand in it."""

    start: int
    end: int
    alike: float


def nearest(folded: Folded, words: str) -> Near | None:
    """The passage, of one block and about as long as the words, that has most of them; None below LEAST_ALIKE."""
    wanted = [t.word.lower() for t in tokens(words)]
    if not wanted:
        return None
    best = (0, 0, 0)
    number = 0
    for block in folded.joined.split("\n"):
        found = block.lower().split()
        if (hit := _best_window(found, wanted)) and hit[0] > best[0]:
            best = (hit[0], number + hit[1], number + hit[2])
        number += len(found)
    alike = best[0] / len(wanted)
    if alike < LEAST_ALIKE:
        return None
    spans = array("I", folded.spans)
    return Near(spans[2 * best[1]], spans[2 * best[2] + 1], alike)


def _best_window(found: list[str], wanted: list[str]) -> tuple[int, int, int] | None:
    """Words in common, first and last of the window of a block that shares most with the wanted, in linear time."""
    size = len(wanted) + 2
    need = Counter(wanted)
    have: Counter[str] = Counter()
    common, best = 0, (0, 0)
    for i, word in enumerate(found):
        have[word] += 1
        common += have[word] <= need[word]
        if i >= size:
            gone = found[i - size]
            common -= have[gone] <= need[gone]
            have[gone] -= 1
        if common > best[0]:
            best = (common, i)
    if not best[0]:
        return None
    first, last = max(0, best[1] - size + 1), best[1]
    while found[first] not in need:
        first += 1
    return best[0], first, last
