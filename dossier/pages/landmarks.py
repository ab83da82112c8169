"""Landmarks' names above the timeline's drawing: none over another, nor over the line that leads from one."""

import unicodedata
from collections.abc import Sequence

from msgspec import Struct

from dossier.pages.drawing import Mark, Name

LINE = 17.0
"""The height of a line of names."""
SHORTEST = 18
"""Letters of a name that is cut."""
TRIED = 60
"""With more landmarks than these only one way to set them is tried: most would find no place in any."""
_EDGE, _BESIDE, _APART = 2.0, 4.0, 8.0


class _Placed(Struct, frozen=True):
    mark: Mark
    words: str
    row: int
    to: float
    at_end: bool


def names(
    landmarks: Sequence[tuple[Mark, str]], width: float, longest: int, lines: int
) -> tuple[tuple[Name, ...], float]:
    """Place titles over their marks, cut after so many letters at most, in so many lines; and how high they are together.

    Of several ways to set them that which names most is taken, then that which cuts least. A landmark that finds no place
    goes without: its mark is large, and has its title as all have. `down` is the mark's y.
    """
    cuts = sorted({longest, max(longest // 2, SHORTEST), SHORTEST}, reverse=True)
    tries = [(cut, ends_first) for cut in cuts for ends_first in (False, True)]
    ordered = sorted(landmarks, key=lambda one: (one[0].x, one[0].href))
    ways = (_set(ordered, *one, width, lines) for one in (tries if len(landmarks) <= TRIED else tries[-1:]))
    found = max(ways, key=lambda way: (len(way), sum(len(one.words) for one in way)))
    rows = sorted({one.row for one in found}, reverse=True)
    return tuple(_name(one, rows.index(one.row)) for one in found), len(rows) * LINE + (6 if rows else 0)


def _set(
    landmarks: Sequence[tuple[Mark, str]], longest: int, ends_first: bool, width: float, lines: int
) -> list[_Placed]:
    """What is placed, from left to right, of names that begin at their marks and such that end there.

    The former go up to the left and the latter up to the right like stairs, so that no line is crossed. Those that find no
    place are tried anew, cut.
    """
    rows: list[list[tuple[float, float]]] = [[] for _ in range(lines)]
    found: dict[str, _Placed] = {}
    for most, at_end in ((most, at_end) for most in (longest, SHORTEST) for at_end in (ends_first, not ends_first)):
        for mark, title in landmarks if at_end else reversed(landmarks):
            if mark.href not in found:
                to = mark.x + min(mark.width, 2 * LINE) / 2
                if placed := _placed(rows, mark, title, most, to, at_end, width):
                    found[mark.href] = placed
    return sorted(found.values(), key=lambda one: (one.to, one.row))


def _placed(
    rows: list[list[tuple[float, float]]], mark: Mark, title: str, most: int, to: float, at_end: bool, width: float
) -> _Placed | None:
    words = _fitting(title, most, (to if at_end else width - to) - _EDGE)
    if not words:
        return None
    wide = estimated(words)
    start, end = (to - wide, to + _BESIDE) if at_end else (to - _BESIDE, to + wide)
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
            return number
        if any(a < to < b for a, b in row):
            return None
    return None


def _name(one: _Placed, line: int) -> Name:
    """line: from the top."""
    x = one.to - _BESIDE if one.at_end else one.to + _BESIDE
    y = (line + 1) * LINE - 4
    return Name(
        href=one.mark.href,
        words=one.words,
        x=round(x, 1),
        y=round(y, 1),
        to=round(one.to, 1),
        down=one.mark.y,
        at_end=one.at_end,
    )


def _fitting(title: str, most: int, room: float) -> str:
    """A title, cut as far as it must be; empty where too little of it would be left."""
    words = shortened(title, most)
    while estimated(words) > room and most > SHORTEST:
        most = max(SHORTEST, min(most - 1, int(most * room / estimated(words))))
        words = shortened(title, most)
    return words if estimated(words) <= room else ""


def shortened(title: str, longest: int) -> str:
    """A title cut at a word."""
    if len(title) <= longest:
        return title
    cut = title[:longest]
    return f"{cut.rpartition(' ')[0] or cut}…"


def estimated(words: str) -> float:
    """About how wide words are in 12 units' sans: no font is known here, so rather too much."""
    return sum(12.4 if unicodedata.east_asian_width(c) in "WF" else 6.9 for c in words) + 4
