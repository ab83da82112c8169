"""The pages of notes and claims."""

from collections.abc import Iterator

from dossier.model import Citation, Claim, EvidenceLine, Note
from dossier.names import Ref
from dossier.pages.bearing import came_later, further
from dossier.pages.citing import cite_page
from dossier.pages.edition import Edition, Way, address, chosen, file_of, head
from dossier.pages.elements import EvidenceView, Link, Reference
from dossier.pages.linked import linked
from dossier.pages.quoted import quote_view, source_label, when, where_from
from dossier.pages.rows import (
    backlinks,
    own_corrections,
    review_rows,
    summary,
)
from dossier.pages.texts import Text, reference
from dossier.pages.views import ClaimPage, NotePage, Page
from dossier.pages.weighed import standing_view


def note_pages(edition: Edition, only: str | None = None) -> Iterator[Page]:
    """A page for each note, or for one of them by its id."""
    order = {id_: i for i, id_ in enumerate(edition.dossier.events)}
    for note in chosen(edition.dossier.notes, only):
        yield _note_page(edition, note, order.get(note.id))


def _note_page(edition: Edition, note: Note, number: int | None) -> Page:
    ref = Ref("note", note.id)
    way = Way(address(ref))
    text = Text(edition, way, ref, note)
    events = edition.dossier.events
    view = NotePage(
        head=linked(
            head(edition.dossier, way, note.fields.title, "timeline", note, summary(edition, ref, note)),
            edition.dossier,
            ref,
        ),
        when=when(edition.speech, note.dates.get("date"), note.fields.expected),
        important=note.fields.importance == "high",
        html=text.html(),
        references=text.references(),
        title_marks=text.title_marks(),
        cite=cite_page(edition, ref, note),
        topics=way.topics(edition.dossier, note),
        backlinks=backlinks(edition, way, ref),
        corrections=own_corrections(edition.speech, ref, note),
        reviewed=review_rows(edition.dossier, ref, note),
        sheet=way.to(edition.sheet_at[ref]),
        date_note=note.fields.date_note or "",
        date_basis=_date_basis(edition, way, note),
        earlier=_event_link(edition, way, events[number - 1]) if number else None,
        later=_event_link(edition, way, events[number + 1])
        if number is not None and number + 1 < len(events)
        else None,
    )
    return Page(file_of(way.path), "note.html", view)


def _event_link(edition: Edition, way: Way, id_: str) -> Link:
    return way.link(Ref("note", id_), edition.dossier.notes[id_])


def _date_basis(edition: Edition, way: Way, note: Note) -> tuple[Reference, ...]:
    found: list[Reference] = []
    for quote in edition.dossier.quotes[Ref("note", note.id)]:
        if quote.field.startswith("date-from."):
            number = int(quote.field.split(".")[1]) + 1
            cites, back = Citation(quote.source, quote.line, quote.column), (Link(href="#cd", words="1"),)
            found.append(reference(edition, way, cites, [quote], number, f"d{number}", back=back))
    return tuple(sorted(found, key=lambda reference: reference.number))


def claim_pages(edition: Edition, only: str | None = None) -> Iterator[Page]:
    """A page for each claim, or for one of them, with both sides' words."""
    for claim in chosen(edition.dossier.claims, only):
        yield _claim_page(edition, claim)


def _claim_page(edition: Edition, claim: Claim) -> Page:
    ref = Ref("claim", claim.id)
    way = Way(address(ref))
    text = Text(edition, way, ref, claim)
    lines = [evidence_view(edition, way, claim, i, line) for i, line in enumerate(claim.fields.evidence)]
    standing = standing_view(edition.dossier, claim.id)
    earlier = edition.dossier.claims.get(claim.fields.supersedes or "")
    view = ClaimPage(
        head=linked(
            head(edition.dossier, way, claim.fields.claim, "evidence", claim, f"{standing.words}."),
            edition.dossier,
            ref,
        ),
        claim=claim.fields.claim,
        figure=claim.fields.figure or "",
        label=claim.fields.label or "",
        standing=standing,
        supersedes=way.link(Ref("claim", earlier.id), earlier) if earlier else None,
        superseded_by=tuple(
            way.link(Ref("claim", id_), edition.dossier.claims[id_]) for id_ in edition.dossier.superseding(claim.id)
        ),
        later=came_later(edition.speech, edition.dossier, claim),
        supports=tuple(line for line in lines if line.bearing == "supports"),
        disputes=tuple(line for line in lines if line.bearing == "disputes"),
        context=tuple(line for line in lines if line.bearing == "context"),
        html=text.html(),
        references=text.references(),
        title_marks=text.title_marks(),
        cite=cite_page(edition, ref, claim),
        topics=way.topics(edition.dossier, claim),
        backlinks=backlinks(edition, way, ref),
        corrections=own_corrections(edition.speech, ref, claim),
        reviewed=review_rows(edition.dossier, ref, claim),
        sheet=way.to(edition.sheet_at[ref]),
    )
    return Page(file_of(way.path), "claim.html", view)


def evidence_view(edition: Edition, way: Way, claim: Claim, number: int, line: EvidenceLine) -> EvidenceView:
    """A line of evidence with its words and where its information comes from."""
    source = edition.dossier.sources[line.source]
    quotes = edition.dossier.quotes[Ref("claim", claim.id)]
    quote = next(quote for quote in quotes if quote.field == f"evidence.{number}.quote")
    origin = where_from(edition, way, source, line.origin)
    return EvidenceView(
        anchor=f"e{number + 1}",
        bearing=line.bearing,
        source=source_label(edition, way, source),
        quote=quote_view(edition, way, quote),
        origin=origin.words,
        origin_href=origin.href,
        chain=further(edition, way, source, line.origin, line.said_by),
        credibility=line.credibility or 0,
        note=line.note or "",
        translation=line.translation or "",
        inference=line.inference,
    )
