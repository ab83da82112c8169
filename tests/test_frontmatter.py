"""Front matter: what is read as written, what is refused, and that every place is the true one."""

import re
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.diagnostics import Problem
from dossier.frontmatter import MAX_LENGTH, Mapping, Node, Scalar, Sequence, normalise, parse, shown, split


def tree(yaml_text: str) -> Mapping:
    mapping, problems = parse(yaml_text, 1, "a.md")
    assert problems == ()
    assert mapping is not None
    return mapping


def value(yaml_text: str) -> Node:
    """The value of the last field."""
    return tree(yaml_text).entries[-1][1]


def plain(node: Node) -> object:
    match node:
        case Scalar(text=text):
            return text
        case Sequence(items=items):
            return [plain(item) for item in items]
        case Mapping(entries=entries):
            return {key.text: plain(one) for key, one in entries}


def found(yaml_text: str) -> list[tuple[int, int, str]]:
    return [(p.line, p.column, p.code) for p in parse(yaml_text, 1, "a.md")[1]]


# --- the parts of a file


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("---\ntitle: x\n---\nbody\n", ("title: x\n", 2, "body\n", 4)),
        ("---\n---\n", ("", 2, "", 3)),
        ("---\ntitle: x\n---", ("title: x\n", 2, "", 4)),
        ("---  \ntitle: x\n---\t\nbody", ("title: x\n", 2, "body", 4)),
        ("\ufeff---\r\ntitle: x\r\n---\r\nbody\r\nmore", ("title: x\n", 2, "body\nmore", 4)),
        ("---\rtitle: x\r---\rbody", ("title: x\n", 2, "body", 4)),
        ("---\nquote: |\n  ---\n---\nbody\n---\nmore", ("quote: |\n  ---\n", 2, "body\n---\nmore", 5)),
    ],
)
def test_a_file_is_taken_apart_with_true_lines(text: str, parts: tuple[str, int, str, int]) -> None:
    assert split(text, "a.md") == parts


@pytest.mark.parametrize("text", ["", "body", "\n---\ntitle: x\n---\n", "---\ntitle: x\n", "---", "----\n---\n"])
def test_a_file_without_whole_front_matter_is_a_problem(text: str) -> None:
    problem = split(text, "a.md")
    assert isinstance(problem, Problem)
    assert (problem.path, problem.line, problem.column, problem.code) == ("a.md", 1, 1, "bad-front-matter")
    assert "---" in problem.hint


# --- what is read


@pytest.mark.parametrize("text", ["no", "12:30", "0123", "null", "~", "3.0", "2026-01-25", "1_000", "=", "yes", "0x3"])
def test_plain_values_stay_the_text_that_was_written(text: str) -> None:
    assert value(f"a: {text}") == Scalar(text, 1, 4, plain=True)


def test_an_empty_plain_value_is_absent_and_an_empty_quoted_one_is_not() -> None:
    assert value("a:") == Scalar("", 1, 3)
    assert [node.absent for _, node in tree("a:\nb: ''").entries if isinstance(node, Scalar)] == [True, False]


@pytest.mark.parametrize("text", ["", "\n", "# nothing yet\n", "---\n"])
def test_a_text_without_fields_is_an_empty_mapping(text: str) -> None:
    assert tree(text) == Mapping((), 1, 1)


def test_lists_and_mappings_nest_in_both_styles() -> None:
    yaml_text = "a: [x, {b: y}]\nc:\n  - d: z\n    e: 'w'\n  - v\n"
    assert plain(tree(yaml_text)) == {"a": ["x", {"b": "y"}], "c": [{"d": "z", "e": "w"}, "v"]}


@pytest.mark.parametrize(
    ("written", "raw"),
    [
        ("[2026-01-03,2026-01-05]", "[2026-01-03,2026-01-05]"),
        ("[ 2026-01-03 ,  '2026-01-05' ]", "[2026-01-03,2026-01-05]"),
        ("[..2026-01-07]", "[..2026-01-07]"),
        ("[2026-01-03, # a comment\n  2026-01-05]", "[2026-01-03,2026-01-05]"),
        ("[]", "[]"),
        ("[[a]]", ""),
        ("\n - 2026-01-03", ""),
    ],
)
def test_a_list_in_brackets_is_known_as_text(written: str, raw: str) -> None:
    node = value(f"date: {written}")
    assert isinstance(node, Sequence)
    assert node.raw == raw


