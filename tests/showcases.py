"""Two sites that have, between them, every kind of page in every state: the first dossier, and a made-up one.

The made-up one is tests/sites/clean-every-state.txt, with lists so short that they go over several pages.
"""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from folders import first_dossier
from sites import read_site, run

from dossier.memo import Plain
from dossier.pages import gaps, rows, sources
from dossier.pipeline import build

SHORT = 5
"""Rows of a page, in the place of rows.ROWS."""
_TAG = re.compile(r"<([a-z]\w*)([^>]*)>")
_SAID = re.compile(r'\s(class|lang|dir|role|type)="([^"]*)"')


def showcases(folder: Path) -> dict[str, Path]:
    """Build both below a folder: the sites' folders by their names."""
    first = first_dossier(folder / "first")
    made = [build(first, first / "site", Plain())]
    with pytest.MonkeyPatch.context() as patch:
        for module in (rows, gaps, sources):
            patch.setattr(module, "ROWS", SHORT)
        made.append(run(read_site("clean-every-state"), folder / "states"))
    assert [each.problems for each in made if not each.written] == []
    return {"first": first / "site", "states": folder / "states/site"}


def addresses(site: Path) -> list[str]:
    """Where the pages of a site are, redirects aside."""
    files = [file for file in sorted(site.rglob("*.html")) if "http-equiv=refresh" not in file.read_text("utf-8")]
    return [file.relative_to(site).as_posix().removesuffix("index.html") for file in files]


def kind(address: str) -> str:
    """What a page is a page of, by where it stands: a list, or an entry of it; a list's further pages are such lists."""
    first, _, rest = address.partition("/")
    return first if not rest or re.fullmatch(r"[\d/]+", rest) else f"{first}/…"


def typical(sites: Mapping[str, Path]) -> list[tuple[str, str]]:
    """So few pages of sites, as name and address, that each kind of page of each is there, and whatever any page is made of:
    each element, class, role and language.
    """
    made_of = {
        (name, address): {(name, kind(address)), *_parts(site / address)}
        for name, site in sites.items()
        for address in addresses(site)
    }
    missing = set().union(*made_of.values())
    found = []
    while missing:
        found.append(max(made_of, key=lambda page: len(made_of[page] & missing)))
        missing -= made_of[found[-1]]
    return found


def _parts(page: Path) -> set[tuple[str, ...]]:
    html = (page if page.suffix == ".html" else page / "index.html").read_text("utf-8")
    found: set[tuple[str, ...]] = set()
    for tag, attributes in _TAG.findall(html):
        found.add((tag,))
        found |= {(tag, name, word) for name, words in _SAID.findall(attributes) for word in words.split()}
    return found
