"""A preview for tests: `build.py serve` in a process of its own at a free port, asked over HTTP, ended by its id."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from folders import PROJECT
from msgspec import Struct

T = TypeVar("T")
PATIENCE = 60.0
"""Seconds until something that does not happen fails a test: many times what it takes."""


class Answer(Struct, frozen=True):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def free_port() -> int:
    """A port at which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


class Preview:
    """A preview that runs. said: the file that it prints into."""

    def __init__(self, root: Path, port: int, process: subprocess.Popen[bytes], said: Path) -> None:
        self.root = root
        self.port = port
        self.process = process
        self.said = said

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask for a path; the header `Host` too may be given."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def state(self, page: str = "/") -> dict[str, Any]:
        """What the preview's script is told."""
        told: dict[str, Any] = json.loads(self.get(f"/_preview/state?page={page}").body)
        return told

    def problems(self) -> list[str]:
        return [f"{found['place']} {found['code']}" for found in self.state()["problems"]]

    def shows(self, path: str, words: str) -> None:
        """Wait until a page has these words."""
        until(lambda: words in self.get(path).text, f"{words!r} at {path}")

    def is_late(self, late: bool = True) -> dict[str, Any]:
        """Wait until the preview says that it shows an older state, or that it no longer does."""
        return until(lambda: state if (state := self.state())["late"] is late else None, f"late: {late}")

    def interrupt(self) -> int:
        """Press Ctrl+C; the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)


def until(found: Callable[[], T | None], what: str) -> T:
    """Wait for something true. AssertionError if it does not come."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            if value := found():
                return value
        except (OSError, http.client.HTTPException):
            pass
        time.sleep(0.02)
    raise AssertionError(f"not within {PATIENCE:.0f} seconds: {what}")


@contextmanager
def previewing(root: Path, *options: str, first_look: bool = True) -> Iterator[Preview]:
    """A preview of a dossier that has been looked at once; or one that has just been started."""
    said, port = root.parent / f"{root.name}-said.txt", free_port()
    command = [sys.executable, str(PROJECT / "build.py"), "serve", "--root", str(root), "--port", str(port), *options]
    with said.open("wb") as file:
        process = subprocess.Popen(
            command, stdout=file, stderr=subprocess.STDOUT, env={**os.environ, "PYTHONUNBUFFERED": "1"}
        )
    preview = Preview(root, port, process, said)
    lines = 2 if first_look else 0
    try:
        until(
            lambda: len(said.read_text(encoding="utf-8").splitlines()) >= lines or process.poll() is not None,
            "a first look",
        )
        yield preview
    finally:
        process.terminate()
        process.wait(PATIENCE)
