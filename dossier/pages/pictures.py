"""Images in a body's HTML, as pages show them: at their site's address, with their size, so that nothing moves as they load.

In: HTML whose holes are filled; offsets in its text mean nothing after this. An image that begins a paragraph becomes a
figure, and what follows it there is its caption.
"""

import re
from collections.abc import Mapping
from html import escape
from urllib.parse import quote as percent

from dossier.images import Picture
from dossier.imaging import TAG, Shown, images_in

FOLDER = "images/"
"""Where images lie on the site."""
_PARAGRAPH = re.compile(rf"<p>({TAG.pattern})(.*?)</p>", re.DOTALL)


def with_pictures(html: str, path: str, images: Mapping[str, Picture], root: str) -> str:
    """The HTML of the file at a path, ready for a page from which `root` leads to the site's.

    An image without a file that can be published is left out: a problem has told of it. One of the site's own assets stays.
    """
    if "<img" not in html:
        return html
    html = _PARAGRAPH.sub(lambda found: _figure(found, path, images), html)
    parts, at = [], 0
    for shown in images_in(html, path):
        parts += [html[at : shown.start], _image(html[shown.start : shown.end], shown, images, root)]
        at = shown.end
    return "".join([*parts, html[at:]])


def _figure(found: re.Match[str], path: str, images: Mapping[str, Picture]) -> str:
    shown = next(images_in(found[1], path))
    if shown.name is None or "<img" in found[3]:
        return found[0]
    credit = f'<span class="credit">{escape(shown.credit, quote=False)}</span>' if shown.credit else ""
    caption = " ".join(filter(None, (found[3].strip(), credit)))
    return f"<figure>{found[1]}" + (f"<figcaption>{caption}</figcaption>" if caption else "") + "</figure>"


def _image(tag: str, shown: Shown, images: Mapping[str, Picture], root: str) -> str:
    if shown.name is None:
        return tag
    file = images.get(shown.name)
    if file is None or file.fault:
        return ""
    src = escape(f"{root}{FOLDER}{percent(shown.name)}")
    size = f'width="{file.width}" height="{file.height}"'
    return f'<img src="{src}" alt="{escape(shown.alt)}" {size} loading="lazy" decoding="async">'


def image_files(images: Mapping[str, Picture]) -> dict[str, bytes]:
    """The files by their site paths."""
    return {f"{FOLDER}{name}": file.data for name, file in images.items() if not file.fault}
