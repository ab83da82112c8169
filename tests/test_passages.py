"""A source's text cut down to its passages: what is shown, what stands for the rest, and that the marks stay where they were."""

import re
from pathlib import Path

import pytest
from folders import run
from hypothesis import given, settings
from hypothesis import strategies as st
from website import parse

from dossier.markup import read_source_body
from dossier.markup.htmltext import text_of
from dossier.pages.passages import excerpt


def cut(markdown: str, *quoted: str) -> str:
    """What is shown of a text when these words of it are quoted, in one line."""
    body, problems = read_source_body(markdown, 1, "s.md")
    assert problems == ()
    ranges = [(body.text.index(words), body.text.index(words) + len(words)) for words in quoted]
    shown = excerpt(body.html, ranges)
    for (start, end), words in zip(ranges, quoted, strict=True):
        assert text_of(shown.html)[slice(*shown.place(start, end))] == words
    return re.sub(r"\s*\n\s*", "", shown.html)


OUT = '<p class="omitted">[…]</p>'
ITEM = '<li class="omitted">[…]</li>'


@pytest.mark.parametrize(
    ("markdown", "quoted", "html"),
    [
        ("One.\n\nTwo.\n\nThree.", "Two", f"{OUT}<p>Two.</p>{OUT}"),
        ("One.\n\nTwo.\n\nThree.", "Three", f"{OUT}<p>Three.</p>"),
        ("- one\n- two\n- three\n- four", "two", f"<ul>{ITEM}<li>two</li>{ITEM}</ul>"),
        ("1. one\n2. two\n3. three\n4. four", "three", f"<ol>{ITEM * 2}<li>three</li>{ITEM}</ol>"),
        ("> One.\n>\n> Two.\n>\n> Three.", "One", f"<blockquote><p>One.</p>{OUT}</blockquote>"),
        ("- one\n    - two\n    - three", "three", f"<ul><li>{OUT}<ul>{ITEM}<li>three</li></ul></li></ul>"),
        (
            "| a | b |\n|---|---|\n| c | d |\n| e | f |",
            "e",
            "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody>"
            '<tr class="omitted"><td>[…]</td></tr><tr><td>e</td><td>f</td></tr></tbody></table>',
        ),
        ("term\n: one\n\nother\n: two", "two", '<dl><dd class="omitted">[…]</dd><dd>two</dd></dl>'),
    ],
)
def test_the_innermost_block_is_shown_and_the_rest_is_told_to_be_left_out(
    markdown: str, quoted: str, html: str
) -> None:
    assert cut(markdown, quoted) == html


def test_without_a_passage_nothing_is_shown() -> None:
    assert cut("One.\n\nTwo.") == OUT


def test_a_passage_that_goes_on_in_the_next_paragraph_is_shown_whole() -> None:
    body, _ = read_source_body("One.\n\nTwo.\n\nThree.\n\nFour.", 1, "s.md")
    start, end = body.text.index("Two"), body.text.index("ree.")
    shown = excerpt(body.html, [(start, end)])
    assert text_of(shown.html)[slice(*shown.place(start, end))] == body.text[start:end]
    assert "Two." in shown.html
    assert "One" not in shown.html
    assert "Four" not in shown.html


BLOCKS = st.sampled_from(
    [
        "It rained *hard*.",
        "> It said:\n>\n> - one\n> - two",
        "1. first\n2. second\n\n    more",
        "| a |\n|---|\n| b |",
        "# Head &amp; tail",
    ]
)


@settings(deadline=None, max_examples=60)
@given(markdown=st.lists(BLOCKS, min_size=1, max_size=6).map("\n\n".join), data=st.data())
def test_each_passage_is_where_it_is_said_to_be(markdown: str, data: st.DataObject) -> None:
    body, _ = read_source_body(markdown, 1, "s.md")
    words = [found.span() for found in re.finditer(r"\w+", body.text)]
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, min(first + 3, len(words) - 1)))
    other = data.draw(st.sampled_from(words))
    ranges = [(words[first][0], words[last][1]), other]
    shown = excerpt(body.html, ranges)
    parse(shown.html)
    for start, end in ranges:
        assert text_of(shown.html)[slice(*shown.place(start, end))] == body.text[start:end]


# --- on the page

SOURCE = (
    "---\ntitle: A\nurl: https://example.org/\n---\n\nIt rained.[^1] The river rose.\n\n"
    "Nothing.[^2]\n\n[^1]: Says one.\n[^2]: Says two.\n"
)
NOTE = '---\ntitle: N\n---\n\nSo [@a, "{}"].\n'


@pytest.mark.parametrize(
    ("quoted", "shown", "hidden"), [("The river rose", "rained", "Says"), ("Says two", "Says two", "Says one")]
)
def test_a_footnote_of_a_source_is_shown_where_it_is_quoted_and_breaks_no_link(
    tmp_path: Path, quoted: str, shown: str, hidden: str
) -> None:
    files = {"config.yaml": "title: T\n", "content/sources/a.md": SOURCE, "content/notes/n.md": NOTE.format(quoted)}
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    said = run("build", tmp_path, tmp_path / "site", "--no-cache")
    assert (said.code, said.problems) == (0, ())
    html = (tmp_path / "site/sources/a/index.html").read_text(encoding="utf-8")
    assert shown in html
    assert hidden not in html
