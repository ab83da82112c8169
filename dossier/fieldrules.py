"""What front matter must keep to beyond the types of `dossier.model`: rules for a value, a name, a mapping as a whole.

A rule is a plain function in one of the tables VALUE_RULES, KEY_RULES and RULES; `dossier.fields` applies them.
"""

import re
from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from dossier.diagnostics import CODES, did_you_mean
from dossier.ids import is_id
from dossier.model import EvidenceLine, SourceFields

Given = dict[str, object]
"""What a mapping gives, by name: texts, whole numbers, booleans, lists and mappings; None for a faulty value."""
Check = Callable[[str], str]
"""What would mend a text; empty for one that can stand."""


class Flaw(NamedTuple):
    """A rule's finding. at: the path of the value within its mapping; empty for the mapping itself."""

    at: str
    code: Literal["missing-field", "bad-value"]
    message: str
    hint: str


Rules = dict[type[Struct], tuple[Callable[[Given], Iterable[Flaw]], ...]]

_WEB_ADDRESS = re.compile(r"https?://[^\s\x00-\x20\x7f-\x9f\\<>\"]+", re.IGNORECASE)
_NOT_IN_NAMES = re.compile(r'[/\\:*?"<>|#\x00-\x1f\x7f]')
_NOT_IN_PATHS = re.compile(r"[\\:\x00-\x1f\x7f]")


def _id(text: str) -> str:
    if is_id(text):
        return ""
    return "write a list: `[one, two]`" if "," in text else "an id is lower-case letters and digits, joined by hyphens"


def _web_address(text: str) -> str:
    """Only http and https, with a host: whatever else a browser would run or open never becomes a link."""
    try:
        parts = urlsplit(text)
        fits = _WEB_ADDRESS.fullmatch(text) and parts.hostname and parts.port != 0  # a port that is none raises, too
    except ValueError:
        fits = False
    return "" if fits else "write a web address that begins with https:// or http://"


def _below_originals(text: str) -> str:
    parts = [part.strip() for part in text.split("/")]
    fits = not _NOT_IN_PATHS.search(text) and not {"", ".", ".."}.intersection(parts)
    return "" if fits else "write the file's path below content/originals/, as page.html"


def _address_here(text: str) -> str:
    """A path below the site's own address, whose parts can be the names of files on any system, none of them hidden."""
    names = [unquote(part) for part in text.removesuffix("/").split("/")]
    return "" if all(map(_is_file_name, names)) else "write its path below the site's address, as notes/old-name/"


def _is_file_name(name: str) -> bool:
    return 0 < len(name.encode()) <= 200 and not _NOT_IN_NAMES.search(name) and name == name.strip().strip(".")


def _not_blank(text: str) -> str:
    return "" if text.strip() else "write it out, or leave the field out"


def _code(text: str) -> str:
    return "" if text in CODES else did_you_mean(text, CODES) or "docs/problems.md lists the codes"


def _answerable(text: str) -> str:
    """An error keeps words from being published; no reason can answer it."""
    is_error = CODES.get(text) == "error"
    return "an error can only be mended; a warning can be accepted" if is_error else _code(text)


VALUE_RULES: dict[str, Check] = {
    "title": _not_blank,
    "supplied-title": _not_blank,
    "claim": _not_blank,
    "quote": _not_blank,
    "accept": _not_blank,
    "aliases": _address_here,
    "topics": _id,
    "origin": _id,
    "said-by": _id,
    "supersedes": _id,
    "url": _web_address,
    "archive-url": _web_address,
    "same-as": _web_address,
    "repository": _web_address,
    "original": _below_originals,
}
"""What a text must be, by the name of its field; in a list or a mapping, each text."""

PATTERNS: dict[Check, str] = {
    _not_blank: r"\S",
    _id: r"^[^\x00-/:-`{-\x7f]+(-[^\x00-/:-`{-\x7f]+)*$",
    _web_address: r'^[Hh][Tt][Tt][Pp][Ss]?://[^\s\\<>"]+$',
    _below_originals: r"^(?!(.*/)?\s*\.{0,2}\s*(/|$))[^\\:\x00-\x1f\x7f]+$",
    _address_here: r'^(?![\s./])(?!.*(/[\s./]|[\s.](/|$)))[^\\:*?"<>|#\x00-\x1f\x7f]+$',
}
"""The same rules for schemas, as far as a pattern can say them that Python and ECMAScript (with `u`) read alike.

What a rule lets stand fits its pattern; not all that fits can stand.
"""

KEY_RULES: dict[str, Check] = {"accept": _answerable, "checks": _code}
"""What a name must be in a field that is a mapping of free names."""


def _one_title(given: Given) -> Iterable[Flaw]:
    if "title" not in given and "supplied-title" not in given:
        hint = "give the headline, or words of your own as `supplied-title`"
        yield Flaw("", "missing-field", "`title` is missing", hint)
    if "title" in given and "supplied-title" in given:
        hint = "keep it only where the source has no headline"
        yield Flaw("supplied-title", "bad-value", "`supplied-title` stands beside a `title`", hint)


def _original_with_digest(given: Given) -> Iterable[Flaw]:
    for name, other in (("original", "sha256"), ("sha256", "original")):
        if name in given and other not in given:
            yield Flaw(name, "missing-field", f"`{other}` is missing", f"`{name}` needs it: they go together")


def _one_bearing(given: Given) -> Iterable[Flaw]:
    bearings = [name for name in given if name in ("supports", "disputes", "context")]
    if not bearings:
        hint = "name its source as `supports`, `disputes` or `context`"
        yield Flaw("", "missing-field", "this line of evidence has no source", hint)
    for extra in bearings[1:]:
        message = f"`{extra}` stands beside `{bearings[0]}`"
        yield Flaw(extra, "bad-value", message, "a line bears on its claim in one way; write a second line")


def _reasoned_inference(given: Given) -> Iterable[Flaw]:
    if given.get("inference") and "note" not in given:
        yield Flaw("", "missing-field", "`note` is missing", "say in it how the claim is inferred from the words")


RULES: Rules = {SourceFields: (_one_title, _original_with_digest), EvidenceLine: (_one_bearing, _reasoned_inference)}
"""What a mapping must be as a whole, by its record."""
