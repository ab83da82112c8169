"""Works as CSL-JSON (Citation Style Language 1.0.2, csl-data.json).

What its variables can't hold stands under `custom`: dates as they were written where their parts do not say all of them,
the day of the archived copy, and what the document prints of itself.
"""

import json
from collections.abc import Sequence
from typing import Any

from dossier.citable import Name, Work
from dossier.dates import Date, Part
from dossier.languages import Speech

_AS_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
WITH_PUBLISHER = frozenset("book collection dataset map pamphlet patent report software standard thesis".split())
"""Types of CSL that stand by themselves, so that who brought them out is their publisher and not what contains them."""


def csl_json(works: Sequence[Work], told: Speech) -> str:
    """A list of items, in the order of the works, a line each."""
    return "[\n" + ",\n".join(_AS_JSON(csl_item(work, told)) for work in works) + "\n]\n"


def csl_item(work: Work, told: Speech) -> dict[str, Any]:
    """One item; variables without a value are absent."""
    dates = {"issued": work.published, "accessed": work.accessed}
    item = {
        "id": work.key,
        "type": work.type,
        "title": work.shown_title,
        "title-short": work.short_title,
        "author": [_name(name) for name in work.authors],
        "editor": [_name(name) for name in work.editors],
        "publisher" if work.type in WITH_PUBLISHER else "container-title": work.container,
        **{name: csl_date(date, told) for name, date in dates.items() if date},
        "URL": work.url,
        "archive_location": work.archive_url,
        "language": work.language,
        "note": work.note,
        "custom": _given(
            {
                "dates": {name: date.text for name, date in dates.items() if date and not _is_whole(date)},
                "archive-date": work.archived.text if work.archived else "",
                "as-printed": dict(work.as_printed),
            }
        ),
    }
    return _given(item)


def _given(item: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if value}


def _name(name: Name) -> dict[str, Any]:
    if not name.family:
        return {"literal": name.whole}
    return {"family": name.family, "given": name.given} | ({"static-ordering": True} if name.family_first else {})


def csl_date(date: Date, told: Speech) -> dict[str, Any]:
    """CSL's date: its parts, without the time of day; in words for a set, an open end, a decade, which have no parts."""
    first, last = date.spans[0]
    ends = [first] if first == last else [first, last]
    parts = [_parts(part) for part in ends]
    seasons = [int(part.day[5:]) - 20 for part in ends if "21" <= part.day[5:7] <= "24"]
    if date.text.startswith("[") or not all(parts) or (seasons and len(ends) > 1):
        return {"literal": told.date(date)}
    found: dict[str, Any] = {"date-parts": parts}
    if seasons:
        found["season"] = seasons[0]
    if date.uncertain or date.approximate:
        found["circa"] = True
    return found


def _parts(part: Part) -> list[int]:
    """Year, month and day, as far as they are stated; empty for what has no year of its own."""
    year, _, rest = part.day.partition("-")
    if not year.isdigit() or year == "0000":
        return []
    within = [] if "21" <= rest[:2] <= "24" else rest.split("-")
    return [int(year), *(int(number) for number in within if number.isdigit())]


def _is_whole(date: Date) -> bool:
    """Whether date-parts say all that was written: a day, month or year that is certain, or an interval of such."""
    ends = date.text.split("/")
    return date.form in ("point", "interval") and all(
        end and set(end) <= set("0123456789-") and not "21" <= end[5:7] <= "24" and end[:4] != "0000" for end in ends
    )
