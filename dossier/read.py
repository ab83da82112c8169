"""The first stage: content/ on the disk becomes a Corpus of entries, each with its places, dates, body and problems.

A file's result depends on its bytes and its path alone, so that it is remembered by them.
"""

import os
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from hashlib import blake2b, sha256
from io import FileIO
from pathlib import Path
from typing import Any, Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from dossier.body import Body
from dossier.diagnostics import Place, Problem, problem
from dossier.fields import read_fields
from dossier.files import walk
from dossier.folding import Folded, fold
from dossier.frontmatter import Mapping as Tree
from dossier.frontmatter import parse, shown, split
from dossier.ids import Kind, is_id, make_id
from dossier.imagefiles import read_images
from dossier.images import Picture
from dossier.imaging import places_in
from dossier.markup import read_body, read_source_body
from dossier.memo import Memo, Task
from dossier.model import (
    AnyEntry,
    Claim,
    ClaimFields,
    Entry,
    Note,
    NoteFields,
    Source,
    SourceFields,
    Topic,
    TopicFields,
)
from dossier.packed import packed
from dossier.shingles import Shingles, shingles

LARGEST_FILE = 2_000_000
"""Bytes of one content file. A larger one is a mistake (or an attack), and would make every later stage slow."""
LARGEST_ORIGINAL = 50_000_000
_MARKDOWN = (".md", ".markdown")
_REFUSED = ("bad-character", "too-large")
"""Codes of a body that could not be rendered: nobody is to be told that a quotation does not stand in it."""
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\U000f0000-\U0010ffff]")
F = TypeVar("F", SourceFields, NoteFields, ClaimFields, TopicFields)


class Entries(Struct, frozen=True):
    """Entries by kind and id, in the order of their ids; the bytes of sources' originals by the source's id; and the images
    that texts show by their path below content/images/.
    """

    sources: dict[str, Source]
    notes: dict[str, Note]
    claims: dict[str, Claim]
    topics: dict[str, Topic]
    originals: dict[str, bytes]
    images: dict[str, Picture] = {}

    def of(self, kind: Kind) -> Mapping[str, AnyEntry]:
        """The entries of one kind by id."""
        by_kind: dict[Kind, Mapping[str, AnyEntry]] = {
            "source": self.sources,
            "note": self.notes,
            "claim": self.claims,
            "topic": self.topics,
        }
        return by_kind[kind]


class Corpus(Entries, frozen=True):
    """All that was read. unread: kind and id of files that could not be; what names one of them is not wrong for that."""

    unread: frozenset[tuple[Kind, str]] = frozenset()


class ContentFile(Struct, frozen=True):
    """A Markdown file as it lies on the disk. path: relative to the root, with `/`."""

    id: str
    path: str
    data: bytes


class ReadFile(Struct, Generic[F], frozen=True):
    """What one file gave: an entry unless too little of it can be read, and what is wrong with it."""

    entry: Entry[F] | None
    problems: tuple[Problem, ...]


def read(root: Path, memo: Memo) -> tuple[Corpus, tuple[Problem, ...]]:
    """Read content/ below the root. OSError if a folder can't be read: the disk's fault, not the content's."""
    problems: list[Problem] = []
    unread: set[tuple[Kind, str]] = set()

    def entries(kind: Kind, task: Task[None, ContentFile, ReadFile[F]]) -> dict[str, Entry[F]]:
        files, strange = _find(root, f"content/{kind}s")
        problems.extend(strange)
        unread.update((kind, name) for found in strange for name in _meant(found.path))
        results = memo.each(task, [(_key(file), file) for file in files])
        problems.extend(p for result in results for p in result.problems)
        unread.update((kind, file.id) for file, result in zip(files, results, strict=True) if not result.entry)
        return {result.entry.id: result.entry for result in results if result.entry}

    sources = entries("source", Task("read-source", read_source, ReadFile[SourceFields], None))
    notes = entries("note", Task("read-note", read_note, ReadFile[NoteFields], None))
    claims = entries("claim", Task("read-claim", read_claim, ReadFile[ClaimFields], None))
    topics = entries("topic", Task("read-topic", read_topic, ReadFile[TopicFields], None))
    originals, missing = _read_originals(root, sources)
    shown = (entry for kind in (sources, notes, claims, topics) for entry in kind.values())
    images, unused = read_images(root, shown)
    corpus = Corpus(sources, notes, claims, topics, originals, images, frozenset(unread))
    return corpus, (*problems, *missing, *unused)


