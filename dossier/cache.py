"""The memo's store on disk: bodies in packs that are never changed, and one index of where each body lies.

    FOLDER/index      msgpack: the engine's digest, and every body's slot
    FOLDER/NAME.pack  bodies, one after another
    FOLDER/*.part     a file that is being written, locked by its writer and renamed when it is whole

Nothing in it is trusted: whatever is damaged, missing or not readable is a miss, and what can't be written is not kept.
(Of a forged cache only this is promised: it can't run code. Its results are the forger's.)
"""

import os
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from tempfile import mkstemp
from typing import BinaryIO

from msgspec import MsgspecError, Struct, msgpack
from msgspec.structs import replace

from dossier.lock import holding, take

MOST_PACKS = 16
"""With more than these, all but the largest are made into one."""


class Slot(Struct, frozen=True, array_like=True, gc=False):
    """Where a body lies. pack: its name; empty for the draft. checksum: BLAKE2b-64 of the body, keyed by its key."""

    pack: str
    offset: int
    length: int
    checksum: bytes


Slots = dict[str, dict[bytes, Slot]]
"""By task, by key."""


class Index(Struct, frozen=True, array_like=True):
    engine: bytes
    slots: Slots


class Cache:
    """A store for one run. Bodies that are put can be got at once; other runs see them after `close`.

    engine: what the results depend on besides the keys: with another than the stored one, nothing is found.
    Two runs at once do no harm: at worst, one misses what the other has dropped.
    """

    def __init__(self, folder: Path, engine: bytes) -> None:
        self._folder = folder
        self._engine = engine
        self._sizes = _pack_sizes(folder)
        self._loaded = _load(folder, engine)
        self._fresh: Slots = {}
        self._asked: dict[str, set[bytes]] = {}
        self._open: dict[str, tuple[BinaryIO, int]] = {}
        self._draft: _Draft | None = None
        self._writable = True
        self._damaged = False

    def is_empty(self) -> bool:
        """Whether nothing was kept by an earlier run of this engine."""
        return not self._loaded

    def holds(self, task: str, key: bytes) -> bool:
        """Whether a body was put under this key of this task, which counts as asked for.

        Whether it is as it was put is looked at only when one was found that is not.
        """
        self._asked.setdefault(task, set()).add(key)
        slot = self._slot(task, key)
        if slot is None or self._damaged:
            return slot is not None and self._body(key, slot) is not None
        size = self._sizes.get(slot.pack, 0) if slot.pack else self._draft.size if self._draft else 0
        return slot.offset + slot.length <= size

    def get(self, task: str, key: bytes) -> bytes | None:
        """The body that was put under this key of this task; None if there is none, or it is not as it was put."""
        self._asked.setdefault(task, set()).add(key)
        slot = self._slot(task, key)
        body = self._body(key, slot) if slot else None
        self._damaged |= slot is not None and body is None
        return body

    def _slot(self, task: str, key: bytes) -> Slot | None:
        return self._fresh.get(task, {}).get(key) or self._loaded.get(task, {}).get(key)

    def put(self, task: str, key: bytes, body: bytes) -> bool:
        """Keep a body. False, and no more than that, where the disk can't take it."""
        if not self._writable:
            return False
        try:
            self._draft = self._draft or _Draft(self._folder)
            self._fresh.setdefault(task, {})[key] = self._draft.add(key, body)
            return True
        except OSError:
            # The site may need the space that the draft takes.
            self._writable = False
            self._close_files()
            return False

    def close(self, drop_unasked: bool = True) -> None:
        """Keep what was put; of the tasks that were asked for anything, drop the keys that were not asked for."""
        unasked = {task: self._loaded.get(task, {}).keys() - asked for task, asked in self._asked.items()}
        try:
            if self._writable and (self._fresh or (drop_unasked and any(unasked.values()))):
                with suppress(OSError):
                    self._save(unasked if drop_unasked else {})
        finally:
            self._close_files()

    def _save(self, dropped: Mapping[str, Collection[bytes]]) -> None:
        with holding(self._folder):
            self._sizes = _pack_sizes(self._folder)
            # Read anew: another run may have added to it.
            slots = _load(self._folder, self._engine)
            kept = {
                task: {
                    key: slot
                    for key, slot in of_task.items()
                    if slot.pack in self._sizes and key not in dropped.get(task, ())
                }
                for task, of_task in slots.items()
            }
            self._repack(kept)
            if not self._writable:
                return
            for task, fresh in self._finished().items():
                kept.setdefault(task, {}).update(fresh)
            put_whole(self._folder, "index", msgpack.encode(Index(self._engine, kept)))
            self._close_files()
            _sweep(self._folder, {slot.pack for _, _, slot in _each(kept)})

    def _repack(self, slots: Slots) -> None:
        """Move what lies in wasteful packs into the draft, so that they can go."""
        wasteful = _wasteful(slots, self._sizes)
        for task, key, slot in list(_each(slots)):
            if slot.pack in wasteful:
                del slots[task][key]
                body = self._body(key, slot)
                if body is not None and key not in self._fresh.get(task, {}):
                    self.put(task, key, body)

    def _finished(self) -> Slots:
        """The draft's slots, now in a pack with a name."""
        if self._draft is None:
            return {}
        name = self._draft.finish()
        return {task: {key: replace(s, pack=name) for key, s in slots.items()} for task, slots in self._fresh.items()}

    def _body(self, key: bytes, slot: Slot) -> bytes | None:
        try:
            file, size = self._file(slot.pack)
            if slot.offset + slot.length > size:
                return None
            file.seek(slot.offset)
            body = file.read(slot.length)
            return body if _checksum(key, body) == slot.checksum else None
        except (OSError, LookupError, ValueError):
            return None

    def _file(self, pack: str) -> tuple[BinaryIO, int]:
        """A pack or the draft, open, and its size. LookupError or OSError if there is none."""
        if not pack and self._draft:
            return self._draft.file, self._draft.size
        if pack not in self._open:
            size = self._sizes[pack]
            self._open[pack] = _pack(self._folder, pack).open("rb", buffering=0), size
        return self._open[pack]

    def _close_files(self) -> None:
        for file, _ in self._open.values():
            file.close()
        self._open.clear()
        if self._draft:
            self._draft.discard()
            self._draft = None


