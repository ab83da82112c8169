"""Pages and exports are made again where anything that they were made of has changed, and nowhere else."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from editing import CHANGES, ENTRIES, FILES, put_files, rich
from msgspec import msgpack

from dossier import lots
from dossier.exports import EXPORTS
from dossier.memo import Remembering
from dossier.outcome import Outcome
from dossier.pages import timeline
from dossier.pipeline import examine
from dossier.stores import InMemory
from dossier.tracing import LENGTH, WHOLE, Trace, Traced, TracedSequence

Bodies = dict[tuple[str, bytes], bytes]
First = tuple[Path, Bodies]
"""A dossier's folder, and what a build of it remembers."""
BRIDGE, EARLY = "content/notes/bridge.md", "content/sources/early.md"


class Watched(InMemory):
    """A store that knows what was kept: pages' paths, the bytes of exports and their pieces, and pieces of pages as msgpack."""

    def __init__(self, bodies: Bodies) -> None:
        super().__init__()
        self.bodies = dict(bodies)
        self.made: set[str] = set()
        self.exported: list[bytes] = []
        self.pieces: list[bytes] = []

    def put(self, name: str, key: bytes, body: bytes) -> bool:
        if name == "pages":
            self.made |= {page["listed"]["path"] for page in msgpack.decode(body)["value"]["pages"]}
        if name == "exports":
            self.exported.append(msgpack.decode(body)["value"]["data"] or b"")
        if name == "pieces":
            self.pieces.append(msgpack.encode(msgpack.decode(body)["value"]))
        return super().put(name, key, body)


def built(root: Path, store: Watched, indexed: bool = False) -> Outcome:
    with Remembering(store) as memo:
        return examine(root, memo, indexed=indexed)


def told(made: Outcome) -> tuple[list[str], dict[str, bytes]]:
    return [str(found) for found in made.problems], dict(made.files)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[First]:
    """A dossier that has some of everything, built once: with each entry's piece of an export by itself, and a split timeline."""
    root = tmp_path_factory.mktemp("rich")
    put_files(rich(), root)
    store = Watched({})
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(lots, "LOT", 1)
        patched.setattr(timeline, "EVENTS", 1)
        made = built(root, store)
        assert made.errors == 0
        assert {"notes/bridge/index.html", "sources/early/index.html", "fact-check/index.html"} <= store.made
        assert {path for path, _ in EXPORTS} <= set(made.files)
        yield root, store.bodies


def changed(path: str, before: str, after: str) -> bytes:
    return rich()[path].replace(before.encode(), after.encode(), 1)


NAME = re.compile(r"^(title|claim): (.+)$", re.MULTILINE)
MORE = (
    ("content/notes/plain.md", b"---\ntitle: Of no day\n---\n\nIt is so [@late].\n"),
    ("content/topics/paper.md", b"---\ntitle: The Late\ntype: organization\norigin: ministry\n---\n"),
    ("content/notes/loose.md", rich()["content/notes/loose.md"] + b'\nIt "was seen" [@late].\n'),
    ("content/notes/once.md", changed("content/notes/once.md", "topics: [harbour]", "topics: [agency, harbour]")),
)
"""A sheet more in the middle of others; an outlet that becomes a topic, with an origin of its own; the first quotation of a
note; a topic of an event before those that others have."""
STEPS = (
    *((path, NAME.sub(r'\1: "Anew called"', rich()[path].decode(), count=1).encode()) for path in ENTRIES),
    *MORE,
    *((path, changed(path, before, after)) for path, before, after in CHANGES),
    *FILES,
    *((path, None) for path in ENTRIES),
)


@pytest.mark.parametrize("number", range(len(STEPS)))
def test_after_any_change_all_is_found_that_a_first_build_finds(first: First, number: int) -> None:
    root, bodies = first
    path, data = STEPS[number]
    file, before = root / path, rich().get(path)
    try:
        if data is None:
            file.unlink()
        else:
            put_files({path: data}, root)
        assert told(built(root, Watched(bodies))) == told(built(root, Watched({})))
    finally:
        if before is None:
            file.unlink()
        else:
            file.write_bytes(before)


