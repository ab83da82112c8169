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
from typing import TypeVar, cast

C = TypeVar("C")
I = TypeVar("I")  # noqa: E741 (input and output: I and O)
O = TypeVar("O")  # noqa: E741

FEW = 300
"""Below this many inputs, starting processes costs more than it saves."""
SMALLEST, LARGEST = 64, 256
"""How many inputs travel to a worker at once: more messages cost time, fewer leave workers idle at the end."""
MOST_WORKERS = 61
"""Windows can't wait for more."""


def spread(function: Callable[[C, I], O], context: C, inputs: Sequence[I], jobs: int) -> Generator[O, None, None]:
    """Yield `function(context, input)` for each input, in order: in `jobs` processes for FEW or more, else in this one.

    `function` must be importable by its name, and what travels picklable; `context` travels once to each worker.
    An exception of the function's is raised here. Close the generator (`contextlib.closing`) to stop the workers early.
    """
    if jobs < 2 or len(inputs) < FEW:
        for number, each in enumerate(inputs, 1):
            yield function(context, each)
            if number % LARGEST == 0:
                gc.collect(0)
        return
    chunks = _chunks(inputs, jobs)
    workers = min(jobs, len(chunks), MOST_WORKERS)
    pool = ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), _begin, (context,))
    try:
        waiting = deque(pool.submit(_work, function, chunk) for chunk in chunks)
        # Popped, so that a result is let go once it is used: all of them together may be hundreds of megabytes.
        while waiting:
            yield from waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _chunks(inputs: Sequence[I], jobs: int) -> list[Sequence[I]]:
    """Cut the inputs into runs, about four a worker where SMALLEST and LARGEST allow it."""
    size = min(max(len(inputs) // (4 * jobs), SMALLEST), LARGEST)
    return [inputs[start : start + size] for start in range(0, len(inputs), size)]


# --- in a worker

_context: object = None
"""What `_begin` was given: the one thing a worker keeps from chunk to chunk."""


def _begin(context: object) -> None:
    global _context
    _context = context
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


def _work(function: Callable[[C, I], O], chunk: Sequence[I]) -> list[O]:
    context = cast(C, _context)
    results = [function(context, each) for each in chunk]
    # Templates and Markdown leave a few objects that hold one another behind: let go of them a chunk at a time.
    gc.collect(0)
    return results
