"""Reviews: `build.py review` writes one into a file and touches nothing else; it lapses when what was reviewed changes."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from folders import edit, run
from sites import BASE, read_site, write_site

from dossier.cli import command

NOTE = "content/notes/visit.md"
SOURCE = "content/sources/post.md"
CLAIM = "content/claims/sent.md"
VISIT = """---
title: Soldiers sent
date: 2026-01-26
topics: [hall]  # what it is about
---

North Korea *sent* soldiers [@post, "reportedly deployed around 14,000 soldiers"]. The [[hall]] "names" none
[@other, "Nobody names them"].
"""
OTHER = "---\ntitle: Another\nurl: https://example.org/other\n---\n\nNobody names them.\n\nThe rest.\n"
SENT = """---
claim: North Korea sent soldiers.
evidence:
  - supports: post
    quote: reportedly deployed around 14,000 soldiers
---
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_site(read_site(BASE), tmp_path)
    for path, text in ((NOTE, VISIT.replace('"names"', "names")), ("content/sources/other.md", OTHER), (CLAIM, SENT)):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def review(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(command, ["review", "--root", str(root), "--date", "2026-02-01", *arguments])


def lapsed(root: Path) -> list[str]:
    """What the warnings `review-lapsed` of a check say, the rest of which must be clean."""
    found = run("check", root, root / "site", "--no-cache").problems
    assert {one.code for one in found} <= {"review-lapsed"}
    return [one.message for one in found]


# --- when a review lapses

EDITS = {
    "nothing": (NOTE, "", "", ""),
    "a word of the text": (NOTE, "*sent* soldiers", "*sent* its soldiers", "the text"),
    "a quotation": (NOTE, "around 14,000 soldiers", "around 14,000 soldiers to support", "the text"),
    "a citation": (NOTE, "[@other, ", "[see @other, ", "the text"),
    "the title": (NOTE, "title: Soldiers sent", "title: Soldiers were sent", "the text"),
    "the date": (NOTE, "date: 2026-01-26", "date: 2026-01-27", "the text"),
    "the address of a link": (NOTE, "*sent*", "[sent](../../sources/)", "the text"),
    "a quoted source's body": (SOURCE, "the dead.", "his dead.", "source post"),
    "another quoted source's body": ("content/sources/other.md", "The rest.", "The remainder.", "source other"),
    "a source's address": (SOURCE, "example.org/post", "example.org/posts", ""),
    "emphasis": (NOTE, "*sent*", "**sent**", ""),
    "a link round the same words": (NOTE, "*sent* soldiers", "*sent* [[hall|soldiers]]", ""),
    "a line that breaks elsewhere": (NOTE, " none\n[@other", "\nnone [@other", ""),
    "the form of marks": (NOTE, '"Nobody names them"', "“Nobody names them”", ""),
    "a comment": (NOTE, "# what it is about", "# its topic", ""),
    "when it came in": (NOTE, "---\n\nNorth", "added: 2026-02-02\n---\n\nNorth", ""),
    "an old address": (NOTE, "---\n\nNorth", "aliases: [old/]\n---\n\nNorth", ""),
    "an answer to a warning": (NOTE, "---\n\nNorth", "accept: {bound-dropped: so}\n---\n\nNorth", ""),
    "a source that is not cited": ("content/topics/hall.md", "It is for soldiers", "It is for the soldiers", ""),
}


@pytest.mark.parametrize("name", EDITS)
def test_a_review_lapses_when_words_change_that_were_reviewed(name: str, root: Path) -> None:
    path, before, after, changed = EDITS[name]
    assert review(root, NOTE, "--by", "Ada Okafor").exit_code == 0
    assert lapsed(root) == []
    if before:
        edit(root / path, before, after)
    due = f"the review by Ada Okafor of 2026-02-01 has lapsed: since then {changed} changed"
    assert lapsed(root) == ([due] if changed else [])


def test_a_claim_is_reviewed_with_its_evidence(root: Path) -> None:
    assert review(root, CLAIM, "--by", "Ada").exit_code == 0
    edit(root / CLAIM, "around 14,000 soldiers", "around 14,000 soldiers to support Russian forces")
    assert lapsed(root) == ["the review by Ada of 2026-02-01 has lapsed: since then the text changed"]


def test_text_and_sources_that_changed_are_both_named(root: Path) -> None:
    review(root, NOTE, "--by", "Ada")
    edit(root / NOTE, "*sent*", "gave")
    edit(root / SOURCE, "the dead.", "his dead.")
    assert lapsed(root) == ["the review by Ada of 2026-02-01 has lapsed: since then the text and source post changed"]


def test_a_later_review_that_holds_is_enough_and_else_each_reviewer_s_last_is_told(root: Path) -> None:
    review(root, NOTE, "--by", "Ada")
    review(root, NOTE, "--by", "Ben")
    edit(root / NOTE, "*sent*", "gave")
    assert len(lapsed(root)) == 2
    review(root, NOTE, "--by", "Ada")
    assert lapsed(root) == []
    edit(root / NOTE, "gave", "lent")
    assert len(lapsed(root)) == 2


def test_a_review_without_a_digest_never_lapses_and_the_page_says_so(root: Path) -> None:
    edit(root / NOTE, "topics:", "reviewed: [{by: Ada, date: 2026-01-30}]\ntopics:")
    assert lapsed(root) == []
    run("build", root, root / "site", "--no-cache")
    assert "(what was reviewed is not on record)" in (root / "site/notes/visit/index.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("path", "page"),
    [
        (NOTE, "notes/visit"),
        (CLAIM, "claims/sent"),
        (SOURCE, "sources/post"),
        ("content/topics/hall.md", "topics/hall"),
    ],
)
def test_the_page_of_any_kind_says_who_reviewed_it_when_and_whether_it_lapsed(path: str, page: str, root: Path) -> None:
    assert review(root, path, "--by", "Ada <Okafor>").exit_code == 0
    run("build", root, root / "site", "--no-cache")
    html = " ".join((root / f"site/{page}/index.html").read_text("utf-8").split())
    said = (
        'Reviewed by Ada &lt;Okafor&gt; on <span class="date"><time datetime="2026-02-01">1 February 2026</time></span>'
    )
    assert said in html
    assert "lapsed" not in html
    edit(
        root / path, "---\n\n" if path != CLAIM else "claim: North", "---\n\nNow. " if path != CLAIM else "claim: South"
    )
    run("build", root, root / "site", "--no-cache")
    html = (root / f"site/{page}/index.html").read_text("utf-8")
    assert 'lapsed</span> <span class="meta">Since then the text changed.</span>' in html


# --- what is written

HEAD = "---\ntitle: Soldiers sent\n"
BODY = '---\n\nIt sent soldiers [@post, "reportedly deployed around 14,000 soldiers"].\n'
ITEM = "- by: Ada\n{0}  date: 2026-02-01\n{0}  digest: DIGEST\n"
OLD = "- by: Ben\n{0}  date: 2026-01-30\n"
FLOW = '{by: "Ada", date: "2026-02-01", digest: "DIGEST"}'
FORMS = {
    "none yet": ("", f"reviewed:\n  {ITEM.format('  ')}"),
    "none yet, a comment last": ("# the end\n", f"# the end\nreviewed:\n  {ITEM.format('  ')}"),
    "none yet, an open text last": (
        "date-note: |+\n  Why.\n\n\n",
        f"date-note: |+\n  Why.\n\n\nreviewed:\n  {ITEM.format('  ')}",
    ),
    "an empty field": ("reviewed:\ndate: 2026\n", f"reviewed:\n  {ITEM.format('  ')}date: 2026\n"),
    "a list": (f"reviewed:\n  {OLD.format('  ')}", f"reviewed:\n  {OLD.format('  ')}  {ITEM.format('  ')}"),
    "a list that is not indented": (
        f"reviewed:\n{OLD.format('')}# next\n\ndate: 2026\n",
        f"reviewed:\n{OLD.format('')}{ITEM.format('')}# next\n\ndate: 2026\n",
    ),
    "a list whose last text is open": (
        "reviewed:\n    - date: 2026-01-30\n      by: >-\n        Ben\n        # Two\n\ndate: 2026\n",
        "reviewed:\n    - date: 2026-01-30\n      by: >-\n        Ben\n        # Two\n"
        f"\n    {ITEM.format('    ')}date: 2026\n",
    ),
    "in brackets": (
        "reviewed: [{by: Ben, date: 2026-01-30}]  # ] see\ndate: 2026\n",
        f"reviewed: [{{by: Ben, date: 2026-01-30}}, {FLOW}]  # ] see\ndate: 2026\n",
    ),
    "empty brackets": ("reviewed: []\n", f"reviewed: [{FLOW}]\n"),
    "brackets over lines, a comma last": (
        "reviewed: [\n  {by: Ben, date: 2026-01-30},\n]\n",
        f"reviewed: [\n  {{by: Ben, date: 2026-01-30}},\n{FLOW}]\n",
    ),
}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("name", FORMS)
def test_the_review_is_all_that_is_written(name: str, end: str, root: Path) -> None:
    before, after = FORMS[name]
    file = root / NOTE
    file.write_bytes(f"\ufeff{HEAD}{before}{BODY}".replace("\n", end).encode())
    file.chmod(0o640)
    assert review(root, NOTE, "--by", "Ada").exit_code == 0
    text = file.read_bytes().decode()
    assert re.sub("[0-9a-f]{16} post=[0-9a-f]{16}", "DIGEST", text) == f"\ufeff{HEAD}{after}{BODY}".replace("\n", end)
    assert file.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in file.parent.iterdir()] == ["visit.md"]
    (root / "content/sources/other.md").unlink()
    assert lapsed(root) == []


