"""`build.py build` and `build.py check`: the whole story, with or without its last stage."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dossier.commands.options import Format, disk_faults, examining_options, remembering

if TYPE_CHECKING:
    from dossier.memo import Memo
    from dossier.outcome import Outcome


@click.command()
@examining_options
def build(root: Path, output: Path | None, jobs: int | None, strict: bool, no_cache: bool, format_: Format) -> None:
    """Check the content and write the site.

    Exit code 0: written, perhaps with warnings. 1: problems in the content; the site is as it was. 2: wrong usage or
    configuration.
    """
    _run(root, output or root / "site", jobs, strict, no_cache, format_, writes=True)


@click.command()
@examining_options
def check(root: Path, output: Path | None, jobs: int | None, strict: bool, no_cache: bool, format_: Format) -> None:
    """Do all that a build does, but write nothing."""
    _run(root, output or root / "site", jobs, strict, no_cache, format_, writes=False)


def _run(
    root: Path, output: Path, jobs: int | None, strict: bool, no_cache: bool, format_: Format, writes: bool
) -> None:
    from dossier.report import report
    from dossier.unchanged import digest_of_inputs, keep, recall
    from dossier.write import NotOurs

    root, output = root.resolve(), output.absolute()
    inputs = None if no_cache else digest_of_inputs(root)
    made = recall(root, inputs, output if writes else None, strict)
    try:
        if made is None:
            with disk_faults(output), remembering(root, jobs, no_cache) as memo:
                made = _made(root, output, memo, strict, writes)
            keep(root, inputs, made, whole=writes)
    except NotOurs as error:
        raise click.UsageError(f"{error}; name an empty folder, or one that a build has made") from error
    report(made, format_, output, strict, writes)
    raise SystemExit(2 if made.misconfigured else int(made.blocks(strict)))


def _made(root: Path, output: Path, memo: "Memo", strict: bool, writes: bool) -> "Outcome":
    from dossier import pipeline

    return pipeline.build(root, output, memo, strict) if writes else pipeline.examine(root, memo, indexed=False)
