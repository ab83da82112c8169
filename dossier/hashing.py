"""The SHA-256 of many files at once."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from io import FileIO
from itertools import chain

_THREADS, _AT_ONCE = 4, 256
"""Reading and hashing wait for the disk and run beside Python: threads share them, so many files at a time."""


def hashed(paths: Sequence[str]) -> Iterable[bytes]:
    """The SHA-256 of each file, in order. OSError if one can't be read."""

    def of_some(some: Sequence[str]) -> list[bytes]:
        return [sha256(_bytes(path)).digest() for path in some]

    parts = [paths[start : start + _AT_ONCE] for start in range(0, len(paths), _AT_ONCE)]
    if len(parts) < 2:
        return of_some(paths)
    with ThreadPoolExecutor(_THREADS) as threads:
        return list(chain.from_iterable(threads.map(of_some, parts)))


def _bytes(path: str) -> bytes:
    with FileIO(path) as file:
        return file.readall()
