"""Plain text as it is copied off a page: the headline, who wrote it and when, the article; and what is furniture of the page.

Words that may be the article's stay. Left out is only what tells itself: what is alone on its line between the headline and
the text, and at the end a list of other stories, tags, comments under their heading, and lines that are never an article's.
"""

import re
from collections.abc import Sequence

from msgspec import Struct

from dossier.importing.dates import leading_date
from dossier.importing.documents import Document, Unreadable
from dossier.importing.furniture import MARKER, STANDING_ALONE, TAGS, end_of
from dossier.importing.lines import LONGEST_HEADLINE, SENTENCE_END, Line, date_line, leading_label, lines_of
from dossier.importing.markdown import beginning, escaped, paragraph

LONGEST_HEADING = 120
WIDEST = 120
"""Characters of a line of a text that was wrapped at a width."""
_FILLED = 0.6
_BYLINE = re.compile(
    r"(?:(?:post(?:ed)?|written|reported|story|text|words) by ?:? ?|(?:by|author)(?: ?: ?| ))(?P<name>[^\W\d_][^\d,|:]{1,60})$",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?: (?:(?:and|&|de|van|von|der|bin|al) )*[^\W\d_a-z][\w.'’-]*){0,5}")


class _Head(Struct, frozen=True):
    """What stands above the text, and the number of the first line of that."""

    title: str
    authors: tuple[str, ...]
    published: str
    as_printed: dict[str, str]
    rest: int
    notes: tuple[str, ...]
    cut: str = ""
    """What the text's first line begins with and is not of the text."""
    skipped: tuple[Line, ...] = ()
    """Lines of furniture that stand among these."""


def _told(line: Line) -> str:
    return f"line {line.number} of the file, “{line.text[:60]}”"


def read_text(text: str) -> Document:
    """The document in a plain text. Unreadable if there is no text in it but a headline."""
    lines = lines_of(text)
    head = _head(lines)
    end, dated, left_behind = end_of(lines, head.rest)
    kept = [line for line in lines[head.rest : end] if not STANDING_ALONE.fullmatch(line.text)]
    alone = [line for line in lines[head.rest : end] if STANDING_ALONE.fullmatch(line.text)]
    left_out = (*map(_told, (*head.skipped, *alone)), *([left_behind] if left_behind else []))
    if not kept:
        raise Unreadable("has no text besides a headline")
    first = kept[0]
    kept[0] = Line(first.number, first.text.removeprefix(head.cut).lstrip(), first.apart)
    published, as_printed, notes = head.published, dict(head.as_printed), list(head.notes)
    if dated and "published" not in as_printed:
        published, as_printed["published"] = dated.edtf, dated.printed
        notes.append(_UNSAID)
    blocks = _blocks(kept)
    if not head.title:
        notes.append("No headline stands above the text.")
    if left_out:
        notes.append(f"Left out as furniture of the page: {'; '.join(left_out)}.")
    return Document(
        title=head.title,
        supplied_title="" if head.title else beginning(blocks[0]),
        authors=head.authors,
        published=published,
        as_printed=as_printed,
        body="\n\n".join(blocks),
        left_out=left_out,
        provenance=tuple(dict.fromkeys(notes)),
    )


_UNSAID = (
    "The date stands by itself in the file, and nothing says whether it is that of first publication or of a change."
)


# --- above the text


def _head(lines: Sequence[Line]) -> _Head:
    title, at = _headline(lines)
    authors: tuple[str, ...] = ()
    published, as_printed, notes = "", dict[str, str](), list[str]()
    skipped: list[Line] = []
    while at + 1 < len(lines):
        text = lines[at].text
        if (by := _BYLINE.fullmatch(text)) and _NAME.fullmatch(by["name"]) and not authors:
            authors, as_printed["author"] = tuple(re.split(r" and | & ", by["name"])), text
        elif date := date_line(text):
            printed, label = date
            if label.startswith(("updated", "last")):
                as_printed.setdefault("updated", printed.printed)
            elif "published" not in as_printed and label != "date":
                published, as_printed["published"] = printed.edtf, printed.printed
                notes += [] if label else [_UNSAID]
            else:
                as_printed.setdefault("date", text)
        elif not (text == title or MARKER.fullmatch(text) or (title and TAGS.fullmatch(text))):
            break
        elif text != title:
            skipped.append(lines[at])
        at += 1
    cut = leading_label(lines[at].text) if at < len(lines) and not published else ""
    if cut:
        as_printed["date"] = cut
        notes.append("The text begins with a date and does not say of what.")
    return _Head(title, authors, published, as_printed, at, tuple(notes), cut, tuple(skipped))


def _headline(lines: Sequence[Line]) -> tuple[str, int]:
    """A first line that is no sentence and stands apart from the text, or twice; and the number of the line behind it."""
    if len(lines) < 2 or len(lines[0].text) > LONGEST_HEADLINE or leading_date(lines[0].text):
        return "", 0
    first, second = lines[0], lines[1]
    if first.text == second.text:
        return first.text, 2
    ends = SENTENCE_END.search(first.text) and not first.text.endswith("?")
    set_apart = second.apart or _BYLINE.fullmatch(second.text) or date_line(second.text)
    return (first.text, 1) if set_apart and not ends and len(first.text.split()) > 1 else ("", 0)


# --- the text


def _blocks(lines: Sequence[Line]) -> list[str]:
    """Paragraphs and headings as Markdown. A line is a paragraph, unless the text was wrapped at a width."""
    found: list[str] = []
    groups = _groups(lines)
    wrapped = any(map(_is_wrapped, groups))
    width = max(len(line.text) for line in lines)
    for group in groups:
        if wrapped and all(len(line.text) >= _FILLED * width for line in group[:-1]):
            found.append(paragraph(escaped(" ".join(line.text for line in group))))
            continue
        for line in group:
            mark = "## " if line is group[0] and _is_heading(line, lines) else ""
            found.append(mark + paragraph(escaped(line.text)))
    return found


def _groups(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines with no empty line between."""
    groups: list[list[Line]] = []
    for line in lines:
        if line.apart or not groups:
            groups.append([])
        groups[-1].append(line)
    return groups


def _is_wrapped(group: Sequence[Line]) -> bool:
    """Whether lines were broken at a width: all but the last about as long, and hardly one the end of a sentence."""
    if len(group) < 3:
        return False
    lengths = [len(line.text) for line in group[:-1]]
    ends = sum(bool(SENTENCE_END.search(line.text)) for line in group[:-1])
    return max(lengths) <= WIDEST and min(lengths) >= _FILLED * max(lengths) and 2 * ends < len(lengths)


def _is_heading(line: Line, lines: Sequence[Line]) -> bool:
    """A short line, no sentence, with a longer sentence next."""
    at = lines.index(line)
    after = lines[at + 1].text if at + 1 < len(lines) else ""
    is_short = len(line.text) <= LONGEST_HEADING and len(after) > len(line.text)
    return is_short and not re.search(r"[.!?…。！？:;,\"”]$", line.text) and bool(SENTENCE_END.search(after))
