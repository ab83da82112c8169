"""Works as RIS (Research Information Systems, 2011): a line a field, `TAG  - value`, ends of lines CRLF, UTF-8 without a mark."""

from collections.abc import Iterator, Sequence

from dossier.citable import Work
from dossier.dates import Date
from dossier.languages import Speech
from dossier.references.csl import WITH_PUBLISHER, csl_date

TYPES = {
    "article": "UNPB",
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "bill": "BILL",
    "book": "BOOK",
    "chapter": "CHAP",
    "classic": "CLSWK",
    "dataset": "DATA",
    "entry-dictionary": "DICT",
    "entry-encyclopedia": "ENCYC",
    "figure": "FIGURE",
    "graphic": "ART",
    "hearing": "HEAR",
    "legal_case": "CASE",
    "legislation": "STAT",
    "manuscript": "MANSCPT",
    "map": "MAP",
    "motion_picture": "MPCT",
    "musical_score": "MUSIC",
    "pamphlet": "PAMP",
    "paper-conference": "CPAPER",
    "patent": "PAT",
    "personal_communication": "PCOMM",
    "post": "ICOMM",
    "post-weblog": "BLOG",
    "report": "RPRT",
    "software": "COMP",
    "song": "SOUND",
    "standard": "STAND",
    "thesis": "THES",
    "webpage": "ELEC",
}
"""Types by CSL's; all others are `GEN`, with CSL's type as the kind of work (M3)."""


def ris(works: Sequence[Work], told: Speech) -> str:
    """A record a work, in their order."""
    records = ("".join(f"{tag}  - {value}\r\n" for tag, value in _lines(work, told)) for work in works)
    return "\r\n".join(records)


def _lines(work: Work, told: Speech) -> Iterator[tuple[str, str]]:
    type_ = TYPES.get(work.type, "GEN")
    fields = (
        ("ID", work.key.rstrip(":")),
        ("TI", work.shown_title),
        ("ST", work.short_title),
        *(("AU", name.turned) for name in work.authors),
        *(("A2", name.whole) for name in work.editors),
        ("PB" if work.type in WITH_PUBLISHER else "T2", work.container),
        ("M3", work.type if type_ == "GEN" and work.type != "document" else ""),
        *(_published(work.published, told) if work.published else ()),
        ("Y2", _slashed(work.accessed, told) if work.accessed else ""),
        ("UR", work.url),
        ("LA", work.language),
        ("N1", _archived(work)),
    )
    yield "TY", type_
    for tag, value in fields:
        # A value is one line: what stands in the next would be another field.
        if line := " ".join(value.split()):
            yield tag, line
    yield "ER", ""


def _published(date: Date, told: Speech) -> Iterator[tuple[str, str]]:
    slashed = _slashed(date, told)
    yield "PY", slashed[:4].strip("/")
    yield "DA", slashed


def _slashed(date: Date, told: Speech) -> str:
    """`YYYY/MM/DD/other`, with what is known of it; what is more than one sure day, month or year in words behind it."""
    parts = csl_date(date, told).get("date-parts", [])
    numbers = [str(number).zfill(4 if place == 0 else 2) for place, number in enumerate(parts[0])] if parts else []
    year, month, day = [*numbers, "", "", ""][:3]
    sure = len(parts) == 1 and date.form == "point" and not date.uncertain and not date.approximate
    if len(parts) > 1:
        month = day = ""
        year = year if parts[0][0] == parts[1][0] else ""
    words = "" if sure and date.precision != "season" else told.date(date).replace("/", "-")
    return f"{year}/{month}/{day}/{words}"


def _archived(work: Work) -> str:
    day = f" ({work.archived.text})" if work.archived else ""
    return f"Archived copy{day}: {work.archive_url}" if work.archive_url else ""
