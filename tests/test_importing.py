"""`build.py import`: what a file says is in the dossier, word for word; what it does not say is not; nothing is written over."""

import hashlib
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from folders import first_dossier, run, tree
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from dossier.cli import command
from dossier.commands.options import linked_dossier
from dossier.entryfiles import ContentFile
from dossier.importing.documents import Document
from dossier.importing.markdown import escaped, paragraph
from dossier.importing.matter import source_text
from dossier.markup import read_source_body
from dossier.model import Source
from dossier.read import read_source

FILES = Path(__file__).parent / "imports"
ORIGINALS = Path(__file__).parent.parent / "content/originals"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    CliRunner().invoke(command, ["init", str(tmp_path / "dossier")])
    return tmp_path / "dossier"


def bring(root: Path, *files: Path, options: tuple[str, ...] = ()) -> Result:
    return CliRunner().invoke(command, ["import", "--root", str(root), *options, *map(str, files)])


def imported(root: Path) -> dict[str, Source]:
    """The sources that are there besides the one that the dossier began with."""
    return {id_: source for id_, source in linked_dossier(root).sources.items() if id_ != "library-reopens"}


def one(root: Path, name: str) -> Source:
    """The source that a file becomes, in a dossier that has no error then."""
    done = bring(root, FILES / name)
    assert done.exit_code == 0, done.output
    (source,) = imported(root).values()
    errors = [found for found in run("check", root, root / "site", "--no-cache").problems if found.severity == "error"]
    assert errors == []
    data = (FILES / name).read_bytes()
    assert source.fields.sha256 == hashlib.sha256(data).hexdigest()
    assert (root / "content/originals" / str(source.fields.original)).read_bytes() == data
    return source


def body(root: Path, source: Source) -> list[str]:
    """The blocks of a source's file, as Markdown."""
    return (root / source.path).read_text(encoding="utf-8").split("\n---\n\n", 1)[1].strip().split("\n\n")


# --- texts


@pytest.mark.parametrize("id_", ["nasser-2026-01-26", "rodong-digest", "forklift-visit"])
def test_the_first_dossier_s_texts_become_what_its_editors_made_of_them(root: Path, tmp_path: Path, id_: str) -> None:
    first = first_dossier(tmp_path / "first")
    done = bring(root, ORIGINALS / f"{id_}.txt")
    assert done.exit_code == 0, done.output
    (source,) = imported(root).values()
    there = linked_dossier(first).sources[id_]
    assert body(root, source) == body(first, there)
    fields, known = source.fields, there.fields
    assert (fields.title, fields.author, fields.published) == (known.title, known.author, known.published)
    assert (fields.as_printed, fields.sha256, fields.origin) == (known.as_printed, known.sha256, None)


class Said(Struct, frozen=True):
    """What a text is to become. last: the last block's end."""

    title: str | None
    author: str | tuple[str, ...]
    published: str | None
    blocks: int
    last: str
    left_out: str = ""


