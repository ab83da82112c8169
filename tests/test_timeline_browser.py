"""The timeline in a real browser: its first view is light, nothing moves, and everything in its drawing leads somewhere."""

import gzip
import random
import re
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch
from urllib.parse import urlsplit

import pytest
from browsers import becomes, browser, served
from folders import run
from playwright.sync_api import Browser, Page, Response, expect
from website import parse

from dossier.pages.timeline import EVENTS

WORDS = (
    "soldiers memorial statue visit minister treaty ceremony train delegation factory border speech parade museum families"
    " letter foundation agreement exhibition newspaper sculptor daughter agency artwork mission harvest"
).split()
TOPICS = "army party russia press sculptors ministry border aid".split()
MOST, SCRIPT = 100_000, 25_000
"""Bytes, compressed: of all that a first view asks for, and of its scripts."""
SHIFTS = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => { for (const entry of list.getEntries()) sum += entry.value; })
    .observe({type: "layout-shift", buffered: true});
  requestAnimationFrame(() => setTimeout(() => done(sum), 300));
})"""


def written(root: Path, count: int, years: int = 11, long: int = 1, dated: bool = True) -> Path:
    """A dossier of so many events with dates of every form, a few landmarks and some that are expected, each with a source;
    long: how many times as long their words are as usual, then with none that comes twice."""
    draw = random.Random(count)
    known = WORDS if long == 1 else ["".join(draw.choices("abcdefghijklmnopqrstuvwxyz", k=8)) for _ in range(9000)]
    for kind in ("notes", "topics", "sources"):
        (root / "content" / kind).mkdir(parents=True)
    (root / "config.yaml").write_text("title: A long timeline\n", encoding="utf-8")
    for id_ in TOPICS:
        (root / f"content/topics/{id_}.md").write_text(f"---\ntitle: The {id_}\ntype: theme\n---\n", encoding="utf-8")
    for number in range(9):
        (root / f"content/sources/article-{number}.md").write_text(
            f"---\ntitle: Article {number}\norigin: self\nurl: https://example.org/{number}\n---\n\nWords.\n",
            encoding="utf-8",
        )
    for number in range(count):
        month = f"{draw.randint(2026 - years, 2025)}-{draw.randint(1, 12):02}"
        day = f"{month}-{draw.randint(1, 28):02}"
        forms = (
            day,
            day,
            day,
            day,
            f"{day}?",
            f"{day}~",
            month,
            month[:4],
            f"{month}/..",
            f"[..{day}]",
            f"{month}/2026-01",
            f"{month}-XX",
            f"[{month}-03,{int(month[:4]) + 1}-02]",
            f"[{month}-03..{month}-09]",
            f"{month[:4]}-21",
        )
        more = "".join(
            field
            for field, share in (("importance: high\n", 0.04), ("expected: true\n", 0.02))
            if draw.random() < share
        )
        title = " ".join(draw.choices(known, k=long * draw.randint(5, 10))).capitalize()
        body = " ".join(draw.choices(known, k=long * draw.randint(12, 26))).capitalize()
        about = ", ".join(draw.sample(TOPICS, draw.randint(1, 3)))
        date = f"date: '{draw.choice(forms)}'\ndate-note: So printed.\n" if dated else ""
        (root / f"content/notes/event-{number}.md").write_text(
            f"---\ntitle: {title}\n{date}topics: [{about}]\n{more}---\n\n{body} [@article-{number % 9}].\n",
            encoding="utf-8",
        )
    assert run("build", root, root / "site").code == 0
    return root / "site"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """300 events, as many as stand on one page."""
    return written(tmp_path_factory.mktemp("long"), 300)


@pytest.mark.parametrize("width", [1280, 320])
def test_the_first_view_of_300_events_is_light_asks_nobody_else_and_does_not_move(
    width: int, site: Path, chromium: Browser
) -> None:
    answers: list[Response] = []
    with served(site) as address:
        page = chromium.new_page(viewport={"width": width, "height": 800})
        page.on("response", lambda answer: answers.append(answer))
        page.goto(f"{address}timeline/", wait_until="networkidle")
        moved = page.evaluate(SHIFTS)
        sizes = {answer.url: len(gzip.compress(answer.body(), 9)) for answer in answers if answer.ok}
        wide = page.evaluate("document.documentElement.scrollWidth")
        page.close()
    assert len(sizes) >= 3
    assert {urlsplit(answer.url).netloc for answer in answers} == {urlsplit(address).netloc}
    assert sum(sizes.values()) <= MOST, sizes
    assert sum(size for url, size in sizes.items() if url.endswith(".js")) <= SCRIPT, sizes
    assert moved == 0
    assert wide <= width


@pytest.mark.parametrize(("width", "shown", "hidden"), [(1280, "wide", "narrow"), (320, "narrow", "wide")])
def test_a_mark_leads_to_its_event_in_the_list(
    width: int, shown: str, hidden: str, site: Path, chromium: Browser
) -> None:
    with served(site) as address:
        page = chromium.new_page(viewport={"width": width, "height": 800})
        page.goto(f"{address}timeline/")
        expect(page.locator(f".overview > svg.{shown}")).to_be_visible()
        expect(page.locator(f".overview > svg.{hidden}")).to_be_hidden()
        mark = page.locator(f".overview > svg.{shown} a:has(circle.mark)").nth(20)
        href = (mark.get_attribute("href") or "").removeprefix("#")
        mark.click()
        event = page.locator(".event:target")
        expect(event).to_have_attribute("id", href)
        if shown == "wide":
            title = (mark.locator("title").text_content() or "").partition(": ")[2]
            expect(event.locator(".headline")).to_have_text(title)
        top = "each => each.getBoundingClientRect().y"
        becomes(page, lambda: 0 <= event.evaluate(top) < 800, True)
        page.close()


def test_the_drawing_holds_no_stop_for_the_keyboard_and_is_told_in_words(site: Path, chromium: Browser) -> None:
    with served(site) as address:
        page = chromium.new_page()
        page.goto(f"{address}timeline/")
        expect(page.locator(".overview figcaption")).to_have_text(re.compile("^300 events, from "), use_inner_text=True)
        expect(page.locator(".overview svg a:not([tabindex='-1'])")).to_have_count(0)
        page.close()


def test_the_link_to_an_event_is_copied_and_leads_there_without_a_script_too(site: Path, chromium: Browser) -> None:
    with served(site) as address:
        context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.goto(f"{address}timeline/")
        event = page.locator(".event").nth(40)
        event.hover()
        event.locator("[data-share]").click()
        event.get_by_text("Link copied.").wait_for()
        copied = f"{address}timeline/#{event.get_attribute('id')}"
        becomes(page, lambda: page.evaluate("navigator.clipboard.readText()"), copied)
        expect(page).to_have_url(copied)
        context.close()
        plain = chromium.new_context(java_script_enabled=False)
        page = plain.new_page()
        page.goto(f"{address}timeline/")
        event = page.locator(".event").nth(40)
        event.locator("[data-share]").click()
        expect(page).to_have_url(copied)
        plain.close()


def test_a_year_of_many_events_is_set_by_month(site: Path) -> None:
    page = parse((site / "timeline/index.html").read_text("utf-8"))
    months = page.all("section", "month")
    assert len(months) > 60
    for month in months:
        assert month.all("li", "event")
    first = page.by_id("t-2020-05")
    assert first.all("h3")[0].text() == "May 2020"
    assert all("May 2020" in date.text() for date in first.all("span", "date"))


def test_with_the_newest_first_each_month_keeps_its_events(site: Path, chromium: Browser) -> None:
    with served(site) as address:
        page = chromium.new_page()
        page.goto(f"{address}timeline/?order=newest")
        page.wait_for_function("document.querySelector('.period').id == 't-2025'")
        headings = page.locator("#t-2020 .month h3")
        expect(headings.first).to_have_text(re.compile("^December"))
        expect(headings.last).to_have_text(re.compile("^Some time"))
        dates = page.locator("#t-2020-05 .event").evaluate_all(
            "rows => rows.map(row => row.dataset.from || row.dataset.to)"
        )
        assert len(dates) > 1
        assert all(date.startswith("2020-05") for date in dates)
        assert dates == sorted(dates, reverse=True)
        page.close()


@pytest.fixture(scope="module")
def split(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Events in three years, one of which goes over several pages of months."""
    return written(tmp_path_factory.mktemp("split"), 1000, 3)


