"""The templates' code, made when the program is set up: taken where it is of just these templates, and never otherwise."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from folders import first_dossier, tree

from dossier.compiling import ShortEnvironment
from dossier.languages import LANGUAGES
from dossier.memo import Plain
from dossier.pipeline import TEMPLATES, build, template_folders
from dossier.precompile import precompile
from dossier.render import code_digest
from dossier.typesetting import environment


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of a fresh set-up's code, and no environment from another test."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "bytecode"))
    environment.cache_clear()
    precompile()
    environment.cache_clear()
    yield tmp_path / "bytecode"
    environment.cache_clear()


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of templates that are compiled from now on."""
    names: list[str] = []
    compile_ = ShortEnvironment.compile

    def noted(self: ShortEnvironment, source: str, name: str, filename: str) -> object:
        names.append(name)
        return compile_(self, source, name, filename)

    monkeypatch.setattr(ShortEnvironment, "compile", noted)
    return names


def site(root: Path, output: Path) -> dict[str, bytes]:
    build(root, output, Plain())
    return tree(output)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_site_is_set_by_what_was_kept_as_by_what_is_compiled(
    tmp_path: Path, kept: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    root = first_dossier(tmp_path / "root")
    (root / "config.yaml").write_text(f"title: Of one language\nlanguage: {language}\n")
    warm = site(root, tmp_path / "warm")
    assert warm
    assert compiled == []
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "nothing"))
    environment.cache_clear()
    assert site(root, tmp_path / "cold") == warm
    assert "note.html" in compiled


def test_templates_of_a_dossier_s_own_are_compiled(tmp_path: Path, kept: Path, compiled: list[str]) -> None:
    root = first_dossier(tmp_path / "root")
    (root / "templates").mkdir()
    theirs = (TEMPLATES / "claim.html").read_text("utf-8")
    ours = theirs.replace("{% block main %}", "{% block main %}\n<p>Our own claim</p>")
    (root / "templates" / "claim.html").write_text(ours, "utf-8")
    pages = site(root, tmp_path / "site")
    assert any(b"Our own claim" in page for path, page in pages.items() if path.startswith("claims/"))
    assert not any(b"Our own claim" in page for path, page in pages.items() if path.startswith("notes/"))
    assert "claim.html" in compiled


def test_what_was_kept_is_of_one_direction(kept: Path, compiled: list[str]) -> None:
    environment((str(TEMPLATES),), "ar", code_digest([TEMPLATES], "ar")).get_template("timeline.html")
    assert "timeline.html" in compiled


def changed(data: bytes) -> bytes:
    return data[:40] + bytes([data[40] ^ 1]) + data[41:]


@pytest.mark.parametrize(
    "damage",
    [changed, lambda data: data[:-1], lambda data: data[:20], lambda _: b"", lambda data: bytes(16) + data[16:]],
    ids=["a bit turned", "a byte short", "cut off", "empty", "of other templates"],
)
def test_what_is_not_as_it_was_kept_is_not_taken(
    tmp_path: Path, kept: Path, compiled: list[str], damage: Callable[[bytes], bytes]
) -> None:
    file = next(kept.rglob("templates-en.*"))
    file.write_bytes(damage(file.read_bytes()))
    environment((str(TEMPLATES),), "en", code_digest([TEMPLATES], "en")).get_template("note.html")
    assert "note.html" in compiled


def test_the_project_s_own_dossier_has_no_templates_of_its_own() -> None:
    assert template_folders(TEMPLATES.parent) == [TEMPLATES]
