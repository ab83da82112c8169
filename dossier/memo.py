"""Remembers results of pure functions by the content that they depend on, and spreads the work over processes.

Stages are handed a `Memo` and know neither: the same results come from `Plain`, from a cold cache and from a warm one.
"""

import gc
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache, partial
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Generic, Protocol, Self, TypeVar, get_args

from msgspec import msgpack

from dossier.pool import Workers
from dossier.stores import Store, recall
from dossier.streams import Heads, Lot, at_hand

C = TypeVar("C")
I = TypeVar("I")  # noqa: E741 (input and output: I and O)
O = TypeVar("O")  # noqa: E741
T = TypeVar("T")

PARTS = ("babel", "Jinja2", "Markdown", "MarkupSafe", "PyYAML", "msgspec", "nh3")
"""The libraries whose version may change a result."""


@dataclass(frozen=True)
class Task(Generic[C, I, O]):
    """A pure function to remember: `function(context, input) -> output`.

    name: one of its own for each task. function: importable by its name, so that a process can be started for it.
    output: the type that msgpack reads a result back as: a Struct, str, bytes, or a tuple of them.
    context: what all inputs share (settings, templates), picklable. context_key: a digest of all of it. here: what travels
    to a process would cost more than the work.
    """

    name: str
    function: Callable[[C, I], O]
    output: type[O]
    context: C
    context_key: bytes = b""
    here: bool = False


LOT, AHEAD = 32, 5
"""How many inputs of a stream are worked on at once, and how many such lots may wait to be taken."""


class Memo(Protocol):
    """What a stage is handed."""

    def each(self, task: Task[C, I, O], inputs: Sequence[tuple[bytes, I]]) -> list[O]:
        """The task's result for each (key, input), in their order.

        A key is a digest of everything that the result depends on besides the task's name, its context and the engine;
        inputs of equal keys are computed once. An exception of the function's is a bug, and propagates.
        """

    def stream(
        self, task: Task[C, I, tuple[O, bytes]], inputs: Iterable[tuple[bytes, Callable[[], I]]]
    ) -> Iterator[tuple[O, Callable[[], bytes]]]:
        """As `each`, for results that are a head and a body, which is too large to be held: each head, and a way to its body.

        Inputs are asked for a little ahead, so that they are made while others are worked on, and each is a function that
        gives it, called only where its result is not known. Of a result that is known no more is read than its head. The
        way to a body is open as long as the memo is; Lost if what was kept can't be read any more.
        """

    def ahead(self, function: Callable[[I], object], given: I) -> None:
        """Have each process that is there do something once that tasks to come rest on, while this one goes on."""

    def recall(self, name: str, key: bytes, output: type[O]) -> O | None:
        """What was last kept of this name and key, if it is still there: no result, but a note for later runs.

        Whoever keeps it must be able to tell from it whether it still holds.
        """

    def keep(self, name: str, key: bytes, value: object) -> bool:
        """Keep it, in place of what was kept before. False where it can't be."""


class Plain:
    """The memo that remembers nothing and computes everything in this process: where nothing can be kept, and for tests."""

    def each(self, task: Task[C, I, O], inputs: Sequence[tuple[bytes, I]]) -> list[O]:
        """See Memo."""
        return [task.function(task.context, given) for _, given in inputs]

    def stream(
        self, task: Task[C, I, tuple[O, bytes]], inputs: Iterable[tuple[bytes, Callable[[], I]]]
    ) -> Iterator[tuple[O, Callable[[], bytes]]]:
        """See Memo."""
        for _, given in inputs:
            yield at_hand(*task.function(task.context, given()))

    def ahead(self, function: Callable[[I], object], given: I) -> None:
        """See Memo."""

    def recall(self, name: str, key: bytes, output: type[O]) -> O | None:
        """See Memo."""
        return None

    def keep(self, name: str, key: bytes, value: object) -> bool:
        """See Memo."""
        return False


