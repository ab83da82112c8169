"""`build.py rename`: an entry gets another id, and what names it follows."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dossier.commands.options import disk_faults, remembering, root_option

if TYPE_CHECKING:
    from dossier.ids import Kind
    from dossier.renaming import Renaming


@click.command()
@click.argument("kind", type=click.Choice(["source", "note", "claim", "topic"]))
@click.argument("old")
@click.argument("new")
@click.option("--dry-run", is_flag=True, help="Show what would change; change nothing.")
@root_option
def rename(kind: "Kind", old: str, new: str, dry_run: bool, root: Path) -> None:
    """Give an entry another id, in every place that names it.

    The file is renamed, every citation, link and field that names OLD names NEW, and the old address leads to the new
    one. Nothing else changes. Links by a title stay as they are.

    Exit code 0: done. 1: refused, and nothing is changed. 2: wrong usage.
    """
    from dossier.diagnostics import as_text
    from dossier.names import Ref
    from dossier.renaming import Refused, put
    from dossier.renaming import rename as find

    root = root.resolve()
    with disk_faults(root):
        with remembering(root, partial=True) as memo:
            found = find(root, memo, Ref(kind, old), new)
        if isinstance(found, Refused):
            for problem in found.problems:
                click.echo(as_text(problem))
            click.echo(f"not renamed: {found.reason}")
            raise SystemExit(1)
        if dry_run:
            _show(root, found)
        else:
            put(root, found)
    others = len(found.files.keys() - {found.before})
    done = "would be renamed" if dry_run else "renamed"
    places = f"{found.references} reference{'' if found.references == 1 else 's'}"
    click.echo(
        f"{done}: {found.before} is {found.after}; {places} in {others} other file{'' if others == 1 else 's'} changed"
    )


def _show(root: Path, renaming: "Renaming") -> None:
    """The changes as a difference that `patch` and git read."""
    from difflib import unified_diff

    for path, data in sorted(renaming.files.items()):
        before = (root / path).read_bytes().decode().splitlines(keepends=True)
        after = data.decode().splitlines(keepends=True)
        name = renaming.after if path == renaming.before else path
        click.echo("".join(unified_diff(before, after, f"a/{path}", f"b/{name}")), nl=False)
