"""A dossier that has some of everything, and what editors, other programs and accidents do to its folder between builds.

A step is a tuple of texts and numbers that `take` carries out, so that a law that fails prints what it takes to see it.
"""

import os
import shutil
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

from hypothesis import strategies as st
from rasters import png
from sites import read_site, with_base

from dossier.memo import Plain
from dossier.names import Ref
from dossier.renaming import Refused, put
from dossier.renaming import rename as find_names

Step = tuple[str | int, ...]

ORIGINAL = b"<html><h1>Of the hall</h1><p>The hall stands at the river.</p><p>It is made of stone.</p></html>"


REPORT = (
    "Workers in the capital laid the first stones on Tuesday of a memorial for soldiers who were killed abroad, and relatives"
    " of the dead were brought to the site in buses to watch. The hall is to be finished before the anniversary in the autumn."
)

MORE: dict[str, str] = {
    "content/sources/hall.md": (
        f"---\ntitle: Of the hall\nurl: https://hall.example/\noriginal: hall.html\nsha256: {sha256(ORIGINAL).hexdigest()}\n"
        "origin: self\nadded: 2026-01-05\n---\n\nThe hall stands at the river.\n\nIt is made of stone.\n"
    ),
    "content/notes/deep/hall.md": (
        "---\ntitle: A hall\ndate: 2026-01\naliases: [old-hall]\ntopics: [harbour]\nadded: 2026-01-06\n---\n\n"
        'It "stands at the river" [@hall], and is the ministry\'s. See [[A crossing]], [[note:once]].\n\n'
        '![The hall from afar](../../images/hall.png "Photo: Ada")\n'
    ),
    "content/sources/gazette.md": (
        "---\ntitle: First stones are laid\npublisher: The Gazette\nurl: https://g.example/\naccept:\n"
        f"  uncited-source: Read for the report that it prints.\n---\n\n{REPORT}\n"
    ),
    "templates/corrections.html": (
        '{% extends "base.html" %}\n{% block main %}<h1>Corrections</h1>{% include "notice.txt" %}'
        "<p>{{ page.corrections | length }}</p>{% endblock %}\n"
    ),
    "templates/notice.txt": "<p>Write to us.</p>\n",
    "templates/assets/own.css": "body { color: black }\n",
}
"""What the site `clean-every-state` lacks: an original, an image, redirects, templates and assets of its own."""


def rich() -> dict[str, bytes]:
    """The dossier's files by path. A build of it ends with exit code 0 and without a search."""
    files = {path: data for path, data in with_base(read_site("clean-every-state")).files.items() if data is not None}
    files |= {path: text.encode() for path, text in MORE.items()}
    return files | {"content/originals/hall.html": ORIGINAL, "content/images/hall.png": png(40, 30)}


# --- what an editor changes, rightly and wrongly

EARLY, LATE, LONG, HALL = (f"content/sources/{id_}.md" for id_ in ("early", "late", "long", "hall"))
BRIDGE, SEEN, ONCE, DEEP = (f"content/notes/{id_}.md" for id_ in ("bridge", "seen", "once", "deep/hall"))
MORE_TONS, BUILT = "content/claims/more-tons.md", "content/claims/built.md"
HARBOUR, AGENCY = "content/topics/harbour.md", "content/topics/agency.md"

