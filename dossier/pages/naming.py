"""Names of topics as pages show them: in what script they are written, and what authorities call the same thing."""

import unicodedata
from urllib.parse import urlsplit

from dossier.pages.besides import NameView
from dossier.pages.elements import Link

_SCRIPTS = {
    "HANGUL": "ko",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "GREEK": "el",
    "THAI": "th",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
    "CJK": "und-Hani",
    "CYRILLIC": "und-Cyrl",
    "ARABIC": "und-Arab",
    "HEBREW": "und-Hebr",
    "DEVANAGARI": "und-Deva",
    "BENGALI": "und-Beng",
    "TAMIL": "und-Taml",
    "ETHIOPIC": "und-Ethi",
    "MONGOLIAN": "und-Mong",
}
"""What a script tells of the language: the one that it writes today, else only the script (BCP 47, `und`)."""

_AUTHORITIES = {
    "wikidata.org": "Wikidata",
    "wikipedia.org": "Wikipedia",
    "viaf.org": "VIAF",
    "geonames.org": "GeoNames",
    "d-nb.info": "GND",
    "id.loc.gov": "Library of Congress",
    "isni.org": "ISNI",
    "orcid.org": "ORCID",
    "ror.org": "ROR",
    "getty.edu": "Getty Vocabularies",
    "data.bnf.fr": "BnF",
    "id.ndl.go.jp": "National Diet Library",
    "lod.nl.go.kr": "National Library of Korea",
    "openstreetmap.org": "OpenStreetMap",
    "dbpedia.org": "DBpedia",
    "opensanctions.org": "OpenSanctions",
    "opencorporates.com": "OpenCorporates",
}
"""What is known by another name than its host."""


def name_view(words: str) -> NameView:
    """A name with the language that its script tells; Kana and Hangul tell more than the Chinese characters among them."""
    tags = [_SCRIPTS.get(unicodedata.name(letter, "").partition(" ")[0], "") for letter in words if letter.isalpha()]
    telling = [tag for tag in tags if tag]
    # A name that is mostly in letters of another script, such as Latin ones, is not said to be in this one.
    if 2 * len(telling) <= len(tags):
        return NameView(words=words)
    return NameView(words=words, language=next((tag for tag in telling if tag != "und-Hani"), "und-Hani"))


def authority(address: str) -> Link:
    """The same thing elsewhere, by the name of the authority, else by its host; no link where it is no address of the web."""
    if not address.startswith(("https://", "http://")):
        return Link(href="", words=address)
    try:
        host = (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return Link(href="", words=address)
    known = next((name for end, name in _AUTHORITIES.items() if host == end or host.endswith(f".{end}")), "")
    return Link(href=address, words=known or host or address)
