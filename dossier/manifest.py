"""The manifest: every file of a site with its SHA-256, the content that it was made of, the engine that made it.

    {"engine": {"name", "version", "sha256"}, "content": {"files", "sha256"}, "files": {PATH: SHA-256, …}}

In: the finished site, and its content's digest. Out: the bytes of `/manifest.json`, which can't list itself. It says
nothing of when and where a site was made, so that the same content gives the same bytes.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path

import msgspec
from msgspec import Struct

from dossier import __version__, journal

MANIFEST = "manifest.json"
LARGEST = 64_000_000
"""Bytes of a manifest that is read: of about 500,000 files."""
_DIGEST = re.compile("[0-9a-f]{64}")


class Engine(Struct, frozen=True):
    """The program: its version, and a digest of its source and templates, the same on every machine."""

    name: str
    version: str
    sha256: str


class Content(Struct, frozen=True):
    """Of what a site was made: how many files, and one digest of them all; see `checkout.content_of`."""

    files: int
    sha256: str


class Manifest(Struct, frozen=True):
    """What stands in the file. files: the SHA-256 of each file of the site but this one, by path, sorted."""

    engine: Engine
    content: Content
    files: dict[str, str]


def digests(files: Mapping[str, bytes], known: Mapping[str, str]) -> dict[str, str]:
    """The SHA-256 of each file by path, sorted. known: those of files that need not be hashed again."""
    return {path: known.get(path) or sha256(files[path]).hexdigest() for path in sorted(files)}


def manifest(digests: dict[str, str], content: Content) -> bytes:
    """The manifest of a site whose files have these digests."""
    return msgspec.json.format(msgspec.json.encode(Manifest(engine(), content, digests)), indent=1) + b"\n"


def read_manifest(data: bytes) -> Manifest | str:
    """What a manifest says, or why it can't be one; it may come from anywhere."""
    try:
        found = msgspec.json.decode(data, type=Manifest)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        return f"it can’t be read: {error}"
    for path, digest in found.files.items():
        if not journal.is_relative(path):
            return f"it lists {path[:80]!r}, which is no path within a site"
        if not _DIGEST.fullmatch(digest):
            return f"it has no SHA-256 for {path[:80]}"
    return found if found.files else "it lists no file"


@cache
def engine() -> Engine:
    """This program. Line ends don't count: Git may change them on the way to another machine."""
    digest = sha256()
    for name, path in _parts():
        data = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
    return Engine("dossier", __version__, digest.hexdigest())


def _parts() -> Iterator[tuple[str, Path]]:
    """The files that decide what a site looks like, by name: the modules, then the project's templates."""
    package = Path(__file__).parent
    for folder, pattern in ((package, "*.py"), (package.parent / "templates", "*")):
        found = {path.relative_to(folder.parent).as_posix(): path for path in folder.rglob(pattern) if path.is_file()}
        yield from sorted((name, path) for name, path in found.items() if "/." not in name)
