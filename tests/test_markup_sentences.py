"""Where sentences end, and where they don't. `¦` stands between the sentences of each text, `§` for a hole."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.body import HOLE
from dossier.markup.sentences import sentences

TEXTS = [
    "One sentence.",
    "No stop at all",
    "One. ¦Two! ¦Three? ¦Four… ¦Five",
    "Over\na line.\n¦Then another.",
    "  White space around.  ",
    # abbreviations
    "On Jan. 26, 2026 at 1:31 p.m. local time he came. ¦It rained.",
    "He came at 5 p.m. ¦The army waited.",
    "The U.S. Army left the U.S. ¦It came back.",
    "Mr. Kim met Gen. No Kwang Chol and Dr. J. R. Smith. ¦They spoke.",
    "See No. 5 and pp. 3-4 of vol. 2. ¦No. ¦He did not.",
    "Nasser et al. reported it, e.g. in Seoul. ¦So did others.",
    "It was Jan. ¦The river froze.",
    "Workers of Hyundai Co. Ltd. were there, etc. ¦None spoke.",
    "On the 26. Januar kam er. ¦Dann ging er.",
    "On 2026. 1. 26. he came.",
    # numbers
    "Some 3.5 percent of 14.000 at v. 2.0.1 fell. ¦All others stood.",
    "He counted 14. ¦The rest was lost.",
    "Version 3. ¦Then 4.",
    # marks and brackets after the stop
    "“We won.” ¦He left. ¦(It was late.) ¦“Why?” he asked. ¦“Go!”",
    "He said, “No.” ¦“Yes,” she said.",
    "«Non.» ¦Il partit.",
    "It was *late.* ¦He left.",
    # ellipses
    "He said … nothing. ¦And went…",
    "He waited... and waited... ¦Then he left.",
    "The words […] go on. ¦And […] on.",
    # names with a mark
    "Yahoo! was bought. ¦Who knew?",
    # citations
    "He died. § ¦She left. § ",
    "He died.§ ¦She left §. ¦They stayed.",
    "He died. § § ¦She left.",
    "He died. ¦§ says she left.",
    "He died. ¦§, she says, left.",
    "He died (§). ¦She left.",
    "He died. §",
    # other scripts
    "그는 갔다. ¦그녀는 왔다. ¦그들은 남았다.",
    "他走了。¦她来了！¦“他们呢？”¦没有人知道。",
    "他说：“走吧。”¦然后走了。",
    "彼は「行く。」と言った。",
    "ذهب؟ ¦عاد۔",
    "वह गया। ¦वह आई।",
    "Он ушёл. ¦Она осталась.",
    # not sentences' ends
    "See www.example.org/a.b?c for it. ¦Yes.",
    "Node.js is that.",
    "...",
]


def marked(text: str, citations: set[int] | None = None) -> str:
    """The text with `¦` before each sentence but the first."""
    ranges = sentences(text, citations)
    starts = [start for start, _ in ranges[1:]]
    return "".join("¦" * (at in starts) + character for at, character in enumerate(text))


def with_holes(text: str) -> str:
    for number in range(text.count("§")):
        text = text.replace("§", chr(HOLE + number), 1)
    return text


@pytest.mark.parametrize("expected", TEXTS)
def test_sentences_end_where_a_reader_would_end_them(expected: str) -> None:
    expected = with_holes(expected)
    assert marked(expected.replace("¦", "")) == expected


@pytest.mark.parametrize(
    ("expected", "citations"),
    [
        ("He died. ¦§ left.", set[int]()),
        ("He died. ¦§ Kim left.", set[int]()),
        ("He died. § ¦Kim left.", {0}),
        ("He died. § ¦§ Kim left.", {0}),
        ("他走了。§¦她来了。", {0}),
        ("他走了。¦§来了。", set[int]()),
    ],
)
def test_a_hole_that_is_known_to_be_a_bracketed_citation_ends_the_sentence(expected: str, citations: set[int]) -> None:
    expected = with_holes(expected)
    assert marked(expected.replace("¦", ""), citations) == expected


@given(st.text('aB. !?…"”) \n。1\U000f0000\U000f0001', max_size=40))
def test_sentences_are_trimmed_in_order_and_leave_no_word_out(text: str) -> None:
    ranges = sentences(text)
    assert all(left[1] <= right[0] for left, right in pairwise(ranges))
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in ranges)
    covered = "".join(text[start:end] for start, end in ranges)
    assert "".join(covered.split()) == "".join(text.split())
