"""Originals: the untouched bytes of a source, and whether the source's body is word for word what stands in them.

In: a source and its original's bytes. Out: problems. Where the original is text or HTML each block of the body must stand
in it, in order; whole blocks may be left out, a cut within a block is `[…]`.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise

from msgspec import Struct

from dossier import charsets
from dossier.diagnostics import Place, Problem, problem
from dossier.folding import Token, plain, tokens
from dossier.model import Source

_TEXT = (".txt", ".text")
_HTML = (".html", ".htm", ".xhtml")
_BLOCK_TAGS = frozenset(
    "address article aside blockquote br caption dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 "
    "h5 h6 header hr li main nav ol option p pre section summary table tbody td tfoot th thead title tr ul".split()
)
_SILENT_TAGS = frozenset(("script", "style", "template", "noscript"))
_ENUMERATOR = re.compile(r"[\W_]*(?:\w{1,3}[\W_]*[.)])?[\W_]*")


def digest_problem(source: Source, original: bytes) -> Problem | None:
    """A problem if the original's SHA-256 is not the one that the source states: it is not untouched."""
    actual = _digest(original)
    if not source.fields.sha256 or actual == source.fields.sha256:
        return None
    message = f"content/originals/{source.fields.original} has the SHA-256 {actual}"
    hint = "the original was changed: restore it; or, if it is the right file, state this digest"
    return problem(Place(source.path, *source.line("sha256")), "digest-mismatch", message, hint)


@lru_cache(maxsize=4)
def _digest(original: bytes) -> str:
    """Remembered, since a library is the original of many sources."""
    return sha256(original).hexdigest()


def is_comparable(source: Source) -> bool:
    """Whether a source's original is text or HTML, by its name's ending: a PDF can't be compared."""
    return (source.fields.original or "").lower().endswith(_TEXT + _HTML)


def text_problems(source: Source, original: bytes) -> tuple[Problem, ...]:
    """What of a source's headline, printed fields and body does not stand in its original as it should.

    Nothing where the original is neither text nor HTML.
    """
    if not is_comparable(source):
        return ()
    is_html = (source.fields.original or "").lower().endswith(_HTML)
    found: tuple[Problem, ...] = ()
    for text in _readings(original, source, is_html):
        problems = tuple(_compare(source, _Original(text)))
        if not problems:
            return ()
        found = found or problems
    return found


def _readings(original: bytes, source: Source, is_html: bool) -> Iterator[str]:
    """The original's text in each encoding that it may be in; the right one is that in which the body stands."""
    language = (source.fields.language or "").split("-")[0].lower()
    declared = charsets.declared(original) if is_html else None
    likely = [charsets.marked(original), "utf-8-sig", declared]
    if charsets.strictly(original, "utf-8") is None:  # which nothing else is by chance
        likely += [*charsets.BY_LANGUAGE.get(language, []), *charsets.UNDECLARED]
    for encoding in dict.fromkeys(filter(None, likely)):
        if (text := charsets.strictly(original, encoding)) is not None:
            yield html_text(text) if is_html else text


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.silent = 0
        self.raised = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in _SILENT_TAGS
        self.raised = tag == "sup"
        if tag in _BLOCK_TAGS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.silent = max(0, self.silent - (tag in _SILENT_TAGS))
        if tag in _BLOCK_TAGS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            raised = self.raised and data[:1].isdigit()
            self.pieces.append(" " * raised + " ".join(f"|{data}|".split())[1:-1])
        self.raised = False


def html_text(html: str) -> str:
    """What a page says, a line for each block, without scripts and styles."""
    parser = _Text()
    parser.feed(html)
    parser.close()
    return "".join(parser.pieces)


