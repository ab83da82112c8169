"""`build.py changes`: what the content says otherwise than an earlier commit of it, and no correction tells."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NoReturn

import click

from dossier.commands.options import Format, disk_faults, remembering, root_option

if TYPE_CHECKING:
    from dossier.changes import Changes
    from dossier.history import Commit
    from dossier.memo import Memo


@click.command()
@click.option(
    "--since",
    metavar="REV",
    default=None,
    help="The commit to compare with.  [default: HEAD if content/ differs from it, else where the default branch was left]",
)
@click.option(
    "--format", "format_", type=click.Choice(["text", "json", "github"]), default="text", help="How problems print."
)
@root_option
def changes(since: str | None, format_: Format, root: Path) -> None:
    """Name what changed since an earlier commit without a correction.

    Told are published statements, figures, dates, quotations and standings that changed or are gone. A correction in the
    file's `corrections`, added since then, is what tells readers. Git is only read.

    Exit code 0: nothing, or warnings. 1: some, where config.yaml makes `silent-change` an error. 2: there is no such
    commit, no git, or no history here.
    """
    from dossier import history

    root = root.resolve()
    at = history.commit(root, since)
    if isinstance(at, history.NoCommit):
        _stop(at.reason)
    with disk_faults(root), remembering(root, partial=True) as memo:
        found, code = _compared(root, at, memo)
    _tell(found, at, format_)
    raise SystemExit(code)


def _stop(reason: str) -> NoReturn:
    click.echo(f"nothing to compare: {reason}", err=True)
    raise SystemExit(2)


def _compared(root: Path, at: "Commit", memo: "Memo") -> tuple["Changes", int]:
    from msgspec.structs import replace

    from dossier import history
    from dossier.changes import silent_changes
    from dossier.diagnostics import settle
    from dossier.pipeline import Gathered, gather

    with TemporaryDirectory() as folder:
        if fault := history.restore(root, at, Path(folder)):
            _stop(fault.reason)
        before, after = gather(Path(folder), memo), gather(root, memo)
    for gathered, which in ((before, f"of {at.said}"), (after, "here")):
        if not isinstance(gathered, Gathered):
            _stop(f"config.yaml {which} can't be used: {gathered[0].message}")
    assert isinstance(before, Gathered)
    assert isinstance(after, Gathered)
    found = silent_changes(before.dossier, after.dossier, after.corpus)
    problems = settle(found.problems, after.dossier.config.checks)
    return replace(found, problems=problems), int(any(one.severity == "error" for one in problems))


def _tell(found: "Changes", at: "Commit", format_: Format) -> None:
    from msgspec import to_builtins

    from dossier.report import say

    if format_ == "json":
        told = {"since": at.id, "problems": to_builtins(found.problems), "slips": found.slips}
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    for one in found.problems:
        say(one, format_)
    count = len(found.problems)
    said = f"{count or 'no'} silent {'change' if count == 1 else 'changes'}"
    slips = f"; {found.slips} mended {'slip' if found.slips == 1 else 'slips'} not told" if found.slips else ""
    click.echo(f"compared with {at.said}: {said}{slips}")
