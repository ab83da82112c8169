"""/feed.xml: what is new, as Atom (RFC 4287). An entry is news of the day on which it was `added`; no clock is read."""

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from msgspec import Struct

from dossier.config import ConfigFields
from dossier.exports.xml import add, document
from dossier.link import Dossier
from dossier.names import Ref, title_of
from dossier.pages.edition import Edition, address, canonical
from dossier.pages.views import Page

FEED = "feed.xml"
LIMIT = 100
"""Entries in the feed at most: the newest."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class News(Struct, frozen=True):
    """An entry that came in. day: the first that its `added` may mean, `YYYY-MM-DD`."""

    day: str
    ref: Ref
    title: str
    language: str


def news(dossier: Dossier) -> tuple[News, ...]:
    """The newest entries with an `added`, the newest first, at most LIMIT; none where config.yaml has no `url`.

    What came in on one day stands in the order of its kind and id.
    """
    if not dossier.config.url:
        return ()
    found = [
        News(day, ref, title_of(entry), entry.fields.language or "")
        for ref, entry in dossier.entries()
        if (date := entry.dates.get("added")) and (day := date.earliest or "") and _DAY.fullmatch(day)
    ]
    found.sort(key=lambda one: (one.ref.kind, one.ref.id))
    return tuple(sorted(found, key=lambda one: one.day, reverse=True)[:LIMIT])


def feed_xml(edition: Edition, _: Sequence[Page]) -> bytes | None:
    """The feed; None without news, for a feed must say when it was updated (RFC 4287, 4.1.1).

    An id is the entry's address, so it lasts as long as config's `url` and the file's name do. `updated` is the
    beginning of the day in UTC, since Atom has no date without a time of day.
    """
    config = edition.dossier.config
    items = news(edition.dossier)
    if not items:
        return None
    root = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": config.language})
    add(root, "id", canonical(config, FEED))
    add(root, "title", config.title)
    if config.description:
        add(root, "subtitle", config.description)
    add(root, "link", rel="self", type="application/atom+xml", href=canonical(config, FEED))
    add(root, "link", rel="alternate", type="text/html", href=canonical(config, ""))
    add(root, "updated", _instant(items[0].day))
    _add_authors(root, config)
    for item in items:
        _add_entry(root, item, canonical(config, address(item.ref)))
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


def _instant(day: str) -> str:
    """A day's beginning as RFC 3339 has it."""
    return f"{day}T00:00:00Z"
