"""The timeline: whole where it is short enough to read, else by year, and by month where a year is too long."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from urllib.parse import quote as percent

from msgspec import Struct
from msgspec.structs import replace

from dossier.dates import Date, month, parse, year
from dossier.languages import Speech
from dossier.link import Dossier
from dossier.model import Note
from dossier.pages.divided import page_path, parted
from dossier.pages.drawing import Overview
from dossier.pages.edition import Edition, Way, file_of, head
from dossier.pages.elements import EventRow, Link, Month, Period
from dossier.pages.filters import filters
from dossier.pages.framing import Pager
from dossier.pages.overview import event, overview
from dossier.pages.rows import SUMMARY, event_anchor, event_row
from dossier.pages.spread import ROOM, pagers
from dossier.pages.views import Page, TimelinePage

PATH = "timeline/"
EVENTS = 300
"""The most events that stand on one page."""
UNDIVIDED = 12
"""The most events of a year that stand together; more stand by month."""


class _Place(Struct, frozen=True):
    """Where an event stands on the timeline. path: of its page."""

    path: str
    anchor: str

    def link(self, way: Way) -> str:
        return ("" if self.path == way.path else way.to(self.path)) + f"#{percent(self.anchor)}"


def timeline_pages(edition: Edition) -> Iterator[Page]:
    """The timeline's page, and those of its years and months where it is split; undated notes stand on the first."""
    events, undated = _events(edition.dossier)
    years = _grouped(events, year)
    way = Way(PATH)
    split = is_split(edition.dossier)
    heading = edition.speech.gettext("Timeline")
    periods = _periods(edition, way, years, _year_name, listed=not split)
    drawn = _overview(edition, way, events, split)
    for page_way, some, pager in pagers(PATH, _chunks(edition.dossier, undated)):
        on_top = page_way == way
        loose = _rows(edition, page_way, some)
        view = _view(edition, page_way, heading, periods if on_top else (), undated=loose, pager=pager)
        chosen = filters(edition, way, events, apart=split) if on_top else None
        yield _page(page_way, replace(view, filters=chosen), drawn if on_top else None)
    if split:
        turns = [None, *years, None]
        for (key, notes), earlier, later in zip(years.items(), turns, turns[2:], strict=False):
            yield from _year_pages(edition, key, notes, earlier, later)


def is_split(dossier: Dossier) -> bool:
    """Whether a dossier's events stand on pages of their years, for one would be too large."""
    events, undated = _events(dossier)
    return _too_many(dossier, [*events, *undated])


def _events(dossier: Dossier) -> tuple[list[Note], list[Note]]:
    """The notes with a date, in their order, and those without."""
    undated = [note for note in dossier.notes.values() if "date" not in note.dates]
    return [dossier.notes[id_] for id_ in dossier.events], undated


def _too_many(dossier: Dossier, notes: Sequence[Note]) -> bool:
    # Of more than may stand together none need be weighed.
    return len(notes) > EVENTS or len(_chunks(dossier, notes)) > 1


def _chunks(dossier: Dossier, notes: Sequence[Note]) -> list[list[Note]]:
    """Notes, as many together as a page may hold; one empty chunk for none."""
    return parted(notes, lambda note: _weight(dossier, note), ROOM, EVENTS)


def _weight(dossier: Dossier, note: Note) -> int:
    """About how many bytes of words an event brings to a page with its drawings: its title stands there three times."""
    block = next((block for block in note.body.blocks if block.tag == "p"), None)
    first = note.body.text[block.start : min(block.end, block.start + SUMMARY)] if block else ""
    topics = (dossier.topics[id_].fields.title for id_ in note.fields.topics if id_ in dossier.topics)
    return sum(len(some.encode()) for some in (*(note.fields.title,) * 3, first, *topics))


def _overview(edition: Edition, way: Way, events: Sequence[Note], split: bool) -> Overview | None:
    places = _places(edition.dossier, events, split)
    drawn = [event(edition, note, places[note.id].link(way)) for note in events]
    by_href = {one.href: places[note.id] for one, note in zip(drawn, events, strict=True)}
    return overview(edition, way, drawn, lambda some: _page_of([by_href[one.href] for one in some], way))


def _page_of(places: Sequence[_Place], way: Way) -> str:
    """The way to the page on which events are listed, or to the first where that is this page; for several, to their year."""
    path = places[0].path
    if path == way.path:
        return places[0].link(way)
    return way.to(path if all(place.path == path for place in places) else "/".join(path.split("/")[:2]) + "/")


def _places(dossier: Dossier, events: Sequence[Note], split: bool) -> dict[str, _Place]:
    """Where each event stands, by its id: on the pages that `timeline_pages` makes."""
    found: dict[str, _Place] = {}
    for key, of_year in _grouped(events, year).items():
        path = _path(Way(PATH), key) if split else PATH
        if not split or not _too_many(dossier, of_year):
            found |= {note.id: _Place(path, event_anchor(note)) for note in of_year}
            continue
        for month_key, of_month in _grouped(of_year, month).items():
            base = _path(Way(path), month_key)
            for number, some in enumerate(_chunks(dossier, of_month)):
                found |= {note.id: _Place(page_path(base, number), event_anchor(note)) for note in some}
    return found


def _year_pages(
    edition: Edition, key: str, notes: Sequence[Note], earlier: str | None, later: str | None
) -> Iterator[Page]:
    way = Way(f"{PATH}{key}/")
    months = _grouped(notes, month)
    split = _too_many(edition.dossier, notes)
    speech = edition.speech
    heading, whole = _year_name(speech, key), speech.gettext("Timeline")
    up = (Link(href=way.to(PATH), words=whole),)
    periods = _periods(edition, way, months, _month_name, listed=not split)
    turns = [Link(href=way.to(f"{PATH}{at}/"), words=_year_name(speech, at)) if at else None for at in (earlier, later)]
    yield _page(way, _view(edition, way, heading, periods, up, turns=turns))
    for month_key, of_month in months.items() if split else ():
        name = _month_name(speech, month_key)
        for page_way, some, pager in pagers(_path(way, month_key), _chunks(edition.dossier, of_month)):
            higher = (Link(href=page_way.to(PATH), words=whole), Link(href=page_way.to(way.path), words=heading))
            period = _listed(edition, page_way, month_key, name, some)
            yield _page(page_way, _view(edition, page_way, name, (period,), higher, pager=pager))


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
    """A part with its events; a year of many has them by month."""
    ids = tuple(note.id for note in notes)
    return edition.piece(
        ("events", way.path, key, heading, ids), Period, lambda: _period(edition, way, key, heading, ids)
    )


def _period(edition: Edition, way: Way, key: str, heading: str, ids: Sequence[str]) -> Period:
    notes = [edition.dossier.notes[id_] for id_ in ids]
    period = Period(heading=heading, anchor=f"t-{key or 'year'}", count=len(notes))
    months = _grouped(notes, month) if len(key) == 4 and len(notes) > UNDIVIDED else {}
    if len(months) < 2:
        return replace(period, events=_rows(edition, way, notes))
    return replace(
        period,
        months=tuple(
            Month(
                heading=_month_name(edition.speech, at),
                anchor=f"t-{at or key + '-year'}",
                events=_rows(edition, way, some),
            )
            for at, some in months.items()
        ),
    )


def _rows(edition: Edition, way: Way, notes: Sequence[Note]) -> tuple[EventRow, ...]:
    return tuple(event_row(edition, way, note, anchored=True) for note in notes)


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