class _Draft:
    """A pack that is being written. OSError from any method if the disk can't take it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor, path = mkstemp(suffix=".part", dir=folder)
        take(descriptor)
        self.file = os.fdopen(descriptor, "w+b")
        self._path = Path(path)
        self.size = 0
        self._name = blake2b(digest_size=8)

    def add(self, key: bytes, body: bytes) -> Slot:
        slot = Slot("", self.size, len(body), _checksum(key, body))
        self.file.seek(self.size)
        self.file.write(body)
        self.size += len(body)
        self._name.update(slot.checksum)
        return slot

    def finish(self) -> str:
        """Make it a pack, and return the name: a digest of what is in it, so that two runs can't mean different packs."""
        name = self._name.hexdigest()
        self.file.close()
        self._path.replace(_pack(self._path.parent, name))
        return name

    def discard(self) -> None:
        """Remove it, unless it is finished."""
        with suppress(OSError):
            self.file.close()
        with suppress(OSError):
            self._path.unlink()


def _load(folder: Path, engine: bytes) -> Slots:
    try:
        index = msgpack.decode((folder / "index").read_bytes(), type=Index)
    except (OSError, MsgspecError, ValueError, RecursionError):
        return {}
    return index.slots if index.engine == engine else {}


def put_whole(folder: Path, name: str, data: bytes) -> None:
    """Write a file that others see whole or not at all. OSError from the disk."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor, part = mkstemp(suffix=".part", dir=folder)
    try:
        take(descriptor)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        Path(part).replace(folder / name)
    except OSError:
        Path(part).unlink()
        raise


def _pack(folder: Path, name: str) -> Path:
    return folder / f"{name}.pack"


def _pack_sizes(folder: Path) -> dict[str, int]:
    """The packs that are there: name → bytes."""
    try:
        with os.scandir(folder) as entries:
            return {e.name[:-5]: e.stat().st_size for e in entries if e.name.endswith(".pack") and e.is_file()}
    except OSError:
        return {}


def _wasteful(slots: Slots, sizes: Mapping[str, int]) -> set[str]:
    """The packs worth rewriting: more than half dead; and where there are too many, all but the largest."""
    alive = Counter[str]()
    for _, _, slot in _each(slots):
        alive[slot.pack] += slot.length
    wasteful = {name for name, length in alive.items() if sizes[name] > 2 * length}
    if len(alive) > MOST_PACKS:
        wasteful |= alive.keys() - {max(alive, key=lambda name: (alive[name], name))}
    return wasteful


def _sweep(folder: Path, used: Collection[str]) -> None:
    """Remove packs that no slot names, and what killed runs were writing."""
    for path in folder.glob("*.pack"):
        if path.stem not in used:
            with suppress(OSError):
                path.unlink()
    for path in folder.glob("*.part"):
        with suppress(OSError), path.open("rb") as file:
            if take(file.fileno()):
                path.unlink()


def _each(slots: Slots) -> Iterator[tuple[str, bytes, Slot]]:
    for task, of_task in slots.items():
        for key, slot in of_task.items():
            yield task, key, slot


def _checksum(key: bytes, body: bytes) -> bytes:
    """Keyed, so that a damaged index can't give one key the body of another."""
    return blake2b(body, digest_size=8, key=key).digest()
