"""Whoever cites a page or a source has it right: written, and in files that other programs read as they were meant."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from browsers import browser, served
from click.testing import CliRunner
from folders import edit, first_dossier
from playwright.sync_api import Browser, expect
from website import Element
from website import parse as page_of

from dossier.cli import command
from dossier.dates import Date, parse
from dossier.importing.libraries import CSL_TYPES
from dossier.languages import ENGLISH
from dossier.memo import Plain
from dossier.pages.citing import written_date
from dossier.pipeline import Gathered, build, gather
from dossier.references.bibtex import safe_key
from dossier.references.csl import csl_date

CONFIG = "title: A dossier\nurl: https://example.org/sub/path\neditors: [Ada Editor, Bo Editor]\n"
SOURCES = {
    "wire": r"""title: 'Costs rise 5% & "stay" {so}: C# \ a_b^c ~ $9'
author: [Ministry of Health and Welfare, Kim Jong Un, Jan van der Berg]
publisher: Times & Tide
published: 2026-01-25T13:31
accessed: 2026-02-01
url: https://example.org/a_b~c%20d?x=1&y=2#z
archive-url: https://web.archive.org/web/2026/https://example.org/a
archive-date: 2026-02-02
type: article-newspaper
language: en
""",
    "일보-2026": "title: 영웅들을 기리다\nauthor: 조선중앙통신\npublisher: 로동신문\npublished: 2026-01~\nlanguage: ko\n",
    "digest": "supplied-title: A digest of six pages\nshort-title: Digest\npublished: '[2026-01-03,2026-01-05]'\n",
    "report": "title: A report\nauthor: A Panel\npublisher: The Institute\npublished: 2025-04/..\ntype: report\n",
    "talk": "title: A talk\npublished: 2024-21\ntype: speech\nas-printed: {published: spring of 2024}\n",
}
TOPICS = {
    "kim": "title: Kim Jong Un\ntype: person\nnames: ['Kim, Jong Un']\n",
    "berg": "title: Jan van der Berg\ntype: person\nnames: ['van der Berg, Jan']\n",
}
NOTES = {
    "visit": "title: He calls them heroes\ndate: 2026-01-25\nadded: 2026-01-28\n",
    "mended": "title: A visit\nadded: 2026-01-28\ncorrections: [{date: 2026-02-03, was: a, now: b, why: c}]\n",
    "undated": "title: Nothing says when\n",
}
WHOLE = ["title", "supplied_title", "short_title", "author", "publisher", "accessed", "url", "archive_url"]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("references")
    (root / "config.yaml").write_text(CONFIG, encoding="utf-8")
    for kind, files in (("sources", SOURCES), ("topics", TOPICS), ("notes", NOTES)):
        (root / "content" / kind).mkdir(parents=True)
        for id_, text in files.items():
            (root / f"content/{kind}/{id_}.md").write_text(f"---\n{text}---\n", encoding="utf-8")
    made = build(root, root / "site", Plain())
    assert [found.message for found in made.problems if found.severity == "error"] == []
    return root


def items(root: Path) -> dict[str, dict[str, Any]]:
    return {item["id"]: item for item in json.loads((root / "site/references.json").read_text(encoding="utf-8"))}


def panel(root: Path, path: str) -> Element:
    found = page_of((root / f"site/{path}index.html").read_text(encoding="utf-8")).by_id("cite")
    assert any(each.tag == "details" for each in found.above)
    return found


def written(root: Path, path: str) -> list[str]:
    return [each.text() for each in panel(root, path).all("p", "written")]


def files(root: Path, path: str) -> dict[str, str]:
    """The files that a page holds, by their names."""
    links = [each for each in panel(root, path).all("a") if "download" in each.attributes]
    return {
        each.attributes["download"]: unquote(each.attributes["href"].partition(",")[2], errors="strict")
        for each in links
    }


# --- written


def test_a_source_is_cited_by_its_own_author_and_the_page_about_it_as_the_editors_(root: Path) -> None:
    own, page = written(root, "sources/wire/")
    assert own == (
        r"Ministry of Health and Welfare, Kim Jong Un and Jan van der Berg. “Costs rise 5% & 'stay' {so}: C# \ a_b^c ~ $9.”"
        " Times & Tide, 25 January 2026. https://example.org/a_b~c%20d?x=1&y=2#z."
        " Archived 2 February 2026: https://web.archive.org/web/2026/https://example.org/a. Read 1 February 2026."
    )
    assert page.startswith("“Source: Costs rise")
    assert page.endswith(
        "In A dossier, edited by Ada Editor and Bo Editor. https://example.org/sub/path/sources/wire/."
    )


def test_what_is_not_known_is_not_said(root: Path) -> None:
    assert written(root, "sources/digest/")[0] == "[A digest of six pages]. [3 or 5 January 2026]."
    assert written(root, "sources/talk/")[0] == "“A talk.” spring 2024."
    assert written(root, "notes/undated/") == [
        "“Nothing says when.” In A dossier, edited by Ada Editor and Bo Editor."
        " https://example.org/sub/path/notes/undated/."
    ]


def test_a_page_is_of_the_day_on_which_it_came_in_or_was_corrected(root: Path) -> None:
    assert "Bo Editor. 28 January 2026. https" in written(root, "notes/visit/")[0]
    assert "Bo Editor. Corrected 3 February 2026. https" in written(root, "notes/mended/")[0]
    assert json.loads(files(root, "notes/mended/")["note-mended.json"])[0]["issued"] == {"date-parts": [[2026, 2, 3]]}


def test_the_dossier_as_a_whole_can_be_cited(root: Path) -> None:
    assert written(root, "about/") == [
        "A dossier. Edited by Ada Editor and Bo Editor. 3 February 2026. https://example.org/sub/path/."
    ]
    assert files(root, "about/").keys() == {"dossier.json", "dossier.bib", "dossier.ris"}


def test_without_an_address_a_page_says_its_path_and_that_the_rest_is_not_known(tmp_path: Path) -> None:
    root = first_dossier(tmp_path)
    build(root, root / "site", Plain())
    found = panel(root, "notes/treaty-signed/")
    assert found.all("code")[0].text() == "/notes/treaty-signed/"
    assert "does not say where it is published" in found.text()
    assert "URL" not in files(root, "notes/treaty-signed/")["note-treaty-signed.json"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026-01-25", "25 January 2026"),
        ("2026-01-25T13:31Z", "25 January 2026"),
        ("2026-01-25?", "[25 January 2026?]"),
        ("2026-01~", "[ca. January 2026]"),
        ("2026%", "[ca. 2026?]"),
        ("[..2026-01-07]", "[on or before 7 January 2026]"),
        ("2024-10/2025-04", "October 2024 to April 2025"),
    ],
)
def test_a_written_date_that_is_not_certain_stands_in_brackets(text: str, said: str) -> None:
    assert written_date(ENGLISH, date(text)) == said


def date(text: str) -> Date:
    found = parse(text)
    assert isinstance(found, Date)
    return found


# --- CSL-JSON

TEXTS = {
    "id",
    "type",
    "title",
    "title-short",
    "container-title",
    "publisher",
    "URL",
    "archive_location",
    "language",
    "note",
}


NAME: dict[str, type] = {"family": str, "given": str, "literal": str, "static-ordering": bool}
DATE: dict[str, type] = {"date-parts": list, "season": int, "circa": bool, "literal": str}


def against_csl(item: dict[str, Any]) -> Iterator[str]:
    """What csl-data.json of CSL 1.0.2 has against an item: a description of as much of it as is written here.

    No package holds that file; what is written was held to the file itself on 2026-11-27 (commit 40b3ce0 of its repository).
    """
    if not {"id", "type"} <= item.keys() or item.get("type") not in CSL_TYPES:
        yield f"type {item.get('type')}"
    for name, value in item.items():
        if name in TEXTS:
            right = isinstance(value, str)
        elif name in ("author", "editor"):
            right = bool(value) and all(_only(NAME, each) for each in value)
        elif name in ("issued", "accessed"):
            parts = value.get("date-parts", [[1]])
            right = _only(DATE, value) and 1 <= len(parts) <= 2
            right = right and all(1 <= len(part) <= 3 and all(isinstance(n, int) for n in part) for part in parts)
        else:
            right = name == "custom" and isinstance(value, dict)
        if not right:
            yield f"{name}: {value}"


def _only(types: dict[str, type], value: dict[str, Any]) -> bool:
    return all(name in types and isinstance(each, types[name]) for name, each in value.items())


def test_what_is_no_csl_is_told() -> None:
    item = {"id": "a", "type": "webpage", "author": [{"family": 1}], "issued": {"raw": "x"}, "year": 1, "URL": 2}
    assert [fault.partition(":")[0] for fault in against_csl(item)] == ["author", "issued", "year", "URL"]


def test_csl_json_is_what_its_schema_lets_stand(root: Path) -> None:
    all_ = [*items(root).values()]
    for path in ("notes/visit/", "sources/wire/", "about/"):
        all_ += [json.loads(text)[0] for name, text in files(root, path).items() if name.endswith(".json")]
    assert len(all_) == len(SOURCES) + 4
    assert [(item["id"], fault) for item in all_ for fault in against_csl(item)] == []


def test_names_are_whole_unless_a_topic_tells_their_parts(root: Path) -> None:
    assert items(root)["wire"]["author"] == [
        {"literal": "Ministry of Health and Welfare"},
        {"family": "Kim", "given": "Jong Un", "static-ordering": True},
        {"family": "van der Berg", "given": "Jan"},
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026", {"date-parts": [[2026]]}),
        ("2026-01-25T13:31", {"date-parts": [[2026, 1, 25]]}),
        ("2026-01-25?", {"date-parts": [[2026, 1, 25]], "circa": True}),
        ("2026-01-XX", {"date-parts": [[2026, 1]]}),
        ("2024-10/2025-04", {"date-parts": [[2024, 10], [2025, 4]]}),
        ("2024-21", {"date-parts": [[2024]], "season": 1}),
        ("2025-04/..", {"literal": "since April 2025"}),
        ("/2025", {"literal": "from an unknown date to 2025"}),
        ("[..2026-01-07]", {"literal": "on or before 7 January 2026"}),
        ("199X", {"literal": "a year in the 1990s"}),
        ("0000", {"literal": "1 BC"}),
    ],
)
def test_a_date_is_in_csl_what_it_is(text: str, said: dict[str, Any]) -> None:
    assert csl_date(date(text), ENGLISH) == said


# --- BibTeX and RIS, read by other programs


def entries(text: str) -> dict[str, tuple[str, dict[str, str]]]:
    library = parse_string(text)
    assert library.failed_blocks == []
    return {e.key: (e.entry_type, {f.key: f.value for f in e.fields}) for e in library.entries}


def test_bibtex_survives_its_own_syntax(root: Path) -> None:
    text = (root / "site/references.bib").read_text(encoding="utf-8")
    found = entries(text)
    kind, wire = found["wire"]
    assert (kind, wire["entrysubtype"], wire["journal"]) == ("article", "newspaper", r"{Times \& Tide}")
    assert wire["title"] == (
        r'{Costs rise 5\% \& "stay" \textbraceleft{}so\textbraceright{}:'
        r" C\# \textbackslash{} a\_b\textasciicircum{}c \textasciitilde{} \$9}"
    )
    assert wire["author"] == "{Ministry of Health and Welfare} and {Kim Jong Un} and {van der Berg}, Jan"
    assert wire["url"] == "https://example.org/a_b~c%20d?x=1&y=2#z"
    assert (wire["date"], wire["year"], wire["month"], wire["urldate"]) == ("2026-01-25", "2026", "1", "2026-02-01")
    assert found["digest"][1]["date"] == "2026-01"
    assert found["digest"][1]["note"] == "Published 3 or 5 January 2026"
    assert found["report"][1]["date"] == "2025-04/.."
    assert text.count("{") == text.count("}")


def test_keys_are_ascii_and_tell_all_works_apart(root: Path) -> None:
    keys = [safe_key(key) for key in ("wire", "일보-2026", "일보-2025", "일보", "note:wire", "note:일보", "dossier:")]
    assert len(set(keys)) == len(keys)
    assert all(key.isascii() and key and not set(key) & set('{},#%~\\"= ') for key in keys)
    found = entries((root / "site/references.bib").read_text(encoding="utf-8"))[safe_key("일보-2026")][1]
    assert (found["title"], found["author"]) == ("{영웅들을 기리다}", "{조선중앙통신}")
    assert (found["date"], found["langid"]) == ("2026-01~", "ko")


def test_ris_is_read_by_another_program(root: Path) -> None:
    data = (root / "site/references.ris").read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n")
    assert data.count(b"\r\nER  - \r\n") == len(SOURCES)
    found = {item["id"]: item for item in rispy.loads(data.decode().replace("\r\n", "\n"))}
    wire = found["wire"]
    assert (wire["type_of_reference"], wire["secondary_title"]) == ("NEWS", "Times & Tide")
    assert wire["authors"] == ["Ministry of Health and Welfare", "Kim Jong Un", "van der Berg, Jan"]
    assert (wire["year"], wire["date"], wire["access_date"]) == ("2026", "2026/01/25/", "2026/02/01/")
    assert found["일보-2026"]["date"] == "2026/01//about January 2026"
    assert found["digest"]["date"] == "///3 or 5 January 2026"
    assert found["talk"]["type_of_work"] == "speech"


def test_a_value_of_several_lines_makes_no_field_of_its_own(root: Path) -> None:
    work = 'title: |-\n  One\n  AU  - Somebody\n  ER  - \npublisher: "A\\nB"\n'
    folder = root.parent / "lines"
    (folder / "content/sources").mkdir(parents=True)
    (folder / "config.yaml").write_text("title: A\n", encoding="utf-8")
    (folder / "content/sources/a.md").write_text(f"---\n{work}---\n", encoding="utf-8")
    build(folder, folder / "site", Plain())
    (record,) = rispy.loads((folder / "site/references.ris").read_bytes().decode().replace("\r\n", "\n"))
    assert (record["title"], record["secondary_title"]) == ("One AU - Somebody ER -", "A B")
    assert "authors" not in record


# --- there and back


@pytest.mark.parametrize(
    ("ending", "lost"),
    [
        ("json", {}),
        # biblatex has neither times of day nor sets, and no field for what a document prints.
        ("bib", {"wire": "2026-01-25", "digest": "2026-01"}),
    ],
)
def test_what_is_exported_comes_in_again_as_it_was(
    root: Path, tmp_path: Path, ending: str, lost: dict[str, str]
) -> None:
    CliRunner().invoke(command, ["init", str(tmp_path / "other")])
    file = root / f"site/references.{ending}"
    done = CliRunner().invoke(command, ["import", "--root", str(tmp_path / "other"), str(file)])
    assert (done.exit_code, "no place" in done.output) == (0, False), done.output
    before, after = gather(root, Plain()), gather(tmp_path / "other", Plain())
    assert isinstance(before, Gathered)
    assert isinstance(after, Gathered)
    came = {s.fields.title or s.fields.supplied_title: s.fields for s in after.dossier.sources.values()}
    for id_, source in before.dossier.sources.items():
        there = came[source.fields.title or source.fields.supplied_title]
        assert {name: getattr(there, name) for name in WHOLE} == {name: getattr(source.fields, name) for name in WHOLE}
        assert there.published == lost.get(id_, source.fields.published)
        assert (there.type, there.language) == (source.fields.type, source.fields.language)
        assert there.archive_date == source.fields.archive_date
        assert ending == "bib" or there.as_printed == source.fields.as_printed


def test_a_title_in_brackets_is_one_that_the_library_supplied(tmp_path: Path) -> None:
    CliRunner().invoke(command, ["init", str(tmp_path)])
    library = tmp_path / "library.json"
    library.write_text('[{"id": "a", "type": "document", "title": "[A letter]"}]', encoding="utf-8")
    done = CliRunner().invoke(command, ["import", "--root", str(tmp_path), str(library)])
    assert done.exit_code == 0, done.output
    text = (tmp_path / "content/sources/a-letter.md").read_text(encoding="utf-8")
    assert "supplied-title: A letter\n" in text
    assert "\ntitle:" not in text


# --- in the browser


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_a_click_saves_the_file(root: Path, chromium: Browser, script: bool, tmp_path: Path) -> None:
    with served(root / "site") as url:
        context = chromium.new_context(java_script_enabled=script, accept_downloads=True)
        page = context.new_page()
        page.goto(f"{url}sources/%EC%9D%BC%EB%B3%B4-2026/#cite")
        expect(page.locator("#cite")).to_be_visible()
        for ending in ("json", "bib", "ris"):
            with page.expect_download() as download:
                page.locator(f"#cite a[download='일보-2026.{ending}']").click()
            assert download.value.suggested_filename == f"일보-2026.{ending}"
            download.value.save_as(tmp_path / ending)
            saved = (tmp_path / ending).read_bytes().decode()
            assert "영웅들을 기리다" in saved
            assert ending != "ris" or saved.endswith("ER  - \r\n")
        context.close()


def test_each_event_on_the_timeline_leads_to_how_to_cite_it(root: Path, chromium: Browser) -> None:
    with served(root / "site") as url:
        page = chromium.new_page()
        page.goto(f"{url}timeline/")
        page.get_by_role("link", name="Cite this event: He calls them heroes").click()
        page.wait_for_url(f"{url}notes/visit/#cite")
        page.locator("#cite .written").wait_for(state="visible")
        page.close()


def test_a_reference_fits_a_narrow_screen(root: Path, chromium: Browser) -> None:
    with served(root / "site") as url:
        page = chromium.new_page(viewport={"width": 320, "height": 640})
        for path in ("sources/wire/#cite", "about/#cite"):
            page.goto(f"{url}{path}")
            assert page.evaluate("document.documentElement.scrollWidth") == 320
        page.close()


def test_the_first_dossier_s_supplied_titles_stay_in_brackets(tmp_path: Path) -> None:
    root = first_dossier(tmp_path)
    edit(root / "config.yaml", "language: en", "language: en\nurl: https://example.org/")
    build(root, root / "site", Plain())
    assert items(root)["rodong-digest"]["title"] == "[Digest of six pages of Rodong Sinmun]"
    assert written(root, "sources/rodong-digest/")[0] == "[Digest of six pages of Rodong Sinmun]."
