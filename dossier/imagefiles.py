"""The files of content/images/: those that a text shows are read, of the others it is only known that they are there."""

import os
from collections.abc import Iterable
from io import FileIO
from pathlib import Path
from unicodedata import normalize

from msgspec import Struct

from dossier.diagnostics import Place, Problem, problem
from dossier.images import LARGEST_IMAGE, Picture, picture
from dossier.imaging import IMAGES, images_in
from dossier.model import AnyEntry
from dossier.stamps import Since, same

_UNSHOWN = Picture(b"", 0, fault="is shown by no text")


class Images(Struct, frozen=True):
    """Each file by its path below content/images/, and a problem for each that no text shows. files: what was read, by path."""

    images: dict[str, Picture]
    problems: tuple[Problem, ...]
    files: dict[str, Picture] = {}


def read_images(root: Path, entries: Iterable[AnyEntry], since: Since, last: Images | None) -> Images:
    """Read each file that an entry shows, a draft's too. since: of content/images/; last: what was read then."""
    paths = since.paths(root, IMAGES.rstrip("/"))
    there = dict(sorted({normalize("NFC", path.removeprefix(IMAGES)): path for path in paths}.items()))
    shown = (entry for entry in entries if entry.body.images) if there else ()
    wanted = {image.name for entry in shown for image in images_in(entry.body.html, entry.path)}
    hint = "show it in a text, or remove the file"
    unused = tuple(
        problem(Place(_shown(path)), "unused-image", f"nothing shows {_shown(path)}", hint)
        for name, path in there.items()
        if name not in wanted
    )
    known = since.known(last.files if last else {})
    files = {path: known.get(path) or _read(root / path, name) for name, path in there.items() if name in wanted}
    images = {name: files.get(path, _UNSHOWN) for name, path in there.items()}
    return Images(same(images, last.images if last else None), unused, files)


def _shown(path: str) -> str:
    return path.encode(errors="surrogateescape").decode(errors="replace")


def _read(path: Path, name: str) -> Picture:
    with FileIO(path) as file:
        size = os.fstat(file.fileno()).st_size
        return picture(name, file.readall() if size <= LARGEST_IMAGE else b"", size)
