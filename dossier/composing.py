"""Text as Unicode says that it reads: composed (NFC), ligatures opened, without signs that nobody sees.

In: any text. Out: the composed text, and for each of its characters the range in the text as given.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from msgspec import Struct

COMBINING = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0900-\u0963\u0981-\u09e3\u0a01-\u0a75\u0a81-\u0ae3\u0b01-\u0b63"
    "\u0b82-\u0bd7\u0c00-\u0c63\u0c81-\u0ce3\u0d00-\u0d63\u0d81-\u0df3\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1"
    "\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u17b4-\u17d3\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f"
)
"""Signs that combine with the letter before them, of common scripts, with the letters between them: `\\w` lacks them."""

_LEFT_TO_RIGHT = "\u200e\u202a\u202c\u2066\u2068\u2069"
_RIGHT_TO_LEFT = "\u061c\u200f\u202b\u2067"
_UNSEEN = (
    "\u00ad\u034f\u0640\u180b-\u180f\u200b-\u200d\u2060-\u2064\u206a-\u206f\ufe00-\ufe0f\ufeff\ufff0-\ufff8"
    f"\U0001bca0-\U0001bca3\U000e0000-\U000e0fff{_LEFT_TO_RIGHT}"
)
"""What collation ignores (Default_Ignorable_Code_Point, UTS #10), and the Arabic stretching stroke.

Not the two overrides of direction, which can show `14` as `41`; the marks that turn text right to left only where it
does run that way. Such a sign is then a token like any other.
"""
_LIGATURE = "\ufb00-\ufb06\ufb13-\ufb17\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdfb\ufe70-\ufefc"
_UNSEEN_SIGN = re.compile(f"[{_UNSEEN}]")
_UNSEEN_IN_RIGHT_TO_LEFT = re.compile(f"[{_UNSEEN}{_RIGHT_TO_LEFT}]")
_RIGHT_TO_LEFT_LETTER = re.compile(
    "[\u05d0-\u05ea\u0620-\u064a\u0671-\u06d3\u0710-\u07ea\u0800-\u08c7\ufb1d-\ufdfc\ufe70-\ufefc]"
)
_LIGATURE_SIGN = re.compile(f"[{_LIGATURE}]")
_ODD = re.compile(f"[{_UNSEEN}{_RIGHT_TO_LEFT}{_LIGATURE}]")
_JAMO = re.compile("[\u1100-\u11ff\uac00-\ud7a3][\u1160-\u11ff]")
_MOST_MARKS = 30
"""On one letter, as in Stream-Safe Text (UAX #15): Python's way of putting them in order is quadratic."""
_CHUNK = re.compile("[^ ]+| +")


class Composed(Struct, frozen=True):
    """A composed text. starts, ends: the range of each of its characters in the text as given; empty if it is the same."""

    text: str
    starts: Sequence[int] = ()
    ends: Sequence[int] = ()

    def places(self, edges: list[int], offset: int) -> list[int]:
        """Starts and ends in turn of ranges of the composed text (none empty) in the text as given.

        Both are counted from where the text begins in another.
        """
        if not self.starts:
            return edges
        starts = (offset + self.starts[at - offset] for at in edges[::2])
        ends = (offset + self.ends[at - offset - 1] for at in edges[1::2])
        return [place for ends_too in zip(starts, ends, strict=True) for place in ends_too]


def compose(text: str) -> Composed:
    """Compose a text; linear in its length."""
    if text.isascii() or (not _ODD.search(text) and unicodedata.is_normalized("NFC", text)):
        return Composed(text)
    unseen = _UNSEEN_IN_RIGHT_TO_LEFT if _RIGHT_TO_LEFT_LETTER.search(text) else _UNSEEN_SIGN
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for shown, start, end in _pieces(text, unseen):
        pieces.append(shown)
        same = shown == text[start:end]
        starts += range(start, end) if same else [start] * len(shown)
        ends += range(start + 1, end + 1) if same else [end] * len(shown)
    return Composed("".join(pieces), starts, ends)


def _pieces(text: str, unseen: re.Pattern[str]) -> Iterator[tuple[str, int, int]]:
    """A text composed piece by piece, each with its range: words that are composed already, else what composes."""
    for chunk in _CHUNK.finditer(text):
        if not _ODD.search(chunk[0]) and unicodedata.is_normalized("NFC", chunk[0]):
            yield chunk[0], *chunk.span()
        else:
            for cluster in _clusters(chunk[0], chunk.start(), unseen):
                yield from _composed(cluster)


def _clusters(chunk: str, offset: int, unseen: re.Pattern[str]) -> Iterator[list[tuple[str, int]]]:
    """Each character with the signs and conjoining jamo that may compose with it, and their places; none unseen."""
    cluster: list[tuple[str, int]] = []
    for at, sign in enumerate(chunk, offset):
        if unseen.match(sign):
            continue
        composes = cluster and (unicodedata.category(sign)[0] == "M" or _JAMO.fullmatch(cluster[-1][0] + sign))
        if cluster and not (composes and len(cluster) <= _MOST_MARKS):
            yield cluster
            cluster = []
        cluster.append((sign, at))
    if cluster:
        yield cluster


def _composed(cluster: list[tuple[str, int]]) -> Iterator[tuple[str, int, int]]:
    """A cluster composed (NFC), a ligature as its letters (NFKC) unless that puts a space into a word."""
    given = "".join(sign for sign, _ in cluster)
    letters = _LIGATURE_SIGN.sub(lambda match: unicodedata.normalize("NFKC", match[0]), given)
    shown = unicodedata.normalize("NFC", given if " " in letters else letters)
    if shown == given:
        yield from ((sign, at, at + 1) for sign, at in cluster)
    else:
        yield shown, cluster[0][1], cluster[-1][1] + 1
