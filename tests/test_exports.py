"""Files for machines, read back by programs that others wrote, and held to the rules of their formats."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dossier.diagnostics import as_text
from dossier.exports import EXPORTS
from dossier.exports.feed import LIMIT
from dossier.exports.xml import add, document
from dossier.memo import Remembering
from dossier.pages.edition import Edition
from dossier.pages.framing import Listed
from dossier.pipeline import examine
from dossier.stores import InMemory, Nowhere

URL = "https://example.org/some/name"
NOTE = "content/notes/{}.md"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def site(root: Path, files: Mapping[str, str] = {}, **config: object) -> dict[str, bytes]:
    """The site made of these content files. AssertionError for any problem."""
    (root / "content").mkdir()
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    (root / "config.yaml").write_text(yaml.safe_dump({"title": "A dossier", **config}), encoding="utf-8")
    with Remembering(Nowhere(), 1) as memo:
        made = examine(root, memo)
    assert [as_text(found) for found in made.problems] == []
    return dict(made.files)


def note(title: str = "A visit", **fields: object) -> str:
    return f"---\n{yaml.safe_dump({'title': title, **fields}, allow_unicode=True)}---\n"


def locations(data: bytes) -> list[str]:
    root = ElementTree.fromstring(data)
    assert root.tag == f"{SITEMAP}urlset"
    assert {child.tag for child in root} == {f"{SITEMAP}url"}
    return [location.text or "" for location in root.iter(f"{SITEMAP}loc")]


def canonical(html: bytes) -> str:
    return html.decode().partition('<link rel="canonical" href="')[2].partition('"')[0]


# --- what is not made again


def test_an_export_of_the_pages_is_made_again_when_an_old_address_leads_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = InMemory()

    def leading(_: Edition, pages: Sequence[Listed]) -> bytes:
        return "".join(f"{page.path} {page.canonical}\n" for page in pages).encode()

    monkeypatch.setattr("dossier.exports.EXPORTS", (*EXPORTS, ("leading.txt", leading)))
    one, other = tmp_path / NOTE.format("one"), tmp_path / NOTE.format("other")
    site(tmp_path, {NOTE.format("one"): note(aliases=["old"]), NOTE.format("other"): note()}, url="https://d.example/")

    def made() -> str:
        with Remembering(store, 1) as memo:
            return examine(tmp_path, memo).files["leading.txt"].decode()

    assert "old/index.html https://d.example/notes/one/" in made()
    one.write_text(note(), encoding="utf-8")
    other.write_text(note(aliases=["old"]), encoding="utf-8")
    assert "old/index.html https://d.example/notes/other/" in made()


def test_exports_are_recalled_until_an_entry_or_a_setting_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, asked = InMemory(), []

    def counted(edition: Edition, pages: Sequence[Listed]) -> bytes:
        asked.append(edition.dossier.config.title)
        return str([note.fields.title for note in edition.dossier.notes.values()]).encode()

    monkeypatch.setattr("dossier.exports.EXPORTS", (*EXPORTS, ("titles.txt", counted)))
    first, visit, config = (
        tmp_path / "templates/assets/style.css",
        tmp_path / NOTE.format("visit"),
        tmp_path / "config.yaml",
    )

    def made() -> bytes:
        with Remembering(store, 1) as memo:
            return examine(tmp_path, memo).files["titles.txt"]

    site(tmp_path, {NOTE.format("visit"): note("A visit")})
    asked.clear()
    assert made() == b"['A visit']"
    first.parent.mkdir(parents=True)
    first.write_text("p { color: red }")
    assert made() == b"['A visit']"
    assert asked == ["A dossier"]
    visit.write_text(note("Another visit"), encoding="utf-8")
    assert made() == b"['Another visit']"
    config.write_text("title: Renamed\n")
    assert made() == b"['Another visit']"
    assert asked == ["A dossier", "A dossier", "Renamed"]


# --- the sitemap, robots.txt, .nojekyll


def test_the_sitemap_has_the_canonical_address_of_each_page_once_and_no_old_address(tmp_path: Path) -> None:
    files = {NOTE.format("visit"): note(aliases=["old/visit", "old.html"]), NOTE.format("방문"): note()}
    made = site(tmp_path, files, url=f"{URL}/")
    pages = {path for path in made if path.endswith(".html")} - {"404.html", "old/visit/index.html", "old.html"}
    assert sorted(locations(made["sitemap.xml"])) == sorted(canonical(made[path]) for path in pages)
    assert f"{URL}/" in locations(made["sitemap.xml"])
    assert f"{URL}/notes/%EB%B0%A9%EB%AC%B8/" in locations(made["sitemap.xml"])


def test_an_old_address_names_the_new_one_as_canonical(tmp_path: Path) -> None:
    made = site(tmp_path, {NOTE.format("visit"): note(aliases=["old/visit"])}, url=URL)
    assert canonical(made["old/visit/index.html"]) == f"{URL}/notes/visit/"


def test_robots_may_go_everywhere_and_are_told_of_the_sitemap(tmp_path: Path) -> None:
    assert site(tmp_path, url=URL)["robots.txt"].decode().splitlines() == [
        "User-agent: *",
        "Allow: /",
        "",
        f"Sitemap: {URL}/sitemap.xml",
    ]


def test_without_an_address_there_is_neither_sitemap_nor_feed(tmp_path: Path) -> None:
    made = site(tmp_path, {NOTE.format("visit"): note(added="2026-01-25")})
    assert made.keys() & {"sitemap.xml", "feed.xml"} == set()
    assert made["robots.txt"] == b"User-agent: *\nAllow: /\n"
    assert made[".nojekyll"] == b""
    assert b"atom+xml" not in made["index.html"]


# --- the feed


def feed(made: Mapping[str, bytes]) -> feedparser.FeedParserDict:
    read = feedparser.parse(made["feed.xml"])
    assert not read.bozo, read.get("bozo_exception")
    assert read.version == "atom10"
    return read


def test_the_feed_has_what_was_added_the_newest_first(tmp_path: Path) -> None:
    files = {
        NOTE.format("b"): note("Second", added="2026-01-25"),
        NOTE.format("a"): note("Tom & <Jerry>", added="2026-02"),
        "content/topics/c.md": note("방문", added="2026-01-25", language="ko"),
        NOTE.format("silent"): note("Not news"),
        NOTE.format("open"): note("Nobody knows since when", added="../2026-01-25"),
    }
    entries = feed(site(tmp_path, files, url=URL)).entries
    assert [(entry.title, entry.updated, entry.link) for entry in entries] == [
        ("Tom & <Jerry>", "2026-02-01T00:00:00Z", f"{URL}/notes/a/"),
        ("Second", "2026-01-25T00:00:00Z", f"{URL}/notes/b/"),
        ("방문", "2026-01-25T00:00:00Z", f"{URL}/topics/c/"),
    ]
    assert [entry.id for entry in entries] == [entry.link for entry in entries]
    assert [entry.tags[0].term for entry in entries] == ["note", "note", "topic"]
    assert entries[2].title_detail.language == "ko"


def test_the_feed_says_whose_it_is_where_it_is_and_when_it_was_updated(tmp_path: Path) -> None:
    files = {NOTE.format("a"): note(added="2026-01-25"), NOTE.format("b"): note(added="2024-12-31")}
    read = feed(site(tmp_path, files, url=URL, description="What is known.", editors=["Ada", "Ben"])).feed
    assert (read.title, read.subtitle, read.updated) == ("A dossier", "What is known.", "2026-01-25T00:00:00Z")
    assert [author.name for author in read.authors] == ["Ada", "Ben"]
    assert read.id == f"{URL}/feed.xml"
    assert {link.rel: link.href for link in read.links} == {"self": f"{URL}/feed.xml", "alternate": f"{URL}/"}


def test_a_dossier_without_editors_is_its_feeds_author(tmp_path: Path) -> None:
    read = feed(site(tmp_path, {NOTE.format("a"): note(added="2026-01-25")}, url=URL))
    assert [author.name for author in read.feed.authors] == ["A dossier"]


def test_the_feed_ends_after_the_newest_hundred(tmp_path: Path) -> None:
    files = {NOTE.format(f"n{n:03}"): note(str(n), added=f"{2000 + n}-01-01") for n in range(LIMIT + 3)}
    titles = [entry.title for entry in feed(site(tmp_path, files, url=URL)).entries]
    assert titles == [str(n) for n in range(LIMIT + 2, 2, -1)]


def test_each_page_tells_of_the_feed(tmp_path: Path) -> None:
    made = site(tmp_path, {NOTE.format("visit"): note(added="2026-01-25")}, url=URL)
    for path, root in {"index.html": "", "notes/visit/index.html": "../../", "404.html": "/some/name/"}.items():
        assert f'type="application/atom+xml" title="A dossier" href="{root}feed.xml"'.encode() in made[path]


def test_without_news_there_is_no_feed_and_no_page_tells_of_one(tmp_path: Path) -> None:
    made = site(tmp_path, {NOTE.format("visit"): note()}, url=URL)
    assert "feed.xml" not in made
    assert not any(b"atom+xml" in data for data in made.values())


@pytest.mark.parametrize("title", ["\x00", "\x0b\x1f", "\ufffe", "]]>", "<!--", "a\ud800b"])
@given(words=st.text())
def test_no_text_makes_xml_that_a_parser_refuses(title: str, words: str) -> None:
    root = ElementTree.Element("feed")
    add(root, "title", title + words, href=words)
    read = ElementTree.fromstring(document(root))
    printable = "".join(letter for letter in words if letter.isprintable() and letter not in "\ufffe\uffff")
    kept = "".join(letter for letter in read[0].get("href", "") if letter.isprintable())
    assert kept == printable


# --- corrections

FIXED = {"date": "2026-02-01", "was": "12,000", "now": "14,000", "why": "The post says so."}


def test_corrections_of_all_kinds_stand_on_their_pages_on_one_page_and_in_a_feed_the_newest_first(
    tmp_path: Path,
) -> None:
    files = {
        NOTE.format("a"): note("Tom & Jerry", corrections=[FIXED, FIXED | {"date": "2026-02-03", "was": "<b>"}]),
        "content/sources/s.md": note("S", url="https://example.org/", corrections=[FIXED | {"date": "2026-02-02"}]),
        "content/topics/t.md": note("방문", language="ko", corrections=[FIXED | {"date": "2026-02-04"}]),
        "content/claims/c.md": note("C", corrections=[FIXED | {"date": "2026-03"}]).replace("title: C", "claim: C"),
    }
    made = site(tmp_path, files, url=URL, checks={"uncited-source": "off"})
    read = feedparser.parse(made["corrections.xml"])
    assert not read.bozo
    assert read.feed.id == f"{URL}/corrections.xml"
    assert read.feed.updated == "2026-03-01T00:00:00Z"
    pages = ["claims/c/", "topics/t/", "notes/a/", "sources/s/", "notes/a/"]
    assert [entry.link.partition("#")[0] for entry in read.entries] == [f"{URL}/{page}" for page in pages]
    assert [entry.title for entry in read.entries][1:3] == ["Correction: 방문", "Correction: Tom & Jerry"]
    assert read.entries[0].summary == "It said: 12,000 It now says: 14,000 Why: The post says so."
    ids = [entry.id for entry in read.entries]
    assert len(set(ids)) == len(ids)
    listed = made["corrections/index.html"].decode()
    for page, id_ in zip(pages, ids, strict=True):
        anchor = id_.partition("#")[2]
        assert f'<li id="{anchor}">' in made[f"{page}index.html"].decode()
    found = [listed.index(f'href="../{id_.removeprefix(URL)[1:]}"') for id_ in ids]
    assert found == sorted(found)
    assert 'href="../corrections.xml"' in listed


def test_without_corrections_or_an_address_there_is_no_feed_of_them(tmp_path: Path) -> None:
    for name, files, config in (
        ("none", {NOTE.format("a"): note()}, {"url": URL}),
        ("no-day", {NOTE.format("a"): note(corrections=[FIXED | {"date": "../2026"}])}, {"url": URL}),
        ("no-url", {NOTE.format("a"): note(corrections=[FIXED])}, {}),
    ):
        (tmp_path / name).mkdir()
        made = site(tmp_path / name, files, **config)
        assert "corrections.xml" not in made
        assert b"corrections.xml" not in made["corrections/index.html"]


def test_many_corrections_go_on_over_pages(tmp_path: Path) -> None:
    many = [FIXED | {"was": str(n)} for n in range(1001)]
    made = site(tmp_path, {NOTE.format("a"): note(corrections=many)}, url=URL)
    pages = [path for path in sorted(made) if path.startswith("corrections/")]
    assert pages == ["corrections/2/index.html", "corrections/3/index.html", "corrections/index.html"]
    assert sum(made[path].count(b"It said</dt>") for path in pages) == 1001
    assert len(feedparser.parse(made["corrections.xml"]).entries) == LIMIT
