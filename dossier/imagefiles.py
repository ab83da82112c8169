"""The files of content/images/: those that a text shows are read, of the others it is only known that they are there."""

import os
import unicodedata
from collections.abc import Iterable
from io import FileIO
from pathlib import Path

from dossier.diagnostics import Place, Problem, problem
from dossier.files import walk
from dossier.images import LARGEST_IMAGE, Picture, picture
from dossier.imaging import IMAGES, images_in
from dossier.model import AnyEntry


def read_images(root: Path, entries: Iterable[AnyEntry]) -> tuple[dict[str, Picture], list[Problem]]:
    """Each file by its path below content/images/, read if an entry shows it, a draft's too; and a problem for each other one."""
    there = {unicodedata.normalize("NFC", path.removeprefix(IMAGES)): path for path in walk(root, IMAGES.rstrip("/"))}
    if not there:
        return {}, []
    wanted = {shown.name for entry in entries for shown in images_in(entry.body.html, entry.path)}
    hint = "show it in a text, or remove the file"
    unused = [
        problem(Place(_shown(path)), "unused-image", f"nothing shows {_shown(path)}", hint)
        for name, path in sorted(there.items())
        if name not in wanted
    ]
    return {name: _read(root / path, name, name in wanted) for name, path in sorted(there.items())}, unused


def _shown(path: str) -> str:
    return path.encode(errors="surrogateescape").decode(errors="replace")


def _read(path: Path, name: str, wanted: bool) -> Picture:
    if not wanted:
        return Picture(b"", 0, fault="is shown by no text")
    with FileIO(path) as file:
        size = os.fstat(file.fileno()).st_size
        return picture(name, file.readall() if size <= LARGEST_IMAGE else b"", size)
