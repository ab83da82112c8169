"""The pages that list: the front page, evidence, sources, topics, corrections, gaps; and those about the site itself."""

from collections.abc import Iterator, Sequence
from typing import get_args

from msgspec.structs import replace

from dossier.config import base_path
from dossier.dates import sort_key
from dossier.model import Claim, Source, Topic
from dossier.names import Ref, title_of
from dossier.pages.edition import Edition, Way, address, file_of, head
from dossier.pages.quoted import source_label
from dossier.pages.rows import (
    about_topic,
    claim_row,
    correction_row,
    corrections,
    event_row,
    pagers,
    source_row,
    topic_row,
)
from dossier.pages.views import (
    AboutPage,
    Cell,
    ClaimRow,
    Column,
    CorrectionsPage,
    EvidencePage,
    FrontPage,
    Gap,
    GapsPage,
    Link,
    Matrix,
    MatrixRow,
    NotFoundPage,
    Page,
    RedirectPage,
    SourcesPage,
    TopicRow,
    TopicsPage,
)
from dossier.standing import Verdict

FRONT_EVENTS = 8
FRONT_FIGURES = 12
FRONT_TOPICS = 24
MATRICES_INLINE = 60
"""So many claims at most are set as matrices on /evidence/ itself; more have a page for each topic."""
TYPES = ("person", "organization", "place", "event", "work", "theme")
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


def front_page(edition: Edition) -> Iterator[Page]:
    """The front page: what this is, its figures, the latest events, its topics, how sure it is."""
    dossier, way = edition.dossier, Way("")
    figures = [claim for claim in dossier.claims.values() if claim.fields.figure][:FRONT_FIGURES]
    latest = [dossier.notes[id_] for id_ in reversed(dossier.events)][:FRONT_EVENTS]
    verdicts = [standing.verdict for standing in dossier.standings.values()]
    rows = [topic_row(edition, way, topic) for topic in dossier.topics.values()]
    rows.sort(key=lambda row: (-(row.events + row.claims + row.sources), row.href))
    view = FrontPage(
        head=head(dossier, way, dossier.config.title, description=dossier.config.description),
        figures=tuple(claim_row(edition, way, claim) for claim in figures),
        events=tuple(event_row(edition, way, note) for note in latest),
        topics=tuple(rows[:FRONT_TOPICS]),
        sure=tuple((verdict, verdicts.count(verdict)) for verdict in VERDICTS),
        claims=len(dossier.claims),
        notes=len(dossier.notes),
        sources=len(dossier.sources),
        quotations=sum(len(quotes) for quotes in dossier.quotes.values()),
    )
    yield Page("index.html", "front.html", view)


# --- evidence


