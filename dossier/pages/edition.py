"""What all pages are made from: the linked dossier, the passages of its sources that are quoted, and where all of it lies.

Addresses are site paths without a leading slash (`notes/visit/#c3`); `Way` makes them relative to a page, so that the
site works below any path and from a folder.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from hashlib import blake2b
from typing import Any, NamedTuple, Protocol, TypeVar, cast
from urllib.parse import quote as percent
from urllib.parse import unquote

from msgspec import Struct, field
from msgspec.structs import replace

from dossier.citable import Name
from dossier.config import ConfigFields
from dossier.diagnostics import Problem
from dossier.languages import Speech, speech
from dossier.link import Dossier
from dossier.model import AnyEntry, Publish, Source
from dossier.names import Ref, title_of
from dossier.pages.elements import Link
from dossier.pages.framing import Head, Section
from dossier.pages.sheets import Sheet
from dossier.statements import Statement, statements
from dossier.tracing import Part, Trace
from dossier.verify import Quote

E = TypeVar("E", bound=AnyEntry)
T = TypeVar("T")


class Recalling(Protocol):
    """What may know a piece already, see `Edition.piece`."""

    def __call__(self, name: tuple[object, ...], output: type[T], make: Callable[[], T]) -> T: ...


Answered = tuple[tuple[Problem, str], ...]
"""Warnings that editors accepted, each with their reason."""


class Cited(NamedTuple):
    """A passage of a source: a range of one of its texts."""

    source: str
    part: str
    start: int
    end: int


class Edition(Struct, frozen=True):
    """A dossier as it is to be published.

    cited: each source's quoted passages in the order of its text, with the quotes that rest on them. sheets: the fact-check
    sheets on each page of them; sheet_at: the address of each. answered: warnings that editors accepted, with their reasons.
    persons: authors' names whose parts are known. apart: the page of what does not stand on its entry's first one, by entry
    and anchor. weights: of each sheet, by entry. turns: the ids of the events before and after each dated note, empty where there
    is none. made: what `once` has made. recalling: what may know pieces of an earlier run.
    """

    dossier: Dossier
    cited: dict[str, dict[Cited, tuple[Quote, ...]]]
    sheets: tuple[tuple[Sheet, ...], ...]
    sheet_at: dict[Ref, str]
    answered: Answered
    persons: dict[str, Name]
    apart: dict[tuple[Ref, str], str]
    turns: dict[str, tuple[str, str]]
    weights: dict[Ref, int]
    made: dict[tuple[Hashable, ...], tuple[Any, tuple[Part, ...]]] = field(default_factory=dict)
    trace: Trace = field(default_factory=Trace)
    recalling: Recalling | None = None

    @property
    def speech(self) -> Speech:
        """How readers of this site are told things."""
        return speech(self.dossier.config.language)

    def once(self, key: tuple[Hashable, ...], make: Callable[[], T]) -> T:
        """What many pages show alike: made for the first of them. key: its name, and all that it depends on.

        Each of them is made of what it was made of.
        """
        if key not in self.made:
            with self.trace.apart() as parts:
                value = make()
            self.made[key] = value, tuple(parts)
        value, parts_ = self.made[key]
        self.trace.parts.update(parts_)
        return cast(T, value)

    def piece(self, name: tuple[object, ...], output: type[T], make: Callable[[], T]) -> T:
        """A part of a page that is made in every run: recalled where this is an edition that knows it, else made.

        name: all that it is made of besides this edition, as msgpack can encode it: of entries their ids, by which `make` has to
        ask for them. output: its type, as msgpack reads it back.
        """
        return self.recalling(name, output, make) if self.recalling else make()

    def let_go(self, but: Collection[str] = ()) -> None:
        """Forget what `once` has made, when those have been made that share it; but for keys that begin with one of these."""
        for key in [key for key in self.made if key[0] not in but]:
            del self.made[key]

    def afresh(self) -> "Edition":
        """The same, of which nothing has been made: for another thread, or another run."""
        return replace(self, made={}, trace=Trace())

    def place(self, ref: Ref, anchor: str) -> str:
        """The site path of what has this id on an entry's pages."""
        page = self.apart.get((ref, anchor)) if self.apart else None
        return f"{page}#{anchor}" if page else address(ref, anchor)

    def anchor(self, passage: Cited) -> str:
        """The id of a quoted passage on its source's page."""
        source = passage.source
        return self.once(("anchors", source), lambda: dict(anchors_of(self.dossier, self.cited[source])))[passage]

    def statements(self, ref: Ref) -> tuple[Statement, ...]:
        """What an entry states, see `statements.statements`."""
        return self.once(("statements", ref), lambda: statements(self.dossier, ref))


