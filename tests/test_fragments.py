"""Links to words on their original pages: what the text directive names, and that a real browser highlights just these words."""

import base64
import re
from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from browsers import becomes, browser, served
from playwright.sync_api import Browser, Page
from sites import parse_site, run

from dossier.pages.fragments import text_fragment

URL = "https://paper.example/story"


def named(words: str, text: str = "", blocks: tuple[tuple[int, int], ...] = (), url: str = URL) -> list[str]:
    """What a link names: its parts in their order, `prefix-` with its hyphen, decoded."""
    text = text or words
    start = text.rindex(words)
    link = text_fragment(url, text, start, start + len(words), blocks)
    address, _, directive = link.partition(":~:text=")
    assert address == f"{url}#"
    return [unquote(part) for part in directive.split(",")]


@pytest.mark.parametrize(
    "words",
    [
        "14,000 soldiers, it says",
        "a self-reliant – so to say – economy",
        "R&D at 100 % (50%)",
        "“영웅” #1 – 100;/?:@=+$",
    ],
)
def test_words_are_encoded_so_that_nothing_of_them_is_syntax(words: str) -> None:
    link = text_fragment(URL, words, 0, len(words))
    assert not re.search(r"[^A-Za-z0-9%._~]", link.removeprefix(f"{URL}#:~:text="))
    assert named(words) == [words]


def test_of_a_long_passage_its_first_and_last_words_are_named() -> None:
    words = " ".join(f"word{i}" for i in range(20))
    assert named(words) == ["word0 word1 word2 word3 word4 word5", "word14 word15 word16 word17 word18 word19"]


def test_of_a_passage_in_two_blocks_each_end_is_named_within_its_own() -> None:
    text = "It began here.\nAnd there it ended, at last."
    assert named("began here.\nAnd there", text, ((0, 14), (15, len(text)))) == ["began here.", "And there"]


def test_quoted_hangul_is_named_with_the_particle_that_is_attached_to_it() -> None:
    assert named("영웅", "그들은 영웅들은 아니다") == ["영웅들은"]


def test_words_that_stand_there_twice_are_told_apart_by_the_least_before_them() -> None:
    text = "One hall stands. Another hall stands. A third hall stands."
    assert named("hall stands", text) == ["third-", "hall stands"]
    assert named("third hall", text) == ["third hall"]
    text = "So one hall fell.\nSo one hall stands."
    assert named("one hall", text, ((0, 17), (18, len(text)))) == ["one hall", "-stands."]


def test_what_is_before_them_is_of_one_block() -> None:
    text = "A hall.\nIt is so.\nA hall.\nIt is so."
    edges = ((0, 7), (8, 17), (18, 25), (26, len(text)))
    assert named("It is so", text, edges) == ["It is so"]
    text = "A hall.\nIt is so.\nAt last.\nIt is so."
    edges = ((0, 7), (8, 17), (18, 26), (27, len(text)))
    assert named("It is so", text, edges) == ["last.-", "It is so"]


def test_the_addresss_own_fragment_stays_and_its_directive_does_not() -> None:
    assert text_fragment("https://a.example/#/story", "so", 0, 2) == "https://a.example/#/story:~:text=so"
    assert text_fragment("https://a.example/#:~:text=no", "so", 0, 2) == "https://a.example/#:~:text=so"


# --- in a browser

PARAGRAPHS = (
    "The hall was opened on Monday, and <b>14,000</b> soldiers, more or less, were there.",
    "Its self-reliant – so to say – “economy” grew by 100 % (R&amp;D: 50 %).",
    "A year before it had been opened on Monday, and nobody came.",
    "병사들은 <em>조국의</em> 영웅들은 아니라고 했다. 그들은 돌아왔다.",
    "He said on the day after the opening of the hall that it was the first of many halls to be built in that year alone.",
    "The hall was opened at night.",
    "It ended in silence.",
    "And it began again, with no one to see it.",
)
QUOTES = {
    "commas": ("p1", "14,000 soldiers, more or less"),
    "hyphens, dashes, marks": ("p2", "self-reliant – so to say – “economy” grew"),
    "percent signs and an ampersand": ("p2", "100 % (R&D: 50 %)"),
    "words that stand there before, after others": ("p3", "opened on Monday"),
    "words that stand there before, before others": ("p6", "The hall was opened"),
    "Hangul with a particle": ("p4", "조국의 영웅"),
    "many words": ("p5", "the day after the opening of the hall that it was the first of many halls to be built"),
    "an end of a sentence": ("p7", "ended in silence."),
}


