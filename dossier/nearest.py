"""Near misses: the passage of a text that comes nearest to words that do not stand in it, for the hint beside the error."""

from array import array
from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from dossier.folding import JOINER, Folded, tokens
from dossier.wording import has_word

LEAST_ALIKE = 0.5
"""Below this share of common words a passage is no help to the editor."""
DETOUR = 4
"""A letter in common is worth as many letters between that are not: `the` is not worth a detour of three words."""


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
    need = Counter(token.word.casefold() for token in tokens(words) if has_word(token.word))
    best, best_block, best_first = _Window(0, 0, 0), [""], 0
    first = 0
    for block in folded.joined.casefold().split("\n"):
        found = block[1:-1].split(" ") if len(block) > 1 else []
        at_most = sum(len(word) * need[word] for word in need.keys() & found)
        if at_most > best.letters and (window := _best_window(found, need)).letters > best.letters:
            best, best_block, best_first = window, found, first
        first += len(found)
    alike = best.letters / max(1, sum(len(word) * count for word, count in need.items()))
    if alike < LEAST_ALIKE:
        return None
    tight = folded.tight[best_first : best_first + len(best_block)]
    start, end = _widened(best_block, tight, best)
    spans = array("I", folded.spans)
    return Near(spans[2 * (best_first + start)], spans[2 * (best_first + end) - 1], alike)


def _best_window(found: Sequence[str], need: Counter[str]) -> _Window:
    """The first window of a block's tokens that has most of the wanted, narrowed to where they stand close together."""
    at = [i for i, word in enumerate(found) if word[-1].isalnum() or has_word(word)]
    wanted = need.total()
    size = wanted + max(4, wanted // 2)
    have = dict.fromkeys(need, 0)
    letters, most, last = 0, 0, 0
    for i, token in enumerate(at):
        word = found[token]
        if word in have:
            have[word] += 1
            letters += len(word) if have[word] <= need[word] else 0
        gone = found[at[i - size]] if i >= size else ""
        if gone in have:
            letters -= len(gone) if have[gone] <= need[gone] else 0
            have[gone] -= 1
        if letters > most:
            most, last = letters, i
    return _narrowed(found, at[max(0, last + 1 - size) : last + 1], need)


def _narrowed(found: Sequence[str], window: Sequence[int], need: Counter[str]) -> _Window:
    """The part of a window with the highest score: letters of wanted words, less some for those between (Kadane)."""
    left = need.copy()
    best, score, letters, end = (0, _Window(0, 0, 0)), 0, 0, 0
    for token in reversed(window):
        word = found[token]
        if not score:
            letters, end = 0, token + 1
        gain = len(word) if left[word] > 0 else 0
        left[word] -= 1
        score, letters = max(0, score + (DETOUR * gain or -len(word))), letters + gain
        if score > best[0]:
            best = score, _Window(letters, token, end)
    return best[1]


def _widened(block: Sequence[str], tight: bytes, window: _Window) -> tuple[int, int]:
    """The window's tokens, with what would be cut off of a number, a compound or a word of Hangul."""
    goes_on = [cut or word[:1] == JOINER for word, cut in zip(block, tight, strict=True)]
    first, end = window.first, window.end
    while first and goes_on[first]:
        first -= 1
    while end < len(block) and goes_on[end]:
        end += 1
    return first, end
