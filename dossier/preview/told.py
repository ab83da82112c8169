"""Problems as the preview's pages show them: with the lines of the file around the place, and a link that opens them there.

In: what a look found. Out: records for the preview's script, of text that comes from content and is to be escaped.
"""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from msgspec import Struct

from dossier.diagnostics import Problem, Severity
from dossier.entryfiles import LARGEST_FILE
from dossier.pipeline import template_folders
from dossier.preview.looking import Look

EDITOR = "vscode://file/{path}:{line}:{column}"
"""The link that opens a file at a place, in Visual Studio Code. path: absolute, percent-encoded."""
AROUND = 2
"""Lines that an excerpt shows before and after the place."""
WIDEST = 400
"""Characters of an excerpt's line: a longer one is cut, with the place in it."""
EXCERPTS = 50
"""How many problems come with their lines."""
MOST = 200
"""How many problems are told in all; `build.py check` lists the rest."""


class Line(Struct, frozen=True):
    """A line of a file, by its number. column: where in `text` the place is, from 1; 0 in all other lines."""

    number: int
    text: str
    column: int = 0


class Told(Struct, frozen=True):
    """A problem. editor: the link to its place, empty where it is in no file that is there."""

    severity: Severity
    code: str
    place: str
    message: str
    hint: str = ""
    editor: str = ""
    lines: tuple[Line, ...] = ()


def told(found: Look, root: Path, editor: str = EDITOR) -> tuple[Told, ...]:
    """What is wrong, errors first, each sort in the order of its places; MOST of them."""
    if found.fault:
        return (Told("error", "", "", found.fault),)
    ordered = sorted(found.problems, key=lambda problem: problem.severity != "error")
    folders = [root, *(folder.parent for folder in template_folders(root))]
    return tuple(_told(problem, folders, editor, i < EXCERPTS) for i, problem in enumerate(ordered[:MOST]))


def _told(found: Problem, folders: Sequence[Path], editor: str, with_lines: bool) -> Told:
    place = f"{found.path}:{found.line}:{found.column}"
    file = _file(found.path, folders)
    if file is None:
        return Told(found.severity, found.code, found.path, found.message, found.hint)
    link = editor.replace("{line}", str(found.line)).replace("{column}", str(found.column))
    link = link.replace("{path}", quote(file.as_posix()))
    lines = excerpt(file, found.line, found.column) if with_lines else ()
    return Told(found.severity, found.code, place, found.message, found.hint, link, lines)


def _file(path: str, folders: Sequence[Path]) -> Path | None:
    """The file that a problem's path means: in the dossier, or a template of the project's."""
    return next((folder / path for folder in folders if (folder / path).is_file()), None)


def excerpt(file: Path, line: int, column: int) -> tuple[Line, ...]:
    """The lines around a place; none where the file can't be read any more. What is not UTF-8 shows as U+FFFD."""
    try:
        with file.open("rb") as opened:
            text = opened.read(LARGEST_FILE).decode(errors="replace").removeprefix("\ufeff")
    except OSError:
        return ()
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first, last = max(1, line - AROUND), min(len(lines), line + AROUND)
    return tuple(_line(number, lines[number - 1], column if number == line else 0) for number in range(first, last + 1))


def _line(number: int, text: str, column: int) -> Line:
    if len(text) <= WIDEST:
        return Line(number, text, column)
    start = max(0, min(column - WIDEST // 2, len(text) - WIDEST))
    before, after = "…" if start else "", "…" if start + WIDEST < len(text) else ""
    return Line(number, f"{before}{text[start : start + WIDEST]}{after}", column and column - start + len(before))
