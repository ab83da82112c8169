"""The store on disk: what is put can be got by later runs, and no damage to its files gives a wrong body or an error."""

import itertools
import pickle
from collections.abc import Callable, Mapping
from hashlib import blake2b
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import msgpack

from dossier import cache
from dossier.cache import MOST_PACKS, Cache, Index, Slot

ENGINE = b"engine"


def key(name: str) -> bytes:
    return blake2b(name.encode(), digest_size=16).digest()


def store(folder: Path, bodies: Mapping[str, bytes], drop_unasked: bool = False) -> None:
    """A run that asks for these, and puts what it misses."""
    kept = Cache(folder, ENGINE)
    for name, body in bodies.items():
        if kept.get("task", key(name)) != body:
            kept.put("task", key(name), body)
    kept.close(drop_unasked)


def recall(folder: Path, *names: str, engine: bytes = ENGINE) -> dict[str, bytes]:
    """What a run finds of these; it leaves the cache as it is."""
    kept = Cache(folder, engine)
    found = {name: body for name in names if (body := kept.get("task", key(name))) is not None}
    kept.close(drop_unasked=False)
    return found


def snapshot(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def packs(folder: Path) -> int:
    return len(list(folder.glob("*.pack")))


BODIES = {"a": b"first body", "b": b"", "c": b"third body, which is longer"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "deep" / ".cache"


def test_what_was_put_is_got_by_a_later_run(folder: Path) -> None:
    store(folder, BODIES)
    assert recall(folder, *"abcd") == BODIES


def test_what_was_put_is_got_at_once(folder: Path) -> None:
    kept = Cache(folder, ENGINE)
    for name, body in BODIES.items():
        kept.put("task", key(name), body)
        assert kept.get("task", key(name)) == body
    assert kept.get("task", key("a")) == b"first body"
    kept.put("task", key("d"), b"fourth")
    assert kept.get("task", key("c")) == BODIES["c"]
    assert kept.get("task", key("d")) == b"fourth"
    assert kept.get("other", key("a")) is None
    kept.close()


def test_the_last_body_put_is_the_one(folder: Path) -> None:
    store(folder, {"a": b"old"})
    store(folder, {"a": b"new"})
    assert recall(folder, "a") == {"a": b"new"}


def test_a_run_that_only_recalls_changes_nothing(folder: Path) -> None:
    store(folder, BODIES)
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    store(folder, BODIES, drop_unasked=True)
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_a_run_that_asks_for_nothing_makes_no_folder(folder: Path) -> None:
    Cache(folder, ENGINE).close()
    assert not folder.exists()


def test_another_engine_finds_nothing_and_sweeps(folder: Path) -> None:
    store(folder, BODIES)
    assert recall(folder, "a", engine=b"other") == {}
    kept = Cache(folder, b"other")
    kept.put("task", key("d"), b"fourth")
    kept.close()
    assert packs(folder) == 1
    assert recall(folder, *"abcd", engine=b"other") == {"d": b"fourth"}


# --- packs


def test_dropped_bodies_free_their_space(folder: Path) -> None:
    store(folder, {str(number): bytes(1000) for number in range(20)})
    store(folder, {"1": bytes(1000), "new": b"new"}, drop_unasked=True)
    assert recall(folder, "0", "1", "new") == {"1": bytes(1000), "new": b"new"}
    assert sum(path.stat().st_size for path in folder.iterdir()) < 2000


def test_a_pack_that_is_mostly_alive_is_not_rewritten(folder: Path) -> None:
    store(folder, {str(number): bytes(1000) for number in range(20)})
    [big] = folder.glob("*.pack")
    store(folder, {str(number): bytes(1000) for number in range(5, 21)}, drop_unasked=True)
    assert big.exists()


def test_packs_stay_few(folder: Path) -> None:
    large = {str(number): bytes(1000) for number in range(20)}
    store(folder, large)
    [big] = folder.glob("*.pack")
    for number in range(3 * MOST_PACKS):
        store(folder, {f"small {number}": f"body {number}".encode()})
        assert packs(folder) <= MOST_PACKS + 1
    assert big.exists()
    assert len(recall(folder, *large, *(f"small {number}" for number in range(3 * MOST_PACKS)))) == 20 + 3 * MOST_PACKS


def test_what_killed_runs_left_is_removed(folder: Path) -> None:
    store(folder, {"a": b"1"})
    (folder / "killed.part").write_bytes(b"half a pack")
    (folder / "0000000000000000.pack").write_bytes(b"a pack that no index names")
    (folder / "README").write_bytes(b"not ours")
    store(folder, {"b": b"2"})
    assert {"killed.part", "0000000000000000.pack"}.isdisjoint(snapshot(folder))
    assert "README" in snapshot(folder)


# --- two runs at once


def test_two_runs_at_once_both_keep_what_they_made(folder: Path) -> None:
    store(folder, {"a": b"old"})
    one, two = Cache(folder, ENGINE), Cache(folder, ENGINE)
    for run, name in ((one, "b"), (two, "c")):
        assert run.get("task", key("a")) == b"old"
        run.put("task", key(name), name.encode())
    one.close()
    two.close()
    assert recall(folder, *"abc") == {"a": b"old", "b": b"b", "c": b"c"}


def test_a_run_survives_another_that_drops_what_it_reads(folder: Path) -> None:
    store(folder, BODIES)
    one, two = Cache(folder, ENGINE), Cache(folder, ENGINE)
    for run in (one, two):
        assert run.get("task", key("b")) == b""
    one.put("task", key("d"), b"fourth")
    two.put("task", key("e"), b"fifth")
    one.close()
    assert two.get("task", key("c")) in (None, BODIES["c"])
    assert two.get("task", key("e")) == b"fifth"
    two.close()
    assert recall(folder, *"bde") == {"b": b"", "d": b"fourth", "e": b"fifth"}


steps = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(["get", "put", "close", "drop"]), st.sampled_from("abcdefgh")),
    max_size=30,
)