def _key(file: ContentFile) -> bytes:
    return blake2b(f"{file.path}\0{file.id}\0".encode() + file.data, digest_size=16).digest()


# --- finding files


def _find(root: Path, folder: str) -> tuple[list[ContentFile], list[Problem]]:
    """The Markdown files below a folder by id, and those whose name can't be an id, or is one that is taken."""
    files: dict[str, ContentFile] = {}
    problems: list[Problem] = []
    for path in walk(root, folder):
        if not path.lower().endswith(_MARKDOWN):
            continue
        name = _name(path)
        place = Place(path.encode(errors="surrogateescape").decode(errors="replace"))
        if place.path != path:
            problems.append(problem(place, "bad-id", "this path is not UTF-8", "rename the file, or its folder"))
        elif not is_id(name):
            id_ = _suggest(name)
            hint = f"rename it to {id_}.md" if id_ else "use lower-case letters, digits and hyphens"
            problems.append(problem(place, "bad-id", f"{shown(name)} can't be an id", hint))
        elif name in files:
            message = f"the id {name} is taken by {files[name].path}"
            problems.append(problem(place, "duplicate-id", message, "rename one of the two files"))
        else:
            files[name] = ContentFile(name, path, _bytes(f"{root}/{path}", LARGEST_FILE))
    return [files[name] for name in sorted(files)], problems


def _name(path: str) -> str:
    """A file's name, composed, without `.md`; with any other ending of Markdown, since it can't be an id then."""
    return unicodedata.normalize("NFC", path.rpartition("/")[2].removesuffix(".md"))


def _suggest(name: str) -> str:
    return make_id(re.sub(r"\.(md|markdown)$", "", name, flags=re.IGNORECASE))


def _meant(path: str) -> set[str]:
    """The ids by which others may mean a file whose name can't be one."""
    return {_name(path), _suggest(_name(path))}


def _bytes(path: str | Path, most: int) -> bytes:
    """A file's bytes, one more than `most` at most: enough to see that it is too large. It may grow meanwhile."""
    with FileIO(path) as file:
        size = os.fstat(file.fileno()).st_size
        data = file.read(min(size, most) + 1)
        return data if len(data) in (size, most + 1) else (data + file.readall())[: most + 1]


def _read_originals(root: Path, sources: dict[str, Source]) -> tuple[dict[str, bytes], list[Problem]]:
    """The originals that sources name, and a problem for each that is not there."""
    folder = (root / "content/originals").resolve()
    originals: dict[str, bytes] = {}
    problems: list[Problem] = []
    original = cache(partial(_original, folder))  # a library is that of many sources
    for source in (each for each in sources.values() if each.fields.original):
        name = f"content/originals/{source.fields.original}"
        place = Place(source.path, *source.line("original"))
        data = original(source.fields.original)
        if data is None:
            hint = "put the untouched original there, or remove the field"
            problems.append(problem(place, "missing-file", f"{name} is not there", hint))
        elif len(data) > LARGEST_ORIGINAL:
            message = f"{name} is larger than {LARGEST_ORIGINAL:,} bytes"
            problems.append(problem(place, "too-large", message, "keep it elsewhere, and its address in archive-url"))
        else:
            originals[source.id] = data
    return originals, problems


def _original(folder: Path, name: str) -> bytes | None:
    """An original's bytes; None where there is none, or where a symbolic link leads out of the folder."""
    try:
        path = (folder / name).resolve()
        is_there = path.is_file() and path.is_relative_to(folder)
    except (OSError, RuntimeError):  # a name too long, links in a circle
        return None
    return _bytes(path, LARGEST_ORIGINAL) if is_there else None


# --- reading one file


def read_source(_: None, file: ContentFile) -> ReadFile[SourceFields]:
    """Read a file of content/sources/; its text is folded, to find quotations in."""
    return _read(file, SourceFields, "source", read_source_body)


