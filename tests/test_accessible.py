"""Everybody can read the site: axe-core finds nothing against WCAG 2.2 AA on any kind of page, in any state, and what its
rules can't see is looked at here: reflow, spacing, the keyboard's way, motion, colours that a reader forces on pages.
"""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Literal

import pytest
from browsers import browser, served
from msgspec import Struct
from playwright.sync_api import Browser, Page, expect
from programs import source_of
from showcases import kind, showcases, typical

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # By default it is off, and a tag alone does not bring it.
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
    "preload": False,
}
COLOURS = {**RULES, "runOnly": ["color-contrast", "link-in-text-block"], "rules": {}}
"""The rules by which night may differ from day."""
STATES = (
    "figure.quote.verified figure.quote.changed figure.quote.translation figure.quote.no-text .badge.corroborated"
    " .badge.single-origin .badge.disputed .badge.unsupported .event.landmark .event.expected .date.uncertain .notice .matrix"
    " .corrections .references .overview .uses .pager .prose>table .prose>.footnote .quotation[data-said] :lang(ko) :lang(ar)"
    " html:lang(ko) html[dir=rtl] figure>img figcaption>.credit p>img li>img"
).split()
"""What some page shows, so that it is looked at."""
PAIRS = (
    *((ink, ground) for ink in ("ink", "quiet", "link", "good", "warn", "bad") for ground in ("paper", "wash")),
    *(("ink", "marker"), ("on-marker", "marker"), ("on-strong", "marker-strong")),
)
"""Custom properties of style.css that are a text's colour and its ground; axe tells nothing of text on a gradient."""
SPACED = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }"
"""WCAG 1.4.12; paragraphs, which take no width, aside."""
LARGE = "html { font-size: 200% !important; }"
"""WCAG 1.4.4."""
MOVING = """() => [...document.querySelectorAll("*")].filter(each => {
  const style = getComputedStyle(each);
  const lasting = list => list.split(",").some(time => parseFloat(time) > 0.01);
  return lasting(style.animationDuration) || lasting(style.transitionDuration) || style.scrollBehavior === "smooth";
}).slice(0, 3).map(each => each.outerHTML.slice(0, 160))"""
MARKS = """() => {
  const look = each => {
    const style = getComputedStyle(each);
    return [style.backgroundColor, style.textDecorationLine, style.outlineStyle, style.borderBottomStyle].join();
  };
  location.hash = document.querySelector("main [id]:is(.passage, li, section)")?.id ?? "";
  const marks = [...document.querySelectorAll("mark, .passage, .quotation, .masthead [aria-current], :target")]
    .filter(each => each.checkVisibility() && !each.parentElement.closest("mark, .passage"));
  const plain = marks.filter(each => look(each) === look(each.parentElement));
  return [marks.length, plain.map(each => each.outerHTML.slice(0, 160))];
}"""

Scheme = Literal["light", "dark"]
Pages = list[tuple[str, str]]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    """Pages to look at: what each is to be called in a report, and its address on this machine."""
    sites = showcases(tmp_path_factory.mktemp("showcases"))
    with ExitStack() as stack:
        hosts = {name: stack.enter_context(served(site)) for name, site in sites.items()}
        yield [(f"{name}/{address}", hosts[name] + address) for name, address in typical(sites)]


@contextmanager
def opened(chromium: Browser, **options: Any) -> Iterator[Page]:
    """A page of a reader with such settings; it is not kept from running what tests bring."""
    context = chromium.new_context(bypass_csp=True, **options)
    yield context.new_page()
    context.close()


class Findings(Struct):
    """What was found on all pages, each with the page: by axe, what is too wide or moves, marks that are not to be seen.

    missing: what no page showed of STATES.
    """

    missing: set[str]
    kinds: set[tuple[int, str]] = set()
    faults: list[str] = []
    wide: list[str] = []
    moving: list[str] = []
    unmarked: list[str] = []
    marks: int = 0


