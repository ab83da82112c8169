"""A preview reads again what has changed, by what the disk says, and nothing else."""

import os
import shutil
import time
from pathlib import Path
from typing import Any

import pytest
from editing import ORIGINAL, put_files, rich

from dossier import entryfiles, originalfiles, stamps
from dossier import read as reading
from dossier.files import walk
from dossier.held import Holding
from dossier.memo import Plain
from dossier.read import Reading, read
from dossier.stamps import Listing, Since, listing, settled

BRIDGE, HALL = "content/notes/bridge.md", "content/originals/hall.html"
LONG_AGO = 10 * stamps.TICK
needs_times = pytest.mark.skipif(not stamps.KNOWN, reason="the system does not say when a file was changed")


class Folder:
    """A dossier's folder that is read again and again. opened: the files that were, the last time."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.opened: list[str] = []
        self.last: Reading | None = None
        self._memo = Holding(Plain())

    def read(self) -> Reading:
        self.opened.clear()
        self.last = read(self.root, self._memo, self.last, again=True)
        return self.last

    def title(self) -> str:
        return self.read().corpus.notes["bridge"].fields.title.partition(' "')[0]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    put_files(rich(), tmp_path)
    made = Folder(tmp_path)

    def noted(path: str | Path, most: int) -> bytes:
        made.opened.append(Path(path).relative_to(tmp_path).as_posix())
        return entryfiles.bytes_of(path, most)

    monkeypatch.setattr(reading, "bytes_of", noted)
    monkeypatch.setattr(originalfiles, "bytes_of", noted)
    return made


@pytest.fixture
def aged(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """The same, where all that stands there has stood for long when it is first read."""
    _age(monkeypatch, time.time_ns())
    folder.read()
    return folder


def _age(monkeypatch: pytest.MonkeyPatch, before: int) -> None:
    """Let all that was changed before a time have been changed long before it; now is the time of another file."""

    def stamp(state: os.stat_result) -> tuple[int, ...]:
        changed = state.st_ctime_ns - (LONG_AGO if state.st_ctime_ns <= before else 0)
        return state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns, changed

    monkeypatch.setattr(stamps, "_stamp", stamp)
    put = stamps.settled
    monkeypatch.setattr(reading, "settled", lambda listings: dict.fromkeys(put(listings), before - stamps.TICK))


def retitle(path: Path, keep_time: bool = True) -> None:
    state, data = path.stat(), path.read_bytes()
    assert b"title: A bridge" in data
    path.write_bytes(data.replace(b"title: A bridge", b"title: B bridge"))
    if keep_time:
        os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))


# --- what is read again


@needs_times
def test_what_has_not_changed_is_not_opened_and_is_the_same_record(aged: Folder) -> None:
    first, second = aged.last, aged.read()
    assert first
    assert aged.opened == []
    assert first.corpus.notes is second.corpus.notes
    assert first.corpus.images is second.corpus.images
    assert first.corpus.originals is second.corpus.originals
    assert first.problems == second.problems


@needs_times
def test_one_file_that_is_written_is_opened_alone(aged: Folder) -> None:
    first = aged.last
    retitle(aged.root / BRIDGE, keep_time=False)
    second = aged.read()
    assert first
    assert aged.opened == [BRIDGE]
    assert second.corpus.notes["bridge"].fields.title.startswith("B bridge")
    assert second.corpus.notes["seen"] is first.corpus.notes["seen"]
    assert second.corpus.sources is first.corpus.sources


def test_other_bytes_of_the_same_size_and_time_are_seen(aged: Folder) -> None:
    retitle(aged.root / BRIDGE)
    assert aged.title() == "B bridge"


def test_a_file_in_another_s_place_is_seen(aged: Folder) -> None:
    beside = aged.root / "content/notes/.bridge.md.new"
    shutil.copy2(aged.root / BRIDGE, beside)
    retitle(beside)
    beside.replace(aged.root / BRIDGE)
    assert aged.title() == "B bridge"


def test_a_change_of_an_original_and_of_an_image_is_seen(aged: Folder) -> None:
    (aged.root / HALL).write_bytes(ORIGINAL.replace(b"stone", b"brick"))
    image = aged.root / "content/images/hall.png"
    image.write_bytes(image.read_bytes()[:-1] + b"\0")
    corpus = aged.read().corpus
    assert b"brick" in corpus.originals["hall"]
    assert corpus.images["hall.png"].data.endswith(b"\0")


def test_an_original_behind_a_link_is_read_each_time(aged: Folder) -> None:
    there = aged.root / HALL
    kept = there.rename(there.with_name(".kept.html"))
    there.symlink_to(kept)
    assert aged.read().corpus.originals["hall"] == ORIGINAL
    kept.write_bytes(b"other")
    assert aged.read().corpus.originals["hall"] == b"other"
    there.unlink()
    found = aged.read()
    assert "hall" not in found.corpus.originals
    assert [problem.code for problem in found.problems] == ["missing-file"]


def test_files_that_come_and_go_are_seen(aged: Folder) -> None:
    notes = aged.root / "content/notes"
    (notes / "bridge.md").rename(notes / "crossing.md")
    assert {"bridge", "crossing"} & aged.read().corpus.notes.keys() == {"crossing"}
    (notes / "deep/crossing.md").write_bytes(b"---\ntitle: A\n---\n")
    assert [problem.code for problem in aged.read().problems] == ["duplicate-id"]
    (notes / "crossing.md").unlink()
    found = aged.read()
    assert found.corpus.notes["crossing"].fields.title == "A"
    assert found.problems == ()


# --- what the disk's clock can't tell


@needs_times
def test_what_is_written_twice_within_a_tick_is_seen(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    def coarse(state: os.stat_result) -> tuple[int, ...]:
        return state.st_dev, state.st_ino, state.st_size, 0, state.st_ctime_ns // (10 * stamps.TICK) * stamps.TICK

    monkeypatch.setattr(stamps, "_stamp", coarse)
    assert folder.title() == "A bridge"
    retitle(folder.root / BRIDGE)
    assert folder.title() == "B bridge"


@needs_times
def test_what_is_said_to_have_changed_is_read_whatever_the_disk_says(
    aged: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    _age(monkeypatch, time.time_ns() + LONG_AGO)
    monkeypatch.setattr(stamps, "_stamp", lambda state: (state.st_dev, state.st_ino, state.st_size, 0, 1))
    aged.read()
    retitle(aged.root / BRIDGE)
    assert aged.title() == "A bridge"
    assert aged.last
    aged.last = aged.last.without(frozenset([BRIDGE]))
    assert aged.title() == "B bridge"
    assert aged.opened == [BRIDGE]


def test_nothing_is_settled_by_a_file_from_the_future() -> None:
    now = time.time_ns()
    assert (
        settled([Listing([], [], {1: now - 5}), Listing([], [], {1: now - 7, 2: 10**20})])[1] == now - 5 - stamps.TICK
    )
    assert settled([Listing([], [], {2: 10**20})])[2] <= time.time_ns() - stamps.TICK


def test_a_file_on_another_disk_is_measured_by_that_one_s_files() -> None:
    then = Listing(["a", "b"], [(1, 1, 1, 5, 5), (2, 1, 1, 5, 5)], {1: 5, 2: 5})
    assert Since(then, then, {1: 9, 2: 5}).known({"a": "A", "b": "B"}) == {"a": "A"}
    assert not Since(then, then, {1: 9, 2: 5}).nothing
    assert Since(then, then, {1: 9, 2: 6}).nothing


# --- what there is


def test_the_files_are_those_that_a_build_finds(tmp_path: Path) -> None:
    names: list[Any] = ["b.md", "a/z.md", "a/.hidden/y.md", ".x.md", "a.md", "a-b/c/d.md", "a/b.txt", "방문.md"]
    put_files(dict.fromkeys([f"content/notes/{name}" for name in names], b""), tmp_path)
    (tmp_path / "content/notes/link.md").symlink_to(tmp_path / "content/notes/b.md")
    (tmp_path / "content/notes/way").symlink_to(tmp_path / "content/notes/a-b")
    found = Since(listing(tmp_path, "content/notes")).paths(tmp_path, "content/notes")
    assert list(found) == list(walk(tmp_path, "content/notes"))
    assert listing(tmp_path, "content/nothing") == Listing()
