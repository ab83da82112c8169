"""`build.py mentions`: topics' names that stand in a text without a link."""

from pathlib import Path
from typing import Literal

import click

from dossier.commands.options import disk_faults, linked_dossier, root_option


@click.command()
@click.option("--all", "every", is_flag=True, help="Each mention, not only the first of an entry that has no link.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="How they print.")
@root_option
def mentions(every: bool, format_: Literal["text", "json"], root: Path) -> None:
    """List topics' names that stand in a text without a link.

    They are looked for in notes, claims and topics, not in quoted words. Each prints with its place and with the link to
    write there.
    """
    import json
    from functools import cache

    from msgspec import to_builtins

    from dossier.diagnostics import printable
    from dossier.mentions import unlinked

    @cache
    def lines_of(path: str) -> list[str]:
        return (root / path).read_text(encoding="utf-8-sig").splitlines()

    with disk_faults(root):
        found = unlinked(linked_dossier(root.resolve()), lines_of, every)
    if format_ == "json":
        click.echo(json.dumps({"mentions": to_builtins(found)}, ensure_ascii=False))
        return
    for one in found:
        click.echo(printable(f"{one.path}:{one.line}:{one.column}: {one.words} is a topic: {one.link}"))
    click.echo(f"{len(found):,} mention{'' if len(found) == 1 else 's'} without a link")
