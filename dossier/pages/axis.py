"""Time as a line: days to places on it, where it is marked, and with what. Days are EDTF's, of the proleptic Gregorian calendar."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from dossier.languages import Speech

_CYCLE = 146_097
"""Days of 400 years, after which the calendar repeats."""
_FIRST = date(400, 1, 1).toordinal()
"""The number of the first day of the year 0."""


class Unit(NamedTuple):
    """A step between marks: so many days, months or years."""

    of: str
    step: int
    days: float


UNITS = (
    *(Unit("day", n, n) for n in (1, 2, 5, 10)),
    *(Unit("month", n, n * 30.44) for n in (1, 3, 6)),
    *(Unit("year", n, n * 365.25) for n in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)),
)


class Axis(NamedTuple):
    """From the first to the last day, both included, over `width` units from `left` on."""

    first: int
    last: int
    left: float
    width: float

    def at(self, day: int) -> float:
        """Where a day begins."""
        return self.left + self.width * (day - self.first) / (self.last + 1 - self.first)


class Start(NamedTuple):
    """A day at which a unit begins: its number, its year, and its month and day of the month."""

    day: int
    year: int
    month: int
    of_month: int


def number(day: str) -> int:
    """The number of a day, `YYYY-MM-DD`, year 0000 to 9999: one more for each."""
    year, month, of_month = map(int, day.split("-"))
    cycles, rest = divmod(year, 400)
    return cycles * _CYCLE + date(rest + 400, month, of_month).toordinal()


def day(number: int) -> str:
    """The day of such a number."""
    cycles, rest = divmod(number - _FIRST, _CYCLE)
    found = date.fromordinal(_FIRST + rest)
    return f"{found.year + 400 * (cycles - 1):04}-{found.month:02}-{found.day:02}"


def fitting(axis: Axis, most: float) -> Unit:
    """The smallest unit of which no more than so many lie on the axis."""
    span = axis.last + 1 - axis.first
    return next((unit for unit in UNITS if span / unit.days <= most), UNITS[-1])


def starts(first: str, last: str, unit: Unit) -> Iterator[Start]:
    """The days at which a unit begins, from the one on that has the first day."""
    if unit.of == "day":
        yield from _days(first, number(last) - number(first), unit.step)
        return
    months = unit.step if unit.of == "month" else 12 * unit.step
    year, month, _ = map(int, first.split("-"))
    at, end = (year * 12 + month - 1) // months * months, number(last)
    while at < 120_000 and (day := number(f"{at // 12:04}-{at % 12 + 1:02}-01")) <= end:
        yield Start(day, at // 12, at % 12 + 1, 1)
        at += months


def _days(first: str, further: int, step: int) -> Iterator[Start]:
    year, month, of_month = map(int, first.split("-"))
    stated, day = date(year % 400 + 400, month, of_month).toordinal(), number(first)
    for on in range(further + 1):
        at = date.fromordinal(stated + on)
        # The 31st would stand beside the 1st.
        if (at.day - 1) % step == 0 and (step == 1 or at.day < 31):
            yield Start(day + on, at.year - 400 + year // 400 * 400, at.month, at.day)


def label(speech: Speech, unit: Unit, start: Start, first: bool) -> str:
    """A tick's label; the year stands with the first, and where a year begins or months are left out."""
    if unit.of == "year":
        return f"{start.year:04}"
    name = speech.dates["months"].split(" ")[start.month - 1]
    words = name[:3] if speech.language == "en" else name
    if unit.of == "day":
        words = speech.dates["of month"].format(day=start.of_month, month=words)
    elif start.month != 1 and unit.step == 1 and not first:
        return words
    with_year = unit.of == "month" or first
    return speech.dates["of year"].format(date=words, year=f"{start.year:04}") if with_year else words
