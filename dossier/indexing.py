"""Pagefind, the program that makes an index which browsers search: pages in, the files of the index out, always the same.

It is an extra, and a site does without where it is not installed. Its wheel carries the program, which is run as a command.
"""

import gzip
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct, json

from dossier import cbor

PACKAGE = "pagefind_bin"
PROGRAMS = ("pagefind", "pagefind.exe")
_MAGIC = b"pagefind_dcd"
"""How each of its files begins once it is unpacked; it reads them packed or not."""
_KEPT = ("pagefind.js", "pagefind-worker.js")
_FOLDERS = ("fragment", "index")
_OPTIONS = (
    "--silent",
    "--glob",
    "**/*.html",
    "--exclude-selectors",
    ".citation, .uses, .footnote-ref, .footnote-backref",
)
"""What is left out is what a page adds to its words: citations' marks, and the ways to what rests on a passage."""


class Program(Struct, frozen=True):
    """Pagefind as it is installed. version: of its package, of which an index depends."""

    path: str
    version: str


class Document(Struct, frozen=True):
    """A page as it is to be searched. path: of its file in the site."""

    path: str
    html: str


class Index(Struct, frozen=True):
    """The files of an index by their path in its folder."""

    files: dict[str, bytes]


class Failed(OSError):
    """The program did not do what it is for; `strerror` says what it said."""


@cache
def program() -> Program | None:
    """Pagefind, if its package is installed."""
    spec = find_spec(PACKAGE)
    folders = [Path(folder) for folder in (spec.submodule_search_locations or ())] if spec else []
    found = next((str(folder / name) for folder in folders for name in PROGRAMS if (folder / name).is_file()), None)
    try:
        return Program(found, version(PACKAGE)) if found else None
    except PackageNotFoundError:
        return None


def run(made_by: tuple[str, str], documents: Sequence[Document]) -> Index:
    """The index of these documents, as one in one language. made_by: the program's path, and the language (ISO 639).

    One in several would search only what is in the language of the page that asks. Failed if the program fails.
    """
    path, language = made_by
    with TemporaryDirectory(prefix="dossier-") as folder:
        site, index = Path(folder, "site"), Path(folder, "index")
        site.mkdir()
        for document in documents:
            (site / document.path).parent.mkdir(parents=True, exist_ok=True)
            (site / document.path).write_text(document.html, encoding="utf-8", newline="")
        _call([path, "--site", str(site), "--output-path", str(index), "--force-language", language, *_OPTIONS])
        try:
            return Index(dict(sorted(_files(index))))
        except (ValueError, LookupError, TypeError) as error:
            raise Failed(0, f"Pagefind made an index of another form than expected: {error}") from error


def _call(command: Sequence[str]) -> None:
    # Its own variables could have it do anything else.
    environment = {name: value for name, value in os.environ.items() if not name.upper().startswith("PAGEFIND")}
    try:
        done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    except OSError as error:
        raise Failed(0, f"Pagefind can't be run: {error.strerror}") from error
    if done.returncode:
        said = (done.stderr or done.stdout).decode(errors="replace").strip().splitlines()
        raise Failed(0, f"Pagefind failed: {said[-1] if said else f'exit code {done.returncode}'}")


# --- the same index for the same documents


class _Language(Struct, frozen=True):
    hash: str
    wasm: str | None
    page_count: int


class _Entry(Struct, frozen=True):
    """The file that a search begins with."""

    version: str
    languages: dict[str, _Language]
    include_characters: list[str]


def _files(index: Path) -> Iterator[tuple[str, bytes]]:
    """The files that a search needs; interfaces of Pagefind's own are left out.

    Filters come in an order by chance, and all that names them with them. Here they are sorted, and named by what is in them;
    they are stored as they are, since zlib's bytes differ from one Python to another.
    """
    entry = json.decode((index / "pagefind-entry.json").read_bytes(), type=_Entry)
    languages = {}
    for name, language in sorted(entry.languages.items()):
        filters = dict(_filters(index, name))
        yield from ((f"filter/{hash_}.pf_filter", data) for hash_, data in filters.values())
        meta = _sorted_meta(_unpacked(index / f"pagefind.{language.hash}.pf_meta"), filters)
        languages[name] = _Language(f"{name}_{_digest(meta)}", language.wasm, language.page_count)
        yield f"pagefind.{languages[name].hash}.pf_meta", meta
        wasm = f"wasm.{language.wasm or 'unknown'}.pagefind"
        yield wasm, (index / wasm).read_bytes()
    yield "pagefind-entry.json", json.encode(_Entry(entry.version, languages, entry.include_characters))
    for path in (*(index / name for name in _KEPT), *(file for name in _FOLDERS for file in (index / name).glob("*"))):
        yield path.relative_to(index).as_posix(), path.read_bytes()


def _filters(index: Path, language: str) -> Iterator[tuple[str, tuple[str, bytes]]]:
    """Each filter's name, with its file's new name and bytes: `[name, [[value, [page, …]], …]]`, values sorted."""
    for path in sorted((index / "filter").glob(f"{language}_*.pf_filter")):
        name, values = _list(cbor.decode(_unpacked(path)[len(_MAGIC) :]))
        by_value = sorted((_text(value), pages) for value, pages in map(_list, _list(values)))
        data = _MAGIC + cbor.encode([name, by_value])
        yield _text(name), (f"{language}_{_digest(data)}", data)


def _sorted_meta(data: bytes, filters: Mapping[str, tuple[str, bytes]]) -> bytes:
    """What a search loads first: `[version, pages, chunks, [[filter, file], …], sorts, fields]`, filters sorted and renamed."""
    engine, pages, chunks, named, *rest = _list(cbor.decode(data[len(_MAGIC) :]))
    names = sorted(_text(_list(one)[0]) for one in _list(named))
    return _MAGIC + cbor.encode([engine, pages, chunks, [[name, filters[name][0]] for name in names], *rest])


def _unpacked(path: Path) -> bytes:
    data = gzip.decompress(path.read_bytes())
    if not data.startswith(_MAGIC):
        raise ValueError(f"{path.name} begins otherwise")
    return data


def _list(value: cbor.Value) -> list[cbor.Value]:
    if not isinstance(value, list):
        raise ValueError("a list was expected")
    return value


def _text(value: cbor.Value) -> str:
    if not isinstance(value, str):
        raise ValueError("a text was expected")
    return value


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=5).hexdigest()
