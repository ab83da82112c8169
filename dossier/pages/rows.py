"""Entries as they stand in lists: events, claims, sources, topics, corrections, backlinks."""

from collections.abc import Iterable, Sequence
from hashlib import blake2b

from msgspec import Struct
from msgspec.structs import replace

from dossier.dates import sort_key
from dossier.languages import Speech, speech
from dossier.link import Dossier, Mention
from dossier.markup.sentences import sentences
from dossier.model import AnyEntry, Claim, Note, Source, Topic
from dossier.names import Ref, title_of
from dossier.pages.checking import ReviewRow
from dossier.pages.choices import Stand
from dossier.pages.edition import Edition, Way
from dossier.pages.elements import Backlink, ClaimRow, CorrectionRow, EventRow, SourceRow, TopicRow, When
from dossier.pages.framing import Pager
from dossier.pages.quoted import source_label, when
from dossier.pages.weighed import standing_view
from dossier.reviews import changed_words, reviews
from dossier.standing import Verdict
from dossier.verify import cited_sources

ROWS = 1000
"""The most rows of a list that stand on one page."""
SUMMARY = 400
"""Characters of a summary, at most: a sentence that is longer is cut at a word."""
STANDS: tuple[Stand, ...] = ("corroborated", "single-origin", "disputed", "unsupported", "none")


def event_row(edition: Edition, way: Way, note: Note, anchored: bool = False) -> EventRow:
    """A note in a list. anchored: it can be linked to there, and chosen."""
    row = _event_row(edition, way, note)
    if not anchored:
        return row
    date = note.dates.get("date")
    return replace(
        row,
        anchor=event_anchor(note),
        about=event_topics(edition.dossier, note),
        standings=event_standings(edition.dossier, note),
        earliest=(date.earliest or "") if date else "",
        latest=(date.latest or "") if date else "",
    )


def event_anchor(note: Note) -> str:
    """An event's id on the timeline."""
    return f"e-{note.id}"


def event_topics(dossier: Dossier, note: Note) -> tuple[str, ...]:
    """The ids of the topics that an event names in its front matter."""
    return tuple(id_ for id_ in dict.fromkeys(note.fields.topics) if id_ in dossier.topics)


def event_standings(dossier: Dossier, note: Note) -> tuple[Verdict, ...]:
    """The standings of the claims that an event is linked with, each once: its text links to them, or theirs to it.

    An event has no standing of its own: only a claim's evidence is weighed. That both rest on the same words says nothing,
    since a note may quote them for something else.
    """
    ref = Ref("note", note.id)
    claims = {to.id for to in dossier.targets[ref].values() if to.kind == "claim"}
    claims |= {mention.by.id for mention in dossier.mentions.get(ref, ()) if mention.by.kind == "claim"}
    found = {dossier.standings[id_].verdict for id_ in claims if id_ in dossier.standings}
    return tuple(stand for stand in STANDS if stand != "none" and stand in found)


def _event_row(edition: Edition, way: Way, note: Note) -> EventRow:
    return EventRow(
        href=way.to_entry(Ref("note", note.id)),
        title=note.fields.title,
        when=when(edition.speech, note.dates.get("date"), note.fields.expected),
        important=note.fields.importance == "high",
        summary=summary(edition, Ref("note", note.id), note),
        topics=way.topics(edition.dossier, note),
        sources=len(cited_sources(note)),
        language=note.fields.language or "",
    )


def row_weight(dossier: Dossier, note: Note) -> int:
    """About how many bytes of words an event brings to a page with its drawings: its title stands there three times."""
    block = next((block for block in note.body.blocks if block.tag == "p"), None)
    first = note.body.text[block.start : min(block.end, block.start + SUMMARY)] if block else ""
    topics = (dossier.topics[id_].fields.title for id_ in note.fields.topics if id_ in dossier.topics)
    return sum(len(some.encode()) for some in (*(note.fields.title,) * 3, first, *topics))


def summary(edition: Edition, ref: Ref, entry: AnyEntry) -> str:
    """An entry's first sentence, without citations; cut where it is too long to stand in a list."""
    return edition.once(("summary", ref), lambda: _summary(edition.dossier, ref, entry))


def _summary(dossier: Dossier, ref: Ref, entry: AnyEntry) -> str:
    block = next((block for block in entry.body.blocks if block.tag == "p"), None)
    if block is None:
        return ""
    text = entry.body.text[block.start : block.end]
    start, end = next(iter(sentences(text, entry.body.bracketed())), (0, len(text)))
    words = dossier.plain(ref, text[start:end])
    if len(words) <= SUMMARY:
        return words
    cut = words[:SUMMARY]
    return f"{cut.rpartition(' ')[0] or cut}…"


def claim_row(edition: Edition, way: Way, claim: Claim) -> ClaimRow:
    """A claim in a list."""
    return ClaimRow(
        href=way.to_entry(Ref("claim", claim.id)),
        claim=claim.fields.claim,
        standing=standing_view(edition.dossier, claim.id),
        figure=claim.fields.figure or "",
        label=claim.fields.label or "",
        language=claim.fields.language or "",
    )


def source_row(edition: Edition, way: Way, source: Source) -> SourceRow:
    """A source in a list, with how many places in the dossier cite it."""
    authors = source.fields.author
    return SourceRow(
        source=source_label(edition, way, source),
        author=authors if isinstance(authors, str) else ", ".join(authors),
        cited=len({mention.by for mention in edition.dossier.mentions.get(Ref("source", source.id), ())}),
    )


