"""Spreads a pure function's work over processes: inputs in, results out in the same order, whatever the number of jobs.

Written for spawn on every platform: forking a process that has threads, as the preview's, can hang.
"""

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Self, TypeVar

C = TypeVar("C")
I = TypeVar("I")  # noqa: E741 (input and output: I and O)
O = TypeVar("O")  # noqa: E741

FEW = 300
"""Below this many inputs, starting processes costs more than it saves."""
SMALLEST, LARGEST = 64, 128
"""How many inputs travel to a worker at once: more messages cost time, fewer leave workers idle at the end."""
MOST_WORKERS = 61
"""Windows can't wait for more."""


class Workers:
    """Up to `jobs` processes, started when they are first needed. A context manager, which ends them."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._pool: ProcessPoolExecutor | None = None

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
        pool = self._running()
        waiting = deque(pool.submit(_work, function, context, chunk) for chunk in _chunks(inputs, self._jobs))
        try:
            # Popped, so that a result is let go once it is used: all of them together may be hundreds of megabytes.
            while waiting:
                yield from waiting.popleft().result()
        finally:
            for rest in waiting:
                rest.cancel()

    def begin(self, function: Callable[[C, I], O], context: C, inputs: Sequence[I]) -> Callable[[], list[O]]:
        """Start with some inputs, all in one process; what is returned waits for their results. See `spread`."""
        return self._running().submit(_work, function, context, inputs).result

    def pays(self, count: int) -> bool:
        """Whether processes are worth it for this many inputs, or there already."""
        return self._jobs > 1 and (self._pool is not None or count >= FEW)

    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            spawning = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(min(self._jobs, MOST_WORKERS), spawning, _begin)
        return self._pool

    def close(self) -> None:
        """End the processes; another `spread` starts others."""
        if self._pool:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _chunks(inputs: Sequence[I], jobs: int) -> list[Sequence[I]]:
    """Cut the inputs into runs, about four a worker where SMALLEST and LARGEST allow it."""
    size = min(max(len(inputs) // (4 * jobs), SMALLEST), LARGEST)
    return [inputs[start : start + size] for start in range(0, len(inputs), size)]


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
