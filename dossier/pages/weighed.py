"""A claim's standing as a reader is told it: a phrase, and the reasons for it, a sentence each."""

from collections.abc import Iterator, Sequence

from dossier.languages import Speech, speech
from dossier.link import Dossier
from dossier.names import short_title, title_of
from dossier.pages.elements import StandingView
from dossier.standing import Standing

NAMED = 40
"""Origins that are named in a sentence."""


def standing_view(dossier: Dossier, claim: str) -> StandingView:
    """A claim's standing in the language of the site."""
    standing, told = dossier.standings[claim], speech(dossier.config.language)
    return StandingView(
        verdict=standing.verdict,
        words=_verdict(told, standing),
        reasons=tuple(_reasons(told, dossier, standing)),
        superseded=bool(dossier.superseding(claim)),
    )


def _verdict(speech: Speech, standing: Standing) -> str:
    match standing.verdict:
        case "corroborated":
            return speech.ngettext(
                "Corroborated by %(num)s independent origin",
                "Corroborated by %(num)s independent origins",
                len(standing.supporting),
            )
        case "disputed":
            return speech.gettext("Disputed")
        case "unsupported":
            return speech.gettext("Unsupported")
        case _ if standing.inferred:
            return speech.gettext("Inferred by the editors")
        case _ if not standing.supporting:
            return speech.gettext("Single origin, not established")
        case _:
            return speech.gettext("Single origin")


def _reasons(speech: Speech, dossier: Dossier, standing: Standing) -> Iterator[str]:
    if not standing.lines[0]:
        yield speech.gettext("No source here supports it.")
    elif standing.inferred:
        yield speech.gettext("It rests on the editors' reasoning from what sources say, not on words that state it.")
    else:
        yield _in_support(speech, dossier, standing)
    if standing.supporting and standing.unestablished:
        yield speech.ngettext(
            "One line of evidence among them without an established origin, not counted.",
            "%(num)s lines of evidence among them without an established origin, not counted.",
            standing.unestablished,
        )
    if standing.inferences and not standing.inferred:
        yield speech.ngettext(
            "One line of evidence by the editors' inference, not counted.",
            "%(num)s lines of evidence by the editors' inference, not counted.",
            standing.inferences,
        )
    if standing.lines[1]:
        yield _against(speech, dossier, standing)
    if standing.objections:
        yield speech.ngettext(
            "One line of evidence against it only by the editors' inference.",
            "%(num)s lines of evidence against it only by the editors' inference.",
            standing.objections,
        )


def _in_support(speech: Speech, dossier: Dossier, standing: Standing) -> str:
    stated = standing.lines[0] - standing.inferences
    if standing.supporting:
        return speech.ngettext(
            "One line of evidence in support. Origins, each counted once: %(names)s.",
            "%(num)s lines of evidence in support. Origins, each counted once: %(names)s.",
            stated,
            names=_names(speech, dossier, standing.supporting),
        )
    return speech.ngettext(
        "One line of evidence in support. Where the information comes from is not established.",
        "%(num)s lines of evidence in support. Where the information comes from is not established, so that they count as one.",
        stated,
    )


def _against(speech: Speech, dossier: Dossier, standing: Standing) -> str:
    if not standing.disputing:
        return speech.ngettext(
            "One line of evidence against it.", "%(num)s lines of evidence against it.", standing.lines[1]
        )
    return speech.ngettext(
        "One line of evidence against it, going back to: %(names)s.",
        "%(num)s lines of evidence against it, going back to: %(names)s.",
        standing.lines[1],
        names=_names(speech, dossier, standing.disputing),
    )


def _names(speech: Speech, dossier: Dossier, roots: Sequence[str]) -> str:
    """Names of roots; of very many the first ones, for each stands with its line of evidence."""
    named = [root_name(dossier, root) for root in roots[:NAMED]]
    if more := len(roots) - len(named):
        named.append(speech.ngettext("and %(num)s more", "and %(num)s more", more))
    return ", ".join(named)


def root_name(dossier: Dossier, root: str) -> str:
    """The root of an origin as it is called: a topic, a source, or an outlet's own name."""
    if root in dossier.topics:
        return title_of(dossier.topics[root])
    return short_title(dossier.sources[root]) if root in dossier.sources else root
