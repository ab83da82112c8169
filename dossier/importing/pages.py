"""A saved web page: its article as Markdown, and what the page says of itself in the places made for that.

The article is found by trafilatura, by way of its XML. Every block must stand in the page as the program compares it later:
one that was joined or cut on the way is taken again from the page, whole.
"""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from typing import Any

from dossier.folding import tokens
from dossier.importing.dates import leading_date
from dossier.importing.documents import Document, Uninstalled, Unreadable
from dossier.importing.lines import SENTENCE_END
from dossier.importing.markdown import beginning, escaped, paragraph
from dossier.importing.said import Says
from dossier.originals import html_text

_ESCAPE = re.compile(r"\\([\\`*_\[\]{}#>+\-.|])")
_RAISED = re.compile(r"</?su[bp]>")
_SURELY = 8
"""So many words stand twice on a page by no chance."""
_TOLD = 10
_SIGN = re.compile(r"(?<!\\)\*{1,2}|^#{1,6} |^> |^- ")

LONGEST_BYLINE = 120
"""Characters of a line that names the author or the day, and no more."""


def read_page(html: str) -> Document:
    """The document in a page. Unreadable where no article can be found in it, or what is needed for it is not installed."""
    try:
        import lxml_html_clean  # noqa: F401 (trafilatura needs it, and an old pip does not bring it along)
        from lxml import etree
        from lxml.html import document_fromstring
        from trafilatura import extract
    except ImportError as error:
        raise Uninstalled(f"is a web page, for which {error.name} is needed: {INSTALL}") from error
    try:
        tree = document_fromstring(re.sub(r"\A\s*<\?xml[^>]*\?>", "", html))
        found = extract(
            html,
            output_format="xml",
            include_comments=False,
            include_tables=True,
            include_images=False,
            include_links=False,
            include_formatting=True,
        )
    except (etree.ParserError, ValueError, RecursionError) as error:
        raise Unreadable("is a page that can't be taken apart") from error
    if not found:
        raise Unreadable("is a page in which no article was found; save its text as a file, and import that")
    lines = [line for line in html_text(html).split("\n") if line.strip()]
    says = Says(tree, lines)
    main = etree.fromstring(found.encode()).find("main")
    blocks = list(_blocks(main)) if main is not None else []
    unset = [_words(escaped("".join(pre.itertext()))) for pre in tree.iter("pre")]
    blocks = [block.removeprefix("> ") if _words(block) in unset else block for block in blocks]
    body, left = _standing(blocks, lines, says.title)
    if not body:
        raise Unreadable("is a page in which no article was found; save its text as a file, and import that")
    return Document(
        title=says.title,
        supplied_title="" if says.title else beginning(body[0]),
        authors=says.authors,
        publisher=says.publisher,
        published=says.published or _found_date(html),
        url=says.url,
        language=says.language,
        type=says.type,
        as_printed=_as_printed(lines, says),
        body="\n\n".join(body),
        left_out=(*left, *_amid(body, lines, says.title)),
        provenance=() if says.published else tuple(_of_date(_found_date(html))),
    )


INSTALL = "run `make import ARGS=FILE`, or install requirements-import.txt"


def _found_date(html: str) -> str:
    """The day that a page prints of its publication, by htmldate; empty where there is none."""
    from htmldate import find_date

    return find_date(html, extensive_search=False, original_date=True) or ""


def _of_date(day: str) -> Iterator[str]:
    if day:
        yield "The day of publication was read off the page, which does not state it in a place made for that."


def _as_printed(lines: list[str], says: Says) -> dict[str, str]:
    """How the page prints who wrote it and when, where it has these on a line that is no sentence."""
    found: dict[str, str] = {}
    for line in (" ".join(line.split()) for line in lines):
        if len(line) > LONGEST_BYLINE or SENTENCE_END.search(line):
            continue
        if says.authors and all(name in line for name in says.authors):
            found.setdefault("author", line)
        dates = (leading_date(line[word.start() :]) for word in re.finditer(r"\S+", line))
        if date := next((date for date in dates if date and date.edtf[:10] == says.published[:10]), None):
            found.setdefault("published", date.printed)
    return found


# --- the article


def _blocks(main: Any) -> Iterator[str]:
    """Each block of the article as Markdown."""
    for element in main:
        match element.tag:
            case "head":
                level = min(
                    6,
                    max(
                        2, int((element.get("rend") or "h2")[-1]) if (element.get("rend") or "h2")[-1].isdigit() else 2
                    ),
                )
                if text := _inline(element):
                    yield f"{'#' * level} {text}"
            case "list":
                yield "\n".join(_items(element, ordered=element.get("rend") == "ol"))
            case "quote":
                inner = list(_blocks(element)) if any(child.tag == "p" for child in element) else [_inline(element)]
                yield "\n>\n".join(f"> {text}" for text in inner if text)
            case "table":
                yield from _rows(element)
            case "code":
                yield "\n".join(f"    {line}" for line in "".join(element.itertext()).splitlines())
            case _:
                if text := _inline(element):
                    yield text


def _items(element: Any, ordered: bool) -> Iterator[str]:
    for number, item in enumerate(element, 1):
        nested = [child for child in item if child.tag == "list"]
        if text := _inline(item):
            yield f"{f'{number}.' if ordered else '-'} {text}"
        for child in nested:
            yield from (f"    {line}" for line in _items(child, child.get("rend") == "ol"))


