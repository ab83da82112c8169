"""The quotation engine: do these words stand in that text, and where exactly?

In: a folded source and a quotation's paragraphs. Out: the passage, with whatever was skipped, replaced or inserted; or a
miss. A quotation that does not stand in its source must never pass; one that does should pass in any typography.
"""

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from dossier import wording
from dossier.folding import DOUBLE_MARKS, Folded, tokens

MOST_OCCURRENCES = 200
MOST_PARTS = 40
LITERAL_WORDS = 3
REPLACED_WORDS = 3

_BRACKET = re.compile(r"\[([^\[\]]*)\]")
_OMISSION = re.compile(r"\s*(?:…|\.\s?\.\s?\.)\s*")
_HANGUL = re.compile("[\uac00-\ud7a3\u1100-\u11ff]")
_HANGUL_NUMERAL = re.compile("[\\d일이삼사오육칠팔구십백천만억조]$")
_HANGUL_UNIT = re.compile("[십백천만억조]")

Joint = Literal["start", "omission", "bracket", "paragraph", "gap"]


class Change(Struct, frozen=True):
    """Where a quotation is not literal. start, end: the range of the source's text; now: what stands in its place."""

    kind: Literal["omitted", "replaced", "inserted", "initial"]
    start: int
    end: int
    now: str = ""


class Passage(Struct, frozen=True):
    """Where a quotation stands. start, end: its range in the source's text; block: the number of its first block, from 0.

    direct: the source itself sets all of the words in marks. negation: one that `[…]` skips. bound: a hedge, negation or
    bound (`around`, `or more`) of the source that the quotation leaves out at its edge.
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


class Part(Struct, frozen=True):
    """A run of literal words and how it joins on to the run before it; `inserted` is a bracket's text at that joint."""

    words: tuple[str, ...]
    joint: Joint
    inserted: str = ""
    initial: str = ""


class _Run(Struct, frozen=True):
    """An occurrence of a part: its tokens [first, end), and where they begin and end in `joined`."""

    first: int
    end: int
    at: int
    to: int


class _Path(Struct, frozen=True):
    """Occurrences of the parts so far, that join as the quotation says."""

    runs: tuple[_Run, ...]
    changes: tuple[Change, ...] = ()
    negation: str = ""
    reason: str = ""


def find(folded: Folded, paragraphs: Sequence[str], paragraph: int | None = None) -> Passage | Miss:
    """The passage that a quotation's paragraphs quote; `paragraph`, from 1, decides where it stands more than once.

    Several paragraphs must be consecutive blocks of the source; one that is only `[…]` skips whole blocks. A last comma or
    full stop may be the quoting sentence's own. Marks around the whole count only if the source has them.
    """
    text = _Text(folded)
    first_miss: Miss | None = None
    for parts in _readings(paragraphs):
        found = _search(text, parts, paragraph) if not isinstance(parts, Miss) else parts
        if isinstance(found, Passage):
            return found
        if first_miss is None or (found.reason and not first_miss.reason):
            first_miss = found
    return first_miss or Miss()


def _readings(paragraphs: Sequence[str]) -> Iterator[tuple[Part, ...] | Miss]:
    """How a quotation may be meant: its brackets the source's own, or the editors'; with the marks around it, or without."""
    for wording_ in _wordings(paragraphs):
        if len(wording_) == 1 and "[" in wording_[0] and (words := tuple(t.word for t in tokens(wording_[0]))):
            yield (Part(words, "start"),)
        yield parse(wording_)


def _wordings(paragraphs: Sequence[str]) -> Iterator[Sequence[str]]:
    yield paragraphs
    whole = "\n".join(paragraphs).strip()
    if len(whole) > 2 and whole[0] in DOUBLE_MARKS and whole[-1] in DOUBLE_MARKS:
        yield whole[1:-1].split("\n")


