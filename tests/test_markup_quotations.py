"""Quotations of a body: what stands in marks, where it ends, and which citation it belongs to."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.body import CitationGroup, Quotation
from dossier.markup import read_body
from dossier.markup.marks import runs


def quoted(text: str) -> list[Quotation]:
    return list(read_body(text, 1, "x.md")[0].quotations)


def owner(text: str, quotation: Quotation) -> str:
    """The first source of the citation that a quotation belongs to, with `!` if that stands directly after it."""
    holes = read_body(text, 1, "x.md")[0].holes
    if quotation.group < 0:
        return ""
    group = holes[quotation.group]
    assert isinstance(group, CitationGroup)
    return group.citations[0].source + "!" * quotation.adjacent


def problems_of(text: str) -> list[tuple[str, int]]:
    return [(problem.code, problem.column) for problem in read_body(text, 1, "x.md")[1]]


# --- which marks are a run


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('He said "no" twice.', ["no"]),
        ("He said “no” twice.", ["no"]),
        ("Er sagte „nein“ zweimal.", ["nein"]),
        ("On dit „nie” tutaj.", ["nie"]),
        ("Han sa ”nej” och ”ja”.", ["nej", "ja"]),
        ("Il dit « non » encore.", ["non"]),
        ("Il dit «\u202fnon\u202f» encore.", ["non"]),
        ("Han sagde »nej« to gange.", ["nej"]),
        ("Hän sanoi »ei» kahdesti.", ["ei"]),
        ("彼は「いいえ」と『はい』。", ["いいえ", "はい"]),
        ("＂wide＂ ❝heavy❞ 〝prime〞 〝low〟", ["wide", "heavy", "prime", "low"]),
        # within another
        ("“He said ‘no’ to “us”” then", ["He said ‘no’ to “us”"]),
        ('"He said "no" to us" then', ['He said "no" to us']),
        ('"He said “no” to us" then', ["He said “no” to us"]),
        ('“He said "no" to us” then', ['He said "no" to us']),
        ("« Il dit “non” » puis", ["Il dit “non”"]),
        ("「彼は『はい』と」", ["彼は『はい』と"]),
        # neighbours of straight marks
        ('("no"), ["yes"]', ["no", "yes"]),
        ('"No," he said, "not now."', ["No,", "not now."]),
        ('"No"—"yes"', ["No", "yes"]),
        ('dash—"no"—dash', ["no"]),
        ('" spaced out "', ["spaced out"]),
        ("\"'Nested' first\" and \"last 'nested'\"", ["'Nested' first", "last 'nested'"]),
        ('"… goes on"', ["… goes on"]),
        ('"[W]ords" and "$5"', ["[W]ords", "$5"]),
        ('"heroes"s', ["heroes"]),
        # inches and seconds
        ('A 5" pipe, 5\'10" tall.', []),
        ('A "5" in marks', ["5"]),
        # over lines, through markup
        ('"over\nlines" and', ["over\nlines"]),
        ('*"all emphasis"* **"strong** half"', ["all emphasis", "strong half"]),
        ('"with [a link](u) and `code` in"', ["with a link and code in"]),
        ('"with a footnote[^1] in"\n\n[^1]: f', ["with a footnote in"]),
        ("&ldquo;reference&rdquo; &quot;two&quot; &#8220;three&#8221;", ["reference", "two", "three"]),
        ('<p>"raw html"</p>', ["raw html"]),
        # where
        ('# A "head"', ["head"]),
        ('| "a" |\n|---|\n| "b" |', ["a", "b"]),
        ('- "a"\n- "b"', ["a", "b"]),
        ('term\n: "a"', ["a"]),
        ('Text[^1].\n\n[^1]: "a"', ["a"]),
        # nobody's words
        ('["special military operation"]{.term} and ["Parasite"]{.title}', []),
        ('"he said ["x"]{.term} here"', ['he said "x" here']),
        ('`"code"` and\n\n    "block"', []),
        ('<!-- "comment" -->', []),
        ('["영웅"]{lang=ko}', ["영웅"]),
        # no words at all
        ('"…" and "?"', []),
    ],
)
def test_each_outermost_run_in_double_marks_is_a_quotation(text: str, words: list[str]) -> None:
    assert [quotation.paragraphs for quotation in quoted(text)] == [(word,) for word in words]
    assert problems_of(text) == []


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ('He said "no.', [9]),
        ("He said “no.", [9]),
        ("He said no” again.", [11]),
        ('He said no" again.', [11]),
        ("“one “two”", [1]),
        ('"one “two" three', [6]),
        ('"paragraph\n\nends"', [1, 5]),
        ('"" nothing', [1]),
        ('- "item\n- other"', [3, 8]),
        ("»nein", [1]),
        ("「개", [1]),
    ],
)
def test_a_mark_without_a_partner_in_its_block_is_a_problem(text: str, columns: list[int]) -> None:
    found = read_body(text, 1, "x.md")[1]
    assert {problem.code for problem in found} == {"unclosed-quote"}
    assert sorted(problem.column for problem in found) == sorted(columns)


def test_a_quotation_covers_its_marks() -> None:
    text = 'So *"she* said" it.'
    (found,) = quoted(text)
    assert read_body(text, 1, "x.md")[0].text[found.start : found.end] == '"she said"'


@given(st.text("“”„\"«»「」'ab .,[\n", max_size=60))
def test_runs_do_not_overlap_and_hold_every_mark_where_none_is_stray(text: str) -> None:
    found, strays = runs(text)
    assert all(left.end <= right.start for left, right in pairwise(found))
    assert strays == sorted(set(strays))
    inside = {at for run in found for at in range(run.start, run.end)}
    if not strays:
        assert all(at in inside for at, character in enumerate(text) if character in "“”„«»「」")


# --- what belongs to what


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        # a. the bracketed citation directly after it
        ('"x" [@a]', ["a!"]),
        ('"x", [@a]', ["a!"]),
        ('"x."\n[@a]', ["a!"]),
        ('("x") [@a]', ["a!"]),
        ('@b says "x" [@a]', ["a!"]),
        ('"x" [@a] and "y" [@b]', ["a!", "b!"]),
        ('"x" [@a; @b]', ["a!"]),
        ('"x" *[@a]*', ["a!"]),
        # b. the citation in the sentence before it
        ('@a says "x".', ["a"]),
        ('@a says "x" and [@b]', ["a"]),
        ('@a says "x" and "y" and more. "z"', ["a", "a", "a"]),
        ('[@b] and @a says "x" of [@c]', ["a"]),
        # c. the next bracketed one
        ('"x" of the army [@a]', ["a"]),
        ('"x" and "y" [@a]', ["a", "a!"]),
        ('"x", @b says [@a]', ["a"]),
        ('"x" as @b says it, [@a]', ["a"]),
        ('[@b] "x" and so on [@a]', ["a"]),
        ('"x [@a] y" more', ["a"]),
        ('"x" [[link]] [@a]', ["a"]),
        # d. the one before it
        ('[@a] "x".', ["a"]),
        ('@b and [@a] say "x".', ["a"]),
        # none
        ('"x".', [""]),
        ('"x" @a.', [""]),
        ('"x" in [[link]]', [""]),
        # never across blocks
        ('"x"\n\n[@a]', [""]),
        ('- "x"\n- "y" [@a]', ["", "a!"]),
        ('| "x" | "y" [@a] |\n|---|---|', ["", "a!"]),
        ('# "x"\n[@a]', [""]),
        ('"x"[^1]\n\n[^1]: [@a]', [""]),
        ('term "x"\n: [@a]', [""]),
        ('- "x" [@a]\n    - "y"', ["a!", ""]),
    ],
)
def test_a_quotation_belongs_to_a_citation_of_its_block(text: str, owners: list[str]) -> None:
    assert [owner(text, quotation) for quotation in quoted(text)] == owners


def test_citations_and_the_space_before_them_are_no_words_of_a_quotation_but_links_are() -> None:
    (found,) = quoted('"the [@a] army of [[kim]] [@b]"')
    assert found.paragraphs == ("the army of \U000f0001",)


# --- blockquotes


@pytest.mark.parametrize(
    ("text", "paragraphs", "belongs"),
    [
        ("> words [@a]", ("words",), "a!"),
        ("> words\n> go on. [@a].", ("words\ngo on..",), "a!"),
        ("> one\n>\n> two [@a]", ("one", "two"), "a!"),
        ("> one\n>\n> […]\n>\n> two [@a]", ("one", "[…]", "two"), "a!"),
        ("> one\n>\n> — [@a]", ("one",), "a!"),
        ("> one\n>\n> @a", ("one",), "a!"),
        ("> one [@a] two [@b]", ("one two",), "b!"),
        ("> one [@a] two", ("one two",), ""),
        ("> one [@a]\n>\n> two", ("one", "two"), ""),
        ("> one\n\n[@a]", ("one",), ""),
        ("> - one\n> - two [@a]", ("one", "two"), "a!"),
        ("> one\n> > two [@a]", ("one", "two"), "a!"),
        ('> "one" [@a]', ("one",), "a!"),
        ('> "one," he said, "two" [@a]', ('"one," he said, "two"',), "a!"),
        ("> unclosed “mark [@a]", ("unclosed “mark",), "a!"),
        ("> of [[kim]] [@a]", ("of \U000f0000",), "a!"),
    ],
)
def test_a_blockquote_is_one_quotation_of_the_citation_that_ends_it(
    text: str, paragraphs: tuple[str, ...], belongs: str
) -> None:
    (found,) = quoted(text)
    assert (found.paragraphs, owner(text, found), found.block) == (paragraphs, belongs, True)
    assert problems_of(text) == []


@pytest.mark.parametrize("text", ["> [@a]", "> […]", '> —\n>\n> [@a, "words"]', "> ![](a.png)"])
def test_a_blockquote_without_words_is_no_quotation(text: str) -> None:
    assert quoted(text) == []


def test_blockquotes_with_text_between_are_two_quotations() -> None:
    text = "> one [@a]\n\nand\n\n> two [@b]"
    assert [(found.paragraphs, owner(text, found)) for found in quoted(text)] == [(("one",), "a!"), (("two",), "b!")]


# --- single marks


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("He said ‘the army was proud’ then.", [9]),
        ("He said 'the army was proud' then.", [9]),
        ("Er sagte ‚die Armee war stolz‘ dann.", [10]),
        ("Il dit ‹l’armée est très fière› puis.", [8]),
        ("‘the soldiers’ heroic deeds were many’ here", [1]),
        ("‘heroes’ and other soldiers’ deeds of them", []),
        ("‘three words only’ here", []),
        ("the soldiers' deeds and the army's own words, it's said", []),
        ("'90s music and rock 'n' roll in '85 and so on", []),
        ("“He said ‘the army was proud’ then” [@a]", []),
        ("> He said ‘the army was proud’ then [@a]", []),
        ("`‘the army was proud’`", []),
        ("[‘the army was proud’]{.term}", []),
    ],
)
def test_four_words_or_more_in_single_marks_are_a_warning(text: str, columns: list[int]) -> None:
    assert problems_of(text) == [("single-quoted", column) for column in columns]


# --- where nothing can be cited


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("One.\n\n![the “heroes” stand](a.png)", 3),
        ('One.\n\n[words](u "so-called &quot;heroes&quot;") two', 3),
        ('<b title="a “word”">x</b>', 1),
        ("Of the KPA.\n\n*[KPA]: the “people’s” army", 3),
    ],
)
def test_words_in_marks_in_an_attribute_have_no_source(text: str, line: int) -> None:
    found = read_body(text, 1, "x.md")[1]
    assert [(problem.code, problem.line) for problem in found] == [("unsourced-quote", line)]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ('["x"]{.term}', '<p><span class="term">"x"</span></p>'),
        ("[x *y*]{.title lang=ko}", '<p><span class="title" lang="ko" dir="ltr">x <em>y</em></span></p>'),
        ("[x]{lang=ko}", '<p><span lang="ko" dir="ltr">x</span></p>'),
        ("[x]{}", "<p>[x]{}</p>"),
        ("`[x]{.term}`", "<p><code>[x]{.term}</code></p>"),
    ],
)
def test_words_in_brackets_with_attributes_are_a_span(text: str, html: str) -> None:
    body, problems = read_body(text, 1, "x.md")
    assert (body.html, problems) == (html, ())


@pytest.mark.parametrize("attribute", [".quote", "#id", "style=x", "lang=1", "onclick=x", "term", ".term .title"])
def test_other_attributes_behind_brackets_are_bad_values(attribute: str) -> None:
    body, problems = read_body(f"A [word]{{{attribute}}}.", 4, "x.md")
    assert [(problem.code, problem.line, problem.column) for problem in problems] == [("bad-value", 4, 10)]
    assert "word" in body.text
    assert "onclick" not in body.html
