"""What the timeline's filters are made of: what readers can choose events by, each with how many events it leaves."""

from typing import Literal

from dossier.model import TopicType
from dossier.pages.elements import Link
from dossier.pages.framing import View
from dossier.standing import Verdict

Stand = Literal[Verdict, "none"]
"""What can be said of an event by the claims that it is linked with; `none`: there is no such claim."""


class Choice(View, frozen=True):
    """A topic that events can be chosen by. names: what it is called besides, which a search finds too."""

    id: str
    topic: Link
    count: int
    names: tuple[str, ...] = ()


class Group(View, frozen=True):
    """The topics of one type, those of most events first. more: how many others are left out."""

    type: TopicType
    choices: tuple[Choice, ...]
    more: int = 0


class Standings(View, frozen=True):
    """How many events are linked with a claim of this standing."""

    verdict: Stand
    count: int


class Filters(View, frozen=True):
    """What a timeline of `total` events can be filtered by. landmarks: how many events are.

    first, last: years, as examples of what can be typed. data: the way to the file that has all events, where they do not
    stand on the page. often: the topics of most events, which those come to by links who can't filter.
    """

    total: int
    first: str
    last: str
    groups: tuple[Group, ...]
    standings: tuple[Standings, ...]
    landmarks: int = 0
    data: str = ""
    often: tuple[Link, ...] = ()
