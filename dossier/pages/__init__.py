"""The fourth stage: a Dossier becomes what each template sees. A kind of page is one function in PAGES.

In: an edition of a linked dossier. Out: pages, and a problem for two that want one address.
"""

from collections.abc import Callable, Collection, Iterator
from unicodedata import normalize

from dossier.diagnostics import Place, Problem, problem
from dossier.frontmatter import shown
from dossier.link import Dossier
from dossier.pages.apparatus import about_page, corrections_pages, not_found_page, old_way, redirects
from dossier.pages.edition import Edition, address, file_of
from dossier.pages.entries import claim_pages, note_pages
from dossier.pages.evidence import evidence_pages
from dossier.pages.factcheck import fact_check_pages
from dossier.pages.front import front_page
from dossier.pages.gaps import gaps_pages
from dossier.pages.lists import sources_pages, topics_pages
from dossier.pages.search import search_pages
from dossier.pages.sources import source_pages
from dossier.pages.timeline import timeline_pages
from dossier.pages.topics import topic_pages
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
    fact_check_pages,
    sources_pages,
    topics_pages,
    corrections_pages,
    gaps_pages,
    search_pages,
    about_page,
    not_found_page,
    redirects,
)

OF_ENTRIES: dict[str, Callable[..., Iterator[Page]]] = {
    "notes": note_pages,
    "claims": claim_pages,
    "topics": topic_pages,
    "sources": source_pages,
}
"""Those of them that make the pages of entries, by the folder that these stand in: each can be asked for one entry alone."""


def pages(edition: Edition, others: Collection[str] = ()) -> tuple[tuple[Page, ...], tuple[Problem, ...]]:
    """Every page of the site, and a problem for each whose address is taken. others: paths of files that are no pages."""
    dossier = edition.dossier
    found: dict[str, Page] = {}
    own = set(map(_folded, others))
    problems: list[Problem] = []
    for maker in PAGES:
        for page in maker(edition):
            if maker is not redirects:
                problems += _collision(dossier, page) if _folded(page.path) in own else ()
                own.add(_folded(page.path))
            # One page of two that differ by case alone would leave the other's links without a target.
            found.setdefault(page.path, page)
    return tuple(found.values()), (*problems, *_taken_aliases(dossier, own))


def pages_of_entry(edition: Edition, path: str) -> Iterator[Page]:
    """The pages of the entry to which a file's path belongs, as `notes/visit/index.html`; none if it is no entry's."""
    folder, _, rest = path.partition("/")
    id_, slash, _ = rest.partition("/")
    if slash and folder in OF_ENTRIES:
        yield from OF_ENTRIES[folder](edition, id_)


def pages_of_lists(edition: Edition) -> Iterator[Page]:
    """All pages but those of entries."""
    for maker in PAGES:
        if maker not in OF_ENTRIES.values():
            yield from maker(edition)


def _folded(path: str) -> str:
    """A path as file systems compare it: some don't tell case apart, nor composed letters from decomposed ones."""
    return normalize("NFC", path).casefold()


def _collision(dossier: Dossier, page: Page) -> Iterator[Problem]:
    """The problem of a second page at an address, at the last entry that is to stand there."""
    here = [entry.path for ref, entry in dossier.entries() if _folded(file_of(address(ref))) == _folded(page.path)]
    other = here[0] if len(here) > 1 else "the site itself"
    message = f"the page {page.path} can't be told from that of {other}"
    place = Place(here[-1] if here else f"site/{page.path}")
    yield problem(place, "path-collision", message, "give the file another name")


def _taken_aliases(dossier: Dossier, own: Collection[str]) -> Iterator[Problem]:
    """Old addresses where something stands, or that lead through a file, as `dossier.json/old/` would."""
    owners = dict.fromkeys(own, "the site itself")
    owners |= {_folded(file_of(address(ref))): entry.path for ref, entry in dossier.entries()}
    folders = {folder: owner for file, owner in owners.items() for folder in _folders(file)}
    for _, entry in dossier.entries():
        for i, alias in enumerate(entry.fields.aliases):
            file = _folded(file_of(old_way(alias).path))
            through = next((owners[folder] for folder in _folders(file) if folder in owners), "")
            if owner := owners.get(file) or folders.get(file) or through:
                place = Place(entry.path, *entry.line(f"aliases.{i}"))
                message = f"the address {shown(alias)} belongs to {owner}"
                yield problem(place, "path-collision", message, "remove the alias")
            owners[file] = f"an alias in {entry.path}"
            folders |= dict.fromkeys(_folders(file), owners[file])


def _folders(file: str) -> Iterator[str]:
    """The folders that lead to a file, the outermost last."""
    while folder := file.rpartition("/")[0]:
        yield folder
        file = folder
