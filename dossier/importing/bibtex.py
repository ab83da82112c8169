"""Libraries of references in BibTeX or BibLaTeX → a document for each item, without a text, as `libraries`.

The mapping is that of Zotero's own import, with what `references.bibtex` writes besides.
"""

import logging
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from dossier.importing.documents import Document, Uninstalled, Unreadable
from dossier.importing.libraries import CSL_TYPES, Item, edtf_of, language_of, noted_of, supplied_of, web_of

if TYPE_CHECKING:
    from bibtexparser.model import Entry

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
_SUBTYPES = {"newspaper": "article-newspaper", "magazine": "article-magazine"}
_VERBATIM = frozenset("date url urldate doi archiveurl archivedate".split())
"""Fields in which biblatex takes each sign as it stands; in TeX `%` and `~` would be a comment and a space."""
_COMMANDS = {"\\textbraceleft{}": "\ue000", "\\textbraceright{}": "\ue001", "\\textasciicircum{}": "\ue002"}
"""Commands for signs that would be lost among the syntax, and what stands for them until it is read."""
_UNBRACED = str.maketrans({"{": "", "}": "", "\ue000": "{", "\ue001": "}", "\ue002": "^"})

INSTALL = "run `make import ARGS=FILE`, or install requirements-import.txt"


def read_bibtex(text: str) -> list[Item]:
    """The items of a BibTeX or BibLaTeX file; those that can't be read say so. Unreadable if there is none at all."""
    try:
        from bibtexparser.entrypoint import parse_string
        from bibtexparser.middlewares import LatexDecodingMiddleware
    except ImportError as error:
        raise Uninstalled(f"is a BibTeX library, for which {error.name} is needed: {INSTALL}") from error
    # It tells of each bad entry on the terminal, which is done here, in the editor's words.
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    verbatim = {entry.key: _fields(entry) for entry in parse_string(text).entries}
    for written, sign in _COMMANDS.items():
        text = text.replace(written, sign)
    library = parse_string(text, append_middleware=[LatexDecodingMiddleware(keep_braced_groups=True)])
    found = [
        _bibtex_item(
            entry.key,
            entry.entry_type.lower(),
            _fields(entry) | {n: v for n, v in verbatim[entry.key].items() if n in _VERBATIM},
        )
        for entry in library.entries
    ]
    for block in library.failed_blocks:
        key = re.match(r"\s*@\w+\s*\{\s*([^,\s]+)", block.raw or "")
        line = "" if block.start_line is None else f" (line {block.start_line + 1})"
        found.append(Item(key[1] if key else "an entry", f"can't be read{line}"))
    if not found:
        raise Unreadable("is BibTeX without an entry")
    return found


def _fields(entry: "Entry") -> dict[str, str]:
    return {field.key.lower(): str(field.value) for field in entry.fields}


def _bibtex_item(key: str, kind: str, fields: Mapping[str, str]) -> Item:
    used: set[str] = set()

    def text(*names: str) -> str:
        used.update(names)
        return next((" ".join(_bare(fields[name]).split()) for name in names if fields.get(name, "").strip()), "")

    title, supplied = supplied_of(text("title"))
    if not title and not supplied:
        return Item(key, "has no title")
    used |= {"author", "year", "month", "day", "date"}
    used |= {"addendum"} if "archiveurl" in fields else set()
    subtype = text("entrysubtype")
    subtype = _SUBTYPES.get(subtype, subtype)
    published, printed = _bibtex_date(fields)
    language = text("langid", "language")
    return Item(
        key,
        Document(
            title=": ".join(filter(None, (title, text("subtitle")))),
            supplied_title=supplied,
            short_title=text("shorttitle"),
            authors=tuple(map(_turned, _authors(fields))),
            publisher=text("journaltitle", "journal", "booktitle")
            or text("publisher", "institution", "organization", "school"),
            published=published,
            accessed=edtf_of(text("urldate")),
            url=web_of(text("url")) or (f"https://doi.org/{doi}" if (doi := text("doi")) else ""),
            archive_url=web_of(text("archiveurl")),
            archive_date=edtf_of(text("archivedate")),
            language=language_of(language),
            type=subtype if subtype in CSL_TYPES else _BIBTEX_TYPES.get(kind, ""),
            as_printed={"published": printed} if printed else {},
            provenance=noted_of(text("note", "annote")),
            unplaced=tuple(sorted(name for name in fields.keys() - used if fields[name].strip())),
        ),
    )


def _authors(fields: Mapping[str, str]) -> list[str]:
    return [name for name in _outside_braces(r"\s+and\s+", fields.get("author", "").strip()) if name.strip()]


def _turned(name: str) -> str:
    """`Family, Given` as it is said; a name in braces stays as it is."""
    parts = [_bare(part).strip() for part in _outside_braces(",", name)]
    return " ".join(" ".join([*parts[1:], parts[0]]).split())


def _outside_braces(pattern: str, text: str) -> list[str]:
    """A text parted where a pattern stands outside all braces."""
    found, depth, begun = [], 0, 0
    for sign in re.finditer(rf"[{{}}]|{pattern}", text):
        depth += {"{": 1, "}": -1}.get(sign[0], 0)
        if depth == 0 and sign[0] not in "{}":
            found.append(text[begun : sign.start()])
            begun = sign.end()
    return [*found, text[begun:]]


def _bare(text: str) -> str:
    """Text without the braces that only hold it together."""
    return text.translate(_UNBRACED)


def _bibtex_date(fields: Mapping[str, str]) -> tuple[str, str]:
    if date := _bare(fields.get("date", "")).strip():
        return edtf_of(date), "" if edtf_of(date) else date
    year = _bare(fields.get("year", "")).strip()
    month = _bare(fields.get("month", "")).strip()
    number = next(
        (i for i, name in enumerate(_MONTHS, 1) if month.lower().startswith(name)), int(month) if month.isdigit() else 0
    )
    day = _bare(fields.get("day", "")).strip()
    text = year + (f"-{number:02}" if year and 1 <= number <= 12 else "")
    text += f"-{int(day):02}" if number and day.isdigit() else ""
    whole = " ".join(filter(None, (day, month, year)))
    return edtf_of(text), "" if edtf_of(text) else whole
