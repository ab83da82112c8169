"""The timeline's filters in a real browser, where all events stand on the page and where they come from a file: by mouse, by
keyboard, by their address, at the width of a phone and of a desk; with content that would like to be markup.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

import pytest
from browsers import becomes, browser, served
from folders import run
from playwright.sync_api import Browser, BrowserContext, Page, expect

HOSTILE = "<img src=x onerror=faults.push(1)> & 'so'"
ESCAPED = HOSTILE.replace("<", "&lt;")
FILES = {
    "config.yaml": "title: Filtered\nchecks: {source-without-url: off, uncited-event: off}\n",
    "content/sources/one.md": "---\ntitle: One\norigin: self\npublisher: One\n---\n\nMany soldiers were sent. None was sent.\n",
    "content/claims/sent.md": (
        "---\nclaim: Soldiers were sent.\nevidence:\n  - supports: one\n    quote: Many soldiers were sent\n"
        "  - disputes: one\n    quote: None was sent\n---\n"
    ),
    "content/claims/heard.md": "---\nclaim: It was heard.\n---\n\nIt may be so: [[note:treaty]].\n",
    "content/topics/kim.md": "---\ntitle: Kim Jong Un\ntype: person\nnames: [김정은, '\"><b>Kim']\n---\n",
    "content/topics/ju-ae.md": "---\ntitle: Ju Ae\ntype: person\n---\n",
    "content/topics/pyongyang.md": "---\ntitle: Pyongyang\ntype: place\n---\n",
    "content/topics/army.md": "---\ntitle: The army\ntype: organization\n---\n",
    "content/topics/odd.md": f'---\ntitle: "{HOSTILE}"\n---\n',
    "content/notes/old.md": (
        f'---\ntitle: "{HOSTILE}"\ndate: "[..2022-03-01]"\ndate-note: So said.\ntopics: [odd]\n---\n\n{ESCAPED} he wrote.\n'
    ),
    "content/notes/letter.md": (
        "---\ntitle: A letter\ndate: 2023?\ndate-note: So said.\ntopics: [ju-ae]\n---\n\nA soldier’s letter.\n"
    ),
    "content/notes/visit.md": (
        "---\ntitle: Kim visits the Café\ndate: 2024-05-03\nimportance: high\ntopics: [kim, pyongyang]\n---\n\n"
        'He came. Some say [[claim:sent|why]] [@one, "Many soldiers were sent"].\n'
    ),
    "content/notes/parade.md": "---\ntitle: A parade\ndate: 2024-05\ntopics: [army, pyongyang]\n---\n\nIn May.\n",
    "content/notes/treaty.md": "---\ntitle: Talks on a treaty\ndate: 2024-11/2025-03\ntopics: [kim]\n---\n\nThey met.\n",
    "content/notes/meeting.md": (
        "---\ntitle: 위원장이 병사들을 만나다\ndate: 2025-01-10\nlanguage: ko\ntopics: [kim, army]\n---\n\n만났다.\n"
    ),
    "content/notes/works.md": "---\ntitle: Works begin\ndate: 2025-06/..\n---\n\nThey go on.\n",
    "content/notes/congress.md": "---\ntitle: A congress\ndate: 2026-02\nexpected: true\ntopics: [army]\n---\n\nIt is to be.\n",
    "content/notes/loose.md": "---\ntitle: A word on Kim\ntopics: [kim]\n---\n\nWithout a date.\n",
}
TITLES = {
    "old": HOSTILE,
    "letter": "A letter",
    "visit": "Kim visits the Café",
    "parade": "A parade",
    "treaty": "Talks on a treaty",
    "meeting": "위원장이 병사들을 만나다",
    "works": "Works begin",
    "congress": "A congress",
}
IDS = {title: id_ for id_, title in TITLES.items()}
ALL = "old letter parade visit treaty meeting works congress"
"""In the order of the timeline."""


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same dossier twice: with its timeline on one page, and by year."""
    root = tmp_path_factory.mktemp("filters")
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    made = {}
    for name, most in (("whole", 300), ("split", 3)):
        with patch("dossier.pages.timeline.EVENTS", most):
            built = run("build", root, root / name, "--no-cache", "--jobs", "1")
        assert [problem for problem in built.problems if problem.severity == "error"] == []
        made[name] = root / name
    assert (made["split"] / "timeline/2024/index.html").is_file()
    return made


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


