"""What templates are set in: Jinja by a shorter way, with the words of a language."""

import re
from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Any
from urllib.parse import quote

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from dossier.citable import Work
from dossier.codes import codes
from dossier.compiling import ShortEnvironment, escaped, marked
from dossier.directions import Tags
from dossier.languages import Speech, speech
from dossier.references import FORMATS

_SETS_TEXT = re.compile(r"(?:[^%]|%%|%\(\w+\)s)*+")
_FREQUENT = [(sign, quote(sign)) for sign in '% "\n\r:,={}[]@']
"""What files of references have most; the percent sign before what it stands in."""
_RARE = re.compile(r"[^\w.~/%-]+", re.ASCII)


@lru_cache(maxsize=4)
def environment(folders: tuple[str, ...], language: str = "en", digest: bytes = b"") -> ShortEnvironment:
    """What templates of these folders are set in, for a site in this language.

    digest: of what their code is made of: another one makes another environment, and code that was kept of it is not compiled.
    """
    # Jinja looks at modification times to see a change, and never sees that a folder before has come to have the name.
    options: dict[str, Any] = {
        "loader": ChoiceLoader([FileSystemLoader(folder) for folder in folders]),
        "auto_reload": False,
        "autoescape": True,
        "undefined": StrictUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "extensions": ["jinja2.ext.i18n"],
    }
    short, jinja = ShortEnvironment(**options), Environment(**options)
    short.jinja = jinja
    short.bytecode_cache = short.codes = codes(speech(language).language, digest)
    for each in (short, jinja):
        _furnish(each, speech(language), Tags(language))
    return short


def _furnish(environment: Environment, told: Speech, tags: Tags) -> None:
    """Give an environment what templates call."""
    # English is what the templates say; `_("…")`, `ngettext` and `{% trans %}` mark the interface's words for other languages.
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    gettext = partial(_gettext, told)
    environment.globals |= {"gettext": gettext, "_": gettext, "ngettext": partial(_ngettext, told)}
    environment.globals |= {
        "words_tag": lru_cache(tags.words),
        "own_tag": lru_cache(tags.own),
        "interface_tag": lru_cache(tags.interface),
        "main_tag": lru_cache(tags.main),
    }
    environment.globals["reference_formats"] = [(name, ending, media) for name, ending, media, _ in FORMATS]
    # Written here and not in views: what they hold is encoded at every build, this only for a page that has changed.
    environment.filters |= {"number": told.number, "arrow": tags.arrow, "as_reference": partial(_as_reference, told)}
    environment.filters["percent_encoded"] = percent_encoded


def _gettext(told: Speech, words: str, /, **values: object) -> Markup:
    """`Speech.gettext` for templates: catalogues may hold markup, and values are escaped."""
    return _filled(told.catalogue.gettext(words), values)


def _ngettext(told: Speech, one: str, many: str, num: int, /, **values: object) -> Markup:
    return _filled(told.catalogue.ngettext(one, many, num), {"num": told.number(num)} | values)


def _filled(words: str, values: Mapping[str, object]) -> Markup:
    """`Markup(words) % values`, which looks for what to escape as it goes; mostly each value is only set as it is."""
    if _sets_text(words):
        return marked(words % {name: escaped(value) for name, value in values.items()})
    return Markup(words) % values


@lru_cache(maxsize=1024)
def _sets_text(words: str) -> bool:
    return _SETS_TEXT.fullmatch(words) is not None


def _as_reference(told: Speech, work: Work, ending: str) -> str:
    """A work as a file of references, in the format whose files end so."""
    form = next(form for _, known, _, form in FORMATS if known == ending)
    return form([work], told)


def percent_encoded(text: str) -> str:
    """`urllib.parse.quote` of a text of which much must be encoded: what is frequent at once, not sign by sign."""
    for sign, code in _FREQUENT:
        text = text.replace(sign, code)
    return _RARE.sub(lambda found: quote(found[0]), text)
