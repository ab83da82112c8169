"""`build.py new`: a file that says what to fill in, in which nothing is wrong, and no other file is touched."""

import os
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from folders import run, tree
from hypothesis import given
from hypothesis import strategies as st
from sites import BASE, read_site, write_site

from dossier.blanks import LATER, RECORDS, as_yaml, text_of
from dossier.cli import command
from dossier.fields import read_fields
from dossier.frontmatter import parse, split
from dossier.ids import KINDS, Kind
from dossier.memo import Plain
from dossier.pipeline import examine
from dossier.scaffold import begin


@pytest.fixture
def root(tmp_path: Path) -> Path:
    begin(tmp_path / "dossier")
    return tmp_path / "dossier"


def new(root: Path, *arguments: str, **environment: str | None) -> Result:
    unset = {"VISUAL": None, "EDITOR": None}
    return CliRunner().invoke(command, ["new", "--root", str(root), *arguments], env=unset | environment)


# --- what is written


@pytest.mark.parametrize("kind", KINDS)
def test_a_check_is_as_clean_as_before_and_the_preview_has_no_error(kind: Kind, root: Path) -> None:
    before = tree(root)
    said = new(root, kind, "Library staff: 12,000 books “saved”")
    path = f"content/{kind}s/library-staff-12000-books-saved.md"
    assert (said.exit_code, said.output) == (0, f"wrote {path}\n")
    assert {name: data for name, data in tree(root).items() if name != path} == before
    checked = run("check", root, root / "site", "--no-cache", "--strict")
    assert (checked.code, checked.problems) == (0, ())
    shown = examine(root, Plain(), drafts=True).problems
    quotes = {"unsourced-quote"} if kind != "source" else {"source-without-url"}
    assert {found.code for found in shown if found.path == path} == quotes
    assert {found.path for found in shown} == {path}


@pytest.mark.parametrize(("kind", "is_draft"), [("source", True), ("note", False), ("claim", True), ("topic", False)])
def test_what_can_not_stand_yet_is_a_draft_and_says_until_when(kind: Kind, is_draft: bool, root: Path) -> None:
    new(root, kind, "The roof")
    text = (root / f"content/{kind}s/the-roof.md").read_text(encoding="utf-8")
    assert ("\ndraft: true\n" in text) == is_draft
    assert ("# take the next line out when " in text) == is_draft
    assert not [found for found in examine(root, Plain(), drafts=True).problems if found.severity == "error"]


def test_a_note_has_its_own_fields_first_each_under_what_it_holds(root: Path) -> None:
    new(root, "note", "The roof is mended")
    lines = (root / "content/notes/the-roof-is-mended.md").read_text(encoding="utf-8").splitlines()
    assert lines[:3] == ["---", "# what the note says, in a line", "title: The roof is mended"]
    fields = [line.split(":")[0] for line in lines[1:] if line and line[0] not in "#-<"]
    own = ["title", "date", "date-from", "date-note", "expected", "importance"]
    assert fields == [*own, "topics", "added", "draft", "language"]
    assert all(lines[lines.index(f"{field}:") - 1].lstrip("# ")[0].islower() for field in fields[1:])


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_file_has_every_field_that_is_not_for_later(kind: Kind) -> None:
    text = text_of(kind, "x", "")
    wanted = {name.replace("_", "-") for name in RECORDS[kind].__struct_fields__} - set(LATER)
    assert {name for name in wanted if f"\n{name}:" in text} == wanted
    assert not [name for name in LATER if f"\n{name}:" in text]


def test_a_line_of_evidence_is_written_by_taking_the_number_signs_out(root: Path) -> None:
    new(root, "claim", "The library kept its books.")
    file = root / "content/claims/the-library-kept-its-books.md"
    text = file.read_text(encoding="utf-8")
    for before, after in (
        ("#  - supports: the id of a source whose words support the claim", "  - supports: library-reopens"),
        ("#    quote: the source's words", "    quote: We kept every book"),
        ("draft: true\n", ""),
    ):
        assert text.count(before) == 1
        text = text.replace(before, after)
    file.write_text(text, encoding="utf-8")
    checked = run("check", root, root / "site", "--no-cache", "--strict")
    assert (checked.problems, checked.counts["claims"], checked.counts["quotations"]) == ((), 1, 5)


TITLES = (
    "yes",
    "2026",
    "- a dash: and a colon #",
    "#1",
    "'single'",
    "C:\\path",
    "[[hall]]",
    "{a}",
    "@post says",
    "Kim, “again”",
    "북한군 파병",
    "مُحَمَّد",
    "İstanbul",
    "null",
    "a & b",
    "1:30",
    "it's so",
    "---a",
    "a  b\tc",
)


@pytest.mark.parametrize("title", TITLES)
def test_a_title_is_kept_whatever_it_means_to_yaml(title: str, root: Path) -> None:
    said = new(root, "topic", "--", title)
    assert said.exit_code == 0, said.output
    assert run("check", root, root / "site", "--no-cache").problems == ()
    path = root / said.output.removeprefix("wrote ").strip()
    assert _title(path.read_text(encoding="utf-8")) == " ".join(title.split())


