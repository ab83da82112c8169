"""The quotation engine: do these words stand in that text, and where exactly?

In: a folded source and a quotation's paragraphs. Out: the passage, with whatever was skipped, replaced or inserted; or a
miss. A quotation that does not stand in its source must never pass; one that does should pass in any typography.
"""

from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from dossier import wording
from dossier.folding import Folded, count_words, plain
from dossier.occurrences import OpenText, Run
from dossier.parts import Part, Parts, readings

LITERAL_WORDS = 3
REPLACED_WORDS = 3
_MOST_REPLACED_TOKENS = 40
_STOPS = (".", ",", "。", "，", "、", "،", "۔", "।")


class Change(Struct, frozen=True):
    """Where a quotation is not literal. start, end: the range of the source's text; now: what stands in its place."""

    kind: Literal["omitted", "replaced", "inserted", "initial"]
    start: int
    end: int
    now: str = ""


class Passage(Struct, frozen=True):
    """Where a quotation stands. start, end: its range in the source's text; block: the number of its first block, from 0.

    direct: the source itself sets all of the words in marks. negation: one that `[…]` skips. bound: a hedge, negation or
    bound (`around`, `or more`) of the source that the quotation leaves out where it is cut.
    """

    start: int
    end: int
    block: int
    changes: tuple[Change, ...] = ()
    direct: bool = False
    negation: str = ""
    bound: str = ""


class Miss(Struct, frozen=True):
    """The words do not stand there. reason: what rule of brackets and omissions they break, if that is why."""

    reason: str = ""


class _Path(Struct, frozen=True):
    """A run, and the path of the runs before it that it joins on to. start: the first token of all."""

    run: Run
    before: "_Path | None"
    start: int

    def runs(self) -> list[Run]:
        found, path = [self.run], self.before
        while path:
            found.append(path.run)
            path = path.before
        return found[::-1]


def find(folded: Folded, paragraphs: Sequence[str], paragraph: int | None = None) -> Passage | Miss:
    """The passage that a quotation's paragraphs quote; `paragraph`, from 1, decides where it stands more than once.

    Several paragraphs must be consecutive blocks of the source; one that is only `[…]` skips whole blocks. A last comma or
    full stop may be the quoting sentence's own. Marks around the whole count only if the source has them.
    """
    text = OpenText(folded)
    reason = ""
    for reading in readings(paragraphs):
        found = Miss(reading) if isinstance(reading, str) else _search(text, reading, paragraph)
        if isinstance(found, Passage):
            return found
        reason = reason or found.reason
    return Miss(reason)


def _search(text: OpenText, reading: Parts, paragraph: int | None) -> Passage | Miss:
    """Find the parts joined as they should be, with a last comma or full stop where custom may put it."""
    reason = ""
    for parts, tail in _endings(reading):
        paths, broken = _paths(text, parts)
        reason = reason or broken
        paths.sort(key=lambda path: (path.start, path.run.end))
        named = [path for path in paths if paragraph is not None and text.block(path.start) == paragraph - 1]
        for path in [*named, *paths]:
            runs = path.runs()
            if _is_literal_enough(text, parts, tail, runs):
                return _passage(text, parts, tail, runs)
            reason = reason or f"a quotation with brackets needs {LITERAL_WORDS} words of the source in a row"
    return Miss(reason)


def _endings(reading: Parts) -> Iterator[tuple[tuple[Part, ...], str]]:
    """Parts and tail as they are; without the comma or full stop at the end; with one inside the last marks.

    The stop may be the quoting sentence's, and on which side of a mark it stands is the custom of a country.
    """
    parts, tail = reading.parts, reading.tail
    yield parts, tail
    *others, last = parts
    core = list(last.words)
    while core and (core[-1] == '"' or core[-1] in _STOPS):
        core.pop()
    marks = tuple(word for word in last.words[len(core) :] if word == '"')
    if tail or len(last.words) - len(core) - len(marks) > 1:
        return
    if core:
        yield (*others, replace(last, words=(*core, *marks))), tail
    elif others and not marks:
        yield tuple(others), last.inserted
    for stop in _STOPS if core and marks else ():
        yield (*others, replace(last, words=(*core, stop, *marks))), tail


# --- where the parts stand


def _paths(text: OpenText, parts: tuple[Part, ...]) -> tuple[list[_Path], str]:
    """The ways to lay the parts on the text, for each end the shortest; and the rule of brackets that others break."""
    runs_of: list[list[Run]] = []
    for part in parts:
        runs_of.append(_occurrences(text, part))
        if not runs_of[-1]:
            return [], ""
    paths = [_Path(run, None, run.first) for run in runs_of[0]]
    reason = ""
    for part, runs in zip(parts[1:], runs_of[1:], strict=True):
        paths, broken = _grown(text, paths, part, runs)
        reason = reason or broken
    return paths, reason


def _occurrences(text: OpenText, part: Part) -> list[Run]:
    """Where a part stands. The case of an initial in brackets is the editors', so that both may stand."""
    if not part.initial:
        return text.occurrences(part.words)
    first, *rest = part.words
    found = (
        run for case in {first[0].lower(), first[0].upper()} for run in text.occurrences((case + first[1:], *rest))
    )
    return sorted(found, key=lambda run: run.first)


