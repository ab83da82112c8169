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
_DOUBLED = {"``": "“", "‘‘": "“", "’’": "”", "''": '"'}
_TURNED = {"„": "“", "‟": "“", "»": "«", "‚": "‘"}
"""Opening marks that are closed by what elsewhere opens: German „…“, Danish »…«."""
_BEFORE_OPENING = frozenset("([{—–-/…")


class _Sign(Struct, frozen=True):
    """A mark and the characters beside it, empty at a block's edge."""

    mark: str
    before: str
    after: str


class _Opened(Struct):
    """An opening mark: its kind, its speech's number, its token, and the first token in it that may be a possessive's."""

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
        base = len(self.after)
        signs = [(base + token, _sign(text, start, end)) for token, start, end in marks]
        if self._open and count:
            if signs and signs[0][0] == base and _role(signs[0][1], None) == "opens":
                del signs[0]
            else:
                self._abandon()
        for token, sign in signs:
            self._extend(token)
            self._step(sign, token)
        self._extend(base + count)
        while self._open and self._open[-1].single:
            self._give_up(self._open.pop())

    def close(self) -> bytes:
        """The numbers of all tokens, as the bytes of array('H')."""
        self._abandon()
        return self.after.tobytes()

    def _extend(self, to: int) -> None:
        number = self._open[-1].number if self._open else 0
        self.after.extend(array("H", (number,)) * (to - len(self.after)))

    def _step(self, sign: _Sign, token: int) -> None:
        top = self._open[-1] if self._open else None
        match _role(sign, top):
            case "opens" if len(self._open) < _DEEPEST:
                single = sign.mark in _OPENING_SINGLE
                if single and top and top.single:
                    self._give_up(self._open.pop())
                self._number = self._number % (UNSURE - 1) + 1
                self._open.append(_Opened(sign.mark, self._number, token, single))
            case "closes":
                self._close_speech(sign.mark)
            case "may close" if top and not top.possessive:
                top.possessive = token

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

    def _abandon(self) -> None:
        """Mark as unsure what an opening mark holds that nothing has closed."""
        if self._open:
            for i in range(self._open[0].token, len(self.after)):
                self.after[i] |= UNSURE
            self._open.clear()


def _sign(text: str, start: int, end: int) -> _Sign:
    mark = _DOUBLED.get(text[start:end], text[start])
    return _Sign(mark, text[start - 1 : start] if start else "", text[end : end + 1])


def _role(sign: _Sign, top: _Opened | None) -> str:
    """What a mark does, by its kind and its neighbours: opens, closes, may close (or be a possessive's), or nothing."""
    mark, before, after = sign.mark, sign.before, sign.after
    if top and _TURNED.get(top.mark) == mark:
        return "closes"
    if mark in _OPENING_SINGLE or mark in _CLOSING_SINGLE:
        return _single_role(sign, top)
    if mark in _OPENING or mark in _CLOSING:
        return "opens" if mark in _OPENING else "closes"
    free = not before or before.isspace() or before in _BEFORE_OPENING
    begins = bool(after) and not after.isspace()
    match mark:
        case "“" | "«":
            mistyped = top and top.mark == mark and not free and not after.isalnum()
            return "closes" if mistyped else "opens"
        case "”" | "»":
            return "opens" if free and begins and not top else "closes"
        case '"' | "＂" if not (_is_inside(before) and _is_inside(after)):
            if top and not (free and begins):
                return "closes"
            return "opens" if begins and not _is_inside(before) else ""
        case _:
            return ""


def _single_role(sign: _Sign, top: _Opened | None) -> str:
    if sign.mark in _OPENING_SINGLE:
        return "opens" if not sign.before.isalnum() and sign.after.isalpha() else ""
    if not (top and top.single) or sign.after.isalnum():
        return ""
    return (
        "may close" if sign.mark == "’" and sign.before in ("s", "S", "z", "x") and sign.after.isspace() else "closes"
    )


def _is_inside(neighbour: str) -> bool:
    """Whether a straight mark beside this is an inch's or an abbreviation's (צה\"ל): a letter of a script with spaces."""
    return neighbour.isalnum() and neighbour < "\u1100"
