"""A source's file, written: front matter in the order in which an editor reads it, then the text.

What is written is read again, and says the same; a value for which plain YAML could mean something else is put in quotes.
"""

import json
import textwrap
from collections.abc import Iterator, Mapping

from dossier.blanks import as_yaml
from dossier.importing.documents import Document

WIDTH = 118
_FOLDED = ("provenance",)


def source_text(document: Document, original: str, sha256: str) -> str:
    """The file of a source. original: the name below content/originals/."""
    fields: dict[str, object] = {
        "title": document.title,
        "supplied-title": document.supplied_title,
        "short-title": document.short_title,
        "author": document.authors[0] if len(document.authors) == 1 else list(document.authors),
        "publisher": document.publisher,
        "published": document.published,
        "accessed": document.accessed,
        "url": document.url,
        "archive-url": document.archive_url,
        "archive-date": document.archive_date,
        "type": document.type,
        "language": document.language,
        "as-printed": document.as_printed,
        "original": original,
        "sha256": sha256,
        "provenance": " ".join(document.provenance),
    }
    lines = [line for name, value in fields.items() if value for line in _field(name, value)]
    return "\n".join(["---", *lines, "---", "", document.body, ""]).replace("\n\n\n", "\n\n")


def _field(name: str, value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield f"{name}:"
        yield from (f"  {key}: {json.dumps(text, ensure_ascii=False)}" for key, text in value.items())
    elif isinstance(value, list):
        yield f"{name}:"
        yield from (f"  - {as_yaml(text)}" for text in value)
    elif name in _FOLDED:
        yield f"{name}: >-"
        yield from (
            f"  {line}" for line in textwrap.wrap(str(value), WIDTH, break_long_words=False, break_on_hyphens=False)
        )
    elif name in ("published", "accessed", "url", "archive-url", "archive-date", "sha256", "original"):
        plain = str(value) if not set(str(value)) & set("#{}[],&*!|>'\"%@` ") and ": " not in str(value) else ""
        yield f"{name}: {plain or json.dumps(str(value), ensure_ascii=False)}"
    else:
        yield f"{name}: {as_yaml(str(value))}"
