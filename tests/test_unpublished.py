"""What of a source is not to be published stands in no file of the site, in no form; and a leak would be seen.

Sources are made of blocks in which every word is a secret of its own. Notes, claims, topics and dates quote some of them.
"""

import base64
import binascii
import gzip
import html
import json
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Literal
from unittest.mock import patch
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import Struct

from dossier import exports, pipeline
from dossier.diagnostics import as_text
from dossier.memo import Plain
from dossier.pages.edition import Edition
from dossier.pages.passages import Excerpt, Kept
from dossier.pages.views import Page
from dossier.pipeline import build

Publish = Literal["full", "passages", "metadata"]
WORDS = 9
"""In each block."""
LATIN = [f"{a}{b}{c}qux" for a in ("vor", "zim", "kel", "dra") for b in "aeiou" for c in ("nt", "lk", "rp", "sh", "mb")]
HANGUL = [f"{a}{b}쀍" for a in "뷁쀓쾅뚫" for b in "릵햏뿕쀆쭒꽑"]
_SECRET = re.compile(
    "(?:vor|zim|kel|dra)[aeiou](?:nt|lk|rp|sh|mb)qux[a-z]{3}|[뷁쀓쾅뚫][릵햏뿕쀆쭒꽑]쀍[뷁쀓쾅뚫릵햏]{4}"
)
FORMS = (
    "{}",
    "# {}",
    "> {}",
    "- {}\n- {}",
    "1. {}",
    "| {} |\n|---|\n| {} |",
    "Break.\n\n    {}",
    "**{}** and [{}](https://example.org/)",
)
"""Of blocks; each hole holds words."""


class Block(Struct, frozen=True):
    """A block of a source: its words, by hole of its form; and which of them are quoted, from the first hole."""

    form: str
    words: tuple[tuple[str, ...], ...]
    quoted: tuple[int, int] | None

    @property
    def text(self) -> str:
        return self.form.format(*(" ".join(words) for words in self.words))

    def secrets(self, publish: Publish) -> set[str]:
        """The words that nobody is to find. `passages` shows the paragraph, item or row that is quoted from: the context."""
        own = {word for words in self.words for word in words}
        context = own if self.form == FORMS[-1] else set(self.words[0])
        if publish == "full":
            return set()
        if publish == "passages" and self.quoted:
            return own - context
        return own - set(self.words[0][slice(*self.quoted)] if self.quoted else ())

    @property
    def quote(self) -> str:
        return " ".join(self.words[0][slice(*self.quoted)]) if self.quoted else ""


class Article(Struct, frozen=True):
    """A source: its blocks, how much of it readers see, and where that is said."""

    id: str
    blocks: tuple[Block, ...]
    publish: Publish


