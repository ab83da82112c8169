"""JSON Schemas of config.yaml and the four front matters, made from the model, for editors that help where one types.

They are of draft-07, which the YAML language server reads. What they refuse, the program refuses too; the program knows more:
what a schema can't say (whether a day is in the calendar, whether a topic is there) is left to a check.
"""

import json
from collections.abc import Mapping
from typing import Any

from msgspec import Struct, inspect

from dossier.config import ConfigFields
from dossier.described import about_of
from dossier.diagnostics import CODES
from dossier.fieldrules import KEY_RULES, PATTERNS, VALUE_RULES
from dossier.model import ClaimFields, EvidenceLine, NoteFields, SourceFields, TopicFields

Schema = dict[str, Any]
RECORDS: dict[str, type[Struct]] = {
    "config": ConfigFields,
    "source": SourceFields,
    "note": NoteFields,
    "claim": ClaimFields,
    "topic": TopicFields,
}
"""What there is a schema of, by the name of its file in schemas/."""

_YEAR = "[0-9]{2}([0-9]X|XX)"
_DAY = "[0-9]{4}(-XX(-XX)?|-(0[1-9]|1[0-2]|2[1-4])(-(0[1-9]|[12][0-9]|3[01]|XX))?)?"
_TIME = "T[0-2][0-9]:[0-5][0-9](:[0-5][0-9])?(Z|[+-][0-9]{2}(:[0-9]{2})?)?"
_POINT = rf"({_YEAR}|{_DAY}({_TIME})?)[?~%]?"
_END = rf"({_DAY}[?~%]?|\.\.)?"
_WRITE_A_DATE = "write a date, as 2026-01-25, 2026-01, 2026-01-25? or [..2026-01-07]"
_MEMBER = rf"\s*({_DAY})?(\.\.)?({_DAY})?\s*"
_DATE: Schema = {
    "anyOf": [
        {
            "type": "string",
            "pattern": rf"^\s*({_POINT}|{_END}/{_END}|\[{_MEMBER}(,{_MEMBER})*\])\s*$",
            "patternErrorMessage": _WRITE_A_DATE,
        },
        {"type": "integer", "minimum": 0, "maximum": 9999},
        {
            "type": "array",
            "items": {"type": ["string", "integer"], "pattern": f"^{_MEMBER}$", "patternErrorMessage": _WRITE_A_DATE},
            "minItems": 1,
        },
    ],
}
DATE: Schema = {"anyOf": [{"$ref": "#/definitions/date"}]}
"""An EDTF date (`dossier.edtf`) as YAML gives it: a year alone is a number to it, and a set in brackets a list."""
TEXT = ["string", "number", "boolean"]
"""What YAML takes an unquoted text for; the program takes it as it is written."""
FLAG: Schema = {
    "type": ["boolean", "string"],
    "pattern": "^([Yy]es|[Nn]o|[Tt]rue|[Ff]alse|YES|NO|TRUE|FALSE)$",
    "patternErrorMessage": "write true or false",
}
"""true and false; the program takes yes and no for them as well, which YAML 1.2 takes for texts."""


def schemas() -> dict[str, str]:
    """Each schema's text by the path of its file."""
    return {f"schemas/{name}.json": _text(name, record) for name, record in RECORDS.items()}


def schema_of(record: type[Struct]) -> Schema:
    """The schema of a mapping that gives a record."""
    info = inspect.type_info(record)
    assert isinstance(info, inspect.StructType)
    properties = {field.encode_name: _property(field) for field in info.fields}
    required = [field.encode_name for field in info.fields if field.required]
    schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return schema | ({"required": required} if required else {}) | WHOLES.get(record, {})


def _text(name: str, record: type[Struct]) -> str:
    title = "config.yaml" if name == "config" else f"The front matter of a {name}: content/{name}s/"
    schema = {"$schema": "http://json-schema.org/draft-07/schema#", "title": title, **schema_of(record)}
    schema |= {"definitions": {"date": _DATE}} if "#/definitions/date" in str(schema) else {}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _property(field: inspect.Field) -> Schema:
    """A field's schema. A name without a value is as if it were not there, unless it has to be."""
    schema = _value(field.type, field.encode_name)
    return {"description": about_of(field.type)} | (schema if field.required else _or_nothing(schema))


