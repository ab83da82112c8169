"""Pages as data that machines link: JSON-LD in the terms of schema.org, of which each says only what the dossier states.

In: a page's head and what the page is about. Out: the head with the JSON of a data block, ready to be set in a
`<script>`: nothing in it can end that element (JSON-LD 1.1, 7.1), and browsers run no data blocks, so that the page's
policy against inline scripts holds. An author or publisher has no type, since front matter does not say whether it is a
person or an organization.
"""

import json
from typing import Any

from msgspec.structs import replace

from dossier.dates import Date, datetime_attribute
from dossier.languages import speech
from dossier.link import Dossier
from dossier.model import AnyEntry, Claim, Note, Source, Topic
from dossier.names import Ref
from dossier.pages.divided import corrections_on
from dossier.pages.edition import Way, address, canonical
from dossier.pages.framing import Head
from dossier.verify import cited_sources

CONTEXT = "https://schema.org"
SOURCES = {
    "article-newspaper": "NewsArticle",
    "article-magazine": "Article",
    "article-journal": "ScholarlyArticle",
    "article": "Article",
    "book": "Book",
    "dataset": "Dataset",
    "legislation": "Legislation",
    "map": "Map",
    "post": "SocialMediaPosting",
    "post-weblog": "BlogPosting",
    "report": "Report",
    "thesis": "Thesis",
    "webpage": "WebPage",
}
"""Types of CSL as schema.org's; all others are a CreativeWork."""
CITED = 100
"""The most sources that an entry is said to cite, so that its page stays small."""
_ARTICLES = frozenset(("NewsArticle", "Article", "ScholarlyArticle", "SocialMediaPosting", "BlogPosting", "Report"))
TOPICS = {
    "person": "Person",
    "organization": "Organization",
    "place": "Place",
    "event": "Event",
    "work": "CreativeWork",
    "theme": "Thing",
}
_ESCAPED = str.maketrans({c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"})
Data = dict[str, Any]


def linked(head: Head, dossier: Dossier, ref: Ref | None = None) -> Head:
    """The head of an entry's page, or of the front page, with what the page is about as data."""
    way = Way(head.path)
    data = _entry(dossier, way, ref) if ref else _site(dossier, way, whole=True)
    text = json.dumps({"@context": CONTEXT, **_stated(data)}, ensure_ascii=False, separators=(",", ":"))
    return replace(head, data=text.translate(_ESCAPED))


def iri(dossier: Dossier, way: Way, path: str) -> str:
    """What names something at a site path: its whole address, or the way to it where none is known."""
    return canonical(dossier.config, path) or way.to(path)


def _stated(data: Data) -> Data:
    return {name: value for name, value in data.items() if value not in (None, "", [], {})}


def _entry(dossier: Dossier, way: Way, ref: Ref) -> Data:
    match ref.kind:
        case "source":
            return _source(dossier, way, dossier.sources[ref.id])
        case "note":
            return _note(dossier, way, dossier.notes[ref.id])
        case "claim":
            return _claim(dossier, way, dossier.claims[ref.id])
        case "topic":
            return _topic(dossier, way, dossier.topics[ref.id])


def _site(dossier: Dossier, way: Way, whole: bool = False) -> Data:
    config = dossier.config
    site = {"@type": "WebSite", "@id": iri(dossier, way, ""), "name": config.title}
    if not whole:
        return site
    return site | {
        "url": canonical(config, ""),
        "description": config.description,
        "inLanguage": config.language,
        "editor": _named(config.editors),
    }


def _source(dossier: Dossier, way: Way, source: Source) -> Data:
    """The work itself, and the page here that is about it: corrections are of the page."""
    fields, type_ = source.fields, SOURCES.get(source.fields.type, "CreativeWork")
    title = "headline" if type_ in _ARTICLES else "name"
    return {
        "@type": type_,
        "@id": iri(dossier, way, address(Ref("source", source.id), "source")),
        title: fields.title,
        "author": _named(fields.author),
        "publisher": _named(fields.publisher or ()),
        "datePublished": _day(source.dates.get("published")),
        "inLanguage": fields.language,
        "url": fields.url,
        "archivedAt": fields.archive_url,
        "about": _topics(dossier, way, source),
        "mainEntityOfPage": _page(dossier, way, Ref("source", source.id), source),
    }


def _note(dossier: Dossier, way: Way, note: Note) -> Data:
    return {
        "@type": "Article",
        "@id": iri(dossier, way, address(Ref("note", note.id))),
        "headline": note.fields.title,
        "temporalCoverage": _day(note.dates.get("date")),
        "inLanguage": note.fields.language or dossier.config.language,
        "about": _topics(dossier, way, note),
        "citation": _sources(dossier, way, cited_sources(note)),
        "correction": _corrections(dossier, Ref("note", note.id), note),
        "isPartOf": _site(dossier, way),
    }


def _claim(dossier: Dossier, way: Way, claim: Claim) -> Data:
    """The statement. It appears in a source whose words state it, and cites all that bear on it."""
    lines = claim.fields.evidence
    stating = [line.source for line in lines if line.bearing == "supports" and not line.inference]
    return {
        "@type": "Claim",
        "@id": iri(dossier, way, address(Ref("claim", claim.id), "claim")),
        "text": claim.fields.claim,
        "inLanguage": claim.fields.language or dossier.config.language,
        "about": _topics(dossier, way, claim),
        "appearance": _sources(dossier, way, tuple(dict.fromkeys(stating))),
        "citation": _sources(dossier, way, cited_sources(claim)),
        "correction": _corrections(dossier, Ref("claim", claim.id), claim),
        "isPartOf": _site(dossier, way),
        "mainEntityOfPage": {"@type": "WebPage", "@id": iri(dossier, way, address(Ref("claim", claim.id)))},
    }


def _topic(dossier: Dossier, way: Way, topic: Topic) -> Data:
    same_as = topic.fields.same_as
    return {
        "@type": TOPICS[topic.fields.type],
        "@id": iri(dossier, way, address(Ref("topic", topic.id), "topic")),
        "name": topic.fields.title,
        "alternateName": list(topic.fields.names),
        "sameAs": [same_as] if isinstance(same_as, str) and same_as else list(same_as),
        "mainEntityOfPage": _page(dossier, way, Ref("topic", topic.id), topic),
    }


# --- what they are made of


def _page(dossier: Dossier, way: Way, ref: Ref, entry: AnyEntry) -> Data:
    """The page about something that is not the editors' own."""
    page = {
        "@type": "WebPage",
        "@id": iri(dossier, way, address(ref)),
        "correction": _corrections(dossier, ref, entry),
        "isPartOf": _site(dossier, way),
    }
    return _stated(page)


def _corrections(dossier: Dossier, ref: Ref, entry: AnyEntry) -> list[Data]:
    """Those that stand on the first page, in the order of the file."""
    first = sorted(number for _, _, number in corrections_on(ref, entry)[0])
    told = speech(dossier.config.language)
    return [
        _stated(
            {
                "@type": "CorrectionComment",
                "text": told.gettext("Was: %(was)s Now: %(now)s Why: %(why)s", was=one.was, now=one.now, why=one.why),
                "datePublished": _day(entry.dates.get(f"corrections.{number}.date")),
            }
        )
        for number, one in ((number, entry.fields.corrections[number]) for number in first)
    ]


def _topics(dossier: Dossier, way: Way, entry: AnyEntry) -> list[Data]:
    named = [id_ for id_ in dict.fromkeys(entry.fields.topics) if id_ in dossier.topics]
    return [
        {
            "@type": TOPICS[dossier.topics[id_].fields.type],
            "@id": iri(dossier, way, address(Ref("topic", id_), "topic")),
        }
        for id_ in named
    ]


def _sources(dossier: Dossier, way: Way, ids: tuple[str, ...]) -> list[Data]:
    known = [dossier.sources[id_] for id_ in ids[:CITED] if id_ in dossier.sources]
    return [
        {
            "@type": SOURCES.get(source.fields.type, "CreativeWork"),
            "@id": iri(dossier, way, address(Ref("source", source.id), "source")),
        }
        for source in known
    ]


def _named(names: str | tuple[str, ...]) -> list[Data]:
    return [{"name": name} for name in ((names,) if isinstance(names, str) else names)]


def _day(date: Date | None) -> str:
    """A date as ISO 8601 has it; empty where it is uncertain, approximate, open or one of several."""
    return datetime_attribute(date) if date and not (date.uncertain or date.approximate) else ""
