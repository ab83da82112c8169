"""A review put on file: the text of a content file → the same text with one review more, and not a byte else changed.

The place for it is tried and the result read again, so that no form of YAML is taken for another: what does not come back
as the same fields with the review behind them is refused.
"""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from collections.abc import Sequence as Many
from pathlib import Path
from typing import Any

from msgspec import Struct

from dossier.diagnostics import Problem, settle
from dossier.frontmatter import Mapping, Node, Scalar, Sequence, parse, split
from dossier.memo import Memo
from dossier.model import KINDS, AnyEntry, Kind, Review
from dossier.names import Ref
from dossier.pipeline import Gathered, examine, gather
from dossier.read import ContentFile, ReadFile, read_claim, read_note, read_source, read_topic
from dossier.reviews import digest_of
from dossier.verify import cited_sources

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_PLAIN = re.compile(r"[^\W\d_][\w.’-]*(?: [\w.’-]+)*")
"""Names that YAML takes for a text as they are."""
_READERS: dict[Kind, Callable[[None, ContentFile], ReadFile[Any]]] = {
    "source": read_source,
    "note": read_note,
    "claim": read_claim,
    "topic": read_topic,
}
_WORDS = frozenset(("true", "false", "yes", "no", "on", "off", "null"))


class Refused(Struct, frozen=True):
    """Why nothing is signed, with the problems that are to be mended first."""

    reason: str
    problems: tuple[Problem, ...] = ()
    misconfigured: bool = False


def sign(root: Path, memo: Memo, paths: Many[str], by: str, day: str) -> dict[str, bytes] | Refused:
    """The bytes of each file with its review, by path. All or none: a file with errors refuses the others, too."""
    gathered = gather(root, memo)
    if not isinstance(gathered, Gathered):
        return Refused("config.yaml can't be used", settle(gathered, {}), misconfigured=True)
    named = _named(gathered, paths)
    drafts = any(entry.fields.draft for _, entry in named)
    if drafts:
        gathered = gather(root, memo, drafts)
        assert isinstance(gathered, Gathered)
    concerned = {*paths, *(path for _, entry in named for path in _source_paths(gathered, entry))}
    found = examine(root, memo, drafts).problems
    if errors := tuple(p for p in found if p.severity == "error" and p.path in concerned):
        return Refused(f"mend {'this' if len(errors) == 1 else 'these'} first", errors)
    if unknown := sorted(set(paths) - {entry.path for _, entry in named}):
        return Refused(f"{unknown[0]} is no source, note, claim or topic")
    signed: dict[str, bytes] = {}
    for ref, entry in named:
        review = Review(by=by, date=day, digest=digest_of(gathered.dossier, ref))
        file = ContentFile(ref.id, entry.path, (root / entry.path).read_bytes())
        data = file.data if review in entry.fields.reviewed else with_review(ref.kind, file, review)
        if data is None:
            return Refused(
                f"{entry.path} has no place for it; add under `reviewed:`\n{lines_of(review, '  ')}".rstrip()
            )
        signed[entry.path] = data
    return signed


def put(path: Path, data: bytes) -> None:
    """Write a file whole, with the permissions that it has. OSError from the disk."""
    if path.read_bytes() == data:
        return
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_bytes(data)
        shutil.copymode(path, beside)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _named(gathered: Gathered, paths: Many[str]) -> list[tuple[Ref, AnyEntry]]:
    """The entries of these files that could be read, each once, in their order."""
    by_path = {entry.path: (Ref(kind, id_), entry) for kind in KINDS for id_, entry in gathered.corpus.of(kind).items()}
    return [by_path[path] for path in dict.fromkeys(paths) if path in by_path]


def _source_paths(gathered: Gathered, entry: AnyEntry) -> Iterator[str]:
    sources = gathered.corpus.sources
    return (sources[id_].path for id_ in cited_sources(entry) if id_ in sources)


# --- the file's text


