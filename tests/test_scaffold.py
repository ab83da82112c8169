"""`build.py init`: the dossier that it begins builds, and nothing that was there is touched."""

import hashlib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dossier.cli import command
from dossier.scaffold import HIDDEN, START
from dossier.vscode import files, from_there


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, arguments)


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("exists", [True, False])
def test_a_dossier_begun_in_a_new_or_empty_folder_builds_without_a_warning(tmp_path: Path, exists: bool) -> None:
    folder = tmp_path / "some" / "dossier"
    if exists:
        folder.mkdir(parents=True)
    begun = run("init", str(folder))
    assert (begun.exit_code, begun.stderr) == (0, "")
    assert f"build.py serve --root {folder}" in begun.stdout
    built = run("build", "--root", str(folder), "--strict", "--no-cache", "--jobs", "1")
    assert built.exit_code == 0, built.output
    assert "1 source, 1 note, 0 claims, 1 topic, 4 quotations" in built.stdout
    assert b"is to open again" in (folder / "site/timeline/index.html").read_bytes()


def test_it_has_the_files_of_the_start_byte_for_byte_and_git_keeps_to_them(tmp_path: Path) -> None:
    run("init", str(tmp_path / "new"))
    begun = tree(tmp_path / "new")
    start = {f".{path}" if path in HIDDEN else path: data for path, data in tree(START).items()}
    help_ = {path: text.encode() for path, text in files(from_there(tmp_path / "new")).items()}
    assert begun == start | help_
    assert begun.keys() >= {"config.yaml", "README.md", ".gitignore", ".gitattributes"}
    assert b"/site/\n" in begun[".gitignore"]
    assert len(begun["README.md"].splitlines()) == 10


def test_its_sources_digest_is_that_of_its_original() -> None:
    original = (START / "content/originals/library-reopens.txt").read_bytes()
    source = (START / "content/sources/library-reopens.md").read_text(encoding="utf-8")
    assert f"sha256: {hashlib.sha256(original).hexdigest()}\n" in source


@pytest.mark.parametrize("there", ["notes.txt", ".hidden", "content/notes/visit.md"])
def test_a_folder_that_holds_anything_is_left_as_it_is(tmp_path: Path, there: str) -> None:
    (tmp_path / there).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / there).write_text("mine", encoding="utf-8")
    refused = run("init", str(tmp_path))
    assert refused.exit_code == 2
    assert f"{tmp_path} is not empty; name a new folder, or an empty one" in refused.stderr
    assert tree(tmp_path) == {there: b"mine"}


def test_a_file_is_no_place_for_a_dossier(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    refused = run("init", str(tmp_path / "file"))
    assert refused.exit_code == 2
    assert f"{tmp_path / 'file'} is not a folder" in refused.stderr
    assert run("init", str(tmp_path / "file" / "below")).exit_code == 1
    assert tree(tmp_path) == {"file": b"mine"}
