"""`build.py init`: a dossier is begun."""

from pathlib import Path
from shlex import quote

import click

from dossier.commands.options import disk_faults


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Begin a dossier of your own in FOLDER, which is new or empty, with an example to write over."""
    from dossier.scaffold import begin, refusal

    with disk_faults(folder):
        if reason := refusal(folder):
            raise click.UsageError(f"{reason}; name a new folder, or an empty one")
        made = begin(folder)
    click.echo(f"began a dossier of {len(made)} files in {folder}; see it: build.py serve --root {quote(str(folder))}")
