"""Which way a language is written, and the attributes by which HTML says in what language and which way its words are.

A site is laid out the way of its own language; what is in another language says so, piece by piece.
"""

from typing import Literal

from markupsafe import Markup
from msgspec import Struct

from dossier.languages import speech

Direction = Literal["ltr", "rtl"]

_RIGHT_TO_LEFT = frozenset(
    "adlm arab aran armi avst chrs cprt elym hatr hebr hung khar lydi mand mani mend merc mero narb nbat nkoo orkh ougr"
    " palm phli phlp phnx prti rohg samr sarb sogd sogo syrc syrj syrn thaa yezi".split()
)
"""Scripts that are written from right to left (Unicode, ISO 15924)."""
_SO_WRITTEN = frozenset(
    "acm aeb afb apc ar arc ars ary arz azb bal bgn bqi brh ckb dv fa glk hbo he iw ji ks lki lrc mzn nqo ps rhg sam sd sdh"
    " skr syc syr trw ug ur yi".split()
)
"""Languages that are, where their tag names no script (CLDR, likely subtags)."""


def direction(tag: str) -> Direction:
    """How a language is written, by the script that its tag names, else by the language; what is not known, from left to right."""
    language, *others = tag.lower().split("-")
    scripts = [part for part in others[:2] if len(part) == 4 and part.isalpha()]
    if scripts:
        return "rtl" if scripts[0] in _RIGHT_TO_LEFT else "ltr"
    return "rtl" if language in _SO_WRITTEN else "ltr"


def interface(tag: str) -> str:
    """The language of the interface on a site in this language: the same where it has a catalogue, else English."""
    words = speech(tag).language
    return tag if tag.lower().split("-")[0] == words.split("-")[0] else words


class Tags(Struct, frozen=True):
    """Attributes for the pages of a site. site: the language that its editors write."""

    site: str

    def words(self, language: str) -> Markup:
        """Of words in a language; of one that is not known nothing is said, but that they may run another way than the site."""
        if not language:
            return Markup(' dir="auto"' if direction(self.site) == "rtl" else "")
        return self._said(language, direction(language), "ltr")

    def quoted(self, language: str, among: str) -> Markup:
        """Of a source's words among those of a text in another language."""
        return self._said(language, direction(language), direction(among))

    def own(self, language: str) -> Markup:
        """Of the editors' words among those of the interface: nothing where both are in one language. Empty: the site's."""
        language = language or self.site
        same = (language, direction(language)) == (interface(self.site), direction(self.site))
        return Markup("") if same else self.words(language)

    def interface(self, page: str) -> Markup:
        """Of the interface's words on a page in a language."""
        return self._said(interface(self.site), direction(self.site), direction(page))

    def main(self, page: str) -> Markup:
        """The same, nothing where the page itself says it."""
        same = (page, direction(page)) == (interface(self.site), direction(self.site))
        return Markup("") if same else self.interface(page)

    def arrow(self, arrow: str) -> str:
        """`→` or `←` as it points where all is laid out from right to left."""
        return arrow if direction(self.site) == "ltr" else {"→": "←", "←": "→"}[arrow]

    def _said(self, language: str, way: Direction, around: Direction) -> Markup:
        turned = "rtl" in (way, around, direction(self.site))
        return Markup(' lang="{}"').format(language) + (Markup(' dir="{}"').format(way) if turned else "")
