"""The index by which a site is searched: the same for the same content, made once, of what readers may see, or not at all."""

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from folders import edit, first_dossier, tree
from hypothesis import given
from hypothesis import strategies as st

from dossier import cbor, indexing, searching
from dossier.cli import main
from dossier.indexing import Document
from dossier.memo import Plain, Remembering
from dossier.pages.laying import edition
from dossier.pages.making import pages
from dossier.pipeline import Survey, examine, survey
from dossier.preview.looking import Look, finish, look
from dossier.stores import InMemory


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The first dossier, which wants a search."""
    root = first_dossier(tmp_path / "root")
    assert "\nsearch: true\n" in (root / "config.yaml").read_text(encoding="utf-8")
    return root


def build(root: Path, *options: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(["build", "--root", str(root), "--output", str(root / "site"), "--jobs", "1", *options])
    return int(end.value.code or 0)


def documents(root: Path) -> dict[str, str]:
    """The pages that are searched, by path."""
    surveyed = survey(root, Plain())
    assert isinstance(surveyed, Survey)
    laid = edition(surveyed.dossier)
    found = (searching.document(laid, page) for page in pages(laid))
    return {each.path: each.html for each in found if each}


def fragments(files: Mapping[str, bytes]) -> dict[str, dict[str, object]]:
    """What the index knows of each page, by its path."""
    found = [gzip.decompress(data)[12:] for path, data in files.items() if path.endswith(".pf_fragment")]
    return {told["url"]: told for told in map(json.loads, found)}


# --- the same content gives the same index

WORDS = (
    "memorial soldiers hero heroes visit visited 기념관에서 영웅을 기념관 Россия героев 記念館 été déjà 14,000".split()
)


def some_documents() -> list[Document]:
    """Pages with so many topics and years that an order by chance would show."""
    made = []
    for i in range(40):
        topics = "".join(f'<meta data-pagefind-filter="topic[content]" content="T{(i * n) % 23}">' for n in (1, 3, 7))
        year = f'<meta data-pagefind-filter="year[content]" content="{1990 + i % 19}">'
        day = f'<meta data-pagefind-sort="date[content]" content="2026-01-{i % 28 + 1:02}">'
        text = " ".join(WORDS[(i + n) % len(WORDS)] for n in range(60))
        made.append(
            Document(
                f"notes/n{i}/index.html", f"<html><head>{topics}{year}{day}</head><body><p>{text}</p></body></html>"
            )
        )
    return made


def made(of: list[Document]) -> dict[str, bytes]:
    program = indexing.program()
    assert program
    return indexing.run((program.path, "en"), of).files


def test_the_same_pages_give_the_same_bytes_in_whatever_order_and_by_however_many_threads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = made(some_documents())
    assert {path.partition("/")[0] for path in first} >= {
        "pagefind.js",
        "pagefind-entry.json",
        "filter",
        "fragment",
        "index",
    }
    for threads in ("1", "2", "7"):
        monkeypatch.setenv("RAYON_NUM_THREADS", threads)
        assert made(some_documents()[::-1]) == first


def test_pagefind_itself_would_not_give_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "sorted", lambda values, **_: list(values), raising=False)
    monkeypatch.setattr(indexing, "_digest", lambda _: "name")
    assert len({made(some_documents())["filter/en_name.pf_filter"] for _ in range(12)}) > 1


def test_variables_meant_for_pagefind_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    first = made(some_documents())
    monkeypatch.setenv("PAGEFIND_FORCE_LANGUAGE", "ko")
    monkeypatch.setenv("PAGEFIND_INCLUDE_CHARACTERS", "+")
    assert made(some_documents()) == first


def test_a_site_with_its_index_is_the_same_built_again(root: Path) -> None:
    assert build(root, "--no-cache") == 0
    first = tree(root / "site")
    assert any(path.endswith(".pf_fragment") for path in first)
    assert set(json.loads(first["manifest.json"])["files"]) == set(first) - {"manifest.json"}
    assert examine(root, Plain()).files == first


VALUES = st.recursive(
    st.one_of(st.integers(-(2**64), 2**64 - 1), st.text()), lambda inner: st.lists(inner, max_size=5), max_leaves=30
)


@given(VALUES)
def test_a_value_is_read_back_from_its_bytes(value: cbor.Value) -> None:
    assert cbor.decode(cbor.encode(value)) == value


@given(st.binary(max_size=40))
def test_bytes_that_are_no_value_are_refused(data: bytes) -> None:
    try:
        cbor.decode(data)
    except ValueError:
        return


@pytest.mark.parametrize(
    ("value", "data"),
    [(10, "0a"), (100, "1864"), (1000, "1903e8"), (-1, "20"), ("ü", "62c3bc"), ([1, [2, 3]], "8201820203")],
)
def test_values_have_the_bytes_of_the_standard_s_examples(value: cbor.Value, data: str) -> None:
    assert cbor.encode(value).hex() == data


# --- it is made once


def counted(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What Pagefind is called with from now on."""
    calls: list[object] = []
    run = indexing._call

    def call(command: Sequence[str]) -> None:
        calls.append(command)
        run(command)

    monkeypatch.setattr(indexing, "_call", call)
    return calls


