"""The matrix, the front page and topics in a real browser: by mouse and keyboard, wide and narrow, without JavaScript."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from browsers import becomes, browser, served
from playwright.sync_api import Browser, Page, expect
from test_matrix import TOPICS, built, claim, source, write

WIDE, NARROW = 1280, 320
AT = "each => [each.getBoundingClientRect().x, each.getBoundingClientRect().y]"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve sources with long names, each of an origin of its own, and twenty claims on which they bear."""
    sources = {
        f"s{i:02}": source(
            f"The Extraordinarily Long-Named Provincial Newspaper of Region {i}",
            f"2026-01-{i + 1:02}",
            "self",
            f"publisher: Press {i:02}",
        )
        for i in range(12)
    }
    claims = {
        f"c{i:02}": claim(
            f"Claim number {i} on the soldiers who were sent.",
            *(f"supports s{j:02} SENT" for j in range(12) if (i + j) % 3),
            "disputes s00 NOBODY",
            more=f"figure: '14,000'\nlabel: soldiers of {i}" if i < 2 else "",
        )
        for i in range(20)
    }
    return built(write(tmp_path_factory.mktemp("browser"), sources, claims, TOPICS))


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


Open = Callable[[str, int], Page]


@pytest.fixture
def opened(site: Path, chromium: Browser) -> Iterator[Open]:
    """A page of the site in a window of a width, without JavaScript."""
    with served(site) as url, ExitStack() as contexts:

        def open_(path: str, width: int) -> Page:
            size = {"width": width, "height": 800}
            context = chromium.new_context(base_url=url, viewport=size, java_script_enabled=False)  # type: ignore[arg-type]
            contexts.callback(context.close)
            page = context.new_page()
            page.goto(path)
            return page

        yield open_


def test_a_mark_leads_to_the_words(opened: Open) -> None:
    page = opened("evidence/soldiers/", WIDE)
    link = page.get_by_role("link", name="disputes: The Extraordinarily Long-Named", exact=False).first
    expect(link).to_contain_text("show the words")
    link.click()
    page.wait_for_url("**/claims/c00/#e*")
    line = page.locator(f"[id='{page.url.partition('#')[2]}']")
    expect(line).to_contain_text("Nobody was sent at all")


def test_the_claims_and_the_names_stay_while_the_table_scrolls(opened: Open) -> None:
    page = opened("evidence/soldiers/", WIDE)
    frame = page.get_by_role("region", name="What each source says")
    head, claim_ = frame.locator("thead").first, frame.get_by_role("rowheader").nth(19)
    frame.focus()
    for _ in range(3):
        page.keyboard.press("End")
    becomes(page, lambda: frame.evaluate("each => each.scrollHeight - each.clientHeight - each.scrollTop") <= 1, True)
    becomes(page, lambda: abs(head.evaluate(AT)[1] - frame.evaluate(AT)[1]) < 2, True)
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    becomes(page, lambda: frame.evaluate("each => each.scrollLeft") > 100, True)
    becomes(page, lambda: abs(claim_.evaluate(AT)[0] - frame.evaluate(AT)[0]) < 2, True)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_no_page_is_wider_than_the_window(opened: Open, width: int) -> None:
    page = opened("", width)
    for path in ("", "evidence/", "evidence/soldiers/", "topics/soldiers/", "topics/"):
        page.goto(path)
        page.evaluate("scrollBy(400, 0)")
        box = page.locator("h1").bounding_box()
        assert box
        assert 0 <= box["x"] < 100, path


def test_a_narrow_window_has_a_list_in_place_of_the_table(opened: Open) -> None:
    page = opened("evidence/soldiers/", NARROW)
    first = page.locator(".by-claim > li").first
    expect(first).to_contain_text("Claim number 0", use_inner_text=True)
    expect(first).to_contain_text("Press 01", use_inner_text=True)
    expect(page.get_by_role("table")).to_have_count(0)
    link = first.get_by_role("link", name="supports: The Extraordinarily Long-Named", exact=False).first
    box = link.bounding_box()
    assert box
    assert box["height"] >= 24
    link.click()
    expect(page).to_have_url(re.compile("/claims/c00/#e"))


def test_the_front_page_leads_by_keyboard_from_a_count_to_its_claims(opened: Open) -> None:
    page = opened("", WIDE)
    page.locator(".tallies a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/evidence/#disputed")
    section = page.locator("#disputed")
    expect(section.get_by_role("listitem")).to_have_count(20)
    becomes(page, lambda: 0 <= section.evaluate(AT)[1] < 800, True)
