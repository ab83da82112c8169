"""The fourth stage: a Dossier becomes what each template sees. A kind of page is one function in PAGES.

In: an edition of a linked dossier. Out: pages, one after another, since all at once would fill the memory; and when they
are known, a problem for two that want one address.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from unicodedata import normalize

from dossier.diagnostics import Place, Problem, problem
from dossier.frontmatter import shown
from dossier.link import Dossier
from dossier.pages.apparatus import REDIRECT, about_page, corrections_pages, not_found_page, old_way, redirects
from dossier.pages.edition import Edition, address, file_of
from dossier.pages.entries import claim_pages, note_pages
from dossier.pages.evidence import evidence_pages
from dossier.pages.factcheck import fact_check_pages
from dossier.pages.framing import Listed
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


def pages(edition: Edition) -> Iterator[Page]:
    """Every page of the site. Of two for one address, see `collisions`, the first counts."""
    for maker in PAGES:
        yield from maker(edition)


def listed(page: Page) -> Listed:
    """What is kept of a page."""
    return Listed(page.path, page.view.head.canonical, page.template == REDIRECT)


def collisions(dossier: Dossier, pages: Iterable[Listed], others: Collection[str] = ()) -> tuple[Problem, ...]:
    """A problem for each page whose address is taken, by one before it, a file that is no page (others) or but for case."""
    own = set(map(_folded, others))
    problems: list[Problem] = []
    for page in pages:
        if not page.moved:
            problems += _collision(dossier, page.path) if _folded(page.path) in own else ()
            own.add(_folded(page.path))
    return (*problems, *_taken_aliases(dossier, own))


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


def _collision(dossier: Dossier, path: str) -> Iterator[Problem]:
    """The problem of a second page at an address, at the last entry that is to stand there."""
    here = [entry.path for ref, entry in dossier.entries() if _folded(file_of(address(ref))) == _folded(path)]
    other = here[0] if len(here) > 1 else "the site itself"
    message = f"the page {path} can't be told from that of {other}"
    place = Place(here[-1] if here else f"site/{path}")
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
