"""The fact-check sheets and fact-check.csv: each statement of a dossier once, beside each of its quotations, or nothing."""

import csv
import gzip
import io
import random
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote as percent

import pytest
from browsers import becomes, browser, served
from folders import first_dossier, quotations
from folders import run as build
from playwright.sync_api import expect
from sites import BASE, read_site, write_site
from website import Element, Website, crawl, on_disk, one_line, parse

from dossier.ids import KINDS
from dossier.link import Dossier
from dossier.memo import Plain
from dossier.names import Ref
from dossier.pipeline import Gathered, gather
from dossier.statements import statements

LARGEST = 150_000
"""Bytes of a page of sheets at most, compressed."""
Row = dict[str, str]


def made(root: Path, files: Mapping[str, str], source_text: str = "full") -> Path:
    """The site built of the base and these content files."""
    write_site(read_site(BASE), root)
    for path, text in files.items():
        (root / f"content/{path}.md").parent.mkdir(parents=True, exist_ok=True)
        (root / f"content/{path}.md").write_text(text, encoding="utf-8")
    (root / "config.yaml").write_text(f"title: A memorial\nsource-text: {source_text}\n", encoding="utf-8")
    done = build("build", root, root / "site", "--no-cache")
    assert [found for found in done.problems if found.severity == "error"] == []
    return root / "site"


