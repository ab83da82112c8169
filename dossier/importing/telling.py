"""What kind of file it is, by its bytes and not by its name; and the text that the bytes stand for."""

import json
import re
from typing import Literal, NamedTuple

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
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w:.-]{2,40})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"\A\s*<\?xml[^>]{0,200}?encoding=[\"']([\w.-]{2,40})")
_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|div|p|h1|table)\b", re.IGNORECASE)
_ENTRY = re.compile(r"^\s*@[A-Za-z]+\s*[{(]", re.MULTILINE)
_WIDER = {
    **dict.fromkeys("ascii us-ascii iso-8859-1 iso8859-1 latin1 latin-1 l1 windows-1252 x-cp1252".split(), "cp1252"),
    **dict.fromkeys("euc-kr ks_c_5601-1987 ks_c_5601 ksc5601 korean windows-949 cseuckr".split(), "cp949"),
    **dict.fromkeys("shift_jis shift-jis sjis x-sjis windows-31j ms_kanji".split(), "cp932"),
    **dict.fromkeys("gb2312 gbk x-gbk gb_2312-80 chinese csgb2312".split(), "gb18030"),
    **dict.fromkeys("big5 big5-hkscs x-x-big5 cn-big5".split(), "big5hkscs"),
    **dict.fromkeys("iso-8859-9 latin5 windows-1254".split(), "cp1254"),
    "tis-620": "cp874",
    "x-mac-cyrillic": "mac-cyrillic",
}
"""Labels that browsers take for a wider encoding (WHATWG Encoding Standard, 4.2 "Names and labels")."""
_LANGUAGES = {
    "cp949": "ko",
    "euc_kr": "ko",
    "cp932": "ja",
    "shift_jis": "ja",
    "euc_jp": "ja",
    "gb18030": "zh",
    "big5": "zh",
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
    bom = next((encoding for mark, encoding in _BOMS if data.startswith(mark)), "")
    if b"\0" in data and bom != "utf-16":
        raise Unreadable("is no text")
    is_page = bool(_MARKUP.search(data[:5000].replace(b"\0", b"")))
    text, encoding, stated = _decoded(data, bom, is_page)
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


def _decoded(data: bytes, bom: str, is_page: bool) -> tuple[str, str, bool]:
    declared = [
        found[1].decode().lower() for found in (_XML_ENCODING.search(data[:300]), _CHARSET.search(data[:5000])) if found
    ]
    labels = [bom] if bom else [*(_WIDER.get(label, label) for label in (declared if is_page else [])), "utf-8"]
    for label in labels:
        try:
            return data.decode(label).removeprefix("\ufeff"), label, True
        except (UnicodeDecodeError, LookupError):
            continue
    guessed = _guessed(data)
    return data.decode(guessed, errors="strict"), guessed, False


def _guessed(data: bytes) -> str:
    """The encoding that the bytes look like. Unreadable if that can't be told."""
    try:
        from charset_normalizer import from_bytes
    except ImportError:
        best = None
    else:
        best = from_bytes(data).best()
    for name in filter(None, (best.encoding if best else None, "cp1252")):
        try:
            data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
        return name
    raise Unreadable("is in no encoding that could be told; save it as UTF-8")
