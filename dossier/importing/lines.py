"""A text's lines, and what one of them says by standing alone: a date, a sentence, neither."""

import re

from msgspec import Struct

from dossier.importing.dates import Printed, leading_date

LONGEST_HEADLINE = 200
SENTENCE_END = re.compile(r"[.!?…。！？][\"”’»)\]]*$")
_LABEL = re.compile(r"(?:(?P<label>date|dated|published|posted|updated|last updated)(?: on)? ?:? )", re.IGNORECASE)
_COUNTER = re.compile(r"[\s|·•,-]*(?:\d[\d,.]*(?: ?(?:views|reads|shares|comments|min(?:utes?)? read))?)?")


class Line(Struct, frozen=True):
    number: int
    text: str
    apart: bool
    """An empty line stands before it."""


def lines_of(text: str) -> list[Line]:
    found: list[Line] = []
    apart = False
    for number, line in enumerate(text.splitlines(), 1):
        if plain := " ".join(line.split()):
            found.append(Line(number, plain, apart))
        apart = not plain
    return found


def date_line(text: str) -> tuple[Printed, str] | None:
    """A date that is alone on its line but for a label before it and a counter behind it; and the label."""
    label = _LABEL.match(text)
    start = label.end() if label else 0
    date = leading_date(text[start:])
    if date and _COUNTER.fullmatch(text[start + len(date.printed) :]):
        return date, label["label"].lower() if label else ""
    return None


def leading_label(text: str) -> str:
    """A label and date with which a line begins that goes on as a sentence."""
    if (label := _LABEL.match(text)) and (date := leading_date(text[label.end() :])):
        rest = text[label.end() + len(date.printed) :]
        if re.match(r" [^\W\d_a-z]", rest) and len(rest) > 40:
            return text[: label.end() + len(date.printed)]
    return ""