def rows(output: Path) -> list[Row]:
    with (output / "fact-check.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def pages(output: Path) -> list[Element]:
    """The pages of sheets in their order."""
    first = output / "fact-check/index.html"
    others = sorted(output.glob("fact-check/*/index.html"), key=lambda path: int(path.parent.name))
    return [parse(path.read_text(encoding="utf-8")) for path in (first, *others)]


def sheet(output: Path, anchor: str) -> Element:
    return next(each for page in pages(output) for each in page if each.attributes.get("id") == anchor)


def said(sheet_: Element) -> list[tuple[str, list[str]]]:
    """The statements of a sheet, each with what it rests on: marked words, or that there is nothing."""
    (list_,) = [each for each in sheet_.children if isinstance(each, Element) and each.tag == "ol"]
    found = []
    for item in (each for each in list_.children if isinstance(each, Element)):
        bases = [each for each in item if each.tag == "mark" or "nothing" in each.classes]
        found.append((one_line(item.all("p", "said")[0].text()), [one_line(each.text()) for each in bases]))
    return found


# --- what stands on a sheet

NOTE = """---
title: '"Memorial" for soldiers'
date: 2026-01-26?
date-from:
  - source: post
    quote: reportedly deployed
date-note: By its print.
---

# A heading

It sent soldiers [@post, "around 14,000 soldiers"; @post, "Russian forces"]. Nobody says so. It is "not named" there [@post].
Only cited [see @post, para. 1].

> Kim did not name the dead. [@post]

- An item.

The [[hall]] has "영웅" [@post, "the dead"].
"""
SENT = """---
claim: North Korea sent soldiers.
figure: 14,000 soldiers
label: sent
evidence:
  - supports: post
    quote: reportedly deployed around 14,000 soldiers
  - disputes: post
    quote: Kim did not name the dead
    note: It is another matter.
---

It is disputed.
"""
NOTE_SHEET = [
    ("Title \"Memorial\" for soldiers", ["Memorial"]),
    ("Date perhaps 26 January 2026", ["reportedly deployed"]),
    ("A heading", ["Nothing cited"]),
    ("It sent soldiers.", ["around 14,000 soldiers", "Russian forces"]),
    ("Nobody says so.", ["Nothing cited"]),
    ('It is "not named" there.', ["not name"]),
    ("Only cited.", ["Cited, nothing quoted:"]),
    ("Kim did not name the dead.", ["Kim did not name the dead."]),
    ("An item.", ["Nothing cited"]),
    ('The Memorial hall has "영웅".', ["the dead", "the dead"]),
]  # fmt: skip


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {"notes/visit": NOTE.replace('"not named"', '"not name"'), "claims/sent": SENT}
    return made(tmp_path_factory.mktemp("site"), files)


def test_a_note_s_sheet_has_each_sentence_in_its_order_beside_its_quotations_or_nothing(output: Path) -> None:
    due = [(words.replace("not named", "not name"), bases) for words, bases in NOTE_SHEET]
    assert said(sheet(output, "notes-visit")) == due


def test_a_claim_s_sheet_has_its_standing_and_both_sides_and_the_figure_s_words(output: Path) -> None:
    found = sheet(output, "claims-sent")
    assert said(found) == [
        (
            "Claim North Korea sent soldiers.",
            ["reportedly deployed around 14,000 soldiers", "Kim did not name the dead"],
        ),
        ("Figure 14,000 soldiers sent", ["reportedly deployed around 14,000 soldiers"]),
        ("It is disputed.", ["Nothing cited"]),
    ]
    text = one_line(found.text())
    assert "Disputed" in text
    assert "Origin: not established\xa0· It is another matter." in found.text()


def test_words_stand_in_their_context_with_their_source_and_its_address(output: Path) -> None:
    text = one_line(sheet(output, "notes-visit").text())
    assert "In 2024, North Korea reportedly deployed around 14,000 soldiers to support Russian forces." in text
    assert "Memorial for soldiers killed abroad, 26 January 2026" in text
    assert "https://example.org/post" in text


def test_a_sheet_says_who_reviewed_it(tmp_path: Path) -> None:
    head = "reviewed:\n  - {by: Ada, date: 2026-02-01}\n  - {by: Ben, date: 2026-02-02, digest: 0123456789abcdef}\n---\n\nIt"
    output = made(
        tmp_path, {"notes/visit": f"---\ntitle: A\n{head} is.\n", "notes/other": "---\ntitle: B\n---\n\nIt.\n"}
    )
    text = one_line(sheet(output, "notes-visit").text())
    assert "Reviewed by Ada on 1 February 2026 (what was reviewed is not on record)" in text
    assert "Reviewed by Ben on 2 February 2026 lapsed Since then the text changed." in text
    assert "not reviewed" in sheet(output, "notes-other").text()
    assert [row["reviewed"] for row in rows(output) if row["entry"] == "notes/visit"] == [
        "Ada 2026-02-01; Ben 2026-02-02 (lapsed)"
    ]


@pytest.mark.parametrize(("page", "anchor"), [("notes/visit", "notes-visit"), ("claims/sent", "claims-sent")])
def test_an_entry_s_page_leads_to_its_sheet_and_back(page: str, anchor: str, output: Path) -> None:
    html = (output / page / "index.html").read_text(encoding="utf-8")
    assert f'<a href="../../fact-check/#{anchor}">' in html
    assert sheet(output, anchor).all("a")[0].attributes["href"] == f"../{page}/"


# --- the table


def test_the_table_has_a_row_for_each_quotation_and_each_statement_without_one(output: Path) -> None:
    found = [
        (row["part"], row["number"], row["statement"], row["status"], row["bearing"], row["quotation"])
        for row in rows(output)
        if row["entry"] == "claims/sent"
    ]
    claim = "North Korea sent soldiers."
    assert found == [
        ("claim", "1", claim, "verified", "supports", "reportedly deployed around 14,000 soldiers"),
        ("claim", "1", claim, "verified", "disputes", "Kim did not name the dead"),
        ("figure", "2", "14,000 soldiers sent", "verified", "supports", "14,000 soldiers"),
        ("text", "3", "It is disputed.", "nothing-cited", "", ""),
    ]
    statuses = [row["status"] for row in rows(output) if row["entry"] == "notes/visit"]
    assert Counter(statuses) == {"verified": 7, "translation": 1, "nothing-cited": 3, "cited": 1}


def test_a_row_says_where_its_words_stand_and_from_whom(output: Path) -> None:
    (row,) = [row for row in rows(output) if row["quotation"] == "Russian forces"]
    assert row == row | {
        "entry": "notes/visit",
        "title": '"Memorial" for soldiers',
        "before": "In 2024, North Korea reportedly deployed around 14,000 soldiers to support",
        "source_words": "Russian forces",
        "after": ". Kim did not name the dead.",
        "source": "post",
        "source_title": "Memorial for soldiers killed abroad",
        "published": "2026-01-26",
        "url": "https://example.org/post",
        "sheet": "fact-check/#notes-visit",
    }


def test_the_file_is_utf_8_with_crlf_and_every_field_in_marks(output: Path) -> None:
    data = (output / "fact-check.csv").read_bytes()
    lines = data.decode("utf-8").split("\r\n")
    assert (lines[-1], data.count(b"\n")) == ("", len(lines) - 1)
    fields = next(csv.reader(io.StringIO(lines[0])))
    field = '"(?:[^"]|"")*"'
    line = re.compile(",".join([field] * len(fields)))
    assert all(line.fullmatch(one) for one in lines[:-1])


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t=", "＝", "＋", "－", "＠"])
def test_no_field_becomes_a_formula(first: str, tmp_path: Path) -> None:
    text = f"""---
title: '{first}1+cmd|/c calc'
date: 2026
date-note: "{first}2"
reviewed: [{{by: '{first}Ada', date: 2026-01-01}}]
---

\\{first}3 is. Another is [@post, "dead"].
""".replace("\\\t", "")
    output = made(tmp_path, {"notes/visit": text})
    cells = [cell for row in rows(output) for cell in row.values()]
    assert [cell for cell in cells if cell[:1] in {*"=+-@\t\r\n＝＋－＠"} and cell] == []
    assert f"'{first.strip()}1+cmd|/c calc" in cells


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = first_dossier(tmp_path_factory.mktemp("first"))
    assert build("build", root, root / "site", "--no-cache").code == 0
    return root


def test_the_first_dossier_s_quotations_counted_from_its_files_are_those_of_the_table(first: Path) -> None:
    due: Counter[tuple[str, str]] = Counter()
    for each in quotations(first):
        entry = each.path.removeprefix("content/").removesuffix(".md")
        due[entry, each.words.strip('“”"')] += 1
        if each.figure:
            due[entry, each.figure[1]] += 1
    found = Counter((row["entry"], row["quotation"].strip('“”"')) for row in rows(first / "site") if row["quotation"])
    assert found == due
    assert found.total() > 100


def linked(root: Path) -> Dossier:
    gathered = gather(root, Plain())
    assert isinstance(gathered, Gathered)
    return gathered.dossier


def test_every_word_of_a_text_and_every_quotation_is_in_just_one_statement(first: Path, output: Path) -> None:
    for dossier in (linked(first), linked(output.parent)):
        for ref in (Ref(kind, id_) for kind in KINDS if kind != "source" for id_ in dossier.of(kind)):
            found = statements(dossier, ref)
            assert sorted(map(repr, dossier.quotes[ref])) == sorted(repr(q) for one in found for q in one.quotes)
            text, covered = dossier.of(ref.kind)[ref.id].body.text, [0] * 100_000
            for one in found:
                for at in range(one.start, one.end):
                    covered[at] += 1
            assert {covered[at] for at, c in enumerate(text) if c.isalnum()} <= {1}


# --- no more of a source than its own page shows

SECRET = """---
title: A secret
url: https://example.org/secret
---

Before it stands this. Here are the quoted words of it. Behind it stands that.

Another paragraph says more.
"""
QUOTING = '---\ntitle: Q\n---\n\nIt says so [@secret, "the quoted words"].\n'


@pytest.mark.parametrize("how", ["full", "passages", "metadata"])
def test_sheets_and_table_leak_no_more_of_a_source_than_its_page_shows(how: str, tmp_path: Path) -> None:
    output = made(tmp_path, {"sources/secret": SECRET, "notes/visit": QUOTING}, how)
    page = one_line(parse((output / "sources/secret/index.html").read_text("utf-8")).text("uses"))
    (row,) = [row for row in rows(output) if row["source"] == "secret"]
    shown = one_line(sheet(output, "notes-visit").text())
    for words in ("Before it stands this. Here are", "of it. Behind it stands that.", "Another paragraph says more."):
        in_sheet, in_table = words in shown, words in row["before"] + row["after"]
        assert in_sheet == in_table
        assert not in_sheet or words in page
    assert row["source_words"] == "the quoted words"
    assert bool(row["before"]) == (how != "metadata")


# --- however large


def texts(size: int, draw: random.Random) -> str:
    """Chinese characters by chance, which compress as badly as any text."""
    return "".join(chr(draw.randrange(0x4E00, 0x9F00)) for _ in range(size))


def test_no_page_of_sheets_is_large_and_nothing_is_left_out(tmp_path: Path) -> None:
    draw = random.Random(6)
    source = "\n\n".join(texts(400, draw) for _ in range(150))
    quoted = [paragraph[180:220] for paragraph in source.split("\n\n")]
    files = {
        "sources/large": f"---\ntitle: {texts(80, draw)}\nurl: https://example.org/{'x' * 80}\n---\n\n{source}\n",
        "notes/giant": f"---\ntitle: G\n---\n\n{'。'.join(texts(60, draw) for _ in range(3000))}。\n\n{texts(20_000, draw)}\n",
        "claims/many": "---\nclaim: Many.\nevidence:\n"
        + "".join(f"  - supports: large\n    quote: {quoted[i % 150]}\n" for i in range(700))
        + "---\n",
    } | {
        f"notes/n{n}": f'---\ntitle: N {n}\n---\n\n{texts(500, draw)}。又 [@large, "{quoted[n]}"]。\n'
        for n in range(150)
    }
    output = made(tmp_path, files)
    found = sorted((output / "fact-check").rglob("index.html"))
    assert len(found) > 5
    assert [path for path in found if len(gzip.compress(path.read_bytes())) > LARGEST] == []
    marked = [one_line(each.text()) for page in pages(output) for each in page.all("mark")]
    assert Counter(marked) == Counter(row["source_words"] for row in rows(output) if row["source_words"])
    spoken = {one_line(each.text("kind")) for page in pages(output) for each in page.all("p", "said")}
    cut = {row["statement"] for row in rows(output)} - spoken
    assert {len(words) for words in cut} == {20_000}
    website = crawl(on_disk(output))
    assert website.broken() == []
    assert one_line(sheet(output, "notes-giant.2").all("p", "meta")[0].text()).startswith("Note · part 2 of")


# --- printed


@pytest.mark.parametrize("id_", ["visit", "방문-2"])
def test_opened_at_a_sheet_that_sheet_prints_alone_else_all_of_the_page(id_: str, tmp_path: Path) -> None:
    files = {
        f"notes/{id_}": QUOTING.replace("secret", "post").replace("the quoted words", "the dead"),
        "claims/sent": SENT,
    }
    output = made(tmp_path, files)
    with browser() as chromium, served(output) as address:
        page = chromium.new_page()
        page.emulate_media(media="print")
        looks = ("h1", f'[id="notes-{id_}"]', "#claims-sent")
        for way, visible in (
            ("", [True] * 3),
            (f"#notes-{percent(id_)}", [False, True, False]),
            ("#claims-sent", [False, False, True]),
            ("#nowhere", [True] * 3),
        ):
            page.goto("about:blank")
            page.goto(f"{address}fact-check/{way}")
            becomes(page, lambda: [page.locator(what).is_visible() for what in looks], visible)
        page.emulate_media(media="screen")
        page.goto(f"{address}fact-check/#claims-sent")
        expect(page.locator("h1")).to_be_visible()


def test_a_website_without_statements_has_an_empty_sheet_page(tmp_path: Path) -> None:
    output = made(tmp_path, {"topics/hall": "---\ntitle: Memorial hall\n---\n"})
    assert "There is nothing to check yet." in pages(output)[0].text()
    assert rows(output) == []
    assert isinstance(crawl(on_disk(output)), Website)
