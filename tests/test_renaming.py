"""`build.py rename`: everything that named an entry names it still, under its new id; and not a byte else is changed."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from folders import edit, first_dossier, tree
from sites import parse_site, with_base, write_site

from dossier.cli import command
from dossier.memo import Remembering
from dossier.names import Ref
from dossier.pipeline import Gathered, examine, gather
from dossier.placing import write_whole
from dossier.renaming import Renaming, put, rename
from dossier.stores import InMemory

FIRST = sorted(path.relative_to("content").as_posix() for path in Path("content").glob("*/*.md"))


@pytest.fixture(scope="module")
def memo() -> Remembering:
    return Remembering(InMemory())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return first_dossier(tmp_path)


def said(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(command, ["rename", *arguments, "--root", str(root)])


def small(root: Path, files: str) -> Path:
    """The base of the small sites with some files more."""
    write_site(with_base(parse_site("x", f"{files}\n=== expected\n")), root)
    return root


def body(root: Path, path: str) -> str:
    return (root / path).read_text(encoding="utf-8").split("\n---\n", 1)[1].strip()


@pytest.mark.parametrize("path", FIRST)
def test_an_entry_of_the_first_dossier_is_renamed_and_back(root: Path, memo: Remembering, path: str) -> None:
    kind, old = path.removesuffix(".md").split("s/", 1)
    before, problems = tree(root / "content"), examine(root, memo).problems
    found = rename(root, memo, Ref(kind, old), "새-이름-9")  # type: ignore[arg-type]
    assert isinstance(found, Renaming), found
    put(root, found)
    made = examine(root, memo)
    assert made.problems == problems
    assert f"{kind}s/{old}/index.html" in made.files
    words = (f"@{old}", f"[[{old}]]", f"[[{old}|", f"said-by={old}}}", f"said-by: {old}\n")
    left = [name for name, data in tree(root / "content").items() if any(word in data.decode() for word in words)]
    assert left == []
    back = rename(root, memo, Ref(kind, "새-이름-9"), old)  # type: ignore[arg-type]
    assert isinstance(back, Renaming), back
    put(root, back)
    after = tree(root / "content")
    renamed = after.pop(path).decode()
    assert renamed.replace(f"aliases:\n  - {kind}s/새-이름-9/\n", "") == before.pop(path).decode()
    assert after == before


def test_the_old_address_leads_to_the_new_one(root: Path) -> None:
    assert said(root, "topic", "ju-ae", "kim-ju-ae").exit_code == 0
    built = CliRunner().invoke(command, ["build", "--root", str(root), "--no-cache", "--jobs", "1"])
    assert built.exit_code == 0, built.output
    assert 'href="../../topics/kim-ju-ae/"' in (root / "site/topics/ju-ae/index.html").read_text(encoding="utf-8")


MANY_WAYS = """=== content/topics/a-b.md
---
title: The place
---
=== content/notes/ways.md
---
title: Ways
topics:
  - 'a-b'   # the place
---

