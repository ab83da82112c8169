"""Dates as documents print them, where they can be read in one way only."""

import re
from typing import NamedTuple

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = (
    r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day|\.)?,? )?"
_TIME = r"(?:,? (?:at )?(?P<hour>\d{1,2}):(?P<minute>\d\d)(?: ?(?P<half>[ap])\.?m\.?)?)?"
_FORMS = (
    rf"{_WEEKDAY}{_MONTH} (?P<day>\d{{1,2}}),? (?P<year>(?:19|20)\d\d){_TIME}",
    rf"{_WEEKDAY}(?P<day>\d{{1,2}})\.? {_MONTH},? (?P<year>(?:19|20)\d\d){_TIME}",
    rf"(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?:T(?=\d))?{_TIME}",
    rf"(?P<year>(?:19|20)\d\d)년 (?P<month>\d{{1,2}})월 (?P<day>\d{{1,2}})일{_TIME}",
)
_DATE = [re.compile(form, re.IGNORECASE) for form in _FORMS]


class Printed(NamedTuple):
    """A date at the beginning of a text: as printed, and in EDTF; minutes where a time stands there."""

    printed: str
    edtf: str


def leading_date(text: str) -> Printed | None:
    """The date with which a text begins. `03/04/2026` is none: it can be read in two ways."""
    for form in _DATE:
        found = form.match(text)
        if found and not re.match(r"\w", text[found.end() :]):
            return Printed(found[0].strip(), _edtf(found))
    return None


def _edtf(found: re.Match[str]) -> str:
    month = found["month"]
    number = int(month) if month.isdigit() else MONTHS.index(month[:3].lower()) + 1
    day = f"{found['year']}-{number:02}-{int(found['day']):02}"
    if not found["hour"]:
        return day
    hour = int(found["hour"])
    if found["half"]:
        hour = hour % 12 + (12 if found["half"].lower() == "p" else 0)
    return f"{day}T{hour:02}:{found['minute']}"
