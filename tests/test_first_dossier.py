"""The first dossier, built: from every sentence to the words that it rests on, to their place in the source, and back."""

import csv
import json
import re
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import urlopen

import pytest
import yaml
from folders import Quoted, Run, edit, first_dossier, quotations, run, tree
from msgspec import Struct
from website import Element, Website, crawl, lead, links, on_disk, one_line, parse

KINDS = ("sources", "notes", "claims", "topics")


class Built(Struct, frozen=True):
    """The first dossier's folder, the site made of it, and what the command said."""

    root: Path
    output: Path
    said: Run

    @property
    def data(self) -> dict[str, Any]:
        """What dossier.json holds."""
        return dict(json.loads((self.output / "dossier.json").read_bytes()))

    def ids(self, kind: str) -> list[str]:
        return sorted(path.stem for path in (self.root / "content" / kind).glob("*.md"))

    def content(self, kind: str, id_: str) -> tuple[dict[str, Any], str]:
        """A content file's front matter, each scalar as its text, and its body."""
        _, front, body = (self.root / f"content/{kind}/{id_}.md").read_text(encoding="utf-8").split("---\n", 2)
        return dict(yaml.load(front, yaml.BaseLoader)), body.strip()


def build(root: Path) -> Built:
    return Built(root, root / "site", run("build", root, root / "site", "--no-cache"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(first_dossier(tmp_path_factory.mktemp("first")))


@pytest.fixture(scope="module")
def website(built: Built) -> Website:
    return crawl(on_disk(built.output))


def test_it_is_clean(built: Built) -> None:
    assert (built.said.code, built.said.problems) == (0, ())


# --- everything is reached, nothing is broken


def test_the_front_page_leads_to_every_page(built: Built, website: Website) -> None:
    entries = {f"{kind}/{id_}/" for kind in KINDS for id_ in built.ids(kind)}
    sheets = {address for address in website.pages if re.fullmatch(r"fact-check/(\d+/)?", address)}
    assert "fact-check/" in sheets
    matrices = {address for address in website.pages if re.fullmatch(r"evidence/[^/]+/", address)}
    assert len(matrices) > 3
    assert {each.split("/")[1] for each in matrices} <= set(built.ids("topics"))
    names = ("timeline", "evidence", "sources", "topics", "corrections", "gaps", "about", "search")
    lists = {f"{name}/" for name in names}
    assert len(built.ids("sources")) == 3
    assert {"", *entries, *lists, *sheets, *matrices} == website.pages.keys()


def test_every_file_of_the_site_is_reached_but_those_that_hosts_look_for(built: Built, website: Website) -> None:
    reached = {f"{path}index.html" if path in website.pages else path for path in website.files}
    asked_for_by_scripts = {path for path in tree(built.output) if path.startswith("pagefind/")}
    assert asked_for_by_scripts
    asked_for_by_long_entries = {"assets/further.js"}
    known = reached | asked_for_by_scripts | asked_for_by_long_entries
    assert tree(built.output).keys() - known == {"404.html", "robots.txt", ".nojekyll"}


def test_no_link_or_anchor_is_broken(website: Website) -> None:
    assert website.broken() == []


def test_no_page_has_an_id_twice(website: Website) -> None:
    for address, page in website.pages.items():
        ids = [each.attributes["id"] for each in page if "id" in each.attributes]
        assert len(ids) == len(set(ids)), address


ORDER = [
    "treaty-signed",  # 2024, as the next
    "troops-sent",
    "missile-test",  # 5 January 2026?
    "building-site-visit",  # on or before 7 January, as the next
    "photo-exhibition",
    "art-studio-visit",  # 25 January
    "rodong-sinmun-report",  # 26 January?
    "congress-expected",  # February
]


def test_events_stand_on_the_timeline_in_the_order_in_which_they_happened(built: Built, website: Website) -> None:
    headlines = (each.attributes["href"] for each in website.pages["timeline/"].all("a", "headline"))
    targets = [lead("timeline/", link)[0] or "" for link in headlines]
    shown = [found[1] for found in dict.fromkeys(re.fullmatch("notes/(.+)/", target) for target in targets) if found]
    dated = [id_ for id_ in shown if "date" in built.content("notes", id_)[0]]
    assert [id_ for id_ in dated if id_ in ORDER] == ORDER
    assert sorted(shown) == built.ids("notes")
    assert shown[: len(dated)] == dated, "a note without a date comes after the events"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def served(built: Built, tmp_path: Path) -> Iterator[str]:
    """The address of a server that has the site at /some/name/."""
    (tmp_path / "some").mkdir()
    (tmp_path / "some/name").symlink_to(built.output)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(tmp_path))) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/some/name/"
        server.shutdown()


