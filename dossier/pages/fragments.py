"""Addresses of words on a page elsewhere: URL fragment text directives (WICG Text Fragments), which browsers highlight.

In: a source's address, one of its texts and a range of it. Out: the address with `#:~:text=[prefix-,]start[,end][,-suffix]`.
A browser finds `start` and `end` only where they are whole words within one block each, and takes the first place of all.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from urllib.parse import quote as percent

WORDS = 6
"""Of a long passage, its first and its last so many words are named."""
MOST_BESIDE = 6
"""Words before or behind a passage by which it is told from another like it."""
DIRECTIVE = ":~:"
_WORD = re.compile(r"\S+")


def text_fragment(
    url: str, text: str, start: int, end: int, blocks: Sequence[tuple[int, int]] = (), above: str = ""
) -> str:
    """The address of words on the source's own page.

    blocks: the ranges of the text's blocks, where it has any. above: what stands before it on the page, its headline.
    """
    start, end = _whole(text, start, end)
    words = _named(
        [text[max(start, a) : min(end, b)].split() for a, b in blocks or [(0, len(text))] if a < end and b > start]
    )
    before = after = ""
    page = _page(above, text)
    if page.count(_plain(words[0])) > 1:
        before = _before(page, text, max((a for a, _ in blocks if a < start), default=0), start, words[0])
        if not before and len(words) == 1:
            after = _after(page, text, min((b for _, b in blocks if b > end), default=len(text)), end, words[0])
    named = [f"{_encoded(before)}-"] * bool(before) + [*map(_encoded, words)] + [f"-{_encoded(after)}"] * bool(after)
    address = url.partition(DIRECTIVE)[0]
    return f"{address}{'' if '#' in address else '#'}{DIRECTIVE}text={','.join(named)}"


def _named(words: Sequence[Sequence[str]]) -> list[str]:
    """Of the words of a passage, by block, all in one, or the first and the last few."""
    if len(words) == 1 and len(words[0]) <= 2 * WORDS:
        return [" ".join(words[0])]
    return [" ".join(words[0][:WORDS]), " ".join(words[-1][-WORDS:])]


def _encoded(words: str) -> str:
    """Percent-encoded, and what the directive itself is made of with it: `,` and `&`, and `-`, which no URL needs to."""
    return percent(words, safe="").replace("-", "%2D")


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """The range that also takes in the rest of its outer words, as where a particle is attached to quoted Hangul."""
    while 0 < start < end and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while start < end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end


def _before(page: str, text: str, first: int, start: int, words: str) -> str:
    """The least that stands before the words and tells them from others like them; empty where nothing there does.

    first: where the block begins of which this is taken; it can be the one before theirs.
    """
    begins = [found.start() for found in _WORD.finditer(text, first, start)]
    told = (at for at in reversed(begins[-MOST_BESIDE:]) if page.count(_plain(f"{text[at:start]}{words}")) < 2)
    return " ".join(text[next(told, start) : start].split())


def _after(page: str, text: str, last: int, end: int, words: str) -> str:
    """The least that stands behind the words and tells them from others; last: where the block of it ends."""
    ends = [found.end() for found in islice(_WORD.finditer(text, end, last), MOST_BESIDE)]
    told = (to for to in ends if page.count(_plain(f"{words}{text[end:to]}")) < 2)
    return " ".join(text[end : next(told, end)].split())


@lru_cache(maxsize=256)
def _page(above: str, text: str) -> str:
    return _plain(f"{above}\n{text}")


def _plain(text: str) -> str:
    """A text as browsers compare it, in one line and one case."""
    return " ".join(text.lower().split())
