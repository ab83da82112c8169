"""The timeline's drawing says no more than the dates do: what is known, what may be, and what nobody knows."""

from itertools import pairwise
from pathlib import Path

import pytest
from folders import run
from website import parse as parse_page

from dossier.dates import Date, parse
from dossier.languages import ENGLISH
from dossier.memo import Plain
from dossier.pages.axis import UNITS, Axis, fitting, label, number, starts
from dossier.pages.drawing import Drawing, Mark, Overview
from dossier.pages.edition import Way, edition
from dossier.pages.landmarks import LINE, estimated
from dossier.pages.overview import MARKS, Event, overview
from dossier.pipeline import Gathered, gather

TOPICS = ("army", "press", "party")


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Gathered:
    root = tmp_path_factory.mktemp("topics")
    (root / "content/topics").mkdir(parents=True)
    (root / "config.yaml").write_text("title: A dossier\n", encoding="utf-8")
    for id_ in TOPICS:
        (root / f"content/topics/{id_}.md").write_text(f"---\ntitle: The {id_}\n---\n", encoding="utf-8")
    gathered = gather(root, Plain())
    assert isinstance(gathered, Gathered)
    return gathered


def event(number_: int, date: str, topic: str = "", important: bool = False) -> Event:
    read = parse(date)
    assert isinstance(read, Date), date
    return Event(f"#e-{number_}", date, f"Event number {number_}", read, topic, important=important)


def drawn(gathered: Gathered, *events: Event) -> Overview:
    view = overview(edition(gathered.dossier), Way("timeline/"), events, lambda one: f"part/{one.href}")
    assert view
    return view


def marks(drawing: Drawing) -> list[Mark]:
    return [mark for lane in drawing.lanes for mark in lane.marks]


def only(gathered: Gathered, date: str) -> Mark:
    """The mark of a date between two plain days."""
    view = drawn(gathered, event(0, "2020-01-01"), event(1, date), event(2, "2029-12-31"))
    return next(mark for mark in marks(view.drawings[0]) if mark.href == "#e-1")


def test_a_timeline_without_events_has_no_drawing(dossier: Gathered) -> None:
    assert overview(edition(dossier.dossier), Way("timeline/"), (), lambda one: "") is None


@pytest.mark.parametrize(
    ("date", "shape", "unsure", "open_"),
    [
        ("2025-01-05", "day", False, (False, False)),
        ("2025-01-05?", "day", True, (False, False)),
        ("2025-01~", "within", True, (False, False)),
        ("2025", "within", False, (False, False)),
        ("2025-01-XX", "within", False, (False, False)),
        ("[2025-01-03,2025-01-05]", "within", False, (False, False)),
        ("2024-10/2025-04", "lasting", False, (False, False)),
        ("2025-04/..", "lasting", False, (False, True)),
        ("../2025-04", "lasting", False, (True, False)),
        ("[..2025-01-07]", "within", False, (True, False)),
        ("[2025-01-07..]", "within", False, (False, True)),
    ],
)
def test_a_mark_shows_how_a_date_is_known(
    date: str, shape: str, unsure: bool, open_: tuple[bool, bool], dossier: Gathered
) -> None:
    mark = only(dossier, date)
    assert (mark.shape, mark.unsure, (mark.open_start, mark.open_end)) == (shape, unsure, open_)


def test_a_mark_is_as_wide_as_its_date_is_and_stands_where_it_says(dossier: Gathered) -> None:
    year, month, day = (only(dossier, date) for date in ("2025", "2025-06", "2025-06-15"))
    assert year.width > 70 > month.width >= day.width
    assert year.x < month.x < day.x + day.width / 2 < month.x + month.width < year.x + year.width
    before = only(dossier, "[..2025-06-15]")
    assert before.x + before.width == pytest.approx(day.x + day.width / 2, abs=0.5)


def test_every_event_has_one_mark_in_the_lane_of_its_first_topic(dossier: Gathered) -> None:
    events = [event(n, f"2025-{n % 12 + 1:02}-{n % 28 + 1:02}", (*TOPICS, "")[n % 4]) for n in range(80)]
    for drawing in drawn(dossier, *events).drawings:
        assert sorted(mark.href for mark in marks(drawing)) == sorted(one.href for one in events)
        assert [lane.topic.words if lane.topic else lane.rest for lane in drawing.lanes] == [
            "The army",
            "The party",
            "The press",
            True,
        ]
        army = {mark.href for mark in drawing.lanes[0].marks}
        assert army == {one.href for one in events if one.topic == "army"}


def test_a_topic_of_one_event_has_no_lane_and_one_lane_needs_no_name(dossier: Gathered) -> None:
    (lane,) = drawn(dossier, event(0, "2025", "army"), event(1, "2026")).drawings[0].lanes
    assert (lane.topic, lane.rest) == (None, False)


