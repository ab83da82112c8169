"""A date in words that a reader understands at once; English here, another language through a table of the same keys."""

from collections.abc import Mapping

from dossier.edtf import MONTHS, OPEN, PRECISIONS, UNKNOWN, Date, Part, bounds, fields, unit
from dossier.marked import N_

ENGLISH: dict[str, str] = {
    "months": MONTHS,
    "day": "{day}",
    "year": "{year}",
    "seasons": N_("spring summer autumn winter"),
    "year 0": N_("1 BC"),
    "early year": N_("AD {year}"),
    "of year": "{date} {year}",
    "of month": "{day} {month}",
    "with time": N_("{date}, {time}"),
    "utc": N_("{time} UTC"),
    "offset": N_("{time} (UTC{offset})"),
    "?": N_("perhaps {date}"),
    "~": N_("about {date}"),
    "%": N_("perhaps about {date}"),
    "some day": N_("a day in {period}"),
    "some month": N_("a month in {period}"),
    "some year": N_("a year from {first} to {last}"),
    "some year of decade": N_("a year in the {year}s"),
    "to": N_("{first} to {last}"),
    "days to": N_("{first}–{last}"),
    "from to": N_("from {first} to {last}"),
    "since": N_("since {date}"),
    "until": N_("until {date}"),
    "unknown start": N_("from an unknown date to {date}"),
    "unknown end": N_("from {date} to an unknown date"),
    "on or before": N_("on or before {date}"),
    "in or before": N_("in or before {date}"),
    "on or after": N_("on or after {date}"),
    "in or after": N_("in or after {date}"),
    "one day": N_("one day between {dates}"),
    "one month": N_("one month between {dates}"),
    "one year": N_("one year between {dates}"),
    "and": N_("{first} and {last}"),
    "or": N_("{first} or {last}"),
    "or else": N_("{first}, or {last}"),
    "comma": N_(", "),
}
"""Names in the calendar's order, parted by spaces; the rest are `str.format` templates, named by what they express."""
FROM_CALENDAR = ("months", "day", "of month", "year", "of year")
"""Those that CLDR knows for every language; the rest are words for a catalogue."""


def say(date: Date, words: Mapping[str, str] = ENGLISH) -> str:
    """The date in words: `25 January 2026`, `about October 2024`, `3–5 January 2026`, `3 or 5 January 2026`.

    What several plain dates share is said once; where an end of an interval is qualified, all is said of each.
    """
    if date.form == "interval":
        return _interval(*date.spans[0], words)
    if all(first == last for first, last in date.spans):
        parts = list(dict.fromkeys(first for first, _ in date.spans))
        return _together(parts, "or", words) if len(parts) > 1 else _alone(parts[0], words)
    return _listed([_member(first, last, words) for first, last in date.spans], "or else", words)


def _interval(first: Part, last: Part, words: Mapping[str, str]) -> str:
    if last == OPEN:
        return words["since"].format(date=_alone(first, words))
    if first == OPEN:
        return words["until"].format(date=_alone(last, words))
    if last == UNKNOWN:
        return words["unknown end"].format(date=_alone(first, words))
    if first == UNKNOWN:
        return words["unknown start"].format(date=_alone(last, words))
    if first == last:
        return _alone(first, words)
    if first.qualifier or last.qualifier:
        return words["from to"].format(first=_alone(first, words), last=_alone(last, words))
    return _together([first, last], "to", words)


def _member(first: Part, last: Part, words: Mapping[str, str]) -> str:
    """One member of a set."""
    if first == last:
        return _alone(first, words)
    if OPEN not in (first, last):
        finest = max(unit(first), unit(last), key=PRECISIONS.index)
        return words[f"one {finest}"].format(dates=_together([first, last], "and", words))
    part, side = (last, "before") if first == OPEN else (first, "after")
    preposition = "on" if unit(part) == "day" else "in"
    return words[f"{preposition} or {side}"].format(date=_alone(part, words))


def _together(parts: list[Part], key: str, words: Mapping[str, str]) -> str:
    """Several plain dates: `3 or 5 January 2026`, `31 January or 2 February 2026`, `2024 or January 2026`."""
    units, years, months = {unit(p) for p in parts}, {p.day[:4] for p in parts}, {p.day[:7] for p in parts}
    if units == {"day"} and len(months) == 1:
        days = _listed([_day(p, words) for p in parts], "days to" if key == "to" else key, words)
        return _of_year(words["of month"].format(day=days, month=_name(parts[0], words)), parts[0], words)
    if len(units) == len(years) == 1:
        return _of_year(_listed([_within_year(p, words) for p in parts], key, words), parts[0], words)
    return _listed([_plain(p, words) for p in parts], key, words)


def _listed(phrases: list[str], key: str, words: Mapping[str, str]) -> str:
    *firsts, last = phrases
    return words[key].format(first=words["comma"].join(firsts), last=last) if firsts else last


def _alone(part: Part, words: Mapping[str, str]) -> str:
    """One date with its time and its qualifier."""
    text = _some(part, words) if "X" in part.day else _plain(part, words)
    if part.time:
        text = words["with time"].format(date=text, time=_time(part, words))
    return words[part.qualifier].format(date=text) if part.qualifier else text


def _time(part: Part, words: Mapping[str, str]) -> str:
    if not part.offset:
        return part.time
    if part.offset in ("Z", "+00:00"):
        return words["utc"].format(time=part.time)
    return words["offset"].format(time=part.time, offset=part.offset.replace("-", "−"))


def _some(part: Part, words: Mapping[str, str]) -> str:
    """A date with digits left open. `200X` is no "2000s", which may be a century."""
    if fields(part)[1]:
        return words[f"some {unit(part)}"].format(period=_plain(Part(part.day.replace("-XX", "")), words))
    first, last = (Part(day[:4]) for day in bounds(part))
    if first.day[2] == "0" or first.day < "1000":
        return words["some year"].format(first=_plain(first, words), last=_plain(last, words))
    return words["some year of decade"].format(year=first.day)


def _plain(part: Part, words: Mapping[str, str]) -> str:
    return _of_year(_within_year(part, words), part, words)


def _of_year(date: str, part: Part, words: Mapping[str, str]) -> str:
    """The year behind the date within it, or alone; 0000 is astronomy's number for 1 BC (ISO 8601-1)."""
    year = part.day[:4]
    if year < "1000":
        year = words["early year" if int(year) else "year 0"].format(year=int(year))
    else:
        year = words["year"].format(year=year)
    return words["of year"].format(date=date, year=year) if date else year


def _within_year(part: Part, words: Mapping[str, str]) -> str:
    """The date without its year; empty where that is all."""
    _, month, day = fields(part)
    if not day:
        return _name(part, words) if month else ""
    return words["of month"].format(day=_day(part, words), month=_name(part, words))


def _day(part: Part, words: Mapping[str, str]) -> str:
    return words["day"].format(day=int(part.day[8:]))


def _name(part: Part, words: Mapping[str, str]) -> str:
    number = int(fields(part)[1])
    return words["months"].split(" ")[number - 1] if number <= 12 else words["seasons"].split(" ")[number - 21]
