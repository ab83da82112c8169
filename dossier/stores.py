"""Where a memo keeps results: what it asks of a store, and stores that keep nothing, or as long as they live."""

from typing import Protocol


class Store(Protocol):
    """Where results are kept, as msgpack, by the name of their task and a digest of all that they depend on."""

    def is_empty(self) -> bool: ...
    def get(self, name: str, key: bytes) -> bytes | None: ...
    def put(self, name: str, key: bytes, body: bytes) -> bool: ...
    def close(self, drop_unasked: bool = True) -> None: ...


class Nowhere:
    """The store of `--no-cache`: keeps nothing."""

    def is_empty(self) -> bool:
        return True

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

    def get(self, name: str, key: bytes) -> bytes | None:
        return self.bodies.get((name, key))

    def put(self, name: str, key: bytes, body: bytes) -> bool:
        self.bodies[name, key] = body
        return True

    def close(self, drop_unasked: bool = True) -> None:
        pass
