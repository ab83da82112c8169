"""The four recipes of ARCHITECTURE.md, followed: each is one function or line in one visible place, and nothing else."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest
from folders import PROJECT, edit, first_dossier, place_of, run

from dossier import check, diagnostics, exports, pipeline
from dossier.config import ConfigFields
from dossier.diagnostics import Place, Problem, problem
from dossier.link import Dossier
from dossier.model import (
    ClaimFields,
    Correction,
    DateBasis,
    EvidenceLine,
    Fields,
    NoteFields,
    Review,
    SourceFields,
    TopicFields,
)
from dossier.pages import making
from dossier.pages.edition import Edition, Way, file_of, head
from dossier.pages.elements import Link
from dossier.pages.framing import Head, View
from dossier.pages.views import Page


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return first_dossier(tmp_path)


# --- a check


def topics_without_other_names(dossier: Dossier) -> Iterator[Problem]:
    """Works that are known by one name."""
    for topic in dossier.topics.values():
        if topic.fields.type == "work" and not topic.fields.names:
            yield problem(Place(topic.path, *topic.line("title")), "one-name", f"{topic.id} has one name", "add names")


def test_a_check_in_the_tuple_of_checks_is_run_and_reported(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(diagnostics.CODES, "one-name", "warning")
    monkeypatch.setattr(check, "CHECKS", (*check.CHECKS, topics_without_other_names))
    said = run("build", root, root / "site", "--no-cache")
    path = "content/topics/strategic-partnership-treaty.md"
    place = place_of((root / path).read_text(encoding="utf-8"), "Treaty on Comprehensive Strategic Partnership\ntype")
    message = "strategic-partnership-treaty has one name"
    assert said.problems == (Problem(path, *place, "one-name", message, "add names", "warning"),)
    assert said.code == 0


@pytest.mark.parametrize(("severity", "code"), [("error", 1), ("warning", 0), ("off", 0)])
def test_the_severity_of_an_added_check_is_set_in_the_configuration(
    root: Path, monkeypatch: pytest.MonkeyPatch, severity: str, code: int
) -> None:
    monkeypatch.setitem(diagnostics.CODES, "one-name", "warning")
    monkeypatch.setattr(check, "CHECKS", (*check.CHECKS, topics_without_other_names))
    edit(root / "config.yaml", "checks:\n", f"checks:\n  one-name: {severity}\n")
    said = run("check", root, root / "site", "--no-cache")
    assert [found.severity for found in said.problems] == [severity] * (severity != "off")
    assert said.code == code


# --- an output format


def names_csv(edition: Edition, _: Sequence[Page]) -> bytes:
    """The topics and their titles, a line each."""
    return "".join(f"{id_},{topic.fields.title}\n" for id_, topic in edition.dossier.topics.items()).encode()


def test_a_format_in_the_tuple_of_exports_is_written_and_can_be_linked_to(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    added = (*exports.EXPORTS, ("data/names.csv", names_csv))
    monkeypatch.setattr(exports, "EXPORTS", added)
    monkeypatch.setattr(pipeline, "EXPORTS", added)
    _link_from_the_front_page(root, "data/names.csv")
    assert run("build", root, root / "site", "--no-cache").code == 0
    assert "ju-ae,Ju Ae\nkcna,KCNA\n" in (root / "site/data/names.csv").read_text(encoding="utf-8")


# --- a kind of page


class NamesPage(View, frozen=True):
    """A page of all topics' titles."""

    head: Head
    names: tuple[Link, ...]


def names_page(edition: Edition) -> Iterator[Page]:
    """All topics by their titles, on one page."""
    way = Way("names/")
    names = tuple(way.link(ref, entry) for ref, entry in edition.dossier.entries() if ref.kind == "topic")
    view: Any = NamesPage(head=head(edition.dossier, way, "Names"), names=names)
    yield Page(file_of(way.path), "names.html", view)


NAMES_HTML = """{% extends "base.html" %}
{% block main %}
{% for name in page.names %}
<a href="{{ name.href }}">{{ name.words }}</a>
{% endfor %}
{% endblock %}
"""


