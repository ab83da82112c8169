"""One content file put in its place, whole at every moment."""

import shutil
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole, with the permissions that it has. OSError from the disk."""
    if path.read_bytes() == data:
        return
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_bytes(data)
        shutil.copymode(path, beside)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
