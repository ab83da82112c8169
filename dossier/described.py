"""What the model says of its fields, for those who write them: a record → its fields with their names, words and forms.

The records' own fields stand before those that every kind has, each in the order of the model: the order of a new file.
"""

from collections.abc import Iterable

from msgspec import Struct, inspect

from dossier.model import CommonFields


class Described(Struct, frozen=True):
    """A field. name: as in a file. about: a phrase, with the choices where there are any. parts: the fields of each item
    where it is a list of mappings."""

    name: str
    about: str
    required: bool
    choices: tuple[str, ...] = ()
    parts: tuple["Described", ...] = ()


def described(record: type[Struct]) -> tuple[Described, ...]:
    """The fields of a record."""
    info = inspect.type_info(record)
    assert isinstance(info, inspect.StructType)
    common = CommonFields.__struct_fields__ if record is not CommonFields else ()
    return tuple(_described(field) for field in sorted(info.fields, key=lambda field: field.name in common))


def about_of(kind: inspect.Type) -> str:
    """What a field's type says that it holds."""
    return str((kind.extra_json_schema or {}).get("description", "")) if isinstance(kind, inspect.Metadata) else ""


def _described(field: inspect.Field) -> Described:
    about, choices = about_of(field.type), _choices(field.type)
    if choices:
        about += f": {', '.join(choices[:-1])} or {choices[-1]}"
    return Described(field.encode_name, about, field.required, choices, _parts(field.type))


def _parts(kind: inspect.Type) -> tuple[Described, ...]:
    for one in _types(kind):
        if isinstance(one, inspect.VarTupleType) and isinstance(one.item_type, inspect.StructType):
            return described(one.item_type.cls)
    return ()


def _choices(kind: inspect.Type) -> tuple[str, ...]:
    return tuple(str(value) for one in _types(kind) if isinstance(one, inspect.LiteralType) for value in one.values)


def _types(kind: inspect.Type) -> Iterable[inspect.Type]:
    """The types that a value may have, without what is said about them."""
    match kind:
        case inspect.Metadata(type=inner):
            yield from _types(inner)
        case inspect.UnionType(types=types):
            for one in types:
                yield from _types(one)
        case _:
            yield kind
