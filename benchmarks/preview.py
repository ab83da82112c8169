"""Times the preview: from saving a note of the first dossier to its page over HTTP. Not a test: figures depend on the machine.

    python benchmarks/preview.py [SAVES]

Saves are 50 to 1,000 ms apart. A save is seen when the page shows it or a later one; one that is not seen within PATIENCE
seconds is lost.
"""

import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path

ROOT = Path(__file__).parent.parent
NOTE = "building-site-visit"
SAVES = 200
NEAREST, FARTHEST = 0.05, 1.0
PATIENCE = 5.0
POLL = 0.004


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


class Page:
    """A note's page, as the preview serves it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)

    def number(self) -> int:
        """The number of the save that the page shows; -1 while it does not answer, or shows none."""
        try:
            self._connection.request("GET", f"/notes/{NOTE}/")
            answer = self._connection.getresponse()
            found = re.search(rb"Save number (\d+)\.", answer.read())
        except (OSError, HTTPException):
            self._connection.close()
            return -1
        return int(found[1]) if found and answer.status == 200 else -1


def measure(note: Path, page: Page, saves: int) -> dict[int, float]:
    """Seconds from each save to the page that shows it; those that are lost are absent."""
    draw = random.Random(4)
    text = note.read_text(encoding="utf-8")
    saved: dict[int, float] = {}
    seen: dict[int, float] = {}

    def look(until: float, enough: int) -> None:
        while time.perf_counter() < until and enough not in seen:
            shown, now = page.number(), time.perf_counter()
            seen.update({number: now - at for number, at in saved.items() if number <= shown and number not in seen})
            time.sleep(POLL)

    for number in range(saves):
        note.write_text(f"{text}\nSave number {number}.\n", encoding="utf-8")
        saved[number] = time.perf_counter()
        look(saved[number] + draw.uniform(NEAREST, FARTHEST), saves)
    look(time.perf_counter() + PATIENCE, saves - 1)
    return {number: seconds for number, seconds in seen.items() if seconds < PATIENCE}


def main() -> None:
    saves = int(sys.argv[1]) if len(sys.argv) > 1 else SAVES
    with tempfile.TemporaryDirectory() as folder:
        root, port = Path(folder), free_port()
        shutil.copytree(ROOT / "content", root / "content")
        shutil.copy(ROOT / "config.yaml", root)
        note = root / f"content/notes/{NOTE}.md"
        command = [sys.executable, str(ROOT / "build.py"), "serve", "--root", folder, "--port", str(port)]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            page, text = Page(port), note.read_text(encoding="utf-8")
            note.write_text(f"{text}\nSave number 0.\n", encoding="utf-8")
            while page.number() < 0:
                time.sleep(0.1)
            note.write_text(text, encoding="utf-8")
            time.sleep(1)
            seen = measure(note, page, saves)
        finally:
            server.terminate()
            server.wait()
    times = sorted(seconds * 1000 for seconds in seen.values())
    rows = [("saves", saves), ("lost", saves - len(seen)), ("median, ms", statistics.median(times))]
    rows += [("95 of 100 within, ms", times[len(times) * 95 // 100]), ("longest, ms", times[-1])]
    for name, value in rows:
        print(f"{name:28s} {value:10.0f}")


if __name__ == "__main__":
    main()
