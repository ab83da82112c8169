"""docs/problems.md: it explains every code and no other, what it calls wrong is wrong, and what it calls mended is not."""

import re
from pathlib import Path

import pytest
from msgspec import Struct
from msgspec.structs import replace
from sites import Site, read_site, run

from dossier.diagnostics import CODES

PAGE = (Path(__file__).parent.parent / "docs/problems.md").read_text(encoding="utf-8")
_SECTION = re.compile(r"^## (?P<code>.+)\n\n(?P<text>(?:(?!^## ).*\n)+)", re.MULTILINE)
_SITE = re.compile(r"\[(?P<name>[\w-]+)\]\(\.\./tests/sites/(?P=name)\.txt\)")
_BLOCK = re.compile(r"^```\n(.*?)\n?```$", re.MULTILINE | re.DOTALL)


class Section(Struct, frozen=True):
    """What is said of one code. wrong, mended: a piece of a file of the site, and what is to stand there."""

    code: str
    text: str
    site: Site
    wrong: str = ""
    mended: str = ""


def section(found: re.Match[str]) -> Section:
    text = found["text"]
    name = _SITE.search(text)
    assert name, f"{found['code']} names no site"
    blocks = _BLOCK.findall(text)
    assert len(blocks) in (0, 2)
    return Section(found["code"], text, read_site(name["name"]), *blocks)


SECTIONS = [section(found) for found in _SECTION.finditer(PAGE)]


def test_each_code_has_a_section_in_alphabetical_order() -> None:
    assert [section.code for section in SECTIONS] == sorted(CODES)


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.code)
def test_a_section_says_how_grave_the_problem_is(section: Section) -> None:
    assert re.split(r"\W", section.text)[0].lower() == CODES[section.code]


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.code)
def test_the_example_of_a_section_has_its_problem(section: Section) -> None:
    assert f"[{section.code}]: " in section.site.expected
    assert bool(section.wrong) == ("Mended:" in section.text)
    assert not section.wrong or len(holding(section)) == 1


@pytest.mark.parametrize(
    "section", [section for section in SECTIONS if section.wrong], ids=lambda section: section.code
)
def test_what_a_section_calls_mended_is(section: Section, tmp_path: Path) -> None:
    (path,) = holding(section)
    text = (section.site.files[path] or b"").decode().replace(section.wrong, section.mended)
    made = run(replace(section.site, files=section.site.files | {path: text.encode()}), tmp_path)
    assert section.code not in {found.code for found in made.problems}


def holding(section: Section) -> list[str]:
    """The site's files in which what is wrong stands."""
    return [path for path, data in section.site.files.items() if data and section.wrong.encode() in data]
