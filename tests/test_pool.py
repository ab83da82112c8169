"""Spreading work over processes: the same results in the same order, bugs raised here, and no process left behind."""

import gc
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from weakref import WeakSet

import pytest

from dossier.lock import take
from dossier.pool import FEW, LARGEST, Workers


def worked(context: int, given: int) -> tuple[int, int]:
    """The product, and the process that made it."""
    if given < 0:
        raise ZeroDivisionError(given)
    return context * given, os.getpid()


class Knot:
    """An object that holds itself."""

    tied: WeakSet["Knot"] = WeakSet()

    def __init__(self) -> None:
        self.itself = self
        self.tied.add(self)


def tie(context: None, given: int) -> int:
    """Leave a knot behind; how many there are."""
    Knot()
    return len(Knot.tied)


MANY = range(2 * FEW)


def test_many_inputs_are_spread_in_order() -> None:
    with Workers(2) as workers:
        results = list(workers.spread(worked, 3, MANY))
        again = list(workers.spread(worked, 4, MANY))
    assert [product for product, _ in results] == [3 * number for number in MANY]
    assert [product for product, _ in again] == [4 * number for number in MANY]
    processes = {process for _, process in (*results, *again)}
    assert os.getpid() in processes
    assert len(processes) <= 2
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize(("inputs", "jobs"), [(MANY, 1), (MANY[: FEW - 1], 8), (MANY[:0], 8)])
def test_no_process_is_started_for_few_inputs_or_one_job(inputs: range, jobs: int) -> None:
    with Workers(jobs) as workers:
        results = list(workers.spread(worked, 3, inputs))
    assert results == [(3 * number, os.getpid()) for number in inputs]


def test_a_bug_in_a_process_is_raised_here() -> None:
    with Workers(2) as workers:
        with pytest.raises(ZeroDivisionError, match="-1"):
            list(workers.spread(worked, 3, [*MANY, -1, *MANY]))
        assert len(list(workers.spread(worked, 3, MANY))) == len(MANY)
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_garbage_is_let_go_where_python_does_not_look_for_it(jobs: int) -> None:
    gc.disable()
    try:
        with Workers(jobs) as workers:
            assert max(workers.spread(tie, None, range(4 * LARGEST))) <= LARGEST
    finally:
        gc.enable()


def test_what_is_done_ahead_is_done_by_processes_that_are_there(tmp_path: Path) -> None:
    with Workers(2) as workers:
        workers.ahead(Path.rmdir, tmp_path)
        assert multiprocessing.active_children() == []
        workers.expect("json")
        assert len(multiprocessing.active_children()) == 1
        workers.ahead(Path.rmdir, tmp_path)
        while tmp_path.exists():
            time.sleep(0.01)
        assert [product for product, _ in workers.spread(worked, 3, MANY)] == [3 * number for number in MANY]


def test_no_process_is_expected_with_one_job() -> None:
    with Workers(1) as workers:
        workers.expect("json")
        assert multiprocessing.active_children() == []


def test_closing_early_stops_the_processes() -> None:
    with Workers(2) as workers, closing(workers.spread(worked, 3, MANY)) as results:
        assert next(results)[0] == 0
    assert multiprocessing.active_children() == []


DYING = """
import os, time
from concurrent.futures.process import BrokenProcessPool
from dossier.pool import Workers

# More than goes into a pipe that nobody reads.
MANY = [b"%d" % number * 5000 for number in range(3000)]

if __name__ != "__main__":
    os._exit(1)

def last(_, data):
    time.sleep(0.001)

if __name__ == "__main__":
    for _ in range(3):
        try:
            with Workers(2) as workers:
                list(workers.spread(last, None, MANY))
        except BrokenProcessPool:
            print("told")
"""


def test_a_process_that_dies_is_told_and_nothing_waits_for_it(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(DYING)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    run = subprocess.run([sys.executable, script], env=environment, capture_output=True, text=True, timeout=180)
    assert (run.stdout.split(), run.returncode) == (["told"] * 3, 0), run.stderr


SCRIPT = """
import functools, os, sys, time
from pathlib import Path
from dossier.lock import take
from dossier.pool import Workers

@functools.cache
def hold_a_lock(folder):
    descriptor = os.open(Path(folder) / str(os.getpid()), os.O_CREAT | os.O_RDWR)
    take(descriptor)

def slow(folder, number):
    hold_a_lock(folder)
    time.sleep(0.002)

if __name__ == "__main__":
    with Workers(2) as workers:
        list(workers.spread(slow, sys.argv[1], range(500_000)))
"""


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_a_run_that_is_ended_leaves_no_process(tmp_path: Path, name: str) -> None:
    script, folder = tmp_path / "script.py", tmp_path / "processes"
    script.write_text(SCRIPT)
    folder.mkdir()
    root = Path(__file__).parent.parent
    environment = {**os.environ, "PYTHONPATH": str(root)}
    command = [sys.executable, str(script), str(folder)]
    run = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True)
    assert wait_until(lambda: len(list(folder.iterdir())) == 2)
    if name == "SIGINT":
        # As Ctrl-C does, to every process of the terminal.
        os.killpg(run.pid, signal.SIGINT)
    else:
        run.send_signal(signal.Signals[name])
    _, said = run.communicate(timeout=180)
    assert run.returncode != 0
    assert said.count("Traceback") == (name == "SIGINT")
    assert wait_until(lambda: not any(is_held(path) for path in folder.iterdir()))


def wait_until(condition: Callable[[], bool]) -> bool:
    for _ in range(9000):
        if condition():
            return True
        time.sleep(0.02)
    return False


def is_held(path: Path) -> bool:
    """Whether the process that locked the file lives: a lock goes with its process, even if nobody reaps that."""
    with path.open("rb") as file:
        return not take(file.fileno())
