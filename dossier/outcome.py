"""What a run found and made, as it is told; light to import, since a run that finds nothing changed only tells it again."""

from collections.abc import Mapping

from msgspec import Struct

from dossier.diagnostics import Problem
from dossier.write import Written


class Counts(Struct, frozen=True):
    """How much the dossier holds."""

    sources: int = 0
    notes: int = 0
    claims: int = 0
    topics: int = 0
    quotations: int = 0
    pages: int = 0

    @property
    def entries(self) -> int:
        return self.sources + self.notes + self.claims + self.topics


class Outcome(Struct, frozen=True):
    """What a run found and made. files: the whole site by path, empty if there are errors; open as long as the memo is.

    misconfigured: config.yaml can't be used. written: None where nothing was to be written, or nothing could be.
    unsearchable: config.yaml wants a search, and what makes its index is not installed. notices: what else the editor is to
    know before the site is published, each in a sentence or two, said once. digests: the SHA-256 of files, in hex.
    """

    problems: tuple[Problem, ...]
    counts: Counts
    files: Mapping[str, bytes]
    misconfigured: bool = False
    written: Written | None = None
    unsearchable: bool = False
    notices: tuple[str, ...] = ()
    digests: Mapping[str, str] = {}

    @property
    def errors(self) -> int:
        return sum(found.severity == "error" for found in self.problems)

    def blocks(self, strict: bool) -> bool:
        """Whether nothing may be written for its problems; `strict`: be they only warnings."""
        return bool(self.errors) or (strict and bool(self.problems))
