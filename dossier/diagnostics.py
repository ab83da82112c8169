"""Problems: what is wrong in an editor's content, where, and what would mend it.

A user's mistake is a value, returned beside a stage's result; exceptions are for bugs and for the disk.
Every code is listed in CODES and explained in docs/problems.md. A code names the bad thing and never changes.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

Severity = Literal["error", "warning", "off"]


class Place(Struct, frozen=True, order=True):
    """Where in the content: a path relative to the dossier's root, with `/`; line and column from 1, in code points."""

    path: str
    line: int = 1
    column: int = 1


class Problem(Struct, frozen=True, order=True):
    """One thing to mend. `message` is a lower-case sentence with the offending value; the remedy stands only in `hint`."""

    path: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""
    severity: Severity = "error"


CODES: dict[str, Severity] = {
    # a file's text
    "not-utf8": "error",
    "bad-character": "error",
    "too-large": "error",
    "bad-id": "error",
    "duplicate-id": "error",
    "path-collision": "error",
    # front matter and configuration
    "bad-front-matter": "error",
    "cut-value": "error",
    "missing-field": "error",
    "unknown-field": "error",
    "bad-value": "error",
    "bad-date": "error",
    "bad-config": "error",
    "unknown-config-key": "error",
    # quotations and citations
    "unknown-source": "error",
    "unverified-quote": "error",
    "unsourced-quote": "error",
    "unclosed-quote": "error",
    "altered-sense": "warning",
    "bound-dropped": "warning",
    "single-quoted": "warning",
    "no-text-to-verify": "warning",
    "said-indirectly": "warning",
    # links
    "unknown-link": "error",
    "ambiguous-link": "error",
    "unknown-topic": "error",
    "circular-origin": "error",
    "circular-supersession": "error",
    "draft-linked": "error",
    "broken-link": "error",
    # sources and their originals
    "missing-file": "error",
    "digest-mismatch": "error",
    "text-differs": "error",
    "source-without-url": "warning",
    "uncited-source": "warning",
    "shared-text": "warning",
    # images
    "missing-alt": "error",
    "bad-image": "error",
    "large-image": "warning",
    "image-location": "warning",
    "unused-image": "warning",
    # notes
    "unexplained-date": "warning",
    "uncited-event": "warning",
    "uncited-sentence": "off",
    # reviews and corrections
    "review-lapsed": "warning",
    "silent-change": "warning",
    # the dossier's own machinery
    "template-error": "error",
}
"""Each code with the severity it has unless config.yaml says otherwise. An `error` here can't be lowered."""


def problem(place: Place, code: str, message: str, hint: str = "") -> Problem:
    """A problem at a place, with its code's own severity. KeyError for a code that CODES does not list: a bug.

    What can't be printed is left out of message and hint: they quote content, which may steer a terminal.
    """
    return Problem(place.path, place.line, place.column, code, printable(message), printable(hint), CODES[code])


def printable(text: str) -> str:
    """A text without what can't be printed, for a terminal that content may try to steer."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else " " if c.isspace() else "" for c in text)


def settle(problems: Iterable[Problem], checks: Mapping[str, Severity]) -> tuple[Problem, ...]:
    """Give each problem the severity that the configuration sets, drop what is off, sort by place, each once."""
    graded = (replace(p, severity=checks.get(p.code, p.severity)) for p in problems)
    return tuple(sorted({p for p in graded if p.severity != "off"}))


def as_text(found: Problem) -> str:
    """The problem as a terminal shows it: `path:line:column: severity[code]: message`, the hint indented below."""
    line = f"{printable(found.path)}:{found.line}:{found.column}: {found.severity}[{found.code}]: {found.message}"
    return f"{line}\n  hint: {found.hint}" if found.hint else line


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint that names the nearest of the known words, or nothing when none is near."""
    from difflib import get_close_matches

    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"did you mean {near[0]}?" if near else ""
