"""A run that finds nothing changed tells what the last one told, at once; whatever is not as it was, it sees."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from folders import tree
from sites import parse_site, with_base, write_site

from dossier import journal
from dossier.journal import Journal
from dossier.unchanged import digest_of_inputs, recall

PROJECT = Path(__file__).parent.parent
RUN = """
import sys
from dossier.cli import main
try:
    main(sys.argv[1:])
finally:
    print("at once" if "dossier.pipeline" not in sys.modules else "anew", file=sys.stderr)
"""
NOTE = "content/notes/unveiling.md"
A_NOTE = "---\ntitle: Late\ndate: 2026-01-01\n---\n\nIt is late.\n"
LONE = "content/sources/lone.md"
A_SOURCE = "---\ntitle: Nobody cites it\nurl: https://example.org/lone\n---\n\nAlone.\n"
SITE = parse_site("unchanged", f"=== {NOTE}\n{A_NOTE.replace('Late', 'Unveiling')}=== expected\n")


def run(root: Path, command: str = "build", *options: str) -> tuple[str, int, bool]:
    """What a run prints, its exit code, and whether it told what the last one found."""
    arguments = [sys.executable, "-c", RUN, command, "--root", str(root), *options]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False, cwd=PROJECT)
    assert done.stderr.splitlines(), done
    return done.stdout, done.returncode, done.stderr.splitlines()[-1] == "at once"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The dossier of tests/sites/base.txt, built once."""
    root = tmp_path / "dossier"
    write_site(with_base(SITE), root)
    assert run(root)[1:] == (0, False)
    return root


def test_no_damage_to_what_was_kept_changes_what_is_told(root: Path) -> None:
    inputs, kept = digest_of_inputs(root), root / ".cache/outcome"
    data, due = kept.read_bytes(), recall(root, inputs, root / "site", strict=False)
    assert due
    for at in range(len(data)):
        kept.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        assert recall(root, inputs, root / "site", strict=False) is None


def test_a_second_run_tells_the_same_at_once_and_leaves_the_site_alone(root: Path) -> None:
    first = run(root, "build", "--no-cache")
    before = tree(root / "site")
    second = run(root)
    assert second == (first[0], 0, True)
    assert tree(root / "site") == before
    assert run(root, "check")[1:] == (0, True)


def test_a_check_tells_at_once_what_a_check_told(root: Path) -> None:
    (root / NOTE).write_text(A_NOTE + "\nMore.\n")
    told, code, at_once = run(root, "check")
    assert not at_once
    assert run(root, "check") == (told, code, True)
    # Of a check there is no site, so that a build must make it.
    assert run(root)[1:] == (0, False)
    assert b"More." in (root / "site/notes/unveiling/index.html").read_bytes()


