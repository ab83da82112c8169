"""The quotations of a body: every run in double marks and every blockquote, each with the citation that it belongs to.

The rules stand in DESIGN, "In the text": what belongs to what is decided within a block, and no sentences are guessed.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from dossier.markup.marks import MARKS, Run, runs
from dossier.model import HOLE, Block, CitationGroup, Hole, Quotation

_HOLE = re.compile("[\U000f0000-\U000ffffd]")
_SINGLE = re.compile(r"(?<![^\W_])[‘‚‹'](?=[^\s'’])")
_SINGLE_END = re.compile(r"(?<=[^\s‘'])[’'›‘](?![^\W_])")
_OMISSION = re.compile(r"\[(?:…|\.\.\.)\]")
_ELISIONS = re.compile(r"[’'](?:\d|(?:tis|twas|em|til|cause|n|bout|cos)\b)", re.IGNORECASE)

PlaceOf = Callable[[int], tuple[int, int]]


def quotations(
    text: str, blocks: Sequence[Block], holes: Sequence[Hole], mute: Sequence[tuple[int, int]], place_of: PlaceOf
) -> tuple[tuple[Quotation, ...], list[int], list[Run]]:
    """(quotations in order, offsets of marks without a partner, runs of four words or more in single marks).

    mute: ranges of the text that are nobody's words: code, and spans marked as term or title.
    place_of: line and column of the mark or word at an offset.
    """
    found: list[Quotation] = []
    unclosed: list[int] = []
    single: list[Run] = []
    for block in (block for block in blocks if not block.quote):
        skip = _muted(text, block, mute)
        inside, stray = runs(text, block.start, block.end, skip)
        found += (_run_quotation(text, run, block, holes, place_of) for run in inside)
        unclosed += stray
        single += _single_runs(text, block, inside, skip)
    found += _blockquotes(text, blocks, holes, place_of)
    return tuple(sorted(found, key=lambda quotation: quotation.start)), unclosed, single


def _muted(text: str, block: Block, mute: Sequence[tuple[int, int]]) -> frozenset[int]:
    return frozenset(
        at for start, end in mute if start < block.end and end > block.start for at in range(start, end)
    )


def _run_quotation(text: str, run: Run, block: Block, holes: Sequence[Hole], place_of: PlaceOf) -> Quotation:
    group, adjacent = _belonging(text, run, block, holes)
    words = _without_citations(text[run.start + 1 : run.end - 1], holes)
    line, column = place_of(run.start)
    return Quotation((words,), run.start, run.end, line, column, group, adjacent)


def _belonging(text: str, run: Run, block: Block, holes: Sequence[Hole]) -> tuple[int, bool]:
    """(hole of the citation that a run belongs to, does it stand directly after it)."""
    cited = [(at, n, hole) for at, n in _holes_in(text, block.start, block.end) if isinstance(hole := _hole(holes, n), CitationGroup)]
    before = [(n, hole) for at, n, hole in cited if at < run.start]
    after = [(at, n, hole) for at, n, hole in cited if at > run.start]
    behind = next(((at, n, hole) for at, n, hole in after if at >= run.end), None)
    if behind and not behind[2].in_text and _only_punctuation(text[run.end : behind[0]]):
        return behind[1], True
    if before and before[-1][1].in_text:
        return before[-1][0], False
    for _, n, hole in after:
        if not hole.in_text:
            return n, False
    return (before[-1][0] if before else -1), False


def _only_punctuation(text: str) -> bool:
    return not any(character.isalnum() or character >= "\U000f0000" for character in text)


def _hole(holes: Sequence[Hole], number: int) -> Hole | None:
    return holes[number] if number < len(holes) else None


def _holes_in(text: str, start: int, end: int) -> list[tuple[int, int]]:
    return [(found.start(), ord(found.group()) - HOLE) for found in _HOLE.finditer(text, start, end)]


def _without_citations(text: str, holes: Sequence[Hole]) -> str:
    """The words with citations taken out, the space before them too; links stay."""
    kept = []
    for part in re.split("(\\s*[\U000f0000-\U000ffffd])", text):
        if _HOLE.search(part) and isinstance(_hole(holes, ord(part[-1]) - HOLE), CitationGroup):
            continue
        kept.append(part)
    return "".join(kept).strip()


def _blockquotes(text: str, blocks: Sequence[Block], holes: Sequence[Hole], place_of: PlaceOf) -> Iterator[Quotation]:
    """Each outermost blockquote, its blocks as paragraphs, with the citation that ends its last paragraph."""
    numbers = sorted({block.quote for block in blocks if block.quote})
    for number in numbers:
        parts = [block for block in blocks if block.quote == number]
        start, end = parts[0].start, parts[-1].end
        last = _holes_in(text, parts[-1].start, end)
        ends = bool(last) and _only_punctuation(text[last[-1][0] + 1 : end])
        group = last[-1][1] if ends and isinstance(_hole(holes, last[-1][1]), CitationGroup) else -1
        paragraphs = [_bare(_without_citations(text[part.start : part.end], holes)) for part in parts]
        kept = tuple(paragraph for paragraph in paragraphs if _says_something(paragraph))
        line, column = place_of(start)
        yield Quotation(kept, start, end, line, column, group, group >= 0, block=True)


def _bare(paragraph: str) -> str:
    """A blockquote's paragraph without marks that are set around the whole of it."""
    found, _ = runs(paragraph)
    whole = len(found) == 1 and found[0] == (0, len(paragraph))
    return paragraph[1:-1].strip() if whole else paragraph


def _says_something(paragraph: str) -> bool:
    """Words, or an omission; a dash before the citation is neither."""
    return not _only_punctuation(paragraph) or bool(_OMISSION.fullmatch(paragraph))


def _single_runs(text: str, block: Block, double: Sequence[Run], skip: frozenset[int]) -> Iterator[Run]:
    """Runs of four words or more in single marks, outside of double ones."""
    at = block.start
    while opening := _SINGLE.search(text, at, block.end):
        at = opening.end()
        start = opening.start()
        if start in skip or any(run.start <= start < run.end for run in double) or _ELISIONS.match(text, start):
            continue
        end = _single_end(text, at, block.end)
        if end and len(text[at : end - 1].split()) >= 4:
            yield Run(start, end)
        at = end or at


def _single_end(text: str, start: int, limit: int) -> int:
    """Where a run in single marks ends, 0 for nowhere: at a mark that can't be a plural's apostrophe, else at one that can."""
    apostrophe = 0
    following = _SINGLE.search(text, start, limit)
    stop = following.start() if following else limit
    for closing in _SINGLE_END.finditer(text, start, stop):
        if text[closing.start() - 1] in "sS" and text[closing.end() : closing.end() + 1] == " ":
            apostrophe = apostrophe or closing.end()
        else:
            return closing.end()
    return apostrophe
