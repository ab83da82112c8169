"""Texts that share text are found by samples of their runs of words, whatever the script and whoever computes them."""

import subprocess
import sys

import pytest

from dossier.folding import Folded, fold
from dossier.shingles import Common, Shingles, alike, compare, hashes_of, holders, overlap, shingles

WIRE = (
    "The two sides agreed on Tuesday to reopen the bridge over the Tumen river, officials in the border town said, "
    "after talks that had lasted for most of the night. Trucks with flour and cement are to cross first. "
    "Passenger buses will follow in the spring, once the customs house on the northern bank has been repaired, "
    "according to a statement that both delegations signed before they left."
)
KOREAN = (
    "북한 지도자가 화요일 새로 지은 기념관을 찾아 전사자 유가족을 만났다고 관영 매체가 전했다. 그는 병사들의 희생을 "
    "결코 잊지 않을 것이라고 말했으며 건설 현장에서 나무를 심었다. 기념관은 올해 안에 완공될 예정이라고 통신은 덧붙였다."
)
RUSSIAN = (
    "Стороны договорились во вторник вновь открыть мост через реку, сообщили официальные лица в приграничном городе "
    "после переговоров, продолжавшихся большую часть ночи. Первыми пойдут грузовики с мукой и цементом."
)
CHINESE = (
    "双方星期二同意重新开放图们江大桥，边境城市的官员在持续大半夜的会谈之后说，首先通过的将是装载面粉和水泥的卡车。"
)


def folded(text: str) -> Folded:
    """A text, folded by its lines."""
    blocks, at = [], 0
    for paragraph in text.split("\n"):
        blocks.append((at, at + len(paragraph)))
        at += len(paragraph) + 1
    return fold(text, blocks)


def sample(text: str) -> Shingles:
    return shingles(folded(text))


def other(words: int, seed: str = "word") -> str:
    """Text that shares no run of words with anything else."""
    return " ".join(f"{seed}{number}" for number in range(words))


@pytest.mark.parametrize("text", [WIRE, KOREAN, RUSSIAN, CHINESE], ids=["English", "Korean", "Russian", "Chinese"])
def test_a_short_text_is_found_within_a_long_one_that_carries_it_with_its_place(text: str) -> None:
    before, after = other(400), other(400, "tail")
    longer = f"{before}\n{text}\n{after}"
    index = holders({"wire": sample(text), "daily": sample(longer), "third": sample(other(900, "third"))})
    assert len(index) > 1
    assert set(map(tuple, index.values())) == {("wire", "daily")}
    both = compare(folded(text), folded(longer))
    assert both.contained == 1.0
    assert (both.starts[0], longer[both.starts[1] :][: len(text)]) == (0, text)


def test_two_texts_of_thirty_words_are_compared_whole() -> None:
    text = " ".join(WIRE.split()[:30])
    found = overlap(("a", sample(f"Update: {text}")), ("b", sample(text)))
    assert (found.shared, found.contained) == (29, 1.0)
    assert compare(folded(f"Update: {text}"), folded(text)) == Common(29, 1.0, (8, 0))


def test_typography_makes_no_difference() -> None:
    plain = (
        "He called it “a new chapter” — and left; the state's guests, 14,000 of them, stayed on for the night's parade."
    )
    typed = (
        'He called it "a new chapter" - and left; the state’s guests, 14,000 of them, stayed on for the night’s parade.'
    )
    found = overlap(("a", sample(plain)), ("b", sample(typed)))
    assert found.contained == found.jaccard == 1.0


def test_texts_without_a_run_in_common_are_no_pair() -> None:
    assert holders({"a": sample(WIRE), "b": sample(RUSSIAN), "c": sample(""), "d": sample("Two words")}) == {}
    assert compare(folded(WIRE), folded(RUSSIAN)) == compare(folded(WIRE), folded("")) == Common()


def test_what_either_text_sets_as_speech_is_not_shared() -> None:
    speech = (
        "we will never forget what they did for us, and their names will be read out in every school of the country"
    )
    one = folded(f"{other(60)} “{speech},” he said. {other(60, 'more')}")
    two = folded(f"{other(60, 'two')} She heard him say: “{speech}.” {other(60, 'end')}")
    unmarked = folded(f"{other(60, 'three')} He said that {speech}. {other(60, 'last')}")
    assert compare(one, two) == compare(one, unmarked) == compare(unmarked, two) == Common()


def test_what_is_ignored_takes_what_stands_nearest_to_it_along() -> None:
    boilerplate = other(60, "boilerplate")
    one, two = folded(f"{WIRE} {boilerplate}"), folded(f"{boilerplate} {WIRE}")
    ignored = set(hashes_of(sample(boilerplate)))
    assert compare(one, two).shared == 71 + 56
    assert 60 <= compare(one, two, {value for value in ignored if not value % 8}, 8).shared <= 80
    assert compare(folded(boilerplate), two, ignored) == Common()


def test_a_new_text_names_the_known_ones_that_come_nearest_first() -> None:
    words = WIRE.split()
    known = {
        "half": sample(f"{' '.join(words[:35])} {other(300)}"),
        "whole": sample(f"{other(300)} {WIRE}"),
        "none": sample(RUSSIAN),
    }
    found = alike(sample(WIRE), known)
    assert [near.second for near in found] == ["whole", "half"]
    assert found[0].contained > found[1].contained


def test_a_sample_is_the_same_in_every_process() -> None:
    script = f"""
from dossier.folding import Folded, fold
from dossier.shingles import shingles
text = {WIRE + KOREAN!r}
found = shingles(fold(text, [(0, len(text))]))
print(found.hashes.hex())
"""
    runs = {
        subprocess.run(
            [sys.executable, "-c", script], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout.strip()
        for seed in ("1", "2")
    }
    text = WIRE + KOREAN
    assert runs == {shingles(fold(text, [(0, len(text))])).hashes.hex()}


def test_known_shingles_keep_their_hashes() -> None:
    """A sample is the same on every machine, and changes only with the engine, which what is remembered is bound to."""
    assert memoryview(sample("one two three four five six").hashes).cast("I").tolist() == [1354651064, 1918900823]
