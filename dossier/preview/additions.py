"""What the preview adds to a page of the site: its scripts, what the page's policy has to allow for them, marks on drafts.

In: a page as a build would write it. Out: the page as the preview serves it. Without these additions they are the same.
"""

import re
from collections.abc import Collection, Mapping
from html import escape, unescape
from urllib.parse import unquote, urlsplit

from dossier.ids import KINDS
from dossier.inspect import resolve, split_link
from dossier.link import Dossier
from dossier.names import Ref
from dossier.pages.edition import address, file_of

PREFIX = "_preview/"
"""Where the preview's own files lie. No id begins like this."""
_POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)(">)', re.IGNORECASE)
_HEAD_END = re.compile("</head>", re.IGNORECASE)
_MAIN = re.compile(r"<main\b[^>]*>", re.IGNORECASE)
_ANCHOR = re.compile(r'<a\b[^>]*?\shref="([^"]*)"[^>]*>.*?(?=</a>)', re.IGNORECASE | re.DOTALL)
_BANNER = '<p class="preview-draft">Draft. It shows in this preview alone: no build publishes it.</p>'
_MARK = ' <span class="preview-draft">draft</span>'


def drafts(dossier: Dossier) -> frozenset[str]:
    """The files of drafts' pages."""
    found = (Ref(kind, id_) for kind in KINDS for id_, entry in dossier.of(kind).items() if entry.fields.draft)
    return frozenset(file_of(address(ref)) for ref in found)


def with_scripts(html: str, host: str, digest: str) -> str:
    """A page that shows problems and loads itself again.

    host: by which the browser reached the preview, with the port. digest: of the page as it was given, by which the
    script sees that it has changed.
    """
    html = _POLICY.sub(
        lambda found: f"{found[1]}{escape(allowing(unescape(found[2]), host), quote=False)}{found[3]}", html, count=1
    )
    return _HEAD_END.sub(lambda found: f"{_scripts(host, digest)}{found[0]}", html, count=1)


def with_drafts_marked(html: str, path: str, marked: Collection[str], base: str) -> str:
    """A page with a mark in each link to a draft, and a banner if it is one.

    path: of its file; marked: of the files of drafts' pages; base: the path below which the site is published.
    """
    if not marked:
        return html

    def marking(found: re.Match[str]) -> str:
        link = split_link(unescape(found[1]))
        target = "" if link.scheme or link.netloc else resolve(path, unquote(link.path), base)
        return f"{found[0]}{_MARK}" if target in marked and target != path else found[0]

    html = _ANCHOR.sub(marking, html)
    return _MAIN.sub(lambda found: f"{found[0]}{_BANNER}", html, count=1) if path in marked else html


def allowing(policy: str, host: str) -> str:
    """A Content-Security-Policy (CSP level 3) that lets the preview's scripts and style run, and reach this host alone."""
    directives = {name: rest for name, _, rest in (part.strip().partition(" ") for part in policy.split(";")) if name}
    for name, needed in _needs(host).items():
        # Without a directive of its own and without a default, everything is allowed already.
        if (given := directives.get(name, directives.get("default-src"))) is not None:
            kept = [source for source in given.split() if source != "'none'"]
            directives[name] = " ".join([*kept, *(source for source in needed if source not in kept)])
    return "; ".join(f"{name} {rest}".strip() for name, rest in directives.items())


def _needs(host: str) -> Mapping[str, tuple[str, ...]]:
    # For some browsers 'self' is the page's scheme alone, and a socket has another.
    return {"script-src": ("'self'",), "style-src": ("'self'",), "connect-src": ("'self'", f"ws://{host}")}


def _scripts(host: str, digest: str) -> str:
    port = urlsplit(f"//{host}").port or 80
    return (
        f'<link rel="stylesheet" href="/{PREFIX}drafts.css">'
        f'<script defer src="/{PREFIX}preview.js" data-digest="{digest}"></script>'
        f'<script defer src="/livereload.js?port={port}&amp;mindelay=500&amp;maxdelay=2000"></script>'
    )
