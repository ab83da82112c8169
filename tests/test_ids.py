"""Ids: a title in any script gives one that the program takes, that can be typed, and that nobody has yet."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.ids import LARGEST, LONGEST, is_id, make_id

TITLES = (
    ("Kim Jong Un visits a building site", "kim-jong-un-visits-a-building-site"),
    ("  Kim, again: “heroes” – and more!  ", "kim-again-heroes-and-more"),
    ("Kim's visit isn’t over", "kims-visit-isnt-over"),
    ("L'armée de l’air", "l-armée-de-l-air"),
    ("Around 14,000 soldiers, 3.5 percent of all", "around-14000-soldiers-3-5-percent-of-all"),
    ("snake_case and kebab-case", "snake-case-and-kebab-case"),
    ("2026-01-26", "2026-01-26"),
    ("İstanbul'da IŞIK", "istanbul-da-işik"),
    ("Große Straße – Übung", "große-straße-übung"),
    ("북한군 1만4천 명 파병", "북한군-1만4천-명-파병"),
    ("مقتل ألف جندي", "مقتل-ألف-جندي"),
    ("مُحَمَّد", "محمد"),
    ("می‌خواهم بدانم", "میخواهم-بدانم"),
    ("Пам’ять про загиблих: Ёлка", "пам-ять-про-загиблих-ёлка"),
    ("ΟΔΟΣ ΟΔΟΣ", "οδος-οδος"),
    ("習近平、平壌を訪問", "習近平-平壌を訪問"),
    ("ＫＣＮＡ ﬁle ①", "kcna-file-1"),
    ("e\u0301te\u0301", "été"),
    ("x\u0302 marks", "x-marks"),
    ("soft\u00adhyphen", "softhyphen"),
    ("🚀 Launch 👨‍👩‍👧 1️⃣", "launch-1"),
    ("“?!” — …", ""),
    ("🇰🇵", ""),
    ("", ""),
)


@pytest.mark.parametrize(("title", "id_"), TITLES)
def test_a_title_in_any_script_gives_its_words(title: str, id_: str) -> None:
    assert make_id(title) == normalize("NFC", id_)


def test_a_long_title_ends_after_a_whole_word() -> None:
    words = "North Korea sent soldiers to Russia and said nothing of it for many months after that"
    assert make_id(words) == "north-korea-sent-soldiers-to-russia-and-said-nothing-of-it"
    assert make_id("a" * LONGEST + " b") == "a" * LONGEST
    assert make_id("a" * (LONGEST - 2) + " bc") == "a" * (LONGEST - 2)


def test_where_a_script_writes_no_spaces_as_many_letters_stay_as_fit() -> None:
    assert make_id("北" * 100) == "北" * (LARGEST // 3)
    assert make_id(f"BBC {'北' * 100}") == f"bbc-{'北' * 38}"


@pytest.mark.parametrize(
    ("title", "taken", "id_"),
    [
        ("The visit", ["a-visit"], "the-visit"),
        ("The visit", ["the-visit"], "the-visit-2"),
        ("The visit", ["the-visit", "the-visit-2", "the-visit-4"], "the-visit-3"),
        ("Strasse", ["straße"], "strasse-2"),
        ("Été", ["e\u0301te\u0301"], "été-2"),
        ("Con", [], "con-2"),
        ("?!", ["?!", ""], ""),
    ],
)
def test_a_taken_id_gets_the_first_free_number(title: str, taken: list[str], id_: str) -> None:
    assert make_id(title, taken) == id_


@given(st.text(), st.booleans())
def test_it_is_an_id_or_nothing_and_its_own_id(title: str, is_taken: bool) -> None:
    made = make_id(title)
    assert is_id(made) or not made
    assert bool(made) == any(letter.isalnum() for letter in normalize("NFKC", title))
    assert normalize("NFC", made) == made
    assert len(made) <= LONGEST
    assert len(made.encode()) <= LARGEST
    assert make_id(made) in (made, f"{made}-2")  # the second: what Windows takes for a device
    assert is_id(make_id(title, [made])) or not made


@pytest.mark.parametrize("text", ["", "-", "a-", "-a", "a--b", "A", "a_b", "a b", "a.b", "é".upper()])
def test_what_can_not_be_an_id(text: str) -> None:
    assert not is_id(text)
