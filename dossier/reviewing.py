"""A review put on file: the text of a content file → the same text with one review more, and not a byte else changed.

The place for it is tried and the result read again, so that no form of YAML is taken for another: what does not come back
as the same fields with the review behind them is refused.
"""

import json
import re
from collections.abc import Iterator
from collections.abc import Sequence as Many
from functools import partial
from pathlib import Path

from msgspec import Struct

from dossier.diagnostics import Problem, settle
from dossier.entryfiles import ContentFile
from dossier.ids import KINDS, Kind
from dossier.insertion import Item, with_item
from dossier.memo import Memo
from dossier.model import AnyEntry, Review
from dossier.names import Ref
from dossier.pipeline import Gathered, examine, gather
from dossier.read import READERS
from dossier.reviews import digest_of
from dossier.verify import cited_sources

_PLAIN = re.compile(r"[^\W\d_][\w.’-]*(?: [\w.’-]+)*")
"""Names that YAML takes for a text as they are."""
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
    found = examine(root, memo, drafts, indexed=False).problems
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
    if before is None:
        return None
    item = Item(partial(lines_of, review), _flow(review))
    for tried in with_item(file.data.decode(), file.path, "reviewed", item):
        data = tried.encode()
        after = _read(kind, ContentFile(file.id, file.path, data))
        if after and _adds(before, after, review):
            return data
    return None


def lines_of(review: Review, indent: str = "", end: str = "\n") -> str:
    """The review as an item of a list."""
    by = review.by if _PLAIN.fullmatch(review.by) and review.by.lower() not in _WORDS else _quoted(review.by)
    date = review.date if review.date.replace("-", "").isalnum() else _quoted(review.date)
    found = f"{indent}- by: {by}{end}{indent}  date: {date}{end}"
    return f"{found}{indent}  digest: {review.digest}{end}" if review.digest else found


def _flow(review: Review) -> str:
    digest = f", digest: {_quoted(review.digest)}" if review.digest else ""
    return f"{{by: {_quoted(review.by)}, date: {_quoted(review.date)}{digest}}}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _read(kind: Kind, file: ContentFile) -> AnyEntry | None:
    """The entry of a file, if nothing is wrong with it as it stands alone."""
    found = READERS[kind](None, file)
    return None if found.problems else found.entry


def _adds(before: AnyEntry, after: AnyEntry, review: Review) -> bool:
    return after.fields.reviewed == (*before.fields.reviewed, review) and _rest(before) == _rest(after)


def _rest(entry: AnyEntry) -> object:
    return {name: getattr(entry.fields, name) for name in entry.fields.__struct_fields__ if name != "reviewed"}
