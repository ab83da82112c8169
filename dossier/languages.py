"""The interface's words in the language of the site: from a catalogue, with dates and numbers as CLDR has them, else English.

In: a language tag (BCP 47). Out: its `Speech`. A catalogue is `locale/LANGUAGE/LC_MESSAGES/dossier.po` beside this file
(GNU gettext); the words in templates and in Python are its keys, and they are English. Babel is loaded for others only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from gettext import GNUTranslations, NullTranslations
from hashlib import blake2b
from io import BytesIO
from pathlib import Path

from dossier.datewords import ENGLISH as ENGLISH_DATES
from dossier.datewords import FROM_CALENDAR, say
from dossier.edtf import Date

LOCALES = Path(__file__).parent / "locale"
DOMAIN = "dossier"
LANGUAGES = ("en", *sorted(folder.name for folder in LOCALES.iterdir()))
"""The languages that the interface speaks, by the names of catalogues' folders."""


@dataclass(frozen=True, eq=False)
class Speech:
    """How readers are told things in one language.

    language: of the words, as `en`. dates: the table for `datewords.say`. digest: of the catalogue, empty for English.
    """

    language: str = "en"
    dates: Mapping[str, str] = field(default_factory=lambda: ENGLISH_DATES)
    digest: bytes = b""
    catalogue: NullTranslations = field(default_factory=NullTranslations)

    def gettext(self, words: str, /, **values: object) -> str:
        """Words in this language, with named values for `%(name)s`; a percent sign is written twice."""
        return self.catalogue.gettext(words) % values

    def ngettext(self, one: str, many: str, num: int, /, **values: object) -> str:
        """The same, of the plural that a number takes; `%(num)s` is the number as it is written."""
        return self.catalogue.ngettext(one, many, num) % ({"num": self.number(num)} | values)

    def number(self, number: int) -> str:
        """A whole number as it is written in this language."""
        if self.language == "en":
            return f"{number:,}"
        from babel.numbers import format_decimal

        return format_decimal(number, locale=self.language.replace("-", "_"))

    def date(self, date: Date) -> str:
        """A date in words."""
        return say(date, self.dates)


ENGLISH = Speech()


@cache
def speech(tag: str) -> Speech:
    """The speech for a language tag: of the nearest language that has a catalogue, else English."""
    for name in _names(tag):
        file = LOCALES / name / "LC_MESSAGES" / f"{DOMAIN}.po"
        if file.is_file():
            return _read(name, file.read_bytes())
    return ENGLISH


def _names(tag: str) -> list[str]:
    """A tag as folders of catalogues are called, and what is left of it without its last parts: `zh_Hant_TW`, `zh_Hant`, `zh`."""
    language, *others = tag.split("-")
    parts = [language.lower(), *(part.title() if len(part) == 4 else part.upper() for part in others)]
    if not all(part.isascii() and part.isalnum() for part in parts):
        return []
    return ["_".join(parts[:count]) for count in range(len(parts), 0, -1)]


def _read(name: str, data: bytes) -> Speech:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(data), locale=name))
    compiled.seek(0)
    catalogue = GNUTranslations(compiled)
    dates = {key: catalogue.gettext(words) for key, words in ENGLISH_DATES.items()} | _calendar(name)
    return Speech(name.replace("_", "-"), dates, blake2b(data, digest_size=16).digest(), catalogue)


def _calendar(name: str) -> dict[str, str]:
    """The names of months and the order of a date's parts, from CLDR."""
    from babel import Locale
    from babel.dates import get_month_names

    locale = Locale.parse(name)
    months = get_month_names("wide", locale=locale)
    day, month, in_month, year, in_year = (locale.datetime_skeletons[key].format for key in "d M MMMMd y yMMMM".split())
    # Some languages write months by number, with a sign behind it that belongs to the name.
    in_month = in_month.replace(month, "%(MMMM)s").replace(day, "%(d)s")
    in_year = in_year.replace(month, "%(MMMM)s").replace(year, "%(y)s")
    patterns = (
        " ".join(months[number].replace(" ", "\N{NO-BREAK SPACE}") for number in range(1, 13)),
        day % {"d": "{day}"},
        in_month % {"d": "{day}", "MMMM": "{month}"},
        year % {"y": "{year}"},
        in_year % {"y": "{year}", "MMMM": "{date}", "LLLL": "{date}"},
    )
    return dict(zip(FROM_CALENDAR, patterns, strict=True))