@pytest.fixture(scope="module")
def addresses(sites: dict[str, Path]) -> Iterator[dict[str, str]]:
    with served(sites["whole"]) as whole, served(sites["split"]) as split:
        yield {"whole": f"{whole}timeline/", "split": f"{split}timeline/"}


@pytest.fixture(params=[1280, 320])
def width(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture(params=["whole", "split"])
def address(request: pytest.FixtureRequest, addresses: dict[str, str]) -> str:
    return addresses[str(request.param)]


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A reader's browser; no page may fault, nor ask anybody else."""
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    asked: set[str] = set()
    context.on("request", lambda request: asked.add(urlsplit(request.url).hostname or ""))
    context.add_init_script("window.faults = []; addEventListener('error', (e) => faults.push(e.message))")
    yield context
    for page in context.pages:
        assert page.evaluate("window.faults ?? []") == []
    assert asked <= {"127.0.0.1"}
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def assert_shows(page: Page, ids: str) -> None:
    """These are the events that are shown, in their order; those without a date are none."""
    page.locator(".view .count", has_not_text="Loading").wait_for()
    shown = page.locator(".period:not(#undated) .event:visible .headline")
    becomes(page, lambda: " ".join(IDS[title] for title in shown.all_inner_texts()), ids)


def assert_counts(page: Page, words: str) -> None:
    expect(page.locator(".view .count")).to_have_text(words)


def assert_asked(page: Page, query: dict[str, list[str]]) -> None:
    """The address says so; asked of the page itself, which has it at once."""
    becomes(page, lambda: parse_qs(page.evaluate("location.search").removeprefix("?")), query)


def unfold(page: Page, *groups: str) -> None:
    """Open what hides the choices, where anything does."""
    finer = page.locator(".finer > summary")
    if finer.is_visible():
        finer.click()
    for group in groups:
        page.locator(".group > summary", has_text=group).click()


# --- what is chosen


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("topic=kim", "visit treaty meeting"),
        ("topic=kim&topic=army", "meeting"),
        ("topic=pyongyang", "parade visit"),
        ("topic=odd", "old"),
        ("from=2025", "treaty meeting works congress"),
        ("to=2022", "old"),
        ("to=2022-03-01", "old"),
        ("from=2022-03-02&to=2022-12-31", ""),
        ("from=2023-07&to=2023-07", "letter"),
        ("from=2024-05-20&to=2024-05-20", "parade"),
        ("from=2025-02-01&to=2025-02-28", "treaty"),
        ("from=2030", "works"),
        ("standing=disputed", "visit"),
        ("standing=unsupported", "treaty"),
        ("standing=none", "old letter parade meeting works congress"),
        ("landmarks=only", "visit"),
        ("q=CAFE", "visit"),
        ("q=caf%C3%A9", "visit"),
        ("q=par", "parade"),
        ("q=arade", ""),
        ("q=soldier's", "letter"),
        ("q=a+may", "parade"),
        ("q=병사", "meeting"),
        ("q=병사들", "meeting"),
        ("q=벼", "meeting"),
        ("q=사들", ""),
        ("q=김정은", "visit treaty meeting"),
        ("q=%3Cimg", "old"),
        ("topic=kim&from=2025&q=talks", "treaty"),
        ("topic=kim&order=newest", "meeting treaty visit"),
        ("order=newest", " ".join(reversed(ALL.split()))),
        ("view=compact", ALL),
    ],
)
def test_an_address_says_which_events_are_shown(query: str, shown: str, address: str, page: Page) -> None:
    page.goto(f"{address}?{query}")
    assert_shows(page, shown)
    if set(parse_qs(query)) - {"order", "view"}:
        assert_counts(page, f"{len(shown.split())} of 8 events")
        expect(page.get_by_text("No event fits all of this.")).to_be_visible(visible=not shown)
    else:
        assert_counts(page, "8 events")


