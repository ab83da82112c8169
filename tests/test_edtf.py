"""What EDTF texts mean, and what of them is refused."""

import pytest

from dossier.edtf import BadDate, Date, read_date


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("| ")] for line in table.strip().splitlines()]


def read(text: str) -> Date:
    date = read_date(text)
    assert isinstance(date, Date), f"{text} is refused: {date}"
    return date


MEANINGS = """
2026-01-26                | 2026-01-26 | 2026-01-26 | day    | point
2024-02                   | 2024-02-01 | 2024-02-29 | month  | point
1900-02                   | 1900-02-01 | 1900-02-28 | month  | point
0000-02                   | 0000-02-01 | 0000-02-29 | month  | point
2024                      | 2024-01-01 | 2024-12-31 | year   | point
2026-01-26T13:31          | 2026-01-26 | 2026-01-26 | minute | point
2026-01-26T23:31:05-05:00 | 2026-01-26 | 2026-01-26 | second | point
2026-24                   | 2026-01-01 | 2026-12-31 | season | point
2026-01-XX                | 2026-01-01 | 2026-01-31 | day    | some-day
2026-XX-XX                | 2026-01-01 | 2026-12-31 | day    | some-day
2026-XX                   | 2026-01-01 | 2026-12-31 | month  | some-day
201X                      | 2010-01-01 | 2019-12-31 | year   | some-day
20XX                      | 2000-01-01 | 2099-12-31 | year   | some-day
2024-10/2025-04           | 2024-10-01 | 2025-04-30 | month  | interval
2024/2025-04-03           | 2024-01-01 | 2025-04-03 | day    | interval
2026-01-20/2026-01        | 2026-01-20 | 2026-01-31 | day    | interval
2025-04/..                | 2025-04-01 | -          | month  | interval
2025-04/                  | 2025-04-01 | -          | month  | interval
../2025-04                | -          | 2025-04-30 | month  | interval
/2025-04                  | -          | 2025-04-30 | month  | interval
[..2026-01-07]            | -          | 2026-01-07 | day    | before
[2026-01-03..]            | 2026-01-03 | -          | day    | after
[2026-01-01..2026-01-07]  | 2026-01-01 | 2026-01-07 | day    | some-day
[2026-01-05,2026-01-03]   | 2026-01-03 | 2026-01-05 | day    | one-of
[2026-01-05, 2026-01-03]  | 2026-01-03 | 2026-01-05 | day    | one-of
[..2026-01-03,2026-02]    | -          | 2026-02-28 | day    | one-of
[2026,2027-01..2027-03]   | 2026-01-01 | 2027-03-31 | month  | one-of
[2024,2025-01-03..]       | 2024-01-01 | -          | day    | one-of
"""


@pytest.mark.parametrize(("text", "earliest", "latest", "precision", "form"), rows(MEANINGS))
def test_a_date_means_the_days_it_may_lie_in(text: str, earliest: str, latest: str, precision: str, form: str) -> None:
    date = read(text)
    found = (date.text, date.earliest or "-", date.latest or "-", date.precision, date.form)
    assert found == (text, earliest, latest, precision, form)


@pytest.mark.parametrize(
    ("text", "uncertain", "approximate"),
    [
        ("2026", False, False),
        ("2026-01-25?", True, False),
        ("2026-01~", False, True),
        ("2024%", True, True),
        ("2026-XX?", True, False),
        ("2024-10/2025-04~", False, True),
        ("2024-10~/2025-04?", True, True),
    ],
)
def test_a_mark_is_kept_and_widens_nothing(text: str, uncertain: bool, approximate: bool) -> None:
    date, plain = read(text), read(text.translate({ord(mark): None for mark in "?~%"}))
    assert (date.uncertain, date.approximate) == (uncertain, approximate)
    assert (date.earliest, date.latest) == (plain.earliest, plain.latest)


REFUSED = """
2026-02-30                  | there is no 30 February 2026           | February 2026 has 28 days
2025-02-29                  | there is no 29 February 2025           | write 2025-02
2026-01-00                  | there is no 0 January 2026             | write 2026-01
2026-13                     | there is no month 13                   | write 2026
2026-21-05                  | there is no month 21                   | seasons 21 to 24 without a day
2026-33                     | part of a year that is not supported   | 2026-01/2026-03
2026-01-26T24:00            | there is no time 24:00                 | midnight is 00:00
2026-01-26T13:31:60         | there is no time 13:31:60              | 00:00 to 23:59:59
2026-01-26T13:31+15:00      | there is no offset +15:00              | -14:00 to +14:00
2026-01-26T13:31-00:00      | there is no offset -00:00              | Z is UTC
2026-01-26T13:31+09:60      | there is no offset +09:60              | -14:00 to +14:00
2026-01T13:31               | a time without its day                 | before the T
2004-06~-11                 | qualifies a part of the date           | at the end
?2004-06                    | qualifies a part of the date           | at the end
{2026,2027}                 | a set of dates that all hold           | a note for each date
Y170000002                  | a year outside 0000 to 9999            | in the text
Y17E7                       | a year outside 0000 to 9999            | in the text
-0043                       | a year outside 0000 to 9999            | in the text
12026-01                    | a year outside 0000 to 9999            | in the text
1950S2                      | counts significant digits              | 19XX
2XXX                        | leaves these digits open               | write the range
2026-01-1X                  | leaves these digits open               | [2026-01-10..2026-01-19]
2026-XX-25                  | leaves these digits open               | write the range
2026-05/2026-03             | ends before it starts                  | the earlier date first
[2026-05..2026-03]          | ends before it starts                  | the earlier date first
2024/2026-02-30             | "2026-02-30" is not a date             | 28 days
2026-01-26T13:31/2026-01-27 | a time of day in an interval           | 2026-01-26
2026-01-XX/2026-02          | leaves digits open in an interval      | 2026-01
[2026?,2027]                | is qualified in a set                  | leave the mark out
[2026-21,2027]              | is a season in a set                   | its months
[2026]                      | a set of one date                      | write 2026
[2026,]                     | leaves out a date                      | at least one date
../..                       | leaves out a date                      | at least one date
[..2026,2027..]             | is open at both ends                   | close it
"""


@pytest.mark.parametrize(("text", "message", "hint"), rows(REFUSED))
def test_what_is_no_date_is_refused_with_a_remedy(text: str, message: str, hint: str) -> None:
    refusal = read_date(text)
    assert isinstance(refusal, BadDate)
    assert message in refusal.message
    assert hint in refusal.hint


def test_a_refusal_shows_the_text_short_and_harmless_to_a_terminal() -> None:
    refusal = read_date("\x1b[31m\u202e" + "9" * 100)
    assert isinstance(refusal, BadDate)
    assert refusal.message == '"�[31m�' + "9" * 34 + '…" is not a date in EDTF'
