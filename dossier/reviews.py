"""Reviews: who checked an entry and when, and whether what was checked still stands.

In: a linked dossier. Out: an entry's digest, as `build.py review` writes it into the file, and each review's state by it.
A digest stays in content/ for years, so that it is made of words alone, by rules of this module: not of HTML, nor of
folded texts, which another version of the program may make otherwise.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import fields as fields_of

from dossier.body import CitationGroup
from dossier.diagnostics import Place, Problem, problem
from dossier.folding import DOUBLE_MARKS, SINGLE_MARKS
from dossier.languages import ENGLISH, Speech
from dossier.link import Dossier
from dossier.model import AnyEntry, CommonFields, Source
from dossier.names import Ref
from dossier.verify import cited_sources

State = Literal["holds", "lapsed", "unbound"]
UNCHECKED = frozenset(("reviewed", "added", "aliases", "draft", "accept"))
"""Fields that say nothing of the subject: the dossier's housekeeping."""

_PLAIN_MARKS = str.maketrans(
    dict.fromkeys(DOUBLE_MARKS + SINGLE_MARKS, "'")
    | dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("\u00ad\u200b\u2060\ufeff", "")
)
_ATTRIBUTE = re.compile(r'\s(?:alt|href|src|title)="([^"#][^"]*)"')
"""What HTML says or leads to beside its text; places on the page itself are of no weight."""


class Reviewed(Struct, frozen=True):
    """A review by its number in the file. unbound: it has no digest, so that it never lapses.

    Where it has lapsed: whether the text has changed since, and of the sources that it cites which; neither where it is
    another choice of them.
    """

    number: int
    state: State
    text: bool = False
    sources: tuple[str, ...] = ()


def digest_of(dossier: Dossier, ref: Ref) -> str:
    """What there is to review in an entry: `TEXT SOURCE=BODY …`, each a BLAKE2b-64 in hex, sources by id.

    TEXT is of the words that readers see, of citations and of front matter but for UNCHECKED; BODY is of the text of each
    source that it cites, with what it quotes from elsewhere in it. White space, kinds of marks and markup count for nothing.
    """
    entry = dossier.of(ref.kind)[ref.id]
    sources = [dossier.sources[id_] for id_ in sorted(cited_sources(entry)) if id_ in dossier.sources]
    bodies = (f"{source.id}={_hash(_quotable(dossier, ref, source))}" for source in sources)
    return " ".join([_hash(_own(dossier, ref, entry)), *bodies])


def reviews(dossier: Dossier, ref: Ref) -> tuple[Reviewed, ...]:
    """The reviews of an entry in the order of its file."""
    given = dossier.of(ref.kind)[ref.id].fields.reviewed
    now = digest_of(dossier, ref) if any(review.digest for review in given) else ""
    return tuple(_judged(number, review.digest, now) for number, review in enumerate(given))


def lapsed_reviews(dossier: Dossier, ref: Ref, entry: AnyEntry) -> Iterator[Problem]:
    """Each reviewer's last review of an entry that has lapsed, where none of its reviews holds."""
    given = entry.fields.reviewed
    found = reviews(dossier, ref) if given else ()
    if any(review.state == "holds" for review in found):
        return
    last = {given[review.number].by: review for review in found if review.state != "unbound"}
    for review in last.values():
        by, date = given[review.number].by, given[review.number].date
        message = f"the review by {by} of {date} has lapsed: since then {changed_words(ENGLISH, review)} changed"
        place = Place(entry.path, *entry.line(f"reviewed.{review.number}"))
        hint = f"review it again: build.py review {entry.path} --by NAME"
        yield problem(place, "review-lapsed", message, hint)


def _judged(number: int, digest: str | None, now: str) -> Reviewed:
    if not digest:
        return Reviewed(number, "unbound")
    if digest == now:
        return Reviewed(number, "holds")
    (text, *then), (text_now, *bodies) = digest.split(" "), now.split(" ")
    # A source that is no longer cited, or is cited now, is a change of the text.
    cited = {body.partition("=")[0] for body in bodies}
    moved = [body.partition("=")[0] for body in then if body not in bodies]
    return Reviewed(number, "lapsed", text != text_now, tuple(id_ for id_ in moved if id_ in cited))


def changed_words(speech: Speech, review: Reviewed) -> str:
    """What has changed since a review that has lapsed."""
    changed = [speech.gettext("the text")] if review.text else []
    changed += [speech.gettext("source %(name)s", name=id_) for id_ in review.sources]
    if not changed and review.state == "lapsed":
        return speech.gettext("the sources that it cites")
    return speech.gettext(" and ").join(changed)


# --- what a digest is made of


def _hash(parts: Iterable[str]) -> str:
    return blake2b("\0".join(map(_plain, parts)).encode(), digest_size=8).hexdigest()


def _plain(text: str) -> str:
    """Text in one line, composed, its marks and dashes of one kind."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_PLAIN_MARKS).split())


def _own(dossier: Dossier, ref: Ref, entry: AnyEntry) -> Iterator[str]:
    yield dossier.plain(ref, entry.body.text)
    yield from _ATTRIBUTE.findall(entry.body.html)
    for hole in entry.body.holes:
        if isinstance(hole, CitationGroup):
            yield hole.said_by or ""
            for one in hole.citations:
                yield from (one.source, one.prefix, one.locator, one.suffix, one.quote or "")
    yield from _said(entry.fields)


def _quotable(dossier: Dossier, ref: Ref, source: Source) -> Iterator[str]:
    """A source's body, and what else of it the entry quotes."""
    yield source.body.text
    parts = {quote.part for quote in dossier.quotes.get(ref, ()) if quote.source == source.id and quote.passage}
    if "title" in parts:
        yield source.fields.title or ""
    yield from (words for name, words in sorted(source.fields.as_printed.items()) if f"as-printed.{name}" in parts)


def _said(value: Any) -> Iterator[str]:
    """What a value of front matter states, with the names of fields; what is not stated, or is the default, is passed over."""
    if isinstance(value, Struct):
        for field in fields_of(value):
            stated = getattr(value, field.name)
            if stated != field.default and not (isinstance(value, CommonFields) and field.name in UNCHECKED):
                yield field.encode_name
                yield from _said(stated)
    elif isinstance(value, dict):
        for name in sorted(value):
            yield name
            yield from _said(value[name])
    elif isinstance(value, tuple):
        for one in value:
            yield from ("-", *_said(one))
    else:
        yield str(value)
