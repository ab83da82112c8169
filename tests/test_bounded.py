"""However long a dossier's lists are, each page of its site is light, and whatever they hold stands on a page that links reach."""

import gzip
import random
import re
from functools import cache
from pathlib import Path
from posixpath import join, normpath
from unittest.mock import patch

import pytest
from browsers import browser, served
from folders import edit, first_dossier, run
from playwright.sync_api import expect

MOST = 150_000
"""Bytes of a page, compressed."""
MANY = 260
"""Of everything; with LONG words in each sentence, which no compression shortens by much."""
LONG = 40
SIDES = ("supports", "disputes", "context")


def written(root: Path, many: int = MANY, long: int = LONG) -> Path:
    """A dossier in which everything is about one topic, cites one of two sources, links to one note and one claim, and was
    corrected; and the claim rests on as many lines of evidence."""
    draw = random.Random(many)

    def words(count: int = long) -> str:
        return " ".join("".join(draw.choices("abcdefghijklmnopqrstuvwxyz", k=8)) for _ in range(count)).capitalize()

    def write(path: str, head: str, body: str = "") -> None:
        file = root / "content" / f"{path}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\n{head}\n---\n\n{body}\n", encoding="utf-8")

    def corrected(count: int) -> str:
        said = (f"    was: {words()}\n    now: {words()}\n    why: {words(6)}" for _ in range(count))
        return "corrections:\n" + "\n".join(f"  - date: 2026-01-{1 + n % 28:02}\n{one}" for n, one in enumerate(said))

    said = [words(12) for _ in range(many)]
    (root / "content").mkdir(parents=True)
    (root / "config.yaml").write_text("title: Much of everything\nsearch: true\n", encoding="utf-8")
    write("topics/all", f"title: All of it\ntype: theme\n{corrected(many // 3)}", words())
    about = "url: https://example.org/\norigin: self\ntopics: [all]"
    write("sources/shown", f"title: Shown\n{about}", "\n\n".join(said))
    write("sources/unseen", f"title: Unseen\npublish: metadata\n{about}", "\n\n".join(said))
    write("notes/hub", f"title: The hub\ntopics: [all]\n{corrected(many // 3)}", words())
    quoting = ((words(3), "shown" if n % 2 else "unseen", one) for n, one in enumerate(said))
    write(
        "notes/quoting",
        "title: Quoting\ntopics: [all]",
        "\n\n".join(f'{at} [@{id_}, "{one}"].' for at, id_, one in quoting),
    )
    lines = (
        f"  - {SIDES[n % 3]}: {'shown' if n % 2 else 'unseen'}\n    quote: {said[n]}\n    note: {words()}"
        for n in range(many)
    )
    evidence = "evidence:\n" + "\n".join(lines)
    write("claims/weighed", f"claim: {words(6)}\ntopics: [all]\n{corrected(many // 3)}\n{evidence}")
    for n in range(many):
        id_, quoted = "shown" if n % 2 else "unseen", said[n] if n % 4 < 2 else said[0]
        date = f"date: {2000 + n % 20}-01-{1 + n % 28:02}\n" if n % 3 else ""
        write(
            f"notes/note-{n}",
            f"title: {words(8)}\n{date}topics: [all]\n{corrected(1)}",
            f'{words()} [@{id_}, "{quoted}"]. {words()} [@{id_}].\n\n'
            f"{words()} [[hub]]. {words()} [[claim:weighed]]. {words()} [[all]].",
        )
        write(f"topics/topic-{n}", f"title: {words(8)}\ntype: theme\ntopics: [all]", f"{words()} [[all]].")
        rests = f"evidence:\n  - supports: {id_}\n    quote: {said[n]}"
        write(f"claims/claim-{n}", f"claim: {words()}\ntopics: [all, topic-{n}]\n{rests}")
        write(f"sources/source-{n}", f"title: {words(8)}\n{about}", words())
    return root


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = written(tmp_path_factory.mktemp("bounded") / "dossier")
    assert run("build", root, root / "site").code == 0
    return root / "site"


def test_no_page_is_large(site: Path) -> None:
    sizes = {str(file.relative_to(site)): len(gzip.compress(file.read_bytes(), 6)) for file in site.rglob("*.html")}
    assert {page: size for page, size in sizes.items() if size > MOST} == {}


def test_each_page_is_reached_by_links(site: Path) -> None:
    here = {str(file.parent.relative_to(site)) for file in site.rglob("index.html")}
    found, rest = {"."}, ["."]
    while rest:
        page = rest.pop()
        for link in re.findall(r'<a\b[^>]* href="([^"#:]+)', html(site / page)):
            path = normpath(join(page, link))
            if path in here and path not in found:
                found.add(path)
                rest.append(path)
    assert here - found == set()


@cache
def html(folder: Path) -> str:
    return (folder / "index.html").read_text("utf-8")


def of_pages(site: Path, entry: str) -> str:
    """All pages of an entry or a list, one after another."""
    folders = [site / entry, *(site / entry).glob("[0-9]*")]
    return "".join(map(html, folders))


