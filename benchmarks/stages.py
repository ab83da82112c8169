"""What a build spends its time on: processor seconds of each stage, and of each file for machines, of one run in one process.

A stage is a module of the engine as the pipeline calls it, with all beneath it; what none of them does (starting Python,
importing, telling what was found) is REST. So that everything is paid for, the site is searched, and has both feeds.

    python -m benchmarks.stages ROOT

builds the dossier in ROOT so, and prints the seconds as JSON: in a process of its own, which has nothing in memory yet.
"""

import functools
import gc
import io
import json
import resource
import shutil
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from inspect import isfunction, isgenerator
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from benchmarks.corpus import ROOT, config, edit
from benchmarks.processes import timed

REST = "the rest"
EXPORTS = "exports"
EXPORT = f"{EXPORTS}: "
"""Before the path of a file for machines."""
LEAST = 0.005
"""Seconds of a stage that is told of."""
_STAGES = {"remade": "pages", "judging": "check"}
"""Modules by whose other name a stage is known."""
RUNS = ("cold", "nothing changed", "style sheet changed", "one note edited")


class Profile(Struct, frozen=True):
    """Processor seconds by stage, for each of RUNS."""

    count: int
    spent: dict[str, dict[str, float]]


class Clock:
    """Processor seconds by what they were spent on; within something else they count for that alone."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self._within = [REST]
        self._since = 0.0

    def pass_to(self, name: str | None) -> None:
        """From now on time counts for this; None: for what it counted for before."""
        now = processor_seconds()
        self.spent[self._within[-1]] += now - self._since
        self._since = now
        if name is None:
            # What ends last stands last, so that the order is that of the flow.
            last = self._within.pop()
            self.spent[last] = self.spent.pop(last)
        else:
            self._within.append(name)

    def watched(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, whose time counts for `name`, and so does that of what it gives bit by bit."""

        @functools.wraps(function)
        def call(*given: Any, **named: Any) -> Any:
            self.pass_to(name)
            try:
                result = function(*given, **named)
            finally:
                self.pass_to(None)
            return self._watched_bits(name, result) if isgenerator(result) else result

        return call

    def _watched_bits(self, name: str, bits: Iterator[Any]) -> Iterator[Any]:
        while True:
            self.pass_to(name)
            try:
                bit = next(bits)
            except StopIteration:
                return
            finally:
                self.pass_to(None)
            yield bit


def processor_seconds() -> float:
    """Of this process since it began, and of all programs that it has waited for."""
    waited = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + waited.ru_utime + waited.ru_stime


def profile(root: Path) -> dict[str, float]:
    """Build the dossier in this process, which has done nothing else. SystemExit if the build fails."""
    clock = Clock()
    _watch(clock)
    from dossier.cli import main

    said = io.StringIO()
    gc.disable()  # as `cli.program` does
    with redirect_stdout(said):
        try:
            main(["build", "--root", str(root), "--jobs", "1", "--format", "json"])
        except SystemExit as end:
            if end.code:
                raise SystemExit(f"the build of {root} failed:\n{said.getvalue()[:2000]}") from end
    clock.pass_to(None)
    return dict(clock.spent)


def _watch(clock: Clock) -> None:
    """Have the clock told of all that the pipeline calls, and of what the command does before and after it."""
    from dossier import exports, indexing, pipeline, searching, unchanged
    from dossier.cache import Cache

    for name, value in list(vars(pipeline).items()):
        if isfunction(value) and value.__module__.startswith("dossier.") and value.__module__ != pipeline.__name__:
            module = value.__module__.split(".")[1]
            setattr(pipeline, name, clock.watched(_STAGES.get(module, module), value))
    for name in ("digest_of_inputs", "recall", "keep"):
        setattr(unchanged, name, clock.watched("unchanged", getattr(unchanged, name)))
    for name in ("__init__", "close"):
        setattr(Cache, name, clock.watched("cache", getattr(Cache, name)))
    # Not what asks for the index, but what makes it.
    vars(searching)["run"] = clock.watched("indexing", indexing.run)
    exports.EXPORTS = tuple((path, _watched_export(clock, EXPORT + path, export)) for path, export in exports.EXPORTS)


def _watched_export(clock: Clock, name: str, export: Any) -> Any:
    """An export of which the clock is told whenever it is made, or a piece of it."""
    from dossier.exports.pieces import InPieces, Pieces

    if not isinstance(export, InPieces):
        return clock.watched(name, export)

    def watched(edition: Any) -> Pieces | None:
        pieces = export.pieces(edition)
        return (
            None
            if pieces is None
            else (
                piece if isinstance(piece, bytes) else replace(piece, make=clock.watched(name, piece.make))
                for piece in pieces
            )
        )

    return InPieces(watched)


def profiles(dossier: Path, count: int) -> Profile:
    """What each of RUNS spends, on a copy of a dossier of so many sources, beside it."""
    root = dossier.with_name("stages")
    shutil.copytree(dossier, root)
    (root / "config.yaml").write_text(config(search=True), encoding="utf-8")
    spent = {"cold": _apart(root), "nothing changed": _apart(root)}
    style = root / "templates/assets/style.css"
    style.parent.mkdir(parents=True)
    style.write_text((ROOT / "templates/assets/style.css").read_text(encoding="utf-8") + "\n", encoding="utf-8")
    spent["style sheet changed"] = _apart(root)
    edit(root, "once")
    spent["one note edited"] = _apart(root)
    return Profile(count, spent)


def _apart(root: Path) -> dict[str, float]:
    found: dict[str, float] = json.loads(timed([sys.executable, "-m", "benchmarks.stages", str(root)], ROOT)[1])
    return found


def stages(found: Profile) -> Iterator[tuple[str, dict[str, float]]]:
    """Each stage's seconds by run, in the order of a cold build; what is nothing anywhere is left out, and added to REST."""
    shown: dict[str, dict[str, float]] = {}
    rest = dict.fromkeys(RUNS, 0.0)
    for stage in dict.fromkeys(_stage(name) for run in RUNS for name in found.spent[run]):
        each = {run: sum(s for name, s in found.spent[run].items() if _stage(name) == stage) for run in RUNS}
        if stage == REST or max(each.values()) < LEAST:
            rest = {run: rest[run] + each[run] for run in RUNS}
        else:
            shown[stage] = each
    yield from (shown | {REST: rest}).items()


def _stage(name: str) -> str:
    return EXPORTS if name.startswith(EXPORT) else name


if __name__ == "__main__":
    print(json.dumps(profile(Path(sys.argv[1]))))
