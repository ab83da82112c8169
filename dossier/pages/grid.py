"""What matrices are made of: claims, the origins of what bears on them, and marks that lead to the words. As `elements`."""

from typing import Literal

from dossier.pages.elements import ClaimRow, SourceLabel
from dossier.pages.framing import View
from dossier.standing import Verdict

Bearing = Literal["supports", "disputes", "context"]
Listed = Literal[Verdict, "superseded"]
"""How a list of claims is parted: by standing, but those apart whose place another claim takes."""


class Mark(View, frozen=True):
    """A line of evidence: href leads to its words. label, when: of the source; origin: only where the column does not say it.

    again: the number of this line among those by which the source bears in the same way, 0 where it is the only one.
    """

    href: str
    bearing: Bearing
    label: str
    when: str = ""
    origin: str = ""
    inference: bool = False
    again: int = 0


class Cell(View, frozen=True):
    """What one column says to one claim. more: lines that are not marked here, on the claim's own page."""

    marks: tuple[Mark, ...] = ()
    more: int = 0


class Group(View, frozen=True):
    """The columns of one origin: of each of its sources, or a single one for them all, where `sources` is empty.

    kind: `established`; `unestablished`; `rest`: all origins that have no column of their own. words: its name, of the
    first kind. start, end: which of a row's cells are its own. count: of its sources.
    """

    kind: Literal["established", "unestablished", "rest"]
    start: int
    end: int
    count: int
    words: str = ""
    href: str = ""
    language: str = ""
    sources: tuple[SourceLabel, ...] = ()


class MatrixRow(View, frozen=True):
    claim: ClaimRow
    cells: tuple[Cell, ...]


class Matrix(View, frozen=True):
    """Claims against the sources that bear on them, by origin. count: of all claims; those that are not here stand at `more`."""

    groups: tuple[Group, ...]
    rows: tuple[MatrixRow, ...]
    count: int = 0
    more: str = ""


class Tally(View, frozen=True):
    """How many claims have a standing. href: to where they are listed; empty for none. superseded ones are counted apart."""

    standing: Listed
    count: int
    href: str = ""


class ClaimsOf(View, frozen=True):
    """The claims of one standing that stand on one page of the list. count: of all pages. anchor: its id there."""

    anchor: str
    standing: Listed
    count: int
    claims: tuple[ClaimRow, ...]
