"""Jinja with shorter ways to what templates do most: take attributes, call macros, print values.

A page takes some thousand attributes, calls some hundred macros and prints some hundred values, and Jinja spends more time
around each of these than on it: whether an attribute is an item, which arguments of its own a callable wants. Here a template
becomes the Python that a hand would write, which fails wherever that is not all there is to it: and a page that fails, by any
exception, is set anew by Jinja's own `Environment`. So what comes out is what that gives, and so is what is said of a fault.
"""

from collections.abc import Callable, MutableMapping
from contextlib import suppress
from functools import partial
from keyword import iskeyword
from typing import Any

from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef, find_undeclared
from jinja2.parser import Parser
from markupsafe import Markup, escape
from markupsafe import _escape_inner as escape_text  # type: ignore[attr-defined]

from dossier.codes import Codes

marked: Callable[[str], Markup] = partial(str.__new__, Markup)
"""A text as `Markup`, without asking first whether it is some already."""


def escaped(value: object) -> str:
    """A value as it is printed: as `markupsafe.escape` gives it, which makes a new object even where there is nothing to do."""
    kind = type(value)
    if kind is str:
        return escape_text(value)  # type: ignore[arg-type]
    return value if kind is Markup else escape(value)  # type: ignore[return-value]


class ShortTemplate(Template):
    """A template that is set by the short way and, where that fails, by Jinja's."""

    environment: "ShortEnvironment"

    def render(self, *args: Any, **kwargs: Any) -> str:
        """See `Template.render`. One made of a string has no other way, and raises what the short one does."""
        failed, name = self.environment.failed, self.name
        if name not in failed:
            try:
                return super().render(*args, **kwargs)
            except Exception:
                if name is None:
                    raise
                failed.add(name)
        return self.environment.jinja.get_template(name or "").render(*args, **kwargs)


class _ShortParser(Parser):
    """Reads constant words in the language of the site: they are looked up here, and not on each page."""

    environment: "ShortEnvironment"

    def parse_call(self, node: nodes.Expr) -> nodes.Expr:  # type: ignore[override]
        match call := super().parse_call(node):
            case nodes.Call(
                node=nodes.Name(name="_" | "gettext"),
                args=[nodes.Const(value=str() as words)],
                kwargs=[],
                dyn_args=None,
                dyn_kwargs=None,
            ):
                # Words that can't be said are a fault only where they are to be: it shows when the page is set.
                with suppress(KeyError, TypeError, ValueError):
                    return nodes.Const(self.environment.globals["gettext"](words), lineno=call.lineno)
        return call


