from livereload.watcher import Watcher
from tornado.web import RequestHandler
from tornado.websocket import WebSocketHandler

class LiveReloadHandler(WebSocketHandler):
    watcher: Watcher
    live_css: bool
    waiters: set[LiveReloadHandler]
    @classmethod
    def reload_waiters(cls, path: str | None = ...) -> None: ...
    def on_message(self, message: str | bytes) -> None: ...

class LiveReloadJSHandler(RequestHandler): ...