@pytest.fixture(scope="module")
def findings(pages: Pages, chromium: Browser) -> Findings:
    """Every page is loaded twice, at both widths, and looked at in all ways: loading is what takes long."""
    found = Findings(missing=set(STATES))
    axe = source_of("axe-core/axe.min.js")
    for width in (1280, 320):
        with opened(chromium, viewport={"width": width, "height": 800}, reduced_motion="reduce") as page:
            for name, url in pages:
                page.goto(url)
                page.evaluate(axe)
                found.faults += [f"{name}, {width} px, by day: {fault}" for fault in faults(page, RULES)]
                page.emulate_media(color_scheme="dark")
                found.faults += [f"{name}, {width} px, by night: {fault}" for fault in faults(page, COLOURS)]
                found.wide += [f"{name}, {width} px: {wide}" for wide in beyond(page)]
                style = page.add_style_tag(content=LARGE if width == 1280 else SPACED)
                found.wide += [f"{name}, {width} px, text larger or wider: {wide}" for wide in beyond(page)]
                style.evaluate("each => each.remove()")
                of = kind(name.partition("/")[2])
                if (width, of) not in found.kinds:
                    found.kinds.add((width, of))
                    found.faults += [f"{name}, {width} px, unfolded: {fault}" for fault in unfolded(page)]
                    found.wide += [f"{name}, {width} px, unfolded: {wide}" for wide in beyond(page)]
                if width == 1280:
                    _look_closer(page, name, found)
                page.emulate_media(color_scheme="light", forced_colors="none")
    return found


def _look_closer(page: Page, name: str, found: Findings) -> None:
    """What does not depend on the width."""
    found.missing -= set(
        page.evaluate("all => all.filter(each => document.querySelector(each))", sorted(found.missing))
    )
    found.moving += [f"{name}: {each}" for each in page.evaluate(MOVING)]
    page.emulate_media(forced_colors="active")
    marks, plain = page.evaluate(MARKS)
    found.marks += marks
    found.unmarked += [f"{name}: {each}" for each in plain]


def test_each_kind_of_page_and_each_state_is_looked_at(findings: Findings) -> None:
    kinds = {name for _, name in findings.kinds}
    assert kinds >= {"", "404.html", "about", "claims/…", "evidence", "notes/…", "search", "sources/…", "topics/…"}
    assert kinds >= {"claims/…/2", "notes/…/2", "sources/…/2", "topics/…/2"}
    assert findings.missing == set()


def test_axe_finds_nothing_on_a_phone_or_a_desk_by_day_or_night(findings: Findings) -> None:
    assert findings.faults == []


def test_no_page_goes_beyond_its_width_even_with_text_twice_as_large_or_set_wider(findings: Findings) -> None:
    assert findings.wide == []


def test_nothing_moves_for_a_reader_who_asks_for_that(findings: Findings) -> None:
    assert findings.moving == []


def test_what_is_marked_stays_marked_where_a_reader_forces_colours_on_pages(findings: Findings) -> None:
    assert findings.marks > 30
    assert findings.unmarked == []


def unfolded(page: Page) -> list[str]:
    """What axe finds in what a page holds ready: all that folds out, and the words behind a citation."""
    page.evaluate("() => document.querySelectorAll('details').forEach(each => { each.open = true; })")
    ready = ["details"] if page.locator("main details").count() else []
    marker = page.locator('[data-card] .citation a[href^="#"]').first
    if marker.count():
        page.mouse.move(0, 0)  # a pointer that does not move opens nothing
        marker.hover()
        page.locator(".card").wait_for()
        ready.append(".card")
    return [f for rules in (RULES, COLOURS) for f in faults(page, rules, *ready)] if ready else []


def faults(page: Page, rules: dict[str, Any], *within: str) -> list[str]:
    """What axe, which is on the page already, finds, in the whole or in parts of it: its rule, and the elements."""
    # The link past the head has no size before it has the focus, and stands before all regions.
    parts = {"exclude": [".skip"], **({"include": list(within)} if within else {})}
    found = page.evaluate("([parts, rules]) => axe.run(parts, rules)", [parts, rules])
    assert found["passes"]
    return [f"{fault['id']}: {node['html'][:200]}" for fault in found["violations"] for node in fault["nodes"]]


