"""The README's pictures: the built site, served on this machine and taken in Chromium; PNG files in docs/pictures/.

`make` builds the site first. Chromium is the system's; nothing outside this machine is asked for anything.
"""

import os
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import sync_playwright

PROJECT = Path(__file__).parent.parent
PICTURES = {"claim": "claims/soldiers-sent/"}
"""Each picture's name and the page that it shows, by its site path."""
WIDTH, HEIGHT = 1100, 860


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address at which a folder is served."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def take(site: Path, folder: Path, chromium: str) -> None:
    """Write each picture. ValueError for a page that is not there."""
    folder.mkdir(exist_ok=True)
    # Chromium's sandbox refuses to run as root, as in containers.
    arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with served(site) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        for name, path in PICTURES.items():
            answer = page.goto(url + path)
            if not answer or not answer.ok:
                raise ValueError(f"there is no page {path!r}")
            page.screenshot(path=folder / f"{name}.png")
        browser.close()


def main() -> None:
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not chromium:
        sys.exit("Chromium is needed, and is not on the path")
    if not (PROJECT / "site/index.html").is_file():
        sys.exit("there is no site yet: run make")
    take(PROJECT / "site", PROJECT / "docs/pictures", chromium)


if __name__ == "__main__":
    main()