def parse(paragraphs: Sequence[str]) -> tuple[Part, ...] | Miss:
    """Take a quotation apart into its literal runs and the joints between them."""
    parts: list[Part] = []
    joint: Joint = "start"
    for paragraph in paragraphs:
        if _OMISSION.fullmatch(paragraph.strip().removeprefix("[").removesuffix("]")) and paragraph.strip().startswith(
            "["
        ):
            joint = "gap" if parts else "start"
            continue
        found = _parse_paragraph(paragraph, joint)
        if isinstance(found, Miss):
            return found
        parts.extend(found)
        joint = "paragraph"
    if not any(part.words for part in parts):
        return Miss("it holds no words of the source")
    return tuple(parts) if len(parts) <= MOST_PARTS else Miss("it has too many omissions")


def _parse_paragraph(paragraph: str, joint: Joint) -> list[Part] | Miss:
    parts: list[Part] = []
    at, inserted, initial = 0, "", ""
    for bracket in [*_BRACKET.finditer(paragraph), None]:
        words = tuple(t.word for t in tokens(initial + paragraph[at : bracket.start() if bracket else None]))
        if words:
            parts.append(Part(words, joint, inserted, initial))
            joint, inserted = "start", ""
        initial = ""
        if bracket is None:
            break
        at = bracket.end()
        before, after = paragraph[: bracket.start()][-1:], paragraph[at : at + 1]
        content = bracket[1].strip()
        if _OMISSION.fullmatch(content):
            joint = "omission" if parts or joint != "start" else "start"
        elif len(content) == 1 and content.isalpha() and after.isalpha() and not before.isalnum():
            initial, joint = content, joint
        elif _inside_a_word(before, after):
            return Miss(f"the bracket [{content}] stands inside a word")
        else:
            inserted = f"{inserted} {content}".strip()
            joint = "bracket" if joint == "start" and parts else joint
    if inserted:
        parts.append(Part((), "bracket", inserted))
    return parts


def _inside_a_word(before: str, after: str) -> bool:
    return any(c.isalnum() and c < "\u1100" for c in (before, after))


class _Text:
    """A folded text with its arrays opened."""

    def __init__(self, folded: Folded) -> None:
        self.joined = folded.joined
        self.tight = folded.tight
        self.spans = array("I", folded.spans)
        self.speech = array("H", folded.speech)
        self.firsts = array("I", folded.firsts)

    def block(self, token: int) -> int:
        return bisect_right(self.firsts, token) - 1

    def begins_block(self, token: int) -> bool:
        return token in (len(self.tight), self.firsts[self.block(token)])

    def speech_before(self, token: int) -> int:
        return 0 if token == 0 or self.begins_block(token) else self.speech[token - 1]

    def cuts(self, token: int) -> bool:
        """Whether a quotation may begin or end before this token."""
        return token >= len(self.tight) or not self.tight[token]

    def occurrences(self, part: Part, last: bool) -> list[_Run]:
        """Where a part's words stand, at word boundaries; at the end a word of Hangul may go on with a particle."""
        found: list[_Run] = []
        for words in _variants(part):
            open_end = last and _HANGUL.match(words[-1][-1]) is not None
            needle = f" {' '.join(words)}" + ("" if open_end else " ")
            at = self.joined.find(needle)
            while at >= 0 and len(found) < MOST_OCCURRENCES:
                if run := self._run(at, needle, len(words), open_end):
                    found.append(run)
                at = self.joined.find(needle, at + 1)
        return sorted(found, key=lambda run: run.first)

    def _run(self, at: int, needle: str, count: int, open_end: bool) -> _Run | None:
        block_start = self.joined.rfind("\n", 0, at) + 1
        first = self.firsts[self.joined.count("\n", 0, at)] + self.joined.count(" ", block_start, at)
        to = at + len(needle) - (not open_end)
        if open_end and not _may_end_in(self.joined, to):
            return None
        if not self.cuts(first) or (self.joined[to] == " " and not self.cuts(first + count)):
            return None
        return _Run(first, first + count, at, to)


