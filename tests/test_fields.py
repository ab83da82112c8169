"""Fields: what each kind may say, that every fault is reported where it stands, and where values and dates stand."""

from typing import Annotated

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.diagnostics import CODES, Problem
from dossier.fields import Places, read_fields
from dossier.frontmatter import parse
from dossier.ids import is_id
from dossier.model import ClaimFields, CommonFields, Fields, NoteFields, SourceFields, TopicFields

KINDS: dict[str, type[CommonFields]] = {
    "source": SourceFields,
    "note": NoteFields,
    "claim": ClaimFields,
    "topic": TopicFields,
}


def read(kind: str, yaml_text: str) -> tuple[Fields | None, Places, tuple[Problem, ...]]:
    mapping, problems = parse(yaml_text, 1, "a.md")
    assert mapping is not None
    assert problems == ()
    fields, places, _, faults = read_fields(mapping, KINDS[kind], "a.md")
    return fields, places, faults


def good(kind: str, yaml_text: str) -> Fields:
    fields, _, problems = read(kind, yaml_text)
    assert problems == ()
    assert fields is not None
    return fields


def faults(kind: str, yaml_text: str) -> list[tuple[int, int, str]]:
    fields, _, problems = read(kind, yaml_text)
    assert (fields is None) == bool(problems)
    return sorted((p.line, p.column, p.code) for p in problems)


# --- what is read

SOURCE = """\
title: Kim inspects a site
author: [A. Writer, B. Writer]
publisher: no
published: 2026-01-26T13:31
url: https://example.org/a?b=c#d
as-printed:
  published: "Jan. 26, 2026 1:31 p.m."
origin: self
reliability: C
topics: [kim-jong-un, 평양]
draft: yes
"""


def test_a_source_is_read_whole() -> None:
    assert good("source", SOURCE) == SourceFields(
        title="Kim inspects a site",
        author=("A. Writer", "B. Writer"),
        publisher="no",
        published="2026-01-26T13:31",
        url="https://example.org/a?b=c#d",
        as_printed={"published": "Jan. 26, 2026 1:31 p.m."},
        origin="self",
        reliability="C",
        topics=("kim-jong-un", "평양"),
        draft=True,
    )


CLAIM = """\
claim: Soldiers were sent.
evidence:
  - supports: one
    quote: >-
      were sent
    credibility: 3 # Admiralty
  - {disputes: two, quote: "none, it says", inference: true, note: by silence}
corrections:
  - {date: 2026-02-01, was: a, now: b, why: c}
"""


def test_places_are_known_by_dotted_path_in_the_names_of_the_file() -> None:
    fields, places, problems = read("claim", CLAIM)
    assert fields is not None
    assert problems == ()
    assert places == {
        "claim": (1, 8),
        "evidence": (3, 3),
        "evidence.0": (3, 5),
        "evidence.0.supports": (3, 15),
        "evidence.0.quote": (5, 7),
        "evidence.0.credibility": (6, 18),
        "evidence.1": (7, 5),
        "evidence.1.disputes": (7, 16),
        "evidence.1.quote": (7, 28),
        "evidence.1.inference": (7, 56),
        "evidence.1.note": (7, 68),
        "corrections": (9, 3),
        "corrections.0": (9, 5),
        "corrections.0.date": (9, 12),
        "corrections.0.was": (9, 29),
        "corrections.0.now": (9, 37),
        "corrections.0.why": (9, 45),
    }
    assert set(read("source", SOURCE)[1]) >= {"as-printed", "as-printed.published", "topics", "topics.1", "author.0"}


