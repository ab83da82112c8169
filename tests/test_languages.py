"""The language of a site: its words, its dates and numbers, and the languages and directions of what stands in it."""

import re
import string
from collections.abc import Iterator
from pathlib import Path

import catalogues
import pytest
from babel import Locale
from babel.localedata import locale_identifiers
from babel.messages.catalog import Catalog, Message
from browsers import browser, served
from folders import first_dossier
from koreans import korean_dossier
from playwright.sync_api import Browser, expect
from righttoleft import right_to_left_dossier
from test_layers import fresh
from test_templates import KINDS, TEMPLATES, Maker
from website import Element, crawl, on_disk, parse

from dossier.dates import Date
from dossier.dates import parse as read_date
from dossier.directions import direction, interface
from dossier.languages import ENGLISH, speech
from dossier.memo import Plain
from dossier.pages import framing
from dossier.pipeline import build
from dossier.typesetting import environment

WORDS = catalogues.extracted()
FILES = catalogues.files()


def messages(catalogue: Catalog) -> dict[tuple[str, str | None], Message]:
    return {(_first(message.id), message.context): message for message in catalogue if message.id}


def _first(words: object) -> str:
    return str(words[0]) if isinstance(words, tuple | list) else str(words)


def _all(words: object) -> list[str]:
    return [str(one) for one in words] if isinstance(words, tuple | list) else [str(words)]


def placeholders(words: str) -> set[str]:
    """`%(name)s` and `{name}`, and the markup: what a translation may put elsewhere, but neither drop nor add."""
    named = {f"%({name})s" for name in re.findall(r"%\((\w+)\)s", words)}
    braces = set() if named else {f"{{{name}}}" for _, name, _, _ in string.Formatter().parse(words) if name}
    return named | braces | set(re.findall(r"</?[a-z][^>]*>", words))


# --- catalogues


def test_there_is_a_korean_catalogue() -> None:
    assert [file.parent.parent.name for file in FILES] == ["ko"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.parent.name)
def test_a_catalogue_has_every_word_that_readers_are_told_and_no_other(file: Path) -> None:
    has, told = messages(catalogues.read(file)), messages(WORDS)
    assert len(told) > 300
    assert sorted(map(str, told.keys() - has.keys())) == []
    assert sorted(map(str, has.keys() - told.keys())) == []
    assert [key for key, message in has.items() if message.fuzzy or not all(_all(message.string))] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.parent.name)
def test_a_translation_keeps_the_values_and_the_markup_of_the_words(file: Path) -> None:
    wrong = []
    for message in catalogues.read(file):
        for translated in _all(message.string) if message.id else ():
            wanted = placeholders(_all(message.id)[-1])
            if placeholders(translated) != wanted or re.search(r"%(?!\(\w+\)s|%)", translated):
                wrong.append(translated)
    assert wrong == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.parent.name)
def test_a_catalogue_stands_as_make_catalogues_writes_it(file: Path) -> None:
    assert file.read_bytes() == catalogues.updated(catalogues.read(file), catalogues.extracted())


def test_no_korean_particle_hangs_on_a_value() -> None:
    """이/가, 을/를, 은/는, 와/과 and (으)로 depend on the sound before them, which a value has of its own."""
    file = next(file for file in FILES if file.parent.parent.name == "ko")
    told = [words for message in catalogues.read(file) for words in _all(message.string)]
    particle = re.compile(r"%\((\w+)\)s(?:</\w+>)?[”’)]?(?:이|가|을|를|은|는|와|과|로|으로)(?=[\s.,])")
    # A number with its counter is a value that always ends in 건.
    counted = {"quotations"}
    assert [words for words in told for name in particle.findall(words) if name not in counted] == []


def test_words_that_change_in_a_catalogue_render_pages_anew(tmp_path: Path) -> None:
    assert speech("ko").digest != ENGLISH.digest
    assert speech("ko").digest not in (b"", None)


