"""Matrices: claims against the sources that bear on them, those of one origin side by side, since they count once.

In: claims. Out: a table of at most COLUMNS columns and so many marks that a page stays light, however many sources there are.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from dossier.dates import sort_key
from dossier.model import Claim, EvidenceLine, Source
from dossier.names import Ref, short_title
from dossier.pages.divided import line_anchor
from dossier.pages.edition import Edition, Way
from dossier.pages.elements import SourceLabel
from dossier.pages.grid import Cell, Group, Mark, Matrix, MatrixRow
from dossier.pages.quoted import source_label, when
from dossier.pages.rows import claim_row
from dossier.pages.weighed import root_name

COLUMNS = 12
"""A table is no wider: where more sources bear on its claims, a column is all of an origin's; the least of these share one."""
MARKS = 12
"""The most marks in a cell."""
WEIGHT = 400
"""The most lines of evidence in a table, a claim counting as two, and as one more for each 100 bytes of its words, which
stand there twice: about 25 kB of a page, compressed."""


class _Column(Struct, frozen=True):
    """Lines of these origins' roots, and of one source where it has a column of its own."""

    roots: frozenset[str]
    source: str = ""


class _Bearing(Struct, frozen=True):
    """A line of evidence, its number in its claim, and the root of its origin; empty where that is not established."""

    number: int
    line: EvidenceLine
    root: str


def matrix(edition: Edition, way: Way, claims: Sequence[Claim], more: str = "") -> Matrix:
    """The first claims of these, as many as one table holds. more: the way to all of them, if they are too many."""
    shown = pieces(claims)[0] if claims else ()
    bearing = {claim.id: _bearing(edition, claim) for claim in shown}
    groups, columns = _laid_out(edition, way, bearing)
    rows = tuple(
        MatrixRow(
            claim=claim_row(edition, way, claim),
            cells=tuple(_cell(edition, way, claim, bearing[claim.id], column) for column in columns),
        )
        for claim in shown
    )
    return Matrix(groups=groups, rows=rows, count=len(claims), more=more if len(shown) < len(claims) else "")


def pieces(claims: Sequence[Claim]) -> list[Sequence[Claim]]:
    """Claims by tables, in their order: each at least one, and no more than weigh as much as a table may."""
    starts: list[int] = []
    weight = WEIGHT
    for i, claim in enumerate(claims):
        own = 2 + len(claim.fields.claim.encode()) // 100 + min(len(claim.fields.evidence), COLUMNS * MARKS)
        weight += own
        if weight > WEIGHT:
            starts.append(i)
            weight = own
    return [claims[start:end] for start, end in zip(starts, [*starts[1:], len(claims)], strict=True)]


def _bearing(edition: Edition, claim: Claim) -> tuple[_Bearing, ...]:
    of_line = edition.dossier.origins.of_line
    return tuple(_Bearing(i, line, of_line(line)) for i, line in enumerate(claim.fields.evidence))


def _laid_out(
    edition: Edition, way: Way, bearing: dict[str, tuple[_Bearing, ...]]
) -> tuple[tuple[Group, ...], tuple[_Column, ...]]:
    """The groups, those first that bear on most claims, and their columns."""
    sources: dict[str, set[str]] = defaultdict(set)
    claims: dict[str, set[str]] = defaultdict(set)
    for id_, lines in bearing.items():
        for one in lines:
            sources[one.root].add(one.line.source)
            claims[one.root].add(id_)
    names = {root: root_name(edition.dossier, root) for root in sources}
    roots = sorted(sources, key=lambda root: (not root, -len(claims[root]), names[root].casefold(), root))
    if sum(map(len, sources.values())) <= COLUMNS:
        parts = [_by_source(edition, way, root, sources[root]) for root in roots]
    else:
        parts = _by_origin(edition, way, roots, sources)
    groups: list[Group] = []
    for group, columns in parts:
        start = groups[-1].end if groups else 0
        groups.append(replace(group, start=start, end=start + len(columns)))
    return tuple(groups), tuple(column for _, columns in parts for column in columns)


def _by_source(edition: Edition, way: Way, root: str, ids: set[str]) -> tuple[Group, list[_Column]]:
    """An origin with a column for each of its sources, the earliest first."""
    ordered = sorted((edition.dossier.sources[id_] for id_ in ids), key=_published)
    group = replace(_group(edition, way, root, len(ids)), sources=tuple(_label(edition, way, one) for one in ordered))
    return group, [_Column(frozenset((root,)), source.id) for source in ordered]


def _published(source: Source) -> tuple[object, ...]:
    date = source.dates.get("published")
    return (date is None, sort_key(date) if date else (), source.id)


def _label(edition: Edition, way: Way, source: Source) -> SourceLabel:
    return source_label(edition, way, source)


def _by_origin(
    edition: Edition, way: Way, roots: Sequence[str], sources: dict[str, set[str]]
) -> list[tuple[Group, list[_Column]]]:
    """Origins with a column for all of their sources; those that bear on the fewest claims share one before the last."""
    named = [root for root in roots if root]
    open_ = [root for root in roots if not root]
    own = named if len(roots) <= COLUMNS else named[: COLUMNS - 1 - len(open_)]
    rest = named[len(own) :]
    parts = [(_group(edition, way, root, len(sources[root])), [_Column(frozenset((root,)))]) for root in own]
    if rest:
        count = len(set().union(*(sources[root] for root in rest)))
        parts.append((Group(kind="rest", start=0, end=0, count=count), [_Column(frozenset(rest))]))
    parts += [(_group(edition, way, root, len(sources[root])), [_Column(frozenset((root,)))]) for root in open_]
    return parts


def _group(edition: Edition, way: Way, root: str, count: int) -> Group:
    if not root:
        return Group(kind="unestablished", start=0, end=0, count=count)
    dossier = edition.dossier
    kind = "topic" if root in dossier.topics else "source"
    entry = dossier.topics.get(root) or dossier.sources.get(root)
    return Group(
        kind="established",
        start=0,
        end=0,
        count=count,
        words=root_name(dossier, root),
        href=way.to_entry(Ref("topic" if kind == "topic" else "source", root)) if entry else "",
        language=(entry.fields.language or "") if entry and kind == "topic" else "",
    )


def _cell(edition: Edition, way: Way, claim: Claim, bearing: Sequence[_Bearing], column: _Column) -> Cell:
    here = [
        one for one in bearing if one.root in column.roots and (not column.source or one.line.source == column.source)
    ]
    marks = tuple(_marks(edition, way, claim, here, several=len(column.roots) > 1))
    return Cell(marks=marks[:MARKS], more=max(0, len(marks) - MARKS))


def _marks(edition: Edition, way: Way, claim: Claim, lines: Sequence[_Bearing], several: bool) -> Iterator[Mark]:
    """The marks of a cell: first what supports, then what disputes, then context."""
    order = ("supports", "disputes", "context")
    alike: dict[tuple[str, str], list[int]] = defaultdict(list)
    for one in lines:
        alike[one.line.source, one.line.bearing].append(one.number)
    for one in sorted(lines, key=lambda one: (order.index(one.line.bearing), one.number)):
        source = edition.dossier.sources[one.line.source]
        same = alike[one.line.source, one.line.bearing]
        date = when(edition.speech, source.dates.get("published"))
        yield Mark(
            href=way.to(edition.place(Ref("claim", claim.id), line_anchor(one.number))),
            bearing=one.line.bearing,
            label=short_title(source),
            when=date.words if date else "",
            origin=root_name(edition.dossier, one.root) if several else "",
            inference=one.line.inference,
            again=same.index(one.number) + 1 if len(same) > 1 else 0,
        )