def word(number: int) -> str:
    """A word that stands nowhere else, in one of two scripts."""
    if number % 3:
        end = "".join("abcdefghij"[number // 10**i % 10] for i in range(3))
        return LATIN[number % len(LATIN)] + end
    return HANGUL[number % len(HANGUL)] + "".join("뷁쀓쾅뚫릵햏"[number // 6**i % 6] for i in range(4))


@st.composite
def articles(draw: st.DrawFn) -> list[Article]:
    """Up to four sources, each of up to six blocks, a few of them quoted."""
    number = 0
    made = []
    for i in range(draw(st.integers(1, 4))):
        blocks = []
        for form in draw(st.lists(st.sampled_from(FORMS), min_size=2, max_size=6)):
            words = []
            for _ in range(form.count("{}")):
                words.append(tuple(word(number + n) for n in range(WORDS)))
                number += WORDS
            start = draw(st.integers(1, WORDS - 5))
            blocks.append(Block(form, tuple(words), (start, start + 3) if draw(st.booleans()) else None))
        made.append(Article(f"s{i}", tuple(blocks), draw(st.sampled_from(("full", "passages", "metadata")))))
    return made


# --- a dossier of them

PLACES = (
    '---\ntitle: N{n}\ndate: 2026-01\n---\n\nIt says so [@{id}, "{quote}"].\n',
    "---\ntitle: N{n}\n---\n\n> {quote} [@{id}]\n",
    "---\ntitle: N{n}\ndate: 2026-01?\ndate-from:\n  - source: {id}\n    quote: {quote}\n---\n\nSo [@{id}].\n",
    "---\nclaim: C{n}\nfigure: {quote}\nevidence:\n  - supports: {id}\n    quote: {quote}\n---\n",
    "---\ntitle: T{n}\n---\n\nIt is “{quote}” [@{id}].\n",
)
KINDS = ("notes", "notes", "notes", "claims", "topics")


def write(root: Path, made: Sequence[Article]) -> Path:
    """Put a dossier of these sources into a folder, with originals, comments and a draft that hold all of their words."""
    files = {
        "config.yaml": "title: Secrets\nsearch: true\nurl: https://example.org/s/\nrepository: https://example.org/r\n"
    }
    number = 0
    for article in made:
        text = "\n\n".join(block.text for block in article.blocks)
        default = "" if article.publish == "passages" else f"publish: {article.publish}\n"
        body = f"<!-- {text} -->\n\n{text}"
        files[f"content/sources/{article.id}.md"] = (
            f"---\ntitle: {article.id}\nadded: 2026-01-01\n{default}---\n\n{body}\n"
        )
        files[f"content/notes/draft-{article.id}.md"] = f"---\ntitle: D\ndraft: true\n---\n\n{text}\n"
        files[f"content/originals/{article.id}.txt"] = text
        for block in article.blocks:
            if block.quoted:
                kind, place = KINDS[number % len(KINDS)], PLACES[number % len(PLACES)]
                filled = place.format(n=number, id=article.id, quote=block.quote)
                files[f"content/{kind}/e{number}.md"] = filled
                number += 1
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


def site(made: Sequence[Article]) -> dict[str, bytes]:
    """Every file of the site of these sources, as it lies on the disk."""
    with tempfile.TemporaryDirectory() as folder:
        root = write(Path(folder, "root"), made)
        # Timelines are split here, since there are files only of those that are.
        with patch("dossier.pages.timeline.EVENTS", 0):
            outcome = build(root, Path(folder, "site"), Plain())
        assert outcome.written, [as_text(problem) for problem in outcome.problems]
        written = Path(folder, "site")
        return {
            path.relative_to(written).as_posix(): path.read_bytes() for path in written.rglob("*") if path.is_file()
        }


# --- looking for words in whatever form


def forms(name: str, data: bytes, depth: int = 0) -> Iterator[str]:
    """What a file may say to whoever looks closely: its name, its text, with tags and escapes taken away, unpacked."""
    for text in dict.fromkeys((unquote(name), data.decode("utf-8", "replace"), data.decode("utf-16", "replace"))):
        bare = re.sub("<[^>]*>", "", text)
        for shown in (text, bare, html.unescape(bare), unquote(text), _unescaped(text)):
            yield shown.casefold()
        if depth < 2:
            for run in re.findall(r"[A-Za-z0-9+/=_-]{24,}", text):
                yield from forms("", _from_base64(run), depth + 2)
    if depth < 3:
        for unpacked in _unpacked(data):
            yield from forms("", unpacked, depth + 1)


def _unescaped(text: str) -> str:
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)


def _from_base64(run: str) -> bytes:
    try:
        return base64.b64decode(run.replace("-", "+").replace("_", "/") + "==")
    except (binascii.Error, ValueError):
        return b""


def _unpacked(data: bytes) -> Iterator[bytes]:
    with suppress(zipfile.BadZipFile, OSError), zipfile.ZipFile(BytesIO(data)) as archive:
        yield from (name.encode() + b"\n" + archive.read(name) for name in archive.namelist())
    for wbits in (zlib.MAX_WBITS | 32, -zlib.MAX_WBITS):
        with suppress(zlib.error):
            yield zlib.decompressobj(wbits).decompress(data)


def found_in(files: dict[str, bytes]) -> dict[str, set[str]]:
    """Each secret word that stands in a site, with the files in which it does."""
    found: dict[str, set[str]] = {}
    for path, data in files.items():
        for text in forms(path, data):
            for secret in _SECRET.findall(text):
                found.setdefault(secret, set()).add(path)
    return found


def leaks(made: Sequence[Article], files: dict[str, bytes]) -> dict[str, set[str]]:
    """What stands in a site and may not, with the files in which it does."""
    secret = {word for article in made for block in article.blocks for word in block.secrets(article.publish)}
    return {word: paths for word, paths in found_in(files).items() if word in secret}


# --- nothing is found


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made=articles())
def test_what_is_not_to_be_published_stands_nowhere_in_the_site(made: list[Article]) -> None:
    files = site(made)
    assert any(path.startswith("pagefind/fragment/") for path in files)
    assert leaks(made, files) == {}
    shown = found_in(files)
    quoted = {word for article in made for block in article.blocks for word in block.quote.split()}
    assert quoted <= shown.keys(), "what is quoted is found: the search sees"
    whole = {w for a in made if a.publish == "full" for block in a.blocks for words in block.words for w in words}
    assert whole <= shown.keys()


# --- a leak would be found


def article(publish: Publish) -> Article:
    words = [tuple(word(i * WORDS + n) for n in range(WORDS)) for i in range(3)]
    blocks = (Block("{}", (words[0],), (2, 5)), Block("{}", (words[1],), None), Block("> {}", (words[2],), None))
    return Article("s0", blocks, publish)


def body(edition: Edition) -> str:
    return "\n".join(source.body.text for source in edition.dossier.sources.values())


def plain(edition: Edition, _: Sequence[Page]) -> bytes:
    return body(edition).encode()


def upper(edition: Edition, _: Sequence[Page]) -> bytes:
    return body(edition).upper().encode()


def escaped(edition: Edition, _: Sequence[Page]) -> bytes:
    return json.dumps({"text": body(edition)}).encode("ascii")


def entities(edition: Edition, _: Sequence[Page]) -> bytes:
    return "".join(f"&#{ord(c)};" for c in body(edition)).encode()


def in_tags(edition: Edition, _: Sequence[Page]) -> bytes:
    return "".join(f"<i>{c}</i>" for c in body(edition)).encode()


def packed(edition: Edition, _: Sequence[Page]) -> bytes:
    return gzip.compress(body(edition).encode(), mtime=0)


def deflated(edition: Edition, _: Sequence[Page]) -> bytes:
    return zlib.compress(body(edition).encode())


def archived(edition: Edition, _: Sequence[Page]) -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("text.html", body(edition))
    return data.getvalue()


def packed_in_base64(edition: Edition, _: Sequence[Page]) -> bytes:
    return b'{"index": "' + base64.b64encode(body(edition).encode()) + b'"}'


def one_word(edition: Edition, _: Sequence[Page]) -> bytes:
    return body(edition).split()[WORDS].encode()


LEAKS = (plain, upper, escaped, entities, in_tags, packed, deflated, archived, packed_in_base64, one_word)


@pytest.mark.parametrize("publish", ["passages", "metadata"])
@pytest.mark.parametrize("leak", LEAKS)
def test_an_export_that_leaks_is_found_in_whatever_form(
    monkeypatch: pytest.MonkeyPatch, leak: exports.Export, publish: Publish
) -> None:
    assert leaks([article(publish)], site([article(publish)])) == {}
    added = (*exports.EXPORTS, ("data/more.bin", leak))
    monkeypatch.setattr(exports, "EXPORTS", added)
    monkeypatch.setattr(pipeline, "EXPORTS", added)
    found = leaks([article(publish)], site([article(publish)]))
    assert found
    assert {path for paths in found.values() for path in paths} == {"data/more.bin"}


def test_a_page_that_shows_the_whole_text_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Kept(0, 1_000_000, 0)
    monkeypatch.setattr("dossier.pages.sources.excerpt", lambda html, _: Excerpt(html, (whole,)))
    assert leaks([article("passages")], site([article("passages")]))
    monkeypatch.undo()
    monkeypatch.setattr("dossier.pages.quoted.published", lambda *_: "full")
    assert leaks([article("metadata")], site([article("metadata")])), "context counts as a leak, too"


def test_an_original_that_is_copied_is_found() -> None:
    made = [article("passages")]
    text = "\n\n".join(block.text for block in made[0].blocks)
    assert leaks(made, {"originals/s0.txt": text.encode()})
    assert leaks(made, {f"sources/{made[0].blocks[1].words[0][0]}/index.html": b""}), "a file's name can tell, too"
