"""`build.py new`: a content file is begun."""

import os
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dossier.commands.options import disk_faults, root_option

if TYPE_CHECKING:
    from dossier.ids import Kind


@click.command()
@click.argument("kind", type=click.Choice(["source", "note", "claim", "topic"]))
@click.argument("title")
@click.option("--edit", is_flag=True, help="Open the file in the editor that VISUAL or EDITOR names.")
@root_option
def new(kind: "Kind", title: str, edit: bool, root: Path) -> None:
    """Begin a source, note, claim or topic with a TITLE.

    The file has all fields that one may want to fill in, each with a line that says what it holds; what stays empty is
    as if it were not there. Its name, which is its id, is made of the title. Where that is taken, a source gets a number,
    and for all else another title is asked for.

    Exit code 0: written. 1: not written, or not opened. 2: wrong usage.
    """
    from dossier import blanks

    if not (root / "config.yaml").is_file():
        raise click.UsageError(f"{root} is no dossier, as it has no config.yaml; name one with --root")
    with disk_faults(root):
        blank = blanks.new(root, kind, title)
        if isinstance(blank, str):
            raise click.UsageError(blank)
        blanks.write(root, blank)
    click.echo(f"wrote {blank.path}{f'; {blank.holder} has the same title' if blank.holder else ''}")
    if edit:
        _open(root / blank.path)


def _open(path: Path) -> None:
    """Open a file and wait for the editor, as git does: VISUAL before EDITOR, each with arguments."""
    named = next((name for name in ("VISUAL", "EDITOR") if os.environ.get(name, "").strip()), None)
    if not named:
        raise click.ClickException("neither VISUAL nor EDITOR names an editor; the file is there to be opened")
    editor = os.environ[named]
    try:
        program, *arguments = shlex.split(editor, posix=os.name != "nt")
        done = subprocess.run([shutil.which(program) or program, *arguments, str(path)], check=False)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise click.ClickException(
            f"{named} is {editor!r}, which can't be run ({reason}); the file is there"
        ) from error
    if done.returncode:
        raise click.ClickException(f"{editor!r} ended with exit code {done.returncode}; the file is there")