CHANGES: tuple[tuple[str, str, str], ...] = (
    ("config.yaml", "title: Every state", "title: Another state"),
    ("config.yaml", "url: https://dossier.example/", "url: https://dossier.example/below/it/"),
    ("config.yaml", "url: https://dossier.example/\n", ""),
    ("config.yaml", "editors: [Ada, Ben]", "editors: Cleo"),
    ("config.yaml", "repository: https://github.com/example/dossier\n", "language: ko\n"),
    ("config.yaml", "source-text: full", "source-text: passages"),
    ("config.yaml", "source-text: full", "source-text: metadata"),
    (
        "config.yaml",
        "source-text: full",
        "source-text: full\nchecks: {source-without-url: 'off', uncited-source: error}",
    ),
    ("config.yaml", "source-text: full", "source-text: full\nsearch: true"),
    ("config.yaml", "source-text: full", "source-text: all of it"),
    ("config.yaml", "title:", "titel:"),
    (EARLY, "About 10,000 tons were moved", "About 11,000 tons were moved"),
    (EARLY, "published: 2025-01-02", "published: 2025-02-30"),
    (EARLY, "published: 2025-01-02", "published: 2026-01-02"),
    (EARLY, "origin: agency", "origin: self"),
    (EARLY, "origin: agency", "origin: war-office"),
    (EARLY, "publisher: The Early", "publisher: The Very Early"),
    (EARLY, "title: A bridge", "title: [A bridge"),
    (LATE, "reliability: E", "reliability: A"),
    (LATE, "Fourteen thousand", "Fifteen thousand"),
    (LATE, "He said “not one came back” of them.", "Of them “not one came back”, he said. ![]( ../images/hall.png)"),
    (LONG, "publish: passages", "publish: full"),
    (LONG, "publish: passages", "publish: metadata"),
    (LONG, "\nThe report ends", "\nIt goes on.\n\nThe report ends"),
    (
        LONG,
        "The first paragraph is not quoted",
        "About 14,000 tons were moved. The chief was seen at the harbour. It is so",
    ),
    (HALL, "The hall stands", "The tall hall stands"),
    (HALL, "It is made of stone.\n", ""),
    (HALL, "added: 2026-01-05\n", ""),
    (BRIDGE, "date: 2025-03?", "date: 2024-11-30"),
    (BRIDGE, "date: 2025-03?", "date: no day"),
    (BRIDGE, "title: A bridge", "title: The new bridge"),
    (BRIDGE, "importance: high\n", ""),
    (BRIDGE, "topics: [harbour, chief]", "topics: [harbour, nobody]"),
    (BRIDGE, "topics: [harbour, chief]", "topics: [war]\ndraft: true"),
    (BRIDGE, '"was built in March" [@late]', '"was built in May" [@late]'),
    (BRIDGE, "[[more-tons]]", "[[nowhere]]"),
    (BRIDGE, "[[more-tons]]", "[more](../../claims/more-tons/#nothing)"),
    (BRIDGE, "  altered-sense: What is left out is shown beside it.\n", ""),
    (BRIDGE, "added: 2026-01-02", "added: 2026-02-03"),
    (SEEN, "The chief is seen", "The chief is seen again"),
    (SEEN, "harbour, war]", "harbour, trade]\nexpected: true"),
    (ONCE, "title: A crossing", "title: Two crossings"),
    (DEEP, "aliases: [old-hall]", "aliases: [old-hall, notes/bridge]"),
    (DEEP, "aliases: [old-hall]", "aliases: [older/hall, way]"),
    (DEEP, "hall.png", "no-hall.png"),
    (DEEP, "The hall from afar", ""),
    (MORE_TONS, "supersedes: fewer-tons\n", ""),
    (MORE_TONS, "label: tons moved", "label: tons of grain"),
    (MORE_TONS, "supports: third", "disputes: third"),
    (BUILT, "  - disputes: early\n    quote: The bridge is to be built by the end of the year\n", ""),
    (BUILT, "credibility: 2", "credibility: 7"),
    (HARBOUR, "title: The harbour", "title: The old harbour"),
    (HARBOUR, "A place for ships.", "A place for small ships, [[war|in war]]."),
    (AGENCY, "origin: ministry", "origin: agency"),
    (AGENCY, "names: [통신사,", "names: [The Agency, 통신,"),
    ("templates/notice.txt", "Write to us.", "Do write to us."),
    ("templates/corrections.html", "page.corrections", "page.nothing"),
    ("templates/corrections.html", "{% endblock %}", ""),
    ("templates/corrections.html", "<h1>Corrections</h1>", '<h1 id="top">Corrections</h1> <a href="../no/such/">…</a>'),
    ("templates/assets/own.css", "black", "green"),
)

