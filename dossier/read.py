"""The first stage: content/ on the disk becomes a Corpus of entries, each with its places, dates, body and problems.

A file's result depends on its bytes and its path alone, so that it is remembered by them.
"""

import os
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Generic, TypeVar

from msgspec import Struct

from dossier.diagnostics import Place, Problem, problem
from dossier.fields import read_fields
from dossier.folding import Folded, fold
from dossier.frontmatter import parse, split
from dossier.markup import read_body, read_source_body
from dossier.memo import Memo, Task
from dossier.model import (
    AnyEntry,
    Body,
    Claim,
    ClaimFields,
    Entry,
    Kind,
    Note,
    NoteFields,
    Source,
    SourceFields,
    Topic,
    TopicFields,
)

LARGEST_FILE = 2_000_000
"""Bytes of one content file. A larger one is a mistake (or an attack), and would make every later stage slow."""
LARGEST_ORIGINAL = 50_000_000
_ID = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\U000f0000-\U0010ffff]")
F = TypeVar("F", SourceFields, NoteFields, ClaimFields, TopicFields)


class Entries(Struct, frozen=True):
    """Entries by kind and id, in the order of their ids; and the bytes of sources' originals by the source's id."""

    sources: dict[str, Source]
    notes: dict[str, Note]
    claims: dict[str, Claim]
    topics: dict[str, Topic]
    originals: dict[str, bytes]

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
    """What one file gave: an entry unless its front matter can't be read, and what is wrong with it."""

    entry: Entry[F] | None
    problems: tuple[Problem, ...]


def read(root: Path, memo: Memo) -> tuple[Corpus, tuple[Problem, ...]]:
    """Read content/ below the root. OSError if a folder can't be read: the disk's fault, not the content's."""
    problems: list[Problem] = []
    unread: set[tuple[Kind, str]] = set()

    def entries(kind: Kind, task: Task[None, ContentFile, ReadFile[F]]) -> dict[str, Entry[F]]:
        files, strange = _find(root, f"content/{kind}s")
        problems.extend(strange)
        results = memo.each(task, [(_key(file), file) for file in files])
        problems.extend(p for result in results for p in result.problems)
        unread.update((kind, file.id) for file, result in zip(files, results, strict=True) if not result.entry)
        return {result.entry.id: result.entry for result in results if result.entry}

    sources = entries("source", Task("read-source", read_source, ReadFile[SourceFields], None))
    notes = entries("note", Task("read-note", read_note, ReadFile[NoteFields], None))
    claims = entries("claim", Task("read-claim", read_claim, ReadFile[ClaimFields], None))
    topics = entries("topic", Task("read-topic", read_topic, ReadFile[TopicFields], None))
    originals, missing = _read_originals(root, sources)
    return Corpus(sources, notes, claims, topics, originals, frozenset(unread)), (*problems, *missing)


def _key(file: ContentFile) -> bytes:
    return blake2b(f"{file.path}\0{file.id}\0".encode() + file.data, digest_size=16).digest()


# --- finding files


def _find(root: Path, folder: str) -> tuple[list[ContentFile], list[Problem]]:
    """The Markdown files below a folder by id, and those whose name can't be an id, or is one that is taken."""
    files: dict[str, ContentFile] = {}
    problems: list[Problem] = []
    for path in _walk(root, folder):
        name = unicodedata.normalize("NFC", path.rpartition("/")[2].removesuffix(".md"))
        if not _ID.fullmatch(name) or name != name.lower():
            hint = (
                f"rename it to {_suggest(name)}.md" if _suggest(name) else "use lower-case letters, digits and hyphens"
            )
            problems.append(problem(Place(path), "bad-id", f"{name!r} can't be an id", hint))
        elif name in files:
            problems.append(problem(Place(path), "duplicate-id", f"the id {name} is taken by {files[name].path}"))
        else:
            files[name] = ContentFile(name, path, _bytes(root / path, LARGEST_FILE))
    return [files[name] for name in sorted(files)], problems


