"""What is refused before rendering: characters that the renderer uses itself, and texts that would take it too long."""

import re
from collections.abc import Iterator
from itertools import islice

from dossier.diagnostics import Place, Problem, problem
from dossier.markup.sanitise import NUMERIC_REFERENCE, is_private

CHARACTERS_AT_MOST = 1_000_000
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\U000f0000-\U0010ffff]")
"""Control characters except tab and line ends, surrogates, and private use planes 15 and 16."""
_LINE_END = re.compile(r"\r\n?|\n")
_NAMED_AT_MOST = 20


def refusals(text: str, first_line: int, path: str) -> tuple[Problem, ...]:
    """Why a text is not rendered: `bad-character`, `too-large`; empty where it can be."""
    if len(text) > CHARACTERS_AT_MOST:
        return (
            too_large(f"the text has {len(text):,} characters, more than {CHARACTERS_AT_MOST:,}", first_line, path),
        )
    return tuple(islice(_bad_characters(text, first_line, path), _NAMED_AT_MOST))


def too_large(message: str, line: int, path: str) -> Problem:
    return problem(Place(path, line), "too-large", message, "split the file, or write it more simply")


def _bad_characters(text: str, first_line: int, path: str) -> Iterator[Problem]:
    # nearly every text is printable, which is told in a third of the time
    if (text.replace("\n", "").isprintable() or not _REFUSED.search(text)) and "&#" not in text:
        return
    for number, line in enumerate(_LINE_END.split(text), first_line):
        found = [(bad.start(), f"U+{ord(bad.group()):04X}") for bad in _REFUSED.finditer(line)]
        found += [(bad.start(), bad.group()) for bad in NUMERIC_REFERENCE.finditer(line) if is_private(bad)]
        for column, character in sorted(found):
            message = f"the character {character} can't stand in a text"
            yield problem(Place(path, number, column + 1), "bad-character", message, "delete it")
