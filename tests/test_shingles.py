"""Texts that share text are found by samples of their runs of words, whatever the script and whoever computes them."""

import subprocess
import sys

import pytest

from dossier.folding import Folded, fold
from dossier.shingles import Shingles, alike, common, overlaps, shingles

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
    before, after = (
        (other(400), other(400, "tail")) if text != CHINESE else ("".join(map(chr, range(0x5000, 0x5200))), "")
    )
    longer = f"{before}\n{text}\n{after}"
    (found,) = overlaps({"wire": sample(text), "daily": sample(longer), "third": sample(other(900, "third"))})
    assert (found.first, found.second) == ("wire", "daily")
    assert found.contained > 0.5
    both = common(folded(text), folded(longer))
    assert both
    start, there = both.starts
    assert longer[there : there + 12] == text[start : start + 12]


def test_two_texts_of_thirty_words_are_compared_whole() -> None:
    text = " ".join(WIRE.split()[:30])
    (found,) = overlaps({"a": sample(f"Update: {text}"), "b": sample(text)})
    assert (found.shared, found.contained) == (26, 1.0)


def test_marks_and_typography_make_no_difference() -> None:
    plain = (
        "He called it “a new chapter” — and left; the state's guests, 14,000 of them, stayed on for the night's parade."
    )
    typed = (
        'He called it "a new chapter" - and left, the state’s guests 14,000 of them stayed on for the night’s parade'
    )
    (found,) = overlaps({"a": sample(plain), "b": sample(typed)})
    assert found.contained == found.jaccard == 1.0


def test_texts_without_a_run_in_common_are_no_pair() -> None:
    assert overlaps({"a": sample(WIRE), "b": sample(RUSSIAN), "c": sample(""), "d": sample("Two words")}) == []


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
    """What is remembered stays comparable: these numbers may not change."""
    assert memoryview(sample("one two three four five six").hashes).cast("I").tolist() == [1354651064, 1918900822]
