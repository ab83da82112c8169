"""A quotation taken apart: its literal runs, and what its brackets say was left out, replaced or put in between them.

In: a quotation's paragraphs. Out: its parts, or the rule that its brackets break.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

from dossier import wording
from dossier.folding import DOUBLE_MARKS, LETTER, tokens

MOST_PARTS = 40

Joint = Literal["start", "next", "omission", "bracket", "paragraph", "gap"]
"""How a part joins on to the one before: directly; over `[…]`; over `[word]`, which may stand for words of the source; as
the next paragraph; over a line `[…]`."""

_BRACKET = re.compile(r"\[([^\[\]]*)\]")
_OMISSION = re.compile(r"\[(\s*(?:…|\.\s?\.\s?\.)\s*)\]")
_PRONOUN = re.compile(r"(?:no|any|every|some|each) one", re.IGNORECASE)
"""Where a bracket that holds nothing but `one` counts nothing: `No [one] in the world`."""
_NO_BRACKET = re.compile(r"(?!)")
_LETTER = re.compile(LETTER)


class Part(Struct, frozen=True):
    """A run of literal words, folded; `inserted`: the words in brackets before it.

    initial: its first letter, if that is in brackets: its case may be the editors'. ends_early, begins_late: where it is
    a new paragraph, whether `[…]` stands at the end of the one before, and at its own beginning.
    """

    words: tuple[str, ...]
    joint: Joint
    inserted: str = ""
    initial: str = ""
    ends_early: bool = False
    begins_late: bool = False

    @property
    def skips(self) -> bool:
        """Whether `[…]` stands before it."""
        return self.joint in ("omission", "gap") or self.ends_early or self.begins_late

    @property
    def is_whole_paragraph(self) -> bool:
        return self.joint == "paragraph" and not self.skips

    @property
    def is_altered(self) -> bool:
        """Whether its joint is not literal. A changed initial alters nothing."""
        return self.skips or self.joint == "bracket" or bool(self.inserted)


class Parts(Struct, frozen=True):
    """A quotation's parts in order, at least one, and the words in brackets at its very end."""

    parts: tuple[Part, ...]
    tail: str = ""


def readings(paragraphs: Sequence[str]) -> Iterator[Parts | str]:
    """The ways in which a quotation may be meant, the most literal first; or why one is none.

    Brackets may be the source's own, or all but `[…]`; marks round the whole may be only the quotation's.
    """
    bracketed = any("[" in paragraph for paragraph in paragraphs)
    for wording_ in _with_and_without_marks([paragraph.strip() for paragraph in paragraphs]):
        for bracket in (_NO_BRACKET, _OMISSION, _BRACKET) if bracketed else (_NO_BRACKET,):
            yield parse(wording_, bracket)


def _with_and_without_marks(paragraphs: list[str]) -> Iterator[list[str]]:
    yield paragraphs
    marked = paragraphs and paragraphs[0][:1] in DOUBLE_MARKS and paragraphs[-1][-1:] in DOUBLE_MARKS
    if marked and all(paragraphs):
        bare = [paragraphs[0][1:], *paragraphs[1:]]
        yield [*bare[:-1], bare[-1][:-1]]


def parse(paragraphs: Sequence[str], bracket: re.Pattern[str] = _BRACKET) -> Parts | str:
    """Take a quotation apart at what `bracket` matches (its content is group 1), or say which rule it breaks."""
    reader = _Reader()
    for paragraph in paragraphs:
        if bracket is not _NO_BRACKET and _OMISSION.fullmatch(paragraph):
            reader.skip_paragraphs()
        elif reason := reader.read(paragraph, bracket):
            return reason
    if not any(wording.has_word(word) for part in reader.parts for word in part.words):
        return "it holds no words of the source"
    if len(reader.parts) > MOST_PARTS:
        return f"it is cut into more than {MOST_PARTS} pieces"
    return Parts(tuple(reader.parts), reader.inserted)


class _Reader:
    """Collects parts while a quotation is read from left to right."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.joint: Joint = "start"
        self.inserted = ""
        self.initial = ""
        self.ends_early = self.begins_late = False

    def skip_paragraphs(self) -> None:
        self.joint = "gap" if self.parts else "start"

    def read(self, paragraph: str, bracket: re.Pattern[str]) -> str:
        """Take in one paragraph; a rule that it breaks, or nothing."""
        if self.parts and self.joint != "gap":
            self.ends_early, self.joint = self.joint == "omission", "paragraph"
        at = 0
        for match in bracket.finditer(paragraph):
            self._literal(paragraph[at : match.start()])
            at = match.end()
            before, after = paragraph[: match.start()][-1:], paragraph[at : at + 1]
            if reason := self._bracket(match, before, after):
                return reason
        self._literal(paragraph[at:])
        return ""

    def _literal(self, text: str) -> None:
        words = tuple(token.word for token in tokens(self.initial + text))
        if not words:
            return
        self.parts.append(Part(words, self.joint, self.inserted, self.initial, self.ends_early, self.begins_late))
        self.joint, self.inserted, self.initial = "next", "", ""
        self.ends_early = self.begins_late = False

    def _bracket(self, match: re.Match[str], before: str, after: str) -> str:
        content = match[1].strip()
        if _OMISSION.fullmatch(match[0]):
            if self.joint in ("next", "bracket"):
                self.joint = "omission"
            self.begins_late = self.joint == "paragraph"
        elif len(content) == 1 and content.isalpha() and after.isalpha() and not before.isalnum():
            self.initial = content
        elif _LETTER.match(before) or _LETTER.match(after):
            return f"the bracket [{content}] stands inside a word"
        elif reason := _inserted_reason(content, match.string[: match.start()]):
            return reason
        else:
            self.inserted = f"{self.inserted} {content}".strip()
            if self.joint == "next" and wording.has_word(content) and content.lower() != "sic":
                self.joint = "bracket"
        return ""


def _inserted_reason(content: str, before: str) -> str:
    if not content:
        return "a bracket is empty"
    if _PRONOUN.fullmatch(" ".join([*before.split()[-1:], content])):
        return ""
    return wording.altering(" ".join(token.word for token in tokens(content)), "inserts")
