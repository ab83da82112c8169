"""Text as the quotation engine compares it: words and marks, with what typography changes folded away and nothing else.

In: what a reader sees of a source, and the ranges of its blocks. Out: tokens that can be searched as one string, each
with its place in the text, whether a quotation may be cut before it, and whose speech it stands in.
"""

import re
import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from msgspec import Struct

from dossier.composing import COMBINING, Composed, compose
from dossier.speech import Speech

DOUBLE_MARKS = '"“”„‟«»「」『』＂❝❞〝〞〟⹂״'
SINGLE_MARKS = "'‘’‚‛‹›❛❜`´ʼ＇՚׳"
_HYPHENS = "-‐‑‒–−־﹣－"
"""Dashes that may join two words to one: unspaced, an en dash does so; an em dash parts sentences."""
_DASHES = _HYPHENS + "—―⸺⸻﹘"
JOINER = "\u2060"
"""Begins a token that goes on a word of Hangul, ends a sign before a number: where a space there is no typography."""

_BY_CHARACTER = (
    "\u3005-\u3007\u3041-\u309f\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u1000-\u1049\u1780-\u17b3"
)
"""Scripts that set no space between words: a quotation may be cut at any character of theirs."""
_HANGUL = "\u1100-\u11ff\u3131-\u318e\ua960-\ua97c\uac00-\ud7a3\ud7b0-\ud7fb"
"""Syllables: a quotation begins where a word does, but may end after any, since particles are attached."""
_SPACE = "\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""Unicode's White_Space. `\\s` would take control characters too, which nobody sees as a space."""

_CURRENCY = "$€£¥₩₽₹₴₺₪¢฿₫₦₱＄￥￦№"
_UNIT = "%٪％‰‱°′″"
_AMOUNT = f"[-−+]?[{_CURRENCY}]?\\.?\\d"
LETTER = f"[^\\W_{_BY_CHARACTER}{_HANGUL}]"
"""A letter or digit of a script that cuts no words."""
_LETTERS = f"{LETTER}++(?:[{COMBINING}]++{LETTER}*+)*+"
_ELIDED = "(?<!\\b[ldjmtsc]')(?<!\\b[Qq]u')(?<!\\b[LDJMTSC]'(?=[a-zà-ÿœ]))(?<!\\b[dn]ell')(?<!\\ball')"
"""French and Italian put a short word before the next without space; that one may begin a quotation. Not so `n'`."""
_INNER_STOP = f"\\.(?:(?=[a-z])|(?<=\\b\\w.)|(?<=[{_BY_CHARACTER}]\\w.)|(?<=\\d.)(?=\\d))"
"""Of an address, an abbreviation of single letters, a number; not of a sentence whose next is set without space."""
_INNER = f"(?=['._,:/٫٬])(?:'{_ELIDED}|{_INNER_STOP}|_|[,:/٫٬](?<=\\d.)(?=\\d))"
_ELLIPSIS = f"\\.(?:[{_SPACE}]?\\.){{2}}"
_ANY_TOKEN = (
    f"{_LETTERS}(?:{_INNER}{_LETTERS})*+|[{_BY_CHARACTER}{_HANGUL}][{COMBINING}]*+"
    f'|{_ELLIPSIS}|-{{1,3}}|"{JOINER}|[^{_SPACE}]'
)
_TOKEN = re.compile(f"((?! )(?:[A-Za-z0-9]++(?= )|{_ANY_TOKEN}))")
"""A plain word before a blank is the same for both of its ways; most words are, and the first is much quicker."""
_SOME_ELLIPSIS = re.compile(_ELLIPSIS)
_PLAIN_MARKS = dict.fromkeys(DOUBLE_MARKS, '"') | dict.fromkeys(SINGLE_MARKS, "'") | dict.fromkeys(_DASHES, "-")
_TYPOGRAPHIC = DOUBLE_MARKS.replace('"', "") + SINGLE_MARKS + _DASHES.replace("-", "")
_TYPOGRAPHIC_MARK = re.compile(f"[{_TYPOGRAPHIC}](?:(?<=')'|(?<=`)`|(?<=’)’|(?<=‘)‘)?")
_PLAIN_MARKS |= dict.fromkeys(("''", "``", "’’", "‘‘"), f'"{JOINER}')
_FOLDED_MARKS = {"'": '"', f'"{JOINER}': '"', "--": "-", "---": "-"}
_CHARACTER = re.compile(f"[{_BY_CHARACTER}]")
_SYLLABLE = re.compile(f"[{_HANGUL}]")
_GOES_ON = re.compile(f"(?<=[^\\W_{_BY_CHARACTER}])[{_HANGUL}]|(?<=[{_HANGUL}])[^\\W_{_BY_CHARACTER}]")
_SIGN = re.compile(f"[-‐‑–−.](?<![\\w.)%].)(?={_AMOUNT})")
_CLOSED_UP = re.compile(f" {JOINER}|{JOINER} |(?<=[{_BY_CHARACTER}{COMBINING}]) (?=[{_BY_CHARACTER}])")

