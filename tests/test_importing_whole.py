"""`build.py import` loses no word and leaves nothing out unsaid, whatever a page or a file is like."""

import os
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from folders import run, tree

from dossier.cli import command
from dossier.entryfiles import ContentFile
from dossier.memo import Plain
from dossier.read import read, read_source

FILES = Path(__file__).parent / "imports"
FIRST = "The harbour ferry will carry passengers again from the first of March, the port authority said on Wednesday."
SECOND = "The authority expects nine hundred passengers a day in the first year, about as many as used it before."
PAGE = "<html><head><title>The ferry</title></head><body><article><h1>The ferry</h1><p>{}</p>{}<p>{}</p></article></body></html>"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "dossier/content").mkdir(parents=True)
    (tmp_path / "dossier/config.yaml").write_text("title: A dossier\nlanguage: en\n", encoding="utf-8")
    return tmp_path / "dossier"


def bring(root: Path, *files: Path) -> Result:
    done = CliRunner().invoke(command, ["import", "--root", str(root), *map(str, files)])
    assert done.exception is None or isinstance(done.exception, SystemExit), repr(done.exception)
    return done


def body(root: Path) -> list[str]:
    """The blocks of the only source, in a dossier without an error."""
    checked = run("check", root, root / "site", "--no-cache")
    assert [problem for problem in checked.problems if problem.severity == "error"] == []
    (path,) = (root / "content/sources").glob("*.md")
    return path.read_text(encoding="utf-8").split("\n---\n\n", 1)[1].strip().split("\n\n")


def page(root: Path, middle: str) -> list[str]:
    (root.parent / "page.html").write_text(PAGE.format(FIRST, middle, SECOND), encoding="utf-8")
    assert bring(root, root.parent / "page.html").exit_code == 0
    return body(root)


# --- pages


def test_what_stands_behind_a_line_break_is_not_lost(root: Path) -> None:
    middle = "<p>The port has two quays and lies<br>between two rivers of one name,<br/>as the old chart shows.</p>"
    text = "The port has two quays and lies between two rivers of one name, as the old chart shows."
    assert page(root, middle) == [FIRST, text, SECOND]


def test_a_raised_number_does_not_lose_the_line_behind_it(root: Path) -> None:
    middle = "<p>The port covers 4 km<sup>2</sup> and lies<br>between two rivers of one name.</p>"
    assert page(root, middle)[1] == "The port covers 4 km<sup>2</sup> and lies between two rivers of one name."


def test_a_sentence_that_stands_twice_stays_twice(root: Path) -> None:
    said = "“We have nothing to say on that,” said the authority."
    middle = f"<p>{said}</p><p>It was asked again a week later, by letter, and this time it replied.</p><p>{said}</p>"
    assert page(root, middle).count(said) == 2


def test_preformatted_text_is_nobody_s_quotation(root: Path) -> None:
    blocks = page(root, "<pre>2021 forty thousand\n2022 sixty-five thousand</pre>")
    assert len(blocks) == 3
    assert " ".join(blocks[1].split()) == "2021 forty thousand 2022 sixty-five thousand"


def test_what_a_page_leaves_out_amid_its_text_is_told(root: Path) -> None:
    box = '<div class="newsletter"><p>Sign up for our letter.</p></div><aside><p><a href="/x">Fish prices rise</a></p></aside>'
    (root.parent / "page.html").write_text(PAGE.format(FIRST, box, SECOND), encoding="utf-8")
    said = bring(root, root.parent / "page.html").output
    for line in ("Sign up for our letter.", "Fish prices rise"):
        assert (line in " ".join(body(root))) != (f"left out: “{line}”, which stands amid the text" in said)
    assert "Fish prices rise" not in " ".join(body(root))


# --- texts

TEXT = """Bakery opens on the pier

Share
Tweet

The bakery on the pier opened its doors on Thursday morning, and by nine it had sold every loaf that it had baked.

Advertisement

Its owner said that she would bake twice as many on Friday.
"""


def test_a_line_left_out_amid_the_text_is_told_with_its_number(root: Path, tmp_path: Path) -> None:
    (tmp_path / "bakery.txt").write_text(TEXT, encoding="utf-8")
    said = bring(root, tmp_path / "bakery.txt").output
    assert "left out: line 3 of the file, “Share”" in said
    assert "left out: line 4 of the file, “Tweet”" in said
    assert "left out: line 8 of the file, “Advertisement”" in said
    assert len(body(root)) == 2


