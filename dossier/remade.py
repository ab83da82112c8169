"""Pages on their way to be set: most are made only if something that they were made of has changed.

In: an edition that notes what it is asked for. Out: what stays of each page, its key, and what makes it if it has to be set.
An entry's pages, and each page of fact-check sheets, are recalled as long as what they were made of is worth what it was
(`worth`). Lists are made in every run, of pieces that are recalled likewise.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from hashlib import blake2b

from msgspec import Struct, msgpack

from dossier.indexing import Document
from dossier.pages import making
from dossier.pages.edition import Edition
from dossier.pages.factcheck import fact_check_pages
from dossier.pages.framing import Listed
from dossier.pages.making import OF_ENTRIES, PageMaker, listed
from dossier.pages.sheets import path_of
from dossier.pages.views import Page
from dossier.searching import document
from dossier.worth import Noting

_OF_EXPORTS = ("statements", "summary")
"""What the pages of a run share (`Edition.once`) with exports."""


class Kept(Struct, frozen=True):
    """What stays of a page. key: a digest of all that it is set with. document: what is searched of it, if that was asked for."""

    key: bytes
    listed: Listed
    document: Document | None = None


class Made(Struct, frozen=True):
    """A page that can be set: make gives it, and costs what it costs to make."""

    kept: Kept
    make: Callable[[], Page]


class _Remembered(Struct, frozen=True):
    """Pages that were made together. searched: whether words are kept, too."""

    pages: tuple[Kept, ...]
    searched: bool


class Passed:
    """What is kept of pages on their way from being made to being set: an address each, and their words for a search."""

    def __init__(self) -> None:
        self.listed: list[Listed] = []
        self.documents: list[Document] = []

    def through(self, pages: Iterable[Made]) -> Iterator[tuple[bytes, Callable[[], Page]]]:
        """The pages as `render` takes them."""
        for page in pages:
            self.listed.append(page.kept.listed)
            if page.kept.document:
                self.documents.append(page.kept.document)
            yield page.kept.key, page.make


def made(noting: Noting, searched: bool = False) -> Iterator[Made]:
    """Every page of the site, in the order of `making.pages`. searched: whether their words are wanted, too.

    noting: an edition of which nothing was made yet.
    """
    edition = noting.edition
    for maker in making.PAGES:
        for name, some in _units(edition, maker):
            if name:
                yield from _remade(noting, name.encode(), some, searched)
                continue
            for page in some(edition):
                yield Made(_kept(edition, page, searched), partial(_same, page))
            # Nobody asks of what these are made: of almost all there is.
            edition.trace.parts.clear()
    edition.let_go(_OF_EXPORTS)


def key_of(page: Page) -> bytes:
    """A digest of a page: of all that it is set with, but for templates and the site's own settings."""
    return blake2b(msgpack.encode(page), digest_size=16).digest()


def _same(page: Page) -> Page:
    return page


def _units(edition: Edition, maker: PageMaker) -> Iterator[tuple[str, PageMaker]]:
    """The pages that a maker makes in parts that can be asked for alone, each with its name; else all of them, without one."""
    folder = next((name for name, of_entries in OF_ENTRIES.items() if of_entries is maker), None)
    if folder:
        for id_ in getattr(edition.dossier, folder):
            yield f"{folder}/{id_}", partial(OF_ENTRIES[folder], only=id_)
    elif maker is fact_check_pages:
        for number, _ in enumerate(edition.sheets):
            yield path_of(number), partial(fact_check_pages, only=number)
    else:
        yield "", maker


def _remade(noting: Noting, name: bytes, some: PageMaker, searched: bool) -> Iterator[Made]:
    """Some pages, made if they have to be."""
    edition = noting.edition
    last = noting.recall("pages", name, _Remembered)
    if last and (last.searched or not searched):
        for kept in last.pages:
            yield Made(kept, partial(_page, edition, some, kept.listed.path))
        return
    pages = list[Page]()

    def make() -> _Remembered:
        pages.extend(some(edition))
        return _Remembered(tuple(_kept(edition, page, searched) for page in pages), searched)

    found, _ = noting.made("pages", name, make)
    for kept, page in zip(found.pages, pages, strict=True):
        yield Made(kept, partial(_same, page))


def _page(edition: Edition, some: PageMaker, path: str) -> Page:
    return next(page for page in some(edition) if page.path == path)


def _kept(edition: Edition, page: Page, searched: bool) -> Kept:
    return Kept(key_of(page), listed(page), document(edition, page) if searched else None)
