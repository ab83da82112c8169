"""Words of two directions on one page stand in their order, and each begins where its own language does: in Chromium."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsers import browser, served
from playwright.sync_api import Browser, Page
from righttoleft import right_to_left_dossier
from showcases import addresses

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
