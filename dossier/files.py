"""The files below a folder, as content is looked for."""

import os
from collections.abc import Iterator
from pathlib import Path


def walk(root: Path, folder: str) -> Iterator[str]:
    """Paths of all files below a folder, sorted; neither hidden ones nor what a symbolic link leads to."""
    try:
        with os.scandir(root / folder) as items:
            found = sorted(items, key=lambda item: item.name)
    except FileNotFoundError:
        return
    for item in found:
        path = f"{folder}/{item.name}"
        if item.name.startswith("."):
            continue
        if item.is_dir(follow_symlinks=False):
            yield from walk(root, path)
        elif item.is_file(follow_symlinks=False):
            yield path