@pytest.mark.parametrize(
    "name", ["yes", "Ada: editor #2", '"Ada"', "김 여정", "- Ada", "12", "O’Neill-Smith Jr.", "a\\b"]
)
def test_any_name_can_sign(name: str, root: Path) -> None:
    assert review(root, NOTE, "--by", name).exit_code == 0
    edit(root / NOTE, "*sent*", "gave")
    assert lapsed(root)[0].startswith(f"the review by {name} of")


def test_front_matter_in_braces_has_no_place_for_it_and_the_lines_to_add_are_said(root: Path) -> None:
    (root / NOTE).write_text('---\n{title: "A"}\n---\n\nIt is.\n', encoding="utf-8")
    done = review(root, NOTE, "--by", "Ada")
    assert done.exit_code == 1
    assert "has no place for it; add under `reviewed:`\n  - by: Ada\n    date: 2026-02-01\n    digest: " in done.output
    assert (root / NOTE).read_text(encoding="utf-8") == '---\n{title: "A"}\n---\n\nIt is.\n'


def test_to_review_the_same_again_on_the_same_day_changes_nothing(root: Path) -> None:
    review(root, NOTE, "--by", "Ada")
    once = (root / NOTE).read_bytes()
    assert review(root, NOTE, "--by", "Ada").exit_code == 0
    assert (root / NOTE).read_bytes() == once


