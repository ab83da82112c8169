"""What is refused before rendering: characters that the renderer uses itself, and texts that would take it too long."""

import re

from dossier.diagnostics import Place, Problem, problem
from dossier.markup.places import MARKS_AT_MOST

CHARACTERS_AT_MOST = 1_000_000
BRACKETS_AT_MOST = 30
"""How deep brackets, blockquotes and lists may nest."""
_BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\U000f0000-\U0010ffff]")
_SHOWN = 20


def refusals(text: str, first_line: int, path: str) -> tuple[Problem, ...]:
    """Why a text is not rendered; empty where it can be."""
    if len(text) > CHARACTERS_AT_MOST:
        return (_too_large(path, first_line, f"this text has {len(text)} characters, more than {CHARACTERS_AT_MOST}"),)
    if text.isascii() and text.isprintable():
        return ()
    found = []
    for bad in _BAD.finditer(text):
        line, column = _place(text, bad.start())
        where = Place(path, first_line + line, column)
        message = f"the character U+{ord(bad.group()):04X} can't stand in a text"
        found.append(problem(where, "bad-character", message, "delete it"))
        if len(found) == _SHOWN:
            break
    return tuple(found)


def _place(text: str, offset: int) -> tuple[int, int]:
    """(lines before, column) of an offset."""
    before = re.split(r"\r\n?|\n", text[:offset])
    return len(before) - 1, len(before[-1]) + 1


def _too_large(path: str, line: int, message: str) -> Problem:
    return problem(Place(path, line, 1), "too-large", message, "split the file in two")
