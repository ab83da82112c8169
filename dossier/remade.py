"""Pages on their way to be set: most are made only if something that they were made of has changed.

In: an edition. Out: what stays of each page, its key, and what makes it if it has to be set. A run notes of which parts of
the dossier an entry's pages, and each page of fact-check sheets, were made (`tracing`); the next one asks whether these are
worth what they were. Lists are made in every run.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from hashlib import blake2b
from typing import Any

from msgspec import Struct, msgpack
from msgspec.structs import replace

from dossier.indexing import Document
from dossier.memo import Memo
from dossier.model import Entry
from dossier.names import Ref
from dossier.pages import making
from dossier.pages.edition import Edition
from dossier.pages.factcheck import fact_check_pages
from dossier.pages.framing import Listed
from dossier.pages.making import OF_ENTRIES, PageMaker, listed
from dossier.pages.sheets import path_of
from dossier.pages.views import Page
from dossier.searching import document
from dossier.tracing import WHOLE, Trace, Traced

_KEYS: dict[str, Any] = {
    "sources": str,
    "notes": str,
    "claims": str,
    "topics": str,
    "originals": str,
    "images": str,
    "quotes": Ref,
    "targets": Ref,
    "sentences": Ref,
    "mentions": Ref,
    "outlets": str,
    "standings": str,
    "cited": str,
    "sheet_at": Ref,
    "persons": str,
    "apart": tuple[Ref, str],
}
"""The mappings of which pages are made, and what their keys are."""
_OF_PAGES_ALONE = ("quote", "numbers")
"""What the pages of a run share (`Edition.once`) and nothing else needs: of quotations as they are shown, a great deal."""


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
    """Pages, and of what they were made.

    parts: mappings' names, and keys as MessagePack; worth: a digest of what they held. searched: whether words are kept, too.
    """

    parts: tuple[tuple[str, bytes], ...]
    worth: bytes
    pages: tuple[Kept, ...]
    searched: bool


def made(edition: Edition, memo: Memo, searched: bool = False) -> Iterator[Made]:
    """Every page of the site, in the order of `making.pages`. searched: whether their words are wanted, too.

    edition: one of which nothing was made yet; what these pages share is there for whoever comes after them.
    """
    traced, worth = _traced(edition)
    common = blake2b(msgpack.encode(_common(edition)), digest_size=16).digest()
    for maker in making.PAGES:
        for name, some in _units(edition, maker):
            if name:
                key = blake2b(common + name.encode(), digest_size=16).digest()
                yield from _remade(traced, worth, memo, key, some, searched)
                continue
            for page in some(traced):
                yield Made(_kept(traced, page, searched), partial(_same, page))
            # Nobody asks of what these are made: of almost all there is.
            traced.trace.parts.clear()
    traced.let_go(_OF_PAGES_ALONE)


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


def _remade(
    traced: Edition, worth: "_Worth", memo: Memo, key: bytes, some: PageMaker, searched: bool
) -> Iterator[Made]:
    """Some pages, made if they have to be."""
    last = memo.recall("pages", key, _Remembered)
    if last and (last.searched or not searched) and worth.of(last.parts) == last.worth:
        for kept in last.pages:
            yield Made(kept, partial(_page, traced, some, kept.listed.path))
        return
    with traced.trace.apart() as asked:
        pages = list(some(traced))
        found = tuple(_kept(traced, page, searched) for page in pages)
    parts = tuple(sorted((name, msgpack.encode(one)) for name, one in asked))
    memo.keep("pages", key, _Remembered(parts, worth.of(parts), found, searched))
    for kept, page in zip(found, pages, strict=True):
        yield Made(kept, partial(_same, page))


def _page(edition: Edition, some: PageMaker, path: str) -> Page:
    return next(page for page in some(edition) if page.path == path)


def _kept(edition: Edition, page: Page, searched: bool) -> Kept:
    return Kept(key_of(page), listed(page), document(edition, page) if searched else None)


# --- what they were made of


def _common(edition: Edition) -> object:
    """What each page may be made of that is no mapping."""
    dossier = edition.dossier
    return dossier.config, dossier.events, edition.sheets, edition.answered, edition.speech.digest


def _traced(edition: Edition) -> tuple[Edition, "_Worth"]:
    """The edition with mappings that note what they are asked for, and what tells their worth."""
    trace, maps = Trace(), dict[str, Traced[Any, Any]]()

    def traced(name: str, of: Any) -> Any:
        maps[name] = Traced(name, of, trace)
        return maps[name]

    dossier = edition.dossier
    fields = "sources notes claims topics originals images quotes targets sentences mentions standings".split()
    given = {name: traced(name, getattr(dossier, name)) for name in fields}
    outlets = traced("outlets", dossier.origins.outlets)
    origins = replace(dossier.origins, sources=given["sources"], topics=given["topics"], outlets=outlets)
    own = {name: traced(name, getattr(edition, name)) for name in "cited sheet_at persons apart".split()}
    whole = replace(edition, dossier=replace(dossier, origins=origins, **given), trace=trace, **own)
    return whole, _Worth(maps)


class _Worth:
    """Digests of what mappings hold, each made when it is first asked for."""

    def __init__(self, maps: dict[str, Traced[Any, Any]]) -> None:
        self._maps = maps
        self._known: dict[tuple[str, bytes], bytes] = {}

    def of(self, parts: Iterable[tuple[str, bytes]]) -> bytes:
        """A digest of parts, their keys as MessagePack."""
        digest = blake2b(digest_size=16)
        for part in parts:
            if part not in self._known:
                self._known[part] = self._of(*part)
            digest.update(self._known[part])
        return digest.digest()

    def _of(self, name: str, key: bytes) -> bytes:
        found = self._maps[name]
        if key == _WHOLE:
            digest = blake2b(digest_size=16)
            for each, value in found.all_untraced():
                digest.update(msgpack.encode(each) + _digest(value))
            return digest.digest()
        return _digest(found.untraced(msgpack.decode(key, type=_KEYS[name])))


_WHOLE = msgpack.encode(WHOLE)


def _digest(value: object) -> bytes:
    """What a value is worth. An entry's file is all that it is made of; it is another record whenever that changes."""
    if isinstance(value, Entry):
        value = (value.path, value.digest)
    return blake2b(msgpack.encode(value), digest_size=16).digest()
