"""Citations in place, in a real browser: the words that a marker leads to stand beside it, and the way to the source and back."""

import gzip
import re
from collections.abc import Iterator
from typing import Literal

import pytest
from browsers import becomes, browser, served
from folders import PROJECT
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect
from programs import source_of
from sites import parse_site, run
from test_accessible import RULES, faults

LONG = " ".join(f"In the year {year} the hall stood empty, and nobody came to see it." for year in range(1900, 1990))
SITE = f"""=== content/sources/hall.md
---
title: The hall is opened
author: A. Reporter
publisher: The Post
published: 2025-03-01
origin: agency
reliability: C
url: https://post.example/hall
---

The minister opened the hall on Monday. He said that "all who built it were heroes" and left at once.

Around 14,000 people came, the agency reported, more than in the year before.

It rained, and the crowd stood in silence.

{LONG}

The doors were closed at nine.
=== content/sources/paper.md
---
title: 회관이 열렸다
language: ko
published: 2025-03-02
---

장관은 월요일에 회관을 열었다. 그들은 영웅들이라고 그는 말했다.
=== content/topics/agency.md
---
title: The agency
origin: ministry
---

It reported the number [@hall, "the agency reported"].
=== content/topics/ministry.md
---
title: The ministry
---
=== content/topics/minister.md
---
title: The minister
---
=== content/notes/opening.md
---
title: The crowd "stood in silence" at the opening
date: 2025-03-01
topics: [agency]
date-from:
  - source: hall
    quote: on Monday
---

The minister opened the hall [@hall, "The minister opened the hall"], and he called them "heroes" [@hall]{{said-by=minister}}.
Many came [@hall, "Around 14,000 people came"; @paper, "회관을 열었다"; @hall, para. 3, "stood in silence"].
The post says so, and @hall says nothing else [-@hall, "at once"].
The paper has it in its own words [@paper, "그들은 영웅"].

| What | How many |
|------|----------|
| who came | many [@hall, "more than in the year before"] |

> {LONG} [@hall]

It ended early.[^1]

{"".join(f"Nothing else is known of hour {i}.{chr(10)}{chr(10)}" for i in range(40))}
It was dark by then [@hall, "closed at nine"].

[^1]: The doors were shut [@hall, "The doors were closed at nine"].
=== content/claims/many.md
---
claim: Around 14,000 people came.
evidence:
  - supports: hall
    quote: Around 14,000 people came
---

One source has it [@hall, "Around 14,000 people"].
=== expected
"""
WIDE, NARROW = (1280, 800), (320, 640)
MARKERS = {
    "a sentence": ("#c1 a", "The minister opened the hall"),
    "a title": ("h1 .citation a", "stood in silence"),
    "a date": ("#cd a", "on Monday"),
    "the second of several": ("#c3 a >> nth=1", "회관을 열었다"),
    "a sentence that names its source": ('#c5 a[href^="#"]', "at once"),
    "a Hangul quotation": ("#c6 a", "그들은 영웅"),
    "a cell": ("td .citation a", "more than in the year before"),
    "a long quotation": ("blockquote .citation a", LONG),
    "a footnote": (".footnote .citation a", "The doors were closed at nine"),
    "the end of the page": ("#c9 a", "closed at nine"),
}
"""Where a marker stands: the marker, and the words of the source that it leads to."""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("citations")
    made = run(parse_site("x", SITE), root)
    assert made.files, made.problems
    with served(root) as address:
        yield f"{address}site/"


class Tab:
    """A page of the site in a window, and what went wrong in it."""

    def __init__(self, context: BrowserContext) -> None:
        self.page = context.new_page()
        self.faults: list[str] = []
        self.asked: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._hear)
        self.page.on("request", lambda request: self.asked.append(request.url))

    def _hear(self, said: ConsoleMessage) -> None:
        # A browser asks for an icon by itself.
        if said.type == "error" and not said.location["url"].endswith("/favicon.ico"):
            self.faults.append(said.text)

    def opened(self, path: str = "notes/opening/") -> Page:
        self.page.goto(path)
        return self.page

    def timed(self) -> Page:
        """A page whose clock stands still but for `page.clock.run_for`."""
        self.page.clock.install(time=0)
        self.page.goto("notes/opening/")
        self.page.clock.pause_at(1000)
        return self.page


