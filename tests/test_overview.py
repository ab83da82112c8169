"""The timeline's drawing says no more than the dates do: what is known, what may be, and what nobody knows."""

from itertools import pairwise
from pathlib import Path

import pytest
from folders import run
from msgspec.structs import replace
from website import parse as parse_page

from dossier.dates import Date, parse
from dossier.languages import ENGLISH
from dossier.memo import Plain
from dossier.pages.axis import UNITS, Axis, day, fitting, label, number, starts
from dossier.pages.drawing import Bar, Drawing, Mark, Overview
from dossier.pages.edition import Way
from dossier.pages.landmarks import LINE, estimated
from dossier.pages.laying import edition
from dossier.pages.marks import Event
from dossier.pages.overview import LEVELS, MARKS, overview
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
    view = overview(edition(gathered.dossier), Way("timeline/"), events, lambda some: f"part/{some[0].href}")
    assert view
    return view


def marks(drawing: Drawing) -> list[Mark]:
    return [mark for lane in drawing.lanes for mark in lane.marks]


def only(gathered: Gathered, date: str) -> Mark:
    """The mark of a date between two plain days."""
    view = drawn(gathered, event(0, "2020-01-01"), event(1, date), event(2, "2029-12-31"))
    return next(mark for mark in marks(view.drawings[0]) if mark.href == "#e-1")


def test_a_timeline_without_events_has_no_drawing(dossier: Gathered) -> None:
    assert overview(edition(dossier.dossier), Way("timeline/"), (), lambda some: "") is None


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


def test_landmarks_have_their_whole_names_where_there_is_room(dossier: Gathered) -> None:
    title = "A title that is as long as titles of events tend to be in a dossier"
    events = [replace(event(n, f"20{10 + n}-01-01", important=True), title=title) for n in range(8)]
    wide = drawn(dossier, *events).drawings[0]
    assert len(wide.names) == 8
    assert sum(name.words == title for name in wide.names) >= 5
    assert all(title.startswith(name.words.rstrip("…")) for name in wide.names)


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
    for drawing in drawn(dossier, *(event(n, one) for n, one in enumerate(days))).drawings:
        by = {mark.href: mark.x + mark.width / 2 for mark in marks(drawing)}
        assert all(by[f"#e-{n}"] <= by[f"#e-{n + 1}"] for n in range(len(days) - 1))
    assert [number(b) - number(a) for a, b in (("1999-12-31", "2000-01-01"), ("0399-12-31", "0400-01-01"))] == [1, 1]


def bars(drawing: Drawing) -> list[Bar]:
    return [bar for lane in drawing.lanes for bar in lane.bars]


def test_many_events_are_counted_by_bars_each_once(dossier: Gathered) -> None:
    events = [event(n, f"{2000 + n % 25}-01-01", TOPICS[n % 2]) for n in range(MARKS + 1)]
    view = drawn(dossier, *sorted(events, key=lambda one: one.words))
    for drawing in view.drawings:
        assert drawing.forms == ("counted",)
        found = bars(drawing)
        assert sum(bar.count for bar in found) == len(events)
        assert marks(drawing) == []
        assert len({bar.count: bar.height for bar in found}) > 1
        assert all(0 < bar.height <= 44 and bar.href.startswith("part/") and not bar.possible for bar in found)
        tall, low = (next(bar.height for bar in found if bar.count == n) for n in (9, 8))
        assert tall / low == pytest.approx(9 / 8, rel=0.02)


@pytest.mark.parametrize("date", ["2012", "2012-01-05?", "2012-01~", "[..2012-01-05]", "[2012-01-05,2012-06-05]"])
def test_no_bar_counts_an_event_as_known_to_begin_where_it_only_may(date: str, dossier: Gathered) -> None:
    many = [event(n, f"{2010 + n % 4}-02-01") for n in range(MARKS + 1)]
    for drawing in drawn(dossier, *many, event(9999, date)).drawings:
        found = bars(drawing)
        assert sum(bar.count for bar in found) == len(many)
        assert {bar.possible for bar in found} == {0, 1}
        assert drawing.forms == ("counted", "possible")


def test_an_event_of_some_year_stands_on_all_bars_of_that_year_to_the_share_of_each(dossier: Gathered) -> None:
    years = [event(n, "2012") for n in range(MARKS)]
    for drawing in drawn(dossier, event(9001, "2010-01-01"), *years, event(9002, "2014-12-31")).drawings:
        found = [bar for bar in bars(drawing) if bar.possible]
        assert len(found) >= 4
        assert max(bar.more for bar in found) < 1.15 * min(bar.more for bar in found)
        assert {bar.possible for bar in found} == {MARKS}
        assert all(bar.height == 0 for bar in found)
        assert all("2012" in bar.words for bar in found)


@pytest.mark.parametrize("date", ["2025-12/..", "2025/..", "../2025-12", "[2025-12..]", "2025-12/2025-12-05"])
def test_the_time_reaches_as_far_as_an_event_may_have_begun(date: str, dossier: Gathered) -> None:
    many = [event(n, "2025-12-01") for n in range(MARKS)]
    for drawing in drawn(dossier, *many, event(MARKS, date)).drawings:
        assert sum(bar.count for bar in bars(drawing)) >= MARKS


def test_a_bar_says_of_what_part_of_the_time_it_is(dossier: Gathered) -> None:
    days = [event(n, f"2024-02-{n % 28 + 1:02}") for n in range(MARKS + 1)]
    wide = drawn(dossier, *days).drawings[0]
    assert bars(wide)[0].words == "1 February 2024"
    long = [event(n, f"{1000 + n}-05-05") for n in range(MARKS + 1)]
    assert bars(drawn(dossier, *long).drawings[0])[0].words == "1000 to 1004"


def test_events_on_one_day_are_counted_where_they_would_make_a_tower(dossier: Gathered) -> None:
    view = drawn(dossier, *(event(n, "2024-02-02") for n in range(LEVELS + 1)))
    (bar,) = bars(view.drawings[0])
    assert (bar.count, bar.words) == (LEVELS + 1, "2 February 2024")


def test_landmarks_are_marked_and_named_above_bars_too(dossier: Gathered) -> None:
    events = [event(n, f"{2000 + n % 25}-01-01", important=n in (50, 60)) for n in range(MARKS + 1)]
    for drawing in drawn(dossier, *events).drawings:
        assert drawing.lanes[0].landmarks
        assert sorted(mark.href for mark in drawing.lanes[0].marks) == ["#e-50", "#e-60"]
        assert sorted(name.href for name in drawing.names) == ["#e-50", "#e-60"]
        assert sum(bar.count for bar in bars(drawing)) == len(events)


def test_a_set_is_drawn_as_its_members_where_they_lie_apart(dossier: Gathered) -> None:
    mark = only(dossier, "[2022-01-01,2025-06-15]")
    assert mark.shape == "among"
    (first, _), (last, wide) = mark.among
    assert (first, round(last + wide, 1)) == (mark.x, round(mark.x + mark.width, 1))
    assert last - first > 200
    assert only(dossier, "[2025-01-03,2025-01-05]").among == ()


def test_the_number_of_a_day_and_the_day_of_a_number_are_the_same() -> None:
    for one in ("0000-01-01", "0000-02-29", "0399-12-31", "0400-01-01", "1999-12-31", "2000-02-29", "9999-12-31"):
        assert day(number(one)) == one


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