# --- a site in Korean

LATIN = re.compile(r"[A-Za-z]{2,}")
ALLOWED = re.compile(
    r"https?://\S+|example\.org|CSV|CSL-JSON|BibTeX|RIS|SHA-256|UTC|Admiralty|AJP-2|manifest|front matter|FILE"
    r"|“[a-z-]+”|@id|원본\.txt"
)
"""Names of things that are called so in Korean, too, and fields of front matter; what else is Latin is left over."""
TELLING = (
    "aria-label",
    "title",
    "alt",
    "placeholder",
    "data-said",
    "data-card",
    "data-close",
    "data-back",
    "data-copy",
)


@pytest.fixture(scope="module")
def korean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole small dossier in Korean, built."""
    root = tmp_path_factory.mktemp("korean")
    made = build(korean_dossier(root), root / "site", Plain())
    assert [str(found) for found in made.problems if found.severity == "error"] == []
    return root / "site"


def told(page: Element) -> Iterator[str]:
    """What a page tells its reader, but for code and what says that it is in another language."""
    for text, element in page.runs():
        language = next((each.attributes["lang"] for each in element.above if "lang" in each.attributes), "")
        if not {each.tag for each in element.above} & {"script", "style", "code"} and language.startswith("ko"):
            yield text
    for element in page:
        yield from (value for name, value in element.attributes.items() if name in TELLING)


def left_over(page: Element) -> list[str]:
    return [text.strip() for text in told(page) if LATIN.search(ALLOWED.sub("", text))]


def test_no_english_word_is_left_on_a_korean_site(korean: Path) -> None:
    pages = crawl(on_disk(korean)).pages
    assert len(pages) > 25
    assert {address: left for address, page in pages.items() if (left := left_over(page))} == {}


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("many", [2, 1, 0])
def test_no_template_has_english_words_of_its_own(name: str, many: int) -> None:
    view, site = Maker("말 ", many).record(KINDS[name]), Maker("말 ", many).record(framing.Site)
    html = environment((str(TEMPLATES),), "ko").get_template(f"{name}.html").render(page=view, site=site)
    html = re.sub(r'lang="[^"]*"', 'lang="ko"', html).replace("ours", "우리")
    assert left_over(parse(html)) == []


DATES = """
2026-01-25              | 2026년 1월 25일
2026-01                 | 2026년 1월
2024                    | 2024년
0476-03                 | 서기 476년 3월
0000                    | 기원전 1년
2026-01-26T13:31        | 2026년 1월 26일 13:31
2026-01-26T13:31+09     | 2026년 1월 26일 13:31(UTC+09:00)
2026-01-25?             | 2026년 1월 25일(불확실)
2026-01~                | 2026년 1월경
2024%                   | 2024년경(불확실)
2026-21                 | 2026년 봄
2026-01-XX              | 2026년 1월 중 하루
2026-XX                 | 2026년 중 한 달
201X                    | 2010년대 중 한 해
200X                    | 2000년부터 2009년까지 중 한 해
2024-10/2025-04         | 2024년 10월~2025년 4월
2026-01-03/2026-01-05   | 2026년 1월 3일~5일
2026-01-31/2026-02-02   | 2026년 1월 31일~2월 2일
2026-01/2026-03         | 2026년 1월~3월
2024-10~/2025-04?       | 2024년 10월경부터 2025년 4월(불확실)까지
2025-04/..              | 2025년 4월부터
../2025-04~             | 2025년 4월경까지
/2025-04                | 시작일 미상, 2025년 4월까지
[..2026-01-07]          | 2026년 1월 7일 또는 그 이전
[2026-01-03..]          | 2026년 1월 3일 또는 그 이후
[2026-01-03,2026-01-05] | 2026년 1월 3일 또는 5일
[2026-01-03..2026-01-05] | 2026년 1월 3일과 5일 사이의 하루
[2024,2026-01]          | 2024년 또는 2026년 1월
"""


@pytest.mark.parametrize("row", DATES.strip().splitlines())
def test_a_date_is_said_in_korean(row: str) -> None:
    text, words = (cell.strip() for cell in row.split("| "))
    date = read_date(text)
    assert isinstance(date, Date), date
    assert speech("ko").date(date) == words


def test_a_page_in_korean_says_dates_numbers_and_standings(korean: Path) -> None:
    front = (korean / "index.html").read_text("utf-8")
    assert '<html lang="ko">' in front
    assert '<time datetime="2026-01-25">2026년 1월 25일</time>' in front
    assert "2026년 1월경" in front
    assert "독립된 출처 2곳에서 교차 확인됨" in front
    assert speech("ko").ngettext("%(num)s source", "%(num)s sources", 12345) == "자료 12,345건"
    assert "<title>강의 기록: 정정</title>" not in front
    assert "정정: 강물이 불어났다" in (korean / "corrections.xml").read_text("utf-8")


# --- which catalogue


@pytest.mark.parametrize(
    ("tag", "words", "of_interface"),
    [
        ("ko", "ko", "ko"),
        ("ko-KR", "ko", "ko-KR"),
        ("KO-kr", "ko", "KO-kr"),
        ("en-GB", "en", "en-GB"),
        ("fr", "en", "en"),
        ("../ko", "en", "en"),
        ("", "en", "en"),
        ("Klingon, of course", "en", "en"),
    ],
)
def test_the_nearest_catalogue_is_taken_and_else_english(tag: str, words: str, of_interface: str) -> None:
    assert (speech(tag).language, interface(tag)) == (words, of_interface)


def test_english_is_said_as_the_words_stand() -> None:
    assert ENGLISH.gettext("%(name)s, 5%% of it", name="Rain") == "Rain, 5% of it"
    assert ENGLISH.ngettext("One", "%(num)s", 1) == "One"
    assert ENGLISH.ngettext("One", "%(num)s", 1234567) == "1,234,567"


def test_an_english_site_is_made_without_loading_babel(tmp_path: Path) -> None:
    script = f"""
