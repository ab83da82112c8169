"""What of a copied page is no part of its article: where it begins below the text, and lines that are never an article's.

Conservative: what could be an article's sentence stays, unless it stands in a list of teasers or below a count of comments.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from dossier.importing.dates import Printed
from dossier.importing.lines import LONGEST_HEADLINE, SENTENCE_END, Line, date_line

LONGEST_GROUP = 4
"""Lines of a teaser before its `Read more`: section, headline, date, summary."""
TAGS = re.compile(r"(?:#[^\W_][\w’'&-]*(?: (?!#)[\w’'&-]+){0,3}(?:\s+|$))+")
_MORE = re.compile(
    r"(?:read|see|view|show|load|learn|find out) (?:more|all|full story|the full story)\W*|continue reading\W*|더 ?보기|자세히 보기"
    r"|(?:mehr lesen|weiterlesen|lire la suite|leer más|читать далее|подробнее)\W*",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"(?:related|recommended|more|other|latest|top|popular|trending)(?: \w+){0,2} ?"
    r"(?:articles?|stor(?:y|ies)|news|posts?|reads?|content|now)"
    r"|most (?:read|popular|viewed|shared)|recommended(?: for you)?|trending|you (?:may|might) also (?:like|be interested in)"
    r"|editor'?s'? picks?|read next|관련 ?기사|많이 본 (?:기사|뉴스)",
    re.IGNORECASE,
)
MARKER = re.compile(
    r"sponsored(?: content)?|advertisement|advertising|promoted|share(?: (?:this|on|via)\b.{0,40})?|follow us\b.{0,60}"
    r"|(?:subscribe|sign up)(?: (?:to|for|now|today)\b.{0,80})?|(?:join|get) our\b.{0,60}|newsletter|leave a (?:comment|reply)"
    r"|©.{0,100}|copyright ©?.{0,100}|all rights reserved.{0,60}|back to top|print|e-?mail|facebook|twitter|tweet|whatsapp"
    r"|telegram",
    re.IGNORECASE,
)
_COMMENTS = re.compile(r"(?P<n>\d+) comments?|comments? ?\(\d+\)|댓글 ?\d+", re.IGNORECASE)
STANDING_ALONE = re.compile(
    r"advertisement|advertising|sponsored|story continues below(?: advertisement)?", re.IGNORECASE
)


def end_of(lines: Sequence[Line], start: int) -> tuple[int, Printed | None, str]:
    """Where the text ends, the date that stands below it, and in words what is left out behind it."""
    end = _before_comments(lines, start)
    end = _before_sections(lines, start, end)
    end = _before_teasers(lines, start, end)
    dated = None
    while end > start + 1:
        last = lines[end - 1].text
        date = date_line(last)
        if date and dated is None and not SENTENCE_END.search(last.replace(date[0].printed, "")):
            dated = date[0]
        elif not (MARKER.fullmatch(last) or TAGS.fullmatch(last)):
            break
        end -= 1
    if end == len(lines):
        return end, None, ""
    first, last_line = lines[end], lines[-1]
    which = f"lines {first.number} to {last_line.number}" if first.number < last_line.number else f"line {first.number}"
    return end, dated, f"{which} of the file, from “{first.text[:60]}”"


def _before_comments(lines: Sequence[Line], start: int) -> int:
    found = (i for i in range(start + 2, len(lines)) if _COMMENTS.fullmatch(lines[i].text))
    return next(found, len(lines))


def _before_sections(lines: Sequence[Line], start: int, end: int) -> int:
    """Before a heading of other stories, if nothing below it reads as an article's sentence."""
    for i in range(start + 1, end):
        if _SECTION.fullmatch(lines[i].text) and all(_is_listed(line.text) for line in lines[i + 1 : end]):
            return i
    return end


def _is_listed(text: str) -> bool:
    is_title = len(text) <= LONGEST_HEADLINE and not SENTENCE_END.search(text)
    return is_title or bool(_MORE.fullmatch(text) or MARKER.fullmatch(text) or date_line(text))


def _before_teasers(lines: Sequence[Line], start: int, end: int) -> int:
    """Before a list of teasers, each ended by `Read more`, with what else stands between and behind them."""
    tail = end
    while tail > start and _is_small(lines[tail - 1].text):
        tail -= 1
    ends = [i for i in range(start + 1, end) if _MORE.fullmatch(lines[i].text)]
    if not ends or ends[-1] < tail - 1:
        return end if not _only_small(lines[tail:end]) else tail
    sizes = Counter(after - before - 1 for before, after in pairwise(ends))
    usual = sizes.most_common(1)[0][0] if sizes else 0
    first = ends[-1]
    for at in reversed(ends):
        if first - at - 1 > LONGEST_GROUP:
            break
        first = at
    begin = first
    while begin > start and first - begin < (usual or LONGEST_GROUP) and not _is_boundary(lines, begin):
        begin -= 1
    bounded = _is_boundary(lines, begin) or (usual and first - begin == usual)
    return begin if bounded else first


def _is_boundary(lines: Sequence[Line], at: int) -> bool:
    """Whether what stands before a line is no part of the teaser that the line belongs to."""
    before = lines[at - 1].text
    return lines[at].apart or bool(TAGS.fullmatch(before) or MARKER.fullmatch(before) or _SECTION.fullmatch(before))


def _is_small(text: str) -> bool:
    return bool(MARKER.fullmatch(text) or _SECTION.fullmatch(text) or TAGS.fullmatch(text) or _MORE.fullmatch(text))


def _only_small(lines: Sequence[Line]) -> bool:
    return bool(lines) and all(_is_small(line.text) for line in lines)
