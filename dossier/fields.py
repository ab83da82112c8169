"""A front matter's tree → a record of `dossier.model`, the places of its values, its dates, and all its faults.

What a field may hold is read off the record's own types, once per type; what types can't say, off `dossier.fieldrules`.
"""

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import TypeVar

import msgspec
from msgspec import Struct, inspect

from dossier.dates import BadDate, Date
from dossier.dates import parse as parse_date
from dossier.diagnostics import Place, Problem, did_you_mean, problem
from dossier.fieldrules import KEY_RULES, RULES, VALUE_RULES, Check, Flaw, Given, Rules
from dossier.frontmatter import Mapping, Node, Scalar, Sequence, shown
from dossier.model import Fields

R = TypeVar("R", bound=Fields)
Places = dict[str, tuple[int, int]]
"""Line and column of each value by its dotted path, in the file's own names: `evidence.0.quote`."""


def read_fields(
    mapping: Mapping, record: type[R], path: str, rules: Rules = RULES
) -> tuple[R | None, Places, dict[str, Date], tuple[Problem, ...]]:
    """The record that a mapping gives, where its values stand, its dates by path, and what is wrong with it.

    The record is None as soon as anything is wrong. Texts stay as written; `yes` and `no` are booleans where one is
    due, one text is a list of one, a name without a value is absent. `rules` are the records' own, beside their types.
    """
    reading = _Reading(path, rules)
    given = _reader_of(record)(mapping, "", reading)
    fields = None
    if not reading.problems:
        try:
            fields = msgspec.convert(given, record)
        except msgspec.ValidationError as error:  # a constraint of the model that no reader below knows of
            reading.report(mapping, "bad-value", str(error)[:1].lower() + str(error)[1:])
    return fields, reading.places, reading.dates, tuple(reading.problems)


class _Reading:
    """What has been found in one mapping so far."""

    def __init__(self, path: str, rules: Rules) -> None:
        self.path, self.rules = path, rules
        self.places: Places = {}
        self.dates: dict[str, Date] = {}
        self.problems: list[Problem] = []

    def value(self, read: "_Reader", node: Node, at: str) -> object:
        self.places[at] = (node.line, node.column)
        return read(node, at, self)

    def report(self, node: Node, code: str, message: str, hint: str = "") -> None:
        printable = "".join(c if c.isprintable() else "�" for c in message)  # names of a mapping may hold anything
        self.problems.append(problem(Place(self.path, node.line, node.column), code, printable, hint))

    def report_form(self, node: Node, at: str, due: str) -> None:
        form = {Scalar: "one text", Sequence: "a list", Mapping: "a mapping"}[type(node)]
        self.report(node, "bad-value", f"`{at}` is {form}, not {due}", _FORM_HINTS[due])

    def report_flaws(self, node: Mapping, at: str, flaws: Iterable[Flaw]) -> None:
        for flaw in flaws:
            line, column = self.places.get(f"{at}.{flaw.at}" if at else flaw.at, (node.line, node.column))
            self.problems.append(problem(Place(self.path, line, column), flaw.code, flaw.message, flaw.hint))

    def report_unknown(self, key: Scalar, known: Iterable[str]) -> None:
        folded = key.text.casefold().replace("_", "-").replace(" ", "-")
        hint = next((f"did you mean {name}?" for name in known if name == folded), "")
        if not hint and len(self.problems) < 50:  # a search is slow; in a file full of unknown names it is no help
            hint = did_you_mean(key.text, known)
        self.report(key, "unknown-field", f"{shown(key.text)} is not a field here", hint)


_FORM_HINTS = {
    "one text": "put the whole text in quotation marks",
    "a date": "write a date, as 2026-01-25",
    "a list": "begin each item with `- `",
    "a mapping": "write `name: value`, each on a line of its own",
}
_FLAGS = {"true": True, "yes": True, "false": False, "no": False}
_Reader = Callable[[Node, str, _Reading], object]
"""Reads the value at a path. Gives what msgspec converts, or None once it has reported what is wrong."""


@cache
def _reader_of(record: type[Struct]) -> _Reader:
    return _reader(inspect.type_info(record), "")