import sys
from pathlib import Path
from dossier.memo import Plain
from dossier.pipeline import build
made = build(Path({str(first_dossier(tmp_path))!r}), Path({str(tmp_path / "site")!r}), Plain())
print(made.counts.pages > 20, "babel" in sys.modules)
"""
    assert fresh(script).split()[-2:] == ["True", "False"]


# --- which way it runs

Box = dict[str, float]
BOXES = """(names) => Object.fromEntries(names.map((name) => {
  const box = document.querySelector(name).getBoundingClientRect();
  return [name, { left: box.left, right: innerWidth - box.right, width: box.width }];
}))"""
PAGES = {
    "": [".columns > section", ".columns > .aside"],
    "notes/rain/": [".leaf > .text", ".leaf > .aside", ".references ol"],
    "claims/rose/": [".side.supports", ".side.disputes", ".standing"],
    "timeline/": [".period > h2", ".period > .events", ".events .date"],
}
"""Boxes whose place does not hang on the words in them, by the pages that have them."""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole small dossier in Arabic, built."""
    root = tmp_path_factory.mktemp("arabic")
    build(right_to_left_dossier(root), root / "site", Plain())
    return root / "site"


@pytest.fixture(scope="module")
def mirrored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, but that its editors are said to write English."""
    root = right_to_left_dossier(tmp_path_factory.mktemp("mirrored"))
    config = root / "config.yaml"
    config.write_text(config.read_text("utf-8").replace("language: ar", "language: en"), "utf-8")
    build(root, root / "site", Plain())
    return root / "site"


def boxes(chromium: Browser, site: Path, path: str, width: int) -> dict[str, Box]:
    with served(site) as address:
        page = chromium.new_page(viewport={"width": width, "height": 900})
        page.goto(address + path)
        found: dict[str, Box] = page.evaluate(BOXES, PAGES[path])
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.close()
    return found


@pytest.mark.parametrize("path", PAGES)
def test_a_site_in_arabic_is_laid_out_as_one_in_english_in_the_mirror(
    chromium: Browser, arabic: Path, mirrored: Path, path: str
) -> None:
    ours, theirs = (boxes(chromium, site, path, 1280) for site in (arabic, mirrored))
    assert len({box["left"] for box in ours.values()}) > 1
    for name, box in ours.items():
        turned = {"left": theirs[name]["right"], "right": theirs[name]["left"], "width": theirs[name]["width"]}
        assert box == pytest.approx(turned, abs=1), name


def test_on_a_phone_nothing_of_it_stands_beside_the_page(chromium: Browser, arabic: Path) -> None:
    for path in PAGES:
        for box in boxes(chromium, arabic, path, 320).values():
            assert min(box["left"], box["right"]) >= 0


def test_lines_and_arrows_of_an_arabic_site_are_on_the_side_where_words_begin(chromium: Browser, arabic: Path) -> None:
    with served(arabic) as address:
        page = chromium.new_page()
        page.goto(f"{address}notes/rain/")
        quote = page.locator(".quote").first
        expect(quote).to_have_css("border-left-width", "0px")
        expect(quote).to_have_css("border-right-width", "1px")
        expect(page.locator(".turn .later span").first).to_have_text("Later ←")
        name, nav = (page.locator(at).bounding_box() for at in (".masthead .name", ".masthead nav"))
        assert name
        assert nav
        assert nav["x"] + nav["width"] <= name["x"]
        page.close()


def tags(site: Path, path: str) -> dict[str, tuple[str, str]]:
    """The language and direction that pieces of a page state, or have from what they stand in."""
    page = parse((site / path / "index.html").read_text("utf-8"))
    pieces = {
        "page": next(iter(page.all("html"))),
        "masthead": next(iter(page.all("header", "masthead"))),
        "title": next(iter(page.all("h1"))),
        "prose": next(iter(page.all("div", "prose"))),
        "heading": next(each for each in page.all("h2") if each.text() == "The words this rests on"),
        "quote": next(iter(page.all("blockquote"))),
    }
    return {name: (_nearest(each, "lang", ""), _nearest(each, "dir", "ltr")) for name, each in pieces.items()}


def _nearest(element: Element, name: str, otherwise: str) -> str:
    return next((each.attributes[name] for each in element.above if name in each.attributes), otherwise)


AR, HE, EN, EN_TURNED = ("ar", "rtl"), ("he", "rtl"), ("en", "ltr"), ("en", "rtl")


@pytest.mark.parametrize(
    ("path", "page", "quote"), [("notes/rain", AR, AR), ("notes/geshem", HE, HE), ("notes/after", EN, EN)]
)
def test_each_piece_says_its_language_and_direction(
    arabic: Path, path: str, page: tuple[str, str], quote: tuple[str, str]
) -> None:
    chrome = {"masthead": EN_TURNED, "heading": EN_TURNED}
    assert tags(arabic, path) == {"page": page, "title": page, "prose": page, "quote": quote, **chrome}


def test_an_entry_in_hebrew_leaves_an_english_site_as_it_is_laid_out(mirrored: Path) -> None:
    found = tags(mirrored, "notes/geshem")
    assert found == {"page": HE, "title": HE, "prose": HE, "quote": HE, "masthead": EN, "heading": EN}


def test_directions_are_those_of_cldr() -> None:
    told = {name: direction(name.replace("_", "-")) for name in locale_identifiers()}
    assert [name for name, way in told.items() if (way == "rtl") != (Locale.parse(name).text_direction == "rtl")] == []
    assert [direction(tag) for tag in ("AR", "he-IL", "az-Arab", "sd-Deva", "zh-yue-Hant", "x")] == [
        *("rtl", "rtl", "rtl", "ltr", "ltr", "ltr")
    ]
