"""linkinator crawls the first dossier, served at the top of a host and below a path, as GitHub Pages would serve it."""

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin
from urllib.request import urlopen
from xml.etree import ElementTree

import pytest
from browsers import served
from msgspec import Struct
from programs import program

from dossier.diagnostics import as_text
from dossier.memo import Remembering
from dossier.pipeline import build
from dossier.stores import Nowhere

PROJECT = Path(__file__).parent.parent
MOVED = """---
title: A topic that has moved
added: 2026-01-26
aliases: [old/topic, topics/older.html]
---
"""
OLD = {"old/topic/": "old/topic/index.html", "topics/older.html": "topics/older.html"}
UNLINKED = {"404.html", *OLD.values()}
SPOILT = (
    ("timeline/index.html", '../sources/"', '../source/"'),
    ("sources/index.html", 'href="#main"', 'href="../gaps/#no-anchor"'),
    ("about/index.html", 'id="main"', 'id="other"'),
)


class Served(Struct, frozen=True):
    """A built site: its folder, and the address at which it is served."""

    folder: Path
    url: str


@contextmanager
def serving(folder: Path, prefix: str) -> Iterator[Served]:
    """The first dossier with one more topic, which has old addresses and is news; below a host's prefix."""
    with served(folder / "host") as host:
        url = f"{host[:-1]}{prefix}"
        site = folder / f"host{prefix}"
        make(folder / "root", site, url)
        yield Served(site, url)


def make(root: Path, site: Path, url: str) -> None:
    shutil.copytree(PROJECT / "content", root / "content")
    (root / "content/topics/moved.md").write_text(MOVED, encoding="utf-8")
    settings = (PROJECT / "config.yaml").read_text(encoding="utf-8")
    (root / "config.yaml").write_text(re.sub("(?m)^url:.*$", "", settings) + f"\nurl: {url}\n", encoding="utf-8")
    with Remembering(Nowhere(), 1) as memo:
        made = build(root, site, memo)
    assert made.written, [as_text(found) for found in made.problems]


def crawl(it: Served, *paths: str) -> tuple[set[str], list[str]]:
    """The addresses that linkinator found from these on, and those that are broken."""
    told = json.loads(program("crawl.mjs", it.url, *(it.url + path for path in paths)))
    return set(told["found"]), told["broken"]


@pytest.mark.parametrize("prefix", ["/", "/some/name/"])
def test_all_is_found_from_the_front_page_and_no_link_or_anchor_is_broken(tmp_path: Path, prefix: str) -> None:
    with serving(tmp_path, prefix) as it:
        found, broken = crawl(it, "")
        sitemap = ElementTree.fromstring(urlopen(f"{it.url}sitemap.xml").read())
    assert broken == []
    addresses = {(loc.text or "") for loc in sitemap.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    pages = {path.relative_to(it.folder).as_posix() for path in it.folder.rglob("*.html")}
    reached = {it.url + re.sub("(^|/)index.html$", r"\1", path) for path in pages - UNLINKED}
    assert addresses == reached
    assert reached | {f"{it.url}feed.xml", f"{it.url}dossier.json"} <= found


def test_old_addresses_and_the_page_for_unknown_ones_lead_back_into_the_site(tmp_path: Path) -> None:
    with serving(tmp_path, "/some/name/") as it:
        found, broken = crawl(it, *OLD, "404.html")
    assert broken == []
    assert {it.url, f"{it.url}topics/moved/"} <= found
    for old, file in OLD.items():
        html = (it.folder / file).read_text(encoding="utf-8")
        (target,) = re.findall('<meta http-equiv="refresh" content="0; url=([^"]*)">', html)
        assert urljoin(it.url + old, target) == f"{it.url}topics/moved/"


def test_what_is_broken_is_seen(tmp_path: Path) -> None:
    with serving(tmp_path, "/some/name/") as it:
        for page, link, spoilt in SPOILT:
            file = it.folder / page
            text = file.read_text(encoding="utf-8")
            assert link in text
            file.write_text(text.replace(link, spoilt), encoding="utf-8")
        _, broken = crawl(it, "")
    ends = ("/source/", "#no-anchor", "/about/#main")
    assert [end for end in ends if not any(link.endswith(end) for link in broken)] == []
