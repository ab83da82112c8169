"""The timeline at a glance: events as marks on a line of time, drawn no more exactly than their dates are known.

In: the events in their order, each with its address. Out: drawings for pages of several widths. An event stands in the
lane of the topic that it names first, if that is one of the most frequent. Where there are too many for marks, bars count
those that begin in each part of the time, and only landmarks are marked.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from dossier.dates import Date
from dossier.edtf import bounds
from dossier.model import Note
from dossier.names import Ref
from dossier.pages.axis import Axis, fitting, label, number, starts
from dossier.pages.bars import Tally, bars, highest, parts, tallied
from dossier.pages.divided import size
from dossier.pages.drawing import Drawing, Form, Lane, Mark, Name, Overview, Tick
from dossier.pages.edition import Edition, Way
from dossier.pages.landmarks import names
from dossier.pages.marks import STEP, Event, packed, shape
from dossier.pages.quoted import when

LANES = 5
"""Topics that have lanes of their own, at most."""
LEAST = 2
"""Events that a topic must have for one."""
MARKS = 400
"""With more events than these, bars count them."""
TITLES = 60_000
"""Or with more bytes of titles, each of which stands there three times."""
LEVELS = 24
"""With more marks than these above one another in a lane, too."""
MOST_LANDMARKS = 8
"""With more landmarks than these above one another, bars have none beside them."""
LANDMARKS = 12_000
"""Or with more bytes of their titles."""
_PAD, _ABOVE, _BARS = 7.0, 17.0, 56.0


class _Paper(Struct, frozen=True):
    """A width to draw for: how many labels the time has at most, whether a lane's name stands beside it, or above; letters
    of a landmark's name and lines of names; parts that bars count in; all at most."""

    width: int
    ticks: int
    beside: float
    longest: int
    rows: int
    bars: int


_PAPERS = (_Paper(1000, 10, 170, 80, 8, 120), _Paper(640, 6, 0, 60, 8, 84), _Paper(320, 4, 0, 36, 6, 48))


def event(edition: Edition, note: Note, href: str) -> Event:
    """A note that has a date, as the drawing needs it."""
    date, said = note.dates["date"], when(edition.speech, note.dates["date"], note.fields.expected)
    topic = next((id_ for id_ in note.fields.topics if id_ in edition.dossier.topics), "")
    words = said.words if said else ""
    important = note.fields.importance == "high"
    return Event(href, words, note.fields.title, date, topic, expected=note.fields.expected, important=important)


def overview(
    edition: Edition, way: Way, events: Sequence[Event], page: Callable[[Sequence[Event]], str], titles: int = TITLES
) -> Overview | None:
    """Draw a timeline; None without events. page: the way to the page on which given events are listed, or all about them.

    titles: with more bytes of titles than these, bars count the events, too.
    """
    if not events:
        return None
    first, last = _ends(events)
    few = len(events) <= MARKS and _titles(events) <= titles
    whole = _Whole(edition, way, tuple(events), page, first, last, _lanes(events), few)
    drawings = tuple(_drawing(whole, paper) for paper in _PAPERS)
    return Overview(count=len(events), first=events[0].words, last=events[-1].words, drawings=drawings)


class _Whole(Struct, frozen=True):
    """What all drawings are of. few: there are no more events than can be marked."""

    edition: Edition
    way: Way
    events: tuple[Event, ...]
    page: Callable[[Sequence[Event]], str]
    first: str
    last: str
    lanes: tuple[tuple[str, tuple[Event, ...]], ...]
    few: bool


def _titles(events: Iterable[Event]) -> int:
    return sum(size(one.title) for one in events)


def _ends(events: Iterable[Event]) -> tuple[str, str]:
    """The first and last day that any date states, of its beginning too where it has no end."""
    days = [day for one in events for day in (one.date.earliest, one.date.latest or _begun(one.date)) if day]
    return min(days), max(days)


def _begun(date: Date) -> str | None:
    return bounds(date.spans[0][0])[1] if date.form == "interval" and date.earliest else None


def _lanes(events: Sequence[Event]) -> tuple[tuple[str, tuple[Event, ...]], ...]:
    """The events by topic, the most frequent first; all others together, under no name."""
    counts = Counter(one.topic for one in events if one.topic)
    frequent = sorted((t for t, n in counts.items() if n >= LEAST), key=lambda t: (-counts[t], t))[:LANES]
    lanes = [(topic, tuple(one for one in events if one.topic == topic)) for topic in frequent]
    rest = tuple(one for one in events if one.topic not in frequent)
    return (*lanes, *([("", rest)] if rest else []))


# --- at one width


def _drawing(whole: _Whole, paper: _Paper) -> Drawing:
    margin = 26.0 if paper.beside else 18.0
    left = paper.beside + margin
    axis = Axis(number(whole.first), number(whole.last), left, paper.width - left - margin)
    if not whole.few:
        return _counted(whole, paper, axis)
    lanes = [packed(events, axis) for _, events in whole.lanes]
    if any(levels > LEVELS for _, levels in lanes):
        return _counted(whole, paper, axis)
    return _marked(whole, paper, axis, lanes)


_Packed = tuple[list[tuple[Event, Mark]], int]


