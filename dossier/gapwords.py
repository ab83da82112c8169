"""Gaps in words: what each kind of them means to a reader, and what would fill it.

The kinds in the order of their gravity; what finds them is in `gaps`.
"""

from msgspec import Struct

from dossier.resting import Load


class Lack(Struct, frozen=True):
    """A kind of gap. heading: what is missing; meaning: for readers; remedy: for editors, what would fill it.

    code: of the warning that says the same, so that its answer belongs to the gap.
    """

    name: str
    heading: str
    meaning: str
    remedy: str
    code: str = ""


UNSOURCED_EVENTS = Lack(
    "unsourced-events",
    "Events without a source",
    "Nothing here shows that these happened, or when.",
    'Cite a source in the note, with its words: [@id, "…"].',
    "uncited-event",
)
UNSUPPORTED_CLAIMS = Lack(
    "unsupported-claims",
    "Claims without support",
    "No source here supports these. That does not make them false.",
    "Add a line of evidence whose words support the claim, or take the claim back.",
)
UNESTABLISHED_CLAIMS = Lack(
    "unestablished-claims",
    "Claims of no established origin",
    "Where the information in support of these comes from is not known, or the editors inferred it.",
    "Find out from whom each source has it, and state that as “origin”, in the source or in the line of evidence.",
)
SINGLE_ORIGIN_CLAIMS = Lack(
    "single-origin-claims",
    "Claims of a single origin",
    "These may be true; nobody in this dossier who knows it independently confirms them.",
    "Find a source that has it from somebody else, and add its words to the evidence.",
)
UNCHECKED_QUOTATIONS = Lack(
    "unchecked-quotations",
    "Quotations that could not be checked",
    "The text of their source is not here, so that nothing could be compared.",
    "Add the text of the source, or as much of it as is quoted, below its front matter.",
    "no-text-to-verify",
)
UNTRANSLATED_QUOTATIONS = Lack(
    "untranslated-quotations",
    "Quotations without a translation",
    "They stand here in another language only.",
    'Say what they mean: "our words" [@id, "the original"] in a text, “translation” in a line of evidence, '
    "“date-note” beside the words that a date is known by.",
)
BARE_SOURCES = Lack(
    "bare-sources",
    "Sources without an address, an archived copy or a date",
    "A reader can’t go there, or may find nothing one day, or can’t tell when it was written.",
    "Add “url”, “archive-url” (save the page in an archive of the web first) and “published”; if there is no "
    "address, say under “accept” why.",
    "source-without-url",
)
DEAD_ENDS = Lack(
    "dead-ends",
    "Dead ends",
    "Nothing in the dossier leads to these but its lists.",
    "Cite the source or link to the entry where it matters; else leave it out, or make it a draft.",
    "uncited-source",
)
EMPTY_TOPICS = Lack(
    "empty-topics",
    "Topics without text",
    "The dossier names these and does not say who or what they are.",
    "Write a sentence or two below the front matter, each with the words that it rests on.",
)
ANSWERED_WARNINGS = Lack(
    "answered-warnings",
    "Warnings that the editors answered",
    "The program warned of these. The editors let them stand, for the reasons that they give.",
    "Mend what the warning names, then take the answer out of “accept”.",
)
"""The last kind: what the editors know of, and accepted."""


def resting_words(load: Load, kind: str) -> str:
    """What rests on an entry of a kind, as a sentence without its stop: `2 quotations and 1 note rest on it`."""
    parts = [_number(load.quotations, "quotation")] if load.quotations else []
    parts += [_number(count, each) for each, count in load.entries if count]
    if not parts:
        return "nothing names it" if kind == "topic" else "nothing rests on it"
    one = load.quotations + sum(count for _, count in load.entries) == 1
    verb = ("names it" if one else "name it") if kind == "topic" else ("rests on it" if one else "rest on it")
    return f"{listed(parts)} {verb}"


def listed(names: list[str]) -> str:
    """Names in a row: `a, b and c`."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _number(count: int, word: str) -> str:
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"