def topic_row(edition: Edition, way: Way, topic: Topic) -> TopicRow:
    """A topic in a list, with how much bears on it."""
    about = about_topic(edition.dossier, topic.id)
    return TopicRow(
        href=way.to_entry(Ref("topic", topic.id)),
        title=topic.fields.title,
        type=topic.fields.type,
        events=sum("date" in note.dates for note in about.notes),
        claims=len(about.claims),
        sources=len(about.sources),
        language=topic.fields.language or "",
    )


class AboutTopic(Struct, frozen=True):
    """The entries on a topic: those that name it in their front matter, or link to it."""

    notes: tuple[Note, ...]
    claims: tuple[Claim, ...]
    sources: tuple[Source, ...]
    topics: tuple[Topic, ...]


def about_topic(dossier: Dossier, id_: str) -> AboutTopic:
    """What bears on a topic, each list by id."""
    by = sorted({mention.by for mention in dossier.mentions.get(Ref("topic", id_), ())})
    return AboutTopic(
        tuple(dossier.notes[ref.id] for ref in by if ref.kind == "note"),
        tuple(dossier.claims[ref.id] for ref in by if ref.kind == "claim"),
        tuple(dossier.sources[ref.id] for ref in by if ref.kind == "source"),
        tuple(dossier.topics[ref.id] for ref in by if ref.kind == "topic" and ref.id != id_),
    )


# --- corrections and what leads here


def corrections(entries: Iterable[tuple[Ref, AnyEntry]]) -> list[tuple[Ref, AnyEntry, int]]:
    """The corrections of entries, the latest first: of which entry, and their number in it."""
    found = [(ref, entry, i) for ref, entry in entries for i in range(len(entry.fields.corrections))]
    return sorted(found, key=lambda one: (sort_key(one[1].dates[f"corrections.{one[2]}.date"]), one[0]), reverse=True)


def correction_row(speech: Speech, ref: Ref, entry: AnyEntry, number: int, way: Way | None = None) -> CorrectionRow:
    """A correction in a list; `way` where it stands elsewhere than on the entry's own page."""
    correction = entry.fields.corrections[number]
    anchor = correction_anchor(entry, number)
    return CorrectionRow(
        when=when(speech, entry.dates[f"corrections.{number}.date"]) or When(words=correction.date),
        was=correction.was,
        now=correction.now,
        why=correction.why,
        href=way.to_entry(ref, anchor) if way else "",
        title=title_of(entry) if way else "",
        anchor="" if way else anchor,
        language=(entry.fields.language or "") if ref.kind != "source" else "",
    )


def correction_anchor(entry: AnyEntry, number: int) -> str:
    """A correction's id on its page, by what it says; numbered where another says the same."""
    given = [(one.date, one.was, one.now) for one in entry.fields.corrections]
    name = blake2b("\0".join(given[number]).encode(), digest_size=5).hexdigest()
    before = given[:number].count(given[number])
    return f"correction-{name}" + (f"-{before + 1}" if before else "")


def own_corrections(speech: Speech, ref: Ref, entry: AnyEntry) -> tuple[CorrectionRow, ...]:
    """The corrections on an entry's own page."""
    return tuple(correction_row(speech, *one) for one in corrections([(ref, entry)]))


def review_rows(dossier: Dossier, ref: Ref, entry: AnyEntry) -> tuple[ReviewRow, ...]:
    """Who reviewed an entry, in the order of its file."""
    told = speech(dossier.config.language)
    return tuple(
        ReviewRow(
            by=entry.fields.reviewed[review.number].by,
            when=when(told, entry.dates[f"reviewed.{review.number}.date"]) or When(words=""),
            state=review.state,
            changed=changed_words(told, review),
        )
        for review in (reviews(dossier, ref) if entry.fields.reviewed else ())
    )


def backlinks(edition: Edition, way: Way, ref: Ref) -> tuple[Backlink, ...]:
    """Where bodies elsewhere lead to an entry, with the sentence; each sentence once."""
    found: dict[tuple[Ref, str], Backlink] = {}
    for mention in edition.dossier.mentions.get(ref, ()):
        if mention.hole >= 0 and mention.by != ref:
            found.setdefault((mention.by, mention.sentence), _backlink(edition, way, mention))
    return tuple(found.values())[:ROWS]


def _backlink(edition: Edition, way: Way, mention: Mention) -> Backlink:
    entry = edition.dossier.of(mention.by.kind)[mention.by.id]
    return Backlink(
        href=way.to_entry(mention.by, f"c{mention.hole + 1}"),
        title=title_of(entry),
        kind=mention.by.kind,
        sentence=mention.sentence,
        language=entry.fields.language or "",
    )


def pagers(count: int, first: Way, base: str, rows: int = 0) -> list[tuple[Way, slice, Pager | None]]:
    """The pages of a list: the way of each, which rows stand on it, and its pager, None where one page holds all.

    base: the site path of the first page; further ones are `base/2/`, `base/3/` and so on. rows: of a page, else ROWS.
    """
    most = rows or ROWS
    pages = max(1, -(-count // most))
    paths = [base, *(f"{base}{number}/" for number in range(2, pages + 1))]
    found = enumerate(paged(paths, first))
    return [(way, slice(i * most, (i + 1) * most), pager) for i, (way, pager) in found]


def paged(paths: Sequence[str], first: Way) -> list[tuple[Way, Pager | None]]:
    """The way of each page of a list and its pager, None where there is one page only."""
    found: list[tuple[Way, Pager | None]] = []
    for i, path in enumerate(paths):
        way = first if i == 0 else Way(path)
        previous = way.to(paths[i - 1]) if i else ""
        further = way.to(paths[i + 1]) if i + 1 < len(paths) else ""
        pager = Pager(number=i + 1, count=len(paths), previous=previous, next=further) if len(paths) > 1 else None
        found.append((way, pager))
    return found
