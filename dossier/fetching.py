"""A published site, file by file: from a folder, or from a server as its readers get it.

In: where it lies. Out: each file's SHA-256, that it is not there, or why that can't be told. Nothing that a server does
can make this run without end, fill the memory, or ask another host.
"""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from http.client import HTTPException, HTTPMessage
from pathlib import Path
from typing import IO, Protocol
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from msgspec import Struct

from dossier.calls import Calls
from dossier.write import walk

LARGEST = 200_000_000
"""Bytes of one file at most."""
PATIENCE = 20.0
"""Seconds without a word from a server."""
FILE_TIME = 300.0
TOTAL_TIME = 3600.0
MOST_FAULTS = 20
"""After so many faults no more files are asked for."""
AT_ONCE = 4
RETRIES = 2
_AGAIN = (429, 500, 502, 503, 504)
_GONE = (404, 410)
_CHUNK = 1 << 16


class Fault(Struct, frozen=True):
    """Why a file could not be had, in words."""

    words: str


Digest = str | Fault | None
"""A file's SHA-256; None where it is not there."""


class Site(Protocol):
    """Where a site lies. paths: all files there, None where that can't be told."""

    name: str
    paths: frozenset[str] | None

    def read(self, path: str, most: int) -> bytes | Fault | None:
        """A file's bytes, if there are no more than `most`."""

    def digests(self, paths: Sequence[str]) -> Iterator[tuple[str, Digest]]:
        """The digest of each file, in their order. After MOST_FAULTS the rest can't be told."""


class Folder:
    """A site in a folder. Symbolic links and `.git` at its top are no files of it. OSError from the disk."""

    def __init__(self, folder: Path) -> None:
        self.name = str(folder)
        self._folder = folder
        self._sizes = walk(folder).sizes
        self.paths: frozenset[str] | None = frozenset(self._sizes)

    def read(self, path: str, most: int) -> bytes | Fault | None:
        """See Site."""
        if path not in self._sizes:
            return None
        if self._sizes[path] < 0:
            return Fault("it is not a plain file")
        with (self._folder / path).open("rb") as file:
            data = file.read(most + 1)
        return data if len(data) <= most else Fault(f"it is larger than {most:,} bytes")

    def digests(self, paths: Sequence[str]) -> Iterator[tuple[str, Digest]]:
        """See Site."""
        for path in paths:
            data = self.read(path, LARGEST)
            yield path, sha256(data).hexdigest() if isinstance(data, bytes) else data


