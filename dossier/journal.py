"""The journal by which a half-written site is completed: what to rename over, what to remove, as one file beside it.

Beside the folder SITE, in the same parent and so on the same file system, while a run writes:
    .SITE.writing/new/      the files to come, staged
    .SITE.writing/journal   once all are staged: what is to be done with them (JSON)
While a journal stands, the site is partly old and partly new, each file whole. Every step may be done twice.

A killed process loses nothing that it wrote, so the journal alone is synced to the disk, not 15,000 files. A failure of
power may lose more: then build before publishing, and files that are not what they should be are replaced.
"""

import json
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec
from msgspec import Struct

_FORBIDDEN = "\0" if os.sep == "/" else "\0\\:"


class Journal(Struct, frozen=True, forbid_unknown_fields=True):
    """What is left to do, in this order. Paths are relative to the site, with `/`; a folder's ends in `/`.

    blocking: what stands where a file or folder is to be. folders: to be made, outer ones first. files: to be renamed
    over; the i-th is staged as `new/i`. strays: files to remove, then folders that should be empty by then, inner first.
    twins: strays whose name differs from that of a file of the site only by case or Unicode's normal form: on some file
    systems they are that file.
    """

    blocking: tuple[str, ...]
    folders: tuple[str, ...]
    files: tuple[str, ...]
    strays: tuple[str, ...]
    twins: dict[str, str]


def is_relative(path: str) -> bool:
    """Whether a path with `/` is relative and normal, so that it can't lead out of the folder that it is taken from."""
    return {"", ".", ".."}.isdisjoint(path.split("/")) and not any(sign in path for sign in _FORBIDDEN)


@contextmanager
def staging(site: Path) -> Iterator[Path]:
    """An empty folder for the files to come, which goes if anything fails before the journal stands."""
    new = _beside(site) / "new"
    try:
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(parents=True)
        yield new
    except BaseException:
        if read(site) is None:
            shutil.rmtree(new, ignore_errors=True)
            with suppress(OSError):
                new.parent.rmdir()
        raise


def stands(site: Path) -> bool:
    """Whether there is a journal, be it damaged."""
    return _journal(site).exists()


def read(site: Path) -> Journal | None:
    """The journal that stands; None if there is none, or it is damaged."""
    try:
        journal = msgspec.convert(json.loads(_journal(site).read_bytes()), Journal)
    except (OSError, ValueError, RecursionError, msgspec.ValidationError):
        return None
    paths = (*journal.blocking, *journal.folders, *journal.files, *journal.strays, *journal.twins.values())
    return journal if all(is_relative(path.removesuffix("/")) for path in paths) else None


def enter(journal: Journal, site: Path) -> None:
    """Put the journal in force: from here on, it will be carried out. All files have been staged."""
    draft = _beside(site) / "new" / "journal"
    with draft.open("wb") as file:
        # In ASCII, where even a name that is not Unicode survives.
        file.write(json.dumps(msgspec.to_builtins(journal)).encode("ascii"))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(_journal(site))


def carry_out(journal: Journal, site: Path) -> None:
    """Do what the journal says, again where it was done before. OSError from the disk; then it still stands."""
    for path in journal.blocking:
        _remove(site / path, path.endswith("/"))
    for path in journal.folders:
        (site / path).mkdir(exist_ok=True)
    new = _beside(site) / "new"
    for number, path in enumerate(journal.files):
        # Not staged any more: it was renamed before the run was cut short.
        with suppress(FileNotFoundError):
            (new / str(number)).replace(site / path)
    for path in journal.strays:
        if not (path in journal.twins and _is_same(site / path, site / journal.twins[path])):
            _remove(site / path, path.endswith("/"))


def discard(site: Path) -> None:
    """Remove the journal and all else that stands beside the site."""
    if _beside(site).exists():
        shutil.rmtree(_beside(site))


def _beside(site: Path) -> Path:
    return site.parent / f".{site.name}.writing"


def _journal(site: Path) -> Path:
    return _beside(site) / "journal"


def _remove(path: Path, folder: bool) -> None:
    """Remove a file, a link itself, or a folder that is empty; nothing where another kind of thing stands by now."""
    if folder:
        with suppress(OSError):
            path.rmdir()
        return
    with suppress(FileNotFoundError, NotADirectoryError):
        if not stat.S_ISDIR(path.lstat().st_mode):
            path.unlink()


def _is_same(one: Path, other: Path) -> bool:
    try:
        return os.path.samestat(one.lstat(), other.lstat())
    except OSError:
        return False
