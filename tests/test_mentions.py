"""`build.py mentions`: names of topics that stand in a text without a link, where they stand, and only those."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from sites import parse_site, with_base, write_site

from dossier.cli import command

TOPICS = """=== content/topics/hall.md
---
title: Memorial Hall
names: [기념관, Hall]
---
=== content/topics/kim.md
---
title: Kim
---
"""


def said(root: Path, note: str, *options: str) -> list[str]:
    """What is printed of a note, without its path."""
    write_site(
        with_base(parse_site("x", f"{TOPICS}=== content/notes/n.md\n---\ntitle: N\n---\n{note}\n=== expected\n")), root
    )
    done = CliRunner().invoke(command, ["mentions", "--root", str(root), *options])
    assert done.exit_code == 0, done.output
    return [line.removeprefix("content/notes/n.md:") for line in done.output.splitlines() if "notes/n.md" in line]


@pytest.mark.parametrize(
    ("note", "printed"),
    [
        ("He saw the Memorial Hall.", ["4:12: Memorial Hall is a topic: [[Memorial Hall]]"]),
        ("He saw the Memorial\nHall.", ["4:12: Memorial Hall is a topic: [[Memorial Hall]]"]),
        ("He saw the *Memorial Hall*.", ["4:13: Memorial Hall is a topic: [[Memorial Hall]]"]),
        ("The Hall and the Hall.", ["4:5: Hall is a topic: [[hall|Hall]]"]),
        ("그는 기념관에서 말했다.", ["4:4: 기념관 is a topic: [[hall|기념관]]"]),
        ("Halls, a hall, Kimchi, Hall-of-fame.", ["4:24: Hall is a topic: [[hall|Hall]]"]),
        ("[[hall]] and the Hall.", []),
        ("[[Kim]] at the Hall.", ["4:16: Hall is a topic: [[hall|Hall]]"]),
        ("`Hall` and [Hall](#x) <!-- Hall -->.", []),
        ('It has "Hall" [@post, "Kim Hall"].', []),
        ("> North Korean Hall [@post]", []),
        ('It has "the Hall" [@post], and the Hall.', ["4:36: Hall is a topic: [[hall|Hall]]"]),
    ],
)
def test_a_name_is_told_where_it_stands(tmp_path: Path, note: str, printed: list[str]) -> None:
    assert said(tmp_path, note) == printed


def test_all_of_them_are_told_if_asked_for(tmp_path: Path) -> None:
    assert said(tmp_path, "[[hall]]: the Hall,\nKim and the Hall by the Hall.", "--all") == [
        "4:15: Hall is a topic: [[hall|Hall]]",
        "5:13: Hall is a topic: [[hall|Hall]]",
        "5:25: Hall is a topic: [[hall|Hall]]",
        "5:1: Kim is a topic: [[Kim]]",
    ]


def test_a_topic_s_own_page_does_not_link_to_itself(tmp_path: Path) -> None:
    (tmp_path / "content/topics").mkdir(parents=True)
    root = tmp_path
    said(root, "Nothing.")
    (root / "content/topics/kim.md").write_text("---\ntitle: Kim\n---\nKim was at the Hall.\n", encoding="utf-8")
    done = CliRunner().invoke(command, ["mentions", "--root", str(root), "--format", "json"])
    (told,) = [one for one in json.loads(done.output)["mentions"] if one["path"] == "content/topics/kim.md"]
    assert told == {
        "topic": "hall",
        "path": "content/topics/kim.md",
        "line": 4,
        "column": 16,
        "words": "Hall",
        "link": "[[hall|Hall]]",
    }
