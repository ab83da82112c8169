"""Bad sites: each dossier of tests/sites/ prints just what it says, and no output folder is touched for it."""

import json
import os
from pathlib import Path

import pytest
from sites import BASE, Site, accept, names, parse_site, printed, read_site, run, with_base, write_site

from dossier import cli
from dossier import originalfiles as reading
from dossier.diagnostics import CODES

CLEAN = "clean-"
"""How the names of sites begin in which nothing is wrong."""
CHANGED = "unverified-quote-changed-number"


def codes_of(site: Site) -> set[str]:
    return {code for code in CODES if f"[{code}]: " in site.expected}


def published(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Make a folder look as if a build had published a site there; its tree."""
    for path, text in (("dossier.json", "{}"), ("notes/index.html", "an old page")):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return tree(folder)


def tree(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file below a folder with its bytes and when it was changed (ns)."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


@pytest.mark.parametrize("name", [BASE, *names()])
def test_a_site_gives_just_what_it_says_and_none_with_errors_touches_the_output(
    name: str, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    site = read_site(name)
    old = published(tmp_path / "site")
    found = printed(run(site, tmp_path))
    if pytestconfig.getoption("accept") and found != site.expected:
        accept(name, found)
        pytest.skip("accepted: read the difference before you commit it")
    assert found == site.expected
    assert (tree(tmp_path / "site") == old) == (not found.endswith("exit 0"))


def test_every_code_is_triggered_by_a_site() -> None:
    triggered = {code for name in names() for code in codes_of(read_site(name))}
    assert triggered == set(CODES)


@pytest.mark.parametrize("name", names())
def test_a_site_is_named_after_the_code_that_it_shows_and_says_in_a_line_what_is_wrong(name: str) -> None:
    site = read_site(name)
    assert len(site.about.splitlines()) == 1
    if name.startswith(CLEAN):
        assert site.expected == "exit 0"
    else:
        assert any(name.startswith(f"{code}-") for code in codes_of(site))


@pytest.mark.parametrize("name", names())
def test_messages_are_lower_case_and_neither_they_nor_hints_end_with_a_full_stop(name: str) -> None:
    for line in read_site(name).expected.splitlines()[:-1]:
        message, hint = line.partition("]: ")[2], line.partition("  hint: ")[2]
        assert message[:1] == message[:1].lower()
        assert (message or hint).strip(" .") == (message or hint) != ""


# --- the format of a site


def test_a_site_is_its_sections_and_what_it_expects() -> None:
    site = parse_site("x", "About it.\n\n=== a/b c.md\n---\nx\n\n=== config.yaml (absent)\n\n=== expected\nexit 1\n")
    assert site == Site("x", "About it.", {"a/b c.md": b"---\nx\n", "config.yaml": None}, "exit 1")


def test_what_text_can_not_hold_is_written_as_escapes() -> None:
    site = parse_site("x", "=== a (escaped)\n\\xff\\x00 no\\*3\n=== b\n\\xff\n=== expected\n")
    assert site.files == {"a": b"\xff\x00 nooo\n", "b": b"\\xff\n"}


def test_what_a_file_said_before_stands_apart() -> None:
    site = parse_site("x", "=== a (before)\nold\n=== a\nnew\n=== expected\n")
    assert (site.files, site.before) == ({"a": b"new\n"}, {"a": b"old\n"})


@pytest.mark.parametrize("text", ["=== a\nx\n", "=== expected\n=== a\n", "=== a\n=== a\n=== expected\n", ""])
def test_a_site_that_expects_nothing_or_names_a_file_twice_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="sections"):
        parse_site("x", text)


def test_a_site_takes_the_place_of_files_of_the_base() -> None:
    site = parse_site("x", "=== config.yaml (absent)\n=== new.md\nx\n=== expected\n")
    files = with_base(site).files
    assert files["config.yaml"] is None
    assert files["new.md"] == b"x\n"
    assert files["content/sources/post.md"] == read_site(BASE).files["content/sources/post.md"]


# --- the command


def command(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str]:
    """The exit code of a command, and what it printed on standard output."""
    with pytest.raises(SystemExit) as stopped:
        cli.main([*map(str, arguments), "--no-cache", "--jobs", "1"])
    code = stopped.value.code
    return (code if isinstance(code, int) else 0), capsys.readouterr().out


def root_of(name: str, tmp_path: Path) -> Path:
    write_site(with_base(read_site(name)), tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "options", "expected", "said"),
    [
        (BASE, [], 0, "1 source, 0 notes, 0 claims, 1 topic, 1 quotation"),
        ("uncited-source-read-and-not-used", [], 0, "; 1 warning"),
        ("uncited-source-read-and-not-used", ["--strict"], 1, "1 warning"),
        ("clean-warning-answered", ["--strict"], 0, "1 source"),
        (CHANGED, [], 1, "1 error"),
        ("bad-config-absent", [], 2, "1 error; nothing was read"),
        ("unknown-config-key-misspelt", ["--strict"], 2, "1 error; nothing was read"),
    ],
)
def test_the_exit_code_tells_content_from_configuration(
    name: str, options: list[str], expected: int, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = root_of(name, tmp_path)
    code, out = command(capsys, "check", "--root", root, *options)
    assert (code, said in out.splitlines()[-1], (root / "site").exists()) == (expected, True, False)
    code, out = command(capsys, "build", "--root", root, *options)
    assert (code, said in out.splitlines()[-1], (root / "site").exists()) == (expected, True, expected == 0)


def test_wrong_usage_ends_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(capsys, "check", "--root", tmp_path / "nowhere")[0] == 2
    assert command(capsys, "check", "--root", tmp_path, "--format", "xml")[0] == 2


@pytest.mark.parametrize("name", [CHANGED, "unknown-field-beside-other-faults", "bad-config-no-title"])
def test_text_is_what_the_sites_expect_and_a_line_that_sums_up(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out = command(capsys, "check", "--root", root_of(name, tmp_path))
    assert [*out.splitlines()[:-1], f"exit {code}"] == read_site(name).expected.splitlines()


def test_json_holds_the_problems_and_the_counts_and_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out = command(capsys, "check", "--root", root_of(CHANGED, tmp_path), "--format", "json")
    made = json.loads(out)
    pages = made["counts"].pop("pages")
    assert (code, pages > 10) == (1, True)
    assert made == {
        "problems": [
            {
                "path": "content/notes/visit.md",
                "line": 5,
                "column": 22,
                "severity": "error",
                "code": "unverified-quote",
                "message": "“reportedly deployed around 15,000 soldiers” is not in source post",
                "hint": "the nearest passage is at content/sources/post.md:7: “reportedly deployed around 14,000 soldiers”",
            }
        ],
        "counts": {"sources": 1, "notes": 1, "claims": 0, "topics": 1, "quotations": 2},
    }


def test_github_shows_the_problem_beside_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = command(capsys, "check", "--root", root_of(CHANGED, tmp_path), "--format", "github")
    assert code == 1
    assert out.splitlines() == [
        "::error file=content/notes/visit.md,line=5,col=22,title=unverified-quote::"
        "“reportedly deployed around 15,000 soldiers” is not in source post%0A"
        "hint: the nearest passage is at content/sources/post.md:7: “reportedly deployed around 14,000 soldiers”",
        "1 error",
    ]


def test_names_and_words_can_not_forge_a_workflow_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = '---\ntitle: A visit\n---\n\n[@post, "100%25 ::error::x"]\n'
    site = parse_site("x", f"=== content/notes/a,b:c%.md\nx\n=== content/notes/visit.md\n{text}=== expected\n")
    write_site(with_base(site), tmp_path)
    _, out = command(capsys, "check", "--root", tmp_path, "--format", "github")
    lines = out.splitlines()
    assert lines[0].startswith("::error file=content/notes/a%2Cb%3Ac%25.md,line=1,col=1,title=bad-id::")
    assert "“100%2525 ::error::x” is not in source post" in lines[1]
    assert len(lines) == 3


# --- what a text can't show


def test_an_original_that_is_too_large_is_told_from_one_that_was_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LARGEST_ORIGINAL", 10)
    made = run(read_site("digest-mismatch-original-changed"), tmp_path)
    assert [(found.code, found.line) for found in made.problems] == [("too-large", 4)]


@pytest.mark.parametrize("target", ["post.txt", "../../config.yaml", "a" * 300])
def test_an_original_is_there_only_if_it_lies_in_its_folder(target: str, tmp_path: Path) -> None:
    site = read_site("missing-file-original")
    (tmp_path / "content/originals").mkdir(parents=True)
    (tmp_path / "content/originals/post.html").symlink_to(target)
    (tmp_path / "content/originals/post.txt").symlink_to("post.html")
    assert printed(run(site, tmp_path)) == site.expected


def test_a_path_that_is_not_utf_8_is_a_problem_of_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "content/notes" / os.fsdecode(b"\xff")
    try:
        folder.mkdir(parents=True)
    except OSError:
        pytest.skip("this file system refuses the name")
    (folder / "visit.md").write_text("---\ntitle: A visit\n---\n")
    assert printed(run(read_site(BASE), tmp_path)) == (
        "content/notes/\ufffd/visit.md:1:1: error[bad-id]: this path is not UTF-8\n"
        "  hint: rename the file, or its folder\nexit 1"
    )


def test_a_file_s_name_can_not_steer_the_terminal(tmp_path: Path) -> None:
    site = parse_site("x", "=== content/notes/a\x1b[2Jb.md\nx\n=== expected\n")
    assert printed(run(site, tmp_path)).startswith("content/notes/a[2Jb.md:1:1: error[bad-id]: ")
