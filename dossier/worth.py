"""What is made of an edition, and made again only where something that it was made of has changed.

In: an edition. Out: the same, whose mappings note what they are asked for (`tracing`); and values that were made of it in an
earlier run, as long as the parts of the dossier that they were made of are worth what they were.
"""

from collections.abc import Callable, Collection
from hashlib import blake2b
from typing import Any, Generic, TypeVar

from msgspec import MsgspecError, Struct, msgpack
from msgspec.structs import replace

from dossier.memo import Memo
from dossier.model import Entry
from dossier.names import Ref
from dossier.pages.edition import Edition
from dossier.stores import Lost
from dossier.streams import at_hand
from dossier.tracing import LENGTH, WHOLE, Trace, Traced, TracedSequence

T = TypeVar("T")

_KEYS: dict[str, Any] = {
    "sources": str,
    "notes": str,
    "claims": str,
    "topics": str,
    "originals": str,
    "images": str,
    "quotes": Ref,
    "targets": Ref,
    "sentences": Ref,
    "mentions": Ref,
    "outlets": str,
    "standings": str,
    "cited": str,
    "sheet_at": Ref,
    "persons": str,
    "turns": str,
    "events": int,
    "sheets": int,
    "answered": int,
    "apart": tuple[Ref, str],
}
"""The mappings and sequences of which things are made, and what their keys are."""
_NAMES = tuple(_KEYS)
_BYTES = {name: bytes((place,)) for place, name in enumerate(_NAMES)}


_Maps = dict[str, Traced[Any, Any] | TracedSequence[Any]]


class _Noted(Struct, Generic[T], frozen=True):
    """A value, and of what it was made.

    parts: a byte for the mapping (its place in _KEYS), and the key as MessagePack; worth: a digest of what they held.
    """

    parts: tuple[bytes, ...]
    worth: bytes
    value: T


class _Piece(Struct, Generic[T], frozen=True):
    """A part of a page, which may be empty."""

    value: T


class _Alone(Struct, Generic[T], frozen=True):
    """The value of what was noted."""

    value: T


def _of(record: Any, output: type[T]) -> Any:
    """The record of such a value, as msgspec reads it."""
    return record[output]


class Noting:
    """An edition of which things are made, and what remembers them.

    edition: one whose mappings and sequences note what they are asked for; on what it holds besides, everything is taken to
    rest. plain: the same as it was given.
    """

    def __init__(self, edition: Edition, memo: Memo) -> None:
        self.plain = edition
        traced, self._worth = _traced(edition)
        self.edition = replace(traced, recalling=self._piece)
        self._memo = memo
        self._common = blake2b(msgpack.encode(_common(edition)), digest_size=16)

    def recall(self, kind: str, name: bytes, output: type[T]) -> T | None:
        """What was made of this name, if it would be made alike. output: its type, which msgpack reads it back as."""
        last: _Noted[T] | None = self._memo.recall(kind, self._key(name), _of(_Noted, output))
        return last.value if last and self._worth.of(last.parts) == last.worth else None

    def made(self, kind: str, name: bytes, make: Callable[[], T]) -> tuple[T, Callable[[], T]]:
        """What `make` makes of the edition alone, kept for later runs, and a way to have it again (see `again`)."""
        with self.edition.trace.apart() as asked:
            value = make()
        parts = tuple(sorted(_BYTES[mapping] + msgpack.encode(key) for mapping, key in asked))
        kept = self._memo.keep(kind, self._key(name), _Noted(parts, self._worth.of(parts), value))
        return (value, self.again(kind, name, type(value))) if kept else at_hand(value, value)

    def again(self, kind: str, name: bytes, output: type[T]) -> Callable[[], T]:
        """A way to what is kept, open as long as the memo is; Lost if it can't be read any more."""
        key = self._key(name)

        def value() -> T:
            found: _Alone[T] | None = self._memo.recall(kind, key, _of(_Alone, output))
            if found is None:
                raise Lost(f"what was made for {kind} can't be read any more")
            return found.value

        return value

    def _piece(self, name: tuple[object, ...], output: type[T], make: Callable[[], T]) -> T:
        """See `Edition.piece`."""
        if self.edition.trace.is_apart:
            # What this is made for is recalled as a whole, and must note all that it was made of.
            return make()
        key = msgpack.encode(name)
        last = self.recall("pieces", key, _of(_Piece, output))
        return last.value if last else self.made("pieces", key, lambda: _Piece(make()))[0].value

    def _key(self, name: bytes) -> bytes:
        digest = self._common.copy()
        digest.update(name)
        return digest.digest()


def _common(edition: Edition) -> object:
    """What each thing may be made of that is no mapping."""
    return edition.dossier.config, edition.speech.digest


def _traced(edition: Edition) -> tuple[Edition, "_Worth"]:
    """The edition with mappings that note what they are asked for, and what tells their worth."""
    trace, maps = Trace(), _Maps()

    def traced(name: str, of: Any) -> Any:
        maps[name] = Traced(name, of, trace) if isinstance(of, dict) else TracedSequence(name, of, trace)
        return maps[name]

    dossier = edition.dossier
    fields = "sources notes claims topics originals images quotes targets sentences mentions standings events".split()
    given = {name: traced(name, getattr(dossier, name)) for name in fields}
    outlets = traced("outlets", dossier.origins.outlets)
    origins = replace(dossier.origins, sources=given["sources"], topics=given["topics"], outlets=outlets)
    own = {
        name: traced(name, getattr(edition, name))
        for name in "cited sheet_at persons apart turns sheets answered".split()
    }
    whole = replace(edition, dossier=replace(dossier, origins=origins, **given), trace=trace, made={}, **own)
    return whole, _Worth(maps)


class _Worth(dict[bytes, bytes]):
    """Digests of what parts hold, told as in `_Noted`, each made when it is first asked for.

    A dictionary, since a build asks some hundred thousand times.
    """

    def __init__(self, maps: _Maps) -> None:
        super().__init__()
        self._maps = maps

    def of(self, parts: Collection[bytes]) -> bytes:
        """A digest of several parts."""
        return blake2b(b"".join(map(self.__getitem__, parts)), digest_size=16).digest()

    def __missing__(self, part: bytes) -> bytes:
        try:
            self[part] = digest = self._of(_NAMES[part[0]], part[1:])
        except (IndexError, MsgspecError):
            # A note that was tampered with: there is no such part, and so no digest that it could be worth.
            return b""
        return digest

    def _of(self, name: str, key: bytes) -> bytes:
        found = self._maps[name]
        if key == _LENGTH:
            return _digest(found.length_untraced())
        if key == _WHOLE:
            digest = blake2b(digest_size=16)
            for each, value in found.all_untraced():
                digest.update(msgpack.encode(each) + _digest(value))
            return digest.digest()
        return _digest(found.untraced(msgpack.decode(key, type=_KEYS[name])))


_WHOLE, _LENGTH = msgpack.encode(WHOLE), msgpack.encode(LENGTH)


def _digest(value: object) -> bytes:
    """What a value is worth. An entry's file is all that it is made of; it is another record whenever that changes."""
    if isinstance(value, Entry):
        value = (value.path, value.digest)
    return blake2b(msgpack.encode(value), digest_size=16).digest()
