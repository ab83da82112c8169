"""Which parts of a dossier something was made of: mappings that note what they were asked for, and what that was worth.

What was made of some parts is made of them again as long as they are what they were, whatever else has changed: a function
of its input alone asks the same as long as it is answered the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

K = TypeVar("K")
V = TypeVar("V")

Part = tuple[str, Any]
"""A mapping's or sequence's name, and a key of it, or place in it; WHOLE for all that it holds, LENGTH for how much that is."""
WHOLE, LENGTH = None, b"length"


class Trace:
    """What was asked for since it began. is_apart: whether this is for something by itself, see `apart`."""

    def __init__(self) -> None:
        self.parts: set[Part] = set()
        self.is_apart = False

    @contextmanager
    def apart(self) -> Iterator[set[Part]]:
        """What is asked for meanwhile, by itself."""
        outer, self.parts, was_apart, self.is_apart = self.parts, set(), self.is_apart, True
        try:
            yield self.parts
        finally:
            self.parts, self.is_apart = outer, was_apart


class Traced(dict[K, V]):
    """A mapping that notes each key that it is asked for, there or not; whoever looks through it asks for all.

    It is not to be changed.
    """

    def __init__(self, name: str, of: Mapping[K, V], trace: Trace) -> None:
        super().__init__(of)
        self.name = name
        self._trace = trace

    def __getitem__(self, key: K) -> V:
        self._trace.parts.add((self.name, key))
        return super().__getitem__(key)

    def get(self, key: K, default: Any = None) -> Any:
        self._trace.parts.add((self.name, key))
        return super().get(key, default)

    def __contains__(self, key: object) -> bool:
        self._trace.parts.add((self.name, key))
        return super().__contains__(key)

    def __iter__(self) -> Iterator[K]:
        self._note_all()
        return super().__iter__()

    def __len__(self) -> int:
        self._trace.parts.add((self.name, LENGTH))
        return super().__len__()

    def __eq__(self, other: object) -> bool:
        self._note_all()
        return super().__eq__(other)

    def __ne__(self, other: object) -> bool:
        self._note_all()
        return super().__ne__(other)

    def keys(self) -> Any:
        self._note_all()
        return super().keys()

    def values(self) -> Any:
        self._note_all()
        return super().values()

    def items(self) -> Any:
        self._note_all()
        return super().items()

    def __reversed__(self) -> Iterator[K]:
        self._note_all()
        return super().__reversed__()

    def __or__(self, other: Any) -> Any:
        self._note_all()
        return super().__or__(other)

    def __ror__(self, other: Any) -> Any:
        self._note_all()
        return super().__ror__(other)

    def copy(self) -> Any:
        self._note_all()
        return super().copy()

    def _note_all(self) -> None:
        self._trace.parts.add((self.name, WHOLE))

    def untraced(self, key: K) -> V | None:
        """A value, without a note of it."""
        return super().get(key)

    def all_untraced(self) -> Iterator[tuple[K, V]]:
        """All of it, without a note."""
        return iter(super().items())

    def length_untraced(self) -> int:
        """How much it holds, without a note."""
        return super().__len__()


class TracedSequence(Sequence[V]):
    """A sequence that notes each place that it is asked for; whoever looks through it asks for all."""

    def __init__(self, name: str, of: Sequence[V], trace: Trace) -> None:
        self.name = name
        self._of = of
        self._trace = trace

    def __getitem__(self, at: Any) -> Any:
        self._trace.parts.add((self.name, at if isinstance(at, int) else WHOLE))
        return self._of[at]

    def __len__(self) -> int:
        self._trace.parts.add((self.name, LENGTH))
        return len(self._of)

    def __iter__(self) -> Iterator[V]:
        self._trace.parts.add((self.name, WHOLE))
        return iter(self._of)

    def untraced(self, at: int) -> V | None:
        """What stands at a place, without a note of it."""
        return self._of[at] if -len(self._of) <= at < len(self._of) else None

    def all_untraced(self) -> Iterator[tuple[int, V]]:
        """All of it by place, without a note."""
        return enumerate(self._of)

    def length_untraced(self) -> int:
        """How much it holds, without a note."""
        return len(self._of)
