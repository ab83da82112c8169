"""Dossiers on the disk, as an editor has them: a copy of the first one, its quotations, changes to it, the command, and
what it left.
"""

import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path

from msgspec import Struct, convert
from msgspec.structs import replace

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
            main(_arguments(command, root, output, *options))
        except SystemExit as end:
            code = int(end.code or 0)
    return _run(code, said.getvalue())


def run_apart(command: str, root: Path, output: Path, *options: str) -> Run:
    """Run the command in an interpreter of its own. ValueError if anything but JSON stands on standard output."""
    arguments = _arguments(command, root, output, *options)
    done = subprocess.run(
        [sys.executable, str(PROJECT / "build.py"), *arguments], capture_output=True, encoding="utf-8", check=False
    )
    return _run(done.returncode, done.stdout)


def _arguments(command: str, root: Path, output: Path, *options: str) -> list[str]:
    return [command, "--root", str(root), "--output", str(output), "--format", "json", *options]


def _run(code: int, said: str) -> Run:
    told = json.loads(said)
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


# --- quotations, found without the engine


class Quoted(Struct, frozen=True):
    """A quotation of a content file, by offsets in its text. start, end: of its words; place: where a problem is reported.

    words: as a reader has them, on one line. body: it stands in the body, not in the front matter.
    headline: it stands in a title, claim or label.
    figure: where the file has the figure that the words are to hold, and the figure; else None.
    """

    path: str
    start: int
    end: int
    place: int
    words: str
    body: bool
    headline: bool = False
    figure: tuple[int, str] | None = None


_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_FIELD = re.compile(r"^ +(?:- )?quote: (?:>-\n {5,})?(?P<words>.+(?:\n {5,}\S.*)*)$", re.MULTILINE)
_SENTENCE = re.compile(r"^(?:title|claim|label): (?![\"'>|]).+$", re.MULTILINE)
_FIGURE = re.compile(r"^figure: (?P<words>.+)$", re.MULTILINE)
_BLOCK = re.compile(r"^(?:>.*\n?)+", re.MULTILINE)
_BLOCK_WORDS = re.compile(r"> (?P<words>[^\[]*(?:\[(?!@)[^\[]*)*?)\s*(?=\[@|\Z)")
_RUN = re.compile(r'"(?P<straight>[^"]+)"(?!\]\{\.)|“(?P<curly>[^”]+)”(?!\]\{\.)')


def quotations(root: Path) -> Iterator[Quoted]:
    """Every quotation of a dossier: fields, blockquotes, and runs in double marks, in citations or in prose."""
    for file in sorted(root.glob("content/*/*.md")):
        path, text = file.relative_to(root).as_posix(), file.read_text(encoding="utf-8")
        if not path.startswith("content/sources/"):
            yield from _quotations(path, _COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text))


def _quotations(path: str, text: str) -> Iterator[Quoted]:
    body = text.index("\n---\n", 3)
    figure = _FIGURE.search(text, 0, body)
    for found in _FIELD.finditer(text, 0, body):
        line = text[text.rindex("\n  - ", 0, found.start("words")) :]
        due = (figure.start("words"), figure["words"]) if figure and line.startswith("\n  - supports:") else None
        yield _quoted(path, text, *found.span("words"), found.start("words"), due)
    blocks = [found.span() for found in _BLOCK.finditer(text, body)]
    for start, end in blocks:
        if words := _BLOCK_WORDS.match(text, start, end):
            yield _quoted(path, text, *words.span("words"), words.start("words"))
    sentences = [found.span() for found in _SENTENCE.finditer(text, 0, body)]
    edges = [body, *(edge for block in blocks for edge in block), len(text)]
    for start, end in [*sentences, *zip(edges[::2], edges[1::2], strict=True)]:
        for run in _RUN.finditer(text, start, end):
            found_run = _quoted(path, text, *run.span(run.lastgroup or 0), run.start())
            yield replace(found_run, headline=not found_run.body)


def _quoted(path: str, text: str, start: int, end: int, place: int, figure: tuple[int, str] | None = None) -> Quoted:
    words = " ".join(re.sub(r"\n> ?", "\n", text[start:end]).split())
    return Quoted(path, start, end, place, words, start > text.index("\n---\n", 3), figure=figure)