FILES: tuple[tuple[str, bytes], ...] = (
    ("content/notes/new.md", b"---\ntitle: A new note\ndate: 2025-03-03\ntopics: [war]\n---\n\nIt is so [@late].\n"),
    ("content/notes/new.md", b"---\ntitle: A bridge\ndate: 2025-03-03\nno end\n"),
    ("content/notes/new.md", b"---\ntitle: \xff\n---\n"),
    (
        "content/notes/draft.md",
        b"---\ntitle: Not finished\ndraft: true\naliases: [soon]\n---\n\nIt is so. See [[bridge]].\n",
    ),
    ("content/notes/draft.md", b'---\ntitle: Not finished\ndraft: true\n---\n\n"It is so", nobody says.\n'),
    ("content/notes/deep/bridge.md", b"---\ntitle: Of the same name\n---\n\nIt is so [@late].\n"),
    ("content/notes/Not An Id.md", b"---\ntitle: A\n---\n"),
    ("content/notes/.hidden.md", b"no content"),
    ("content/sources/courier.md", f"---\ntitle: A copy\nurl: https://c.example/\n---\n\n{REPORT}\n".encode()),
    ("content/topics/once.md", b"---\ntitle: A crossing\nnames: [once upon a time]\n---\n"),
    ("content/topics/nobody.md", b"---\ntitle: Nobody\ntype: person\n---\n"),
    ("content/images/hall.png", png(64, 48)),
    ("content/images/other.png", png(20, 20)),
    ("content/images/hall.png", b"<svg></svg>"),
    ("content/originals/hall.html", ORIGINAL.replace(b"stone", b"brick")),
    ("templates/note.html", b"{% extends 'base.html' %}{% block main %}<h1>{{ page.head.title }}</h1>{% endblock %}"),
    ("templates/about.html", b"<!doctype html><title>A</title><h1>{{ site.title }}</h1>{% include 'notice.txt' %}"),
    ("templates/unused.html", b"{% if"),
    ("templates/assets/style.css", b"body { color: red }\n"),
)


# --- what is done to a folder

PATHS = sorted(rich())
ENTRIES = [path for path in PATHS if path.endswith(".md")]
RENAMED = (("source", "early"), ("source", "hall"), ("note", "bridge"), ("claim", "more-tons"), ("topic", "harbour"))


def take(step: Step, root: Path, base: Path) -> None:
    """Carry out a step in a dossier's folder. base: the folder as it was after its first build, cache and site included."""
    name, *given = step
    STEPS[str(name)](root, base, *given)


def put_files(files: dict[str, bytes], root: Path) -> None:
    for path, data in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)


def _change(root: Path, _: Path, path: str, before: str, after: str) -> None:
    file = root / path
    if file.is_file():
        file.write_bytes(file.read_bytes().replace(before.encode(), after.encode()))


def _write(root: Path, _: Path, number: int) -> None:
    put_files(dict([FILES[number]]), root)


def _remove(root: Path, _: Path, path: str) -> None:
    (root / path).unlink(missing_ok=True)


def _mend(root: Path, base: Path, *paths: str) -> None:
    """Put files back as they were at first; without a path, all of them."""
    for path in paths:
        put_files({path: (base / path).read_bytes()}, root)
    if not paths:
        for folder in ("content", "templates"):
            shutil.rmtree(root / folder, ignore_errors=True)
            shutil.copytree(base / folder, root / folder)
        shutil.copy(base / "config.yaml", root)


def _swap(root: Path, _: Path, one: str, other: str) -> None:
    """Let each of two files say what the other says."""
    if (root / one).is_file() and (root / other).is_file():
        first, second = (root / one).read_bytes(), (root / other).read_bytes()
        put_files({one: second, other: first}, root)


def _move(root: Path, _: Path, old: str, new: str) -> None:
    """Give a file another path, over what may stand there; what names it is not told."""
    if (root / old).is_file():
        (root / new).parent.mkdir(parents=True, exist_ok=True)
        (root / old).replace(root / new)


def _rename(root: Path, _: Path, number: int, id_: str) -> None:
    """Give an entry another id with all that names it, if the program does."""
    ref = Ref(*RENAMED[number])  # type: ignore[arg-type]
    found = find_names(root, Plain(), ref, id_)
    if not isinstance(found, Refused):
        put(root, found)


def _touch(root: Path, _: Path, path: str) -> None:
    if (root / path).is_file():
        os.utime(root / path, ns=(1, 10**18))


def _retype(root: Path, _: Path, path: str, number: int) -> None:
    """Change one letter of a file, and leave its size and the time of its change as they were."""
    file = root / path
    data = bytearray(file.read_bytes()) if file.is_file() else bytearray()
    letters = [at for at, sign in enumerate(data) if sign in b"aeiou"]
    if letters:
        at, state = letters[number % len(letters)], file.stat()
        data[at] = b"eioua"[b"aeiou".index(data[at])]
        file.write_bytes(data)
        os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))


