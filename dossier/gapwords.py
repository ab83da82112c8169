"""Gaps in words: what each kind of them means to a reader, and what would fill it.

The kinds in the order of their gravity; what finds them is in `gaps`.
"""

from collections.abc import Sequence

from msgspec import Struct

from dossier.languages import ENGLISH, Speech
from dossier.marked import N_
from dossier.resting import Load


class Lack(Struct, frozen=True):
    """A kind of gap. heading: what is missing; meaning: for readers; remedy: for editors, what would fill it.

    The words are English, and stand in catalogues. code: of the warning that says the same, so that its answer belongs to the gap.
    """

    name: str
    heading: str
    meaning: str
    remedy: str
    code: str = ""


UNSOURCED_EVENTS = Lack(
    "unsourced-events",
    N_("Events without a source"),
    N_("Nothing here shows that these happened, or when."),
    N_('Cite a source in the note, with its words: [@id, "…"].'),
    "uncited-event",
)
UNSUPPORTED_CLAIMS = Lack(
    "unsupported-claims",
    N_("Claims without support"),
    N_("No source here supports these. That does not make them false."),
    N_("Add a line of evidence whose words support the claim, or take the claim back."),
)
UNESTABLISHED_CLAIMS = Lack(
    "unestablished-claims",
    N_("Claims of no established origin"),
    N_("Where the information in support of these comes from is not known, or the editors inferred it."),
    N_("Find out from whom each source has it, and state that as “origin”, in the source or in the line of evidence."),
)
SINGLE_ORIGIN_CLAIMS = Lack(
    "single-origin-claims",
    N_("Claims of a single origin"),
    N_("These may be true; nobody in this dossier who knows it independently confirms them."),
    N_("Find a source that has it from somebody else, and add its words to the evidence."),
)
UNCHECKED_QUOTATIONS = Lack(
    "unchecked-quotations",
    N_("Quotations that could not be checked"),
    N_("The text of their source is not here, so that nothing could be compared."),
    N_("Add the text of the source, or as much of it as is quoted, below its front matter."),
    "no-text-to-verify",
)
UNTRANSLATED_QUOTATIONS = Lack(
    "untranslated-quotations",
    N_("Quotations without a translation"),
    N_("They stand here in another language only."),
    N_(
        'Say what they mean: "our words" [@id, "the original"] in a text, “translation” in a line of evidence, '
        "“date-note” beside the words that a date is known by."
    ),
)
BARE_SOURCES = Lack(
    "bare-sources",
    N_("Sources without an address, an archived copy or a date"),
    N_("A reader can’t go there, or may find nothing one day, or can’t tell when it was written."),
    N_(
        "Add “url”, “archive-url” (save the page in an archive of the web first) and “published”; if there is no "
        "address, say under “accept” why."
    ),
    "source-without-url",
)
DEAD_ENDS = Lack(
    "dead-ends",
    N_("Dead ends"),
    N_("Nothing in the dossier leads to these but its lists."),
    N_("Cite the source or link to the entry where it matters; else leave it out, or make it a draft."),
    "uncited-source",
)
EMPTY_TOPICS = Lack(
    "empty-topics",
    N_("Topics without text"),
    N_("The dossier names these and does not say who or what they are."),
    N_("Write a sentence or two below the front matter, each with the words that it rests on."),
)
ANSWERED_WARNINGS = Lack(
    "answered-warnings",
    N_("Warnings that the editors answered"),
    N_("The program warned of these. The editors let them stand, for the reasons that they give."),
    N_("Mend what the warning names, then take the answer out of “accept”."),
)
"""The last kind: what the editors know of, and accepted."""


def resting_words(load: Load, kind: str, speech: Speech = ENGLISH) -> str:
    """What rests on an entry of a kind, as a sentence without its stop: `2 quotations and 1 note rest on it`."""
    parts = [_number("quotation", load.quotations, speech)] if load.quotations else []
    parts += [_number(each, count, speech) for each, count in load.entries if count]
    if not parts:
        return speech.gettext("nothing names it") if kind == "topic" else speech.gettext("nothing rests on it")
    count, names = load.quotations + sum(count for _, count in load.entries), listed(parts, speech)
    if kind == "topic":
        return speech.ngettext("%(names)s names it", "%(names)s name it", count, names=names)
    return speech.ngettext("%(names)s rests on it", "%(names)s rest on it", count, names=names)


def listed(names: Sequence[str], speech: Speech = ENGLISH) -> str:
    """Names in a row: `a, b and c`."""
    *firsts, last = names or [""]
    comma = speech.gettext(", ")
    return speech.gettext("%(names)s and %(last)s", names=comma.join(firsts), last=last) if firsts else last


def _number(word: str, num: int, speech: Speech) -> str:
    match word:
        case "quotation":
            return speech.ngettext("%(num)s quotation", "%(num)s quotations", num)
        case "source":
            return speech.ngettext("%(num)s source", "%(num)s sources", num)
        case "note":
            return speech.ngettext("%(num)s note", "%(num)s notes", num)
        case "claim":
            return speech.ngettext("%(num)s claim", "%(num)s claims", num)
        case _:
            return speech.ngettext("%(num)s topic", "%(num)s topics", num)
