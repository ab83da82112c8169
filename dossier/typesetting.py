"""What templates are set in: Jinja, with the words of a language, and three of its steps made shorter.

A page calls some hundred macros, prints some hundred values and says some dozen constant words, and Jinja spends more time
around each of these than on it. What comes out is what Jinja's own `Environment` would give.
"""

import re
from functools import lru_cache, partial
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from dossier.citable import Work
from dossier.directions import Tags
from dossier.languages import Speech, speech
from dossier.references import FORMATS

_NEEDS_ESCAPE = re.compile("[&<>\"']")


@lru_cache(maxsize=4)
def environment(folders: tuple[str, ...], language: str = "en", _digest: bytes = b"") -> Environment:
    """What templates of these folders are set in, for a site in this language; another digest makes another one."""
    # Jinja looks at modification times to see a change, and never sees that a folder before has come to have the name.
    environment = _Environment(
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in folders]),
        auto_reload=False,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    # English is what the templates say; `_("…")`, `ngettext` and `{% trans %}` mark the interface's words for other languages.
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    environment.told = told = speech(language)
    environment.globals |= {"gettext": partial(_gettext, told), "ngettext": partial(_ngettext, told)}
    tags = Tags(language)
    environment.globals |= {
        "words_tag": lru_cache(tags.words),
        "own_tag": lru_cache(tags.own),
        "interface_tag": lru_cache(tags.interface),
        "main_tag": lru_cache(tags.main),
    }
    environment.globals["reference_formats"] = [(name, ending, media) for name, ending, media, _ in FORMATS]
    # Written here and not in views: what they hold is encoded at every build, this only for a page that has changed.
    environment.filters |= {"number": told.number, "arrow": tags.arrow, "as_reference": partial(_as_reference, told)}
    return environment


def _gettext(told: Speech, words: str, /, **values: object) -> Markup:
    """`Speech.gettext` for templates: catalogues may hold markup, and values are escaped."""
    return Markup(told.catalogue.gettext(words)) % values


def _ngettext(told: Speech, one: str, many: str, num: int, /, **values: object) -> Markup:
    return Markup(told.catalogue.ngettext(one, many, num)) % ({"num": told.number(num)} | values)


def _as_reference(told: Speech, work: Work, ending: str) -> str:
    """A work as a file of references, in the format whose files end so."""
    form = next(form for _, known, _, form in FORMATS if known == ending)
    return form([work], told)


# --- shorter ways through Jinja


def escaped(value: object) -> str:
    """A value as it is printed: as `markupsafe.escape` gives it, which makes a new object even where there is nothing to do."""
    kind = type(value)
    if kind is Markup or (kind is str and not _NEEDS_ESCAPE.search(value)):  # type: ignore[call-overload]
        return value  # type: ignore[return-value]
    return escape(value)


class _Calling(Context):
    """Calls a macro without asking first what kind of callable it may be."""

    def call(self, function: Any, /, *args: Any, **kwargs: Any) -> Any:
        if type(function) is Macro:
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
            return function(self.eval_ctx, *args, **kwargs)
        return super().call(function, *args, **kwargs)


class _Printing(CodeGenerator):
    """Prints values by `escaped`."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")


class _Environment(Environment):
    context_class = _Calling
    code_generator_class = _Printing
    escaped = staticmethod(escaped)
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