@pytest.mark.parametrize(
    "query", ["topic=nobody", "standing=%3Cb%3E", "from=2024-13", "to=never", "order=random", "view=3d", "x=y", "topic"]
)
def test_an_address_that_says_nothing_known_shows_all(query: str, addresses: dict[str, str], page: Page) -> None:
    page.goto(f"{addresses['whole']}?{query}")
    assert_shows(page, ALL)
    assert_counts(page, "8 events")


def test_each_filter_is_set_by_mouse_and_stands_in_the_address(width: int, address: str, page: Page) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    assert_counts(page, "8 events")
    unfold(page, "People", "Organizations")
    page.get_by_role("checkbox", name="Kim Jong Un").check()
    assert_shows(page, "visit treaty meeting")
    assert_asked(page, {"topic": ["kim"]})
    page.get_by_role("checkbox", name="The army").check()
    assert_shows(page, "meeting")
    assert_asked(page, {"topic": ["kim", "army"]})
    page.get_by_role("checkbox", name="Kim Jong Un").uncheck()
    assert_shows(page, "parade meeting congress")
    page.get_by_label("To", exact=True).fill("2025-12")
    assert_shows(page, "parade meeting")
    page.get_by_label("Order").select_option("newest first")
    assert_shows(page, "meeting parade")
    page.get_by_role("button", name="Show all").click()
    assert_asked(page, {"order": ["newest"]})
    assert_counts(page, "8 events")
    page.get_by_label("Claims linked").select_option("disputed")
    assert_shows(page, "visit")
    assert_asked(page, {"order": ["newest"], "standing": ["disputed"]})
    page.get_by_role("checkbox", name="Landmarks only").check()
    page.get_by_role("combobox", name="Show").select_option("a line each")
    page.get_by_label("Search the events").fill("cafe")
    assert_shows(page, "visit")
    expect(page.locator(".event p:visible")).to_have_count(0)
    becomes(page, lambda: page.evaluate("document.documentElement.scrollWidth"), width)
    assert_asked(
        page,
        {
            "order": ["newest"],
            "standing": ["disputed"],
            "landmarks": ["only"],
            "view": ["compact"],
            "q": ["cafe"],
        },
    )


def test_all_of_it_is_done_by_keyboard_alone(width: int, address: str, page: Page) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    page.get_by_label("Search the events").focus()
    keys = page.keyboard
    keys.type("k")
    keys.press("Enter")
    if width == 320:
        keys.press("Tab")
        keys.press("Enter")
    keys.press("Tab")
    keys.type("2024-12")
    keys.press("Tab")
    keys.press("Tab")
    expect(page.locator("[name=standing]")).to_be_focused()
    keys.press("Tab")
    expect(page.locator("[name=landmarks]")).to_be_focused()
    keys.press("Tab")
    keys.press("Enter")
    keys.press("Tab")
    keys.press("Space")
    assert_shows(page, "treaty meeting")
    assert_asked(page, {"topic": ["kim"], "from": ["2024-12"], "q": ["k"]})
    page.get_by_role("button", name="Show all").focus()
    keys.press("Enter")
    expect(page.locator(":focus")).to_have_text("8 events")
    assert_asked(page, {})


# --- going back, coming again


def test_going_back_and_loading_again_bring_back_what_was_chosen(address: str, page: Page) -> None:
    page.goto(address)
    unfold(page, "People")
    page.get_by_role("checkbox", name="Kim Jong Un").check()
    page.get_by_label("Order").select_option("newest first")
    page.get_by_label("Search the events").press_sequentially("tal", delay=5)
    assert_asked(page, {"topic": ["kim"], "order": ["newest"], "q": ["tal"]})
    assert_shows(page, "treaty")
    page.reload()
    assert_shows(page, "treaty")
    expect(page.get_by_label("Search the events")).to_have_value("tal")
    expect(page.get_by_role("checkbox", name="Kim Jong Un")).to_be_checked()
    page.go_back()
    assert_asked(page, {"topic": ["kim"]})
    assert_shows(page, "visit treaty meeting")
    expect(page.get_by_label("Search the events")).to_have_value("")
    page.go_back()
    expect(page).to_have_url(address)
    assert_counts(page, "8 events")
    page.go_forward()
    assert_shows(page, "visit treaty meeting")
    page.locator(".event:visible .headline").first.click()
    page.wait_for_url("**/notes/visit/")
    page.go_back()
    assert_shows(page, "visit treaty meeting")


