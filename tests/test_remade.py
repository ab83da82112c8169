"""Pages are made again where anything that they were made of has changed, and nowhere else."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from editing import CHANGES, ENTRIES, FILES, put_files, rich
from msgspec import msgpack

from dossier.memo import Remembering
from dossier.outcome import Outcome
from dossier.pipeline import examine
from dossier.stores import InMemory
from dossier.tracing import WHOLE, Trace, Traced

Bodies = dict[tuple[str, bytes], bytes]
First = tuple[Path, Bodies]
"""A dossier's folder, and what a build of it remembers."""
BRIDGE, EARLY = "content/notes/bridge.md", "content/sources/early.md"


class Watched(InMemory):
    """A store that knows what was kept of pages: their paths."""

    def __init__(self, bodies: Bodies) -> None:
        super().__init__()
        self.bodies = dict(bodies)
        self.made: set[str] = set()

    def put(self, name: str, key: bytes, body: bytes) -> bool:
        if name == "pages":
            self.made |= {page["listed"]["path"] for page in msgpack.decode(body)["pages"]}
        return super().put(name, key, body)


def built(root: Path, store: Watched, indexed: bool = False) -> Outcome:
    with Remembering(store) as memo:
        return examine(root, memo, indexed=indexed)


def told(made: Outcome) -> tuple[list[str], dict[str, bytes]]:
    return [str(found) for found in made.problems], dict(made.files)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> First:
    """A dossier that has some of everything, built once."""
    root = tmp_path_factory.mktemp("rich")
    put_files(rich(), root)
    store = Watched({})
    assert built(root, store).errors == 0
    assert {"notes/bridge/index.html", "sources/early/index.html", "fact-check/index.html"} <= store.made
    return root, store.bodies


def changed(path: str, before: str, after: str) -> bytes:
    return rich()[path].replace(before.encode(), after.encode(), 1)


NAME = re.compile(r"^(title|claim): (.+)$", re.MULTILINE)
MORE = (
    ("content/notes/plain.md", b"---\ntitle: Of no day\n---\n\nIt is so [@late].\n"),
    ("content/topics/paper.md", b"---\ntitle: The Late\ntype: organization\norigin: ministry\n---\n"),
)
"""A sheet more in the middle of others; an outlet that becomes a topic, with an origin of its own."""
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


def made_after(root: Path, bodies: Bodies, path: str, before: str, after: str) -> set[str]:
    """The pages that are made after a change, of those that are remembered at all."""
    store, file = Watched(bodies), root / path
    kept = file.read_bytes()
    assert before.encode() in kept
    try:
        file.write_bytes(kept.replace(before.encode(), after.encode(), 1))
        built(root, store)
    finally:
        file.write_bytes(kept)
    return store.made


def test_where_nothing_changed_nothing_is_made(first: First) -> None:
    store = Watched(first[1])
    built(first[0], store)
    assert store.made == set()


def test_a_template_s_change_makes_no_page_again(first: First) -> None:
    assert made_after(*first, "templates/notice.txt", "Write to us.", "Do write to us.") == set()


def test_a_word_of_a_note_makes_again_what_shows_it(first: First) -> None:
    made = made_after(*first, BRIDGE, "title: A bridge", "title: The new bridge")
    assert {"notes/bridge/index.html", "topics/harbour/index.html", "fact-check/index.html"} <= made
    assert not made & {"sources/gazette/index.html", "topics/ministry/index.html"}


def test_a_source_s_words_make_again_what_quotes_it(first: First) -> None:
    made = made_after(*first, EARLY, "publisher: The Early", "publisher: The Very Early")
    assert {"sources/early/index.html", "claims/built/index.html"} <= made
    assert "sources/gazette/index.html" not in made


def test_a_check_and_a_build_of_a_searched_site_make_nothing_for_each_other(tmp_path: Path) -> None:
    put_files(rich() | {"config.yaml": rich()["config.yaml"] + b"search: true\n"}, tmp_path)
    store = Watched({})
    built(tmp_path, store, indexed=True)
    for indexed in (False, True):
        store.made.clear()
        built(tmp_path, store, indexed)
        assert store.made == set()


# --- what is noted


def test_each_way_of_asking_is_noted() -> None:
    trace = Trace()
    of = Traced("of", {"a": 1, "b": 2}, trace)
    ways: dict[object, list[Callable[[], object]]] = {
        ("of", "a"): [lambda: of["a"], lambda: of.get("a"), lambda: "a" in of],
        ("of", "c"): [lambda: of.get("c", 0), lambda: "c" in of],
        ("of", WHOLE): [
            lambda: list(of),
            lambda: len(of),
            lambda: bool(of),
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
            lambda: of.copy(),
            lambda: dict[str, int]().update(of),
        ],
    }
    for part, asking in ways.items():
        for number, ask in enumerate(asking):
            with trace.apart() as asked:
                ask()
            assert part in asked, (part, number)


def test_what_is_asked_for_apart_is_no_part_of_what_is_around_it() -> None:
    trace = Trace()
    of = Traced("of", {"a": 1, "b": 2}, trace)
    with trace.apart() as outer:
        assert of["a"]
        with trace.apart() as inner:
            assert of["b"]
    assert (outer, inner) == ({("of", "a")}, {("of", "b")})
    assert trace.parts == set()
