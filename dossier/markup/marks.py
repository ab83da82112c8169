"""Quotation marks: which open and which close, from the kind of mark, what is open already, and what stands beside it.

Conventions of many languages meet in one text: “…” „…“ ”…” «…» »…« 「…」, and straight marks, which look alike on both sides.
"""

import re
from typing import NamedTuple

CLOSERS: dict[str, str] = {
    '"': '"',
    "＂": "＂",
    "“": "”",
    "„": "“”",
    "‟": "”",
    "”": "”",
    "«": "»",
    "»": "«»",
    "「": "」",
    "『": "』",
    "〝": "〟〞",
    "❝": "❞",
}
"""Each mark that can open a quotation, with those that can close it (German „…“, Swedish ”…”, Danish »…«, Finnish »…»)."""
DOUBLE_MARKS = re.compile('["＂“”„‟«»「」『』〝〞〟❝❞]')
DEPTH_AT_MOST = 16
"""Marks that stand further out are not looked at as partners."""
_STRAIGHT = '"＂'
_EITHER = '"＂“”«»'
"""Marks that open in one convention and close in another: their neighbours decide."""
_ENDS_WORDS = ".,;:!?…)]}%’”»›。、，！？」』"
_BEGINS_WORDS = "([{“„«¿¡$€£¥‘‚「『〝"


class Run(NamedTuple):
    """Words in double marks: text[start:end], marks included."""

    start: int
    end: int


class MarkStack:
    """The marks that are open while a text is read from left to right; `strays`: where marks stand without a partner."""

    def __init__(self) -> None:
        self.open: list[int] = []
        self.strays: list[int] = []

    def meet(self, text: str, at: int) -> Run | None:
        """Take the mark at text[at]; gives the run that it ends, when it closes the outermost mark that is open."""
        mark = text[at]
        before, after = _beside(text, at, -1), _beside(text, at, 1)
        partner = self._partner(text, mark)
        if mark in CLOSERS and self._opens(mark, before, after, partner >= 0):
            self.open.append(at)
        elif partner >= 0:
            return self._close(partner, at)
        elif not (mark in _STRAIGHT and before.isdigit()):
            self.strays.append(at)
        return None

    def _partner(self, text: str, mark: str) -> int:
        """The innermost open mark that this one can close, by its place in the stack; -1 for none."""
        for depth in range(len(self.open) - 1, max(len(self.open) - DEPTH_AT_MOST, 0) - 1, -1):
            if mark in CLOSERS[text[self.open[depth]]]:
                return depth
        return -1

    def _opens(self, mark: str, before: str, after: str, closable: bool) -> bool:
        """Does a mark that can open do so here? A straight one behind a digit, nothing open, is inches or seconds."""
        if mark not in _EITHER:
            return True
        opening, closing = _looks_opening(before, after), _looks_closing(before, after)
        if closable:
            return opening and not closing
        if mark in _STRAIGHT and before.isdigit():
            return False
        return opening or not closing

    def _close(self, depth: int, at: int) -> Run | None:
        start = self.open[depth]
        self.strays.extend(self.open[depth + 1 :])
        del self.open[depth:]
        return None if self.open else Run(start, at + 1)


def runs(
    text: str, start: int = 0, end: int | None = None, skip: frozenset[int] = frozenset()
) -> tuple[list[Run], list[int]]:
    """The outermost runs in double marks of text[start:end], and where marks stand that have no partner there, in order.

    skip: offsets of marks that are nobody's words.
    """
    end = len(text) if end is None else end
    if not DOUBLE_MARKS.search(text, start, end):
        return [], []
    stack = MarkStack()
    found = []
    for mark in DOUBLE_MARKS.finditer(text, start, end):
        if mark.start() not in skip and (run := stack.meet(text, mark.start())):
            found.append(run)
    return found, sorted(stack.strays + stack.open)


def _beside(text: str, at: int, step: int) -> str:
    """The character before (-1) or behind (1), position marks passed over; empty at the text's edge."""
    at += step
    while 0 <= at < len(text) and text[at] >= "\U00100000":
        at += step
    return text[at] if 0 <= at < len(text) else ""


def _is_word(character: str) -> bool:
    """A letter, a digit, or a hole, where words will stand."""
    return character.isalnum() or character >= "\U000f0000"


def _looks_opening(before: str, after: str) -> bool:
    return bool(after) and not after.isspace() and not (before and (_is_word(before) or before in _ENDS_WORDS))


def _looks_closing(before: str, after: str) -> bool:
    return bool(before) and not before.isspace() and not (after and (_is_word(after) or after in _BEGINS_WORDS))
