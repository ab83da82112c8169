"""The pages of notes and claims."""

from collections.abc import Iterator, Mapping
from functools import partial

from msgspec.structs import replace

from dossier.body import Citation
from dossier.model import Claim, Note
from dossier.names import Ref
from dossier.pages.bearing import came_later, further
from dossier.pages.citing import cite_page
from dossier.pages.divided import FIRST, MOST, SIDES, beside, line_anchor, lines_on
from dossier.pages.edition import Edition, Way, address, chosen, file_of, head
from dossier.pages.elements import EvidenceView, Link, Reference
from dossier.pages.linked import linked
from dossier.pages.quoted import quote_view, source_label, when, where_from
from dossier.pages.rows import LEADING, backlink, leading, own_corrections, review_rows, summary
from dossier.pages.spread import pagers, spread
from dossier.pages.texts import Text, reference
from dossier.pages.views import ClaimPage, NotePage, Page
from dossier.pages.weighed import standing_view
from dossier.verify import Quote

REFERENCES = 100_000
"""Bytes of the references on a note's page."""
SUPERSEDING = 5_000
"""Bytes of the claims that take the place of one, on one of its pages."""


def note_pages(edition: Edition, only: str | None = None) -> Iterator[Page]:
    """A page for each note, or for one of them by its id, and further ones where more leads to it than one page holds."""
    for note in chosen(edition.dossier.notes, only):
        yield from _note_pages(edition, note)


def _note_pages(edition: Edition, note: Note) -> Iterator[Page]:
    ref = Ref("note", note.id)
    base = address(ref)
    led = leading(edition.dossier, ref)
    text = Text(edition, Way(base), ref, note, REFERENCES)
    pages = beside(
        text.parts,
        spread(base, led, partial(backlink, edition), LEADING, MOST, FIRST),
        own_corrections(edition, ref, note),
    )
    for way, (part, backlinks, corrections), pager in pagers(base, pages):
        view = NotePage(
            head=head(edition.dossier, way, note.fields.title, "timeline", note, summary(edition, ref, note)),
            when=when(edition.speech, note.dates.get("date"), note.fields.expected),
            important=note.fields.importance == "high",
            references=text.references(way, part),
            backlinks=backlinks,
            backlinks_more=len(led) - len(backlinks) if way.path == base else 0,
            corrections=corrections,
            pager=pager,
        )
        yield Page(file_of(way.path), "note.html", _note(edition, note, text, view) if way.path == base else view)


def _note(edition: Edition, note: Note, text: Text, view: NotePage) -> NotePage:
    """A note's first page: what it says and what that rests on."""
    ref = Ref("note", note.id)
    way = Way(view.head.path)
    earlier, later = edition.turns.get(note.id, ("", ""))
    return replace(
        view,
        head=linked(view.head, edition.dossier, ref),
        html=text.html(),
        title_marks=text.title_marks(),
        cite=cite_page(edition, ref, note),
        topics=way.topics(edition.dossier, note),
        reviewed=review_rows(edition.dossier, ref, note),
        sheet=way.to(edition.sheet_at[ref]),
        date_note=note.fields.date_note or "",
        date_basis=_date_basis(edition, way, note),
        earlier=_event_link(edition, way, earlier) if earlier else None,
        later=_event_link(edition, way, later) if later else None,
    )


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
    """A page for each claim, or for one of them, with both sides' words, and further ones where these are too many for one."""
    for claim in chosen(edition.dossier.claims, only):
        yield from _claim_pages(edition, claim)


def _claim_pages(edition: Edition, claim: Claim) -> Iterator[Page]:
    ref = Ref("claim", claim.id)
    base = address(ref)
    standing = standing_view(edition.dossier, claim.id)
    led = leading(edition.dossier, ref)
    lines = lines_on(edition.dossier, claim)
    counts = tuple(sum(map(len, lines[bearing])) for bearing in SIDES)
    quotes = {quote.field: quote for quote in edition.dossier.quotes[ref]}
    text = Text(edition, Way(base), ref, claim)
    pages = beside(
        *(lines[bearing] for bearing in SIDES),
        spread(base, led, partial(backlink, edition), LEADING, MOST, FIRST),
        own_corrections(edition, ref, claim),
        spread(base, edition.dossier.superseding(claim.id), partial(_claim_link, edition), SUPERSEDING, MOST),
        text.parts,
    )
    for way, (*sides, backlinks, corrections, superseded_by, part), pager in pagers(base, pages):
        supports, disputes, context = (
            tuple(evidence_view(edition, way, claim, number, quotes) for number in side) for side in sides
        )
        view = ClaimPage(
            head=head(edition.dossier, way, claim.fields.claim, "evidence", claim, f"{standing.words}."),
            claim=claim.fields.claim,
            standing=standing,
            counts=(counts[0], counts[1], counts[2]),
            supports=supports,
            disputes=disputes,
            context=context,
            backlinks=backlinks,
            backlinks_more=len(led) - len(backlinks) if way.path == base else 0,
            corrections=corrections,
            superseded_by=superseded_by,
            references=text.references(way, part),
            pager=pager,
        )
        yield Page(file_of(way.path), "claim.html", _claim(edition, claim, text, view) if way.path == base else view)


def _claim_link(edition: Edition, way: Way, id_: str) -> Link:
    return way.link(Ref("claim", id_), edition.dossier.claims[id_])


def _claim(edition: Edition, claim: Claim, text: Text, view: ClaimPage) -> ClaimPage:
    """A claim's first page: with its figure, what is said of it, and the claims in whose place it stands or that stand in its."""
    ref, dossier = Ref("claim", claim.id), edition.dossier
    way = Way(view.head.path)
    earlier = dossier.claims.get(claim.fields.supersedes or "")
    return replace(
        view,
        head=linked(view.head, dossier, ref),
        figure=claim.fields.figure or "",
        label=claim.fields.label or "",
        supersedes=way.link(Ref("claim", earlier.id), earlier) if earlier else None,
        later=came_later(edition.speech, dossier, claim),
        html=text.html(),
        title_marks=text.title_marks(),
        cite=cite_page(edition, ref, claim),
        topics=way.topics(dossier, claim),
        reviewed=review_rows(dossier, ref, claim),
        sheet=way.to(edition.sheet_at[ref]),
    )


def evidence_view(edition: Edition, way: Way, claim: Claim, number: int, quotes: Mapping[str, Quote]) -> EvidenceView:
    """A line of evidence with its words and where its information comes from. quotes: the claim's, by their fields."""
    line = claim.fields.evidence[number]
    source = edition.dossier.sources[line.source]
    quote = quotes[f"evidence.{number}.quote"]
    origin = where_from(edition, way, source, line.origin)
    return EvidenceView(
        anchor=line_anchor(number),
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
