"""What templates are set in: Jinja by a shorter way, with the words of a language."""

from functools import lru_cache, partial
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from dossier.citable import Work
from dossier.compiling import ShortEnvironment
from dossier.directions import Tags
from dossier.languages import Speech, speech
from dossier.references import FORMATS


@lru_cache(maxsize=4)
def environment(folders: tuple[str, ...], language: str = "en", _digest: bytes = b"") -> ShortEnvironment:
    """What templates of these folders are set in, for a site in this language; another digest makes another one."""
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
    short, jinja = _Environment(**options), Environment(**options)
    short.told, short.jinja = speech(language), jinja
    for each in (short, jinja):
        _furnish(each, short.told, Tags(language))
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


def _gettext(told: Speech, words: str, /, **values: object) -> Markup:
    """`Speech.gettext` for templates: catalogues may hold markup, and values are escaped."""
    return Markup(told.catalogue.gettext(words)) % values


def _ngettext(told: Speech, one: str, many: str, num: int, /, **values: object) -> Markup:
    return Markup(told.catalogue.ngettext(one, many, num)) % ({"num": told.number(num)} | values)


def _as_reference(told: Speech, work: Work, ending: str) -> str:
    """A work as a file of references, in the format whose files end so."""
    form = next(form for _, known, _, form in FORMATS if known == ending)
    return form([work], told)


class _Environment(ShortEnvironment):
    told: Speech

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        template = super()._parse(source, name, filename)
        _Saying(self.told).visit(template)
        return template


class _Saying(NodeTransformer):
    """Constant words, said once in the language of the site instead of on every page."""

    def __init__(self, told: Speech) -> None:
        self._told = told

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        self.generic_visit(node)
        match node:
            case nodes.Call(
                node=nodes.Name(name="_" | "gettext"),
                args=[nodes.Const(value=str() as words)],
                kwargs=[],
                dyn_args=None,
                dyn_kwargs=None,
            ):
                return nodes.Const(_gettext(self._told, words), lineno=node.lineno)
        return node
