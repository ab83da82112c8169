"""Dossiers on the disk, as an editor has them: a copy of the first one, changes to it, the command, and what it left."""

import io
import json
import shutil
from contextlib import redirect_stdout
from pathlib import Path

from msgspec import Struct, convert

from dossier.cli import main
from dossier.diagnostics import Problem

PROJECT = Path(__file__).parent.parent


class Run(Struct, frozen=True):
    """What `build.py … --format json` said, and its exit code."""

    code: int
    problems: tuple[Problem, ...]
    counts: dict[str, int]


def first_dossier(root: Path) -> Path:
    """Put a copy of the first dossier into a folder."""
    shutil.copytree(PROJECT / "content", root / "content")
    shutil.copy(PROJECT / "config.yaml", root)
    return root


def run(command: str, root: Path, output: Path, *options: str) -> Run:
    """Run the command in this process. ValueError if anything but JSON stands on standard output."""
    said = io.StringIO()
    code = 0
    with redirect_stdout(said):
        try:
            main([command, "--root", str(root), "--output", str(output), "--format", "json", *options])
        except SystemExit as end:
            code = int(end.code or 0)
    told = json.loads(said.getvalue())
    return Run(code, convert(told["problems"], tuple[Problem, ...]), told["counts"])


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def untouched(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file and folder below a folder with its bytes and the time of its last change: equal if nothing was touched."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes() if path.is_file() else b"", path.stat().st_mtime_ns)
        for path in (folder, *folder.rglob("*"))
    }


def edit(file: Path, before: str, after: str) -> None:
    """Replace words of a file that stand in it once. ValueError if they stand there more or less often."""
    text = file.read_text(encoding="utf-8")
    if text.count(before) != 1:
        raise ValueError(f"{before!r} stands {text.count(before)} times in {file.name}")
    file.write_text(text.replace(before, after), encoding="utf-8")


def place_of(text: str, words: str) -> tuple[int, int]:
    """Line and column, from 1, at which words begin that stand once in a text."""
    if text.count(words) != 1:
        raise ValueError(f"{words!r} stands {text.count(words)} times")
    before = text[: text.index(words)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")