@pytest.fixture(params=[WIDE, NARROW], ids=["1280", "320"])
def tab(request: pytest.FixtureRequest, chromium: Browser, url: str) -> Iterator[Tab]:
    yield from _tab(chromium, url, request.param)


@pytest.fixture
def desk(chromium: Browser, url: str) -> Iterator[Tab]:
    yield from _tab(chromium, url, WIDE)


@pytest.fixture(params=[WIDE, NARROW], ids=["1280", "320"])
def finger(request: pytest.FixtureRequest, chromium: Browser, url: str) -> Iterator[Tab]:
    yield from _tab(chromium, url, request.param, touch=True)


def _tab(chromium: Browser, url: str, size: tuple[int, int], touch: bool = False) -> Iterator[Tab]:
    context = chromium.new_context(
        base_url=url,
        viewport={"width": size[0], "height": size[1]},
        has_touch=touch,
        is_mobile=touch and size == NARROW,
    )
    tab = Tab(context)
    yield tab
    tab.page.evaluate("0")  # what went wrong before is told before the answer
    assert tab.faults == []
    context.close()


# --- what a reader sees


def card(page: Page) -> Locator:
    return page.get_by_role("dialog", name="The words this rests on")


WORDS = """(element) => {
  const copy = element.cloneNode(true);
  for (const each of copy.querySelectorAll(".back")) each.remove();
  return copy.textContent.replace(/\\s+/g, " ").trim();
}"""
INSIDE = """([card, words]) => {
  const { left, top, right, bottom } = card.getBoundingClientRect();
  const { clientWidth, scrollWidth } = document.documentElement;
  const covers = [...words.getClientRects()].some(
    (each) => each.left < right && each.right > left && each.top < bottom && each.bottom > top);
  const seen = [...words.getClientRects()].some((each) => each.top >= 0 && each.bottom <= innerHeight);
  return { left: left >= 0, top: top >= 0, right: right <= clientWidth, bottom: bottom <= innerHeight,
    wide: scrollWidth > clientWidth, covers, seen };
}"""


def assert_beside(page: Page, words: Locator) -> None:
    """The card is on the screen, whole, and leaves the words to be seen that it belongs to."""
    wanted = {
        "left": True,
        "top": True,
        "right": True,
        "bottom": True,
        "wide": False,
        "covers": False,
        "seen": True,
    }
    becomes(page, lambda: page.evaluate(INSIDE, [card(page).element_handle(), words.element_handle()]), wanted)


def assert_stays(page: Page) -> None:
    """No link was followed; asked of the page itself, which knows it at once when it has dealt with a tap."""
    assert page.evaluate("location.pathname + location.hash").endswith("/notes/opening/")


def edges(shown: Locator) -> tuple[float, float]:
    """Where on the screen something begins and ends, in pixels from its upper edge."""
    box = shown.bounding_box()
    assert box
    return box["y"], box["y"] + box["height"]


def assert_says(page: Page, marker: Locator, words: str) -> None:
    """The card begins with the reference that the marker leads to, word for word, and the source's words are marked in it."""
    reference = page.locator(marker.get_attribute("href") or "none")
    first = card(page).get_by_role("listitem").first
    becomes(page, lambda: first.evaluate(WORDS), reference.evaluate(WORDS))
    expect(first.locator("mark")).to_have_text(words, use_inner_text=True)
    kind = reference.evaluate("(item) => item.parentElement.type || '1'")
    expect(card(page).get_by_role("list").first).to_have_attribute("type", kind)
    expect(first).to_contain_text("Verified")
    expect(card(page)).not_to_contain_text("Back to the text")
    expect(first.get_by_role("link", name="Show in the source")).to_be_visible()


# --- by mouse


@pytest.mark.parametrize("place", MARKERS)
def test_pointing_at_a_marker_shows_its_words_beside_it(tab: Tab, place: str) -> None:
    selector, words = MARKERS[place]
    page = tab.opened()
    marker = page.locator(selector).first
    marker.scroll_into_view_if_needed()
    before = len(tab.asked)
    marker.hover()
    card(page).wait_for()
    assert_says(page, marker, words)
    assert_beside(page, marker)
    assert tab.asked[before:] == []