def test_the_link_to_a_view_is_copied_and_a_reader_is_told_what_can_not_be_read(address: str, page: Page) -> None:
    page.goto(f"{address}?topic=army")
    unfold(page)
    page.get_by_label("From", exact=True).fill("sometime")
    expect(page.get_by_label("From", exact=True)).to_have_attribute("aria-invalid", "true")
    assert_shows(page, "parade meeting congress")  # what can't be read filters nothing
    page.get_by_label("From", exact=True).fill("2026")
    expect(page.get_by_label("From", exact=True)).not_to_have_attribute("aria-invalid", re.compile(""))
    page.get_by_role("button", name="Copy link").click()
    page.get_by_text("Link copied.").wait_for()
    copied = f"{address}?topic=army&from=2026"
    becomes(page, lambda: page.evaluate("navigator.clipboard.readText()"), copied)
    page.goto("about:blank")
    page.goto(copied)
    assert_shows(page, "congress")


def test_the_choices_say_what_they_would_leave(address: str, page: Page) -> None:
    page.goto(address)
    before = page.locator(".group label, .fields option").all_text_contents()
    page.goto(f"{address}?topic=pyongyang")
    assert_shows(page, "parade visit")
    numbers = {
        "kim": ("1", False),
        "ju-ae": ("0", True),
        "pyongyang": ("2", False),
        "army": ("1", False),
        "odd": ("0", True),
    }
    labels = """labels => Object.fromEntries(labels.map(label => {
      const input = label.querySelector("input");
      return [input.value, [label.querySelector(".count").textContent, input.disabled]];
    }))"""
    wanted = {id_: list(number) for id_, number in numbers.items()}
    becomes(page, lambda: page.locator(".group label").evaluate_all(labels), wanted)
    options = page.locator("[name=standing] option")
    expect(options).to_have_text(["any standing", "Disputed (1)", "Unsupported (0)", "No claim linked (1)"])
    page.locator("[type=reset]").click()
    becomes(page, lambda: page.locator(".group label, .fields option").all_text_contents(), before)


# --- the page around it


def test_years_and_marks_follow_and_the_words_that_are_found_are_marked(addresses: dict[str, str], page: Page) -> None:
    page.goto(f"{addresses['whole']}?q=kim")
    assert_shows(page, "visit treaty meeting")
    expect(page.locator(".period:visible > h2")).to_have_text(["2024", "2025", "Without a date"])
    expect(page.locator(".jump li:visible")).to_have_text(["2024 2", "2025 1"], use_inner_text=True)
    out = page.locator(".overview a.out")
    hidden = {"#e-old", "#e-letter", "#e-parade", "#e-works", "#e-congress"}
    becomes(page, lambda: set(out.evaluate_all("all => all.map(each => each.getAttribute('href'))")), hidden)
    found = "[...CSS.highlights.get('found')].map(range => range.startContainer.data.slice(range.startOffset, range.endOffset))"
    becomes(page, lambda: page.evaluate(found), ["Kim", "Kim"])
    page.get_by_label("Search the events").fill("cafe 벼")
    page.get_by_label("Search the events").fill("CAFÉ")
    becomes(page, lambda: page.evaluate(found), ["Café"])
    page.get_by_label("Search the events").fill("벼")
    becomes(page, lambda: page.evaluate(found), ["병"])
    expect(page.locator(".event mark")).to_have_count(0)


def test_the_link_of_an_event_shows_it_whatever_is_chosen(addresses: dict[str, str], page: Page) -> None:
    page.goto(f"{addresses['whole']}?topic=kim#e-parade")
    assert_shows(page, ALL)
    expect(page.locator(".event:target .headline")).to_have_text("A parade")
    page.goto(f"{addresses['whole']}?topic=kim")
    assert_shows(page, "visit treaty meeting")
    page.evaluate("location.hash = 'e-letter'")
    page.locator(".event:target:visible").wait_for()
    assert_counts(page, "8 events")


