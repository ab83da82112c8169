"""Dates for the rest of the program: remedies for other ways to write them, the order of a timeline, and laws for all."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec import msgpack

from dossier.dates import LONGEST, BadDate, Date, datetime_attribute, month, needs_reason, parse, say, sort_key, year


def read(text: str) -> Date:
    date = parse(text)
    assert isinstance(date, Date), f"{text} is refused: {date}"
    return date


ONE_READING = {
    "26 January 2026": "2026-01-26",
    "26-Jan-2026": "2026-01-26",
    "Monday, 26th of January 2026": "2026-01-26",
    "Jan. 26, 2026 1:31 p.m.": "2026-01-26T13:31",
    "January 26th, 2026 at 12:05 am": "2026-01-26T00:05",
    "26 January 2026, 9:05": "2026-01-26T09:05",
    "Sept 2026": "2026-09",
    "winter 2025": "2025-24",
    "13/04/2026": "2026-04-13",
    "04/13/2026": "2026-04-13",
    "4.4.2026": "2026-04-04",
    "2026/01/26": "2026-01-26",
    "2026/01": "2026-01",
    "20260126": "2026-01-26",
    "2026-1-5": "2026-01-05",
    "2026-01-26 13:31": "2026-01-26T13:31",
    "2026-01-26T13:31:05.250Z": "2026-01-26T13:31:05Z",
    "2026-01-26T13:31+0900": "2026-01-26T13:31+09:00",
    "2024-10 / 2025-04": "2024-10/2025-04",
    "2024–2025": "2024/2025",
    "2024-2025": "2024/2025",
    "2026–01–26": "2026-01-26",
    "1990s": "199X",
    "circa 2024": "2024~",
    "2024?~": "2024%",
    "2026-01-xx": "2026-01-XX",
}


@pytest.mark.parametrize(("text", "edtf"), ONE_READING.items())
def test_a_date_written_otherwise_is_refused_with_how_to_write_it(text: str, edtf: str) -> None:
    assert parse(text) == BadDate(f'"{text}" is not a date in EDTF', f"write {edtf}")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("03/04/2026", 'write 2026-04-03 for "3 April 2026" or 2026-03-04 for "4 March 2026"'),
        ("2011/12", 'write 2011-12 for "December 2011" or 2011/2012 for "2011 to 2012"'),
        ("1900s", 'write 190X for "a year from 1900 to 1909" or 19XX for "a year from 1900 to 1999"'),
        (
            "2026-01-03..2026-01-05",
            'write [2026-01-03..2026-01-05] for "one day between 3 and 5 January 2026"'
            ' or 2026-01-03/2026-01-05 for "3–5 January 2026"',
        ),
        ("2026..", 'write [2026..] for "in or after 2026" or 2026/.. for "since 2026"'),
        ("..2026", 'write [..2026] for "in or before 2026" or ../2026 for "until 2026"'),
    ],
)
def test_an_ambiguous_date_is_never_guessed(text: str, hint: str) -> None:
    assert parse(text) == BadDate(f'"{text}" is ambiguous', hint)


@pytest.mark.parametrize("text", ["maybe 2026", "early 2026", "unknown", "3/4/26", "30/02/2026", "٢٠٢٦", "[2026....]"])
def test_a_text_without_a_sure_reading_is_shown_how_dates_are_written(text: str) -> None:
    refusal = parse(text)
    assert isinstance(refusal, BadDate)
    assert refusal.hint.startswith("write a date as 2026,")


def test_the_reason_of_a_refusal_stands_where_no_other_reading_is_known() -> None:
    assert parse(" 2026-02-30 ") == BadDate(
        '"2026-02-30" is not a date: there is no 30 February 2026',
        "February 2026 has 28 days; where the day is not known, write 2026-02",
    )


def test_an_empty_date_and_one_that_is_too_long_are_refused() -> None:
    members = ",".join(["2026"] * (LONGEST // 5))
    assert isinstance(parse(f"[{members}]"), BadDate)
    assert isinstance(parse(f"[{members[5:]}]"), Date)
    assert parse(" \n") == BadDate('"" is not a date', "leave the field out where no date is known")


ATTRIBUTES = {
    "2026": "2026",
    "2026-01": "2026-01",
    "2026-01-26~": "2026-01-26",
    "2026-01-26T13:31": "2026-01-26T13:31",
    "2026-01-26T13:31:05Z": "2026-01-26T13:31:05Z",
    "2026-01-26T13:31+09": "2026-01-26T13:31+09:00",
    "0001-01": "0001-01",
    "0000-01": "",
    "2026-21": "",
    "2026-XX": "",
    "2026-01/2026-02": "",
    "[2026,2027]": "",
    "[..2026]": "",
}


@pytest.mark.parametrize(("text", "attribute"), ATTRIBUTES.items())
def test_only_a_point_that_html_knows_is_put_into_its_time_element(text: str, attribute: str) -> None:
    assert datetime_attribute(read(text)) == attribute


@pytest.mark.parametrize(
    "text", ["2026?", "2026-01~", "2024%", "2024/2025?", "[2026,2027]", "[..2026]", "[2026..2027]"]
)
def test_a_doubtful_date_owes_a_reason(text: str) -> None:
    assert needs_reason(read(text))


@pytest.mark.parametrize("text", ["2026", "2026-01-26T13:31", "2026-01-XX", "2026-21", "2024/2025", "2024/..", "/2024"])
def test_a_plain_date_owes_no_reason(text: str) -> None:
    assert not needs_reason(read(text))


TIMELINE = """
19XX        199X        1999        1999-12-31  /1999-12    [..1999]    2024-10     2024-10-03  2025-12
2026        2026?       2026-XX     2026-XX-XX  [2026..2027]            [2026,2027] 2026/2027   2026/..
[2026..]    2026-21     2026-22     2026-01     2026-01-XX  2026-01/2026-02         2026-01-01  2026-01-03
2026-01-03% [2026-01-03..2026-01-09]            [2026-01-05,2026-01-03] 2026-01-03/2026-01-04
2026-01-03/2026-01-05   2026-01-03/..           [2026-01-03..]          2026-01-03T08:00-05:00
2026-01-03T08:00:30     2026-01-03T13:31Z       [..2026-01-02,2026-01-03]           ../2026-01-03
[..2026-01-03]          2026-01-04  2026-02     2026-02-28  [..2026-02] 2026-12-31T23:59        ../2026
""".split()


@given(st.permutations(TIMELINE))
def test_a_timeline_leads_from_the_wide_to_the_narrow_and_closes_a_day_with_what_came_before(mixed: list[str]) -> None:
    assert sorted(mixed, key=lambda text: sort_key(read(text))) == TIMELINE


@pytest.mark.parametrize(
    ("text", "its_year", "its_month"),
    [
        ("2026-01-26T13:31", "2026", "2026-01"),
        ("2026-01", "2026", "2026-01"),
        ("2026-01-XX", "2026", "2026-01"),
        ("2026", "2026", ""),
        ("2026-XX", "2026", ""),
        ("2026-21", "2026", ""),
        ("201X", "2010", ""),
        ("2025-12/2026-03", "2025", "2025-12"),
        ("2025/2026-03", "2025", ""),
        ("../2026-01", "2026", "2026-01"),
        ("[..2026-01-07]", "2026", "2026-01"),
        ("[..2026]", "2026", ""),
        ("[2026-02-01,2025-12-31]", "2025", "2025-12"),
    ],
)
def test_a_date_belongs_to_the_page_where_it_stands_in_the_timeline(text: str, its_year: str, its_month: str) -> None:
    assert (year(read(text)), month(read(text))) == (its_year, its_month)


def one_of(*texts: str) -> st.SearchStrategy[str]:
    return st.sampled_from(texts)


def joined(*pieces: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(*pieces).map("".join)


def number(first: int, last: int) -> st.SearchStrategy[str]:
    return st.integers(first, last).map("{:02}".format)


YEARS = st.integers(0, 9999).map("{:04}".format) | one_of("0000", "1900", "2000", "2024", "2026")
MARKS = one_of("", "", "?", "~", "%")
DAYS = joined(YEARS, one_of("-"), number(1, 12), one_of("-"), number(1, 31))
PLAIN = YEARS | joined(YEARS, one_of("-"), number(1, 12)) | DAYS
SEASONS = joined(YEARS, one_of("-21", "-22", "-23", "-24"))
LEFT_OPEN = st.one_of(
    joined(YEARS.map(lambda text: text[:3]), one_of("X")),
    joined(YEARS.map(lambda text: text[:2]), one_of("XX")),
    joined(YEARS, one_of("-XX", "-XX-XX")),
    joined(YEARS, one_of("-"), number(1, 12), one_of("-XX")),
)
CLOCK = joined(one_of("T"), number(0, 23), one_of(":"), number(0, 59), one_of(":"), number(0, 59))
TIMES = joined(DAYS, CLOCK, one_of("", "Z", "+09:00", "-03:30", "+05", "+14:00"))
INTERVALS = joined(joined(PLAIN, MARKS) | one_of(".."), one_of("/"), joined(PLAIN, MARKS) | one_of(".."))
SPANS = PLAIN | joined(YEARS, one_of(".."), YEARS) | joined(DAYS, one_of(".."), DAYS)
SETS = st.builds(
    lambda first, spans, last: f"[{','.join([*first, *spans, *last])}]",
    st.lists(PLAIN.map("..{}".format), max_size=1),
    st.lists(SPANS, max_size=3),
    st.lists(PLAIN.map("{}..".format), max_size=1),
)
SHARED = joined(PLAIN | LEFT_OPEN, MARKS) | TIMES | INTERVALS | SETS
"""What the oracle reads in the same way."""
TEXTS = SHARED | joined(SEASONS, MARKS) | joined(PLAIN, one_of("/")) | joined(one_of("/"), PLAIN)
DATES = TEXTS.filter(lambda text: isinstance(parse(text), Date)).map(read)
"""Dates of every form."""


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A date with a piece replaced."""
    text = draw(TEXTS)
    start, length = draw(st.integers(0, len(text))), draw(st.integers(0, 3))
    return text[:start] + draw(st.text("0129X-/.[],?~%TZ:{}+Y –\n", max_size=3)) + text[start + length :]