def test_the_card_tells_what_is_known_of_the_words(desk: Tab) -> None:
    page = desk.opened()
    page.locator("#c2 a").hover()
    for said in ("The Post", "1 March 2025", "said by The minister", "Verified", "in quotation marks in the source"):
        expect(card(page)).to_contain_text(said)
    for said in (
        "How it came here The minister → The ministry → The agency → A. Reporter",
        "Reliability C, fairly reliable",
        'He said that "all who built it were heroes" and left at once.',
    ):
        expect(card(page)).to_contain_text(said)
    original = card(page).get_by_role("link", name="On the original page")
    expect(original).to_have_attribute("href", re.compile("^https://post[.]example/hall#:~:text="))


def test_pointing_at_quoted_words_shows_them_too(tab: Tab) -> None:
    page = tab.opened()
    words = page.locator("#q1")
    expect(words).to_have_text('"heroes"')
    words.hover()
    card(page).wait_for()
    assert_says(page, page.locator("#c2 a"), "heroes")
    assert_beside(page, words)


def test_a_marker_of_several_references_shows_all_its_own_first(tab: Tab) -> None:
    page = tab.opened()
    markers = page.locator("#c3 a")
    markers.nth(2).hover()
    card(page).wait_for()
    items = card(page).get_by_role("listitem")
    expect(items).to_have_count(3)
    expect(items.locator("mark")).to_have_text(["stood in silence", "Around 14,000 people came", "회관을 열었다"])
    for n, i in enumerate((2, 0, 1)):
        expect(items.nth(n)).to_have_attribute("value", markers.nth(i).inner_text())
    assert_beside(page, page.locator("#c3"))


def test_the_card_stays_while_the_pointer_is_in_it_and_goes_when_it_leaves(desk: Tab) -> None:
    page = desk.timed()
    page.locator("#c1 a").hover()
    page.clock.run_for(300)
    card(page).get_by_text("Verified").hover()
    page.clock.run_for(900)
    expect(card(page)).to_be_visible()
    page.mouse.move(1270, 790)
    page.clock.run_for(300)
    expect(card(page)).to_have_count(0)


def test_a_sheet_stays_when_the_pointer_leaves_for_it_lies_far_from_its_marker(chromium: Browser, url: str) -> None:
    for tab in _tab(chromium, url, NARROW):
        page = tab.timed()
        page.locator("h1 .citation a").hover()
        page.clock.run_for(300)
        card(page).wait_for()
        page.mouse.move(5, 5)
        page.clock.run_for(600)
        card(page).get_by_role("link", name="Show in the source").hover()
        expect(card(page)).to_be_visible()


def test_escape_takes_the_card_away_and_leaves_the_pointer(tab: Tab) -> None:
    page = tab.timed()
    page.locator("#c1 a").hover()
    page.clock.run_for(300)
    card(page).wait_for()
    page.keyboard.press("Escape")
    page.wait_for_timeout(300)  # the browser looks anew at what lies under a pointer that rests
    page.clock.run_for(700)
    expect(card(page)).to_have_count(0)


def test_passing_over_a_marker_shows_nothing(desk: Tab) -> None:
    page = desk.timed()
    page.locator("#c1 a").hover()
    page.clock.run_for(299)
    page.mouse.move(1270, 790)
    for _ in range(7):
        page.clock.run_for(100)
        assert card(page).count() == 0
    page.locator("#c1 a").hover()
    page.clock.run_for(300)
    expect(card(page)).to_be_visible()


def test_a_marker_still_leads_to_its_reference(tab: Tab) -> None:
    page = tab.timed()
    page.locator("#c1 a").click()
    expect(page).to_have_url(re.compile("notes/opening/#r1$"))
    page.clock.run_for(700)
    expect(card(page)).to_have_count(0)
    expect(page.locator("#r1")).to_contain_text("The minister opened the hall")
    expect(page.locator("#r1")).not_to_contain_text("In the year")


def test_near_the_lower_edge_the_card_stands_above_its_words(desk: Tab) -> None:
    page = desk.opened()
    marker = page.locator("#c9 a")
    marker.evaluate("(marker) => scrollBy(0, marker.getBoundingClientRect().bottom - innerHeight + 40)")
    at = marker.bounding_box()
    assert at
    page.mouse.move(at["x"] + 3, at["y"] + 6)
    card(page).wait_for()
    becomes(page, lambda: edges(card(page))[1] <= edges(marker)[0], True)
    assert_beside(page, marker)


