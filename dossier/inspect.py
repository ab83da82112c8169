"""The sixth stage: do all links and anchors of what was rendered lead somewhere within the site?

In: rendered pages and the paths of the site's other files. Out: problems, at the place in the content where one can be told.
"""

from collections.abc import Collection, Iterator, Sequence
from html import escape
from urllib.parse import unquote, urlsplit

from dossier.diagnostics import Place, Problem, did_you_mean, problem
from dossier.link import Dossier
from dossier.markup.htmltext import text_of
from dossier.model import AnyEntry
from dossier.pages.edition import address, file_of
from dossier.render import Rendered


def inspect(dossier: Dossier, rendered: Sequence[Rendered], others: Collection[str], base: str) -> tuple[Problem, ...]:
    """Broken links within the site. others: paths of files that are no pages; base: the path below which the site lies."""
    anchors = {page.path: frozenset(page.anchors) for page in rendered}
    known = {*anchors, *others}
    entries = {file_of(address(ref)): entry for ref, entry in dossier.entries()}
    return tuple(found for page in rendered for found in _broken(page, anchors, known, base, entries.get(page.path)))


def _broken(
    page: Rendered,
    anchors: dict[str, frozenset[str]],
    known: Collection[str],
    base: str,
    entry: AnyEntry | None,
) -> Iterator[Problem]:
    for link in page.links:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            continue
        target = resolve(page.path, unquote(parts.path), base)
        fragment = unquote(parts.fragment)
        if target not in known:
            hint = did_you_mean(target, known) or "link to an entry with [[its-id]]"
            yield problem(
                _place(page, link, entry), "broken-link", f"the link {link!r} leads to no page of this site", hint
            )
        elif fragment and target in anchors and fragment not in anchors[target]:
            message = f"the link {link!r} leads to a place that is not on that page"
            yield problem(_place(page, link, entry), "broken-link", message, did_you_mean(fragment, anchors[target]))


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
    """Where the link stands in the content: its line, if it is in the entry's body."""
    if entry is None:
        return Place(f"site/{page.path}")
    for written in (link, f"/{link.lstrip('./')}"):
        at = entry.body.html.find(f'="{escape(written, quote=False)}"')
        if at >= 0:
            start = entry.body.html.rfind("<", 0, at)
            return Place(entry.path, *entry.body.place(len(text_of(entry.body.html[:start]))))
    return Place(entry.path)