def _rows(table: Any) -> Iterator[str]:
    """A table of two columns or more as a table; Markdown needs a head, and has no other."""
    rows = [[_inline(cell).replace("|", "\\|") for cell in row.iter("cell")] for row in table.iter("row")]
    width = max(map(len, rows), default=0)
    if width < 2:
        yield from (text for row in rows for text in row if text)
        return
    filled = [row + [""] * (width - len(row)) for row in rows]
    head, *rest = filled
    yield "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * width, *rest))


_MARKS = {"#b": "**", "#i": "*"}


def _inline(element: Any) -> str:
    return paragraph(_running(element))


def _running(element: Any) -> str:
    """Running text with its emphasis; a nested list is no part of it."""
    parts = [escaped(element.text or "")]
    for child in element:
        if child.tag == "lb":
            parts.append(" ")
        elif child.tag != "list":
            inner = _running(child)
            look = (child.get("rend") or "") if child.tag == "hi" else ""
            if look in ("#sup", "#sub"):
                parts.append(f"<{look[1:]}>{inner}</{look[1:]}>")
            else:
                parts.append(_emphasised(inner, _MARKS[look]) if look in _MARKS else inner)
        parts.append(escaped(child.tail or ""))
    return "".join(parts)


def _emphasised(text: str, mark: str) -> str:
    """Emphasis stands at words, not at blanks, and only where no letter follows: else Markdown shows the sign."""
    core = text.strip()
    if not core or "*" in core.replace("\\*", ""):
        return text
    return text.replace(core, f"{mark}{core}{mark}", 1)


# --- held against the page


def _standing(blocks: list[str], lines: list[str], title: str) -> tuple[list[str], tuple[str, ...]]:
    """The blocks as they stand in the page, and what is said of those that do not: so no word is joined, lost or moved.

    A headline that is the source's title is left out, since it stands above the text.
    """
    printed = [[token.word for token in tokens(line)] for line in lines]
    headline = [token.word for token in tokens(title)]
    kept: list[str] = []
    lost: list[str] = []
    for block in blocks:
        words = _words(block)
        if not words or (block.startswith("#") and words == headline):
            continue
        if block.startswith((">", "-", "|", "1.", "    ")) or _stands(words, printed):
            kept.append(block)
        elif parts := _parts(words, printed):
            kept += [paragraph(escaped(" ".join(lines[at].split()))) for at in parts if printed[at] != headline]
        elif (whole := _nearest(words, printed)) is not None:
            kept.append(paragraph(escaped(" ".join(lines[whole].split()))))
            if not set(words) <= set(printed[whole]):
                lost.append(f"of “{_shown(block)}” all but “{_shown(kept[-1])}”, which alone stands so in the page")
        else:
            lost.append(f"“{_shown(block)}”, which does not stand so in the page")
    return list(_as_often(kept, printed)), tuple(lost)


def _amid(body: list[str], lines: list[str], title: str) -> tuple[str, ...]:
    """The page's lines that stand amid the text and are not in it: most are furniture, but an editor may know better."""
    joined = f" {' '.join(word for block in body for word in _words(block))} "
    words = [[token.word for token in tokens(line)] for line in lines]
    kept = [f" {' '.join(line)} " in joined for line in words]
    text = [at for at, line in enumerate(words) if kept[at] and len(line) >= _SURELY]
    if not text:
        return ()
    between = range(text[0], text[-1])
    left = [lines[at] for at in between if not kept[at] and words[at] and lines[at].strip() != title]
    more = (f"and {len(left) - _TOLD} more lines like these",) if len(left) > _TOLD else ()
    return (*(f"“{_shown(line)}”, which stands amid the text" for line in left[:_TOLD]), *more)


def _shown(block: str) -> str:
    return " ".join(block.split())[:60]


def _stands(words: list[str], printed: list[list[str]]) -> bool:
    """Whether words are one line of the page, or several in a row, which a line break parts."""
    return any(words[: len(line)] == line and _goes_on(words, printed, at) for at, line in enumerate(printed) if line)


def _goes_on(words: list[str], printed: list[list[str]], at: int) -> bool:
    done = 0
    while done < len(words) and at < len(printed) and words[done : done + len(printed[at])] == printed[at]:
        done += len(printed[at])
        at += 1
    return done == len(words)


def _parts(words: list[str], printed: list[list[str]]) -> list[int]:
    """The lines of the page that a block was joined of, where nine of ten of its words are theirs; else none.

    A line of a few words counts only where it goes on from the line before: it may stand in any text.
    """
    joined = f" {' '.join(words)} "
    at = covered = 0
    found = []
    for number, line in enumerate(printed):
        place = joined.find(f" {' '.join(line)} ", at) if line else -1
        if place == at or (place > at and len(line) >= _SURELY):
            found.append(number)
            at = place + len(" ".join(line)) + 1
            covered += len(line)
    return found if covered >= 0.9 * len(words) else []


def _as_often(blocks: list[str], printed: list[list[str]]) -> Iterator[str]:
    """The blocks, each no more often than the page has it: what was taken again from the page may come twice."""
    given: Counter[str] = Counter()
    for block in blocks:
        if given[block] < max(1, printed.count(_words(block))):
            yield block
        given[block] += 1


def _nearest(words: list[str], printed: list[list[str]]) -> int | None:
    """The line of the page that has nine of ten of a block's words."""
    wanted = set(words)
    shares = [(len(wanted & set(line)) / max(1, len(wanted | set(line))), -i) for i, line in enumerate(printed)]
    best, at = max(shares, default=(0.0, 0))
    return -at if best >= 0.6 else None


def _words(text: str) -> list[str]:
    plain = _RAISED.sub("", re.sub(r"<sup>(?=\d)", " ", _SIGN.sub("", text)))
    plain = _ESCAPE.sub(r"\1", unescape(plain))
    return [token.word for token in tokens(plain)]
