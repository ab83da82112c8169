"""The site that a preview serves: all of its files, or files that are made when they are asked for.

In: what a run made, or what a survey found. Out: bytes by site path, the same as a build would write.
"""

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Protocol

from dossier.exports import EXPORTS
from dossier.exports.feed import FEED, has_news
from dossier.link import Dossier
from dossier.memo import Memo
from dossier.outcome import Outcome
from dossier.pages.edition import Edition, address, file_of
from dossier.pages.laying import edition
from dossier.pages.making import listed, pages, pages_of_entry, pages_of_lists
from dossier.pages.pictures import image_files
from dossier.pages.views import Page
from dossier.pipeline import Survey, template_folders
from dossier.remade import key_of
from dossier.render import assets, render
from dossier.searching import FOLDER, document, index


class Site(Protocol):
    """What is served. dossier: of which it was made. assets: files of templates/assets, by site path."""

    dossier: Dossier
    assets: dict[str, bytes]

    def file(self, path: str) -> bytes | None:
        """A file's bytes, None where there is none."""


class Searched:
    """What a site is searched by, made when a search asks for the first of it: editors seldom do, and saves would wait."""

    def __init__(self, surveyed: Survey, memo: Memo) -> None:
        self._surveyed = surveyed
        self._memo = memo

    def file(self, path: str) -> bytes | None:
        """See Site."""
        return self._files.get(path) if path.startswith(f"{FOLDER}/") else None

    @cached_property
    def _files(self) -> dict[str, bytes]:
        laid = edition(self._surveyed.dossier, self._surveyed.answered)
        paths = [file_of(address(ref)) for ref, _ in laid.dossier.entries()]
        found = (document(laid, page) for path in paths for page in pages_of_entry(laid, path))
        return index(laid, filter(None, found), self._memo)


class Whole:
    """A site of which all has been made, but for what it is searched by."""

    def __init__(self, made: Outcome, surveyed: Survey, memo: Memo) -> None:
        self.dossier = surveyed.dossier
        self.assets = {path: made.files[path] for path in made.files if path.startswith("assets/")}
        self._files = made.files
        self._searched = Searched(surveyed, memo)

    def file(self, path: str) -> bytes | None:
        """See Site."""
        found = self._files.get(path)
        return self._searched.file(path) if found is None else found


class Begun:
    """A site without errors so far, of which files are made when they are asked for.

    A page of an entry costs that page; the first list costs all lists, and the first file for machines all pages. There is
    no manifest, which lists the digests of all files. laid: the survey's edition; before: the site that has the page whose
    template fails.
    """

    def __init__(self, laid: Edition, surveyed: Survey, root: Path, memo: Memo, before: Site | None = None) -> None:
        self.dossier = surveyed.dossier
        self._memo = memo
        self._before = before
        self._edition = laid.afresh()
        self._folders = template_folders(root)
        self.assets = assets(self._folders)
        self._images = image_files(surveyed.dossier.images)
        self._feed = FEED if has_news(surveyed.dossier) else ""
        self._searched = Searched(surveyed, memo)
        self._shown: dict[str, bytes] = {}

    def file(self, path: str) -> bytes | None:
        """See Site."""
        if path in self.assets:
            return self.assets[path]
        if path in self._shown:
            return self._shown[path]
        if path in self._images:
            return self._images[path]
        exported = next((export for name, export in EXPORTS if name == path), None)
        if exported:
            return exported(self._edition, [listed(page) for page in pages(self._edition)])
        if (found := self._searched.file(path)) is not None:
            return found
        page = next((page for page in pages_of_entry(self._edition, path) if page.path == path), None)
        page = page or self._lists.get(path)
        return self._rendered(page) if page else None

    def _rendered(self, page: Page) -> bytes | None:
        ((rendered, html),) = render(
            [(key_of(page), lambda: page)], self.dossier.config, self._folders, self._memo, self._feed
        )
        if rendered.problem:
            return self._before.file(page.path) if self._before else None
        # A page that is looked at is asked for twice: by the script, which sees that it is another one, and by the browser.
        self._shown[page.path] = html()
        return self._shown[page.path]

    @cached_property
    def _lists(self) -> dict[str, Page]:
        return _once(pages_of_lists(self._edition))


def _once(pages: Iterable[Page]) -> dict[str, Page]:
    """Pages by path, the first of those that have one."""
    found: dict[str, Page] = {}
    for page in pages:
        found.setdefault(page.path, page)
    return found
