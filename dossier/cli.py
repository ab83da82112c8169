"""The command: begin, build, check and serve a dossier. Problems go to standard output, and so does one line that sums up."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import click

Format = Literal["text", "json", "github"]
HERE = Path(__file__).parent.parent
COMMANDS = ("build", "check", "serve", "init")

_root = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=HERE,
    help="The dossier: a folder with config.yaml and content/.  [default: where build.py is]",
)
_common = (
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
    _root,
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command; without a subcommand's name it builds."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or (given[0] not in COMMANDS and given[0] not in ("--help", "--version")):
        given = given if given and not given[0].startswith("-") else ["build", *given]
    command(args=given, prog_name="build.py")


@click.group(name="build.py")
@click.version_option(package_name=None, version=__import__("dossier").__version__, prog_name="dossier")
def command() -> None:
    """Turn a folder of Markdown evidence into a site in which every quotation is verified."""


def _options(function: click.decorators.FC) -> click.decorators.FC:
    for option in _common:
        function = option(function)
    return function


@command.command()
@_options
def build(root: Path, output: Path | None, jobs: int | None, strict: bool, no_cache: bool, format_: Format) -> None:
    """Check the content and write the site.

    Exit code 0: written, perhaps with warnings. 1: problems in the content; the site is as it was. 2: wrong usage or
    configuration.
    """
    _run(root, output or root / "site", jobs, strict, no_cache, format_, writes=True)


@command.command()
@_options
def check(root: Path, output: Path | None, jobs: int | None, strict: bool, no_cache: bool, format_: Format) -> None:
    """Do all that a build does, but write nothing."""
    _run(root, output or root / "site", jobs, strict, no_cache, format_, writes=False)


@command.command()
@_root
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
def serve(root: Path, port: int, host: str) -> None:
    """Show the site as it will be, and again after each change."""
    from dossier.preview import serve as run

    run(root.resolve(), host, port)


@command.command()
@click.argument("folder", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Begin a dossier of your own in FOLDER, which is new or empty, with an example to write over."""
    from shlex import quote

    from dossier.scaffold import begin, refusal

    try:
        if reason := refusal(folder):
            raise click.UsageError(f"{reason}; name a new folder, or an empty one")
        made = begin(folder)
    except OSError as error:
        raise click.ClickException(f"{error.strerror or error}: {error.filename or folder}") from error
    click.echo(f"began a dossier of {len(made)} files in {folder}; see it: build.py serve --root {quote(str(folder))}")


def _run(
    root: Path, output: Path, jobs: int | None, strict: bool, no_cache: bool, format_: Format, writes: bool
) -> None:
    from dossier import pipeline
    from dossier.cache import Cache
    from dossier.memo import Nowhere, Remembering, engine
    from dossier.report import report
    from dossier.write import NotOurs

    root, output = root.resolve(), output.absolute()
    store = Nowhere() if no_cache else Cache(root / ".cache", engine())
    try:
        with Remembering(store, jobs or _cores()) as memo:
            made = pipeline.build(root, output, memo, strict) if writes else pipeline.examine(root, memo)
    except NotOurs as error:
        raise click.UsageError(f"{error}; name an empty folder, or one that a build has made") from error
    except OSError as error:
        raise click.ClickException(f"{error.strerror or error}: {error.filename or output}") from error
    report(made, format_, output, strict, writes)
    failed = bool(made.errors) or (strict and bool(made.problems))
    raise SystemExit(2 if made.misconfigured else int(failed))


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
