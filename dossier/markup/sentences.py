"""Where the sentences of a block's text are: for the sentence that a backlink shows, and for asking whether each is cited."""

import re
from collections.abc import Collection

from dossier.body import HOLE

_STOP = re.compile(r"[.!?…؟۔।。！？．｡]+")
_WIDE = frozenset("。！？．｡")
"""Full stops that no space need follow."""
_PARTICLE = re.compile("[ぁ-ゟ]")
"""Hiragana directly behind a closing mark: 「…。」と, the sentence that quotes goes on."""
_LOOKED_AT = 60
"""How many characters before and behind a stop tell whether it ends a sentence."""
_CLOSING = "\"'”’»›)]}）」』】〟〞❞＂*_"
_HOLE = re.compile("\\s*([\U000f0000-\U000ffffd])")
_WORD_BEFORE = re.compile(r"(?:[^\W\d_]\.)*[^\W_]+\Z")
_NEXT_WORD = re.compile(r"[\s\"'“‘„«(\[¿¡「『]*([^\W_]+)")
_INITIAL = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")

_TITLES = frozenset(
    "adm brig capt cmdr col cpl dr fr gen gov hon lt maj messrs mr mrs ms mme mlle mgr mt pres prof rep rev sen sgt st ste"
    " supt hr fr. bzw vgl z.b d.h e.g i.e cf viz vs ca approx".split()
)
"""Words after whose full stop no sentence ends."""
_NUMBERED = frozenset(
    "no nos nr p pp para paras fig figs ch chap sec vol vols art arts ed l ll n nn v vv pt eq § op".split()
)
"""Words after whose full stop a number follows; where none does, a sentence ends."""
_SHORTENED = frozenset(
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun inc ltd co corp llc dept"
    " est etc al univ ave blvd rd jr sr u.s u.k u.n e.u d.c a.m p.m b.c a.d ph.d usw bldg min max tel ext ft".split()
)
"""Words that may end a sentence: they do where a word follows that commonly begins one."""
_BEGINNERS = frozenset(
    "the a an he she it they we i you his her its their our my this that these those there here in on at by for from to"
    " with without after before during since until when while where as if although though because however but and or nor so"
    " yet then thus meanwhile moreover also not no none nobody nothing one two some several few many most all both each every"
    " other others another such only even still now later today yesterday last next according what who why how"
    " der die das er sie es ein eine im in am und aber le la les il elle un une el los las en".split()
)
_MONTHS = frozenset("januar februar märz april mai juni juli august september oktober november dezember".split())


def sentences(text: str, citations: Collection[int] | None = None) -> list[tuple[int, int]]:
    """Ranges (start, end) of the sentences in a block's text, in order, white space around them left out.

    citations: numbers of the holes that are bracketed citations; such a one after a full stop belongs to the sentence before it.
    Without it that is guessed from what follows the hole: a small letter or a suffix tells that a sentence begins with it.
    """
    found = []
    start = 0
    for stop in _STOP.finditer(text):
        if stop.start() < start:
            continue
        end = _end(text, stop, citations)
        if end and (trimmed := _trimmed(text, start, end)):
            found.append(trimmed)
            start = end
    if trimmed := _trimmed(text, start, len(text)):
        found.append(trimmed)
    return found


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    run = text[start:end]
    words = run.strip()
    first = start + len(run) - len(run.lstrip())
    return (first, first + len(words)) if words else None


def _end(text: str, stop: re.Match[str], citations: Collection[int] | None) -> int:
    """Where the sentence ends that this stop may end; 0 where it ends none."""
    if text[stop.start() - 1 : stop.start()] == "[" and text[stop.end() : stop.end() + 1] == "]":
        return 0
    end = _past_closing(text, stop.end())
    after = _past_citations(text, end, citations)
    rest = text[after : after + _LOOKED_AT]
    if not rest.strip():
        return after
    if after == end and not rest[0].isspace():
        quotes_go_on = end > stop.end() and _PARTICLE.match(rest)
        return end if stop.group()[-1] in _WIDE and not _goes_on(rest) and not quotes_go_on else 0
    before = text[max(stop.start() - _LOOKED_AT, 0) : stop.start()]
    if _goes_on(rest) or (stop.group() == "." and _is_abbreviation(before, rest)):
        return 0
    return after


def _past_closing(text: str, at: int) -> int:
    while at < len(text) and text[at] in _CLOSING:
        at += 1
    return at


def _past_citations(text: str, at: int, citations: Collection[int] | None) -> int:
    """Past the citations that follow a stop, with full stops and brackets behind them."""
    while following := _HOLE.match(text, at):
        hole = ord(following[1]) - HOLE
        rest = text[following.end() : following.end() + _LOOKED_AT]
        closes = not rest.strip() or (rest[0].isspace() and not _goes_on(rest)) or rest[0] in ".)"
        if not (closes if citations is None else hole in citations):
            break
        at = following.end()
        while at < len(text) and text[at] in ".)":
            at += 1
    return at


def _goes_on(rest: str) -> bool:
    """Does what follows a stop continue its sentence: a small letter, or punctuation?"""
    first = rest.lstrip()[:1]
    return first.islower() or first in ",;:–—-"


def _is_abbreviation(before: str, rest: str) -> bool:
    """Is the full stop that of an abbreviation, an initial or a number, rather than of a sentence?"""
    found = _WORD_BEFORE.search(before)
    following = _NEXT_WORD.match(rest)
    if found is None:
        return False
    word, after = found.group().lower(), following[1].lower() if following else ""
    if word in _TITLES:
        return True
    if word.isdigit():
        return after.isdigit() or after in _MONTHS
    if word in _NUMBERED:
        return after.isdigit()
    if word in _SHORTENED or (_INITIAL.fullmatch(found.group()) and found.group()[-1].isupper()):
        return after not in _BEGINNERS
    return "." in word and after not in _BEGINNERS