def _or_nothing(schema: Schema) -> Schema:
    if "anyOf" in schema:
        return {"anyOf": [*schema["anyOf"], {"type": "null"}]}
    if "enum" in schema:
        return {"enum": [*schema["enum"], None]}
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return schema | {"type": [*types, "null"]}


def _value(kind: inspect.Type, name: str) -> Schema:
    """The schema for a value of a type, in the field of a name. TypeError for a type that front matter doesn't have."""
    match kind:
        case inspect.Metadata(extra={"date": True}):
            return DATE
        case inspect.Metadata(type=inner):
            return _value(inner, name)
        case inspect.UnionType(types=types):
            return _value(max((one for one in types if not isinstance(one, inspect.NoneType)), key=_is_list), name)
        case inspect.StructType(cls=cls):
            return schema_of(cls)
        case inspect.VarTupleType(item_type=item):
            return _list(_value(item, name))
        case inspect.DictType(value_type=value):
            return _table(_value(value, name), name)
        case inspect.LiteralType(values=values):
            return {"enum": list(values)}
        case inspect.BoolType():
            return FLAG
        case inspect.IntType(ge=least, le=most):
            return {"type": ["integer", "string"], "minimum": least, "maximum": most, "pattern": "^[0-9]+$"}
        case inspect.StrType(pattern=pattern):
            return {"type": TEXT} | ({"pattern": pattern} if pattern else _ruled(name))
    raise TypeError(f"no schema for {kind}")


def _ruled(name: str) -> Schema:
    """What a field's rule says, with the hint that the program gives: no rule lets an empty text stand."""
    rule = VALUE_RULES.get(name)
    return {"pattern": PATTERNS[rule], "patternErrorMessage": rule("")} if rule else {}


def _is_list(kind: inspect.Type) -> bool:
    return isinstance(kind, inspect.VarTupleType)


def _list(item: Schema) -> Schema:
    """A list; in place of one of texts, one text."""
    many = {"type": "array", "items": item}
    return many if item["type"] == "object" else {"anyOf": [many, item]}


def _table(value: Schema, name: str) -> Schema:
    """A mapping of free names, or of those that its rule lets stand."""
    rule = KEY_RULES.get(name)
    if rule is None:
        return {"type": "object", "additionalProperties": _or_nothing(value)}
    codes = {code: _or_nothing(_of_code(value, code)) for code in CODES if not rule(code)}
    return {"type": "object", "properties": codes, "additionalProperties": False}


def _of_code(value: Schema, code: str) -> Schema:
    """What can be set for a code: an error stays one."""
    return {"enum": ["error"]} if "enum" in value and CODES[code] == "error" else value


# --- what a mapping must be as a whole: the RULES of fieldrules and config


def _given(name: str) -> Schema:
    return {"required": [name], "properties": {name: {"not": {"type": "null"}}}}


def _excludes(name: str, other: str, why: str) -> Schema:
    return {"if": _given(name), "then": {"properties": {other: {"type": "null", "errorMessage": why}}}}


def _needs(name: str, other: str) -> Schema:
    return {"if": _given(name), "then": _given(other)}


_ONE_WAY = "a line bears on its claim in one way; write a second line"
_ADDRESS: Schema = {
    "pattern": r"^(?!.*/\.{1,2}(/|$))[^?#]*$",
    "patternErrorMessage": "write the site's address out, without ? and #, and end it with the site's path",
}
WHOLES: Mapping[type[Struct], Schema] = {
    SourceFields: {
        "allOf": [
            {"anyOf": [_given("title"), _given("supplied-title")]},
            _excludes("title", "supplied-title", "keep it only where the source has no headline"),
            _needs("original", "sha256"),
            _needs("sha256", "original"),
        ]
    },
    EvidenceLine: {
        "anyOf": [_given("supports"), _given("disputes"), _given("context")],
        "allOf": [
            _excludes("supports", "disputes", _ONE_WAY),
            _excludes("supports", "context", _ONE_WAY),
            _excludes("disputes", "context", _ONE_WAY),
        ],
        "if": {"required": ["inference"], "properties": {"inference": {"enum": [True, "yes", "Yes", "YES"]}}},
        "then": _given("note"),
    },
    ConfigFields: {"allOf": [{"properties": {"url": _ADDRESS}}]},
}
