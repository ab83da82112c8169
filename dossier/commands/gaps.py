"""`build.py gaps`: what the dossier lacks, for its editors."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from dossier.commands.options import disk_faults, remembering, root_option

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dossier.gaps import Gap, Group


@click.command()
@root_option
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="How the gaps print.")
def gaps(root: Path, format_: Literal["text", "json"]) -> None:
    """List what the dossier lacks, what most rests on first.

    Exit code 0: the list is whole, however long. 1: there are errors in the content, so that the list may lack some.
    2: wrong usage or configuration.
    """
    import json

    from dossier import pipeline
    from dossier.diagnostics import as_text, settle
    from dossier.gaps import gaps as find

    with disk_faults(root), remembering(root, partial=True) as memo:
        gathered = pipeline.gather(root, memo)
        if not isinstance(gathered, pipeline.Gathered):
            click.echo("\n".join(as_text(found) for found in settle(gathered, {})), err=True)
            raise SystemExit(2)
        problems, answered = pipeline.judge(gathered, memo)
    groups = find(gathered.dossier, answered)
    if format_ == "json":
        click.echo(
            json.dumps({"gaps": [_record(group, gap) for group in groups for gap in group.gaps]}, ensure_ascii=False)
        )
    else:
        click.echo("\n".join(_lines(groups)))
    errors = sum(found.severity == "error" for found in problems)
    if errors:
        number = "one error" if errors == 1 else f"{errors:,} errors"
        click.echo(f"{number} in the content, so that gaps may be missing here: build.py check", err=True)
    raise SystemExit(int(errors > 0))


def _record(group: "Group", gap: "Gap") -> dict[str, object]:
    """A gap as data: what rests on it is counted by kind."""
    rests = {f"{kind}s": count for kind, count in gap.load.entries}
    return {
        "kind": group.lack.name,
        "in": f"{gap.ref.kind}s/{gap.ref.id}",
        "path": gap.path,
        "line": gap.line,
        "title": gap.title,
        "words": gap.words,
        "rests": {"quotations": gap.load.quotations, **rests},
        **({"answer": gap.answer} if gap.answer else {}),
    }


def _lines(groups: "Sequence[Group]") -> "Iterator[str]":
    from dossier.diagnostics import printable
    from dossier.gapwords import resting_words

    for group in groups:
        yield f"{group.lack.heading} ({len(group.gaps):,})"
        yield f"  {group.lack.remedy}"
        for gap in group.gaps:
            answer = f"The editors: {gap.answer}" if gap.answer else ""
            load = f"({resting_words(gap.load, gap.ref.kind)})"
            yield printable(f"{gap.path}:{gap.line}: {gap.title}")
            yield "  " + printable(" ".join(filter(None, (gap.words, answer, load))))
        yield ""
    total = sum(len(group.gaps) for group in groups)
    yield (
        f"{total:,} gap{'' if total == 1 else 's'}"
        if total
        else "No gap is known. That does not mean that there is none."
    )
