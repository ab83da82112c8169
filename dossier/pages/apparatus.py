"""The editorial apparatus: corrections, what the site's words mean, old addresses, and the page for none."""

from collections.abc import Iterator

from msgspec.structs import replace

from dossier.config import base_path
from dossier.names import title_of
from dossier.pages.edition import Edition, Way, address, canonical, file_of, head
from dossier.pages.rows import correction_row, corrections
from dossier.pages.views import AboutPage, CorrectionsPage, NotFoundPage, Page, RedirectPage


def corrections_page(edition: Edition) -> Iterator[Page]:
    """All corrections of the dossier, the latest first."""
    way = Way("corrections/")
    rows = [correction_row(*one, way=way) for one in corrections(edition.dossier.entries())]
    view = CorrectionsPage(head=head(edition.dossier, way, "Corrections", "about"), corrections=tuple(rows))
    yield Page(file_of(way.path), "corrections.html", view)


# --- about the site itself


def about_page(edition: Edition) -> Iterator[Page]:
    """What the words on this site mean, and what they do not."""
    way = Way("about/")
    quotations = sum(len(quotes) for quotes in edition.dossier.quotes.values())
    view = AboutPage(
        head=head(edition.dossier, way, "About", "about"),
        sources=len(edition.dossier.sources),
        quotations=quotations,
    )
    yield Page(file_of(way.path), "about.html", view)


def old_way(alias: str) -> Way:
    """An old address: of a file where it ends in `.html`, else of a folder."""
    path = alias.removesuffix("/")
    return Way(path if path.endswith(".html") else f"{path}/")


def redirects(edition: Edition) -> Iterator[Page]:
    """A page at each old address that leads to where the entry is now."""
    for ref, entry in edition.dossier.entries():
        for alias in entry.fields.aliases:
            way = old_way(alias)
            now = canonical(edition.dossier.config, address(ref))
            page_head = replace(head(edition.dossier, way, title_of(entry)), canonical=now)
            view = RedirectPage(head=page_head, to=way.to_entry(ref))
            yield Page(file_of(way.path), "redirect.html", view)


def not_found_page(edition: Edition) -> Iterator[Page]:
    """Served for any address that leads nowhere, at any depth: its links begin at the site's base."""
    way = Way("404.html")
    page_head = replace(head(edition.dossier, way, "Not found"), root=base_path(edition.dossier.config), canonical="")
    yield Page("404.html", "404.html", NotFoundPage(head=page_head))
