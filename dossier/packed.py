"""Texts packed for as long as nobody asks for them: in UTF-8, and folded ones, four times as long as those, deflated.

What was asked for last is held unpacked, so that asking again and again costs nothing.
"""

import zlib
from collections.abc import ItemsView, Mapping, ValuesView
from functools import lru_cache

from msgspec import Struct, msgpack

from dossier.folding import Folded

FOLDED, PLAIN = 8, 64
"""How many sources' folded texts, and how many texts, are held unpacked."""


class Texts(Struct, frozen=True, array_like=True):
    """Folded texts by part, read as a mapping is. data: MessagePack, deflated (RFC 1950); empty for none."""

    data: bytes = b""

    def __getitem__(self, part: str) -> Folded:
        return _folded(self.data)[part]

    def items(self) -> ItemsView[str, Folded]:
        return _folded(self.data).items()

    def values(self) -> ValuesView[Folded]:
        return _folded(self.data).values()


def packed(texts: Mapping[str, Folded]) -> Texts:
    """Texts by part, packed."""
    # The first level takes a third of the time of the others, and little more room.
    return Texts(zlib.compress(msgpack.encode(texts), 1)) if texts else Texts()


@lru_cache(FOLDED)
def _folded(data: bytes) -> dict[str, Folded]:
    return msgpack.decode(zlib.decompress(data), type=dict[str, Folded]) if data else {}


@lru_cache(PLAIN)
def unpacked(text: bytes) -> str:
    """A text from its UTF-8."""
    return text.decode()
