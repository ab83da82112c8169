"""The schemas are those of the model as it is, let stand all that the program lets stand, and refuse what they can.

They are asked as an editor asks them: of YAML 1.2, where a year is a number and `no` a text.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from folders import PROJECT
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from programs import program
from sites import names, read_site, with_base

from dossier.blanks import text_of
from dossier.config import RULES as CONFIG_RULES
from dossier.dates import BadDate, parse
from dossier.fieldrules import PATTERNS, RULES, VALUE_RULES
from dossier.fields import read_fields
from dossier.frontmatter import Mapping, split
from dossier.frontmatter import parse as parse_yaml
from dossier.ids import KINDS
from dossier.model import SourceFields
from dossier.scaffold import START
from dossier.schemas import RECORDS, WHOLES, schema_of, schemas

SCHEMAS: dict[str, dict[str, Any]] = {name: json.loads(schemas()[f"schemas/{name}.json"]) for name in RECORDS}


class Core(yaml.SafeLoader):
    """YAML 1.2, its core schema (https://yaml.org/spec/1.2.2/#103-core-schema)."""

    yaml_implicit_resolvers = {}


for tag, pattern, first in (
    ("null", r"^(~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("bool", r"^(true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("int", r"^[-+]?[0-9]+$", list("-+0123456789")),
    ("float", r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", list("-+.0123456789")),
):
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), first)


def load(text: str) -> object:
    return yaml.load(text, Core)


def faults(name: str, text: str) -> list[str]:
    """Where a schema has something against YAML."""
    return sorted(error.json_path for error in Draft7Validator(SCHEMAS[name]).iter_errors(load(text)))


def front_matter(text: str) -> str:
    parts = split(text, "a.md")
    return getattr(parts, "yaml", "")


# --- they are those of the model


@pytest.mark.parametrize("path", schemas())
def test_the_files_are_those_of_the_model(path: str) -> None:
    assert (PROJECT / path).read_text(encoding="utf-8") == schemas()[path], "run: make schemas"


def test_there_is_no_other_file_beside_them() -> None:
    assert {path.name for path in (PROJECT / "schemas").iterdir()} == {f"{name}.json" for name in RECORDS}


@pytest.mark.parametrize("name", RECORDS)
def test_each_is_a_schema_that_says_what_every_field_holds(name: str) -> None:
    Draft7Validator.check_schema(SCHEMAS[name])
    assert SCHEMAS[name]["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert all(field["description"] for field in SCHEMAS[name]["properties"].values())
    assert "as 2026-01-25 or" in json.dumps(SCHEMAS["source"]["properties"]["published"])


def test_every_rule_has_its_counterpart() -> None:
    assert PATTERNS.keys() == set(VALUE_RULES.values())
    assert set(WHOLES) == {*RULES, *CONFIG_RULES}


# --- what stands, stands


def files() -> Iterator[tuple[str, Path]]:
    for root in (PROJECT, START):
        yield "config", root / "config.yaml"
        for kind in KINDS:
            yield from ((kind, path) for path in sorted(root.glob(f"content/{kind}s/**/*.md")))


@pytest.mark.parametrize(("name", "path"), list(files()), ids=lambda value: getattr(value, "name", value))
def test_what_is_published_here_and_what_is_begun_fits(name: str, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert faults(name, text if name == "config" else front_matter(text)) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("why_draft", ["", "until then"])
def test_a_new_file_fits(kind: str, why_draft: str) -> None:
    found = next(one for one in KINDS if one == kind)
    assert faults(kind, front_matter(text_of(found, "A title", why_draft))) == []


GOOD = (
    ("source", "supplied-title: 2026\nauthor: [A, B]\npublished: 2026\ncorrections:\ntopics: one\n"),
    ("source", "title: no\ndraft: yes\nlanguage: no\nsame: x\n".replace("same: x\n", "")),
    ("note", "title: A\ndate: [2026-01-03,2026-01-05]\n"),
    ("note", "title: A\ndate: [..2026-01-07]\nimportance: high\nadded:\n"),
    ("note", "title: A\ndate: '[2026-01-01..]'\n"),
    ("note", "title: true\ntopics: [평양, straße, 2026]\naliases: notes/a b/\n"),
    ("claim", "claim: A\nevidence:\n  - context: b\n    disputes:\n    quote: C\n    credibility: '3'\n"),
    ("claim", "claim: A\nevidence:\n  - supports: b\n    quote: C\n    inference: yes\n    note: D\n"),
    ("topic", "title: A\nsame-as: https://www.wikidata.org/wiki/Q1\naccept: {bound-dropped: so}\n"),
    ("config", "title: A\nurl: https://example.org/a/\nchecks: {uncited-sentence: error, bad-id: error}\nsearch: no\n"),
)


@pytest.mark.parametrize(("name", "text"), GOOD)
def test_what_the_program_takes_fits(name: str, text: str) -> None:
    assert program_faults(name, text) == 0
    assert faults(name, text) == []


def program_faults(name: str, text: str) -> int:
    mapping, problems = parse_yaml(text, 1, "a.md")
    assert isinstance(mapping, Mapping)
    rules = CONFIG_RULES if name == "config" else RULES
    return len(problems) + len(read_fields(mapping, RECORDS[name], "a.md", rules)[3])  # type: ignore[type-var]


# --- what a schema can refuse, it does

BAD = (
    ("source", "author: A\n"),
    ("source", "title: A\nsupplied-title: B\n"),
    ("source", "title:\n"),
    ("source", "title: A\noriginal: a.txt\n"),
    ("source", f"title: A\nsha256: {'0' * 64}\n"),
    ("source", f"title: A\noriginal: ../a.txt\nsha256: {'0' * 64}\n"),
    ("source", "title: A\nreliability: G\n"),
    ("source", "title: A\npublished: yesterday\n"),
    ("source", "title: A\nurl: javascript:alert(1)\n"),
    ("note", "title: A\ndate: 2026-13-01\n"),
    ("note", "title: A\nDate: 2026\n"),
    ("note", "title: A\ntopics: [One Two]\n"),
    ("note", "title: A\naliases: /notes/\n"),
    ("note", "title: A\naccept: {unverified-quote: so}\n"),
    ("note", "title: A\naccept: {no-code: so}\n"),
    ("note", "title: A\ndate-from:\n  - source: a\n"),
    ("note", "title: ' '\n"),
    ("note", "title: A\ndraft: perhaps\n"),
    ("claim", "claim: A\nevidence:\n  - quote: C\n"),
    ("claim", "claim: A\nevidence:\n  - supports: a\n    disputes: b\n    quote: C\n"),
    ("claim", "claim: A\nevidence:\n  - supports: a\n    quote: C\n    inference: true\n"),
    ("claim", "claim: A\nevidence:\n  - supports: a\n    quote: C\n    credibility: 7\n"),
    ("topic", "title: A\ntype: persons\n"),
    ("config", "title: A\nurl: https://example.org/?a\n"),
    ("config", "title: A\nchecks: {unverified-quote: warning}\n"),
    ("config", "title: A\nsource-text: all\n"),
)


@pytest.mark.parametrize(("name", "text"), BAD)
def test_what_is_wrong_in_a_field_is_refused_by_both(name: str, text: str) -> None:
    assert program_faults(name, text) > 0
    assert faults(name, text) != []


OF_FIELDS = ("missing-field", "unknown-field", "bad-value", "bad-date", "unknown-config-key")
BEYOND = {
    "bad-value-attribute-of-citation": "stands in the text",
    "bad-date-not-in-the-calendar": "needs the calendar",
}
"""Sites with faults that no schema can see, each with the reason."""


FAULTY = [
    name
    for name in names()
    if name.startswith(OF_FIELDS) or name in ("bad-config-no-title", "bad-config-error-lowered")
]


@pytest.mark.parametrize("name", FAULTY)
def test_the_bad_sites_faults_of_fields_are_refused(name: str) -> None:
    site = with_base(read_site(name))
    due = {
        path
        for path, code in re.findall(r"^(\S+?):\d+:\d+: \w+\[([\w-]+)\]", site.expected, re.M)
        if _typed(path, code)
    }
    found = {path for path in due if faults(*_of(path, site.files[path]))}
    assert found == (due if name not in BEYOND else set())


def _typed(path: str, code: str) -> bool:
    return code in OF_FIELDS or (code == "bad-config" and path == "config.yaml")


def _of(path: str, data: bytes | None) -> tuple[str, str]:
    text = (data or b"").decode()
    return ("config", text) if path == "config.yaml" else (path.split("/")[1][:-1], front_matter(text))


@pytest.mark.parametrize("name", [name for name in names() if name != "clean-draft-unfinished"])
def test_no_schema_refuses_what_a_site_has_no_fault_in(name: str) -> None:
    site = with_base(read_site(name))
    faulty = {
        line.split(":")[0]
        for line in site.expected.splitlines()
        if re.search(r"\[(bad|cut|missing|unknown|not-utf8)", line)
    }
    for path, data in site.files.items():
        if (
            path not in faulty
            and data
            and (path == "config.yaml" or re.match(r"content/(source|note|claim|topic)s/", path))
        ):
            assert faults(*_of(path, data)) == [], path


def test_an_editor_shows_the_hint_that_the_program_gives() -> None:
    mapping, _ = parse_yaml("title: A\ntopics: [One Two]\nurl: ftp://a\n", 1, "a.md")
    assert isinstance(mapping, Mapping)
    hints = [found.hint for found in read_fields(mapping, SourceFields, "a.md")[3]]
    fields = SCHEMAS["source"]["properties"]
    assert hints == [fields["topics"]["anyOf"][0]["items"]["patternErrorMessage"], fields["url"]["patternErrorMessage"]]


# --- their patterns are those of the rules


DATES = "0123456789X-/[].,?~%TZ:+ "


@given(
    st.text(DATES, max_size=24) | st.sampled_from(["2026-01-25T13:31+09:00", "2024-10/2025-04~", "[2026,2026-01..]"])
)
@settings(max_examples=500)
def test_every_date_fits(text: str) -> None:
    if not isinstance(parse(text), BadDate):
        date = json.loads(json.dumps(SCHEMAS["note"]["definitions"]["date"]))
        assert Draft7Validator(date).is_valid(text)


@pytest.mark.parametrize("rule", PATTERNS, ids=lambda rule: rule.__name__)
@given(st.data())
@settings(max_examples=200)
def test_what_a_rule_lets_stand_fits_its_pattern(rule: Any, data: st.DataObject) -> None:
    starts = st.sampled_from(["", "https://", "HTTP://a.org/", "a/b"])
    text = data.draw(starts) + data.draw(
        st.text(st.sampled_from("aé평-. /:%2Ee\\?#_@A0") | st.characters(), max_size=12)
    )
    if not rule(text):
        assert re.search(PATTERNS[rule], text)


def test_an_editor_s_engine_reads_every_pattern_alike(tmp_path: Path) -> None:
    texts = [
        "a-b",
        "a--b",
        "평양",
        "A",
        "2026-01-25",
        "[..2026]",
        "https://a.org/",
        "ftp://a",
        "a/../b",
        "a/b.txt",
        "/a",
    ]
    texts += [" ", "é", "a\\b", "yes", 'a"b']
    found = sorted(set(_patterns([*SCHEMAS.values()])))
    assert len(found) > 8
    asked = [[pattern, text] for pattern in found for text in texts]
    file = tmp_path / "asked.json"
    file.write_text(json.dumps(asked), encoding="utf-8")
    answers = [answer is not None for answer in json.loads(program("regexps.mjs", str(file)))]
    assert answers == [bool(re.search(pattern, text)) for pattern, text in asked]


def _patterns(schema: object) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(schema.get("pattern"), str):
            yield schema["pattern"]
        for value in schema.values():
            yield from _patterns(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _patterns(value)


def test_a_field_that_is_added_is_in_the_schema() -> None:
    class Wider(SourceFields, frozen=True, kw_only=True):
        seen_by: int | None = None

    assert schema_of(Wider)["properties"]["seen-by"]["type"] == ["integer", "string", "null"]
