"""The editorial apparatus: corrections, gaps, what the site's words mean, old addresses, and the page for none."""

from collections.abc import Iterator

from msgspec.structs import replace

from dossier.config import base_path
from dossier.names import Ref, title_of
from dossier.pages.edition import Edition, Way, address, canonical, file_of, head
from dossier.pages.elements import Gap
from dossier.pages.rows import claim_row, correction_row, corrections
from dossier.pages.views import AboutPage, CorrectionsPage, GapsPage, NotFoundPage, Page, RedirectPage
from dossier.standing import Verdict


def corrections_page(edition: Edition) -> Iterator[Page]:
    """All corrections of the dossier, the latest first."""
    way = Way("corrections/")
    rows = [correction_row(*one, way=way) for one in corrections(edition.dossier.entries())]
    view = CorrectionsPage(head=head(edition.dossier, way, "Corrections", "about"), corrections=tuple(rows))
    yield Page(file_of(way.path), "corrections.html", view)


def gaps_page(edition: Edition) -> Iterator[Page]:
    """What the dossier lacks, and what its editors answered when they were warned."""
    way = Way("gaps/")
    groups = (
        (
            "Single-origin claims",
            "Only one independent origin supports these, or none is established.",
            _single(edition, way),
        ),
        ("Claims without support", "No source here supports these.", _unsupported(edition, way)),
        ("Sources without an address", "A reader can't go to these.", _sources(edition, way, "url")),
        (
            "Sources without an archived copy",
            "If the address dies, the words are gone.",
            _sources(edition, way, "archive_url"),
        ),
        ("Sources without a date", "It is not known when these were published.", _sources(edition, way, "published")),
        (
            "Warnings that the editors answered",
            "What the program warned of, and their reason.",
            _answered(edition, way),
        ),
    )
    view = GapsPage(head=head(edition.dossier, way, "Gaps", "about"), groups=tuple(g for g in groups if g[2]))
    yield Page(file_of(way.path), "gaps.html", view)


def _single(edition: Edition, way: Way) -> tuple[Gap, ...]:
    return _by_verdict(edition, way, "single-origin")


def _unsupported(edition: Edition, way: Way) -> tuple[Gap, ...]:
    return _by_verdict(edition, way, "unsupported")


def _by_verdict(edition: Edition, way: Way, verdict: Verdict) -> tuple[Gap, ...]:
    found: list[Gap] = []
    for claim in edition.dossier.claims.values():
        row = claim_row(edition, way, claim)
        if row.standing.verdict == verdict:
            found.append(Gap(href=row.href, title=row.claim, words=f"{row.standing.words}."))
    return tuple(found)


def _sources(edition: Edition, way: Way, field: str) -> tuple[Gap, ...]:
    return tuple(
        Gap(href=way.to_entry(Ref("source", source.id)), title=title_of(source), words="")
        for source in edition.dossier.sources.values()
        if not getattr(source.fields, field)
    )


def _answered(edition: Edition, way: Way) -> tuple[Gap, ...]:
    by_path = {entry.path: (ref, entry) for ref, entry in edition.dossier.entries()}
    found: list[Gap] = []
    for warning, reason in edition.answered:
        ref, entry = by_path[warning.path]
        words = f"{warning.message[:1].upper()}{warning.message[1:]}. The editors: {reason}"
        found.append(Gap(href=way.to_entry(ref), title=title_of(entry), words=words))
    return tuple(found)


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