@settings(deadline=None, max_examples=60)
@given(steps=steps)
def test_no_order_of_three_runs_gives_a_wrong_body(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("cache")
    runs = [Cache(folder, ENGINE) for _ in range(3)]
    for number, step, name in [*steps, *((number, "close", "") for number in range(3))]:
        run = runs[number]
        if step == "put":
            run.put("task", key(name), name.encode() * 9)
        elif step == "get":
            assert run.get("task", key(name)) in (None, name.encode() * 9)
        else:
            run.close(drop_unasked=step == "drop")
            runs[number] = Cache(folder, ENGINE)
    assert {path.suffix for path in folder.iterdir()} <= {"", ".pack"}


# --- damage


def test_no_flipped_bit_gives_a_wrong_body(folder: Path) -> None:
    store(folder, {"a": b"1"})
    store(folder, BODIES)
    whole = snapshot(folder)
    for name, data in whole.items():
        for place, bit in itertools.product(range(len(data)), (0x01, 0x80)):
            (folder / name).write_bytes(data[:place] + bytes([data[place] ^ bit]) + data[place + 1 :])
            assert recall(folder, *BODIES).items() <= BODIES.items()
        (folder / name).write_bytes(data)
    assert recall(folder, *BODIES) == BODIES


def test_no_truncation_gives_a_wrong_body(folder: Path) -> None:
    store(folder, BODIES)
    for name, data in snapshot(folder).items():
        for end in range(len(data)):
            (folder / name).write_bytes(data[:end])
            assert recall(folder, *BODIES).items() <= BODIES.items()
        (folder / name).write_bytes(data)


def into_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def into_a_dangling_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("nowhere")


damages: dict[str, Callable[[Path], object]] = {
    "gone": Path.unlink,
    "empty": lambda path: path.write_bytes(b""),
    "longer": lambda path: path.write_bytes(path.read_bytes() + b"more"),
    "zeros": lambda path: path.write_bytes(bytes(path.stat().st_size)),
    "a pickle": lambda path: path.write_bytes(pickle.dumps({"a": 1})),
    "a folder": into_a_folder,
    "a dangling link": into_a_dangling_link,
}


@pytest.mark.parametrize("damage", damages)
@pytest.mark.parametrize("part", ["index", "*.pack"])
def test_damage_is_mended_by_the_next_run_or_caching_ends(folder: Path, part: str, damage: str) -> None:
    store(folder, BODIES)
    [path] = folder.glob(part)
    damages[damage](path)
    assert recall(folder, *BODIES).items() <= BODIES.items()
    store(folder, BODIES)
    if damage != "a folder":
        assert recall(folder, *BODIES) == BODIES
    assert recall(folder, *BODIES).items() <= BODIES.items()
    assert not list(folder.glob("*.part"))


def forge(folder: Path, forged: object) -> None:
    (folder / "index").write_bytes(msgpack.encode(forged))


def slot_of(folder: Path, name: str) -> Slot:
    return msgpack.decode((folder / "index").read_bytes(), type=Index).slots["task"][key(name)]


@pytest.mark.parametrize(
    "change",
    [
        {"pack": "../precious"},
        {"pack": ""},
        {"pack": "x" * 5000},
        {"pack": "\0"},
        {"offset": -1},
        {"offset": 2**63},
        {"offset": 1},
        {"length": -1},
        {"length": 2**63},
        {"length": 3},
        {"checksum": b""},
        {"checksum": bytes(8)},
    ],
    ids=str,
)
def test_a_forged_slot_is_a_miss(folder: Path, change: dict[str, object]) -> None:
    store(folder, BODIES)
    (folder.parent / "precious.pack").write_bytes(BODIES["a"])
    fields = dict(zip(Slot.__struct_fields__, msgpack.decode(msgpack.encode(slot_of(folder, "a"))), strict=True))
    forge(folder, [ENGINE, {"task": {key("a"): list((fields | change).values())}}])
    assert recall(folder, "a") == {}
    store(folder, {"b": b"2"}, drop_unasked=False)
    assert recall(folder, "a", "b") == {"b": b"2"}


def test_a_body_can_not_be_had_by_another_key(folder: Path) -> None:
    store(folder, BODIES)
    forge(folder, Index(ENGINE, {"task": {key("a"): slot_of(folder, "c"), bytes(999): slot_of(folder, "c")}}))
    assert recall(folder, "a") == {}
    store(folder, {"b": b"2"}, drop_unasked=False)
    assert recall(folder, "b") == {"b": b"2"}


@pytest.mark.parametrize("forged", [None, [], [ENGINE], [ENGINE, {"task": []}], [1, {}], {"engine": ENGINE}], ids=str)
def test_an_index_of_another_type_is_empty(folder: Path, forged: object) -> None:
    store(folder, BODIES)
    forge(folder, forged)
    assert recall(folder, *BODIES) == {}


def test_an_index_that_nests_deep_is_empty(folder: Path) -> None:
    store(folder, BODIES)
    (folder / "index").write_bytes(b"\x93" + msgpack.encode(ENGINE) + b"\x80" + b"\x91" * 1_000_000)
    assert recall(folder, *BODIES) == {}


# --- a disk that takes nothing


def test_a_file_in_the_place_of_the_folder_ends_caching(folder: Path) -> None:
    folder.parent.mkdir(parents=True)
    folder.write_bytes(b"a file")
    store(folder, BODIES)
    assert recall(folder, *BODIES) == {}
    assert folder.read_bytes() == b"a file"


@pytest.mark.parametrize("successes", range(4))
@pytest.mark.parametrize("step", ["mkstemp", "_Draft.add", "_Draft.finish", "put_whole", "_sweep"])
def test_a_full_disk_leaves_what_was_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch, step: str, successes: int
) -> None:
    store(folder, BODIES)
    owner = cache._Draft if step.startswith("_Draft.") else cache
    name = step.removeprefix("_Draft.")
    real, count = getattr(owner, name), itertools.count()

    def full(*args: object, **options: object) -> object:
        if next(count) >= successes:
            raise OSError(28, "no space left on device")
        return real(*args, **options)

    monkeypatch.setattr(owner, name, full)
    store(folder, {"a": b"changed", "d": b"4", "e": b"5"})
    monkeypatch.undo()
    found = recall(folder, *"abcde")
    assert found.pop("a") in (b"first body", b"changed")
    assert found.items() >= {"b": b"", "c": BODIES["c"]}.items()
    assert found.items() <= {"b": b"", "c": BODIES["c"], "d": b"4", "e": b"5"}.items()
    assert not list(folder.glob("*.part"))


def test_a_disk_that_fills_while_packs_are_rewritten_leaves_what_was_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(folder, {**BODIES, "dropped": bytes(1000)})
    add, count = cache._Draft.add, itertools.count()

    def full(draft: cache._Draft, key: bytes, body: bytes) -> Slot:
        if next(count) == 2:
            raise OSError(28, "no space left on device")
        return add(draft, key, body)

    monkeypatch.setattr(cache._Draft, "add", full)
    store(folder, {**BODIES, "d": b"4"}, drop_unasked=True)
    assert next(count) > 2
    assert recall(folder, *BODIES) == BODIES


def test_a_cache_that_can_only_be_read_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store(folder, BODIES)
    before = snapshot(folder)

    def refuse(*args: object, **options: object) -> None:
        raise PermissionError(13, "permission denied")

    for name in ("mkstemp", "put_whole"):
        monkeypatch.setattr(cache, name, refuse)
    monkeypatch.setattr(Path, "mkdir", refuse)
    store(folder, {"a": BODIES["a"], "d": b"4"}, drop_unasked=True)
    assert recall(folder, *"abcd") == BODIES
    assert snapshot(folder) == before
