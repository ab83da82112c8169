"""A saved web page: its article as Markdown, and what the page says of itself in the places made for that.

The article is found by trafilatura, by way of its XML. Every block must stand in the page as the program compares it later:
one that was joined or cut on the way is taken again from the page, whole.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from dossier.folding import tokens
from dossier.importing.documents import Document, Unreadable
from dossier.importing.markdown import beginning, escaped, paragraph
from dossier.importing.said import Says
from dossier.originals import html_text

_ESCAPE = re.compile(r"\\([\\`*_\[\]{}#>+\-.|])")
_RAISED = re.compile(r"</?su[bp]>")
_SIGN = re.compile(r"(?<!\\)\*{1,2}|^#{1,6} |^> |^- ")


def read_page(html: str) -> Document:
    """The document in a page. Unreadable where no article can be found in it, or what is needed for it is not installed."""
    try:
        import lxml_html_clean  # noqa: F401 (trafilatura needs it, and an old pip does not bring it along)
        from lxml import etree
        from lxml.html import document_fromstring
        from trafilatura import extract
    except ImportError as error:
        raise Unreadable(f"is a web page, for which {error.name} is needed: {INSTALL}") from error
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
        body="\n\n".join(body),
        left_out=left,
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
        if block.startswith((">", "-", "|", "1.", "    ")) or words in printed:
            kept.append(block)
        elif (whole := _nearest(words, printed)) is not None:
            kept.append(paragraph(escaped(" ".join(lines[whole].split()))))
        else:
            lost.append(f"“{' '.join(block.split())[:60]}”, which does not stand so in the page")
    return list(dict.fromkeys(kept)), tuple(lost)


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
