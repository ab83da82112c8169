"""Places: where each word, quotation and citation of a body stands in its file, and that finding out changes no HTML."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.body import Body, CitationGroup, Wikilink
from dossier.diagnostics import Problem
from dossier.markup import line_at, read_body, read_source_body
from dossier.markup.places import Marked, mark, without_marks
from dossier.markup.rendering import body_engine, rendered, source_engine
from dossier.markup.sanitise import sanitised

Reader = Callable[[str, int, str], tuple[Body, tuple[Problem, ...]]]

# A construct is lines; `§` becomes a word that names its line, as `w12x`.
CONSTRUCTS = [
    ["§ § §"],
    ["§ §", "§ §", "§"],
    ["# §"],
    ["### § § ###"],
    ["§ §", "====="],
    ["§", "-----"],
    ["- § §", "- §", "- § §"],
    ["* §", "  § §", "* §"],
    ["1. §", "2. § §", "   §"],
    ["- §", "", "    §", "", "- §"],
    ["- §", "    - §", "    - § §", "- §"],
    ["> § §", "> §"],
    ["> §", "lazy §"],
    ["> §", ">", "> §", "> > §"],
    ["> - §", "> - §"],
    ["| § | § |", "|---|---|", "| § | § |", "| - | § |"],
    ["§ | §", "--- | ---", "**§** | 5"],
    ["§", ": § §", ": §"],
    ["    § code", "    § code"],
    ["*§* and **§**", "__§__ §"],
    ["[§](http://example.org/a 'b') §", "[§](#x)"],
    ["![alt text](a.png) §", "§"],
    ["§  ", "§  ", "§"],
    ["§ <!-- a", "b --> §", "§"],
    ["<div>", "§ §", "§", "</div>"],
    ["<b>§</b> §", "<i>§</i>"],
    ["2024 was § §", "14,000 of §"],
    ["“§ §” and", "„§“ «§»"],
    ["(§ §),", "—§"],
    ["\t§", "a\t§\t§"],
    ["- \t§", "1.\t§"],
    ["… §", "§…"],
    ["§[^N] §", "", "[^N]: § §", "    §", "", "§"],
    ["*[ABC]: abbreviated", "", "§ ABC §"],
    ["[ref]: http://example.org", "", "[§][ref] §"],
    ["§ [@a, “b”] §", "[[x|y]] §"],
    ["`code` §", "``§``"],
    ["&amp; §", "&ldquo;§"],
    ["한국어§ §", "日本§"],
]


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, int]:
    """A Markdown text whose words name their lines, and the number of its first line."""
    first = draw(st.integers(1, 40))
    lines: list[str] = []
    for n, construct in enumerate(draw(st.lists(st.sampled_from(CONSTRUCTS), min_size=1, max_size=6))):
        lines += [line.replace("^N", f"^{n}") for line in construct]
        lines += [""] * draw(st.integers(1, 2))
    numbered = [line.replace("§", f"w{number}x") for number, line in enumerate(lines, first)]
    return draw(st.sampled_from(["\n", "\r\n"])).join(numbered), first


def words_with_lines(text: str) -> list[tuple[str, int]]:
    return sorted((found.group(), int(found[1])) for found in re.finditer(r"w(\d+)x", text))


@given(documents(), st.sampled_from([read_body, read_source_body]))
def test_every_word_of_a_body_knows_its_line(document: tuple[str, int], read: Reader) -> None:
    text, first = document
    body, _ = read(text, first, "x.md")
    found = [(word.group(), line_at(body, word.start())) for word in re.finditer(r"w\d+x", body.text)]
    assert sorted(found) == words_with_lines(text)


@given(documents(), st.sampled_from([read_body, read_source_body]))
def test_every_block_knows_the_line_of_its_first_word(document: tuple[str, int], read: Reader) -> None:
    text, first = document
    body, _ = read(text, first, "x.md")
    for block in body.blocks:
        if word := re.match(r"w(\d+)x", body.text[block.start : block.end]):
            assert block.line == int(word[1])


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ('He said "no" and “yes”.', [(1, 9), (1, 18)]),
        ('One.\r\nTwo "no".\rThree "yes".', [(2, 5), (3, 7)]),
        ('a\t"b"\t\t"c"', [(1, 3), (1, 8)]),
        ('- item\n\n    - "nested"\n', [(3, 7)]),
        ('| "a" | b "c" |\n|---|---|\n| d | „e“ |', [(1, 3), (1, 11), (3, 7)]),
        ("A &ldquo;word&rdquo; and &quot;two&quot;", [(1, 3), (1, 26)]),
        ('# A "head" {#x}', [(1, 5)]),
        ('Same "word" and "word" and "word".', [(1, 6), (1, 17), (1, 28)]),
        ('*“Said”* and **"this"**, ("that")', [(1, 2), (1, 16), (1, 27)]),
        ("« mot » and »Wort« and 「말」", [(1, 1), (1, 13), (1, 24)]),
        ('Text[^1].\n\n[^1]: Its "words".', [(3, 11)]),
        ('"\'Nested\' words" "(bracket)"', [(1, 1), (1, 18)]),
        ("> quoted\n> on", [(1, 3)]),
        ("A\n\n> *Quoted* words", [(3, 4)]),
        ("a &quot;1&quot;", [(1, 3)]),
        ('é한 "한"', [(1, 4)]),
    ],
)
def test_a_quotation_stands_at_its_opening_mark(text: str, places: list[tuple[int, int]]) -> None:
    body, _ = read_body(text, 1, "x.md")
    assert [(quotation.line, quotation.column) for quotation in body.quotations] == places


def test_citations_their_quotes_and_links_know_their_places() -> None:
    text = 'On\t[see @a,\n"x"; -@b] and [[c|d]], @e.\n\n| [@f] | `[@g]` [@h] |\n|---|---|'
    body, _ = read_body(text, 5, "x.md")
    groups = [hole for hole in body.holes if isinstance(hole, CitationGroup)]
    cited = [(one.source, one.line, one.column) for group in groups for one in group.citations]
    assert cited == [("a", 5, 9), ("b", 6, 7), ("e", 6, 24), ("f", 8, 4), ("h", 8, 18)]
    assert (groups[0].citations[0].quote_line, groups[0].citations[0].quote_column) == (6, 1)
    assert [(hole.line, hole.column) for hole in body.holes if isinstance(hole, Wikilink)] == [(6, 15)]


def test_problems_know_their_places() -> None:
    _, problems = read_body('One.\n\nTwo "three.\n\n\tfour\n\n- ‘five six seven eight’\n', 11, "x.md")
    assert [(problem.code, problem.line, problem.column) for problem in problems] == [
        ("unclosed-quote", 13, 5),
        ("single-quoted", 17, 3),
    ]


# --- the law: marks change no HTML

FRAGMENTS = (
    """
