"""Libraries of references in CSL-JSON, as Zotero exports them → a document for each item, without a text.

Fields that have no place in a source are named, not dropped in silence. The mapping is DESIGN's and CSL's
(Citation Style Language 1.0.2, "Appendix IV: Variables").
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from dossier.dates import BadDate, parse
from dossier.importing.documents import Document, Unreadable

CSL_TYPES = frozenset(
    "article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset document"
    " entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case legislation manuscript map"
    " motion_picture musical_score pamphlet paper-conference patent performance periodical personal_communication post"
    " post-weblog regulation report review review-book software song speech standard thesis treaty webpage".split()
)
_SILENT = frozenset(("id", "citation-key", "type"))


class Item(NamedTuple):
    """An item of a library: what it is called there, and the document, or why there is none."""

    name: str
    document: Document | str


def read_csl(text: str) -> list[Item]:
    """The items of a CSL-JSON file. Unreadable if it is none."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise Unreadable(f"is JSON that can't be read{where}") from error
    items = data if isinstance(data, list) else data.get("items", [data]) if isinstance(data, dict) else []
    found = [_csl_item(item, number) for number, item in enumerate(items, 1)]
    if not found or not any(isinstance(item, dict) and ("type" in item or "title" in item) for item in items):
        raise Unreadable("is JSON, but no library in CSL-JSON")
    return found


def _csl_item(item: Any, number: int) -> Item:
    if not isinstance(item, dict):
        return Item(f"item {number}", "is no item of CSL-JSON")
    name = str(item.get("id") or item.get("title") or f"item {number}")[:80]
    used: set[str] = set(_SILENT)

    def text(*fields: str) -> str:
        for field in fields:
            used.add(field)
            if isinstance(item.get(field), str | int) and str(item[field]).strip():
                return " ".join(re.sub(r"</?(?:i|b|sub|sup|sc|span)\b[^>]*>", "", str(item[field])).split())
        return ""

    title, supplied = supplied_of(text("title"))
    if not title and not supplied:
        return Item(name, "has no title")
    used |= {"author", "issued", "accessed"}
    own = _own(item)
    used |= {"custom"} if own else set()
    exact = own.get("dates", {})
    published, printed = _csl_date(item.get("issued"), exact.get("issued"))
    accessed, _ = _csl_date(item.get("accessed"), exact.get("accessed"))
    kind = text("type")
    return Item(
        name,
        Document(
            title=title,
            supplied_title=supplied,
            short_title=text("title-short", "shortTitle"),
            authors=tuple(_csl_names(item.get("author"))),
            publisher=text("container-title") or text("publisher"),
            published=published,
            accessed=accessed,
            url=web_of(text("URL")) or (f"https://doi.org/{doi}" if (doi := text("DOI")) else ""),
            archive_url=web_of(text("archive_location")),
            archive_date=edtf_of(str(own.get("archive-date", ""))),
            language=language_of(text("language")),
            type=kind if kind in CSL_TYPES else "",
            as_printed=own.get("as-printed", {}) | ({"published": printed} if printed else {}),
            provenance=noted_of(text("note")),
            unplaced=tuple(sorted(field for field in item.keys() - used if item[field] not in ("", None, [], {}))),
        ),
    )


def _own(item: Mapping[str, Any]) -> dict[str, Any]:
    """What another dossier wrote under `custom` (see `references.csl`); empty where anything else stands there."""
    given = item.get("custom")
    if not isinstance(given, dict) or not given.keys() <= {"dates", "archive-date", "as-printed"}:
        return {}
    for name in ("dates", "as-printed"):
        inner = given.get(name, {})
        if not isinstance(inner, dict) or not all(isinstance(text, str) and text.strip() for text in inner.values()):
            return {}
    return given


def supplied_of(title: str) -> tuple[str, str]:
    """A title as printed, or one in brackets, which whoever catalogued it has supplied."""
    inner = title[1:-1].strip()
    if title.startswith("[") and title.endswith("]") and inner and not set("[]") & set(inner):
        return "", inner
    return title, ""


def noted_of(note: str) -> tuple[str, ...]:
    return (f"The library notes: {note}",) if note else ()


def _csl_names(value: Any) -> Iterator[str]:
    for name in value if isinstance(value, list) else []:
        if isinstance(name, dict):
            parts = [
                name.get(part) for part in ("given", "non-dropping-particle", "dropping-particle", "family", "suffix")
            ]
            if name.get("static-ordering") not in (None, False, 0, "", "false"):
                parts = [*parts[1:4], parts[0], parts[4]]
            whole = " ".join(str(part) for part in parts if part) or str(name.get("literal") or "")
            if whole.strip():
                yield " ".join(whole.split())


def _csl_date(value: Any, exact: str | None = None) -> tuple[str, str]:
    """EDTF, and what the library has where that can't be said in it. exact: the same in EDTF, if it has that too."""
    if exact and edtf_of(exact):
        return exact, ""
    if not isinstance(value, Mapping):
        return "", ""
    parts = value.get("date-parts")
    said = [_joined(part) for part in parts if isinstance(part, list)] if isinstance(parts, list) else []
    season = str(value.get("season") or "")
    if len(said) == 1 and season.isdigit() and 1 <= int(season) <= 4 and len(said[0]) == 4:
        said = [f"{said[0]}-{20 + int(season)}"]
    circa = "~" if value.get("circa") not in (None, False, 0, "", "false") else ""
    text = "/".join(f"{part}{circa}" for part in said if part)
    raw = str(value.get("raw") or value.get("literal") or "").strip()
    return edtf_of(text or raw), "" if edtf_of(text or raw) else raw


def _joined(parts: list[Any]) -> str:
    numbers = [int(part) for part in parts if str(part).strip().lstrip("-").isdigit()]
    if not numbers:
        return ""
    return "-".join([f"{numbers[0]:04}", *(f"{number:02}" for number in numbers[1:3])])


def edtf_of(text: str) -> str:
    return text if text and not isinstance(parse(text), BadDate) else ""


def web_of(text: str) -> str:
    return text if re.match(r"https?://\S+$", text) else ""


def language_of(text: str) -> str:
    return text if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", text) else ""
