"""What builds take from outside, as an editor runs them: cold, where nothing has changed, and after one note was edited.

A build that did not do what its step is named after ends the run.
"""

import gzip
import json
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from benchmarks.builders import Builder, own_command
from benchmarks.corpus import EDITED, edit
from benchmarks.processes import Spent, timed, told

STEPS = ("cold", "nothing changed", "one note edited")


class Step(Struct, frozen=True):
    """The medians of a builder's rounds of a step."""

    count: int
    builder: str
    name: str
    rounds: int
    spent: Spent


class Built(Struct, frozen=True):
    """The site of a dossier. counts: what its build says that it holds. heaviest: bytes of the largest page, compressed."""

    count: int
    counts: dict[str, int]
    files: int
    mib: float
    heaviest: int


def race(dossier: Path, count: int, rounds: int, patience: float, builders: Sequence[Builder]) -> Iterator[Step]:
    """All steps on one dossier, the builders in turns, so that the machine's drift falls on all alike.

    No round but the first begins after `patience` seconds. Each is run in a folder of its own beside the dossier, see
    `place_of`. Nothing is deleted before all is timed, since that slows the writes after it.
    """
    found: dict[tuple[str, str], list[Spent]] = defaultdict(list)
    start = time.monotonic()
    for number in range(rounds):
        if number and time.monotonic() - start > patience:
            break
        places = [(builder, place_of(builder, dossier, number)) for builder in builders]
        for builder, place in places:
            builder.lay(dossier, place)
        for builder, place in places:
            for step, spent in zip(STEPS, _steps(builder.build(place), place, number), strict=True):
                told(f"{count:,} sources, round {number + 1}: {builder.name}, {step}: {spent.wall:.2f} s")
                found[builder.name, step].append(spent)
    for (name, step), runs in found.items():
        yield Step(count, name, step, len(runs), _median(runs))


def place_of(builder: Builder, dossier: Path, number: int) -> Path:
    """Where a builder works in a round."""
    return dossier.with_name(f"{builder.name}-{number}")


def _steps(command: Sequence[str], root: Path, number: int) -> Iterator[Spent]:
    page = root / f"site/notes/{EDITED}/index.html"
    if page.exists():
        sys.exit(f"{page} stands there before the cold build")
    yield timed(command)[0]
    before = page.read_bytes()
    yield timed(command)[0]
    if page.read_bytes() != before:
        sys.exit(f"{page} changed, and nothing had")
    mark = f"in round {number}"
    edit(root, mark)
    yield timed(command)[0]
    if mark not in page.read_text(encoding="utf-8"):
        sys.exit(f"{page} does not show the edit")


def _median(runs: Sequence[Spent]) -> Spent:
    return Spent(*(statistics.median(getattr(run, field) for run in runs) for field in Spent.__struct_fields__))


def built(count: int, root: Path) -> Built:
    """What stands in `site/` of a folder in which this project has built."""
    counts: dict[str, int] = json.loads(timed(own_command("build", root, "--format", "json"))[1])["counts"]
    sizes = {file: file.stat().st_size for file in (root / "site").rglob("*") if file.is_file()}
    heaviest = 0
    for file in sorted((file for file in sizes if file.suffix == ".html"), key=sizes.__getitem__, reverse=True):
        # What is no larger as it is won't be larger compressed.
        if sizes[file] <= heaviest:
            break
        heaviest = max(heaviest, len(gzip.compress(file.read_bytes())))
    return Built(count, counts, len(sizes), sum(sizes.values()) / 2**20, heaviest)
