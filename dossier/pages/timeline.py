"""The timeline: whole where it is short enough to read, else by year, and by month where a year is too long."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from urllib.parse import quote as percent

from msgspec import Struct
from msgspec.structs import replace

from dossier.dates import Date, month, parse, year
from dossier.languages import Speech
from dossier.model import Note
from dossier.pages.drawing import Overview
from dossier.pages.edition import Edition, Way, file_of, head
from dossier.pages.elements import EventRow, Link, Period
from dossier.pages.filters import filters
from dossier.pages.framing import Pager
from dossier.pages.overview import event, overview
from dossier.pages.rows import event_anchor, event_row, pagers
from dossier.pages.views import Page, TimelinePage

PATH = "timeline/"
EVENTS = 300
"""The most events that stand on one page: with their drawing and all words less than 100 kB, compressed."""


class _Place(Struct, frozen=True):
    """Where an event stands on the timeline. path: of its page."""

    path: str
    anchor: str

    def link(self, way: Way) -> str:
        return ("" if self.path == way.path else way.to(self.path)) + f"#{percent(self.anchor)}"


def timeline_pages(edition: Edition) -> Iterator[Page]:
    """The timeline's page, and those of its years and months where it is split; undated notes stand on the first."""
    events = [edition.dossier.notes[id_] for id_ in edition.dossier.events]
    undated = [note for note in edition.dossier.notes.values() if "date" not in note.dates]
    years = _grouped(events, year)
    way = Way(PATH)
    split = len(events) > EVENTS
    heading = edition.speech.gettext("Timeline")
    periods = _periods(edition, way, years, _year_name, listed=not split)
    drawn = _overview(edition, way, events)
    for page_way, rows, pager in pagers(len(undated), way, PATH, EVENTS):
        loose = tuple(event_row(edition, page_way, note, anchored=True) for note in undated[rows])
        on_top = page_way == way
        view = _view(edition, page_way, heading, periods if on_top else (), undated=loose, pager=pager)
        chosen = filters(edition, way, events, apart=split) if on_top else None
        yield _page(page_way, replace(view, filters=chosen), drawn if on_top else None)
    if split:
        for (key, notes), (earlier, later) in zip(years.items(), _neighbours(list(years)), strict=True):
            yield from _year_pages(edition, key, notes, earlier, later)


def _overview(edition: Edition, way: Way, events: Sequence[Note]) -> Overview | None:
    places = _places(events)
    drawn = [event(edition, note, places[note.id].link(way)) for note in events]
    by_href = {one.href: places[note.id] for one, note in zip(drawn, events, strict=True)}
    return overview(edition, way, drawn, lambda some: _page_of([by_href[one.href] for one in some], way))


def _page_of(places: Sequence[_Place], way: Way) -> str:
    """The way to the page on which events are listed, or to the first where that is this page; for several, to their year."""
    path = places[0].path
    if path == way.path:
        return places[0].link(way)
    return way.to(path if all(place.path == path for place in places) else "/".join(path.split("/")[:2]) + "/")


def _places(events: Sequence[Note]) -> dict[str, _Place]:
    """Where each event stands, by its id: on the pages that `timeline_pages` makes."""
    found: dict[str, _Place] = {}
    split = len(events) > EVENTS
    for key, of_year in _grouped(events, year).items():
        path = _path(Way(PATH), key) if split else PATH
        if not split or len(of_year) <= EVENTS:
            found |= {note.id: _Place(path, event_anchor(note)) for note in of_year}
            continue
        for month_key, of_month in _grouped(of_year, month).items():
            base = _path(Way(path), month_key)
            for page_way, rows, _ in pagers(len(of_month), Way(base), base, EVENTS):
                found |= {note.id: _Place(page_way.path, event_anchor(note)) for note in of_month[rows]}
    return found


def _year_pages(
    edition: Edition, key: str, notes: Sequence[Note], earlier: str | None, later: str | None
) -> Iterator[Page]:
    way = Way(f"{PATH}{key}/")
    months = _grouped(notes, month)
    split = len(notes) > EVENTS
    speech = edition.speech
    heading, whole = _year_name(speech, key), speech.gettext("Timeline")
    up = (Link(href=way.to(PATH), words=whole),)
    periods = _periods(edition, way, months, _month_name, listed=not split)
    turns = [Link(href=way.to(f"{PATH}{at}/"), words=_year_name(speech, at)) if at else None for at in (earlier, later)]
    yield _page(way, _view(edition, way, heading, periods, up, turns=turns))
    for month_key, of_month in months.items() if split else ():
        month_way = Way(_path(way, month_key))
        name = _month_name(speech, month_key)
        higher = (Link(href=month_way.to(PATH), words=whole), Link(href=month_way.to(way.path), words=heading))
        for page_way, rows, pager in pagers(len(of_month), month_way, month_way.path, EVENTS):
            period = _listed(edition, page_way, month_key, name, of_month[rows])
            yield _page(page_way, _view(edition, page_way, name, (period,), higher, pager=pager))


def _neighbours(keys: Sequence[str]) -> list[tuple[str | None, str | None]]:
    return list(zip((None, *keys[:-1]), (*keys[1:], None), strict=True))


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
    rows = tuple(event_row(edition, way, note, anchored=True) for note in notes)
    return Period(heading=heading, anchor=f"t-{key or 'year'}", count=len(rows), events=rows)


def _path(way: Way, key: str) -> str:
    """A part's site path: `timeline/2024/`, `timeline/2024/05/`; `year` for what has no month."""
    return f"{way.path}{key[5:] or key or 'year'}/"


def _year_name(speech: Speech, key: str) -> str:
    return speech.dates["year"].format(year=key)


def _month_name(speech: Speech, key: str) -> str:
    date = parse(key) if key else None
    return speech.date(date) if isinstance(date, Date) else speech.gettext("Some time in the year")


def _view(
    edition: Edition,
    way: Way,
    heading: str,
    periods: tuple[Period, ...],
    up: tuple[Link, ...] = (),
    undated: tuple[EventRow, ...] = (),
    pager: Pager | None = None,
    turns: Sequence[Link | None] = (None, None),
) -> TimelinePage:
    title = edition.speech.gettext("Timeline: %(period)s", period=heading) if up else heading
    return TimelinePage(
        head=head(edition.dossier, way, title, "timeline"),
        heading=heading,
        periods=periods,
        up=up,
        earlier=turns[0],
        later=turns[1],
        undated=undated,
        pager=pager,
    )


def _page(way: Way, view: TimelinePage, drawn: Overview | None = None) -> Page:
    return Page(file_of(way.path), "timeline.html", replace(view, overview=drawn) if drawn else view)
