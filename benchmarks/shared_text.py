"""What finding shared text adds to a build: what sampling adds to the reading of the sources, which a build spreads over
processes; what comparing them costs where nothing is remembered; and what it costs where everything is.

All is time of one processor. One source in a hundred is a copy of two paragraphs of another (corpus.EVERY).
"""

import time
from collections.abc import Iterator

from msgspec import Struct

from benchmarks.corpus import OUTLETS, Prose, articles
from dossier.config import ConfigFields
from dossier.copies import shared_texts
from dossier.entryfiles import ContentFile
from dossier.link import Dossier, link
from dossier.memo import Plain, Remembering
from dossier.model import Source
from dossier.read import Corpus, read_source
from dossier.shingles import shingles
from dossier.stores import InMemory


class Shared(Struct, frozen=True):
    """Seconds for so many sources, and how many problems of shared text they have."""

    count: int
    problems: int
    sampling: float
    comparing: float
    remembered: float

    @property
    def added(self) -> float:
        """To a cold build on two processors."""
        return self.sampling / 2 + self.comparing


def shared_text(count: int) -> Shared:
    sources = dict(_sources(count))
    dossier = link(Corpus(sources, {}, {}, {}, {}), ConfigFields(title="Shared text"), Plain()).dossier
    folded = [source.texts["body"] for source in sources.values()]
    start = time.process_time()
    for text in folded:
        shingles(text)
    sampling = time.process_time() - start
    store = InMemory()
    comparing, problems = _seconds(dossier, store)
    remembered, _ = _seconds(dossier, store)
    return Shared(count, problems, sampling, comparing, remembered)


def _sources(count: int) -> Iterator[tuple[str, Source]]:
    for number, article in enumerate(articles(count, Prose(3))):
        head = f"---\ntitle: Report {number}\npublisher: Outlet {number % OUTLETS}\n---\n\n"
        data = "\n\n".join([head, *article.paragraphs]).encode()
        id_ = f"report-{number:06d}"
        entry = read_source(None, ContentFile(id_, f"content/sources/{id_}.md", data)).entry
        assert entry
        yield id_, entry


def _seconds(dossier: Dossier, store: InMemory) -> tuple[float, int]:
    """How long it takes to find what is shared, and how many problems that gives."""
    start = time.process_time()
    with Remembering(store) as memo:
        found = list(shared_texts(dossier, memo))
    return time.process_time() - start, len(found)
