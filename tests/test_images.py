"""Images of content/images/: shown with their size, described, credited; and none is published that no published page shows."""

import struct
from base64 import b64decode
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from browsers import becomes, browser, served
from playwright.sync_api import Browser
from rasters import png
from website import Element
from website import parse as page_of

from dossier.diagnostics import Problem
from dossier.images import holds_position, picture
from dossier.imaging import images_in
from dossier.memo import Plain
from dossier.outcome import Outcome
from dossier.pipeline import build

SOURCE = "---\ntitle: A post\nurl: https://example.org/post\n{}---\n\nThe hall stands.\n\n![{}](../images/{})\n\nIt is new.\n"

AVIF = b64decode(
    "AAAAIGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZk1BMUIAAADrbWV0YQAAAAAAAAAhaGRscgAAAAAAAAAAcGljdAAAAAAAAAAAAAAAAAAAAAAO"
    "cGl0bQAAAAAAAQAAAB5pbG9jAAAAAEQAAAEAAQAAAAEAAAETAAAAIQAAAChpaW5mAAAAAAABAAAAGmluZmUCAAAAAAEAAGF2MDFDb2xvcgAA"
    "AABqaXBycAAAAEtpcGNvAAAAFGlzcGUAAAAAAAAAKAAAAB4AAAAQcGl4aQAAAAADCAgIAAAADGF2MUOBAAwAAAAAE2NvbHJuY2x4AAEADQAG"
    "gAAAABdpcG1hAAAAAAAAAAEAAQQBAoMEAAAAKW1kYXQSAAoJGBUn60QENBoQMhIdh4eFndxxxwLAAADcqMEC91A="
)
AVIF_TURNED = b64decode(
    "AAAAIGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZk1BMUIAAAD1bWV0YQAAAAAAAAAhaGRscgAAAAAAAAAAcGljdAAAAAAAAAAAAAAAAAAAAAAO"
    "cGl0bQAAAAAAAQAAAB5pbG9jAAAAAEQAAAEAAQAAAAEAAAEdAAAAIQAAAChpaW5mAAAAAAABAAAAGmluZmUCAAAAAAEAAGF2MDFDb2xvcgAA"
    "AAB0aXBycAAAAFRpcGNvAAAAFGlzcGUAAAAAAAAAKAAAAB4AAAAQcGl4aQAAAAADCAgIAAAADGF2MUOBAAwAAAAAE2NvbHJuY2x4AAEADQAG"
    "gAAAAAlpcm90AwAAABhpcG1hAAAAAAAAAAEAAQUBAoMEhQAAACltZGF0EgAKCRgVJ+tEBDQaEDISHYeHhZ3ccccCwAAA3KjBAvdQ"
)
AVIF_WITH_EXIF = b64decode(
    "AAAAIGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZk1BMUIAAAEsbWV0YQAAAAAAAAAhaGRscgAAAAAAAAAAcGljdAAAAAAAAAAAAAAAAAAAAAAO"
    "cGl0bQAAAAAAAQAAACxpbG9jAAAAAEQAAAIAAQAAAAEAAAF4AAAAIQACAAAAAQAAAVQAAAAkAAAAQWlpbmYAAAAAAAIAAAAaaW5mZQIAAAAA"
    "AQAAYXYwMUNvbG9yAAAAABlpbmZlAgAAAAACAABFeGlmRXhpZgAAAAAaaXJlZgAAAAAAAAAOY2RzYwACAAEAAQAAAGppcHJwAAAAS2lwY28A"
    "AAAUaXNwZQAAAAAAAAAoAAAAHgAAABBwaXhpAAAAAAMICAgAAAAMYXYxQ4EADAAAAAATY29scm5jbHgAAQANAAaAAAAAF2lwbWEAAAAAAAAA"
    "AQABBAECgwQAAABNbWRhdAAAAAZFeGlmAABNTQAqAAAACAABARIAAwAAAAEABgAAAAAAABIACgkYFSfrRAQ0GhAyEh2Hh4Wd3HHHAsAAANyo"
    "wQL3UA=="
)
"""Grey, 40 by 30; turned by a quarter; not turned, though its Exif data say so, which are for information only."""


