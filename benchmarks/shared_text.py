"""Time what finding shared text adds to a build: python benchmarks/shared_text.py [SOURCES]

Prints, for 10,000 sources unless told otherwise, one in a hundred a copy of two paragraphs of another: what sampling adds
to the reading of the sources, which a build spreads over processes; what comparing them costs where nothing is
remembered; and what it costs where everything is. All is time of one processor. Machines differ and are noisy: compare two
runs on one machine only.
"""

import gc
import random
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from dossier.config import ConfigFields  # noqa: E402
from dossier.copies import shared_texts  # noqa: E402 (the project is not installed)
from dossier.link import Dossier, link  # noqa: E402
from dossier.memo import InMemory, Plain, Remembering  # noqa: E402
from dossier.model import Source  # noqa: E402
from dossier.read import ContentFile, Corpus, read_source  # noqa: E402
from dossier.shingles import shingles  # noqa: E402

EVERY = 100
"""One source in so many is a copy."""
OUTLETS = 40


def written(count: int) -> Iterator[tuple[str, bytes]]:
    """So many files of content/sources/, by id: about 500 words each, by their frequency in the first dossier's.

    In one paragraph of three somebody is quoted whom about twenty other articles quote too; each outlet prints a
    paragraph of its own under all its articles; one article in EVERY has two paragraphs of an earlier one.
    """
    draw = random.Random(3)
    texts = [file.read_text(encoding="utf-8").split("---\n", 2)[2] for file in ROOT.glob("content/sources/*.md")]
    words = [word for text in sorted(texts) for word in re.findall(r"[\w’-]+", text)]

    def sentence() -> str:
        return " ".join(draw.choices(words, k=draw.randint(9, 26)))

    speeches = [sentence() for _ in range(max(1, count // 8))]
    imprints = [f"{sentence()}. {sentence()}. {sentence()}." for _ in range(OUTLETS)]
    written: list[list[str]] = []
    for number in range(count):
        paragraphs = [". ".join(sentence() for _ in range(draw.randint(2, 5))) + "." for _ in range(draw.randint(5, 9))]
        for i in range(0, len(paragraphs), 3):
            paragraphs[i] += f" “{draw.choice(speeches)},” he said."
        if number % EVERY == EVERY - 1:
            paragraphs[1:3] = written[draw.randrange(number)][1:3]
        written.append(paragraphs)
        head = f"---\ntitle: Report {number}\npublisher: Outlet {number % OUTLETS}\n---\n\n"
        yield f"report-{number:06d}", "\n\n".join([head, *paragraphs, imprints[number % OUTLETS]]).encode()


def read(id_: str, data: bytes) -> Source:
    entry = read_source(None, ContentFile(id_, f"content/sources/{id_}.md", data)).entry
    assert entry
    return entry


def seconds(dossier: Dossier, store: InMemory) -> tuple[float, int]:
    """How long it takes to find what is shared, and how many problems that gives."""
    start = time.process_time()
    with Remembering(store) as memo:
        found = list(shared_texts(dossier, memo))
    return time.process_time() - start, len(found)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    sources = {id_: read(id_, data) for id_, data in written(count)}
    dossier, _ = link(Corpus(sources, {}, {}, {}, {}), ConfigFields(title="Shared text"), Plain())
    gc.disable()  # as a build does
    folded = [source.texts["body"] for source in sources.values()]
    start = time.process_time()
    for text in folded:
        shingles(text)
    sampling = time.process_time() - start
    store = InMemory()
    cold, problems = seconds(dossier, store)
    warm, _ = seconds(dossier, store)
    print(f"{count:,} sources, {problems} problems")
    print(f"sampling them as they are read {sampling:8.2f} s, {sampling / count * 1e6:.0f} µs a source")
    print(f"comparing, nothing remembered  {cold:8.2f} s")
    print(f"comparing, all remembered      {warm:8.2f} s")
    print(f"added to a cold build on two   {sampling / 2 + cold:8.2f} s")


if __name__ == "__main__":
    main()
