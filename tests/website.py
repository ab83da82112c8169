"""A built site as its readers meet it: pages taken apart, links followed from the front page on.

Pages are named by their address within the site, without a leading slash, as `notes/visit/`; the front page is ``.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

HOST = "http://127.0.0.1/"
SITE = f"{HOST}some/name/"
"""Where a site is thought to lie: below a sub-path, as a project's pages on GitHub do."""
_INLINE = frozenset("a abbr b cite code del em i ins mark q s small span strong sub sup time".split())
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


@dataclass(eq=False)
class Element:
    """An element of a page: what it says of itself, and what stands in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list, repr=False)
    parent: "Element | None" = field(default=None, repr=False)

    def __iter__(self) -> Iterator["Element"]:
        """This element and all in it, in the order of the page."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child

    def all(self, tag: str, class_: str = "") -> list["Element"]:
        """The elements of a name, and a class if one is asked for, in the order of the page."""
        return [each for each in self if each.tag == tag and (not class_ or class_ in each.classes)]

    def by_id(self, id_: str) -> "Element":
        """The one element with this id. KeyError if there is none, or more than one."""
        found = [each for each in self if each.attributes.get("id") == id_]
        if len(found) != 1:
            raise KeyError(f"{len(found)} elements have the id {id_}")
        return found[0]

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    @property
    def above(self) -> Iterator["Element"]:
        """The element and those that it stands in, the innermost first."""
        at: Element | None = self
        while at:
            yield at
            at = at.parent

    def runs(self) -> Iterator[tuple[str, "Element"]]:
        """The text in it, each run with the element that it stands in directly."""
        for child in self.children:
            if isinstance(child, Element):
                yield from child.runs()
            else:
                yield child, self

    def text(self, *without: str) -> str:
        """The text in it, without that of elements of these classes."""
        return "".join(self.texts(*without))

    def texts(self, *without: str) -> list[str]:
        """The text in it in pieces that a reader sees as one: paragraphs, items, headings."""
        found: list[str] = []
        block: Element | None = None
        for run, at in self.runs():
            if not any(set(without).intersection(each.classes) for each in at.above):
                last, block = block, next(each for each in at.above if each.tag not in _INLINE)
                found[-1:] = [*found[-1:], run] if block is not last else [found[-1] + run]
        return found


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = self.at = Element("")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            raise ValueError(f"<{tag}> has an attribute twice: {names}")
        new = Element(tag, {name: value or "" for name, value in attrs}, parent=self.at)
        self.at.children.append(new)
        if tag not in _VOID:
            self.at = new

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # In HTML itself the slash means nothing; in a drawing it ends the element.
        self.handle_starttag(tag, attrs)
        if tag not in _VOID and any(each.tag == "svg" for each in self.at.above):
            self.at = self.at.parent or self.at

    def handle_endtag(self, tag: str) -> None:
        if tag != self.at.tag or self.at.parent is None:
            raise ValueError(f"</{tag}> closes <{self.at.tag}>, line {self.getpos()[0]}")
        self.at = self.at.parent

    def handle_data(self, data: str) -> None:
        self.at.children.append(data)


def parse(html: str) -> Element:
    """A page as a tree. ValueError if its tags are not well nested: templates close what they open."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    if parser.at is not parser.root:
        raise ValueError(f"<{parser.at.tag}> is not closed")
    return parser.root


def one_line(text: str) -> str:
    return " ".join(text.split())


@dataclass(frozen=True)
class Website:
    """What a reader can reach from the front page, by address. files: pages too; None where a link leads to nothing."""

    pages: dict[str, Element]
    files: dict[str, bytes | None]

    def broken(self) -> list[str]:
        """Every link within the site that leads to no page, or to no place on it."""
        anchors = {address: {each.attributes.get("id") for each in page} for address, page in self.pages.items()}
        found = []
        for address, page in self.pages.items():
            for link in links(page):
                target, anchor = lead(address, link)
                nowhere = target is not None and self.files[target] is None
                if nowhere or (anchor and target in anchors and anchor not in anchors[target]):
                    found.append(f"{address}: {link}")
        return found


def crawl(fetch: Callable[[str], bytes | None]) -> Website:
    """Follow every link within the site. fetch: the bytes at an address, None where there are none."""
    pages: dict[str, Element] = {}
    files: dict[str, bytes | None] = {}
    waiting = [""]
    while waiting:
        address = waiting.pop()
        data = files[address] = fetch(address)
        if data is not None and (not address or address.endswith(("/", ".html"))):
            pages[address] = parse(data.decode())
            targets = {lead(address, link)[0] for link in links(pages[address])}
            waiting.extend(target for target in targets if target is not None and target not in {*files, *waiting})
    return Website(pages, files)


def links(page: Element) -> list[str]:
    """Whatever a page leads to or loads, as it is written."""
    return [each.attributes[name] for each in page for name in ("href", "src") if name in each.attributes]


def lead(address: str, link: str) -> tuple[str | None, str]:
    """The address that a link leads to from a page (RFC 3986, 5.2), and the anchor there.

    None for another host; an address with a leading slash for this host's, outside of the site.
    """
    url, anchor = urldefrag(urljoin(SITE + address, link))
    if url.startswith(SITE):
        return unquote(url.removeprefix(SITE)), unquote(anchor)
    return (unquote(url.removeprefix(HOST[:-1])) if url.startswith(HOST) else None), unquote(anchor)


def on_disk(folder: Path) -> Callable[[str], bytes | None]:
    """Fetch from a folder, as a server does that serves it: a folder's address is its index."""

    def fetch(address: str) -> bytes | None:
        file = folder / (f"{address}index.html" if not address or address.endswith("/") else address)
        return file.read_bytes() if not address.startswith("/") and file.is_file() else None

    return fetch
