"""What others can cite: a source itself, or a page of this dossier, as the facts that every style of reference is made of.

In: a dossier. Out: a `Work` with what the dossier states, nothing more. A name is a whole, as it was printed: which part of
it is the family's cannot be told from `Kim Jong Un` and `Saif Nasser`. It is known where the author is a person among the
topics who has an inverted name too, as libraries write it: `Kim, Jong Un`.
"""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from dossier.dates import Date
from dossier.link import Dossier
from dossier.model import AnyEntry, Source, Topic
from dossier.names import Ref


class Name(Struct, frozen=True):
    """A name as it was written; its parts where they are known."""

    whole: str
    family: str = ""
    given: str = ""

    @property
    def family_first(self) -> bool:
        """Whether the family's name is said first, as in Korea."""
        return bool(self.family) and self.whole == f"{self.family} {self.given}"

    @property
    def turned(self) -> str:
        """`Family, Given`, which programs turn round when they set it; the whole of a name that they would turn wrongly."""
        return f"{self.family}, {self.given}" if self.family and not self.family_first else self.whole


class Work(Struct, frozen=True, kw_only=True):
    """What can be cited. Empty fields are not known.

    key: unique among all works of a dossier: a source's id, else `note:ID` and the like. type: CSL's. supplied: the title is
    the editors' own. container: the outlet or, for a page, the dossier; editors: of the container. archived: the day of the
    copy at archive_url. note: how it came here. as_printed: fields as the document prints them.
    """

    key: str
    type: str
    title: str
    supplied: bool = False
    short_title: str = ""
    authors: tuple[Name, ...] = ()
    editors: tuple[Name, ...] = ()
    container: str = ""
    published: Date | None = None
    accessed: Date | None = None
    url: str = ""
    archive_url: str = ""
    archived: Date | None = None
    language: str = ""
    note: str = ""
    as_printed: Mapping[str, str] = {}

    @property
    def shown_title(self) -> str:
        """The title; one that the editors supplied stands in brackets, as catalogues have it."""
        return f"[{self.title}]" if self.supplied else self.title


def names(written: str | Iterable[str], persons: Mapping[str, Name]) -> tuple[Name, ...]:
    """Names as a field has them, with their parts where a topic of a person tells them. persons: see `inverted`."""
    each = (written,) if isinstance(written, str) else written
    return tuple(persons.get(" ".join(name.split()), Name(" ".join(name.split()))) for name in each if name.strip())


def inverted(topics: Iterable[Topic]) -> dict[str, Name]:
    """The names of persons whose topic has one of their names inverted, by each way in which they may stand as an author."""
    found: dict[str, Name] = {}
    for topic in topics:
        if topic.fields.type == "person":
            written = {" ".join(name.split()) for name in (topic.fields.title, *topic.fields.names)}
            for family, given in _parted(written):
                for whole in (f"{given} {family}", f"{family} {given}", f"{family}, {given}"):
                    if whole in written:
                        found[whole] = Name(whole, family, given)
    return found


def _parted(written: Iterable[str]) -> Iterator[tuple[str, str]]:
    for name in sorted(written):
        family, comma, given = name.partition(", ")
        if comma and family and given and "," not in given:
            yield family, given


def source_work(source: Source, persons: Mapping[str, Name]) -> Work:
    """A source itself, as it was published elsewhere."""
    fields, dates = source.fields, source.dates
    return Work(
        key=source.id,
        type=fields.type,
        title=_line(fields.title or fields.supplied_title or ""),
        supplied=not fields.title,
        short_title=_line(fields.short_title or ""),
        authors=names(fields.author, persons),
        container=_line(fields.publisher or ""),
        published=dates.get("published"),
        accessed=dates.get("accessed"),
        url=fields.url or "",
        archive_url=fields.archive_url or "",
        archived=dates.get("archive-date"),
        language=fields.language or "",
        note=_line(fields.provenance or ""),
        as_printed=fields.as_printed,
    )


def page_work(dossier: Dossier, ref: Ref, entry: AnyEntry, title: str, url: str) -> Work:
    """This dossier's page of an entry, by its editors. It is of the last day that its file names: of a correction, or `added`."""
    config = dossier.config
    return Work(
        key=f"{ref.kind}:{ref.id}",
        type="webpage",
        title=_line(title),
        editors=names(config.editors, {}),
        container=config.title,
        published=last_day(entry),
        url=url,
        language=entry.fields.language or config.language,
    )


def dossier_work(dossier: Dossier, url: str) -> Work:
    """The dossier as a whole; of the last day that any of its files names."""
    config = dossier.config
    days = [day for _, entry in dossier.entries() if (day := last_day(entry))]
    return Work(
        key="dossier:",
        type="webpage",
        title=config.title,
        editors=names(config.editors, {}),
        published=max(days, key=_end, default=None),
        url=url,
        language=config.language,
    )


def last_day(entry: AnyEntry) -> Date | None:
    """The last of the days on which an entry came in or was corrected, as its file says; None where it says nothing."""
    given = [date for path, date in entry.dates.items() if path == "added" or path.startswith("corrections.")]
    return max(given, key=_end, default=None)


def _end(date: Date) -> str:
    return date.latest or date.earliest or ""


def _line(text: str) -> str:
    return " ".join(text.split())
