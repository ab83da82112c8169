"""Documents that do as they say: their files are saved, their commands run, in their order, in a fresh clone.

A block's first line tells what it is: `sh` is run, line by line; `markdown PATH`, `yaml PATH` or `html PATH` is saved;
`diff PATH` changes lines of a file; `text` stands in what the command before it says. A block without a word only shows
something.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from clones import PROJECT, run
from msgspec import Struct

SAVED = ("markdown", "yaml", "html")
KINDS = {"sh", "diff", "text", "", *SAVED}


class Block(Struct, frozen=True):
    """A fenced block: what it is, the file that it is about, its lines."""

    kind: str
    path: str
    text: str


def read(path: str) -> str:
    """A document of this repository."""
    return (PROJECT / path).read_text(encoding="utf-8")


def blocks(document: str) -> tuple[Block, ...]:
    """Its fenced blocks, in their order."""
    found = re.findall(r"(?ms)^```(\w*)([^\n]*)\n(.*?)^```$", document)
    return tuple(Block(kind, path.strip(), text) for kind, path, text in found)


def follow(steps: tuple[Block, ...], folder: Path) -> None:
    """Do what blocks say. AssertionError where it goes another way; a command fails just where an error follows it."""
    for block, next_ in zip(steps, (*steps[1:], None), strict=True):
        if block.kind in SAVED:
            (folder / block.path).parent.mkdir(parents=True, exist_ok=True)
            (folder / block.path).write_text(block.text, encoding="utf-8")
        elif block.kind == "diff":
            change(folder / block.path, block.text)
        elif block.kind == "sh":
            shown = next_.text if next_ and next_.kind == "text" else ""
            _run(block.text.splitlines(), shown, folder)


def _run(commands: Iterable[str], shown: str, folder: Path) -> None:
    """Run commands of one block; what is shown behind it is what the last says."""
    *before, last = commands
    for command in before:
        done = run(command, folder)
        assert done.returncode == 0, f"{command}\n{done.stdout}"
    done = run(last, folder)
    assert (done.returncode != 0) == ("error[" in shown), f"{last}\n{done.stdout}"
    assert shown in done.stdout, f"{last}\n{done.stdout}"


def change(file: Path, diff: str) -> None:
    """Put the lines behind `+` in the place of those behind `-`, which stand in the file once."""
    before, after = ("".join(f"{line[1:]}\n" for line in diff.splitlines() if line[0] == sign) for sign in "-+")
    text = file.read_text(encoding="utf-8")
    assert text.count(before) == 1, f"{before!r} stands {text.count(before)} times in {file}"
    file.write_text(text.replace(before, after), encoding="utf-8")


def missing_targets(path: str) -> list[str]:
    """What a document links to in this repository and is not there."""
    targets = [target for target in re.findall(r"\]\(([^)\s]+)\)", read(path)) if "://" not in target]
    here = (PROJECT / path).parent
    return [target for target in targets if target[0] != "#" and not (here / target.partition("#")[0]).exists()]
