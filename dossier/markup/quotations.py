"""The quotations of a body: every run in double marks and every blockquote, each with the citation that it belongs to.

What belongs to what is decided within a block (DESIGN, "In the text"); no sentences are guessed.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from dossier.body import HOLE, Block, CitationGroup, Hole, Quotation
from dossier.markup.htmltext import Piece
from dossier.markup.marks import DOUBLE_MARKS, Run, runs
from dossier.markup.singles import single_runs

_HOLE = re.compile("[\U000f0000-\U000ffffd]")
_ANY_QUOTATION_MARK = re.compile(f"{DOUBLE_MARKS.pattern}|['‘’‚‹›]")
_OMISSION = re.compile(r"\[(?:…|\.\.\.)\]")


class Quoted(NamedTuple):
    """What stands in quotation marks in a body.

    unclosed: offsets of marks without a partner, or around nothing. single: runs of four words or more in single marks.
    """

    quotations: tuple[Quotation, ...]
    unclosed: list[int]
    single: list[Run]


class Cited(NamedTuple):
    """A citation in a block: its offset in the text, the number of its hole."""

    at: int
    hole: int
    in_text: bool


class Reading(NamedTuple):
    """What quotations are found in.

    mute: offsets of marks that are nobody's words. place_of: line and column of the character at an offset of the text.
    """

    text: str
    holes: Sequence[Hole]
    mute: frozenset[int]
    place_of: Callable[[int], tuple[int, int]]

    def citations(self, start: int, end: int) -> list[Cited]:
        """The citations in a range of the text; its links are none."""
        found = []
        for hole in _HOLE.finditer(self.text, start, end):
            number = ord(hole.group()) - HOLE
            if isinstance(group := self.holes[number], CitationGroup):
                found.append(Cited(hole.start(), number, group.in_text))
        return found

    def words(self, start: int, end: int) -> str:
        """The text of a range without its citations and the space before them; holes of links stay."""
        kept = []
        for cited in self.citations(start, end):
            kept.append(self.text[start : cited.at].rstrip())
            start = cited.at + 1
        return "".join([*kept, self.text[start:end]]).strip()


def quotations(reading: Reading, blocks: Sequence[Block]) -> Quoted:
    """The quotations in order.

    Marks around no word at all, as in `"…"`, quote nothing; around nothing, `""`, they are reported as unclosed.
    Marks inside a blockquote are its own: the whole is the quotation.
    """
    found = list(_blockquotes(reading, [block for block in blocks if block.quote]))
    unclosed: list[int] = []
    single: list[Run] = []
    for block in (block for block in blocks if not block.quote):
        inside, strays = runs(reading.text, block.start, block.end, reading.mute)
        empty = (run.start for run in inside if not reading.text[run.start + 1 : run.end - 1].strip())
        unclosed += sorted([*strays, *empty])
        single += single_runs(reading.text, block, inside, reading.mute)
        if inside:
            found += _run_quotations(reading, inside, reading.citations(block.start, block.end))
    return Quoted(tuple(sorted(found, key=lambda quotation: quotation.start)), unclosed, single)


def mute_marks(walked: Iterable[Piece]) -> frozenset[int]:
    """Offsets of quotation marks that are nobody's words: in code, and in words marked as a term or a title."""
    found: set[int] = set()
    inside: list[bool] = []
    at = 0
    for piece in walked:
        if piece.tag in ("code", "pre", "span"):
            if piece.role == "open":
                inside.append(piece.tag != "span" or "class=" in piece.html)
            elif inside:
                inside.pop()
        elif piece.text and any(inside):
            found.update(at + mark.start() for mark in _ANY_QUOTATION_MARK.finditer(piece.text))
        at += len(piece.text)
    return frozenset(found)


def _is_punctuation(text: str) -> bool:
    """Punctuation and white space only: no word, and no hole where one will stand."""
    return not any(character.isalnum() or character >= "\U000f0000" for character in text)


def _run_quotations(reading: Reading, inside: Iterable[Run], cited: Sequence[Cited]) -> Iterator[Quotation]:
    for run in inside:
        words = reading.words(run.start + 1, run.end - 1)
        if not _is_punctuation(words):
            group, adjacent = _belonging(reading.text, run, cited)
            yield Quotation((words,), run.start, run.end, *reading.place_of(run.start), group, adjacent)


def _belonging(text: str, run: Run, cited: Sequence[Cited]) -> tuple[int, bool]:
    """(the hole of the citation that a run belongs to, -1 for none; does that stand directly after it).

    cited: the block's citations. In order: the bracketed one directly after the run; the one before it, if that is in
    the sentence; the next bracketed one, where one inside the run counts as next; the one before it.
    """
    after = bisect_left(cited, run.start, key=lambda one: one.at)
    behind = bisect_left(cited, run.end, key=lambda one: one.at)
    before = cited[after - 1] if after else None
    if behind < len(cited) and not cited[behind].in_text and _is_punctuation(text[run.end : cited[behind].at]):
        return cited[behind].hole, True
    if before and before.in_text:
        return before.hole, False
    bracketed = next((cited[n] for n in range(after, len(cited)) if not cited[n].in_text), before)
    return (bracketed.hole if bracketed else -1), False


def _blockquotes(reading: Reading, blocks: Iterable[Block]) -> Iterator[Quotation]:
    """Each outermost blockquote that has words, its blocks as paragraphs, with the citation that ends its last one."""
    for _, grouped in groupby(blocks, key=lambda block: block.quote):
        parts = list(grouped)
        start, end = parts[0].start, parts[-1].end
        cited = reading.citations(parts[-1].start, end)
        last = cited[-1] if cited and _is_punctuation(reading.text[cited[-1].at + 1 : end]) else None
        paragraphs = (_bare(reading.words(part.start, part.end)) for part in parts)
        kept = tuple(words for words in paragraphs if not _is_punctuation(words) or _OMISSION.fullmatch(words))
        group = last.hole if last else -1
        if not all(map(_is_punctuation, kept)):
            yield Quotation(kept, start, end, *reading.place_of(start), group, adjacent=bool(last), block=True)


def _bare(paragraph: str) -> str:
    """A blockquote's paragraph without marks that are set around the whole of it."""
    found, _ = runs(paragraph)
    return paragraph[1:-1].strip() if found == [(0, len(paragraph))] else paragraph