@pytest.mark.parametrize(
    ("entry", "led"),
    [
        ("notes/hub", r"(\w+) \[\[hub\]\]"),
        ("claims/weighed", r"(\w+) \[\[claim:weighed\]\]"),
        ("topics/all", r"(\w+) \[\[all\]\]"),
        ("sources/shown", r"(\w+) \[@shown\b"),
        ("sources/unseen", r"(\w+) \[@unseen\b"),
        ("corrections", r"was: .* (\w+)\n"),
        ("topics", r"\ntitle: (\w+).*\ntype: theme"),
        ("sources", r"\ntitle: (\w+).*\nurl"),
        ("topics/all", r"\ntitle: (\w+)"),
        ("evidence", r"\nclaim: (\w+)"),
        ("claims/weighed", r"(?<=    note: )(\w+)"),
        ("notes/quoting", r'(\w+)"\]\.\n'),
        ("timeline", r"\ntitle: (\w+).*\ntopics: \[all\]\ncorrections"),
    ],
)
def test_a_list_has_all_over_its_pages(entry: str, led: str, site: Path) -> None:
    wanted = {word for file in site.parent.glob("content/*/*.md") for word in re.findall(led, file.read_text("utf-8"))}
    assert len(wanted) >= MANY // 3
    there = set(re.findall(r"\w+", of_pages(site, entry)))
    assert {word for word in wanted if word not in there} == set()


@pytest.mark.parametrize("entry", ["notes/hub", "claims/weighed", "topics/all"])
def test_an_entry_has_each_of_its_corrections_once_where_the_list_of_all_leads(entry: str, site: Path) -> None:
    ids = re.findall(r'id="(correction-\w+)"', of_pages(site, entry))
    assert len(ids) == len(set(ids)) == MANY // 3
    for path, anchor in re.findall(
        rf'href="(?:\.\./)*({entry}/[\d/]*)#(correction-\w+)"', of_pages(site, "corrections")
    ):
        assert f'id="{anchor}"' in html(site / path)


def test_a_claim_has_each_line_of_its_evidence_once(site: Path) -> None:
    ids = re.findall(r'<li class="line \w+" id="(e\d+)"', of_pages(site, "claims/weighed"))
    assert sorted(ids) == sorted(f"e{n + 1}" for n in range(MANY))
    assert f"{MANY // 3} lines of evidence" in html(site / "claims/weighed")


@pytest.mark.parametrize("entry", ["sources/shown", "sources/unseen"])
def test_each_passage_of_a_source_stands_once_on_the_page_that_lists_what_rests_on_it(entry: str, site: Path) -> None:
    for folder in (site / entry, *(site / entry).glob("[0-9]*")):
        ids = [set(re.findall(rf'id="{kind}-([0-9a-f]+)"', html(folder))) for kind in "pu"]
        assert ids[0] == ids[1]
    for kind in "pu":
        ids = re.findall(rf'id="({kind}-[0-9a-f]+)"', of_pages(site, entry))
        assert len(ids) == len(set(ids)) >= MANY // 2


def test_a_link_to_what_has_since_gone_on_to_a_further_page_leads_there(site: Path) -> None:
    last = f"e{MANY}"
    assert f'id="{last}"' not in html(site / "claims/weighed")
    with served(site) as address, browser() as chromium:
        page = chromium.new_page()
        page.goto(f"{address}claims/weighed/#{last}")
        page.wait_for_url(f"{address}claims/weighed/*/#{last}")
        expect(page.locator(f"#{last}:target")).to_be_visible()
        pages = sum(1 for _ in (site / "claims/weighed").glob("[0-9]*")) + 1
        with page.expect_response(f"{address}claims/weighed/{pages}/"):
            page.goto(f"{address}claims/weighed/#e100000", wait_until="networkidle")
        assert page.url == f"{address}claims/weighed/#e100000"


def test_the_matrix_of_a_topic_called_by_a_number_is_no_page_of_the_list(tmp_path: Path) -> None:
    root = first_dossier(tmp_path)
    (root / "content/topics/2.md").write_text("---\ntitle: Two\ntype: theme\n---\n", encoding="utf-8")
    edit(root / "content/claims/soldiers-sent.md", "topics: [", "topics: [2, ")
    with patch("dossier.pages.evidence.CLAIMS", 1):
        assert run("build", root, root / "site").code == 0
    assert "<h1>Evidence</h1>" in html(root / "site/evidence/2")
    assert "<h1>Evidence: Two</h1>" in html(root / "site/topics/2/evidence")
    assert 'href="../../topics/2/evidence/"' in html(root / "site/topics/2")


def test_a_note_has_each_of_its_references_once_and_each_citation_leads_to_its_own(site: Path) -> None:
    ids = re.findall(r'<li id="r(\d+)"', of_pages(site, "notes/quoting"))
    assert sorted(map(int, ids)) == list(range(1, MANY + 1))
    for page, number in re.findall(r'<a href="([\d/]*)#r(\d+)">', html(site / "notes/quoting")):
        assert f'<li id="r{number}"' in html(site / "notes/quoting" / page)
    assert 'href="../#c' in html(site / "notes/quoting/2")


def test_a_tap_on_what_leads_to_a_further_page_follows_it(site: Path) -> None:
    with served(site) as address, browser() as chromium:
        context = chromium.new_context(has_touch=True, viewport={"width": 320, "height": 640})
        page = context.new_page()
        page.goto(f"{address}notes/quoting/")
        page.locator('.citation a:not([href^="#"])').last.tap()
        page.wait_for_url(f"{address}notes/quoting/*/#r{MANY}")
        context.close()
