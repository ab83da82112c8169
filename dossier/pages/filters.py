"""What readers of a timeline can choose its events by: counted when the site is made, so that a page says it without a script.

In: an edition, the way to the timeline, its events. Out: `choices.Filters`.
"""

from collections import Counter
from collections.abc import Sequence
from typing import get_args

from dossier.dates import year
from dossier.model import Note, TopicType
from dossier.names import Ref
from dossier.pages.choices import Choice, Filters, Group, Standings
from dossier.pages.edition import Edition, Way
from dossier.pages.rows import STANDS, event_standings, event_topics

EVENTS_JSON = "timeline/events.json"
LEAST = 4
"""Events that a timeline must have to be filtered: fewer are seen at a glance."""
MOST = 20
"""Topics of a type that can be chosen at most, so that the page stays small; an address can name any other."""
OFTEN = 12
_TYPES: tuple[TopicType, ...] = ("person", "place", "organization", "event", "work", "theme")
assert set(_TYPES) == set(get_args(TopicType))


def filters(edition: Edition, way: Way, events: Sequence[Note], apart: bool) -> Filters | None:
    """The filters of a timeline; None for one that is short. apart: the events do not stand on this page."""
    if len(events) < LEAST:
        return None
    dossier = edition.dossier
    named = Counter(id_ for note in events for id_ in event_topics(dossier, note))
    ordered = sorted(named, key=lambda id_: (-named[id_], dossier.topics[id_].fields.title, id_))
    stands = Counter(stand for note in events for stand in event_standings(dossier, note) or ("none",))
    return Filters(
        total=len(events),
        first=year(events[0].dates["date"]),
        last=year(events[-1].dates["date"]),
        groups=tuple(_groups(edition, way, named, ordered)),
        standings=tuple(Standings(verdict=stand, count=stands[stand]) for stand in STANDS if stands[stand]),
        landmarks=sum(note.fields.importance == "high" for note in events),
        data=way.to(EVENTS_JSON) if apart else "",
        often=tuple(way.link(Ref("topic", id_), dossier.topics[id_]) for id_ in ordered[:OFTEN]),
    )


def _groups(edition: Edition, way: Way, named: Counter[str], ordered: Sequence[str]) -> list[Group]:
    topics = edition.dossier.topics
    found = []
    for type_ in _TYPES:
        of_type = [id_ for id_ in ordered if topics[id_].fields.type == type_]
        choices = tuple(
            Choice(
                id=id_,
                topic=way.link(Ref("topic", id_), topics[id_]),
                count=named[id_],
                names=topics[id_].fields.names,
            )
            for id_ in of_type[:MOST]
        )
        if choices:
            found.append(Group(type=type_, choices=choices, more=len(of_type) - len(choices)))
    return found
