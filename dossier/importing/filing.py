"""Documents put into a dossier: the bytes received untouched, a source beside them, and never anything written over.

In: a file's bytes and name, and the sources that are there. Out: what to write, or what is there already, or why nothing is.
"""

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from dossier.entryfiles import ContentFile
from dossier.ids import make_id
from dossier.importing.bibtex import read_bibtex
from dossier.importing.documents import Document, Uninstalled, Unreadable
from dossier.importing.libraries import Item, read_csl
from dossier.importing.matter import source_text
from dossier.importing.pages import read_page
from dossier.importing.telling import Read, tell
from dossier.importing.texts import read_text
from dossier.model import Source
from dossier.names import title_of
from dossier.originals import text_problems
from dossier.read import read_source
from dossier.shingles import alike

NEAR = 0.3
"""So much of the shorter of two texts standing in the other is told: a syndicated article, or a version of one."""
_ENDINGS = {"page": ".html", "text": ".txt", "csl-json": ".json", "bibtex": ".bib"}


class Filed(Struct, frozen=True):
    """A source to be written. left_out, unplaced: what the editor is told. near: known sources with the share of the text."""

    source: Source
    path: str
    text: str
    left_out: tuple[str, ...]
    unplaced: tuple[str, ...]
    near: tuple[tuple[str, float], ...]


class Known(Struct, frozen=True):
    """What is there already. name: the library's item, or empty. id: the source that has it."""

    name: str
    id: str


class Failed(Struct, frozen=True):
    """Why something is not imported, as the end of a sentence. name: the library's item, or empty for the whole file."""

    name: str
    reason: str
    uninstalled: bool = False
    """Only what the extra `import` brings is lacking."""


class Import(Struct, frozen=True):
    """What a file comes to. original: the name of its copy below content/originals/, and whether it is to be written."""

    original: str
    is_new: bool
    results: tuple[Filed | Known | Failed, ...]


def bring_in(root: Path, data: bytes, name: str, sources: dict[str, Source], accessed: str = "") -> Import:
    """What there is in a file that is called `name`. accessed: the day on which it was read, if the editor says it."""
    try:
        read = tell(data)
        if read.kind in ("csl-json", "bibtex"):
            items = read_csl(read.text) if read.kind == "csl-json" else read_bibtex(read.text)
        else:
            document = read_page(read.text) if read.kind == "page" else read_text(read.text)
            items = [Item("", _with_encoding(document, read, name))]
    except Unreadable as reason:
        return Import("", False, (Failed("", str(reason), isinstance(reason, Uninstalled)),))
    digest = sha256(data).hexdigest()
    there = {source.fields.sha256: id_ for id_, source in sources.items() if source.fields.sha256}
    if read.kind in ("page", "text") and digest in there:
        return Import("", False, (Known("", there[digest]),))
    original, is_new = _original(root, data, name, read, items[0][1])
    results: list[Filed | Known | Failed] = []
    known = dict(sources)
    for item, found in items:
        if isinstance(found, str):
            results.append(Failed(item, found))
            continue
        came = () if not item else (f"Received as an item of the library {Path(name).name}, without its text.",)
        dated = replace(found, accessed=accessed or found.accessed, provenance=(*came, *found.provenance))
        result = _file(root, item, dated, original, digest, known, data)
        results.append(result)
        if isinstance(result, Filed):
            known[result.source.id] = result.source
    return Import(original, is_new and any(isinstance(result, Filed) for result in results), tuple(results))


def _with_encoding(document: Document, read: Read, name: str) -> Document:
    """The document with what its encoding tells, and where it came from."""
    said = [f"Received as a file named {Path(name).name}."]
    said += [] if read.stated else [f"The file does not say its encoding; it was read as {read.encoding}."]
    return replace(document, provenance=(*said, *document.provenance), language=document.language or read.language)


def _file(
    root: Path, item: str, document: Document, original: str, digest: str, known: dict[str, Source], data: bytes
) -> Filed | Known | Failed:
    if same := _same(document, known.values()):
        return Known(item, same)
    id_ = make_id(_name(document), {*known, *_names_there(root)})
    if not id_:
        return Failed(item, "has no title with a letter or a digit in it")
    path = f"content/sources/{id_}.md"
    text = source_text(document, original, digest)
    read = read_source(None, ContentFile(id_, path, text.encode(errors="replace")))
    if read.entry is None or read.problems:
        return Failed(item, f"would not be read: {read.problems[0].message if read.problems else 'it has no text'}")
    differs = text_problems(read.entry, data)
    if differs:
        return Failed(item, f"can't be told word for word: {differs[0].message}")
    near = _near(read.entry, known.values())
    return Filed(read.entry, path, text, document.left_out, document.unplaced, near)


def _near(source: Source, known: Iterable[Source]) -> tuple[tuple[str, float], ...]:
    """The known sources that share most text with a new one."""
    if not source.shingles.count:
        return ()
    texts = {other.id: other.shingles for other in known if other.shingles.count}
    found = sorted(alike(source.shingles, texts), key=lambda each: -each.contained)
    return tuple((each.second, each.contained) for each in found if each.contained >= NEAR)[:3]


def _names_there(root: Path) -> Iterator[str]:
    folder = root / "content/sources"
    return (path.stem for path in folder.rglob("*.md")) if folder.is_dir() else iter(())


def _same(document: Document, sources: Iterable[Source]) -> str:
    """The source that a library's item is: by its address, else by headline, author and date. A text is known by its bytes."""
    if document.body:
        return ""
    for source in sources:
        fields = source.fields
        authors = (fields.author,) if isinstance(fields.author, str) else fields.author
        if document.url and fields.url:
            if document.url == fields.url:
                return source.id
        elif (title_of(source), authors, fields.published or "") == (
            document.title or f"[{document.supplied_title}]",
            document.authors,
            document.published,
        ):
            return source.id
    return ""


def _name(document: Document) -> str:
    """What the id is made of: the author's last name, or the outlet, with the day; else the title."""
    day = re.match(r"\d{4}-\d\d-\d\d", document.published)
    who = document.authors[0].split()[-1] if document.authors else document.publisher
    return f"{who} {day[0]}" if who and day and make_id(who) else document.title or document.supplied_title


def _original(root: Path, data: bytes, name: str, read: Read, first: Document | str) -> tuple[str, bool]:
    """The name of the copy, and whether it is to be written: the same bytes may lie there already."""
    folder = root / "content/originals"
    ending = _ENDINGS[read.kind]
    is_library = read.kind in ("csl-json", "bibtex")
    stem = make_id(Path(name).stem if is_library or isinstance(first, str) else _name(first)) or "original"
    there = {path.name: path for path in sorted(folder.iterdir())} if folder.is_dir() else {}
    for path in there.values():
        if path.suffix == ending and path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
            return path.name, False
    return f"{make_id(stem, (Path(path).stem for path in there))}{ending}", True


def write(root: Path, made: Import, data: bytes) -> None:
    """Write the copy and the sources: all of them, or none. OSError from the disk, FileExistsError if one is there by now."""
    files = [(root / found.path, found.text.encode()) for found in made.results if isinstance(found, Filed)]
    if made.is_new:
        files.insert(0, (root / "content/originals" / made.original, data))
    written: list[Path] = []
    try:
        for path, content in files:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                written.append(path)
                file.write(content)
    except OSError:
        for path in written:
            path.unlink(missing_ok=True)
        raise