def test_it_is_made_again_only_when_words_change(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = counted(monkeypatch)
    store = InMemory()

    def files() -> dict[str, bytes]:
        with Remembering(store) as memo:
            return dict(examine(root, memo).files)

    first = files()
    assert files() == first
    assert len(calls) == 1
    # A page of each entry changes, by its foot, and none of its words.
    edit(root / "config.yaml", "\nsearch: true\n", "\nsearch: true\neditors: A. Editor\n")
    changed = files()
    assert changed != first
    assert len(calls) == 1
    edit(root / "content/topics/japan.md", "title: Japan", "title: Japan\nnames: [Nippon]")
    assert files()["pagefind/pagefind-entry.json"] != changed["pagefind/pagefind-entry.json"]
    assert len(calls) == 2


def test_the_preview_makes_it_when_a_search_asks_for_it(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built = {path: data for path, data in examine(root, Plain()).files.items() if path.startswith("pagefind/")}
    calls = counted(monkeypatch)
    seen = look(root, Plain(), Look())
    begun = look(root, Plain(), seen)
    finished = finish(begun, root, Plain())
    assert calls == []
    for n, shown in enumerate((seen, begun, finished), 1):
        assert shown.site is not None
        assert shown.site.file("pagefind/nothing") is None
        assert {path: shown.site.file(path) for path in built} == built
        assert len(calls) == n


def test_a_check_makes_none(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "_call", lambda _: pytest.fail("it was made"))
    with pytest.raises(SystemExit) as end:
        main(["check", "--root", str(root), "--no-cache", "--jobs", "1"])
    assert end.value.code == 0


# --- what it holds


def test_it_knows_each_entry_by_its_words_and_by_what_readers_choose_among(root: Path) -> None:
    known = fragments(examine(root, Plain()).files)
    assert len(known) == len(documents(root)) == 39
    visit = known["/notes/art-studio-visit/"]
    assert visit["filters"] == {
        "kind": ["note"],
        "topic": [
            "Kim Jong Un",
            "Mansudae Art Studio",
            "Overseas Military Operations Combat Feat Memorial Hall",
            "State media",
            "Rodong Sinmun",
        ],
        "year": ["2026"],
    }
    assert visit["meta"] == {
        "title": "Kim Jong Un visits an art studio to supervise sculptures for a memorial",
        "date": "25 January 2026",
    }
    assert known["/claims/soldiers-sent/"]["meta"]["standing"] == "Single origin, not established"  # type: ignore[index]


def test_citations_marks_and_ways_on_are_not_among_the_words(root: Path) -> None:
    known = fragments(examine(root, Plain()).files)
    assert "and KCNA reported for whom the memorial is built, one article says ." in str(
        known["/topics/kcna/"]["content"]
    )
    assert "what rests on" not in str(known["/sources/forklift-visit/"])
    assert "Skip to" not in "".join(map(str, known.values()))


def test_every_place_that_a_result_can_lead_to_is_on_its_page(root: Path) -> None:
    files = examine(root, Plain()).files
    led = [
        (url, anchor["id"])
        for url, told in fragments(files).items()
        for anchor in told["anchors"]  # type: ignore[attr-defined]
    ]
    assert len(led) > 100
    for url, id_ in led:
        assert f' id="{id_}"'.encode() in files[f"{url.strip('/')}/index.html"], (url, id_)


def test_of_a_source_that_is_not_shown_whole_only_what_is_shown_is_known(root: Path) -> None:
    whole = documents(root)["sources/rodong-digest/index.html"]
    edit(root / "config.yaml", "source-text: full", "source-text: passages")
    cut = documents(root)["sources/rodong-digest/index.html"]
    edit(root / "config.yaml", "source-text: passages", "source-text: metadata")
    bare = documents(root)["sources/rodong-digest/index.html"]
    assert len(whole) > len(cut) > len(bare)
    assert "Musan Mine" in whole
    assert "Musan Mine" not in cut + bare
    assert "visited the Mansudae Art Studio" in bare


def test_a_source_of_which_readers_see_no_word_is_found_by_its_title(tmp_path: Path) -> None:
    (tmp_path / "content/sources").mkdir(parents=True)
    (tmp_path / "config.yaml").write_text("title: A memorial\nsearch: true\n", encoding="utf-8")
    (tmp_path / "content/sources/post.md").write_text("---\ntitle: Memorial\n---\n\nKept back.\n", encoding="utf-8")
    known = fragments(examine(tmp_path, Plain()).files)
    assert known["/sources/post/"]["content"] == "Memorial."


HOSTILE = '"><script>alert(1)</script> [content],x:y'


def test_hostile_words_are_words(root: Path) -> None:
    topic = HOSTILE.removeprefix('"')
    (root / "content/topics/odd.md").write_text(f"---\ntitle: '{topic}'\ntype: theme\n---\n", encoding="utf-8")
    edit(root / "content/sources/nasser-2026-01-26.md", "topics: [", f"publisher: '{HOSTILE}'\ntopics: [odd, ")
    built = examine(root, Plain())
    assert not built.errors, built.problems
    known = fragments(built.files)
    assert known["/topics/odd/"]["meta"] == {"title": topic}
    post = known["/sources/nasser-2026-01-26/"]
    assert post["filters"]["topic"][0] == topic  # type: ignore[index]
    assert post["filters"]["publisher"] == [HOSTILE]  # type: ignore[index]
    assert post["meta"]["publisher"] == HOSTILE  # type: ignore[index]


@pytest.mark.parametrize(
    ("date", "years", "first"),
    [
        ("2024-10/2026-04", ["2024", "2025", "2026"], "2024-10-01"),
        ("1950/2020", ["1950", "2020"], "1950-01-01"),
        ("2025-04/..", ["2025"], "2025-04-01"),
        ("'[..2026-01-07]'", ["2026"], "2026-01-07"),
    ],
)
def test_an_event_is_found_by_each_year_that_it_may_be_of(root: Path, date: str, years: list[str], first: str) -> None:
    note = "---\ntitle: Of some years\ndate: {}\ndate-note: So it is.\n---\n\nIt was so.\n"
    (root / "content/notes/years.md").write_text(note.format(date), encoding="utf-8")
    html = documents(root)["notes/years/index.html"]
    assert [year for year in map(str, range(1900, 2100)) if f'"year[content]" content="{year}"' in html] == years
    assert f'data-pagefind-sort="date[content]" content="{first}"' in html


def test_characters_that_nobody_sees_and_letters_in_parts_do_not_hide_a_word(root: Path) -> None:
    note = "---\ntitle: Of letters\n---\n\nThe 기념\u200b관 and the cafe\u0301.\n"
    (root / "content/notes/letters.md").write_text(note, encoding="utf-8")
    assert "The 기념관 and the café." in documents(root)["notes/letters/index.html"]


# --- where there is none


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As if Pagefind were not installed."""
    monkeypatch.setattr(indexing, "PACKAGE", "no_such_package_is_installed")
    indexing.program.cache_clear()
    yield
    monkeypatch.undo()
    indexing.program.cache_clear()


@pytest.mark.usefixtures("without")
def test_without_pagefind_a_build_says_so_and_makes_a_site_without_search(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(root, "--no-cache", "--strict") == 0
    assert [line for line in capsys.readouterr().out.splitlines() if line.startswith("note: ")] == [
        "note: the site has no search, since Pagefind, which makes its index, is not installed: run `make`, or install"
        " requirements-search.txt; or write `search: false` in config.yaml"
    ]
    lacking = tree(root / "site")
    edit(root / "config.yaml", "search: true", "search: false")
    assert build(root, "--no-cache") == 0
    assert "note:" not in capsys.readouterr().out
    assert {**tree(root / "site"), "manifest.json": b""} == {**lacking, "manifest.json": b""}


def test_where_none_is_wanted_nothing_of_it_is_on_the_site(root: Path) -> None:
    edit(root / "config.yaml", "search: true", "search: false")
    files = examine(root, Plain()).files
    assert not [path for path in files if path.startswith(("pagefind/", "search/"))]
    assert not [path for path, data in files.items() if path.endswith(".html") and b"search/" in data]


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("#!/bin/sh\necho the disk is odd >&2\nexit 3\n", "Pagefind failed: the disk is odd"),
        ("#!/bin/sh\nexit 0\n", "No such file or directory"),
        ("no program at all", "Pagefind can't be run"),
    ],
)
def test_a_program_that_fails_ends_in_one_line_and_leaves_the_site(
    root: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    script: str,
    words: str,
) -> None:
    assert build(root, "--no-cache") == 0
    before = tree(root / "site")
    broken = tmp_path / "pagefind"
    broken.write_text(script, encoding="utf-8")
    broken.chmod(0o755)
    monkeypatch.setattr(searching, "program", lambda: indexing.Program(str(broken), "0"))
    edit(root / "content/topics/japan.md", "title: Japan", "title: Japan\nnames: [Nippon]")
    capsys.readouterr()
    assert build(root) == 1
    said = capsys.readouterr().err.strip()
    assert said.startswith("Error: ")
    assert words in said
    assert "\n" not in said
    assert tree(root / "site") == before


def test_an_old_address_where_the_index_lies_is_refused(root: Path) -> None:
    edit(root / "content/topics/japan.md", "title: Japan", "title: Japan\naliases: [pagefind/fragment]")
    assert [found.code for found in examine(root, Plain()).problems] == ["path-collision"]


def test_a_dossier_without_an_entry_has_a_site(root: Path) -> None:
    for file in (root / "content").rglob("*.md"):
        file.unlink()
    assert build(root, "--no-cache") == 0
