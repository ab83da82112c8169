"""A published site compared: with its own manifest, and with what a build from some content gives.

In: where the site lies, its manifest, a built site's manifest. Out: what differs, and that in words.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from dossier.fetching import Fault, Site
from dossier.manifest import LARGEST, MANIFEST, Content, Engine, Manifest, read_manifest

SHOWN = 20
"""Paths of one kind that are named at most."""


class Kept(Struct, frozen=True):
    """A site beside its manifest. same: how many files are as listed. unserved: hidden files, which servers leave out.

    added: what stands in a folder and is not listed; faults: what could not be had, with the reason.
    """

    same: int
    changed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    unserved: tuple[str, ...] = ()
    faults: tuple[tuple[str, str], ...] = ()

    @property
    def holds(self) -> bool:
        return not (self.changed or self.missing or self.added or self.faults)


class Rebuilt(Struct, frozen=True):
    """A site's manifest beside that of a build. here, there: whether only a build from here has it, or only the site."""

    content: tuple[Content, Content]
    engine: tuple[Engine, Engine]
    same: int
    differ: tuple[str, ...] = ()
    here: tuple[str, ...] = ()
    there: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return not (self.differ or self.here or self.there)


def manifest_of(site: Site) -> Manifest | Fault | str:
    """A site's manifest; a fault where it can't be had, and words where there is none that can be used: a line each."""
    data = site.read(MANIFEST, LARGEST)
    if data is None:
        return f"{site.name} has no {MANIFEST}: no build of this program made it, or an older one"
    if isinstance(data, Fault):
        return Fault(f"{site.name} gives no {MANIFEST}: {data.words}")
    found = read_manifest(data)
    return found if isinstance(found, Manifest) else f"the {MANIFEST} of {site.name} is none: {found}"


def keep(site: Site, manifest: Manifest) -> Kept:
    """Compare a site with its manifest, file by file."""
    same, changed, missing, unserved, faults = 0, [], [], [], []
    for path, digest in site.digests(list(manifest.files)):
        if digest == manifest.files[path]:
            same += 1
        elif isinstance(digest, Fault):
            faults.append((path, digest.words))
        elif digest is not None:
            changed.append(path)
        elif site.paths is None and "/." in f"/{path}":
            unserved.append(path)
        else:
            missing.append(path)
    added = sorted((site.paths or frozenset()) - manifest.files.keys() - {MANIFEST})
    return Kept(same, tuple(changed), tuple(missing), tuple(added), tuple(unserved), tuple(faults))


def rebuild(there: Manifest, here: Manifest) -> Rebuilt:
    """Compare a site, as its manifest says it was made, with one that was built here."""
    both = sorted(there.files.keys() & here.files.keys())
    differ = tuple(path for path in both if there.files[path] != here.files[path])
    return Rebuilt(
        content=(there.content, here.content),
        engine=(there.engine, here.engine),
        same=len(both) - len(differ),
        differ=differ,
        here=tuple(sorted(here.files.keys() - there.files.keys())),
        there=tuple(sorted(there.files.keys() - here.files.keys())),
    )


# --- in words


def kept_words(kept: Kept) -> Iterator[str]:
    """What a site and its manifest say to each other, in lines."""
    yield f"{_files(kept.same)} as the manifest lists {'it' if kept.same == 1 else 'them'}"
    yield from _list("changed since the manifest was made", kept.changed)
    yield from _list("listed and not there", kept.missing)
    yield from _list("there and not listed", kept.added)
    yield from _list("could not be compared", [f"{path}: {words}" for path, words in kept.faults])
    yield from _list("not served, as hidden files often are not (this is no fault)", kept.unserved)


def rebuilt_words(rebuilt: Rebuilt) -> Iterator[str]:
    """How a site differs from a build, in lines."""
    there, here = rebuilt.content
    if there == here:
        yield f"made of this content: {_files(here.files)}, SHA-256 {here.sha256}"
    else:
        yield f"made of other content: {_files(there.files)}, SHA-256 {there.sha256}"
        yield f"  here are {_files(here.files)}, SHA-256 {here.sha256}"
    yield _engines(*rebuilt.engine)
    yield f"{_files(rebuilt.same)} equal in both"
    yield from _list("different in a build from here", rebuilt.differ)
    yield from _list("only in a build from here", rebuilt.here)
    yield from _list("only on the site", rebuilt.there)
    if not rebuilt.holds and there == here and rebuilt.engine[0] == rebuilt.engine[1]:
        yield "  content and engine are the same: the dossier’s own templates/ differ, or what the program is built on"


def _engines(there: Engine, here: Engine) -> str:
    name, other = f"{here.name} {here.version}", f"{there.name} {there.version}"
    if there == here:
        return f"made by this program: {name}"
    if name == other:
        return f"made by another state of this program: it calls itself {name}, too, but its source differs"
    return f"made by {other}; this is {name}"


def _list(what: str, paths: Sequence[str]) -> Iterator[str]:
    if not paths:
        return
    yield f"{_files(len(paths))} {what}:"
    yield from (f"  {path}" for path in paths[:SHOWN])
    if len(paths) > SHOWN:
        yield f"  and {len(paths) - SHOWN:,} more"


def _files(count: int) -> str:
    return f"{count:,} file" if count == 1 else f"{count:,} files"
