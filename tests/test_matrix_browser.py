"""The matrix, the front page and topics in a real browser: by mouse and keyboard, wide and narrow, without JavaScript."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from browsers import browser, served
from playwright.sync_api import Browser, Page
from test_matrix import TOPICS, built, claim, source, write

WIDE, NARROW = 1280, 320


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
    assert "show the words" in (link.text_content() or "")
    link.click()
    assert "/claims/c00/#e" in page.url
    line = page.locator(f"[id='{page.url.partition('#')[2]}']")
    assert "Nobody was sent at all" in line.inner_text()


def test_the_claims_and_the_names_stay_while_the_table_scrolls(opened: Open) -> None:
    page = opened("evidence/soldiers/", WIDE)
    frame = page.get_by_role("region", name="What each source says")
    head, claim_ = frame.locator("thead").first, frame.get_by_role("rowheader").nth(19)
    frame.focus()
    for _ in range(3):
        page.keyboard.press("End")
    page.wait_for_timeout(400)
    box = frame.bounding_box()
    assert box
    top, side = head.bounding_box(), claim_.bounding_box()
    assert top
    assert side
    assert abs(top["y"] - box["y"]) < 2
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    page.wait_for_timeout(400)
    moved = claim_.bounding_box()
    assert moved
    assert abs(moved["x"] - box["x"]) < 2


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_no_page_is_wider_than_the_window(opened: Open, width: int) -> None:
    page = opened("", width)
    for path in ("", "evidence/", "evidence/soldiers/", "topics/soldiers/", "topics/"):
        page.goto(path)
        page.mouse.move(5, 5)
        page.mouse.wheel(400, 0)
        page.wait_for_timeout(100)
        box = page.locator("h1").bounding_box()
        assert box
        assert 0 <= box["x"] < 100, path


def test_a_narrow_window_has_a_list_in_place_of_the_table(opened: Open) -> None:
    page = opened("evidence/soldiers/", NARROW)
    assert page.get_by_role("table").count() == 0
    first = page.locator(".by-claim > li").first
    assert "Claim number 0" in first.inner_text()
    assert "Press 01" in first.inner_text()
    link = first.get_by_role("link", name="supports: The Extraordinarily Long-Named", exact=False).first
    box = link.bounding_box()
    assert box
    assert box["height"] >= 24
    link.click()
    assert "/claims/c00/#e" in page.url


def test_the_front_page_leads_by_keyboard_from_a_count_to_its_claims(opened: Open) -> None:
    page = opened("", WIDE)
    page.locator(".tallies a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/evidence/#disputed")
    section = page.locator("#disputed")
    assert section.get_by_role("listitem").count() == 20
    box = section.bounding_box()
    assert box
    assert 0 <= box["y"] < 800
