"""Writing a site: what is in the folder afterwards, what is left alone, and what a run leaves that is cut short."""

import itertools
import os
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from errno import ENOSPC
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier import journal
from dossier.journal import Journal
from dossier.lock import holding
from dossier.write import NotOurs, Written, has_journal, recover, write

MARK = {"dossier.json": b"{}"}
OLD = {
    **MARK,
    "index.html": b"old front",
    "equal.html": b"equal",
    "notes/a/index.html": b"old a",
    "notes/gone/index.html": b"gone",
    "file-to-folder": b"file",
    "folder-to-file/deep/page.html": b"page",
}
NEW = {
    **MARK,
    "index.html": b"new front",
    "equal.html": b"equal",
    "notes/a/index.html": b"new a",
    "notes/b/index.html": b"b",
    "file-to-folder/page.html": b"page",
    "folder-to-file": b"file",
}


def tree(folder: Path) -> dict[str, bytes]:
    """Every file by path; an empty folder as `path/`; a link as what it leads to."""
    found = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = b"-> " + os.fsencode(path.readlink())
        elif path.is_file():
            found[name] = path.read_bytes()
        elif not any(path.iterdir()):
            found[f"{name}/"] = b""
    return found


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "public" / "site"


def digests(files: Mapping[str, bytes]) -> dict[str, str]:
    return {path: sha256(data).hexdigest() for path, data in files.items()}


