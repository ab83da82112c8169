"""The preview: seconds from saving a note to its page over HTTP. A save is seen when the page shows it or a later one."""

import random
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from msgspec import Struct

from benchmarks.builders import Builder
from benchmarks.corpus import EDITED, edit

CALM, HASTY = (1.5, 1.5), (0.05, 1.0)
"""Seconds from one save to the next: at least, at most."""
PATIENCE = 60.0
"""A save that is not seen in so many seconds is lost."""
BEGIN = 1800.0
"""A server that does not answer in so many seconds never will."""
POLL = 0.004


class Saves(Struct, frozen=True):
    """What became of saves. count: the dossier's sources. ready: seconds until the first page. seen: of each save seen."""

    count: int
    builder: str
    spaced: tuple[float, float]
    ready: float
    saves: int
    seen: tuple[float, ...]


class _Page:
    """A note's page, as the preview serves it."""

    def __init__(self, port: int, address: str) -> None:
        self._address = address
        self._connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)

    def number(self) -> int:
        """The number of the save that the page shows; -1 while it does not answer, or shows none."""
        try:
            self._connection.request("GET", self._address)
            answer = self._connection.getresponse()
            found = re.search(rb"Edited: save (\d+)\.", answer.read())
        except (OSError, HTTPException):
            self._connection.close()
            return -1
        return int(found[1]) if found and answer.status == 200 else -1


def live(
    builder: Builder, root: Path, count: int, saves: int, spaced: tuple[float, float] = CALM, note: str = EDITED
) -> Saves:
    """Save a note of the dossier in `root` again and again, while the builder's preview shows it."""
    edit(root, "save 0", note)
    start = time.perf_counter()
    with _served(builder, root) as (port, server):
        page = _Page(port, f"{builder.base}notes/{note}/")
        while page.number() < 0:
            if server.poll() is not None or time.perf_counter() - start > BEGIN:
                sys.exit(f"the preview of {root} does not show {note}")
            time.sleep(0.1)
        ready = time.perf_counter() - start
        time.sleep(3)
        seen = _measured(root, note, page, saves, spaced)
        return Saves(count, builder.name, spaced, ready, saves, tuple(seen.values()))


def _measured(root: Path, note: str, page: _Page, saves: int, spaced: tuple[float, float]) -> dict[int, float]:
    draw = random.Random(4)
    saved: dict[int, float] = {}
    seen: dict[int, float] = {}

    def look(until: float, enough: int) -> None:
        while time.perf_counter() < until and enough not in seen:
            shown, now = page.number(), time.perf_counter()
            seen.update({number: now - at for number, at in saved.items() if number <= shown and number not in seen})
            time.sleep(POLL)

    for number in range(1, saves + 1):
        edit(root, f"save {number}", note)
        saved[number] = time.perf_counter()
        due = saved[number] + draw.uniform(*spaced)
        look(due, number)
        time.sleep(max(0.0, due - time.perf_counter()))
    look(time.perf_counter() + PATIENCE, saves)
    return {number: seconds for number, seconds in seen.items() if seconds < PATIENCE}


@contextmanager
def _served(builder: Builder, root: Path) -> Iterator[tuple[int, "subprocess.Popen[bytes]"]]:
    port = _free_port()
    server = subprocess.Popen(builder.serve(root, port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield port, server
    finally:
        server.terminate()
        server.wait()


def _free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
