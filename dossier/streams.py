"""Results that are a head and a body: heads are held, bodies, which together are larger than all else, stay in the store.

In: a store, and results as msgpack. Out: each head, and a way to its body, which is fetched when it is asked for.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from msgspec import Raw, msgpack

from dossier.stores import Lost, Store, recall

O = TypeVar("O")  # noqa: E741 (output: O)
T = TypeVar("T")

_PAIR = msgpack.Decoder(tuple[Raw, bytes])


@dataclass(frozen=True)
class Lot(Generic[O]):
    """Inputs of a stream by their keys: the heads that are known already, and what gives the others' results as msgpack."""

    keys: list[bytes]
    known: dict[bytes, O]
    missing: list[bytes]
    results: Callable[[], list[bytes]]


class Heads(Generic[O]):
    """What a store keeps of a task's results: heads by the task's name, bodies by another.

    derive: from an input's own key to its key in the store. output: the type of a head.
    """

    def __init__(self, store: Store, name: str, derive: Callable[[bytes], bytes], output: type[O]) -> None:
        self._store = store
        self._heads, self._bodies = name, f"{name}: bodies"
        self._derive = derive
        self._decode = msgpack.Decoder(output).decode

    def known(self, keys: Iterable[bytes]) -> dict[bytes, O]:
        """The heads that are kept, and their bodies with them."""
        there = [own for own in keys if self._store.holds(self._bodies, self._derive(own))]
        return recall(self._store, self._heads, self._derive, self._decode, there)

    def of(self, lot: Lot[O]) -> Iterator[tuple[O, Callable[[], bytes]]]:
        """The heads of a lot, when there are all of them, and ways to their bodies."""
        fresh = dict(zip(lot.missing, lot.results(), strict=True))
        for own in lot.keys:
            key = self._derive(own)
            if own in lot.known:
                yield lot.known.pop(own), partial(self._body, key)
            else:
                yield self._put(key, fresh.pop(own))

    def _put(self, key: bytes, result: bytes) -> tuple[O, Callable[[], bytes]]:
        raw, body = _PAIR.decode(result)
        kept = self._store.put(self._bodies, key, body) and self._store.put(self._heads, key, bytes(raw))
        head = self._decode(raw)
        return (head, partial(self._body, key)) if kept else at_hand(head, body)

    def _body(self, key: bytes) -> bytes:
        body = self._store.get(self._bodies, key)
        if body is None:
            raise Lost(f"what was kept of {self._heads} can't be read any more")
        return body


def at_hand(value: O, other: T) -> tuple[O, Callable[[], T]]:
    """A value, and a way to another that holds it."""
    return value, lambda: other
