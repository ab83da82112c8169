"""The files of content/originals/ that sources name, read."""

from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path

from msgspec import Struct

from dossier.diagnostics import Place, Problem, problem
from dossier.entryfiles import bytes_of
from dossier.model import Source
from dossier.stamps import Since, same

ORIGINALS = "content/originals"
LARGEST_ORIGINAL = 50_000_000


class Originals(Struct, frozen=True):
    """The bytes of sources' originals by the source's id, and a problem for each that is not there.

    files: the bytes by the file's path, of those that lie there as they are named, neither hidden nor behind a link.
    """

    originals: dict[str, bytes]
    problems: tuple[Problem, ...]
    files: dict[str, bytes] = {}


def read_originals(root: Path, sources: Mapping[str, Source], since: Since, last: Originals | None) -> Originals:
    """Read the originals that sources name. since: of content/originals/; last: what was read then."""
    found: dict[str, bytes] = {}
    problems: list[Problem] = []
    there = frozenset(since.now.paths if since.now else ())
    files = since.known(last.files if last else {})
    original = cache(partial(_original, root, there, files))  # a library is that of many sources
    for source in sources.values():
        if source.fields.original:
            data = original(source.fields.original)
            if data is None or len(data) > LARGEST_ORIGINAL:
                problems.append(_fault(source, data))
            else:
                found[source.id] = data
    return Originals(same(found, last.originals if last else None), tuple(problems), files)


def _fault(source: Source, data: bytes | None) -> Problem:
    name = f"{ORIGINALS}/{source.fields.original}"
    place = Place(source.path, *source.line("original"))
    if data is None:
        hint = "put the untouched original there, or remove the field"
        return problem(place, "missing-file", f"{name} is not there", hint)
    message = f"{name} is larger than {LARGEST_ORIGINAL:,} bytes"
    return problem(place, "too-large", message, "keep it elsewhere, and its address in archive-url")


def _original(root: Path, there: frozenset[str], files: dict[str, bytes], name: str) -> bytes | None:
    """An original's bytes. there: what surely lies in the folder. files: of that what is known, to which it is added."""
    path = f"{ORIGINALS}/{name}"
    if path not in there:
        return _elsewhere((root / ORIGINALS).resolve(), name)
    if path not in files:
        files[path] = bytes_of(root / path, LARGEST_ORIGINAL)
    return files[path]


def _elsewhere(folder: Path, name: str) -> bytes | None:
    """An original's bytes; None where there is none, or where a symbolic link leads out of the folder."""
    try:
        path = (folder / name).resolve()
        is_there = path.is_file() and path.is_relative_to(folder)
    except (OSError, RuntimeError):  # a name too long, links in a circle
        return None
    return bytes_of(path, LARGEST_ORIGINAL) if is_there else None
