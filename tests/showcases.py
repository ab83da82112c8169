"""Four sites that have, between them, every kind of page in every state: the first dossier, and three made-up ones.

They are tests/sites/clean-every-state.txt, with pictures, and with lists so short that they go over several pages, and the
small ones in Korean and in Arabic.
"""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from folders import first_dossier
from koreans import korean_dossier
from msgspec.structs import replace
from rasters import png
from righttoleft import right_to_left_dossier
from sites import Site, read_site, run

from dossier.memo import Plain
from dossier.pages import divided, entries, gaps, laying, sources, topics
from dossier.pages.spread import ROOM, spread
from dossier.pipeline import build

SHORT = 5
"""Rows of a page, in the place of many more."""
FURTHER = (
    (entries, "MOST FIRST", 1),
    (sources, "MOST FIRST", 1),
    (topics, "ROWS FIRST", 1),
    (divided, "MOST FEW", 3),
    (laying, "FEW", 3),
)
"""The same for what goes on over further pages of an entry: modules, names there, and values."""
PICTURED = {
    "content/notes/pictured.md": """---
title: The bridge in pictures
date: 2025-03-02
topics: [harbour]
aliases: [old/pictured]
---

![The bridge, seen from the harbour](../images/wide.png "Photo: A. Alder")
The day on which it "was built in March" [@late].

![A ship](../images/small.png "Photo: B. Birch")

Its sign ![of two waves](../images/small.png) stands in a line, and in a list:

- ![The bridge again](../images/wide.png)

A page that has `<meta http-equiv="refresh">` leads on.
""",
    "content/claims/pictured.md": """---
claim: The bridge has a sign.
evidence:
  - context: picture
    quote: The sign is new
---

![The sign](../images/small.png)
""",
    "content/topics/sign.md": "---\ntitle: The sign\n---\n\n![The sign](../images/small.png)\n",
    "content/sources/picture.md": """---
title: An article with a picture
url: https://picture.example/1
---

![The sign of the bridge](../images/wide.png "Photo: Agency")

The sign is new.
""",
}
"""Entries with pictures, by their paths."""
_REDIRECT = re.compile('<meta http-equiv="refresh"')
_TAG = re.compile(r"<([a-z]\w*)([^>]*)>")
_SAID = re.compile(r'\s(class|lang|dir|role|type)="([^"]*)"')


def showcases(folder: Path) -> dict[str, Path]:
    """Build all below a folder: the sites' folders by their names."""
    whole = {"first": first_dossier, "korean": korean_dossier, "arabic": right_to_left_dossier}
    roots = {name: put(folder / name) for name, put in whole.items()}
    made = [build(root, root / "site", Plain()) for root in roots.values()]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spread, "__defaults__", (ROOM, SHORT, SHORT))
        patch.setattr(gaps, "ROWS", SHORT)
        for module, names, most in FURTHER:
            for name in names.split():
                patch.setattr(module, name, most)
        made.append(run(_pictured(read_site("clean-every-state")), folder / "states"))
    assert [each.problems for each in made if not each.written] == []
    return {name: folder / name / "site" for name in (*roots, "states")}


def _pictured(site: Site) -> Site:
    """A site with pictures: with a caption and without, among words, in each kind of entry, larger than a page and small."""
    pictures: dict[str, bytes | None] = {
        f"content/images/{name}.png": png(*size) for name, size in {"wide": (1600, 400), "small": (24, 24)}.items()
    }
    return replace(site, files=site.files | pictures | {path: text.encode() for path, text in PICTURED.items()})


def addresses(site: Path) -> list[str]:
    """Where the pages of a site are, redirects aside."""
    files = [file for file in sorted(site.rglob("*.html")) if not _REDIRECT.search(file.read_text("utf-8"))]
    return [file.relative_to(site).as_posix().removesuffix("index.html") for file in files]


def kind(address: str) -> str:
    """What a page is a page of, by where it stands: a list, an entry of it, or an entry's further page; a list's are such lists."""
    first, _, rest = address.partition("/")
    if re.fullmatch(r"[^/]+/\d+/", rest):
        return f"{first}/…/2"
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
