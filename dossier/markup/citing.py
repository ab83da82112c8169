"""The syntax of a citation: `see @a, p. 3; -@b, para. 2, "words"` → its parts, still unrendered and with position marks.

Pandoc's rules (Pandoc User's Guide, "Citation syntax"), and one of our own: a suffix in double quotation marks is a quotation.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from dossier.markup.marks import MARKS, MarkStack
from dossier.markup.places import without_marks

_M = "[\U00100000-\U0010fffd]*"
KEY = re.compile(
    rf"(?<![^\W_])(?P<minus>-?)@{_M}"
    rf"(?:\{{(?P<braced>[^{{}}\s]+)\}}|(?P<key>\w(?:[\w\U00100000-\U0010fffd]|[:.#$%&\-+?<>~/](?=\w))*))"
)
"""A citation's key: a letter, digit or _ first, single punctuation only inside; anything within braces."""

_TERMS = (
    r"bks?\.|books?|chaps?\.|chapters?|cols?\.|columns?|figs?\.|figures?|fols?\.|folios?|nos?\.|numbers?|ll?\.|lines?"
    r"|nn?\.|notes?|opp?\.|opus|opera|pp?\.|pages?|paras?\.|paragraphs?|¶¶?|pts?\.|parts?|secs?\.|sections?|§§?"
    r"|s\.vv?\.|sub\ verbo|vv?\.|verses?|vols?\.|volumes?"
)
_NUMBER = r"(?:\d[\w.:]*(?<![.:])|[A-Z]?\d+\w*)"
_ROMAN = r"[ivxlcdm]+\b|[IVXLCDM]+\b"
_JOIN = r"\s*(?:,|[-–—]{1,2}|&|\band\b)\s*"
_LOCATOR = re.compile(
    rf"(?:(?:{_TERMS})\s*(?:{_NUMBER}|{_ROMAN})(?:{_JOIN}(?:{_NUMBER}|{_ROMAN}))*|{_NUMBER}(?:{_JOIN}{_NUMBER})*)(?!\w)"
)
_BRACED = re.compile(r"\{([^{}]*)\}")
_CHARACTERS = re.compile(rf"[\[\];]|{MARKS.pattern}")


class Part(NamedTuple):
    """One citation of a group, as written; key_at and quote_at carry the marks of their places, where there are any."""

    key: str
    key_at: str
    suppress_author: bool
    prefix: str
    locator: str
    suffix: str
    quote: str | None
    quote_at: str
    loose: tuple[str, ...]
    """Further runs in double marks, which nothing can verify."""


def group_end(data: str, start: int) -> int:
    """Where the bracket that opens at data[start] closes, -1 where it does not. What stands in quotation marks can't close it."""
    end = _scan_end(data, start, quotes=True)
    return end if end >= 0 else _scan_end(data, start, quotes=False)


def _scan_end(data: str, start: int, *, quotes: bool) -> int:
    stack, depth = MarkStack(), 0
    for found in _CHARACTERS.finditer(data, start):
        character = found.group()
        if character not in "[];":
            if quotes:
                stack.meet(data, found.start())
        elif not stack.open:
            depth += (character == "[") - (character == "]")
            if not depth:
                return found.start()
    return -1


def parse(inside: str) -> tuple[Part, ...]:
    """The citations within brackets; none where any of the items between `;` has no key: pandoc takes that for text."""
    parts = []
    for item in _items(inside):
        key = _key_of(item)
        if key is None:
            return ()
        parts.append(_part(item[: key.start()], key, item[key.end() :]))
    return tuple(parts)


def parse_locator(key: re.Match[str], inside: str) -> tuple[Part, ...]:
    """An in-text citation's bracket, `p. 3; @b`: the rest of the first citation, then further ones."""
    first, *rest = _items(inside)
    further = [(item, _key_of(item)) for item in rest]
    parts = [_part(item[: found.start()], found, item[found.end() :]) for item, found in further if found]
    return (_part("", key, first), *parts) if len(parts) == len(rest) else ()


def _items(inside: str) -> Iterator[str]:
    """Split at each `;` that stands in no bracket and no quotation marks."""
    stack, depth, start = MarkStack(), 0, 0
    closes = _balanced(inside)
    for found in _CHARACTERS.finditer(inside):
        character = found.group()
        if character not in "[];":
            if closes:
                stack.meet(inside, found.start())
        elif stack.open:
            continue
        elif character == ";" and depth <= 0:
            yield inside[start : found.start()]
            start = found.end()
        else:
            depth += (character == "[") - (character == "]")
    yield inside[start:]


def _balanced(inside: str) -> bool:
    """Do all quotation marks that open also close?"""
    stack = MarkStack()
    for found in MARKS.finditer(inside):
        stack.meet(inside, found.start())
    return not stack.open


def _key_of(item: str) -> re.Match[str] | None:
    """The first key that stands in no quotation marks."""
    quoted = _runs(item)
    for key in KEY.finditer(item):
        if not any(start <= key.start() < end for start, end in quoted):
            return key
    return None


def _runs(item: str) -> list[tuple[int, int]]:
    stack = MarkStack()
    found = (stack.meet(item, mark.start()) for mark in MARKS.finditer(item))
    return [(run.start, run.end) for run in found if run]


def _part(prefix: str, key: re.Match[str], rest: str) -> Part:
    locator, suffix = _locator(rest)
    quote, quote_at, suffix, loose = _quoted(suffix)
    return Part(
        key=without_marks(key["braced"] or key["key"]),
        key_at=key.group(),
        suppress_author=bool(key["minus"]),
        prefix=prefix.strip(),
        locator=locator,
        suffix=suffix,
        quote=quote,
        quote_at=quote_at,
        loose=(*(prefix[start:end] for start, end in _runs(prefix)), *loose),
    )


def _locator(rest: str) -> tuple[str, str]:
    """(locator, suffix) of what follows a key."""
    body = rest.lstrip().removeprefix(",").lstrip()
    plain = without_marks(body)
    if braced := _BRACED.match(plain):
        return braced[1].strip(), _after(body, braced.end())
    if located := _LOCATOR.match(plain):
        return located.group(), _after(body, located.end())
    return "", _after(body, 0)


def _after(body: str, length: int) -> str:
    """What follows the first `length` characters of body, marks not counted."""
    at = 0
    while length:
        length -= body[at] < "\U00100000"
        at += 1
    return body[at:].strip().removeprefix(",").strip()


def _quoted(suffix: str) -> tuple[str | None, str, str, tuple[str, ...]]:
    """(quote, its place's mark, the suffix without it, further runs in marks)."""
    found = _runs(suffix)
    if not found:
        return None, "", suffix, ()
    start, end = found[0]
    around = f"{suffix[:start].strip()} {suffix[end:].strip()}".strip(" ,")
    quote = suffix[start + 1 : end - 1]
    return quote, quote[:1], around, tuple(suffix[left:right] for left, right in found[1:])
