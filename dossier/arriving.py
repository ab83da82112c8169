"""A store to which results come that other processes work on, each when it is asked for."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from dossier.pool import Held, Workers
from dossier.stores import Store

C = TypeVar("C")
Bodies = dict[tuple[str, bytes], bytes]
"""Results as a store keeps them: by the name of their task and their key."""


def shared(
    store: Store,
    workers: Workers,
    work: Callable[[Held[C], Sequence[str]], Bodies],
    held: Held[C],
    keys: Sequence[Mapping[str, tuple[str, bytes]]],
) -> Store:
    """The store, to which comes what work gives, of what is held, for names, a few at once; keys: those in the store, by name.

    It is shared with copies of this process; where that can't be copied, the store is as it was.
    """
    if not workers.copy(held, sum(map(len, keys))):
        return store
    arriving = Arriving(store, workers.tend)
    for some in keys:
        arriving.expect(some.values(), workers.begin(work, held, [list(some)]))
    return arriving


class Arriving:
    """A store, and results that are to be kept in it once there are any.

    What was foreseen comes when any of it is asked for. Until then, tend is called whenever anything is.
    """

    def __init__(self, beneath: Store, tend: Callable[[], None]) -> None:
        self._beneath = beneath
        self._tend = tend
        self._coming: dict[tuple[str, bytes], Callable[[], list[Bodies]]] = {}
        self._held: Bodies = {}

    def expect(self, keys: Iterable[tuple[str, bytes]], bodies: Callable[[], list[Bodies]]) -> None:
        """Names and keys, any of which what is given will hold. It may be called more than once."""
        self._coming |= dict.fromkeys(keys, bodies)

    def is_empty(self) -> bool:
        """See Store. What comes is foreseen once."""
        return False

    def holds(self, name: str, key: bytes) -> bool:
        """See Store."""
        self._arrive(name, key)
        return (name, key) in self._held or self._beneath.holds(name, key)

    def get(self, name: str, key: bytes) -> bytes | None:
        """See Store. What can't be kept is held."""
        self._arrive(name, key)
        held = self._held.get((name, key))
        return self._beneath.get(name, key) if held is None else held

    def put(self, name: str, key: bytes, body: bytes) -> bool:
        """See Store."""
        return self._beneath.put(name, key, body)

    def close(self, drop_unasked: bool = True) -> None:
        """See Store."""
        self._beneath.close(drop_unasked)

    def _arrive(self, name: str, key: bytes) -> None:
        if not self._coming:
            return
        self._tend()
        if coming := self._coming.pop((name, key), None):
            results = coming()
            for bodies in results:
                self._held |= {known: body for known, body in bodies.items() if not self._beneath.put(*known, body)}
            # Others of them are still expected, by which they would stay in memory.
            results.clear()
