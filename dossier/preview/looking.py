"""A look at the dossier: what is to be served from now on, and what is wrong.

In: the folder, and what the look before gave. Out: the site, unless an error keeps the last good one on show; problems.
"""

from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from dossier.diagnostics import Problem
from dossier.memo import Memo
from dossier.model import KINDS
from dossier.pipeline import Counts, Outcome, Survey, counts, make, survey
from dossier.preview.sites import Begun, Site, Whole

FEW = 1000
"""Entries of a dossier that is made whole before it is shown. A larger one is shown as soon as its words are checked; what
can be told only from all of its pages, as links that lead nowhere, follows."""


class Look(Struct, frozen=True):
    """What a look found.

    site: what is served: the last that had no error; None where none has been without. problems: of the dossier as it is
    now. fault: what the disk refuses, in a sentence; then the problems are none. surveyed: of what pages are still to be made and
    inspected; None if all are. before: the last site that was made whole.
    """

    site: Site | None = None
    problems: tuple[Problem, ...] = ()
    fault: str = ""
    counts: Counts = Counts()
    misconfigured: bool = False
    surveyed: Survey | None = None
    before: Site | None = None

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(found for found in self.problems if found.severity == "error")


def look(root: Path, memo: Memo, last: Look) -> Look:
    """Look at the dossier again; with an error, or a fault of the disk, what was served before stays."""
    kept = Look(site=last.site, before=last.before)
    try:
        if not (root / "content").is_dir():
            return replace(kept, fault="there is no folder content/ here")
        surveyed = survey(root, memo, drafts=True)
        if not isinstance(surveyed, Survey):
            return replace(kept, problems=surveyed, misconfigured=True)
        if sum(len(surveyed.dossier.of(kind)) for kind in KINDS) > FEW:
            return _begun(surveyed, root, memo, kept)
        return _judged(make(surveyed, root, memo), surveyed, root, memo, kept)
    except OSError as error:
        return replace(kept, fault=_words(error, root))


def finish(begun: Look, root: Path, memo: Memo) -> Look:
    """Make the rest of what a look began; with an error the last whole site is served again."""
    if begun.surveyed is None:
        return begun
    kept = Look(site=begun.before, before=begun.before)
    try:
        return _judged(make(begun.surveyed, root, memo), begun.surveyed, root, memo, kept)
    except OSError as error:
        return replace(kept, fault=_words(error, root))


def _begun(surveyed: Survey, root: Path, memo: Memo, kept: Look) -> Look:
    found = replace(kept, problems=surveyed.problems, counts=counts(surveyed.dossier, 0))
    return found if surveyed.broken else replace(found, site=Begun(surveyed, root, memo), surveyed=surveyed)


def _judged(made: Outcome, surveyed: Survey, root: Path, memo: Memo, kept: Look) -> Look:
    """The site that was made, or with an error the one that is kept."""
    site = _without_drafts(made, surveyed, root, memo) if made.errors and not kept.site else kept.site
    site = site if made.errors else Whole(made, surveyed.dossier)
    return Look(site, made.problems, counts=made.counts, before=site)


def _without_drafts(made: Outcome, surveyed: Survey, root: Path, memo: Memo) -> Site | None:
    """What a build would give, if drafts alone keep the first site from being shown: nobody has to mend those first."""
    drafts = {entry.path for _, entry in surveyed.dossier.entries() if entry.fields.draft}
    if any(found.severity == "error" and found.path not in drafts for found in made.problems):
        return None
    published = survey(root, memo)
    if not isinstance(published, Survey) or published.broken:
        return None
    built = make(published, root, memo)
    return None if built.errors else Whole(built, published.dossier)


def _words(error: OSError, root: Path) -> str:
    """What the disk refuses; a file of the dossier by its path in it."""
    file = Path(error.filename) if isinstance(error.filename, str) else None
    place = file.relative_to(root).as_posix() if file and file.is_relative_to(root) else file
    return f"{error.strerror or error}: {place}" if place else str(error.strerror or error)
