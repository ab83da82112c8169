"""Spreads a pure function's work over processes: inputs in, results out in the same order, whatever the number of jobs.

Written for spawn on every platform: forking a process that has threads, as the preview's, can hang.
"""

import gc
import multiprocessing
import os
import signal
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

    def ahead(self, function: Callable[[I], object], given: I) -> None:
        """Have each process that is there do something once, while this one goes on."""
        for _ in range(self._others if self._pool else 0):
            self._running().submit(function, given)

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


def _begin() -> None:
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
