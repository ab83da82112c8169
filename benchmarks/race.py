"""Time builds of made-up dossiers of growing size, and what each stage of one takes: python benchmarks/race.py [SIZES…]

A dossier of N sources has N/2 notes, which quote them, N/10 claims and N/50 topics; words come by their frequency in the
first dossier's sources, the same N gives the same bytes. A step is run ROUNDS times (cold: each into a fresh folder), and
its median is told in seconds of wall clock, processor seconds of all its processes, and MiB at the peak of the largest of
them. Stages are timed in one process, in a run without a cache and in one that follows an edit. With `--write` the tables
go to docs/performance.md too. Machines differ and are noisy: compare ratios within one run.
"""

import argparse
import datetime
import os
import platform
import random
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from dossier import pipeline  # noqa: E402 (the project is not installed)
from dossier.cache import Cache  # noqa: E402
from dossier.memo import PARTS, Remembering, engine  # noqa: E402

SIZES = (100, 1000)
ROUNDS = 3
NOTE = "content/notes/note-000003.md"
STAGES = ("read", "link", "check", "pages", "exports", "render", "inspect", "index", "manifest", "write")
"""As the pipeline calls them."""
REPORT = ROOT / "docs/performance.md"

Row = Sequence[str]


def content(count: int) -> Iterator[tuple[str, str]]:
    """The files of a dossier of so many sources, by path."""
    draw = random.Random(7)
    texts = [file.read_text(encoding="utf-8").split("---\n", 2)[2] for file in ROOT.glob("content/sources/*.md")]
    words = [word for text in sorted(texts) for word in re.findall(r"[^\W\d_]+", text)]

    def sentence() -> str:
        return " ".join(draw.choices(words, k=draw.randint(9, 26))).capitalize()

    def quotation(source: int) -> str:
        found = draw.choice(said[source]).split()
        start = draw.randrange(len(found) - 6)
        return " ".join(found[start : start + 6])

    topics = [f"topic-{number:05}" for number in range(max(3, count // 50))]
    said: list[list[str]] = []
    yield "config.yaml", "title: Benchmark\nurl: https://example.org/dossier/\nsource-text: full\n"
    for topic in topics:
        yield f"content/topics/{topic}.md", f"---\ntitle: {topic}\n---\n\n{sentence()}.\n"
    for number in range(count):
        said.append([sentence() for _ in range(draw.randint(20, 35))])
        body = "\n\n".join(". ".join(said[-1][at : at + 4]) + "." for at in range(0, len(said[-1]), 4))
        head = (
            f"title: Report {number}\npublisher: Outlet {number % 40}\npublished: {2010 + number % 15}\norigin: self\n"
        )
        mine = ", ".join(draw.sample(topics, 2))
        url = f"https://example.org/{number}"
        yield f"content/sources/source-{number:06}.md", f"---\n{head}url: {url}\ntopics: [{mine}]\n---\n\n{body}\n"
    for number in range(count // 2):
        cited = draw.sample(range(count), 3)
        body = "\n\n".join(f'{sentence()}: "{quotation(one)}" [@source-{one:06}].' for one in cited)
        mine = draw.choice(topics)
        day = f"{2010 + draw.randrange(15)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
        head = f"title: Event {number}\ndate: {day}\ntopics: [{mine}]\n"
        yield f"content/notes/note-{number:06}.md", f"---\n{head}---\n\nSee [[{mine}]].\n\n{body}\n"
    for number in range(count // 10):
        lines = "".join(
            f"  - supports: source-{one:06}\n    quote: {quotation(one)}\n" for one in draw.sample(range(count), 3)
        )
        head = f"claim: {sentence()}.\ntopics: [{draw.choice(topics)}]\nevidence:\n{lines}"
        yield f"content/claims/claim-{number:06}.md", f"---\n{head}---\n"


def lay(count: int, root: Path) -> None:
    for path, text in content(count):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def edit(root: Path, number: int) -> None:
    """Change one note."""
    text = (root / NOTE).read_text(encoding="utf-8").partition("\nEdited")[0]
    (root / NOTE).write_text(f"{text}\nEdited {number} times.\n", encoding="utf-8")


def timed(root: Path) -> tuple[float, float, float]:
    """Wall and processor seconds of a build, and the most MiB that one of its processes took. SystemExit if it fails."""
    command = [sys.executable, str(ROOT / "build.py"), "build", "--root", str(root)]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    # Of this one alone and what it started: RUSAGE_CHILDREN would hold the largest of all builds before.
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"the build of {root} failed")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def steps(count: int, rounds: int, folder: Path) -> Iterator[Row]:
    """The medians of each step at one size."""
    found: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for number in range(rounds):
        root = folder / str(number)
        lay(count, root)
        found["cold"].append(timed(root))
        found["nothing changed"].append(timed(root))
        edit(root, number)
        found["one note edited"].append(timed(root))
        shutil.rmtree(root)
    for step, runs in found.items():
        wall, cpu, most = (statistics.median(values) for values in zip(*runs, strict=True))
        yield f"{count:,}", step, f"{wall:.2f}", f"{cpu:.2f}", f"{most:.0f}"


def staged(root: Path) -> dict[str, float]:
    """Processor seconds of each stage of a build in this process."""
    spent: dict[str, float] = dict.fromkeys(STAGES, 0.0)

    def watched(stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            start = time.process_time()
            try:
                return function(*given, **named)
            finally:
                spent[stage] += time.process_time() - start

        return call

    own = {stage: getattr(pipeline, stage) for stage in STAGES}
    try:
        for stage, function in own.items():
            setattr(pipeline, stage, watched(stage, function))
        with Remembering(Cache(root / ".cache", engine())) as memo:
            pipeline.build(root, root / "site", memo)
    finally:
        for stage, function in own.items():
            setattr(pipeline, stage, function)
    return spent


def stages(count: int, folder: Path) -> Iterator[Row]:
    """What each stage takes, cold and after an edit."""
    root = folder / "stages"
    lay(count, root)
    cold = staged(root)
    edit(root, 1)
    after = staged(root)
    shutil.rmtree(root)
    for stage in STAGES:
        yield f"{count:,}", stage, f"{cold[stage]:.2f}", f"{after[stage]:.2f}"


def table(heads: Row, rows: Sequence[Row]) -> str:
    aligned = ["---", "---", *("---:" for _ in heads[2:])]
    return "\n".join("| " + " | ".join(row) + " |" for row in (heads, aligned, *rows)) + "\n"


def report(sizes: Sequence[int], rounds: int) -> str:
    """All that was measured, as Markdown."""
    builds: list[Row] = []
    by_stage: list[Row] = []
    with TemporaryDirectory(prefix="dossier-") as folder:
        for count in sizes:
            builds += steps(count, rounds, Path(folder))
            by_stage += stages(count, Path(folder))
    parts = ", ".join(f"{part} {version(part)}" for part in PARTS)
    return (
        "# What builds take\n\n"
        f"Measured by `python benchmarks/race.py {' '.join(map(str, sizes))} --rounds {rounds}` on"
        f" {datetime.datetime.now(datetime.UTC):%Y-%m-%d}: {os.cpu_count()} processors ({platform.machine()},"
        f" {platform.system()}), Python {platform.python_version()}, {parts}. Medians of {rounds} runs.\n\n"
        "## Steps\n\nA dossier of N sources has N/2 notes, N/10 claims, N/50 topics, and no search.\n\n"
        + table(("sources", "step", "wall, s", "processor, s", "largest process, MiB"), builds)
        + "\n## Stages\n\nProcessor seconds in one process, `pages` with its lists, `index` where a search is wanted.\n\n"
        + table(("sources", "stage", "cold", "one note edited"), by_stage)
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Time builds of made-up dossiers of growing size.")
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, help="how many sources, at least 20")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    given = parser.parse_args()
    text = report(given.sizes, given.rounds)
    print(text, end="")
    if given.write:
        REPORT.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