def test_dates_are_parsed_wherever_the_record_has_them() -> None:
    mapping, _ = parse(
        "title: x\ndate: [2026-01-03, 2026-01-05]\nadded: 2026-02\n"
        "corrections: [{date: 2026-02-01, was: a, now: b, why: c}]\nreviewed:\n  - {by: me, date: 2026-02-02}\n",
        1,
        "a.md",
    )
    assert mapping is not None
    fields, _, dates, problems = read_fields(mapping, NoteFields, "a.md")
    assert problems == ()
    assert {path: (date.text, date.earliest, date.latest) for path, date in dates.items()} == {
        "date": ("[2026-01-03,2026-01-05]", "2026-01-03", "2026-01-05"),
        "added": ("2026-02", "2026-02-01", "2026-02-28"),
        "corrections.0.date": ("2026-02-01",) * 3,
        "reviewed.0.date": ("2026-02-02",) * 3,
    }
    assert fields is not None
    assert fields.date == "[2026-01-03,2026-01-05]"


@pytest.mark.parametrize(
    ("written", "draft"),
    [("yes", True), ("No", False), ("TRUE", True), ("false", False), ("'yes'", True), ("", False)],
)
def test_a_boolean_is_yes_no_true_or_false_in_any_case(written: str, draft: bool) -> None:
    fields = good("note", f"title: x\ndraft: {written}")
    assert isinstance(fields, NoteFields)
    assert fields.draft is draft


@pytest.mark.parametrize("text", ["no", "null", "0123", "12:30", "~", "2026-01-25", "true", "3.0"])
def test_a_text_field_keeps_what_yaml_would_take_for_something_else(text: str) -> None:
    fields = good("topic", f"title: {text}\nnames: [{text}]")
    assert isinstance(fields, TopicFields)
    assert (fields.title, fields.names) == (text, (text,))


def test_one_text_is_a_list_of_one() -> None:
    fields, places, _ = read("topic", "title: x\nnames: Kim\ntopics: one\nsame-as: https://example.org/")
    assert fields == TopicFields(title="x", names=("Kim",), topics=("one",), same_as="https://example.org/")
    assert places["names"] == places["names.0"] == (2, 8)


def test_a_name_without_a_value_is_absent() -> None:
    yaml_text = "title: x\norigin:\nnames:\n  -\n  - Kim\naccept:\n  uncited-event:\n"
    assert good("topic", yaml_text) == TopicFields(title="x", names=("Kim",))
    assert faults("topic", "title:\ntype: work") == [(1, 1, "missing-field")]


# --- what is not

LINE = "claim: x\nevidence:\n  - "


@pytest.mark.parametrize(
    ("kind", "yaml_text", "expected"),
    [
        # names
        ("note", "title: x\ndaet: 2026", [(2, 1, "unknown-field")]),
        ("note", "", [(1, 1, "missing-field")]),
        ("claim", LINE + "supports: a", [(3, 5, "missing-field")]),
        ("note", "title: x\nreviewed:\n  - by: me\n  - date: 2026", [(n, 5, "missing-field") for n in (3, 4)]),
        # forms
        ("note", "title: [x]", [(1, 8, "bad-value")]),
        ("note", "title: {x: y}", [(1, 8, "bad-value")]),
        ("note", "title: x\ntopics: {a: b}", [(2, 9, "bad-value")]),
        ("note", "title: x\ntopics: [a, [b]]", [(2, 13, "bad-value")]),
        ("source", "title: x\nauthor: {a: b}", [(2, 9, "bad-value")]),
        ("claim", "claim: x\nevidence: words", [(2, 11, "bad-value")]),
        ("claim", "claim: x\nevidence: {supports: a, quote: b}", [(2, 11, "bad-value")]),
        ("claim", "claim: x\nevidence:\n  - words", [(3, 5, "bad-value")]),
        ("note", "title: x\naccept: [a]", [(2, 9, "bad-value")]),
        ("source", "title: x\nas-printed:\n  published: [a]", [(3, 14, "bad-value")]),
        ("note", "title: x\ndate:\n  - 2026-01-01", [(3, 3, "bad-value")]),
        ("note", "title: x\ndate: {a: b}", [(2, 7, "bad-value")]),
        # values
        ("note", "title: x\nimportance: High", [(2, 13, "bad-value")]),
        ("note", "title: x\ndraft: on", [(2, 8, "bad-value")]),
        ("note", "title: x\nexpected: 1", [(2, 11, "bad-value")]),
        ("note", "title: x\nlanguage: in Korean", [(2, 11, "bad-value")]),
        ("source", "title: x\noriginal: a.html\nsha256: ABC", [(3, 9, "bad-value")]),
        ("source", f'title: x\noriginal: a.html\nsha256: "{"0" * 64}\\n"', [(3, 9, "bad-value")]),
        *(("claim", LINE + f"{{supports: a, quote: b, credibility: {n}}}", [(3, 42, "bad-value")])
          for n in ("0", "7", "3.0", "0x3", "03", "-1", "three", "null", "1" * 5000)),
        # dates
        ("note", "title: x\ndate: soon", [(2, 7, "bad-date")]),
        ("note", "title: x\ndate: [2026-01-03, soon]", [(2, 7, "bad-date")]),
        ("note", "title: x\ndate: []", [(2, 7, "bad-date")]),
        ("note", "title: x\nreviewed: [{by: a, date: soon}, {by: b, date: x}]", [(2, n, "bad-date") for n in (26, 47)]),
    ],
)  # fmt: skip
def test_what_a_record_can_not_hold_is_a_problem_at_its_place(
    kind: str, yaml_text: str, expected: list[tuple[int, int, str]]
) -> None:
    assert faults(kind, yaml_text) == expected