def _marked(whole: _Whole, paper: _Paper, axis: Axis, packings: Sequence[_Packed]) -> Drawing:
    found = [pair for pairs, _ in packings for pair in pairs]
    named, head = _named(found, paper)
    lanes: list[Lane] = []
    foot = head
    for (topic, _), packing in zip(whole.lanes, packings, strict=True):
        top, foot = _lane_of(whole, paper, foot, packing[1])
        lane = _lane(whole, paper, topic, top, foot)
        lanes.append(replace(lane, marks=_placed(packing, foot)))
    return _finished(whole, paper, axis, head, lanes, named, _forms(found))


def _counted(whole: _Whole, paper: _Paper, axis: Axis) -> Drawing:
    """Bars for parts of the time, in each lane at one scale; above them the landmarks."""
    unit = fitting(axis, paper.bars)
    cut = parts(whole.edition.speech, axis, unit, tuple(starts(whole.first, whole.last, unit)))
    tallies = [tallied(events, cut) for _, events in whole.lanes]
    landmarks = [one for one in whole.events if one.important]
    pairs, levels = packed(landmarks, axis)
    found = pairs if 0 < levels <= MOST_LANDMARKS and _titles(landmarks) <= LANDMARKS else []
    named, head = _named(found, paper)
    lanes: list[Lane] = []
    foot = head or 6.0
    if found:
        top, foot = _lane_of(whole, paper, foot, levels, named=True)
        lanes.append(replace(_lane(whole, paper, "", top, foot), landmarks=True, marks=_placed((found, levels), foot)))
    for (topic, _), lane in zip(whole.lanes, tallies, strict=True):
        top = foot + (_ABOVE if not paper.beside and len(whole.lanes) > 1 else 0)
        foot = top + _BARS
        drawn = bars(cut, lane, highest(tallies), whole.page)
        lanes.append(replace(_lane(whole, paper, topic, top, foot), bars=drawn))
    return _finished(whole, paper, axis, head, lanes, named, (*_forms(found), *_counting(tallies)))


def _named(found: Sequence[tuple[Event, Mark]], paper: _Paper) -> tuple[tuple[Name, ...], float]:
    landmarks = [(mark, one.title) for one, mark in found if one.important]
    return names(landmarks, paper.width, paper.longest, paper.rows)


def _lane_of(whole: _Whole, paper: _Paper, above: float, levels: int, named: bool = False) -> tuple[float, float]:
    """Where a lane of so many levels of marks begins and ends, below another one."""
    top = above + (_ABOVE if not paper.beside and (named or len(whole.lanes) > 1) else 0)
    return top, top + 2 * _PAD + max(1, levels) * STEP


def _placed(packing: _Packed, foot: float) -> tuple[Mark, ...]:
    """Marks at their height above a lane's foot."""
    return tuple(replace(mark, y=round(foot - _PAD - STEP / 2 - mark.y * STEP, 1)) for _, mark in packing[0])


def _lane(whole: _Whole, paper: _Paper, topic: str, top: float, foot: float) -> Lane:
    """An empty lane."""
    entry = whole.edition.dossier.topics.get(topic)
    link = whole.way.link(Ref("topic", topic), entry) if entry else None
    many = len(whole.lanes) > 1
    label_y = round((top + foot) / 2 + 4 if paper.beside else top - 3, 1)
    return Lane(foot=round(foot, 1), label_y=label_y, topic=link if many else None, rest=many and link is None)


def _forms(found: Sequence[tuple[Event, Mark]]) -> tuple[Form, ...]:
    """What there is among marks, to be explained. A span too short for its shape to show is among the spans all the same."""
    shapes = {mark.shape for _, mark in found} | {shape(one.date) for one, mark in found if mark.shape != "among"}
    known: tuple[tuple[Form, bool], ...] = (
        ("day", "day" in shapes),
        ("within", "within" in shapes),
        ("among", "among" in shapes),
        ("lasting", "lasting" in shapes),
        ("unsure", any(mark.unsure for _, mark in found)),
        ("open", any(mark.open_start or mark.open_end for _, mark in found)),
        ("expected", any(mark.expected for _, mark in found)),
    )
    return tuple(name for name, there in known if there)


def _counting(tallies: Sequence[dict[int, Tally]]) -> tuple[Form, ...]:
    possible = any(one.possible for lane in tallies for one in lane.values())
    return ("counted", "possible") if possible else ("counted",)


def _finished(
    whole: _Whole,
    paper: _Paper,
    axis: Axis,
    head: float,
    lanes: Sequence[Lane],
    named: Sequence[Name],
    forms: tuple[Form, ...],
) -> Drawing:
    unit = fitting(axis, paper.ticks)
    begins = (one for one in starts(whole.first, whole.last, unit) if one.day >= axis.first)
    speech = whole.edition.speech
    ticks = tuple(
        Tick(x=round(axis.at(one.day), 1), label=label(speech, unit, one, first=not n)) for n, one in enumerate(begins)
    )
    down = {mark.href: mark.y for lane in lanes for mark in lane.marks}
    foot = lanes[-1].foot
    return Drawing(
        width=paper.width,
        height=round(foot + 24, 1),
        left=axis.left,
        head=round(head, 1),
        foot=foot,
        forms=forms,
        lanes=tuple(lanes),
        ticks=ticks,
        names=tuple(replace(name, down=down[name.href]) for name in named),
    )
