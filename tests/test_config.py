"""config.yaml: its settings, its own problem codes, and the path that the site is published under."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.config import ConfigFields, base_path, read_config
from dossier.diagnostics import CODES

CONFIG = """\
title: A memorial
description: What three articles say
url: https://example.github.io/dossier/
language: ko
editors: [A. Editor, B. Editor]
repository: https://github.com/example/dossier
source-text: full
search: yes
checks:
  single-quoted: error
  uncited-source: off
"""


def faults(text: str) -> list[tuple[int, int, str]]:
    config, _, problems = read_config(text)
    assert (config is None) == bool(problems)
    return sorted((p.line, p.column, p.code) for p in problems)


def test_settings_are_read_with_their_places() -> None:
    config, places, problems = read_config(CONFIG)
    assert problems == ()
    assert config == ConfigFields(
        title="A memorial",
        description="What three articles say",
        url="https://example.github.io/dossier/",
        language="ko",
        editors=("A. Editor", "B. Editor"),
        repository="https://github.com/example/dossier",
        source_text="full",
        search=True,
        checks={"single-quoted": "error", "uncited-source": "off"},
    )
    assert places["editors.1"] == (5, 22)
    assert places["checks.uncited-source"] == (11, 19)


@pytest.mark.parametrize(
    "text", ["title: x", "---\ntitle: x\n", "\ufefftitle: x\r\neditors: one\r\n", "# c\ntitle: x #\n"]
)
def test_a_mark_at_its_beginning_is_not_needed(text: str) -> None:
    config, _, problems = read_config(text)
    assert [p.code for p in problems] == (["cut-value"] if text.endswith("#\n") else [])
    assert config is None or config.title == "x"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [(1, 1, "bad-config")]),
        ("description: x", [(1, 1, "bad-config")]),
        ("title: ' '", [(1, 8, "bad-config")]),
        ("title: x\ntitel: y", [(2, 1, "unknown-config-key")]),
        ("title: x\nsource-text: all", [(2, 14, "bad-config")]),
        ("title: x\nsearch: maybe", [(2, 9, "bad-config")]),
        ("title: x\nurl: example.org", [(2, 6, "bad-config")]),
        ("title: x\nurl: https://example.org/?a", [(2, 6, "bad-config")]),
        ("title: x\nurl: https://example.org/#a", [(2, 6, "bad-config")]),
        ("title: x\nurl: https://example.org/a/../b", [(2, 6, "bad-config")]),
        ("title: x\nrepository: javascript:x", [(2, 13, "bad-config")]),
        ("title: x\nchecks:\n  uncited-surce: off", [(3, 3, "bad-config")]),
        ("title: x\nchecks:\n  uncited-source: of", [(3, 19, "bad-config")]),
        ("title: x\nchecks:\n  unverified-quote: off", [(3, 21, "bad-config")]),
        ("title: x\nchecks:\n  unverified-quote: warning", [(3, 21, "bad-config")]),
        ("title: x\nchecks:\n  unverified-quote: error", []),
        ("title: x\nchecks: off", [(2, 9, "bad-config")]),
        ("title: x\nurl: javascript:x\nchecks: {text-differs: off}", [(2, 6, "bad-config"), (3, 24, "bad-config")]),
        ("title: [x", [(1, 8, "bad-config")]),
        ("title: Report #5", [(1, 8, "cut-value")]),
        ("title: x\ntitle: y", [(2, 1, "bad-config")]),
    ],
)
def test_what_is_wrong_with_the_settings_is_a_problem_at_its_place(
    text: str, expected: list[tuple[int, int, str]]
) -> None:
    assert faults(text) == expected


@pytest.mark.parametrize("code", [code for code, severity in CODES.items() if severity == "error"])
def test_no_setting_lets_an_error_through(code: str) -> None:
    (problem,) = read_config(f"title: x\nchecks: {{{code}: off}}")[2]
    assert problem.message == f"{code} can't be turned off"
    (problem,) = read_config(f"title: x\nchecks: {{{code}: warning}}")[2]
    assert problem.message == f"{code} can't be lowered to a warning"


def test_a_near_miss_is_named() -> None:
    (problem,) = read_config("title: x\nSource_Text: full")[2]
    assert problem.hint == "did you mean source-text?"


@pytest.mark.parametrize(
    ("url", "path"),
    [
        (None, "/"),
        ("https://example.org", "/"),
        ("https://example.org/", "/"),
        ("https://example.org/dossier", "/dossier/"),
        ("https://example.org/dossier/", "/dossier/"),
        ("https://example.org/a/b", "/a/b/"),
        ("https://example.org//evil.example/", "/evil.example/"),
    ],
)
def test_the_path_of_the_site_begins_and_ends_with_a_slash(url: str | None, path: str) -> None:
    assert base_path(ConfigFields(title="x", url=url)) == path


@settings(deadline=None, max_examples=150)
@given(
    st.one_of(
        st.text(max_size=40), st.text("ab:#-[]{}'\"/?. \n😀", max_size=40).map("title: x\nurl: https://{}".format)
    )
)
def test_no_text_raises_and_a_site_never_lies_outside_its_host(text: str) -> None:
    config, _, problems = read_config(text)
    assert (config is None) == bool(problems)
    if config:
        path = base_path(config)
        assert path.startswith("/")
        assert path.endswith("/")
        assert "//" not in path
