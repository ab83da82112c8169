"""Words found in the sources, each with a citation that can be pasted: it has been verified as it will be.

In: a linked dossier, and the words. Out: hits, those that stand there first, then what comes near.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec import Struct

from dossier.folding import Folded, tokens
from dossier.link import Dossier
from dossier.markup import read_body
from dossier.model import Entry, NoteFields, Source
from dossier.nearest import nearest
from dossier.pages.edition import part_text
from dossier.quotes import Miss, find
from dossier.verify import verify
from dossier.wording import has_word

NEAR_AMONG = 50
"""Near matches are looked for in so many sources, those that have most of the words anywhere."""
MOST_PLACES = 20
"""So many places of one text are told."""
_BESIDE = 60
_MARKS = (('"', '"'), ("“", "”"), ("«", "»"), ("「", "」"))
_ACTIVE = re.compile(r"([\\`*_{}\[\]<>&@#|])")


class Hit(Struct, frozen=True):
    """Words of a source. part: `body`, `title` or `as-printed.FIELD`. words: the source's own; before and after: around them.

    citation: what to paste; empty where no form of it can be verified. alike: 1 where the words stand there as they were
    given, else the share of them that does.
    """

    source: str
    part: str
    path: str
    line: int
    column: int
    words: str
    before: str
    after: str
    citation: str
    alike: float = 1.0


class _Range(NamedTuple):
    start: int
    end: int
    block: int
    alike: float = 1.0
    words: str = ""
    """The words as they were given, where they leave out or insert."""


def find_words(dossier: Dossier, words: str, limit: int = 10) -> tuple[Hit, ...]:
    """At most `limit` hits, best first; among equals in the order of the sources' ids."""
    words = " ".join(words.split())
    if not has_word(words):
        return ()
    hits = [hit for source in dossier.sources.values() for hit in _standing(dossier, source, words)]
    citable = {hit.source for hit in hits if hit.citation}
    hits = [hit for hit in hits if hit.citation or hit.source not in citable]
    hits.sort(key=lambda hit: (not hit.citation, hit.words != words, hit.part != "body"))
    if len(hits) < limit:
        found = {hit.source for hit in hits}
        near = [
            hit
            for source in _promising(dossier, words)
            if source.id not in found
            for hit in _near(dossier, source, words)
        ]
        hits += sorted(near, key=lambda hit: -hit.alike)
    return tuple(hits[:limit])


def _standing(dossier: Dossier, source: Source, words: str) -> Iterator[Hit]:
    for part, folded in source.texts.items():
        for place in _places(folded, words):
            yield _hit(dossier, source, part, place)


def _places(folded: Folded, words: str) -> Iterator[_Range]:
    """Each block's first place where the words stand."""
    first = find(folded, [words])
    if isinstance(first, Miss):
        return
    given = words if first.changes else ""
    yield _Range(first.start, first.end, first.block, words=given)
    longest = max((token.word for token in tokens(words) if has_word(token.word)), key=len)
    blocks = [n for n, block in enumerate(folded.joined.split("\n")) if longest in block and n > first.block]
    for number in blocks[:MOST_PLACES]:
        again = find(folded, [words], number + 1)
        if not isinstance(again, Miss) and again.block == number:
            yield _Range(again.start, again.end, number, words=given)


def _promising(dossier: Dossier, words: str) -> Sequence[Source]:
    """The sources that have most of the words anywhere, by their letters."""
    wanted = {token.word for token in tokens(words) if has_word(token.word)}
    have = [
        (sum(len(word) for word in wanted if f" {word} " in source.texts["body"].joined), source)
        for source in dossier.sources.values()
    ]
    at_least = sum(map(len, wanted)) / 2
    ranked = sorted((one for one in have if one[0] >= at_least), key=lambda one: -one[0])
    return [source for _, source in ranked[:NEAR_AMONG]]


def _near(dossier: Dossier, source: Source, words: str) -> Iterator[Hit]:
    folded = source.texts["body"]
    if (near := nearest(folded, words)) is not None:
        block = next(n for n, block in enumerate(source.body.blocks) if block.start <= near.start < block.end)
        yield _hit(dossier, source, "body", _Range(near.start, near.end, block, min(near.alike, 0.99)))


def _hit(dossier: Dossier, source: Source, part: str, place: _Range) -> Hit:
    text = part_text(source, part)
    start, end = place.start, place.end
    line, column = source.body.place(start) if part == "body" else source.line(part)
    block = source.body.blocks[place.block] if part == "body" else None
    first, last = (block.start, block.end) if block else (0, len(text))
    own = " ".join(text[start:end].split())
    return Hit(
        source=source.id,
        part=part,
        path=source.path,
        line=line,
        column=column,
        words=own,
        before=_shortened(text[first:start], -1),
        after=_shortened(text[end : max(last, end)], 1),
        citation=_citation(dossier, source, part, place, place.words or own),
        alike=place.alike,
    )


def _shortened(text: str, step: int) -> str:
    """Whole words beside a place, about as many as go on a line."""
    text = re.sub(r"\s+", " ", text)
    if len(text) <= _BESIDE:
        return text
    return f"… {text[-_BESIDE:].partition(' ')[2]}" if step < 0 else f"{text[:_BESIDE].rpartition(' ')[0]} …"


# --- the citation


def _citation(dossier: Dossier, source: Source, part: str, place: _Range, words: str) -> str:
    """The plainest form that is verified to be these words at this place."""
    locators = ("", f"para. {place.block + 1}, ") if part == "body" else ("",)
    escaped = _ACTIVE.sub(r"\\\1", words)
    for locator in locators:
        for written in dict.fromkeys((words, escaped)):
            for opening, closing in _MARKS:
                citation = f"[@{source.id}, {locator}{opening}{written}{closing}]"
                if _is_verified(dossier, citation, source, part, place):
                    return citation
    return ""


def _is_verified(dossier: Dossier, citation: str, source: Source, part: str, place: _Range) -> bool:
    """Whether a note that says just this would be published, and lead there."""
    body, problems = read_body(f"{citation}.", 1, "")
    if problems or len(body.holes) != 1:
        return False
    note = Entry("", "", NoteFields(title="-"), {}, {}, body, "")
    found = verify("note", note, {source.id: source}, lambda text: text, dossier.config.language)
    return [(quote.part, quote.passage.start if quote.passage else -1) for quote in found] == [(part, place.start)]