class Asked(dict[str, bytes]):
    """Files, and which of them were asked for."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__(files)
        self.paths: set[str] = set()

    def __getitem__(self, path: str) -> bytes:
        self.paths.add(path)
        return super().__getitem__(path)


def test_of_files_with_digests_those_are_asked_for_that_are_not_there(site: Path) -> None:
    write(OLD, site)
    (site / "equal.html").write_bytes(b"EQUAL")
    (site / "dossier.json").unlink()
    (site / "dossier.json").symlink_to(site / "index.html")
    files = Asked(NEW | {"index.html": OLD["index.html"]})
    assert write(files, site, digests(files)).unchanged == 1
    assert tree(site) == dict(files)
    assert files.paths == files.keys() - {"index.html"}


# --- what is written


@pytest.mark.parametrize("start", ["absent", "empty"])
def test_a_site_is_put_into_an_absent_or_empty_folder(site: Path, start: str) -> None:
    if start == "empty":
        site.mkdir(parents=True)
    assert write(NEW, site) == Written(written=7, unchanged=0, removed=0)
    assert tree(site) == NEW
    assert list(site.parent.iterdir()) == [site]


def test_a_site_is_made_into_another(site: Path) -> None:
    write(OLD, site)
    assert write(NEW, site) == Written(written=5, unchanged=2, removed=3)
    assert tree(site) == NEW
    assert list(site.parent.iterdir()) == [site]


def test_equal_files_stay_untouched(site: Path) -> None:
    write(OLD, site)
    os.utime(site / "equal.html", (1, 1))
    before = (site / "equal.html").stat()
    write(NEW, site)
    after = (site / "equal.html").stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino) == (10**9, before.st_ino)


def test_a_file_of_equal_size_with_other_bytes_is_written(site: Path) -> None:
    write({**MARK, "a": b"1"}, site)
    assert write({**MARK, "a": b"2"}, site) == Written(written=1, unchanged=1, removed=0)
    assert tree(site) == {**MARK, "a": b"2"}


def test_folders_that_hold_nothing_go(site: Path) -> None:
    write(OLD, site)
    (site / "empty" / "inner").mkdir(parents=True)
    write(OLD, site)
    assert tree(site) == OLD


def test_names_that_differ_by_case_are_different_files(site: Path) -> None:
    write({**MARK, "A.html": b"A", "Notes/x": b"x", "b": b"b"}, site)
    write({**MARK, "a.html": b"a", "notes/x": b"y", "B/c": b"c"}, site)
    assert tree(site) == {**MARK, "a.html": b"a", "notes/x": b"y", "B/c": b"c"}


def test_a_name_that_is_not_unicode_is_removed_like_any(site: Path) -> None:
    write(MARK, site)
    try:
        Path(os.fsdecode(os.fsencode(site) + b"/\xff.html")).write_bytes(b"latin")
    except OSError:
        pytest.skip("this file system takes no such names")
    assert write(NEW, site).removed == 1
    assert tree(site) == NEW


def test_files_have_the_modes_that_the_umask_asks_for(site: Path) -> None:
    before = os.umask(0o027)
    try:
        write(OLD, site)
        write(NEW, site)
    finally:
        os.umask(before)
    modes = {path.relative_to(site).as_posix(): path.stat().st_mode & 0o777 for path in [site, *site.rglob("*")]}
    assert {name: oct(modes[name]) for name in (".", "notes/b", "equal.html", "index.html")} == {
        ".": "0o750",
        "notes/b": "0o750",
        "equal.html": "0o640",
        "index.html": "0o640",
    }


names = st.sampled_from(["a", "A", "b", "ﬁ", "é", "e\u0301"])
trees = st.dictionaries(st.lists(names, min_size=1, max_size=3).map("/".join), st.binary(max_size=2), max_size=6).map(
    lambda files: {p: data for p, data in files.items() if not any(other.startswith(f"{p}/") for other in files)} | MARK
)


@settings(deadline=None, max_examples=50)
@given(old=trees, new=trees)
def test_any_site_can_be_made_into_any_other(old: dict[str, bytes], new: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        write(old, site)
        written = write(new, site)
        assert tree(site) == new
        equal = len(old.items() & new.items())
        assert written == Written(len(new) - equal, equal, len(old.keys() - new.keys()))
        assert write(new, site) == Written(0, len(new), 0)


@pytest.mark.parametrize(
    "path", ["", ".", "/a", "/", "a/", "a//b", "./a", "a/./b", "..", "../a", "a/../b", "a/..", "a\0b", ".git/config"]
)
def test_a_path_that_leads_elsewhere_is_a_bug(site: Path, path: str) -> None:
    with pytest.raises(ValueError):
        write({**MARK, path: b""}, site)
    assert not site.parent.exists()


def test_a_file_below_a_file_is_a_bug(site: Path) -> None:
    with pytest.raises(ValueError, match="'a/b' is a file and a folder"):
        write({"a/b/c": b"", "a/b": b""}, site)


# --- what is left alone


def test_a_folder_that_is_not_ours_is_refused(site: Path) -> None:
    (site / "photos").mkdir(parents=True)
    (site / "photos" / "one.jpg").write_bytes(b"jpg")
    with pytest.raises(NotOurs, match=r"site is not empty and holds no dossier\.json"):
        write(NEW, site)
    assert tree(site.parent) == {"site/photos/one.jpg": b"jpg"}


def test_a_folder_of_empty_folders_is_not_ours(site: Path) -> None:
    (site / "empty").mkdir(parents=True)
    with pytest.raises(NotOurs):
        write(NEW, site)
    assert tree(site) == {"empty/": b""}


def test_a_file_is_not_ours(site: Path) -> None:
    site.parent.mkdir()
    site.write_bytes(b"thesis")
    with pytest.raises(NotOurs, match="site is not a folder"):
        write(NEW, site)
    assert tree(site.parent) == {"site": b"thesis"}


@pytest.mark.parametrize("git", [".git/config", ".git"], ids=["repository", "work tree"])
@pytest.mark.parametrize("old", [{}, OLD], ids=["new", "written before"])
def test_git_is_kept_at_the_top_alone(site: Path, git: str, old: Mapping[str, bytes]) -> None:
    if old:
        write(old, site)
    (site / git).parent.mkdir(parents=True, exist_ok=True)
    (site / git).write_bytes(b"git")
    write(NEW, site)
    (site / "notes" / ".git").write_bytes(b"stray")
    (site / ".DS_Store").write_bytes(b"stray")
    assert write(NEW, site).removed == 2
    assert tree(site) == {**NEW, git: b"git"}


@pytest.mark.parametrize("link", ["index.html", "notes", "notes/a", "stray", "dossier.json"])
@pytest.mark.parametrize("target", ["elsewhere", "elsewhere/index.html", "nowhere"])
def test_links_in_the_output_are_never_followed(site: Path, link: str, target: str) -> None:
    elsewhere = site.parent / "elsewhere"
    (elsewhere / "a").mkdir(parents=True)
    for name in ("index.html", "dossier.json", "a/index.html"):
        (elsewhere / name).write_bytes(NEW["index.html"])
    before = tree(elsewhere)
    write({**MARK, "placeholder": b""}, site)
    (site / link).parent.mkdir(exist_ok=True)
    (site / link).unlink(missing_ok=True)
    (site / link).symlink_to(site.parent / target)
    write(NEW, site)
    assert tree(site) == NEW
    assert tree(elsewhere) == before


def test_a_link_to_an_equal_file_is_replaced(site: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.html"
    as_long_as_its_name = b"." * len(str(elsewhere))
    elsewhere.write_bytes(as_long_as_its_name)
    write(MARK, site)
    (site / "page.html").symlink_to(elsewhere)
    assert write({**MARK, "page.html": as_long_as_its_name}, site).written == 1
    assert not (site / "page.html").is_symlink()


@pytest.mark.parametrize("exists", [True, False])
def test_an_output_that_is_a_link_is_written_where_it_leads(site: Path, tmp_path: Path, exists: bool) -> None:
    if exists:
        write(OLD, site)
    (tmp_path / "link").symlink_to(site, target_is_directory=True)
    write(NEW, tmp_path / "link")
    assert tree(site) == NEW
    assert (tmp_path / "link").is_symlink()
    assert list(site.parent.iterdir()) == [site]


# --- what a run leaves that is cut short

STEPS = [(os, "replace"), (os, "unlink"), (os, "rmdir"), (os, "mkdir"), (os, "fsync"), (Path, "write_bytes")]


class Killed(BaseException):
    """Stands for the end of the process: no step is done after it, not even one of cleaning up."""


DISK_FULL = OSError(ENOSPC, "no space left on device")


def cut_short(patch: pytest.MonkeyPatch, count: int, error: BaseException) -> Callable[[], bool]:
    """Let only so many steps that change the disk succeed; the next raises, and if killed, all after it.

    Returns whether that has happened.
    """
    steps = itertools.count()
    reached = []

    def failing(name: str, step: Callable[..., object]) -> Callable[..., object]:
        def fail_or_do(path: Path, *rest: object, **options: object) -> object:
            number = next(steps)
            if number == count or (number > count and isinstance(error, Killed)):
                reached.append(number)
                if name == "write_bytes":
                    path.open("wb").close()
                raise error
            return step(path, *rest, **options)

        return fail_or_do

    for owner, name in STEPS:
        patch.setattr(owner, name, failing(name, getattr(owner, name)))
    return lambda: bool(reached)


def cut_short_everywhere(folder: Path, old: Mapping[str, bytes] | None, error: BaseException) -> Iterator[Path]:
    """A site made of `old` for each step of writing NEW into it, after a run that was cut short at that step."""
    for count in itertools.count():
        site = folder / str(count) / "site"
        if old is not None:
            write(old, site)
        with pytest.MonkeyPatch.context() as patch:
            is_cut_short = cut_short(patch, count, error)
            with suppress(type(error)):
                write(NEW, site)
        if not is_cut_short():
            assert count > 8, "hardly any step was counted"
            return
        yield site


def files(site: Path) -> dict[str, bytes]:
    return {path: data for path, data in tree(site).items() if not path.endswith("/")}


starts = pytest.mark.parametrize("old", [None, {}, OLD], ids=["absent", "empty", "written before"])
ends = pytest.mark.parametrize("error", [Killed(), DISK_FULL], ids=["killed", "disk full"])


@starts
@ends
def test_every_file_is_whole_wherever_a_run_is_cut_short(
    tmp_path: Path, old: Mapping[str, bytes] | None, error: BaseException
) -> None:
    before = dict(old or {})
    for site in cut_short_everywhere(tmp_path, old, error):
        now = files(site)
        for path in now.keys() | before.keys() | NEW.keys():
            assert now.get(path) in (before.get(path), NEW.get(path)), path
        assert has_journal(site) or now in (before, NEW), "a mixed site could be published"


@starts
@ends
def test_the_next_run_completes_what_was_cut_short(
    tmp_path: Path, old: Mapping[str, bytes] | None, error: BaseException
) -> None:
    for site in cut_short_everywhere(tmp_path, old, error):
        write(NEW, site)
        assert tree(site) == NEW
        assert list(site.parent.iterdir()) == [site]


@ends
def test_recovery_leaves_the_old_site_or_the_new(tmp_path: Path, error: BaseException) -> None:
    outcomes = []
    for site in cut_short_everywhere(tmp_path, OLD, error):
        assert recover(site)
        assert not has_journal(site)
        outcomes.append("old" if files(site) == OLD else "new" if files(site) == NEW else "mixed")
    assert set(outcomes) == {"old", "new"}


@pytest.mark.parametrize("error", [Killed(), DISK_FULL], ids=["killed", "disk full"])
@pytest.mark.parametrize("step", [0, 1, 2, 3, 5, 8, 13])
def test_the_completing_run_can_be_cut_short_too(tmp_path: Path, step: int, error: BaseException) -> None:
    newer = {**MARK, "index.html": b"newer front", "notes": b"file", "file-to-folder/page.html": b"newer page"}
    for site in cut_short_everywhere(tmp_path, OLD, Killed()):
        with pytest.MonkeyPatch.context() as patch, suppress(type(error)):
            cut_short(patch, step, error)
            write(newer, site)
        assert has_journal(site) or files(site) in (OLD, NEW, newer)
        assert recover(site)
        assert files(site) in (OLD, NEW, newer)


def test_an_interrupt_that_comes_when_the_journal_stands_loses_nothing(site: Path) -> None:
    write(MARK, site)
    with pytest.raises(KeyboardInterrupt), journal.staging(site) as new:
        stage_and_interrupt(new, site)
    assert has_journal(site)
    assert recover(site)
    assert tree(site) == {**MARK, "page.html": b"new"}


def stage_and_interrupt(new: Path, site: Path) -> None:
    (new / "0").write_bytes(b"new")
    journal.enter(Journal((), (), ("page.html",), (), {}), site)
    raise KeyboardInterrupt


@starts
def test_a_disk_that_is_full_before_the_journal_stands_changes_nothing(
    tmp_path: Path, old: Mapping[str, bytes] | None
) -> None:
    unchanged = 0
    for site in cut_short_everywhere(tmp_path, old, DISK_FULL):
        if not has_journal(site) and files(site) != NEW:
            assert tree(site) == (old or {})
            assert not [path for path in site.parent.glob("*") if path != site]
            unchanged += 1
    assert unchanged > 5


def test_a_folder_with_a_journal_is_ours_without_its_mark(site: Path) -> None:
    write({"index.html": b"no mark"}, site)
    with journal.staging(site):
        journal.enter(Journal((), (), (), (), {}), site)
    write(NEW, site)
    assert tree(site) == NEW


def test_a_journal_without_its_site_is_dropped(site: Path) -> None:
    site.parent.mkdir()
    with journal.staging(site):
        journal.enter(Journal((), ("notes/",), (), (), {}), site)
    assert recover(site)
    assert tree(site.parent) == {}


def test_there_is_nothing_to_recover_where_nothing_was_written(site: Path) -> None:
    assert recover(site)
    assert not site.parent.exists()


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        b"[" * 100_000,
        b'{"blocking": [], "folders": [], "files": [], "strays": ["../../precious"], "twins": {}}',
        b'{"blocking": ["/precious"], "folders": [], "files": [], "strays": [], "twins": {}}',
        b'{"blocking": [], "folders": ["../made/"], "files": [], "strays": [], "twins": {}}',
        b'{"blocking": [], "folders": [], "files": 1, "strays": [], "twins": {}}',
    ],
)
def test_a_damaged_journal_is_not_carried_out_but_written_over(site: Path, damaged: bytes) -> None:
    write(OLD, site)
    with journal.staging(site) as new:
        journal.enter(Journal((), (), (), (), {}), site)
    (new.parent / "journal").write_bytes(damaged)
    assert not recover(site)
    assert has_journal(site)
    assert tree(site) == OLD
    write(NEW, site)
    assert tree(site.parent) == {f"site/{path}": data for path, data in NEW.items()}


def test_a_damaged_journal_stands_until_the_site_is_whole(tmp_path: Path) -> None:
    for count in range(8):
        site = tmp_path / str(count) / "site"
        write(OLD, site)
        with journal.staging(site) as new:
            journal.enter(Journal((), (), (), (), {}), site)
        (new.parent / "journal").write_bytes(b"damaged")
        with pytest.MonkeyPatch.context() as patch:
            cut_short(patch, count, DISK_FULL)
            with suppress(OSError):
                write(NEW, site)
        assert has_journal(site) or tree(site) == NEW


def test_a_stray_that_is_a_new_file_by_another_name_is_kept(site: Path) -> None:
    """On a file system that ignores case, the old `A.html` is the new `a.html`: here a hard link plays that part."""
    write({**MARK, "a.html": b"a"}, site)
    (site / "A.html").hardlink_to(site / "a.html")
    write({**MARK, "a.html": b"a"}, site)
    assert tree(site) == {**MARK, "a.html": b"a", "A.html": b"a"}


@pytest.mark.skipif(os.name == "nt", reason="there are no such locks")
def test_a_second_run_waits_for_the_first(site: Path) -> None:
    write(OLD, site)
    second = threading.Thread(target=write, args=(NEW, site))
    with holding(site.parent):
        second.start()
        second.join(0.1)
        assert tree(site) == OLD
    second.join()
    assert tree(site) == NEW
