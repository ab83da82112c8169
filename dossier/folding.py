"""Text as the quotation engine compares it: words and marks, with what typography changes folded away and nothing else.

In: what a reader sees of a source, and the ranges of its blocks. Out: tokens that can be searched as one string, each
with its place in the text, whether a quotation may be cut before it, and whose speech it stands in.
"""

import re
import unicodedata
from array import array
from collections.abc import Iterator, Sequence

from msgspec import Struct

DOUBLE_MARKS = '"“”„‟«»「」『』＂❝❞〝〞〟⹂'
SINGLE_MARKS = "'‘’‚‛‹›❛❜"
APOSTROPHES = "'‘’‛ʼ´`＇"
HYPHENS = "-‐‑"
DASHES = HYPHENS + "‒–—―−⸺⸻"

_HAN = "\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_BY_CHARACTER = _HAN + "\u3041-\u309f\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u1000-\u1049\u1780-\u17b3"
"""Scripts that set no space between words: a quotation may be cut at any character of theirs."""
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u07a6-\u07b0\u0900-\u0903\u093a-\u094f\u0951-\u0957"
    "\u0962\u0963\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a03\u0a3c-\u0a51\u0abc-\u0acd\u0b3c-\u0b57\u0bbe-\u0bcd"
    "\u0c3e-\u0c56\u0cbc-\u0cd6\u0d3e-\u0d4d\u0dca-\u0ddf\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc"
    "\u0ec8-\u0ece\u102b-\u103e\u17b4-\u17d3\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u200d\u20d0-\u20ff\ufe20-\ufe2f"
)
"""Signs that combine with the letter before them; `\\w` leaves them out."""
_LETTER = f"(?:[^\\W_{_BY_CHARACTER}]|[{_MARKS}])"
_WORD = f"{_LETTER}+(?:(?:[{APOSTROPHES}._]|(?<=\\d)[,:/](?=\\d)){_LETTER}+)*"
_TOKEN = re.compile(
    f"(?P<word>{_WORD})|(?P<character>[{_BY_CHARACTER}][{_MARKS}]*)|(?P<dots>\\.{{3,}}|…)"
    f"|(?P<dash>-{{2,3}}|[{DASHES}])|(?P<double>[{DOUBLE_MARKS}])|(?P<single>[{SINGLE_MARKS}`])|(?P<other>\\S)"
)
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe0e\ufe0f\ufeff]"
)
_LIGATURES = {chr(c): unicodedata.normalize("NFKC", chr(c)) for c in range(0xFB00, 0xFB07)}
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_FOLDED_APOSTROPHES = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))

_NUMERALS = "0-9〇零一二三四五六七八九十百千万萬億亿兆两"
_BEFORE_NUMBER = re.compile(f"(?:^|[^\\w])[{HYPHENS}−–+±~≈<>≤≥]$")
_UNIT_BEFORE = frozenset("$€£¥₩₽₹₴₺₪¢฿№")
_UNIT_AFTER = frozenset("%‰°′″+$€£¥₩₽₹₴₺₪¢฿")
_GROUP_SPACES = frozenset("\u00a0\u2007\u2009\u202f")


class Folded(Struct, frozen=True, array_like=True):
    """A text's blocks, folded for matching.

    joined: each block as ` token token … `, blocks parted by a line feed, so that a run of tokens is found by `str.find`.
    spans: array('I') of start and end of each token in the text. tight: one byte a token, 1 where no quotation may be cut
    before it. speech: array('H'), the number of the text's own speech (in double marks) that goes on after it, 0 for none.
    firsts: array('I'), the number of each block's first token.
    """

    joined: str
    spans: bytes
    tight: bytes
    speech: bytes
    firsts: bytes


class Token(Struct, frozen=True, array_like=True):
    """A word or a mark: its folded form, its range in the text, and what kind of mark it is."""

    word: str
    start: int
    end: int
    kind: str


def fold(text: str, blocks: Sequence[tuple[int, int]]) -> Folded:
    """Fold each block, a range of the text in code points; a match never runs from one block into the next unseen."""
    joined: list[str] = []
    spans, speech, firsts = array("I"), array("H"), array("I")
    tight = bytearray()
    said = _Speech()
    for start, end in blocks:
        firsts.append(len(tight))
        words: list[str] = []
        previous: Token | None = None
        said.depth = 0
        for token in tokens(text[start:end]):
            words.append(token.word)
            spans.extend((start + token.start, start + token.end))
            tight.append(previous is not None and _is_tight(text[start:end], previous, token))
            speech.append(said.after(text[start:end], token))
            previous = token
        joined.append(f" {' '.join(words)} " if words else " ")
    return Folded("\n".join(joined), spans.tobytes(), bytes(tight), speech.tobytes(), firsts.tobytes())


