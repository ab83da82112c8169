"""What is on show, from one look at the dossier to the next: which file answers which address, and what is wrong.

The one thing of the preview that changes. It is asked and told on the server's loop alone, but for what `rest` makes.
"""

from collections.abc import Callable, Collection
from hashlib import blake2b
from pathlib import Path
from threading import Thread

from jinja2 import Environment, FileSystemLoader
from msgspec import Struct, json
from msgspec.structs import replace

from dossier.config import base_path
from dossier.memo import Memo
from dossier.preview.additions import PREFIX, drafts, with_drafts_marked, with_scripts
from dossier.preview.looking import Look, finish, look
from dossier.preview.sites import Site
from dossier.preview.told import Told, told

ASSETS = Path(__file__).parent / "assets"
NOT_FOUND = "404.html"
UNREADY = "unready.html"
AGAIN = "*"
"""What browsers are told where no file of templates/assets has changed: to ask for the state, and see for themselves."""


class Answer(Struct, frozen=True):
    """What a request is given. path: of the file, for its type; to: another address, instead of a body."""

    status: int
    path: str
    body: bytes = b""
    to: str = ""


class State(Struct, frozen=True):
    """What the preview's script is told. digest: of the page that it asks for; late: what is shown is not what was written.

    errors, warnings: how many there are, of which `problems` may be the first.
    """

    digest: str
    late: bool
    errors: int
    warnings: int
    problems: tuple[Told, ...]


class Showing:
    """The site on show and the problems of the dossier as it is now."""

    def __init__(self, root: Path, memo: Memo, editor: str) -> None:
        self.found = Look()
        self._root = root
        self._memo = memo
        self._editor = editor
        self._told: tuple[Told, ...] = ()
        self._drafts: frozenset[str] = frozenset()
        self._resting = False

    def look(self, changed: Collection[str] = ()) -> tuple[str, ...]:
        """Look at the dossier again; what browsers are to be told, each a changed file's path or AGAIN.

        changed: paths of files that have surely changed, whatever the disk says of them.
        """
        return self._take(look(self._root, self._memo, self.found.without(self._inside(changed))))

    def _inside(self, paths: Collection[str]) -> frozenset[str]:
        """Paths relative to the dossier's folder, with `/`."""
        roots = (self._root, self._root.resolve())
        found = ((root, Path(path)) for path in paths for root in roots)
        return frozenset(path.relative_to(root).as_posix() for root, path in found if path.is_relative_to(root))

    def rest(self, then: Callable[[Callable[[], tuple[str, ...]]], None]) -> None:
        """Make what the last look left to be made, in a thread, one at a time.

        `then` is given, in that thread, a function to be called on the loop: it takes in what was made, unless there has
        been another look meanwhile, and gives what browsers are to be told.
        """
        begun = self.found
        if self._resting or begun.surveyed is None:
            return
        self._resting = True

        def run() -> None:
            finished = replace(begun, surveyed=None)
            try:
                finished = finish(begun, self._root, self._memo)
            finally:
                then(lambda: self._rested(begun, finished))

        Thread(target=run, daemon=True).start()

    def _rested(self, begun: Look, finished: Look) -> tuple[str, ...]:
        self._resting = False
        return self._take(finished) if self.found is begun else ()

    def _take(self, found: Look) -> tuple[str, ...]:
        before, self.found = self.found, found
        self._told = told(found, self._root, self._editor)
        if found.site and found.site is not before.site:
            self._drafts = drafts(found.site.dossier)
        return (*_changed_assets(before.site, found.site), AGAIN)

    def answer(self, address: str, host: str) -> Answer:
        """What stands at an address, a path without its first `/`. host: by which the browser reached the preview."""
        found = self._found(address)
        if not found.path.endswith(".html"):
            return found
        html = with_scripts(found.body.decode(), host, _digest(found.body))
        return replace(found, body=html.encode())

    def state(self, address: str) -> bytes:
        """The State for the page at an address, as JSON."""
        errors = len(self.found.errors) or int(bool(self.found.fault))
        warnings = len(self.found.problems) - len(self.found.errors)
        return json.encode(State(_digest(self._found(address).body), errors > 0, errors, warnings, self._told))

    def _found(self, address: str) -> Answer:
        """What stands at an address, drafts marked, still without scripts."""
        site = self.found.site
        if site is None:
            return Answer(503, UNREADY, self._unready())
        path, data = self._file(site, address)
        if data is None and site.file(f"{path}/index.html") is not None:
            return Answer(302, path, to=f"/{address.strip('/')}/")
        status = 404 if data is None else 200
        if data is None:
            path, data = NOT_FOUND, site.file(NOT_FOUND) or b""
        if path.endswith(".html"):
            data = with_drafts_marked(data.decode(), path, self._drafts, base_path(site.dossier.config)).encode()
        return Answer(status, path, data)

    def _file(self, site: Site, address: str) -> tuple[str, bytes | None]:
        """The path of the file at an address, and its bytes; links that begin at the site's base lead to it too."""
        base = base_path(site.dossier.config).lstrip("/")
        path = address
        for path in dict.fromkeys((address, address.removeprefix(base) if base else address)):
            path = f"{path}index.html" if not path or path.endswith("/") else path
            if (data := site.file(path)) is not None:
                return path, data
        return path, None

    def _unready(self) -> bytes:
        """A page of the preview's own, where no site has been without errors yet."""
        more = max(0, len(self.found.problems) - len(self._told))
        environment = Environment(
            loader=FileSystemLoader(ASSETS), autoescape=True, trim_blocks=True, lstrip_blocks=True
        )
        return environment.get_template(UNREADY).render(problems=self._told, more=more, prefix=PREFIX).encode()


def _changed_assets(before: Site | None, now: Site | None) -> tuple[str, ...]:
    if before is None or now is None:
        return ()
    paths = {*before.assets, *now.assets}
    return tuple(f"/{path}" for path in sorted(paths) if before.assets.get(path) != now.assets.get(path))


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=8).hexdigest()