def above(dossier: Dossier, source: Source, passage: Cited) -> bool:
    """Whether a passage stands in what readers see of its source, so that the list of passages need only lead there."""
    return passage.part != "body" or (source.fields.publish or dossier.config.source_text) != "metadata"


def uses_anchor(anchor: str) -> str:
    """The id of a passage's place in the list of passages."""
    return anchor.replace("p-", "u-", 1)


def cited(quote: Quote) -> Cited | None:
    """The passage that a quote rests on; None for a miss, and for a figure, which rests on another quote."""
    if quote.passage is None or quote.part.startswith("figure."):
        return None
    return Cited(quote.source, quote.part, quote.passage.start, quote.passage.end)


def part_text(source: Source, part: str) -> str:
    """One of a source's quotable texts."""
    if part == "body":
        return source.body.text
    if part == "title":
        return source.fields.title or ""
    return source.fields.as_printed[part.removeprefix("as-printed.")]


def anchors_of(dossier: Dossier, passages: Mapping[Cited, object]) -> Iterator[tuple[Cited, str]]:
    """Ids from the words themselves, so that a link to a passage outlives edits elsewhere; numbered where words repeat."""
    taken: dict[str, int] = defaultdict(int)
    for passage in passages:
        words = part_text(dossier.sources[passage.source], passage.part)[passage.start : passage.end]
        name = blake2b(f"{passage.part}\0{words}".encode(), digest_size=5).hexdigest()
        taken[name] += 1
        yield passage, f"p-{name}" + (f"-{taken[name]}" if taken[name] > 1 else "")


def published(edition_: Edition, source: Source) -> Publish:
    """How much of a source's text readers see."""
    return source.fields.publish or edition_.dossier.config.source_text


def chosen(entries: Mapping[str, E], only: str | None) -> Iterable[E]:
    """All of these entries, or the one that has this id, if there is one."""
    if only is None:
        return entries.values()
    return (entries[only],) if only in entries else ()


# --- addresses


def address(ref: Ref, anchor: str = "") -> str:
    """The site path of an entry, or of a place on its page."""
    # Most ids need no encoding, and a large site has millions of links.
    id_ = ref.id if ref.id.isascii() else percent(ref.id)
    return f"{ref.kind}s/{id_}/" + (f"#{anchor}" if anchor else "")


def file_of(path: str) -> str:
    """The file that a site path is written to: folders hold an index."""
    plain = unquote(path)
    return f"{plain}index.html" if not plain or plain.endswith("/") else plain


def canonical(config: ConfigFields, path: str) -> str:
    """The whole address of a site path; empty where config.yaml does not say where the site is published."""
    return f"{config.url.rstrip('/')}/{path}" if config.url else ""


class Way(Struct, frozen=True):
    """From one page to the others. path: its site path, as `notes/visit/`, empty for the front page."""

    path: str

    @property
    def root(self) -> str:
        return "../" * self.path.count("/")

    def to(self, path: str) -> str:
        """The relative link to a site path; the front page is `./` from itself."""
        return f"{self.root}{path}" or "./"

    def to_entry(self, ref: Ref, anchor: str = "") -> str:
        return self.to(address(ref, anchor))

    def link(self, ref: Ref, entry: AnyEntry) -> Link:
        return Link(href=self.to_entry(ref), words=title_of(entry), language=entry.fields.language or "")

    def topics(self, dossier: Dossier, entry: AnyEntry) -> tuple[Link, ...]:
        """Links to the topics that an entry names in its front matter."""
        named = [id_ for id_ in entry.fields.topics if id_ in dossier.topics]
        return tuple(self.link(Ref("topic", id_), dossier.topics[id_]) for id_ in dict.fromkeys(named))


def head(
    dossier: Dossier,
    way: Way,
    title: str,
    section: Section = "",
    entry: AnyEntry | None = None,
    description: str = "",
) -> Head:
    """The head of a page at `way`; an entry's page can be edited where config.yaml names a repository."""
    config = dossier.config
    edit = f"{config.repository.rstrip('/')}/edit/main/{percent(entry.path)}" if config.repository and entry else ""
    return Head(
        title=title,
        description=description,
        root=way.root,
        path=way.path,
        canonical=canonical(config, way.path),
        section=section,
        language=(entry.fields.language if entry else None) or config.language,
        edit=edit,
    )