def test_words_that_fill_the_screen_keep_the_line_that_is_pointed_at(desk: Tab) -> None:
    page = desk.opened()
    run_ = page.locator("blockquote .quotation")
    run_.evaluate("(run) => scrollBy(0, run.getBoundingClientRect().top + 200)")
    page.mouse.move(300, 400)
    card(page).wait_for()

    def is_aside() -> bool:
        top, bottom = edges(card(page))
        return top >= 0 and bottom <= WIDE[1] and (top > 400 or bottom < 400)

    becomes(page, is_aside, True)


@pytest.mark.parametrize("place", ["a sentence", "a cell", "a footnote", "the end of the page"])
def test_enlarged_four_times_nothing_is_lost(chromium: Browser, url: str, place: str) -> None:
    for tab in _tab(chromium, url, (320, 256)):
        page = tab.opened()
        marker = page.locator(MARKERS[place][0]).first
        marker.scroll_into_view_if_needed()
        marker.hover()
        card(page).wait_for()
        assert_beside(page, marker)


@pytest.mark.parametrize("place", ["the second of several", "a Hangul quotation", "a cell", "a footnote"])
def test_the_card_keeps_within_a_window_that_is_hardly_wider_than_itself(
    chromium: Browser, url: str, place: str
) -> None:
    for tab in _tab(chromium, url, (660, 800)):
        page = tab.opened()
        marker = page.locator(MARKERS[place][0]).first
        marker.hover()
        card(page).wait_for()
        assert_beside(page, marker)


def test_on_a_phone_the_last_words_of_a_page_are_seen_above_the_sheet(chromium: Browser, url: str) -> None:
    for tab in _tab(chromium, url, NARROW, touch=True):
        page = tab.opened()
        page.evaluate("document.querySelector('.foot').remove()")
        marker = page.locator(".footnote .citation a")
        page.evaluate("for (const each of document.querySelectorAll('.references, .aside, .turn')) each.hidden = true")
        marker.tap()
        card(page).wait_for()
        assert_beside(page, marker)


# --- by keyboard


def tab_to_the_first_sentence(page: Page) -> None:
    """From the marker of the title, whose card is closed again, to the next."""
    page.locator("h1 .citation a").focus()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.locator("#c1 a")).to_be_focused()


def test_the_keyboard_goes_through_the_card_and_on_behind_the_marker(tab: Tab) -> None:
    page = tab.opened()
    marker = page.locator("#c1 a")
    tab_to_the_first_sentence(page)
    expect(marker).to_be_focused()
    card(page).wait_for()
    assert_says(page, marker, "The minister opened the hall")
    assert_beside(page, marker)
    links = [link for link in card(page).locator("a, button").all() if link.is_visible()]
    assert {"A. Reporter", "Show in the source", "On the original page"} < {link.inner_text() for link in links}
    for link in links:
        page.keyboard.press("Tab")
        expect(link).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#c2 a")).to_be_focused()
    expect(card(page).locator("mark")).to_have_text("heroes")


def test_the_keyboard_goes_back_from_the_card_to_the_marker(tab: Tab) -> None:
    page = tab.opened()
    tab_to_the_first_sentence(page)
    page.keyboard.press("Tab")
    expect(card(page).locator(":focus")).to_have_count(1)
    page.keyboard.press("Shift+Tab")
    expect(page.locator("#c1 a")).to_be_focused()
    expect(card(page)).to_be_visible()
    page.keyboard.press("Shift+Tab")
    expect(page.locator("h1 .citation a")).to_be_focused()


