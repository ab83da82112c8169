"""Speech: the words that a text sets in marks, by whatever marks, and what is none of them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.folding import fold, tokens
from dossier.speech import UNSURE


def numbers(*blocks: str) -> list[tuple[str, int]]:
    """Each word of the blocks with the number of its speech."""
    text = "\n".join(blocks)
    ends = [sum(len(block) + 1 for block in blocks[: i + 1]) - 1 for i in range(len(blocks))]
    folded = fold(text, [(end - len(block), end) for block, end in zip(blocks, ends, strict=True)])
    speech = memoryview(folded.speech).cast("H")
    found = [token for block in blocks for token in tokens(block)]
    return [(token.word, speech[i]) for i, token in enumerate(found) if token.word[0].isalnum()]


def spoken(*blocks: str) -> str:
    """The words that stand in marks for certain."""
    return " ".join(word for word, number in numbers(*blocks) if 0 < number < UNSURE)


@pytest.mark.parametrize(
    ("text", "speech"),
    [
        ("he “said so” there", "said so"),
        ('he "said so" there', "said so"),
        ('he "said so", and "more".', "said so more"),
        ('"Said so," he said. "More."', "Said so More"),
        ('he:"said so"!', "said so"),
        ('he ("said so") there', "said so"),
        ("he «said so» there", "said so"),
        ("he « said so » there", "said so"),
        ("he »said so« there", "said so"),
        ("he „said so“ there", "said so"),
        ("he „said so” there", "said so"),
        ("he ”said so” there", "said so"),
        ("he “said so“ there", "said so"),
        ("he 「said so」 there", "said so"),
        ("他说“好的”了", "好 的"),
        ('他说"好的"了', "好 的"),
        ("he ``said so'' there", "said so"),
        ("he ‘said so’ there", "said so"),
        ("he ‚said so‘ there", "said so"),
        ("he ‹said so› there", "said so"),
        ("he ‘said the soldiers’ names,’ then", "said the soldiers names"),
        ("he called them ‘heroes’ there", "heroes"),
        ("he “said ‘more’ so” there", "said more so"),
        ("he “said “more” so” there", "said more so"),
        ("he « said “more” so » there", "said more so"),
        ("he „said ‚more‘ so“ there", "said more so"),
        ("he “said so’ there” now", "said so there"),
        ("no speech", ""),
        ("the soldiers’ contributions and Kim’s", ""),
        ("the class of ’24 and ‘90s men", ""),
        ("go get ‘em now, boys", ""),
        ("a 5\" gun and a 6\" one", ""),
        ('the צה"ל said it', ""),
        ("he said so” there", ""),
        ("he “said so there", ""),
        ('he "said so there', ""),
        ("he “said so. “More” there", ""),
        ("“said ‘em so” there", "said em so"),
    ],
)  # fmt: skip
def test_speech_stands_in_marks(text: str, speech: str) -> None:
    assert spoken(text) == speech


@pytest.mark.parametrize(
    ("blocks", "speech"),
    [
        (("he “said", "“so” there"), "said so"),
        (('he "said', '"so" there'), "said so"),
        (("he «said", "«so», there"), "said so"),
        (("he “said", "“so", "“and more” there"), "said so and more"),
        (("he “said", "so” there"), ""),
        (("he “said", "he “so” there"), "so"),
        (("he “said", "“so there"), ""),
        (("he “said", "", "“so” there"), "said so"),
        (("he ‘said", "‘so’ there"), "so"),
    ],
)
def test_speech_left_open_goes_on_if_the_next_block_begins_with_a_mark(blocks: tuple[str, ...], speech: str) -> None:
    assert spoken(*blocks) == speech


def test_each_speech_has_its_own_number_nested_ones_too() -> None:
    found = dict(numbers("“one,” he said, “two ‘three’ four”", "“five”"))
    assert found["one"] != found["two"] == found["four"] != found["three"] != found["five"]
    assert found["he"] == found["said"] == 0


def test_what_an_opening_mark_holds_that_nothing_closes_is_unsure() -> None:
    found = dict(numbers("he said “one and", "two"))
    assert found["he"] == found["two"] == 0
    assert found["one"] == found["and"] >= UNSURE


@settings(max_examples=300)
@given(blocks=st.lists(st.text(alphabet="ab ,.s“”‘’\"'«»„「」‚", max_size=14), min_size=1, max_size=4))
def test_every_token_has_a_number_and_no_speech_outlasts_an_unmarked_block(blocks: list[str]) -> None:
    before, plain, after = numbers(*blocks), numbers("a b"), numbers(*blocks, "a b", *blocks)
    assert after[: len(before)] == [(word, n) for word, n in before]
    assert after[len(before) : len(before) + 2] == plain
