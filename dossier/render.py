"""The fifth stage: each page's view, set by its template, becomes HTML; and what that HTML links to and can be linked at.

In: pages. Out: rendered pages, in their order, with problems of templates that an editor's own templates/ folder brings.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from hashlib import blake2b, sha256
from html import unescape
from pathlib import Path
from types import CodeType

from jinja2.exceptions import TemplateError, TemplateNotFound, TemplateSyntaxError
from msgspec import Struct, msgpack
from msgspec.structs import replace

from dossier.config import ConfigFields, base_path
from dossier.diagnostics import Place, Problem, problem
from dossier.directions import direction, interface
from dossier.languages import speech
from dossier.memo import Memo, Task, engine
from dossier.pages.framing import Site
from dossier.pages.views import Page
from dossier.typesetting import environment

ASSETS = "assets"
_LINK = re.compile(r'<(?:a|link|img|script|source)\b(?:[^>=]*+=)+?(?:(?<=\shref=)|(?<=\ssrc=))"(?!data:)([^"]*)"')
"""Goes from equals sign to equals sign and looks back, which takes fewer steps than to look ahead from each character."""
_ID = re.compile(r'id="(?<=\sid=")([^"]*)"')
"""Behind a space; told so that `id` is what is looked for, not each space."""


_FAULTS = (
    TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    SyntaxError,
    TypeError,
    ValueError,
)
"""What a template of an editor's own can raise as it is set."""


class Look(Struct, frozen=True):
    """What all pages are set with: the site's record, and the folders of templates, the first to have a name wins.

    digest: of what their code is made of (`code_digest`), so that a template is read anew only when any has changed.
    """

    site: Site
    folders: tuple[str, ...]
    digest: bytes


class Rendered(Struct, frozen=True):
    """What is known of a page as it will be published.

    links: as its HTML has them; anchors: its ids; sha256: of its bytes, in hex.
    """

    path: str
    links: tuple[str, ...]
    anchors: tuple[str, ...]
    sha256: str = ""
    problem: Problem | None = None


def site_view(config: ConfigFields, feed: str = "") -> Site:
    """What all pages share. feed: the feed's site path, if there is one."""
    editors = (config.editors,) if isinstance(config.editors, str) else config.editors
    return Site(
        title=config.title,
        description=config.description,
        language=config.language,
        editors=editors,
        base=base_path(config),
        feed=feed,
        interface=interface(config.language),
        direction=direction(config.language),
        search=config.search,
    )


def render(
    pages: Iterable[tuple[bytes, Callable[[], Page]]],
    config: ConfigFields,
    folders: Sequence[Path],
    memo: Memo,
    feed: str = "",
) -> Iterator[tuple[Rendered, Callable[[], bytes]]]:
    """Set each page, given by its key (`remade.key_of`) and what makes it; one that did not change is recalled.

    folders: of templates, the dossier's own before the project's.

    Out: what is known of each, and what gives its HTML, which is not held: all pages together are larger than all else.
    That is open as long as the memo is, see `Memo.stream`.
    """
    look = Look(site_view(config, feed), tuple(map(str, folders)), code_digest(folders, config.language))
    words = speech(config.language).digest
    key = blake2b(msgpack.encode(look.site) + look.digest + words, digest_size=16).digest()
    task = Task("render", render_page, tuple[Rendered, bytes], look, key)
    held = dict[str, str]()
    for rendered, html in memo.stream(task, pages):
        # A link or an id that stands on a thousand pages is held once.
        links = tuple(map(held.setdefault, rendered.links, rendered.links))
        anchors = tuple(map(held.setdefault, rendered.anchors, rendered.anchors))
        yield replace(rendered, links=links, anchors=anchors), html


def prepare(folders: Sequence[Path], language: str, memo: Memo) -> None:
    """Have processes compile the templates that they will set pages by, for a site in this language."""
    memo.ahead(_compile, (tuple(map(str, folders)), language, code_digest(folders, language)))


def _compile(given: tuple[tuple[str, ...], str, bytes]) -> None:
    compiled(*given)


def compiled(folders: tuple[str, ...], language: str, digest: bytes) -> Mapping[str, CodeType]:
    """The code of all templates that have no fault. digest: see `code_digest`."""
    found = environment(folders, language, digest)
    for name in found.list_templates(extensions=["html"]):
        # A fault is told of the page that is set by it, if there is any.
        with suppress(*_FAULTS):
            found.get_template(name)
    return found.codes.by_name


def code_digest(folders: Sequence[Path], language: str) -> bytes:
    """A digest of all that the code of these folders' templates is made of: 16 bytes. Constants in it are the language's."""
    parts = (engine(), templates_digest(folders), speech(language).digest, language.encode())
    return blake2b(b"".join(parts), digest_size=16).digest()


def render_page(look: Look, page: Page) -> tuple[Rendered, bytes]:
    """Set one page: what is known of it, and its HTML in UTF-8. A template's fault gives a problem of its line, and no HTML."""
    try:
        template = environment(look.folders, look.site.language, look.digest).get_template(page.template)
        html = template.render(page=page.view, site=look.site)
    except _FAULTS as error:
        return Rendered(page.path, (), (), problem=_template_problem(look, page, error)), b""
    links = tuple(dict.fromkeys(map(unescape, _LINK.findall(html))))
    anchors = tuple(map(unescape, _ID.findall(html)))
    data = html.encode()
    return Rendered(page.path, links, anchors, sha256(data).hexdigest()), data


def _template_problem(look: Look, page: Page, error: Exception) -> Problem:
    name, line = page.template, 1
    if isinstance(error, TemplateSyntaxError):
        name, line = error.name or name, error.lineno
    elif error.__traceback__:
        name, line = _last_template_line(look, error, name)
    said = f"there is no template {error.message}" if isinstance(error, TemplateNotFound) else str(error)
    if isinstance(error, SyntaxError):
        # Jinja took it, and Python did not: of the line it knows only that of the code made of the template.
        message = f"the template fails: {error.msg}"
        return problem(Place(f"templates/{name}"), "template-error", message, "look for the slip in this file")
    message = f"the template fails: {said.replace(f'{Page.__module__}.', '')}"
    return problem(Place(f"templates/{name}", line), "template-error", message, "look for the slip in this line")


def _last_template_line(look: Look, error: Exception, name: str) -> tuple[str, int]:
    """The innermost line of a template that an error came through."""
    found = (name, 1)
    trace = error.__traceback__
    while trace:
        file = Path(trace.tb_frame.f_code.co_filename)
        if str(file.parent) in look.folders:
            found = (file.name, trace.tb_lineno)
        trace = trace.tb_next
    return found


def templates_digest(folders: Sequence[Path]) -> bytes:
    """A digest of every file that a template can include, whatever its name, in the order in which folders are searched."""
    digest = blake2b(digest_size=16)
    for folder in folders:
        for file in sorted(file for file in folder.rglob("*") if file.is_file()):
            data = file.read_bytes()
            digest.update(f"{file.relative_to(folder).as_posix()}\0{len(data)}\0".encode() + data)
        digest.update(b"\1")
    return digest.digest()


def assets(folders: Sequence[Path]) -> dict[str, bytes]:
    """The files of templates/assets by site path; the dossier's own before the project's."""
    found: dict[str, bytes] = {}
    for folder in reversed(folders):
        for file in sorted((folder / ASSETS).rglob("*")):
            if file.is_file() and not file.name.startswith("."):
                found[f"{ASSETS}/{file.relative_to(folder / ASSETS).as_posix()}"] = file.read_bytes()
    return found
