"""What evidence says of itself beside its words: by whom it came here, and which side of a claim came later.

Only what the dossier states: a step that it does not know is said to be unknown, and dates that may overlap decide nothing.
"""

from dossier.languages import Speech
from dossier.link import Dossier
from dossier.model import AnyEntry, Claim, EvidenceLine, Source
from dossier.names import Ref, short_title
from dossier.pages.edition import Edition, Way
from dossier.pages.elements import Link
from dossier.verify import Quote


def chain(edition: Edition, way: Way, source: Source, origin: str | None, said_by: str | None) -> tuple[Link, ...]:
    """From whoever said it, by each who passed it on, to the source that was read; empty where neither is known.

    origin: of these words, where it is another than the source's own.
    """
    topics = edition.dossier.topics
    steps: list[str] = []
    at = origin or source.fields.origin
    own = at == "self"
    while at and at in topics and at not in steps:
        steps.append(at)
        at = topics[at].fields.origin
    speaker = [said_by] if said_by in topics and said_by not in steps else []
    if not speaker and not steps:
        return ()
    ids = [id_ for id_ in (*speaker, *reversed(steps)) if id_]
    found = [way.link(Ref("topic", id_), topics[id_]) for id_ in ids]
    if not steps and not own:
        found.append(Link(href="", words=edition.speech.gettext("origin not established")))
    return (*found, Link(href=way.to_entry(Ref("source", source.id)), words=short_title(source)))


def further(edition: Edition, way: Way, source: Source, origin: str | None, said_by: str | None) -> tuple[Link, ...]:
    """The chain where it says more than the origin of the words, beside which it stands; else nothing."""
    found = chain(edition, way, source, origin, said_by)
    return found if said_by in edition.dossier.topics or len(found) > 2 else ()


def line_of(entry: AnyEntry, quote: Quote) -> EvidenceLine | None:
    """The line of evidence that a quotation is, or that the figure is quoted from."""
    if not quote.field.startswith(("evidence.", "figure.")):
        return None
    lines: tuple[EvidenceLine, ...] = getattr(entry.fields, "evidence", ())
    return lines[int(quote.field.split(".")[1])]


def came_later(speech: Speech, dossier: Dossier, claim: Claim) -> str:
    """Which side of a disputed claim was published later, as a sentence; empty for a claim that has but one side."""
    sides = {
        bearing: [dossier.sources[line.source] for line in claim.fields.evidence if line.bearing == bearing]
        for bearing in ("supports", "disputes")
    }
    if not all(sides.values()):
        return ""
    spans = {bearing: _span(sources) for bearing, sources in sides.items()}
    support, dispute = spans["supports"], spans["disputes"]
    if support is None or dispute is None:
        return speech.gettext("Which side came later can’t be told: not every source says when it was published.")
    if support[1] < dispute[0]:
        return speech.gettext("All that disputes it was published later than all that supports it.")
    if dispute[1] < support[0]:
        return speech.gettext("All that supports it was published later than all that disputes it.")
    return speech.gettext("Neither side was published wholly after the other.")


def _span(sources: list[Source]) -> tuple[str, str] | None:
    """The first and last day on which sources may have been published; None if that is open for any."""
    dates = [source.dates.get("published") for source in sources]
    first = [date.earliest for date in dates if date and date.earliest]
    last = [date.latest for date in dates if date and date.latest]
    return (min(first), max(last)) if len(first) == len(last) == len(sources) else None
