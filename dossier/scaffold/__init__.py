"""The beginning of a dossier: a folder that builds, with one source, the note that quotes it, and their topic.

In: where it is to be. Out: the files of start/, copied there byte for byte; nothing that exists is ever written over.
"""

from pathlib import Path

START = Path(__file__).parent / "start"
HIDDEN = ("gitattributes", "gitignore")
"""Files of start/ that get a `.` before their name; with it there, git would take them for this repository's own."""


def refusal(folder: Path) -> str:
    """Why a dossier can't begin here, as a lower-case sentence; empty where it can. OSError from the disk."""
    if folder.is_dir():
        return f"{folder} is not empty" if any(folder.iterdir()) else ""
    return f"{folder} is not a folder" if folder.exists() else ""


def begin(folder: Path) -> tuple[str, ...]:
    """Make the dossier; the paths of its files. OSError from the disk, FileExistsError for a file that is there already."""
    files = sorted(file for file in START.rglob("*") if file.is_file())
    return tuple(_copy(file, folder) for file in files)


def _copy(file: Path, folder: Path) -> str:
    path = file.relative_to(START).as_posix()
    path = f".{path}" if path in HIDDEN else path
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    with (folder / path).open("xb") as target:
        target.write(file.read_bytes())
    return path