TEXTS = {
    "council.txt": Said(
        "Council buys seventeen bridges", "Dana Okafor", "2025-03-03", 4, "said where to.", "lines 10 to 12"
    ),
    "related.txt": Said("Ferry to run again from May", (), None, 2, "the dispute ended.", "lines 7 to 14"),
    "teasers.txt": Said("강 위에 다리가 놓이다", (), "2025-03-04", 2, "정해지지 않았다고 한다.", "lines 7 to 14"),
    "wrapped.txt": Said(None, (), None, 2, "according to its minutes."),
    "plain.txt": Said("Minutes of the meeting of 4 March 2025", (), None, 4, "due by 1 April."),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_keeps_its_article_and_loses_the_page_s_furniture(root: Path, name: str) -> None:
    said = TEXTS[name]
    source = one(root, name)
    blocks = body(root, source)
    assert (source.fields.title, source.fields.author, source.fields.published) == (
        said.title,
        said.author,
        said.published,
    )
    assert len(blocks) == said.blocks
    assert blocks[-1].endswith(said.last)
    assert (said.left_out or "Received") in str(source.fields.provenance)
    assert ("Left out" in str(source.fields.provenance)) == bool(said.left_out)


def test_a_text_with_nothing_to_leave_out_keeps_every_word(root: Path) -> None:
    source = one(root, "plain.txt")
    words = (FILES / "plain.txt").read_text(encoding="utf-8").split("\n\n", 1)[1].split()
    assert source.body.text.split() == words


def test_a_heading_before_its_paragraph_is_one(root: Path) -> None:
    assert "## Why now" in body(root, one(root, "council.txt"))


# --- pages


def test_a_news_page_s_article_comes_whole_with_what_the_page_says_of_itself(root: Path) -> None:
    source = one(root, "news.html")
    fields = source.fields
    assert (fields.title, fields.author) == ("Harbour wall to be rebuilt, minister says", ("Ines Test", "Lu Test"))
    assert (fields.publisher, fields.published) == ("The Tide Ltd", "2025-04-02T08:15+01:00")
    assert (fields.url, fields.language) == ("https://tide.example/2025/harbour-wall", "en-GB")
    assert (fields.type, fields.origin, fields.reliability) == ("article-newspaper", None, None)
    assert fields.as_printed == {"author": "Ines Test and Lu Test"}
    assert fields.provenance == "Received as a file named news.html."
    blocks = body(root, source)
    assert "## What is known of the cost" in blocks
    assert "- the wall itself, at 14 million\n- the landing stage, at 3 million" in blocks
    assert "> The harbour has been there for 400 years and will be there for 400 more." in blocks
    assert "| Year | Storms |\n| --- | --- |\n| 2023 | 4 |\n| 2024 | 6 |" in blocks
    assert "**three places**" in blocks[0]
    for furniture in ("Front page", "Lighthouse opens", "First!", "Terms and conditions"):
        assert furniture not in source.body.text


def test_a_page_s_line_of_author_and_day_is_kept_as_it_is_printed(root: Path, tmp_path: Path) -> None:
    page = (FILES / "news.html").read_text(encoding="utf-8")
    line = "By Ines Test and Lu Test · Wednesday, 2 April 2025, 08:15"
    (tmp_path / "page.html").write_text(page.replace("Ines Test and Lu Test</p>", f"{line}</p>"), encoding="utf-8")
    done = bring(root, tmp_path / "page.html")
    assert done.exit_code == 0, done.output
    (source,) = imported(root).values()
    assert source.fields.as_printed == {"author": line, "published": "Wednesday, 2 April 2025, 08:15"}
    checked = run("check", root, root / "site", "--no-cache")
    assert [found for found in checked.problems if found.severity == "error"] == []


def test_a_page_that_says_little_gets_few_fields(root: Path) -> None:
    fields = one(root, "blog.html").fields
    assert (fields.title, fields.author, fields.publisher, fields.published, fields.url) == (
        "What I saw at the mill",
        "Jo Walker",
        None,
        None,
        None,
    )


def test_quotes_lists_and_raised_numbers_of_a_page_stay_what_they_are(root: Path) -> None:
    blocks = body(root, one(root, "blog.html"))
    assert "> CLOSED UNTIL FURTHER NOTICE. THE COUNCIL." in blocks
    assert "1. that the mill was sold in 2019,\n2. that nobody knows the buyer,\n3. that the wheel is broken." in blocks
    assert "10<sup>2</sup> metres, by my own count; CO<sub>2</sub>" in blocks[-1]
    assert blocks[-1].endswith(r"5 &lt; 6 \*stars\*.")


@pytest.mark.parametrize(
    ("name", "language", "words"),
    [
        ("korean.html", "ko", "이 다리는 우리 군민의 오랜 꿈이었다"),
        ("latin.html", "de", "Fähre soll vom 1. Mai an die Fußgänger"),
    ],
)
def test_a_page_in_an_old_encoding_is_read_as_browsers_read_it(
    root: Path, name: str, language: str, words: str
) -> None:
    source = one(root, name)
    assert source.fields.language == language
    assert words in source.body.text


# --- libraries


def test_each_item_of_a_csl_json_library_is_a_source_without_a_text(root: Path) -> None:
    done = bring(root, FILES / "library.json")
    assert done.exit_code == 1
    assert "library.json: e: not imported: it has no title" in done.output
    assert "item 6: not imported: it is no item of CSL-JSON" in done.output
    assert "  no place for: DOI, abstract, page\n" in done.output
    found = {source.fields.title: source for source in imported(root).values()}
    river = found["The river rises"].fields
    assert (river.author, river.publisher) == (("Ines Test", "The Tide staff", "Ludwig van Test"), "The Tide")
    assert (river.published, river.accessed, river.url) == ("2024-10-03", "2025-01-02", "https://tide.example/river")
    assert (river.type, river.language) == ("article-newspaper", "en-GB")
    received = "Received as an item of the library library.json, without its text."
    assert river.provenance == f"{received} The library notes: Read in the reading room."
    assert found["Mills and their names"].fields.published == "2019~"
    assert found["Floods"].fields.published == "2020-01/2020-03"
    odd = found["../../etc/passwd"]
    assert (odd.id, odd.fields.published, odd.fields.type) == ("etc-passwd", None, "document")
    assert odd.fields.as_printed == {"published": "spring of that year"}
    assert all(source.body.text == "" for source in found.values())
    assert {source.fields.original for source in found.values()} == {"library.json"}


def test_the_good_entries_of_a_bibtex_library_come_in_and_the_bad_one_is_named(root: Path) -> None:
    done = bring(root, FILES / "library.bib")
    assert done.exit_code == 1
    assert "library.bib: broken: not imported: it can't be read (line 19)" in done.output
    found = {source.fields.title: source.fields for source in imported(root).values()}
    assert found.keys() == {"The Mill at Night", "Ríos", "Later"}
    night = found["The Mill at Night"]
    assert (night.author, night.publisher) == (("José Müller", "World Mill Union"), "Journal of Mills")
    assert (night.published, night.type, night.url) == ("2021-05", "article-journal", "https://journal.example/4")
    assert (found["Ríos"].published, found["Ríos"].author) == ("1999-03", "Ha-neul Kim")
    assert (found["Later"].published, found["Later"].url) == (None, "https://doi.org/10.1000/182")


# --- again, and nearly again


@pytest.mark.parametrize("name", ["council.txt", "news.html", "library.json"])
def test_the_same_document_again_changes_nothing_and_says_so(root: Path, tmp_path: Path, name: str) -> None:
    bring(root, FILES / name)
    before = tree(root / "content")
    (tmp_path / "other-name").mkdir()
    again = shutil.copy(FILES / name, tmp_path / "other-name" / f"x{Path(name).suffix}")
    done = bring(root, Path(again))
    assert "already; nothing is changed" in done.output
    assert "imported from" not in done.output
    assert tree(root / "content") == before


def test_a_near_copy_of_a_known_source_is_named_with_its_overlap(root: Path, tmp_path: Path) -> None:
    bring(root, ORIGINALS / "nasser-2026-01-26.txt")
    text = (ORIGINALS / "nasser-2026-01-26.txt").read_text(encoding="utf-8").split("\n\n")
    copied = "Other paper prints it, too\n\n" + "\n\n".join(
        [*text[4:8], "A sentence of our own stands here, at the end."]
    )
    (tmp_path / "copy.txt").write_text(copied, encoding="utf-8")
    done = bring(root, tmp_path / "copy.txt")
    assert done.exit_code == 0, done.output
    assert "of the shorter text with source nasser-2026-01-26: is `origin` the same?" in done.output
    assert all(source.fields.origin is None for source in imported(root).values())


def test_articles_of_one_author_and_day_get_ids_of_their_own(root: Path, tmp_path: Path) -> None:
    for number in ("one", "two"):
        text = (
            f"Headline {number}\nBy Dana Okafor\n3 March 2025\n\nThe text number {number} of this day. It is short.\n"
        )
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    bring(root, tmp_path / "one.txt", tmp_path / "two.txt")
    assert list(imported(root)) == ["okafor-2025-03-03", "okafor-2025-03-03-2"]


# --- what can't be imported

BAD = {
    "empty.txt": (b"", "is empty"),
    "blank.html": (b" \n\t\n", "is empty"),
    "report.html": (b"%PDF-1.7\n\x00\x01", "is a PDF; save its text, or the page that it came from, and import that"),
    "program.txt": (b"\x7fELF\x02\x01\x01\x00", "is a program"),
    "picture.html": (b"\x89PNG\r\n\x1a\n", "is a picture"),
    "letter.txt": (b"PK\x03\x04\x14\x00", "is an archive or an office document; save its text, and import that"),
    "zeros.txt": (b"abc\x00def", "is no text"),
    "shell.html": (
        b"<!doctype html><html><body><div id=app></div></body></html>",
        "is a page in which no article was found",
    ),
    "cut.json": (b'[{"id": "a", "title": "A"', "is JSON that can't be read (line 1)"),
    "other.json": (b'{"version": 3}', "is JSON, but no library in CSL-JSON"),
    "huge.html": (
        b"<html><body><p>" + b"word " * 10_000_000 + b"</p></body></html>",
        "has 50,000,033 bytes, more than",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_article_is_told_in_a_line_and_nothing_is_written(root: Path, tmp_path: Path, name: str) -> None:
    data, reason = BAD[name]
    (tmp_path / name).write_bytes(data)
    before = tree(root / "content")
    done = bring(root, tmp_path / name)
    assert done.exit_code == 1
    (line,) = done.output.splitlines()
    assert line.startswith(f"{tmp_path / name}: not imported: it {reason}")
    assert tree(root / "content") == before


def test_a_folder_and_a_file_that_is_not_there_stop_no_other_file(root: Path, tmp_path: Path) -> None:
    done = bring(root, tmp_path, tmp_path / "nowhere.txt", FILES / "council.txt")
    assert done.exit_code == 1
    first, second, third, *_ = done.output.splitlines()
    assert first == f"{tmp_path}: not imported: is a directory"
    assert second == f"{tmp_path / 'nowhere.txt'}: not imported: no such file or directory"
    assert third.startswith("content/sources/okafor-2025-03-03.md: imported from ")


def test_a_name_can_lead_nowhere_else(root: Path, tmp_path: Path) -> None:
    odd = tmp_path / "..%2f..%2f..\\evil .txt"
    odd.write_text("../../../evil\n\nThe text of a file with an odd headline stands here.\n", encoding="utf-8")
    bring(root, odd)
    assert list(imported(root)) == ["evil"]
    assert {path.parent.name for path in tmp_path.rglob("evil*")} <= {"sources", "originals"}


def test_the_day_of_reading_is_the_editor_s_to_say(root: Path) -> None:
    assert bring(root, FILES / "council.txt", options=("--accessed", "yesterday")).exit_code == 2
    assert imported(root) == {}
    bring(root, FILES / "council.txt", options=("--accessed", "2025-03-05"))
    assert [source.fields.accessed for source in imported(root).values()] == ["2025-03-05"]


def test_without_what_pages_need_texts_still_come_in(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("trafilatura", "bibtexparser", "bibtexparser.entrypoint"):
        monkeypatch.setitem(__import__("sys").modules, name, None)
    done = bring(root, FILES / "news.html", FILES / "library.bib", FILES / "council.txt", FILES / "library.json")
    assert "news.html: not imported: it is a web page, for which trafilatura is needed: run `make import" in done.output
    assert "library.bib: not imported: it is a BibTeX library, for which bibtexparser" in done.output
    assert "council.txt" in done.output
    assert len(imported(root)) == 5


# --- laws

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp")), min_size=1).map(
    lambda t: " ".join(t.split())
)
LINES = st.text(alphabet="#>+-*_`[]{}()<>&;:=~|\\!.1a \"'가é@/", min_size=1, max_size=40).map(
    lambda t: " ".join(t.split())
)


@given(LINES.filter(bool))
def test_whatever_a_line_says_its_markdown_says(line: str) -> None:
    found, problems = read_source_body(f"{paragraph(escaped(line))}\n", 1, "x.md")
    assert problems == ()
    assert " ".join(found.text.split()) == line


@given(title=WORDS.filter(bool), author=st.lists(WORDS.filter(bool), max_size=2), printed=WORDS.filter(bool))
def test_whatever_the_fields_say_they_are_read_back_as_they_are(title: str, author: list[str], printed: str) -> None:
    document = Document(
        title=title, authors=tuple(author), as_printed={"published": printed}, provenance=(title, printed)
    )
    text = source_text(document, "x.pdf", "0" * 64)
    entry = read_source(None, ContentFile("x", "content/sources/x.md", text.encode())).entry
    assert entry
    fields = entry.fields
    authors = (fields.author,) if isinstance(fields.author, str) else fields.author
    assert (fields.title, authors, fields.as_printed) == (title, tuple(author), {"published": printed})
    assert fields.provenance == f"{title} {printed}"