# --- one thing that no quotation may be cut in: a number with all that belongs to it, a compound

_NUMERAL = "〇零一二三四五六七八九十百千万萬億亿兆两兩半"
_POWER = "百千万萬億亿兆"
_ONES, _TENS = "일이삼사오육칠팔구", "십백천만억조"

_JOINING = f"{_HYPHENS}&@~～〜—―×*^=/+·∶⁄"
_JOINS = re.compile(
    f"[{_JOINING}](?:"
    f"(?<=[\\w{COMBINING}{_UNIT}{_CURRENCY}][{_HYPHENS}&@~～〜])(?=[{_CURRENCY}]?\\w)"  # self-reliant, $5–$10, 3만~4만
    f"|(?<=[\\d{_UNIT}].)-{{0,2}}(?={_AMOUNT}))"  # 14,000—15,000, 5×10
)
"""Between two words or numbers: no cut before it nor after."""
_LEADING = f"\\-‐‑–−+.~≈<>≤≥±=≒～〜°{_CURRENCY}"
_LEADS = re.compile(
    f"[{_LEADING}](?:"
    f"(?<![\\w.)%].)(?<=[-‐‑–−+.])(?={_AMOUNT})"  # −5, .5
    f"|(?<=[~≈<>≤≥±=≒～〜])\\s?(?={_AMOUNT})|(?<=[{_CURRENCY}])(?:|(?<!\\d.)\\s)(?={_AMOUNT})"  # ~14,000, $40, € 5
    f"|(?<=°)(?=[A-Za-z]))"
)
"""Leads a number: no cut after it."""
_TRAILING = f"{_CURRENCY}{_UNIT}+않없못아"
_TRAILS = re.compile(
    f"[{_TRAILING}](?:"
    f"(?<=\\w[{_CURRENCY}{_UNIT}+])|(?<=\\d\\s[{_UNIT}])|(?<=\\d\\s[{_CURRENCY}])(?!\\d)"  # 40%, 40 €
    f"|(?<=[{_HANGUL}][않없못])|(?<=[{_HANGUL}]아)(?=[니닌]))"  # 책임이없다
)
"""Belongs to the number before it, or negates the word of Hangul that it goes on: no cut before it."""
_NUMBERS = f"{_NUMERAL}之点點여{_ONES}{_TENS}"
_NUMBER_GOES_ON = re.compile(
    f"[\\d{_NUMBERS}](?:"
    f"(?<=\\d)(?<!\\d\\d\\d\\d)\\s(?=\\d\\d\\d(?!\\d)|[¼-¾⅐-⅞]|\\d\\d?[/⁄]\\d)"  # 14 000, 3 ½
    f"|(?<=\\d)\\s?(?=[{_POWER}])|(?<=[\\d{_NUMERAL}])(?=[{_NUMERAL}点點])|(?<=[{_NUMERAL}之点點])(?=[\\d{_NUMERAL}])"
    f"|(?<=\\d)(?=[{_HANGUL}])"
    f"|(?<=[\\d{_ONES}{_TENS}][{_TENS}])\\s?(?=\\d)|(?<=[{_TENS}여])(?=여?[{_TENS}])"  # 1만 4천, 3천만
    f"|(?<![{_HANGUL}].)(?<=[{_ONES}])(?=[{_TENS}])|(?<=[{_TENS}][{_ONES}])(?=[{_TENS}])"  # 삼천오백
    f"|(?<=십)(?=[{_ONES}])|(?<=[{_TENS}])(?=[{_ONES}][{_TENS}])"
    f"|(?<=[{_ONES}{_TENS}][{_TENS}])\\s(?=[{_ONES}]?[{_TENS}][명여원개톤]))"
)
"""A number goes on: no cut at its end."""
_MAY_BIND_SIGNS = f"{_JOINING}{_LEADING}{_TRAILING}{_NUMBERS}"
_MAY_BIND, _MAY_BIND_IN_ASCII = (
    re.compile(
        f"[{signs}](?:(?<![{_DASHES}.\\d{_NUMBERS}])|(?<=[{_DASHES}])(?!\\s)|(?<=\\.)(?={_AMOUNT})"
        f"|(?<=\\d)(?=[\\s{_NUMERAL}点點{_HANGUL}])|(?<=[{_NUMBERS}])(?=[\\s\\d{_NUMBERS}]))"
    )
    for signs in (f"{_MAY_BIND_SIGNS}\\d", "".join(filter(str.isascii, _MAY_BIND_SIGNS)) + "0-9")
)
"""Where one of these or _SIGN can match at all, found in one search: a text has few such places.

The second, much quicker, is for a text that with plain marks is ASCII.
"""