def exif(*tags: tuple[int, int], gps: tuple[int, ...] = ()) -> bytes:
    """Exif data in Motorola's order, with values of one short each; gps: tags of a GPS directory."""
    entries = [struct.pack(">HHIHH", tag, 3, 1, value, 0) for tag, value in tags]
    after = 8 + 2 + 12 * (len(entries) + bool(gps)) + 4
    entries += [struct.pack(">HHII", 0x8825, 4, 1, after)] if gps else []
    first = struct.pack(">H", len(entries)) + b"".join(entries) + bytes(4)
    second = struct.pack(">H", len(gps)) + b"".join(struct.pack(">HHII", tag, 5, 3, 0) for tag in gps) + bytes(4)
    return b"MM\0*" + struct.pack(">I", 8) + first + (second if gps else b"")


def jpeg(width: int, height: int, tiff: bytes = b"") -> bytes:
    """The beginning of a JPEG, up to where its size stands."""
    part = b"Exif\0\0" + tiff
    app1 = b"\xff\xe1" + struct.pack(">H", len(part) + 2) + part if tiff else b""
    return b"\xff\xd8" + app1 + b"\xff\xc0" + struct.pack(">HBHHB", 17, 8, height, width, 3) + bytes(9) + b"\xff\xd9"


def made(root: Path, files: Mapping[str, str | bytes], config: str = "title: A\n") -> Outcome:
    for path, data in {"config.yaml": config, **files}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data.encode() if isinstance(data, str) else data)
    return build(root, root / "site", Plain())


def note(body: str, fields: str = "") -> str:
    return f"---\ntitle: A visit\n{fields}---\n\nIt was so.\n\n{body}\n"


def faults(outcome: Outcome) -> list[tuple[str, int, str]]:
    return [(found.path, found.line, found.code) for found in outcome.problems if "image" in _said(found)]


def _said(found: Problem) -> str:
    return f"{found.code} {found.message}"


def shown(root: Path, path: str) -> list[Element]:
    return page_of((root / f"site/{path}index.html").read_text(encoding="utf-8")).all("img")


# --- as readers see them


def test_an_image_has_its_size_its_words_and_its_credit(tmp_path: Path) -> None:
    body = '![The hall & the gate](../images/the%20hall.png "Photo: <A. Editor>")'
    outcome = made(tmp_path, {"content/notes/visit.md": note(body), "content/images/the hall.png": png(40, 30)})
    assert faults(outcome) == []
    (image,) = shown(tmp_path, "notes/visit/")
    assert image.attributes == {
        "src": "../../images/the%20hall.png",
        "alt": "The hall & the gate",
        "width": "40",
        "height": "30",
        "loading": "lazy",
        "decoding": "async",
    }
    figure = next(each for each in image.above if each.tag == "figure")
    assert figure.all("figcaption")[0].text() == "Photo: <A. Editor>"
    assert (tmp_path / "site/images/the hall.png").read_bytes() == png(40, 30)


def test_words_behind_an_image_are_its_caption_and_their_quotations_are_verified(tmp_path: Path) -> None:
    source = "---\ntitle: A post\nurl: https://example.org/post\n---\n\nThe hall stands on a hill.\n"
    body = '![The hall](../images/a.png "Photo: A")\nIt “stands on a hill” [@post].'
    files: dict[str, str | bytes] = {
        "content/sources/post.md": source,
        "content/notes/visit.md": note(body),
        "content/images/a.png": png(4, 3),
    }
    assert made(tmp_path, files).errors == 0
    (image,) = shown(tmp_path, "notes/visit/")
    figure = next(each for each in image.above if each.tag == "figure")
    caption = figure.all("figcaption")[0]
    assert caption.text() == "It “stands on a hill” [1]. Photo: A"
    assert caption.all("span", "quotation")
    files["content/notes/visit.md"] = note(body.replace("on a hill", "in a valley"))
    assert [found.code for found in made(tmp_path, files).problems] == ["unverified-quote"]


@pytest.mark.parametrize(
    ("path", "src"),
    [
        ("content/notes/visit.md", "../images/a.png"),
        ("content/notes/2026/visit.md", "../../images/a.png"),
        ("content/notes/visit.md", "../../content/images/./a.png"),
    ],
)
def test_an_address_leads_from_the_file_as_in_a_repository_s_preview(tmp_path: Path, path: str, src: str) -> None:
    outcome = made(tmp_path, {path: note(f"![The hall]({src})"), "content/images/a.png": png(4, 3)})
    assert (outcome.errors, faults(outcome)) == (0, [])
    assert shown(tmp_path, "notes/visit/")[0].attributes["src"] == "../../images/a.png"