# --- places


@pytest.mark.parametrize(
    ("yaml_text", "place"),
    [
        ("a: x", (1, 4)),
        ("a:    'x'", (1, 7)),
        ('a: "x"', (1, 4)),
        ("a:\n  x", (2, 3)),
        ("a: >-\n\n    x\n    y", (3, 5)),
        ("a: | # comment\n  x", (2, 3)),
        ("a: |2\n    x", (2, 5)),
        ("a: >-\nb: >-", (2, 4)),
        ("a: [x, y]", (1, 4)),
        ("a:\n  - x", (2, 3)),
        ("a:\n  - x: y", (2, 3)),
        ("é😀한: x", (1, 6)),
        ("a: {é😀: '한', b: x}", (1, 4)),
        ("x: '😀'\na: >-\n  é😀", (3, 3)),
        ("x: 'a\u2028b\x85c'\na: d", (2, 4)),
        ("a: \u2028 b", (1, 6)),
        ("\ufeffa: b", (1, 4)),
        ("x: y\r\na: b", (2, 4)),
        ("x: y\ra: b", (2, 4)),
    ],
)
def test_a_value_stands_at_its_place_in_code_points(yaml_text: str, place: tuple[int, int]) -> None:
    node = value(yaml_text)
    assert (node.line, node.column) == place


def test_items_and_keys_have_places_of_their_own() -> None:
    list_of_mappings = value("a:\n  - 😀: [한, x]\n")
    assert isinstance(list_of_mappings, Sequence)
    (item,) = list_of_mappings.items
    assert isinstance(item, Mapping)
    ((key, items),) = item.entries
    assert (item.line, item.column, key.line, key.column) == (2, 5, 2, 5)
    assert isinstance(items, Sequence)
    assert [(one.line, one.column) for one in items.items] == [(2, 9), (2, 12)]


def test_lines_count_from_the_first_line_of_the_yaml() -> None:
    mapping, _ = parse("a: b", 7, "a.md")
    assert mapping is not None
    assert mapping.entries[0][1].line == 7


# --- what is refused


@pytest.mark.parametrize(
    ("yaml_text", "place", "said"),
    [
        ("a: &x b", (1, 4), "anchors"),
        ("a: *x", (1, 4), "aliases"),
        ("a: *x* y", (1, 4), "can't begin with `*`"),
        ("a: !!python/object:os.system x", (1, 4), "tags"),
        ("a: !x [b]", (1, 4), "tags"),
        ("a: ! 'b'", (1, 4), "tags"),
        ("a: !<x", (1, 4), "can't begin with `!`"),
        ("a: b\na: c", (2, 1), 'the name "a" already stands in line 1'),
        ("<<: {a: b}", (1, 1), "merge keys"),
        ("a: b\n---\nc: d", (2, 1), "second YAML document"),
        ("a: b\n...\nc: d", (3, 1), "behind the end"),
        ("%YAML 1.1\n---\na: b", (1, 1), "directive"),
        ("? [a]\n: b", (1, 3), "a name is one text"),
        ("? *a\n: b", (1, 3), "a name is one text"),
        ("- a", (1, 1), "these are not fields"),
        ("just words", (1, 1), "these are not fields"),
        ("a:\n\tb: c", (2, 1), "a tab"),
        ("a:\n  b: c\n\td: e", (3, 1), "a tab"),
        ("a: " + "[" * 17, (1, 19), "more than 16 deep"),
        ("a: @x", (1, 4), "can't begin with `@`"),
        ("a: `x`", (1, 4), "can't begin with ```"),
        ("a: b: c", (1, 5), "a second colon"),
        ('a: "b', (1, 4), "never closed"),
        ("a: [b\nc: d", (1, 4), "bracket is never closed"),
        ('a: "x" y', (1, 8), "neither a field"),
        ('a: "\\d"', (1, 5), "backslash"),
        ("a: > b", (1, 6), "`>` or `|`"),
        ("a: [[", (1, 6), "not valid YAML"),
        ("a: - b", (1, 4), "list can't begin"),
        ("a b\nc: d", (2, 2), "second colon"),
        ("a: b\nc d\n", (2, 1), "neither `name: value`"),
        ("a: \x01", (1, 4), "U+0001"),
        ("a: \ud800", (1, 4), "U+D800"),
    ],
)
def test_what_is_not_read_is_refused_where_it_stands(yaml_text: str, place: tuple[int, int], said: str) -> None:
    problem = parse(yaml_text, 1, "a.md")[1][-1]
    assert (problem.line, problem.column, problem.code) == (*place, "bad-front-matter")
    assert said in problem.message
    assert problem.hint
    assert problem.message[0] == problem.message[0].lower()


