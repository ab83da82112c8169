"""/timeline/events.json: all events of a timeline that is split, for its filters, which load it when they are used first.

It is made for assets/filters.js and may change with it; dossier.json is what others can rely on.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from dossier.dates import year
from dossier.directions import direction, interface
from dossier.exports.pieces import InPieces, Pieces, by_lots
from dossier.model import Note
from dossier.names import Ref
from dossier.pages import timeline
from dossier.pages.edition import Edition
from dossier.pages.quoted import when
from dossier.pages.rows import STANDS, event_standings, event_topics, summary
from dossier.verify import cited_sources

LANDMARK, EXPECTED, UNCERTAIN = 1, 2, 4


def events_pieces(edition: Edition) -> Pieces | None:
    """UTF-8 JSON; None where events stand on one page or there is none, and nothing is to be loaded.

    `topics`: [id, title, language, other names …]. `languages`: [tag, direction], the first that of the interface, whose
    tag is left out; the direction is left out where all runs from left to right. `years`: [heading, number of events].
    `sources`: how many sources an event has, in words, by the number. `standings`: their names. `events` in the timeline's
    order: [id, title, summary, date in words, date for <time>, first day, last day, topics, standings, sources, flags,
    language]; days are empty where open; topics, standings and language are places in their tables; flags are the sum
    of 1, a landmark, 2, expected, 4, of an uncertain date.
    """
    dossier = edition.dossier
    events = [dossier.notes[id_] for id_ in dossier.events]
    return _pieces(edition, events) if events and timeline.is_split(dossier) else None


events_json = InPieces(events_pieces)


def _pieces(edition: Edition, events: Sequence[Note]) -> Pieces:
    dossier, speech = edition.dossier, edition.speech
    years = Counter(year(note.dates["date"]) for note in events)
    topics = {
        id_: place for place, id_ in enumerate(sorted({t for note in events for t in event_topics(dossier, note)}))
    }
    named = [(id_, dossier.topics[id_].fields) for id_ in topics]
    languages = _Languages(
        dossier.config.language, (one.language for one in (*(note.fields for note in events), *(of for _, of in named)))
    )
    data = {
        "topics": [[id_, topic.title, languages.place(topic.language), *topic.names] for id_, topic in named],
        "languages": languages.table,
        "years": [[speech.dates["year"].format(year=key), count] for key, count in years.items()],
        "sources": [
            speech.ngettext("%(num)s source", "%(num)s sources", number)
            if number
            else speech.gettext("No source cited")
            for number in range(1 + max(len(cited_sources(note)) for note in events))
        ],
        "standings": STANDS,
    }
    yield _json(data).removesuffix(b"}") + b',"events":['
    tables = _json([list(topics), languages.table]).decode()
    for number, lot in enumerate(
        by_lots((Ref("note", note.id) for note in events), tables, partial(_rows, topics, languages))
    ):
        if number:
            yield b","
        yield lot
    yield b"]}\n"


def _json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _rows(topics: dict[str, int], languages: "_Languages", refs: Sequence[Ref], edition: Edition) -> bytes:
    """Rows as they stand in a list, without its brackets."""
    return _json([_row(edition, edition.dossier.notes[ref.id], topics, languages) for ref in refs])[1:-1]


def _row(edition: Edition, note: Note, topics: dict[str, int], languages: "_Languages") -> list[Any]:
    dossier, date = edition.dossier, note.dates["date"]
    said = when(edition.speech, date, note.fields.expected)
    flags = LANDMARK * (note.fields.importance == "high") + EXPECTED * note.fields.expected
    return [
        note.id,
        note.fields.title,
        summary(edition, Ref("note", note.id), note),
        said.words if said else "",
        said.datetime if said else "",
        date.earliest or "",
        date.latest or "",
        [topics[id_] for id_ in event_topics(dossier, note)],
        [STANDS.index(stand) for stand in event_standings(dossier, note)],
        len(cited_sources(note)),
        flags + UNCERTAIN * bool(said and said.uncertain),
        languages.place(note.fields.language),
    ]


class _Languages:
    """A table of the languages that words are in, as attributes of HTML say them (see `directions.Tags.own`)."""

    def __init__(self, site: str, languages: Iterable[str | None]) -> None:
        self._site = site
        said = dict.fromkeys(one for tag in dict.fromkeys(languages) if (one := self._said(tag)))
        self.table: list[tuple[str, str]] = [("", ""), *said]

    def place(self, language: str | None) -> int:
        """Where a language of these stands in the table; 0 for that of the interface. None: the site's."""
        said = self._said(language)
        return self.table.index(said) if said else 0

    def _said(self, language: str | None) -> tuple[str, str] | None:
        tag = language or self._site
        if tag == interface(self._site):
            return None
        return tag, direction(tag) if "rtl" in (direction(tag), direction(self._site)) else ""