class Remembering:
    """The memo that recalls what its store holds, and computes the rest in up to `jobs` processes.

    A context manager, which closes the store, and ends the processes that it started; outside of one, they end with what they
    were started for. What this run did not ask for is then dropped from the tasks that it ran,
    unless it was cut short by an exception, or `partial` says that it asks for less than a build does (as a preview).
    """

    def __init__(self, store: Store, jobs: int = 1, partial: bool = False) -> None:
        self._store = store
        self._workers, self._alone = Workers(jobs), Workers(1)
        self._entered = False
        self._partial = partial

    def each(self, task: Task[C, I, O], inputs: Sequence[tuple[bytes, I]]) -> list[O]:
        """See Memo. A result has been through msgpack even when it is new, so that cold and warm can't differ."""
        given = dict(inputs)
        derive, decode = _deriver(task), msgpack.Decoder(task.output).decode
        results = recall(self._store, task.name, derive, decode, given)
        missing = {own: each for own, each in given.items() if own not in results}
        workers = self._alone if task.here else self._workers
        try:
            with closing(workers.spread(_packed, (task.function, task.context), list(missing.values()))) as bodies:
                for own, body in zip(missing, bodies, strict=True):
                    self._store.put(task.name, derive(own), body)
                    results[own] = decode(body)
        finally:
            if not self._entered:
                workers.close()
        return [results[own] for own, _ in inputs]

    def stream(
        self, task: Task[C, I, tuple[O, bytes]], inputs: Iterable[tuple[bytes, Callable[[], I]]]
    ) -> Iterator[tuple[O, Callable[[], bytes]]]:
        """See Memo."""
        heads: Heads[O] = Heads(self._store, task.name, _deriver(task), get_args(task.output)[0])
        workers = self._alone if task.here else self._workers
        lots, count, rest = deque[Lot[O]](), 0, iter(inputs)
        try:
            while lot := dict(islice(rest, 1 if task.here else LOT)):
                known = heads.known(lot)
                missing = {own: given() for own, given in lot.items() if own not in known}
                count += len(missing)
                work = partial(workers.begin if workers.pays(count) else _alone, _packed, (task.function, task.context))
                lots.append(Lot(list(lot), known, list(missing), work(list(missing.values())) if missing else list))
                if task.here or len(lots) > AHEAD:
                    yield from heads.of(lots.popleft())
            while lots:
                yield from heads.of(lots.popleft())
        finally:
            if not self._entered:
                workers.close()

    def ahead(self, function: Callable[[I], object], given: I) -> None:
        """See Memo."""
        self._workers.ahead(function, given)

    def expect(self, module: str) -> None:
        """Start the processes ahead of tasks, whose functions stand in this module: there will be work for them."""
        self._workers.expect(module)

    def recall(self, name: str, key: bytes, output: type[O]) -> O | None:
        """See Memo."""
        own = _own(key)
        return recall(self._store, name, bytes, msgpack.Decoder(output).decode, [own]).get(own)

    def keep(self, name: str, key: bytes, value: object) -> bool:
        """See Memo."""
        return self._store.put(name, _own(key), msgpack.encode(value))

    def __enter__(self) -> Self:
        self._entered = True
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._workers.close()
        self._store.close(drop_unasked=kind is None and not self._partial)


@cache
def engine() -> bytes:
    """A digest of all that a result depends on besides task and input: this package's source, Python, and PARTS."""
    # Processes that are started for a task need no digest, and start without what this takes.
    from importlib.metadata import version

    digest = blake2b(digest_size=16)
    folder = Path(__file__).parent
    for path in sorted(folder.rglob("*.py")):
        _feed(digest, path.relative_to(folder).as_posix().encode())
        _feed(digest, path.read_bytes())
    for part in (sys.version, *map(version, PARTS)):
        _feed(digest, part.encode())
    return digest.digest()


def _deriver(task: Task[C, I, O]) -> Callable[[bytes], bytes]:
    """The function from an input's own key to its key in the store."""
    start = blake2b(digest_size=16)
    for part in (engine(), task.name.encode(), task.context_key):
        _feed(start, part)

    def derive(own: bytes) -> bytes:
        digest = start.copy()
        digest.update(own)
        return digest.digest()

    return derive


def _feed(digest: blake2b, part: bytes) -> None:
    """Add a part with its length before it, so that no two sequences of parts read the same."""
    digest.update(len(part).to_bytes(8, "little"))
    digest.update(part)


def _own(key: bytes) -> bytes:
    """The key in the store of what is kept by this engine for a later run."""
    return blake2b(engine() + key, digest_size=16).digest()


def _alone(function: Callable[[C, I], O], context: C, inputs: Sequence[I]) -> Callable[[], list[O]]:
    """As `Workers.begin`, in this process: done when it is asked for."""

    def done() -> list[O]:
        results = [function(context, given) for given in inputs]
        if len(inputs) == LOT:
            # See `pool`: garbage is looked for a chunk at a time, where there is much.
            gc.collect(0)
        return results

    return done


def _packed(work: tuple[Callable[[C, I], O], C], given: I) -> bytes:
    """The result as it is stored, and as it comes back from a process."""
    function, context = work
    return msgpack.encode(function(context, given))
