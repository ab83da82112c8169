"""On a source's page, in a real browser: words that are selected are offered as a citation, and it is verified where pasted."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsers import becomes, browser, served
from folders import PROJECT, edit, first_dossier, run
from playwright.sync_api import Browser, Page, expect

from dossier.cli import main

NOTE = "content/notes/pasted.md"
ODD = """---
title: Odd signs
---

One hall. He said "no" to *all* of [them](https://a.example) at 14,000–15,000 a day: a_b_c, 5 &lt; 6 \\*stars\\*, “quite” so.

One hall again
: with 10<sup>2</sup> men

- One hall in a list
- and “one of two

  paragraphs” there

> A quotation of theirs. # 3

1\\. April[^1]

[^1]: A note below.
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first dossier, and a source with what is hard to quote."""
    root = first_dossier(tmp_path_factory.mktemp("cite"))
    (root / "content/sources/odd.md").write_text(ODD, encoding="utf-8")
    (root / NOTE).write_text('---\ntitle: Pasted\n---\n\nIt says so [@odd, "One hall"].\n', encoding="utf-8")
    with pytest.raises(SystemExit) as end:
        main(["build", "--root", str(root), "--output", str(root / "site"), "--no-cache", "--jobs", "1"])
    assert end.value.code == 0
    return root


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


@pytest.fixture
def page(root: Path, chromium: Browser) -> Iterator[Page]:
    with served(root / "site") as url:
        context = chromium.new_context(base_url=url, viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.add_init_script("window.faults = []; addEventListener('error', (e) => faults.push(e.message))")
        yield page
        assert page.evaluate("window.faults") == []
        context.close()


HEARD = "window.heard = 0; document.addEventListener('selectionchange', () => { heard += 1; })"
SELECT = """([first, last]) => {
  window.heard = 0;
  const walker = document.createTreeWalker(document.querySelector("[data-source]"), NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest(".offer")) nodes.push(walker.currentNode);
  const at = (offset) => {
    for (const node of nodes) {
      if (offset <= node.data.length) return [node, offset];
      offset -= node.data.length;
    }
    return [nodes.at(-1), nodes.at(-1).data.length];
  };
  const range = document.createRange();
  range.setStart(...at(first));
  range.setEnd(...at(last));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""
LENGTH = """() => {
  document.querySelector(".offer")?.remove();
  return document.querySelector("[data-source]").textContent.length;
}"""


def assert_offered(page: Page, citation: str) -> None:
    expect(page.locator(".offer textarea")).to_have_value(citation)


def assert_nothing_offered(page: Page) -> None:
    expect(page.locator(".offer")).to_have_count(0)


def offered(page: Page) -> str:
    """The citation that is offered a while after SELECT; empty if none is. The page's clock is the test's, and it has HEARD."""
    page.wait_for_function("window.heard")
    page.clock.run_for(200)
    field = page.locator(".offer textarea")
    return field.input_value() if field.count() else ""


def select(page: Page, words: str) -> None:
    """Select words that stand in one text node."""
    found = page.evaluate(
        """(words) => {
          const walker = document.createTreeWalker(document.querySelector("[data-source]"), NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const node = walker.currentNode, at = node.data.indexOf(words);
            if (at < 0 || node.parentElement.closest(".offer")) continue;
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + words.length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            return true;
          }
          return false;
        }""",
        words,
    )
    assert found, words


def errors_of(root: Path, citations: list[str]) -> list[tuple[str, str]]:
    """What is wrong with a note in which every citation stands in a paragraph of its own."""
    texts = [one if one.startswith(">") else f"They say so {one}." for one in citations]
    before = (root / NOTE).read_text(encoding="utf-8")
    (root / NOTE).write_text("---\ntitle: Pasted\n---\n\n" + "\n\nSo.\n\n".join(texts) + "\n", encoding="utf-8")
    found = [
        (each.code, each.message)
        for each in run("check", root, root / "site", "--no-cache", "--jobs", "1").problems
        if each.path == NOTE and each.severity == "error"
    ]
    (root / NOTE).write_text(before, encoding="utf-8")
    return found


@pytest.mark.parametrize("source", ["nasser-2026-01-26", "rodong-digest", "forklift-visit", "odd"])
def test_whatever_is_selected_the_citation_that_is_offered_is_verified(root: Path, page: Page, source: str) -> None:
    page.clock.install()
    page.add_init_script(HEARD)
    page.goto(f"sources/{source}/")
    chance = random.Random(source)
    citations: list[str] = []
    count = 40
    for _ in range(count):
        length = page.evaluate(LENGTH)
        first = chance.randrange(length - 5)
        last = min(length, first + chance.choice([3, 20, 60, 200, 900]))
        page.evaluate(SELECT, [first, last])
        if citation := offered(page):
            citations.append(citation)
    assert len(citations) > count // 2
    assert any(each.startswith(">") for each in citations)
    assert errors_of(root, list(dict.fromkeys(citations))) == []


@pytest.mark.parametrize(
    ("words", "citation"),
    [
        ("4,000–15", '[@odd, "14,000–15,000"]'),
        ("One hall again", '[@odd, "One hall again"]'),
        ("ne hall in a li", '[@odd, "One hall in a list"]'),
        ("a_b", '[@odd, "a\\_b\\_c"]'),
        ("5 < 6", '[@odd, "5 &lt; 6"]'),
        ('He said "no', '[@odd, “He said "no"”]'),
        ("“quite", '[@odd, "“quite”"]'),
    ],
)
def test_words_are_whole_and_marks_have_their_other(page: Page, words: str, citation: str) -> None:
    page.goto("sources/odd/")
    select(page, words)
    assert_offered(page, citation)


def test_words_that_repeat_say_in_which_paragraph_they_are_meant(page: Page) -> None:
    page.goto("sources/odd/")
    page.evaluate(
        """() => {
          const node = [...document.querySelectorAll("[data-source] li")][0].firstChild;
          const at = node.nodeType === 3 ? node : document.createTreeWalker(node, NodeFilter.SHOW_TEXT).nextNode();
          const range = document.createRange();
          range.setStart(at, 0);
          range.setEnd(at, 8);
          getSelection().addRange(range);
        }"""
    )
    assert_offered(page, '[@odd, para. 4, "One hall"]')


def test_the_citation_is_copied_by_keyboard_and_said_to_be(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("sources/odd/")
    page.locator("[data-source] dt").dblclick(position={"x": 20, "y": 10})
    citation = '[@odd, para. 2, "One"]'
    assert_offered(page, citation)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Copy the citation")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("status").get_by_text("Copied").wait_for()
    becomes(page, lambda: page.evaluate("navigator.clipboard.readText()"), citation)
    page.keyboard.press("Escape")
    assert_nothing_offered(page)


def test_where_the_clipboard_is_refused_the_citation_stands_in_a_field_selected(page: Page) -> None:
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(); document.execCommand = () => false")
    page.goto("sources/odd/")
    select(page, "One hall again")
    assert_offered(page, '[@odd, "One hall again"]')
    page.get_by_role("button", name="Copy the citation").click()
    page.get_by_role("status").get_by_text("Copy it from the field").wait_for()
    selected = "getSelection().toString() || document.activeElement.value"
    becomes(page, lambda: page.evaluate(selected), '[@odd, "One hall again"]')


def test_the_offer_fits_a_phone_and_is_not_printed(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("sources/odd/")
    select(page, "One hall again")
    expect(page.locator(".offer")).to_be_visible()
    becomes(page, lambda: page.evaluate("document.documentElement.scrollWidth"), 320)
    page.emulate_media(media="print")
    expect(page.locator(".offer")).to_be_hidden()


def test_other_pages_and_other_words_offer_nothing(root: Path, page: Page) -> None:
    page.goto("sources/odd/")
    select(page, "One hall again")
    assert_offered(page, '[@odd, "One hall again"]')
    page.evaluate("getSelection().selectAllChildren(document.querySelector('h1'))")
    assert_nothing_offered(page)
    assert "cite.js" not in (root / "site/notes/pasted/index.html").read_text(encoding="utf-8")


def test_a_source_of_which_passages_are_shown_offers_them_without_what_is_left_out(
    tmp_path: Path, chromium: Browser
) -> None:
    root = first_dossier(tmp_path)
    edit(root / "config.yaml", "source-text: full", "source-text: passages")
    with pytest.raises(SystemExit):
        main(["build", "--root", str(root), "--output", str(root / "site"), "--no-cache", "--jobs", "1"])
    assert "data-source" in (PROJECT / "templates/source.html").read_text(encoding="utf-8")
    with served(root / "site") as url:
        page = chromium.new_page()
        page.goto(f"{url}sources/rodong-digest/")
        select(page, "visited the Mansudae Art Studio")
        assert_offered(page, '[@rodong-digest, "visited the Mansudae Art Studio"]')
        page.evaluate("getSelection().selectAllChildren(document.querySelector('[data-source]'))")
        assert_nothing_offered(page)
        page.close()
