from collections.abc import Callable

class Server:
    def watch(
        self,
        filepath: str,
        func: Callable[[], None] | None = ...,
        delay: float | None = ...,
        ignore: Callable[[str], bool] | None = ...,
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
