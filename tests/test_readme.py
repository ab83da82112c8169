"""The README does as it says, in a fresh clone."""

import re
from pathlib import Path

import pytest
from clones import PROJECT, clone, run
from documents import blocks, follow, missing_targets, read
from pictures import PICTURES

README = read("README.md")
BLOCKS = blocks(README)
NOTE = "content/notes/tree-planting.md"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone in which all of the README was followed."""
    folder = clone(tmp_path_factory.mktemp("readme") / "dossier")
    tour = max(number for number, block in enumerate(BLOCKS) if block.path == NOTE) + 2
    follow(BLOCKS[:tour], folder)
    (folder / "site").rename(folder / "toured")
    follow(BLOCKS[tour:], folder)
    return folder


def test_every_block_is_of_a_kind_that_is_run_or_only_shows() -> None:
    assert {block.kind for block in BLOCKS} == {"sh", "markdown", "diff", "text", ""}
    assert [block.path for block in BLOCKS if block.path] == [NOTE, NOTE]


def test_the_tour_ends_with_the_note_on_the_timeline_and_its_words_marked(folder: Path) -> None:
    timeline = (folder / "toured/timeline/index.html").read_text(encoding="utf-8")
    assert re.search('on or before 7 January 2026.*?tree-planting/">Kim Jong Un plants trees', timeline, re.DOTALL)
    source = (folder / "toured/sources/forklift-visit/index.html").read_text(encoding="utf-8")
    assert re.search("<mark[^>]*>[^<]*Kim participated in tree-planting", source)
    assert "notes/tree-planting/" in source


def test_a_dossier_of_one_s_own_stands_beside_the_program_or_in_its_place(folder: Path) -> None:
    beside = (folder / "../my-dossier/site/index.html").read_text(encoding="utf-8")
    assert "<h1>A dossier of my own</h1>" in beside
    assert not (folder / NOTE).exists()
    built = run("make check ARGS=--strict", folder)
    assert (built.returncode, "1 source, 1 note" in built.stdout) == (0, True), built.stdout


def test_what_the_readme_links_to_is_there() -> None:
    assert missing_targets("README.md") == []


def test_its_pictures_are_those_that_make_takes_and_are_small() -> None:
    files = {picture.stem: picture.stat().st_size for picture in (PROJECT / "docs/pictures").iterdir()}
    assert sorted(files) == sorted(picture.name for picture in PICTURES)
    assert [name for name in files if not re.search(rf"!\[[^]]{{20,}}\]\(docs/pictures/{name}\.png\)", README)] == []
    assert sum(files.values()) < 600_000