@pytest.mark.parametrize("steps", [0, 2])
def test_escape_closes_the_card_and_gives_the_focus_back(tab: Tab, steps: int) -> None:
    page = tab.opened()
    tab_to_the_first_sentence(page)
    for _ in range(steps):
        page.keyboard.press("Tab")
    expect(card(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(card(page)).to_have_count(0)
    expect(page.locator("#c1 a")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#r1$"))


def test_whoever_hears_a_marker_hears_its_words(desk: Tab) -> None:
    page = desk.opened()
    expect(page.locator("#c1 a")).to_have_accessible_description("The minister opened the hall")
    expect(page.locator("#c6 a")).to_have_accessible_description("그들은 영웅")
    page.goto("sources/hall/")
    rests = re.compile('Note The crowd "stood in silence" at the opening')
    expect(page.locator("a.uses").first).to_have_accessible_description(rests)


# --- by touch


@pytest.mark.parametrize("place", MARKERS)
def test_the_first_tap_shows_the_words_and_the_second_follows_the_link(finger: Tab, place: str) -> None:
    selector, words = MARKERS[place]
    page = finger.opened()
    marker = page.locator(selector).first
    marker.tap()
    card(page).wait_for()
    assert_stays(page)
    assert_says(page, marker, words)
    assert_beside(page, marker)
    marker.tap()
    expect(card(page)).to_have_count(0)
    expect(page).to_have_url(re.compile(f"notes/opening/{re.escape(marker.get_attribute('href') or 'none')}$"))


def test_a_tap_on_quoted_words_shows_them_and_another_elsewhere_takes_them_away(finger: Tab) -> None:
    page = finger.opened()
    page.locator("#q1").tap()
    card(page).wait_for()
    assert_beside(page, page.locator("#q1"))
    page.locator(".eyebrow").first.tap()
    expect(card(page)).to_have_count(0)


def test_a_sheet_on_a_phone_lies_at_the_lower_edge_and_has_a_way_to_close_it(chromium: Browser, url: str) -> None:
    for tab in _tab(chromium, url, NARROW, touch=True):
        page = tab.opened()
        page.locator("#c1 a").tap()
        across = "each => [each.getBoundingClientRect().x, each.getBoundingClientRect().width]"
        assert card(page).evaluate(across) == [0, NARROW[0]]
        assert edges(card(page))[1] == NARROW[1]
        close = card(page).get_by_role("button", name="Close")
        size = close.bounding_box()
        assert size
        assert min(size["width"], size["height"]) >= 44
        close.tap()
        expect(card(page)).to_have_count(0)
        assert_stays(page)


def test_from_a_tap_it_is_one_step_to_the_source_and_one_back(finger: Tab) -> None:
    page = finger.opened()
    page.locator("#c3 a").nth(2).tap()
    card(page).get_by_role("link", name="Show in the source").first.tap()
    page.wait_for_url("**/sources/hall/#p-*")
    assert_highlighted(page, "stood in silence")
    page.get_by_role("link", name="Back to:").tap()
    page.wait_for_url("**/notes/opening/#c3")


# --- to the source and back


def assert_highlighted(page: Page, words: str) -> None:
    """The words that one came for are on the screen, under a full stroke of the marker, and no others are."""
    target = page.locator(".passage:target")
    expect(target).to_have_text(re.compile(f"^{re.escape(words)}"), use_inner_text=True)
    expect(target).to_be_in_viewport()
    becomes(page, lambda: edges(target)[0] >= 0, True)
    strokes = """() => [...document.querySelectorAll(".passage")]
      .filter((each) => getComputedStyle(each).backgroundImage === "none"
        && getComputedStyle(each).backgroundColor !== "rgba(0, 0, 0, 0)").length"""
    becomes(page, lambda: page.evaluate(strokes), 1)


def test_it_is_one_step_to_the_source_and_one_back_to_the_sentence(tab: Tab) -> None:
    page = tab.opened()
    page.locator("#c1 a").hover()
    card(page).get_by_role("link", name="Show in the source").click()
    page.wait_for_url("**/sources/hall/#p-*")
    assert_highlighted(page, "The minister opened the hall")
    back = page.get_by_role("link", name='Back to: The crowd "stood in silence" at the opening')
    page.reload()
    expect(back).to_be_visible()
    assert_highlighted(page, "The minister opened the hall")
    becomes(
        page, lambda: page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"), 0
    )
    back.click()
    page.wait_for_url("**/notes/opening/#c1")
    page.go_back()
    expect(back).to_be_visible()
    page.go_back()
    page.wait_for_url("**/notes/opening/")
    expect(page.locator("#c1 a")).to_be_visible()


def test_from_the_list_one_comes_back_to_the_list(desk: Tab) -> None:
    page = desk.opened()
    page.locator("#r8").get_by_role("link", name="Show in the source").click()
    page.wait_for_url("**/sources/paper/#p-*")
    page.get_by_role("link", name="Back to:").click()
    page.wait_for_url("**/notes/opening/#r8")


def test_whoever_comes_another_way_is_not_sent_back(desk: Tab) -> None:
    page = desk.opened()
    page.locator("#c1 a").hover()
    address = card(page).get_by_role("link", name="Show in the source").get_attribute("href") or ""
    page.goto("notes/opening/")
    page.goto(f"notes/opening/{address}")
    page.wait_for_url("**/sources/hall/#p-*")
    expect(page.locator(".came")).to_have_count(0)
    page.goto("sources/")
    page.get_by_role("link", name="The hall is opened").click()
    page.wait_for_url("**/sources/hall/")
    expect(page.locator(".came")).to_have_count(0)
    page.goto("notes/opening/")
    page.evaluate("addEventListener('click', (event) => event.preventDefault())")
    page.locator("#r1").get_by_role("link", name="Show in the source").click()
    page.goto("sources/paper/")
    expect(page.locator(".came")).to_have_count(0)


def test_a_number_in_the_source_shows_what_rests_on_the_words(tab: Tab) -> None:
    page = tab.opened("sources/hall/")
    number = page.locator("h1 .uses, .prose .uses").first
    number.hover()
    shown = page.get_by_role("dialog", name="What rests on these words")
    shown.wait_for()
    listed = page.locator(number.get_attribute("href") or "none")
    becomes(page, lambda: shown.get_by_role("listitem").first.evaluate(WORDS), listed.evaluate(WORDS))
    use = shown.get_by_role("link", name='The crowd "stood in silence" at the opening')
    use.click()
    page.wait_for_url("**/notes/opening/#c*")


@pytest.mark.parametrize("path", ["topics/agency/", "claims/many/"])
def test_topics_and_claims_have_them_too(desk: Tab, path: str) -> None:
    page = desk.opened(path)
    marker = page.locator("#c1 a")
    marker.hover()
    card(page).wait_for()
    becomes(page, lambda: card(page).get_by_role("listitem").evaluate(WORDS), page.locator("#r1").evaluate(WORDS))


# --- without it


@pytest.mark.parametrize(("place", "size"), [*((place, WIDE) for place in MARKERS), ("a cell", NARROW)])
def test_without_javascript_each_step_is_a_link(chromium: Browser, url: str, place: str, size: tuple[int, int]) -> None:
    selector, words = MARKERS[place]
    context = chromium.new_context(
        base_url=url, viewport={"width": size[0], "height": size[1]}, java_script_enabled=False
    )
    page = context.new_page()
    page.goto("notes/opening/")
    marker = page.locator(selector).first
    name = marker.inner_text().replace("a", "1")  # a date's references are lettered
    marker.click()
    reference = page.locator("li:target")
    expect(reference).to_have_attribute("value", name)
    expect(reference.locator("mark")).to_have_text(words, use_inner_text=True)
    expect(page.locator(".card, .came")).to_have_count(0)
    reference.get_by_role("link", name="Show in the source").click()
    page.wait_for_url("**/sources/*/#p-*")
    passage = page.locator(".passage:target")
    becomes(page, lambda: " ".join(passage.inner_text().split())[:20], words[:20])
    use = page.locator(f"#u-{page.url.rpartition('#p-')[2]}").get_by_role("link", name="at the opening").first
    use.click()
    page.wait_for_url("**/notes/opening/#*")
    expect(page.locator(".citation:target, li:target")).to_have_count(1)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_open_card_and_the_way_back_are_accessible(tab: Tab, scheme: Literal["light", "dark"]) -> None:
    page, axe = tab.opened(), source_of("axe-core/axe.min.js")
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.locator("#c3 a").nth(2).hover()
    card(page).wait_for()
    page.evaluate(axe)
    assert faults(page, RULES) == []
    card(page).get_by_role("link", name="Show in the source").first.click()
    page.get_by_role("link", name="Back to:").wait_for()
    page.locator(".prose .uses").last.hover()
    page.get_by_role("dialog").wait_for()
    page.evaluate(axe)
    assert faults(page, RULES) == []


def test_paper_has_no_card_and_no_way_back(desk: Tab) -> None:
    page = desk.opened()
    page.locator("#c1 a").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(card(page)).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".card")).to_be_hidden()
    expect(page.locator("body")).to_have_js_property("style.paddingBlockEnd", "")


def test_the_script_is_small() -> None:
    script = (PROJECT / "templates/assets/citations.js").read_bytes()
    assert len(gzip.compress(script)) < 4000