def _grown(text: OpenText, paths: list[_Path], part: Part, runs: list[Run]) -> tuple[list[_Path], str]:
    """Each run with the nearest path that it joins on to: one sweep over both, which are in order."""
    grown: list[_Path] = []
    reason = ""
    in_speech: dict[int, _Path] = {}
    latest: _Path | None = None
    at = 0
    for run in runs:
        skips = part.joint in ("omission", "gap") and not text.begins_block(run.first)
        while at < len(paths) and paths[at].run.end <= run.first - skips:
            latest = in_speech[text.speech[paths[at].run.end - 1]] = paths[at]
            at += 1
        path = latest if part.is_whole_paragraph else in_speech.get(text.speech_before(run.first))
        if path and _joins(text, part, path.run, run):
            broken = _broken_by_replacing(text, path.run, run) if part.joint == "bracket" else ""
            reason = reason or broken
            grown += [] if broken else [_Path(run, path, path.start)]
        elif latest and _joins(text, part, latest.run, run):
            reason = reason or "what it leaves out crosses the source's own marks of speech"
    return grown, reason


def _joins(text: OpenText, part: Part, before: Run, run: Run) -> bool:
    """Whether a run stands where its part should, after the run before it."""
    next_block = text.next_block(before.end - 1)
    match part.joint:
        case "next":
            return run.first == before.end < next_block
        case "bracket":
            return run.first < next_block and _is_replaceable(text, before, run)
        case "paragraph":
            whole = (part.ends_early or before.end == next_block) and (part.begins_late or run.first == next_block)
            return whole and next_block <= run.first < text.next_block(next_block)
        case "omission":
            return run.first < text.next_block(next_block)
        case _:
            return True


def _is_replaceable(text: OpenText, before: Run, run: Run) -> bool:
    if run.first == before.end:
        return True
    if run.first - before.end > _MOST_REPLACED_TOKENS:
        return False
    return 0 < count_words(text.words(before.to, run.at)) <= REPLACED_WORDS


def _broken_by_replacing(text: OpenText, before: Run, run: Run) -> str:
    return wording.altering(plain(text.joined[before.to : run.at]), "replaces", text.before(before.to))


def _is_literal_enough(text: OpenText, parts: Sequence[Part], tail: str, runs: Sequence[Run]) -> bool:
    if not tail and not any(part.is_altered for part in parts):
        return True
    row, end = 0.0, 0
    for run in runs:
        row = count_words(text.words(run.at, run.to)) + (row if run.first == end else 0)
        end = run.end
        if row >= LITERAL_WORDS:
            return True
    return False


# --- what is to be said of where they stand


def _passage(text: OpenText, parts: Sequence[Part], tail: str, runs: Sequence[Run]) -> Passage:
    end = text.end(runs[-1].end)
    changes = [
        change for i, part in enumerate(parts) for change in _changes(text, part, runs[i], runs[i - 1] if i else None)
    ]
    if tail:
        changes.append(Change("inserted", end, end, now=tail))
    skipped = [text.joined[runs[i - 1].to : runs[i].at] for i, part in enumerate(parts) if i and part.skips]
    return Passage(
        start=text.start(runs[0].first),
        end=end,
        block=text.block(runs[0].first),
        changes=tuple(changes),
        direct=all(text.is_direct(run) for run in runs),
        negation=next((found for words in skipped if (found := _negation(words))), ""),
        bound=_bound(text, runs),
    )


def _changes(text: OpenText, part: Part, run: Run, before: Run | None) -> Iterator[Change]:
    start = text.start(run.first)
    after = text.end(before.end) if before else start
    if before and part.skips:
        yield Change("omitted", after, start, now=part.inserted)
    elif before and part.joint == "bracket" and run.first > before.end:
        yield Change("replaced", after, start, now=part.inserted)
    elif part.inserted:
        yield Change("inserted", after if part.joint in ("next", "bracket") else start, start, now=part.inserted)
    if part.initial and text.joined[run.at + 1] != part.initial:
        yield Change("initial", start, start + 1, now=part.initial)


def _negation(skipped: str) -> str:
    """The first negation in what `[…]` skips; not in paragraphs that a line `[…]` skips whole."""
    pieces = skipped.split("\n")
    return next(
        (found for piece in {0: pieces[0], 1: pieces[-1]}.values() if (found := wording.negation(plain(piece)))), ""
    )


def _bound(text: OpenText, runs: Sequence[Run]) -> str:
    """What is left out beside each cut: before the first word, after the last, and on both sides of what is skipped."""
    for i, run in enumerate(runs):
        begins, ends = text.after(run.at), text.before(run.to, run.at)
        since, until = runs[i - 1].to if i else 0, runs[i + 1].at if i + 1 < len(runs) else None
        found = wording.bound_before(text.before(run.at, since), begins) or wording.bound_after(
            ends, text.after(run.to, until)
        )
        if found:
            return found
    return ""
