"""How a run tells what it found: as text, as JSON, or as workflow commands of GitHub Actions; and one line that sums up."""

import json
import sys
from pathlib import Path
from typing import Literal

from msgspec import to_builtins

from dossier.diagnostics import Problem, as_text
from dossier.outcome import Outcome

UNSEARCHABLE = (
    "the site has no search, since Pagefind, which makes its index, is not installed: run `make`, or install"
    " requirements-search.txt; or write `search: false` in config.yaml"
)


def report(made: Outcome, form: Literal["text", "json", "github"], output: Path, strict: bool, writes: bool) -> None:
    """Print what a run found on standard output; JSON is all that stands there, then."""
    if form == "json":
        print(
            json.dumps({"problems": to_builtins(made.problems), "counts": to_builtins(made.counts)}, ensure_ascii=False)
        )
        return
    for found in made.problems:
        say(found, form)
    print(summary(made, output, strict, writes))
    for notice in (*made.notices, *((UNSEARCHABLE,) if made.unsearchable else ())) if form == "text" else ():
        print(f"note: {notice}")


def say(found: Problem, form: Literal["text", "github"]) -> None:
    """Print one problem."""
    if form == "github":
        print(as_workflow_command(found))
    elif sys.stdout.isatty():
        _draw(found)
    else:
        print(as_text(found))


def summary(made: Outcome, output: Path, strict: bool, writes: bool) -> str:
    """One line: what was found, and what became of the site."""
    counts = made.counts
    warnings = len(made.problems) - made.errors
    found = ", ".join(_number(n, word) for n, word in ((made.errors, "error"), (warnings, "warning")) if n)
    if made.misconfigured:
        return f"{found}; nothing was read"
    if made.blocks(strict):
        return f"{found}; {output.name}/ is as it was" if writes else found
    held = (
        f"{_number(counts.sources, 'source')}, {_number(counts.notes, 'note')}, {_number(counts.claims, 'claim')}, "
        f"{_number(counts.topics, 'topic')}, {_number(counts.quotations, 'quotation')}"
    )
    tail = f"; {found}" if found else ""
    if made.written is None:
        return f"checked {_number(counts.pages, 'page')}: {held}{tail}"
    changed = made.written.written + made.written.removed
    return f"built {_number(counts.pages, 'page')} in {output.name}/ ({_number(changed, 'file')} changed): {held}{tail}"


def _number(count: int, word: str) -> str:
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"


def as_workflow_command(found: Problem) -> str:
    """The problem as GitHub Actions shows it beside the line (workflow command `::error file=…`)."""
    place = f"file={_property(found.path)},line={found.line},col={found.column}"
    text = f"{found.message}\nhint: {found.hint}" if found.hint else found.message
    return f"::{found.severity} {place},title={_property(found.code)}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _draw(found: Problem) -> None:
    """The problem in colour."""
    from rich.console import Console
    from rich.text import Text

    colour = "red" if found.severity == "error" else "yellow"
    first, _, hint = as_text(found).partition("\n")
    place, _, rest = first.partition(f": {found.severity}[")
    text = Text(place, style="bold") + Text(f": {found.severity}[", style=colour) + Text(rest)
    Console(soft_wrap=True, highlight=False).print(text + Text(f"\n{hint}", style="dim") if hint else text)
