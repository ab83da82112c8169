"""Landmarks' names above the timeline's drawing: none over another, nor over the line that leads from one."""

import unicodedata
from collections.abc import Sequence

from msgspec import Struct

from dossier.pages.drawing import Mark, Name

ROWS = 4
"""Lines of names, at most; a landmark that finds no place goes without: its mark is large, and has its title as all have."""
LINE = 17.0
"""The height of one."""
_EDGE, _BESIDE, _APART = 2.0, 4.0, 8.0


class _Placed(Struct, frozen=True):
    mark: Mark
    words: str
    row: int
    to: float
    at_end: bool


def names(landmarks: Sequence[tuple[Mark, str]], width: float, longest: int) -> tuple[tuple[Name, ...], float]:
    """Place titles over their marks, cut after so many letters; and how high they are together. `down` is the mark's y."""
    rows: list[list[tuple[float, float]]] = [[] for _ in range(ROWS)]
    found: list[_Placed] = []
    for mark, title in sorted(landmarks, key=lambda one: one[0].x):
        to = mark.x + min(mark.width, 2 * LINE) / 2
        ways = ((shortened(title, most), at_end) for most in (longest, longest // 2) for at_end in (False, True))
        if placed := next(
            filter(None, (_placed(rows, mark, words, to, at_end, width) for words, at_end in ways)), None
        ):
            found.append(placed)
    used = 1 + max((one.row for one in found), default=-1)
    return tuple(_name(one, used) for one in found), used * LINE + (6 if used else 0)


def _placed(
    rows: list[list[tuple[float, float]]], mark: Mark, words: str, to: float, at_end: bool, width: float
) -> _Placed | None:
    wide = estimated(words)
    start, end = (to - wide, to + _BESIDE) if at_end else (to - _BESIDE, to + wide)
    if start < _EDGE or end > width - _EDGE:
        return None
    row = _row(rows, start, end, to)
    if row is None:
        return None
    rows[row].append((start - _APART, end + _APART))
    for below in rows[:row]:
        below.append((to - _BESIDE, to + _BESIDE))
    return _Placed(mark, words, row, to, at_end)


def _row(rows: Sequence[Sequence[tuple[float, float]]], start: float, end: float, to: float) -> int | None:
    """The lowest line that is free there, if those below it are free for the line that leads down."""
    for number, row in enumerate(rows):
        if all(end <= a or b <= start for a, b in row):
            return number if all(not a < to < b for below in rows[:number] for a, b in below) else None
    return None


def _name(one: _Placed, rows: int) -> Name:
    x = one.to - _BESIDE if one.at_end else one.to + _BESIDE
    y = (rows - one.row) * LINE - 4
    return Name(
        href=one.mark.href,
        words=one.words,
        x=round(x, 1),
        y=round(y, 1),
        to=round(one.to, 1),
        down=one.mark.y,
        at_end=one.at_end,
    )


def shortened(title: str, longest: int) -> str:
    """A title cut at a word."""
    if len(title) <= longest:
        return title
    cut = title[:longest]
    return f"{cut.rpartition(' ')[0] or cut}…"


def estimated(words: str) -> float:
    """About how wide words are in 12 units' sans: no font is known here, so rather too much."""
    return sum(12.4 if unicodedata.east_asian_width(c) in "WF" else 6.9 for c in words) + 4
