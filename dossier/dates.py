"""Dates for the rest of the program: read what an editor wrote, say it in words, and give it its place on the timeline.

What is read is EDTF (ISO 8601-2:2019), to the extent that `edtf` states; `datewords` has the words.
"""

import re

from dossier.datewords import ENGLISH, say
from dossier.edtf import MONTHS, BadDate, Date, Form, Part, Precision, bad, bounds, fields, read_date, unit

__all__ = [
    "ENGLISH",
    "LONGEST",
    "BadDate",
    "Date",
    "Form",
    "Part",
    "Precision",
    "datetime_attribute",
    "month",
    "needs_reason",
    "parse",
    "say",
    "sort_key",
    "year",
]

LONGEST = 200
"""Characters that a date may have; a longer one is refused unread."""

_FORMS: tuple[Form, ...] = ("point", "some-day", "one-of", "interval", "after", "before")
"""The order of dates that begin with the same part."""

_REWRITINGS = (
    (r"(\d{4})([-./ ])(\d\d)\2(\d\d)", r"\1-\3-\4"),
    (r"(\d\d)([-./ ])(\d\d)\2(\d{4})", r"\4-\3-\1"),
    (r"(\d\d)([-./ ])(\d\d)\2(\d{4})", r"\4-\1-\3"),
    (r"(\d{4})(\d\d)(\d\d)", r"\1-\2-\3"),
    (r"([\d-]+T[\d:]{8})[.,]\d+(|Z|[+-]\d\d:\d\d)", r"\1\2"),
    (r"([\d-]+T[\d:]+)(?:[.,]\d+)?([+-]\d\d)(\d\d)", r"\1\2:\3"),
    (r"(\d{4})/(\d\d)", r"\1-\2"),
    (r"(\d\d)(\d\d)/(\d\d)", r"\1\2/\1\3"),
    (r"(\d{3})0S", r"\1X"),
    (r"(\d\d)00S", r"\1XX"),
    (r"(?:C|CA|CIRCA|ABOUT|AROUND)\.? ?(\S+)", r"\1~"),
    (r"(\S+)(?:\?~|~\?)", r"\1%"),
    (r"(\S+) (\S+)", r"\1T\2"),
    (r"(\d{4})-(\d{4})", r"\1/\2"),
    (r"(\S+)[–—](\S+)", r"\1/\2"),
    (r"(\S*)\.\.(\S*)", r"[\1..\2]"),
    (r"(\S+)\.\.(\S+)", r"\1/\2"),
    (r"(\S+)\.\.", r"\1/.."),
    (r"\.\.(\S+)", r"../\1"),
)
"""Other ways to write a date, in capitals and with single digits padded, and each thing that they may mean in EDTF."""

_IN_ENGLISH = (
    r"(?:[A-Z]+DAY,? )?(?:(\d\d)(?:ST|ND|RD|TH)?[ -](?:OF )?)?([A-Z]{3,9})[.,]{0,2}(?:[ -](\d\d)(?:ST|ND|RD|TH)?,?)?"
    r"[ -](\d{4})(?:,? (?:AT )?(\d\d):(\d\d)(?: ?([AP])\.?M\.?)?)?"
)


def parse(text: str) -> Date | BadDate:
    """Read a date in EDTF. Never raises, in time linear in the text; what is none comes back with the reason and a remedy."""
    written = text.strip()
    if len(written) > LONGEST:
        return bad(written, "is too long for a date", f"a date has at most {LONGEST} characters")
    if not written:
        return bad(written, "is not a date", "leave the field out where no date is known")
    found = read_date(written)
    return found if isinstance(found, Date) else _familiar(written) or found


