"""The timeline: whole where it is short enough to read, else by year, and by month where a year is too long."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from dossier.dates import Date, month, parse, year
from dossier.languages import Speech
from dossier.model import Note
from dossier.pages.edition import Edition, Way, file_of, head
from dossier.pages.elements import EventRow, Link, Period
from dossier.pages.framing import Pager
from dossier.pages.rows import ROWS, event_row, pagers
from dossier.pages.views import Page, TimelinePage

PATH = "timeline/"


def timeline_pages(edition: Edition) -> Iterator[Page]:
    """The timeline's page, and those of its years and months where it is split; undated notes stand on the first."""
    events = [edition.dossier.notes[id_] for id_ in edition.dossier.events]
    undated = [note for note in edition.dossier.notes.values() if "date" not in note.dates]
    years = _grouped(events, year)
    way = Way(PATH)
    split = len(events) > ROWS
    heading = edition.speech.gettext("Timeline")
    periods = _periods(edition, way, years, _year_name, listed=not split)
    for page_way, rows, pager in pagers(len(undated), way, PATH):
        loose = tuple(event_row(edition, page_way, note) for note in undated[rows])
        yield _page(edition, page_way, heading, periods if page_way == way else (), undated=loose, pager=pager)
    if split:
        for key, notes in years.items():
            yield from _year_pages(edition, key, notes)


def _year_pages(edition: Edition, key: str, notes: Sequence[Note]) -> Iterator[Page]:
    way = Way(f"{PATH}{key}/")
    months = _grouped(notes, month)
    split = len(notes) > ROWS
    heading, whole = _year_name(edition.speech, key), edition.speech.gettext("Timeline")
    up = (Link(href=way.to(PATH), words=whole),)
    yield _page(edition, way, heading, _periods(edition, way, months, _month_name, listed=not split), up)
    for month_key, of_month in months.items() if split else ():
        month_way = Way(_path(way, month_key))
        higher = (Link(href=month_way.to(PATH), words=whole), Link(href=month_way.to(way.path), words=heading))
        name = _month_name(edition.speech, month_key)
        for page_way, rows, pager in pagers(len(of_month), month_way, month_way.path):
            period = _listed(edition, page_way, month_key, name, of_month[rows])
            yield _page(edition, page_way, name, (period,), higher, pager=pager)


def _grouped(notes: Sequence[Note], key: Callable[..., str]) -> dict[str, list[Note]]:
    """Events by a part of their date, the parts in the order in which they first come."""
    groups: dict[str, list[Note]] = {}
    for note in notes:
        groups.setdefault(key(note.dates["date"]), []).append(note)
    return groups


def _periods(
    edition: Edition,
    way: Way,
    groups: Mapping[str, Sequence[Note]],
    name: Callable[[Speech, str], str],
    listed: bool,
) -> tuple[Period, ...]:
    """The parts of a timeline: with their events where they stand on this page, else with the way to them."""
    if listed:
        return tuple(_listed(edition, way, key, name(edition.speech, key), notes) for key, notes in groups.items())
    return tuple(
        Period(heading=name(edition.speech, key), href=way.to(_path(way, key)), count=len(notes))
        for key, notes in groups.items()
    )


def _listed(edition: Edition, way: Way, key: str, heading: str, notes: Sequence[Note]) -> Period:
    rows = tuple(event_row(edition, way, note) for note in notes)
    return Period(heading=heading, anchor=f"t-{key or 'year'}", count=len(rows), events=rows)


def _path(way: Way, key: str) -> str:
    """A part's site path: `timeline/2024/`, `timeline/2024/05/`; `year` for what has no month."""
    return f"{way.path}{key[5:] or key or 'year'}/"


def _year_name(speech: Speech, key: str) -> str:
    return speech.dates["year"].format(year=key)


def _month_name(speech: Speech, key: str) -> str:
    date = parse(key) if key else None
    return speech.date(date) if isinstance(date, Date) else speech.gettext("Some time in the year")


def _page(
    edition: Edition,
    way: Way,
    heading: str,
    periods: tuple[Period, ...],
    up: tuple[Link, ...] = (),
    undated: tuple[EventRow, ...] = (),
    pager: Pager | None = None,
) -> Page:
    title = edition.speech.gettext("Timeline: %(period)s", period=heading) if up else heading
    page_head = head(edition.dossier, way, title, "timeline")
    view = TimelinePage(head=page_head, heading=heading, periods=periods, up=up, undated=undated, pager=pager)
    return Page(file_of(way.path), "timeline.html", view)
