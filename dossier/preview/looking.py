"""A look at the dossier: what is to be served from now on, and what is wrong.

In: the folder, and what the look before gave. Out: the site, unless an error keeps the last good one on show; problems.
"""

from collections.abc import Collection
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from dossier.diagnostics import Problem
from dossier.memo import Memo
from dossier.outcome import Counts, Outcome
from dossier.pages.edition import Edition
from dossier.pages.laying import edition
from dossier.pipeline import Survey, counts, make, survey
from dossier.preview.sites import Begun, Site, Whole


class Look(Struct, frozen=True):
    """What a look found.

    site: what is served: the last without an error that is known of; None where none has been without. problems: of the
    dossier as it is now, errors that its pages had when they were made last among them. fault: what the disk refuses, in
    a sentence; then the problems are none. misconfigured: they are of config.yaml, and nothing else was read.
    surveyed: of what pages are still to be made and inspected; None if all are. latest: what was found last, with its
    mistakes; laid: the last edition of what had none. late: problems that only the pages had. before: the last site that
    was made whole.
    """

    site: Site | None = None
    problems: tuple[Problem, ...] = ()
    fault: str = ""
    counts: Counts = Counts()
    misconfigured: bool = False
    surveyed: Survey | None = None
    latest: Survey | None = None
    laid: Edition | None = None
    late: tuple[Problem, ...] = ()
    before: Site | None = None

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(found for found in self.problems if found.severity == "error")

    def without(self, paths: Collection[str]) -> "Look":
        """The same, with these files of content/ to be read again, whatever the disk says of them."""
        if not paths or self.latest is None:
            return self
        gathered = self.latest.gathered
        return replace(
            self, latest=replace(self.latest, gathered=replace(gathered, reading=gathered.reading.without(paths)))
        )


def look(root: Path, memo: Memo, last: Look) -> Look:
    """Look at the dossier again; with an error, or a fault of the disk, what was served before stays.

    The first site is made whole. From then on what is without errors so far is served at once, and `finish` is due.
    """
    kept = Look(site=last.site, latest=last.latest, laid=last.laid, late=last.late, before=last.before)
    try:
        if not (root / "content").is_dir():
            return replace(kept, fault="there is no folder content/ here")
        surveyed = survey(root, memo, drafts=True, last=last.latest, again=True)
        if not isinstance(surveyed, Survey):
            return replace(kept, problems=surveyed, misconfigured=True)
        laid = kept.laid if surveyed.broken else edition(surveyed.dossier, surveyed.answered, kept.laid)
        kept = replace(kept, latest=surveyed, laid=laid)
        if last.site is None:
            return _judged(surveyed, root, memo, kept)
        # An error of the pages may be mended by now; but until they are made again, nothing says so.
        problems = tuple(sorted({*surveyed.problems, *last.late}))
        found = replace(kept, problems=problems, counts=counts(surveyed.dossier, 0), surveyed=surveyed)
        return (
            found
            if found.errors or laid is None
            else replace(found, site=Begun(laid, surveyed, root, memo, kept.before))
        )
    except OSError as error:
        return replace(kept, fault=_words(error, root))


def finish(begun: Look, root: Path, memo: Memo) -> Look:
    """Make the pages that a look left to be made; if only now an error shows, the last whole site is served again."""
    if begun.surveyed is None:
        return begun
    site = begun.site if begun.surveyed.broken else begun.before
    kept = Look(site=site, latest=begun.latest, laid=begun.laid, before=begun.before)
    try:
        return _judged(begun.surveyed, root, memo, kept)
    except OSError as error:
        return replace(kept, fault=_words(error, root))


def _judged(surveyed: Survey, root: Path, memo: Memo, kept: Look) -> Look:
    """Make all pages: the site, or with an error the one that is kept."""
    laid = None if surveyed.broken or kept.laid is None else kept.laid.afresh()
    made = make(surveyed, root, memo, indexed=False, laid=laid)
    late = tuple(found for found in made.problems if found not in surveyed.problems)
    found = replace(kept, problems=made.problems, counts=made.counts, late=late)
    if made.errors and kept.site:
        return found
    site = _without_drafts(made, surveyed, root, memo) if made.errors else Whole(made, surveyed, memo)
    return replace(found, site=site, before=site)


def _without_drafts(made: Outcome, surveyed: Survey, root: Path, memo: Memo) -> Site | None:
    """What a build would give, if drafts alone keep the first site from being shown: nobody has to mend those first."""
    drafts = {entry.path for _, entry in surveyed.dossier.entries() if entry.fields.draft}
    if any(found.severity == "error" and found.path not in drafts for found in made.problems):
        return None
    published = survey(root, memo)
    if not isinstance(published, Survey) or published.broken:
        return None
    built = make(published, root, memo, indexed=False)
    return None if built.errors else Whole(built, published, memo)


def _words(error: OSError, root: Path) -> str:
    """What the disk refuses; a file of the dossier by its path in it."""
    file = Path(error.filename) if isinstance(error.filename, str) else None
    place = file.relative_to(root).as_posix() if file and file.is_relative_to(root) else file
    return f"{error.strerror or error}: {place}" if place else str(error.strerror or error)
