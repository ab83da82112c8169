"""Programs run to be measured: seconds, processor seconds, and the memory of all their processes together."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from msgspec import Struct

PROCESSES = Path("/proc")
START = time.perf_counter()


class Spent(Struct, frozen=True):
    """What a program took. wall, cpu: seconds, cpu of all its processes. mib: the most that they held at once; 0: not known."""

    wall: float
    cpu: float
    mib: float


def told(what: str) -> None:
    """Tell on standard error what is being measured, after how many seconds."""
    print(f"{time.perf_counter() - START:6.0f} s  {what}", file=sys.stderr, flush=True)


def timed(command: Sequence[str], folder: Path | None = None) -> tuple[Spent, str]:
    """Run a program to its end in a folder; what it took, and what it said. SystemExit with its words if it fails."""
    with TemporaryFile() as said, TemporaryFile() as faults:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=faults, start_new_session=True)
        watch = _Watch(process.pid)
        watch.start()
        try:
            # Of this one alone and what it started: RUSAGE_CHILDREN would hold all that ran before.
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            # Ctrl-C does not reach a session of its own.
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()
            raise
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.stop()
        words, wrong = map(_all_of, (said, faults))
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}:\n{(wrong or words)[-2000:]}")
    return Spent(wall, usage.ru_utime + usage.ru_stime, watch.most), words


def _all_of(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode(errors="replace")


class _Watch(threading.Thread):
    """Looks again and again at how much memory a session's processes hold, seldom enough to leave them the processors.

    Each page counts once, however many of them share it (the kernel's proportional set size). Only Linux tells it.
    """

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self.most = 0.0
        self._session = session
        self._ended = threading.Event()

    def run(self) -> None:
        start = time.perf_counter()
        while PROCESSES.is_dir() and not self._ended.wait(min(0.1, 0.01 + (time.perf_counter() - start) / 50)):
            self.most = max(self.most, sum(map(_held, _of_session(self._session))) / 1024)

    def stop(self) -> None:
        self._ended.set()
        self.join()


def _of_session(session: int) -> list[Path]:
    """The processes of a session that live, each by its folder."""
    found = []
    for folder in PROCESSES.glob("[0-9]*"):
        try:
            # Behind the program's name, which may hold spaces: state, parent, group, session.
            if int((folder / "stat").read_text(errors="replace").rpartition(")")[2].split()[3]) == session:
                found.append(folder)
        except (OSError, IndexError):
            continue
    return found


def _held(process: Path) -> int:
    """The kB that a process holds; 0 if it has ended by now."""
    try:
        found = re.search(r"^Pss: +(\d+)", (process / "smaps_rollup").read_text(), re.MULTILINE)
    except OSError:
        return 0
    return int(found[1]) if found else 0