def tokens(text: str) -> list[Token]:
    """The words and marks of a text in order, folded, with their ranges in the text as given."""
    plain, origin = _normalise(text)
    found = []
    for match in _TOKEN.finditer(plain):
        start, end = match.span()
        kind = str(match.lastgroup)
        word = _folded(match[0], kind)
        found.append(Token(word, origin[start], origin[end], kind) if origin else Token(word, start, end, kind))
    return found


def _folded(word: str, kind: str) -> str:
    match kind:
        case "word":
            return word.translate(_FOLDED_APOSTROPHES)
        case "dash":
            return "-"
        case "dots":
            return "…"
        case "double" | "single":
            return '"'
        case _:
            return word


def _normalise(text: str) -> tuple[str, list[int]]:
    """The text composed (NFC), without invisible signs, ligatures opened; and where each of its characters comes from.

    The second is empty where nothing changed. It has one entry more than the text: the end.
    """
    if unicodedata.is_normalized("NFC", text) and not _INVISIBLE.search(text) and not _LIGATURE.search(text):
        return text, []
    out: list[str] = []
    origin: list[int] = []
    for start, cluster in _clusters(text):
        shown = unicodedata.normalize("NFC", _INVISIBLE.sub("", cluster))
        shown = "".join(_LIGATURES.get(c, c) for c in shown)
        out.append(shown)
        origin.extend([start] * len(shown))
    return "".join(out), [*origin, len(text)]


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """A base character with the signs and conjoining jamo that compose with it, each with where it starts."""
    start = 0
    for i in range(1, len(text) + 1):
        if i == len(text) or not (unicodedata.combining(text[i]) or "\u1160" <= text[i] <= "\u11ff"):
            if start < i:
                yield start, text[start:i]
            start = i


class _Speech:
    """Follows double marks, and tells for each token the number of the speech that goes on after it, 0 for none."""

    def __init__(self) -> None:
        self.number = 0
        self.depth = 0

    def after(self, text: str, token: Token) -> int:
        if token.kind == "double":
            if not self._opens(text, token):
                self.depth = max(0, self.depth - 1)
            else:
                self.number += not self.depth
                self.depth += 1
        return self.number % 65_536 if self.depth else 0

    def _opens(self, text: str, token: Token) -> bool:
        mark = text[token.start]
        if mark in "„‟「『〝❝⹂":
            return True
        if mark in "」』〞〟❞":
            return False
        before = text[token.start - 1 : token.start]
        after = text[token.end : token.end + 1]
        if mark in "“«":
            return not (self.depth and before and not before.isspace() and (not after or not after.isalnum()))
        if mark in "”»":
            return not self.depth and (not before or before.isspace()) and after.isalnum()
        return not self.depth or (
            (not before or before.isspace() or before in "([{—–") and not (not after or after.isspace())
        )


def _is_tight(text: str, before: Token, after: Token) -> bool:
    """Whether the two tokens are one thing, so that no quotation may begin or end between them.

    A number with its sign, currency and %, digits in groups, a compound with a hyphen, numerals that make one number.
    """
    gap = text[before.end : after.start]
    if gap:
        grouped = before.word[-1].isdecimal() and after.word[0].isdecimal()
        return grouped and (
            after.word == "000" or (gap in _GROUP_SPACES and re.match(r"\d{3}(?!\d)", after.word) is not None)
        )
    first, second = before.word[-1], after.word[0]
    if first.isdecimal() and (second in _UNIT_AFTER or re.match(f"[{_NUMERALS}]", second)):
        return True
    if second.isdecimal() and (first in _UNIT_BEFORE or re.match(f"[{_NUMERALS}]", first)):
        return True
    if re.match(f"[{_NUMERALS}]", first) and re.match(f"[{_NUMERALS}]", second) and not first.isascii():
        return True
    if (first in _UNIT_BEFORE and second.isalnum()) or (second in _UNIT_AFTER - {"+"} and first.isalnum()):
        return True
    if second.isdecimal() and _BEFORE_NUMBER.search(text[max(0, before.end - 2) : before.end]):
        return True
    return _is_compound(text, before, after)


def _is_compound(text: str, before: Token, after: Token) -> bool:
    """Whether a hyphen, `&` or `@` stands between two words without space, or any dash between two digits."""
    joiner = before if before.kind in ("dash", "other") else after
    left, right = text[joiner.start - 1 : joiner.start], text[joiner.end : joiner.end + 1]
    if not (left.isalnum() and right.isalnum()):
        return False
    sign = text[joiner.start : joiner.end]
    return sign in HYPHENS or sign in "&@" or (joiner.kind == "dash" and left.isdecimal() and right.isdecimal())
