"""Quotation marks: which open and which close, from the kind of mark, what is open, and what stands beside it.

Conventions of many languages meet in one text: “…” „…“ ”…” «…» »…« 「…」 and straight marks, which look alike on both sides.
"""

import re
from collections.abc import Iterator
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
"""Each mark that can open a quotation in double marks, with those that can close it."""
MARKS = re.compile("[\"＂“”„‟«»「」『』〝〞〟❝❞]")
_STRAIGHT = '"＂'
_EITHER = "\"＂“”«»"
_SHUTS = ".,;:!?…)]}%’”»›。、，！？」』"
_OPENS = "([{“„«¿¡$€£¥‘‚「『〝"


class Run(NamedTuple):
    """Words in double marks: text[start:end], marks included."""

    start: int
    end: int


class MarkStack:
    """The marks that are open while a text is read from left to right; `strays` are marks without a partner."""

    def __init__(self) -> None:
        self.open: list[int] = []
        self.strays: list[int] = []

    def meet(self, text: str, at: int) -> Run | None:
        """Take the mark at text[at]; gives the run that it ends when it closes the outermost open mark."""
        mark = text[at]
        before, after = _left(text, at), _right(text, at)
        for depth in range(len(self.open) - 1, -1, -1):
            if mark in CLOSERS[text[self.open[depth]]]:
                break
        else:
            depth = -1
        if mark in CLOSERS and (depth < 0 or mark in _EITHER) and self._opens(mark, before, after, depth >= 0):
            self.open.append(at)
        elif depth >= 0:
            return self._close(depth, at)
        elif not (mark in _STRAIGHT and before.isdigit() and not self.open):
            self.strays.append(at)
        return None

    def _opens(self, mark: str, before: str, after: str, could_close: bool) -> bool:
        if mark not in _EITHER:
            return True
        opening, closing = _looks_opening(before, after), _looks_closing(before, after)
        if could_close:
            return opening and not closing
        if mark in "“«":
            return not closing or opening or not before
        if mark in _STRAIGHT and before.isdigit() and not self.open:
            return False
        return opening or not closing

    def _close(self, depth: int, at: int) -> Run | None:
        start = self.open[depth]
        self.strays.extend(self.open[depth + 1 :])
        del self.open[depth:]
        return None if self.open else Run(start, at + 1)


def runs(text: str, start: int = 0, end: int | None = None, skip: frozenset[int] = frozenset()) -> tuple[list[Run], list[int]]:
    """The outermost runs in double marks of text[start:end], and where marks stand that have no partner, in order.

    skip: offsets of marks that are nobody's words. Nothing outside the range is looked at as a partner.
    """
    stack = MarkStack()
    found = []
    for mark in MARKS.finditer(text, start, len(text) if end is None else end):
        if mark.start() not in skip and (run := stack.meet(text, mark.start())):
            found.append(run)
    return found, sorted(stack.strays + stack.open)


def marks_in(text: str) -> Iterator[int]:
    """Where double marks stand."""
    return (mark.start() for mark in MARKS.finditer(text))


def _left(text: str, at: int) -> str:
    """The character before, position markers passed over; a line's end where there is none."""
    at -= 1
    while at >= 0 and text[at] >= "\U00100000":
        at -= 1
    return text[at] if at >= 0 else ""


def _right(text: str, at: int) -> str:
    at += 1
    while at < len(text) and text[at] >= "\U00100000":
        at += 1
    return text[at] if at < len(text) else ""


def _is_word(character: str) -> bool:
    """A letter, a digit, or a hole, in which words will stand."""
    return character.isalnum() or character >= "\U000f0000"


def _looks_opening(before: str, after: str) -> bool:
    return bool(after) and not after.isspace() and not (before and (_is_word(before) or before in _SHUTS))


def _looks_closing(before: str, after: str) -> bool:
    return bool(before) and not before.isspace() and not (after and (_is_word(after) or after in _OPENS))
