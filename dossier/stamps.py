"""What the disk says of files without their bytes: which there are, and whether one may be another than when it was read.

A file that is written anew has another time of its last change, which nobody can set (`st_ctime`, POSIX 1-2024, 4.9). But
clocks tick: what is written twice within a tick may have the same time. So the bytes of a file are trusted to be those that
were read only where it had not been changed for longer than any tick then, as Git does (its racy-git.txt). (What a program
writes through a file that it has mapped into its memory leaves another time at first, and then may leave none: as by Git, it is
seen once the file is saved again.)
"""

import os
import stat
import time
from collections.abc import Collection, Iterable, Mapping
from operator import attrgetter
from pathlib import Path
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from dossier.files import walk

V = TypeVar("V")
TICK = 2_000_000_000
"""Nanoseconds: the longest tick of a file system's clock, that of FAT."""
KNOWN = os.name == "posix"
"""Whether the system says when a file was last changed; on Windows `st_ctime` is when it was made."""

Stamp = tuple[int, ...]
"""Device, number, size in bytes, and the times of the last writing and of the last change in nanoseconds."""
_stamp = attrgetter("st_dev", "st_ino", "st_size", "st_mtime_ns", "st_ctime_ns")
NEVER: Stamp = ()
"""Of a file that is to be read, whatever the disk says."""


class Listing(Struct, frozen=True):
    """The files below a folder in the disk's order, but for hidden ones: paths that begin with the folder's, and stamps.

    newest: by device, the time of the last change of all, in nanoseconds.
    """

    paths: list[str] = []
    stamps: list[Stamp] = []
    newest: dict[int, int] = {}

    def by_path(self) -> dict[str, Stamp]:
        """The stamps by path."""
        return dict(zip(self.paths, self.stamps, strict=True))

    def without(self, paths: Collection[str]) -> "Listing":
        """The same, with these files to be read."""
        stamps = zip(self.paths, self.stamps, strict=True)
        return replace(self, stamps=[NEVER if path in paths else stamp for path, stamp in stamps])


def listing(root: Path, folder: str) -> Listing:
    """The files below a folder, as `files.walk` finds them."""
    found = Listing([], [], {})
    _list(root, folder, found)
    for device, _, _, _, changed in found.stamps:
        if changed > found.newest.get(device, 0):
            found.newest[device] = changed
    return found


def _list(root: Path, folder: str, found: Listing) -> None:
    """Add what is below a folder. What is gone before it is asked for, as what editors write for a moment, is not there."""
    try:
        opened = os.open(root / folder, os.O_RDONLY | os.O_DIRECTORY)
    except FileNotFoundError:
        return
    further: list[str] = []
    try:
        # Asked through the open folder, the system need not follow the way to it for each file.
        with os.scandir(opened) as items:
            for item in items:
                name = item.name
                if name[0] == ".":
                    continue
                try:
                    state = item.stat(follow_symlinks=False)
                except FileNotFoundError:
                    continue
                if stat.S_ISREG(state.st_mode):
                    found.paths.append(f"{folder}/{name}")
                    found.stamps.append(_stamp(state))
                elif stat.S_ISDIR(state.st_mode):
                    further.append(name)
    finally:
        os.close(opened)
    for name in further:
        _list(root, f"{folder}/{name}", found)


Settled = Mapping[int, int]
"""By device the time, in nanoseconds, before which files must have been changed last for their bytes to be trusted."""


def settled(listings: Iterable[Listing]) -> Settled:
    """What is settled when these files are read, after the disk was asked for their stamps.

    The newest of a device's files is not newer than its clock, unless that was put back: then this machine's is asked.
    """
    newest: dict[int, int] = {}
    for one in listings:
        for device, changed in one.newest.items():
            newest[device] = max(changed, newest.get(device, 0))
    now = time.time_ns()
    return {device: min(changed, now) - TICK for device, changed in newest.items()}


class Since(Struct, frozen=True):
    """What the disk says of a folder's files now, and said when they were read last; None where it was not asked.

    before: what was settled then.
    """

    now: Listing | None = None
    then: Listing | None = None
    before: Settled = {}

    def paths(self, root: Path, folder: str) -> Iterable[str]:
        """The files' paths, as `files.walk` finds them."""
        return sorted(self.now.paths, key=lambda path: path.split("/")) if self.now else walk(root, folder)

    @property
    def same_names(self) -> bool:
        """Whether the same files are there."""
        return self.now is not None and self.then is not None and self.now.paths == self.then.paths

    @property
    def nothing(self) -> bool:
        """Whether all of them still have the bytes that they had."""
        return self.now is not None and self.now == self.then and all(map(self._is_settled, self.now.newest.items()))

    def known(self, values: Mapping[str, V]) -> dict[str, V]:
        """Of what was made of files' bytes, by path, that which still holds."""
        if self.now is None or self.then is None:
            return {}
        if self.same_names:
            then: Iterable[Stamp | None] = self.then.stamps
        else:
            by_path = self.then.by_path()
            then = map(by_path.get, self.now.paths)
        before = self.before
        same = (
            path
            for path, stamp, other in zip(self.now.paths, self.now.stamps, then, strict=True)
            if stamp == other and stamp and stamp[4] < before.get(stamp[0], 0)
        )
        return {path: values[path] for path in same if path in values}

    def _is_settled(self, changed: tuple[int, int]) -> bool:
        return changed[1] < self.before.get(changed[0], 0)


def same(now: dict[str, V], then: dict[str, V] | None) -> dict[str, V]:
    """The earlier one of two mappings if they hold the very same values in the same order, so that nobody need look again."""
    if then is None or len(now) != len(then):
        return now
    equal = all(one == other and now[one] is then[other] for one, other in zip(now, then, strict=True))
    return then if equal else now
