"""The preview's server: livereload's, with handlers that answer from memory, and only a browser on this server's own pages.

In: what is on show. Out: HTTP and livereload's socket, until interrupted.
"""

import errno
import json
import mimetypes
import socket
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote

from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from livereload.server import Server
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from dossier.preview.additions import PREFIX
from dossier.preview.guarding import is_ours, is_same_origin
from dossier.preview.showing import ASSETS, Showing
from dossier.preview.watching import Watching

OWN = ("preview.js", "preview.css", "drafts.css")
TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".xml": "text/xml",
}
"""Types that must be right for a browser: what the system says of them may not be."""
PORTS = 20
"""How many ports after one that is taken are tried, to name a free one."""


class Refused(Exception):
    """The address can't be listened at: why, and what might do."""


def listening(host: str, port: int) -> list[socket.socket]:
    """Sockets that listen at the address; browsers that come early wait. Refused if that can't be."""
    try:
        return bind_sockets(port, host)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Refused(f"port {port} is in use{_another(host, port)}") from error
        raise Refused(f"can't listen at {host} port {port}: {error.strerror or error}") from error


def _another(host: str, port: int) -> str:
    for near in range(port + 1, min(port + PORTS, 65535) + 1):
        try:
            for bound in bind_sockets(near, host):
                bound.close()
        except OSError:
            continue
        return f"; try --port {near}"
    return ""


class _Guarded(RequestHandler):
    """A handler that answers nobody but this server's own pages, and those who type its address."""

    def initialize(self, showing: Showing, bound_to: str) -> None:
        self.showing = showing
        self.bound_to = bound_to

    def prepare(self) -> None:
        host, origin = self.request.headers.get("Host", ""), self.request.headers.get("Origin")
        if not is_ours(host, self.bound_to) or not is_same_origin(origin, host):
            self.set_status(403)
            self.set_header("Content-Type", "text/plain; charset=utf-8")
            self.finish("This preview answers only at the address that it was started for.\n")

    def set_default_headers(self) -> None:
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")

    def head(self, *path: str) -> None:
        self.get(*path)


class _Pages(_Guarded):
    """The site."""

    def get(self, path: str) -> None:
        answer = self.showing.answer(unquote(path), self.request.headers["Host"])
        if answer.to:
            self.redirect(answer.to)
            return
        self.set_status(answer.status)
        self.set_header("Content-Type", _type(answer.path))
        self.write(answer.body)


class _State(_Guarded):
    """What the preview's script asks for: whether its page has changed, and what is wrong."""

    def get(self) -> None:
        self.set_header("Content-Type", "application/json")
        self.write(self.showing.state(unquote(self.get_query_argument("page", "/")).lstrip("/")))


class _Own(_Guarded):
    """The preview's script and styles."""

    def get(self, name: str) -> None:
        self.set_status(200 if name in OWN else 404)
        self.set_header("Content-Type", _type(name))
        self.write((ASSETS / name).read_bytes() if name in OWN else b"")


class _Script(_Guarded, LiveReloadJSHandler):
    """livereload's script, from the package that is installed."""

    def head(self, *path: str) -> None:
        LiveReloadJSHandler.get(self)


class _Socket(_Guarded, LiveReloadHandler):
    """livereload's socket."""

    def check_origin(self, origin: str) -> bool:
        return is_same_origin(origin, self.request.headers.get("Host", ""))

    def on_message(self, message: str | bytes) -> None:
        try:
            command = json.loads(message)["command"]
        except (ValueError, LookupError, TypeError, RecursionError):
            return
        if command in ("hello", "info"):
            super().on_message(message)
        if command == "hello":
            # livereload waits for `info`, but a page that has been greeted asks for its state: from then on it is to be told.
            LiveReloadHandler.waiters.add(self)


class Serving(Server):
    """livereload's server at sockets that listen already, without its page handlers and the script that it puts into pages."""

    def __init__(self, showing: Showing, watcher: Watching, sockets: Sequence[socket.socket], bound_to: str) -> None:
        super().__init__(watcher=watcher)
        self._sockets = sockets
        self._given = {"showing": showing, "bound_to": bound_to}

    def application(
        self, port: int, host: str, liveport: int | None = None, debug: bool | None = None, live_css: bool = True
    ) -> None:
        """See livereload: called once, before the loop begins."""
        LiveReloadHandler.watcher = self.watcher
        LiveReloadHandler.live_css = live_css
        handlers = [
            ("/livereload", _Socket, self._given),
            (r"/livereload\.js", _Script, self._given),
            (f"/{PREFIX}state", _State, self._given),
            (f"/{PREFIX}(.*)", _Own, self._given),
            ("/(.*)", _Pages, self._given),
        ]
        HTTPServer(Application(handlers, log_function=lambda _: None)).add_sockets(self._sockets)

    def _setup_logging(self) -> None:
        """Requests and connections are nobody's news."""


def _type(path: str) -> str:
    type_ = TYPES.get(Path(path).suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"
    return f"{type_}; charset=utf-8" if type_.startswith("text/") else type_
