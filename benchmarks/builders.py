"""The programs that are measured: how each is given a dossier, builds it, and shows it while it is edited."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from benchmarks.corpus import ROOT


class Builder(Struct, frozen=True):
    """A program that makes a site in `site/` of the folder that it works in.

    lay: lays a dossier out for it, from one folder in another; edits of a note are the same in both. build: its command for
    a folder. serve: the same for its preview on a port. base: what addresses in that begin with.
    """

    name: str
    version: str
    lay: Callable[[Path, Path], None]
    build: Callable[[Path], list[str]]
    serve: Callable[[Path, int], list[str]]
    base: str = "/"


def own_command(command: str, root: Path, *options: str) -> list[str]:
    """A command of this project's, on the dossier in a folder."""
    return [sys.executable, str(ROOT / "build.py"), command, "--root", str(root), *options]


def _lay(dossier: Path, root: Path) -> None:
    shutil.copytree(dossier, root)


def _build(root: Path) -> list[str]:
    return own_command("build", root)


def _serve(root: Path, port: int) -> list[str]:
    return own_command("serve", root, "--port", str(port))


OWN = Builder("Dossier", "", _lay, _build, _serve)