def _variants(part: Part) -> list[tuple[str, ...]]:
    """A part's words, and with the other case of a bracketed initial. The case written is the editors', so both may stand."""
    if not part.initial:
        return [part.words]
    first = part.words[0]
    return list(dict.fromkeys((c + first[1:], *part.words[1:]) for c in (first[0].lower(), first[0].upper())))


def _may_end_in(joined: str, to: int) -> bool:
    """Whether a quotation may end at this place of `joined`: at a word's end, or before a Hangul particle, not in a number."""
    rest = joined[to]
    if rest == " ":
        return True
    split_number = _HANGUL_NUMERAL.search(joined[to - 1]) and _HANGUL_UNIT.match(rest)
    return _HANGUL.match(rest) is not None and not split_number


def _search(text: _Text, parts: tuple[Part, ...], paragraph: int | None) -> Passage | Miss:
    """Find the parts joined as they should be; without a last comma or full stop if they are nowhere with it."""
    reason = ""
    for wording_ in _endings(parts):
        if paths := _paths(text, wording_, strict=True):
            return _passage(text, wording_, _choose(text, paths, paragraph))
        broken = _paths(text, wording_, strict=False)
        reason = reason or (broken[0].reason if broken else "")
    return Miss(reason)


def _endings(parts: tuple[Part, ...]) -> Iterator[tuple[Part, ...]]:
    """The quotation, and without a comma or full stop that the quoting sentence has set inside its (innermost) marks."""
    yield parts
    words = parts[-1].words
    marks = len(words) - next((i for i in range(len(words), 0, -1) if words[i - 1] != '"'), 0)
    stop = len(words) - marks - 1
    if stop > 0 and words[stop] in (".", ","):
        yield (*parts[:-1], replace(parts[-1], words=words[:stop] + words[stop + 1 :]))


def _paths(text: _Text, parts: tuple[Part, ...], strict: bool) -> list[_Path]:
    """All ways to lay the parts on the text, the tightest for each end; with `strict` none that breaks a rule."""
    edge = _edge_reason(parts) or _literal_reason(parts)
    if edge and strict:
        return []
    runs_of = [p for p in parts if p.words]
    paths: list[_Path] = []
    for i, part in enumerate(runs_of):
        runs = text.occurrences(part, last=i == len(runs_of) - 1)
        if i == 0:
            paths = [_Path((run,), _initial(text, part, run), reason=edge) for run in runs]
        else:
            paths = _joined(text, paths, part, runs, strict)
        if not paths:
            return []
    return paths


def _joined(text: _Text, paths: list[_Path], part: Part, runs: list[_Run], strict: bool) -> list[_Path]:
    tightest: dict[int, _Path] = {}
    for run in runs:
        for path in reversed(paths):
            grown = _grow(text, path, part, run)
            if grown and not (strict and grown.reason):
                tightest[run.end] = grown
                break
    return list(tightest.values())


def _grow(text: _Text, path: _Path, part: Part, run: _Run) -> _Path | None:
    """The path with one more run, or None where the run does not join on; `reason` says which rule the joint breaks."""
    before = path.runs[-1]
    if run.first < before.end or (path.reason and not part.words):
        return None
    blocks = text.block(run.first) - text.block(before.end - 1)
    skipped = text.joined[before.to : run.at].replace("\n", " ").strip()
    joins = {
        "omission": blocks <= 1 and bool(skipped),
        "bracket": blocks == 0 and sum(w[0].isalnum() for w in skipped.split()) <= REPLACED_WORDS,
        "paragraph": blocks == 1 and text.begins_block(before.end) and text.begins_block(run.first),
        "gap": bool(skipped) or blocks > 0,
        "start": False,
    }
    if not joins[part.joint]:
        return None
    reason = path.reason or _joint_reason(text, part, before, run, skipped)
    negation = path.negation or (wording.negation(skipped) if part.joint in ("omission", "gap") else "")
    changes = (*path.changes, *_changes(text, part, before, run, skipped), *_initial(text, part, run))
    return _Path((*path.runs, run), changes, negation, reason)


