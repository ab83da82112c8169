"""What changed last, for the front page: what came in, by `added`, and what was put right. No clock is read."""

from collections.abc import Iterator
from itertools import groupby

from msgspec import Struct

from dossier.dates import Date, sort_key
from dossier.ids import Kind
from dossier.names import Ref, title_of
from dossier.pages.besides import Change, ChangeDay
from dossier.pages.divided import correction_anchor
from dossier.pages.edition import Edition, Way
from dossier.pages.quoted import when

DAYS = 3
ROWS = 5
_KINDS: tuple[Kind, ...] = ("claim", "note", "source", "topic")


class _Found(Struct, frozen=True):
    date: Date
    words: str
    ref: Ref
    correction: int = -1


def latest_changes(edition: Edition, way: Way) -> tuple[ChangeDay, ...]:
    """The last days on which something changed, the latest first; of each what was put right, then what came in."""
    found = sorted(_found(edition), key=_rank)
    found.sort(key=lambda one: (one.date.earliest or "", sort_key(one.date)), reverse=True)
    days: list[ChangeDay] = []
    for _, group in groupby(found, key=lambda one: one.words):
        changes = list(group)
        day = when(edition.speech, changes[0].date)
        if day and len(days) < DAYS:
            shown = tuple(_change(edition, way, one) for one in changes[:ROWS])
            days.append(ChangeDay(when=day, changes=shown, more=len(changes) - len(shown)))
    return tuple(days)


def _found(edition: Edition) -> Iterator[_Found]:
    for ref, entry in edition.dossier.entries():
        if added := entry.dates.get("added"):
            yield _Found(added, edition.speech.date(added), ref)
        for number in range(len(entry.fields.corrections)):
            date = entry.dates[f"corrections.{number}.date"]
            yield _Found(date, edition.speech.date(date), ref, number)


def _rank(found: _Found) -> tuple[bool, int, str, int]:
    return (found.correction < 0, _KINDS.index(found.ref.kind), found.ref.id, found.correction)


def _change(edition: Edition, way: Way, found: _Found) -> Change:
    entry = edition.dossier.of(found.ref.kind)[found.ref.id]
    corrected = found.correction >= 0
    return Change(
        corrected=corrected,
        kind=found.ref.kind,
        href=way.to(edition.place(found.ref, correction_anchor(entry, found.correction) if corrected else "")),
        title=title_of(entry),
        language=entry.fields.language or "",
    )
