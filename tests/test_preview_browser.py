"""The preview in a real browser: a mistake and its mending, the place on the page, the style sheet, the panel by keyboard."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsers import becomes, browser
from folders import PROJECT, edit, first_dossier
from playwright.sync_api import Browser, Page, expect
from previews import Preview, previewing

VISIT = "content/notes/building-site-visit.md"
PAGE = "/notes/building-site-visit/"
SAID = "one article says ["
WRONG = 'one article says, and "no such words" ['
MENDED = "one article tells us ["


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    with previewing(first_dossier(tmp_path / "dossier")) as begun:
        yield begun


@pytest.fixture
def page(chromium: Browser, preview: Preview) -> Iterator[Page]:
    """A note's page, connected to the preview; the browser may refuse nothing that the page's policy forbids."""
    context = chromium.new_context(viewport={"width": 1000, "height": 600})
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None)
    connected(page, preview, PAGE)
    yield page
    context.close()
    assert refused == []


def connected(page: Page, preview: Preview, path: str) -> None:
    greeted: list[str] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda _: greeted.append(socket.url)))
    page.goto(preview.url + path)
    becomes(page, lambda: bool(greeted), True)


def test_a_broken_quotation_is_laid_over_the_page_and_goes_when_it_is_mended(page: Page, preview: Preview) -> None:
    text = page.locator("main")
    expect(text).to_contain_text("one article says")
    edit(preview.root / VISIT, SAID, WRONG)
    sheet = page.locator("#preview .sheet")
    expect(sheet).to_be_visible()
    lines = (preview.root / VISIT).read_text(encoding="utf-8").splitlines()
    number = next(i for i, line in enumerate(lines, 1) if "no such words" in line)
    place = sheet.locator(".place a")
    expect(place).to_contain_text(f"{VISIT}:{number}:")
    leads = re.escape(f"vscode://file/{(preview.root / VISIT).as_posix()}:{number}:")
    expect(place).to_have_attribute("href", re.compile(f"^{leads}"))
    expect(sheet.locator(".message")).to_have_text("“no such words” is not in source forklift-visit")
    expect(sheet.locator(".hint")).to_be_visible()
    expect(sheet.locator(".here th")).to_have_text(str(number))
    expect(sheet.locator(".here mark")).to_have_text('"no')
    expect(page.locator("#preview [role=status]")).to_contain_text(f"{VISIT}:{number}:")
    expect(text).to_contain_text("one article says")
    expect(text).not_to_contain_text("no such words")
    edit(preview.root / VISIT, WRONG, MENDED)
    expect(text).to_contain_text("one article tells us")
    expect(sheet).to_be_hidden()


def test_a_mistake_that_is_taken_back_leaves_the_page_unloaded(page: Page, preview: Preview) -> None:
    page.evaluate("window.stays = true")
    edit(preview.root / VISIT, SAID, WRONG)
    expect(page.locator("#preview .sheet")).to_be_visible()
    edit(preview.root / VISIT, WRONG, SAID)
    expect(page.locator("#preview .sheet")).to_be_hidden()
    assert page.evaluate("window.stays")


def test_another_pages_change_leaves_this_one_unloaded(page: Page, preview: Preview) -> None:
    loads: list[str] = []
    page.on("domcontentloaded", lambda loaded: loads.append(loaded.url))
    with page.expect_response("**/_preview/state**"):
        edit(preview.root / "content/notes/treaty-signed.md", "title: ", "title: Once more ")
    preview.shows("/notes/treaty-signed/", "Once more")
    edit(preview.root / VISIT, SAID, MENDED)
    expect(page.locator("main")).to_contain_text("one article tells us")
    becomes(page, lambda: loads, [preview.url + PAGE])


def test_the_place_on_the_page_is_kept(page: Page, preview: Preview) -> None:
    page.evaluate("scrollTo(0, 500)")
    page.wait_for_function("scrollY === 500")
    edit(preview.root / VISIT, SAID, MENDED)
    expect(page.locator("main")).to_contain_text("one article tells us")
    page.wait_for_function("Math.abs(scrollY - 500) < 40")


def test_a_changed_style_sheet_is_swapped_without_loading_the_page(page: Page, preview: Preview) -> None:
    folder = preview.root / "templates/assets"
    folder.mkdir(parents=True)
    style = (PROJECT / "templates/assets/style.css").read_text(encoding="utf-8")
    page.evaluate("window.stays = true")
    for colour in ("rgb(1, 2, 3)", "rgb(4, 5, 6)"):
        (folder / "style.css").write_text(f"{style}\nh1 {{ color: {colour}; }}\n", encoding="utf-8")
        expect(page.locator("h1")).to_have_css("color", colour)
    assert page.evaluate("window.stays")


def test_the_panel_lists_all_problems_and_is_worked_by_keyboard(page: Page, preview: Preview) -> None:
    edit(preview.root / VISIT, SAID, WRONG)
    (preview.root / "content/notes/plain.md").write_text("---\ntitle: Plain\n---\n\nNothing cited.\n", encoding="utf-8")
    sheet, chip = page.locator("#preview .sheet"), page.locator("#preview .chip")
    expect(chip).to_have_text("1 error, 1 warning")
    expect(sheet.locator("h2")).to_have_text("Not shown yet: 1 error")
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(chip).to_be_focused()
    page.keyboard.press("Enter")
    expect(sheet.locator("h2")).to_have_text("Problems of this dossier")
    expect(chip).to_have_attribute("aria-expanded", "true")
    expect(sheet.locator("li .kind")).to_have_text(["error: unverified-quote", "warning: uncited-sentence"])
    page.keyboard.press("Tab")
    expect(sheet.locator("header button")).to_be_focused()
    page.keyboard.press("Tab")
    expect(sheet.locator("li a").first).to_be_focused()
    page.goto(preview.url + "/timeline/")
    expect(sheet.locator("h2")).to_have_text("Problems of this dossier")
    page.locator("#preview .close").focus()
    page.keyboard.press("Enter")
    expect(sheet).to_be_hidden()
    page.goto(preview.url + PAGE)
    expect(chip).to_have_text("1 error, 1 warning")
    expect(sheet).to_be_hidden()


def test_the_focus_stays_in_the_panel_while_the_dossier_is_looked_at_again(page: Page, preview: Preview) -> None:
    def uncited(name: str) -> None:
        (preview.root / f"content/notes/{name}.md").write_text(
            "---\ntitle: Plain\n---\n\nNot cited.\n", encoding="utf-8"
        )

    sheet, chip = page.locator("#preview .sheet"), page.locator("#preview .chip")
    uncited("plain")
    expect(chip).to_have_text("1 warning")
    chip.press("Enter")
    page.keyboard.press("Tab")
    expect(sheet.get_by_role("button", name="Close")).to_be_focused()
    uncited("first")
    expect(sheet.locator("li")).to_have_count(2)
    expect(sheet.get_by_role("button", name="Close")).to_be_focused()
    link = sheet.get_by_role("link", name="content/notes/plain.md")
    link.focus()
    uncited("again")
    expect(sheet.locator("li")).to_have_count(3)
    expect(link).to_be_focused()
    (preview.root / "content/notes/plain.md").unlink()
    expect(sheet.locator("li")).to_have_count(2)
    expect(sheet.locator(":focus")).to_have_count(1)


def test_a_panel_says_how_many_more_there_are(page: Page, preview: Preview) -> None:
    for number in range(210):
        text = f"---\ntitle: Number {number}\n---\n\nThe number {number}.\n"
        (preview.root / f"content/notes/number-{number}.md").write_text(text, encoding="utf-8")
    chip = page.locator("#preview .chip")
    expect(chip).to_have_text("210 warnings")
    chip.click()
    expect(page.locator("#preview li")).to_have_count(200)
    expect(page.locator("#preview .more")).to_have_text("10 more: build.py check lists them all.")


def test_a_dossier_that_could_not_be_shown_appears_by_itself(chromium: Browser, tmp_path: Path) -> None:
    root = first_dossier(tmp_path / "dossier")
    edit(root / VISIT, SAID, WRONG)
    with previewing(root) as preview:
        page = chromium.new_page()
        connected(page, preview, PAGE)
        expect(page.locator("h1")).to_have_text("This dossier can’t be shown yet")
        expect(page.locator(".here")).to_contain_text("no such words")
        edit(root / VISIT, WRONG, MENDED)
        expect(page.locator("main")).to_contain_text("one article tells us")
        page.close()


def test_words_of_content_are_words_in_the_overlay(page: Page, preview: Preview) -> None:
    edit(preview.root / VISIT, SAID, 'one article says, and "<img src=x onerror=alert(1)> &lt;i&gt;" [')
    here = page.locator("#preview .here").first
    expect(here).to_contain_text("<img src=x onerror=alert(1)> &lt;i&gt;")
    expect(page.locator("#preview .sheet img")).to_have_count(0)
