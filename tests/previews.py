"""A preview for tests: `build.py serve` in a process of its own at a free port, asked over HTTP, ended by its id."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from folders import PROJECT
from msgspec import Struct

T = TypeVar("T")
PATIENCE = 180.0
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

    def has_begun(self) -> bool:
        """Whether it has said so, or has ended."""
        return bool(self.lines()) or self.process.poll() is not None

    def lines(self) -> list[str]:
        """What it has printed by now."""
        return self.said.read_text(encoding="utf-8").splitlines()

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
        """Press Ctrl+C, again and again if that is not heard; the exit code."""
        end = time.monotonic() + PATIENCE
        while True:
            self.process.send_signal(signal.SIGINT)
            # Python misses a signal that comes in the instant before it waits for the disk, until the next one.
            with suppress(subprocess.TimeoutExpired):
                return self.process.wait(PATIENCE / 6)
            assert time.monotonic() < end, "Ctrl+C is not heard"


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
    preview = _begun(root, options)
    lines = 2 if first_look else 1
    try:
        until(lambda: len(preview.lines()) >= lines or preview.process.poll() is not None, "a first look")
        yield preview
    finally:
        preview.process.terminate()
        preview.process.wait(PATIENCE)


def _begun(root: Path, options: Sequence[str]) -> Preview:
    """A preview that listens, or has ended. A free port may be taken before it is listened at: then it begins at another."""
    while True:
        preview = _started(root, free_port(), options)
        try:
            until(preview.has_begun, "its first line")
        except AssertionError:
            preview.process.kill()
            raise
        if preview.process.poll() is None or "is in use" not in preview.said.read_text(encoding="utf-8"):
            return preview


def _started(root: Path, port: int, options: Sequence[str]) -> Preview:
    said = root.parent / f"{root.name}-said.txt"
    command = [sys.executable, str(PROJECT / "build.py"), "serve", "--root", str(root), "--port", str(port), *options]
    with said.open("wb") as file:
        process = subprocess.Popen(
            command, stdout=file, stderr=subprocess.STDOUT, env={**os.environ, "PYTHONUNBUFFERED": "1"}
        )
    return Preview(root, port, process, said)