def test_an_image_among_words_and_in_every_kind_of_entry(tmp_path: Path) -> None:
    line = "Look at ![the hall](../images/a.png) here."
    files: dict[str, str | bytes] = {
        "content/notes/a.md": note(line),
        "content/claims/b.md": f"---\nclaim: It stands.\n---\n\n{line}\n",
        "content/topics/c.md": f"---\ntitle: Hall\n---\n\n{line}\n",
        "content/sources/d.md": SOURCE.format("publish: full\n", "The hall", "a.png"),
        "content/images/a.png": png(4, 3),
    }
    assert made(tmp_path, files).errors == 0
    for path in ("notes/a/", "claims/b/", "topics/c/", "sources/d/"):
        assert [each.attributes["width"] for each in shown(tmp_path, path)] == ["4"], path


# --- what must not get out


@pytest.mark.parametrize(
    ("fields", "published"), [("publish: full\n", True), ("publish: passages\n", False), ("publish: metadata\n", False)]
)
def test_an_image_of_a_source_is_published_only_with_the_text_it_stands_in(
    tmp_path: Path, fields: str, published: bool
) -> None:
    files: dict[str, str | bytes] = {
        "content/sources/post.md": SOURCE.format(fields, "The hall", "secret.png"),
        "content/notes/a.md": note('So it says [@post, "It is new"].'),
        "content/images/secret.png": png(4, 3),
    }
    assert made(tmp_path, files).errors == 0
    assert (tmp_path / "site/images/secret.png").exists() == published
    everything = b"".join(path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file())
    assert (b"secret.png" in everything) == published


def test_images_of_drafts_and_of_nobody_stay_at_home(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "content/notes/a.md": note("![The hall](../images/draft.png)", "draft: true\n"),
        "content/images/draft.png": png(4, 3),
        "content/images/forgotten.png": png(4, 3),
    }
    outcome = made(tmp_path, files)
    assert faults(outcome) == [("content/images/forgotten.png", 1, "unused-image")]
    assert not (tmp_path / "site/images").exists()


@pytest.mark.parametrize("src", ["../originals/a.png", "../../secret.png", "../images/../originals/a.png"])
def test_nothing_outside_the_folder_is_shown(tmp_path: Path, src: str) -> None:
    files: dict[str, str | bytes] = {
        "content/notes/a.md": note(f"![The hall]({src})"),
        "content/originals/a.png": png(4, 3),
        "secret.png": png(4, 3),
    }
    outcome = made(tmp_path, files)
    assert {found.code for found in outcome.problems} == {"broken-link"}
    assert outcome.files == {}


def test_a_symbolic_link_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "content/images").mkdir(parents=True)
    (tmp_path / "private.png").write_bytes(png(4, 3))
    (tmp_path / "content/images/a.png").symlink_to(tmp_path / "private.png")
    outcome = made(tmp_path, {"content/notes/a.md": note("![The hall](../images/a.png)")})
    assert [found.code for found in outcome.problems] == ["missing-file"]


# --- what a file is


@pytest.mark.parametrize(
    ("name", "data", "size"),
    [
        ("a.png", png(40, 30), (40, 30)),
        ("a.JPG", jpeg(40, 30), (40, 30)),
        ("a.jpeg", jpeg(40, 30, exif((0x0112, 6))), (30, 40)),
        ("a.gif", b"GIF89a" + struct.pack("<HH", 40, 30) + bytes(9), (40, 30)),
        ("a.avif", AVIF, (40, 30)),
        ("b.avif", AVIF_TURNED, (30, 40)),
        ("c.avif", AVIF_WITH_EXIF, (40, 30)),
        ("a.webp", b"RIFF\x1e\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x27\0\0\x1d\0\0", (40, 30)),
    ],
)
def test_a_size_is_the_one_in_which_it_is_shown(name: str, data: bytes, size: tuple[int, int]) -> None:
    found = picture(name, data, len(data))
    assert (found.fault, found.width, found.height) == ("", *size)


@pytest.mark.parametrize(
    ("name", "data", "fault"),
    [
        ("a.svg", b"<svg/>", "is SVG, which can hold scripts"),
        ("a.png", jpeg(4, 3), "is no PNG but JPEG"),
        ("a.png", b"", "is no PNG"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "is no whole PNG: it does not say how large it is"),
        ("a.html", b"<script>", "ends in none of .png, .jpg, .jpeg, .gif, .webp, .avif"),
    ],
)
def test_what_is_no_image_is_said_to_be_none(name: str, data: bytes, fault: str) -> None:
    assert picture(name, data, len(data)).fault == fault


