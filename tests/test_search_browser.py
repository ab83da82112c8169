"""The search page, in a real browser: what is asked, what narrows it, and that a result leads to the words."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from browsers import becomes, browser, served
from folders import edit, first_dossier
from playwright.sync_api import Browser, Page, expect

from dossier.cli import main

KOREAN = """---
title: 해외군사작전 전투위훈기념관 건설장
publisher: 로동신문
published: 2025-10-24
language: ko
topics: [memorial-hall]
url: https://example.org/ko
---

첫 문단은 나무와 강에 대하여 말한다.

기념관에서 영웅을 추모하는 행사가 열렸다.
"""
QUOTING = """---
title: A ceremony for the dead
date: 2025-10-24
date-from:
  - source: korean
    quote: 행사가 열렸다
topics: [memorial-hall]
---

The newspaper tells of a ceremony: "remember heroes" [@korean, "영웅을 추모하는"]. The 기념관의 문 is not told of.
"""
HOSTILE = "<img src=x onerror=\"faults.push('run')\">&amp;<b>bold</b>"
LONG = f"""---
title: A long report
publisher: >-
  {HOSTILE}
published: 2024-03
url: https://example.org/long
topics: [odd]
---

{{}}

Deep in the report the quixotically named barge <sub>x</sub> is moored;
a second barge &lt;img src=x onerror=faults.push(1)&gt; is not.