def _title(text: str) -> str | None:
    parts = split(text, "a.md")
    assert not hasattr(parts, "code")
    mapping, problems = parse(parts.yaml, parts.yaml_line, "a.md")
    assert mapping is not None
    assert problems == ()
    fields = read_fields(mapping, RECORDS["topic"], "a.md")[0]
    return getattr(fields, "title", None)


@given(st.text(st.characters(categories=("L", "M", "N", "P", "S", "Zs")), min_size=1).filter(str.strip))
def test_any_printable_title_reads_back_as_it_was(title: str) -> None:
    title = " ".join(title.split())
    assert _title(text_of("topic", as_yaml(title), "")) == title


# --- ids and refusals


def test_two_articles_may_have_one_headline(root: Path) -> None:
    new(root, "source", "The library")
    said = new(root, "source", "“The Library”")
    assert said.output == "wrote content/sources/the-library-2.md; content/sources/the-library.md has the same title\n"


@pytest.mark.parametrize(("kind", "title"), [("topic", "Mill Street Library"), ("note", "Library reopens")])
def test_what_may_be_there_already_is_not_begun_again(kind: Kind, title: str, root: Path) -> None:
    before = tree(root)
    said = new(root, kind, title)
    assert said.exit_code == 2
    assert "is taken by content/" in said.stderr
    assert "; write on there, or give another title\n" in said.stderr
    assert tree(root) == before


@pytest.mark.parametrize("title", ["?!", "", "  ", "🚀", "a\x1bb", "a\udcffb", "a\U000f0000b"])
def test_a_title_that_can_not_be_one_gets_a_line_and_no_file(title: str, root: Path) -> None:
    before = tree(root)
    said = new(root, "note", title)
    assert said.exit_code == 2
    assert said.stderr.splitlines()[-1].startswith("Error: ")
    assert "Traceback" not in said.output
    assert tree(root) == before


def test_a_folder_that_is_no_dossier_is_left_as_it_is(tmp_path: Path) -> None:
    said = new(tmp_path, "note", "The visit")
    assert said.exit_code == 2
    assert f"{tmp_path} is no dossier, as it has no config.yaml; name one with --root" in said.stderr
    assert tree(tmp_path) == {}


def test_a_kind_s_first_file_gets_its_folder(tmp_path: Path) -> None:
    write_site(read_site(BASE), tmp_path)
    assert new(tmp_path, "claim", "It was so.").exit_code == 0
    assert (tmp_path / "content/claims/it-was-so.md").is_file()


def test_what_the_disk_refuses_is_a_line(tmp_path: Path) -> None:
    write_site(read_site(BASE), tmp_path)
    (tmp_path / "content/claims").write_text("a file", encoding="utf-8")
    said = new(tmp_path, "claim", "It was so.")
    assert (said.exit_code, said.stderr.count("\n")) == (1, 1)


# --- opening it


@pytest.fixture
def editor(tmp_path: Path) -> str:
    """An editor that takes an argument and writes into the file that it is given."""
    script = tmp_path / "an editor.py"
    script.write_text(
        "import sys\nword, path = sys.argv[1:]\nopen(path, 'a', encoding='utf-8').write(word)\nsys.exit(word == '--bad')\n",
        encoding="utf-8",
    )
    return f'"{sys.executable}" "{script}"' if os.name == "nt" else f"'{sys.executable}' '{script}'"


def test_edit_opens_the_file_in_the_editor_with_its_arguments_visual_first(root: Path, editor: str) -> None:
    said = new(root, "note", "One", "--edit", VISUAL=f"{editor} --wait", EDITOR="false")
    assert (said.exit_code, said.output) == (0, "wrote content/notes/one.md\n")
    assert (root / "content/notes/one.md").read_text(encoding="utf-8").endswith(" -->\n--wait")
    assert new(root, "note", "Two", "--edit", VISUAL=" ", EDITOR=f"{editor} -w").exit_code == 0
    assert (root / "content/notes/two.md").read_text(encoding="utf-8").endswith("-w")


@pytest.mark.parametrize(
    ("named", "line"),
    [
        (None, "neither VISUAL nor EDITOR names an editor; the file is there to be opened"),
        ("no-such-editor -w", "EDITOR is 'no-such-editor -w', which can't be run (No such file or directory)"),
        ("'open", "EDITOR is \"'open\", which can't be run (No closing quotation)"),
    ],
)
def test_without_an_editor_there_is_a_line_and_the_file(named: str | None, line: str, root: Path) -> None:
    said = new(root, "note", "One", "--edit", EDITOR=named)
    assert (said.exit_code, said.stdout) == (1, "wrote content/notes/one.md\n")
    assert said.stderr.startswith(f"Error: {line}")
    assert (root / "content/notes/one.md").is_file()


def test_an_editor_that_fails_is_said(root: Path, editor: str) -> None:
    said = new(root, "note", "One", "--edit", EDITOR=f"{editor} --bad")
    assert (said.exit_code, "ended with exit code 1; the file is there" in said.stderr) == (1, True)
