"""The manifest lists the site as it is and names its content, so that anyone can compute both again without this program."""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from folders import PROJECT, edit, first_dossier, run, tree
from website import on_disk, one_line, parse

from dossier import __version__, checkout
from dossier.manifest import MANIFEST, Manifest, read_manifest
from dossier.memo import Plain
from dossier.pipeline import build

RECIPE = (checkout.__doc__ or "").partition("again:\n\n")[2]
"""How to compute the content's digest in a shell, as the module says it."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return first_dossier(tmp_path / "first")


def made(root: Path) -> dict[str, Any]:
    """The manifest of a dossier that is built now."""
    outcome = build(root, root.parent / "site", Plain())
    assert outcome.written, outcome.problems
    return dict(json.loads((root.parent / "site" / MANIFEST).read_bytes()))


def by_hand(root: Path) -> str:
    """The content's digest, computed by the programs of any Unix."""
    done = subprocess.run(["bash", "-c", RECIPE], cwd=root, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout.split()[0]


def test_it_lists_every_file_but_itself_with_its_digest(root: Path) -> None:
    listed = made(root)["files"]
    site = tree(root.parent / "site")
    del site[MANIFEST]
    assert len(site) > 50
    assert listed == {path: hashlib.sha256(data).hexdigest() for path, data in site.items()}
    assert list(listed) == sorted(listed)


def test_it_names_the_engine(root: Path) -> None:
    engine = made(root)["engine"]
    assert (engine["name"], engine["version"]) == ("dossier", __version__)
    assert engine["sha256"] == made(root)["engine"]["sha256"]


def test_the_engine_s_digest_tells_one_program_from_another_but_not_one_machine_from_another(tmp_path: Path) -> None:
    def digest(name: str, line_ends: bytes, more: bytes = b"") -> str:
        folder = tmp_path / name
        for part in ("dossier", "templates"):
            shutil.copytree(PROJECT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        for path in folder.rglob("*.py"):
            path.write_bytes(path.read_bytes().replace(b"\n", line_ends))
        (folder / "templates/front.html").write_bytes((folder / "templates/front.html").read_bytes() + more)
        script = "from dossier.manifest import engine; print(engine().sha256)"
        command = [sys.executable, "-c", script]
        return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout

    assert digest("here", b"\n") == digest("there", b"\r\n")
    assert digest("changed", b"\n", b"<!-- more -->") != digest("unchanged", b"\n")


# --- the content's digest


def test_the_content_s_digest_can_be_computed_by_hand(root: Path) -> None:
    content = made(root)["content"]
    files = [path for path in tree(root) if path == "config.yaml" or path.startswith("content/")]
    assert content == {"files": len(files), "sha256": by_hand(root)}


def test_strange_files_count_as_they_do_by_hand_and_hidden_ones_and_links_do_not(root: Path) -> None:
    before = made(root)["content"]
    (root / "content/.DS_Store").write_bytes(b"hidden")
    (root / "content/notes/.hidden").mkdir()
    (root / "content/notes/.hidden/note.md").write_bytes(b"hidden")
    (root / "content/link.txt").symlink_to(root / "config.yaml")
    assert made(root)["content"] == before
    (root / "content/images").mkdir()
    (root / "content/images/방문 &.png").write_bytes(b"\x89PNG")
    (root / "content/originals/unused.txt").write_bytes(b"of no source")
    after = made(root)["content"]
    assert after == {"files": before["files"] + 2, "sha256": by_hand(root)}


DRAFT = "---\ntitle: Not yet\ndraft: true\n---\n\nNobody knows.\n"


def test_a_draft_counts_since_the_digest_is_of_a_checkout(root: Path) -> None:
    before = made(root)
    (root / "content/notes/draft.md").write_text(DRAFT, encoding="utf-8")
    after = made(root)
    assert after["files"] == before["files"]
    assert after["content"]["sha256"] == by_hand(root) != before["content"]["sha256"]


def test_the_original_of_a_draft_counts_as_it_is_not_as_it_is_said_to_be(tmp_path: Path) -> None:
    files = {
        "config.yaml": "title: Rain\n",
        "content/sources/rain.md": f"---\ntitle: Rain\ndraft: true\noriginal: rain.txt\nsha256: {'0' * 64}\n---\n",
        "content/originals/rain.txt": "Rain",
    }
    for path, text in files.items():
        (tmp_path / "root" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "root" / path).write_text(text, encoding="utf-8")
    assert made(tmp_path / "root")["content"] == {"files": 3, "sha256": by_hand(tmp_path / "root")}


def test_the_folder_within_a_kind_s_says_nothing(root: Path) -> None:
    before = made(root)
    (root / "content/notes/2024").mkdir()
    (root / "content/notes/troops-sent.md").rename(root / "content/notes/2024/troops-sent.md")
    assert made(root) == before
    assert by_hand(root) == before["content"]["sha256"]


# --- in the whole


def test_a_remembered_build_has_the_manifest_of_one_that_remembers_nothing(root: Path) -> None:
    output = root.parent / "warm"
    run("build", root, output)
    edit(root / "content/notes/troops-sent.md", "importance: high\n", "")
    run("build", root, output)
    warm = json.loads((output / MANIFEST).read_bytes())
    assert warm == made(root)


def test_no_alias_takes_its_place(root: Path) -> None:
    edit(
        root / "content/notes/troops-sent.md", "importance: high\n", "importance: high\naliases: [manifest.json/old]\n"
    )
    said = run("check", root, root.parent / "site", "--no-cache")
    assert [found.code for found in said.problems] == ["path-collision"]


def test_the_page_about_the_site_leads_to_it_and_a_source_s_page_says_how_to_compare(root: Path) -> None:
    made(root)
    fetch = on_disk(root.parent / "site")
    about = parse((fetch("about/") or b"").decode())
    assert "../manifest.json" in [each.attributes.get("href") for each in about]
    page = parse((fetch("sources/forklift-visit/") or b"").decode())
    said = one_line(page.text())
    original = (root / "content/originals/forklift-visit.txt").read_bytes()
    assert f"SHA-256 {hashlib.sha256(original).hexdigest()}" in said
    assert "sha256sum FILE" in said
    assert "shasum -a 256 FILE" in said


# --- read from anywhere


GOOD = {
    "engine": {"name": "dossier", "version": "1", "sha256": "0" * 64},
    "content": {"files": 1, "sha256": "0" * 64},
    "files": {"index.html": "a" * 64},
}


def test_what_was_written_can_be_read(root: Path) -> None:
    written = made(root)
    found = read_manifest((root.parent / "site" / MANIFEST).read_bytes())
    assert isinstance(found, Manifest)
    assert found.files == written["files"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "can’t be read"),
        (b"<!doctype html>", "can’t be read"),
        (b"\xff\xfe", "can’t be read"),
        (b"[" * 100_000, "can’t be read"),
        (json.dumps(GOOD | {"files": {}}).encode(), "lists no file"),
        (json.dumps(GOOD | {"files": {"../etc/passwd": "a" * 64}}).encode(), "no path within a site"),
        (json.dumps(GOOD | {"files": {"/etc/passwd": "a" * 64}}).encode(), "no path within a site"),
        (json.dumps(GOOD | {"files": {"index.html": "A" * 64}}).encode(), "no SHA-256"),
        (json.dumps(GOOD | {"files": {"index.html": 1}}).encode(), "can’t be read"),
        (json.dumps({"files": GOOD["files"]}).encode(), "can’t be read"),
    ],
)
def test_what_is_no_manifest_is_refused_with_a_reason(data: bytes, reason: str) -> None:
    found = read_manifest(data)
    assert isinstance(found, str)
    assert reason in found
    assert "\n" not in found