def with_review(kind: Kind, file: ContentFile, review: Review) -> bytes | None:
    """The file's bytes with the review behind those that it has; None where its front matter has no place for it.

    Comments, order, line ends and a byte order mark stay as they are.
    """
    before = _read(kind, file)
    text = file.data.decode()
    parts = split(text, file.path)
    mapping = None if isinstance(parts, Problem) else parse(parts.yaml, parts.yaml_line, file.path)[0]
    if before is None or mapping is None or isinstance(parts, Problem):
        return None
    for tried in _tries(_LINE.findall(text), mapping, parts.body_line - 2, review):
        data = tried.encode()
        after = _read(kind, ContentFile(file.id, file.path, data))
        same_body = not isinstance(again := split(tried, file.path), Problem) and again.body == parts.body
        if after and same_body and _adds(before, after, review):
            return data
    return None


def lines_of(review: Review, indent: str = "", end: str = "\n") -> str:
    """The review as an item of a list."""
    by = review.by if _PLAIN.fullmatch(review.by) and review.by.lower() not in _WORDS else _quoted(review.by)
    date = review.date if review.date.replace("-", "").isalnum() else _quoted(review.date)
    found = f"{indent}- by: {by}{end}{indent}  date: {date}{end}"
    return f"{found}{indent}  digest: {review.digest}{end}" if review.digest else found


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _read(kind: Kind, file: ContentFile) -> AnyEntry | None:
    """The entry of a file, if nothing is wrong with it as it stands alone."""
    found = _READERS[kind](None, file)
    return None if found.problems else found.entry


def _adds(before: AnyEntry, after: AnyEntry, review: Review) -> bool:
    return after.fields.reviewed == (*before.fields.reviewed, review) and _rest(before) == _rest(after)


def _rest(entry: AnyEntry) -> object:
    return {name: getattr(entry.fields, name) for name in entry.fields.__struct_fields__ if name != "reviewed"}


# --- where it may stand


def _tries(lines: list[str], mapping: Mapping, last: int, review: Review) -> Iterator[str]:
    """The file's text with the review at each place where it may belong. last: how many lines precede the closing `---`."""
    end = lines[0][len(lines[0].rstrip("\r\n")) :] or "\n"
    root = " " * (mapping.column - 1)
    numbers = [key.line for key, _ in mapping.entries]
    at = next((i for i, (key, _) in enumerate(mapping.entries) if key.text == "reviewed"), None)
    if at is None:
        yield _inserted(lines, last, f"{root}reviewed:{end}{lines_of(review, root + '  ', end)}")
        return
    first, until = numbers[at], numbers[at + 1] - 1 if at + 1 < len(numbers) else last
    node = mapping.entries[at][1]
    if isinstance(node, Sequence) and lines[node.line - 1][node.column - 1 : node.column] == "[":
        yield from _in_brackets(lines, first, until, review)
    else:
        indent = _indent(lines[first:until], node, root)
        # Blank lines and comments before the next field are rather that field's; but what looks like one may be words.
        places = range(until, first - 1, -1)
        for line in sorted(places, key=lambda line: bool(re.match(r"\s*(#|$)", lines[line - 1]))):
            yield _inserted(lines, line, lines_of(review, indent, end))


def _indent(lines: list[str], node: Node, root: str) -> str:
    """How deep the dashes of a list stand; where there is none yet, two blanks."""
    if isinstance(node, Scalar):
        return f"{root}  "
    return next((found[1] for line in lines if (found := re.match(r"( *)-(?=\s)", line))), f"{root}  ")


def _inserted(lines: list[str], line: int, text: str) -> str:
    return "".join([*lines[:line], text, *lines[line:]])


def _in_brackets(lines: list[str], first: int, until: int, review: Review) -> Iterator[str]:
    """Before a bracket that closes, the last one first."""
    text = "".join(lines)
    start, stop = len("".join(lines[: first - 1])), len("".join(lines[:until]))
    digest = f", digest: {_quoted(review.digest)}" if review.digest else ""
    item = f"{{by: {_quoted(review.by)}, date: {_quoted(review.date)}{digest}}}"
    for bracket in reversed([found.start() for found in re.finditer(r"\]", text[start:stop])]):
        at = start + bracket
        for joint in (", ", ""):
            yield f"{text[:at]}{joint}{item}{text[at:]}"
