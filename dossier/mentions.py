"""Topics' names that stand in a text without a link.

In: a linked dossier. Out: each such name with its place, by topic. Quoted words are the sources', and never linked.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

from dossier.body import Body
from dossier.link import Dossier
from dossier.markup.htmltext import pieces
from dossier.model import AnyEntry
from dossier.names import Ref

_SILENT = frozenset(("a", "code", "pre", "abbr", "kbd", "samp"))
_ATTACHING = re.compile(r"[\uac00-\ud7a3\u3040-\u30ff\u4e00-\u9fff]\Z")
"""Scripts in which what follows a name is written on to it."""
_ELSEWHERE = re.compile(
    r"\[\[.*?\]\]|\[[^\[\]]*@[^\]]*\](?:\{[^}]*\})?|`[^`]*`|<!--.*?-->|“[^”]*”|\"[^\"]*\"|«[^»]*»|「[^」]*」"
)


class Unlinked(Struct, frozen=True):
    """A name of a topic in an entry's body. words: as they stand there; link: what to write instead."""

    topic: str
    path: str
    line: int
    column: int
    words: str
    link: str


class _Names(NamedTuple):
    topics: Mapping[str, str]
    """The topic of each name, for names that one topic alone has."""
    pattern: re.Pattern[str]


def unlinked(dossier: Dossier, lines_of: Callable[[str], Sequence[str]], every: bool = False) -> tuple[Unlinked, ...]:
    """By topic and place; of each topic in an entry the first alone, unless it is linked there (every: all of them).

    lines_of: the lines of the file at a path, in which the column is looked up.
    """
    names = _names(dossier)
    found: list[Unlinked] = []
    for ref, entry in dossier.entries():
        if ref.kind != "source":
            met = {target.id for target in dossier.targets[ref].values() if target.kind == "topic"}
            for one in _in_entry(dossier, ref, entry, names, lines_of):
                if every or one.topic not in met:
                    found.append(one)
                met.add(one.topic)
    return tuple(sorted(found, key=lambda one: (one.topic, one.path, one.line, one.column)))


def _names(dossier: Dossier) -> _Names:
    """Names in their own case: `Party` is a name where `party` is a word."""
    owners: dict[str, set[str]] = {}
    for topic in dossier.topics.values():
        for name in (topic.fields.title, *topic.fields.names):
            owners.setdefault(" ".join(name.split()), set()).add(topic.id)
    topics = {name: next(iter(ids)) for name, ids in owners.items() if len(ids) == 1 and name}
    longest = sorted(topics, key=len, reverse=True)
    words = "|".join(_pattern(name) for name in longest)
    return _Names(topics, re.compile(rf"(?<!\w)(?:{words})" if words else r"(?!)"))


def _pattern(name: str) -> str:
    return r"\s+".join(map(re.escape, name.split())) + ("" if _ATTACHING.search(name) else r"(?!\w)")


def _in_entry(
    dossier: Dossier, ref: Ref, entry: AnyEntry, names: _Names, lines_of: Callable[[str], Sequence[str]]
) -> Iterator[Unlinked]:
    """Every name of another topic in an entry's body, in its order."""
    hidden = [*_silent(entry.body), *((quote.start, quote.end) for quote in entry.body.quotations)]
    before: Counter[tuple[int, str]] = Counter()
    for found in names.pattern.finditer(entry.body.text):
        words = " ".join(found[0].split())
        topic = names.topics[words]
        if any(start < found.end() and found.start() < end for start, end in hidden):
            continue
        line, column = entry.body.place(found.start())
        if Ref("topic", topic) != ref:
            lines = lines_of(entry.path)
            column = (line <= len(lines) and _column(lines[line - 1], words, before[line, words])) or column
            link = f"[[{words}]]" if words == dossier.topics[topic].fields.title else f"[[{topic}|{words}]]"
            yield Unlinked(topic, entry.path, line, column, words, link)
        before[line, words] += 1


def _silent(body: Body) -> Iterator[tuple[int, int]]:
    """Ranges of the text in links, code and the like."""
    at, depth, since = 0, 0, 0
    for piece in pieces(body.html):
        if piece.tag in _SILENT and piece.role in ("open", "close"):
            if piece.role == "open" and not depth:
                since = at
            depth += 1 if piece.role == "open" else -1
            if not depth:
                yield since, at
        at += len(piece.text)


def _column(line: str, words: str, before: int) -> int:
    """The column of words in a line of the file, from 1: of those that are text of the editors', the one behind `before` others.

    0 where the line does not have them so: the place in the text is then the better guess.
    """
    plain = _ELSEWHERE.sub(lambda other: " " * len(other[0]), line)
    found = [match.start() + 1 for match in re.finditer(_pattern(words), plain)]
    return found[before] if before < len(found) else 0
