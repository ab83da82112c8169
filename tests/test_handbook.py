"""The handbook does as it says: followed word for word in a fresh clone, from an empty folder to a published dossier."""

import re
import subprocess
from pathlib import Path

import pytest
from clones import clone, run
from documents import KINDS, blocks, follow, missing_targets, read
from msgspec import Struct

from dossier.cli import COMMANDS
from dossier.config import ConfigFields
from dossier.described import described
from dossier.model import ClaimFields, CommonFields, EvidenceLine, NoteFields, SourceFields, TopicFields

HANDBOOK = read("docs/handbook.md")
BLOCKS = blocks(HANDBOOK)
TABLES: dict[str, type[Struct]] = {
    "A source": SourceFields,
    "A note": NoteFields,
    "A claim": ClaimFields,
    "A line of a claim's evidence": EvidenceLine,
    "A topic": TopicFields,
    "Every kind": CommonFields,
    "config.yaml": ConfigFields,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone with a repository to push to, in which all of the handbook was followed."""
    folder = clone(tmp_path_factory.mktemp("handbook") / "dossier")
    git(folder, "init", "--quiet", "--bare", "../published.git")
    git(folder, "init", "--quiet", "--initial-branch", "main")
    git(folder, "config", "user.name", "Dee Example")
    git(folder, "config", "user.email", "dee@example.org")
    git(folder, "remote", "add", "origin", "../published.git")
    follow(BLOCKS, folder)
    return folder


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


def test_every_block_is_of_a_kind_that_is_run_or_only_shows() -> None:
    assert {block.kind for block in BLOCKS} <= KINDS
    shown = [block.text for block in BLOCKS if not block.kind]
    assert shown == ["python build.py serve\n"]


def test_it_ends_with_a_dossier_in_which_nothing_is_wrong(folder: Path) -> None:
    built = run("python build.py build --strict", folder)
    assert built.returncode == 0, built.stdout
    assert "2 sources, 2 notes, 1 claim, 2 topics" in built.stdout
    note = (folder / "site/notes/library-costs/index.html").read_text(encoding="utf-8")
    assert "Reviewed by Dee Example" in note
    assert "The article does not say that the damp made the repairs dearer." in note
    front = (folder / "site/index.html").read_text(encoding="utf-8")
    assert "around 2.4 million" in front
    assert (folder / "site/notes/repair-costs/index.html").is_file()


def test_what_was_pushed_is_what_was_committed(folder: Path) -> None:
    pushed = git(folder, "--git-dir", "../published.git", "ls-tree", "-r", "--name-only", "main").splitlines()
    assert "content/notes/repair-costs.md" in pushed
    assert "content/originals/example-2025-02-21.html" in pushed
    assert ".github/workflows/publish.yml" in pushed
    assert not [path for path in pushed if path.startswith(("site/", ".venv/", ".cache/"))]


def test_it_names_every_command() -> None:
    typed = re.findall(r"(?:build\.py|make) ([a-z]+)", HANDBOOK)
    assert set(COMMANDS) - {"build"} <= set(typed)


@pytest.mark.parametrize("heading", TABLES)
def test_a_table_has_each_field_with_the_model_s_own_words(heading: str) -> None:
    table = HANDBOOK.split(f"\n### {heading}\n")[1].split("\n#")[0]
    rows = dict(re.findall(r"^\| `([\w-]+)` \| (.*) \|$", table, re.MULTILINE))
    common = {field.name for field in described(CommonFields)}
    apart = common if TABLES[heading] in (SourceFields, NoteFields, ClaimFields, TopicFields) else set()
    fields = [field for field in described(TABLES[heading]) if field.name not in apart]
    assert list(rows) == [field.name for field in fields]
    for field in fields:
        assert rows[field.name].startswith(field.about), field.name
        for part in field.parts if field.name != "evidence" else ():
            assert f"`{part.name}`, {part.about}" in rows[field.name]


def test_what_it_links_to_is_there() -> None:
    assert missing_targets("docs/handbook.md") == []
