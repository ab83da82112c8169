"""The timeline at a glance: events as marks on a line of time, drawn no more exactly than their dates are known.

In: the events in their order, each with its address. Out: drawings for a wide and a narrow page. An event stands in the
lane of the topic that it names first, if that is one of the most frequent. Where there are too many for marks, bars count
those that begin in each part of the time.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from dossier.dates import Date
from dossier.model import Note
from dossier.names import Ref
from dossier.pages.axis import Axis, Unit, fitting, label, number, starts
from dossier.pages.drawing import Bar, Drawing, Lane, Mark, Name, Overview, Shape, Tick
from dossier.pages.edition import Edition, Way
from dossier.pages.landmarks import names
from dossier.pages.quoted import when

LANES = 5
"""Topics that have lanes of their own, at most."""
LEAST = 2
"""Events that a topic must have for one."""
MARKS = 400
"""With more events than these, bars count them."""
LEVELS = 24
"""With more marks than these above one another in a lane, too."""
_STEP, _SIZE, _PAD = 11.0, 8.0, 7.0


class Event(Struct, frozen=True):
    """An event to be drawn. month: `YYYY-MM` where its list has it, for bars."""

    href: str
    words: str
    title: str
    date: Date
    topic: str
    month: str = ""
    expected: bool = False
    important: bool = False


class _Paper(Struct, frozen=True):
    """A width to draw for: how many labels the time has at most, whether a lane's name stands beside it, or above."""

    width: int
    ticks: int
    beside: float
    longest: int
    bars: int


_PAPERS = (_Paper(1000, 10, 170, 44, 120), _Paper(340, 4, 0, 30, 48))


def event(edition: Edition, note: Note, href: str) -> Event:
    """A note that has a date, as the drawing needs it."""
    date, said = note.dates["date"], when(edition.speech, note.dates["date"], note.fields.expected)
    topic = next((id_ for id_ in note.fields.topics if id_ in edition.dossier.topics), "")
    words = said.words if said else ""
    important = note.fields.importance == "high"
    return Event(href, words, note.fields.title, date, topic, expected=note.fields.expected, important=important)


def overview(edition: Edition, way: Way, events: Sequence[Event], part: Callable[[Event], str]) -> Overview | None:
    """Draw a timeline; None without events. part: the way to the part of the timeline in which an event is listed."""
    if not events:
        return None
    first, last = _ends(events)
    lanes = _lanes(events)
    whole = _Whole(edition, way, part, first, last, lanes)
    counted = len(events) > MARKS
    drawings = tuple(_drawing(whole, paper, counted) for paper in _PAPERS)
    return Overview(
        count=len(events),
        first=events[0].words,
        last=events[-1].words,
        forms=_forms(events, counted),
        drawings=drawings,
    )


class _Whole(Struct, frozen=True):
    """What both drawings are of."""

    edition: Edition
    way: Way
    part: Callable[[Event], str]
    first: str
    last: str
    lanes: tuple[tuple[str, tuple[Event, ...]], ...]


def _ends(events: Iterable[Event]) -> tuple[str, str]:
    """The first and last day that any date states."""
    days = [day for one in events for day in (one.date.earliest, one.date.latest) if day]
    return min(days), max(days)


def _lanes(events: Sequence[Event]) -> tuple[tuple[str, tuple[Event, ...]], ...]:
    """The events by topic, the most frequent first; all others together, under no name."""
    counts = Counter(one.topic for one in events if one.topic)
    frequent = sorted((t for t, n in counts.items() if n >= LEAST), key=lambda t: (-counts[t], t))[:LANES]
    lanes = [(topic, tuple(one for one in events if one.topic == topic)) for topic in frequent]
    rest = tuple(one for one in events if one.topic not in frequent)
    return (*lanes, *([("", rest)] if rest else []))


def _forms(events: Sequence[Event], counted: bool) -> tuple[str, ...]:
    """What a legend explains, of what there is."""
    if counted:
        return ("counted",)
    shapes = {_shape(one.date) for one in events}
    known = (
        ("day", "day" in shapes),
        ("within", "within" in shapes),
        ("lasting", "lasting" in shapes),
        ("unsure", any(one.date.uncertain or one.date.approximate for one in events)),
        ("open", any(None in (one.date.earliest, one.date.latest) for one in events)),
        ("expected", any(one.expected for one in events)),
    )
    return tuple(name for name, there in known if there)


def _shape(date: Date) -> Shape:
    if date.form == "interval":
        return "lasting"
    return "day" if date.earliest == date.latest else "within"


# --- at one width


def _drawing(whole: _Whole, paper: _Paper, counted: bool) -> Drawing:
    margin = 26.0
    left = paper.beside + margin
    axis = Axis(number(whole.first), number(whole.last), left, paper.width - left - margin)
    packed = [_packed(events, axis) for _, events in whole.lanes]
    if counted or any(levels > LEVELS for _, levels in packed):
        return _counted(whole, paper, axis)
    landmarks = [(mark, one.title) for marks, _ in packed for one, mark in marks if one.important]
    named, head = names(landmarks, paper.width, paper.longest)
    lanes: list[Lane] = []
    foot = head
    for (topic, _), (marks, levels) in zip(whole.lanes, packed, strict=True):
        top = foot + (0 if paper.beside or not _labelled(whole) else 17)
        foot = top + 2 * _PAD + max(1, levels) * _STEP
        moved = tuple(replace(mark, y=round(foot - _PAD - _STEP / 2 - mark.y * _STEP, 1)) for _, mark in marks)
        lanes.append(_lane(whole, topic, foot, top, paper, marks=moved))
    down = {mark.href: mark.y for lane in lanes for mark in lane.marks}
    named = tuple(replace(name, down=down[name.href]) for name in named)
    return _finished(whole, paper, axis, head, foot, lanes, named)


