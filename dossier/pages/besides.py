"""What some pages show besides lists: a topic's names and companions, what changed, what is missing. As `elements`."""

from dossier.ids import Kind
from dossier.pages.elements import Link, When
from dossier.pages.framing import View


class NameView(View, frozen=True):
    """Another name of a topic. language: as far as its script tells, empty where it tells nothing."""

    words: str
    language: str = ""


class Bar(View, frozen=True):
    """A part of a bar, in hundredths of the longest one's length."""

    kind: Kind
    start: float
    width: float


class Companion(View, frozen=True):
    """A topic that appears with another one, in so many notes, claims and sources. where: the first of them.

    bars: how many, drawn; none where it is only listed.
    """

    href: str
    words: str
    notes: int
    claims: int
    sources: int
    language: str = ""
    bars: tuple[Bar, ...] = ()
    where: tuple[Link, ...] = ()


class Change(View, frozen=True):
    """An entry that came in, or that was put right."""

    corrected: bool
    kind: Kind
    href: str
    title: str
    language: str = ""


class ChangeDay(View, frozen=True):
    """What changed on one day, or in the time that a date says. more: how much of it is not shown."""

    when: When
    changes: tuple[Change, ...]
    more: int = 0


class GapRow(View, frozen=True):
    """Something that is missing: of which entry, in words what, how much rests on it, why the editors let it be.

    language: of the title; language_of_words: of the words, where no catalogue has them.
    """

    href: str
    title: str
    kind: Kind
    words: str
    load: str
    answer: str = ""
    language: str = ""
    language_of_words: str = ""


class GapGroup(View, frozen=True):
    """The gaps of one kind that stand on one page. count: of all pages; see `gapwords.Lack` for the words."""

    anchor: str
    heading: str
    meaning: str
    remedy: str
    count: int
    rows: tuple[GapRow, ...]


class Counted(View, frozen=True):
    """A link to one of several lists, and how much stands there."""

    href: str
    words: str
    count: int
