"""The syntax of a citation: `see @a, p. 3; -@b, para. 2, "words"` → its parts, not yet rendered, position marks still in.

Pandoc's rules (Pandoc User's Guide, "Citation syntax"), and one of our own: a suffix in double quotation marks is a quotation.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from dossier.markup.marks import DOUBLE_MARKS, MarkStack, runs
from dossier.markup.places import without_marks

KEY = re.compile(
    r"(?<![^\W_])(?P<minus>-?)@[\U00100000-\U0010fffd]?"
    r"(?:\{(?P<braced>[^{}\s]+)\}|(?P<key>\w(?:[\w\U00100000-\U0010fffd]|[:.#$%&\-+?<>~/](?=\w)|[:/](?=/))*(?<!_)))"
)
"""A citation's key: a letter, digit or _ first, single punctuation only inside; anything but spaces within braces.

A _ at its end is emphasis, as in `_@id_`; pandoc would take it in.
"""

_TERM = (
    r"(?:bks?\.|books?|chaps?\.|chapters?|cols?\.|columns?|figs?\.|figures?|fols?\.|folios?|ll?\.|lines?|nn?\.|notes?"
    r"|nos?\.|numbers?|opp?\.|opus|opera|pp?\.|pages?|paras?\.|paragraphs?|¶¶?|pts?\.|parts?|secs?\.|sections?|§§?"
    r"|s\.vv?\.|sub verbo|vv?\.|verses?|vols?\.|volumes?)"
)
"""Locator terms, as pandoc takes them from CSL's English locale."""
_NUMBER = r"[A-Z]?\d+\w*(?:[.:]\d+\w*)*"
_NUMERAL = rf"(?:{_NUMBER}|[ivxlcdm]+|[IVXLCDM]+)"
_JOIN = r"\s*(?:,|[-–—]{1,2}|&|\band\b)\s*"
_LOCATOR = re.compile(rf"(?:{_TERM}\s*{_NUMERAL}(?:{_JOIN}{_NUMERAL})*|{_NUMBER}(?:{_JOIN}{_NUMBER})*)(?!\w)")
_BRACED_LOCATOR = re.compile(r"\{([^{}]*)\}")
_DEPTH_AT_MOST = 12
"""Brackets, or quotation marks, that nest deeper are taken to be unclosed."""
_SEPARATORS = re.compile(rf"[\[\];]|{DOUBLE_MARKS.pattern}")


class Part(NamedTuple):
    """One citation of a group, as written; key_at and quote_at hold the marks of their places, where there are any."""

    key: str
    key_at: str
    suppress_author: bool
    prefix: str
    locator: str
    suffix: str
    quote: str | None
    quote_at: str
    loose: tuple[str, ...]
    """Further runs in double marks: words that belong to no quotation."""
    unclosed: bool
    """Has a quotation mark in it no partner?"""


def group_end(data: str, start: int) -> int:
    """Where the bracket that opens at data[start] closes, -1 where it does not. Within quotation marks none closes.

    Where the marks themselves don't close, they are passed over.
    """
    end = _bracket_end(data, start, quotes=True)
    return end if end >= 0 else _bracket_end(data, start, quotes=False)


def _bracket_end(data: str, start: int, *, quotes: bool) -> int:
    stack, depth = MarkStack(), 0
    for found in _SEPARATORS.finditer(data, start):
        sign = found.group()
        if sign not in "[];":
            if quotes:
                stack.meet(data, found.start())
        elif not stack.open:
            depth += (sign == "[") - (sign == "]")
            if not depth:
                return found.start()
        if quotes and (depth > _DEPTH_AT_MOST or len(stack.open) > _DEPTH_AT_MOST):
            break
    return -1


def parse_group(inside: str) -> tuple[Part, ...]:
    """The citations within brackets; none where an item between `;` has no key: then it is text, as pandoc has it."""
    parts = []
    for item in _items(inside):
        key = _key_of(item)
        if key is None:
            return ()
        parts.append(_part(item[: key.start()], key, item[key.end() :]))
    return tuple(parts)


def parse_in_text(key: re.Match[str], inside: str) -> tuple[Part, ...]:
    """A citation in a sentence with the bracket behind it: `p. 3; @b`, or `@b` alone; none where that is no bracket of its own."""
    first, *rest = _items(inside)
    if _key_of(first):
        further = parse_group(inside)
        return (_part("", key, ""), *further) if further else ()
    further = parse_group(";".join(rest)) if rest else ()
    return (_part("", key, first), *further) if len(further) == len(rest) else ()


def _items(inside: str) -> Iterator[str]:
    """Split at each `;` that stands in no bracket and no quotation marks."""
    heeds_marks = not runs(inside)[1]
    stack, depth, start = MarkStack(), 0, 0
    for found in _SEPARATORS.finditer(inside):
        sign = found.group()
        if sign not in "[];":
            if heeds_marks:
                stack.meet(inside, found.start())
        elif sign == ";" and not stack.open and depth <= 0:
            yield inside[start : found.start()]
            start = found.end()
        elif not stack.open:
            depth += (sign == "[") - (sign == "]")
    yield inside[start:]


def _key_of(item: str) -> re.Match[str] | None:
    """The first key that stands in no quotation marks and no further brackets."""
    quoted, _ = runs(item)
    for key in KEY.finditer(item):
        before = item[: key.start()]
        if before.count("[") <= before.count("]") and not any(start <= key.start() < end for start, end in quoted):
            return key
    return None


def _part(prefix: str, key: re.Match[str], rest: str) -> Part:
    locator, suffix = _split_locator(rest)
    quotes, unclosed = runs(suffix)
    before, strays = runs(prefix)
    start, end = quotes[0] if quotes else (0, 0)
    return Part(
        key=without_marks(key["braced"] or key["key"]),
        key_at=key.group(),
        suppress_author=bool(key["minus"]),
        prefix=prefix.strip(),
        locator=locator,
        suffix=f"{suffix[:start].strip()} {suffix[end:].strip()}".strip(" ,") if quotes else suffix,
        quote=suffix[start + 1 : end - 1] if quotes else None,
        quote_at=suffix[start:end],
        loose=(
            *(prefix[slice(*run)] for run in before),
            *(locator[slice(*run)] for run in runs(locator)[0]),
            *(suffix[slice(*run)] for run in quotes[1:]),
        ),
        unclosed=bool(strays or unclosed),
    )


def _split_locator(rest: str) -> tuple[str, str]:
    """(locator, suffix) of what follows a key."""
    body = rest.lstrip().removeprefix(",").lstrip()
    plain = without_marks(body)
    if found := _BRACED_LOCATOR.match(plain):
        return found[1].strip(), _after(body, found.end())
    found = _LOCATOR.match(plain)
    return (found.group(), _after(body, found.end())) if found else ("", body.strip())


def _after(body: str, length: int) -> str:
    """What follows the first `length` characters, position marks not counted, and the comma behind them."""
    at = 0
    while length:
        length -= body[at] < "\U00100000"
        at += 1
    return body[at:].strip().removeprefix(",").strip()