def _walk(root: Path, folder: str) -> Iterator[str]:
    """Paths of Markdown files, sorted; neither hidden ones nor what a link leads to outside the folder."""
    try:
        found = sorted(os.scandir(root / folder), key=lambda item: item.name)
    except FileNotFoundError:
        return
    for item in found:
        path = f"{folder}/{item.name}"
        if item.name.startswith("."):
            continue
        if item.is_dir(follow_symlinks=False):
            yield from _walk(root, path)
        elif item.name.endswith(".md") and item.is_file(follow_symlinks=False):
            yield path


def _suggest(name: str) -> str:
    return re.sub(r"[\W_]+", "-", name.lower()).strip("-")


def _bytes(path: Path, most: int) -> bytes:
    """A file's bytes, one more than `most` at most: enough to see that it is too large."""
    with path.open("rb") as file:
        return file.read(most + 1)


def _read_originals(root: Path, sources: dict[str, Source]) -> tuple[dict[str, bytes], list[Problem]]:
    """The originals that sources name, and a problem for each that is not there."""
    folder = (root / "content/originals").resolve()
    originals: dict[str, bytes] = {}
    problems: list[Problem] = []
    for source in sources.values():
        if not source.fields.original:
            continue
        path = (folder / source.fields.original).resolve()
        if path.is_file() and path.is_relative_to(folder):
            originals[source.id] = _bytes(path, LARGEST_ORIGINAL)
        else:
            place = Place(source.path, *source.line("original"))
            message = f"content/originals/{source.fields.original} is not there"
            problems.append(
                problem(place, "missing-file", message, "put the untouched original there, or remove the field")
            )
    return originals, problems


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


ReadMarkdown = Callable[[str, int, str], tuple[Body, tuple[Problem, ...]]]


def _read(file: ContentFile, type_: type[F], kind: Kind, read_markdown: ReadMarkdown) -> ReadFile[F]:
    text, wrong = _decode(file)
    if wrong:
        return ReadFile(None, (wrong,))
    parts = split(text, file.path)
    if isinstance(parts, Problem):
        return ReadFile(None, (parts,))
    mapping, problems = parse(parts.yaml, parts.yaml_line, file.path)
    if mapping is None:
        return ReadFile(None, problems)
    found = read_fields(mapping, type_, file.path)
    marked = read_markdown(parts.body, parts.body_line, file.path)
    problems += found[3] + marked[1]
    fields, body = found[0], marked[0]
    if fields is None:
        return ReadFile(None, problems)
    texts = _texts(fields, body) if isinstance(fields, SourceFields) else {}
    digest = blake2b(file.data, digest_size=16).hexdigest()
    return ReadFile(Entry(file.id, file.path, fields, found[1], found[2], body, digest, texts), problems)


def _decode(file: ContentFile) -> tuple[str, Problem | None]:
    """The file's text, or what keeps it from being one."""
    if len(file.data) > LARGEST_FILE:
        message = f"the file is larger than {LARGEST_FILE:,} bytes"
        return "", problem(Place(file.path), "too-large", message, "split it; originals belong in content/originals/")
    try:
        text = file.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = file.data[: error.start]
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        place = Place(file.path, before.count(b"\n") + 1, column)
        message = f"byte {error.start} (0x{file.data[error.start]:02x}) is not UTF-8"
        return "", problem(place, "not-utf8", message, "save the file as UTF-8")
    if strange := _FORBIDDEN.search(text):
        lines = text[: strange.start()].split("\n")
        place = Place(file.path, len(lines), len(lines[-1]) + 1)
        message = f"the character U+{ord(strange[0]):04X} can't stand in content"
        return "", problem(place, "bad-character", message, "remove it; it is a control or private-use character")
    return text, None


def _texts(fields: SourceFields, body: Body) -> dict[str, Folded]:
    """A source's quotable text by part: its body, its headline as printed, and what else it prints of itself."""
    texts = {"body": fold(body.text, [(block.start, block.end) for block in body.blocks])}
    if fields.title:
        texts["title"] = fold(fields.title, [(0, len(fields.title))])
    for name, printed in fields.as_printed.items():
        texts[f"as-printed.{name}"] = fold(printed, [(0, len(printed))])
    return texts
