"""The README does as it says: its files are saved, its commands run, in their order, in a fresh clone.

A block's first line tells what it is: `sh` is run, line by line; `markdown PATH` is saved; `diff PATH` changes lines of a
file; `text` stands in what the command before it says. A block without a word only shows something.
"""

import re
from pathlib import Path

import pytest
from clones import PROJECT, clone, run
from msgspec import Struct

README = (PROJECT / "README.md").read_text(encoding="utf-8")
NOTE = "content/notes/tree-planting.md"


class Block(Struct, frozen=True):
    """A fenced block: what it is, the file that it is about, its lines."""

    kind: str
    path: str
    text: str


BLOCKS = tuple(
    Block(kind, path.strip(), text) for kind, path, text in re.findall(r"(?ms)^```(\w*)([^\n]*)\n(.*?)^```$", README)
)


def follow(blocks: tuple[Block, ...], folder: Path) -> None:
    """Do what the blocks say. AssertionError where it goes another way; a command fails just where an error follows it."""
    for block, next_ in zip(blocks, (*blocks[1:], None), strict=True):
        if block.kind == "markdown":
            (folder / block.path).write_text(block.text, encoding="utf-8")
        elif block.kind == "diff":
            change(folder / block.path, block.text)
        elif block.kind == "sh":
            shown = next_.text if next_ and next_.kind == "text" else ""
            for command in block.text.splitlines():
                done = run(command, folder)
                assert (done.returncode != 0) == ("error[" in shown), done.stdout
                assert shown in done.stdout


def change(file: Path, diff: str) -> None:
    before, after = ("".join(f"{line[1:]}\n" for line in diff.splitlines() if line[0] == sign) for sign in "-+")
    text = file.read_text(encoding="utf-8")
    assert text.count(before) == 1
    file.write_text(text.replace(before, after), encoding="utf-8")


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
    targets = [target for target in re.findall(r"\]\(([^)\s]+)\)", README) if "://" not in target]
    assert "docs/pictures/claim.png" in targets
    assert [target for target in targets if not (PROJECT / target).is_file()] == []


def test_its_pictures_are_small() -> None:
    for picture in (PROJECT / "docs/pictures").glob("*.png"):
        assert picture.stat().st_size < 300_000, picture.name
        assert f"(docs/pictures/{picture.name})" in README