def _link_from_the_front_page(root: Path, href: str) -> None:
    """Override the front page's template by itself with a link more."""
    template = (PROJECT / "templates/front.html").read_text(encoding="utf-8")
    (root / "templates").mkdir(exist_ok=True)
    opening = "{% block main %}"
    assert template.count(opening) == 1
    (root / "templates/front.html").write_text(
        template.replace(opening, f'{opening}<a href="{href}">more</a>'), encoding="utf-8"
    )


def test_a_page_in_the_tuple_of_pages_is_rendered_by_its_template(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _link_from_the_front_page(root, "names/")
    (root / "templates/names.html").write_text(NAMES_HTML, encoding="utf-8")
    without = run("check", root, root / "site", "--no-cache")
    assert [found.code for found in without.problems] == ["broken-link"]
    monkeypatch.setattr(making, "PAGES", (*making.PAGES, names_page))
    said = run("build", root, root / "site", "--no-cache")
    assert (said.code, said.problems) == (0, ())
    assert said.counts["pages"] == without.counts["pages"] + 1
    html = (root / "site/names/index.html").read_text(encoding="utf-8")
    assert '<a href="../topics/ju-ae/">Ju Ae</a>' in html


def test_the_links_of_an_added_page_are_inspected(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "templates").mkdir()
    (root / "templates/names.html").write_text(NAMES_HTML.replace("name.href", "'nowhere/'"), encoding="utf-8")
    monkeypatch.setattr(making, "PAGES", (*making.PAGES, names_page))
    said = run("check", root, root / "site", "--no-cache")
    assert {(found.path, found.code) for found in said.problems} == {("site/names/index.html", "broken-link")}


# --- a front-matter field


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project with the first dossier in it."""
    for part in ("dossier", "templates"):
        shutil.copytree(PROJECT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "build.py", tmp_path)
    return first_dossier(tmp_path)


def _build(project: Path) -> tuple[int, list[dict[str, Any]]]:
    done = subprocess.run(
        [sys.executable, "-B", "build.py", "--no-cache", "--format", "json"],
        cwd=project,
        capture_output=True,
        check=False,
    )
    assert done.stderr == b""
    return done.returncode, json.loads(done.stdout)["problems"]


RECORDS = (
    SourceFields,
    NoteFields,
    ClaimFields,
    TopicFields,
    Correction,
    Review,
    DateBasis,
    EvidenceLine,
    ConfigFields,
)


@pytest.mark.parametrize("record", RECORDS)
def test_every_field_says_what_it_holds(record: type[Fields]) -> None:
    schema = msgspec.json.schema_components([record])[1][record.__name__]
    said = {name: field.get("description", "") for name, field in schema["properties"].items()}
    assert {name for name, words in said.items() if not words or "\n" in words or words[-1] in ".:"} == set()


NOTE = "content/notes/troops-sent.md"


def test_a_field_is_one_line_of_the_model(project: Path) -> None:
    edit(project / NOTE, "importance: high\n", "importance: high\nseen-by: 12\n")
    place = place_of((project / NOTE).read_text(encoding="utf-8"), "seen-by")
    code, problems = _build(project)
    assert code == 1
    assert [(p["path"], p["line"], p["column"], p["code"]) for p in problems] == [(NOTE, *place, "unknown-field")]

    line = '    seen_by: Annotated[int | None, about("how many saw it")] = None\n'
    edit(project / "dossier/model.py", "    expected: ", f"{line}    expected: ")
    assert _build(project) == (0, [])
    notes = json.loads((project / "site/dossier.json").read_bytes())["notes"]
    assert {note["id"]: note["seen-by"] for note in notes if "seen-by" in note} == {"troops-sent": 12}

    edit(project / NOTE, "seen-by: 12", "seen-by: some")
    value = place_of((project / NOTE).read_text(encoding="utf-8"), "some\n")
    code, problems = _build(project)
    assert code == 1
    assert [(p["path"], p["line"], p["column"], p["code"]) for p in problems] == [(NOTE, *value, "bad-value")]