@settings(deadline=None)
@given(st.text() | damaged() | st.text("0123456789X-/.[],?~%T:", max_size=LONGEST + 5))
def test_every_text_is_a_date_that_can_be_used_or_a_refusal_with_a_remedy(text: str) -> None:
    date = parse(text)
    if isinstance(date, BadDate):
        assert date.message
        assert date.hint
    else:
        assert date.text == text.strip()
        assert say(date)
        assert sort_key(date)[0].startswith(month(date) or year(date))


@settings(deadline=None)
@given(DATES)
def test_a_date_keeps_through_its_text_and_through_msgpack(date: Date) -> None:
    assert parse(date.text) == date
    assert msgpack.decode(msgpack.encode(date), type=Date) == date


@settings(deadline=None)
@given(DATES)
def test_a_date_has_a_bound_and_its_bounds_are_in_order(date: Date) -> None:
    assert date.earliest or date.latest
    assert not (date.earliest and date.latest) or date.earliest <= date.latest


@settings(deadline=None)
@given(st.lists(DATES, max_size=8))
def test_the_order_is_total_and_its_pages_never_go_back(dates: list[Date]) -> None:
    assert len({sort_key(date) for date in dates}) == len({date.text for date in dates})
    ordered = sorted(dates, key=sort_key)
    assert all(year(one) <= year(next_one) for one, next_one in pairwise(ordered))
    assert all(one <= next_one for one, next_one in pairwise([month(date) for date in ordered if month(date)]))


