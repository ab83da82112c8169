"""Recalling results: the same as computing them, whatever was kept, and computed anew when anything they rest on changes."""

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

import pytest
from folders import first_dossier, tree
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct, msgpack

from dossier import memo
from dossier.cache import Cache, Index, Slot
from dossier.held import Holding
from dossier.memo import AHEAD, LOT, Memo, Plain, Remembering, Task
from dossier.pipeline import build, examine
from dossier.pool import FEW
from dossier.preview.looking import Look, look
from dossier.stores import InMemory, Lost, Nowhere, Store

PAGES = "render: bodies"
"""Where the cache keeps them."""


class Page(Struct, frozen=True):
    title: str
    lengths: tuple[int, ...]
    body: bytes


class Nest(Struct, frozen=True):
    text: str
    inner: "Nest | None" = None


CALLS: list[str] = []


@pytest.fixture(autouse=True)
def calls() -> list[str]:
    CALLS.clear()
    return CALLS


def page(context: str, text: str) -> Page:
    CALLS.append(text)
    return Page(f"{context}: {text}", tuple(len(word) for word in text.split()), text.encode())


def page_of_short(context: str, text: str) -> Page:
    return page(context, text) if len(text) < 2 else page(context, str(1 // 0))


def key(text: str) -> bytes:
    return text.encode()


def task(
    name: str = "page", context: str = "site", function: Callable[[str, str], Page] = page
) -> Task[str, str, Page]:
    return Task(name, function, Page, context, context.encode())


def ask(given_to: Memo, *texts: str, of: Task[str, str, Page] | None = None) -> list[Page]:
    return given_to.each(of or task(), [(key(text), text) for text in texts])


def on_disk(folder: Path) -> Remembering:
    return Remembering(Cache(folder / ".cache", memo.engine()))


# --- any memo


@pytest.fixture(params=["plain", "holding", "nowhere", "in memory", "on disk"])
def any_memo(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Memo]:
    if request.param in ("plain", "holding"):
        yield Plain() if request.param == "plain" else Holding(Plain())
        return
    stores: dict[str, Store] = {"nowhere": Nowhere(), "in memory": InMemory(), "on disk": Cache(tmp_path / "c", b"")}
    with Remembering(stores[request.param]) as remembering:
        yield remembering


def test_results_come_in_the_order_of_their_inputs(any_memo: Memo) -> None:
    ask(any_memo, "d", "b")
    assert [found.title for found in ask(any_memo, "c", "b", "a", "d", "b")] == [
        "site: c",
        "site: b",
        "site: a",
        "site: d",
        "site: b",
    ]


def test_no_inputs_give_no_results(any_memo: Memo) -> None:
    assert ask(any_memo) == []


def test_a_bug_in_the_function_propagates(any_memo: Memo) -> None:
    def broken(context: str, text: str) -> Page:
        raise ZeroDivisionError(text)

    with pytest.raises(ZeroDivisionError, match="a"):
        ask(any_memo, "a", of=task(function=broken))


def test_inputs_of_one_key_are_computed_once(tmp_path: Path, calls: list[str]) -> None:
    with on_disk(tmp_path) as remembering:
        ask(remembering, "a", "b", "a", "a")
    assert calls == ["a", "b"]


def test_a_new_result_is_what_a_recalled_one_would_be(tmp_path: Path) -> None:
    length: Task[None, str, float] = Task("length", whole_length, float, None)
    for _ in ("cold", "warm"):
        with on_disk(tmp_path) as remembering:
            [found] = remembering.each(length, [(b"k", "four")])
        assert (found, type(found)) == (4.0, float)


def whole_length(context: None, text: str) -> float:
    return len(text)


# --- a stream


def headed(context: str, text: str) -> tuple[Page, bytes]:
    return page(context, text), text.encode() * 1000


def stream_of(
    memo: Memo, inputs: Iterable[tuple[bytes, Callable[[], str]]]
) -> Iterator[tuple[Page, Callable[[], bytes]]]:
    return memo.stream(Task("page", headed, tuple[Page, bytes], "site", b"site"), inputs)


def streamed(given_to: Memo, *texts: str) -> list[tuple[Page, Callable[[], bytes]]]:
    return list(stream_of(given_to, ((key(text), partial(str, text)) for text in texts)))


def test_a_stream_gives_each_result_in_order_and_its_body_as_often_as_it_is_asked(any_memo: Memo) -> None:
    texts = [f"text {number}" for number in (*range(3 * LOT), 0, 1)]
    streamed(any_memo, *texts[:LOT:2])
    found = streamed(any_memo, *texts)
    assert [head for head, _ in found] == ask(Plain(), *texts)
    assert [body() for _, body in found] == [body() for _, body in found] == [text.encode() * 1000 for text in texts]
    assert streamed(any_memo) == []


def test_a_stream_computes_only_what_no_stream_before_has_left_behind(calls: list[str]) -> None:
    remembering = Remembering(InMemory())
    streamed(remembering, "a", "b")
    streamed(remembering, "b", "c", "a")
    assert calls == ["a", "b", "c"]


def test_of_what_a_stream_knows_only_bodies_that_are_asked_for_are_read() -> None:
    class Reading(InMemory):
        read = 0

        def get(self, name: str, key: bytes) -> bytes | None:
            body = super().get(name, key)
            self.read += len(body or b"")
            return body

    store = Reading()
    streamed(Remembering(store), "a", "b")
    store.read = 0
    (_, body), _ = streamed(Remembering(store), "a", "b")
    assert store.read < 1000
    assert body() == b"a" * 1000
    assert store.read > 1000


def test_a_stream_asks_for_inputs_only_a_little_ahead() -> None:
    asked: list[int] = []

    def inputs() -> Iterator[tuple[bytes, Callable[[], str]]]:
        for number in range(100 * LOT):
            asked.append(number)
            yield key(str(number)), partial(str, number)

    for taken, _ in enumerate(stream_of(Remembering(InMemory()), inputs())):
        assert len(asked) - taken <= (AHEAD + 2) * LOT


def test_a_stream_of_many_is_spread_over_processes() -> None:
    numbers = [(str(number).encode(), partial(int, number)) for number in range(2 * FEW)]
    with Remembering(Nowhere(), 2) as remembering:
        found = list(remembering.stream(Task("process", process, tuple[int, bytes], None), numbers))
    assert [number for number, _ in found] == list(range(2 * FEW))
    assert len({body() for _, body in found}) > 1


def process(context: None, number: int) -> tuple[int, bytes]:
    return number, str(os.getpid()).encode()


def test_a_stream_says_when_what_it_kept_is_gone() -> None:
    store = InMemory()
    ((_, body),) = streamed(Remembering(store), "a")
    store.bodies.clear()
    with pytest.raises(Lost):
        body()


def test_a_site_is_whole_though_the_cache_loses_its_pages_before_they_are_written(tmp_path: Path) -> None:
    class Losing(InMemory):
        """As a cache whose disk is full in the end: nothing that was put is there to be written."""

        def get(self, name: str, key: bytes) -> bytes | None:
            return None

    root = first_dossier(tmp_path / "root")
    for name, store in (("kept", InMemory()), ("lost", Losing())):
        with Remembering(store) as remembering:
            build(root, tmp_path / name, remembering)
            assert examine(root, remembering).problems == ()
    assert tree(tmp_path / "lost") == tree(tmp_path / "kept")


def test_a_site_is_whole_though_its_pages_in_the_cache_are_damaged_and_they_are_mended(tmp_path: Path) -> None:
    root = first_dossier(tmp_path / "root")
    for name in ("before", "after", "mended"):
        with on_disk(tmp_path) as remembering:
            build(root, tmp_path / name, remembering)
        if name == "before":
            damage(tmp_path / ".cache")
    assert tree(tmp_path / "before") == tree(tmp_path / "after") == tree(tmp_path / "mended")
    store = Cache(tmp_path / ".cache", memo.engine())
    assert all(store.get(PAGES, key) for key in slots_of_pages(tmp_path / ".cache"))


def test_a_preview_begins_though_its_pages_in_the_cache_are_damaged(tmp_path: Path) -> None:
    root = first_dossier(tmp_path / "root")
    with on_disk(tmp_path) as remembering:
        build(root, tmp_path / "site", remembering)
    damage(tmp_path / ".cache")
    with on_disk(tmp_path) as remembering:
        found = look(root, Holding(remembering), Look())
    assert found.fault == ""
    assert found.site
    assert found.site.file("index.html") == (tmp_path / "site" / "index.html").read_bytes()


def slots_of_pages(folder: Path) -> dict[bytes, Slot]:
    slots = msgpack.decode((folder / "index").read_bytes(), type=Index).slots[PAGES]
    assert slots
    return slots


def damage(folder: Path) -> None:
    """Turn a bit of each page."""
    for slot in slots_of_pages(folder).values():
        path = folder / f"{slot.pack}.pack"
        data = bytearray(path.read_bytes())
        data[slot.offset] ^= 1
        path.write_bytes(data)


# --- what a key rests on


def test_a_warm_run_computes_nothing(tmp_path: Path, calls: list[str]) -> None:
    for _ in range(3):
        with on_disk(tmp_path) as remembering:
            assert ask(remembering, "a", "b") == ask(Plain(), "a", "b")
    assert calls == ["a", "b", *"ab" * 3]


@pytest.mark.parametrize(
    ("changed", "text"),
    [(task(name="other"), "a"), (task(context="other"), "a"), (task(), "b")],
    ids=["another task", "another context", "another key"],
)
def test_what_a_result_rests_on_is_in_its_key(
    tmp_path: Path, calls: list[str], changed: Task[str, str, Page], text: str
) -> None:
    with on_disk(tmp_path) as remembering:
        ask(remembering, "a")
        ask(remembering, text, of=changed)
    assert calls == ["a", text]


def test_another_engine_recalls_nothing(tmp_path: Path, calls: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    store = InMemory()
    for engine in (b"one", b"two", b"one"):
        monkeypatch.setattr(memo, "engine", lambda engine=engine: engine)
        ask(Remembering(store), "a")
        with on_disk(tmp_path) as remembering:
            ask(remembering, "b")
    assert calls == ["a", "b", "a", "b", "b"]


class NamesIgnored(InMemory):
    """A store in which only the key tells tasks apart."""

    def get(self, name: str, key: bytes) -> bytes | None:
        return super().get("", key)

    def put(self, name: str, key: bytes, body: bytes) -> bool:
        return super().put("", key, body)


def test_parts_of_a_key_do_not_run_together(calls: list[str]) -> None:
    remembering = Remembering(NamesIgnored())
    for name, context in (("ab", "c"), ("a", "bc"), ("abc", ""), ("", "abc"), ("b", "c")):
        ask(remembering, "x", of=task(name=name, context=context))
    assert len(calls) == 5


def engine_of(monkeypatch: pytest.MonkeyPatch, folder: Path) -> bytes:
    monkeypatch.setattr(memo, "__file__", str(folder / "memo.py"))
    return memo.engine.__wrapped__()


def test_the_engine_is_its_source_and_the_libraries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "markup").mkdir()
    source = tmp_path / "markup" / "inline.py"
    source.write_text("one")
    seen = [engine_of(monkeypatch, tmp_path)]
    assert engine_of(monkeypatch, tmp_path) == seen[0]
    source.write_text("two")
    seen.append(engine_of(monkeypatch, tmp_path))
    source.rename(tmp_path / "inline.py")
    seen.append(engine_of(monkeypatch, tmp_path))
    monkeypatch.setattr("importlib.metadata.version", lambda part: "99" if part == "nh3" else "1")
    seen.append(engine_of(monkeypatch, tmp_path))
    monkeypatch.setattr("sys.version", "99")
    seen.append(engine_of(monkeypatch, tmp_path))
    assert len(set(seen)) == 5


def test_the_engine_is_the_same_from_run_to_run() -> None:
    assert memo.engine() == memo.engine.__wrapped__()


# --- laws

runs = st.lists(st.lists(st.text(max_size=4), max_size=6), max_size=5)


@settings(deadline=None, max_examples=60)
@given(runs=runs)
def test_warm_is_cold(runs: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for texts in runs:
            with on_disk(Path(folder)) as remembering:
                assert ask(remembering, *texts) == ask(Plain(), *texts)


@settings(deadline=None, max_examples=60)
@given(runs=runs)
def test_what_the_last_run_asked_for_is_recalled(runs: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for texts in runs:
            with on_disk(Path(folder)) as remembering:
                ask(remembering, *texts)
            CALLS.clear()
            with on_disk(Path(folder)) as remembering:
                ask(remembering, *texts)
            assert CALLS == []


@settings(deadline=None, max_examples=60)
@given(runs=runs)
def test_what_is_held_is_what_would_be_computed(runs: list[list[str]]) -> None:
    holding = Holding(Plain())
    for texts in runs:
        assert ask(holding, *texts) == ask(Plain(), *texts)
        CALLS.clear()
        ask(holding, *texts)
        assert CALLS == []


# --- what a process holds


def test_what_is_held_is_the_same_record(calls: list[str]) -> None:
    holding = Holding(Plain())
    first = ask(holding, "a", "b")
    again = ask(holding, "b", "c")
    assert again[0] is first[1]
    assert calls == ["a", "b", "c"]


def test_what_was_not_asked_for_longest_is_let_go(calls: list[str]) -> None:
    holding = Holding(Plain())
    for texts in ("ab", "bc", "cd", "de"):
        ask(holding, *texts)
    calls.clear()
    ask(holding, "e", "d", "c", "b")
    assert calls == []
    ask(holding, "a")
    assert calls == ["a"]


def test_a_new_context_lets_go_of_the_old_one_s_results(calls: list[str]) -> None:
    holding = Holding(Plain())
    ask(holding, "a", of=task(context="one"))
    ask(holding, "a", of=task("other", context="one"))
    ask(holding, "a", of=task(context="two"))
    calls.clear()
    ask(holding, "a", of=task("other", context="one"))
    assert calls == []
    ask(holding, "a", of=task(context="one"))
    assert calls == ["a"]


# --- what a run leaves to the next


def kept(folder: Path, *texts: str) -> list[str]:
    """Those of the texts whose page is recalled, by a run that changes nothing in the cache."""
    CALLS.clear()
    cache = Cache(folder / ".cache", memo.engine())
    ask(Remembering(cache), *texts)
    cache.close(drop_unasked=False)
    return [text for text in texts if text not in CALLS]


def test_what_was_not_asked_for_is_dropped(tmp_path: Path) -> None:
    for texts in ("abc", "bc"):
        with on_disk(tmp_path) as remembering:
            ask(remembering, *texts)
    assert kept(tmp_path, *"abc") == ["b", "c"]


def test_tasks_that_did_not_run_keep_all(tmp_path: Path) -> None:
    """A build that stops at a check asks for no pages; the next, mended one would else render all of them anew."""
    with on_disk(tmp_path) as remembering:
        ask(remembering, "a", "b")
    with on_disk(tmp_path) as remembering:
        ask(remembering, "x", of=task(name="other"))
    assert kept(tmp_path, *"ab") == ["a", "b"]


def test_a_partial_run_drops_nothing(tmp_path: Path) -> None:
    with on_disk(tmp_path) as remembering:
        ask(remembering, "a", "b")
    with Remembering(Cache(tmp_path / ".cache", memo.engine()), partial=True) as remembering:
        ask(remembering, "b", "c")
    assert kept(tmp_path, *"abc") == ["a", "b", "c"]


def test_a_run_that_fails_keeps_what_it_had_and_what_it_made(tmp_path: Path) -> None:
    with on_disk(tmp_path) as remembering:
        ask(remembering, "a", "b")
    with pytest.raises(ZeroDivisionError), on_disk(tmp_path) as remembering:
        remembering.each(task(function=page_of_short), [(key(text), text) for text in ("b", "c", "long")])
    assert kept(tmp_path, *"abc") == ["a", "b", "c"]


@pytest.mark.parametrize("body", [b"", b"\xc1", b"\xa1\xff", b"\x83", b"\x80\x04N.", b"\x81\xa5inner" * 100_000])
@pytest.mark.parametrize("output", [str, Nest])
def test_a_body_that_is_not_of_the_type_is_computed_anew(output: type[str | Nest], body: bytes) -> None:
    forged = Task("forged", of_type, output, output)
    assert Remembering(Forged(body)).each(forged, [(b"k", "a")]) == [output("a")]


def of_type(context: type[str | Nest], text: str) -> str | Nest:
    return context(text)


class Forged(InMemory):
    """A store with one body for all keys."""

    def __init__(self, body: bytes) -> None:
        super().__init__()
        self.body = body

    def get(self, name: str, key: bytes) -> bytes:
        return self.body