class Web:
    """A site on a server. url: absolute, http or https, a folder's; ValueError for any other."""

    def __init__(self, url: str) -> None:
        self.name = self._base = _base(url)
        self.paths: frozenset[str] | None = None
        self._calls = Calls(FILE_TIME)
        self._opener = build_opener(_WithinHost(self._base), *self._calls.handlers)
        self._opener.addheaders = [("User-Agent", "dossier-verify"), ("Accept-Encoding", "identity")]
        self._end = time.monotonic() + TOTAL_TIME

    def read(self, path: str, most: int) -> bytes | Fault | None:
        """See Site."""
        pieces: list[bytes] = []
        with self._calls.watched():
            done = self._patiently(path, most, pieces)
        return done if isinstance(done, Fault) else b"".join(pieces) if done else None

    def digests(self, paths: Sequence[str]) -> Iterator[tuple[str, Digest]]:
        """See Site."""
        faults = 0
        with self._calls.watched(), ThreadPoolExecutor(AT_ONCE) as pool:
            # So few at a time that a server which has given up is not asked for all the rest.
            for start in range(0, len(paths), 16 * AT_ONCE):
                part = paths[start : start + 16 * AT_ONCE]
                if faults > MOST_FAULTS:
                    yield from ((path, Fault("it was not asked for any more")) for path in part)
                    continue
                for path, digest in zip(part, pool.map(self._digest, part), strict=True):
                    faults += isinstance(digest, Fault)
                    yield path, digest

    def _digest(self, path: str) -> Digest:
        digest = _Hashed()
        done = self._patiently(path, LARGEST, digest)
        return done if isinstance(done, Fault) else digest.hexdigest() if done else None

    def _patiently(self, path: str, most: int, into: "_Sink") -> bool | Fault:
        """Take in a file, asking again where a server may only have been busy. False if it is not there."""
        for seconds in (*range(1, RETRIES + 1), 0):
            into.clear()
            try:
                return self._take(path, most, into)
            except HTTPError as error:
                error.close()
                if error.code in _GONE:
                    return False
                fault, hopeless = Fault(f"the server answers {error.code}"), error.code not in _AGAIN
            except _Refused as error:
                return Fault(str(error))
            except (OSError, HTTPException, ValueError) as error:
                reason = getattr(error, "reason", None) or error
                fault, hopeless = Fault(f"it can’t be had: {reason}"), isinstance(reason, ConnectionRefusedError)
            if hopeless or not seconds or time.monotonic() + seconds > self._end:
                break
            time.sleep(seconds)
        return fault

    def _take(self, path: str, most: int, into: "_Sink") -> bool:
        end = min(time.monotonic() + FILE_TIME, self._end)
        if time.monotonic() >= self._end:
            raise _Refused(f"it was not asked for within {TOTAL_TIME:,.0f} seconds")
        with self._opener.open(Request(self._base + quote(path)), timeout=PATIENCE) as answer:
            if answer.status != 200:
                raise _Refused(f"the server answers {answer.status}")
            encoding = answer.headers.get("Content-Encoding", "identity")
            if encoding.lower() != "identity":
                raise _Refused(f"it comes encoded as {encoding[:20]}, though asked for as it is")
            size, piece = 0, b"-"
            while piece:
                piece = answer.read1(_CHUNK)
                size += len(piece)
                if size > most:
                    raise _Refused(f"it is larger than {most:,} bytes")
                # Headers of a call that was hung up end there, and look whole.
                if time.monotonic() > end:
                    raise _Refused("it takes too long to come")
                into.append(piece)
            if answer.length:
                raise OSError("it is cut short")
        return True


class _Refused(Exception):
    """What a server does is not to be waited for or followed."""


class _Sink(Protocol):
    def append(self, piece: bytes, /) -> None: ...
    def clear(self) -> None: ...


class _Hashed:
    """A sink that keeps the digest alone."""

    def __init__(self) -> None:
        self.clear()

    def append(self, piece: bytes, /) -> None:
        self._digest.update(piece)

    def clear(self) -> None:
        self._digest = sha256()

    def hexdigest(self) -> str:
        return self._digest.hexdigest()


class _WithinHost(HTTPRedirectHandler):
    """Follows a redirect only to the same host, by the same scheme and port, or from http to https at the usual ports."""

    max_redirections = 5

    def __init__(self, base: str) -> None:
        parts = urlsplit(base)
        self._allowed = {(parts.scheme, parts.hostname, _port(parts.scheme, parts.port))}
        if parts.scheme == "http" and _port("http", parts.port) == 80:
            self._allowed.add(("https", parts.hostname, 443))

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        parts = urlsplit(newurl)
        if (parts.scheme, parts.hostname, _port(parts.scheme, parts.port)) not in self._allowed:
            raise _Refused(f"the server leads to another place, {newurl[:100]!r}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _port(scheme: str, port: int | None) -> int:
    return port or (443 if scheme == "https" else 80)


def _base(url: str) -> str:
    """The address of a site's folder, in ASCII, with a slash at its end. ValueError, in words, for what is none."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("a site’s address begins with https:// or http:// and a host")
    if parts.username is not None or parts.query or parts.fragment:
        raise ValueError("a site’s address has no user, no query and no fragment")
    host = parts.hostname.encode("idna").decode() if ":" not in parts.hostname else f"[{parts.hostname}]"
    port = f":{parts.port}" if parts.port else ""
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~").rstrip("/")
    return f"{parts.scheme}://{host}{port}{path}/"


def site_at(place: str) -> Site | str:
    """The site at an address or in a folder, or in words why there can't be one. OSError from the disk."""
    if "://" in place:
        try:
            return Web(place)
        except ValueError as error:
            return str(error)
    folder = Path(place)
    return Folder(folder) if folder.is_dir() else f"there is no folder {place}; an address begins with https://"