def test_every_page_works_below_a_sub_path(served: str, website: Website) -> None:
    def fetch(address: str) -> bytes | None:
        try:
            with urlopen(served + quote(address)) as answer:
                assert answer.url == served + quote(address), "no link relies on being redirected"
                return bytes(answer.read())
        except HTTPError:
            return None

    found = crawl(fetch)
    assert found.broken() == []
    assert found.files == website.files


def test_the_page_for_unknown_addresses_works_at_any_depth_below_the_sub_path(tmp_path: Path) -> None:
    root = first_dossier(tmp_path)
    edit(root / "config.yaml", "# url:", "url: https://example.org/some/name/")
    output = build(root).output
    page = parse((output / "404.html").read_text(encoding="utf-8"))
    fetch = on_disk(output)
    assert links(page)
    for link in (link for link in links(page) if not link.startswith("#")):
        target, _ = lead("no/such/page/", link)
        assert target is not None, link
        assert fetch(target) is not None, link


LOADED_BY = {"script", "img", "source", "iframe", "embed", "audio", "video", "track", "input"}
SHEETS = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "prefetch", "preconnect", "dns-prefetch"}


def loaded_from_elsewhere(website: Website) -> list[str]:
    """Whatever a page makes a browser fetch from another host by itself."""
    found = []
    for address, page in website.pages.items():
        for each in page:
            loads = each.tag in LOADED_BY or SHEETS.intersection(each.attributes.get("rel", "").split())
            for name in ("src", "href", "srcset", "poster", "data") if loads else ():
                if urlsplit(each.attributes.get(name, ""))[:2] != ("", ""):
                    found.append(f"{address}: <{each.tag} {name}={each.attributes[name]}>")
    return found


def test_no_page_asks_another_host_for_anything(built: Built, website: Website) -> None:
    assert loaded_from_elsewhere(website) == []
    sheets = {path: data for path, data in tree(built.output).items() if path.endswith(".css")}
    assert sheets
    for path, data in sheets.items():
        assert not re.search(rb"url\(|@import", data), path


HOSTILE = """---
title: A <script src='https://evil.example/a.js'></script> note
---

Look ![there](https://evil.example/b.png) and <img src="https://evil.example/c.png" alt="here" onerror="alert(1)">
and <a href="javascript:alert(1)" style="background: url(https://evil.example/d.png)">here</a> [@rodong-digest].

<script src="https://evil.example/e.js"></script><iframe src="//evil.example/"></iframe><object data="//evil.example/f">
<link rel="stylesheet" href="https://evil.example/g.css"><style>@import "https://evil.example/h.css";</style>
"""


def test_no_content_can_make_a_page_ask_another_host(tmp_path: Path) -> None:
    root = first_dossier(tmp_path)
    (root / "content/notes/hostile.md").write_text(HOSTILE, encoding="utf-8")
    made = build(root)
    website = crawl(on_disk(made.output))
    assert made.said.code == 0
    assert "notes/hostile/" in website.pages
    assert loaded_from_elsewhere(website) == []
    own = {f"assets/{file.name}" for file in (Path(__file__).parent.parent / "templates/assets").glob("*.js")}
    for page in website.pages.values():
        assert {each.tag for each in page}.isdisjoint({"iframe", "object", "style"})
        scripts = [each for each in page if each.tag == "script"]
        assert {each.attributes.get("type") for each in scripts if not each.attributes.get("src")} <= {
            "application/ld+json"
        }
        assert {each.attributes["src"].lstrip("./") for each in scripts if each.attributes.get("src")} <= own
        assert not [each for each in scripts if each.attributes.get("src") and each.text().strip()]
        names = {name for each in page for name in each.attributes}
        assert not [name for name in names if name.startswith("on") or name == "style"]
        assert not [link for link in links(page) if link.startswith("javascript:")]


# --- the dossier as data


def test_the_data_has_every_entry_by_id_with_what_its_front_matter_says(built: Built) -> None:
    for kind in KINDS:
        records = built.data[kind]
        assert [record["id"] for record in records] == built.ids(kind)
        for record in records:
            fields, _ = built.content(kind, record["id"])
            assert {name: said(record.get(name)) for name in fields} == {name: text(v) for name, v in fields.items()}
            computed = {"id", "standing", "supporting_origins", "disputing_origins"}
            assert record.keys() - fields.keys() - computed <= {"type", "importance"}, "else only defaults are added"


