"""Time the parts that a cold build spends most on, a source or a quotation at a time: python benchmarks/engine.py

Prints the median of several rounds in microseconds. Machines differ and are noisy: compare two runs on one machine only.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from dossier.folding import Folded, fold  # noqa: E402 (the project is not installed)
from dossier.markup import read_body, read_source_body  # noqa: E402
from dossier.nearest import nearest  # noqa: E402
from dossier.quotes import find  # noqa: E402

ROUNDS = 15


def articles(count: int) -> list[str]:
    """Texts of about 500 words, made of the first dossier's sentences in a fixed order."""
    draw = random.Random(7)
    texts = [
        file.read_text(encoding="utf-8").split("---\n", 2)[2] for file in sorted(ROOT.glob("content/sources/*.md"))
    ]
    sentences = [
        sentence.strip() for text in texts for sentence in text.replace("\n", " ").split(". ") if sentence.strip()
    ]
    return ["\n\n".join(". ".join(draw.sample(sentences, 3)) + "." for _ in range(8)) for _ in range(count)]


def median_us(function: Callable[[], object], times: int) -> float:
    """Microseconds of one of `times` calls, median of ROUNDS."""
    seen = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        function()
        seen.append((time.perf_counter() - start) / times * 1e6)
    return statistics.median(seen)


def main() -> None:
    texts = articles(50)
    bodies = [read_source_body(text, 1, "source.md")[0] for text in texts]
    ranges = [[(block.start, block.end) for block in body.blocks] for body in bodies]
    folded = [fold(body.text, blocks) for body, blocks in zip(bodies, ranges, strict=True)]
    words = [" ".join(body.text.split()[100:112]) for body in bodies]
    note = 'A sentence that quotes its source [@source, "words of it"]. “More words,” it says [@source].\n'

    def each(function: Callable[[Folded, str], object]) -> None:
        for text, quotation in zip(folded, words, strict=True):
            function(text, quotation)

    rows: list[tuple[str, float]] = [
        ("read a source's Markdown", median_us(lambda: [read_source_body(t, 1, "s.md") for t in texts], len(texts))),
        ("read a note's Markdown", median_us(lambda: [read_body(note * 5, 1, "n.md") for _ in texts], len(texts))),
        (
            "fold a source",
            median_us(lambda: [fold(b.text, r) for b, r in zip(bodies, ranges, strict=True)], len(texts)),
        ),
        ("find a quotation", median_us(lambda: each(lambda text, q: find(text, [q])), len(texts))),
        ("find what comes nearest", median_us(lambda: each(nearest), len(texts))),
    ]
    for name, value in rows:
        print(f"{name:28s} {value:10.0f} µs")


if __name__ == "__main__":
    main()
