"""A real browser for tests: the system's Chromium, driven by Playwright; and folders served to it on this machine alone.

A page does what it is asked to when its machine comes to it: a test waits for what it expects, with `expect` or `becomes`. That
nothing happens is looked at only once something shows that the page has come to it.
"""

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TypeVar

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect, sync_playwright

T = TypeVar("T")
PATIENCE = 60_000
"""Milliseconds until what a page does not do fails a test: many times what it takes, on a machine that is busy, too."""
expect.set_options(timeout=PATIENCE)

NAMES = ("chromium", "chromium-browser", "google-chrome")
# Chromium's sandbox refuses to run as root, as in containers; it is not to call home from a test.
ARGUMENTS = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]


def chromium() -> str | None:
    """Where the system has Chromium, if it has it."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def browser() -> Iterator[Browser]:
    """Chromium, closed at the end. Where there is none the test is skipped; where CI is true, it fails."""
    path = chromium()
    if path is None:
        reason = "this needs Chromium: `make browser`, or install the system's package"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, *root], timeout=2 * PATIENCE)
        started.on("context", _patient)
        yield started
        started.close()


def _patient(context: BrowserContext) -> None:
    context.set_default_timeout(PATIENCE)


def becomes(page: Page, look: Callable[[], T], wanted: T) -> None:
    """Wait until a look at a page gives what is wanted. AssertionError, with what it gave last, if it does not come."""
    seen: T | str = "nothing"
    end = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < end:
        try:
            seen = look()
        except Error as error:  # the page was on its way to another
            seen = str(error)
        if seen == wanted:
            return
        page.wait_for_timeout(20)
    raise AssertionError(f"{seen!r}, not {wanted!r}")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address at which a folder is served, with a slash at its end."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