CHANGES: dict[str, dict[str, str | None]] = {
    "a note edited": {NOTE: A_NOTE},
    "a note added": {"content/notes/late.md": A_NOTE},
    "a note removed": {NOTE: None},
    "a note renamed": {NOTE: None, "content/notes/other.md": A_NOTE.replace("Late", "Unveiling")},
    "a note in another folder": {NOTE: None, "content/notes/a/unveiling.md": A_NOTE.replace("Late", "Unveiling")},
    "another title of the site": {"config.yaml": "title: Another\n"},
    "a template of the dossier's own": {"templates/about.html": '{% extends "base.html" %}'},
    "an asset of the dossier's own": {"templates/assets/own.css": "p { margin: 0 }"},
    "a page edited by hand": {"site/index.html": "<p>By hand"},
    "a page removed": {"site/index.html": None},
    "the manifest edited": {"site/manifest.json": "{}"},
    "the manifest removed": {"site/manifest.json": None},
    "a file too many": {"site/stray.txt": "stray"},
    "a folder with a file too many": {"site/stray/stray.txt": "stray"},
    "what was kept removed": {".cache/outcome": None},
    "what was kept replaced": {".cache/outcome": "\x01\x02"},
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_is_seen(root: Path, tmp_path: Path, change: str) -> None:
    for path, text in CHANGES[change].items():
        if text is None:
            (root / path).unlink()
        else:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
    assert_is_made_anew(root, tmp_path)


def test_a_page_of_the_same_size_and_time_is_seen(root: Path, tmp_path: Path) -> None:
    page = root / "site/index.html"
    before = page.stat()
    page.write_bytes(page.read_bytes().replace(b"<p", b"<b", 1))
    os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert_is_made_anew(root, tmp_path)


def test_an_empty_folder_too_many_is_seen(root: Path, tmp_path: Path) -> None:
    (root / "site/stray").mkdir()
    assert_is_made_anew(root, tmp_path)


def test_a_page_that_became_a_link_is_seen(root: Path, tmp_path: Path) -> None:
    (root / "site/index.html").rename(tmp_path / "copy.html")
    (root / "site/index.html").symlink_to(tmp_path / "copy.html")
    assert_is_made_anew(root, tmp_path)
    assert not (root / "site/index.html").is_symlink()


def test_a_site_that_is_gone_is_seen(root: Path, tmp_path: Path) -> None:
    shutil.rmtree(root / "site")
    assert_is_made_anew(root, tmp_path)


def test_what_was_kept_and_cut_short_is_seen(root: Path, tmp_path: Path) -> None:
    kept = root / ".cache/outcome"
    kept.write_bytes(kept.read_bytes()[:-9])
    assert_is_made_anew(root, tmp_path)


def assert_is_made_anew(root: Path, tmp_path: Path) -> None:
    """Of what is there now a run tells and makes what one in a fresh folder does; and the next run knows it."""
    fresh = tmp_path / "fresh"
    shutil.copytree(root, fresh, ignore=shutil.ignore_patterns("site", ".cache"))
    told, code, at_once = run(root)
    told_there, code_there, _ = run(fresh)
    assert not at_once
    assert (summed_up(told), code) == (summed_up(told_there), code_there)
    assert {path.is_dir() for path in (root / "site").glob("stray*")} == set()
    assert tree(root / "site") == tree(fresh / "site")
    assert run(root)[2]


def summed_up(told: str) -> str:
    """What a run tells but for how many files it changed."""
    return told.partition("(")[0] + told.partition(")")[2]


def test_a_fault_is_told_at_once_too_and_the_site_stays(root: Path) -> None:
    (root / NOTE).write_text("---\ntitle: T\ndate: 2026-13\n---\n")
    before = tree(root / "site")
    told, code, at_once = run(root)
    assert code == 1
    assert "bad-date" in told
    assert not at_once
    assert run(root) == (told, 1, True)
    assert tree(root / "site") == before


def test_a_write_that_was_cut_short_is_completed_though_faults_are_as_they_were(root: Path) -> None:
    (root / LONE).write_text("---\n", encoding="utf-8")
    faulty = run(root)
    assert faulty[1] == 1
    with journal.staging(root / "site") as new:
        (new / "0").write_bytes(b"as it was to be")
        journal.enter(Journal((), (), ("index.html",), (), {}), root / "site")
    assert run(root) == (*faulty[:2], False)
    assert (root / "site/index.html").read_bytes() == b"as it was to be"
    assert run(root) == (*faulty[:2], True)


def test_a_configuration_that_can_not_be_used_is_told_at_once_too(root: Path) -> None:
    (root / "config.yaml").write_text("title: [\n")
    told, code, _ = run(root)
    assert code == 2
    assert run(root) == (told, 2, True)


def test_a_warning_is_an_error_where_that_is_asked_for(root: Path) -> None:
    (root / LONE).write_text(A_SOURCE)
    told, code, _ = run(root)
    assert code == 0
    assert "warning" in told
    strict = run(root, "build", "--strict")
    assert strict[1:] == (1, True)
    assert "as it was" in strict[0]
    assert run(root)[1:] == (0, True)


def test_a_site_that_was_not_written_is_not_taken_for_written(root: Path) -> None:
    (root / LONE).write_text(A_SOURCE)
    before = tree(root / "site")
    assert run(root, "build", "--strict")[1] == 1
    assert tree(root / "site") == before
    assert run(root)[1:] == (0, False)
    assert tree(root / "site") != before


def test_another_output_is_written(root: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    assert not run(root, "build", "--output", str(other))[2]
    assert tree(other) == tree(root / "site")
    assert run(root, "build", "--output", str(other))[2]
    assert run(root)[2]


def test_a_link_in_the_content_is_not_guessed_at(root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("one")
    (root / "content/linked.txt").symlink_to(outside)
    assert not run(root)[2]
    assert not run(root)[2]


def test_without_a_cache_nothing_is_kept(root: Path) -> None:
    shutil.rmtree(root / ".cache")
    run(root, "build", "--no-cache")
    assert not (root / ".cache").exists()