class _Original:
    """An original's words as one string to search, each with its line; and which of them are accounted for."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.words: list[str] = []
        self.line_of: list[int] = []
        for number, line in enumerate(self.lines):
            found = [token.word for token in tokens(line)]
            self.words += found
            self.line_of += [number] * len(found)
        self.joined = f" {' '.join(self.words)} "
        self.kept = bytearray(len(self.words))
        self.offsets = [0]
        for word in self.words:
            self.offsets.append(self.offsets[-1] + len(word) + 1)

    def find(self, words: Sequence[str], after: int) -> int:
        """The number of the first word of an occurrence that begins at the word `after` or later, or -1."""
        at = self.joined.find(f" {' '.join(words)} ", self.offsets[after])
        return -1 if at < 0 else self.joined.count(" ", 0, at)

    def keep(self, start: int, end: int) -> None:
        self.kept[start:end] = b"\1" * (end - start)

    def said(self, start: int, end: int) -> str:
        """Words of it in one line, punctuation set as it is in print."""
        return _typeset(self.words[start:end])

    def loose(self, word: int, step: int) -> str:
        """The words between a word and the end of its line (step 1) or its beginning (-1) that nothing accounts for."""
        line, found = self.line_of[word], []
        word += step
        while 0 <= word < len(self.words) and self.line_of[word] == line and not self.kept[word]:
            found.append(self.words[word])
            word += step
        return _typeset(found[::step])


def _typeset(words: Sequence[str]) -> str:
    return re.sub(r" (?=[.,;:!?)\]%])|(?<=[(\[]) ", "", plain(" ".join(words)))


class _Found(Struct, frozen=True):
    """A block of the body in the original: its first word and one past its last; whether it says that it is cut there."""

    block: int
    first: int
    end: int
    cut_before: bool
    cut_after: bool


def _compare(source: Source, original: _Original) -> Iterator[Problem]:
    yield from _printed(source, original)
    found: list[_Found] = []
    after = 0
    for number, block in enumerate(source.body.blocks):
        words = tokens(source.body.text[block.start : block.end])
        hit = _place(original, number, words, after)
        if isinstance(hit, _Found):
            found.append(hit)
            after = hit.end
        elif hit is not None:
            yield _differs(source, original, block.start, words, hit, after)
    yield from _uncut(source, original, found)


def _printed(source: Source, original: _Original) -> Iterator[Problem]:
    """The headline and what the document prints of itself must stand in it; each accounts for its words."""
    printed = {f"as-printed.{name}": value for name, value in source.fields.as_printed.items()}
    if source.fields.title:
        printed["title"] = source.fields.title
    for field, value in printed.items():
        words = [token.word for token in tokens(value)]
        at = original.find(words, 0) if words else -1
        if at < 0:
            place = Place(source.path, *source.line(field))
            hint = "give it as it is printed, or use supplied-title" if field == "title" else "give it as it is printed"
            message = f"“{value}” is not in the original {source.fields.original}"
            yield problem(place, "text-differs", message, hint)
        while at >= 0:
            original.keep(at, at + len(words))
            at = original.find(words, at + 1)


def _runs(words: Sequence[Token]) -> list[list[Token]]:
    """A block's words parted at each `[…]`; an empty run at either end where the block begins or ends with one."""
    runs: list[list[Token]] = [[]]
    at = 0
    while at < len(words):
        if [token.word for token in words[at : at + 3]] == ["[", "…", "]"]:
            runs.append([])
            at += 3
        else:
            runs[-1].append(words[at])
            at += 1
    return runs


def _place(original: _Original, number: int, words: Sequence[Token], after: int) -> _Found | list[Token] | None:
    """Where a block stands in the original, else the run of it that stands nowhere; None for a block without words."""
    runs = _runs(words)
    spans: list[tuple[int, int]] = []
    for run in runs:
        if not run:
            continue
        at = original.find([token.word for token in run], after)
        if at < 0:
            return run
        spans.append((at, at + len(run)))
        after = at + len(run)
    if not spans:
        return None
    for start, end in spans:
        original.keep(start, end)
    for (_, end), (start, _) in pairwise(spans):
        original.keep(end, start)
    return _Found(number, spans[0][0], spans[-1][1], not runs[0], not runs[-1])


def _differs(
    source: Source, original: _Original, start: int, words: Sequence[Token], run: list[Token], after: int
) -> Problem:
    """The problem of a run that stands nowhere, at its first word that does not go on from words that do."""
    folded = [token.word for token in run]
    low, high = 0, len(folded)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if original.find(folded[:middle], after) >= 0 else (low, middle - 1)
    at = start + run[min(low, len(run) - 1)].start
    shown = source.body.text[at : start + words[-1].end][:60].split("\n")[0]
    message = f"the original {source.fields.original} does not have “{shown}” here"
    if low:
        place = original.find(folded[:low], after)
        line = original.line_of[place]
        goes_on = original.said(max(place, place + low - 4), place + low + 6)
        path = f"content/originals/{source.fields.original}"
        where = f"{path}:{line + 1}" if path.lower().endswith(_TEXT) else path
        hint = f"the nearest passage is at {where}: “{goes_on}”"
    else:
        hint = "evidence is word for word and in order; a cut within a block is […]"
    return problem(Place(source.path, *source.body.place(at)), "text-differs", message, hint)


def _uncut(source: Source, original: _Original, found: Sequence[_Found]) -> Iterator[Problem]:
    """Blocks that begin or end within a line of the original without saying so by `[…]`."""
    for hit in found:
        block = source.body.blocks[hit.block]
        before, after = original.loose(hit.first, -1), original.loose(hit.end - 1, 1)
        if not hit.cut_before and not _ENUMERATOR.fullmatch(before):
            place = Place(source.path, *source.body.place(block.start))
            message = f"the block leaves out what stands before it in the original: “{before[-60:]}”"
            yield problem(place, "text-differs", message, "begin it with […], or keep the words")
        if not hit.cut_after and re.search(r"\w", after):
            place = Place(source.path, *source.body.place(block.end - 1))
            message = f"the block leaves out what stands after it in the original: “{after[:60]}”"
            yield problem(place, "text-differs", message, "end it with […], or keep the words")
