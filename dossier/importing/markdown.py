"""Words as Markdown that says just these words: what Markdown would take for its own is escaped."""

import re
from html import unescape

_INLINE = re.compile(r"[\\`*_\[\]{}]")
_LINE_START = re.compile(r"([#>]|[+\-](?=[\s\-]|$)|:(?=\s)|\d+\.(?=\s|$))")


def escaped(text: str) -> str:
    """A piece of running text."""
    plain = text.replace("&", "&amp;") if unescape(text) != text else text
    return _INLINE.sub(r"\\\g<0>", plain).replace("<", "&lt;")


def paragraph(text: str) -> str:
    """A block's text, on one line: also what stands first must be no sign of Markdown's. text: escaped already."""
    return (
        _LINE_START.sub(_plain, " ".join(text.split()), count=1)
        if _LINE_START.match(text.lstrip())
        else " ".join(text.split())
    )


def _plain(found: re.Match[str]) -> str:
    sign = found[1]
    return "&#58;" if sign == ":" else f"{sign[:-1]}\\{sign[-1]}"


def beginning(block: str) -> str:
    """The first words of a block, for a source without a headline."""
    words = re.sub(r"\\(?=[^\w\s])|^#+ ", "", unescape(block))
    return f"{words[:80].rpartition(' ')[0].rstrip(' ,;:')} …" if len(words) > 80 else words