def read_note(_: None, file: ContentFile) -> ReadFile[NoteFields]:
    """Read a file of content/notes/."""
    return _read(file, NoteFields, "note", read_body)


def read_claim(_: None, file: ContentFile) -> ReadFile[ClaimFields]:
    """Read a file of content/claims/."""
    return _read(file, ClaimFields, "claim", read_body)


def read_topic(_: None, file: ContentFile) -> ReadFile[TopicFields]:
    """Read a file of content/topics/."""
    return _read(file, TopicFields, "topic", read_body)


READERS: dict[Kind, Callable[[None, ContentFile], ReadFile[Any]]]
READERS = {"source": read_source, "note": read_note, "claim": read_claim, "topic": read_topic}
ReadMarkdown = Callable[[str, int, str], tuple[Body, tuple[Problem, ...]]]


def _read(file: ContentFile, type_: type[F], kind: Kind, read_markdown: ReadMarkdown) -> ReadFile[F]:
    text = decode(file.data, file.path)
    if isinstance(text, Problem):
        return ReadFile(None, (text,))
    parts = split(text, file.path)
    if isinstance(parts, Problem):
        return ReadFile(None, (parts,))
    mapping, problems = parse(parts.yaml, parts.yaml_line, file.path)
    if mapping is None:
        return ReadFile(None, problems)
    fields, places, dates, faults = read_fields(mapping, type_, file.path)
    problems += faults
    if problems:
        fields, places, dates, _ = read_fields(_sound(mapping, problems), type_, file.path)
    body, body_problems = read_markdown(parts.body, parts.body_line, file.path)
    problems += body_problems
    if "<img" in body.html:
        body = replace(body, images=places_in(body.html, parts.body, parts.body_line))
    if fields is None or any(found.code in _REFUSED for found in body_problems):
        return ReadFile(None, problems)
    texts = _texts(fields, body) if isinstance(fields, SourceFields) else {}
    digest = sha256(file.data).hexdigest()
    sample = shingles(texts["body"]) if texts else Shingles()
    return ReadFile(Entry(file.id, file.path, fields, places, dates, body, digest, packed(texts), sample), problems)


def _sound(mapping: Tree, faults: Sequence[Problem]) -> Tree:
    """The fields in which no fault lies: often enough of them to check the rest of the file in the same run."""
    starts = [(key.line, key.column) for key, _ in mapping.entries]
    faulty = {bisect_right(starts, (fault.line, fault.column)) - 1 for fault in faults}
    entries = tuple(entry for number, entry in enumerate(mapping.entries) if number not in faulty)
    return Tree(entries, mapping.line, mapping.column)


def decode(data: bytes, path: str) -> str | Problem:
    """A file's text, or what keeps it from being one: `too-large`, `not-utf8` with the byte's offset, `bad-character`."""
    if len(data) > LARGEST_FILE:
        message = f"the file is larger than {LARGEST_FILE:,} bytes"
        return problem(Place(path), "too-large", message, "split it; originals belong in content/originals/")
    try:
        text = data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        column = len(before.rpartition(b"\n")[2].decode("utf-8-sig", "replace")) + 1
        place = Place(path, before.count(b"\n") + 1, column)
        message = f"byte {error.start} (0x{data[error.start]:02x}) is not UTF-8"
        return problem(place, "not-utf8", message, "save the file as UTF-8")
    if not text.replace("\n", "").isprintable() and (strange := _FORBIDDEN.search(text)):
        lines = text[: strange.start()].split("\n")
        place = Place(path, len(lines), len(lines[-1]) + 1)
        message = f"the character U+{ord(strange[0]):04X} can't stand in content"
        return problem(place, "bad-character", message, "remove it; it is a control or private-use character")
    return text


def _texts(fields: SourceFields, body: Body) -> dict[str, Folded]:
    """A source's quotable text by part: its body, its headline as printed, and what else it prints of itself."""
    texts = {"body": fold(body.text, [(block.start, block.end) for block in body.blocks])}
    if fields.title:
        texts["title"] = fold(fields.title, [(0, len(fields.title))])
    for name, printed in fields.as_printed.items():
        texts[f"as-printed.{name}"] = fold(printed, [(0, len(printed))])
    return texts
