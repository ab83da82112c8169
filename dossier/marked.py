"""Marks words for catalogues where they stand as data; whoever tells a reader asks a language for them.

Words that are told where they stand need no mark: `speech.gettext("…")`, `speech.ngettext("…", "…", number)`.
"""


def N_(words: str) -> str:
    """These words, as they are: what takes the words out of the program finds them by this name."""
    return words
