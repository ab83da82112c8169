"""The parts that a cold build spends most on, a source or a quotation at a time."""

import statistics
import time
from collections.abc import Callable

from benchmarks.corpus import Prose, articles
from dossier.folding import Folded, fold
from dossier.markup import read_body, read_source_body
from dossier.nearest import nearest
from dossier.quotes import find

TEXTS, ROUNDS = 50, 15


def parts() -> dict[str, float]:
    """Microseconds of one processor by what is done once; medians of ROUNDS."""
    texts = ["\n\n".join(article.paragraphs) for article in articles(TEXTS, Prose(7))]
    bodies = [read_source_body(text, 1, "source.md")[0] for text in texts]
    ranges = [[(block.start, block.end) for block in body.blocks] for body in bodies]
    folded = [fold(body.text, blocks) for body, blocks in zip(bodies, ranges, strict=True)]
    words = [" ".join(body.text.split()[100:112]) for body in bodies]
    note = 'A sentence that quotes its source [@source, "words of it"]. “More words,” it says [@source].\n' * 5

    def each(function: Callable[[Folded, str], object]) -> None:
        for text, quotation in zip(folded, words, strict=True):
            function(text, quotation)

    work: dict[str, Callable[[], object]] = {
        "read a source's Markdown": lambda: [read_source_body(text, 1, "s.md") for text in texts],
        "read a note's Markdown": lambda: [read_body(note, 1, "n.md") for _ in texts],
        "fold a source": lambda: [fold(body.text, blocks) for body, blocks in zip(bodies, ranges, strict=True)],
        "find a quotation": lambda: each(lambda text, quotation: find(text, [quotation])),
        "find what comes nearest": lambda: each(nearest),
    }
    return {name: _median(function) / TEXTS * 1e6 for name, function in work.items()}


def _median(function: Callable[[], object]) -> float:
    seen = []
    for _ in range(ROUNDS):
        start = time.process_time()
        function()
        seen.append(time.process_time() - start)
    return statistics.median(seen)
