"""docs/comparison.md names only what is there, and says of everything how it is known."""

import re

import pytest
from clones import PROJECT
from documents import missing_targets, read

COMPARISON = read("docs/comparison.md")
SYSTEMS = ("Dossier", "CSIS's timeline", "TimelineJS", "Quartz", "Quarto", "CollectionBuilder")
WAYS = ("run", "source", "docs", "noted", "test")
ROWS = re.findall(r"^\| ([^|-][^|]*) \| ([^|]+) \| ([^|]+) \|$", COMPARISON, re.MULTILINE)
POINTS = re.findall(r"^## (.+)$", COMPARISON, re.MULTILINE)


def test_every_row_is_of_a_known_system_and_says_how_it_is_known() -> None:
    assert len(ROWS) > 25
    for system, said, known in ROWS:
        assert system in SYSTEMS
        assert said.endswith(".")
        assert known.startswith(WAYS), known
        assert known.startswith("test: ") == (system == "Dossier"), known


@pytest.mark.parametrize("way", WAYS)
def test_each_way_is_explained_and_gone(way: str) -> None:
    assert f"- **{way}**: " in COMPARISON
    assert any(re.search(rf"\b{way}\b", known) for _, _, known in ROWS)


def test_dossier_stands_first_at_each_point_and_every_system_somewhere() -> None:
    tables = re.findall(r"(?m)^\|---.*\n\| (.+?) \|", COMPARISON)
    assert tables == ["Dossier"] * (len(POINTS) - 1)
    assert {system for system, _, _ in ROWS} == set(SYSTEMS)
    assert POINTS[-1] == "Where the others are ahead"


def test_what_it_links_to_and_the_tests_that_it_names_are_there() -> None:
    assert missing_targets("docs/comparison.md") == []
    named = {name for system, _, known in ROWS if system == "Dossier" for name in re.findall(r"`([^`]+)`", known)}
    assert [name for name in sorted(named) if not (PROJECT / name).is_file()] == []


def test_documentation_is_named_by_its_address() -> None:
    for _, _, known in ROWS:
        assert ("docs: [" in known) == ("docs" in known)
        assert "source: `" in known or "source" not in known
