"""Where a memo keeps results: what it asks of a store, and stores that keep nothing, or as long as they live."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Protocol, TypeVar

from msgspec import MsgspecError

O = TypeVar("O")  # noqa: E741 (output: O)


class Lost(OSError):
    """What was kept a moment ago is not there any more: the disk was full, or somebody emptied the cache."""


class Store(Protocol):
    """Where results are kept, as msgpack, by the name of their task and a digest of all that they depend on.

    holds: whether there is something to get, which is not looked at.
    """

    def is_empty(self) -> bool: ...
    def holds(self, name: str, key: bytes) -> bool: ...
    def get(self, name: str, key: bytes) -> bytes | None: ...
    def put(self, name: str, key: bytes, body: bytes) -> bool: ...
    def close(self, drop_unasked: bool = True) -> None: ...


class Nowhere:
    """The store of `--no-cache`: keeps nothing."""

    def is_empty(self) -> bool:
        return True

    def holds(self, name: str, key: bytes) -> bool:
        return False

    def get(self, name: str, key: bytes) -> bytes | None:
        return None

    def put(self, name: str, key: bytes, body: bytes) -> bool:
        return False

    def close(self, drop_unasked: bool = True) -> None:
        pass


class InMemory:
    """A store that lives as long as it does."""

    def __init__(self) -> None:
        self.bodies: dict[tuple[str, bytes], bytes] = {}

    def is_empty(self) -> bool:
        return not self.bodies

    def holds(self, name: str, key: bytes) -> bool:
        return (name, key) in self.bodies

    def get(self, name: str, key: bytes) -> bytes | None:
        return self.bodies.get((name, key))

    def put(self, name: str, key: bytes, body: bytes) -> bool:
        self.bodies[name, key] = body
        return True

    def close(self, drop_unasked: bool = True) -> None:
        pass


def recall(
    store: Store, name: str, derive: Callable[[bytes], bytes], decode: Callable[[bytes], O], keys: Iterable[bytes]
) -> dict[bytes, O]:
    """What a store holds of these keys, and can be read. derive: from such a key to that in the store."""
    results: dict[bytes, O] = {}
    for own in keys:
        body = store.get(name, derive(own))
        # A store that was tampered with may hold another type, or nests too deep: a miss like any other.
        with suppress(MsgspecError, ValueError, RecursionError):
            if body is not None:
                results[own] = decode(body)
    return results