def _renew(root: Path, base: Path, path: str, number: int) -> None:
    """The same by another file of that name, as editors save."""
    file, beside = root / path, root / f"{path}.new"
    if file.is_file():
        shutil.copy2(file, beside)
        _retype(root, base, f"{path}.new", number)
        beside.replace(file)


def _line(root: Path, _: Path, path: str, number: int, times: int) -> None:
    """Take out one line of a file, or have it twice."""
    file = root / path
    lines = file.read_bytes().splitlines(keepends=True) if file.is_file() else []
    if lines:
        at = number % len(lines)
        file.write_bytes(b"".join([*lines[:at], *lines[at : at + 1] * times, *lines[at + 1 :]]))


def _cache(root: Path, base: Path, how: str, number: int) -> None:
    """Do something to what is remembered."""
    folder = root / ".cache"
    _damage(folder, how, number)
    if how == "restore":
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(base / ".cache", folder)


def _site(root: Path, base: Path, how: str, number: int) -> None:
    """Do something to the site, by which the next run still knows it as its own."""
    folder = root / "site"
    if how == "stray":
        put_files({"notes/stray/index.html": b"stray", "stray.txt": b"stray"}, folder)
    elif how == "restore":
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(base / "site", folder)
    else:
        _damage(folder, how, number)
    if folder.is_dir() and not (folder / "dossier.json").exists():
        (folder / "dossier.json").write_bytes(b"{}")


def _damage(folder: Path, how: str, number: int) -> None:
    """Remove all, or harm one of the files below a folder."""
    if how == "all":
        shutil.rmtree(folder, ignore_errors=True)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    if not files:
        return
    file, other = files[number % len(files)], files[(number * 7 + 1) % len(files)]
    data = file.read_bytes()
    if how == "remove":
        file.unlink()
    if how == "cut":
        file.write_bytes(data[: len(data) // 2])
    if how == "empty":
        file.write_bytes(b"")
    if how == "flip" and data:
        at = number * 131 % len(data)
        state = file.stat()
        file.write_bytes(data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :])
        os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))
    if how == "swap":
        file.write_bytes(other.read_bytes())
        other.write_bytes(data)


STEPS: dict[str, Callable[..., None]] = {
    "change": _change,
    "write": _write,
    "remove": _remove,
    "mend": _mend,
    "swap": _swap,
    "move": _move,
    "rename": _rename,
    "touch": _touch,
    "retype": _retype,
    "renew": _renew,
    "line": _line,
    "cache": _cache,
    "site": _site,
}
HARM = ("all", "remove", "cut", "empty", "flip", "swap", "restore")


def _some(*parts: Sequence[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.tuples(*map(st.sampled_from, parts))


_numbers = range(1000)
_MOVES = [
    (BRIDGE, SEEN),
    (BRIDGE, "content/notes/deep/bridge.md"),
    (BRIDGE, "content/notes/a-bridge.md"),
    (EARLY, "content/sources/first.md"),
    ("content/images/hall.png", "content/images/the hall.png"),
    (DEEP, "content/topics/hall.md"),
    ("templates/notice.txt", "templates/moved.txt"),
]

steps: st.SearchStrategy[Step] = st.one_of(
    st.sampled_from([("change", *one) for one in CHANGES]),
    st.sampled_from([("change", path, after, before) for path, before, after in CHANGES if before and after]),
    _some(["write"], range(len(FILES))),
    _some(["remove"], [path for path in PATHS if path != "config.yaml"]),
    st.just(("mend",)),
    _some(["mend"], PATHS),
    _some(["swap"], ENTRIES, ENTRIES),
    st.sampled_from([("move", *one) for one in _MOVES]),
    _some(["rename"], range(len(RENAMED)), ["named-anew", "bridge"]),
    _some(["touch"], PATHS),
    _some(["retype"], PATHS, _numbers),
    _some(["renew"], PATHS, _numbers),
    _some(["line"], ENTRIES, _numbers, [0, 2]),
    _some(["cache"], HARM, _numbers),
    _some(["site"], (*HARM, "stray"), _numbers),
)
"""Any one step. None of them leaves the folder without a config.yaml or a content/."""
