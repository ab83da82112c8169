"""The grammar and calendar of EDTF (ISO 8601-2:2019): a date's text goes in, the first and last day it may lie in come out.

Levels 0 and 1, and of level 2 the sets `[…]`; years 0000 to 9999, proleptic Gregorian. Beyond the standard, a time may do
without its seconds, times and seasons may be qualified, and white space may stand round a set's commas.
"""

import re
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

Precision = Literal["year", "season", "month", "day", "minute", "second"]
Form = Literal["point", "interval", "before", "after", "one-of", "some-day"]

PRECISIONS: tuple[Precision, ...] = ("year", "season", "month", "day", "minute", "second")
MONTHS = "January February March April May June July August September October November December"


class Part(Struct, frozen=True, array_like=True):
    """A date that stands by itself, in a set, or at an end of an interval.

    day: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, with X for digits left open; `YYYY-21` to `-24` for a season; `..` for an open
    end and empty for an unknown one. time: `HH:MM` or `HH:MM:SS`. offset: `Z`, `±HH:MM`, or empty: local to the source.
    qualifier: `?` uncertain, `~` approximate, `%` both, or empty.
    """

    day: str
    time: str = ""
    offset: str = ""
    qualifier: str = ""


Span = tuple[Part, Part]


class Date(Struct, frozen=True):
    """What a date means.

    text: as written, trimmed. earliest, latest: the first and last day (`YYYY-MM-DD`) it may lie in, or for an interval
    that it may cover; None where open or unknown. A season may lie anywhere in its year, for hemispheres differ; `~`
    widens nothing. precision: the finest unit stated, where `2026-XX` is a month. form: `[..x]` is before, `[x..]` after,
    `[a..b]` and digits left open are some-day, every other set is one-of. spans: the first and last part of each member,
    twice the same for a single date; only one-of has several.
    """

    text: str
    earliest: str | None
    latest: str | None
    precision: Precision
    form: Form
    uncertain: bool
    approximate: bool
    spans: tuple[Span, ...]


class BadDate(Struct, frozen=True):
    """Why a text is no date: a problem's message and hint."""

    message: str
    hint: str


OPEN = Part("..")
UNKNOWN = Part("")
_ENDS = {"a set": {"": OPEN}, "an interval": {"": UNKNOWN, "..": OPEN}}
"""What stands for an end without a date; a set's members are parted at their `..`, which leaves it empty."""
_PART = re.compile(
    r"(\d\d(?:\dX|XX)|\d{4}(?:-XX(?:-XX)?|-\d\d(?:-(?:\d\d|XX))?)?)"
    r"(?:T(\d\d:\d\d(?::\d\d)?)(Z|[+-]\d\d(?::\d\d)?)?)?([?~%]?)",
    re.ASCII,
)
_UNSUPPORTED = (
    (r"^\{", "is a set of dates that all hold", "write a note for each date, or an interval as 2026-01-03/2026-01-05"),
    (r"^(Y-?\d|[+-]\d{4}|\d{5})", "has a year outside 0000 to 9999", "leave the date out and say it in the text"),
    (r"^\d{4}S\d", "counts significant digits", "write the years it may be, as 19XX or [1900..1999]"),
    (r"[?~%]-?[\dX]", "qualifies a part of the date", "put the mark at the end, for the whole date: 2026-01-25~"),
    (r"^(?=.*X)[\dX]+(-[\dX]+)*[?~%]?$", "leaves these digits open", "write the range, as [2026-01-10..2026-01-19]"),
)
"""What the rest of level 1 and 2 looks like, what to call it, and the supported way to say it."""


def read_date(text: str) -> Date | BadDate:
    """Read a date in EDTF; never raises, in time linear in the text."""
    spans: list[Span] = []
    days: list[tuple[str, str]] = []
    for first, last in _members(text):
        if isinstance(first, BadDate):
            return first
        if isinstance(last, BadDate):
            return last
        start, end = bounds(first)[0], bounds(last)[1]
        if not start and not end:
            return bad(text, "leaves out a date", "an interval, and each member of a set, names at least one date")
        if start and end and end < start:
            return bad(text, "ends before it starts", "write the earlier date first")
        spans.append((first, last))
        days.append((start, end))
    starts, ends = zip(*days, strict=True)
    # one start without a day leaves the whole without: empty sorts first
    return _date(text, tuple(spans), min(starts), max(ends) if all(ends) else "")


def _members(text: str) -> Iterator[tuple[Part | BadDate, Part | BadDate]]:
    """The first and last part of each member of a set, or of what there is instead."""
    if text.startswith("[") and text.endswith("]"):
        for member in text[1:-1].split(","):
            first, dots, last = member.strip().partition("..")
            yield _end(first, "a set"), _end(last if dots else first, "a set")
    elif "/" in text:
        first, _, last = text.partition("/")
        yield _end(first, "an interval"), _end(last, "an interval")
    else:
        part = _part(text)
        yield part, part


def _end(text: str, where: str) -> Part | BadDate:
    """An end in a set or an interval, where less is allowed than in a date by itself."""
    if text in _ENDS[where]:
        return _ENDS[where][text]
    part = _part(text)
    if isinstance(part, BadDate):
        return part
    if part.time:
        return bad(text, f"is a time of day in {where}, which is not supported", f"write the day: {part.day}")
    if "X" in part.day:
        return bad(text, f"leaves digits open in {where}, which is not supported", "write 2026-01 for 2026-01-XX")
    if where == "a set" and part.qualifier:
        return bad(text, "is qualified in a set, which is not supported", "leave the mark out: a set is doubt enough")
    if where == "a set" and unit(part) == "season":
        return bad(text, "is a season in a set, which is not supported", "write its months, as [2026-03..2026-05]")
    return part