def test_no_mark_covers_another_and_all_stand_within_the_drawing(dossier: Gathered) -> None:
    dates = ["2025-01-05", "2025", "2025-01~", "[..2025-01-07]", "2025-02/..", "2025-01-06?", "2024-12/2025-03"] * 9
    for drawing in drawn(dossier, *(event(n, date) for n, date in enumerate(dates))).drawings:
        for lane in drawing.lanes:
            for y in {mark.y for mark in lane.marks}:
                row = sorted((mark for mark in lane.marks if mark.y == y), key=lambda mark: mark.x)
                assert all(a.x + a.width <= b.x for a, b in pairwise(row))
        assert all(mark.x >= 0 and mark.x + mark.width <= drawing.width for mark in marks(drawing))
        assert all(drawing.head < mark.y < drawing.foot for mark in marks(drawing))


def test_of_two_known_days_the_later_stands_to_the_right(dossier: Gathered) -> None:
    days = ["0000-03-01", "0999-12-31", "1600-02-29", "1900-01-01", "2025-01-05", "2025-01-06", "9999-12-31"]
    for drawing in drawn(dossier, *(event(n, day) for n, day in enumerate(days))).drawings:
        by = {mark.href: mark.x + mark.width / 2 for mark in marks(drawing)}
        assert all(by[f"#e-{n}"] <= by[f"#e-{n + 1}"] for n in range(len(days) - 1))
    assert [number(b) - number(a) for a, b in (("1999-12-31", "2000-01-01"), ("0399-12-31", "0400-01-01"))] == [1, 1]


def test_many_events_are_counted_by_bars_each_once(dossier: Gathered) -> None:
    events = [event(n, f"{2000 + n % 25}-01-01", TOPICS[n % 2]) for n in range(MARKS + 1)]
    view = drawn(dossier, *sorted(events, key=lambda one: one.words))
    assert view.forms == ("counted",)
    for drawing in view.drawings:
        bars = [bar for lane in drawing.lanes for bar in lane.bars]
        assert sum(bar.count for bar in bars) == len(events)
        assert marks(drawing) == []
        assert len({bar.count: bar.height for bar in bars}) > 1
        assert all(0 < bar.height <= 44 and bar.href.startswith("part/") for bar in bars)
    tall, low = (next(bar.height for bar in bars if bar.count == n) for n in (9, 8))
    assert tall / low == pytest.approx(9 / 8, rel=0.02)


def test_landmarks_names_do_not_cover_one_another_nor_the_lines_that_lead_from_them(dossier: Gathered) -> None:
    events = [event(n, f"202{n % 6}-{n % 12 + 1:02}-01", important=True) for n in range(40)]
    for drawing in drawn(dossier, *events).drawings:
        boxes = []
        for name in drawing.names:
            wide = estimated(name.words)
            boxes.append((name.x - wide, name.x, name) if name.at_end else (name.x, name.x + wide, name))
        assert len(boxes) >= 4
        for n, (start, end, one) in enumerate(boxes):
            assert start >= 0
            assert end <= drawing.width
            for other_start, other_end, other in boxes[n + 1 :]:
                assert abs(one.y - other.y) >= LINE or end <= other_start or other_end <= start
            for _, _, other in boxes:
                crossed = other.y < one.y and start < other.to < end
                assert not crossed, (one.words, other.words)


@pytest.mark.parametrize("last", ["2020-01-01", "2020-01-09", "2020-03-01", "2021-01-01", "2031-05-05", "2999-01-01"])
@pytest.mark.parametrize("most", [4, 10])
def test_time_is_marked_often_enough_and_no_more(last: str, most: int) -> None:
    first = "2020-01-01"
    axis = Axis(number(first), number(last), 0, 100)
    unit = fitting(axis, most)
    found = [one for one in starts(first, last, unit) if one.day >= axis.first]
    assert 1 <= len(found) <= most + 2
    labels = [label(ENGLISH, unit, one, first=not n) for n, one in enumerate(found)]
    assert len(set(labels)) == len(labels)
    assert str(found[0].year) in labels[0]
    assert unit in UNITS


def test_on_the_page_each_mark_leads_to_its_event(tmp_path: Path) -> None:
    (tmp_path / "content/notes").mkdir(parents=True)
    (tmp_path / "config.yaml").write_text("title: Two\n", encoding="utf-8")
    for id_, date in (("one-한", "2025-01-05"), ("two", "2025?")):
        text = f"---\ntitle: <b>{id_}</b>\ndate: {date}\ndate-note: So printed.\n---\n"
        (tmp_path / f"content/notes/{id_}.md").write_text(text, encoding="utf-8")
    assert run("build", tmp_path, tmp_path / "site").code == 0
    page = parse_page((tmp_path / "site/timeline/index.html").read_text(encoding="utf-8"))
    figure = next(iter(page.all("figure", "overview")))
    wide = figure.all("svg", "wide")[0]
    assert [a.attributes["href"] for a in wide.all("a")] == ["#e-two", "#e-one-%ED%95%9C"]
    assert [title.text() for title in wide.all("title")] == [
        "perhaps 2025: <b>two</b>",
        "5 January 2025: <b>one-한</b>",
    ]
    assert page.by_id("e-one-한").attributes["data-from"] == "2025-01-05"