def said(value: Any) -> Any:
    """A value of JSON as YAML's text has it."""
    if isinstance(value, dict):
        return {name: said(each) for name, each in value.items()}
    if isinstance(value, list):
        return [said(each) for each in value]
    return str(value).lower() if isinstance(value, bool) else value


def text(value: Any) -> Any:
    """A value of front matter; an EDTF set, which YAML takes for a list, as its text."""
    match value:
        case [str() as only] if only.startswith(".."):
            return f"[{only}]"
        case list():
            return [text(each) for each in value]
        case dict():
            return {name: text(each) for name, each in value.items()}
    return value


@pytest.mark.parametrize(
    ("claim", "standing", "supporting", "disputing"),
    [
        ("ju-ae-at-the-site", "single-origin", ["state-media"], []),
        ("one-memorial", "single-origin", [], []),
        ("praise-of-the-soldiers", "single-origin", ["state-media"], []),
        ("soldiers-killed", "single-origin", [], []),
        ("soldiers-sent", "single-origin", [], []),
        ("which-pact", "unsupported", [], []),
        ("whose-soldiers", "disputed", [], ["rodong-digest"]),
    ],
)
def test_the_data_says_how_sure_each_claim_is(
    built: Built, claim: str, standing: str, supporting: list[str], disputing: list[str]
) -> None:
    record = next(record for record in built.data["claims"] if record["id"] == claim)
    assert record["standing"] == standing
    assert (record["supporting_origins"], record["disputing_origins"]) == (supporting, disputing)


def test_the_data_has_every_quotation_in_a_fixed_order(built: Built) -> None:
    files = [f"{kind}/{id_}" for kind in KINDS for id_ in built.ids(kind)]
    records = [(record["in"], one_line(record["quote"])) for record in built.data["quotations"]]
    assert sorted(records) == sorted((of(each), each.words) for each in quotations(built.root))
    assert [name for name, _ in records] == sorted((name for name, _ in records), key=files.index)


def of(quoted: Quoted) -> str:
    """The entry that a quotation stands in, as dossier.json names it."""
    return quoted.path.removeprefix("content/").removesuffix(".md")


def test_each_quotation_of_the_data_stands_in_its_source_on_the_disk(built: Built) -> None:
    verified = [record for record in built.data["quotations"] if record["status"] == "verified"]
    assert len(verified) > 100
    for record in built.data["quotations"]:
        assert record["exact"] in whole(built, "sources", record["source"])
    for record in verified:
        assert plain(record["quote"]) == plain(record["exact"])


def test_a_quotation_verified_with_changes_is_shown_with_all_that_it_skips_and_puts_in(
    built: Built, website: Website
) -> None:
    changed = [record for record in built.data["quotations"] if record["status"] == "changed"]
    assert {mark for record in changed for mark in re.findall(r"\[.+?\]", record["quote"])} >= {"[…]", "[one]"}
    for record in changed:
        address = f"{record['in']}/"
        shown = [
            mark
            for figure in website.pages[address].all("figure", "changed")
            if lead("", record["url"]) in [lead(address, link) for link in links(figure)]
            for mark in figure.all("mark")
        ]
        assert {one_line(of_source(mark)) for mark in shown} == {one_line(record["exact"])}
        assert plain(record["quote"]) in {plain(of_editors(mark)) for mark in shown}


def of_source(mark: Element) -> str:
    """The source's words of a quotation as a page shows it: those that are left out, and none that are put in."""
    return "".join(words for words, at in mark.runs() if at.tag != "ins")


def of_editors(mark: Element) -> str:
    """A quotation as its editors wrote it, of a page that shows it: what is put in, and `[…]` where words are only left out."""
    said, last = "", ""
    for words, at in mark.runs():
        replaced = at.tag == "del" and last == "ins"
        said, last = said + ("" if replaced else " […] " if at.tag == "del" else words), at.tag
    return said


def test_each_quotation_of_the_data_leads_to_its_marked_words(built: Built, website: Website) -> None:
    for record in built.data["quotations"]:
        target, anchor = lead("", record["url"])
        assert target == f"sources/{record['source']}/"
        assert marked(website.pages[target], anchor, len(record["exact"])) == record["exact"]


