"""A claim's standing: what its evidence amounts to, computed by the independence of its origins and never written by hand.

In: a claim's lines, the sources and topics that they name. Out: the standing and the reasons for it, in words.
"""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from dossier.model import Claim, EvidenceLine, Source, Topic

Verdict = Literal["corroborated", "single-origin", "disputed", "unsupported"]


class Standing(Struct, frozen=True):
    """What a claim's evidence amounts to.

    supporting, disputing: the roots of origins of the lines that count, each once, sorted. lines: how many lines support
    and dispute. inferences: of those that support, how many do so by the editors' reasoning only; inferred: whether all
    do. unestablished: how many of the others have no known origin. objections: of those that dispute, how many do so by
    the editors' reasoning only.
    """

    verdict: Verdict
    supporting: tuple[str, ...]
    disputing: tuple[str, ...]
    lines: tuple[int, int]
    inferences: int
    unestablished: int
    objections: int = 0

    @property
    def inferred(self) -> bool:
        return 0 < self.lines[0] == self.inferences


class Origins(Struct, frozen=True):
    """Where information comes from, followed to the root. outlets: the root of each outlet's own reporting, by its name."""

    sources: Mapping[str, Source]
    topics: Mapping[str, Topic]
    outlets: Mapping[str, str]

    def of_line(self, line: EvidenceLine) -> str:
        """The root of a line's origin, which the line itself states or else its source; nothing if not established."""
        source = self.sources.get(line.source)
        return self._root(source, line.origin or (source.fields.origin if source else None))

    def of_source(self, source: Source) -> str:
        """The root of the origin that a source states for all of it; nothing if it states none, or several."""
        return self._root(source, source.fields.origin)

    def outlet(self, source: Source) -> str:
        """The root of a source's own reporting: its outlet's topic or that one's root, else the outlet, else the source."""
        return self.outlets[_plain(source.fields.publisher)] if source.fields.publisher else source.id

    def _root(self, source: Source | None, origin: str | None) -> str:
        if not origin or origin == "mixed":
            return ""
        if origin == "self":
            return self.outlet(source) if source else ""
        return follow(origin, self.topics)


def origins(sources: Mapping[str, Source], topics: Mapping[str, Topic]) -> Origins:
    """What the origins of these sources lead to. An outlet is one however its name is spelt, and the topic that bears it."""
    called = {_plain(name): id_ for id_ in sorted(topics, reverse=True) for name in topics[id_].fields.names}
    called |= {_plain(topics[id_].fields.title): id_ for id_ in sorted(topics, reverse=True)}
    spelt = {source.fields.publisher for source in sources.values() if source.fields.publisher}
    outlets: dict[str, str] = {}
    for name in sorted(spelt):
        topic = called.get(_plain(name))
        outlets.setdefault(_plain(name), (follow(topic, topics) or topic) if topic else name)
    return Origins(sources, topics, outlets)


def follow(origin: str, topics: Mapping[str, Topic]) -> str:
    """The root that a topic's origin leads to: the last topic of the chain; nothing where one on the way has several.

    A circle of origins (a problem of its own) ends where it closes.
    """
    seen: set[str] = set()
    while origin not in seen and origin in topics:
        seen.add(origin)
        further = topics[origin].fields.origin
        if further == "mixed":
            return ""
        if not further or further == "self":
            break
        origin = further
    return origin


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def standing(claim: Claim, origins_: Origins) -> Standing:
    """What the claim's evidence amounts to; the order of its lines does not matter.

    Two roots that support make it corroborated, one dispute makes it disputed. Lines without an origin count together as
    one where nothing else supports, else not at all; so do lines that support only by inference. A line that disputes only
    by inference disputes too, since an objection is never hidden, but it is nobody's origin.
    """
    supports = [line for line in claim.fields.evidence if line.bearing == "supports"]
    disputes = [line for line in claim.fields.evidence if line.bearing == "disputes"]
    direct = [line for line in supports if not line.inference]
    roots = {origins_.of_line(line) for line in direct}
    said_against = [line for line in disputes if not line.inference]
    against = {origins_.of_line(line) for line in said_against}
    verdict: Verdict = "single-origin"
    if disputes:
        verdict = "disputed"
    elif not supports:
        verdict = "unsupported"
    elif len(roots - {""}) > 1:
        verdict = "corroborated"
    return Standing(
        verdict=verdict,
        supporting=tuple(sorted(roots - {""})),
        disputing=tuple(sorted(against - {""})),
        lines=(len(supports), len(disputes)),
        inferences=len(supports) - len(direct),
        unestablished=sum(not origins_.of_line(line) for line in direct),
        objections=len(disputes) - len(said_against),
    )


def circle(topic: Topic, topics: Mapping[str, Topic]) -> tuple[str, ...]:
    """The ids of a circle of origins that begins and ends at this topic, or nothing."""
    chain = [topic.id]
    at: str | None = topic.fields.origin
    while at and at in topics and at not in chain:
        chain.append(at)
        at = topics[at].fields.origin
    return (*chain, topic.id) if at == topic.id else ()
