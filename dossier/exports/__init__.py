"""Files for machines, made from the same edition as the pages. An output format is one function in EXPORTS."""

from collections.abc import Callable, Sequence
from functools import partial
from hashlib import blake2b

from msgspec import Struct, msgpack

from dossier.exports.annotations import ANNOTATIONS, annotations_jsonl
from dossier.exports.corrections_feed import corrections_xml
from dossier.exports.crawlers import nojekyll, robots_txt, sitemap_xml
from dossier.exports.dossier_json import dossier_json
from dossier.exports.events_json import events_json
from dossier.exports.fact_check_csv import CSV, fact_check_csv
from dossier.exports.feed import FEED, feed_xml
from dossier.exports.references import REFERENCES
from dossier.memo import Memo, Task
from dossier.pages.apparatus import CORRECTIONS_FEED
from dossier.pages.edition import Edition
from dossier.pages.filters import EVENTS_JSON
from dossier.pages.framing import Listed

Export = Callable[[Edition, Sequence[Listed]], bytes | None]
"""From an edition and its pages to a file's bytes; None where this dossier has no such file."""
EXPORTS: tuple[tuple[str, Export], ...] = (
    ("dossier.json", dossier_json),
    (ANNOTATIONS, annotations_jsonl),
    (CSV, fact_check_csv),
    *REFERENCES,
    (EVENTS_JSON, events_json),
    ("sitemap.xml", sitemap_xml),
    (FEED, feed_xml),
    (CORRECTIONS_FEED, corrections_xml),
    ("robots.txt", robots_txt),
    (".nojekyll", nojekyll),
)


class Exported(Struct, frozen=True):
    data: bytes | None


def exports(edition: Edition, pages: Sequence[Listed], memo: Memo) -> dict[str, Callable[[], bytes]]:
    """What gives each export that there is, by its site path: they are large, and made one after another.

    All of them are recalled where no entry and no address has changed. What gives them is open as long as the memo is.
    """
    settings = (edition.dossier.config, edition.answered, edition.speech.digest)
    digest = blake2b(msgpack.encode(settings), digest_size=16)
    for ref, entry in edition.dossier.entries():
        digest.update(f"{ref.kind} {ref.id} {entry.path} {entry.digest}\n".encode())
    digest.update("\n".join(page.path for page in pages).encode())
    task = Task("exports", _made, Exported, (edition, pages), digest.digest(), here=True)
    made = memo.stream(task, [(path.encode(), partial(str, path)) for path, _ in EXPORTS])
    return {
        path: partial(_bytes, again)
        for (path, _), (found, again) in zip(EXPORTS, made, strict=True)
        if found.data is not None
    }


def _made(given: tuple[Edition, Sequence[Listed]], path: str) -> Exported:
    return Exported(dict(EXPORTS)[path](*given))


def _bytes(again: Callable[[], Exported]) -> bytes:
    return again().data or b""