class _ShortCode(CodeGenerator):
    """Python for a template that escapes all it prints; what is not written here is as Jinja has it."""

    environment: "ShortEnvironment"

    _functions: frozenset[nodes.Macro] = frozenset()
    """Macros that become functions of Python: they stand in nothing, and take the arguments they name."""
    _modules: frozenset[str] = frozenset()
    """What the template imports others as."""
    _asking = 0

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        # Jinja walks through the whole template for each of these, and more walks would follow for macros.
        found = list(node.find_all((nodes.Extends, nodes.Block, nodes.ImportedName, nodes.Import, nodes.Name)))
        node.find_all = lambda kinds: (each for each in found if isinstance(each, kinds))  # type: ignore[assignment, method-assign]
        special = any(each.name in _SPECIAL for each in found if isinstance(each, nodes.Name))
        macros = [each for each in node.body if isinstance(each, nodes.Macro)]
        self._functions = frozenset(each for each in macros if not special or _is_simple(each))
        self._modules = frozenset(each.target for each in node.body if isinstance(each, nodes.Import))
        super().visit_Template(node, frame)

    def write_commons(self) -> None:
        super().write_commons()
        self.writeline("escape_text, marked = environment.escape_text, environment.marked")

    def visit_EvalContextModifier(self, node: nodes.EvalContextModifier, frame: Frame) -> None:
        self.writeline("raise NotImplementedError('escaping is turned off, or on again')")

    # --- values

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        if self._asking or iskeyword(node.attr):
            super().visit_Getattr(node, frame)
        else:
            self.write("(")
            self.visit(node.node, frame)
            self.write(f").{node.attr}")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:
        if self._asking or isinstance(node.arg, nodes.Slice):
            super().visit_Getitem(node, frame)
        else:
            self.write("(")
            self.visit(node.node, frame)
            self.write(")[")
            self.visit(node.arg, frame)
            self.write("]")

    def visit_Test(self, node: nodes.Test, frame: Frame) -> None:
        """`is defined` asks whether there is an attribute; all else takes it."""
        self._asking += 1
        super().visit_Test(node, frame)
        self._asking -= 1

    def visit_Const(self, node: nodes.Const, frame: Frame) -> None:
        if type(node.value) is Markup:
            self.write(f"marked({str(node.value)!r})")
        else:
            super().visit_Const(node, frame)

    # --- printing

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:
        for child in node.nodes:
            if isinstance(child, nodes.CondExpr) and child.expr2 is None:
                child.expr2 = nodes.Const("")
        super().visit_Output(node, frame)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        # What `escaped` does, without a call for what is most often printed.
        self.write("(escape_text(t) if type(t := ")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        self.write(") is str else t if type(t) is Markup else escape(t))")

    # --- macros and calls

    def macro_body(self, node: nodes.Macro | nodes.CallBlock, frame: Frame) -> tuple[Frame, MacroRef]:
        inner, made = super().macro_body(node, frame)
        if node in self._functions:
            self.writeline(f"macro.__defaults__ = (missing,) * {len(node.args)}")
        return inner, made

    def return_buffer_contents(self, frame: Frame, force_unescaped: bool = False) -> None:
        # Jinja has a macro return text, which is marked where it was called.
        self.writeline(f"return marked(concat({frame.buffer}))")

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        if macro_ref.node in self._functions:
            self.write("macro")
        else:
            super().macro_def(macro_ref, frame)

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        prefix = self._prefix(node.node)
        if (
            prefix is None
            or forward_caller
            or node.dyn_args
            or node.dyn_kwargs
            or any(iskeyword(a.key) for a in node.kwargs)
        ):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in node.args:
            self.visit(argument, frame)
            self.write(", ")
        for named in node.kwargs:
            self.write(f"{prefix}{named.key}=")
            self.visit(named.value, frame)
            self.write(", ")
        self.write(")")

    def _prefix(self, called: nodes.Expr) -> str | None:
        """What stands before the names of arguments in a call without Jinja between; None: it may want what that gives it."""
        match called:
            case nodes.Name(name=name) if name in {each.name for each in self._functions}:
                return _PARAMETER
            case nodes.Name(name=name) if name in self.environment.globals:
                return None if hasattr(self.environment.globals[name], "jinja_pass_arg") else ""
            case nodes.Getattr(node=nodes.Name(name=name)) if name in self._modules:
                return _PARAMETER
            case nodes.Getattr():
                return ""
        return None


_PARAMETER = "l_1_"
"""What Jinja has before the name of a parameter of a macro that stands in nothing."""
_SPECIAL = ("caller", "kwargs", "varargs")
"""Names by which a macro has what it does not name."""


def _is_simple(macro: nodes.Macro) -> bool:
    """Whether it has no use for what it is called around, nor for arguments that it does not name."""
    return not find_undeclared(macro.body, _SPECIAL) and not any(each.name in _SPECIAL for each in macro.args)


class ShortEnvironment(Environment):
    """Sets templates by the short way. jinja: what sets those that fail by it, whose names it keeps in `failed`.

    codes: what templates become.
    """

    template_class = ShortTemplate
    code_generator_class = _ShortCode
    escape_text = staticmethod(escape_text)
    marked = staticmethod(marked)
    globals: dict[str, Any]
    jinja: Environment
    codes: Codes

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, optimized=False)
        self.failed: set[str | None] = set()

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        return _ShortParser(self, source, name, filename).parse()

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """A plain dictionary, where Jinja has a chain of two that is slow to be asked. What is added later it doesn't have."""
        return {**self.globals, **(d or {})}