def test_a_passage_is_one_element_with_just_its_words_unless_it_crosses_another(built: Built, website: Website) -> None:
    alone = 0
    for id_ in built.ids("sources"):
        page = website.pages[f"sources/{id_}/"]
        exacts = {lead("", r["url"])[1]: r["exact"] for r in built.data["quotations"] if r["source"] == id_}
        ranges = {anchor: (start := offset(page, anchor), start + len(exact)) for anchor, exact in exacts.items()}
        for anchor, exact in exacts.items():
            start, end = ranges[anchor]
            crossed = any(a < start < b < end or start < a < end < b for a, b in ranges.values())
            assert (page.by_id(anchor).text("uses") == exact) or crossed, exact
            alone += not crossed
    assert alone > 50


def offset(page: Element, anchor: str) -> int:
    """Where the words of an element begin in the text of its page, without the numbers between."""
    start, before = page.by_id(anchor), 0
    for words, at in page.runs():
        above = list(at.above)
        if start in above:
            return before
        before += len(words) * all("uses" not in each.classes for each in above)
    raise AssertionError(f"{anchor} is empty")


def whole(built: Built, kind: str, id_: str) -> str:
    return (built.root / f"content/{kind}/{id_}.md").read_text(encoding="utf-8")


def plain(quoted: str) -> str:
    """Words without what typography changes: the kind of marks, white space, a stop set inside the marks."""
    return one_line(re.sub("[“”]", '"', re.sub("[‘’]", "'", quoted))).rstrip(".,")


def marked(page: Element, anchor: str, length: int) -> str:
    """The text from an anchor on, without the numbers between; AssertionError where a word of it is not marked."""
    start = page.by_id(anchor)
    found, begun = "", False
    for words, at in page.runs():
        above = list(at.above)
        begun = begun or start in above
        if begun and len(found) < length and not any("uses" in each.classes for each in above):
            assert words.isspace() or any(each.tag == "mark" for each in above), f"{words!r} is not marked"
            found += words
    return found[:length]


# --- from a sentence to the words and back


def test_each_citation_leads_to_the_quoted_words_and_they_lead_back_to_its_sentence(
    built: Built, website: Website
) -> None:
    exact = {(record["in"], record["url"]): record["exact"] for record in built.data["quotations"]}
    followed = set()
    for address, page in website.pages.items():
        for marker in page.all("span", "citation"):
            numbers = [each for each in marker.all("a") if "link" not in each.classes]
            if marker.attributes["id"] == "cd":
                assert links(marker) == [f"#d{number}" for number in range(1, len(numbers) + 1)]
                continue
            assert numbers, f"{address}: a citation without a number"
            for number in numbers:
                for passage, words in references(website, address, number.attributes["href"]):
                    assert one_line(words) == one_line(exact[address.rstrip("/"), passage])
                    item = use(website, passage, address, marker.attributes["id"])
                    shown = item.all("a")[0] if marker.attributes["id"] == "ct" else item.all("p")[0]
                    assert one_line(shown.text()) in around(marker)
                    followed.add((address.rstrip("/"), passage))
    in_bodies = {(of(each), each.words) for each in quotations(built.root) if each.body or each.headline}
    assert followed == {
        (record["in"], record["url"])
        for record in built.data["quotations"]
        if (record["in"], one_line(record["quote"])) in in_bodies
    }


def test_a_source_that_a_sentence_names_is_led_to_by_its_name(website: Website) -> None:
    named = 0
    for address, page in website.pages.items():
        for marker in page.all("span", "citation"):
            names, numbers = marker.all("a", "link"), [each for each in marker.all("a") if "link" not in each.classes]
            for name in names:
                reference = page.by_id(lead(address, numbers[0].attributes["href"])[1])
                assert lead(address, links(name)[0]) == lead(address, links(reference)[0])
                assert name.text() == reference.all("a")[0].text()
            named += len(names)
    assert named


def references(website: Website, address: str, link: str) -> Iterator[tuple[str, str]]:
    """What the reference behind a citation's number shows: for each quotation the passage's address, and its marked words."""
    target, anchor = lead(address, link)
    assert target == address
    assert anchor.startswith("r")
    quotes = website.pages[address].by_id(anchor).all("figure", "quote")
    for shown in quotes:
        passages = [lead(address, each) for each in links(shown)]
        (passage,) = [f"{page}#{at}" for page, at in passages if page and page.startswith("sources/") and at]
        yield passage, "".join(of_source(mark) for mark in shown.all("mark"))


