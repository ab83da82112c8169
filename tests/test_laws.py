"""What holds whatever is built: order, cache, processes, folder, clock and locale change nothing; a crash leaves the old site."""

import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from errno import ENOSPC
from pathlib import Path
from typing import Any

import pytest
from folders import PROJECT, edit, first_dossier, run, tree, untouched
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier import journal, pool
from dossier.held import Holding
from dossier.memo import Plain
from dossier.pipeline import build, examine
from dossier.preview.looking import Look, finish, look

# --- warm = cold

A_SOURCE = "---\ntitle: Rain\n---\n\nIt rained for {} days. The river rose.\n\nThe bridge did not hold.\n"
A_NOTE = '---\ntitle: {}\ndate: {}\ntopics: [river]\n---\n\nIt says so [@{}, "{}"]. See [[{}]].\n'
A_CLAIM = "---\nclaim: The river rose.\nevidence:\n  - supports: {}\n    quote: The river rose\n---\n\n{}\n"

WRITTEN: dict[str, list[str]] = {
    "config.yaml": [
        "title: Rain\n",
        "title: Floods\nsource-text: full\n",
        "title: Rain\nchecks: {uncited-source: off}\n",
    ],
    "content/sources/rain.md": [A_SOURCE.format(n) for n in ("two", "three")],
    "content/sources/flood.md": [A_SOURCE.format(n) for n in ("two", "nine")],
    "content/notes/first.md": [
        A_NOTE.format("First", "2024-05", "rain", "It rained for two days", "river"),
        A_NOTE.format("First and last", "2024", "flood", "The bridge did not hold", "second"),
    ],
    "content/notes/second.md": [
        A_NOTE.format("Second", "2024-05-03", "flood", "The river rose", "First"),
        A_NOTE.format("Second", "2024-05-04", "flood", "The river sank", "nowhere"),
        '---\ntitle: Second\naliases: [old]\ndraft: true\n---\n\n"Nobody" said so.\n',
    ],
    "content/claims/rose.md": [A_CLAIM.format("rain", ""), A_CLAIM.format("flood", "As [[first]] says.")],
    "content/topics/river.md": ["---\ntitle: River\n---\n", "---\ntitle: The river\ntype: place\norigin: rain\n---\n"],
    "content/topics/rain.md": ["---\ntitle: Weather\nnames: [Rain]\n---\n"],
    "templates/corrections.html": ["<h1>{% include 'notice.txt' %}</h1>", "{{ page.nothing }}", "{% if %}"],
    "templates/notice.txt": ["one", "two"],
    "templates/note.html": ["<p>a note without places that others lead to</p>"],
    "templates/more.html": ["used by no page"],
    "templates/assets/style.css": ["body { color: black }"],
}
"""What an editor may write, by path: right and wrong, and templates that override the project's."""

START = {path: texts[0] for path, texts in WRITTEN.items() if not path.startswith("templates/")}

Step = tuple[str, ...]
"""`write PATH TEXT`, `remove PATH`, or `rename PATH PATH`, which swaps them if both are there."""
_PATHS = sorted(WRITTEN)
_steps = st.one_of(
    st.sampled_from([("write", path, text) for path in _PATHS for text in WRITTEN[path]]),
    st.sampled_from([("remove", path) for path in _PATHS if path != "config.yaml"]),
    st.permutations([path for path in _PATHS if path.endswith(".md")]).map(lambda paths: ("rename", *paths[:2])),
)


def after(files: dict[str, str], step: Step) -> dict[str, str]:
    """The files of a dossier after an editor's step."""
    match step:
        case "write", path, text:
            return files | {path: text}
        case "remove", path:
            return {each: text for each, text in files.items() if each != path}
        case [_, old, new]:
            names = {old: new, new: old}
            return {names.get(path, path): text for path, text in files.items()}
    raise ValueError(step)


def write_files(files: dict[str, str], root: Path) -> None:
    """Make a folder of just these files, and leave alone what a build has made there."""
    for path in WRITTEN.keys() - files.keys():
        (root / path).unlink(missing_ok=True)
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


