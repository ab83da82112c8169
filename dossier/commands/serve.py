"""`build.py serve`: the preview."""

import gc
from pathlib import Path

import click

from dossier.commands.options import root_option


@click.command()
@root_option
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option(
    "--editor",
    metavar="LINK",
    envvar="DOSSIER_EDITOR",
    default="vscode://file/{path}:{line}:{column}",
    show_default=True,
    show_envvar=True,
    help="What opens a file at a place.",
)
def serve(root: Path, port: int, host: str, editor: str) -> None:
    """Show the site as it will be, and again after each change.

    Drafts show, and are marked. A mistake in the content keeps the last good site on show, and its pages say what is
    wrong. Nothing is written to site/.
    """
    from dossier.preview import Refused
    from dossier.preview import serve as run

    if "{path}" not in editor or ":" not in editor:
        raise click.UsageError(
            "--editor is a link with {path} in it, and {line} and {column} where the editor takes them"
        )
    # `cli.program` turned it off, for commands that end.
    gc.enable()
    try:
        run(root.resolve(), host, port, editor)
    except Refused as reason:
        raise click.UsageError(str(reason)) from reason
