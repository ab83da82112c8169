"""The evidence: all claims by their standing, and matrices of claims and sources: of the headline claims, and of each topic."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import get_args

from dossier.model import Claim, Topic
from dossier.names import Ref, title_of
from dossier.pages.edition import Edition, Way, address, file_of, head
from dossier.pages.elements import Link
from dossier.pages.grid import ClaimsOf, Listed, Tally
from dossier.pages.matrix import matrix, pieces
from dossier.pages.rows import about_topic, claim_row, paged, pagers
from dossier.pages.views import EvidencePage, Page

PATH = "evidence/"
CLAIMS = 250
"""The most claims that are listed on a page."""
GROUPS: tuple[Listed, ...] = get_args(Listed)


def evidence_pages(edition: Edition) -> Iterator[Page]:
    """All claims by their standing, behind the matrix of the headline claims, and a page for the matrix of each topic."""
    first = Way(PATH)
    ordered = _in_order(edition, edition.dossier.claims.values())
    headline = [claim for claim in ordered if is_headline(edition, claim)]
    by_topic = _by_topic(edition)
    for way, rows, pager in pagers(len(ordered), first, PATH, CLAIMS):
        on_first = way == first
        view = EvidencePage(
            head=head(edition.dossier, way, edition.speech.gettext("Evidence"), "evidence"),
            heading=edition.speech.gettext("Evidence"),
            tallies=tallies(edition, way) if ordered else (),
            headline=bool(headline),
            table=matrix(edition, way, headline or ordered) if ordered and on_first else None,
            standings=_listed(edition, way, ordered, rows),
            topics=tuple(_way_to(way, *pair) for pair in by_topic) if on_first else (),
            pager=pager,
        )
        yield Page(file_of(way.path), "evidence.html", view)
    for topic, claims in by_topic:
        yield from _topic_pages(edition, topic, claims)


def is_headline(edition: Edition, claim: Claim) -> bool:
    """Whether a claim is set before the others: by a figure or a label, while no other takes its place."""
    return bool(claim.fields.figure or claim.fields.label) and not edition.dossier.superseding(claim.id)


def _group(edition: Edition, claim: Claim) -> Listed:
    return "superseded" if edition.dossier.superseding(claim.id) else edition.dossier.standings[claim.id].verdict


def _in_order(edition: Edition, claims: Iterable[Claim]) -> list[Claim]:
    """Claims by standing, the superseded ones last, then by id."""
    return sorted(claims, key=lambda claim: (GROUPS.index(_group(edition, claim)), claim.id))


def tallies(edition: Edition, way: Way) -> tuple[Tally, ...]:
    """How many claims have each standing, with the way to where these begin in the list."""
    ordered = [_group(edition, claim) for claim in _in_order(edition, edition.dossier.claims.values())]
    found: list[Tally] = []
    for group in GROUPS:
        count = ordered.count(group)
        if count:
            page = ordered.index(group) // CLAIMS
            path = PATH if not page else f"{PATH}{page + 1}/"
            here = "" if path == way.path else way.to(path)
            found.append(Tally(standing=group, count=count, href=f"{here}#{group}"))
        elif group != "superseded":
            found.append(Tally(standing=group, count=0))
    return tuple(found)


def _listed(edition: Edition, way: Way, ordered: Sequence[Claim], rows: slice) -> tuple[ClaimsOf, ...]:
    """The claims of one page of the list, by standing."""
    all_ = [_group(edition, claim) for claim in ordered]
    return tuple(
        ClaimsOf(
            anchor=group,
            standing=group,
            count=all_.count(group),
            claims=tuple(claim_row(edition, way, claim) for claim in claims),
        )
        for group, claims in groupby(ordered[rows], key=lambda claim: _group(edition, claim))
    )


# --- by topic


def claims_on(edition: Edition, topic: Topic) -> list[Claim]:
    """The claims that bear on a topic, by standing."""
    return _in_order(edition, about_topic(edition.dossier, topic.id).claims)


def matrix_path(topic: Topic) -> str:
    """The site path of the matrix of a topic on which claims bear."""
    return f"{PATH}{address(Ref('topic', topic.id)).removeprefix('topics/')}"


def _by_topic(edition: Edition) -> list[tuple[Topic, list[Claim]]]:
    """The topics that claims bear on, by title, each with these claims."""
    topics = sorted(edition.dossier.topics.values(), key=lambda topic: (title_of(topic).casefold(), topic.id))
    found = [(topic, claims_on(edition, topic)) for topic in topics]
    return [(topic, claims) for topic, claims in found if claims]


def _way_to(way: Way, topic: Topic, claims: Sequence[Claim]) -> tuple[Link, int]:
    return Link(href=way.to(matrix_path(topic)), words=title_of(topic), language=topic.fields.language or ""), len(
        claims
    )


def _topic_pages(edition: Edition, topic: Topic, claims: Sequence[Claim]) -> Iterator[Page]:
    """A topic's matrix, in as many pages as there are tables of it."""
    title = edition.speech.gettext("Evidence: %(topic)s", topic=title_of(topic))
    parts = pieces(claims)
    base = matrix_path(topic)
    paths = [base, *(f"{base}{number}/" for number in range(2, len(parts) + 1))]
    for (way, pager), part in zip(paged(paths, Way(base)), parts, strict=True):
        view = EvidencePage(
            head=head(edition.dossier, way, title, "evidence"),
            heading=title,
            topic=way.link(Ref("topic", topic.id), topic),
            table=matrix(edition, way, part),
            pager=pager,
        )
        yield Page(file_of(way.path), "evidence.html", view)
