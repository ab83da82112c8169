"""What makes Visual Studio Code help with a dossier: its files in .vscode/, for a dossier beside the program or the program's.

A task reads the problems of a build, so that a wrong quotation is underlined; snippets know the syntax and the kinds' fields.
Front matter has no schema there: the editor's extension for YAML reads none in Markdown. What is wrong in it, the task says.

`python -m dossier.vscode` writes them, and the schemas, into the program's folder: after every change of the model.
"""

import json
import os
import re
from pathlib import Path
from typing import Any

from dossier.blanks import UNFINISHED, text_of
from dossier.ids import KINDS
from dossier.schemas import schemas

HERE = Path(__file__).parent.parent
PROBLEM = r"^(\S.*?):(\d+):(\d+): (error|warning)\[([a-z0-9-]+)\]: (.*)$"
"""A problem's line (`diagnostics.as_text`); a hint is a line of its own and begins with blanks. ECMAScript reads it alike."""
AGAIN = r"^what is wrong now:$"
"""The line with which a preview begins to tell its problems, all of them."""
TOLD = r"^(checked [0-9,]+ pages?:|[0-9,]+ (errors?|warnings?)\b)"
"""The line that sums up."""
Json = dict[str, Any]


def files(program: str) -> dict[str, str]:
    """The files by their paths below a dossier. program: where build.py is from there, with `/`."""
    return {
        ".vscode/extensions.json": _json({"recommendations": ["redhat.vscode-yaml"]}),
        ".vscode/settings.json": _json(_settings(program)),
        ".vscode/tasks.json": _json(_tasks()),
        ".vscode/dossier.code-snippets": _json(_snippets()),
    }


def from_there(folder: Path) -> str:
    """Where the program is from a folder; the whole path where there is no way from one to the other, as between drives."""
    try:
        found = os.path.relpath(HERE, folder.resolve())
    except ValueError:
        found = str(HERE)
    return found.replace(os.sep, "/")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _settings(program: str) -> Json:
    at = program if program.startswith(("..", "/")) or ":" in program else f"./{program}".removesuffix("/.")
    return {
        "dossier.program": program,
        "yaml.schemas": {f"{at}/schemas/config.json": "config.yaml"},
        "[markdown]": {"editor.wordWrap": "on", "editor.tabCompletion": "onlySnippets"},
    }


# --- tasks


def _tasks() -> Json:
    check = _task("check") | {"group": {"kind": "build", "isDefault": True}}
    serve = _task("serve") | {"isBackground": True}
    serve["problemMatcher"]["background"] = {"activeOnStart": True, "beginsPattern": AGAIN, "endsPattern": TOLD}
    return {"version": "2.0.0", "tasks": [check, _task("build"), serve]}


def _task(command: str) -> Json:
    """A task that runs a command of build.py and underlines the problems that it tells."""
    program = "${config:dossier.program}"
    return {
        "label": f"Dossier: {command}",
        "type": "shell",
        "command": f"{program}/.venv/bin/python",
        "windows": {"command": f"{program}\\.venv\\Scripts\\python.exe"},
        "args": [f"{program}/build.py", command, "--root", "${workspaceFolder}"],
        "options": {"cwd": "${workspaceFolder}"},
        "presentation": {"reveal": "silent", "panel": "dedicated", "clear": True},
        "problemMatcher": {
            "owner": "dossier",
            "source": "dossier",
            "fileLocation": ["relative", "${workspaceFolder}"],
            "pattern": {"regexp": PROBLEM, "file": 1, "line": 2, "column": 3, "severity": 4, "code": 5, "message": 6},
        },
    }


# --- snippets


def _snippets() -> dict[str, Json]:
    """What can be typed by a short word; `yaml` is what the editor takes front matter for."""
    found = {
        "Citation with a quotation": _snippet("cite", '[@${1:source-id}, "${2:words of the source}"]$0'),
        "Link": _snippet("link", "[[${1:id}|${2:words}]]$0"),
        "Term that is nobody's words": _snippet("term", '["${1:words}"]{.term}$0'),
        "Line of evidence": _snippet(
            "evidence",
            "  - ${1|supports,disputes,context|}: ${2:source-id}\n    quote: >-\n      ${3:words of the source}\n$0",
        ),
        "How a date is known": _snippet(
            "date-from", "date-from:\n  - source: ${1:source-id}\n    quote: >-\n      ${2:words of the source}\n$0"
        ),
    }
    for kind in KINDS:
        blank = _literal(text_of(kind, "TITLE", UNFINISHED.get(kind, "")))
        found[f"New {kind}"] = _snippet(f"new-{kind}", blank.replace("TITLE", '"${1:title}"', 1) + "$0")
    return found


def _snippet(prefix: str, body: str) -> Json:
    return {"scope": "markdown,yaml", "prefix": prefix, "body": body.splitlines()}


def _literal(text: str) -> str:
    """A text that a snippet inserts as it is."""
    return re.sub(r"[\\$}]", lambda found: f"\\{found[0]}", text)


def _write() -> None:
    for path, text in (files(".") | schemas()).items():
        (HERE / path).parent.mkdir(exist_ok=True)
        (HERE / path).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    _write()
