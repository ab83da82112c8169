"""The fourth stage: a Dossier becomes what each template sees. A kind of page is one function in PAGES.

In: a linked dossier, and the warnings that its editors answered. Out: pages, and a problem for two that want one address.
"""

from collections.abc import Callable, Iterator
from unicodedata import normalize

from dossier.diagnostics import Place, Problem, problem
from dossier.link import Dossier
from dossier.names import Ref
from dossier.pages.apparatus import about_page, corrections_page, gaps_page, not_found_page, redirects
from dossier.pages.edition import Edition, Way, edition, file_of
from dossier.pages.entries import claim_pages, note_pages, topic_pages
from dossier.pages.evidence import evidence_pages
from dossier.pages.lists import front_page, sources_pages, topics_pages
from dossier.pages.sources import source_pages
from dossier.pages.timeline import timeline_pages
from dossier.pages.views import Page

PageMaker = Callable[[Edition], Iterator[Page]]
PAGES: tuple[PageMaker, ...] = (
    front_page,
    timeline_pages,
    note_pages,
    claim_pages,
    topic_pages,
    source_pages,
    evidence_pages,
    sources_pages,
    topics_pages,
    corrections_page,
    gaps_page,
    about_page,
    not_found_page,
    redirects,
)

Answered = tuple[tuple[Problem, str], ...]


def pages(dossier: Dossier, answered: Answered = ()) -> tuple[tuple[Page, ...], tuple[Problem, ...]]:
    """Every page of the site, and a problem for each alias that takes another page's address."""
    made = edition(dossier, answered)
    found: dict[str, Page] = {}
    problems: list[Problem] = []
    for maker in PAGES:
        for page in maker(made):
            # Some file systems don't tell case apart, nor composed letters from decomposed ones.
            key = normalize("NFC", page.path).casefold()
            if key in found:
                problems.append(_collision(dossier, page))
            else:
                found[key] = page
    return tuple(found.values()), tuple(problems)


def _collision(dossier: Dossier, page: Page) -> Problem:
    """The problem of a second page at an address: an alias's place, else that of the entry whose page it is."""
    for _, entry in dossier.entries():
        for i, alias in enumerate(entry.fields.aliases):
            if file_of(_alias_path(alias)).casefold() == page.path.casefold():
                place = Place(entry.path, *entry.line(f"aliases.{i}"))
                return problem(place, "path-collision", f"the address {alias!r} is another page's", "remove the alias")
    kind_and_id = page.path.split("/")
    ref = Ref(kind_and_id[0][:-1], kind_and_id[1])  # type: ignore[arg-type]
    entry = dossier.of(ref.kind)[ref.id]
    return problem(Place(entry.path), "path-collision", f"another page is written to {page.path}", "rename the file")


def _alias_path(alias: str) -> str:
    return Way(f"{alias.strip().strip('/')}/").path
