"""The preview: the site as it will be, served here and built again after each change; drafts show, nothing goes to site/.

livereload's server tells the browser to load a page again. A mistake in content keeps the last good site on show.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

import click
from livereload import Server

from dossier.cache import Cache
from dossier.diagnostics import as_text
from dossier.memo import Remembering, engine
from dossier.pipeline import TEMPLATES, examine
from dossier.report import summary
from dossier.write import write

FOLDER = ".cache/preview"
_POLICY = "default-src 'none';"


def serve(root: Path, host: str, port: int) -> None:
    """Serve the dossier at http://host:port/ until interrupted."""
    shown = root / FOLDER
    rebuild = _rebuilder(root, shown, port)
    rebuild()
    shown.mkdir(parents=True, exist_ok=True)
    server = Server()
    for watched in (root / "content", root / "config.yaml", root / "templates", TEMPLATES):
        if watched.exists():
            server.watch(f"{watched}/" if watched.is_dir() else str(watched), rebuild)
    click.echo(f"serving http://{host}:{port}/ (interrupt with Ctrl+C)")
    try:
        server.serve(port=port, host=host, root=str(shown), debug=False)
    finally:
        shutil.rmtree(shown, ignore_errors=True)


def _rebuilder(root: Path, shown: Path, port: int) -> Callable[[], None]:
    def rebuild() -> None:
        with Remembering(Cache(root / ".cache", engine()), partial=True) as memo:
            made = examine(root, memo, drafts=True)
        for found in made.problems:
            click.echo(as_text(found))
        if made.files:
            write({path: _for_preview(path, data, port) for path, data in made.files.items()}, shown)
        click.echo(summary(made, shown, strict=False, writes=False))

    return rebuild


def _for_preview(path: str, data: bytes, port: int) -> bytes:
    """A page that may be told to load itself again: its policy allows livereload's script and socket, from here alone."""
    if not path.endswith(".html"):
        return data
    allowed = f"{_POLICY} connect-src ws://127.0.0.1:{port} ws://localhost:{port};".encode()
    script = f'<script src="/livereload.js?port={port}"></script></head>'.encode()
    return data.replace(_POLICY.encode(), allowed, 1).replace(b"</head>", script, 1)
