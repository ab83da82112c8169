"""What makes Markdown quick and safe to run on anybody's text: guards that change no HTML, emphasis that loses nothing, limits."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from test_markup_places import SOUP, Reader, documents

from dossier.markup import read_body, read_source_body
from dossier.markup.htmltext import text_of
from dossier.markup.inline import Syntax
from dossier.markup.rendering import body_engine, configured, source_engine

PLAIN_SOURCE, PLAIN_BODY = configured(), configured(Syntax())


def assert_guards_change_nothing(text: str) -> None:
    assert source_engine().convert(text) == PLAIN_SOURCE.reset().convert(text)
    assert body_engine().convert(text) == PLAIN_BODY.reset().convert(text)


@settings(max_examples=300)
@given(SOUP)
def test_guards_change_no_html_of_any_soup(text: str) -> None:
    assert_guards_change_nothing(text)


@settings(max_examples=100)
@given(documents())
def test_guards_change_no_html_of_any_construct(document: tuple[str, int]) -> None:
    assert_guards_change_nothing(document[0])


# --- emphasis

EMPHASIS = st.lists(st.sampled_from(["*", "_", "**", "__", "***", "a", "bc ", " ", "d, ", "e."]), max_size=20).map(
    "".join
)


def words(text: str) -> str:
    return re.sub(r"[*_\s]", "", text)


@settings(max_examples=400)
@given(EMPHASIS)
def test_no_word_of_evidence_is_lost_to_unpaired_stars(text: str) -> None:
    body, _ = read_source_body(f"x {text} y", 1, "x.md")
    assert words(body.text) == words(f"x {text} y")


@pytest.mark.parametrize(
    "text", ["x *a**__*a__aa y", "f.*a**a*f._ y", "x *word **bc_*a _a y", "a **b *c** d* e_ __f**"]
)
def test_words_that_markdown_loses_stay(text: str) -> None:
    assert words(text_of(read_source_body(text, 1, "x.md")[0].html)) == words(text)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*a* **b** ***c***", "<em>a</em> <strong>b</strong> <strong><em>c</em></strong>"),
        ("_a_ __b__ snake_case_word", "<em>a</em> <strong>b</strong> snake_case_word"),
        ("*a **b** c* *d*", "<em>a <strong>b</strong> c</em> <em>d</em>"),
        ("**a *b* c** and *d **e***", "<strong>a <em>b</em> c</strong> and <em>d <strong>e</strong></em>"),
        ("2 * 3 * 4 and a* b*", "2 * 3 * 4 and a* b*"),
        ("*open **a** and **b**", "*open <strong>a</strong> and <strong>b</strong>"),
    ],
)
def test_emphasis_that_pairs_up_is_as_markdown_has_it(text: str, html: str) -> None:
    assert configured().convert(text) == Markdown().convert(text) == f"<p>{html}</p>"


# --- limits


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("a\x02b", 2),
        ("a\x03", 2),
        ("\x00", 1),
        ("a\tb\x0c", 4),
        ("x\x85", 2),
        ("ab\U000f0000", 3),
        ("ab\U0010ffff", 3),
        ("\udc80", 1),
        ("a &#xF0000; b", 3),
        ("a &#1048576;", 3),
    ],
)
def test_characters_that_rendering_uses_itself_are_refused_with_their_place(text: str, column: int) -> None:
    for read in (read_body, read_source_body):
        body, problems = read(f"fine\r\n{text}", 7, "x.md")
        assert (body.html, body.text) == ("", "")
        assert [(problem.code, problem.line, problem.column) for problem in problems] == [("bad-character", 8, column)]


def test_only_the_first_bad_characters_are_named() -> None:
    assert len(read_body("\x01" * 500, 1, "x.md")[1]) == 20


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a" * 1_000_001, "the text has 1,000,001 characters, more than 1,000,000"),
        ("a\n" * 66_000, "the text has more than 65,000 lines, citations and quotations"),
        ("- " * 2_000 + "a", "brackets, tags, lists or quotes are too many in one place, or nest too deep"),
        ("[a " * 9_000, "brackets, tags, lists or quotes are too many in one place, or nest too deep"),
    ],
)
@pytest.mark.parametrize("read", [read_body, read_source_body])
def test_texts_that_would_take_too_long_are_refused(text: str, message: str, read: Reader) -> None:
    body, problems = read(text, 5, "x.md")
    assert body.html == ""
    assert [(problem.code, problem.line, problem.message) for problem in problems] == [("too-large", 5, message)]


PATTERNS = r"""
[¦![¦[a ¦[[a]] ¦[a](¦[a](b" ¦[^¦*[a]: b¶¦*[a ¦[^1¦](¦[a]: b¶¦[^a]: b¶¦¶[^a]: b¶c¦¶[^%¦¶*[¦[…] ¦]{¦[a]{.b} ¦{¦{a} ¦#  {
*¦*a ¦a* ¦*a* ¦**a ¦*a**b ¦a_* ¦`¦` ¦``a` ¦\¦\[¦  ¶¦a  ¶
<¦<a ¦<a>¦<div ¦<div>¦<div>¶¦<b>x ¦</a>¦<!¦<!-- ¦<?¦<![CDATA[¦<a b="¦<a@b>¦&¦&#¦&#34;¦&amp;¦&quot;a
@¦@a ¦[@a ¦[@a] ¦[@a; ¦@a [¦[@a, "¦[@a, p. 1; ¦"¦"a ¦"a" ¦“¦‘a b c d ¦' ¦'a b c d e' ¦…¦a. ¦A.
> ¦>¦>¶¦- ¦- a¶¦1. ¦# a¶¦a¶===¶¦: ¦: a¶¦| a ¦a¶¦a¶¶¦---¦***¶¦* * *¶¦¶¦	"a
"""


@pytest.mark.parametrize("pattern", sorted({part.replace("¶", "\n") for part in re.split("[¦\n]", PATTERNS)} - {""}))
@pytest.mark.parametrize("read", [read_body, read_source_body])
def test_whatever_is_repeated_is_read_or_refused(pattern: str, read: Reader) -> None:
    body, problems = read(pattern * (10_000 // len(pattern)), 1, "x.md")
    assert body.html or {problem.code for problem in problems} <= {"too-large"}


@pytest.mark.parametrize(
    "hostile", ["- " * 2000, "> " * 3000, "[" * 5000, "*a" * 9000, "\x01", "<b>" * 3000, "[^1]: x\n\n*[x]: y\n\n[r]: u"]
)
@pytest.mark.parametrize("read", [read_body, read_source_body])
def test_a_text_leaves_nothing_behind_for_the_next(hostile: str, read: Reader) -> None:
    text = "# Head\n\n- a [x](u) [r]\n- b [^1] x\n\n> c [@a] *d*\n\n[^1]: e\n"
    before = read(text, 1, "x.md")
    read(hostile, 1, "x.md")
    assert read(text, 1, "x.md") == before
