"""The nearest passage: what a person would point to, and nothing where nobody would point."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.folding import Folded, fold
from dossier.nearest import LEAST_ALIKE, Near, nearest

SOURCE = (
    "Kim Jong Un visited an art studio on Sunday to supervise the creation of sculptures for a memorial.",
    "State media said the leader emphasized that the sculptures would honor the “legendary feats” of these soldiers.",
    "In 2024, North Korea reportedly deployed around 14,000 soldiers to support Russian forces in Ukraine.",
    "Kim did not visit the self-reliant factory; he doesn’t say why. It cost $40B, or 3.5% of all.",
    "북한은 러시아에 1만 4천여 명의 군인을 파병하지 않았다고 밝혔다.",
    "他参观了万寿台创作社，并没有发表讲话。",
)


def folded(paragraphs: tuple[str, ...]) -> tuple[str, Folded]:
    ends = [sum(len(line) + 1 for line in paragraphs[: i + 1]) - 1 for i in range(len(paragraphs))]
    return "\n".join(paragraphs), fold(
        "\n".join(paragraphs), [(end - len(line), end) for end, line in zip(ends, paragraphs, strict=True)]
    )


TEXT, FOLDED = folded(SOURCE)


def pointed(words: str) -> str | None:
    near = nearest(FOLDED, words)
    return TEXT[near.start : near.end] if near else None


@pytest.mark.parametrize(
    ("words", "passage"),
    [
        ("North Korea reportedly sent around 14,000 soldiers", "North Korea reportedly deployed around 14,000 soldiers"),
        ("deployed around 15,000 soldiers to support", "deployed around 14,000 soldiers to support"),
        ("deployed around 4,000 soldiers", "deployed around 14,000 soldiers"),
        ("South Korea reportedly deployed around 14,000", "Korea reportedly deployed around 14,000"),
        ("reportedly deployed around 14,000 men", "reportedly deployed around 14,000"),
        ("Kim did visit the self-reliant factory", "Kim did not visit the self-reliant factory"),
        ("the reliant factory", "the self-reliant factory"),
        ("north korea REPORTEDLY deployed", "North Korea reportedly deployed"),
        ("honor the legendary feats of these soldiers", "honor the “legendary feats” of these soldiers"),
        ("honour the “legendary feats” of the soldiers", "the “legendary feats” of these soldiers"),
        ("soldiers around 14,000 deployed", "deployed around 14,000 soldiers"),
        ("the leader […] would honor the feats", "leader emphasized that the sculptures would honor the “legendary feats"),
        ("cost 40B", "cost $40B"),
        ("It cost $40B or 3.5", "It cost $40B, or 3.5%"),
        ("파병하지 않았다", "파병하지 않았다고"),
        ("군인을 보내지 않았다고", "군인을 파병하지 않았다고"),
        ("他参观了创作社", "他参观了万寿台创作社"),
        ("the economy of France in the nineteenth century", None),
        ("xyzzy", None),
        ("", None),
        ("…", None),
    ],
)  # fmt: skip
def test_the_passage_is_what_a_person_would_point_to(words: str, passage: str | None) -> None:
    assert pointed(words) == passage


def test_words_that_stand_there_are_wholly_alike() -> None:
    words = "deployed around 14,000 soldiers"
    start = TEXT.index(words)
    assert nearest(FOLDED, words) == Near(start, start + len(words), 1.0)


def test_the_share_is_of_letters_so_that_little_words_count_little() -> None:
    near = nearest(FOLDED, "visited an art gallery on Sunday")
    assert near is not None
    assert near.alike == pytest.approx((7 + 2 + 3 + 2 + 6) / (7 + 2 + 3 + 7 + 2 + 6))


def test_the_first_of_equals_is_taken() -> None:
    text, twice = folded(("Kim came here.", "Kim came here."))
    assert nearest(twice, "Kim came there") == Near(0, text.index(" here"), 7 / 12)


def test_an_empty_text_has_no_passage() -> None:
    assert nearest(fold("", []), "words") is None
    assert nearest(fold("", [(0, 0)]), "words") is None


@pytest.mark.parametrize(
    ("text", "words"), [("a " * 100_000, "a " * 50_000 + "b"), ("a-" * 100_000, "a"), ("x" * 500_000, "y")]
)
def test_a_hostile_text_is_answered(text: str, words: str) -> None:
    """One pass over the source for any quotation; a quadratic step hangs here."""
    near = nearest(fold(text, [(0, len(text))]), words)
    assert near is None or near.alike >= LEAST_ALIKE


@settings(max_examples=200)
@given(text=st.text(alphabet="ab c1-,북한 ", max_size=40), words=st.text(alphabet="ab c1-,북한 ", max_size=12))
def test_a_passage_is_whole_words_of_one_block_with_enough_in_common(text: str, words: str) -> None:
    half = len(text) // 2
    near = nearest(fold(text, [(0, half), (half, len(text))]), words)
    if near:
        assert near.alike >= LEAST_ALIKE
        assert not (near.start < half < near.end)
        blocks = text[:half], text[half:]
        inside = (
            (near.start, near.end, blocks[0]) if near.end <= half else (near.start - half, near.end - half, blocks[1])
        )
        before, after = inside[2][: inside[0]][-1:], inside[2][inside[1] :][:1]
        assert not (before.isalnum() and text[near.start].isalnum())
        assert not (after.isalnum() and text[near.end - 1].isalnum())


def test_every_paragraph_of_a_real_article_is_nearest_to_itself_misquoted() -> None:
    path = Path(__file__).parent.parent / "content" / "originals" / "rodong-digest.txt"
    lines = tuple(line for line in path.read_text(encoding="utf-8").split("\n") if line.strip())
    text, article = folded(lines)
    for line in lines:
        words = line.split()[:12]
        near = nearest(article, " ".join([*words[:5], "otherwise", *words[6:]]))
        assert near is not None
        assert text[near.start : near.end] == line[: len(" ".join(words))].rstrip(",.")
