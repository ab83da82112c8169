"""Works as BibTeX, in the terms of biblatex 3 where BibTeX has none: dates in EDTF, `entrysubtype`, `langid`, `urldate`.

A name stands in braces, so that it stays whole, and so does a title, whose capitals are its own. Keys are ids in ASCII.
"""

import re
from collections.abc import Iterator, Sequence
from hashlib import blake2b

from dossier.citable import Name, Work
from dossier.dates import Date
from dossier.languages import Speech

TYPES = {
    "article-journal": ("article", ""),
    "article-magazine": ("article", "magazine"),
    "article-newspaper": ("article", "newspaper"),
    "book": ("book", ""),
    "chapter": ("incollection", ""),
    "dataset": ("dataset", ""),
    "manuscript": ("unpublished", ""),
    "pamphlet": ("booklet", ""),
    "paper-conference": ("inproceedings", ""),
    "patent": ("patent", ""),
    "report": ("report", ""),
    "software": ("software", ""),
    "thesis": ("thesis", ""),
    "webpage": ("online", ""),
    "post": ("online", "post"),
    "post-weblog": ("online", "post-weblog"),
    "document": ("misc", ""),
}
"""The type of an entry, and its `entrysubtype`, by CSL's; all others are `misc` with CSL's type for the second."""
_CONTAINERS = {
    "article": "journal",
    "book": "publisher",
    "incollection": "booktitle",
    "inproceedings": "booktitle",
    "report": "institution",
    "thesis": "institution",
}
_SPECIAL = {
    "\\": "\\textbackslash{}",
    "{": "\\textbraceleft{}",
    "}": "\\textbraceright{}",
    "^": "\\textasciicircum{}",
    "~": "\\textasciitilde{}",
    **{sign: f"\\{sign}" for sign in "$&#_%"},
}
# Braces are written as commands: BibTeX counts those behind a backslash, too.
_ESCAPED = str.maketrans(_SPECIAL)
_IS_SPECIAL = re.compile(f"[{re.escape(''.join(_SPECIAL))}]").search
_VERBATIM = {"{": "%7B", "}": "%7D", "\\": "%5C"}


def bibtex(works: Sequence[Work], told: Speech) -> str:
    """An entry a work, in their order."""
    return "\n".join(_entry(work, told) for work in works)


def _entry(work: Work, told: Speech) -> str:
    kind, subtype = TYPES.get(work.type, ("misc", work.type))
    container = _CONTAINERS.get(kind, "organization")
    fields = {
        "title": f"{{{escaped(work.shown_title)}}}",
        "shorttitle": f"{{{escaped(work.short_title)}}}" if work.short_title else "",
        "author": _names(work.authors),
        "editor": _names(work.editors),
        container: f"{{{escaped(work.container)}}}" if work.container else "",
        "entrysubtype": subtype,
        **dict(_dates(work, told)),
        "url": _verbatim(work.url),
        "urldate": _edtf(work.accessed) if work.accessed else "",
        **dict(_archived(work)),
        "langid": work.language,
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    return f"@{kind}{{{safe_key(work.key)},\n{''.join(lines)}}}\n"


def safe_key(key: str) -> str:
    """A key in ASCII, for BibTeX reads no other; an id of other letters becomes what is left of it, and a digest after a colon."""
    if key.isascii():
        return key.rstrip(":")
    left = re.sub(r"[^a-z0-9:]+", "-", key).strip("-:")
    return f"{left}:{blake2b(key.encode(), digest_size=4).hexdigest()}".lstrip(":")


def escaped(text: str) -> str:
    """Text in one line that TeX sets as it is."""
    line = " ".join(text.split())
    # Most need nothing, and to look for that is far quicker than to ask of each character what it becomes.
    return line.translate(_ESCAPED) if _IS_SPECIAL(line) else line


def _verbatim(address: str) -> str:
    for sign, code in _VERBATIM.items():
        address = address.replace(sign, code)
    return address


def _names(names: Sequence[Name]) -> str:
    return " and ".join(_name(name) for name in names)


def _name(name: Name) -> str:
    """`{Whole Name}`, or `Family, Given`: a family's name in braces where it has particles or more than a word."""
    if name.turned == name.whole:
        return f"{{{escaped(name.whole)}}}"
    family = escaped(name.family)
    return f"{f'{{{family}}}' if ' ' in family else family}, {escaped(name.given)}"


def _dates(work: Work, told: Speech) -> Iterator[tuple[str, str]]:
    """`date` as biblatex has it, `year` and `month` for BibTeX; a set, which neither has, in words with what all of it shares."""
    date = work.published
    if date is None:
        return
    text = _edtf(date)
    shared = text if re.fullmatch(r"\d{4}(-\d\d)?(-\d\d)?.?", text) else _shared(date)
    yield "date", text or shared
    if shared[:4].isdigit():
        yield "year", shared[:4]
    if "01" <= shared[5:7] <= "12":
        yield "month", str(int(shared[5:7]))
    if not text:
        yield "note", escaped(told.gettext("Published %(date)s", date=told.date(date)))


def _edtf(date: Date) -> str:
    """The date without its time of day; empty for a set, which biblatex can't read."""
    return "" if date.text.startswith("[") else re.sub(r"T[^?~%/]*", "", date.text)


def _shared(date: Date) -> str:
    """What the first and the last day have in common, a month or a year; else empty."""
    first, last = date.earliest or "", date.latest or ""
    same = next((first[:length] for length in (7, 4) if first[:length] == last[:length]), "")
    return same if date.form != "interval" else same[:4]


def _archived(work: Work) -> Iterator[tuple[str, str]]:
    """The archived copy, twice: for programs, and for readers of what biblatex sets."""
    if work.archive_url:
        address = _verbatim(work.archive_url)
        yield "archiveurl", address
        yield "archivedate", _edtf(work.archived) if work.archived else ""
        yield "addendum", f"Archived copy: \\url{{{address}}}"
