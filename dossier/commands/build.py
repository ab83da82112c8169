"""`build.py build` and `build.py check`: the whole story, with or without its last stage."""

from pathlib import Path

import click

from dossier.commands.options import Format, disk_faults, examining_options, remembering


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
    from dossier import pipeline
    from dossier.report import report
    from dossier.write import NotOurs

    root, output = root.resolve(), output.absolute()
    try:
        with disk_faults(output), remembering(root, jobs, no_cache) as memo:
            made = pipeline.build(root, output, memo, strict) if writes else pipeline.examine(root, memo, indexed=False)
    except NotOurs as error:
        raise click.UsageError(f"{error}; name an empty folder, or one that a build has made") from error
    report(made, format_, output, strict, writes)
    failed = bool(made.errors) or (strict and bool(made.problems))
    raise SystemExit(2 if made.misconfigured else int(failed))
