"""Bytes in CBOR (RFC 8949) to a value, and back: as much of it as an index for searching is written in.

A value is a number that is whole, a text, or a list of values; its bytes are those of deterministic encoding (RFC 8949, 4.2).
"""

from collections.abc import Sequence

Value = int | str | Sequence["Value"]

_UNSIGNED, _NEGATIVE, _TEXT, _ARRAY = 0, 1, 3, 4
"""Major types (RFC 8949, 3.1)."""
_INLINE = 24
"""Below this, an item's argument stands in its first byte; from it on, in 1, 2, 4 or 8 bytes that follow."""
_DEEPEST = 20


def decode(data: bytes) -> Value:
    """The one value that these bytes are. ValueError if they are anything else."""
    value, end = _item(data, 0, _DEEPEST)
    if end != len(data):
        raise ValueError(f"{len(data) - end} bytes stand behind the value")
    return value


def encode(value: Value) -> bytes:
    """The bytes of a value: equal values have equal ones."""
    if isinstance(value, int):
        return _head(_UNSIGNED, value) if value >= 0 else _head(_NEGATIVE, -1 - value)
    if isinstance(value, str):
        text = value.encode()
        return _head(_TEXT, len(text)) + text
    return _head(_ARRAY, len(value)) + b"".join(map(encode, value))


def _item(data: bytes, at: int, depth: int) -> tuple[Value, int]:
    """The value that begins there, and where it ends."""
    if at >= len(data) or not depth:
        raise ValueError("the value is cut short, or nests too deep")
    major, short = divmod(data[at], 32)
    argument, at = _argument(data, at + 1, short)
    if major in (_UNSIGNED, _NEGATIVE):
        return (argument if major == _UNSIGNED else -1 - argument), at
    if major == _TEXT:
        if at + argument > len(data):
            raise ValueError("the text is cut short")
        return data[at : at + argument].decode(), at + argument
    if major != _ARRAY:
        raise ValueError(f"an item of major type {major} is not expected here")
    items: list[Value] = []
    for _ in range(argument):
        item, at = _item(data, at, depth - 1)
        items.append(item)
    return items, at


def _argument(data: bytes, at: int, short: int) -> tuple[int, int]:
    """An item's argument, and where what follows it begins."""
    if short < _INLINE:
        return short, at
    if short > _INLINE + 3 or at + 2 ** (short - _INLINE) > len(data):
        raise ValueError("the item has no argument that can be read")
    end = at + 2 ** (short - _INLINE)
    return int.from_bytes(data[at:end], "big"), end


def _head(major: int, argument: int) -> bytes:
    if argument < _INLINE:
        return bytes([major * 32 + argument])
    size = next(size for size in range(4) if argument < 2 ** (8 * 2**size))
    return bytes([major * 32 + _INLINE + size]) + argument.to_bytes(2**size, "big")
