"""Bodies with words in their holes: what an entry quotes, and the sentences in which it cites and links.

In: entries with their links' targets. Out: quotations, verified, and sentences; recalled where all that they depend on is
as it was.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from hashlib import blake2b

from msgspec import Struct

from dossier.body import HOLE, CitationGroup, Wikilink
from dossier.config import ConfigFields
from dossier.ids import Kind
from dossier.markup.sentences import sentences
from dossier.memo import Memo, Task
from dossier.model import AnyEntry, Source
from dossier.names import Ref, short_title, title_of
from dossier.read import Entries
from dossier.verify import Quote, cited_sources, verify

HOLES = re.compile(f"[{chr(HOLE)}-\U000fffff]")
"""Any hole in a text: the number of one is its code point less HOLE."""


class Readable(Struct, frozen=True):
    """An entry, and all that its quotations and sentences depend on.

    words: of each of its holes. sources: those that it cites. language: its own, else the site's.
    """

    kind: Kind
    entry: AnyEntry
    words: tuple[str, ...]
    sources: dict[str, Source]
    language: str


class Found(Struct, frozen=True):
    """An entry's quotations, and the sentences in which its holes stand."""

    quotes: tuple[Quote, ...] = ()
    sentences: tuple[tuple[int, str], ...] = ()


def found_in(
    kept: Entries, targets: Mapping[Ref, Mapping[int, Ref]], config: ConfigFields, memo: Memo
) -> dict[Ref, Found]:
    """What entries quote and say, by their links' targets."""
    found: dict[Ref, Found] = {}
    open_: dict[Ref, tuple[bytes, Readable]] = {}
    for ref, target in targets.items():
        entry = kept.of(ref.kind)[ref.id]
        if ref.kind == "source" and not entry.body.holes:
            found[ref] = Found()
        else:
            words = _hole_words(entry, target, kept)
            open_[ref] = _readable(ref.kind, entry, words, kept, entry.fields.language or config.language)
    # Found here: what an entry cites may be a hundred times what it says, and all of it would have to travel.
    results = memo.each(Task("link", _found, Found, None, here=True), list(open_.values()))
    return found | dict(zip(open_, results, strict=True))


def _readable(
    kind: Kind, entry: AnyEntry, words: tuple[str, ...], kept: Entries, language: str
) -> tuple[bytes, Readable]:
    """What `_found` takes, and the key by which that is remembered."""
    sources = {id_: kept.sources[id_] for id_ in cited_sources(entry) if id_ in kept.sources}
    parts = (kind, entry.id, entry.path, entry.digest, language, *words)
    digest = blake2b(digest_size=16)
    for part in (*parts, *(part for id_, source in sources.items() for part in (id_, source.digest))):
        digest.update(f"{len(part)} {part}".encode())
    return digest.digest(), Readable(kind, entry, words, sources, language)


def _found(_: None, given: Readable) -> Found:
    entry = given.entry
    found = tuple(_sentences_of_holes(entry, given.words.__getitem__))
    if given.kind == "source":
        return Found((), found)
    quotes = verify(given.kind, entry, given.sources, lambda text: _set(text, given.words.__getitem__), given.language)
    return Found(quotes, found)


def _hole_words(entry: AnyEntry, targets: Mapping[int, Ref], corpus: Entries) -> tuple[str, ...]:
    """The words of a body's holes: a link's, nothing for a citation in brackets."""
    return tuple(_words(hole, targets.get(number), corpus) for number, hole in enumerate(entry.body.holes))


def _set(text: str, words: Callable[[int], str]) -> str:
    """A text with words in its holes, by their numbers."""
    return HOLES.sub(lambda hole: words(ord(hole[0]) - HOLE), text)


def _words(hole: CitationGroup | Wikilink, target: Ref | None, corpus: Entries) -> str:
    if isinstance(hole, Wikilink):
        return hole.words or (title_of(corpus.of(target.kind)[target.id]) if target else hole.target)
    if hole.in_text and (source := corpus.sources.get(hole.citations[0].source)):
        return short_title(source)
    return ""


def _tidy(text: str) -> str:
    """Text in one line, without the blank that a citation leaves before a stop."""
    return re.sub(r"\s+(?=[.,;:!?](?:\s|$))", "", " ".join(text.split()))


def _sentences_of_holes(entry: AnyEntry, words: Callable[[int], str]) -> Iterator[tuple[int, str]]:
    """Each hole of a body with the sentence in which it stands."""
    if not entry.body.holes:
        return
    bracketed = entry.body.bracketed()
    for block in entry.body.blocks:
        text = entry.body.text[block.start : block.end]
        if not HOLES.search(text):
            continue
        for start, end in sentences(text, bracketed):
            sentence = _tidy(_set(text[start:end], words))
            for hole in HOLES.findall(text[start:end]):
                yield ord(hole) - HOLE, sentence


def plain(entry: AnyEntry, targets: Mapping[int, Ref], entries: Entries, text: str) -> str:
    """A piece of a body's text in one line, with words in its holes."""
    return _tidy(_set(text, lambda number: _words(entry.body.holes[number], targets.get(number), entries)))
