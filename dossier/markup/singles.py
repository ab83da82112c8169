"""Runs of words in single quotation marks, ‘…’ '…' ‚…‘ ‹…›, told from apostrophes."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from dossier.body import Block
from dossier.markup.marks import Run

WORDS_AT_LEAST = 4
"""Fewer words in single marks are a term, a title or a nickname more often than a quotation."""
_OPENING = re.compile(r"(?<![^\W_])[‘‚‹›'](?=[^\s'’])")
_CLOSING = re.compile(r"(?<=[^\s‘'])[’'›‹‘](?![^\W_])")
_ELISION = re.compile(r"[‘'](?:\d|(?:tis|twas|em|til|cause|n|bout|cos)\b)", re.IGNORECASE)


def single_runs(text: str, block: Block, double: Sequence[Run], skip: frozenset[int]) -> Iterator[Run]:
    """Such runs in a block, of four words or more, outside of runs in double marks and of the offsets in skip."""
    at = block.start
    while opening := _OPENING.search(text, at, block.end):
        start, at = opening.span()
        within = bisect_right(double, start, key=lambda run: run.start) - 1
        if start in skip or _ELISION.match(text, start) or (within >= 0 and start < double[within].end):
            continue
        if end := _end(text, at, block.end):
            if len(text[at : end - 1].split()) >= WORDS_AT_LEAST:
                yield Run(start, end)
            at = end


def _end(text: str, start: int, limit: int) -> int:
    """Where a run ends, 0 for nowhere: behind the first mark that is no plural's apostrophe (`soldiers’ deeds`), else
    behind the first that may be one.
    """
    following = _OPENING.search(text, start, limit)
    apostrophe = 0
    for closing in _CLOSING.finditer(text, start, following.start() if following else limit):
        if text[closing.start() - 1] not in "sS" or text[closing.end() : closing.end() + 1] != " ":
            return closing.end()
        apostrophe = apostrophe or closing.end()
    return apostrophe
