"""Silent changes: what a dossier says otherwise than before and tells nobody; and `build.py changes`, which asks git for before."""

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from folders import first_dossier
from hypothesis import given
from hypothesis import strategies as st
from sites import BASE, read_site, write_site

from dossier.changes import Changes, silent_changes
from dossier.cli import command
from dossier.diagnostics import Problem
from dossier.memo import Plain
from dossier.pipeline import Gathered, gather
from dossier.stated import fold_words
from dossier.typos import mends

NOTE, CLAIM, SOURCE = "content/notes/visit.md", "content/claims/sent.md", "content/sources/post.md"
NEXT, LATER = "content/notes/next.md", "content/claims/more.md"
TOPIC, OTHER, DIGEST = "content/topics/hall.md", "content/notes/other.md", "content/sources/digest.md"
FILES = {
    NOTE: """---
title: Soldiers are sent abroad
date: 2026-01-26
date-note: By its print.
date-from:
  - source: post
    quote: In 2024
topics: [hall]
---

North Korea did not recieve the soldiers of Russia in 2024. They were 12,000 men and they went abroad.

It sent soldiers [@post, "reportedly deployed around 14,000 soldiers"]. The dead have no "name the dead" there [@post].

> In 2024, North Korea reportedly deployed around 14,000 soldiers to support Russian forces. [@post]
""",
    CLAIM: """---
claim: North Korea sent around 14,000 soldiers.
figure: around 14,000
label: soldiers sent
evidence:
  - supports: post
    origin: hall
    quote: reportedly deployed around 14,000 soldiers
    note: It says so itself.
  - supports: digest
    origin: hall
    quote: around 14,000 soldiers were sent
---

It is known from two.
""",
    NEXT: """---
title: A parade is to come
date: 2027-01-01
expected: true
---

It stands in print [@digest]. A man said it [@digest, "around 14,000 soldiers"]{said-by=kim}.
""",
    LATER: """---
claim: It sent soldiers.
supersedes: sent
evidence:
  - supports: digest
    quote: soldiers were sent
---
""",
    OTHER: "---\ntitle: Another\n---\n\nNothing is known of it. See [[claim:sent]].\n",
    DIGEST: "---\ntitle: Digest\npublisher: Press\npublished: 2026-01-27\nurl: https://example.org/d\nprovenance: Found.\n"
    "---\n\nIn Russia around 14,000 soldiers were sent. The rest of it is long.\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return written(tmp_path / "now", FILES)


def written(root: Path, files: Mapping[str, str]) -> Path:
    write_site(read_site(BASE), root)
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


def linked(root: Path) -> Gathered:
    gathered = gather(root, Plain())
    assert isinstance(gathered, Gathered)
    return gathered


def compared(before: Path, now: Path) -> Changes:
    was, is_ = linked(before), linked(now)
    return silent_changes(was.dossier, is_.dossier, is_.corpus)


def told(before: Path, now: Path) -> list[tuple[str, str]]:
    return [(found.path, found.message) for found in compared(before, now).problems]


def edited(root: Path, path: str, before: str, after: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert text.count(before) == 1, (before, text.count(before))
    (root / path).write_text(text.replace(before, after), encoding="utf-8")


# --- an edit, and what is said of it

MEN = "They were 12,000 men and they went abroad."
RECEIVE = "North Korea did not recieve the soldiers of Russia in 2024."
DEPLOYED = "reportedly deployed around 14,000 soldiers"
TOLD: dict[str, tuple[str, str, str, str]] = {
    "a figure": (CLAIM, "figure: around 14,000", "figure: 14,000", "the figure “around 14,000” is now “14,000”"),
    "a figure that is gone": (CLAIM, "figure: around 14,000\n", "", "the figure “around 14,000” is gone"),
    "a claim": (
        CLAIM,
        "sent around 14,000",
        "lent around 14,000",
        "the claim “North Korea sent around 14,000 soldiers.” is now “North Korea lent around 14,000 soldiers.”",
    ),
    "a date": (NOTE, "date: 2026-01-26", "date: 2026-01-25", "the date “26 January 2026” is now “25 January 2026”"),
    "how sure a date is": (
        NOTE,
        "date: 2026-01-26",
        "date: 2026-01-26?",
        "the date “26 January 2026” is now “perhaps 26 January 2026”",
    ),
    "a title": (
        NOTE,
        "title: Soldiers are",
        "title: Workers are",
        "the title “Soldiers are sent abroad” is now “Workers are sent abroad”",
    ),
    "a number in prose": (NOTE, "12,000 men", "13,000 men", f"the sentence “{MEN}” is now “{MEN.replace('12', '13')}”"),
    "a date in prose": (
        NOTE,
        "in 2024. They",
        "in 2025. They",
        f"the sentence “{RECEIVE}” is now “{RECEIVE[:-5]}2025.”",
    ),
    "a name in prose": (
        NOTE,
        "of Russia in",
        "of Prussia in",
        f"the sentence “{RECEIVE}” is now “{RECEIVE.replace('Russia', 'Prussia')}”",
    ),
    "a dropped negation": (
        NOTE,
        "did not recieve",
        "did recieve",
        f"the sentence “{RECEIVE}” is now “{RECEIVE.replace(' not', '')}”",
    ),
    "another word": (
        NOTE,
        "went abroad",
        "were killed abroad",
        f"the sentence “{MEN}” is now “{MEN.replace('went', 'were killed')}”",
    ),
    "a question": (NOTE, "went abroad.", "went abroad?", f"the sentence “{MEN}” is now “{MEN[:-1]}?”"),
    "a word of one letter's difference that is no slip": (
        NOTE,
        "soldiers of Russia",
        "soldier of Russia",
        f"the sentence “{RECEIVE}” is now “{RECEIVE.replace('soldiers', 'soldier')}”",
    ),
    "a sentence that is gone": (NOTE, f" {MEN}", "", f"the sentence “{MEN}” is gone"),
    "a cited quotation": (
        NOTE,
        f'[@post, "{DEPLOYED}"]',
        '[@post, "deployed around 14,000 soldiers"]',
        f"the quotation “{DEPLOYED}” from post is now “deployed around 14,000 soldiers” from post",
    ),
    "a quotation that is gone": (
        NOTE,
        f'[@post, "{DEPLOYED}"]',
        "[@post]",
        f"the quotation “{DEPLOYED}” from post is gone from “It sent soldiers.”",
    ),
    "a quotation in prose": (
        NOTE,
        '"name the dead"',
        '"the dead"',
        "the quotation “name the dead” from post is now “the dead” from post",
    ),
    "a blockquote": (
        NOTE,
        "> In 2024, North Korea reportedly",
        "> North Korea reportedly",
        "the quotation “In 2024 , North Korea reportedly deployed around 14,000 soldiers to support Russian forces” from post"
        " is now “North Korea reportedly deployed around 14,000 soldiers to support Russian forces” from post",
    ),
    "a date's quotation": (
        NOTE,
        "quote: In 2024",
        "quote: 2024",
        "the date’s quotation “In 2024 (post)” is now “2024 (post)”",
    ),
    "a line of evidence": (
        CLAIM,
        f"quote: {DEPLOYED}",
        "quote: deployed around 14,000 soldiers",
        f"the evidence “supports: {DEPLOYED} (post)” is now “supports: deployed around 14,000 soldiers (post)”",
    ),
    "a line of evidence that is gone": (
        CLAIM,
        "  - supports: digest\n    origin: hall\n    quote: around 14,000 soldiers were sent\n",
        "",
        "the evidence “supports: around 14,000 soldiers were sent (digest)” is gone",
    ),
    "a standing that changed with its evidence": (
        CLAIM,
        "---\n\nIt is",
        "  - disputes: post\n    quote: Kim did not name the dead\n---\n\nIt is",
        "the standing “single-origin” is now “disputed”",
    ),
    "whose words they are": (
        CLAIM,
        "    note: It says so itself.\n",
        "    note: It says so itself.\n    said-by: hall\n    credibility: 4\n",
        f"the evidence “supports: {DEPLOYED} (post, said by kim, credibility 3)” is now"
        f" “supports: {DEPLOYED} (post, said by hall, credibility 4)”",
    ),
    "whose words a sentence quotes": (
        NEXT,
        "{said-by=kim}",
        "{said-by=hall}",
        "the quotation “around 14,000 soldiers” from digest, said by kim is now “around 14,000 soldiers” from digest, said by"
        " hall",
    ),
    "the source of a sentence": (NEXT, "[@digest].", "[@post].", "the citation of digest is now of post"),
    "a citation that is gone": (NEXT, " [@digest].", ".", "the citation of digest is gone from “It stands in print.”"),
    "what was expected": (NEXT, "expected: true\n", "", "the event “expected” is now “known to have happened”"),
    "what a claim supersedes": (LATER, "supersedes: sent\n", "", "the superseded claim “sent” is gone"),
    "a source's headline": (DIGEST, "title: Digest", "title: Digests", "the title “Digest” is now “Digests”"),
    "a source's date": (DIGEST, "2026-01-27", "2026-01-28", "the date “2026-01-27” is now “2026-01-28”"),
    "a source's text that readers see": (
        DIGEST,
        "The rest of it is long.",
        "The rest of it is short.",
        "the text “The rest of it is long.” is now “The rest of it is short.”",
    ),
    "a topic's sentence": (
        TOPIC,
        "were killed",
        "had died",
        "the sentence “It is for soldiers who were killed.” is now “It is for soldiers who had died.”",
    ),
}
HINT = "say so under `corrections` in this file: date, was, now, why"


class _Any(int):
    """Any line or column."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, int)

    __hash__ = int.__hash__


ANY = (_Any(), _Any())
PLACES = {
    "a figure": (3, 9),
    "a figure that is gone": (1, 1),
    "a date": (3, 7),
    "a number in prose": (11, 61),
    "a dropped negation": (11, 1),
    "a sentence that is gone": (1, 1),
    "a quotation that is gone": (13, 1),
    "a line of evidence": (8, 12),
    "a standing that changed with its evidence": (6, 3),
    "a source's text that readers see": (9, 45),
}
SILENCE = {
    "nothing": (NOTE, MEN, MEN),
    "a slip in prose": (NOTE, "recieve", "receive"),
    "a word twice": (NOTE, "men and they", "men and and they"),
    "white space": (NOTE, "the soldiers of Russia in 2024. They", "the  soldiers\nof Russia in 2024.\nThey"),
    "typography": (NOTE, f'"{DEPLOYED}"', f"“{DEPLOYED}”"),
    "emphasis": (NOTE, "12,000 men", "**12,000** men"),
    "a link": (NOTE, "of Russia in", "of [Russia](../../topics/) in"),
    "another order of sentences": (NOTE, f"{RECEIVE} {MEN}", f"{MEN} {RECEIVE}"),
    "a sentence in another entry": (NOTE, f" {MEN}", ""),
    "a new sentence": (NOTE, MEN, f"{MEN} More is known now."),
    "a new quotation beside a sentence": (NOTE, "went abroad.", 'went abroad [@post, "to support Russian forces"].'),
    "words of a source that was cited before": (NEXT, "[@digest].", '[@digest, "were sent"].'),
    "another source beside the first": (NEXT, "[@digest].", "[@digest; @post]."),
    "a new line of evidence that changes no standing": (
        CLAIM,
        "---\n\nIt is",
        "  - supports: post\n    origin: hall\n    quote: Russian forces\n---\n\nIt is",
    ),
    "a grade that was not given before": (CLAIM, "    note: It says so", "    credibility: 2\n    note: It says so"),
    "a new address": (
        DIGEST,
        "url: https://example.org/d\n",
        "url: https://example.org/d\narchive-url: https://example.org/a\n",
    ),
    "when it came in": (NOTE, "topics: [hall]\n", "topics: [hall]\nadded: 2026-02-01\n"),
}


@pytest.mark.parametrize("name", TOLD)
def test_what_is_published_otherwise_is_told_in_the_new_file(name: str, root: Path, tmp_path: Path) -> None:
    path, before, after, message = TOLD[name]
    old = written(tmp_path / "old", FILES)
    if name == "whose words they are":
        edited(old, path, before, after.replace("hall", "kim").replace("4", "3"))
    edited(root, path, before, after)
    assert compared(old, root) == Changes(
        (Problem(path, *PLACES.get(name, ANY), "silent-change", message, HINT, "warning"),), 0
    )


@pytest.mark.parametrize("name", SILENCE)
def test_what_is_no_silent_change_is_not_told(name: str, root: Path, tmp_path: Path) -> None:
    path, before, after = SILENCE[name]
    old = written(tmp_path / "old", FILES)
    if name == "a word twice":
        edited(old, path, before, after)
    else:
        edited(root, path, before, after)
    if name == "a sentence in another entry":
        edited(root, OTHER, "Nothing is", f"{MEN} Nothing is")
    assert told(old, root) == []
    assert compared(old, root).slips == (name in ("a slip in prose", "a word twice"))


def test_nothing_of_a_dossier_differs_from_itself(tmp_path: Path) -> None:
    first = first_dossier(tmp_path)
    assert compared(first, first) == Changes((), 0)


def test_a_text_that_is_rewritten_from_end_to_end_is_told_sentence_by_sentence(root: Path, tmp_path: Path) -> None:
    old = written(tmp_path / "old", FILES)
    for folder, word in ((old, "Old"), (root, "New")):
        sentences = " ".join(f"{word} sentence number {n}." for n in range(1200))
        (folder / OTHER).write_text(f"---\ntitle: Another\n---\n\n{sentences}\n", encoding="utf-8")
    found = told(old, root)
    assert len(found) == 1200
    assert found[0] == (OTHER, "the sentence “Old sentence number 0.” is gone")


# --- corrections and answers

CORRECTED = "corrections:\n  - {date: 2026-02-01, was: '%s', now: '%s', why: It was wrong.}\n"


@pytest.mark.parametrize(
    ("was", "now", "left"),
    [
        ("12,000", "13,000", ["title"]),
        ("Soldiers", "Workers", ["sentence"]),
        ("They were 12,000 men.", "Workers: 13,000.", []),
        ("a slip of the pen", "as it is here", []),
    ],
)
def test_a_correction_that_came_since_tells_of_the_changes_that_it_names_or_of_all(
    was: str, now: str, left: list[str], root: Path, tmp_path: Path
) -> None:
    old = written(tmp_path / "old", FILES)
    edited(root, NOTE, "12,000 men", "13,000 men")
    edited(root, NOTE, "title: Soldiers", CORRECTED % (was, now) + "title: Workers")
    assert [message.split()[1] for _, message in told(old, root)] == left


def test_an_older_correction_tells_of_nothing_and_one_that_is_gone_is_told(root: Path, tmp_path: Path) -> None:
    corrected = FILES[NOTE].replace("topics:", CORRECTED % ("11,000", "12,000") + "topics:")
    old = written(tmp_path / "old", FILES | {NOTE: corrected})
    now = written(tmp_path / "same", FILES | {NOTE: corrected.replace("12,000 men", "13,000 men")})
    assert [message.split()[1] for _, message in told(old, now)] == ["sentence"]
    assert told(old, root) == [(NOTE, "the correction “11,000 → 12,000” is gone")]


def test_a_corrected_standing_is_told(root: Path, tmp_path: Path) -> None:
    old = written(tmp_path / "old", FILES)
    edited(root, CLAIM, "---\n\nIt is", "  - disputes: post\n    quote: Kim did not name the dead\n---\n\nIt is")
    edited(root, CLAIM, "label:", CORRECTED % ("undisputed", "disputed") + "label:")
    assert told(old, root) == []


def test_an_answer_that_came_since_is_enough_and_an_older_one_is_not(root: Path, tmp_path: Path) -> None:
    old = written(tmp_path / "old", FILES)
    edited(root, NOTE, "12,000 men", "13,000 men")
    edited(root, NOTE, "topics:", "accept: {silent-change: It was never read.}\ntopics:")
    assert told(old, root) == []
    later = written(tmp_path / "later", {path: (root / path).read_text(encoding="utf-8") for path in FILES})
    edited(later, NOTE, "13,000 men", "14,000 men")
    assert len(told(root, later)) == 1


# --- entries that come, go and move


def test_a_new_entry_and_a_draft_are_no_change(root: Path, tmp_path: Path) -> None:
    draft = FILES | {NOTE: FILES[NOTE].replace("topics:", "draft: true\ntopics:")}
    old = written(tmp_path / "old", {path: text for path, text in draft.items() if path != OTHER})
    assert told(old, root) == []
    now = written(tmp_path / "later", draft | {NOTE: draft[NOTE].replace("12,000", "13,000")})
    assert told(written(tmp_path / "older", draft), now) == []


def test_a_removed_entry_is_told_where_it_was_linked_else_at_the_configuration(root: Path, tmp_path: Path) -> None:
    old = written(tmp_path / "old", FILES)
    (root / CLAIM).unlink()
    edited(root, OTHER, " See [[claim:sent]].", "")
    gone = "the claim sent is no longer published: “North Korea sent around 14,000 soldiers.”"
    assert told(old, root) == [
        (OTHER, "the sentence “See North Korea sent around 14,000 soldiers..” is gone"),
        (OTHER, gone),
    ]
    (root / OTHER).unlink()
    (root / LATER).unlink()
    assert ("config.yaml", gone) in told(old, root)


def test_an_entry_made_a_draft_is_told_in_its_file(root: Path, tmp_path: Path) -> None:
    old = written(tmp_path / "old", FILES)
    edited(root, NOTE, "topics:", "draft: true\ntopics:")
    assert told(old, root) == [(NOTE, "the note visit is no longer published: “Soldiers are sent abroad”")]


def test_a_withdrawal_that_a_correction_elsewhere_tells_is_not_silent(root: Path, tmp_path: Path) -> None:
    old = written(tmp_path / "old", FILES)
    (root / NOTE).unlink()
    edited(root, OTHER, "title: Another\n", "title: Another\n" + CORRECTED % ("Soldiers are sent abroad", "withdrawn"))
    assert told(old, root) == []


@pytest.mark.parametrize("alias", ["aliases: [notes/visit/]\n", ""], ids=["alias", "same words"])
def test_a_renamed_file_is_the_same_entry(alias: str, root: Path, tmp_path: Path) -> None:
    old = written(tmp_path / "old", FILES)
    (root / NOTE).unlink()
    new = "content/notes/sent-abroad.md"
    text = FILES[NOTE].replace("topics:", f"{alias}topics:")
    (root / new).write_text(text, encoding="utf-8")
    assert told(old, root) == []
    (root / new).write_text(text.replace("12,000 men", "13,000 men"), encoding="utf-8")
    assert [path for path, _ in told(old, root)] == [new]


def test_a_renamed_source_changes_no_quotation(root: Path, tmp_path: Path) -> None:
    old = written(tmp_path / "old", FILES)
    (root / SOURCE).rename(root / "content/sources/letter.md")
    for path in (NOTE, CLAIM, TOPIC):
        text = (root / path).read_text(encoding="utf-8")
        (root / path).write_text(text.replace("@post", "@letter").replace(": post", ": letter"), encoding="utf-8")
    assert told(old, root) == []


def test_of_a_source_that_shows_no_text_its_text_is_not_compared(root: Path, tmp_path: Path) -> None:
    old = written(tmp_path / "old", FILES)
    edited(root, DIGEST, "The rest of it is long.", "The rest of it is short.")
    for folder in (old, root):
        (folder / "config.yaml").write_text("title: A memorial\nsource-text: metadata\n", encoding="utf-8")
    assert told(old, root) == []


def test_a_file_that_can_not_be_read_now_is_not_taken_for_one_that_is_gone(root: Path, tmp_path: Path) -> None:
    old = written(tmp_path / "old", FILES)
    (root / OTHER).write_text("no front matter", encoding="utf-8")
    assert told(old, root) == []


# --- slips

SLIPS = [
    ("they recieved it", "they received it", True),
    ("it was teh end", "it was the end", True),
    ("the the end", "the end", True),
    ("a data base", "a database", True),
    ("they came, they saw", "they came they saw", True),
    ("their army", "Their army", True),
    ("he could go", "he would go", False),
    ("he may go", "he must go", False),
    ("nearly all", "clearly all", False),
    ("it is not so", "it is now so", False),
    ("a million men", "a billion men", False),
    ("by Kim there", "by Kin there", False),
    ("by kim there", "by Kim there", False),
    ("it rose 3.5 points", "it rose 35 points", False),
    ("between 3, 5", "between 3 5", False),
    ("it is -5 there", "it is 5 there", False),
    ("they killed him", "they billed him", False),
    ("he was killed", "he was kissed", False),
    ("an independant outlet", "an independent outlet", True),
    ("the acommodated men", "the accommodated men", True),
    ("방문했다", "방문한다", False),
]


@pytest.mark.parametrize(("before", "after", "slip"), SLIPS)
def test_a_slip_is_told_from_a_change(before: str, after: str, slip: bool) -> None:
    assert mends(fold_words(before), fold_words(after), lambda _: False) is slip


def test_a_word_that_still_stands_somewhere_was_no_slip() -> None:
    assert not mends(fold_words("the soldier"), fold_words("the soldiers"), lambda word: word == "soldier")


@given(words=st.lists(st.sampled_from(["not", "no", "14", "Kim", "around", "two", "the", "men", ",", "."]), max_size=8))
def test_what_weighs_is_never_mended_away(words: list[str]) -> None:
    before = fold_words(" ".join(words))
    for i, word in enumerate(before):
        if word in ("not", "no", "14", "Kim", "around", "two") and before.count(word) == 1:
            assert not mends(before, before[:i] + before[i + 1 :], lambda _: False)


# --- the command


def git(root: Path, *arguments: str) -> str:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    done = subprocess.run(
        ["git", "-C", str(root), *who, *arguments], capture_output=True, text=True, check=True, env=clean
    )
    return done.stdout.strip()


@pytest.fixture
def repository(root: Path) -> Path:
    """A dossier on `main`, committed once."""
    git(root, "init", "-q", "-b", "main")
    return commit(root)


def commit(root: Path) -> Path:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "now")
    return root


def changes(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(command, ["changes", "--root", str(root), *arguments])


def state(root: Path) -> dict[str, bytes]:
    """All of a repository, git's own files too."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and ".cache" not in path.parts
    }


def test_what_is_not_committed_is_compared_with_the_last_commit(repository: Path) -> None:
    edited(repository, NOTE, "12,000 men", "13,000 men")
    before = state(repository)
    done = changes(repository)
    assert done.exit_code == 0
    first, hint, last = done.stdout.splitlines()
    assert first.startswith(f"{NOTE}:11:")
    assert f": warning[silent-change]: the sentence “{MEN}” is now" in first
    assert hint == "  hint: say so under `corrections` in this file: date, was, now, why"
    head = git(repository, "rev-parse", "HEAD")[:10]
    assert last == f"compared with HEAD ({head}), from which the files here differ: 1 silent change"
    assert state(repository) == before


def test_a_branch_is_compared_with_where_it_left_the_default_branch(repository: Path) -> None:
    base = git(repository, "rev-parse", "HEAD")[:10]
    git(repository, "switch", "-q", "-c", "work")
    edited(repository, NOTE, "12,000 men", "13,000 men")
    commit(repository)
    git(repository, "switch", "-q", "main")
    edited(repository, CLAIM, "figure: around 14,000", "figure: 14,000")
    commit(repository)
    git(repository, "switch", "-q", "work")
    first, _, last = changes(repository).stdout.splitlines()
    assert first.startswith(f"{NOTE}:11:")
    assert last == f"compared with where HEAD left main ({base}): 1 silent change"


def test_a_revision_can_be_named_and_slips_are_counted(repository: Path) -> None:
    edited(repository, NOTE, "recieve", "receive")
    commit(repository)
    base = git(repository, "rev-parse", "HEAD^")
    assert changes(repository, "--since", "HEAD^").stdout == (
        f"compared with HEAD^ ({base[:10]}): no silent changes; 1 mended slip not told\n"
    )
    said = json.loads(changes(repository, "--since", "HEAD^", "--format", "json").stdout)
    assert said == {"since": base, "problems": [], "slips": 1}


def test_github_shows_each_beside_its_line(repository: Path) -> None:
    edited(repository, CLAIM, "figure: around 14,000", "figure: 14,000")
    first = changes(repository, "--format", "github").stdout.splitlines()[0]
    place = f"file={CLAIM},line=3,col=9,title=silent-change"
    assert first.startswith(f"::warning {place}::the figure “around 14,000” is now “14,000”")


@pytest.mark.parametrize(("severity", "code", "lines"), [("error", 1, 3), ("off", 0, 1)])
def test_its_severity_is_the_configuration_s(severity: str, code: int, lines: int, repository: Path) -> None:
    (repository / "config.yaml").write_text(
        f"title: A memorial\nchecks: {{silent-change: {severity}}}\n", encoding="utf-8"
    )
    edited(repository, CLAIM, "figure: around 14,000", "figure: 14,000")
    done = changes(repository)
    assert (done.exit_code, len(done.stdout.splitlines())) == (code, lines)


def test_a_dossier_in_a_folder_of_a_repository_is_compared_with_itself(tmp_path: Path) -> None:
    inner = written(tmp_path / "repo/deep/dossier", FILES)
    git(tmp_path / "repo", "init", "-q", "-b", "main")
    commit(tmp_path / "repo")
    edited(inner, NOTE, "12,000 men", "13,000 men")
    assert changes(inner).stdout.startswith(f"{NOTE}:11:")


def test_names_of_any_script_and_links_in_the_tree_are_read_safely(repository: Path) -> None:
    (repository / "content/notes/방문.md").write_text("---\ntitle: 방문\n---\n\n하나.\n", encoding="utf-8")
    (repository / "content/notes/link.md").symlink_to("/etc/passwd")
    commit(repository)
    edited(repository, "content/notes/방문.md", "하나", "둘")
    assert "“하나.” is" in changes(repository).stdout


def lines(done: Result) -> list[str]:
    assert done.stdout == ""
    return done.stderr.splitlines()


def test_without_history_it_says_so_in_a_line_and_ends_with_2(root: Path) -> None:
    done = changes(root)
    assert done.exit_code == 2
    assert lines(done) == [f"nothing to compare: {root} has no history to compare with: it is in no git repository"]


def test_without_git_it_says_so(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    done = changes(repository)
    assert (done.exit_code, [line.rpartition(": ")[2] for line in lines(done)]) == (2, ["git is not installed"])


@pytest.mark.parametrize("name", ["nowhere", "--output=x", "HEAD~9", ""])
def test_an_unknown_revision_is_said_in_a_line(name: str, repository: Path) -> None:
    done = changes(repository, f"--since={name}")
    assert done.exit_code == 2
    assert lines(done) == [f"nothing to compare: there is no revision {name!r} here; name one with --since"]


def test_nothing_committed_yet_is_said_in_a_line(root: Path) -> None:
    git(root, "init", "-q", "-b", "main")
    assert lines(changes(root)) == ["nothing to compare: nothing has been committed yet"]


def test_a_revision_without_a_dossier_is_said_in_a_line(repository: Path) -> None:
    git(repository, "switch", "-q", "--orphan", "empty")
    git(repository, "commit", "-q", "--allow-empty", "-m", "empty")
    git(repository, "switch", "-q", "main")
    assert lines(changes(repository, "--since", "empty"))[0].endswith("has no config.yaml here")
    git(repository, "switch", "-q", "--orphan", "apart")
    git(repository, "checkout", "-q", "main", "--", ".")
    (repository / "README.md").write_text("Another beginning.", encoding="utf-8")
    commit(repository)
    assert lines(changes(repository))[0].startswith(
        "nothing to compare: nothing is known here that HEAD and main have in common"
    )


def test_a_shallow_clone_is_told_to_fetch_more(repository: Path, tmp_path: Path) -> None:
    edited(repository, NOTE, "12,000 men", "13,000 men")
    commit(repository)
    git(tmp_path, "clone", "-q", "--depth", "1", repository.as_uri(), "shallow")
    done = changes(tmp_path / "shallow", "--since", "HEAD^")
    assert done.exit_code == 2
    assert "the clone is shallow, so fetch more of it" in lines(done)[0]


def test_a_configuration_that_was_no_good_is_said_in_a_line(repository: Path) -> None:
    (repository / "config.yaml").write_text("titel: x\n", encoding="utf-8")
    commit(repository)
    (repository / "config.yaml").write_text("title: x\n", encoding="utf-8")
    assert lines(changes(repository))[0].startswith("nothing to compare: config.yaml of HEAD")