def test_sixteen_lists_in_each_other_are_read() -> None:
    assert found("a: " + "[" * 15 + "]" * 15) == []


@pytest.mark.parametrize("text", ["[" * 30_000, "a: " + "{a: " * 30_000, "- " * 30_000, "a: !" + "x" * 200_000])
def test_deep_nesting_ends_in_a_problem(text: str) -> None:
    assert [code for _, _, code in found(text)] == ["bad-front-matter"]


def test_a_text_that_is_too_long_is_refused_unread() -> None:
    assert parse("a: " + "x" * (MAX_LENGTH - 3), 1, "a.md")[1] == ()
    mapping, (problem,) = parse("a: " + "x" * (MAX_LENGTH - 2), 1, "a.md")
    assert mapping is None
    assert "262,144 characters" in problem.message


@pytest.mark.parametrize("escape", [r"\0", r"\e", r"\x7f", r"\U000F0000", r"\U00100000", r"\uffff"])
def test_an_escape_brings_in_no_character_that_a_file_may_not_hold(escape: str) -> None:
    assert found(f'a: "x{escape}"') == [(1, 4, "bad-character")]


# --- values that YAML cuts short


@pytest.mark.parametrize(
    ("yaml_text", "place", "said"),
    [
        ("e: {source: x, quote: around 14,000 soldiers}", (1, 23), 'only "around 14" is read, not "000 soldiers"'),
        ("e: {quote: one, two, three, note: x}", (1, 12), 'only "one" is read, not "two"'),
        ("- {a: b , c }", (1, 7), 'only "b" is read, not "c"'),
        ("title: Report #5 of ten", (1, 8), 'only "Report" is read'),
        ("title: Two words # three", (1, 8), 'only "Two words" is read'),
        ("title: #5", (1, 7), "nothing is read"),
        ("title: C #", (1, 8), 'only "C" is read'),
        ("title: over\n  two lines #5", (1, 8), 'only "over two lines" is read'),
        ("a:\n  - x #y", (2, 5), 'only "x" is read'),
        ("a: {b: c #d\n  }", (1, 8), 'only "c" is read'),
        ("a: [b,\n  c d # e\n  ]", (2, 3), 'only "c d" is read'),
        ("é😀: b #c", (1, 5), 'only "b" is read'),
    ],
)
def test_a_value_that_yaml_cuts_short_is_a_problem(yaml_text: str, place: tuple[int, int], said: str) -> None:
    problem = parse(yaml_text, 1, "a.md")[1][0]
    assert (problem.line, problem.column, problem.code) == (*place, "cut-value")
    assert said in problem.message
    assert "quotation marks" in problem.hint


@pytest.mark.parametrize(
    "yaml_text",
    [
        "a: 3 # comment",
        "a: two words  # comment",
        "a: word   #comment",
        "a: # comment\n  b: c",
        "a: 'two words' # comment",
        '{a: "b, c", d: , e: f}',
        '{"a":b, ? c : d}',
        "a: b#c",
        "a: >-\n  b #c\n",
        "# only a comment",
        "a: [b, c] # comment on both",
    ],
)
def test_comments_and_whole_values_are_no_cuts(yaml_text: str) -> None:
    assert found(yaml_text) == []