word|a|I|5|14,000|some_id|__init__|ABC|*|**|***|_|__|`|``|\\|\\@|\\[|@|@id|@foo-bar|@{x y}|[@id]|[@id, "words"]
[see @a; @b, p. 3]|-@id|[-@id]|[[|[[id]]|[[id¦words]]|]]|[|]|(|)|](url)|](http://x/y "title")|![alt](a.png)|![|[foo]|[foo][]
[x][foo]|[Foo bar]: http://x "t"|[foo]: http://x.y/z|[^1]|[^no te]|[^no te]: other|*[ABC]: Title|*[a word]: title|"|“|”|«|»|„|「
」|’|'|"quoted"|“quoted”|« mots »|<|>|<b>|</b>|<div>|</div>|<p class="x">|<a href="u">|</a>|<a b=""c>|<br>|<br/>|<!--|-->
<!-- c -->|<?|?>|<![CDATA[|]]>|<http://x.y/@z>|<me@x.org>|<@foo@bar>|&|&amp;|&quot;|&ldquo;|&#34;|&#x201c;|&foo|&#|#|## |{|}
{.term}|{: #id .c}|{lang=ko}|{said-by=kim}|{n=3}|{"a=b}|{title="x y"}|¦|¦ |---|===|- |* |1. |> |:|: |    |	| |  |.|,|;|!|?|…
[…]|[...]|—|-|=|/|한국어|日本|é|http://x.y/@a|www.x|~|$|%|^|+|script|<script>|</script>|<h2>|</h2>|<hr>|<li>|<table>|<td>
""".replace("\n", "|")
    .strip("|")
    .replace("¦", "\xa6")
    .split("|")
)
NEWLINES = [
    "\n",
    "\n\n",
    "  \n",
    "\n> ",
    "\n- ",
    "\n1. ",
    "\n: ",
    "\n    ",
    "\n# ",
    "\n|---|---|\n",
    "\n[^1]: ",
    "\n| a | b |\n",
]
SOUP = st.lists(
    st.sampled_from([*(f.replace("\xa6", "|") for f in FRAGMENTS), *NEWLINES * 6, *[" "] * 20]), max_size=40
).map("".join)


def assert_marks_change_nothing(text: str) -> None:
    for engine, syntax in ((source_engine(), False), (body_engine(), True)):
        marked = mark(text, 1, syntax=syntax)
        plain = Marked(without_marks(marked.text), [], marked.lines, 1)
        with_marks, without = rendered(engine, marked) or "", rendered(engine, plain) or ""
        assert without_marks(with_marks) == without
        assert without_marks(sanitised(with_marks) or "") == sanitised(without)


@settings(max_examples=300)
@given(SOUP)
def test_marks_change_no_html_of_any_soup(text: str) -> None:
    assert_marks_change_nothing(text)


@settings(max_examples=100)
@given(documents())
def test_marks_change_no_html_of_any_construct(document: tuple[str, int]) -> None:
    assert_marks_change_nothing(document[0])
