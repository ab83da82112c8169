"""How dates are said in words."""

import pytest

from dossier.datewords import ENGLISH, say
from dossier.edtf import Date, read_date


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("| ")] for line in table.strip().splitlines()]


def read(text: str) -> Date:
    date = read_date(text)
    assert isinstance(date, Date), f"{text} is refused: {date}"
    return date


SAID = """
2026-01-25                          | 25 January 2026
2026-01                             | January 2026
2024                                | 2024
0476-03                             | March AD 476
0000                                | 1 BC
2026-01-26T13:31                    | 26 January 2026, 13:31
2026-01-26T13:31:05Z                | 26 January 2026, 13:31:05 UTC
2026-01-26T13:31+00:00              | 26 January 2026, 13:31 UTC
2026-01-26T13:31+09                 | 26 January 2026, 13:31 (UTC+09:00)
2026-01-26T13:31-03:30              | 26 January 2026, 13:31 (UTC−03:30)
2026-01-25?                         | perhaps 25 January 2026
2026-01~                            | about January 2026
2024%                               | perhaps about 2024
2026-01-26T13:31~                   | about 26 January 2026, 13:31
2026-21                             | spring 2026
2026-24~                            | about winter 2026
2026-01-XX                          | a day in January 2026
2026-XX-XX                          | a day in 2026
2026-XX                             | a month in 2026
201X                                | a year in the 2010s
201X?                               | perhaps a year in the 2010s
200X                                | a year from 2000 to 2009
20XX                                | a year from 2000 to 2099
047X                                | a year from AD 470 to AD 479
2024-10/2025-04                     | October 2024 to April 2025
2026-01-03/2026-01-05               | 3–5 January 2026
2026-01-31/2026-02-02               | 31 January to 2 February 2026
2025-12-31/2026-01-02               | 31 December 2025 to 2 January 2026
2026-01/2026-03                     | January to March 2026
2026-21/2026-23                     | spring to autumn 2026
2024/2025                           | 2024 to 2025
2026-01/2026-02-03                  | January 2026 to 3 February 2026
2026-01-03/2026-01-03               | 3 January 2026
2024-10~/2025-04?                   | from about October 2024 to perhaps April 2025
2025-04/..                          | since April 2025
../2025-04~                         | until about April 2025
/2025-04                            | from an unknown date to April 2025
2025-04/                            | from April 2025 to an unknown date
[..2026-01-07]                      | on or before 7 January 2026
[2026-01-03..]                      | on or after 3 January 2026
[..2026-01]                         | in or before January 2026
[2026..]                            | in or after 2026
[2026-01-03,2026-01-05]             | 3 or 5 January 2026
[2026-01-03, 2026-01-03]            | 3 January 2026
[2026-01-03,2026-01-05,2026-01-08]  | 3, 5 or 8 January 2026
[2026-01-31,2026-02-02]             | 31 January or 2 February 2026
[2025-12-31,2026-01-01]             | 31 December 2025 or 1 January 2026
[2026-01,2026-03]                   | January or March 2026
[2024,2025]                         | 2024 or 2025
[2026-01-01..2026-01-07]            | one day between 1 and 7 January 2026
[2026-01..2026-03]                  | one month between January and March 2026
[2020..2024]                        | one year between 2020 and 2024
[2024..2026-01-07]                  | one day between 2024 and 7 January 2026
[2026-01-03,2026-01-05..2026-01-07] | 3 January 2026, or one day between 5 and 7 January 2026
[..2026-01-03,2026-01-05]           | on or before 3 January 2026, or 5 January 2026
"""


@pytest.mark.parametrize(("text", "words"), rows(SAID))
def test_a_date_is_said_in_words(text: str, words: str) -> None:
    assert say(read(text)) == words


def test_another_language_sets_the_order_of_the_words() -> None:
    korean = ENGLISH | {"months": " ".join(f"{number}월" for number in range(1, 13)), "of month": "{month} {day}"}
    korean |= {
        "day": "{day}일",
        "year": "{year}년",
        "of year": "{year} {date}",
        "days to": "{first}~{last}",
        "or": "{first} 또는 {last}",
    }
    assert say(read("2026-01-03/2026-01-05"), korean) == "2026년 1월 3일~5일"
    assert say(read("[2026-01,2026-03]"), korean) == "2026년 1월 또는 3월"


def test_no_word_in_the_table_is_idle() -> None:
    idle = []
    for key in ENGLISH:
        other = ENGLISH | {key: " ".join("#" * 12)}
        if all(say(read(text), other) == words for text, words in rows(SAID)):
            idle.append(key)
    assert idle == []
