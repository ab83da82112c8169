"""Libraries of references, as Zotero exports them: CSL-JSON and BibTeX → a document for each item, without a text.

Fields that have no place in a source are named, not dropped in silence. The mapping is DESIGN's and CSL's
(Citation Style Language 1.0.2, "Appendix IV: Variables"); BibTeX's is that of Zotero's own import.
"""

import json
import logging
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from dossier.dates import BadDate, parse
from dossier.importing.documents import Document, Uninstalled, Unreadable

CSL_TYPES = frozenset(
    "article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset document"
    " entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case legislation manuscript map"
    " motion_picture musical_score pamphlet paper-conference patent performance periodical personal_communication post"
    " post-weblog regulation report review review-book software song speech standard thesis treaty webpage".split()
)
_BIBTEX_TYPES = {
    "article": "article-journal",
    "book": "book",
    "booklet": "pamphlet",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "conference": "paper-conference",
    "manual": "report",
    "mastersthesis": "thesis",
    "phdthesis": "thesis",
    "thesis": "thesis",
    "proceedings": "book",
    "techreport": "report",
    "report": "report",
    "online": "webpage",
    "electronic": "webpage",
    "www": "webpage",
    "dataset": "dataset",
    "software": "software",
    "patent": "patent",
    "unpublished": "manuscript",
    "newsarticle": "article-newspaper",
}
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_SILENT = frozenset(("id", "citation-key", "citekey", "type", "title-short", "ENTRYTYPE", "ID"))


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

    title = text("title")
    if not title:
        return Item(name, "has no title")
    used |= {"author", "issued", "accessed"}
    published, printed = _csl_date(item.get("issued"))
    accessed, _ = _csl_date(item.get("accessed"))
    kind = text("type")
    return Item(
        name,
        Document(
            title=title,
            authors=tuple(_csl_names(item.get("author"))),
            publisher=text("container-title") or text("publisher"),
            published=published,
            accessed=accessed,
            url=_web(text("URL")) or (f"https://doi.org/{doi}" if (doi := text("DOI")) else ""),
            archive_url=_web(text("archive_location")),
            language=_language(text("language")),
            type=kind if kind in CSL_TYPES else "",
            as_printed={"published": printed} if printed else {},
            provenance=_noted(text("note")),
            unplaced=tuple(sorted(field for field in item.keys() - used if item[field] not in ("", None, [], {}))),
        ),
    )


def _noted(note: str) -> tuple[str, ...]:
    return (f"The library notes: {note}",) if note else ()


def _csl_names(value: Any) -> Iterator[str]:
    for name in value if isinstance(value, list) else []:
        if isinstance(name, dict):
            parts = [
                name.get(part) for part in ("given", "non-dropping-particle", "dropping-particle", "family", "suffix")
            ]
            whole = " ".join(str(part) for part in parts if part) or str(name.get("literal") or "")
            if whole.strip():
                yield " ".join(whole.split())


def _csl_date(value: Any) -> tuple[str, str]:
    """EDTF, and what the library has where that can't be said in it."""
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
    return _edtf(text or raw), "" if _edtf(text or raw) else raw


def _joined(parts: list[Any]) -> str:
    numbers = [int(part) for part in parts if str(part).strip().lstrip("-").isdigit()]
    if not numbers:
        return ""
    return "-".join([f"{numbers[0]:04}", *(f"{number:02}" for number in numbers[1:3])])


def _edtf(text: str) -> str:
    return text if text and not isinstance(parse(text), BadDate) else ""


def _web(text: str) -> str:
    return text if re.match(r"https?://\S+$", text) else ""


def _language(text: str) -> str:
    return text if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", text) else ""


# --- BibTeX


def read_bibtex(text: str) -> list[Item]:
    """The items of a BibTeX or BibLaTeX file; those that can't be read say so. Unreadable if there is none at all."""
    try:
        from bibtexparser.entrypoint import parse_string
        from bibtexparser.middlewares import LatexDecodingMiddleware
    except ImportError as error:
        raise Uninstalled(f"is a BibTeX library, for which {error.name} is needed: {INSTALL}") from error
    # It tells of each bad entry on the terminal, which is done here, in the editor's words.
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    library = parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    found = [
        _bibtex_item(entry.key, entry.entry_type.lower(), {f.key.lower(): str(f.value) for f in entry.fields})
        for entry in library.entries
    ]
    for block in library.failed_blocks:
        key = re.match(r"\s*@\w+\s*\{\s*([^,\s]+)", block.raw or "")
        line = "" if block.start_line is None else f" (line {block.start_line + 1})"
        found.append(Item(key[1] if key else "an entry", f"can't be read{line}"))
    if not found:
        raise Unreadable("is BibTeX without an entry")
    return found


INSTALL = "run `make import ARGS=FILE`, or install requirements-import.txt"


def _bibtex_item(key: str, kind: str, fields: Mapping[str, str]) -> Item:
    used: set[str] = set()

    def text(*names: str) -> str:
        used.update(names)
        return next((" ".join(_bare(fields[name]).split()) for name in names if fields.get(name, "").strip()), "")

    title = text("title")
    if not title:
        return Item(key, "has no title")
    used |= {"author", "year", "month", "day", "date"}
    published, printed = _bibtex_date(fields)
    language = text("langid", "language")
    return Item(
        key,
        Document(
            title=": ".join(filter(None, (title, text("subtitle")))),
            authors=tuple(map(_turned, re.split(r"\s+and\s+", _author(fields)))) if _author(fields) else (),
            publisher=text("journaltitle", "journal", "booktitle")
            or text("publisher", "institution", "organization", "school"),
            published=published,
            accessed=_edtf(text("urldate")),
            url=_web(text("url")) or (f"https://doi.org/{doi}" if (doi := text("doi")) else ""),
            language=_language(language),
            type=_BIBTEX_TYPES.get(kind, ""),
            as_printed={"published": printed} if printed else {},
            provenance=_noted(text("note", "annote")),
            unplaced=tuple(sorted(name for name in fields.keys() - used if fields[name].strip())),
        ),
    )


def _author(fields: Mapping[str, str]) -> str:
    return fields.get("author", "").strip()


def _turned(name: str) -> str:
    """`Family, Given` as it is said; a name in braces stays as it is."""
    parts = [_bare(part).strip() for part in (name.split(",") if not name.strip().startswith("{") else [name])]
    return " ".join(" ".join([*parts[1:], parts[0]]).split())


def _bare(text: str) -> str:
    return text.replace("{", "").replace("}", "")


def _bibtex_date(fields: Mapping[str, str]) -> tuple[str, str]:
    if date := _bare(fields.get("date", "")).strip():
        return _edtf(date), "" if _edtf(date) else date
    year = _bare(fields.get("year", "")).strip()
    month = _bare(fields.get("month", "")).strip()
    number = next(
        (i for i, name in enumerate(_MONTHS, 1) if month.lower().startswith(name)), int(month) if month.isdigit() else 0
    )
    day = _bare(fields.get("day", "")).strip()
    text = year + (f"-{number:02}" if year and 1 <= number <= 12 else "")
    text += f"-{int(day):02}" if number and day.isdigit() else ""
    whole = " ".join(filter(None, (day, month, year)))
    return _edtf(text), "" if _edtf(text) else whole
