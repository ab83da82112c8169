"""The editorial apparatus: corrections, what the site's words mean, old addresses, and the page for none."""

import re
from collections.abc import Iterator

from msgspec.structs import replace

from dossier.config import base_path
from dossier.link import Dossier
from dossier.model import AnyEntry
from dossier.names import Ref, title_of
from dossier.pages.citing import cite_dossier
from dossier.pages.divided import corrections
from dossier.pages.edition import Edition, Way, address, canonical, file_of, head
from dossier.pages.rows import correction_row
from dossier.pages.spread import pagers, spread
from dossier.pages.views import AboutPage, CorrectionsPage, NotFoundPage, Page, RedirectPage

LONGEST = 110_000, 400
"""Bytes and rows of the corrections on a page: of each more is markup than of other rows."""
CORRECTIONS_FEED = "corrections.xml"
REDIRECT = "redirect.html"
"""The template of what stands at an old address."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def corrections_pages(edition: Edition) -> Iterator[Page]:
    """All corrections of the dossier, the latest first."""
    path = "corrections/"
    found = corrections(edition.dossier.entries())
    has_feed = bool(edition.dossier.config.url and dated_corrections(edition.dossier))
    pages = spread(path, found, lambda way, one: correction_row(edition, *one, way=way), *LONGEST)
    for way, rows, pager in pagers(path, pages):
        view = CorrectionsPage(
            head=head(edition.dossier, way, edition.speech.gettext("Corrections"), "about"),
            corrections=rows,
            feed=way.to(CORRECTIONS_FEED) if has_feed else "",
            pager=pager,
        )
        yield Page(file_of(way.path), "corrections.html", view)


def dated_corrections(dossier: Dossier) -> list[tuple[str, Ref, AnyEntry, int]]:
    """The corrections whose day is known, the latest first: the first day that they may be of, of which entry, their number."""
    found = [(_day(entry, number), ref, entry, number) for ref, entry, number in corrections(dossier.entries())]
    return sorted((one for one in found if _DAY.fullmatch(one[0])), key=lambda one: one[0], reverse=True)


def _day(entry: AnyEntry, number: int) -> str:
    return entry.dates[f"corrections.{number}.date"].earliest or ""


# --- about the site itself


def about_page(edition: Edition) -> Iterator[Page]:
    """What the words on this site mean, and what they do not."""
    way = Way("about/")
    quotations = sum(len(quotes) for quotes in edition.dossier.quotes.values())
    view = AboutPage(
        head=head(edition.dossier, way, edition.speech.gettext("About"), "about"),
        sources=len(edition.dossier.sources),
        quotations=quotations,
        cite=cite_dossier(edition),
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
            yield Page(file_of(way.path), REDIRECT, view)


def not_found_page(edition: Edition) -> Iterator[Page]:
    """Served for any address that leads nowhere, at any depth: its links begin at the site's base."""
    way = Way("404.html")
    found = head(edition.dossier, way, edition.speech.gettext("Not found"))
    page_head = replace(found, root=base_path(edition.dossier.config), canonical="")
    yield Page("404.html", "404.html", NotFoundPage(head=page_head))
