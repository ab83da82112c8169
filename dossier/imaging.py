"""Images in bodies: which files of content/images/ a text shows, by addresses that also lead to them from the text's file.

In: the HTML of a body, and where its file lies. Out: each image that stands in it, with the file that it means.
"""

import posixpath
import re
from collections.abc import Iterator
from html import unescape
from unicodedata import normalize
from urllib.parse import unquote

from msgspec import Struct

IMAGES = "content/images/"
TAG = re.compile(r'<img((?: [a-z]+="[^"]*")*)>')
"""An image as the sanitiser writes it."""
_ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')


class Shown(Struct, frozen=True):
    """An image in a body. name: its file below content/images/, None if it lies elsewhere. credit: what stands as its title.

    start, end: of its tag in the HTML.
    """

    src: str
    name: str | None
    alt: str
    credit: str
    start: int
    end: int


def images_in(html: str, path: str) -> Iterator[Shown]:
    """The images in the HTML of the file at a path, as `content/notes/visit.md`."""
    if "<img" not in html:
        return
    for tag in TAG.finditer(html):
        given = {name: unescape(value) for name, value in _ATTRIBUTE.findall(tag[1])}
        src = given.get("src", "").strip()
        yield Shown(src, _name(path, src), given.get("alt", ""), given.get("title", ""), tag.start(), tag.end())


def _name(path: str, src: str) -> str | None:
    """What an address means from where the file lies, as GitHub reads it; a link out of content/images/ means none."""
    if not src or src.startswith("/") or ":" in src.partition("/")[0]:
        return None
    target = posixpath.normpath(
        posixpath.join(posixpath.dirname(path), unquote(src.partition("#")[0].partition("?")[0]))
    )
    return normalize("NFC", target.removeprefix(IMAGES)) if target.startswith(IMAGES) else None


def places_in(html: str, text: str, first_line: int) -> tuple[tuple[int, int], ...]:
    """Line and column in the file of each image in the HTML that a text of Markdown became; (1, 1) for one not found.

    first_line: the number that the text's first line has in the file.
    """
    found: list[tuple[int, int]] = []
    at = 0
    for shown in images_in(html, ""):
        here = text.find(shown.src, at) if shown.src else -1
        here = here if here >= 0 or not shown.src else text.find(shown.src)
        start = text.rfind("\n", 0, max(here, 0)) + 1
        begun = text.rfind("![", start, max(here, start))
        column = (begun if begun >= 0 else here) - start + 1
        found.append((first_line + text.count("\n", 0, here), column) if here >= 0 else (1, 1))
        at = here + 1
    return tuple(found)
