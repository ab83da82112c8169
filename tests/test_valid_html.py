"""The Nu HTML Checker (vnu) finds no error on any page, nor in a style sheet."""

import json
import re
from pathlib import Path

import pytest
from folders import PROJECT, first_dossier, run
from programs import java
from states import states

# SVG 2 has these for text and strokes; the checker knows CSS without SVG's properties.
_OF_DRAWINGS = re.compile(r"Property “(paint-order|vector-effect)” doesn't exist")


def messages(*arguments: str) -> list[str]:
    """The checker's errors, with where they are."""
    said = java("vnu-jar/build/dist/vnu.jar", "--errors-only", "--exit-zero-always", "--format", "json", *arguments)
    found = json.loads(said)["messages"]
    return [f"{Path(m['url']).name}:{m.get('lastLine')}: {m['message']} {m.get('extract', '')[:120]}" for m in found]


@pytest.mark.parametrize("which", ["first", "states"])
def test_no_page_has_an_error(which: str, tmp_path: Path) -> None:
    if which == "states":
        site = states(tmp_path)
    else:
        assert run("build", first_dossier(tmp_path), tmp_path / "site").code == 0
        site = tmp_path / "site"
    assert len(list(site.rglob("*.html"))) > 25
    assert messages("--skip-non-html", str(site)) == []


def test_no_style_sheet_has_an_error() -> None:
    sheets = sorted(map(str, (PROJECT / "templates/assets").glob("*.css")))
    assert sheets
    assert [found for found in messages("--css", *sheets) if not _OF_DRAWINGS.search(found)] == []


def test_the_checker_finds_errors_where_there_are_some(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<!doctype html><title>A</title><p><a href=x><a href=y>", encoding="utf-8")
    assert messages("--skip-non-html", str(tmp_path))
