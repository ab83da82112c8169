"""What was measured, as Markdown tables and the lines of a plot."""

import datetime
import os
import platform
import re
import statistics
from collections import defaultdict
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

from msgspec import Struct

from benchmarks.builders import OWN
from benchmarks.live import Saves
from benchmarks.plot import Series
from benchmarks.shared_text import Shared
from benchmarks.stages import EXPORT, EXPORTS, RUNS, Profile, stages
from benchmarks.steps import STEPS, Built, Step
from dossier.indexing import program
from dossier.memo import PARTS

REPORT, PLOT = "performance.md", "performance.svg"
LIVE = "save to page"
TOLD = 0.05
"""Seconds from which on growth is more than noise."""

Row = Sequence[str]


class Measured(Struct):
    """All that a run has measured so far. machine: what it was measured on and with, in sentences."""

    machine: str
    steps: list[Step] = []
    built: list[Built] = []
    saves: list[Saves] = []
    profiles: list[Profile] = []
    shared: list[Shared] = []
    parts: dict[str, float] = {}


def machine(others: Sequence[str]) -> str:
    """The machine as it is now, with the versions and the day. others: programs beside this one, with their versions."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    pagefind = program()
    parts = [f"{part} {version(part)}" for part in PARTS]
    parts += [f"Pagefind {pagefind.version}"] if pagefind else []
    return (
        f"Measured on {datetime.datetime.now(datetime.UTC):%Y-%m-%d}: {_processor()}, {cores} cores, {memory:.0f} GiB of"
        f" memory, {platform.system()}; load average at the start {load}.\n\n"
        f"Python {platform.python_version()}, {', '.join((*parts, *others))}."
    )


def _processor() -> str:
    """The processor's model, where the system tells it."""
    try:
        found = re.search(r"^model name\s*: (.+)", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
    except OSError:
        found = None
    return found[1] if found else platform.machine()


def markdown(found: Measured) -> str:
    """The whole report; a part that was not measured is left out."""
    sections = (
        _steps(found),
        _growth(found),
        _saves(found),
        _stages(found),
        _apart(found),
        _shared(found),
        _parts(found),
        _built(found),
    )
    return (
        "# What builds take\n\nA made-up dossier of N sources of about 500 words has N/2 notes, N/10 claims and N/50 topics."
        " Machines differ and are noisy: compare ratios within one run. `make benchmark` measures anew.\n\n"
        f"{found.machine}\n\n![Seconds of each step by the number of sources; the tables below hold the figures]({PLOT})\n"
        + "".join(f"\n## {title}\n\n{words}\n\n{table}" for title, words, table in filter(None, sections))
    )


Section = tuple[str, str, str] | None
"""A heading, what is to be known before its table, and the table."""


def _table(heads: Row, rows: Sequence[Row], words: int = 2) -> str:
    """words: how many columns, from the first on, hold no figures."""
    aligned = ["---"] * words + ["---:"] * (len(heads) - words)
    return "\n".join("| " + " | ".join(row) + " |" for row in (heads, aligned, *rows)) + "\n"


def _steps(found: Measured) -> Section:
    rows = [
        (
            f"{one.count:,}",
            one.builder,
            one.name,
            str(one.rounds),
            _s(one.spent.wall),
            _s(one.spent.cpu),
            _mib(one.spent.mib),
        )
        for one in found.steps
    ]
    heads = ("sources", "program", "step", "rounds", "seconds", "processor seconds", "MiB")
    words = (
        "Medians of rounds, each in a fresh folder. Processor seconds and memory are of all processes together; memory is the"
        " most that they held at once, what they share counted once. There is no search in these sites."
    )
    return ("Steps", words, _table(heads, rows, 3)) if rows else None


def _growth(found: Measured) -> Section:
    """How much longer a step, and each stage of a cold build, takes where there is ten times as much."""
    seconds: dict[tuple[str, str], dict[int, float]] = defaultdict(dict)
    for one in found.steps:
        seconds[one.builder, one.name][one.count] = one.spent.wall
    for profile in found.profiles:
        for name, spent in stages(profile):
            seconds[f"{OWN.name}, cold", f"`{name}`"][profile.count] = spent["cold"]
    tens = sorted({size for each in seconds.values() for size in each if size * 10 in each})
    rows = [(*names, *(_ratio(each, ten) for ten in tens)) for names, each in seconds.items()]
    rows = [row for row in rows if set(row[2:]) != {"–"}]
    heads = ("program", "step or stage", *(f"{ten:,} to {ten * 10:,}" for ten in tens))
    words = (
        "How many times as long a step takes with ten times the sources, and how many times the processor's seconds a stage"
        f" of a cold build; what takes less than {TOLD:g} s at the smaller size is left out."
    )
    return ("Growth", words, _table(heads, rows)) if tens else None


def _ratio(seconds: dict[int, float], size: int) -> str:
    small, large = seconds.get(size, 0.0), seconds.get(size * 10, 0.0)
    return f"{large / small:.1f}" if small >= TOLD and large else "–"


def _saves(found: Measured) -> Section:
    heads = (
        "sources",
        "program",
        "saves, s apart",
        "lost",
        "median, ms",
        "95 of 100 within, ms",
        "longest, ms",
        "first page, s",
    )
    rows = [
        (
            f"{one.count:,}",
            one.builder,
            f"{one.saves}, {_spaced(one)}",
            str(one.saves - len(one.seen)),
            *_spread(one),
            _s(one.ready),
        )
        for one in found.saves
    ]
    words = (
        "From saving a note to its page over HTTP, as `build.py serve` answers. The first row is this repository's own"
        " dossier under hasty saves; the last column is how long the preview took to its first page."
    )
    return ("From a save to its page", words, _table(heads, rows)) if rows else None


def _spaced(one: Saves) -> str:
    least, most = one.spaced
    return f"{least:g}" if least == most else f"{least:g} to {most:g}"


def _spread(one: Saves) -> Iterator[str]:
    times = sorted(one.seen)
    if not times:
        return iter(("–", "–", "–"))
    chosen = (statistics.median(times), times[min(len(times) * 95 // 100, len(times) - 1)], times[-1])
    return (f"{seconds * 1000:.0f}" for seconds in chosen)


def _stages(found: Measured) -> Section:
    rows = [
        (f"{one.count:,}", f"`{name}`", *(_s(spent[run]) for run in RUNS))
        for one in found.profiles
        for name, spent in stages(one)
    ]
    words = (
        "Processor seconds in one process, of a site with search and feeds. A stage is a module of ARCHITECTURE.md's flow;"
        " `the rest` is Python's start, imports (here always of the whole engine), and the telling of what was found."
    )
    return ("Stages", words, _table(("sources", "stage", *RUNS), rows)) if rows else None


def _apart(found: Measured) -> Section:
    rows = []
    for one in found.profiles:
        costs = {
            "the search's index": _sum(one, ("indexing",)),
            "the words that it is made of": _sum(one, ("searching",)),
        }
        paths = dict.fromkeys(name for run in RUNS for name in one.spent[run] if name.startswith(EXPORT))
        costs |= {f"`{path.removeprefix(EXPORT)}`": _sum(one, (path,)) for path in paths}
        costs["whether these changed"] = _sum(one, (EXPORTS,))
        rows += [(f"{one.count:,}", name, *(f"{seconds:.3f}" for seconds in each)) for name, each in costs.items()]
    words = (
        "Processor seconds. The style sheet is no input of theirs: what they cost there is what it takes to know that."
        " The search's index is made again when words of an entry change, a file for machines when an entry does."
    )
    return ("Search, feeds, files for machines", words, _table(("sources", "file", *RUNS), rows)) if rows else None


def _sum(one: Profile, names: Sequence[str]) -> list[float]:
    return [sum(one.spent[run].get(name, 0.0) for name in names) for run in RUNS]


def _shared(found: Measured) -> Section:
    heads = (
        "sources",
        "problems",
        "sampling",
        "comparing, nothing remembered",
        "comparing, all remembered",
        "added to a cold build on two",
    )
    rows = [
        (f"{one.count:,}", str(one.problems), *map(_s, (one.sampling, one.comparing, one.remembered, one.added)))
        for one in found.shared
    ]
    words = (
        "What finding text that sources share costs, in seconds of one processor. Sampling is spread over processes."
    )
    return ("Shared text", words, _table(heads, rows, 1)) if rows else None


def _parts(found: Measured) -> Section:
    rows = [(name, f"{value:.0f}") for name, value in found.parts.items()]
    words = "A source has about 500 words, a note five lines."
    return ("Parts", words, _table(("once", "µs"), rows, 1)) if rows else None


def _built(found: Measured) -> Section:
    rows = [
        (
            f"{one.count:,}",
            *(f"{one.counts[what]:,}" for what in ("quotations", "pages")),
            f"{one.files:,}",
            f"{one.mib:,.0f}",
            f"{one.heaviest / 1000:.0f}",
        )
        for one in found.built
    ]
    heads = ("sources", "quotations", "pages", "files", "MiB", "largest page, compressed, kB")
    return ("Sites", "What was built; search left out.", _table(heads, rows, 0)) if rows else None


def _s(seconds: float) -> str:
    return f"{seconds:.2f}"


def _mib(value: float) -> str:
    return f"{value:.0f}" if value else "–"


def lines(found: Measured) -> list[Series]:
    """The lines of the plot: each step, and from a save to its page, of each program."""
    drawn = []
    for builder in dict.fromkeys(one.builder for one in found.steps):
        for colour, step in enumerate((*STEPS, LIVE)):
            points = [(one.count, one.spent.wall) for one in found.steps if (one.builder, one.name) == (builder, step)]
            if step == LIVE:
                mine = [
                    one for one in found.saves if one.builder == builder and one.seen and one.spaced[0] == one.spaced[1]
                ]
                points = [(one.count, statistics.median(one.seen)) for one in mine]
            if points:
                other = builder != OWN.name
                drawn.append(Series(f"{builder}, {step}" if other else step, tuple(points), colour, other))
    return drawn
