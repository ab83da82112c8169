"""A run that finds all as the last one left it: told again what that one found, and nothing is read, linked or rendered.

In: the dossier's folder, the output, and what the last run kept in .cache/outcome. Out: the outcome of a whole run, or
None where anything that it depends on is not byte for byte as it was: content and templates, hidden files included,
config.yaml, this program, Python and its packages, and every file of the site. No time of any file is looked at.
"""

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from msgspec import MsgspecError, Struct, msgpack
from msgspec.structs import replace

from dossier import journal
from dossier.cache import put_whole
from dossier.diagnostics import Problem
from dossier.hashing import hashed
from dossier.manifest import MANIFEST, read_manifest
from dossier.outcome import Counts, Outcome
from dossier.write import Written, walk

KEPT = "outcome"
"""The file in .cache/."""


class Last(Struct, frozen=True, array_like=True):
    """What a run found. inputs: see `digest_of_inputs`. manifest: the SHA-256 of the site's manifest; empty where none was made."""

    inputs: bytes
    problems: tuple[Problem, ...]
    counts: Counts
    misconfigured: bool
    unsearchable: bool
    manifest: bytes


def recall(root: Path, inputs: bytes | None, output: Path | None, strict: bool) -> Outcome | None:
    """What a run would find and leave, if that is known. output: where the site is to stand; None: nothing is written."""
    try:
        last = _last((root / ".cache" / KEPT).read_bytes())
        # A write that was cut short is completed by a whole run, whatever that finds.
        if inputs is None or last.inputs != inputs or (output and journal.stands(output.resolve())):
            return None
        found = Outcome(last.problems, last.counts, {}, last.misconfigured)
        if output is None or found.misconfigured or found.blocks(strict):
            return found
        count = _standing(output, last.manifest)
        return replace(found, written=Written(0, count, 0), unsearchable=last.unsearchable) if count else None
    except (OSError, MsgspecError, ValueError, RecursionError):
        # Whatever is wrong, a whole run says it in the right words, or mends it.
        return None


def keep(root: Path, inputs: bytes | None, made: Outcome, whole: bool) -> None:
    """Keep what a run found for the next one. inputs: as they were before it. whole: its files are all of the site."""
    if inputs is None or inputs != digest_of_inputs(root):
        return
    manifest = sha256(made.files[MANIFEST]).digest() if whole and MANIFEST in made.files else b""
    last = Last(inputs, made.problems, made.counts, made.misconfigured, made.unsearchable, manifest)
    with suppress(OSError):
        body = msgpack.encode(last)
        put_whole(root / ".cache", KEPT, sha256(body).digest() + body)


def _last(kept: bytes) -> Last:
    """What was kept, after its SHA-256. ValueError if a byte of it is another by now."""
    digest, body = kept[:32], kept[32:]
    if sha256(body).digest() != digest:
        raise ValueError("the file is damaged")
    return msgpack.decode(body, type=Last)


def digest_of_inputs(root: Path) -> bytes | None:
    """A digest of all that an outcome depends on; None where something can't be read, or a symbolic link leads away."""
    package = Path(__file__).parent
    templates = {package.parent / "templates", root / "templates"}
    digest = sha256()
    try:
        for folder in (package, *sorted(templates), root / "content"):
            paths = sorted(_files(folder)) if folder.is_dir() else []
            digest.update(f"{folder}\0{len(paths)}\0".encode(errors="surrogateescape"))
            for path, one in zip(paths, hashed(paths), strict=True):
                digest.update(path.encode(errors="surrogateescape") + b"\0" + one)
        digest.update((root / "config.yaml").read_bytes() if (root / "config.yaml").exists() else b"\0")
    except OSError:
        return None
    digest.update("\0".join((sys.version, *_packages())).encode(errors="surrogateescape"))
    return digest.digest()


def _packages() -> Iterable[str]:
    """The installed packages with their versions, as the folders that describe them are named (PEP 376)."""
    for folder in sys.path:
        with suppress(OSError), os.scandir(folder or ".") as entries:
            yield from sorted(entry.name for entry in entries if entry.name.endswith((".dist-info", ".egg-info")))


def _files(folder: Path) -> Iterable[str]:
    """All files below a folder, but what Python keeps of modules. OSError for a link or a pipe, which are not to be followed."""
    waiting = [str(folder)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_file(follow_symlinks=False):
                    yield entry.path
                elif not entry.is_dir(follow_symlinks=False):
                    raise OSError(f"{entry.path} is not a file")
                elif entry.name != "__pycache__":
                    waiting.append(entry.path)


def _standing(output: Path, manifest: bytes) -> int:
    """How many files the site in `output` has, if it is whole and is the one with this manifest; else 0."""
    site = output.resolve()
    data = (site / MANIFEST).read_bytes()
    listed = read_manifest(data)
    if sha256(data).digest() != manifest or isinstance(listed, str):
        return 0
    found = walk(site)
    folders = {f"{path[:end]}/" for path in listed.files for end, sign in enumerate(path) if sign == "/"}
    if found.sizes.keys() != {MANIFEST, *listed.files} or found.folders != folders or -1 in found.sizes.values():
        return 0
    standing = hashed([f"{site}/{path}" for path in listed.files])
    same = all(one.hex() == other for one, other in zip(standing, listed.files.values(), strict=True))
    return len(found.sizes) if same else 0