def test_a_long_timeline_is_split_and_no_page_of_it_is_large(split: Path, chromium: Browser) -> None:
    pages = [
        file for file in split.glob("timeline/**/index.html") if 'http-equiv="refresh"' not in file.read_text("utf-8")
    ]
    assert len(pages) > 3
    assert max(len(gzip.compress(file.read_bytes(), 9)) for file in pages) <= 150_000
    listed = [id_ for file in pages for id_ in _events(file)]
    assert sorted(listed) == sorted(f"e-event-{number}" for number in range(1000))
    with served(split) as address:
        page = chromium.new_page()
        page.goto(f"{address}timeline/")
        bar = page.locator(".overview > svg.wide a:has(rect.bar)").first
        bar.click()
        page.wait_for_url("**/timeline/*/**")
        expect(page.locator(".event")).not_to_have_count(0)
        page.goto(f"{address}timeline/2024/")
        _follow(page, "Earlier", "2023")
        _follow(page, "Later", "2024")
        page.close()


def test_an_old_link_to_an_event_of_a_timeline_that_was_split_leads_to_the_event(
    split: Path, chromium: Browser
) -> None:
    with served(split) as address:
        page = chromium.new_page()
        page.goto(f"{address}timeline/#e-event-7")
        page.wait_for_url("**/notes/event-7/")
        with page.expect_response("**/notes/nothing-of-the-kind/"):
            page.goto(f"{address}timeline/#e-nothing-of-the-kind", wait_until="networkidle")
        assert page.url == f"{address}timeline/#e-nothing-of-the-kind"
        page.close()


