"""What ids, titles and other names mean: which entry a link, a citation or a field of front matter leads to.

In: a corpus, and what of it is published. Out: entries' references, or the problem of a name that means nothing or too much.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from dossier.body import Wikilink
from dossier.diagnostics import Place, Problem, did_you_mean, problem
from dossier.frontmatter import shown
from dossier.ids import KINDS, Kind, is_id
from dossier.model import AnyEntry, ClaimFields, NoteFields, Source, SourceFields, TopicFields
from dossier.read import Corpus


class Ref(NamedTuple):
    """An entry's name: its kind and id."""

    kind: Kind
    id: str


def title_of(entry: AnyEntry) -> str:
    """What an entry is called where something links to it; a title that editors supplied stands in brackets."""
    fields = entry.fields
    if isinstance(fields, SourceFields):
        return fields.title or f"[{fields.supplied_title}]"
    if isinstance(fields, ClaimFields):
        return fields.claim
    return fields.title


def short_title(source: Source) -> str:
    """What `@id says` prints: the short title, else the (first) author, the publisher, the title."""
    fields = source.fields
    authors = (fields.author,) if isinstance(fields.author, str) else fields.author
    first = f"{authors[0]} and others" if len(authors) > 2 else " and ".join(authors)
    return fields.short_title or first or fields.publisher or title_of(source)


class Index:
    """What an id, a title or another name means, among all that was read and among what is published."""

    def __init__(self, corpus: Corpus, kept: Corpus) -> None:
        self.published = {Ref(kind, id_) for kind in KINDS for id_ in kept.of(kind)}
        self.all = {Ref(kind, id_) for kind in KINDS for id_ in corpus.of(kind)}
        self.unread = {Ref(kind, id_) for kind, id_ in corpus.unread}
        self.by_id: dict[str, list[Ref]] = defaultdict(list)
        self.by_name: dict[str, list[Ref]] = defaultdict(list)
        self.called: list[tuple[Ref, str]] = []
        for kind in KINDS:
            for id_, entry in corpus.of(kind).items():
                self.by_id[id_].append(Ref(kind, id_))
                for name in names(entry):
                    if Ref(kind, id_) not in self.by_name[_plain(name)]:
                        self.by_name[_plain(name)].append(Ref(kind, id_))
                self.called += [(Ref(kind, id_), name) for name in (id_, *names(entry))]

    def resolve(self, entry: AnyEntry) -> tuple[dict[int, Ref], list[Problem]]:
        """The targets of an entry's wikilinks by hole, and what is wrong with the others and with its citations."""
        targets: dict[int, Ref] = {}
        problems: list[Problem] = []
        for number, hole in enumerate(entry.body.holes):
            if isinstance(hole, Wikilink):
                found = self._target(entry.path, hole)
                if isinstance(found, Problem):
                    problems.append(found)
                elif found:
                    targets[number] = found
            else:
                for cited in hole.citations:
                    place = Place(entry.path, cited.line, cited.column)
                    problems.extend(self._known("source", cited.source, place))
                if hole.said_by:
                    problems.extend(self._known("topic", hole.said_by, Place(entry.path, hole.line, hole.column)))
        return targets, problems

    def _target(self, path: str, link: Wikilink) -> Ref | Problem | None:
        """What a link means; None for a file that could not be read, of which enough is said."""
        place = Place(path, link.line, link.column)
        found = self.by_id.get(link.target) or self.by_name.get(_plain(link.target)) or []
        if link.kind:
            found = [ref for ref in found if ref.kind == link.kind]
        here = [ref for ref in found if ref in self.published]
        if len(here) > 1:
            ways = " or ".join(f"[[{ref.kind}:{ref.id}]]" for ref in here)
            message = f"{shown(link.target)} means more than one thing"
            return problem(place, "ambiguous-link", message, f"write {ways}")
        if here:
            return here[0]
        if found:
            return problem(
                place, "draft-linked", f"{found[0].kind} {found[0].id} is a draft", "publish it, or remove the link"
            )
        if self.unread and (any(ref.id == link.target for ref in self.unread) or not is_id(link.target)):
            return None
        return self._unknown(place, link)

    def _unknown(self, place: Place, link: Wikilink) -> Problem:
        """The problem of a link that means nothing; where it means something of another kind, that is the hint."""
        other = self.by_id.get(link.target) if link.kind else None
        known = [name for ref, name in self.called if not link.kind or ref.kind == link.kind]
        hint = f"{link.target} is a {other[0].kind}" if other else did_you_mean(link.target, known)
        return problem(place, "unknown-link", f"no {link.kind or 'entry'} is called {shown(link.target)}", hint)

    def _known(self, kind: Kind, id_: str, place: Place) -> Iterator[Problem]:
        """A problem if there is no published entry of this kind and id."""
        ref = Ref(kind, id_)
        if ref in self.published or ref in self.unread:
            return
        if ref in self.all:
            yield problem(place, "draft-linked", f"{kind} {id_} is a draft", "publish it, or remove what rests on it")
            return
        code = {"source": "unknown-source", "topic": "unknown-topic"}.get(kind, "unknown-link")
        names = [known for known in self.by_id if Ref(kind, known) in self.published]
        hint = did_you_mean(id_, names) or f"add content/{kind}s/{id_}.md"
        yield problem(place, code, f"there is no {kind} {shown(id_)}", hint)

    def unknown_names(self, entry: AnyEntry) -> Iterator[Problem]:
        """Ids in an entry's front matter that name no topic, no source or no claim."""
        for wanted, id_, field in named(entry):
            # Asked here, too: almost all are known, and to find a field's line takes longer than to ask.
            if Ref(wanted, id_) not in self.published:
                yield from self._known(wanted, id_, Place(entry.path, *entry.line(field)))


def names(entry: AnyEntry) -> tuple[str, ...]:
    """What else than its id an entry can be called by."""
    fields = entry.fields
    further: tuple[str, ...] = ()
    if isinstance(fields, TopicFields):
        further = fields.names
    if isinstance(fields, SourceFields):
        further = tuple(filter(None, (fields.short_title, fields.supplied_title)))
    return (title_of(entry), *further)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def named(entry: AnyEntry) -> Iterator[tuple[Kind, str, str]]:
    """Each id in an entry's front matter: of which kind, which, in which field."""
    fields = entry.fields
    for i, topic in enumerate(fields.topics):
        yield "topic", topic, f"topics.{i}"
    if isinstance(fields, SourceFields | TopicFields) and fields.origin not in (None, "self", "mixed"):
        yield "topic", fields.origin or "", "origin"
    if isinstance(fields, NoteFields):
        for i, basis in enumerate(fields.date_from):
            yield "source", basis.source, f"date-from.{i}.source"
    if isinstance(fields, ClaimFields):
        if fields.supersedes:
            yield "claim", fields.supersedes, "supersedes"
        for i, line in enumerate(fields.evidence):
            yield "source", line.source, f"evidence.{i}.{line.bearing}"
            if line.said_by:
                yield "topic", line.said_by, f"evidence.{i}.said-by"
            if line.origin not in (None, "self", "mixed"):
                yield "topic", line.origin or "", f"evidence.{i}.origin"
