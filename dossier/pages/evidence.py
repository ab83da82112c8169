"""The evidence: all claims by their standing, and matrices of claims and sources: of the headline claims, and of each topic."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import get_args

from dossier.lots import lots
from dossier.model import Claim, Topic
from dossier.names import Ref, title_of
from dossier.pages.divided import page_path, parted
from dossier.pages.edition import Edition, Way, address, file_of, head
from dossier.pages.elements import ClaimRow, Link
from dossier.pages.grid import ClaimsOf, Listed, Matrix, Tally
from dossier.pages.matrix import matrix, pieces
from dossier.pages.rows import about_topic, claim_row
from dossier.pages.spread import pagers
from dossier.pages.views import EvidencePage, Page

PATH = "evidence/"
CLAIMS = 250
"""The most claims that are listed on a page."""
LISTED = 80_000
"""Bytes of their words; the first page has a matrix beside them."""
TOPICS = 100
"""Topics to whose matrices the first page leads; that of each is one step from the topic's own page, too."""
GROUPS: tuple[Listed, ...] = get_args(Listed)


def evidence_pages(edition: Edition) -> Iterator[Page]:
    """All claims by their standing, behind the matrix of the headline claims, and a page for the matrix of each topic."""
    pages = _pages(edition)
    ordered = [claim for page in pages for claim in page]
    headline = [claim for claim in ordered if is_headline(edition, claim)]
    by_topic = _by_topic(edition)
    counts = _counts(edition, pages)
    for way, claims, pager in pagers(PATH, pages):
        on_first = way.path == PATH
        view = EvidencePage(
            head=head(edition.dossier, way, edition.speech.gettext("Evidence"), "evidence"),
            heading=edition.speech.gettext("Evidence"),
            tallies=_tallies(way, counts) if ordered else (),
            headline=bool(headline),
            table=_table(edition, way, headline or ordered) if ordered and on_first else None,
            standings=_listed(edition, way, claims, counts),
            topics=tuple(_way_to(way, *pair) for pair in _foremost(by_topic)) if on_first else (),
            topics_more=max(0, len(by_topic) - TOPICS) if on_first else 0,
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


def _pages(edition: Edition) -> list[list[Claim]]:
    """The claims on each page of the list."""
    ordered = _in_order(edition, edition.dossier.claims.values())
    return parted(ordered, lambda claim: len(claim.fields.claim.encode()), LISTED, CLAIMS)


def _counts(edition: Edition, pages: Sequence[Sequence[Claim]]) -> dict[Listed, tuple[int, int]]:
    """Of each standing that a claim has, how many have it, and on which page they begin, from 0."""
    found: dict[Listed, tuple[int, int]] = {}
    for number, page in enumerate(pages):
        for group, claims in groupby(page, key=lambda claim: _group(edition, claim)):
            count, begins = found.get(group, (0, number))
            found[group] = count + len(list(claims)), begins
    return found


def tallies(edition: Edition, way: Way) -> tuple[Tally, ...]:
    """How many claims have each standing, with the way to where these begin in the list."""
    return _tallies(way, _counts(edition, _pages(edition)))


def _tallies(way: Way, counts: dict[Listed, tuple[int, int]]) -> tuple[Tally, ...]:
    found: list[Tally] = []
    for group in GROUPS:
        if group in counts:
            count, number = counts[group]
            path = page_path(PATH, number)
            here = "" if path == way.path else way.to(path)
            found.append(Tally(standing=group, count=count, href=f"{here}#{group}"))
        elif group != "superseded":
            found.append(Tally(standing=group, count=0))
    return tuple(found)


def _listed(
    edition: Edition, way: Way, page: Sequence[Claim], counts: dict[Listed, tuple[int, int]]
) -> tuple[ClaimsOf, ...]:
    """The claims of one page of the list, by standing."""
    return tuple(
        ClaimsOf(
            anchor=group,
            standing=group,
            count=counts[group][0],
            claims=tuple(row for lot in lots(claims, lambda claim: claim.id) for row in _rows(edition, way, lot)),
        )
        for group, claims in groupby(page, key=lambda claim: _group(edition, claim))
    )


def _rows(edition: Edition, way: Way, claims: Sequence[Claim]) -> tuple[ClaimRow, ...]:
    ids = _ids(claims)

    def made() -> tuple[ClaimRow, ...]:
        return tuple(claim_row(edition, way, claim) for claim in _claims(edition, ids))

    return edition.piece(("claims", way.path, ids), tuple[ClaimRow, ...], made)


def _table(edition: Edition, way: Way, claims: Sequence[Claim]) -> Matrix:
    ids = _ids(claims)
    return edition.piece(("matrix", way.path, ids), Matrix, lambda: matrix(edition, way, _claims(edition, ids)))


def _ids(claims: Sequence[Claim]) -> tuple[str, ...]:
    return tuple(claim.id for claim in claims)


def _claims(edition: Edition, ids: Sequence[str]) -> list[Claim]:
    return [edition.dossier.claims[id_] for id_ in ids]


# --- by topic


def claims_on(edition: Edition, topic: Topic) -> list[Claim]:
    """The claims that bear on a topic, by standing."""
    return _in_order(edition, about_topic(edition, topic.id).claims)


def matrix_path(topic: Topic) -> str:
    """The site path of the matrix of a topic on which claims bear.

    Of a topic that is called by a number it lies below the topic's page: such folders here are pages of the list.
    """
    own = address(Ref("topic", topic.id))
    return f"{own}{PATH}" if topic.id.isdecimal() else f"{PATH}{own.removeprefix('topics/')}"


def _by_topic(edition: Edition) -> list[tuple[Topic, list[Claim]]]:
    """The topics that claims bear on, by title, each with these claims."""
    topics = sorted(edition.dossier.topics.values(), key=lambda topic: (title_of(topic).casefold(), topic.id))
    found = [(topic, claims_on(edition, topic)) for topic in topics]
    return [(topic, claims) for topic, claims in found if claims]


def _foremost(by_topic: Sequence[tuple[Topic, list[Claim]]]) -> list[tuple[Topic, list[Claim]]]:
    """Of these topics those on which most claims bear, in their order."""
    most = sorted(range(len(by_topic)), key=lambda at: -len(by_topic[at][1]))[:TOPICS]
    return [by_topic[at] for at in sorted(most)]


def _way_to(way: Way, topic: Topic, claims: Sequence[Claim]) -> tuple[Link, int]:
    return Link(href=way.to(matrix_path(topic)), words=title_of(topic), language=topic.fields.language or ""), len(
        claims
    )


def _topic_pages(edition: Edition, topic: Topic, claims: Sequence[Claim]) -> Iterator[Page]:
    """A topic's matrix, in as many pages as there are tables of it."""
    title = edition.speech.gettext("Evidence: %(topic)s", topic=title_of(topic))
    for way, part, pager in pagers(matrix_path(topic), pieces(claims)):
        view = EvidencePage(
            head=head(edition.dossier, way, title, "evidence"),
            heading=title,
            topic=way.link(Ref("topic", topic.id), topic),
            table=_table(edition, way, part),
            pager=pager,
        )
        yield Page(file_of(way.path), "evidence.html", view)