def evidence_pages(edition: Edition) -> Iterator[Page]:
    """All claims with their standing, and a matrix of claims and sources for each topic."""
    first = Way("evidence/")
    claims = list(edition.dossier.claims.values())
    inline = len(claims) <= MATRICES_INLINE
    by_topic = [(topic, about_topic(edition.dossier, topic.id).claims) for topic in edition.dossier.topics.values()]
    by_topic = [(topic, about) for topic, about in by_topic if about]
    for way, rows, pager in pagers(len(claims), first, first.path):
        on_first = way == first
        view = EvidencePage(
            head=head(edition.dossier, way, "Evidence", "evidence"),
            heading="Evidence",
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


def _matrix_path(topic: Topic) -> str:
    return f"evidence/{address(Ref('topic', topic.id)).removeprefix('topics/')}"


def _matrix_pages(edition: Edition, topic: Topic, claims: Sequence[Claim]) -> Iterator[Page]:
    """A topic's matrix, in pieces of so many claims that a page stays readable."""
    path = _matrix_path(topic)
    for way, part in _pieces(path, claims):
        title = f"Evidence: {title_of(topic)}"
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


# --- sources and topics


def sources_pages(edition: Edition) -> Iterator[Page]:
    """All sources, the latest first, those without a date at the end."""
    first = Way("sources/")
    dated = [source for source in edition.dossier.sources.values() if "published" in source.dates]
    dated.sort(key=lambda source: (sort_key(source.dates["published"]), source.id), reverse=True)
    undated = [source for source in edition.dossier.sources.values() if "published" not in source.dates]
    sources = [*dated, *undated]
    for way, rows, pager in pagers(len(sources), first, first.path):
        view = SourcesPage(
            head=head(edition.dossier, way, "Sources", "sources"),
            sources=tuple(source_row(edition, way, source) for source in sources[rows]),
            count=len(sources),
            pager=pager,
        )
        yield Page(file_of(way.path), "sources.html", view)


def topics_pages(edition: Edition) -> Iterator[Page]:
    """All topics by type, then by title."""
    first = Way("topics/")
    topics = sorted(
        edition.dossier.topics.values(),
        key=lambda topic: (TYPES.index(topic.fields.type), topic.fields.title.casefold(), topic.id),
    )
    for way, rows, pager in pagers(len(topics), first, first.path):
        groups: dict[str, list[TopicRow]] = {}
        for topic in topics[rows]:
            groups.setdefault(topic.fields.type, []).append(topic_row(edition, way, topic))
        view = TopicsPage(
            head=head(edition.dossier, way, "Topics", "topics"),
            groups=tuple((type_, tuple(of_type)) for type_, of_type in groups.items()),
            pager=pager,
        )
        yield Page(file_of(way.path), "topics.html", view)


# --- corrections and gaps


def corrections_page(edition: Edition) -> Iterator[Page]:
    """All corrections of the dossier, the latest first."""
    way = Way("corrections/")
    rows = [correction_row(*one, way=way) for one in corrections(edition.dossier.entries())]
    view = CorrectionsPage(head=head(edition.dossier, way, "Corrections", "about"), corrections=tuple(rows))
    yield Page(file_of(way.path), "corrections.html", view)


def gaps_page(edition: Edition) -> Iterator[Page]:
    """What the dossier lacks, and what its editors answered when they were warned."""
    way = Way("gaps/")
    groups = (
        (
            "Single-origin claims",
            "Only one independent origin supports these, or none is established.",
            _single(edition, way),
        ),
        ("Claims without support", "No source here supports these.", _unsupported(edition, way)),
        ("Sources without an address", "A reader can't go to these.", _sources(edition, way, "url")),
        (
            "Sources without an archived copy",
            "If the address dies, the words are gone.",
            _sources(edition, way, "archive_url"),
        ),
        ("Sources without a date", "It is not known when these were published.", _sources(edition, way, "published")),
        (
            "Warnings that the editors answered",
            "What the program warned of, and their reason.",
            _answered(edition, way),
        ),
    )
    view = GapsPage(head=head(edition.dossier, way, "Gaps", "about"), groups=tuple(g for g in groups if g[2]))
    yield Page(file_of(way.path), "gaps.html", view)


def _single(edition: Edition, way: Way) -> tuple[Gap, ...]:
    return _by_verdict(edition, way, "single-origin")


def _unsupported(edition: Edition, way: Way) -> tuple[Gap, ...]:
    return _by_verdict(edition, way, "unsupported")


def _by_verdict(edition: Edition, way: Way, verdict: Verdict) -> tuple[Gap, ...]:
    found: list[Gap] = []
    for claim in edition.dossier.claims.values():
        row: ClaimRow = claim_row(edition, way, claim)
        if row.standing.verdict == verdict:
            found.append(Gap(href=row.href, title=row.claim, words=f"{row.standing.words}."))
    return tuple(found)


def _sources(edition: Edition, way: Way, field: str) -> tuple[Gap, ...]:
    return tuple(
        Gap(href=way.to_entry(Ref("source", source.id)), title=title_of(source), words="")
        for source in edition.dossier.sources.values()
        if not getattr(source.fields, field)
    )


def _answered(edition: Edition, way: Way) -> tuple[Gap, ...]:
    by_path = {entry.path: (ref, entry) for ref, entry in edition.dossier.entries()}
    found: list[Gap] = []
    for warning, reason in edition.answered:
        ref, entry = by_path[warning.path]
        words = f"{warning.message[:1].upper()}{warning.message[1:]}. The editors: {reason}"
        found.append(Gap(href=way.to_entry(ref), title=title_of(entry), words=words))
    return tuple(found)


# --- about the site itself


def about_page(edition: Edition) -> Iterator[Page]:
    """What the words on this site mean, and what they do not."""
    way = Way("about/")
    quotations = sum(len(quotes) for quotes in edition.dossier.quotes.values())
    view = AboutPage(
        head=head(edition.dossier, way, "About", "about"),
        sources=len(edition.dossier.sources),
        quotations=quotations,
    )
    yield Page(file_of(way.path), "about.html", view)


def redirects(edition: Edition) -> Iterator[Page]:
    """A page at each old address that leads to where the entry is now."""
    for ref, entry in edition.dossier.entries():
        for alias in entry.fields.aliases:
            path = alias.strip().strip("/")
            way = Way(path if path.endswith(".html") else f"{path}/")
            view = RedirectPage(head=head(edition.dossier, way, title_of(entry)), to=way.to_entry(ref))
            yield Page(file_of(way.path), "redirect.html", view)


def not_found_page(edition: Edition) -> Iterator[Page]:
    """Served for any address that leads nowhere, at any depth: its links begin at the site's base."""
    way = Way("404.html")
    page_head = replace(head(edition.dossier, way, "Not found"), root=base_path(edition.dossier.config), canonical="")
    yield Page("404.html", "404.html", NotFoundPage(head=page_head))