@settings(max_examples=8, deadline=None)
@given(steps=st.lists(_steps, min_size=2, max_size=4))
def test_a_build_with_a_cache_gives_what_a_build_without_one_gives(steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        warm, files = Path(folder, "warm"), START
        built: dict[str, bytes] = {}
        for number, step in enumerate([("write", "config.yaml", START["config.yaml"]), *steps]):
            files = after(files, step)
            cold = Path(folder, f"cold-{number}")
            for root in (warm, cold):
                write_files(files, root)
            said = run("build", cold, cold / "site", "--no-cache")
            assert run("build", warm, warm / "site") == said
            built = tree(cold / "site") or built
            assert tree(warm / "site") == built, "what is built now; with errors, what was built last"


@settings(max_examples=25, deadline=None)
@given(steps=st.lists(_steps, min_size=2, max_size=6))
def test_looks_one_after_another_find_what_a_first_look_would(steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root, files, memo, seen = Path(folder), START, Holding(Plain()), Look()
        shown: dict[str, bytes] = {}
        for step in [("write", "config.yaml", START["config.yaml"]), *steps]:
            files = after(files, step)
            write_files(files, root)
            seen, made = finish(look(root, memo, seen), root, memo), examine(root, Plain(), drafts=True)
            assert seen.problems == made.problems
            shown = dict(made.files) or shown
            if shown and seen.site:
                assert {path: seen.site.file(path) for path in shown} == shown


def test_a_template_that_comes_later_is_used_by_the_next_build_of_one_process(tmp_path: Path) -> None:
    output = tmp_path / "site"
    write_files(START | {"templates/more.html": "used by no page"}, tmp_path)
    assert run("build", tmp_path, output).code == 0
    write_files(START | {"templates/more.html": "", "templates/corrections.html": "<h1>mine</h1>"}, tmp_path)
    assert run("build", tmp_path, output).code == 0
    assert (output / "corrections/index.html").read_text(encoding="utf-8") == "<h1>mine</h1>"


def test_whatever_a_template_includes_is_set_anew_when_it_changes(tmp_path: Path) -> None:
    files = START | {"templates/corrections.html": "<p>{% include 'notice.txt' %}</p>"}
    for notice in ("one", "two"):
        write_files(files | {"templates/notice.txt": notice}, tmp_path)
        assert run("build", tmp_path, tmp_path / "site").code == 0
        assert (tmp_path / "site/corrections/index.html").read_text(encoding="utf-8") == f"<p>{notice}</p>"


# --- order and processes


class _Shuffled:
    """What os.scandir gives, in another order."""

    def __init__(self, found: list[os.DirEntry[str]]) -> None:
        self._found = iter(found)

    def __enter__(self) -> Iterator[os.DirEntry[str]]:
        return self._found

    def __exit__(self, *_: object) -> None:
        pass

    def __iter__(self) -> Iterator[os.DirEntry[str]]:
        return self._found


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """The first dossier, built."""
    build(first_dossier(tmp_path / "first"), tmp_path / "built", Plain())
    return tmp_path / "built"


def shuffle(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """Let every folder be listed in a chance order from now on."""
    listed, chance = os.scandir, random.Random(seed)

    def shuffled(path: Any = ".") -> _Shuffled:
        with listed(path) as found:
            entries = sorted(found, key=lambda entry: entry.name)
        chance.shuffle(entries)
        return _Shuffled(entries)

    monkeypatch.setattr(os, "scandir", shuffled)


@pytest.mark.parametrize("seed", range(3))
def test_the_order_in_which_files_are_listed_changes_nothing(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    shuffle(monkeypatch, seed)
    build(tmp_path / "first", tmp_path / "again", Plain())
    monkeypatch.undo()
    assert tree(tmp_path / "again") == tree(built)


def test_the_order_in_which_files_are_listed_does_not_decide_which_of_two_has_an_id(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {f"content/notes/{folder}/same.md": f"---\ntitle: {folder}\n---\n\n[[nowhere]]\n" for folder in "abcd"}
    for path, text in (START | files).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    found = examine(tmp_path, Plain()).problems
    assert [(p.path, p.code) for p in found if "same" in p.path] == [
        ("content/notes/a/same.md", "unknown-link"),
        *((f"content/notes/{folder}/same.md", "duplicate-id") for folder in "bcd"),
    ]
    for seed in range(8):
        shuffle(monkeypatch, seed)
        assert examine(tmp_path, Plain()).problems == found
        monkeypatch.undo()


def test_the_folder_in_which_a_note_is_kept_changes_nothing(built: Path, tmp_path: Path) -> None:
    notes = tmp_path / "first/content/notes"
    (notes / "a").mkdir()
    (notes / "troops-sent.md").rename(notes / "a/troops-sent.md")
    build(tmp_path / "first", tmp_path / "again", Plain())
    assert tree(tmp_path / "again") == tree(built)


def test_two_processes_give_what_one_gives(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[int] = []
    given: set[str] = set()

    class Counted(ProcessPoolExecutor):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            started.append(arguments[0])

        def submit(self, function: Any, /, *arguments: Any, **named: Any) -> Any:
            # A chunk of work, else what is done ahead of it.
            given.add(arguments[1][0].__name__ if len(arguments) == 3 else function.__name__)
            return super().submit(function, *arguments, **named)

    monkeypatch.setattr(pool, "ProcessPoolExecutor", Counted)
    monkeypatch.setattr(pool, "FEW", 12)
    monkeypatch.setattr(pool, "SMALLEST", 4)
    assert run("build", tmp_path / "first", tmp_path / "two", "--jobs", "2", "--no-cache").code == 0
    assert started == [1]
    assert given == {"read_topic", "_compile", "render_page"}
    assert tree(tmp_path / "two") == tree(built)


# --- where and when


AROUND: list[tuple[str, dict[str, str]]] = [
    ("there", {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "0"}),
    ("söme other's <folder>/deep", {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "1"}),
    ("elsewhere", {"TZ": "America/Los_Angeles", "LANG": "ko_KR.EUC-KR", "PYTHONHASHSEED": "77", "PYTHONUTF8": "0"}),
]


def _built_by_command(root: Path, settings: dict[str, str]) -> dict[str, bytes]:
    """The site that the command makes in an interpreter of its own, called from the dossier's folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON", "TZ"))}
    done = subprocess.run(
        [sys.executable, str(PROJECT / "build.py"), "--root", ".", "--no-cache", "--format", "json"],
        cwd=root,
        env=kept | settings,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    return tree(root / "site")


def test_neither_folder_nor_clock_nor_locale_changes_a_byte(built: Path, tmp_path: Path) -> None:
    content = b"".join(tree(tmp_path / "first").values())
    for name, settings_ in AROUND:
        root = first_dossier(tmp_path / name)
        made = _built_by_command(root, settings_)
        assert made == tree(built)
        telling = [str(tmp_path), str(PROJECT), *(day for day in _these_days() if day.encode() not in content)]
        assert [(path, word) for path, data in made.items() for word in telling if word.encode() in data] == []


def _these_days() -> Iterator[str]:
    """Today in any time zone, as it may be written."""
    for days in (-1, 0, 1):
        day = datetime.now(UTC) + timedelta(days=days)
        yield from (day.strftime(form) for form in ("%Y-%m-%d", "%Y%m%d", "%d %B %Y", "%B %d, %Y", "%d %b %Y"))
        yield f"{day.day} {day:%B %Y}"


# --- crashes


def _full(*_: object, **__: object) -> int:
    raise OSError(ENOSPC, "No space left on device")


@pytest.mark.parametrize("after_files", [0, 5])
def test_a_disk_that_fills_up_leaves_the_site_as_it_was(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after_files: int
) -> None:
    before, write_bytes, left = untouched(built), Path.write_bytes, iter(range(after_files))
    edit(tmp_path / "first/config.yaml", "title: A North", "title: Another North")

    def fills_up(path: Path, data: Any) -> int:
        return write_bytes(path, data) if next(left, None) is not None else _full()

    monkeypatch.setattr(Path, "write_bytes", fills_up)
    with pytest.raises(OSError, match="No space"):
        build(tmp_path / "first", built, Plain())
    monkeypatch.undo()
    assert untouched(built) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["built", "first"]


def test_a_crash_before_all_is_ready_leaves_the_site_as_it_was(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = untouched(built)
    edit(tmp_path / "first/config.yaml", "title: A North", "title: Another North")
    monkeypatch.setattr(journal, "enter", _full)
    with pytest.raises(OSError, match="No space"):
        build(tmp_path / "first", built, Plain())
    monkeypatch.undo()
    assert untouched(built) == before
    assert build(tmp_path / "first", built, Plain()).written is not None
    assert b"Another North" in (built / "index.html").read_bytes()