def original() -> str:
    """The page as the paper has it: each paragraph far below the one before."""
    body = "".join(f'<p id="p{i}">{each}</p>' for i, each in enumerate(PARAGRAPHS, 1))
    style = "p { margin: 120vh 1em; font: 20px/2 serif } ::target-text { background: rgb(255, 0, 0); color: rgb(255, 0, 0) }"
    return (
        f"<!doctype html><meta charset=utf-8><title>A story</title><style>{style}</style><h1>The hall opened</h1>{body}"
    )


def site(url: str) -> str:
    text = "\n\n".join(re.sub("<[^>]*>", "", each) for each in PARAGRAPHS)
    cited = "\n\n".join(f"So [@story, para. {place[1:]}, {_marks(words)}]." for place, words in QUOTES.values())
    both = "> ended in silence.\n>\n> And it began again [@story]"
    return (
        f"=== content/sources/story.md\n---\ntitle: The hall opened\nurl: {url}\n---\n\n{text}\n"
        f"=== content/notes/odd.md\n---\ntitle: Odd words\n---\n\n{cited}\n\n{both}\n=== expected\n"
    )


def _marks(words: str) -> str:
    return f'"{words}"' if "“" not in words else f"«{words}»"


RED = """async (png) => {
  const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  let [left, top, right, bottom] = [1e9, 1e9, -1, -1];
  for (let i = 0; i < data.length; i += 4) {
    if (data[i] < 250 || data[i + 1] > 5 || data[i + 2] > 5) continue;
    const x = i / 4 % image.width, y = Math.floor(i / 4 / image.width);
    left = Math.min(left, x); right = Math.max(right, x); top = Math.min(top, y); bottom = Math.max(bottom, y);
  }
  return [left, top, right, bottom];
}"""
RANGE = """([id, words]) => {
  const walker = document.createTreeWalker(document.getElementById(id), NodeFilter.SHOW_TEXT);
  const nodes = [];
  let text = "";
  while (walker.nextNode()) { nodes.push([walker.currentNode, text.length]); text += walker.currentNode.data; }
  const start = text.indexOf(words), end = start + words.length;
  if (start < 0) throw Error(`${words} is not there`);
  const [first, at] = nodes.findLast(([, from]) => from <= start), [last, to] = nodes.findLast(([, from]) => from < end);
  const range = document.createRange();
  range.setStart(first, start - at);
  range.setEnd(last, end - to);
  const { left, top, right, bottom } = range.getBoundingClientRect();
  return [left, top, right, bottom];
}"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


@pytest.fixture(scope="module")
def page(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page of the site, which lies on another host than the original."""
    paper, root = tmp_path_factory.mktemp("paper"), tmp_path_factory.mktemp("root")
    (paper / "story.html").write_text(original(), encoding="utf-8")
    with served(paper) as paper_url, served(root) as url:
        made = run(parse_site("x", site(f"{paper_url}story.html")), root)
        assert made.files, made.problems
        context = chromium.new_context(base_url=f"{url}site/", viewport={"width": 1280, "height": 800})
        yield context.new_page()
        context.close()


def highlighted(page: Page, chromium: Browser) -> list[float]:
    """The box of what the browser highlights."""
    png = base64.b64encode(page.screenshot()).decode()
    other = chromium.new_page()
    found: list[float] = other.evaluate(RED, png)
    other.close()
    return found


def assert_highlights(page: Page, chromium: Browser, words: list[str], edges: int) -> None:
    """What is highlighted begins, and with four edges ends, where these words of a paragraph do."""

    def is_there() -> bool:
        found = highlighted(page, chromium)[:edges]
        return bool(found == pytest.approx(page.evaluate(RANGE, words)[:edges], abs=9))

    becomes(page, is_there, True)


@pytest.mark.parametrize("number", range(len(QUOTES)), ids=list(QUOTES))
def test_the_browser_highlights_the_words_and_nothing_else(page: Page, chromium: Browser, number: int) -> None:
    place, words = list(QUOTES.values())[number]
    page.goto("notes/odd/")
    page.locator(f"#r{number + 1}").get_by_role("link", name="On the original page").click()
    page.wait_for_url("**/story.html**")
    # The browser highlights what it has come to, which may be later than it has loaded the page.
    assert_highlights(page, chromium, [place, "조국의 영웅들은" if place == "p4" else words], 4)
    top, bottom = highlighted(page, chromium)[1::2]
    assert 0 <= top < bottom <= 800, "nothing is highlighted where one can see it"


def test_the_browser_highlights_words_of_two_paragraphs(page: Page, chromium: Browser) -> None:
    page.goto("notes/odd/")
    link = page.locator(f"#r{len(QUOTES) + 1}").get_by_role("link", name="On the original page")
    assert link.get_attribute("href")
    link.click()
    page.wait_for_url("**/story.html**")
    assert_highlights(page, chromium, ["p7", "ended in silence."], 2)
