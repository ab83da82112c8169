"""The page from which the site is searched."""

from collections.abc import Iterator

from dossier.pages.edition import Edition, Way, file_of, head
from dossier.pages.views import Page, SearchPage


def search_pages(edition: Edition) -> Iterator[Page]:
    """The search page, where config.yaml wants one; what it searches is made of all others (`searching`)."""
    way = Way("search/")
    if edition.dossier.config.search:
        view = SearchPage(head=head(edition.dossier, way, edition.speech.gettext("Search"), "search"))
        yield Page(file_of(way.path), "search.html", view)