ORIGINAL = f"title: x\nsha256: {'0' * 64}\noriginal: "


@pytest.mark.parametrize(
    ("kind", "yaml_text", "expected"),
    [
        ("source", "publisher: x", [(1, 1, "missing-field")]),
        ("source", "title: x\nsupplied-title: y", [(2, 17, "bad-value")]),
        ("source", "supplied-title: y", []),
        ("source", "title: x\noriginal: a.html", [(2, 11, "missing-field")]),
        ("source", f"title: x\nsha256: {'0' * 64}", [(2, 9, "missing-field")]),
        ("claim", LINE + "quote: x", [(3, 5, "missing-field")]),
        ("claim", LINE + "{supports: a, quote: x, context: b}", [(3, 38, "bad-value")]),
        ("claim", LINE + "{supports: a, quote: x, inference: yes}", [(3, 5, "missing-field")]),
        ("claim", LINE + "{supports: a, quote: x, inference: no}", []),
        ("claim", LINE + "{supports: a, quote: x, inference: yes, note: why}", []),
        ("note", "title: ''", [(1, 8, "bad-value")]),
        ("claim", "claim: ' '", [(1, 8, "bad-value")]),
        ("claim", LINE + "{supports: a, quote: ' '}", [(3, 26, "bad-value")]),
        ("note", "title: x\ndate-from: [{source: a, quote: ''}]", [(2, 32, "bad-value")]),
        ("note", "title: x\naccept: {uncited-event: a reason}", []),
        ("note", "title: x\naccept: {uncited-event: ' '}", [(2, 25, "bad-value")]),
        ("note", "title: x\naccept: {unverified-quote: a reason}", [(2, 10, "bad-value")]),
        ("note", "title: x\naccept: {uncited-evnt: a reason}", [(2, 10, "bad-value")]),
        ("note", "title: x\ntopics: [a, Kim, a b, a_b, a--b, '']", [(2, n, "bad-value") for n in (13, 18, 23, 28, 34)]),
        ("topic", "title: x\norigin: State Media", [(2, 9, "bad-value")]),
        ("claim", LINE + "{supports: a, quote: x, origin: mixed, said-by: Kim}", [(3, 53, "bad-value")]),
        ("source", ORIGINAL + "2026/a page.html", []),
        *(("source", ORIGINAL + f"'{path}'", [(3, 11, "bad-value")])
          for path in ("", "/etc/passwd", "../a", "a/../b", "a/.. /b", "./a", "a//b", "a/", "a\\b", "C:a", "..", " ")),
    ],
)  # fmt: skip
def test_what_a_record_must_keep_to_beyond_its_types_is_a_problem(
    kind: str, yaml_text: str, expected: list[tuple[int, int, str]]
) -> None:
    assert faults(kind, yaml_text) == expected


