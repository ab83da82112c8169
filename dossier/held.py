"""A memo for a process that asks again and again: results are kept as they are, in memory."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from threading import Lock
from typing import Any, TypeVar

from dossier.memo import Memo, Task
from dossier.stores import Lost
from dossier.streams import at_hand

C = TypeVar("C")
I = TypeVar("I")  # noqa: E741 (input and output: I and O)
O = TypeVar("O")  # noqa: E741


class Holding:
    """A memo that keeps results as they are, for a process that asks again and again, as a preview does.

    What it does not hold comes from the memo beneath. It holds about twice as much of a task as was ever asked for at
    once, and lets go first of what was not asked for longest; of a task with a new context it lets go of everything.
    Threads may share it.
    """

    def __init__(self, beneath: Memo) -> None:
        self.beneath = beneath
        self._held: dict[str, tuple[bytes, dict[bytes, Any]]] = {}
        self._most: dict[str, int] = {}
        self._lock = Lock()

    def each(self, task: Task[C, I, O], inputs: Sequence[tuple[bytes, I]]) -> list[O]:
        """See Memo."""
        return self._each(task, inputs, lambda missing: self.beneath.each(task, missing))

    def stream(
        self, task: Task[C, I, tuple[O, bytes]], inputs: Iterable[tuple[bytes, Callable[[], I]]]
    ) -> Iterator[tuple[O, Callable[[], bytes]]]:
        """See Memo. Bodies are held, too."""

        def beneath(missing: Sequence[tuple[bytes, I]]) -> list[tuple[O, bytes]]:
            found = self.beneath.stream(task, ((key, partial(_same, given)) for key, given in missing))
            return [_whole(task, given, *one) for (_, given), one in zip(missing, found, strict=True)]

        given = [(key, make()) for key, make in inputs]
        for head, body in self._each(task, given, beneath):
            yield at_hand(head, body)

    def _each(
        self,
        task: Task[C, I, O],
        inputs: Sequence[tuple[bytes, I]],
        beneath: Callable[[list[tuple[bytes, I]]], list[O]],
    ) -> list[O]:
        """What is held of inputs' results, and the others', which `beneath` gives."""
        held: dict[bytes, O] = self._of(task)
        known = {own: held[own] for own, _ in inputs if own in held}
        missing = {own: each for own, each in inputs if own not in known}
        known |= zip(missing, beneath(list(missing.items())), strict=True)
        with self._lock:
            for own, result in known.items():
                held.pop(own, None)
                held[own] = result
            self._most[task.name] = max(len(known), self._most.get(task.name, 0))
            for old in list(islice(held, max(0, len(held) - 2 * self._most[task.name]))):
                del held[old]
        return [known[own] for own, _ in inputs]

    def ahead(self, function: Callable[[I], object], given: I) -> None:
        """See Memo."""
        self.beneath.ahead(function, given)

    def recall(self, name: str, key: bytes, output: type[O]) -> O | None:
        """See Memo. What is asked for again and again is held as it is, without notes."""
        return None

    def keep(self, name: str, key: bytes, value: object) -> bool:
        """See Memo."""
        return False

    def _of(self, task: Task[C, I, O]) -> dict[bytes, O]:
        with self._lock:
            context_key, held = self._held.get(task.name, (b"", {}))
            if context_key != task.context_key:
                held = {}
            self._held[task.name] = (task.context_key, held)
            return held


def _whole(task: Task[C, I, tuple[O, bytes]], given: I, head: O, body: Callable[[], bytes]) -> tuple[O, bytes]:
    """A result with its body; made again where that can't be read any more."""
    try:
        return head, body()
    except Lost:
        return task.function(task.context, given)


def _same(given: I) -> I:
    return given