def _part(text: str) -> Part | BadDate:
    if match := _PART.fullmatch(text):
        day, time, offset, qualifier = match.groups("")
        part = Part(day, time, offset + ":00" if len(offset) == 3 else offset, qualifier)
        fault = _fault_of_day(part) or _fault_of_time(part)
        return bad(text, *fault) if fault else part
    for pattern, why, hint in _UNSUPPORTED:
        if re.search(pattern, text, re.ASCII):
            return bad(text, f"{why}, which is not supported", hint)
    return bad(text, "is not a date in EDTF", "write a date as 2026, 2026-01, 2026-01-26 or 2026-01-26T13:31")


def _fault_of_day(part: Part) -> tuple[str, str] | None:
    """What the calendar has against a part, and the remedy."""
    year, month, day = fields(part)
    if month in ("", "XX") or unit(part) == "season":
        return None
    if not "01" <= month <= "12":
        if not day and "25" <= month <= "41":
            return "is a part of a year that is not supported", "write its months, as 2026-01/2026-03 for a quarter"
        remedy = f"months are 01 to 12, seasons 21 to 24 without a day; where neither is known, write {year}"
        return f"is not a date: there is no month {month}", remedy
    name, length = f"{MONTHS.split()[int(month) - 1]} {year}", _length(int(year), int(month))
    if day.isdigit() and not 1 <= int(day) <= length:
        remedy = f"{name} has {length} days; where the day is not known, write {year}-{month}"
        return f"is not a date: there is no {int(day)} {name}", remedy
    return None


def _fault_of_time(part: Part) -> tuple[str, str] | None:
    """What a part's time or offset has against it (ISO 8601-1: no -00:00; here no 24:00 and no leap second), and the remedy."""
    if part.time and not fields(part)[2].isdigit():
        return "has a time without its day", "write year, month and day before the T"
    if any(number > most for number, most in zip(part.time.split(":"), ("23", "59", "59"), strict=False)):
        remedy = "times are 00:00 to 23:59:59; midnight is 00:00 of the day that it begins"
        return f"is not a date: there is no time {part.time}", remedy
    if part.offset[1:] > "14:00" or part.offset[4:] > "59" or part.offset == "-00:00":
        return f"is not a date: there is no offset {part.offset}", "offsets are -14:00 to +14:00, and Z is UTC"
    return None


def _date(text: str, spans: tuple[Span, ...], earliest: str, latest: str) -> Date | BadDate:
    """The whole date of its members; a bound is empty where it is open or unknown."""
    form = _form(text, spans)
    if not earliest and not latest:
        return bad(text, "is open at both ends", "close it at one end")
    if form == "point" and text.startswith("["):
        return bad(text, "is a set of one date", f"write {spans[0][0].day}")
    parts = {part for span in spans for part in span} - {OPEN, UNKNOWN}
    marks = {part.qualifier for part in parts}
    precision = max((unit(part) for part in parts), key=PRECISIONS.index)
    return Date(
        text=text,
        earliest=earliest or None,
        latest=latest or None,
        precision=precision,
        form=form,
        uncertain=not marks.isdisjoint("?%"),
        approximate=not marks.isdisjoint("~%"),
        spans=spans,
    )


def _form(text: str, spans: tuple[Span, ...]) -> Form:
    first, last = spans[0]
    if "/" in text:
        return "interval"
    if len(spans) > 1:
        return "one-of"
    if first == OPEN:
        return "before"
    if last == OPEN:
        return "after"
    return "some-day" if first != last or "X" in first.day else "point"


def bad(text: str, why: str, hint: str) -> BadDate:
    """A refusal that shows the text, cut and without what a terminal would act on."""
    shown = "".join(c if c.isprintable() else "�" for c in text[:40]) + ("…" if len(text) > 40 else "")
    return BadDate(f'"{shown}" {why}', hint)


def fields(part: Part) -> tuple[str, str, str]:
    """Year, month or season, and day, each empty where it is not stated."""
    return part.day[:4], part.day[5:7], part.day[8:]


def unit(part: Part) -> Precision:
    """The finest unit that a part states, be it only with X."""
    if part.time:
        return "second" if len(part.time) == 8 else "minute"
    if len(part.day) == 7:
        return "season" if "21" <= part.day[5:] <= "24" else "month"
    return "day" if len(part.day) == 10 else "year"


def bounds(part: Part) -> tuple[str, str]:
    """The first and last day that a part may lie in, `YYYY-MM-DD`; both empty for an open or unknown end."""
    year, month, day = fields(part)
    if part in (OPEN, UNKNOWN):
        return "", ""
    if not "01" <= month <= "12":
        return year.replace("X", "0") + "-01-01", year.replace("X", "9") + "-12-31"
    if day.isdigit():
        return part.day, part.day
    return f"{year}-{month}-01", f"{year}-{month}-{_length(int(year), int(month))}"


def _length(year: int, month: int) -> int:
    """Days of a month in the proleptic Gregorian calendar."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if leap and month == 2 else (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