<!-- [[a-b]] --> `[[a-b]]` and [[a-b]], [[a-b|words]], [[topic:a-b]]; [[The place]] stays.
[[a-b]]\tand [[a-b]], twice. [@post, "for North Korean soldiers"]{said-by=a-b}
"""


def test_each_way_of_naming_follows_and_comments_code_and_titles_stay(tmp_path: Path) -> None:
    root = small(tmp_path, MANY_WAYS)
    done = said(root, "topic", "a-b", "c")
    assert done.exit_code == 0, done.output
    assert "5 references" not in done.output
    text = (root / "content/notes/ways.md").read_text(encoding="utf-8")
    assert text == MANY_WAYS.split("ways.md\n")[1].replace("'a-b'", "'c'").replace("said-by=a-b", "said-by=c").replace(
        " and [[a-b]], [[a-b|words]], [[topic:a-b]];", " and [[c]], [[c|words]], [[topic:c]];"
    ).replace("[[a-b]]\tand [[a-b]], twice", "[[c]]\tand [[c]], twice")


def test_a_link_that_would_come_to_mean_two_things_says_the_kind(tmp_path: Path) -> None:
    root = small(
        tmp_path,
        "=== content/topics/hall.md\n---\ntitle: Hall\n---\n\n"
        "=== content/topics/tower.md\n---\ntitle: Tower\n---\n\n"
        "=== content/notes/talk.md\n---\ntitle: Talk\n---\n\n[[tower]] and [[Tower]]\n"
        "=== content/notes/walk.md\n---\ntitle: Walk\n---\n\n[[hall]] and [[talk]]\n",
    )
    assert said(root, "note", "talk", "tower").exit_code == 0
    assert body(root, "content/notes/tower.md") == "[[topic:tower]] and [[Tower]]"
    assert body(root, "content/notes/walk.md") == "[[hall]] and [[note:tower]]"


def test_front_matter_of_every_form_takes_the_alias(tmp_path: Path) -> None:
    files = {
        "block": "aliases:\n  - old/place\ntitle: B\n",
        "flow": "aliases: [old/other]\ntitle: F\n",
        "crlf": "title: C\r\n",
    }
    root = small(tmp_path, "")
    for name, fields in files.items():
        end = "\r\n" if "\r" in fields else "\n"
        (root / f"content/topics/{name}.md").write_bytes(f"---{end}{fields}---{end}{end}Text.{end}".encode())
        done = said(root, "topic", name, f"{name}-new")
        assert done.exit_code == 0, done.output
    memo = Remembering(InMemory())
    gathered = gather(root, memo)
    assert isinstance(gathered, Gathered)
    topics = gathered.dossier.topics
    assert topics["block-new"].fields.aliases == ("old/place", "topics/block/")
    assert topics["flow-new"].fields.aliases == ("old/other", "topics/flow/")
    assert (root / "content/topics/crlf-new.md").read_bytes() == (
        b"---\r\ntitle: C\r\naliases:\r\n  - topics/crlf/\r\n---\r\n\r\nText.\r\n"
    )


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("topic", "kim-jon-un", "kim"), "there is no topic “kim-jon-un”; did you mean kim-jong-un?"),
        (("topic", "kcna", "russia"), "the id russia is taken by content/topics/russia.md"),
        (("topic", "kcna", "K C N A"), "“K C N A” can't be an id: use lower-case letters, digits and hyphens"),
        (("topic", "kcna", "../kcna"), "“../kcna” can't be an id: use lower-case letters, digits and hyphens"),
    ],
)
def test_what_can_t_be_is_refused_in_a_line(root: Path, arguments: tuple[str, ...], reason: str) -> None:
    before = tree(root / "content")
    done = said(root, *arguments)
    assert (done.exit_code, done.output) == (1, f"not renamed: {reason}\n".replace("“", '"').replace("”", '"'))
    assert tree(root / "content") == before


def test_a_file_that_can_t_be_read_whole_is_named_and_nothing_is_renamed(root: Path) -> None:
    edit(root / "content/notes/troops-sent.md", "title: ", "tittle: ")
    before = tree(root / "content")
    done = said(root, "topic", "kcna", "agency")
    assert done.exit_code == 1
    assert "content/notes/troops-sent.md:2:1: error[unknown-field]" in done.output
    assert "not renamed: not every file can be read whole" in done.output
    assert tree(root / "content") == before


def test_a_dry_run_shows_the_difference_and_changes_nothing(root: Path) -> None:
    before = tree(root)
    done = said(root, "claim", "which-pact", "what-pact", "--dry-run")
    assert done.exit_code == 0
    assert "--- a/content/claims/which-pact.md\n+++ b/content/claims/what-pact.md\n" in done.output
    assert "+  - claims/which-pact/\n" in done.output
    assert {path: data for path, data in tree(root).items() if not path.startswith(".cache")} == before


@pytest.mark.parametrize("fault", [OSError("the disk is full"), KeyboardInterrupt()])
def test_cut_short_it_leaves_everything_as_it_was(
    root: Path, memo: Remembering, monkeypatch: pytest.MonkeyPatch, fault: BaseException
) -> None:
    found = rename(root, memo, Ref("topic", "kcna"), "agency")
    assert isinstance(found, Renaming)
    before, count = tree(root / "content"), 0

    def failing(path: Path, data: bytes) -> None:
        nonlocal count
        count += 1
        if count == 4:
            raise fault
        write_whole(path, data)

    monkeypatch.setattr("dossier.renaming.write_whole", failing)
    with pytest.raises(type(fault)):
        put(root, found)
    assert count > 4
    assert tree(root / "content") == before


def test_a_file_that_has_come_to_have_the_name_is_not_written_over(root: Path, memo: Remembering) -> None:
    found = rename(root, memo, Ref("topic", "kcna"), "agency")
    assert isinstance(found, Renaming)
    (root / "content/topics/agency.md").write_text("---\ntitle: Mine\n---\n", encoding="utf-8")
    before = tree(root / "content")
    with pytest.raises(FileExistsError):
        put(root, found)
    assert tree(root / "content") == before
