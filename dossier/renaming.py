"""An entry gets another id: its file's name, every citation, link and field that names it, and an alias for its old address.

In: a dossier that can be read whole, the entry, its new id. Out: the files as they are to be, not a byte else changed, or
why not. What comes out is read again: it leads where it led before, or nothing is handed out.
"""

import os
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator
from errno import EEXIST
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from msgspec import Struct, to_builtins

from dossier.body import CitationGroup, Wikilink
from dossier.diagnostics import Problem, did_you_mean, settle
from dossier.entryfiles import ContentFile
from dossier.frontmatter import shown
from dossier.ids import KINDS, is_id
from dossier.insertion import Item, with_item
from dossier.judging import FAULTS_OF_FILES
from dossier.memo import Memo
from dossier.model import AnyEntry
from dossier.names import Ref, named
from dossier.pages.apparatus import old_way
from dossier.pipeline import Gathered, gather
from dossier.placing import write_whole
from dossier.read import READERS

_SAID_BY = re.compile(r"""said-by=["']?(?P<id>[^\s"'}]+)""")
_SCALAR = re.compile(r"""["']?(?P<id>[^\s"',\]}]+)""")
_KEY = re.compile(r"@\{?(?P<id>[^\s{}\[\];,]+)")
_TARGET = re.compile(r"\[\[\s*(?P<id>[^|\]]+?)\s*(?=[|\]])")


class Renaming(Struct, frozen=True):
    """What is to be written: each changed file's bytes by its path as it is now; and the way of the one that moves."""

    files: dict[str, bytes]
    before: str
    after: str
    references: int


class Refused(Struct, frozen=True):
    """Why nothing is renamed, as a lower-case sentence, with the problems that are to be mended first."""

    reason: str
    problems: tuple[Problem, ...] = ()


class _Edit(NamedTuple):
    """Where an id stands: the file's line and column, what the syntax around it looks like from there, and what is to stand."""

    line: int
    column: int
    syntax: re.Pattern[str]
    before: str
    after: str


def rename(root: Path, memo: Memo, old: Ref, new: str) -> Renaming | Refused:
    """Find all that is to change. OSError from the disk."""
    gathered = gather(root, memo, drafts=True)
    if not isinstance(gathered, Gathered):
        return Refused("config.yaml can't be used", settle(gathered, {}))
    if refusal := _refusal(gathered, old, new):
        return refusal
    entry = gathered.dossier.of(old.kind)[old.id]
    places = {path: found for path, found in _edits(gathered, old, new).items() if found}
    files: dict[str, bytes] = {}
    for path, found in places.items():
        changed = _edited((root / path).read_bytes().decode(), found)
        if isinstance(changed, _Edit):
            return Refused(
                f"{path}:{changed.line} names {changed.before} in a way that can't be changed; change it first"
            )
        files[path] = changed.encode()
    aliased = _aliased(files.get(entry.path) or (root / entry.path).read_bytes(), entry, old, new)
    if aliased is None:
        return Refused(f"{entry.path} has no place for the alias {_address(old)}; add it under `aliases:` first")
    files[entry.path] = aliased
    after = f"{entry.path.rpartition('/')[0]}/{new}.md"
    renaming = Renaming(files, entry.path, after, sum(map(len, places.values())))
    return (
        renaming
        if _leads_the_same(root, memo, gathered, renaming, old, new)
        else Refused(f"something would lead elsewhere if {old.kind} {old.id} were called {new}")
    )


def _refusal(gathered: Gathered, old: Ref, new: str) -> Refused | None:
    faults = tuple(found for found in gathered.read_problems if found.code in FAULTS_OF_FILES)
    if faults or gathered.corpus.unread:
        return Refused(
            "not every file can be read whole, so something that names it might be missed", settle(faults, {})
        )
    known = gathered.corpus.of(old.kind)
    if old.id not in known:
        hint = did_you_mean(old.id, known)
        return Refused(f"there is no {old.kind} {shown(old.id)}" + (f"; {hint}" if hint else ""))
    if not is_id(new):
        return Refused(f"{shown(new)} can't be an id: use lower-case letters, digits and hyphens")
    if new in known:
        return Refused(f"the id {new} is taken by {known[new].path}")
    return None


# --- what names it


def _edits(gathered: Gathered, old: Ref, new: str) -> dict[str, list[_Edit]]:
    """By path, each place that names the entry, and each bare link that would come to mean it."""
    dossier = gathered.dossier
    ambiguous = any(new in dossier.of(kind) for kind in KINDS if kind != old.kind)
    found: dict[str, list[_Edit]] = defaultdict(list)
    for ref, entry in dossier.entries():
        for wanted, id_, field in named(entry):
            if Ref(wanted, id_) == old:
                found[entry.path].append(_Edit(*entry.line(field), _SCALAR, old.id, new))
        for number, hole in enumerate(entry.body.holes):
            if isinstance(hole, Wikilink):
                target = dossier.targets[ref].get(number)
                found[entry.path] += _link_edits(hole, target, old, new, ambiguous)
            else:
                found[entry.path] += _citation_edits(hole, old, new)
    return found


def _link_edits(link: Wikilink, target: Ref | None, old: Ref, new: str, ambiguous: bool) -> Iterator[_Edit]:
    written = f"{link.kind}:{link.target}" if link.kind else link.target
    if target == old and link.target == old.id:
        after = f"{old.kind}:{new}" if link.kind or ambiguous else new
        yield _Edit(link.line, link.column, _TARGET, written, after)
    elif target and target != old and link.target == new and not link.kind:
        yield _Edit(link.line, link.column, _TARGET, written, f"{target.kind}:{target.id}")


