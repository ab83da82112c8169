"""Kinds and ids: what an entry is, what its file can be called, and a good id for a title.

An id is the file's name without `.md`, and a part of the page's address: lower-case letters of any script, digits, hyphens.
"""

import re
from collections.abc import Iterable
from itertools import count
from typing import Literal
from unicodedata import category, normalize

Kind = Literal["source", "note", "claim", "topic"]
KINDS: tuple[Kind, ...] = ("source", "note", "claim", "topic")
"""What entries there are; an id is one among those of its kind."""

LONGEST = 60
"""Characters of an id that is made here; one that somebody writes may be longer."""
LARGEST = 120
"""Bytes of it in UTF-8: some file systems allow a name of 143, others spell a Hangul syllable with three letters."""

_ID = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_NOT_OF_IDS = re.compile(r"[\W_]+")
_INSIDE_WORDS = re.compile(r"(?<=\w)['’](?=\w\b)|(?<=\d),(?=\d{3}\b)")
"""The apostrophe of `Kim's` and the comma of `14,000`: to leave it out is easier to read than to put a hyphen there."""
_DEVICES = frozenset({"aux", "con", "nul", "prn", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))})
"""What Windows takes for devices, whatever their ending: https://learn.microsoft.com/windows/win32/fileio/naming-a-file"""


def is_id(text: str) -> bool:
    """Whether a text can be an entry's id: lower-case letters of any script and digits, single hyphens between them."""
    return bool(_ID.fullmatch(text)) and text == text.lower()


def make_id(title: str, taken: Iterable[str] = ()) -> str:
    """A good id for a title: its words in lower case, joined by hyphens; empty for a title without a letter or digit.

    Composed (NFC), with compatibility letters as plain ones (NFKC), so that it can be typed. Of accents, vowel signs and
    points only those stay that are one letter with theirs: an id is letters. A long title ends after a whole word. Where
    `taken` has the id, or one that some file system can't tell from it, it gets the first free number: `visit-2`.
    """
    id_ = _shortened(_NOT_OF_IDS.sub("-", _letters(title)).strip("-"))
    used = {*map(_alike, taken), *_DEVICES}
    if not id_ or _alike(id_) not in used:
        return id_
    return next(numbered for n in count(2) if _alike(numbered := f"{id_}-{n}") not in used)


def _letters(title: str) -> str:
    """A title in lower case, without what stands inside of words and is no letter: marks, joiners, soft hyphens."""
    plain = _INSIDE_WORDS.sub("", normalize("NFKC", title))
    composed = normalize("NFC", plain.lower())  # only now: the lower case of `İ` is an `i` with a mark
    return "".join(c for c in composed if category(c) not in ("Mn", "Mc", "Me", "Cf"))


def _shortened(id_: str) -> str:
    """The first words that fit; where a script writes no spaces, as many letters as fit."""
    most = len(id_[:LONGEST].encode()[:LARGEST].decode(errors="ignore"))
    if len(id_) <= most:
        return id_
    words = id_[: most + 1].rpartition("-")[0]
    return words if 2 * len(words) >= most else id_[:most].strip("-")


def _alike(id_: str) -> str:
    """The same for two ids that are one file to a system which looks neither at case nor at composition."""
    return normalize("NFC", id_).casefold()
