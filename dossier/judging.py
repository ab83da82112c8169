"""Which of the problems that were found stand: not those of drafts, of what is only not read, and those that editors answered."""

from collections.abc import Sequence

from dossier.diagnostics import Problem
from dossier.ids import KINDS
from dossier.link import Dossier
from dossier.pages.edition import Answered
from dossier.read import Corpus

FAULTS_OF_FILES = frozenset(
    "not-utf8 bad-character too-large bad-id duplicate-id bad-front-matter cut-value missing-field unknown-field bad-value"
    " bad-date".split()
)
"""Codes of files of which something could not be read."""
LACKING = frozenset(("source-without-url", "unexplained-date", "uncited-event"))
"""Codes of what an entry lacks by what stands in its own file."""
ELSEWHERE = frozenset(("uncited-source", "shared-text"))
"""Codes of what another file may mend."""


def published(problems: Sequence[Problem], corpus: Corpus, drafts: bool) -> tuple[Problem, ...]:
    """Problems without those of drafts, which are not published yet and may be unfinished."""
    kinds = (corpus.sources, corpus.notes, corpus.claims, corpus.topics)
    hidden = set() if drafts else {entry.path for kind in kinds for entry in kind.values() if entry.fields.draft}
    return tuple(found for found in problems if found.path not in hidden)


def of_what_was_read(problems: Sequence[Problem], faults: Sequence[Problem]) -> tuple[Problem, ...]:
    """Problems without what a file, or the dossier, may seem to lack only because a part of it could not be read."""
    faulty = {fault.path for fault in faults if fault.code in FAULTS_OF_FILES}
    if not faulty:
        return tuple(problems)
    return tuple(p for p in problems if p.code not in ELSEWHERE and (p.path not in faulty or p.code not in LACKING))


def answers(problems: Sequence[Problem], dossier: Dossier) -> tuple[tuple[Problem, ...], Answered]:
    """The problems that stand, and the warnings that their own file answers, each with the editors' reason."""
    entries = (entry for kind in KINDS for entry in dossier.of(kind).values()) if problems else ()
    reasons = {entry.path: entry.fields.accept for entry in entries if entry.fields.accept}
    open_: list[Problem] = []
    answered: list[tuple[Problem, str]] = []
    for found in problems:
        reason = reasons.get(found.path, {}).get(found.code)
        if reason and found.severity == "warning":
            answered.append((found, reason))
        else:
            open_.append(found)
    return tuple(open_), tuple(answered)
