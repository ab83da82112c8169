"""/feed.xml: what is new, as Atom (RFC 4287). An entry is news of the day on which it was `added`; no clock is read."""

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from msgspec import Struct

from dossier.config import ConfigFields
from dossier.exports.xml import add, document
from dossier.ids import KINDS
from dossier.link import Dossier
from dossier.model import AnyEntry
from dossier.names import Ref, title_of
from dossier.pages.edition import Edition, address, canonical
from dossier.pages.framing import Listed

FEED = "feed.xml"
LIMIT = 100
"""Entries in the feed at most: the newest."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class News(Struct, frozen=True):
    """What a feed tells of an entry. day: the first that it may be of, `YYYY-MM-DD`. anchor: the place on its page."""

    day: str
    ref: Ref
    title: str
    language: str
    anchor: str = ""
    summary: str = ""


def news(dossier: Dossier) -> tuple[News, ...]:
    """The newest entries with an `added`, the newest first, at most LIMIT; none where config.yaml has no `url`.

    What came in on one day stands in the order of its kind and id.
    """
    if not dossier.config.url:
        return ()
    found = [
        News(_added(entry), Ref(kind, id_), title_of(entry), entry.fields.language or "")
        for kind in KINDS
        for id_, entry in dossier.of(kind).items()
        if _added(entry)
    ]
    found.sort(key=lambda one: (one.ref.kind, one.ref.id))
    return tuple(sorted(found, key=lambda one: one.day, reverse=True)[:LIMIT])


def has_news(dossier: Dossier) -> bool:
    """Whether there are any."""
    entries = (entry for kind in KINDS for entry in dossier.of(kind).values())
    return bool(dossier.config.url) and any(map(_added, entries))


def _added(entry: AnyEntry) -> str:
    """The day on which an entry came in; nothing where that is no day."""
    date = entry.dates.get("added")
    return date.earliest if date and date.earliest and _DAY.fullmatch(date.earliest) else ""


def feed_xml(edition: Edition, _: Sequence[Listed]) -> bytes | None:
    """The feed of what came in; None without news."""
    config = edition.dossier.config
    return atom(config, FEED, config.title, news(edition.dossier), "")


def atom(config: ConfigFields, path: str, title: str, items: Sequence[News], page: str) -> bytes | None:
    """A feed at a site path that tells of what `page` shows; None without items, for it must say when it was updated (4.1.1).

    An id is the item's address, so it lasts as long as config's `url` and the file's name do. `updated` is the
    beginning of the day in UTC, since Atom has no date without a time of day.
    """
    if not items:
        return None
    root = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": config.language})
    add(root, "id", canonical(config, path))
    add(root, "title", title)
    if config.description:
        add(root, "subtitle", config.description)
    add(root, "link", rel="self", type="application/atom+xml", href=canonical(config, path))
    add(root, "link", rel="alternate", type="text/html", href=canonical(config, page))
    add(root, "updated", _instant(items[0].day))
    _add_authors(root, config)
    for item in items:
        _add_entry(root, item, canonical(config, address(item.ref, item.anchor)))
    return document(root)


def _add_authors(root: Element, config: ConfigFields) -> None:
    """The editors; where none is named, the dossier itself, as Atom wants an author (RFC 4287, 4.1.1)."""
    editors = (config.editors,) if isinstance(config.editors, str) else config.editors
    for name in editors or (config.title,):
        add(add(root, "author"), "name", name)


def _add_entry(root: Element, item: News, url: str) -> None:
    entry = add(root, "entry")
    if item.language:
        entry.set("xml:lang", item.language)
    add(entry, "id", url)
    add(entry, "title", item.title)
    add(entry, "link", rel="alternate", type="text/html", href=url)
    add(entry, "category", term=item.ref.kind)
    add(entry, "updated", _instant(item.day))
    if item.summary:
        add(entry, "summary", item.summary)


def _instant(day: str) -> str:
    """A day's beginning as RFC 3339 has it."""
    return f"{day}T00:00:00Z"
