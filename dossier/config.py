"""config.yaml → its settings, the places of their values, and what is wrong with them.

It is read as front matter is; only its problems have codes of their own, as they end a run with exit code 2.
"""

from collections.abc import Iterable
from typing import Annotated
from urllib.parse import urlsplit

from msgspec.structs import replace

from dossier.diagnostics import CODES, Problem, Severity
from dossier.fieldrules import Flaw, Given, Rules
from dossier.fields import Places, read_fields
from dossier.frontmatter import parse, shown
from dossier.model import Fields, Prose, Publish, about


class ConfigFields(Fields, frozen=True, kw_only=True):
    """config.yaml."""

    title: Annotated[Prose, about("the dossier's name")]
    description: Annotated[Prose, about("what the dossier is about, in a sentence or two")] = ""
    url: Annotated[str | None, about("the web address at which the site is published")] = None
    language: Annotated[str, about("the language that the editors write, as `en`")] = "en"
    editors: Annotated[str | tuple[str, ...], about("who edits the dossier: a name, or a list of names")] = ()
    repository: Annotated[str | None, about("the web address of its repository, for links to edit a page")] = None
    source_text: Annotated[Publish, about("how much of a source's text readers see")] = "passages"
    search: Annotated[bool, about("true for a search on the site")] = False
    checks: Annotated[dict[str, Severity], about("the severity of a problem, by its code")] = {}


_CODES = {
    "bad-front-matter": "bad-config",
    "bad-value": "bad-config",
    "missing-field": "bad-config",
    "unknown-field": "unknown-config-key",
}


def read_config(text: str, path: str = "config.yaml") -> tuple[ConfigFields | None, Places, tuple[Problem, ...]]:
    """The settings, where their values stand, and what is wrong: then there are no settings.

    Problems are `bad-config` and `unknown-config-key`, and as in front matter `cut-value` and `bad-character`.
    """
    mapping, problems = parse(text, 1, path)
    config, places = None, Places()
    if mapping is not None:
        config, places, _, faults = read_fields(mapping, ConfigFields, path, RULES)
        problems = (*problems, *faults)
    renamed = tuple(replace(p, code=_CODES.get(p.code, p.code)) for p in problems)
    return (None if renamed else config), places, renamed


def base_path(config: ConfigFields) -> str:
    """The path that the site is published under, with `/` at both ends: `/dossier/`; `/` without a `url`.

    Its parts are joined anew: a path `//host/` would lead away from the site.
    """
    parts = [part for part in urlsplit(config.url or "").path.split("/") if part]
    return "/" + "".join(f"{part}/" for part in parts)


def _whole_address(given: Given) -> Iterable[Flaw]:
    url = given.get("url")
    if not isinstance(url, str):
        return
    if "?" in url or "#" in url:
        message = f"`url` can't be {shown(url)}, with a query or a fragment"
        yield Flaw("url", "bad-value", message, "end it with the site's path")
    if {".", ".."}.intersection(urlsplit(url).path.split("/")):
        yield Flaw("url", "bad-value", f"`url` can't be {shown(url)}, with a relative path", "write the path out")


def _errors_stay(given: Given) -> Iterable[Flaw]:
    """An error stops unverified words from being published; no setting may let them through."""
    checks = given.get("checks")
    for code, severity in checks.items() if isinstance(checks, dict) else ():
        if CODES.get(code) == "error" and severity in ("warning", "off"):
            change = "turned off" if severity == "off" else "lowered to a warning"
            yield Flaw(f"checks.{code}", "bad-value", f"{code} can't be {change}", "mend what it reports")


RULES: Rules = {ConfigFields: (_whole_address, _errors_stay)}
"""What the settings must be as a whole."""