@pytest.mark.parametrize("yaml_text", ["a: {b, c}", "a: {b: 'x', c}", "a: {b: , c}", "a: {b: [x], c}"])
def test_a_name_in_braces_that_no_plain_text_precedes_lacks_its_value(yaml_text: str) -> None:
    assert [code for _, _, code in found(yaml_text)] == ["bad-front-matter"]


def test_a_cut_is_reported_beside_the_syntax_error_that_it_leads_to() -> None:
    assert found("a: [b #c, d]\ne: f") == [(1, 5, "cut-value"), (1, 4, "bad-front-matter")]


def test_a_message_quotes_a_long_value_short_and_on_one_line() -> None:
    assert shown("a\n b") == '"a b"'
    assert shown("\x1b[31m\u202e") == '"�[31m�"'
    assert shown("x" * 5_000) == '"' + "x" * 59 + '…"'


# --- laws

YAML_LIKE = st.text("ab:#-?[]{}\"'|>&*!%@`,\\0 \n\t\r\x85\u2028\ufeffé😀", max_size=60)


def within(text: str, line: int, column: int) -> bool:
    lines = normalise(text).split("\n")
    return 1 <= line <= len(lines) and 1 <= column <= len(lines[line - 1]) + 1


def places(node: Node) -> list[tuple[int, int]]:
    below: list[Node] = []
    if isinstance(node, Sequence):
        below = list(node.items)
    if isinstance(node, Mapping):
        below = [one for entry in node.entries for one in entry]
    return [(node.line, node.column), *(place for one in below for place in places(one))]


@settings(deadline=None, max_examples=300)
@given(st.one_of(st.text(max_size=60), YAML_LIKE, YAML_LIKE.map("a: {}".format), YAML_LIKE.map("a:\n - {}".format)))
def test_no_text_raises_and_every_place_lies_in_it(text: str) -> None:
    mapping, problems = parse(text, 1, "a.md")
    assert mapping is not None or problems
    assert all(within(text, p.line, p.column) and p.hint for p in problems)
    assert all(within(text, *place) for place in (places(mapping) if mapping else ()))


@settings(deadline=None, max_examples=100)
@given(st.one_of(st.text(max_size=40), st.lists(st.sampled_from(["---", "\n", "\r", " ", "x", "\ufeff"])).map("".join)))
def test_the_parts_of_a_file_stand_where_they_are_said_to(text: str) -> None:
    parts = split(text, "a.md")
    if not isinstance(parts, Problem):
        lines = normalise(text).split("\n")
        assert "\n".join(lines[parts.yaml_line - 1 :]).startswith(parts.yaml)
        assert "\n".join(lines[parts.body_line - 1 :]) == parts.body


WORDS = st.text(string.ascii_letters + "é한😀\u2028 ", min_size=1, max_size=12).map(str.strip).filter(str.isalpha)
STYLES = {
    "plain": "{}",
    "single": "'{}'",
    "double": '"{}"',
    "folded": ">-\n\n   {}",
    "below": "\n  {}",
    "spaced": "   {}",
}


@settings(deadline=None, max_examples=200)
@given(st.dictionaries(WORDS, st.tuples(WORDS, st.sampled_from(sorted(STYLES))), min_size=1, max_size=6))
def test_a_written_value_is_read_back_and_stands_at_its_place(written: dict[str, tuple[str, str]]) -> None:
    yaml_text = "".join(f"{name}: {STYLES[style].format(text)}\n" for name, (text, style) in written.items())
    mapping = tree(yaml_text)
    assert [key.text for key, _ in mapping.entries] == list(written)
    for (key, node), (name, (text, style)) in zip(mapping.entries, written.items(), strict=True):
        assert isinstance(node, Scalar)
        assert node.text.strip() == text
        lines = yaml_text.split("\n")
        assert lines[key.line - 1][key.column - 1 :].startswith(name)
        mark = {"single": "'", "double": '"'}.get(style, "")
        assert re.match(re.escape(mark + text), lines[node.line - 1][node.column - 1 :])
