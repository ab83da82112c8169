"""What the timeline's drawing is made of: records of places and words, in the units of an SVG's viewBox, y downward."""

from typing import Literal

from dossier.pages.elements import Link
from dossier.pages.framing import View

Shape = Literal["day", "within", "among", "lasting"]
"""A known day; some time within a span; within one of several; a span that it lasted."""

Form = Literal["day", "within", "among", "lasting", "unsure", "open", "expected", "counted", "possible"]
"""What a reader may have to be told of a drawing."""


class Mark(View, frozen=True):
    """An event. x, width: of the days that its date allows, at least as wide as a mark must be; y: of its middle.

    among: the same of each of several spans. unsure: the date is uncertain or approximate; open_start, open_end: it may
    begin earlier or end later than is drawn.
    """

    href: str
    words: str
    shape: Shape
    x: float
    y: float
    width: float
    among: tuple[tuple[float, float], ...] = ()
    unsure: bool = False
    open_start: bool = False
    open_end: bool = False
    expected: bool = False
    important: bool = False


class Bar(View, frozen=True):
    """How many events begin in a part of the time, `words`. height: of the bar of those that are known to, whose foot is the
    lane's; more: of what stands on it for the `possible` others, each counted there as far as its date allows."""

    href: str
    words: str
    x: float
    width: float
    height: float
    count: int
    more: float = 0.0
    possible: int = 0


class Lane(View, frozen=True):
    """The events on one topic; no topic where all are in one lane. rest: of all other topics; landmarks: of those alone.
    foot: its lower edge."""

    foot: float
    label_y: float
    topic: Link | None = None
    rest: bool = False
    landmarks: bool = False
    marks: tuple[Mark, ...] = ()
    bars: tuple[Bar, ...] = ()


class Tick(View, frozen=True):
    """A line across the lanes. label: empty for one between labelled ones."""

    x: float
    label: str


class Name(View, frozen=True):
    """A landmark's title, set at `x`, `y`, and led down to its mark at `to`, `down`. at_end: it ends at x."""

    href: str
    words: str
    x: float
    y: float
    to: float
    down: float
    at_end: bool = False


class Drawing(View, frozen=True):
    """The overview at one width. forms: what its marks are. left: where time begins; foot: the lower edge of all lanes."""

    width: int
    height: float
    left: float
    head: float
    foot: float
    forms: tuple[Form, ...]
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    names: tuple[Name, ...]


class Overview(View, frozen=True):
    """All events of a timeline by time: the widest drawing first. first, last: days or longer, in words."""

    count: int
    first: str
    last: str
    drawings: tuple[Drawing, ...]
