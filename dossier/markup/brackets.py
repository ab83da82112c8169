"""What stands in braces behind brackets, `{.term}`, `{lang=ko}`, `{said-by=kim}`: read, and sorted by whether it may."""

import re
from typing import NamedTuple

from dossier.markup.places import without_marks

BRACES = re.compile(r"\{:?[ ]*([^{}\n]+?)[ ]*\}")
_ITEM = re.compile(r"(?P<name>[^\s=\"']+)=(?P<value>\"[^\"]*\"|'[^']*'|[^\s\"']+)|\.(?P<class>[^\s=\"']+)|\S+")
_SPAN = {
    "class": re.compile(r"term|title"),
    "lang": re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*"),  # BCP 47, as far as its form goes
}
_CITATION = {"said-by": re.compile(r"[^\W_][\w-]*")}


class Attributes(NamedTuple):
    """Attributes that may stand there, by name, and the others as they were written."""

    allowed: dict[str, str]
    refused: tuple[str, ...]


def span_attributes(inside: str) -> Attributes:
    """Of words in brackets: one of the classes `term` and `title`, and `lang`."""
    return _sorted(inside, _SPAN)


def citation_attributes(inside: str) -> Attributes:
    """Of a citation: `said-by`, a topic's id."""
    return _sorted(inside, _CITATION)


def _sorted(inside: str, allowed: dict[str, re.Pattern[str]]) -> Attributes:
    taken: dict[str, str] = {}
    refused = []
    for item in _ITEM.finditer(without_marks(inside)):
        name = item["name"] or ("class" if item["class"] else "")
        value = item["class"] or (item["value"] or "").strip("\"'")
        if name in allowed and name not in taken and allowed[name].fullmatch(value):
            taken[name] = value
        else:
            refused.append(item.group())
    return Attributes(taken, tuple(refused))
