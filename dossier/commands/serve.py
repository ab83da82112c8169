"""`build.py serve`: the preview."""

from pathlib import Path

import click

from dossier.commands.options import root_option


@click.command()
@root_option
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
def serve(root: Path, port: int, host: str) -> None:
    """Show the site as it will be, and again after each change."""
    from dossier.preview import serve as run

    run(root.resolve(), host, port)
