"""What pages say of citing them is made of: works, and their references in the site's style. As `elements`, for `views`."""

from dossier.citable import Work
from dossier.pages.framing import View


class CitedWork(View, frozen=True):
    """A work, for programs; and what its written reference is made of, for readers: names and dates in words.

    title: ready to stand in double marks, or in brackets where the editors supplied it. corrected: its last day is one of a
    correction. path: where it lies on this site, if that is all that is known of its address. name: of files.
    """

    work: Work
    title: str
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    published: str = ""
    corrected: bool = False
    accessed: str = ""
    archived: str = ""
    path: str = ""
    name: str = ""


class CitePanel(View, frozen=True):
    """How to cite what a page shows: the page, and on the page of a source the source itself."""

    page: CitedWork
    source: CitedWork | None = None
