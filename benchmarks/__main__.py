"""Measures what builds take, tells how far it is, and prints or writes a report: `make benchmark`."""

import argparse
import gc
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.builders import OWN, Builder
from benchmarks.corpus import LEAST, ROOT, lay
from benchmarks.hugo import hugo
from benchmarks.live import HASTY, Saves, live
from benchmarks.parts import parts
from benchmarks.plot import plot
from benchmarks.processes import told
from benchmarks.report import PLOT, REPORT, Measured, lines, machine, markdown
from benchmarks.shared_text import shared_text
from benchmarks.stages import profiles
from benchmarks.steps import built, place_of, race

OF_SIZES = {"steps", "live", "stages"}
"""What is measured of each size."""
WHAT = ("steps", "live", "stages", "shared-text", "parts")
NOTE = "building-site-visit"
"""The note of the first dossier that is saved again and again."""


def main() -> None:
    given = _arguments().parse_args()
    if min(given.sizes) < LEAST or (given.write and set(given.only) != set(WHAT)):
        sys.exit(f"{LEAST} sources are the fewest; --write goes with all that can be measured")
    builders = [OWN, *([hugo(given.hugo)] if given.hugo else [])]
    gc.disable()  # as a build does
    found = Measured(machine([f"{builder.name} {builder.version}" for builder in builders[1:]]))
    if "live" in given.only:
        found.saves.append(_hasty(4 * given.saves))
    for count in sorted(set(given.sizes)) if OF_SIZES & set(given.only) else ():
        with TemporaryDirectory(prefix="dossier-", dir=given.folder) as folder:
            told(f"laying {count:,} sources")
            _measure(found, lay(count, Path(folder, "dossier")), count, given, builders)
        os.sync()
    if "shared-text" in given.only:
        told(f"shared text among {given.shared:,} sources")
        found.shared.append(shared_text(given.shared))
    if "parts" in given.only:
        told("parts")
        found.parts |= parts()
    _give(found, given.write)


def _measure(
    found: Measured, dossier: Path, count: int, given: argparse.Namespace, builders: Sequence[Builder]
) -> None:
    """All that is wanted of one size."""
    wanted = set(given.only) if count <= given.whole else set(given.only) & {"steps"}
    if "steps" in wanted:
        found.steps += race(dossier, count, given.rounds, given.patience, builders)
        found.built.append(built(count, place_of(OWN, dossier, 0)))
    for builder in builders if "live" in wanted else ():
        told(f"{count:,} sources: {builder.name} live")
        place = place_of(builder, dossier, 0)
        if not place.exists():
            builder.lay(dossier, place)
        found.saves.append(live(builder, place, count, given.saves))
    if "stages" in wanted:
        told(f"{count:,} sources: stages")
        found.profiles.append(profiles(dossier, count))


def _hasty(saves: int) -> Saves:
    """Hasty saves of the first dossier."""
    told("the first dossier live")
    with TemporaryDirectory(prefix="dossier-") as folder:
        shutil.copytree(ROOT / "content", Path(folder, "content"))
        shutil.copy(ROOT / "config.yaml", folder)
        count = len(list(Path(folder, "content/sources").glob("*.md")))
        return live(OWN, Path(folder), count, saves, HASTY, NOTE)


def _give(found: Measured, folder: Path | None) -> None:
    """Print the report, or write it with its plot."""
    drawn = lines(found)
    if folder is None:
        print(markdown(found), end="")
        return
    (folder / REPORT).write_text(markdown(found), encoding="utf-8")
    (folder / PLOT).write_text(plot("Seconds by the number of sources", drawn), encoding="utf-8")
    print(f"written: {folder / REPORT}, {folder / PLOT}")


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[100, 1000, 10_000], help="how many sources")
    parser.add_argument("--rounds", type=int, default=3, help="of each step at most; the first is always run")
    parser.add_argument("--patience", type=float, default=60, help="seconds after which a size gets no further round")
    parser.add_argument(
        "--saves", type=int, default=10, help="of the note at each size; four times as many of the first dossier's"
    )
    parser.add_argument("--shared", type=int, default=10_000, help="sources among which shared text is looked for")
    parser.add_argument(
        "--whole", type=int, default=10_000, help="the largest size of which more than steps is measured"
    )
    parser.add_argument("--only", nargs="+", choices=WHAT, default=WHAT, help="what to measure")
    parser.add_argument(
        "--hugo", nargs="?", const="hugo", help="race this program, too; without a name the one on the PATH"
    )
    parser.add_argument("--folder", type=Path, help="where dossiers are laid, on the disk to be measured")
    parser.add_argument(
        "--write", type=Path, nargs="?", const=ROOT / "docs", help="write performance.md and its plot there"
    )
    return parser


if __name__ == "__main__":
    main()
