"""What Visual Studio Code is given: its tasks run and read every problem, its snippets give what the program takes."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from folders import PROJECT, edit, place_of, run
from msgspec.structs import replace
from programs import program
from sites import names, read_site

from dossier.cli import command
from dossier.diagnostics import Problem, as_text
from dossier.memo import Plain
from dossier.pipeline import Survey, survey
from dossier.preview import _say
from dossier.preview.looking import Look
from dossier.report import _draw
from dossier.vscode import AGAIN, PROBLEM, TOLD, files

NOTE = "content/notes/library-opens.md"
LINES = [line for name in names() for line in read_site(name).expected.splitlines()]
"""What is printed for every bad site: problems, hints, and the line with the exit code that the sites add."""


def begun(folder: Path) -> Path:
    assert CliRunner().invoke(command, ["init", str(folder)]).exit_code == 0
    return folder


def of(folder: Path, name: str) -> Any:
    return json.loads((folder / ".vscode" / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", files("."))
def test_this_repository_s_files_are_those_of_the_program(path: str) -> None:
    assert (PROJECT / path).read_text(encoding="utf-8") == files(".")[path], "run: make schemas"


# --- the problem matcher


def test_it_reads_each_problem_of_the_bad_sites_and_nothing_else() -> None:
    hints = [line for line in LINES if line.startswith("  hint: ")]
    problems = [line for line in LINES if not line.startswith(("  hint: ", "exit "))]
    assert len(problems) > 100
    assert [line for line in [*hints, *LINES[-1:]] if re.search(PROBLEM, line)] == []
    for line in problems:
        found = re.search(PROBLEM, line)
        assert found, line
        path, number, column, severity, code, message = found.groups()
        read = Problem(
            path, int(number), int(column), code, message, severity="error" if severity == "error" else "warning"
        )
        assert as_text(read) == line


def test_the_editor_s_engine_reads_them_alike(tmp_path: Path) -> None:
    odd = ["a:1:2: error[bad-id]: “b:3:4: error[bad-id]: x”", " a:1:2: error[bad-id]: x", "a:1:2: note[bad-id]: x"]
    odd += ["what is wrong now:", "1 error, 2 warnings", "1,000 errors", "checked 18 pages: 1 source"]
    asked = [[pattern, line] for pattern in (PROBLEM, AGAIN, TOLD) for line in (*LINES, *odd)]
    (tmp_path / "asked.json").write_text(json.dumps(asked), encoding="utf-8")
    answers = json.loads(program("regexps.mjs", str(tmp_path / "asked.json")))
    matches = [re.search(pattern, line) for pattern, line in asked]
    assert answers == [[found[0], *found.groups()] if found else None for found in matches]


def test_a_terminal_s_colours_leave_the_lines_whole(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "40")
    found = Problem(
        "content/notes/a.md", 14, 3, "unverified-quote", f"“{'word ' * 30}” is not in source post", "the nearest"
    )
    _draw(found)
    drawn = capsys.readouterr().out
    assert "\x1b[" in drawn
    assert re.sub(r"\x1b\[[0-9;]*m", "", drawn) == f"{as_text(found)}\n"


def test_a_preview_s_problems_are_told_anew_and_dropped_when_mended(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    faulty = Look(
        problems=(Problem("content/notes/a.md", 14, 3, "unverified-quote", "“x” is not in source post", "a hint"),)
    )
    surveyed = survey(begun(tmp_path / "dossier"), Plain(), drafts=True)
    assert isinstance(surveyed, Survey)
    shown = Look(surveyed=surveyed)  # before its pages are made; nothing of it is told
    before = Look()
    told: list[str] = []
    for found, due in ((faulty, 1), (replace(faulty), 1), (shown, 1), (Look(), 0), (shown, 0), (replace(faulty), 1)):
        before = _say(before, found)
        lines = capsys.readouterr().out.splitlines()
        for line in lines:
            told = [] if re.search(AGAIN, line) else told + re.findall(PROBLEM, line)
        assert len(told) == due
        assert [bool(re.search(TOLD, line)) for line in lines] == [False] * (len(lines) - 1) + [True] * bool(lines)


# --- the tasks, where the dossier is


@pytest.mark.parametrize("label", ["Dossier: check", "Dossier: build"])
def test_a_task_of_a_dossier_that_stands_elsewhere_runs_and_finds_the_place(label: str, tmp_path: Path) -> None:
    folder = begun(tmp_path / "my own" / "dossier")
    edit(folder / NOTE, "We kept every book", "We kept each book")
    task = next(task for task in of(folder, "tasks.json")["tasks"] if task["label"] == label)
    python, *arguments = [_resolved(word, folder) for word in (task["command"], *task["args"])]
    assert python.endswith(".venv/bin/python")
    python = python if (folder / python).exists() else sys.executable
    done = subprocess.run([python, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    pattern = task["problemMatcher"]["pattern"]
    found = re.search(pattern["regexp"], done.stdout.splitlines()[0])
    assert found
    assert [found[pattern[part]] for part in ("file", "severity", "code")] == [NOTE, "error", "unverified-quote"]
    place = place_of((folder / NOTE).read_text(encoding="utf-8"), '"We kept each book"')
    assert (int(found[pattern["line"]]), int(found[pattern["column"]])) == place
    assert task["problemMatcher"]["fileLocation"] == ["relative", "${workspaceFolder}"]


def _resolved(word: str, folder: Path) -> str:
    """A word of a task as the editor puts it in."""
    word = word.replace("${workspaceFolder}", str(folder))
    return word.replace("${config:dossier.program}", of(folder, "settings.json")["dossier.program"])


def test_config_yaml_has_its_schema_here_and_elsewhere(tmp_path: Path) -> None:
    for folder in (PROJECT, begun(tmp_path / "a" / "b")):
        ((schema, pattern),) = of(folder, "settings.json")["yaml.schemas"].items()
        assert schema.startswith(("./", "../"))
        assert (folder / schema).resolve() == PROJECT / "schemas/config.json"
        assert (folder / pattern).is_file()


def test_the_check_is_what_the_editor_s_build_key_runs() -> None:
    tasks = of(PROJECT, "tasks.json")["tasks"]
    assert [task["label"] for task in tasks if task.get("group") == {"kind": "build", "isDefault": True}] == [
        "Dossier: check"
    ]
    assert [task["label"] for task in tasks if task.get("isBackground")] == ["Dossier: serve"]


# --- the snippets


def inserted(name: str, *values: str) -> str:
    """What a snippet inserts, with values in its places; choices and defaults stay where there are none."""
    text = "\n".join(of(PROJECT, "dossier.code-snippets")[name]["body"])
    for number, value in enumerate(values, 1):
        text = re.sub(rf"\$\{{{number}[:|][^}}]*\}}", value, text)
    text = re.sub(r"\$\{\d\|(\w+)[^}]*\}", r"\1", text)
    text = re.sub(r"\$\{\d:([^}]*)\}", r"\1", text).replace("$0", "")
    return re.sub(r"\\([\\$}])", r"\1", text)


def test_what_the_snippets_insert_is_taken(tmp_path: Path) -> None:
    root = begun(tmp_path / "dossier")
    words = ("library-reopens", "We kept every book")
    note = inserted("New note", "A visit").replace("date:\n", "date: 2025-03-03?\n", 1)
    basis = inserted("How a date is known", "library-reopens", "Monday, 3 March 2025")
    note = re.sub(r"date-from:\n(#.*\n)*", basis, note, count=1)
    term, link = (
        inserted("Term that is nobody's words", "soft opening"),
        inserted("Link", "mill-street-library", "library"),
    )
    text = f"{note}\n\nA {term} of the {link} {inserted('Citation with a quotation', *words)}.\n"
    (root / "content/notes/visit.md").write_text(text, encoding="utf-8")
    line = inserted("Line of evidence", "supports", *words)
    claim = re.sub(r"evidence:\n(#.*\n)*", f"evidence:\n{line}", inserted("New claim", "It kept its books."), count=1)
    (root / "content/claims").mkdir()
    (root / "content/claims/books.md").write_text(claim.replace("draft: true\n", ""), encoding="utf-8")
    (root / "content/topics/books.md").write_text(inserted("New topic", "Books: new ones"), encoding="utf-8")
    (root / "content/sources/draft.md").write_text(inserted("New source", "Books"), encoding="utf-8")
    found = run("check", root, root / "site", "--no-cache", "--strict")
    assert found.problems == ()
    assert found.counts == {
        "sources": 1,
        "notes": 2,
        "claims": 1,
        "topics": 2,
        "quotations": 7,
        "pages": found.counts["pages"],
    }


def test_their_words_are_short_and_each_its_own() -> None:
    prefixes = [snippet["prefix"] for snippet in of(PROJECT, "dossier.code-snippets").values()]
    assert len(set(prefixes)) == len(prefixes)
    assert all(re.fullmatch("[a-z-]{4,12}", prefix) for prefix in prefixes)


def test_windows_finds_its_python(tmp_path: Path) -> None:
    for task in of(PROJECT, "tasks.json")["tasks"]:
        assert task["windows"] == {"command": "${config:dossier.program}\\.venv\\Scripts\\python.exe"}
