"""A body as a whole: what it holds is of one piece, whatever the text, and the dossier's own texts read as they should."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_markup_places import SOUP, Reader, assert_marks_change_nothing

from dossier.body import HOLE, Body, CitationGroup
from dossier.markup import line_at, read_body, read_source_body
from dossier.markup.htmltext import blocks_of, text_of

CONTENT = sorted((Path(__file__).parent.parent / "content").rglob("*.md"))
ANYTHING = SOUP | st.text(max_size=200)


def assert_of_one_piece(body: Body, lines: int) -> None:
    assert body.text == text_of(body.html)
    assert [character for character in body.text if character >= chr(HOLE)] == [
        chr(HOLE + n) for n in range(len(body.holes))
    ]
    assert not [character for character in body.html if character >= "\U00100000"]
    text, blocks = blocks_of(body.html, lambda offset: line_at(body, offset))
    assert (text, blocks) == (body.text, body.blocks)
    assert list(body.starts) == sorted(body.starts, key=lambda start: start[0])
    assert all(1 <= line <= lines for _, line in body.starts)
    for quotation in body.quotations:
        assert any(block.start <= quotation.start < quotation.end <= body.blocks[-1].end for block in body.blocks)
        assert 1 <= quotation.line <= lines
        assert quotation.column >= 1
        assert quotation.group < 0 or isinstance(body.holes[quotation.group], CitationGroup)


@settings(max_examples=300)
@given(ANYTHING)
def test_a_body_is_of_one_piece_whatever_the_text(text: str) -> None:
    lines = len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    for read in (read_body, read_source_body):
        body, problems = read(text, 1, "x.md")
        assert_of_one_piece(body, lines)
        assert all(problem.line >= 1 and problem.column >= 1 for problem in problems)


@given(ANYTHING)
def test_the_same_text_gives_the_same_body(text: str) -> None:
    assert read_body(text, 1, "x.md") == read_body(text, 1, "x.md")


@pytest.mark.parametrize("path", CONTENT, ids=lambda path: path.name)
def test_marks_change_no_html_of_the_dossiers_own_texts(path: Path) -> None:
    assert_marks_change_nothing(path.read_text().split("---\n", 2)[-1])


@pytest.mark.parametrize("read", [read_body, read_source_body])
@pytest.mark.parametrize("text", ["", "\n", "   \n\t\n", "<!-- only a comment -->"])
def test_a_text_without_words_is_an_empty_body(read: Reader, text: str) -> None:
    body, problems = read(text, 3, "x.md")
    assert (body.text.strip(), body.blocks, problems, line_at(body, 0)) == ("", (), (), 1)


def test_a_source_is_evidence_where_nothing_of_ours_is_looked_for() -> None:
    text = 'He said “words @a [@b] [[c]] ["d"]{.term} \'e f g h\' and "unclosed.'
    body, problems = read_source_body(text, 1, "x.md")
    assert body.text == text
    assert (body.holes, body.quotations, problems) == ((), (), ())
    assert body.starts == ((0, 1),)
