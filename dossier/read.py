"""The first stage: content/ on the disk becomes a Corpus of entries, each with its places, dates, body and problems.

A file's result depends on its bytes and its path alone, so that it is remembered by them.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Mapping, Sequence
from hashlib import blake2b, sha256
from pathlib import Path
from typing import Any, Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from dossier.body import Body
from dossier.diagnostics import Place, Problem, problem
from dossier.entryfiles import LARGEST_FILE, ContentFile, Named, bytes_of, entries_of
from dossier.fields import read_fields
from dossier.folding import Folded, fold
from dossier.frontmatter import Mapping as Tree
from dossier.frontmatter import parse, split
from dossier.ids import KINDS, Kind
from dossier.imagefiles import Images, read_images
from dossier.images import Picture
from dossier.imaging import IMAGES, places_in
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
from dossier.originalfiles import ORIGINALS, Originals, read_originals
from dossier.packed import packed
from dossier.shingles import Shingles, shingles
from dossier.stamps import KNOWN, Listing, Settled, Since, listing, same, settled

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


class ReadFile(Struct, Generic[F], frozen=True):
    """What one file gave: an entry unless too little of it can be read, and what is wrong with it."""

    entry: Entry[F] | None
    problems: tuple[Problem, ...]


class Folder(Struct, Generic[F], frozen=True):
    """What the files of one kind gave. unread: ids of those that could not be read; results: by path."""

    entries: dict[str, Entry[F]]
    problems: tuple[Problem, ...]
    unread: frozenset[str]
    named: Named
    results: dict[str, ReadFile[F]]


class Reading(Struct, frozen=True):
    """What was read of content/, and what is taken of it where that is read again.

    listings: by folder, what the disk said of its files; settled: by that. Both are empty where it is not to be read again.
    """

    corpus: Corpus
    problems: tuple[Problem, ...]
    folders: dict[Kind, Folder[Any]]
    originals: Originals
    images: Images
    listings: dict[str, Listing] = {}
    settled: Settled = {}

    def without(self, paths: Collection[str]) -> "Reading":
        """The same, with these files to be read again, whatever the disk says of them."""
        return replace(self, listings={name: one.without(paths) for name, one in self.listings.items()})


def read(root: Path, memo: Memo, last: Reading | None = None, again: bool = False) -> Reading:
    """Read content/ below the root. OSError if a folder can't be read: the disk's fault, not the content's.

    again: whether it will be read again; last: what was read then. Of that is kept what the disk says not to have changed.
    """
    asked = (*map(_folder_of, KINDS), ORIGINALS, IMAGES.rstrip("/")) if again and KNOWN else ()
    # The disk is asked for all of them before any is read: see `stamps.settled`.
    listings = {folder: listing(root, folder) for folder in asked}
    now_settled = settled(listings.values())
    was, before = (last.listings, last.settled) if last else ({}, {})
    since = {folder: Since(listings.get(folder), was.get(folder), before) for folder in asked}

    def folder(kind: Kind, task: Task[None, ContentFile, ReadFile[F]]) -> Folder[F]:
        return _read_folder(
            root, kind, task, memo, since.get(_folder_of(kind), Since()), last.folders[kind] if last else None
        )

    sources = folder("source", Task("read-source", read_source, ReadFile[SourceFields], None))
    notes = folder("note", Task("read-note", read_note, ReadFile[NoteFields], None))
    claims = folder("claim", Task("read-claim", read_claim, ReadFile[ClaimFields], None))
    topics = folder("topic", Task("read-topic", read_topic, ReadFile[TopicFields], None))
    folders: dict[Kind, Folder[Any]] = {"source": sources, "note": notes, "claim": claims, "topic": topics}
    entries = (entry for each in folders.values() for entry in each.entries.values())
    originals = read_originals(root, sources.entries, since.get(ORIGINALS, Since()), last.originals if last else None)
    images = read_images(root, entries, since.get(IMAGES.rstrip("/"), Since()), last.images if last else None)
    corpus = Corpus(
        sources.entries,
        notes.entries,
        claims.entries,
        topics.entries,
        originals.originals,
        images.images,
        frozenset((kind, id_) for kind, each in folders.items() for id_ in each.unread),
    )
    problems = (*(p for each in folders.values() for p in each.problems), *originals.problems, *images.problems)
    return Reading(corpus, problems, folders, originals, images, listings, now_settled)


def _folder_of(kind: Kind) -> str:
    return f"content/{kind}s"


def _read_folder(
    root: Path,
    kind: Kind,
    task: Task[None, ContentFile, ReadFile[F]],
    memo: Memo,
    since: Since,
    last: Folder[F] | None,
) -> Folder[F]:
    """Read the files of one kind; since, last: what has changed of them, and what they gave then."""
    if last and since.nothing:
        return last
    named: Named = last.named if last and since.same_names else entries_of(since.paths(root, _folder_of(kind)))
    known = since.known(last.results if last else {})
    files = [
        ContentFile(id_, path, bytes_of(f"{root}/{path}", LARGEST_FILE))
        for id_, path in named.paths.items()
        if path not in known
    ]
    known |= zip((file.path for file in files), memo.each(task, [(_key(file), file) for file in files]), strict=True)
    results = {path: known[path] for path in named.paths.values()}
    entries = {result.entry.id: result.entry for result in results.values() if result.entry}
    faults: list[Problem] = [p for result in results.values() for p in result.problems]
    unread = named.meant | (named.paths.keys() - entries.keys())
    problems = (*named.problems, *faults)
    return Folder(same(entries, last.entries if last else None), problems, unread, named, results)


def _key(file: ContentFile) -> bytes:
    return blake2b(f"{file.path}\0{file.id}\0".encode() + file.data, digest_size=16).digest()


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
