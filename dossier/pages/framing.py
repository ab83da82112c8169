"""What stands around the matter of a page: its head, the site's name, the way to a list's further pages. As `elements`."""

from typing import Literal

from msgspec import Struct

from dossier.directions import Direction


class View(Struct, frozen=True, kw_only=True):
    """The base of all records below."""


Section = Literal["", "timeline", "evidence", "topics", "sources", "search", "about"]


class Head(View, frozen=True):
    """What every page has. root: the way from this page to the site's, as `../../`, empty at the top.

    data: JSON-LD that can stand in a `<script>` as it is; empty where there is none.
    """

    title: str
    description: str = ""
    root: str = ""
    path: str = ""
    canonical: str = ""
    section: Section = ""
    language: str = ""
    edit: str = ""
    data: str = ""


class Listed(Struct, frozen=True):
    """What is known of a page when it is set and gone: where it is written, its whole address, and whether it only leads on."""

    path: str
    canonical: str
    moved: bool = False


class Site(View, frozen=True):
    """What all pages share: from config.yaml. base: the path below which the site is published, as `/name/`.

    feed: the feed's site path, empty where there is none. interface: the language of the interface's words, which is
    the site's where there is a catalogue for it. direction: in which all pages are laid out.
    search: whether there is a page from which the site is searched.
    """

    title: str
    description: str
    language: str
    editors: tuple[str, ...]
    base: str
    feed: str = ""
    interface: str = "en"
    direction: Direction = "ltr"
    search: bool = False


class Pager(View, frozen=True):
    """Where a list that is too long for one page goes on."""

    number: int
    count: int
    previous: str = ""
    next: str = ""