def use(website: Website, passage: str, address: str, anchor: str) -> Element:
    """The item by which a source's passage names a place that rests on it. AssertionError if it does not name it."""
    source, at = passage.split("#")
    page = website.pages[source]
    (uses,) = {link for link in links(page) if link == f"#{at.replace('p-', 'u-', 1)}"}
    for item in page.by_id(uses[1:]).all("ul")[0].all("li"):
        if (address, anchor) in [lead(source, link) for link in links(item)]:
            return item
    raise AssertionError(f"{passage} does not lead back to {address}#{anchor}")


def around(marker: Element) -> str:
    """The text that a citation stands in, without citations; a source that the sentence names stays."""
    block = next(each for each in marker.above if each.tag in ("p", "li", "td", "dd", "blockquote", "h1"))
    kept = (
        words
        for words, at in block.runs()
        if "link" in at.classes or not any("citation" in each.classes for each in at.above)
    )
    return re.sub(r" (?=[.,;:!?])", "", one_line("".join(kept)))


@pytest.mark.parametrize("kind", ["e", "d"])
def test_evidence_and_dates_lead_to_the_quoted_words_and_they_lead_back(
    built: Built, website: Website, kind: str
) -> None:
    field = {"e": "evidence", "d": "date-from"}[kind]
    records = {
        (record["in"], one_line(record["quote"]), record["url"], one_line(record["exact"]))
        for record in built.data["quotations"]
    }
    for name in ("claims", "notes"):
        for id_ in built.ids(name):
            address = f"{name}/{id_}/"
            for number, line in enumerate(built.content(name, id_)[0].get(field, []), 1):
                place = website.pages[address].by_id(f"{kind}{number}")
                leads = {lead(address, each) for each in links(place)}
                assert (address, "cd") in leads or kind == "e"
                passages = {f"{page}#{at}" for page, at in leads if at and page != address}
                (passage,) = passages
                (mark,) = place.all("mark")
                assert (f"{name}/{id_}", one_line(line["quote"]), passage, one_line(of_source(mark))) in records
                title = built.content(name, id_)[0]["claim" if kind == "e" else "title"]
                assert title in one_line(use(website, passage, address, f"{kind}{number}").text())


def test_each_passage_leads_to_every_place_that_rests_on_it_and_to_no_other(built: Built, website: Website) -> None:
    for id_ in built.ids("sources"):
        address = f"sources/{id_}/"
        page = website.pages[address]
        passages = [each.attributes["id"] for each in page if each.attributes.get("id", "").startswith("p-")]
        assert sorted(f"u-{anchor[2:]}" for anchor in passages) == sorted(
            each.attributes["id"] for each in page if each.attributes.get("id", "").startswith("u-")
        )
        for anchor in passages:
            listed = page.by_id(f"u-{anchor[2:]}")
            uses = [link for list_ in listed.all("ul", "backlinks") for link in links(list_)]
            named = {lead(address, link)[0] for link in uses}
            url = f"{address}#{anchor}"
            assert named == {f"{record['in']}/" for record in built.data["quotations"] if record["url"] == url}


# --- how much of a source readers see


def runs_of_words(of: str, size: int = 5) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", of.lower())
    return {tuple(words[i : i + size]) for i in range(len(words) - size + 1)}


def published(output: Path) -> set[tuple[str, ...]]:
    """Every run of words in any file of a site: in its text, however markers part it, and in attributes."""
    found: set[tuple[str, ...]] = set()
    for path, data in tree(output).items():
        # Searches read pieces set one behind another, so that runs of words tell nothing; test_unpublished looks at each word.
        if path.startswith("pagefind/"):
            continue
        shown = data.decode()
        if path.endswith(".html"):
            page = parse(shown)
            attributes = (value for each in page for value in each.attributes.values())
            for piece in [*page.texts(), *page.texts("uses", "citation"), *attributes]:
                found |= runs_of_words(piece)
        elif path.endswith(".csv"):
            for cell in (cell for row in csv.reader(shown.splitlines()) for cell in row):
                found |= runs_of_words(cell)
        else:
            found |= runs_of_words(shown)
    return found


