"""Words of two directions on one page stand in their order, and each begins where its own language does: in Chromium."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsers import browser, served
from playwright.sync_api import Browser, Page
from righttoleft import right_to_left_dossier
from showcases import addresses

from dossier.markup import read_body
from dossier.memo import Plain
from dossier.pipeline import build

ORDER = """() => {
  document.querySelectorAll("details").forEach(each => { each.open = true; });
  const all = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
  const seen = { right: 0, wrong: [] };
  const box = (node, at) => {
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    return range.getBoundingClientRect();
  };
  while (all.nextNode()) {
    const { data, parentElement } = all.currentNode;
    if (!parentElement.checkVisibility() || parentElement.closest(".unseen, script, svg")) continue;
    const latin = /\\p{Script=Latin}/u.test(data), other = /\\p{Script=Arabic}|\\p{Script=Hebrew}/u.test(data);
    if (latin === other) continue;
    const signs = [...data.replace(/\\s·\\s$/u, "").matchAll(/\\S/g)];
    const boxes = signs.map(({ index }) => box(all.currentNode, index)).filter(({ width }) => width);
    const onward = (one, next) => Math.abs(next.top - one.top) > 3 || (next.left - one.left) * (latin ? 1 : -1) > -1;
    if (boxes.every((one, at) => !at || onward(boxes[at - 1], one))) seen.right++;
    else seen.wrong.push(`${data.trim()} in ${parentElement.outerHTML.slice(0, 120)}`);
  }
  return seen;
}"""
"""Texts that are of one direction: how many have each sign beyond the one before it, and which have not."""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


def arabic(root: Path) -> Path:
    """The small dossier in Arabic and Hebrew, whose interface is in English, built."""
    right_to_left_dossier(root)
    return _built(root)


def english(root: Path) -> Path:
    """A dossier in English with entries in Arabic and Hebrew that say so, built."""
    right_to_left_dossier(root)
    (root / "config.yaml").write_text("title: The river\neditors: Layla\n", encoding="utf-8")
    for path in ("topics/river", "notes/rain", "claims/rose"):
        file = root / f"content/{path}.md"
        file.write_text(file.read_text("utf-8").replace("---\n", "---\nlanguage: ar\n", 1), encoding="utf-8")
    return _built(root)


def _built(root: Path) -> Path:
    assert build(root, root / "site", Plain()).problems == ()
    return root / "site"


@pytest.fixture(scope="module", params=[arabic, english], ids=["arabic", "english"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    found: Path = request.param(tmp_path_factory.mktemp("directions"))
    return found


def order(page: Page, site: Path) -> tuple[int, list[str]]:
    right, wrong = 0, []
    with served(site) as url:
        for address in addresses(site):
            page.goto(url + address)
            seen = page.evaluate(ORDER)
            right += seen["right"]
            wrong += [f"{address}: {text}" for text in seen["wrong"]]
    return right, wrong


NOTE = """---
title: A report
accept:
  no-text-to-verify: The page is gone.
---

The paper says “ارتفع النهر” [@paper].

> הנהר עלה. [@gilyon]

