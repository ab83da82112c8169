"""Everybody can read the site: axe-core finds nothing against WCAG 2.2 AA on any kind of page, on a phone, a desk, by night.

Its rules see a part of what readers need; the rest is here: nothing goes beyond a narrow page, and the keyboard gets
everywhere and sees where it is.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsers import browser, served
from folders import first_dossier, run
from playwright.sync_api import Browser, Page
from programs import source_of
from states import states

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLOURS = ["color-contrast", "link-in-text-block"]
"""All that night can change."""
NEEDLESS = ["region"]
"""A link that skips to the text stands before all regions, as it has to."""
KINDS = "figure.quote.verified figure.quote.changed figure.quote.translation figure.quote.no-text .badge.corroborated"
SHOWN = (
    *KINDS.split(),
    *".badge.single-origin .badge.disputed .badge.unsupported .landmark .expected .uncertain .notice .matrix".split(),
    *"del ins .corrections .references table :lang(ko) :lang(ar) figure.overview .uses blockquote".split(),
)
"""What some page shows, so that it is looked at."""


def one_of_each(site: Path) -> list[str]:
    """The addresses of one page of each kind, the largest: pages of one kind lie in one folder."""
    found: dict[str, tuple[int, str]] = {}
    for file in site.rglob("*.html"):
        html = file.read_text(encoding="utf-8")
        if 'http-equiv="refresh"' not in html:
            path = file.relative_to(site).as_posix().removesuffix("index.html")
            kind = path.split("/")[0] + ("/…" if path.count("/") > 1 else "")
            found[kind] = max(found.get(kind, (0, "")), (len(html), path))
    return sorted(path for _, path in found.values())


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, list[str]]]:
    """Addresses of pages by that of their site: all of the made-up one, one of each kind of the first dossier."""
    first = first_dossier(tmp_path_factory.mktemp("first"))
    assert run("build", first, first / "site").code == 0
    made_up = states(tmp_path_factory.mktemp("states"))
    pages = [f.relative_to(made_up).as_posix().removesuffix("index.html") for f in sorted(made_up.rglob("*.html"))]
    with served(first / "site") as one, served(made_up) as other:
        yield {one: one_of_each(first / "site"), other: [page for page in pages if page != "404.html"]}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_no_page_goes_beyond_its_width(
    width: int, scheme: str, sites: dict[str, list[str]], chromium: Browser
) -> None:
    axe = source_of("axe-core/axe.min.js")
    context = chromium.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
        bypass_csp=True,
        reduced_motion="reduce",
    )
    page = context.new_page()
    found: list[str] = []
    for address, paths in sites.items():
        assert len(paths) > 10
        for path in paths:
            page.goto(address + path)
            page.evaluate(axe)
            found += [f"{path}: {line}" for line in _violations(page, scheme == "dark")]
            if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
                found.append(f"{path}: goes to {wide} px")
    context.close()
    assert found == []


def _violations(page: Page, colours: bool) -> list[str]:
    rules = {name: {"enabled": False} for name in NEEDLESS}
    only = {"type": "rule", "values": OF_COLOURS} if colours else {"type": "tag", "values": RULES}
    options = {"runOnly": only, "resultTypes": ["violations"]} | ({} if colours else {"rules": rules})
    result = page.evaluate("options => axe.run(document, options)", options)
    assert len(result["passes"]) > (0 if colours else 10)
    return [f"{v['id']}: {node['html'][:160]}" for v in result["violations"] for node in v["nodes"][:3]]


def test_every_state_that_a_page_can_show_is_among_them(sites: dict[str, list[str]], chromium: Browser) -> None:
    page = chromium.new_page()
    missing = set(SHOWN)
    for address, paths in sites.items():
        for path in paths:
            page.goto(address + path)
            missing -= {shown for shown in missing if page.locator(shown).count()}
    page.close()
    assert missing == set()


def test_the_keyboard_reaches_every_link_and_sees_where_it_is(sites: dict[str, list[str]], chromium: Browser) -> None:
    (address, paths), *_ = sites.items()
    page = chromium.new_page(viewport={"width": 320, "height": 800})
    for path in one_of_their_kind(paths):
        page.goto(address + path)
        wanted = page.evaluate(
            """() => [...document.querySelectorAll("a[href], button, input, select, summary")]
                 .filter(e => e.checkVisibility() && e.tabIndex >= 0 && !e.disabled)
                 .map(e => { e.dataset.wanted = "1"; }).length"""
        )
        # What opens at a link, as the words that it leads to, has stops of its own.
        for _ in range(4 * wanted):
            page.keyboard.press("Tab")
            left, outline = page.evaluate(
                """() => { const e = document.activeElement; delete e.dataset.wanted;
                   return [document.querySelectorAll("[data-wanted]").length, getComputedStyle(e).outlineStyle]; }"""
            )
            assert outline != "none", (path, page.evaluate("document.activeElement.outerHTML"))
            if not left:
                break
        assert left == 0, (path, page.evaluate("document.querySelector('[data-wanted]').outerHTML"))
    page.close()


def one_of_their_kind(paths: list[str]) -> list[str]:
    """One page of each folder."""
    return list({path.split("/")[0]: path for path in paths}.values())
