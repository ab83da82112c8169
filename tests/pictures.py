"""The README's pictures: the built site, served on this machine and taken in Chromium; PNG files in docs/pictures/.

`make` builds the site first. Chromium is the system's; nothing outside this machine is asked for anything.
"""

import struct
import sys
import zlib
from base64 import b64decode, b64encode
from collections import Counter
from pathlib import Path

from browsers import browser, chromium, served
from msgspec import Struct
from playwright.sync_api import Browser

PROJECT = Path(__file__).parent.parent
FOLDER = PROJECT / "docs/pictures"
DESK, PHONE = (1280, 720), (360, 640)
"""Width and height in CSS pixels."""


class Picture(Struct, frozen=True):
    """A page by its site path. at: what is scrolled to; over: what the pointer rests on; shown: what that has to open."""

    name: str
    path: str
    size: tuple[int, int] = DESK
    at: str = ""
    over: str = ""
    shown: str = ""


CITATION = '.prose .citation a[href^="#"]'
PICTURES = (
    Picture("front", ""),
    Picture("timeline", "timeline/"),
    Picture("citation", "notes/art-studio-visit/", (1280, 820), over=CITATION, shown=".card"),
    Picture("matrix", "evidence/memorial-hall/", at=".legend"),
    Picture("claim", "claims/soldiers-sent/"),
    Picture("front-phone", "", PHONE),
    Picture("timeline-phone", "timeline/", PHONE),
    Picture("citation-phone", "notes/art-studio-visit/", PHONE, ".prose", CITATION, ".card"),
    Picture("matrix-phone", "evidence/memorial-hall/", PHONE, at=".legend"),
)


PIXELS = """async png => {
  const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
  canvas.drawImage(image, 0, 0);
  const {data} = canvas.getImageData(0, 0, image.width, image.height);
  const url = await new Promise(done => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.readAsDataURL(new Blob([data]));
  });
  return [image.width, image.height, url.split(",")[1]];
}"""
"""What a PNG looks like: width, height, and four bytes a pixel in base64, the last being opacity."""


def take(picture: Picture, url: str, browser: Browser, folder: Path) -> None:
    """Write one picture of the site at an address. ValueError for a page that is not there."""
    width, height = picture.size
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light", reduced_motion="reduce")
    answer = page.goto(url + picture.path, wait_until="networkidle")
    if not answer or not answer.ok:
        raise ValueError(f"there is no page {picture.path!r}")
    if picture.at:
        page.locator(picture.at).first.evaluate("each => each.scrollIntoView({block: 'start'})")
    if picture.over:
        page.locator(picture.over).first.hover()
        page.locator(picture.shown).wait_for()
    taken = page.screenshot()
    page.goto("about:blank")
    (folder / f"{picture.name}.png").write_bytes(in_few_colours(*page.evaluate(PIXELS, b64encode(taken).decode())))
    page.close()


def in_few_colours(width: int, height: int, pixels: str) -> bytes:
    """A PNG with a palette, a third as large as with all shades: 256 frequent ones, and for others the nearest.

    Of each colour there is one, be it ever so rare: the red of a small mark is not the nearest brown.
    """
    data = b64decode(pixels)
    frequent = [pixel for pixel, _ in Counter(data[at : at + 4] for at in range(0, len(data), 4)).most_common()]
    colours = {tuple(part >> 5 for part in pixel): pixel for pixel in reversed(frequent)}
    palette = list(dict.fromkeys([*reversed(colours.values()), *frequent]))[:256]
    numbers = {pixel: palette.index(_nearest(pixel, palette)) for pixel in frequent}
    row = 4 * width
    lines = (bytes(numbers[data[at : at + 4]] for at in range(y, y + row, 4)) for y in range(0, row * height, row))
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", b"".join(pixel[:3] for pixel in palette)),
        (b"IDAT", zlib.compress(b"".join(b"\0" + line for line in lines), 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in chunks)


def _nearest(pixel: bytes, palette: list[bytes]) -> bytes:
    def distance(other: bytes) -> int:
        return sum((one - two) ** 2 for one, two in zip(pixel, other, strict=True))

    return min(palette, key=distance)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def main() -> None:
    if not chromium():
        sys.exit("Chromium is needed, and is not on the path")
    if not (PROJECT / "site/index.html").is_file():
        sys.exit("there is no site yet: run make")
    FOLDER.mkdir(exist_ok=True)
    with served(PROJECT / "site") as url, browser() as started:
        for picture in PICTURES:
            take(picture, url, started, FOLDER)
    for old in {*FOLDER.glob("*.png")} - {FOLDER / f"{picture.name}.png" for picture in PICTURES}:
        old.unlink()


if __name__ == "__main__":
    main()
