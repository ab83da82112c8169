"""Whether a change of wording only mends spelling or punctuation, so that nobody has to be told.

In: a statement's words before and after, folded. Out: yes or no. The rule is narrow: what it does not know to be a mended slip
is a change, since a wrong yes hides a correction and a wrong no costs the editor a line.
"""

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from dossier.folding import JOINER
from dossier.wording import bound_before, negation, number

LONG = 8
"""Letters from which on a word may have two slips."""
_STOPS = frozenset(",;:.!…-()/")
"""Marks whose change alters no sense; a question mark and a sign before a number do."""

Known = Callable[[str], bool]
"""Whether a folded word stands anywhere in the dossier as it is now."""


def mends(before: Sequence[str], after: Sequence[str], known: Known) -> bool:
    """Whether the second run of folded tokens is the first with slips mended.

    A slip is: a mark of _STOPS too few or too many; a word twice in a row; two words run together, or one parted; a first
    letter's case where a sentence begins; a word that stands nowhere in the dossier any more, one letter from what it is now, but
    not the first, or two if it has LONG letters (Damerau-Levenshtein). No number, name, negation, hedge or sign may be among them.
    """
    matched = SequenceMatcher(None, before, after, autojunk=False)
    for kind, a, b, c, d in matched.get_opcodes():
        if kind != "equal" and not _is_slip(before, after, (a, b), (c, d), known):
            return False
    return True


def _is_slip(
    before: Sequence[str], after: Sequence[str], old: tuple[int, int], new: tuple[int, int], known: Known
) -> bool:
    was = [word for word in before[slice(*old)] if word not in _STOPS]
    now = [word for word in after[slice(*new)] if word not in _STOPS]
    if not was and not now:
        return not (_beside_number(before, old) or _beside_number(after, new))
    if _begins(old, new) and was and now and was[1:] == now[1:] and was[0].lower() == now[0].lower():
        return not any(map(_is_weighty, was[1:]))
    if any(map(_is_weighty, (*was, *now))):
        return False
    if not now:
        return len(was) == 1 and was[0] in (*before[max(0, old[0] - 1) : old[0]], *before[old[1] : old[1] + 1])
    if "".join(was) == "".join(now):
        return True
    return len(was) == len(now) and all(_is_misspelt(*pair, known) for pair in zip(was, now, strict=True))


def _begins(old: tuple[int, int], new: tuple[int, int]) -> bool:
    return old[0] == 0 == new[0]


def _beside_number(words: Sequence[str], at: tuple[int, int]) -> bool:
    """Whether a stretch touches a number: a mark there may part it or give it a sign."""
    beside = (*words[max(0, at[0] - 1) : at[0]], *words[at[1] : at[1] + 1])
    return (at[0] < at[1] and sum(bool(number(word)) for word in beside) == 2) or any(
        JOINER in w for w in words[slice(*at)]
    )


def _is_weighty(word: str) -> bool:
    """Whether a word may be a name, a number, a negation, a hedge or a sign; so is any word of a script without capitals."""
    if not word.isalpha() or word.lower() == word.upper() or word != word.lower():
        return True
    return bool(number(word) or negation(word) or bound_before(word, "14"))


def _is_misspelt(was: str, now: str, known: Known) -> bool:
    if was == now:
        return True
    most = 2 if min(len(was), len(now)) >= LONG else 1
    return len(now) > 2 and was[0] == now[0] and _distance(was, now) <= most and not known(was)


def _distance(a: str, b: str) -> int:
    """How many letters to insert, leave out, replace or swap with their neighbour (optimal string alignment)."""
    if abs(len(a) - len(b)) > 2:
        return 3
    rows: list[list[int]] = [list(range(len(b) + 1))]
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            best = min(rows[-1][j] + 1, row[j - 1] + 1, rows[-1][j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]