def test_long_words_split_a_timeline_before_a_page_is_large(tmp_path: Path) -> None:
    site = written(tmp_path, 60, 3, long=20)
    sizes = {file: len(gzip.compress(file.read_bytes(), 9)) for file in site.glob("timeline/**/index.html")}
    assert len(sizes) > 1
    assert max(sizes.values()) <= 150_000
    listed = [id_ for file in sizes for id_ in _events(file)]
    assert sorted(listed) == sorted(f"e-event-{number}" for number in range(60))


def test_a_timeline_may_be_split_by_notes_without_a_date_alone(tmp_path: Path) -> None:
    site = written(tmp_path, EVENTS + 1, 3, dated=False)
    assert [len(_events(site / f"timeline/{page}index.html")) for page in ("", "2/")] == [EVENTS, 1]


def test_each_page_of_a_month_leads_up_to_its_year(tmp_path: Path) -> None:
    with patch("dossier.pages.timeline.EVENTS", 1):
        site = written(tmp_path, 60, 1)
    page = parse((site / "timeline/2025/05/2/index.html").read_text("utf-8"))
    (up,) = page.all("nav", "up")
    assert [link.attributes["href"] for link in up.all("a")] == ["../../../../timeline/", "../../../../timeline/2025/"]


def _events(file: Path) -> list[str]:
    return [
        part.partition('"')[0]
        for part in file.read_text("utf-8").split('<li class="event')[1:]
        for part in [part.partition(' id="')[2]]
    ]


def _follow(page: Page, name: str, year: str) -> None:
    page.get_by_role("navigation", name="Neighbouring years").get_by_role("link", name=name).click()
    page.wait_for_url(f"**/timeline/{year}/")