def _joint_reason(text: _Text, part: Part, before: _Run, run: _Run, skipped: str) -> str:
    if part.joint != "paragraph" and text.speech_before(before.end) != text.speech_before(run.first):
        return "what it leaves out crosses the source's own marks of speech"
    if part.joint != "bracket":
        return ""
    return _sense_reason(skipped, "replaces")


def _edge_reason(parts: tuple[Part, ...]) -> str:
    return next((r for p in parts if (r := _sense_reason(" ".join(t.word for t in tokens(p.inserted)), "inserts"))), "")


def _sense_reason(words: str, does: str) -> str:
    if found := wording.number(words):
        return f"what it {does} in brackets holds a number ({found})"
    if found := wording.negation(words):
        return f"what it {does} in brackets holds a negation ({found})"
    return ""


def _literal_reason(parts: tuple[Part, ...]) -> str:
    altered = any(p.joint in ("omission", "bracket", "gap") or p.inserted for p in parts)
    longest = max(sum(w[0].isalnum() for w in p.words) for p in parts)
    return (
        f"an altered quotation needs {LITERAL_WORDS} literal words in a row"
        if altered and longest < LITERAL_WORDS
        else ""
    )


def _changes(text: _Text, part: Part, before: _Run, run: _Run, skipped: str) -> Iterator[Change]:
    gap = (text.spans[2 * before.end - 1], text.spans[2 * run.first])
    if part.joint in ("omission", "gap"):
        yield Change("omitted", *gap, now=part.inserted)
    elif part.joint == "bracket":
        yield Change("replaced" if skipped else "inserted", *gap, now=part.inserted)
    elif part.inserted:
        yield Change("inserted", gap[1], gap[1], now=part.inserted)


def _initial(text: _Text, part: Part, run: _Run) -> tuple[Change, ...]:
    start = text.spans[2 * run.first]
    opening = (
        () if part.joint != "start" or not part.inserted else (Change("inserted", start, start, now=part.inserted),)
    )
    if not part.initial or text.joined[run.at + 1] == part.initial:
        return opening
    return (*opening, Change("initial", start, start + 1, now=part.initial))


def _choose(text: _Text, paths: list[_Path], paragraph: int | None) -> _Path:
    ordered = sorted(paths, key=lambda path: (path.runs[0].first, path.runs[-1].end))
    named = [path for path in ordered if paragraph is not None and text.block(path.runs[0].first) == paragraph - 1]
    return (named or ordered)[0]


def _passage(text: _Text, parts: tuple[Part, ...], path: _Path) -> Passage:
    first, last = path.runs[0], path.runs[-1]
    end = text.spans[2 * last.end - 1]
    if text.joined[last.to] != " ":
        end -= text.joined.index(" ", last.to) - last.to
    changes = path.changes
    if parts[-1].inserted and not parts[-1].words:
        changes = (*changes, Change("inserted", end, end, now=parts[-1].inserted))
    block_start = text.joined.rfind("\n", 0, first.at) + 1
    before = text.joined[max(block_start, first.at - 40) : first.at]
    quoted = text.joined[first.at : last.to]
    after = text.joined[last.to : last.to + 40].split("\n")[0]
    return Passage(
        start=text.spans[2 * first.first],
        end=end,
        block=text.block(first.first),
        changes=changes,
        direct=all(_is_direct(text, run) for run in path.runs),
        negation=path.negation,
        bound=wording.bound_before(before, quoted) or wording.bound_after(quoted, after),
    )


def _is_direct(text: _Text, run: _Run) -> bool:
    """Whether all words of a run stand inside the source's own marks of speech."""
    words = text.joined[run.at : run.to].split()
    return all(text.speech[run.first + i] for i, word in enumerate(words) if word[0].isalnum())