KEPT = (
    # words of furniture that are the article's: none of them may go
    "Comments\n\nThe witness was asked what she had heard. She said that the comments had been made twice, and wrote"
    " them down.\n\nTrending News\n\nwas the name of the sheet that the three of them printed in the cellar. It had"
    " forty readers. They are all known.\n",
    "Read More was the name of the reading club that met in the harbour library from 1998 to 2004, on the first"
    " Monday.\n\nRead More\n\nThe club had ninety members. Of these, eleven are alive, and nine have spoken to us.\n\n"
    "Sponsored walks paid for the books: 41 of them in six years, according to the club's own ledger.\n",
    "- 3 boats were lost.\n* 5 men were saved_from_the_sea, and [one] was not.\n# 7 is what they called the pier.\n"
    "1. The harbour master counted them.\n<b>Nobody</b> else did & nobody would; `none` of it is in the log | it says.\n",
    "2026 was the year in which the ferry came back, said the harbour master, who had waited for it.\n\nJan. 26 is the"
    " day on which it sank. The date is cut into the stone, with the names of those who had been on board.\n",
)


@pytest.mark.parametrize("text", KEPT)
def test_words_of_furniture_stay_where_they_are_the_article_s(text: str, root: Path, tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text(text, encoding="utf-8")
    assert "left out" not in bring(root, tmp_path / "text.txt").output
    body(root)
    (path,) = (root / "content/sources").glob("*.md")
    entry = read_source(None, ContentFile(path.stem, "", path.read_bytes())).entry
    assert entry
    assert f"{entry.fields.title or ''} {entry.body.text}".split() == text.split()


# --- files


@pytest.mark.parametrize("name", ["news.html", "library.bib"])
def test_without_what_an_import_needs_the_exit_code_is_that_of_wrong_usage(
    name: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("trafilatura", "bibtexparser", "bibtexparser.entrypoint"):
        monkeypatch.setitem(sys.modules, module, None)
    done = bring(root, FILES / name, FILES / "council.txt")
    assert done.exit_code == 2
    assert "make import" in done.output
    assert "content/sources/okafor-2025-03-03.md" in done.output


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_not_waited_for(root: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    done = bring(root, tmp_path / "pipe")
    assert (done.exit_code, done.output) == (1, f"{tmp_path / 'pipe'}: not imported: it is no file\n")


def test_a_name_that_no_terminal_or_file_can_show_does_no_harm(root: Path, tmp_path: Path) -> None:
    odd = tmp_path / os.fsdecode(b"\xff\x1b[31m.txt")
    odd.write_text(f"{FIRST}\n\n{SECOND}\n", encoding="utf-8")
    gone = tmp_path / "gone\x1b[31m.txt"
    done = bring(root, odd, gone)
    assert done.exit_code == 1
    assert "\x1b" not in done.output
    assert len(body(root)) == 2


def test_a_file_that_may_not_be_read_is_named(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "shut.txt").write_text(FIRST, encoding="utf-8")

    read = Path.read_bytes

    def shut(path: Path) -> bytes:
        if path.name == "shut.txt":
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", shut)
    before = tree(root / "content")
    done = bring(root, tmp_path / "shut.txt")
    assert done.exit_code == 1
    assert "permission denied" in done.output
    assert tree(root / "content") == before


# --- libraries


def test_a_library_is_held_once_however_many_sources_it_gives(root: Path) -> None:
    bring(root, FILES / "library.json")
    corpus = read(root, Plain()).corpus
    assert len(corpus.originals) > 2
    assert len({id(data) for data in corpus.originals.values()}) == 1


def test_a_library_that_was_changed_is_told_of_each_source(root: Path) -> None:
    bring(root, FILES / "library.json")
    library = root / "content/originals/library.json"
    library.write_bytes(library.read_bytes() + b" ")
    found = run("check", root, root / "site", "--no-cache").problems
    changed = [problem.path for problem in found if problem.code == "digest-mismatch"]
    assert len(set(changed)) == len(list((root / "content/sources").glob("*.md")))