It is the “הנהר עלה” [@gilyon] that [“الجريدة”]{lang=fa} [@odd] tells of; "a rise" [@paper, "ارتفع النهر"].
It "هطل [المطر]{lang=fa} ثلاثة أيام" [@paper], and ‘there’ stood “ماء” [@gone] at the [[river]].
So "هطل المطر *ثلاثة* أيام" [@paper].
"""
GONE = "---\ntitle: الماء\nurl: https://example.org/5\nlanguage: ar\n---\n"
ODD = "---\ntitle: Odd\nurl: https://example.org/4\nlanguage: en\n---\n\nThe name is الجريدة here.\n"


def test_words_quoted_in_prose_are_in_the_language_of_their_source_and_run_its_way(
    tmp_path: Path, chromium: Browser
) -> None:
    english(tmp_path)
    (tmp_path / "content/notes/report.md").write_text(NOTE, encoding="utf-8")
    (tmp_path / "content/sources/odd.md").write_text(ODD, encoding="utf-8")
    (tmp_path / "content/sources/gone.md").write_text(GONE, encoding="utf-8")
    assert [str(found) for found in build(tmp_path, tmp_path / "site", Plain()).problems] == []
    page = chromium.new_page()
    with served(tmp_path / "site") as url:
        page.goto(f"{url}notes/report/")
        prose = page.locator(".prose")
        spans = prose.locator(".quotation").evaluate_all(
            "all => all.map(at => [at.textContent, at.closest('[lang]').lang, getComputedStyle(at).direction])"
        )
        part = prose.locator(".quotation > [lang]").evaluate_all(
            "all => all.map(at => [at.textContent, at.lang, at.dir])"
        )
        named = prose.locator("a.link").evaluate_all("all => all.map(at => [at.textContent, at.lang, at.dir])")
        said = prose.locator("[data-said]").evaluate_all("all => all.map(at => [at.lang, at.dataset.said])")
        block = prose.locator("blockquote").evaluate(
            "at => [getComputedStyle(at).borderRightWidth, getComputedStyle(at).borderLeftWidth]"
        )
        page.close()
    assert spans == [
        ["“ارتفع النهر”", "ar", "rtl"],
        ["הנהר עלה. [2]", "he", "rtl"],
        ["“הנהר עלה”", "he", "rtl"],
        ["“الجريدة”", "fa", "rtl"],
        ['"a rise"', "en", "ltr"],
        ['"هطل ', "en", "ltr"],
        ["المطر", "fa", "rtl"],
        [' ثلاثة أيام"', "en", "ltr"],
        ["“ماء”", "ar", "rtl"],
        ['"هطل المطر ', "ar", "ltr"],
        ["ثلاثة", "ar", "ltr"],
        [' أيام"', "ar", "ltr"],
    ]
    assert part == [['"هطل ', "ar", ""], [' ثلاثة أيام"', "ar", ""]]
    assert named == [["النهر", "ar", "rtl"]]
    assert said == [["", "(our translation)"], ["ar", "(not verified)"]]
    assert block == ["3px", "0px"]


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("[x]{lang=ar}", '<p><span lang="ar" dir="rtl">x</span></p>'),
        ("[x]{lang=ko}", '<p><span lang="ko" dir="ltr">x</span></p>'),
        ("x\n{: lang=he }", '<p lang="he" dir="rtl">x</p>'),
        ('<b lang="ar" title="a > b">x</b>', '<p><b lang="ar" title="a &gt; b" dir="rtl">x</b></p>'),
        ('<b lang="ar" dir="ltr">x</b>', '<p><b lang="ar" dir="ltr">x</b></p>'),
        (
            '<b lang="">x</b> <a title=\' lang="ar"\'>y</a>',
            '<p><b lang="">x</b> <a title=" lang=&quot;ar&quot;" rel="noopener noreferrer">y</a></p>',
        ),
    ],
)
def test_an_element_in_another_language_says_which_way_it_runs(markdown: str, html: str) -> None:
    assert read_body(markdown, 1, "x.md")[0].html == html


@pytest.mark.parametrize("width", [1280, 320])
def test_every_text_of_one_direction_stands_in_its_order(width: int, site: Path, chromium: Browser) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 900})
    right, wrong = order(page, site)
    page.close()
    assert right > 300
    assert wrong == []


def test_a_text_in_a_wrong_order_is_found(chromium: Browser) -> None:
    page = chromium.new_page()
    page.set_content("<p dir=rtl>26 January<p dir=ltr>(النهر).<p>26 January<p dir=rtl>(النهر).")
    seen = page.evaluate(ORDER)
    page.close()
    assert (seen["right"], len(seen["wrong"])) == (2, 2)


@pytest.mark.parametrize("width", [1280, 320])
def test_what_shows_under_the_pointer_alone_leaves_no_gap_among_words(
    width: int, site: Path, chromium: Browser
) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 900})
    with served(site) as url:
        page.goto(f"{url}timeline/")
        page.mouse.move(1, 1)
        gaps = page.evaluate(
            """() => [...document.querySelectorAll(".event .meta")].map(line => {
              const all = document.createTreeWalker(line, NodeFilter.SHOW_TEXT), range = document.createRange(), boxes = [];
              while (all.nextNode()) {
                const at = all.currentNode.parentElement;
                if (at.closest(".unseen") || !at.checkVisibility({ opacityProperty: true })) continue;
                range.selectNodeContents(all.currentNode);
                boxes.push(...range.getClientRects());
              }
              const top = Math.min(...boxes.map(box => box.top));
              const first = boxes.filter(box => box.width && box.top < top + 8).sort((a, b) => a.left - b.left);
              const onward = getComputedStyle(line).direction === "rtl";
              const edge = onward ? line.getBoundingClientRect().right - first.at(-1).right
                                  : first[0].left - line.getBoundingClientRect().left;
              return Math.max(edge, ...first.slice(1).map((box, at) => box.left - first[at].right));
            })"""
        )
        page.close()
    assert len(gaps) == 3
    assert max(gaps) < 8


def test_a_summary_that_runs_the_other_way_begins_where_its_title_does(site: Path, chromium: Browser) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    with served(site) as url:
        page.goto(f"{url}timeline/")
        off = page.evaluate(
            """() => [...document.querySelectorAll(".events p[dir]")].map(each => {
              const range = document.createRange(), held = each.parentElement.getBoundingClientRect();
              range.selectNodeContents(each);
              const box = range.getBoundingClientRect();
              const onward = getComputedStyle(each.parentElement).direction === "rtl";
              return onward ? held.right - box.right : box.left - held.left;
            })"""
        )
        page.close()
    assert len(off) >= 2
    assert max(off) < 1
