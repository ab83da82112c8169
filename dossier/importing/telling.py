"""What kind of file it is, by its bytes and not by its name; and the text that the bytes stand for."""

import json
import re
from typing import Literal, NamedTuple

from dossier import charsets
from dossier.importing.documents import Unreadable

LARGEST = 10_000_000
"""Bytes. A larger page is hardly an article, and would take minutes to read."""
Kind = Literal["page", "text", "csl-json", "bibtex"]
_OTHERS = (
    (b"%PDF", "is a PDF; save its text, or the page that it came from, and import that"),
    (b"\x7fELF", "is a program"),
    (b"MZ", "is a program"),
    (b"\x89PNG", "is a picture"),
    (b"\xff\xd8\xff", "is a picture"),
    (b"GIF8", "is a picture"),
    (b"PK\x03\x04", "is an archive or an office document; save its text, and import that"),
    (b"\x1f\x8b", "is compressed; unpack it first"),
    (b"\xd0\xcf\x11\xe0", "is an office document; save its text, and import that"),
    (b"{\\rtf", "is an RTF document; save its text, and import that"),
)
_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|div|p|h1|table)\b", re.IGNORECASE)
_ENTRY = re.compile(r"^\s*@[A-Za-z]+\s*[{(]", re.MULTILINE)
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]+")
_SAMPLE = 200_000
"""Bytes; more tell nothing new."""
_LANGUAGES = {
    "cp949": "ko",
    "cp932": "ja",
    "euc_jp": "ja",
    "iso2022_jp": "ja",
    "gb18030": "zh",
    "big5hkscs": "zh",
}
"""The language of a text in an encoding that is used for no other."""


class Read(NamedTuple):
    """A file's kind and text. encoding: as Python names it; stated: the file says so itself, or it is UTF-8."""

    kind: Kind
    text: str
    encoding: str
    stated: bool

    @property
    def language(self) -> str:
        """What the encoding alone tells of the language."""
        return _LANGUAGES.get(self.encoding, "")


def tell(data: bytes) -> Read:
    """Kind and text of a file's bytes. Unreadable for what is no text, or no text that can be imported."""
    if not data.strip():
        raise Unreadable("is empty")
    for magic, reason in _OTHERS:
        if data.startswith(magic):
            raise Unreadable(reason)
    if len(data) > LARGEST:
        raise Unreadable(f"has {len(data):,} bytes, more than {LARGEST:,}; save the article alone")
    if b"\0" in data and charsets.marked(data) != "utf-16":
        raise Unreadable("is no text")
    is_page = bool(_MARKUP.search(data[:5000].replace(b"\0", b"")))
    text, encoding, stated = _decoded(data, is_page)
    if is_page:
        return Read("page", text, encoding, stated)
    start = text.lstrip()[:1]
    if start in ("[", "{") and _is_json(text):
        return Read("csl-json", text, encoding, stated)
    return Read("bibtex" if _ENTRY.search(text) and "=" in text else "text", text, encoding, stated)


def _is_json(text: str) -> bool:
    """Whether it is JSON, or was meant to be."""
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return bool(re.match(r'\s*\[?\s*\{\s*"', text))
    return True


def _decoded(data: bytes, is_page: bool) -> tuple[str, str, bool]:
    mark = charsets.marked(data)
    declared = charsets.declared(data) if is_page else None
    for name in filter(None, [mark] if mark else [declared, "utf-8"]):
        if (text := charsets.strictly(data, name)) is not None:
            return text.removeprefix("\ufeff"), name, True
    guessed = _guessed(data)
    return data.decode(guessed), guessed, False


def _guessed(data: bytes) -> str:
    """The encoding that the bytes look like, of those in which a check would look. Unreadable if that can't be told.

    In scripts of many letters bytes beyond ASCII come in pairs and more; where they stand alone, the script is Latin.
    """
    runs = _BEYOND_ASCII.findall(data[:_SAMPLE])
    if 2 * sum(len(run) == 1 for run in runs) >= len(runs) and charsets.strictly(data, "cp1252") is not None:
        return "cp1252"
    try:
        from charset_normalizer import from_bytes
    except ImportError:
        best = None
    else:
        best = from_bytes(data, cp_isolation=list(charsets.UNDECLARED)).best()
    if best and charsets.strictly(data, best.encoding) is not None:
        return best.encoding
    raise Unreadable("is in no encoding that could be told; save it as UTF-8")
