"""The Markdown files of content/, before they are read: which of them are entries, by their names, and their bytes."""

import os
import re
import unicodedata
from collections.abc import Iterable
from io import FileIO
from pathlib import Path

from msgspec import Struct

from dossier.diagnostics import Place, Problem, problem
from dossier.frontmatter import shown
from dossier.ids import is_id, make_id

LARGEST_FILE = 2_000_000
"""Bytes of one content file. A larger one is a mistake (or an attack), and would make every later stage slow."""
_MARKDOWN = (".md", ".markdown")


class ContentFile(Struct, frozen=True):
    """A Markdown file as it lies on the disk. path: relative to the root, with `/`."""

    id: str
    path: str
    data: bytes


class Named(Struct, frozen=True):
    """The Markdown files of one kind. paths: by id, in the order of ids. problems: of those whose name can't be an id, or is
    one that is taken. meant: the ids by which others may mean one of these.
    """

    paths: dict[str, str] = {}
    problems: tuple[Problem, ...] = ()
    meant: frozenset[str] = frozenset()


def entries_of(files: Iterable[str]) -> Named:
    """Which of the files below a folder are entries. files: paths in their order, of which the first has an id."""
    paths: dict[str, str] = {}
    problems: list[Problem] = []
    meant: set[str] = set()
    for path in files:
        if not path.lower().endswith(_MARKDOWN):
            continue
        name = _name(path)
        place = Place(path.encode(errors="surrogateescape").decode(errors="replace"))
        if place.path == path and is_id(name) and name not in paths:
            paths[name] = path
        else:
            problems.append(_fault(place, path, name, paths))
            meant |= {_name(place.path), _suggest(_name(place.path))}
    return Named({name: paths[name] for name in sorted(paths)}, tuple(problems), frozenset(meant))


def _fault(place: Place, path: str, name: str, paths: dict[str, str]) -> Problem:
    if place.path != path:
        return problem(place, "bad-id", "this path is not UTF-8", "rename the file, or its folder")
    if not is_id(name):
        id_ = _suggest(name)
        hint = f"rename it to {id_}.md" if id_ else "use lower-case letters, digits and hyphens"
        return problem(place, "bad-id", f"{shown(name)} can't be an id", hint)
    return problem(place, "duplicate-id", f"the id {name} is taken by {paths[name]}", "rename one of the two files")


def _name(path: str) -> str:
    """A file's name, composed, without `.md`; with any other ending of Markdown, since it can't be an id then."""
    return unicodedata.normalize("NFC", path.rpartition("/")[2].removesuffix(".md"))


def _suggest(name: str) -> str:
    return make_id(re.sub(r"\.(md|markdown)$", "", name, flags=re.IGNORECASE))


def bytes_of(path: str | Path, most: int) -> bytes:
    """A file's bytes, one more than `most` at most: enough to see that it is too large. It may grow meanwhile."""
    with FileIO(path) as file:
        size = os.fstat(file.fileno()).st_size
        data = file.read(min(size, most) + 1)
        return data if len(data) in (size, most + 1) else (data + file.readall())[: most + 1]