def _citation_edits(group: CitationGroup, old: Ref, new: str) -> Iterator[_Edit]:
    if old.kind == "source":
        for citation in group.citations:
            if citation.source == old.id:
                yield _Edit(citation.line, citation.column, _KEY, old.id, new)
    if old == Ref("topic", group.said_by or ""):
        last = group.citations[-1]
        yield _Edit(last.line, last.column, _SAID_BY, old.id, new)


def _edited(text: str, edits: list[_Edit]) -> str | _Edit:
    """The text with each edit made, the last first; or the first of them for which the text is not as it should be."""
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)
    for edit in sorted(edits, key=lambda edit: (edit.line, edit.column), reverse=True):
        # What is written behind a citation may stand on a line below it.
        for number in range(edit.line - 1, len(lines) if edit.syntax is _SAID_BY else edit.line):
            line, start = lines[number], edit.column - 1 if number == edit.line - 1 else 0
            bom = number == 0 and line.startswith("\ufeff")
            at = edit.syntax.search(line, start + bom)
            if at and _same(at["id"], edit.before):
                end = at.start("id") + len(at["id"])
                lines[number] = line[: at.start("id")] + _kept(at["id"], edit) + line[end:]
                break
            if at or number == len(lines) - 1:
                return edit
        else:
            return edit
    return "".join(lines)


def _same(written: str, before: str) -> bool:
    """Whether what is written is the id, with a key's last punctuation, which is no part of it, or blanks at a kind's colon."""
    kind, colon, id_ = written.partition(":")
    return written.rstrip(".:#$%&-+?<>~/!_") == before or f"{kind.strip()}{colon}{id_.strip()}" == before


def _kept(written: str, edit: _Edit) -> str:
    """What is to stand, with what followed the id in what is written."""
    return edit.after + (written[len(edit.before) :] if written.startswith(edit.before) else "")


# --- the old address


def _address(ref: Ref) -> str:
    return f"{ref.kind}s/{ref.id}/"


def _aliased(data: bytes, entry: AnyEntry, old: Ref, new: str) -> bytes | None:
    """The renamed file with its old address among its aliases; in the place of the new one, if it was called that before."""
    alias, own = _address(old), _address(Ref(old.kind, new))
    text = data.decode()
    for i, known in enumerate(entry.fields.aliases):
        if old_way(known).path == own:
            again = _edited(text, [_Edit(*entry.line(f"aliases.{i}"), _SCALAR, known, alias)])
            return None if isinstance(again, _Edit) else again.encode()
    wanted = (*entry.fields.aliases, alias)
    for tried in with_item(text, entry.path, "aliases", Item(lambda indent, end: f"{indent}- {alias}{end}", alias)):
        read = READERS[old.kind](None, ContentFile(old.id, entry.path, tried.encode()))
        if read.entry and read.entry.fields.aliases == wanted:
            return tried.encode()
    return None


# --- trying it


def _leads_the_same(root: Path, memo: Memo, before: Gathered, renaming: Renaming, old: Ref, new: str) -> bool:
    """Whether the renamed dossier, read again, says and leads where it did, and has the same problems."""
    with TemporaryDirectory(dir=root, prefix=".renaming-") as folder:
        tried = Path(folder)
        shutil.copy2(root / "config.yaml", tried)
        shutil.copytree(root / "content", tried / "content", copy_function=_linked, symlinks=True)
        put(tried, renaming)
        after = gather(tried, memo, drafts=True)
    now = Ref(old.kind, new)
    return isinstance(after, Gathered) and _image(before, old, now) == _image(after, now, now)


def _linked(source: str, target: str) -> None:
    """A copy that costs no time; where the file system has no such links, a copy."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)


def _image(gathered: Gathered, called: Ref, now: Ref) -> object:
    """What a dossier says and where all of it leads, as if the entry were called `now`."""
    dossier = gathered.dossier

    def name(ref: Ref) -> Ref:
        return now if ref == called else ref

    entries = {}
    for ref, entry in dossier.entries():
        fields = [(name(Ref(kind, id_)), field) for kind, id_, field in named(entry)]
        cited = [
            [name(Ref("source", citation.source)) for citation in hole.citations]
            for hole in entry.body.holes
            if isinstance(hole, CitationGroup)
        ]
        links = {number: name(target) for number, target in dossier.targets[ref].items()}
        quotes = [(quote.field, quote.words, quote.status) for quote in dossier.quotes[ref]]
        entries[name(ref)] = (
            fields,
            cited,
            links,
            quotes,
            entry.body.text.split(),
            to_builtins(entry.fields).keys() - {"aliases"},
        )
    problems = sorted(found.code for found in (*gathered.read_problems, *gathered.linked.problems))
    return entries, problems


def put(root: Path, renaming: Renaming) -> None:
    """Write it: each file whole, the one that moves last. Cut short, it puts all back as it was.

    OSError from the disk; FileExistsError where a file has the new name by now.
    """
    after = root / renaming.after
    if after.exists():
        raise FileExistsError(EEXIST, "there is a file of this name by now", str(after))
    kept = {path: (root / path).read_bytes() for path in renaming.files}
    written: list[str] = []
    try:
        for path, data in renaming.files.items():
            written.append(path)
            write_whole(root / path, data)
        (root / renaming.before).rename(after)
    except BaseException:
        for path in written:
            write_whole(root / path, kept[path])
        raise
