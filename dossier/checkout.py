"""The content as it lies on the disk, under one digest: a site names by it what it was made of.

In: the dossier's folder, and the digests that reading and checking gave already. Out: how many files, and their digest.
Anyone with a checkout can compute it again:

    find config.yaml content -type f -not -path '*/.*' -print0 | xargs -0 sha256sum |
        sed -E 's#( content/(sources|notes|claims|topics)/).*/#\\1#' | LC_ALL=C sort | sha256sum
"""

import re
from collections.abc import Mapping
from hashlib import file_digest, sha256
from pathlib import Path

from dossier.files import walk
from dossier.ids import KINDS
from dossier.link import Dossier
from dossier.manifest import Content
from dossier.read import Corpus

_ENTRY = re.compile(r"(content/(?:sources|notes|claims|topics)/).*/")


def content_of(root: Path, corpus: Corpus, dossier: Dossier) -> Content:
    """The digest of config.yaml and of every file below content/, published or not, but hidden ones and symbolic links.

    It is the SHA-256 of a line for each file, sorted: its SHA-256, two spaces, its path. Folders within those of the
    kinds are left out of the path, as they say nothing. Drafts and comments count: the digest is of a checkout, not of
    what a site shows. OSError from the disk.
    """
    known = _known(corpus, dossier)
    lines = []
    for path in ("config.yaml", *walk(root, "content")):
        name = _ENTRY.sub(r"\1", path)
        lines.append(f"{known.get(path) or _digest(root / path)}  {name}\n".encode(errors="surrogateescape"))
    return Content(len(lines), sha256(b"".join(sorted(lines))).hexdigest())


def _known(corpus: Corpus, dossier: Dossier) -> Mapping[str, str]:
    """What was hashed already: entries when they were read, the originals of published sources when they were checked."""
    digests = {entry.path: entry.digest for kind in KINDS for entry in corpus.of(kind).values()}
    for source in dossier.sources.values():
        if source.id in dossier.originals and source.fields.sha256:
            digests[f"content/originals/{source.fields.original}"] = source.fields.sha256
    return digests


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
