"""What is missing: each kind of gap is found and nothing else, the page and the command say the same, the heaviest first."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from folders import tree
from website import crawl, lead, links, on_disk, one_line, parse

from dossier.cli import command
from dossier.memo import Plain
from dossier.pipeline import build

SOURCE = "---\ntitle: {}\npublished: 2026-01-26\nurl: https://example.org/a\narchive-url: https://example.org/b\n{}\n---\n\n{}\n"
CLEAN = {
    "config.yaml": "title: Rain\n",
    "content/sources/post.md": SOURCE.format("Post", "origin: self\npublisher: Post", "It rained. The river rose.\n"),
    "content/sources/gazette.md": SOURCE.format("Gazette", "origin: self\npublisher: Gazette", "The river rose."),
    "content/topics/river.md": '---\ntitle: The river\n---\n\nIt rose [@post, "The river rose"].\n',
    "content/notes/rain.md": '---\ntitle: Rain\ndate: 2026-01-25\ntopics: [river]\n---\n\nSee [@post, "It rained"].\n',
    "content/claims/rose.md": (
        "---\nclaim: The river rose.\nevidence:\n"
        "  - supports: post\n    quote: The river rose\n  - supports: gazette\n    quote: The river rose\n---\n"
    ),
}


def dossier(root: Path, files: Mapping[str, str] = {}) -> Path:
    """A dossier without a gap, with these files added or put in the place of its own."""
    for path, text in {**CLEAN, **files}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


def ask(root: Path, *options: str) -> Result:
    return CliRunner().invoke(command, ["gaps", "--root", str(root), *options])


def listed(root: Path, code: int = 0) -> list[dict[str, Any]]:
    """The gaps as the command gives them to programs."""
    said = ask(root, "--format", "json")
    assert said.exit_code == code, said.output
    return list(json.loads(said.stdout)["gaps"])


def kinds(found: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(gap["kind"], gap["in"]) for gap in found]


def claim(*evidence: str, front: str = "", body: str = "") -> str:
    lines = "".join(f"  - {line}\n    quote: The river rose\n" for line in evidence)
    return (
        f"---\nclaim: The river rose.\ntopics: [river]\n{front}{'evidence:' if lines else ''}\n{lines}---\n\n{body}\n"
    )


def test_a_dossier_without_a_gap_says_so_and_does_not_boast(tmp_path: Path) -> None:
    said = ask(dossier(tmp_path))
    assert (said.exit_code, said.stdout) == (0, "No gap is known. That does not mean that there is none.\n")


FOREIGN = SOURCE.format("비", "language: ko\norigin: self", "비가 왔다.\n\n강이 불었다.\n")
KOREAN = "content/sources/korean.md"
GAPS: list[tuple[dict[str, str], list[tuple[str, str]], str]] = [
    (
        {"content/notes/flood.md": "---\ntitle: Flood\ndate: 2026-01\ntopics: [river]\n---\n"},
        [("unsourced-events", "notes/flood")],
        "",
    ),
    (
        {"content/claims/sank.md": claim()},
        [("unsupported-claims", "claims/sank")],
        "It has no evidence at all.",
    ),
    (
        {"content/claims/sank.md": claim("context: post")},
        [("unsupported-claims", "claims/sank")],
        "It has context only.",
    ),
    (
        {"content/claims/one.md": claim("supports: post")},
        [("single-origin-claims", "claims/one")],
        "All that supports it goes back to Post.",
    ),
    (
        {"content/claims/one.md": claim("supports: post\n    origin: mixed")},
        [("unestablished-claims", "claims/one")],
        "It is not known where Post has it from.",
    ),
    (
        {"content/claims/one.md": claim("supports: post\n    inference: true\n    note: we infer it")},
        [("unestablished-claims", "claims/one")],
        "It rests on the editors’ reasoning; no words here state it.",
    ),
    (
        {
            KOREAN: FOREIGN.replace("비가 왔다.\n\n강이 불었다.\n", ""),
            "content/notes/b.md": '---\ntitle: B\ntopics: [river]\n---\n\nSo [@korean, "눈이 왔다"].\n',
        },
        [("unchecked-quotations", "notes/b")],
        "One quotation from 비 (ko).",
    ),
    (
        {KOREAN: FOREIGN, "content/notes/b.md": '---\ntitle: B\ntopics: [river]\n---\n\nSo [@korean, "비가 왔다"].\n'},
        [("untranslated-quotations", "notes/b")],
        "One quotation from 비 (ko).",
    ),
    (
        {
            KOREAN: FOREIGN.replace("language: ko\n", ""),
            "content/notes/b.md": '---\ntitle: B\ntopics: [river]\n---\n\nSo [@korean, "비가 왔다"] or [@korean, "강이"].\n',
        },
        [("untranslated-quotations", "notes/b")],
        "2 quotations from 비.",
    ),
    (
        {"content/sources/post.md": CLEAN["content/sources/post.md"].replace("archive-url", "# archive-url")},
        [("bare-sources", "sources/post")],
        "No archived copy.",
    ),
    (
        {"content/sources/post.md": re.sub("(?m)^(pub.*|url.*|archive.*)\n", "", CLEAN["content/sources/post.md"])},
        [("bare-sources", "sources/post")],
        "No address, no archived copy, no date.",
    ),
    (
        {"content/sources/spare.md": SOURCE.format("Spare", "", "Dry.")},
        [("dead-ends", "sources/spare")],
        "Nothing cites it.",
    ),
    (
        {"content/topics/lake.md": '---\ntitle: Lake\n---\n\nIt rose [@post, "The river rose"].\n'},
        [("dead-ends", "topics/lake")],
        "Nothing names it.",
    ),
    (
        {"content/notes/alone.md": "---\ntitle: Alone\n---\n\nNothing more.\n"},
        [("dead-ends", "notes/alone")],
        "It leads nowhere, and nothing leads to it.",
    ),
    ({"content/topics/river.md": "---\ntitle: The river\n---\n"}, [("empty-topics", "topics/river")], ""),
]


@pytest.mark.parametrize(("files", "expected", "words"), GAPS)
def test_each_gap_is_found_once_and_said_in_words(
    tmp_path: Path, files: dict[str, str], expected: list[tuple[str, str]], words: str
) -> None:
    found = listed(dossier(tmp_path, files))
    assert kinds(found) == expected
    assert found[0]["words"] == words
    where = tmp_path / found[0]["path"]
    assert f"content/{found[0]['in']}.md" == found[0]["path"]
    assert 1 <= found[0]["line"] <= len(where.read_text(encoding="utf-8").splitlines())


FILLED: list[dict[str, str]] = [
    {KOREAN: FOREIGN, "content/notes/b.md": '---\ntitle: B\n---\n\n"It rained" [@korean, "비가 왔다"].\n'},
    {KOREAN: FOREIGN, "content/notes/b.md": '---\ntitle: B\nlanguage: ko\n---\n\n참조 [@korean, "비가 왔다"].\n'},
    {
        KOREAN: FOREIGN,
        "content/claims/rose.md": CLEAN["content/claims/rose.md"].replace(
            "  - supports: gazette\n    quote: The river rose",
            "  - supports: gazette\n    quote: The river rose\n"
            "  - supports: korean\n    quote: 강이 불었다\n    translation: the river rose",
        ),
    },
    {
        KOREAN: FOREIGN,
        "content/notes/b.md": (
            "---\ntitle: B\ndate: 2026-01\ndate-note: It says that it rained.\n"
            "date-from:\n  - source: korean\n    quote: 비가 왔다\n---\n"
        ),
    },
    {"content/notes/draft.md": "---\ntitle: Flood\ndate: 2026-01\ndraft: true\n---\n"},
]


@pytest.mark.parametrize("files", FILLED)
def test_what_is_filled_or_not_yet_published_is_no_gap(tmp_path: Path, files: dict[str, str]) -> None:
    assert kinds(listed(dossier(tmp_path, files))) == []


# --- what the editors answered


def test_an_answer_stands_with_the_gap_that_it_is_about_and_else_by_itself(tmp_path: Path) -> None:
    post = CLEAN["content/sources/post.md"]
    files = {
        "content/sources/post.md": post.replace(
            "url: https://example.org/a\n", "accept: {source-without-url: It came by mail.}\n"
        ),
        "content/notes/rain.md": CLEAN["content/notes/rain.md"].replace(
            "date: 2026-01-25", "date: 2026-01-25?\naccept: {unexplained-date: The editors were there.}"
        ),
    }
    found = listed(dossier(tmp_path, files))
    assert [(gap["kind"], gap["in"], gap["answer"]) for gap in found] == [
        ("bare-sources", "sources/post", "It came by mail."),
        ("answered-warnings", "notes/rain", "The editors were there."),
    ]
    assert found[1]["words"] == "Nothing says how the date 2026-01-25? is known."


# --- the order


def test_what_most_rests_on_stands_first_and_a_claim_carries_what_leads_to_it(tmp_path: Path) -> None:
    note = "---\ntitle: {0}\ntopics: [river]\n---\n\n[[claim:{1}]] [@gazette]\n"
    files = {
        "content/claims/a.md": claim("supports: post"),
        "content/claims/b.md": claim("supports: post", body="See [[claim:c]]."),
        "content/claims/c.md": claim("supports: post"),
        **{f"content/notes/n{i}.md": note.format(f"N{i}", "b") for i in range(3)},
    }
    found = listed(dossier(tmp_path, files))
    assert [gap["in"] for gap in found] == ["claims/c", "claims/b", "claims/a"]
    assert found[0]["rests"] == {"quotations": 0, "sources": 0, "notes": 3, "claims": 1, "topics": 0}
    assert "(3 notes and 1 claim rest on it)" in ask(tmp_path).stdout
    assert "(nothing rests on it)" in ask(tmp_path).stdout


def test_on_a_source_rests_what_cites_it_and_what_leads_to_a_claim_on_it(tmp_path: Path) -> None:
    files = {
        "content/sources/gazette.md": SOURCE.format("G", "origin: self", "The river rose.").replace(
            "archive-url", "# x"
        ),
        "content/notes/more.md": "---\ntitle: More\n---\n\nAs [[claim:rose]] has it.\n",
        "content/notes/further.md": "---\ntitle: Further\n---\n\nAfter [[more]].\n",
    }
    (gap,) = listed(dossier(tmp_path, files))
    assert gap["in"] == "sources/gazette"
    assert gap["rests"] == {"quotations": 1, "sources": 0, "notes": 1, "claims": 1, "topics": 0}


def test_claims_that_lead_to_each_other_are_counted_once_each(tmp_path: Path) -> None:
    ring = {f"content/claims/c{i}.md": claim("supports: post", body=f"[[claim:c{(i + 1) % 3}]]") for i in range(3)}
    found = listed(dossier(tmp_path, ring))
    assert [gap["rests"]["claims"] for gap in found] == [2, 2, 2]


# --- the page


MANY = {
    "content/notes/flood.md": "---\ntitle: Flood\ndate: 2026-01\n---\n",
    "content/claims/one.md": claim("supports: post"),
    **{f"content/sources/s{i}.md": SOURCE.format(f"S{i}", "", "Dry.").replace("archive-url", "# a") for i in range(5)},
}


def built(root: Path) -> Path:
    made = build(root, root / "site", Plain())
    assert made.written, made.problems
    return root / "site"


def test_the_page_has_every_gap_of_the_command_each_leading_to_its_entry(tmp_path: Path) -> None:
    site = built(dossier(tmp_path, MANY))
    page = parse((site / "gaps/index.html").read_text(encoding="utf-8"))
    main = page.by_id("main")
    leads = [lead("gaps/", item.attributes["href"])[0] for item in main.all("a", "headline")]
    found = listed(tmp_path)
    assert len(found) == 13
    assert leads == [f"{gap['in']}/" for gap in found]
    said = one_line(main.text())
    for gap in found:
        assert gap["title"] in said
        assert gap["words"] in said
    assert "What would fill it: Cite a source in the note" in said
    assert {(link, anchor) for link, anchor in (lead("gaps/", each) for each in links(main)) if anchor} == {
        ("gaps/", kind) for kind in {gap["kind"] for gap in found}
    }


def test_a_long_page_is_parted_and_its_contents_lead_to_each_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = listed(dossier(tmp_path, MANY))
    monkeypatch.setattr("dossier.pages.gaps.ROWS", 5)
    site = built(tmp_path)
    pages = [path for path in sorted(tree(site)) if path.startswith("gaps/")]
    assert pages == ["gaps/2/index.html", "gaps/3/index.html", "gaps/index.html"]
    leads = []
    for address in ("gaps/", "gaps/2/", "gaps/3/"):
        page = parse((site / address / "index.html").read_text(encoding="utf-8"))
        leads += [lead(address, item.attributes["href"])[0] for item in page.all("a", "headline")]
    assert leads == [f"{gap['in']}/" for gap in whole]
    assert crawl(on_disk(site)).broken() == []


# --- the command


def test_errors_in_the_content_are_said_since_gaps_may_be_missing(tmp_path: Path) -> None:
    root = dossier(
        tmp_path, {"content/notes/flood.md": "---\ntitle: Flood\ndate: 2026-01\ntopics: [river]\n---\n\n[[nowhere]]\n"}
    )
    assert kinds(listed(root, code=1)) == [("unsourced-events", "notes/flood")]
    said = ask(root)
    assert "one error in the content" in said.stderr
    assert "build.py check" in said.stderr


def test_a_folder_that_is_no_dossier_is_wrong_usage(tmp_path: Path) -> None:
    said = ask(tmp_path)
    assert said.exit_code == 2
    assert "bad-config" in said.stderr
    assert said.stdout == ""
