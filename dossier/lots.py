"""A few things of many at a time, so that what is made of a few has to be made again only where one of them has changed."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar
from zlib import crc32

T = TypeVar("T")

LOT = 32
"""How many things a lot has about: of fewer, it costs more to recall all of them; of more, to make one again."""
_MOST = 4 * LOT


def lots(things: Iterable[T], name: Callable[[T], str]) -> Iterator[tuple[T, ...]]:
    """Things by lots, in their order. name: of a thing.

    A lot ends where a name says so, not after so many: one thing more or less changes its own lot, and not all that follow.
    """
    lot: list[T] = []
    for thing in things:
        lot.append(thing)
        if crc32(name(thing).encode()) % LOT == 0 or len(lot) == _MOST:
            yield tuple(lot)
            lot.clear()
    if lot:
        yield tuple(lot)