class Folded(Struct, frozen=True, array_like=True):
    """A text's blocks, folded for matching.

    joined: each block as ` token token … `, blocks parted by a line feed, so that a run of tokens is found by `str.find`.
    spans: array('I') of start and end of each token in the text. tight: one byte a token, 1 where no quotation may be cut
    before it. speech: array('H'), the number of the text's own speech that goes on after it, see `speech.Speech`.
    firsts: array('I'), the number of each block's first token.
    """

    joined: str
    spans: bytes
    tight: bytes
    speech: bytes
    firsts: bytes


class Token(Struct, frozen=True, array_like=True):
    """A word or a mark: its folded form, and its range in the text."""

    word: str
    start: int
    end: int


def fold(text: str, blocks: Sequence[tuple[int, int]]) -> Folded:
    """Fold each block, a range of the text in code points; a match never runs from one block into the next unseen."""
    joined: list[str] = []
    spans, firsts = array("I"), array("I")
    tight = bytearray()
    speech = Speech()
    for start, end in blocks:
        firsts.append(len(tight))
        scanned = _scan(text[start:end], start)
        words, edges = scanned.words, scanned.edges
        joined.append(f" {' '.join(words)} " if words else " ")
        tight.extend(map(scanned.uncut.__contains__, edges[::2]) if scanned.uncut else bytes(len(words)))
        marks = [i for i, word in enumerate(words) if word == '"'] if '"' in joined[-1] else []
        at = ((i, edges[2 * i] - start, edges[2 * i + 1] - start) for i in marks)
        speech.add(scanned.composed.text, at, len(words))
        spans.fromlist(scanned.composed.places(edges, start))
    return Folded("\n".join(joined), spans.tobytes(), bytes(tight), speech.close(), firsts.tobytes())


def tokens(text: str) -> list[Token]:
    """The words and marks of a text in order, folded, with their ranges in the text as given."""
    scanned = _scan(text, 0)
    places = iter(scanned.composed.places(scanned.edges, 0))
    return list(map(Token, scanned.words, places, places))


def plain(folded: str) -> str:
    """Folded words parted by blanks, as they read: scripts that set no blanks closed up, marks still standing apart."""
    return _CLOSED_UP.sub("", folded)


