"""Spreads a pure function's work over processes: inputs in, results out in the same order, whatever the number of jobs.

Written for spawn on every platform: forking a process that has threads, as the preview's, can hang. Where it can't, on Linux
in a process without other threads, work that would have to travel with much can be given to copies of the process (`copy`).
"""

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from functools import partial
from importlib import import_module
from typing import Any, Generic, Self, TypeVar

C = TypeVar("C")
I = TypeVar("I")  # noqa: E741 (input and output: I and O)
O = TypeVar("O")  # noqa: E741

FEW = 300
"""Below this many inputs, starting processes costs more than it saves."""
SMALLEST, LARGEST = 16, 128
"""How many inputs travel to a process at once: many at first, since messages cost time; few at the end, where others wait."""
MOST_COPIED = 5000
"""Above this many inputs no process is copied: what both look at they have in memory once each, in the end almost all."""
MOST_WORKERS = 61
"""Windows can't wait for more."""


class Workers:
    """Up to `jobs` processes, this one among them; the others start when they are first needed, and it works while it waits.

    A context manager, which ends them.
    """

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._pool: ProcessPoolExecutor | None = None
        self._waiting = deque[_Chunk[Any, Any, Any]]()
        self._sent: list[_Chunk[Any, Any, Any]] = []

    def spread(self, function: Callable[[C, I], O], context: C, inputs: Sequence[I]) -> Generator[O, None, None]:
        """Yield `function(context, input)` for each input, in order: in processes for FEW or more, else in this one.

        `function` must be importable by its name, and what travels picklable; `context` travels with each chunk. An
        exception of the function's is raised here. Close the generator (`contextlib.closing`) to leave the rest undone.
        """
        if self._jobs < 2 or len(inputs) < FEW:
            for number, each in enumerate(inputs, 1):
                yield function(context, each)
                if number % LARGEST == 0:
                    gc.collect(0)
            return
        chunks = deque(_Chunk(function, context, chunk) for chunk in _chunks(inputs, self._jobs))
        self._waiting.extend(chunks)
        try:
            # Popped, so that a result is let go once it is used: all of them together may be hundreds of megabytes.
            while chunks:
                yield from self._results(chunks.popleft())
        finally:
            self._waiting = deque(chunk for chunk in self._waiting if chunk not in chunks)

    def begin(self, function: Callable[[C, I], O], context: C, inputs: Sequence[I]) -> Callable[[], list[O]]:
        """Start with some inputs, all in one process; what is returned gives their results. See `spread`."""
        chunk = _Chunk(function, context, inputs)
        self._waiting.append(chunk)
        self._send()
        return partial(self._results, chunk)

    def expect(self, module: str) -> None:
        """Start the processes ahead of their work, for which they import a module."""
        if self._jobs > 1:
            self._running()
            self.ahead(import_module, module)

    def ahead(self, function: Callable[[I], O], given: I) -> Callable[[], O] | None:
        """Have each process that is there do something once, while this one goes on; what gives a result, if any is there."""
        futures = [self._running().submit(function, given) for _ in range(self._others if self._pool else 0)]
        return futures[0].result if futures else None

    def copy(self, held: "Held[Any]", count: int) -> bool:
        """Go on with copies of this process as it is now, which have what is held, if that pays for so many inputs.

        Processes that are there are ended. False: this is no process to copy.
        """
        if self._jobs < 2 or not FEW <= count <= MOST_COPIED or not can_copy(self._pool is not None):
            return False
        self.close()
        if not can_copy():
            return False
        self._pool = ProcessPoolExecutor(self._others, multiprocessing.get_context("fork"), _begin, (held,))
        # Else copies would look for garbage in all that there is here, and so have it once more in memory.
        gc.freeze()
        # When it is first asked it makes all of them, before it has a thread.
        self._pool.submit(int)
        gc.unfreeze()
        return True

    def tend(self) -> None:
        """Hand out what waits, where a process has none: to be called now and then in between."""
        if self._waiting:
            self._send()

    def pays(self, count: int) -> bool:
        """Whether processes are worth it for this many inputs, or there already."""
        return self._jobs > 1 and (self._pool is not None or count >= FEW)

    def _results(self, chunk: "_Chunk[C, I, O]") -> list[O]:
        """A chunk's results. While a process is at work on it, this one is at work on others that wait."""
        self._send()
        while self._waiting and not chunk.is_done():
            (chunk if chunk in self._waiting else self._waiting[0]).work_here(self._waiting)
            self._send()
        # Let go of here, too, for the results may be large.
        self._sent = [other for other in self._sent if other is not chunk]
        return chunk.results()

    def _send(self) -> None:
        """Give each process a chunk to work on, and one of them the next; what travels can't be taken back.

        Not by cancelling it: a pool of which a process dies is never told to be broken while it holds what was cancelled.
        """
        pool = self._running()
        self._sent = [chunk for chunk in self._sent if not chunk.is_done()]
        while self._waiting and len(self._sent) <= self._others:
            self._sent.append(self._waiting.popleft())
            self._sent[-1].send(pool)

    @property
    def _others(self) -> int:
        return min(self._jobs - 1, MOST_WORKERS)

    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            spawning = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self._others, spawning, _begin)
        return self._pool

    def close(self) -> None:
        """End the processes; another `spread` starts others."""
        if self._pool:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None
        self._waiting.clear()
        self._sent.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Held(Generic[C]):
    """A context that copies of this process have as it is: it does not travel, and need not be picklable."""

    def __init__(self, value: C) -> None:
        self.value = value

    def __reduce__(self) -> tuple[Callable[[], object], tuple[()]]:
        return _held_here, ()


