"""Which topics appear together: counted over the notes, claims and sources that name both, or link to both.

Each entry is looked at once for each topic that it names, so that the cost grows with the entries, not with pairs of topics.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator

from dossier.link import Dossier
from dossier.model import AnyEntry, Topic
from dossier.names import Ref, title_of
from dossier.pages.besides import Bar, Companion
from dossier.pages.edition import Edition, Way
from dossier.pages.elements import Link
from dossier.pages.rows import AboutTopic

MOST = 50
"""An entry on more topics is a list of them, and says nothing of any two."""
DRAWN = 12
"""So many companions are drawn, with where they appear."""
LISTED = 60
"""So many at most are named."""
WHERE = 4
"""The most places that are named for each."""
_KINDS = ("note", "claim", "source")


def topics_of(dossier: Dossier, ref: Ref, entry: AnyEntry) -> set[str]:
    """The topics that an entry names in its front matter or links to."""
    named = {id_ for id_ in entry.fields.topics if id_ in dossier.topics}
    return named | {to.id for to in dossier.targets[ref].values() if to.kind == "topic"}


def companions(edition: Edition, way: Way, topic: Topic, about: AboutTopic) -> tuple[tuple[Companion, ...], int]:
    """The topics that appear with this one, the most frequent first, and how many more there are."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    where: dict[str, list[tuple[Ref, AnyEntry]]] = defaultdict(list)
    for ref, entry in _entries(about):
        together = topics_of(edition.dossier, ref, entry)
        if topic.id not in together or len(together) > MOST:
            continue
        for other in together - {topic.id}:
            counts[other][ref.kind] += 1
            if len(where[other]) < WHERE:
                where[other].append((ref, entry))
    topics = edition.dossier.topics
    order = sorted(counts, key=lambda id_: (-counts[id_].total(), title_of(topics[id_]).casefold(), id_))
    longest = counts[order[0]].total() if order else 1
    found = (
        _companion(edition, way, id_, counts[id_], longest, where[id_], drawn=number < DRAWN)
        for number, id_ in enumerate(order[:LISTED])
    )
    return tuple(found), max(0, len(order) - LISTED)


def _entries(about: AboutTopic) -> Iterator[tuple[Ref, AnyEntry]]:
    for note in about.notes:
        yield Ref("note", note.id), note
    for claim in about.claims:
        yield Ref("claim", claim.id), claim
    for source in about.sources:
        yield Ref("source", source.id), source


def _companion(
    edition: Edition,
    way: Way,
    id_: str,
    counted: Counter[str],
    longest: int,
    where: list[tuple[Ref, AnyEntry]],
    drawn: bool,
) -> Companion:
    link = way.link(Ref("topic", id_), edition.dossier.topics[id_])
    return Companion(
        href=link.href,
        words=link.words,
        language=link.language,
        notes=counted["note"],
        claims=counted["claim"],
        sources=counted["source"],
        bars=tuple(_bars(counted, longest)) if drawn else (),
        where=tuple(_place(way, *place) for place in where) if drawn else (),
    )


def _place(way: Way, ref: Ref, entry: AnyEntry) -> Link:
    return way.link(ref, entry)


def _bars(counted: Counter[str], longest: int) -> Iterator[Bar]:
    start = 0.0
    for kind in _KINDS:
        if counted[kind]:
            width = round(100 * counted[kind] / longest, 2)
            yield Bar(kind=kind, start=start, width=width)  # type: ignore[arg-type]
            start = round(start + width, 2)
