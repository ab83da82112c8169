"""A claim's standing: what its evidence amounts to, computed by the independence of its origins and never written by hand.

In: a claim's lines, the sources and topics that they name. Out: the standing and the reasons for it, in words.
"""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from dossier.model import Claim, EvidenceLine, Source, Topic

Verdict = Literal["corroborated", "single-origin", "disputed", "unsupported"]

INFERENCE = "the editors' reasoning"


class Standing(Struct, frozen=True):
    """What a claim's evidence amounts to.

    supporting, disputing: the roots of origins of the lines that count, each once, sorted. lines: how many lines support
    and dispute. inferences: of those that support, how many do so by the editors' reasoning only; inferred: whether all
    do. unestablished: how many of the others have no known origin.
    """

    verdict: Verdict
    supporting: tuple[str, ...]
    disputing: tuple[str, ...]
    lines: tuple[int, int]
    inferences: int
    unestablished: int

    @property
    def inferred(self) -> bool:
        return 0 < self.lines[0] == self.inferences


def root_of(line: EvidenceLine, sources: Mapping[str, Source], topics: Mapping[str, Topic]) -> str:
    """The root of a line's origin: a topic's id, an outlet's name for its own reporting, or nothing if not established.

    A topic's own origin is followed to the end; a circle of origins (a problem of its own) ends where it closes.
    """
    source = sources.get(line.source)
    origin = line.origin or (source.fields.origin if source else None)
    if not origin or origin == "mixed":
        return ""
    if origin == "self":
        return (source.fields.publisher or source.id) if source else ""
    seen: set[str] = set()
    while origin not in seen and origin in topics and (further := topics[origin].fields.origin):
        seen.add(origin)
        origin = further
    return origin


def standing(claim: Claim, sources: Mapping[str, Source], topics: Mapping[str, Topic]) -> Standing:
    """What the claim's evidence amounts to; the order of its lines does not matter.

    Two roots that support make it corroborated, one dispute makes it disputed. Lines without an origin count together as
    one where nothing else supports, else not at all; so do lines that support only by inference.
    """
    supports = [line for line in claim.fields.evidence if line.bearing == "supports"]
    disputes = [line for line in claim.fields.evidence if line.bearing == "disputes"]
    direct = [line for line in supports if not line.inference]
    roots = {root_of(line, sources, topics) for line in direct}
    against = {root_of(line, sources, topics) for line in disputes}
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
        unestablished=sum(not root_of(line, sources, topics) for line in direct),
    )


def circle(topic: Topic, topics: Mapping[str, Topic]) -> tuple[str, ...]:
    """The ids of a circle of origins that begins and ends at this topic, or nothing."""
    chain = [topic.id]
    at: str | None = topic.fields.origin
    while at and at in topics and at not in chain:
        chain.append(at)
        at = topics[at].fields.origin
    return (*chain, topic.id) if at == topic.id else ()