# --- what is made


def made_after(root: Path, bodies: Bodies, path: str, before: str, after: str) -> Watched:
    """A store that knows what is made after a change, of what is remembered at all."""
    store, file = Watched(bodies), root / path
    kept = file.read_bytes()
    assert before.encode() in kept
    try:
        file.write_bytes(kept.replace(before.encode(), after.encode(), 1))
        built(root, store)
    finally:
        file.write_bytes(kept)
    return store


def test_where_nothing_changed_nothing_is_made(first: First) -> None:
    store = Watched(first[1])
    built(first[0], store)
    assert (store.made, store.exported, store.pieces) == (set(), [], [])


def test_a_template_s_change_makes_no_page_or_export_again(first: First) -> None:
    store = made_after(*first, "templates/notice.txt", "Write to us.", "Do write to us.")
    assert (store.made, store.exported, store.pieces) == (set(), [], [])


def test_an_event_that_comes_in_makes_again_what_shows_it_and_its_neighbours(first: First) -> None:
    root, bodies = first
    file, store = root / "content/notes/fresh.md", Watched(bodies)
    file.write_bytes(b"---\ntitle: The bridge is blessed\ndate: 2025-06-02\n---\n\nIt is so [@late].\n")
    try:
        built(root, store)
    finally:
        file.unlink()
    events = [path for path in store.made if path.startswith("notes/")]
    assert "notes/fresh/index.html" in events
    assert len(events) == 3
    assert {"sources/late/index.html", "fact-check/index.html"} <= store.made
    assert not store.made & {"claims/built/index.html", "sources/gazette/index.html", "topics/ministry/index.html"}


def pieces_in(bodies: Bodies) -> int:
    return sum(name == "pieces" for name, _ in bodies)


def test_a_word_of_a_note_makes_again_the_parts_of_lists_that_have_it(first: First) -> None:
    store = made_after(*first, BRIDGE, "title: A bridge", "title: The new bridge")
    assert any(b"The new bridge" in piece for piece in store.pieces)
    assert len(store.pieces) < pieces_in(first[1]) / 4


def test_a_source_s_words_make_again_the_parts_of_lists_that_have_them(first: First) -> None:
    store = made_after(*first, EARLY, "publisher: The Early", "publisher: The Very Early")
    assert any(b"The Very Early" in piece for piece in store.pieces)
    assert len(store.pieces) < pieces_in(first[1]) / 2


def test_a_word_of_a_note_makes_again_what_shows_it(first: First) -> None:
    made = made_after(*first, BRIDGE, "title: A bridge", "title: The new bridge").made
    assert {"notes/bridge/index.html", "topics/harbour/index.html", "fact-check/index.html"} <= made
    assert not made & {"sources/gazette/index.html", "topics/ministry/index.html"}


def test_a_source_s_words_make_again_what_quotes_it(first: First) -> None:
    made = made_after(*first, EARLY, "publisher: The Early", "publisher: The Very Early").made
    assert {"sources/early/index.html", "claims/built/index.html"} <= made
    assert "sources/gazette/index.html" not in made


def exported(bodies: Bodies) -> int:
    return sum(name == "exports" for name, _ in bodies)


def test_a_word_of_a_note_makes_again_the_pieces_of_exports_that_have_it(first: First) -> None:
    made = made_after(*first, BRIDGE, "title: A bridge", "title: The new bridge").exported
    for start in (b'  {\n   "id": "bridge"', b'"notes/bridge","The new bridge', b'["bridge","The new bridge', b"<?xml"):
        assert any(data.startswith(start) and b"The new bridge" in data for data in made), start
    assert not any(b"@misc{" in data or b"TY  - " in data for data in made), "files of references are of sources alone"
    assert len(made) < exported(first[1]) / 4


