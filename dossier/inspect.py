"""The sixth stage: do all links and anchors of what was rendered lead somewhere within the site?

In: rendered pages and the paths of the site's other files. Out: problems, at the place in the content where one can be told.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from html import escape
from urllib.parse import SplitResult, unquote, urlsplit

from msgspec.structs import replace

from dossier.diagnostics import Place, Problem, did_you_mean, problem
from dossier.frontmatter import shown
from dossier.link import Dossier
from dossier.markup.htmltext import text_of
from dossier.model import AnyEntry
from dossier.pages.edition import address, file_of
from dossier.render import Rendered

_ENTRY = "link to an entry with [[its-id]]"
_FILE = "files are published from templates/assets/"
_WORD_NEXT = re.compile(r"\s*(?=[^<\s])")
_NEEDS_NO_PARSING = re.compile(r"[a-zA-Z0-9_/-]+(?:\.[a-zA-Z0-9_/-]+)*")
_ELSEWHERE = re.compile(r"https?://[\w.-]+(?:[/?#]|$)", re.ASCII)
"""An address of another site that is read at a glance."""
_PLAIN = re.compile("(?:<[^>]*>)*[^<\U000f0000-\U000ffffd]*")
"""A line without markup but at its beginning: what stands in it has the column in the file that it has in the text."""


def inspect(dossier: Dossier, rendered: Sequence[Rendered], others: Collection[str], base: str) -> tuple[Problem, ...]:
    """Broken links within the site. others: paths of files that are no pages; base: the path below which the site lies."""
    anchors = {page.path: frozenset(page.anchors) for page in rendered}
    known = {*anchors, *others}
    plain = {_said(path): path for path in known if _NEEDS_NO_PARSING.fullmatch(path)}
    entries = {file_of(address(ref)): (ref.kind, entry) for ref, entry in dossier.entries()}
    found: dict[tuple[str, str, str], Problem] = {}
    sound: dict[str, set[str]] = defaultdict(set)
    for page in rendered:
        _, entry = entries.get(page.path, ("", None))
        up = "../" * page.path.count("/")
        for target, fragment, broken in _broken(page, anchors, known, plain, base, entry, up, sound[up]):
            # A template's link is broken on every page; the first of them says enough.
            owner = "" if broken.path.startswith("site/") else broken.path
            if fragment and not owner and target in entries:
                # So is a place that its template lacks: it is on no page of that kind.
                target = entries[target][0]
                broken = replace(broken, hint=_lacking(target, fragment))
            found.setdefault((owner, target, fragment), broken)
    return tuple(found.values())


def _said(path: str) -> str:
    """A file as a link of `Way` has it: the index of a folder by the folder."""
    return path.removesuffix("index.html") if f"/{path}".endswith("/index.html") else path


def linked_files(rendered: Sequence[Rendered], files: Collection[str], base: str) -> set[str]:
    """Those of some files that a page leads to or shows: what no page does is not published."""
    if not files:
        return set()
    targets = (resolve(page.path, unquote(split_link(link).path), base) for page in rendered for link in page.links)
    return {target for target in targets if target in files}


def _broken(
    page: Rendered,
    anchors: dict[str, frozenset[str]],
    known: Collection[str],
    plain: dict[str, str],
    base: str,
    entry: AnyEntry | None,
    up: str,
    sound: set[str],
) -> Iterator[tuple[str, str, Problem]]:
    """The file and the fragment that a broken link means, and its problem.

    plain: files by what a link of `Way` says of them. up: the way from the page to the root of the site. sound: links that
    lead somewhere from any page from which that is the way, to which are added those that are found here.
    """
    here = anchors[page.path]
    for link in page.links:
        if link in sound:
            continue
        path, _, fragment = link.partition("#")
        if not path and (not fragment or fragment in here):
            continue
        leads = plain.get(path.removeprefix(up)) if path and path.startswith(up) else None
        if (leads and (not fragment or fragment in anchors.get(leads, ()))) or _ELSEWHERE.match(link):
            sound.add(link)
            continue
        parts = split_link(link)
        if parts.scheme or parts.netloc:
            continue
        target = resolve(page.path, unquote(parts.path), base)
        fragment = unquote(parts.fragment)
        if target not in known:
            hint = did_you_mean(target, known) or (_ENTRY if target.endswith(".html") else _FILE)
            message = f"the link {shown(link)} leads to nothing on this site"
            yield target, "", problem(_place(page, link, entry), "broken-link", message, hint)
        elif fragment and target in anchors and fragment not in anchors[target]:
            hint = did_you_mean(fragment, anchors[target]) or f"give the heading there an id: {{#{fragment}}}"
            message = f"the link {shown(link)} leads to a place that is not on that page"
            yield target, fragment, problem(_place(page, link, entry), "broken-link", message, hint)


def _lacking(kind: str, fragment: str) -> str:
    included = ', as {% include "_cite.html" %} does' if fragment == "cite" else ""
    return f"templates/{kind}.html is to give something the id {shown(fragment)}{included}"


@lru_cache(maxsize=100_000)
def split_link(link: str) -> SplitResult:
    """A link's parts; for one that is no address at all, as `//[x`, all of it is the path."""
    try:
        return urlsplit(link)
    except ValueError:
        return SplitResult("", "", link, "", "")


def resolve(path: str, link: str, base: str = "/") -> str:
    """The file that a link's path leads to from a page (RFC 3986, 5.2); empty where it leads out of the site."""
    if not link:
        return path
    if link.startswith("/"):
        if not link.startswith(base):
            return ""
        found: list[str] = []
        link = link.removeprefix(base)
    else:
        found = path.split("/")[:-1]
    for step in link.split("/"):
        if step == "..":
            if not found:
                return ""
            found.pop()
        elif step not in (".", ""):
            found.append(step)
    is_folder = link.endswith("/") or link.rpartition("/")[2] in ("", ".", "..")
    joined = "/".join(found)
    return f"{joined}/index.html".removeprefix("/") if is_folder else joined


def _place(page: Rendered, link: str, entry: AnyEntry | None) -> Place:
    """Where the link stands in the content, if it is in the entry's body; else it is a template's, and the page tells."""
    html = entry.body.html if entry else ""
    for written in (link, f"/{link.lstrip('./')}"):
        at = html.find(f'="{escape(written, quote=False)}"')
        if entry and at >= 0:
            start, end = html.rfind("<", 0, at), html.find(">", at) + 1
            offset = len(text_of(html[:start]))
            # A picture counts as a blank; words behind it, rather than those before it, are in its line.
            if following := _WORD_NEXT.match(html, end):
                offset += len(following[0]) + html.startswith("<img", start)
            line, column = entry.body.place(offset)
            return Place(entry.path, line, column if _PLAIN.fullmatch(html[:start].rpartition("\n")[2]) else 1)
    return Place(f"site/{page.path}")
