"""Small whole dossiers as text: from a file of tests/sites/ to a folder that can be checked, and what a check of it prints.

A site is a line that says what is wrong, sections `=== PATH` with the files that it adds to those of base.txt or puts in
their place, and a last section `=== expected`. `=== PATH (absent)` takes a file of the base away. In `=== PATH (escaped)`
`\\xff` is a byte that text can't hold, and `z\\*3` is `zzz`, for what would not fit on a screen. `=== PATH (before)` is
what the file said in an earlier commit: such a site is also compared with the one that it was then.
"""

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct
from msgspec.structs import replace

from dossier.changes import silent_changes
from dossier.diagnostics import as_text, settle
from dossier.memo import Plain
from dossier.outcome import Outcome
from dossier.pipeline import Gathered, build, gather

SITES = Path(__file__).parent / "sites"
BASE = "base"
EXPECTED = "expected"
_HEADER = re.compile(r"^=== (?P<path>.+?)(?: \((?P<form>absent|escaped|before)\))?$", re.MULTILINE)
_BYTE = re.compile(rb"\\x([0-9a-f]{2})")
_REPEATED = re.compile(rb"(.)\\\*(\d+)")


class Site(Struct, frozen=True):
    """A dossier in one text. files: what each section says, by path, None for one that is absent; before: what it said."""

    name: str
    about: str
    files: dict[str, bytes | None]
    expected: str
    before: dict[str, bytes | None] = {}


def names() -> list[str]:
    """All sites by name, without the base that they share."""
    return sorted(path.stem for path in SITES.glob("*.txt") if path.stem != BASE)


def read_site(name: str) -> Site:
    """The site of a file in tests/sites/; ValueError for one without a section `expected` at its end."""
    return parse_site(name, _file(name).read_text(encoding="utf-8"))


def parse_site(name: str, text: str) -> Site:
    """The site that a text describes; ValueError where two sections have one name, or the last is not `expected`."""
    headers = list(_HEADER.finditer(text))
    paths = [(header["path"], header["form"] == "before") for header in headers]
    if paths[-1:] != [(EXPECTED, False)] or len(paths) != len(set(paths)):
        raise ValueError(f"{name}: sections are to be named once each, the last one `{EXPECTED}`")
    ends = [*(header.start() for header in headers[1:]), len(text)]
    bodies = [text[header.end() + 1 : end].rstrip("\n") for header, end in zip(headers, ends, strict=True)]
    found = list(zip(headers[:-1], bodies, strict=False))
    before, files = (
        {header["path"]: _content(header, body) for header, body in found if (header["form"] == "before") == earlier}
        for earlier in (True, False)
    )
    return Site(name, text[: headers[0].start()].strip(), files, bodies[-1], before)


def _content(header: re.Match[str], body: str) -> bytes | None:
    if header["form"] == "absent":
        return None
    data = f"{body}\n".encode()
    if header["form"] != "escaped":
        return data
    data = _BYTE.sub(lambda found: bytes.fromhex(found[1].decode()), data)
    return _REPEATED.sub(lambda found: found[1] * int(found[2]), data)


def accept(name: str, printed: str) -> None:
    """Let a site expect what it prints now: for a change that somebody has read."""
    text = _file(name).read_text(encoding="utf-8")
    _file(name).write_text(f"{text.rpartition(f'=== {EXPECTED}')[0]}=== {EXPECTED}\n{printed}\n", encoding="utf-8")


def _file(name: str) -> Path:
    return SITES / f"{name}.txt"


def with_base(site: Site) -> Site:
    """The site with the files of the base that it neither replaces nor takes away."""
    return replace(site, files=read_site(BASE).files | site.files)


def write_site(site: Site, root: Path) -> None:
    """Write a site's files into a folder."""
    for path, data in site.files.items():
        if data is not None:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(data)


def run(site: Site, root: Path) -> Outcome:
    """Write a site, on top of the base, and build it in this process into the folder `site` beside its content.

    What `build.py changes` finds since it was another is added to the problems.
    """
    write_site(with_base(site), root)
    made = build(root, root / "site", Plain())
    if not site.before:
        return made
    with TemporaryDirectory() as folder:
        write_site(with_base(replace(site, files=site.files | site.before)), Path(folder))
        before, now = gather(Path(folder), Plain()), gather(root, Plain())
    assert isinstance(before, Gathered)
    assert isinstance(now, Gathered)
    found = silent_changes(before.dossier, now.dossier, now.corpus).problems
    return replace(made, problems=tuple(sorted((*made.problems, *settle(found, now.dossier.config.checks)))))


def printed(made: Outcome) -> str:
    """What a check prints of each problem, and the exit code as a last line."""
    code = 2 if made.misconfigured else int(bool(made.errors))
    return "\n".join([*map(as_text, made.problems), f"exit {code}"])
