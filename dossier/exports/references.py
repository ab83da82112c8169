"""/references.json, .bib, .ris: all sources of the dossier, for programs that manage references."""

from collections.abc import Callable, Sequence
from functools import partial

from dossier.citable import source_work
from dossier.pages.edition import Edition
from dossier.pages.framing import Listed
from dossier.references import FORMATS, Format


def _references(form: Format, edition: Edition, _: Sequence[Listed]) -> bytes:
    """UTF-8; without sources a library of none, for pages link to it."""
    works = [source_work(source, edition.persons) for source in edition.dossier.sources.values()]
    return form(works, edition.speech).encode()


REFERENCES: tuple[tuple[str, Callable[[Edition, Sequence[Listed]], bytes]], ...] = tuple(
    (f"references.{ending}", partial(_references, form)) for _, ending, _, form in FORMATS
)
"""The site path of each of these exports, and what makes it."""
