"""Events as marks on the line of time: each drawn no more exactly than its date is known, none over another."""

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from dossier.dates import Date
from dossier.edtf import bounds
from dossier.pages.axis import Axis, number
from dossier.pages.drawing import Mark, Shape

STEP = 11.0
"""From one level of marks to the next."""
_SIZE, _LARGE, _ARM, _APART = 8.0, 11.0, 16.0, 2.0


class Event(Struct, frozen=True):
    """An event to be drawn. topic: the id of the one in whose lane it stands, empty for none."""

    href: str
    words: str
    title: str
    date: Date
    topic: str = ""
    expected: bool = False
    important: bool = False


def packed(events: Sequence[Event], axis: Axis) -> tuple[list[tuple[Event, Mark]], int]:
    """The marks of a lane, so high above its foot that none covers another; y counts steps. And how many steps there are."""
    free: list[float] = []
    found: list[tuple[Event, Mark]] = []
    marks = [(one, mark(one, axis)) for one in events]
    for one, drawn in sorted(marks, key=lambda pair: (pair[1].x, -pair[1].width)):
        level = next((n for n, end in enumerate(free) if end <= drawn.x), len(free))
        free[level:] = [drawn.x + drawn.width + _APART, *free[level + 1 :]]
        found.append((one, replace(drawn, y=level)))
    return found, len(free)


def mark(one: Event, axis: Axis) -> Mark:
    """An event's mark at its place in time; one of a few days is as wide as one of a day."""
    earliest, latest = one.date.earliest, one.date.latest
    start = axis.at(number(earliest)) if earliest else None
    end = axis.at(number(latest) + 1) if latest else None
    # An open end is drawn as far as its arrow reaches, for nobody knows how far it goes.
    x = start if start is not None else (end or 0) - _ARM
    x, wide = _wide_enough(x, (end if end is not None else x + _ARM) - x, _LARGE if one.important else _SIZE)
    among = _among(one, axis)
    if among:
        x, wide = among[0][0], among[-1][0] + among[-1][1] - among[0][0]
    return Mark(
        href=one.href,
        words=f"{one.words}: {one.title}",
        shape="among" if among else shape(one.date),
        x=round(x, 1),
        y=0,
        width=round(wide, 1),
        among=among,
        unsure=one.date.uncertain or one.date.approximate,
        open_start=earliest is None,
        open_end=latest is None,
        expected=one.expected,
        important=one.important,
    )


def shape(date: Date) -> Shape:
    """How a date's mark looks where there is room for it."""
    if date.form == "interval":
        return "lasting"
    return "day" if date.earliest == date.latest else "within"


def _wide_enough(x: float, wide: float, least: float) -> tuple[float, float]:
    return (x, wide) if wide >= least else (x + wide / 2 - least / 2, least)


def _among(one: Event, axis: Axis) -> tuple[tuple[float, float], ...]:
    """Where the members of a set stand, as x and width; none where they are so near that they would touch."""
    if one.date.form != "one-of" or None in (one.date.earliest, one.date.latest):
        return ()
    least = _LARGE if one.important else _SIZE
    spans = sorted((number(bounds(first)[0]), number(bounds(last)[1]) + 1) for first, last in one.date.spans)
    found = [_wide_enough(axis.at(a), axis.at(b) - axis.at(a), least) for a, b in spans]
    if any(x + wide >= further for (x, wide), (further, _) in pairwise(found)):
        return ()
    return tuple((round(x, 1), round(wide, 1)) for x, wide in found)
