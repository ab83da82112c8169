"""Sources that copy one another are named with both places until an editor says where the text comes from, or why not."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from articles import COPYING, Article, articles, copies
from sites import Site, read_site, run

from dossier.memo import Remembering
from dossier.outcome import Outcome
from dossier.pipeline import build
from dossier.stores import InMemory

NAMED = re.compile(r"source ([\w-]+) \((\d+)% of the shorter one, from (content/sources/[\w-]+\.md):(\d+)\)")


def dossier_of(published: list[Article], topics: Mapping[str, str], **fields: str) -> Site:
    """A dossier of these articles. fields: more front matter, by the article's id with `_` for `-`."""
    files: dict[str, bytes | None] = {"content/topics/hall.md": None, "content/sources/post.md": None}
    for article in published:
        more = fields.get(article.id.replace("-", "_"), "")
        files[f"content/sources/{article.id}.md"] = article.markdown().replace(
            b"---\ntitle", f"---\n{more}title".encode(), 1
        )
    for id_, origin in topics.items():
        stated = f"origin: {origin}\n" if origin else ""
        files[f"content/topics/{id_}.md"] = f"---\ntitle: {id_.title()}\n{stated}---\n".encode()
    return Site("articles", "", files, "")


def shared(made: Outcome) -> list[tuple[str, str]]:
    """The pairs of ids that the problems `shared-text` name."""
    found = [problem for problem in made.problems if problem.code == "shared-text"]
    return sorted(
        (min(Path(problem.path).stem, other[1]), max(Path(problem.path).stem, other[1]))
        for problem in found
        for other in NAMED.finditer(problem.message)
    )


@pytest.mark.parametrize("seed", [7, 13, 17])
def test_of_300_articles_all_planted_copies_are_found_and_nothing_else(seed: int, tmp_path: Path) -> None:
    originals = articles(300, seed)
    planted = copies(originals[5:245:4], seed)
    assert len(planted) == 10 * len(COPYING)
    made = run(dossier_of([*originals, *(copy for _, copy in planted)], {}), tmp_path)
    assert shared(made) == sorted((original.id, copy.id) for original, copy in planted)


# --- what settles it

ORIGINAL, COPY = copies(articles(1))[0]
ONE, TWO = ORIGINAL.id.replace("-", "_"), COPY.id.replace("-", "_")
PAIR = [(ORIGINAL.id, COPY.id)]


def test_both_places_are_named_where_what_is_shared_begins(tmp_path: Path) -> None:
    found = next(p for p in run(dossier_of([ORIGINAL, COPY], {}), tmp_path).problems if p.code == "shared-text")
    other = NAMED.search(found.message)
    assert other
    here = (tmp_path / found.path).read_text(encoding="utf-8").splitlines()[found.line - 1]
    there = (tmp_path / other[3]).read_text(encoding="utf-8").splitlines()[int(other[4]) - 1]
    assert len(here[found.column - 1 :]) > 40
    assert here[found.column - 1 :][:40] in there
    assert int(other[2]) > 80


@pytest.mark.parametrize(
    ("first", "second", "topics", "settled"),
    [
        ("", "", {}, False),
        ("reuters", "", {"reuters": ""}, False),
        ("reuters", "reuters", {"reuters": ""}, True),
        ("kcna", "rodong", {"kcna": "state-media", "rodong": "state-media", "state-media": ""}, True),
        ("kcna", "reuters", {"kcna": "", "reuters": ""}, False),
        ("self", "self", {}, False),
        ("mixed", "mixed", {}, False),
        ("self", "harbour", {"harbour": ""}, True),
        ("", "harbour", {"harbour": ""}, True),
        ("reuters", "harbour", {"harbour": "", "reuters": ""}, False),
    ],
)
def test_origins_of_one_root_settle_it_and_different_ones_do_not(
    first: str, second: str, topics: dict[str, str], settled: bool, tmp_path: Path
) -> None:
    fields = {name: f"origin: {origin}\n" if origin else "" for name, origin in ((ONE, first), (TWO, second))}
    site = dossier_of([ORIGINAL, COPY], topics, **fields)
    if "harbour" in topics:
        names = f"---\ntitle: The harbour's own\nnames: ['{ORIGINAL.outlet.upper()}']\n---\n"
        site.files["content/topics/harbour.md"] = names.encode()
    made = run(site, tmp_path)
    assert made.errors == 0
    assert shared(made) == ([] if settled else PAIR)
    different = [p for p in made.problems if "they state different origins" in p.message]
    assert bool(different) == (not settled and "" not in (first, second) and first != "mixed")


@pytest.mark.parametrize("name", [ONE, TWO])
def test_an_editor_may_answer_in_either_file(name: str, tmp_path: Path) -> None:
    made = run(dossier_of([ORIGINAL, COPY], {}, **{name: "accept:\n  shared-text: Both print the treaty.\n"}), tmp_path)
    assert shared(made) == []
    assert "Both print the treaty." in made.files["gaps/index.html"].decode()


def test_copies_of_one_article_are_each_named_once_with_what_they_are_copies_of(tmp_path: Path) -> None:
    ways = [copy for _, copy in copies([ORIGINAL] * 5)]
    made = run(dossier_of([ORIGINAL, *ways], {}), tmp_path)
    found = [p for p in made.problems if p.code == "shared-text"]
    assert len({p.path for p in found}) == len(found) == 5
    assert {name for pair in shared(made) for name in pair} == {ORIGINAL.id, *(copy.id for copy in ways)}


def test_a_warm_build_says_what_a_cold_one_did_and_an_edit_elsewhere_changes_nothing(tmp_path: Path) -> None:
    run(dossier_of([*articles(12), COPY], {}), tmp_path)
    store = InMemory()
    said = []
    for text in ("", "", "title: x\n", "origin: self\n"):
        if text:
            path = tmp_path / f"content/sources/{'report-003' if text.startswith('title') else COPY.id}.md"
            lines = path.read_text(encoding="utf-8").replace("title: Report", "title: Reported")
            path.write_text(lines, encoding="utf-8")
        with Remembering(store) as memo:
            said.append(shared(build(tmp_path, tmp_path / "site", memo)))
    assert said == [PAIR] * 4


def test_a_source_that_can_not_be_read_whole_is_not_warned_of(tmp_path: Path) -> None:
    made = run(dossier_of([ORIGINAL, COPY], {}, **{ONE: "origin: Not An Id\n"}), tmp_path)
    assert {p.code for p in made.problems} == {"bad-value"}


def test_the_bad_site_is_one_of_these() -> None:
    assert "[shared-text]" in read_site("shared-text-two-outlets").expected
