"""What a search of the site finds: each entry's words as a bare page, with what its results are told by and narrowed to.

In: pages as templates see them, so that nothing is found that readers may not see. Out: the files of the index, below FOLDER.
What a result leads to are the ids in these words, which their page has too.
"""

import re
from collections.abc import Iterable
from hashlib import blake2b
from html import escape
from unicodedata import normalize

from msgspec import msgpack

from dossier.ids import Kind
from dossier.indexing import Document, Index, program, run
from dossier.memo import Memo, Task
from dossier.model import AnyEntry, SourceFields
from dossier.names import title_of
from dossier.pages.edition import Edition
from dossier.pages.elements import EvidenceView
from dossier.pages.views import ClaimPage, NotePage, Page, SourcePage, TopicPage

FOLDER = "pagefind"
"""Where the index lies in the site."""
MOST_YEARS = 10
"""Of an event that lasts longer, the first and the last year are what it can be found by."""
_ZERO_WIDTH = "\u200b\u2060\ufeff"
"""Characters that nobody sees; Pagefind counts words by the first of them."""

_WORD = re.compile(r">[^<&]*[^\W_]")
"""Something in the text of HTML that can be searched for."""

_KINDS: dict[type, Kind] = {SourcePage: "source", NotePage: "note", ClaimPage: "claim", TopicPage: "topic"}

Facts = list[tuple[str, str, str]]
"""What is told of a page: whether as `filter`, `meta` or `sort`, its name, and a value."""


def index(edition: Edition, documents: Iterable[Document], memo: Memo) -> dict[str, bytes]:
    """The files by which the site is searched, by site path; none where config.yaml wants no search, nothing can make it, or
    there is no entry. documents: see `document`, in any order.

    It is one result, so that whatever changes in an entry's words has all of it made again. indexing.Failed if it can't be.
    """
    made_by = program() if edition.dossier.config.search else None
    if made_by is None:
        return {}
    language = edition.dossier.config.language.partition("-")[0].lower()
    found = tuple(sorted(documents, key=lambda found: found.path))
    if not found:
        return {}
    task = Task("search", _run, Index, (made_by.path, language), f"{made_by.version} {language}".encode())
    (made,) = memo.each(task, [(blake2b(msgpack.encode(found), digest_size=16).digest(), found)])
    return {f"{FOLDER}/{path}": data for path, data in made.files.items()}


def _run(made_by: tuple[str, str], found: tuple[Document, ...]) -> Index:
    return run(made_by, found)


# --- an entry as a bare page


def document(edition: Edition, page: Page) -> Document | None:
    """A page as it is to be searched: of each entry the first, and those of its further pages that have words of their own."""
    kind = _KINDS.get(type(page.view))
    if kind is None:
        return None
    _, id_, rest = page.path.split("/", 2)
    if "/" in rest and not _own_words(page):
        return None
    facts = _facts(edition, kind, edition.dossier.of(kind)[id_], page)
    return Document(page.path, _plain(_document(facts, _words(page), edition.dossier.config.language)))


def _plain(html: str) -> str:
    """Without what hides a word from who types it. (`str.translate` takes thirty times as long.)"""
    for sign in _ZERO_WIDTH:
        html = html.replace(sign, "")
    return normalize("NFC", html)


def _document(facts: Facts, words: str, language: str) -> str:
    told = "".join(
        f'<meta data-pagefind-{what}="{name}[content]" content="{escape(value)}">\n' for what, name, value in facts
    )
    return (
        f'<!doctype html>\n<html lang="{escape(language)}">\n<head>\n{told}</head>\n<body>\n{words}</body>\n</html>\n'
    )


def _facts(edition: Edition, kind: Kind, entry: AnyEntry, page: Page) -> Facts:
    """Filters are what readers choose among; the rest is searched too, and a result shows it."""
    topics = edition.dossier.topics
    own = (entry.id,) if kind == "topic" else ()
    facts: Facts = [("filter", "kind", kind), ("meta", "title", title_of(entry))]
    named = [id_ for id_ in dict.fromkeys((*own, *entry.fields.topics)) if id_ in topics]
    facts += [("filter", "topic", topics[id_].fields.title) for id_ in named]
    facts += _dates(entry, "published" if kind == "source" else "date")
    if entry.fields.language:
        facts += [("filter", "language", entry.fields.language)]
    if isinstance(entry.fields, SourceFields):
        authors = entry.fields.author
        facts += [("meta", "author", authors if isinstance(authors, str) else ", ".join(authors))]
    return [fact for fact in (*facts, *_told(page)) if fact[2]]


def _dates(entry: AnyEntry, field: str) -> Facts:
    date = entry.dates.get(field)
    if date is None:
        return []
    days = [day for day in (date.earliest, date.latest) if day]
    years = sorted({int(day[:4]) for day in days})
    if years[-1] - years[0] < MOST_YEARS:
        years = list(range(years[0], years[-1] + 1))
    return [("sort", "date", days[0]), *(("filter", "year", f"{year:04}") for year in years)]


def _told(page: Page) -> Facts:
    """What a result says of the entry in one line."""
    view = page.view
    facts: Facts = []
    if isinstance(view, SourcePage):
        facts += [("filter", "publisher", view.label.publisher), ("meta", "publisher", view.label.publisher)]
    when = view.label.when if isinstance(view, SourcePage) else view.when if isinstance(view, NotePage) else None
    if when:
        facts += [("meta", "date", when.words)]
    if isinstance(view, ClaimPage):
        facts += [("meta", "standing", view.standing.words)]
    return facts


def _words(page: Page) -> str:
    """What is searched of a page: the editors' words and the source's, with their ids; its title is among the facts.

    Where there are no others, it is all there is: Pagefind drops a page without words, such as one of `[…]` alone.
    """
    own = _own_words(page)
    return own if _WORD.search(own) else f"<p>{escape(page.view.head.title)}</p>\n"


def _own_words(page: Page) -> str:
    view = page.view
    if isinstance(view, SourcePage):
        # What is listed again, or only listed, on a further page has its id on the first.
        given = [one for one in view.passages if not (view.pager and view.pager.number > 1 and one.href)]
        return view.html or "".join(f'<p id="{one.anchor}">{escape(one.text)}</p>\n' for one in given)
    if isinstance(view, ClaimPage):
        figure = f"<p>{escape(view.figure)} {escape(view.label)}</p>\n" if view.figure else ""
        return figure + "".join(map(_evidence, (*view.supports, *view.disputes, *view.context))) + view.html
    if isinstance(view, TopicPage):
        return "".join(f"<p>{escape(name.words)}</p>\n" for name in view.names) + view.html
    return view.html if isinstance(view, NotePage) else ""


def _evidence(line: EvidenceView) -> str:
    """A line of evidence: the quoted words of the source, and what the editors add."""
    words = line.quote.words
    quoted = "".join(piece.text for piece in words.pieces if piece.kind != "inserted") if words else line.quote.said
    said = "".join(f"<p>{escape(one)}</p>\n" for one in (line.translation, line.note) if one)
    return f'<p id="{line.anchor}">{escape(quoted)}</p>\n{said}'