def _familiar(text: str) -> BadDate | None:
    """The remedy for a date written in another way: all that it may mean, nothing chosen where that is more than one."""
    spaced = re.sub(r" ?(\.\.|[/–—]) ?", r"\1", " ".join(text.upper().split()))
    padded = re.sub(r"(?<![0-9])[0-9](?![0-9])", r"0\g<0>", spaced)
    written = [spaced.replace(" ", ""), padded, re.sub("[–—]", "-", padded), _from_english(padded)]
    for pattern, replacement in _REWRITINGS:
        if match := re.fullmatch(pattern, padded, re.ASCII):
            written.append(match.expand(replacement))
    readings = {one: say(date) for one in written if isinstance(date := read_date(one), Date)}
    if len(readings) > 1:
        remedy = " or ".join(f'{one} for "{words}"' for one, words in readings.items())
        return bad(text, "is ambiguous", f"write {remedy}")
    return bad(text, "is not a date in EDTF", f"write {next(iter(readings))}") if readings else None


def _from_english(text: str) -> str:
    """EDTF for `JAN. 26, 2026 01:31 P.M.` or `26TH OF JANUARY 2026`, a season too; empty for anything else."""
    if not (match := re.fullmatch(_IN_ENGLISH, text, re.ASCII)):
        return ""
    before, name, after, year, hour, minute, half = match.groups("")
    names = f"{MONTHS} {ENGLISH['seasons']}".upper().split()
    number = next((i for i, known in enumerate(names, 1) if known.startswith(name)), 0)
    day = "-".join(filter(None, (year, f"{number if number <= 12 else number + 8:02}", before, after)))
    if not hour:
        return day
    return f"{day}T{int(hour) % 12 + 12 * (half == 'P') if half else int(hour):02}:{minute}"


def datetime_attribute(date: Date) -> str:
    """What HTML's `<time datetime>` may hold: a valid year, month, date, local or global date and time; else empty.

    Only a point has one, and to HTML neither a season nor the year 0 is a date.
    """
    part = date.spans[0][0]
    if date.form != "point" or date.precision == "season" or part.day.startswith("0000"):
        return ""
    return f"{part.day}T{part.time}{part.offset}" if part.time else part.day


def needs_reason(date: Date) -> bool:
    """Whether a note owes its readers how the date is known: it is qualified with `?`, `~` or `%`, or is a set."""
    return date.uncertain or date.approximate or date.text.startswith("[")


def sort_key(date: Date) -> tuple[str, bool, int, bool, str, int, str, str]:
    """A total order for a timeline; only dates of the same text are equal in it.

    A date stands at the first day that it may lie in, by the part that states that day: wide ones first (a decade, a
    year, a season, a month), then days, then times of the day, which compare as local text whatever their offset.
    At the same part a plain date leads; then come digits left open (`2026-01-XX` after `2026-01`), sets, intervals,
    those that end sooner first, and `[x..]`. What has no first day (`[..x]`, `../x`, `/x`) stands at the end of its
    last one, behind all that is known to begin by then.
    """
    day, part = _anchor(date)
    last = int(bounds(part)[1].replace("-", ""))
    place = (day, date.earliest is None, -last, unit(part) == "season", part.time)
    return (*place, _FORMS.index(date.form), date.latest or "~", date.text)


def _anchor(date: Date) -> tuple[str, Part]:
    """The day at which a date stands in a timeline, and the part that states it."""
    if date.earliest is not None:
        return min(((bounds(first)[0], first) for first, _ in date.spans), key=lambda anchor: anchor[0])
    return max(((bounds(last)[1], last) for _, last in date.spans), key=lambda anchor: anchor[0])


def year(date: Date) -> str:
    """The year, `YYYY`, under which a timeline has the date; it never falls in the order of `sort_key`."""
    return _anchor(date)[0][:4]


def month(date: Date) -> str:
    """The month, `YYYY-MM`, under which a timeline has the date; empty where none is stated there, as in `2026`.

    Those that are not empty never fall in the order of `sort_key`.
    """
    _, part = _anchor(date)
    return part.day[:7] if "01" <= fields(part)[1] <= "12" else ""
