"""Events as bars, where there are too many for marks: how many begin in each part of the time, as far as their dates say."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import pairwise

from msgspec import Struct

from dossier.dates import Date, parse
from dossier.edtf import bounds
from dossier.languages import Speech
from dossier.pages.axis import Axis, Start, Unit, day, number
from dossier.pages.drawing import Bar
from dossier.pages.marks import Event

HIGHEST = 44.0
"""The highest bar of a drawing."""


class Parts(Struct, frozen=True):
    """The axis in parts. begins: where each begins, and the last one's end."""

    axis: Axis
    begins: tuple[int, ...]
    names: tuple[str, ...]


class Tally(Struct, frozen=True):
    """Of one part: the events that are known to begin in it; those that may; and the share of these that falls to it.

    An event that may begin on any day of a span falls to the parts of that span by the days that each has of it.
    """

    known: tuple[Event, ...] = ()
    possible: tuple[Event, ...] = ()
    share: float = 0.0


def parts(speech: Speech, axis: Axis, unit: Unit, starts: Sequence[Start]) -> Parts:
    """Cut the axis where a unit begins."""
    begins = (axis.first, *(one.day for one in starts if one.day > axis.first), axis.last + 1)
    if unit.of == "day":
        return Parts(axis, begins, tuple(_name(speech, day(a), day(b - 1)) for a, b in pairwise(begins)))
    return Parts(axis, begins, tuple(_name(speech, *_stated(unit, one)) for one in starts))


def _stated(unit: Unit, start: Start) -> tuple[str, str]:
    """The first and last month, or year, of a part that begins there."""
    if unit.of == "month":
        return f"{start.year:04}-{start.month:02}", f"{start.year:04}-{start.month + unit.step - 1:02}"
    return f"{start.year:04}", f"{min(start.year + unit.step - 1, 9999):04}"


def _name(speech: Speech, first: str, last: str) -> str:
    """A part in words: `January 2024`, `January to March 2024`."""
    date = parse(first if first == last else f"{first}/{last}")
    return speech.date(date) if isinstance(date, Date) else first


def tallied(events: Sequence[Event], parts: Parts) -> dict[int, Tally]:
    """What falls to each part, by its number; only parts to which anything falls."""
    known: dict[int, list[Event]] = {}
    possible: dict[int, list[Event]] = {}
    shares: dict[int, float] = {}
    for one in events:
        first, last = beginning(one.date)
        a, b = (bisect_right(parts.begins, limit) - 1 for limit in (first, last))
        if a == b and _known(one):
            known.setdefault(a, []).append(one)
            continue
        for at in range(a, b + 1):
            days = min(last + 1, parts.begins[at + 1]) - max(first, parts.begins[at])
            possible.setdefault(at, []).append(one)
            shares[at] = shares.get(at, 0.0) + days / (last + 1 - first)
    return {
        at: Tally(tuple(known.get(at, ())), tuple(possible.get(at, ())), shares.get(at, 0.0))
        for at in sorted(known.keys() | possible.keys())
    }


def beginning(date: Date) -> tuple[int, int]:
    """The first and last day on which what a date tells of may have begun, by number; at its limit where that is open."""
    if date.earliest is None or (date.latest is None and date.form != "interval"):
        limit = number(date.earliest or date.latest or "")
        return limit, limit
    first, last = bounds(date.spans[0][0]) if date.form == "interval" else (date.earliest, date.latest or date.earliest)
    # What has ended has begun before.
    return number(first), min(number(last), number(date.latest or last))


def _known(one: Event) -> bool:
    """Whether it is known to have begun in the days that its date states."""
    date = one.date
    sure = not (one.expected or date.uncertain or date.approximate)
    return sure and date.earliest is not None and (date.latest is not None or date.form == "interval")


def highest(tallies: Sequence[dict[int, Tally]]) -> float:
    """The most that falls to a part of any lane."""
    return max((len(one.known) + one.share for lane in tallies for one in lane.values()), default=1.0)


def bars(parts: Parts, lane: dict[int, Tally], most: float, page: Callable[[Sequence[Event]], str]) -> tuple[Bar, ...]:
    """A lane's bars, at one scale with all others. page: the way to where given events are listed."""
    places = [(parts.axis.at(a), parts.axis.at(b) - parts.axis.at(a)) for a, b in pairwise(parts.begins)]
    return tuple(
        Bar(
            href=page(tally.known or tally.possible),
            words=parts.names[at],
            x=round(places[at][0], 1),
            width=round(max(1.0, places[at][1] - min(1.5, places[at][1] / 4)), 1),
            height=_height(len(tally.known), most),
            more=_height(tally.share, most),
            count=len(tally.known),
            possible=len(tally.possible),
        )
        for at, tally in lane.items()
    )


def _height(many: float, most: float) -> float:
    """To scale; what there is can be seen."""
    return round(max(1.0, HIGHEST * many / most), 1) if many else 0.0
