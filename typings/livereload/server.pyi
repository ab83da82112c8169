from livereload.watcher import Watcher

class Server:
    watcher: Watcher
    def __init__(self, app: object = ..., watcher: Watcher | None = ...) -> None: ...
    def application(
        self, port: int, host: str, liveport: int | None = ..., debug: bool | None = ..., live_css: bool = ...
    ) -> None: ...
    def serve(
        self,
        port: int = ...,
        liveport: int | None = ...,
        host: str | None = ...,
        root: str | None = ...,
        debug: bool | None = ...,
        open_url: bool = ...,
        restart_delay: float = ...,
        open_url_delay: float | None = ...,
        live_css: bool = ...,
        default_filename: str = ...,
    ) -> None: ...
    def _setup_logging(self) -> None: ...
