"""timeline/events.json: all events of a split timeline for its filters, and what readers can choose them by."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from test_exports import NOTE, note, site

from dossier.pages.filters import MOST

CLAIM = "---\nclaim: It was so{n}.\n---\n\n{body}\n"
TOPIC = "---\ntitle: {title}\ntype: {type}\n---\n"
SOURCE = "---\ntitle: One\nurl: https://example.org/\n---\n\nIt was seen.\n"
CITED = "[@one]\n"


def split(root: Path, files: Mapping[str, str], **config: object) -> dict[str, Any]:
    """The file of a dossier whose timeline is split, with a source that its events cite."""
    with patch("dossier.pages.timeline.EVENTS", 1):
        made = site(root, {"content/sources/one.md": SOURCE, **files}, **config)
    found: dict[str, Any] = json.loads(made["timeline/events.json"])
    return found


def rows(data: Mapping[str, Any]) -> dict[str, list[Any]]:
    return {row[0]: row[1:] for row in data["events"]}


def test_it_has_each_event_in_the_timelines_order_as_the_list_tells_it(tmp_path: Path) -> None:
    files = {
        "content/topics/kim.md": "---\ntitle: Kim\ntype: person\nnames: [김]\n---\n",
        NOTE.format("later"): note("Later", date="2025-02", topics=["kim"], importance="high")
        + f"\nIt went on {CITED} No more.\n",
        NOTE.format("first"): note("First", date="2024-05-03?", **{"date-note": "So said."}) + f"\nIt began {CITED}",
        NOTE.format("open"): note("Open", date="2025-03/..", expected=True, language="ko") + f"\n그렇다 {CITED}",
        NOTE.format("undated"): note("Undated", topics=["kim"]),
    }
    data = split(tmp_path, files)
    assert [row[0] for row in data["events"]] == ["first", "later", "open"]
    assert rows(data)["first"] == [
        "First",
        "It began",
        "perhaps 3 May 2024",
        "2024-05-03",
        "2024-05-03",
        "2024-05-03",
        [],
        [],
        1,
        4,
        0,
    ]
    assert rows(data)["later"] == [
        "Later",
        "It went on No more.",
        "February 2025",
        "2025-02",
        "2025-02-01",
        "2025-02-28",
        [0],
        [],
        1,
        1,
        0,
    ]
    assert rows(data)["open"][3:] == ["", "2025-03-01", "", [], [], 1, 2, 1]
    assert data["topics"] == [["kim", "Kim", 0, "김"]]
    assert data["languages"] == [["", ""], ["ko", ""]]
    assert data["years"] == [["2024", 1], ["2025", 2]]
    assert data["sources"] == ["No source cited", "1 source"]


def test_a_language_says_its_direction_where_not_all_runs_one_way(tmp_path: Path) -> None:
    files = {
        NOTE.format("a"): note("א", date="2024", language="he") + f"\nא {CITED}",
        NOTE.format("b"): note("B", date="2025") + f"\nB {CITED}",
    }
    assert split(tmp_path, files)["languages"] == [["", ""], ["he", "rtl"]]


def test_an_event_stands_as_the_claims_that_it_links_to_and_that_link_to_it(tmp_path: Path) -> None:
    files = {
        "content/claims/to.md": CLAIM.format(n=1, body="So."),
        "content/claims/from.md": (
            "---\nclaim: It was so2.\nevidence:\n  - supports: one\n    quote: It was seen\n---\n\n[[note:b]]\n"
        ),
        NOTE.format("a"): note("A", date="2024") + f"\nSo [[claim:to]] and [[claim:to|again]] {CITED}",
        NOTE.format("b"): note("B", date="2025") + f"\nB {CITED}",
        NOTE.format("c"): note("C", date="2026") + f"\nIt was seen {CITED}",
    }
    data = split(tmp_path, files)
    named = {id_: [data["standings"][place] for place in row[7]] for id_, row in rows(data).items()}
    assert named == {"a": ["unsupported"], "b": ["single-origin"], "c": []}


def test_a_timeline_on_one_page_has_no_such_file(tmp_path: Path) -> None:
    assert "timeline/events.json" not in site(tmp_path, SEEN)


SEEN = {
    "content/sources/one.md": SOURCE,
    **{NOTE.format(f"n{number}"): note(f"N{number}", date=f"20{number}") + f"\nN {CITED}" for number in range(10, 15)},
}


@pytest.mark.parametrize(("events", "filtered"), [(3, False), (4, True)])
def test_only_a_timeline_of_some_length_has_filters(tmp_path: Path, events: int, filtered: bool) -> None:
    few = {path: text for number, (path, text) in enumerate(SEEN.items()) if number <= events}
    html = site(tmp_path, few)["timeline/index.html"].decode()
    assert ('<form class="filters"' in html) == filtered
    assert ("assets/filters.js" in html) == filtered


def test_of_very_many_topics_the_page_has_those_of_most_events_and_says_how_many_more_there_are(tmp_path: Path) -> None:
    count = MOST + 7
    topics = {f"content/topics/t{n}.md": TOPIC.format(title=f"Place {n}", type="place") for n in range(count)}
    files = {
        NOTE.format(f"e{n}"): note(f"E{n}", date=f"{1900 + n}", topics=[f"t{n}", "t26"]) + f"\nE {CITED}"
        for n in range(count)
    }
    html = site(tmp_path, {"content/sources/one.md": SOURCE, **topics, **files})["timeline/index.html"].decode()
    assert html.count('name="topic"') == MOST
    assert html.index('name="topic" value="t26"') < html.index('name="topic" value="t0"')
    assert ">7 more</a>" in html
