"""Long lists over as many pages as they need, so that no page grows with the dossier: so many rows, and bytes of words, at most.

In: things in their order, and how each is set as a row. Out: the rows of each page. The words of a page that is one list are
at most ROOM, those of several lists on a page share it. Words drawn by chance are compressed to two thirds, all others to
less: with its markup, which is compressed to almost nothing, such a page has less than 150 kB.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from msgspec import msgpack

from dossier.pages.divided import page_path
from dossier.pages.edition import Way
from dossier.pages.framing import Pager

ROWS = 1000
"""The most rows of a list that stand on one page."""
ROOM = 150_000
"""Bytes of words on a page."""
_MARKUP = 250
"""Bytes of an encoded row that are no words: names of fields and the like."""

T = TypeVar("T")
R = TypeVar("R")


def spread(
    base: str, things: Iterable[T], row: Callable[[Way, T], R], room: int = ROOM, most: int = ROWS, first: int = ROWS
) -> list[tuple[R, ...]]:
    """The rows of each page, each as it is set there; one page without rows of nothing. first: the most on the first page."""
    pages: list[tuple[R, ...]] = []
    way, filled = Way(base), 0
    rows: list[R] = []
    for thing in things:
        made = row(way, thing)
        weight = max(0, len(msgpack.encode(made)) - _MARKUP)
        if rows and (len(rows) == (most if pages else min(first, most)) or filled + weight > room):
            pages.append(tuple(rows))
            way, rows, filled = Way(page_path(base, len(pages))), [], 0
            made = row(way, thing)
        rows.append(made)
        filled += weight
    return [*pages, tuple(rows)]


def pagers(base: str, pages: Sequence[T]) -> Iterator[tuple[Way, T, Pager | None]]:
    """Each page of a list, with its way and its pager, None where there is one page only."""
    for number, page in enumerate(pages):
        yield Way(page_path(base, number)), page, pager(base, number, len(pages))


def pager(base: str, number: int, count: int) -> Pager | None:
    """What leads from a page of a list to those beside it. number: the page's own, from 0; count: of all pages."""
    if count < 2:
        return None
    way = Way(page_path(base, number))
    previous = way.to(page_path(base, number - 1)) if number else ""
    further = way.to(page_path(base, number + 1)) if number + 1 < count else ""
    return Pager(number=number + 1, count=count, previous=previous, next=further)
