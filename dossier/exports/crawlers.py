"""What tells search engines and hosts how to treat the site: sitemap.xml, robots.txt, .nojekyll."""

from collections.abc import Sequence
from itertools import islice
from xml.etree.ElementTree import Element

from dossier.exports.xml import add, document
from dossier.pages.edition import Edition, canonical
from dossier.pages.framing import Listed

SITEMAP_LIMIT = 50_000
"""Addresses that one sitemap may hold (sitemaps.org, protocol 0.9)."""


def sitemap_xml(_: Edition, pages: Sequence[Listed]) -> bytes | None:
    """The address of each page, once, as the sitemap protocol 0.9 has it; None where the site's own is not known.

    Redirects name the address that they lead to as canonical, so that no old one stands here. Past SITEMAP_LIMIT the
    rest is left to be found by links.
    """
    addresses = dict.fromkeys(page.canonical for page in pages if page.canonical)
    if not addresses:
        return None
    root = Element("urlset", xmlns="http://www.sitemaps.org/schemas/sitemap/0.9")
    for address in islice(addresses, SITEMAP_LIMIT):
        add(add(root, "url"), "loc", address)
    return document(root)


def robots_txt(edition: Edition, _: Sequence[Listed]) -> bytes:
    """Everything may be crawled (RFC 9309), and here is the sitemap.

    Crawlers ask for it at the top of a host alone; below a path it is there for people, and for a move to a host's top.
    """
    sitemap = canonical(edition.dossier.config, "sitemap.xml")
    return ("User-agent: *\nAllow: /\n" + (f"\nSitemap: {sitemap}\n" if sitemap else "")).encode()


def nojekyll(_: Edition, __: Sequence[Listed]) -> bytes:
    """Empty: its name tells GitHub Pages, where it publishes a branch, to serve every file as it is."""
    return b""
