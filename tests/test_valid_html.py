"""The Nu Html Checker (vnu) finds no error in any page, nor in any style sheet."""

import json
import re
from pathlib import Path

import pytest
from folders import PROJECT
from programs import java
from showcases import addresses, showcases

DRAWN = re.compile(r"Property “(paint-order|vector-effect)” doesn't exist|CSS: Parse Error\.: highlight\(found\) \{")
"""SVG 2's properties are not among those of CSS that the checker knows, nor is `::highlight()` (CSS Custom Highlight API)."""


def errors(*arguments: str | Path) -> list[str]:
    """What is wrong with files or folders, and where."""
    said = java(
        "vnu-jar/build/dist/vnu.jar", "--exit-zero-always", "--stdout", "--format", "json", *map(str, arguments)
    )
    return [
        f"{message['url']}:{message.get('lastLine')}: {message['message']}: {message.get('extract', '')[:160]}"
        for message in json.loads(said)["messages"]
        if message["type"] != "info"
    ]


def test_no_page_has_an_error(tmp_path: Path) -> None:
    sites = showcases(tmp_path)
    redirects = {file for site in sites.values() for file in site.rglob("*.html")} - {
        site / f"{address}index.html" if not address.endswith(".html") else site / address
        for site in sites.values()
        for address in addresses(site)
    }
    assert [file.relative_to(tmp_path).as_posix() for file in redirects] == ["states/site/old/pictured/index.html"]
    assert errors("--skip-non-html", *sites.values()) == []


def test_no_style_sheet_has_an_error() -> None:
    sheets = [*PROJECT.glob("templates/assets/*.css"), *PROJECT.glob("dossier/preview/assets/*.css")]
    assert len(sheets) > 1
    assert [error for error in errors("--css", *sorted(sheets)) if not DRAWN.search(error)] == []


@pytest.mark.parametrize(
    ("name", "text"),
    [("page.html", "<!doctype html><title>A</title><p><a href=x><a href=y>"), ("sheet.css", "a { colour: red }")],
)
def test_the_checker_finds_an_error_where_there_is_one(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert errors(*(["--css"] if name.endswith(".css") else []), tmp_path / name)
