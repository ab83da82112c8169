"""Whose speech a word stands in, by the marks round it: double marks of any kind, and single ones that can't be apostrophes.

In: a text's blocks, each with where its marks stand. Out: one number for each token, the same for all that one pair of
marks holds, 0 outside of any.
"""

from array import array
from collections.abc import Iterable

from msgspec import Struct

UNSURE = 0x8000
"""Set in a number whose opening mark is never closed: a cut may not cross it, nor are its words known to be speech."""
_DEEPEST = 4

_OPENING = frozenset("„‟「『〝❝⹂‚")
_CLOSING = frozenset("」』〞〟❞")
_OPENING_SINGLE = frozenset("‘‹‚❛‛`")
_CLOSING_SINGLE = frozenset("’›❜")
_STRAIGHT = frozenset("\"＂'`")
_DOUBLED = {"``": "“", "‘‘": "“", "’’": "”"}
_TURNED = {"„": "“", "‟": "“", "»": "«", "‚": "‘"}
"""Opening marks that are closed by what elsewhere opens: German „…“, Danish »…«."""
_BEFORE_OPENING = frozenset("([{—–-/…")


class _Opened(Struct):
    """An opening mark: its kind, its speech's number, its token, and the first token that closed it or was a possessive."""

    mark: str
    number: int
    token: int
    single: bool
    possessive: int = 0


class Speech:
    """Follows the marks through a text's blocks. `after`: for each token the number of the speech that goes on after it.

    Nested speech has a number of its own. Speech that a block leaves open goes on in the next one if that begins with a
    mark, as speech of several paragraphs does.
    """

    def __init__(self) -> None:
        self.after = array("H")
        self._open: list[_Opened] = []
        self._number = 0

    def add(self, text: str, marks: Iterable[tuple[int, int, int]], count: int) -> None:
        """A block of `count` tokens; marks: of each, the number of its token in the block and its range in the text."""
        base, current = len(self.after), 0
        first = True
        for token, start, end in marks:
            before, after = text[start - 1 : start] if start else "", text[end : end + 1]
            mark = _DOUBLED.get(text[start:end], text[start])
            if first and self._open:
                goes_on = token == 0 and _role(mark, before, after, None) == "opens"
                current = self._open[-1].number if goes_on else self._abandon()
            if not (first and self._open):
                self._extend(base + token, current)
                current = self._step(mark, before, after, base + token)
            first = False
        if first:
            self._abandon()
        self._extend(base + count, current)
        while self._open and self._open[-1].single:
            self._give_up(self._open.pop())

    def close(self) -> bytes:
        """The numbers of all tokens, as the bytes of array('H')."""
        self._abandon()
        return self.after.tobytes()

    def _extend(self, to: int, number: int) -> None:
        self.after.extend([number] * (to - len(self.after)))

    def _step(self, mark: str, before: str, after: str, token: int) -> int:
        top = self._open[-1] if self._open else None
        match _role(mark, before, after, top):
            case "opens" if len(self._open) < _DEEPEST:
                single = mark in _OPENING_SINGLE
                if single and top and top.single:
                    self._give_up(self._open.pop())
                self._number = self._number % (UNSURE - 1) + 1
                self._open.append(_Opened(mark, self._number, token, single))
            case "closes":
                self._close_speech(mark)
            case "may close" if top and not top.possessive:
                top.possessive = token
        return self._open[-1].number if self._open else 0

    def _close_speech(self, mark: str) -> None:
        """Close the innermost speech that such a mark closes; a single mark still open inside it was an apostrophe."""
        if mark not in _CLOSING_SINGLE and not (self._open and self._open[-1].mark == "‚" and mark == "‘"):
            while self._open and self._open[-1].single:
                self._give_up(self._open.pop())
        if self._open:
            self._open.pop()

    def _give_up(self, opened: _Opened) -> None:
        """What single marks that are never clearly closed hold: up to the first possessive, else it is no speech."""
        outer = self._open[-1].number if self._open else 0
        for i in range(opened.possessive or opened.token, len(self.after)):
            if self.after[i] == opened.number:
                self.after[i] = outer

    def _abandon(self) -> int:
        """Mark as unsure what an opening mark holds that nothing has closed; returns the number outside of it."""
        if self._open:
            for i in range(self._open[0].token, len(self.after)):
                self.after[i] |= UNSURE
            self._open.clear()
        return 0


def _role(mark: str, before: str, after: str, top: _Opened | None) -> str:
    """What a mark does, by its kind and its neighbours: opens, closes, may close (or be a possessive's), or nothing."""
    if top and _TURNED.get(top.mark) == mark:
        return "closes"
    if mark in _OPENING_SINGLE or mark in _CLOSING_SINGLE:
        return _single_role(mark, before, after, top)
    free = not before or before.isspace() or before in _BEFORE_OPENING
    if mark in _OPENING:
        return "opens"
    if mark in _CLOSING:
        return "closes"
    if mark in "“«":
        mistyped = top and top.mark == mark and not free and not after.isalnum()
        return "closes" if mistyped else "opens"
    if mark in "”»":
        return "closes" if top or not free or after.isspace() or not after else "opens"
    if mark not in _STRAIGHT or mark == "'" or (_is_inside(before) and _is_inside(after)):
        return ""
    return _straight_role(before, after, top, free)


def _straight_role(before: str, after: str, top: _Opened | None, free: bool) -> str:
    begins = bool(after) and not after.isspace()
    if top and not (free and begins):
        return "closes"
    return "opens" if begins and not _is_inside(before) else ""


def _single_role(mark: str, before: str, after: str, top: _Opened | None) -> str:
    if mark in _OPENING_SINGLE:
        return "opens" if not before.isalnum() and after.isalpha() else ""
    if not (top and top.single) or after.isalnum():
        return ""
    return "may close" if mark == "’" and before in ("s", "S", "z", "x") and after.isspace() else "closes"


def _is_inside(neighbour: str) -> bool:
    """Whether a straight mark beside this is an inch's or an abbreviation's (צה\"ל): a letter of a script with spaces."""
    return neighbour.isalnum() and neighbour < "\u1100"
