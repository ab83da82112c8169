"""The code that templates were compiled to, kept as Python keeps a module's: beside the program's own bytecode.

In: code by the names of templates, and a digest of all that it was made of. Out: a file in __pycache__ for each language that
the interface speaks, written only when the program is set up (`precompile`), and read where it is of just these templates.
(A dossier's cache can't hold it: whoever gives a dossier to others could have them run anything.)
"""

import marshal
import sys
from collections.abc import Mapping
from contextlib import suppress
from hashlib import blake2b
from importlib.util import cache_from_source
from pathlib import Path
from types import CodeType

from jinja2 import Environment
from jinja2.bccache import Bucket, BytecodeCache

_DIGEST = 16
"""Bytes of each of the two digests that the file begins with: of what the code was made of, and of all that follows."""


class Codes(BytecodeCache):
    """Code that a Jinja environment takes instead of compiling a template; what it compiles is added.

    by_name: the names of templates, as the environment's loader has them.
    """

    def __init__(self, by_name: Mapping[str, CodeType] | None = None) -> None:
        self.by_name = dict(by_name or {})

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """See BytecodeCache. The digest tells all sources at once, so none is looked at here."""
        bucket = Bucket(environment, name, "")
        bucket.code = self.by_name.get(name)
        return bucket

    def set_bucket(self, bucket: Bucket) -> None:
        """See BytecodeCache."""
        if bucket.code:
            self.by_name[bucket.key] = bucket.code

    def load_bytecode(self, bucket: Bucket) -> None:
        """See BytecodeCache; nothing is left to do."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """See BytecodeCache; nothing is left to do."""


def codes(language: str, digest: bytes) -> Codes:
    """The code that was kept for this language, made of what this is the digest of; else none."""
    # As trusted as the bytecode that it lies beside.
    with suppress(OSError, ValueError, EOFError, TypeError):
        data = _file(language).read_bytes()
        if data.startswith(digest + _digest(data[2 * _DIGEST :])) and len(digest) == _DIGEST:
            return Codes(marshal.loads(memoryview(data)[2 * _DIGEST :]))
    return Codes()


def keep(language: str, digest: bytes, code: Mapping[str, CodeType]) -> None:
    """Keep code for later runs. digest: 16 bytes, of all that it was made of. OSError if it can't be written."""
    data = marshal.dumps(dict(sorted(code.items())))
    file = _file(language)
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(".part")
    part.write_bytes(digest + _digest(data) + data)
    part.replace(file)


def _file(language: str) -> Path:
    return Path(cache_from_source(__file__)).with_name(f"templates-{language}.{sys.implementation.cache_tag}.codes")


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=_DIGEST).digest()