{{}}
"""

FAULTS = """
window.faults = [];
addEventListener("error", (event) => faults.push(String(event.message)));
addEventListener("securitypolicyviolation", (event) => faults.push(event.violatedDirective));
"""


def build(root: Path) -> Path:
    """The site of a dossier."""
    with pytest.raises(SystemExit) as end:
        main(["build", "--root", str(root), "--output", str(root / "site"), "--no-cache", "--jobs", "1"])
    assert end.value.code == 0
    return root / "site"


def dossier(root: Path) -> Path:
    """The first dossier, with an article in Korean, a long one, and words that would be code."""
    root = first_dossier(root)
    filler = "\n\n".join(
        f"Paragraph {n} tells of wind, water and stone, and of nothing else at all." for n in range(80)
    )
    files = {
        "sources/korean": KOREAN,
        "notes/ceremony": QUOTING,
        "sources/long": LONG.format(filler, filler),
        "topics/odd": "---\ntitle: <i>Odd</i> & ends\ntype: theme\n---\n\nOf [[long]].\n",
    }
    for path, text in files.items():
        (root / f"content/{path}.md").write_text(text, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(dossier(tmp_path_factory.mktemp("search")))


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


@pytest.fixture
def url(site: Path, tmp_path: Path) -> Iterator[str]:
    """The address of the site, which lies below a path."""
    (tmp_path / "some").mkdir()
    (tmp_path / "some/name").symlink_to(site)
    with served(tmp_path) as base:
        yield f"{base}some/name/"


def opened(chromium: Browser, url: str, width: int = 1280, scripts: bool = True) -> Iterator[Page]:
    context = chromium.new_context(base_url=url, viewport={"width": width, "height": 800}, java_script_enabled=scripts)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    if scripts:
        page.add_init_script(FAULTS)
    yield page
    assert [address for address in asked if not address.startswith(url) and not address.endswith("/favicon.ico")] == []
    if scripts:
        assert page.evaluate("window.faults") == []
    context.close()


@pytest.fixture
def page(chromium: Browser, url: str) -> Iterator[Page]:
    yield from opened(chromium, url)


def told(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("status")).to_have_text(words)


def titles(page: Page) -> list[str]:
    return page.locator(".found .headline").all_inner_texts()


def assert_in_view(page: Page, selector: str) -> None:
    inside = "(e) => { const r = e.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight; }"
    becomes(page, lambda: page.locator(selector).first.evaluate(inside), True)


# --- from any page to the words


@pytest.mark.parametrize("width", [320, 1280])
def test_by_mouse_from_the_front_page_to_the_passage(chromium: Browser, url: str, width: int) -> None:
    for page in opened(chromium, url, width):
        page.goto("")
        page.get_by_role("navigation", name="Site").get_by_role("link", name="Search").click()
        page.get_by_role("searchbox", name="Words to find").fill("portraits embody")
        page.get_by_role("search").get_by_text(re.compile(r"^\d+ results?$")).wait_for()
        expect(page.locator("html")).to_have_js_property("scrollWidth", width)
        result = page.locator(".found > ol > li", has_text="Digest of six pages").first
        expect(result.locator("p.meta")).to_have_text("Source")
        expect(result.locator("li").first.locator("mark")).to_have_text(["portraits", "embody"])
        result.locator("li a").first.click()
        page.wait_for_url("**/sources/rodong-digest/#p-*")
        expect(page.locator(":target")).to_contain_text(
            "portraits of these ordinary soldiers embody", use_inner_text=True
        )
        assert_in_view(page, ":target")
        expect(page.locator(":target")).to_have_css("background-color", "rgb(255, 210, 31)")
        page.go_back()
        expect(page.get_by_role("searchbox")).to_have_value("portraits embody")
        expect(page.locator(".found .headline").first).to_be_visible()


def test_words_that_nobody_quotes_are_found_where_they_stand(page: Page) -> None:
    page.goto("search/?q=quixotically")
    told(page, "1 result")
    link = page.locator(".found li li a")
    way = "#:~:text=the report the quixotically named barge x is"
    becomes(page, lambda: unquote(link.get_attribute("href") or "")[-len(way) :], way)
    link.click()
    page.wait_for_url("**/sources/long/**")
    page.wait_for_function("scrollY > 500")
    assert_in_view(page, "p:has-text('quixotically')")


def test_by_keyboard_alone(page: Page) -> None:
    page.goto("search/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("sculptures")
    page.keyboard.press("Enter")
    expect(page.locator(".found .headline").nth(2)).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox", name=re.compile("^Sources"))).to_be_checked()
    told(page, "2 results")
    for _ in range(8):
        page.keyboard.press("Tab")
    expect(page.locator(".found .headline").first).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sources/**")


# --- what narrows it


def test_filters_count_what_they_would_leave_and_stand_in_the_address(page: Page) -> None:
    page.goto("search/")
    claims = page.get_by_role("checkbox", name=re.compile("^Claims"))
    expect(claims.locator("..")).to_contain_text("10")
    claims.check()
    told(page, "10 results")
    expect(page).to_have_url(re.compile(r"\?kind=claim$"))
    expect(page.locator("#topic option", has_text="Odd")).to_have_count(0)
    page.get_by_label("Topic", exact=True).select_option("Mansudae Art Studio")
    told(page, "2 results")
    standings = ["Claim · Single origin", "Claim · Single origin, not established"]
    becomes(page, lambda: sorted(page.locator(".found p.meta").all_inner_texts()), standings)
    expect(page.get_by_role("checkbox", name=re.compile("^Notes")).locator("..")).not_to_contain_text(
        re.compile(r"\b0\b")
    )
    page.reload()
    told(page, "2 results")
    expect(page.get_by_label("Topic", exact=True)).to_have_value("Mansudae Art Studio")
    expect(claims).to_be_checked()
    claims.uncheck()
    expect(page.get_by_role("status")).not_to_have_text("2 results")


def test_years_and_publishers_are_chosen_among_those_there_are(page: Page) -> None:
    page.goto("search/")
    expect(page.get_by_label("Year").locator("option")).to_have_text(
        ["Any year", re.compile("^2026"), "2025 (2)", "2024 (3)"]
    )
    page.get_by_label("Year").select_option("2025")
    told(page, "2 results")
    expect(page.locator("#publisher option")).to_have_text(["Any publisher", "로동신문 (1)"])
    page.get_by_label("Publisher").select_option("로동신문")
    told(page, "1 result")
    expect(page.locator(".found p.meta")).to_have_text("Source · 로동신문 · 24 October 2025")


def test_in_the_order_of_dates_what_has_none_comes_last(page: Page) -> None:
    page.goto("search/?kind=note&kind=source&order=oldest")
    expect(page.locator(".found .headline")).to_have_count(10)
    signed = "North Korea and Russia sign the Treaty on Comprehensive Strategic Partnership"
    expect(page.locator(".found .headline").first).to_have_text(signed)
    page.get_by_role("button", name="Show more results").click()
    undated = (
        "[Digest of six pages of Rodong Sinmun]",
        "[Kim Jong Un drives a forklift at the building site of a memorial]",
    )
    becomes(page, lambda: set(titles(page)[-2:]), set(undated))
    page.get_by_label("Order").select_option("newest")
    expect(page.locator(".found .headline").first).to_have_text("The Ninth Party Congress is expected")
    expect(page).to_have_url(re.compile("order=newest"))


def test_more_results_are_shown_on_demand_and_the_focus_goes_on(page: Page) -> None:
    page.goto("search/?q=kim")
    expect(page.locator(".found .headline")).to_have_count(10)
    page.get_by_role("button", name="Show more results").press("Enter")
    expect(page.locator(".found .headline").nth(10)).to_be_focused()


# --- other scripts, other languages


@pytest.mark.parametrize(
    ("asked", "marked"),
    [("기념관에서", "기념관에서"), ("기념관", "기념관에서"), ("영웅", "영웅을"), ("추모하는", "추모하는")],
)
def test_korean_is_found_by_word_and_by_prefix_on_an_english_site(page: Page, asked: str, marked: str) -> None:
    page.goto("search/")
    page.get_by_role("searchbox").fill(asked)
    source = page.locator(".found > ol > li", has_text="건설장")
    expect(source.locator("mark").first).to_be_visible()
    becomes(page, lambda: marked in source.locator("mark").all_inner_texts(), True)
    expect(source.locator("li a").first).to_have_attribute("lang", "ko")
    source.locator("li a").first.click()
    page.wait_for_url("**/sources/korean/**")
    assert_in_view(page, "p:has-text('기념관에서')")


def test_a_phrase_in_marks_of_any_kind_is_found_side_by_side(page: Page) -> None:
    page.goto("search/")
    page.get_by_role("searchbox").fill("“around 14,000 soldiers”")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^\d+ results?$"))
    for result in page.locator(".found > ol > li").all():
        expect(result).to_contain_text("around 14,000 soldiers", use_inner_text=True)
    page.get_by_role("searchbox").fill('"soldiers around 14,000"')
    told(page, "Nothing here has “soldiers around 14,000”.")


def test_both_languages_are_found_on_a_korean_site(tmp_path: Path, chromium: Browser) -> None:
    root = dossier(tmp_path)
    edit(root / "config.yaml", "language: en", "language: ko")
    with served(build(root)) as url:
        for page in opened(chromium, url):
            for asked, title in (
                ("기념관", "해외군사작전 전투위훈기념관 건설장"),
                ("forklift", "[Kim Jong Un drives a forklift at the building site of a memorial]"),
            ):
                page.goto(f"search/?q={asked}")
                expect(page.locator(".found .headline", has_text=title)).to_be_visible()


# --- what can go wrong


def test_where_no_word_is_like_it_readers_are_told(page: Page) -> None:
    page.goto("search/?q=%EB%BD%91%EB%BD%91")
    told(page, "Nothing here has “뽑뽑”.")
    expect(page.locator(".found")).to_be_hidden()
    page.get_by_role("searchbox").fill("azzzz")
    expect(page.get_by_role("status")).to_have_text(
        re.compile("^No word here begins with “azzzz”. What comes nearest:")
    )
    page.get_by_role("searchbox").fill("")
    told(page, "")
    expect(page).to_have_url(re.compile("/search/$"))


def test_where_a_choice_keeps_what_has_the_words_away_that_is_said(page: Page) -> None:
    page.goto("search/?q=quixotically&kind=claim")
    told(page, "Nothing of this choice has “quixotically”.")
    page.get_by_role("checkbox", name="Claims").uncheck()
    told(page, "1 result")


def test_what_would_be_code_is_shown_as_the_text_that_it_is(page: Page) -> None:
    page.goto("search/?q=barge")
    told(page, "1 result")
    expect(page.locator(".found p.meta")).to_contain_text(HOSTILE)
    expect(page.locator(".found li li").first).to_contain_text("<img src=x onerror=faults.push(1)>")
    expect(page.locator(".found img, .found b")).to_have_count(0)
    page.goto(
        "search/?q=%3Cimg%20src%3Dx%20onerror%3Dfaults.push(1)%3E&topic=%3Ci%3EOdd%3C/i%3E%20%26%20ends&order=sideways"
    )
    expect(page.get_by_label("Topic", exact=True)).to_have_value("<i>Odd</i> & ends")
    told(page, re.compile("result|Nothing|No word"))
    expect(page.locator("main img, main i")).to_have_count(0)


def test_without_its_index_the_page_says_so_and_leads_to_the_lists(
    tmp_path: Path, site: Path, chromium: Browser
) -> None:
    shutil.copytree(site, tmp_path / "site")
    shutil.rmtree(tmp_path / "site/pagefind")
    with served(tmp_path / "site") as url:
        for page in opened(chromium, url):
            page.goto("search/?q=heroes")
            told(page, "What is searched can’t be loaded. Try again later, or go through the lists below.")
            page.get_by_role("navigation", name="All that is here, in lists").get_by_role("link", name="Topics").click()
            page.wait_for_url("**/topics/")


def test_without_javascript_the_page_says_so_and_leads_to_the_lists(url: str, chromium: Browser) -> None:
    for page in opened(chromium, url, 320, scripts=False):
        page.goto("search/")
        expect(page.get_by_text("Searching needs JavaScript.")).to_be_visible()
        expect(page.locator("input:visible, select:visible, button:visible")).to_have_count(0)
        expect(page.locator("main a")).to_have_text(["Timeline", "Evidence", "Topics", "Sources"])
