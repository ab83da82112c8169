"""What several commands are told and need: the dossier's folder, how problems print, what is remembered, the disk's faults."""

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

if TYPE_CHECKING:
    from dossier.link import Dossier
    from dossier.memo import Remembering

Format = Literal["text", "json", "github"]
HERE = Path(__file__).parent.parent.parent

root_option = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=HERE,
    help="The dossier: a folder with config.yaml and content/.  [default: where build.py is]",
)
_EXAMINING = (
    click.option(
        "--format", "format_", type=click.Choice(["text", "json", "github"]), default="text", help="How problems print."
    ),
    click.option("--no-cache", is_flag=True, help="Neither use nor keep remembered results."),
    click.option("--strict", is_flag=True, help="Let warnings count as errors."),
    click.option("--jobs", type=click.IntRange(min=1), default=None, help="Processes at most.  [default: one a core]"),
    click.option(
        "--output",
        type=click.Path(file_okay=False, path_type=Path),
        default=None,
        help="Where the site goes.  [default: ROOT/site]",
    ),
    root_option,
)


def examining_options(function: click.decorators.FC) -> click.decorators.FC:
    """The options of a command that examines the whole dossier."""
    for option in _EXAMINING:
        function = option(function)
    return function


@contextmanager
def remembering(
    root: Path, jobs: int | None = None, no_cache: bool = False, partial: bool = False
) -> Iterator["Remembering"]:
    """The memo of a run, kept below the root. partial: the run asks for less than a build does.

    Within it, Python does not look for garbage of itself: what a run reads it needs to its end, and looking through all of
    it again and again takes a third of the time. (`pool` looks for the little that is left behind, a chunk at a time.)
    """
    from dossier.cache import Cache
    from dossier.memo import Remembering, engine
    from dossier.stores import Nowhere

    store = Nowhere() if no_cache else Cache(root / ".cache", engine())
    with Remembering(store, jobs or _cores(), partial) as memo:
        if store.is_empty() and _is_large(root):
            memo.expect("dossier.read")
        looked = gc.isenabled()
        gc.disable()
        try:
            yield memo
        finally:
            if looked:
                gc.enable()


def _is_large(root: Path) -> bool:
    """Whether there are so many sources that processes will be started to read them."""
    from dossier.pool import FEW

    try:
        with os.scandir(root / "content" / "sources") as entries:
            return sum(1 for _ in islice(entries, FEW)) == FEW
    except OSError:
        return False


def linked_dossier(root: Path) -> "Dossier":
    """The dossier below the root, drafts with it, for a command that looks something up in it.

    With a config.yaml that can't be used the program ends, with exit code 2.
    """
    from dossier.diagnostics import as_text, settle
    from dossier.pipeline import Gathered, gather

    with remembering(root, partial=True) as memo:
        gathered = gather(root, memo, drafts=True)
    if not isinstance(gathered, Gathered):
        click.echo("\n".join(as_text(found) for found in settle(gathered, {})), err=True)
        raise SystemExit(2)
    return gathered.dossier


@contextmanager
def disk_faults(place: Path) -> Iterator[None]:
    """Turn what the disk refuses into a line for the user; `place` is named where the fault names no file."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise click.ClickException(f"{error.strerror or error}: {error.filename or place}") from error


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