def beyond(page: Page) -> list[str]:
    """The elements by which a page is wider than its window."""
    found: list[str] = page.evaluate(
        """() => {
          const wide = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= wide) return [];
          const over = [...document.body.querySelectorAll("*")].filter(each => {
            const box = each.getBoundingClientRect();
            return (box.right > wide + 1 || box.left < -1) && !each.closest(".scroll, table, .unseen");
          });
          return [`${document.documentElement.scrollWidth} px`, ...over.slice(-3).map(each => each.outerHTML.slice(0, 160))];
        }"""
    )
    return found


def test_axe_and_the_measure_find_something_where_there_is_something(chromium: Browser) -> None:
    with opened(chromium, viewport={"width": 320, "height": 800}) as page:
        page.set_content(
            "<html lang=en><title>A</title><main><h1>A</h1><p style='width: 30rem; color: #999'>Grey<a href=x></a>"
        )
        page.evaluate(source_of("axe-core/axe.min.js"))
        assert {fault.partition(":")[0] for fault in faults(page, RULES)} >= {"color-contrast", "link-name"}
        assert beyond(page)[0] == "488 px"


def test_the_keyboard_gets_everywhere_and_sees_where_it_is(pages: Pages, chromium: Browser) -> None:
    seen: set[str] = set()
    found = []
    with opened(chromium, viewport={"width": 1280, "height": 800}, reduced_motion="reduce") as page:
        for name, url in pages:
            if (this := kind(name.partition("/")[2])) in seen:
                continue
            seen.add(this)
            page.goto(url, wait_until="networkidle")
            for number in page.locator(".search [data-kind] ~ .meta").all():
                expect(number).not_to_be_empty()  # only then it has all its controls
            found += [f"{name}: {fault}" for fault in walked(page)]
    assert len(seen) > 10
    assert found == []


REACH = """() => {
  const can = "a[href], button, input, select, textarea, summary, [tabindex]";
  const all = [...document.querySelectorAll(can)];
  window.stops = new Set(all.filter(each => each.tabIndex >= 0 && !each.disabled && each.checkVisibility()));
  return window.stops.size;
}"""
STOP = """() => {
  const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
  window.stops.delete(at);
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const seen = at === document.body || outlined && inside;
  return [window.stops.size, seen ? "" : at.outerHTML.slice(0, 160)];
}"""


def walked(page: Page) -> list[str]:
    """What the Tab key does not reach on a page, and where one does not see that one is there."""
    # What opens at a link, as the words that it leads to, has stops of its own.
    for _ in range(5 * page.evaluate(REACH)):
        page.keyboard.press("Tab")
        left, unseen = page.evaluate(STOP)
        if unseen:
            return [f"not seen: {unseen}"]
        if not left:
            return []
    missed: list[str] = page.evaluate(
        "() => [...window.stops].map(each => `not reached: ${each.outerHTML.slice(0, 160)}`)"
    )
    return missed


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_on_every_ground_that_the_style_names(scheme: Scheme, pages: Pages, chromium: Browser) -> None:
    with opened(chromium, color_scheme=scheme) as page:
        page.goto(pages[0][1])
        read = "name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()"
        colours = {name: page.evaluate(read, name) for pair in PAIRS for name in pair}
    ratios = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in PAIRS}
    assert {pair: ratio for pair, ratio in ratios.items() if ratio < 4.5} == {}


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, as `#aabbcc` or `#abc`: WCAG 2.2's definition."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    digits = re.fullmatch("#([0-9a-f]{6})", re.sub("^#(.)(.)(.)$", r"#\1\1\2\2\3\3", colour))
    assert digits, colour
    parts = [int(digits[1][at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_contrast_is_told_as_wcag_defines_it() -> None:
    assert (contrast("#000", "#ffffff"), round(contrast("#777777", "#fff"), 2)) == (21, 4.48)
