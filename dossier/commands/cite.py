"""`build.py cite`: words found in the sources, as citations to paste."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from dossier.commands.options import disk_faults, linked_dossier, root_option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.finding import Hit
    from dossier.link import Dossier

_UNCITABLE = "the words cut off a quotation mark of the source's; take in both marks, or neither"


@click.command()
@click.argument("words", metavar="WORDS...", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(min=1), default=10, show_default=True, help="Hits at most.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", help="How the hits print.")
@root_option
def cite(words: tuple[str, ...], limit: int, format_: Literal["text", "json"], root: Path) -> None:
    """Find WORDS in the sources and print citations to paste.

    What stands in a source word for word comes first. What only comes near is marked as near, and its citation has the
    source's own words.

    Exit code 0: something was found. 1: nothing. 2: wrong usage or configuration.
    """
    import json

    from msgspec import to_builtins

    from dossier.finding import find_words

    with disk_faults(root):
        dossier = linked_dossier(root.resolve())
    sought = " ".join(words)
    hits = find_words(dossier, sought, limit)
    if format_ == "json":
        click.echo(json.dumps({"hits": to_builtins(hits)}, ensure_ascii=False))
    elif hits:
        click.echo("\n".join(line for hit in hits for line in _lines(hit, _foreign(dossier, hit.source))))
    else:
        click.echo(f"no source has “{sought}”, or comes near it")
    raise SystemExit(0 if hits else 1)


def _foreign(dossier: "Dossier", source: str) -> str:
    """The source's language, where it is another than the dossier's."""
    language = dossier.sources[source].fields.language or ""
    return "" if language.partition("-")[0] == dossier.config.language.partition("-")[0] else language


def _lines(hit: "Hit", language: str) -> "Iterator[str]":
    from dossier.diagnostics import printable

    yield printable(hit.citation or f"not to be quoted so from @{hit.source}: {_UNCITABLE}")
    near = f"near, {hit.alike:.0%} of the words: " if hit.alike < 1 else ""
    written = f" (in {language})" if language else ""
    around = f"{hit.before}>>{hit.words}<<{hit.after}"
    yield printable(f"  {hit.path}:{hit.line}:{hit.column}{written}: {near}{around}")
