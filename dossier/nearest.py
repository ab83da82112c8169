"""Near misses: the passage of a text that comes nearest to words that do not stand in it, for the hint beside the error."""

from array import array
from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from dossier.folding import JOINER, Folded, tokens
from dossier.wording import has_word

LEAST_ALIKE = 0.5
"""Below this share of common words a passage is no help to the editor."""


class Near(Struct, frozen=True):
    """A range of the text, and the share (0 to 1) of the quotation's words, by their letters, that stand in it."""

    start: int
    end: int
    alike: float


class _Window(Struct, frozen=True):
    """The tokens [first, end) of a text, and how many letters of the words looked for are in them."""

    letters: int
    first: int
    end: int


def nearest(folded: Folded, words: str) -> Near | None:
    """The passage, of one block and hardly longer than the words, that has most of them; None below LEAST_ALIKE.

    It begins and ends with words that it has in common, and cuts no number or compound; their order and case do not count.
    Linear in both lengths.
    """
    wanted = [token.word.casefold() for token in tokens(words) if has_word(token.word)]
    best, best_block, best_first = _Window(0, 0, 0), [""], 0
    first = 0
    for block in folded.joined.casefold().split("\n"):
        found = block[1:-1].split(" ") if len(block) > 1 else []
        window = _best_window(found, wanted)
        if window.letters > best.letters:
            best, best_block, best_first = window, found, first
        first += len(found)
    alike = best.letters / max(1, sum(map(len, wanted)))
    if alike < LEAST_ALIKE:
        return None
    tight = folded.tight[best_first : best_first + len(best_block)]
    start, end = _widened(best_block, tight, best)
    spans = array("I", folded.spans)
    return Near(spans[2 * (best_first + start)], spans[2 * (best_first + end) - 1], alike)


def _best_window(found: Sequence[str], wanted: Sequence[str]) -> _Window:
    """The first window of a block's tokens that has most of the wanted, narrowed to what it has of them."""
    at = [i for i, word in enumerate(found) if has_word(word)]
    size = len(wanted) + max(2, len(wanted) // 4)
    need = Counter(wanted)
    have: Counter[str] = Counter()
    letters, best = 0, (0, 0)
    for i, token in enumerate(at):
        word = found[token]
        have[word] += 1
        letters += len(word) if have[word] <= need[word] else 0
        if i >= size:
            gone = found[at[i - size]]
            letters -= len(gone) if have[gone] <= need[gone] else 0
            have[gone] -= 1
        best = max(best, (letters, -i))
    if not best[0]:
        return _Window(0, 0, 0)
    window = at[max(0, 1 - best[1] - size) : 1 - best[1]]
    surplus = Counter(found[token] for token in window)
    surplus.subtract(need)
    narrowed = 0
    while surplus[found[window[narrowed]]] > 0:
        surplus[found[window[narrowed]]] -= 1
        narrowed += 1
    return _Window(best[0], window[narrowed], window[-1] + 1)


def _widened(block: Sequence[str], tight: bytes, window: _Window) -> tuple[int, int]:
    """The window's tokens, with what would be cut off of a number, a compound or a word of Hangul."""
    goes_on = [cut or word[:1] == JOINER for word, cut in zip(block, tight, strict=True)]
    first, end = window.first, window.end
    while first and goes_on[first]:
        first -= 1
    while end < len(block) and goes_on[end]:
        end += 1
    return first, end
