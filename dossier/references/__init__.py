"""References to works in the formats that other programs read: CSL-JSON, BibTeX, RIS. In: works. Out: text."""

from collections.abc import Callable, Sequence

from dossier.citable import Work
from dossier.languages import Speech
from dossier.references.bibtex import bibtex
from dossier.references.csl import csl_json
from dossier.references.ris import ris

Format = Callable[[Sequence[Work], Speech], str]
"""From works to a file's text. Speech: for what of a date a format can only have in words."""
FORMATS: tuple[tuple[str, str, str, Format], ...] = (
    ("CSL-JSON", "json", "application/vnd.citationstyles.csl+json", csl_json),
    ("BibTeX", "bib", "application/x-bibtex", bibtex),
    ("RIS", "ris", "application/x-research-info-systems", ris),
)
"""Each format's name, the ending of its files, its media type, and what writes it."""
