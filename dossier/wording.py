"""The words that carry a sentence's sense: negations, numbers, and what bounds or hedges a statement.

A quotation may not change the first two inside brackets, and is warned of when it leaves any of them out at its edge.
The tables are short lists of common words in the languages that dossiers most often quote; they make no grammar.
"""

import re
from collections.abc import Iterable

_NEGATIONS = frozenset(
    "not no never none neither nor nobody nothing nowhere without cannot hardly scarcely barely "
    "ne pas jamais sans aucun aucune rien nicht kein keine keinen keinem keiner keines nie niemals ohne "
    "nunca jamás sin ni ningún ninguna nada não nem sem не нет ни никогда без".split()
)
_NEGATION_PARTS = re.compile(r"n't$|^не\w|않|^안$|^못|아니|없|말라|不|没|沒|無|无|未|非|否|ない|ません")
_NUMBER_WORDS = frozenset(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion "
    "hundreds thousands millions billions dozen dozens half quarter third double triple twice".split()
)
_NUMERALS = re.compile(r"\d|[〇二三四五六七八九十百千万萬億亿兆]|[십백천만억조](?:명|여|원|개|발|톤|$)")

_HEDGES_BEFORE = tuple(
    "reportedly|allegedly|purportedly|supposedly|apparently|possibly|probably|perhaps|maybe|likely|may|might|could|"
    "claimed|claims|if|not|no|never|without|cannot|hardly|barely|denied|denies|failed to|refused to|якобы".split("|")
)
_BOUNDS_BEFORE = tuple(
    "around|about|approximately|roughly|nearly|almost|some|over|under|above|below|more than|less than|fewer than|"
    "at least|at most|up to|as many as|as few as|no more than|no fewer than|close to|an estimated|estimated|between|"
    "circa|c .|ca .|약|대략|최소|최대|거의|около|более|почти|менее".split("|")
)
_BOUNDS_AFTER = tuple(
    "or more|or less|or fewer|or so|at most|at least|or thereabouts|이상|이하|미만|가량|정도|안팎|"
    "hundred|thousand|million|billion|trillion|dozen|percent|per cent".split("|")
)
_HEDGES_AFTER = tuple("reportedly|allegedly|purportedly|supposedly".split("|"))
_QUANTITY = re.compile(r"^(?:[$€£¥₩₽~≈<>≤≥+-] )?(?:\S*\d|(?:a|one|tens|dozens|hundreds|thousands|millions|billions) )")


def negation(words: str) -> str:
    """The first negation among folded words parted by blanks, or nothing."""
    return next((w for w in words.split() if w.lower() in _NEGATIONS or _NEGATION_PARTS.search(w.lower())), "")


def number(words: str) -> str:
    """The first number among folded words, in digits or in letters, or nothing. `one` is none: it is a pronoun too."""
    return next((w for w in words.split() if w.lower() in _NUMBER_WORDS or _NUMERALS.search(w)), "")


def bound_before(before: str, quoted: str) -> str:
    """The hedge, negation or bound that stands directly before a quotation in its source and is left out, or nothing.

    before: the folded words up to the quotation, of its own block; quoted: the quotation's. A bound (`around`) counts only
    where the quotation begins with a quantity.
    """
    lead = f" {before.strip().lower()}"
    phrases = _HEDGES_BEFORE + _BOUNDS_BEFORE if _begins_with_quantity(quoted) else _HEDGES_BEFORE
    found = _longest(p for p in phrases if lead.endswith(f" {p}"))
    return "" if found == "may" and before.rstrip().endswith("May") else found


def bound_after(quoted: str, after: str) -> str:
    """The same for what follows: `or more`, `million` after a quantity; `reportedly` set apart by a comma after anything."""
    tail = f"{after.strip().lower()} "
    if re.search(r"\d\S*$", quoted.strip()) and (
        found := _longest(p for p in _BOUNDS_AFTER if tail.startswith(f"{p} "))
    ):
        return found
    return _longest(p for p in _HEDGES_AFTER if tail.startswith((f"{p} .", f", {p} ")))


def _begins_with_quantity(quoted: str) -> bool:
    first = quoted.strip().lower()
    return bool(_QUANTITY.match(f"{first} ") or first.split(" ", 1)[0] in _NUMBER_WORDS)


def _longest(phrases: Iterable[str]) -> str:
    return max(phrases, key=len, default="")
