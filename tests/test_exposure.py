"""Before a dossier is published for the first time its editor is told what a public repository shows; and once is enough."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from folders import first_dossier

from dossier.cli import command

TOLD = "In a public repository everybody can read that"
URL = "url: https://example.org/name/\n"
REPOSITORY = "repository: https://example.org/name\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return first_dossier(tmp_path)


def build(root: Path, mode: str, more: str = "", *options: str) -> str:
    """What a build says with this setting of `source-text`, and lines more in the configuration."""
    config = root / "config.yaml"
    kept = config.read_text(encoding="utf-8").partition("# ---")[0].replace("source-text: full\n", "")
    config.write_text(f"{kept}# ---\nsource-text: {mode}\n{more}", encoding="utf-8")
    done = CliRunner().invoke(command, ["build", "--root", str(root), "--no-cache", *options])
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.parametrize("mode", ["passages", "metadata"])
@pytest.mark.parametrize("address", [URL, REPOSITORY, URL + REPOSITORY])
def test_the_first_build_with_an_address_tells_it_and_the_next_does_not(root: Path, mode: str, address: str) -> None:
    said = build(root, mode, address)
    assert said.splitlines()[-1].startswith("note: the site shows 3 sources only in part")
    assert TOLD in said
    assert TOLD not in build(root, mode, address)


def test_it_is_told_when_the_address_comes_later(root: Path) -> None:
    assert TOLD not in build(root, "passages")
    assert TOLD in build(root, "passages", URL)
    assert TOLD not in build(root, "passages", URL)


def test_it_is_not_told_where_all_text_is_published(root: Path) -> None:
    assert TOLD not in build(root, "full", URL)


def test_one_source_that_is_kept_back_is_enough(root: Path) -> None:
    path = root / "content/sources/forklift-visit.md"
    path.write_text(path.read_text(encoding="utf-8").replace("---\n", "---\npublish: metadata\n", 1), encoding="utf-8")
    assert "note: the site shows one source only in part" in build(root, "full", URL)


@pytest.mark.parametrize("form", ["json", "github"])
def test_programs_are_not_told(root: Path, form: str) -> None:
    assert TOLD not in build(root, "passages", URL, "--format", form)


def test_the_site_knows_nothing_of_it(root: Path) -> None:
    build(root, "passages", URL)
    first = {path: path.read_bytes() for path in (root / "site").rglob("*") if path.is_file()}
    shutil.rmtree(root / "site")
    build(root, "passages", URL)
    assert {path: path.read_bytes() for path in (root / "site").rglob("*") if path.is_file()} == first