def can_copy(with_pool: bool = False) -> bool:
    """Whether this process may be copied: of one with other threads, the copy has none of them, but their locks.

    with_pool: once a pool is closed, which has two threads.
    """
    return sys.platform == "linux" and threading.active_count() <= (3 if with_pool else 1)


class _Chunk(Generic[C, I, O]):
    """Inputs that wait for a process, or are worked on."""

    def __init__(self, function: Callable[[C, I], O], context: C, inputs: Sequence[I]) -> None:
        self._given = function, context, inputs
        self._future: Future[list[O]] | None = None
        self._here: list[O] | None = None

    def send(self, pool: ProcessPoolExecutor) -> None:
        function, context, inputs = self._given
        self._future = pool.submit(_work, function, context, inputs)

    def work_here(self, waiting: "deque[_Chunk[Any, Any, Any]]") -> None:
        waiting.remove(self)
        self._here = _work(*self._given)

    def is_done(self) -> bool:
        return self._here is not None or (self._future is not None and self._future.done())

    def results(self) -> list[O]:
        """Wait for the results."""
        if self._here is None:
            assert self._future
            self._here = self._future.result()
        return self._here


def _chunks(inputs: Sequence[I], jobs: int) -> Iterator[Sequence[I]]:
    """Cut the inputs into runs, each a fair part of what is left, so that all end at about the same time."""
    start = 0
    while start < len(inputs):
        size = min(max((len(inputs) - start) // (4 * jobs), SMALLEST), LARGEST)
        yield inputs[start : start + size]
        start += size


# --- in a worker


_HELD: list[object] = []
"""What this process has held since it was made, if it is a copy."""


def _held_here() -> object:
    return _HELD[-1]


def _begin(held: object = None) -> None:
    _HELD.append(held)
    gc.disable()
    # Ctrl-C reaches every process of the terminal; the parent alone answers it, by closing the pool.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    """End this worker when its parent is gone: one that was killed could not say so."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(function: Callable[[C, I], O], context: C, chunk: Sequence[I]) -> list[O]:
    results = [function(context, each) for each in chunk]
    # Templates and Markdown leave a few objects that hold one another behind: let go of them a chunk at a time.
    gc.collect(0)
    return results
