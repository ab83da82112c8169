"""`build.py cite`: what it finds is found as it stands, and every citation that it offers is verified where it is pasted."""

import json
import random
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from folders import first_dossier, run
from sites import parse_site, with_base, write_site

from dossier.cli import command
from dossier.commands.options import linked_dossier
from dossier.finding import Hit, find_words

NOTE = "content/notes/pasted.md"


def said(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(command, ["cite", *arguments, "--root", str(root)])


def paste(root: Path, citations: list[str]) -> None:
    """A note in which every citation ends a paragraph of its own."""
    (root / NOTE).parent.mkdir(parents=True, exist_ok=True)
    (root / NOTE).write_text("---\ntitle: Pasted\n---\n\n" + "".join(f"They say so {one}.\n\n" for one in citations))


def source(root: Path, text: str, fields: str = "title: T") -> Path:
    """The base of the small sites, with a source `s`."""
    write_site(
        with_base(parse_site("x", f"=== content/sources/s.md\n---\n{fields}\n---\n\n{text}\n=== expected\n")), root
    )
    return root


def test_whatever_words_of_the_first_dossier_are_asked_for_the_citations_are_verified(tmp_path: Path) -> None:
    root = first_dossier(tmp_path)
    dossier = linked_dossier(root)
    chance = random.Random(11)
    hits: list[tuple[str, Hit]] = []
    for entry in dossier.sources.values():
        for _ in range(50):
            block = chance.choice(entry.body.blocks)
            words = re.findall(r"\w[\w'’.,-]*\w|\w", entry.body.text[block.start : block.end])
            at, length = chance.randrange(len(words)), chance.randint(1, 12)
            asked = " ".join(words[at : at + length])
            hits += [(asked, hit) for hit in find_words(dossier, asked)]
    offered = sorted({hit.citation for _, hit in hits if hit.citation})
    assert len(offered) > 150
    assert all(hit.citation for asked, hit in hits if not re.search(r"[\"“”]", hit.words))
    paste(root, offered)
    checked = run("check", root, root / "site", "--no-cache")
    assert [found for found in checked.problems if found.path == NOTE and found.severity == "error"] == []
    assert checked.counts["quotations"] == 172 + len(offered)


@pytest.mark.parametrize(
    ("text", "words", "citations"),
    [
        ("He called it a “great day” for all.", "it a “great day” for", ['[@s, "it a “great day” for"]']),
        ('He called it a "great day" for all.', 'it a "great day" for', ['[@s, "it a "great day" for"]']),
        ("One hall\n\nOne hall and two", "one hall", []),
        ("One hall\n\nOne hall and two", "One hall", ['[@s, "One hall"]', '[@s, para. 2, "One hall"]']),
        ("It rose 2 * 3 * 4 times", "2 * 3 * 4", ['[@s, "2 * 3 * 4"]']),
        ("The file some\\_name\\_here is", "some_name_here", ['[@s, "some_name_here"]']),
        ("A \\[sic\\] and \\*star\\* there", "and *star* there", ['[@s, "and \\*star\\* there"]']),
        ("그는 영웅이라고 말했다", "영웅", ['[@s, "영웅"]']),
        ("around 14,000 soldiers", "4,000", []),
        ("They did not name the dead.", "did […] name the dead", ['[@s, "did […] name the dead"]']),
    ],
)
def test_a_citation_is_as_plain_as_it_can_be(tmp_path: Path, text: str, words: str, citations: list[str]) -> None:
    root = source(tmp_path, text)
    hits = [hit for hit in find_words(linked_dossier(root), words) if hit.source == "s" and hit.alike == 1]
    assert [hit.citation for hit in hits] == citations
    paste(root, citations)
    assert [found.code for found in run("check", root, root / "site").problems if found.path == NOTE] == (
        ["altered-sense"] if "[…]" in words else []
    )


def test_a_headline_and_what_is_printed_are_found_and_cited(tmp_path: Path) -> None:
    fields = "title: The tower falls\nas-printed:\n  published: 3 May, late edition"
    root = source(tmp_path, "It fell.", fields)
    hits = find_words(linked_dossier(root), "tower falls") + find_words(linked_dossier(root), "late edition")
    assert [(hit.part, hit.line, hit.citation) for hit in hits] == [
        ("title", 2, '[@s, "tower falls"]'),
        ("as-printed.published", 4, '[@s, "late edition"]'),
    ]


def test_what_comes_near_is_said_to_and_is_offered_in_the_source_s_own_words(tmp_path: Path) -> None:
    root = source(tmp_path, "The council bought seventeen old wooden bridges in spring.")
    done = said(root, "bought", "seventeen", "new", "wooden", "bridges")
    assert done.exit_code == 0
    first, second = done.output.splitlines()[:2]
    assert first == '[@s, "bought seventeen old wooden bridges"]'
    assert re.match(r"  content/sources/s\.md:5:13: near, \d\d% of the words: The council >>bought", second)


def test_words_that_are_nowhere_and_words_that_are_none_say_so_in_a_line(tmp_path: Path) -> None:
    root = source(tmp_path, "Text.")
    for words in ("xyzzy", "—", ""):
        done = said(root, words)
        assert (done.exit_code, done.output) == (1, f"no source has “{words}”, or comes near it\n")


def test_other_programs_get_the_hits_as_data_and_no_more_than_they_ask_for(tmp_path: Path) -> None:
    root = source(tmp_path, "\n\n".join(["One hall"] * 8), "title: T\nlanguage: ko")
    told = json.loads(said(root, "One hall", "--format", "json", "--limit", "3").output)["hits"]
    assert [hit["citation"] for hit in told] == [f'[@s, {n}"One hall"]' for n in ("", "para. 2, ", "para. 3, ")]
    assert "(in ko)" in said(root, "One hall").output
