"""`build.py review`: that somebody has checked an entry is written into its file, with a digest of what there was to check."""

from pathlib import Path

import click

from dossier.commands.options import disk_faults, remembering, root_option


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--by", "name", metavar="NAME", required=True, help="Who has reviewed it.")
@click.option("--date", metavar="DATE", default=None, help="When, as 2026-01-25.  [default: today]")
@root_option
def review(files: tuple[Path, ...], name: str, date: str | None, root: Path) -> None:
    """Write into FILE that NAME has reviewed it.

    FILE is a file of content/. The review holds until the entry's words, its quotations or the text of a source that it
    cites change; then a build warns of it. A file with errors, or that cites a source with errors, is refused.

    Exit code 0: written. 1: a file is refused, and none is changed. 2: wrong usage or configuration.
    """
    from dossier.diagnostics import as_text
    from dossier.placing import write_whole
    from dossier.reviewing import Refused, sign

    root = root.resolve()
    by, day = _name(name), _day(date)
    with disk_faults(root), remembering(root) as memo:
        signed = sign(root, memo, [_inside(root, file) for file in files], by, day)
        if isinstance(signed, Refused):
            for found in signed.problems:
                click.echo(as_text(found))
            click.echo(f"not reviewed: {signed.reason}")
            raise SystemExit(2 if signed.misconfigured else 1)
        for path, data in signed.items():
            write_whole(root / path, data)
            click.echo(f"{path}: reviewed by {by}, {day}")


def _name(name: str) -> str:
    if not name.strip() or not name.isprintable():
        raise click.BadParameter("a name is one line of printable characters", param_hint="--by")
    return " ".join(name.split())


def _day(date: str | None) -> str:
    """The day of the review. A build reads no clock; whoever signs may leave the day to the machine's."""
    from datetime import date as calendar

    from dossier.dates import BadDate, parse

    if date is None:
        return calendar.today().isoformat()
    found = parse(date)
    if isinstance(found, BadDate) or found.text != (found.earliest or "") or found.earliest != found.latest:
        raise click.BadParameter(f"{date!r} is not a day, as 2026-01-25", param_hint="--date")
    return found.text


def _inside(root: Path, file: Path) -> str:
    """A file's path within the dossier, with `/`; it is looked for below the working folder, then below the root."""
    for tried in (file.resolve(), (root / file).resolve()):
        if tried.is_file() and tried.is_relative_to(root / "content"):
            return tried.relative_to(root).as_posix()
    raise click.UsageError(f"{file} is no file of {root / 'content'}")