@pytest.mark.parametrize("name", ["url", "archive-url"])
@pytest.mark.parametrize(
    ("address", "fits"),
    [
        ("https://example.org", True),
        ("HTTP://example.org:8080/a?b=c#d", True),
        ("https://조선.example/노동?신문=1", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        (" javascript:alert(1)", False),
        ("java\\tscript:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("example.org", False),
        ("https://", False),
        ("https:///path", False),
        ("https://example.org/a b", False),
        ("https://example.org/\\u0085x", False),
        ("https://example.org/\\n", False),
        ('https://example.org/\\"onclick', False),
        ("https://example.org\\\\@evil.example", False),
        ("https://[::1", False),
        ("https://example.org:port/", False),
        ("https://example.org:99999/", False),
        ("x https://example.org", False),
    ],
)
def test_only_whole_web_addresses_become_links(name: str, address: str, fits: bool) -> None:
    expected = [] if fits else [(2, len(name) + 3, "bad-value")]
    assert faults("source", f'title: x\n{name}: "{address}"') == expected


def test_each_address_of_a_list_is_checked() -> None:
    assert faults("topic", "title: x\nsame-as: [https://example.org/, 'javascript:x']") == [(2, 33, "bad-value")]


@pytest.mark.parametrize(
    ("kind", "yaml_text", "message", "hint"),
    [
        ("note", "title: x\ndaet: 2026", '"daet" is not a field here', "did you mean date?"),
        ("note", "title: x\nDate: 2026", '"Date" is not a field here', "did you mean date?"),
        ("note", "title: x\ndate_from: 2026", '"date_from" is not a field here', "did you mean date-from?"),
        ("note", "title: x\nqqqq: 2026", '"qqqq" is not a field here', ""),
        ("note", "date: 2026", "`title` is missing", "add a line `title: …`"),
        ("source", "title: x\nreliability: a", '`reliability` can\'t be "a"', "it can be A, B, C, D, E, F"),
        ("claim", LINE + "{supports: a, quote: b, credibility: 9}", '`evidence.0.credibility` can\'t be "9"',
         "write a whole number from 1 to 6"),
        ("note", "title: x\nlanguage: '?'", '`language` can\'t be "?"', "BCP 47, as `ko`"),
        ("note", "title: [x]", "`title` is a list, not one text", "put the whole text in quotation marks"),
        ("note", "title: x\ntopics: a, b", '`topics.0` can\'t be "a, b"', "write a list: `[one, two]`"),
        ("note", "title: x\naccept: {uncited-evnt: y}", '`accept` can\'t hold "uncited-evnt"',
         "did you mean uncited-event?"),
    ],
)  # fmt: skip
def test_a_message_names_the_value_and_a_hint_the_remedy(kind: str, yaml_text: str, message: str, hint: str) -> None:
    (problem,) = read(kind, yaml_text)[2]
    assert (problem.message, problem.hint) == (message, hint)


def test_a_message_stays_on_its_line_whatever_a_name_holds() -> None:
    (problem,) = read("source", "title: x\nas-printed:\n  ? |\n    a\n    ::error::b\n  : [c]")[2]
    assert problem.message == "`as-printed.a�::error::b�` is a list, not one text"


def test_all_faults_are_reported_at_once() -> None:
    yaml_text = """\
titel: x
url: javascript:x
published: soon
reliability: Z
topics: [A, b, C]
corrections:
  - {date: soon, was: a}
"""
    assert faults("source", yaml_text) == [
        (1, 1, "missing-field"),
        (1, 1, "unknown-field"),
        (2, 6, "bad-value"),
        (3, 12, "bad-date"),
        (4, 14, "bad-value"),
        (5, 10, "bad-value"),
        (5, 16, "bad-value"),
        (7, 5, "missing-field"),
        (7, 5, "missing-field"),
        (7, 12, "bad-date"),
    ]


class Limited(Fields, frozen=True, kw_only=True):
    word: Annotated[str, msgspec.Meta(max_length=3)]


def test_a_constraint_that_has_no_reader_of_its_own_is_a_problem_too() -> None:
    mapping, _ = parse("word: longer", 1, "a.md")
    assert mapping is not None
    fields, _, _, (problem,) = read_fields(mapping, Limited, "a.md")
    assert fields is None
    assert (problem.code, problem.message) == ("bad-value", "expected `str` of length <= 3 - at `$.word`")


class Unreadable(Fields, frozen=True, kw_only=True):
    weight: float = 0.0


def test_a_type_that_front_matter_has_no_form_for_is_a_bug() -> None:
    mapping, _ = parse("", 1, "a.md")
    assert mapping is not None
    with pytest.raises(TypeError, match="FloatType"):
        read_fields(mapping, Unreadable, "a.md")


@pytest.mark.parametrize("text", ["a", "a-1", "2026-01", "평양", "é", "комитет-госбезопасности"])
def test_an_id_is_lower_case_letters_of_any_script_and_digits(text: str) -> None:
    assert is_id(text)


@pytest.mark.parametrize("text", ["", "A", "É", "a_b", "-a", "a-", "a--b", "a b", "a.b", "a\n", "../a"])
def test_other_texts_are_no_ids(text: str) -> None:
    assert not is_id(text)


# --- laws

NAMES = sorted({field.encode_name for record in KINDS.values() for field in msgspec.structs.fields(record)})
LEAVES = st.one_of(
    st.sampled_from(
        ["x", "yes", "3", "2026-01-25", "soon", "", "https://example.org", "a.html", "A", "high", "[..2026]"]
    ),
    st.text("ab- ./:é😀", max_size=8),
)
VALUES = st.recursive(
    LEAVES.map(lambda text: "'" + text + "'"),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.dictionaries(st.sampled_from([*NAMES, *CODES, "by", "was", "quote"]), inner, max_size=3).map(
            lambda entries: "{" + ", ".join(f"{name}: {one}" for name, one in entries.items()) + "}"
        ),
    ),
    max_leaves=6,
)


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(sorted(KINDS)), st.dictionaries(st.sampled_from([*NAMES, "Title", "😀"]), VALUES, max_size=6))
def test_no_tree_raises_and_every_place_lies_in_the_text(kind: str, entries: dict[str, str]) -> None:
    yaml_text = "".join(f"{name}: {one}\n" for name, one in entries.items())
    fields, places, problems = read(kind, yaml_text)
    assert (fields is None) == bool(problems)
    lines = yaml_text.split("\n")
    for line, column in [*places.values(), *((p.line, p.column) for p in problems)]:
        assert 1 <= column <= len(lines[line - 1]) + 1


TEXTS = st.text("ab é한😀#:,-'", min_size=1, max_size=12).filter(lambda text: text.strip())


@settings(deadline=None, max_examples=150)
@given(TEXTS, st.lists(TEXTS, max_size=3), st.dictionaries(st.sampled_from(["published", "author"]), TEXTS))
def test_what_is_written_in_quotation_marks_is_read_back(title: str, names: list[str], printed: dict[str, str]) -> None:
    def quoted(text: str) -> str:
        return "'" + text.replace("'", "''") + "'"

    mapping = "".join(f"\n  {name}: {quoted(text)}" for name, text in printed.items())
    yaml_text = f"title: {quoted(title)}\nauthor: [{', '.join(map(quoted, names))}]\nas-printed:{mapping}\n"
    fields, places, problems = read("source", yaml_text)
    assert problems == ()
    assert fields == SourceFields(title=title, author=tuple(names), as_printed=printed)
    texts = {"title": title, **{f"author.{n}": name for n, name in enumerate(names)}}
    texts |= {f"as-printed.{name}": text for name, text in printed.items()}
    lines = yaml_text.split("\n")
    for path, text in texts.items():
        line, column = places[path]
        assert lines[line - 1][column - 1 :].startswith(quoted(text))