def hidden(built: Built, mode: str, id_: str) -> set[tuple[str, ...]]:
    """Runs of a source's words that readers are not to see anywhere.

    For `metadata` these are the words that nothing quotes; for `passages` those of paragraphs of which nothing is quoted.
    """
    bodies = {each: built.content("sources", each)[1] for each in built.ids("sources")}
    seen = [whole(built, kind, each) for kind in ("notes", "claims", "topics") for each in built.ids(kind)]
    seen += [whole(built, "sources", each).replace(body, "") for each, body in bodies.items()]
    exacts = [(record["source"], record["exact"]) for record in built.data["quotations"]]
    seen += [exact for _, exact in exacts]
    if mode == "passages":
        seen += [p for each, body in bodies.items() for p in body.split("\n\n") if quoted_from(p, each, exacts)]
    paragraphs = bodies[id_].split("\n\n")
    return {run for p in paragraphs for run in runs_of_words(p)} - {run for each in seen for run in runs_of_words(each)}


def quoted_from(paragraph: str, source: str, exacts: list[tuple[str, str]]) -> bool:
    """Whether a paragraph of a source holds words that are quoted; a passage may begin in one and end in another."""
    return any(source == by and part in paragraph for by, exact in exacts for part in exact.split("\n\n"))


UNQUOTED = "The lantern boats drifted past the harbour wall until the keeper rang his bell for the night."
HARBOUR = f"---\ntitle: Harbour\n---\n\nThe harbour froze over. The ice was thin.\n\n{UNQUOTED}\n"
FROZEN = '---\ntitle: Frozen\n---\n\nIt froze [@harbour, "The harbour froze over"].\n'


@pytest.fixture(scope="module")
def with_unquoted(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The first dossier with a source more, of which a paragraph is quoted nowhere, whatever editors come to quote."""
    root = first_dossier(tmp_path_factory.mktemp("unquoted"))
    (root / "content/sources/harbour.md").write_text(HARBOUR, encoding="utf-8")
    (root / "content/notes/frozen.md").write_text(FROZEN, encoding="utf-8")
    return build(root)


def rebuilt(built: Built, root: Path, mode: str) -> Built:
    """A dossier built again, with less of its sources' text shown."""
    shutil.copytree(built.root, root, ignore=shutil.ignore_patterns("site"))
    edit(root / "config.yaml", "source-text: full", f"source-text: {mode}")
    return build(root)


@pytest.mark.parametrize("mode", ["passages", "metadata"])
def test_unquoted_words_of_a_source_are_nowhere_in_a_site_that_does_not_publish_them(
    with_unquoted: Built, tmp_path: Path, mode: str
) -> None:
    unseen = {run for id_ in with_unquoted.ids("sources") for run in hidden(with_unquoted, mode, id_)}
    assert runs_of_words(UNQUOTED) <= unseen
    assert (runs_of_words("over The ice was thin") <= unseen) == (mode == "metadata")
    assert unseen <= published(with_unquoted.output), "with the whole text they are found"
    made = rebuilt(with_unquoted, tmp_path / "less", mode)
    assert made.said.code == 0
    assert unseen & published(made.output) == set()
    assert crawl(on_disk(made.output)).broken() == []


def test_a_source_may_show_more_than_the_others(with_unquoted: Built, tmp_path: Path) -> None:
    root = tmp_path / "more"
    shutil.copytree(with_unquoted.root, root, ignore=shutil.ignore_patterns("site"))
    edit(root / "content/sources/harbour.md", "title: Harbour", "publish: full\ntitle: Harbour")
    words = published(rebuilt(Built(root, root / "site", with_unquoted.said), tmp_path / "less", "metadata").output)
    assert hidden(with_unquoted, "metadata", "harbour") <= words
    for id_ in with_unquoted.ids("sources"):
        assert id_ == "harbour" or hidden(with_unquoted, "metadata", id_).isdisjoint(words)


@pytest.mark.parametrize("mode", ["passages", "metadata"])
def test_quoted_words_stay_one_step_away_whatever_of_a_source_is_shown(tmp_path: Path, mode: str) -> None:
    root = first_dossier(tmp_path)
    edit(root / "config.yaml", "source-text: full", f"source-text: {mode}")
    made = build(root)
    website = crawl(on_disk(made.output))
    for record in made.data["quotations"]:
        target, anchor = lead("", record["url"])
        assert target is not None
        place = website.pages[target].by_id(anchor)
        holder = next(each for each in place.above if each.tag in ("p", "li", "h1", "h2", "dd"))
        assert one_line(record["exact"]) in one_line(holder.text("uses"))
