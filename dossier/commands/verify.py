"""`build.py verify`: is a published site what its manifest says, and what this content gives?"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dossier.commands.options import disk_faults, remembering, root_option

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dossier.fetching import Site
    from dossier.manifest import Manifest


@click.command()
@click.argument("site", metavar="URL-or-FOLDER")
@root_option
def verify(site: str, root: Path) -> None:
    """Compare a published site with its manifest and this content.

    It is compared file by file with its manifest, and its manifest with a build from the content below the root.

    Exit code 0: all is the same. 1: something differs, or can't be compared. 2: wrong usage or configuration, or the site
    can't be reached.
    """
    from dossier import comparing
    from dossier.diagnostics import printable

    with disk_faults(Path(site)):
        found, there = _published(site)
    here = _built(root.resolve())
    with disk_faults(Path(site)):
        kept = comparing.keep(found, there)
    click.echo(f"{printable(found.name)} beside its manifest:")
    _tell(comparing.kept_words(kept))
    if isinstance(here, str):
        click.echo(here)
        raise SystemExit(1)
    rebuilt = comparing.rebuild(there, here)
    click.echo("beside a build from this content:")
    _tell(comparing.rebuilt_words(rebuilt))
    whole = "it is as it was made" if kept.holds else "it is not as it was made"
    click.echo(f"{whole}, and this content gives {'the same site' if rebuilt.holds else 'another site'}")
    raise SystemExit(int(not (kept.holds and rebuilt.holds)))


def _published(place: str) -> "tuple[Site, Manifest]":
    """The site and its manifest; without them the run ends, with one line that says why."""
    from dossier import comparing
    from dossier.diagnostics import printable
    from dossier.fetching import Fault, site_at
    from dossier.manifest import Manifest

    site = site_at(place)
    if isinstance(site, str):
        raise click.UsageError(printable(site))
    manifest = comparing.manifest_of(site)
    if isinstance(manifest, Manifest):
        return site, manifest
    click.echo(printable(manifest.words if isinstance(manifest, Fault) else manifest), err=True)
    raise SystemExit(2 if isinstance(manifest, Fault) else 1)


def _built(root: Path) -> "Manifest | str":
    """The manifest of a build from this content, or why there is none."""
    from dossier import pipeline
    from dossier.diagnostics import as_text
    from dossier.manifest import MANIFEST, Manifest, read_manifest

    with disk_faults(root), remembering(root) as memo:
        made = pipeline.examine(root, memo)
    if made.misconfigured:
        click.echo("\n".join(map(as_text, made.problems)), err=True)
        raise SystemExit(2)
    found = read_manifest(made.files[MANIFEST]) if made.files else ""
    if isinstance(found, Manifest):
        return found
    return "no build to compare it with: there are errors in this content, see build.py check"


def _tell(lines: "Iterable[str]") -> None:
    from dossier.diagnostics import printable

    click.echo("\n".join(f"  {printable(line)}" for line in lines))