def _counted(whole: _Whole, paper: _Paper, axis: Axis) -> Drawing:
    """Bars for parts of the time, in each lane at one scale."""
    unit = fitting(axis, paper.bars)
    begins = [one.day for one in starts(whole.first, whole.last, unit)]
    parts = [_parts(events, begins) for _, events in whole.lanes]
    most = max(len(events) for lane in parts for events in lane.values())
    lanes: list[Lane] = []
    foot = 6.0
    for (topic, _), lane in zip(whole.lanes, parts, strict=True):
        top = foot + (0 if paper.beside or not _labelled(whole) else 17)
        foot = top + 56
        bars = (_bar(whole, unit, axis, begins, at, events, most) for at, events in lane.items())
        lanes.append(_lane(whole, topic, foot, top, paper, bars=tuple(bars)))
    return _finished(whole, paper, axis, 0, foot, lanes, ())


def _parts(events: Sequence[Event], begins: Sequence[int]) -> dict[int, list[Event]]:
    """Events by the number of the part of time in which each stands in the list."""
    found: dict[int, list[Event]] = {}
    at = 0
    for day, one in sorted(
        ((number(one.date.earliest or one.date.latest or ""), one) for one in events), key=lambda e: e[0]
    ):
        while at + 1 < len(begins) and begins[at + 1] <= day:
            at += 1
        found.setdefault(at, []).append(one)
    return found


def _bar(
    whole: _Whole, unit: Unit, axis: Axis, begins: Sequence[int], at: int, events: Sequence[Event], most: int
) -> Bar:
    start = max(begins[at], axis.first)
    end = begins[at + 1] if at + 1 < len(begins) else axis.last + 1
    x, wide = axis.at(start), axis.at(end) - axis.at(start)
    words = events[0].words if len(events) == 1 else f"{events[0].words} – {events[-1].words}"
    return Bar(
        href=whole.part(events[0]),
        words=words,
        x=round(x, 1),
        width=round(max(1.0, wide - min(1.5, wide / 4)), 1),
        height=round(max(2.0, 44 * len(events) / most), 1),
        count=len(events),
    )


def _packed(events: Sequence[Event], axis: Axis) -> tuple[list[tuple[Event, Mark]], int]:
    """The marks of a lane, so high above its foot that none covers another; y counts steps. And how many steps there are."""
    free: list[float] = []
    found: list[tuple[Event, Mark]] = []
    marks = [(one, _mark(one, axis)) for one in events]
    for one, mark in sorted(marks, key=lambda pair: (pair[1].x, -pair[1].width)):
        level = next((n for n, end in enumerate(free) if end <= mark.x), len(free))
        free[level:] = [mark.x + mark.width + 2, *free[level + 1 :]]
        found.append((one, replace(mark, y=level)))
    return found, len(free)


def _mark(one: Event, axis: Axis) -> Mark:
    """An event's mark at its place in time; one of a few days is as wide as one of a day."""
    earliest, latest = one.date.earliest, one.date.latest
    start = axis.at(number(earliest)) if earliest else None
    end = axis.at(number(latest) + 1) if latest else None
    arm = 16.0
    # An open end is drawn as far as its arrow reaches, for nobody knows how far it goes.
    x = start if start is not None else (end or 0) - arm
    wide = (end if end is not None else x + arm) - x
    size = _SIZE + 3 if one.important else _SIZE
    if wide < size:
        x, wide = x + wide / 2 - size / 2, size
    return Mark(
        href=one.href,
        words=f"{one.words}: {one.title}",
        shape=_shape(one.date),
        x=round(x, 1),
        y=0,
        width=round(wide, 1),
        unsure=one.date.uncertain or one.date.approximate,
        open_start=earliest is None,
        open_end=latest is None,
        expected=one.expected,
        important=one.important,
    )


def _labelled(whole: _Whole) -> bool:
    return len(whole.lanes) > 1


def _lane(
    whole: _Whole,
    topic: str,
    foot: float,
    top: float,
    paper: _Paper,
    marks: tuple[Mark, ...] = (),
    bars: tuple[Bar, ...] = (),
) -> Lane:
    entry = whole.edition.dossier.topics.get(topic)
    link = whole.way.link(Ref("topic", topic), entry) if entry else None
    label_y = (top + foot) / 2 + 4 if paper.beside else top - 3
    many = _labelled(whole)
    return Lane(
        foot=round(foot, 1),
        label_y=round(label_y, 1),
        topic=link if many else None,
        rest=many and link is None,
        marks=marks,
        bars=bars,
    )


def _finished(
    whole: _Whole,
    paper: _Paper,
    axis: Axis,
    head: float,
    foot: float,
    lanes: Sequence[Lane],
    named: tuple[Name, ...],
) -> Drawing:
    unit = fitting(axis, paper.ticks)
    begins = (one for one in starts(whole.first, whole.last, unit) if one.day >= axis.first)
    speech = whole.edition.speech
    ticks = tuple(
        Tick(x=round(axis.at(one.day), 1), label=label(speech, unit, one, first=not n)) for n, one in enumerate(begins)
    )
    return Drawing(
        width=paper.width,
        height=round(foot + 24, 1),
        left=axis.left,
        head=round(head, 1),
        foot=round(foot, 1),
        lanes=tuple(lanes),
        ticks=ticks,
        names=named,
    )
