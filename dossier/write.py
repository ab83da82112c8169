"""The last stage: a finished site goes to the disk, and every file there is whole, old or new, at every moment.

In: the site's files by path, and the output folder. Out: how many were written, equal already, removed.
"""

import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from unicodedata import normalize

from dossier import journal
from dossier.hashing import hashed
from dossier.journal import Journal
from dossier.lock import holding

MARK = "dossier.json"
"""The file of a site by which the next run knows the folder as one that it may empty."""
KEPT = ".git"
"""What stays at the top of the output: people publish from a work tree."""


@dataclass(frozen=True)
class Written:
    """How many files were written, were equal already, and were removed."""

    written: int
    unchanged: int
    removed: int


class NotOurs(Exception):
    """The output is something that no run of this program made, and stays untouched: the user named a wrong folder."""


def write(files: Mapping[str, bytes], output: Path, digests: Mapping[str, str] | None = None) -> Written:
    """Make `output` a folder of just these files, by relative path with `/`; only a `.git` at its top is kept besides.

    Files that are equal stay untouched. digests: the SHA-256 of files, in hex: these are asked for only where what stands
    in their place has another one. Where output is a symbolic link, its target is written to; links inside it are
    replaced or removed, never followed. Two runs at once take turns (but see `dossier.lock`).

    NotOurs if output is not a folder, or not empty and without a MARK, unless a run was cut short there. ValueError for
    a path that is not relative and normal, lies in KEPT or leads through another: a bug. OSError from the disk: then the
    site is as it was and nothing else is left, or a journal stands, which the next run completes. The output's parent
    must be writable and on the same file system: an output that is a mount point can't be written.
    """
    folders = _folders(files)
    site = output.resolve()
    site.parent.mkdir(parents=True, exist_ok=True)
    with holding(site.parent):
        cut_short = journal.stands(site)
        _complete(site)
        if site.exists() and not site.is_dir():
            raise NotOurs(f"{output} is not a folder")
        if _is_vacant(site):
            written = _create(files, folders, site)
        else:
            found = walk(site)
            if not (cut_short or found.is_ours()):
                raise NotOurs(f"{output} is not empty and holds no {MARK}")
            written = _update(files, folders, site, found, digests or {})
        journal.discard(site)
    return written


def has_journal(output: Path) -> bool:
    """Whether a run was cut short while it changed this folder: not to be published until `recover` or `write`."""
    return journal.stands(output.resolve())


def recover(output: Path) -> bool:
    """Complete what a run left that was cut short. False if its journal is damaged: then only `write` can mend the site.

    OSError from the disk.
    """
    site = output.resolve()
    if not site.parent.is_dir():
        return True
    with holding(site.parent):
        return _complete(site)


def _complete(site: Path) -> bool:
    """See recover; the lock is held. A journal whose site is gone has nothing to complete."""
    if journal.stands(site) and site.is_dir():
        left = journal.read(site)
        if left is None:
            return False
        journal.carry_out(left, site)
    journal.discard(site)
    return True


def _create(files: Mapping[str, bytes], folders: Iterable[str], site: Path) -> Written:
    """Write the whole site beside its place, and put it there in one step."""
    with journal.staging(site) as new:
        for folder in sorted(folders):
            (new / folder).mkdir()
        for path in files:
            (new / path).write_bytes(files[path])
        if site.exists():
            site.rmdir()
        new.replace(site)
    return Written(len(files), 0, 0)


def _update(
    files: Mapping[str, bytes], folders: set[str], site: Path, found: "Found", digests: Mapping[str, str]
) -> Written:
    """Stage what differs and enter the rest into a journal; then carry it out."""
    equal = _equal(files, site, found, digests)
    changed = [path for path in files if path not in equal]
    strays = [path for path in found.sizes if path not in files]
    needless = sorted(found.folders - folders, reverse=True)
    if changed or strays or needless:
        with journal.staging(site) as new:
            for number, path in enumerate(changed):
                (new / str(number)).write_bytes(files[path])
            plan = _plan(changed, sorted(folders - found.folders), [*strays, *needless], files, folders)
            journal.enter(plan, site)
        journal.carry_out(plan, site)
    return Written(len(changed), len(files) - len(changed), len(strays))


def _plan(
    changed: Iterable[str], missing: Iterable[str], strays: Iterable[str], files: Iterable[str], folders: Iterable[str]
) -> Journal:
    """The journal. Names are compared folded, as the file system may: then `A` stands where `a` is to be, or is `a`."""
    taken = {_folded(path): path for path in files}
    passed = {_folded(path) for path in folders}
    blocking, rest, twins = [], [], {}
    for stray in strays:
        name = _folded(stray)
        if f"{name}/" in passed or any(sign == "/" and name[:end] in taken for end, sign in enumerate(name)):
            blocking.append(stray)
            continue
        rest.append(stray)
        if name in taken:
            twins[stray] = taken[name]
    return Journal(tuple(blocking), tuple(missing), tuple(changed), tuple(rest), twins)


def _folded(path: str) -> str:
    return normalize("NFC", path).casefold()


def _folders(files: Collection[str]) -> set[str]:
    """Every folder that these files need, each with a `/` at its end. ValueError for a path that `write` refuses."""
    folders: set[str] = set()
    for path in files:
        if not journal.is_relative(path) or path.partition("/")[0] == KEPT:
            raise ValueError(f"{path!r} is no path within a site")
        folder = path.rpartition("/")[0]
        while folder and f"{folder}/" not in folders:
            folders.add(f"{folder}/")
            folder = folder.rpartition("/")[0]
    for path in files:
        if f"{path}/" in folders:
            raise ValueError(f"{path!r} is a file and a folder")
    return folders


@dataclass(frozen=True)
class Found:
    """What stands in the output. sizes: bytes of each file by path; -1 for a link or a device, which equals no file."""

    sizes: Mapping[str, int]
    folders: set[str]

    def is_ours(self) -> bool:
        return MARK in self.sizes or not (self.sizes or self.folders)


def _is_vacant(site: Path) -> bool:
    """Whether nothing stands there but, maybe, an empty folder."""
    try:
        with os.scandir(site) as entries:
            return next(entries, None) is None
    except FileNotFoundError:
        return True


def walk(site: Path) -> Found:
    sizes: dict[str, int] = {}
    folders: set[str] = set()
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        with os.scandir(f"{site}/{folder}") as entries:
            for entry in entries:
                path = folder + entry.name
                if path == KEPT:
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folders.add(f"{path}/")
                    waiting.append(f"{path}/")
                else:
                    plain = entry.is_file(follow_symlinks=False)
                    sizes[path] = entry.stat(follow_symlinks=False).st_size if plain else -1
    return Found(sizes, folders)


def _equal(files: Mapping[str, bytes], site: Path, found: Found, digests: Mapping[str, str]) -> set[str]:
    """Those of the files that stand there as they are to be."""
    there = [path for path in files if found.sizes.get(path, -1) >= 0]
    known = [path for path in there if path in digests]
    standing = hashed([f"{site}/{path}" for path in known])
    equal = {path for path, digest in zip(known, standing, strict=True) if digest.hex() == digests[path]}
    return equal | {path for path in there if path not in digests and _holds(f"{site}/{path}", files[path])}


def _holds(path: str, data: bytes) -> bool:
    with FileIO(path) as file:
        return file.readall() == data
