"""`build.py import`: saved pages, texts and libraries become sources."""

from errno import ENXIO
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dossier.commands.options import disk_faults, linked_dossier, root_option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.importing.filing import Failed, Filed, Import, Known


@click.command("import")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--accessed", metavar="DATE", default="", help="The day on which you read it, as 2026-01-25.")
@root_option
def import_(files: tuple[Path, ...], accessed: str, root: Path) -> None:
    """Bring saved pages, texts and libraries in as sources.

    FILE is a web page saved as HTML, a text, or a library in CSL-JSON or BibTeX, as Zotero exports them. Its bytes are kept
    untouched in content/originals/. A source gets what the file says, and nothing is guessed. Nothing is written over.

    Exit code 0: each file is in the dossier now. 1: one is not, and is named. 2: wrong usage or configuration,
    or it takes what only an import needs and is not installed.
    """
    from dossier.dates import BadDate, parse
    from dossier.importing.filing import Failed, Filed, bring_in, write

    if accessed and isinstance(parse(accessed), BadDate):
        raise click.BadParameter(f"{accessed!r} is no date, as 2026-01-25", param_hint="--accessed")
    root = root.resolve()
    with disk_faults(root):
        sources = dict(linked_dossier(root).sources)
    failed = uninstalled = False
    for file in files:
        try:
            data = _bytes(file)
            made = bring_in(root, data, _shown(file.name), sources, accessed)
            write(root, made, data)
        except OSError as error:
            click.echo(f"{_shown(file)}: not imported: {(error.strerror or str(error)).lower()}")
            failed = True
            continue
        for line in _lines(file, made):
            click.echo(line)
        failed = failed or any(isinstance(found, Failed) for found in made.results)
        uninstalled = uninstalled or any(isinstance(found, Failed) and found.uninstalled for found in made.results)
        sources |= {found.source.id: found.source for found in made.results if isinstance(found, Filed)}
    raise SystemExit(2 if uninstalled else int(failed))


def _bytes(file: Path) -> bytes:
    """A file's bytes. OSError from the disk, and for a pipe or a device, which may never end."""
    if file.exists() and not (file.is_file() or file.is_dir()):
        raise OSError(ENXIO, "it is no file")
    return file.read_bytes()


def _shown(path: Path | str) -> str:
    """A name as text: not every one is UTF-8, or does no harm in a terminal."""
    from dossier.diagnostics import printable

    return printable(str(path).encode(errors="replace").decode())


def _lines(file: Path, made: "Import") -> "Iterator[str]":
    from dossier.diagnostics import printable

    for found in made.results:
        yield from map(printable, _told(file, found))


def _told(file: Path, found: "Filed | Known | Failed") -> "Iterator[str]":
    from dossier.importing.filing import Failed, Known

    if isinstance(found, Failed):
        item = f": {found.name}" if found.name else ""
        yield f"{_shown(file)}{item}: not imported: it {found.reason}"
    elif isinstance(found, Known):
        item = f": {found.name}" if found.name else ""
        yield f"{_shown(file)}{item}: this is source {found.id} already; nothing is changed"
    else:
        yield f"{found.path}: imported from {_shown(file)}"
        yield from (f"  left out: {words}" for words in found.left_out)
        if found.unplaced:
            yield f"  no place for: {', '.join(found.unplaced)}"
        if missing := _missing(found):
            yield f"  it does not say: {', '.join(missing)}"
        for id_, share in found.near:
            yield f"  shares about {share:.0%} of the shorter text with source {id_}: is `origin` the same?"


def _missing(found: "Filed") -> list[str]:
    fields = found.source.fields
    wanted = {
        "headline": fields.title,
        "author": fields.author,
        "publisher": fields.publisher,
        "published": fields.published,
    }
    return [name for name, value in {**wanted, "url": fields.url}.items() if not value]
