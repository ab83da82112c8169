"""Made-up dossiers of any size; the same size gives the same bytes.

N sources of about 500 words have N/2 notes, which quote them in each way there is, N/10 claims and N/50 topics. Words come by
their frequency in the first dossier's sources. Every quotation stands in its source.
"""

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from dossier import wording

ROOT = Path(__file__).parent.parent
LEAST = 20
"""Sources of the smallest dossier: below, notes and claims would have too few to draw from."""
EDITED = "note-000003"
"""The note that steps edit."""
EVERY = 100
"""One source in so many is a copy, one note in so many is corrected."""
OUTLETS = 40


class Article(Struct, frozen=True):
    """A source's paragraphs. plain: of their sentences those in which nobody is quoted, without their full stops."""

    paragraphs: tuple[str, ...]
    plain: tuple[str, ...]


class Prose:
    """Draws sentences, always the same for a seed."""

    def __init__(self, seed: int) -> None:
        texts = [file.read_text(encoding="utf-8").split("---\n", 2)[2] for file in ROOT.glob("content/sources/*.md")]
        self._words = [word for text in sorted(texts) for word in re.findall(r"[\w’-]+", text)]
        self.draw = random.Random(seed)

    def sentence(self) -> str:
        return " ".join(self.draw.choices(self._words, k=self.draw.randint(9, 26)))


def articles(count: int, prose: Prose) -> Iterator[Article]:
    """So many texts as outlets print them.

    In one paragraph of three somebody is quoted whom about twenty other articles quote too; each outlet prints a
    paragraph of its own under all its articles; one article in EVERY has two paragraphs of an earlier one.
    """
    draw, sentence = prose.draw, prose.sentence
    speeches = [sentence() for _ in range(max(1, count // 8))]
    imprints = [f"{sentence()}. {sentence()}. {sentence()}." for _ in range(OUTLETS)]
    copied: list[tuple[str, ...]] = []
    for number in range(count):
        plain = [tuple(sentence() for _ in range(draw.randint(2, 5))) for _ in range(draw.randint(5, 9))]
        paragraphs = [". ".join(sentences) + "." for sentences in plain]
        for i in range(0, len(paragraphs), 3):
            paragraphs[i] += f" “{draw.choice(speeches)},” he said."
        copied.append(tuple(paragraphs[1:3]))
        if number % EVERY == EVERY - 1:
            paragraphs[1:3] = copied[draw.randrange(number)]
            plain[1:3] = []
        yield Article((*paragraphs, imprints[number % OUTLETS]), tuple(one for some in plain for one in some))


def dossier(count: int) -> Iterator[tuple[str, str]]:
    """The files of a dossier of so many sources (LEAST or more), by path."""
    prose = Prose(7)
    topics = [f"topic-{number:05}" for number in range(max(3, count // 50))]
    yield "config.yaml", config()
    for topic in topics:
        yield f"content/topics/{topic}.md", f"---\ntitle: {topic}\n---\n\n{prose.sentence()}.\n"
    quotable: list[tuple[str, ...]] = []
    for number, article in enumerate(articles(count, prose)):
        quotable.append(tuple(_cut(prose.draw, article.plain) for _ in range(3)))
        yield f"content/sources/source-{number:06}.md", _source(number, article, prose, topics)
    for number in range(count // 2):
        yield f"content/notes/note-{number:06}.md", _note(number, quotable, prose, topics)
    for number in range(count // 10):
        yield f"content/claims/claim-{number:06}.md", _claim(quotable, prose, topics)


def lay(count: int, root: Path) -> Path:
    """Write such a dossier into a folder, and give the folder back."""
    for path, text in dossier(count):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


def edit(root: Path, mark: str, note: str = EDITED) -> None:
    """Let a note end with a mark; the last one goes."""
    file = root / f"content/notes/{note}.md"
    text = file.read_text(encoding="utf-8").partition("\n\nEdited")[0].rstrip("\n")
    file.write_text(f"{text}\n\nEdited: {mark}.\n", encoding="utf-8")


def config(search: bool = False) -> str:
    """Its config.yaml."""
    wanted = str(search).lower()
    return f"title: Benchmark\nurl: https://example.org/dossier/\nsource-text: full\nsearch: {wanted}\n"


def _cut(draw: random.Random, plain: Sequence[str]) -> str:
    """Six words of a sentence, with no number in or near them: neither the `2` of `2 000` nor a `million` stands in it."""
    while True:
        words = draw.choice(plain).split()
        start = draw.randrange(len(words) - 6)
        if not wording.number(" ".join(words[max(0, start - 3) : start + 9]).casefold()):
            return " ".join(words[start : start + 6])


def _source(number: int, article: Article, prose: Prose, topics: Sequence[str]) -> str:
    head = (
        f"title: Report {number}\npublisher: Outlet {number % OUTLETS}\npublished: {_day(prose.draw)}\norigin: self\n"
        f"url: https://example.org/{number}\ntopics: [{', '.join(prose.draw.sample(topics, 2))}]\n"
    )
    return f"---\n{head}---\n\n" + "\n\n".join(article.paragraphs) + "\n"


def _note(number: int, quotable: Sequence[tuple[str, ...]], prose: Prose, topics: Sequence[str]) -> str:
    draw, sentence = prose.draw, prose.sentence
    (a, x), (b, y), (c, z) = ((one, draw.choice(quotable[one])) for one in draw.sample(range(len(quotable)), 3))
    topic, day = draw.choice(topics), _day(draw)
    head = f"title: Event {number}\ndate: {day}\nadded: {day}\ntopics: [{topic}]\n"
    if number % EVERY == 0:
        head += f"corrections:\n  - {{date: {day}, was: another figure, now: this figure, why: miscounted}}\n"
    body = (
        f'{sentence()}. See [[{topic}]] [@source-{a:06}, "{x}"].\n\n'
        f"{sentence()}: “{y}” [@source-{b:06}]. {sentence()} [@source-{a:06}; @source-{b:06}].\n\n"
        f"> {z} [@source-{c:06}]\n"
    )
    return f"---\n{head}---\n\n{body}"


def _claim(quotable: Sequence[tuple[str, ...]], prose: Prose, topics: Sequence[str]) -> str:
    draw = prose.draw
    lines = "".join(
        f"  - {draw.choice(('supports', 'supports', 'disputes'))}: source-{one:06}\n"
        f"    quote: {draw.choice(quotable[one])}\n"
        for one in draw.sample(range(len(quotable)), 3)
    )
    return f"---\nclaim: {prose.sentence()}.\ntopics: [{draw.choice(topics)}]\nevidence:\n{lines}---\n"


def _day(draw: random.Random) -> str:
    return f"{draw.randint(2010, 2024)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
