"""Entries as they stand in lists: events, claims, sources, topics, corrections, backlinks."""

from msgspec import Struct
from msgspec.structs import replace

from dossier.languages import speech
from dossier.link import Dossier, Mention
from dossier.markup.sentences import sentences
from dossier.model import AnyEntry, Claim, Note, Source, Topic
from dossier.names import Ref, title_of
from dossier.pages.checking import ReviewRow
from dossier.pages.choices import Stand
from dossier.pages.divided import correction_anchor, corrections_on
from dossier.pages.edition import Edition, Way
from dossier.pages.elements import Backlink, ClaimRow, CorrectionRow, EventRow, SourceRow, TopicRow, When
from dossier.pages.quoted import source_label, when
from dossier.pages.weighed import standing_view
from dossier.reviews import changed_words, reviews
from dossier.standing import Verdict
from dossier.verify import cited_sources

ROWS = 1000
"""The most rows of a list that stand on one page."""
SUMMARY = 400
"""Characters of a summary, at most: a sentence that is longer is cut at a word."""
LEADING = 30_000
"""Bytes of the places that lead to an entry, on one of its pages."""
SENTENCE = 1000
"""Characters of the sentence that is shown of a place that leads to an entry."""
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
    return shortened(words, SUMMARY)


def shortened(words: str, most: int) -> str:
    """Words, cut where there are too many characters of them."""
    if len(words) <= most:
        return words
    cut = words[:most]
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
    about = about_topic(edition, topic.id)
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


def about_topic(edition: Edition, id_: str) -> AboutTopic:
    """What bears on a topic, each list by id."""
    return edition.once(("about", id_), lambda: _about_topic(edition.dossier, id_))


def _about_topic(dossier: Dossier, id_: str) -> AboutTopic:
    by = sorted({mention.by for mention in dossier.mentions.get(Ref("topic", id_), ())})
    return AboutTopic(
        tuple(dossier.notes[ref.id] for ref in by if ref.kind == "note"),
        tuple(dossier.claims[ref.id] for ref in by if ref.kind == "claim"),
        tuple(dossier.sources[ref.id] for ref in by if ref.kind == "source"),
        tuple(dossier.topics[ref.id] for ref in by if ref.kind == "topic" and ref.id != id_),
    )


# --- corrections, reviews, and what leads here


def correction_row(edition: Edition, ref: Ref, entry: AnyEntry, number: int, way: Way | None = None) -> CorrectionRow:
    """A correction in a list; `way` where it stands elsewhere than on the entry's own page."""
    correction = entry.fields.corrections[number]
    anchor = correction_anchor(entry, number)
    return CorrectionRow(
        when=when(edition.speech, entry.dates[f"corrections.{number}.date"]) or When(words=correction.date),
        was=correction.was,
        now=correction.now,
        why=correction.why,
        href=way.to(edition.place(ref, anchor)) if way else "",
        title=title_of(entry) if way else "",
        anchor="" if way else anchor,
        language=(entry.fields.language or "") if ref.kind != "source" else "",
    )


def own_corrections(edition: Edition, ref: Ref, entry: AnyEntry) -> list[tuple[CorrectionRow, ...]]:
    """The corrections on each of an entry's own pages."""
    return [tuple(correction_row(edition, *one) for one in part) for part in corrections_on(ref, entry)]


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


def leading(dossier: Dossier, ref: Ref) -> list[Mention]:
    """Where bodies elsewhere lead to an entry; each sentence once."""
    found: dict[tuple[Ref, str], Mention] = {}
    for mention in dossier.mentions.get(ref, ()):
        if mention.hole >= 0 and mention.by != ref:
            found.setdefault((mention.by, mention.sentence), mention)
    return list(found.values())


def backlink(edition: Edition, way: Way, mention: Mention) -> Backlink:
    """A place that leads to an entry, in a list."""
    entry = edition.dossier.of(mention.by.kind)[mention.by.id]
    return Backlink(
        href=way.to_entry(mention.by, f"c{mention.hole + 1}"),
        title=title_of(entry),
        kind=mention.by.kind,
        sentence=shortened(mention.sentence, SENTENCE),
        language=entry.fields.language or "",
    )