ROWS = """() => [...document.querySelectorAll(".period:not(#undated) .event")].map((row) => {
  const copy = row.cloneNode(true);
  for (const name of ["id", "data-topics", "data-from", "data-to", "data-standing"]) copy.removeAttribute(name);
  copy.querySelector(".here")?.remove();
  for (const link of copy.querySelectorAll("a")) link.setAttribute("href", link.pathname + link.hash);
  return copy.outerHTML.replace(/>\\s+/g, ">").replace(/\\s+</g, "<");
})"""


def test_events_of_the_file_look_as_those_of_the_page(addresses: dict[str, str], context: BrowserContext) -> None:
    rows = {}
    for name, address in addresses.items():
        page = context.new_page()
        page.goto(f"{address}?order=newest")
        assert_shows(page, " ".join(reversed(ALL.split())))
        rows[name] = page.evaluate(ROWS)
    assert len(rows["whole"]) == 8
    assert rows["split"] == rows["whole"]


def test_words_of_the_content_stay_words(address: str, page: Page) -> None:
    page.goto(f"{address}?q=img&view=compact&topic=odd")
    assert_shows(page, "old")
    unfold(page)
    expect(page.get_by_role("checkbox", name=HOSTILE)).to_have_count(1)
    expect(page.locator("main img, main b, main script")).to_have_count(0)


def test_the_file_is_asked_for_only_where_events_stand_elsewhere_and_only_once(
    addresses: dict[str, str], page: Page
) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url) if request.url.endswith(".json") else None)
    page.goto(addresses["whole"])
    page.get_by_label("Search the events").fill("kim")
    assert_shows(page, "visit treaty meeting")
    page.goto(addresses["split"])
    expect(page.locator(".jump a")).to_have_text(["2022", "2023", "2024", "2025", "2026"])
    assert fetched == []
    page.get_by_label("Search the events").press_sequentially("kim", delay=2)
    assert_shows(page, "visit treaty meeting")
    expect(page.locator(".jump")).to_be_hidden()
    page.get_by_role("button", name="Show all").click()
    expect(page.locator(".jump")).to_be_visible()
    expect(page.locator(".results")).to_be_hidden()
    assert fetched == [f"{addresses['split']}events.json"]


def test_where_the_file_does_not_come_the_years_stay_and_a_reader_is_told(
    addresses: dict[str, str], page: Page
) -> None:
    page.route("**/events.json", lambda route: route.fulfill(status=500))
    page.goto(addresses["split"])
    page.get_by_label("Search the events").fill("kim")
    page.get_by_text("could not be loaded").wait_for()
    expect(page.locator(".jump")).to_be_visible()
    page.unroute("**/events.json")
    page.get_by_label("Search the events").fill("talks")
    page.get_by_text("1 of 8 events").wait_for()
    assert_shows(page, "treaty")


def test_a_long_list_comes_in_parts_of_200(sites: dict[str, Path], addresses: dict[str, str], page: Page) -> None:
    data = json.loads((sites["split"] / "timeline/events.json").read_text("utf-8"))
    data["events"] = [[f"n{number}", f"Number {number}", *data["events"][3][2:]] for number in range(450)]
    data["years"] = [["2024", 250], ["2025", 200]]
    page.route("**/events.json", lambda route: route.fulfill(json=data))
    page.goto(f"{addresses['split']}?q=number")
    shown = page.locator(".results .event")
    more = page.get_by_role("button", name="Show more")
    more.wait_for()
    expect(shown).to_have_count(200)
    more.focus()
    page.keyboard.press("Enter")
    expect(shown).to_have_count(400)
    expect(page.locator(":focus")).to_have_text("Number 200")
    expect(page.locator(".results h2")).to_have_text(["2024", "2025"])
    more.click()
    expect(shown).to_have_count(450)
    expect(more).to_be_hidden()


@pytest.mark.parametrize("name", ["whole", "split"])
def test_without_a_script_ways_to_the_topics_stand_instead(
    name: str, addresses: dict[str, str], chromium: Browser
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(addresses[name])
    expect(page.locator(".filters")).to_be_hidden()
    for n, title in enumerate(("Kim Jong Un", "The army", "Pyongyang")):
        expect(page.locator(".by-topic a").nth(n)).to_have_text(title)
    page.get_by_role("navigation", name="Events by topic").get_by_role("link", name="Kim Jong Un").click()
    page.wait_for_url("**/topics/kim/")
    context.close()