def _reader(kind: inspect.Type, name: str, about: str = "") -> _Reader:
    """The reader for a field of a type. TypeError for a type that has no form in front matter: a bug in the model."""
    match kind:
        case inspect.Metadata(extra={"date": True}):
            return _read_date
        case inspect.Metadata(type=inner, extra_json_schema=schema):
            return _reader(inner, name, str((schema or {}).get("description", about)))
        case inspect.UnionType(types=types):
            readers = [_reader(one, name, about) for one in types if not isinstance(one, inspect.NoneType)]
            return readers[0] if len(readers) == 1 else _one_or_many(*readers)
        case inspect.StructType(cls=cls, fields=fields):
            return _record(cls, fields)
        case inspect.VarTupleType(item_type=item):
            return _list(_reader(item, name, about))
        case inspect.DictType(value_type=value):
            return _table(_reader(value, name, about), KEY_RULES.get(name))
        case inspect.LiteralType(values=values):
            return _text(lambda text: "" if text in values else f"it can be {', '.join(map(str, values))}")
        case inspect.BoolType():
            return _text(lambda text: "" if text.lower() in _FLAGS else "write true or false", _flag)
        case inspect.IntType(ge=least, le=most):
            return _text(_whole_number(least, most), int)
        case inspect.StrType(pattern=str(pattern)):
            return _text(lambda text: "" if re.fullmatch(pattern, text) else about or f"it must match {pattern}")
        case inspect.StrType():
            return _text(VALUE_RULES.get(name))
    raise TypeError(f"no reader for {kind}")


def _flag(text: str) -> bool:
    return _FLAGS[text.lower()]


def _whole_number(least: int | None, most: int | None) -> Check:
    low, high = least or 0, most or 10**9 - 1

    def check(text: str) -> str:
        fits = re.fullmatch(r"0|[1-9][0-9]{0,8}", text) and low <= int(text) <= high
        return "" if fits else f"write a whole number from {low} to {high}"

    return check


def _text(check: Check | None, value: Callable[[str], object] = str) -> _Reader:
    def read(node: Node, at: str, reading: _Reading) -> object:
        if not isinstance(node, Scalar):
            reading.report_form(node, at, "one text")
            return None
        if check and (hint := check(node.text)):
            reading.report(node, "bad-value", f"`{at}` can't be {shown(node.text)}", hint)
            return None
        return value(node.text)

    return read


def _read_date(node: Node, at: str, reading: _Reading) -> object:
    """An EDTF date; a set, which YAML takes for a list, as its text."""
    text = node.text if isinstance(node, Scalar) else node.raw if isinstance(node, Sequence) else ""
    if not text and not isinstance(node, Scalar):
        reading.report_form(node, at, "a date")
        return None
    date = parse_date(text)
    if isinstance(date, BadDate):
        reading.report(node, "bad-date", date.message, date.hint)
        return None
    reading.dates[at] = date
    return text


def _one_or_many(one: _Reader, many: _Reader) -> _Reader:
    return lambda node, at, reading: (one if isinstance(node, Scalar) else many)(node, at, reading)


def _list(item: _Reader) -> _Reader:
    def read(node: Node, at: str, reading: _Reading) -> object:
        if isinstance(node, Scalar):
            node = Sequence((node,), node.line, node.column)
        if not isinstance(node, Sequence):
            reading.report_form(node, at, "a list")
            return None
        written = [one for one in node.items if not _is_absent(one)]
        return [reading.value(item, one, f"{at}.{index}") for index, one in enumerate(written)]

    return read


def _table(value: _Reader, check: Check | None) -> _Reader:
    def read(node: Node, at: str, reading: _Reading) -> object:
        if not isinstance(node, Mapping):
            reading.report_form(node, at, "a mapping")
            return None
        for key, _ in node.entries:
            if check and (hint := check(key.text)):
                reading.report(key, "bad-value", f"`{at}` can't hold {shown(key.text)}", hint)
        written = [(key.text, one) for key, one in node.entries if not _is_absent(one)]
        return {key: reading.value(value, one, f"{at}.{key}") for key, one in written}

    return read


def _record(record: type[Struct], fields: Iterable[inspect.Field]) -> _Reader:
    readers = {field.encode_name: _reader(field.type, field.encode_name) for field in fields}
    required = [field.encode_name for field in fields if field.required]

    def read(node: Node, at: str, reading: _Reading) -> object:
        if not isinstance(node, Mapping):
            reading.report_form(node, at, "a mapping")
            return None
        given: Given = {}
        for key, value in node.entries:
            reader = readers.get(key.text)
            if not reader:
                reading.report_unknown(key, readers)
            elif not _is_absent(value):
                given[key.text] = reading.value(reader, value, f"{at}.{key.text}" if at else key.text)
        for name in required:
            if name not in given:
                reading.report(node, "missing-field", f"`{name}` is missing", f"add a line `{name}: …`")
        for rule in reading.rules.get(record, ()):
            reading.report_flaws(node, at, rule(given))
        return given

    return read


def _is_absent(node: Node) -> bool:
    return isinstance(node, Scalar) and node.absent