def test_a_position_is_found_and_nothing_else_is_taken_for_one() -> None:
    assert holds_position(jpeg(4, 3, exif((0x0112, 1), gps=(1, 2, 3, 4))))
    assert holds_position(png(4, 3) + exif(gps=(2, 4)))
    assert holds_position(b'<rdf exif:GPSLatitude="39,1.2N"/>')
    assert not holds_position(jpeg(4, 3, exif((0x0112, 1))))
    assert not holds_position(jpeg(4, 3, exif(gps=(0, 29))))
    assert not any(holds_position(jpeg(4, 3, exif(gps=(2, 4)))[:end]) for end in range(60))
    assert not holds_position(b"II*\0" * 1000)


def test_a_photograph_that_tells_its_place_is_a_warning_that_can_be_answered(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "content/notes/a.md": note("![The hall](../images/a.jpg)"),
        "content/images/a.jpg": jpeg(4, 3, exif(gps=(2, 4))),
    }
    assert faults(made(tmp_path, files)) == [("content/notes/a.md", 7, "image-location")]
    files["content/notes/a.md"] = note(
        "![The hall](../images/a.jpg)", "accept: {image-location: It is a public square.}\n"
    )
    assert faults(made(tmp_path, files)) == []


def test_an_image_in_a_source_is_no_text(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "content/sources/post.md": SOURCE.format("", "The hall burns", "a.png"),
        "content/notes/a.md": note('It says "the hall burns" [@post].'),
        "content/images/a.png": png(4, 3),
    }
    assert "unverified-quote" in {found.code for found in made(tmp_path, files).problems}


def test_addresses_that_are_none_of_ours_are_left_alone() -> None:
    html = '<p><img src="/images/a.png"><img src="https:x"><img><img src="../../assets/a.png" alt="a > b"></p>'
    assert [each.name for each in images_in(html, "content/notes/a.md")] == [None] * 4


# --- in the browser


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


def test_nothing_moves_as_an_image_loads_and_it_loads_when_it_comes_near(chromium: Browser, tmp_path: Path) -> None:
    far = "\n\n".join(["So it went on."] * 400)
    body = f'![The hall](../images/a.png "Photo: A")\n\n{far}\n\n![The gate](../images/b.png)'
    files: dict[str, str | bytes] = {
        "content/notes/a.md": note(body),
        "content/images/a.png": png(1600, 900),
        "content/images/b.png": png(300, 200),
    }
    assert made(tmp_path, files).errors == 0
    asked: list[str] = []
    with served(tmp_path / "site") as url:
        page = chromium.new_page(viewport={"width": 320, "height": 640})
        page.add_init_script(
            "window.shifts = 0; new PerformanceObserver((list) => { for (const each of list.getEntries())"
            " window.shifts += each.value; }).observe({type: 'layout-shift', buffered: true})"
        )
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{url}notes/a/")
        page.evaluate("document.querySelector('img').decode()")
        first = page.evaluate(
            "(({width, height}) => [width, height])(document.querySelector('img').getBoundingClientRect())"
        )
        assert first[0] <= 288
        assert first[1] / first[0] == pytest.approx(900 / 1600, rel=0.01)
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        # What moved is told a while after it is drawn.
        page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done, 300)))")
        assert page.evaluate("window.shifts") == 0
        assert not any(each.endswith("b.png") for each in asked)
        page.locator("img").last.scroll_into_view_if_needed()
        page.evaluate("[...document.querySelectorAll('img')].at(-1).decode()")
        becomes(page, lambda: any(each.endswith("b.png") for each in asked), True)
        page.close()


def test_the_sizes_of_avif_are_those_of_the_browser(chromium: Browser, tmp_path: Path) -> None:
    names = {"plain": AVIF, "turned": AVIF_TURNED, "exif": AVIF_WITH_EXIF}
    body = "\n\n".join(f"![{name}](../images/{name}.avif)" for name in names)
    files: dict[str, str | bytes] = {f"content/images/{name}.avif": data for name, data in names.items()}
    assert made(tmp_path, {"content/notes/a.md": note(body), **files}).errors == 0
    with served(tmp_path / "site") as url:
        page = chromium.new_page(viewport={"width": 1280, "height": 800})
        page.goto(f"{url}notes/a/")
        page.evaluate("Promise.all([...document.images].map(each => each.decode()))")
        sizes = page.evaluate(
            "[...document.images].map(each => [[each.width, each.height], [each.naturalWidth, each.naturalHeight]])"
        )
        page.close()
    assert [natural for _, natural in sizes] == [[40, 30], [30, 40], [40, 30]]
    assert [laid for laid, _ in sizes] == [natural for _, natural in sizes]