def count_words(words: Iterable[str]) -> float:
    """How many of folded tokens are words; of scripts without spaces two characters count as one."""
    return sum(0.5 if _CHARACTER.match(word) else 1 for word in words if word[:1].isalnum())


def count_characters(folded: Folded) -> int:
    """How many of a text's tokens are characters of scripts that set no space between words."""
    return 0 if folded.joined.isascii() else len(_CHARACTER.findall(folded.joined))


class _Scanned(NamedTuple):
    """A text's folded tokens; edges: where each begins and ends in the composed text; uncut: where no quotation may.

    Both are counted from where the text begins in another.
    """

    composed: Composed
    words: list[str]
    edges: list[int]
    uncut: set[int]


def _scan(text: str, start: int) -> _Scanned:
    composed, typeset = _typeset(text)
    parts = _TOKEN.split(typeset)  # blanks, a token, blanks, …, a token, blanks
    edges = list(accumulate(map(len, parts), initial=start))[1:-1]
    given = parts[1::2]
    words = list(map(_FOLDED_MARKS.get, given, given))
    if _SOME_ELLIPSIS.search(typeset):
        words = ["…" if word[0] == "." and len(word) > 1 else word for word in words]
    if not typeset.isascii() and _SYLLABLE.search(typeset):
        going_on = {start + match.start() for match in _GOES_ON.finditer(typeset)}
        words = [JOINER + word if at in going_on else word for word, at in zip(words, edges[::2], strict=True)]
    signs, uncut = _binding(composed.text, typeset, start)
    if signs:
        words = [word + JOINER if at in signs else word for word, at in zip(words, edges[::2], strict=True)]
    if not typeset.isascii():
        uncut.update(_beside_stray(given, edges))
    uncut.discard(edges[0] if edges else start)
    return _Scanned(composed, words, edges, uncut)


def _typeset(text: str) -> tuple[Composed, str]:
    """A text composed, and that with plain marks. Nothing composes with what typography puts for a mark of ASCII."""
    typeset = _TYPOGRAPHIC_MARK.sub(_plain_mark, text)
    composed = Composed(text) if typeset.isascii() else compose(text)
    return composed, typeset if composed.text == text else _TYPOGRAPHIC_MARK.sub(_plain_mark, composed.text)


def _plain_mark(mark: re.Match[str]) -> str:
    return _PLAIN_MARKS[mark[0]]


def _binding(text: str, typeset: str, start: int) -> tuple[set[int], set[int]]:
    """Where signs stand before numbers, and the places where no quotation may begin or end, in a composed text.

    typeset: the same with plain marks.
    """
    signs: set[int] = set()
    uncut: set[int] = set()
    may_bind = _MAY_BIND_IN_ASCII if typeset.isascii() else _MAY_BIND
    for place in may_bind.finditer(typeset):
        at = place.start()
        sign = text[at]
        if sign in _JOINING and (joins := _JOINS.match(text, at)):
            uncut.update((start + at, start + joins.end()))
        if sign in _LEADING and (leads := _LEADS.match(text, at)):
            uncut.add(start + leads.end())
        if sign in _LEADING and _SIGN.match(text, at):
            signs.add(start + at)
        if sign in _TRAILING and _TRAILS.match(text, at):
            uncut.add(start + at)
        if (sign.isdecimal() or sign in _NUMBERS) and (goes_on := _NUMBER_GOES_ON.match(text, at)):
            uncut.add(start + goes_on.end())
    return signs, uncut


def _beside_stray(words: Sequence[str], edges: Sequence[int]) -> Iterator[int]:
    """The edges of signs that combine with a letter, but stand alone."""
    stray = {word for word in set(words) if not word.isalnum() and unicodedata.category(word[0])[0] == "M"}
    for number, word in enumerate(words) if stray else ():
        if word in stray:
            yield from edges[2 * number : 2 * number + 2]