def oracle(text: str) -> tuple[str | None, str | None]:
    """The bounds by the package `edtf`, None for an infinite one; EDTFParseException where it reads no date."""
    read_edtf: Callable[[str], Any] = parse_edtf
    found = read_edtf(text)
    return _day(found.lower_strict()), _day(found.upper_strict())


def _day(bound: Any) -> str | None:
    return None if isinstance(bound, float) else "{:04}-{:02}-{:02}".format(*bound[:3])


@settings(deadline=None)
@given(SHARED)
def test_the_bounds_are_those_of_the_oracle(text: str) -> None:
    date = parse(text)
    assume(isinstance(date, Date))
    try:
        expected = oracle(text)
    except EDTFParseException:
        assume(False)
    assert (read(text).earliest, read(text).latest) == expected


def test_the_oracle_supposes_ten_years_for_an_unknown_end_that_stays_unknown_here() -> None:
    assert oracle("2025-04/") == ("2025-04-01", "2035-04-01")
    assert read("2025-04/").latest is None


def test_the_oracle_puts_seasons_where_the_north_has_them_and_here_they_may_lie_anywhere_in_the_year() -> None:
    assert oracle("2026-24") == ("2026-12-01", "2026-12-31")
    assert (read("2026-24").earliest, read("2026-24").latest) == ("2026-01-01", "2026-12-31")
