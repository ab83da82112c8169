"""The beginning of a dossier: a folder that builds, with one source, the note that quotes it, and their topic.

In: where it is to be. Out: the files of start/, copied there byte for byte, and those that make an editor help; nothing that
exists is ever written over.
"""

from pathlib import Path

from dossier.vscode import files, from_there

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
    made = {_path(file): file.read_bytes() for file in sorted(START.rglob("*")) if file.is_file()}
    made |= {path: text.encode() for path, text in files(from_there(folder)).items()}
    for path, data in made.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        with (folder / path).open("xb") as target:
            target.write(data)
    return tuple(made)


def _path(file: Path) -> str:
    path = file.relative_to(START).as_posix()
    return f".{path}" if path in HIDDEN else path