def test_a_source_s_words_make_again_the_pieces_of_exports_that_have_them(first: First) -> None:
    made = made_after(*first, EARLY, "publisher: The Early", "publisher: The Very Early").exported
    for start in (b'  {\n   "id": "early"', b'"claims/built",', b"[\n{", b"@misc{", b"TY  - "):
        assert any(data.startswith(start) and b"The Very Early" in data for data in made), start
    assert not any(data.startswith(b'  {\n   "id": "bridge"') for data in made)
    assert len(made) < exported(first[1]) / 3


def test_a_check_and_a_build_of_a_searched_site_make_nothing_for_each_other(tmp_path: Path) -> None:
    put_files(rich() | {"config.yaml": rich()["config.yaml"] + b"search: true\n"}, tmp_path)
    store = Watched({})
    built(tmp_path, store, indexed=True)
    for indexed in (False, True):
        store.made.clear()
        built(tmp_path, store, indexed)
        assert store.made == set()


@pytest.mark.parametrize("part", [b"", b"\xff\x01", b"\x00\xc1", b"\x00\x01"])
def test_a_note_that_was_tampered_with_is_made_again(first: First, part: bytes) -> None:
    root, bodies = first
    forged = dict(bodies)
    for key, body in bodies.items():
        if key[0] in ("pages", "exports", "pieces"):
            forged[key] = msgpack.encode(msgpack.decode(body) | {"parts": [part]})
    assert told(built(root, Watched(forged))) == told(built(root, Watched({})))


# --- what is noted


def test_each_way_of_asking_is_noted() -> None:
    trace = Trace()
    of = Traced("of", {"a": 1, "b": 2}, trace)
    ways: dict[object, list[Callable[[], object]]] = {
        ("of", "a"): [lambda: of["a"], lambda: of.get("a"), lambda: "a" in of],
        ("of", "c"): [lambda: of.get("c", 0), lambda: "c" in of],
        ("of", LENGTH): [lambda: len(of), lambda: bool(of)],
        ("of", WHOLE): [
            lambda: list(of),
            lambda: dict(of),
            lambda: {**of},
            lambda: sorted(of),
            lambda: of.keys(),
            lambda: of.values(),
            lambda: of.items(),
            lambda: of | {},
            lambda: {} | of,
            lambda: list(reversed(of)),
            lambda: of == {},
            lambda: of != {},
            lambda: of.copy(),
            lambda: dict[str, int]().update(of),
        ],
    }
    for part, asking in ways.items():
        for number, ask in enumerate(asking):
            with trace.apart() as asked:
                ask()
            assert part in asked, (part, number)


def test_each_way_of_asking_a_sequence_is_noted() -> None:
    trace = Trace()
    of = TracedSequence("of", ("a", "b"), trace)
    ways: dict[object, list[Callable[[], object]]] = {
        ("of", 1): [lambda: of[1]],
        ("of", -1): [lambda: of[-1]],
        ("of", LENGTH): [lambda: len(of), lambda: bool(of)],
        ("of", WHOLE): [
            lambda: list(of),
            lambda: tuple(of),
            lambda: {*of},
            lambda: of[:1],
            lambda: sorted(of),
            lambda: "c" in of,
            lambda: enumerate(of),
            lambda: dict(zip(of, of, strict=True)),
        ],
    }
    for part, asking in ways.items():
        for number, ask in enumerate(asking):
            with trace.apart() as asked:
                ask()
            assert part in asked, (part, number)
    with trace.apart() as asked:
        assert list(reversed(of)) == ["b", "a"]
        assert of.index("b") == 1
    assert asked == {("of", LENGTH), ("of", 0), ("of", 1)}
    with trace.apart() as asked:
        assert of[1] == "b"
    assert asked == {("of", 1)}
    assert asked.isdisjoint({("of", LENGTH)})


def test_what_is_asked_for_apart_is_no_part_of_what_is_around_it() -> None:
    trace = Trace()
    of = Traced("of", {"a": 1, "b": 2}, trace)
    with trace.apart() as outer:
        assert of["a"]
        with trace.apart() as inner:
            assert of["b"]
    assert (outer, inner) == ({("of", "a")}, {("of", "b")})
    assert trace.parts == set()
