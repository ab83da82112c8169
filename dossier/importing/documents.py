"""What an import makes of a file: a document with every field that is truly in it, and its text as Markdown."""

from msgspec import Struct


class Document(Struct, frozen=True, kw_only=True):
    """A source in the making. Field names are those of front matter; empty for what the document does not say.

    body: Markdown whose words are the document's. left_out: what of the file is not in the body, in words for the editor.
    provenance: sentences for the field of that name. unplaced: fields of a library's item that have no place here.
    """

    title: str = ""
    supplied_title: str = ""
    short_title: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    published: str = ""
    accessed: str = ""
    url: str = ""
    archive_url: str = ""
    archive_date: str = ""
    language: str = ""
    type: str = ""
    as_printed: dict[str, str] = {}
    body: str = ""
    left_out: tuple[str, ...] = ()
    provenance: tuple[str, ...] = ()
    unplaced: tuple[str, ...] = ()


class Unreadable(Exception):
    """Why nothing can be imported from a file, as the end of a sentence: `is empty`."""


class Uninstalled(Unreadable):
    """It could be, with what the extra `import` brings."""