def test_a_draft_can_be_reviewed_before_it_is_published(root: Path) -> None:
    edit(root / NOTE, "topics:", "draft: true\ntopics:")
    assert review(root, NOTE, "--by", "Ada").exit_code == 0
    edit(root / NOTE, "draft: true\n", "")
    assert lapsed(root) == []


# --- what is refused


@pytest.mark.parametrize(
    ("path", "before", "after", "code"),
    [
        (NOTE, "around 14,000", "around 15,000", "unverified-quote"),
        (NOTE, "title: Soldiers sent", "titel: Soldiers sent", "missing-field"),
        (NOTE, "*sent*", "[sent](nowhere/)", "broken-link"),
        (SOURCE, "url: https", "urls: https", "unknown-field"),
    ],
)
def test_a_file_with_errors_or_that_rests_on_such_a_source_is_refused(
    path: str, before: str, after: str, code: str, root: Path
) -> None:
    edit(root / path, before, after)
    untouched = (root / NOTE).read_bytes(), (root / CLAIM).read_bytes()
    done = review(root, CLAIM, NOTE, "--by", "Ada")
    assert done.exit_code == 1
    assert f"error[{code}]" in done.output
    assert ((root / NOTE).read_bytes(), (root / CLAIM).read_bytes()) == untouched


def test_errors_elsewhere_do_not_matter(root: Path) -> None:
    edit(root / CLAIM, "around 14,000", "around 15,000")
    assert review(root, NOTE, "--by", "Ada").exit_code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        [NOTE],
        [NOTE, "--by", " "],
        [NOTE, "--by", "A\nB"],
        [NOTE, "--by", "Ada", "--date", "2026"],
        [NOTE, "--by", "Ada", "--date", "2026-01-25?"],
        [NOTE, "--by", "Ada", "--date", "soon"],
        ["content/notes/absent.md", "--by", "Ada"],
        ["config.yaml", "--by", "Ada"],
        ["--by", "Ada"],
    ],
)
def test_wrong_usage_ends_with_2_and_a_line(arguments: list[str], root: Path) -> None:
    before = (root / NOTE).read_bytes()
    done = review(root, *arguments)
    assert (done.exit_code, "Traceback" in done.output) == (2, False)
    assert (root / NOTE).read_bytes() == before


def test_without_a_date_it_is_the_day_of_the_machine(root: Path) -> None:
    done = CliRunner().invoke(command, ["review", "--root", str(root), NOTE, "--by", "Ada"])
    assert done.exit_code == 0
    assert re.search(r"by: Ada\n    date: \d{4}-\d\d-\d\d\n", (root / NOTE).read_text(encoding="utf-8"))
