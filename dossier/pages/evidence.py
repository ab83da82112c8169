"""The evidence: all claims with their standing, and for each topic a matrix of its claims and the sources that bear on them."""

from collections.abc import Iterator, Sequence

from dossier.model import Claim, Source, Topic
from dossier.names import Ref, title_of
from dossier.pages.edition import Edition, Way, address, file_of, head
from dossier.pages.elements import Cell, Column, Link, Matrix, MatrixRow
from dossier.pages.quoted import source_label
from dossier.pages.rows import claim_row, pagers
from dossier.pages.views import EvidencePage, Page

MATRICES_INLINE = 60
"""So many claims at most are set as matrices on /evidence/ itself; more have a page for each topic."""


def evidence_pages(edition: Edition) -> Iterator[Page]:
    """All claims with their standing, and a matrix of claims and sources for each topic."""
    first = Way("evidence/")
    claims = list(edition.dossier.claims.values())
    inline = len(claims) <= MATRICES_INLINE
    by_topic = _by_topic(edition)
    for way, rows, pager in pagers(len(claims), first, first.path):
        on_first = way == first
        view = EvidencePage(
            head=head(edition.dossier, way, edition.speech.gettext("Evidence"), "evidence"),
            heading=edition.speech.gettext("Evidence"),
            claims=tuple(claim_row(edition, way, claim) for claim in claims[rows]),
            matrices=tuple(_matrix(edition, way, *pair) for pair in by_topic) if inline and on_first else (),
            topics=()
            if inline or not on_first
            else tuple(Link(href=way.to(_matrix_path(topic)), words=title_of(topic)) for topic, _ in by_topic),
            pager=pager,
        )
        yield Page(file_of(way.path), "evidence.html", view)
    for topic, about in () if inline else by_topic:
        yield from _matrix_pages(edition, topic, about)


def _by_topic(edition: Edition) -> list[tuple[Topic, list[Claim]]]:
    """The topics that claims name in their front matter, each with these claims."""
    found: dict[str, list[Claim]] = {id_: [] for id_ in edition.dossier.topics}
    for claim in edition.dossier.claims.values():
        for id_ in found.keys() & set(claim.fields.topics):
            found[id_].append(claim)
    return [(edition.dossier.topics[id_], claims) for id_, claims in found.items() if claims]


def _matrix_path(topic: Topic) -> str:
    return f"evidence/{address(Ref('topic', topic.id)).removeprefix('topics/')}"


def _matrix_pages(edition: Edition, topic: Topic, claims: Sequence[Claim]) -> Iterator[Page]:
    """A topic's matrix, in pieces of so many claims that a page stays readable."""
    path = _matrix_path(topic)
    for way, part in _pieces(path, claims):
        title = edition.speech.gettext("Evidence: %(topic)s", topic=title_of(topic))
        view = EvidencePage(
            head=head(edition.dossier, way, title, "evidence"),
            heading=title,
            claims=tuple(claim_row(edition, way, claim) for claim in part),
            matrices=(_matrix(edition, way, topic, part),),
            topics=tuple(
                Link(href=way.to(other.path), words=str(i + 1)) for i, (other, _) in enumerate(_pieces(path, claims))
            ),
        )
        yield Page(file_of(way.path), "evidence.html", view)


def _pieces(path: str, claims: Sequence[Claim]) -> list[tuple[Way, Sequence[Claim]]]:
    starts = range(0, len(claims), MATRICES_INLINE)
    return [
        (Way(path if not i else f"{path}{i + 1}/"), claims[start : start + MATRICES_INLINE])
        for i, start in enumerate(starts)
    ]


def _matrix(edition: Edition, way: Way, topic: Topic, claims: Sequence[Claim]) -> Matrix:
    """Claims against the sources that bear on them, sources of one origin side by side."""
    dossier = edition.dossier
    bearing = {line.source for claim in claims for line in claim.fields.evidence if line.source in dossier.sources}
    sources = sorted((dossier.sources[id_] for id_ in bearing), key=lambda s: (s.fields.origin or "~", s.id))
    return Matrix(
        topic=way.link(Ref("topic", topic.id), topic),
        columns=tuple(Column(source=source_label(edition, way, source)) for source in sources),
        rows=tuple(
            MatrixRow(
                claim=claim_row(edition, way, claim),
                cells=tuple(_cell(way, claim, source) for source in sources),
            )
            for claim in claims
        ),
    )


def _cell(way: Way, claim: Claim, source: Source) -> Cell:
    """Links to the lines by which a source bears on a claim."""
    marks: dict[str, list[str]] = {"supports": [], "disputes": [], "context": []}
    for i, line in enumerate(claim.fields.evidence):
        if line.source == source.id:
            marks[line.bearing].append(way.to_entry(Ref("claim", claim.id), f"e{i + 1}"))
    return Cell(supports=tuple(marks["supports"]), disputes=tuple(marks["disputes"]), context=tuple(marks["context"]))
