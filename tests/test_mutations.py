"""What is wrong is found, at its place: one change to the first dossier, and just the problems that it makes.

Each place is computed from the text of the changed file, each nearest passage from the source's; the site stays untouched.
"""

import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from itertools import groupby
from pathlib import Path

import pytest
from folders import Quoted, Run, edit, first_dossier, place_of, quotations, run, untouched
from msgspec import Struct

from dossier.diagnostics import Problem
from dossier.memo import Remembering
from dossier.pipeline import examine
from dossier.stores import InMemory

Found = tuple[str, int, int, str]
"""Path, line, column and code of a problem."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that was built of the first dossier."""
    folder = tmp_path_factory.mktemp("built")
    assert run("build", first_dossier(folder), folder / "site", "--no-cache").code == 0
    return folder / "site"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return first_dossier(tmp_path)


def build_fails(root: Path, site: Path) -> Run:
    """Build over a site. AssertionError if the command does not fail, or if it touches the site."""
    before = untouched(site)
    said = run("build", root, site, "--no-cache")
    assert said.code == 1
    assert untouched(site) == before
    assert sorted(path.name for path in site.parent.iterdir()) == ["config.yaml", "content", "site"]
    return said


def places(problems: Sequence[Problem]) -> list[Found]:
    return [(found.path, found.line, found.column, found.code) for found in problems]


def at(root: Path, path: str, words: str, code: str) -> Found:
    """A problem of this code where words stand that stand once in a file."""
    return (path, *place_of((root / path).read_text(encoding="utf-8"), words), code)


def passage(root: Path, path: str, words: str) -> str:
    """What a hint says of a passage of a file, up to its words."""
    return f"the nearest passage is at {path}:{place_of((root / path).read_text(encoding='utf-8'), words)[0]}: “"


# --- a quotation's words

NASSER, FORKLIFT, DIGEST = (
    f"content/sources/{id_}.md" for id_ in ("nasser-2026-01-26", "forklift-visit", "rodong-digest")
)


class Change(Struct, frozen=True):
    """One change to a quotation. quoted: words of the changed file that begin where the problem is to be reported.

    nearest: the source and words of the passage that the hint is to name.
    """

    file: str
    before: str
    after: str
    quoted: str
    nearest: tuple[str, str]


CHANGES = {
    "a word": Change(
        "content/notes/congress-expected.md",
        "This congress is likely to outline",
        "This congress is expected to outline",
        '"This congress is expected',
        (NASSER, "This congress is likely"),
    ),
    "a word of the front matter": Change(
        "content/claims/whose-soldiers.md",
        "The memorial commemorates troops sent",
        "The memorial honours troops sent",
        "The memorial honours",
        (NASSER, "The memorial commemorates"),
    ),
    "a number": Change(
        "content/topics/troop-deployment.md",
        '"North Korea sent around 14,000 soldiers to join',
        '"North Korea sent around 4,000 soldiers to join',
        '"North Korea sent around 4,000',
        (FORKLIFT, "North Korea sent around 14,000 soldiers to join"),
    ),
    "a name": Change(
        "content/topics/kim-jong-un.md",
        '"Kim Jong Un, the General Secretary',
        '"Kim Jong Il, the General Secretary',
        '"Kim Jong Il',
        (DIGEST, "Kim Jong Un, the General Secretary"),
    ),
    "a letter's case": Change(
        "content/topics/kcna.md",
        '"The memorial is being built',
        '"the memorial is being built',
        '"the memorial is being built',
        (FORKLIFT, "The memorial is being built"),
    ),
    "the source that is cited": Change(
        "content/topics/ninth-party-congress.md",
        '@rodong-digest, "mobilization',
        '@forklift-visit, "mobilization',
        '"mobilization',
        (DIGEST, "mobilization for the 9th Congress"),
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_quotation_with_a_change_is_an_error_that_names_the_nearest_passage(
    root: Path, site: Path, change: Change
) -> None:
    edit(root / change.file, change.before, change.after)
    said = build_fails(root, site)
    assert places(said.problems) == [at(root, change.file, change.quoted, "unverified-quote")]
    assert said.problems[0].hint.startswith(passage(root, *change.nearest))
    assert change.nearest[1] in said.problems[0].hint
    assert change.quoted.strip('"') in said.problems[0].message


def test_a_figure_that_a_supporting_line_does_not_hold_is_an_error(root: Path, site: Path) -> None:
    claim = "content/claims/soldiers-sent.md"
    lines = (root / claim).read_text(encoding="utf-8").count("- supports:")
    edit(root / claim, "figure: around 14,000", "figure: around 4,000")
    said = build_fails(root, site)
    assert set(places(said.problems)) == {at(root, claim, "around 4,000", "unverified-quote")}
    assert len(said.problems) == lines > 1, "one for each line that supports it"


NEGATIONS = {
    "not": ("demonstrating the victory of the cause, not merely an inheritance", "not "),
    "never": ("the most precious spiritual treasures that must never be changed", "never "),
}


@pytest.mark.parametrize(("sentence", "negation"), NEGATIONS.values(), ids=NEGATIONS)
def test_a_quotation_without_the_negation_of_its_source_is_an_error(
    root: Path, site: Path, sentence: str, negation: str
) -> None:
    note = "content/notes/negated.md"
    (root / note).write_text(
        f'---\ntitle: Negated\n---\n\nIt says so [@rodong-digest, "{sentence}"].\n', encoding="utf-8"
    )
    assert run("check", root, site, "--no-cache").code == 0, "the sentence as it stands is verified"
    edit(root / note, negation, "")
    said = build_fails(root, site)
    assert places(said.problems) == [at(root, note, f'"{sentence.replace(negation, "")}', "unverified-quote")]
    assert said.problems[0].hint.startswith(passage(root, DIGEST, sentence))


FURNITURE = (
    "Russia Denies Claims That Navalny Was Poisoned with Dart Frog Toxin",
    "#Global News #Global Updates",
    "Feb. 16, 2026 6:24 p.m.",
)


@pytest.mark.parametrize("words", FURNITURE)
def test_what_stands_round_an_article_in_the_file_as_received_can_not_be_quoted(
    root: Path, site: Path, words: str
) -> None:
    assert words in (root / "content/originals/nasser-2026-01-26.txt").read_text(encoding="utf-8")
    note = "content/notes/furniture.md"
    (root / note).write_text(
        f'---\ntitle: Furniture\n---\n\nSo it says [@nasser-2026-01-26, "{words}"].\n', encoding="utf-8"
    )
    assert places(build_fails(root, site).problems) == [at(root, note, f'"{words}', "unverified-quote")]


# --- a source's text and its original


class Sentence(Struct, frozen=True):
    """A sentence of a source that nothing quotes, by offsets in its file; where it stands in its paragraph.

    before, after: the sentences next to it in the paragraph, empty where there is none.
    """

    path: str
    start: int
    end: int
    words: str
    before: str
    after: str

    @property
    def position(self) -> str:
        return "the middle" if self.before and self.after else "the end" if self.before else "the beginning"


_PARAGRAPH = re.compile(r"^[^\W\d].*$", re.MULTILINE)
_ENDED = re.compile(r"\S.*?\.(?= [A-Z]|$)")


def unquoted(root: Path, site: Path) -> Iterator[Sentence]:
    """The sentences, of paragraphs with more than one, of which the site that was built of the dossier quotes no word."""
    records = json.loads((site / "dossier.json").read_bytes())["quotations"]
    for file in sorted((root / "content/sources").glob("*.md")):
        text = file.read_text(encoding="utf-8")
        exacts = {record["exact"] for record in records if record["source"] == file.stem}
        quoted = [found.span() for exact in exacts for found in re.finditer(re.escape(exact), text)]
        for paragraph in _PARAGRAPH.finditer(text, text.index("\n---\n", 3) + 5):
            every = list(_ENDED.finditer(text, *paragraph.span()))
            for i, found in enumerate(every):
                if len(every) > 1 and not any(a < found.end() and b > found.start() for a, b in quoted):
                    before, after = (each[0][0] if each else "" for each in (every[:i][-1:], every[i + 1 :][:1]))
                    path = file.relative_to(root).as_posix()
                    yield Sentence(path, *found.span(), found[0], before, after)


def test_a_word_put_into_a_source_is_an_error_at_that_word(root: Path, site: Path) -> None:
    one_of_each = {sentence.path: sentence for sentence in unquoted(root, site)}
    assert one_of_each
    for path, sentence in one_of_each.items():
        whole = (root / path).read_text(encoding="utf-8")
        first, _, rest = sentence.words.partition(" ")
        edit(root / path, sentence.words, f"{first} brightly {rest}")
        said = build_fails(root, site)
        assert places(said.problems) == [at(root, path, "brightly", "text-differs")]
        original = path.replace("sources", "originals").replace(".md", ".txt")
        assert said.problems[0].hint.startswith(passage(root, original, sentence.words))
        (root / path).write_text(whole, encoding="utf-8")


def test_a_word_put_into_quoted_words_of_a_source_is_an_error_wherever_they_are_quoted(root: Path, site: Path) -> None:
    edit(root / NASSER, "under a military pact", "under a secret military pact")
    said = build_fails(root, site)
    quoting = [each for each in quotations(root) if "under a military pact" in each.words]
    assert {each.body for each in quoting} == {True, False}, "in texts and in front matter"
    assert places(said.problems) == sorted(
        [
            at(root, NASSER, "secret military pact", "text-differs"),
            *((each.path, *place_at(root, each), "unverified-quote") for each in quoting),
        ]
    )
    for found in said.problems:
        source = "content/originals/nasser-2026-01-26.txt" if found.code == "text-differs" else NASSER
        assert found.hint.startswith(passage(root, source, "military pact with Russia"))


def _with_a_byte_changed(original: Path) -> None:
    data = bytearray(original.read_bytes())
    data[len(data) // 2] ^= 1
    original.write_bytes(data)


def _with_a_line_feed(original: Path) -> None:
    original.write_bytes(original.read_bytes() + b"\n")


@pytest.mark.parametrize("change", [_with_a_byte_changed, _with_a_line_feed])
def test_an_original_that_was_changed_is_an_error_where_its_digest_is_stated(
    root: Path, site: Path, change: Callable[[Path], None]
) -> None:
    original = root / "content/originals/rodong-digest.txt"
    stated = sha256(original.read_bytes()).hexdigest()
    change(original)
    said = build_fails(root, site)
    assert places(said.problems) == [at(root, DIGEST, stated, "digest-mismatch")]
    assert sha256(original.read_bytes()).hexdigest() in said.problems[0].message


@pytest.mark.parametrize("position", ["the beginning", "the middle", "the end"])
def test_a_sentence_left_out_of_a_source_is_an_error_unless_it_says_so(root: Path, site: Path, position: str) -> None:
    of_position = (sentence for sentence in unquoted(root, site) if sentence.position == position)
    sentence = next(each for each in of_position if each.after.split()[:1] != each.words.split()[:1])
    file, start, end = root / sentence.path, sentence.start, sentence.end
    whole = file.read_text(encoding="utf-8")
    without = whole[:start] + whole[end:].removeprefix(" ")
    if position == "the end":
        without = whole[:start].removesuffix(" ") + whole[end:]
        start -= len(". ")
    file.write_text(without, encoding="utf-8")
    stops = (sentence.path, *line_and_column(without, start), "text-differs")
    assert places(build_fails(root, site).problems) == [stops], "where the paragraph stops to be the original's"
    file.write_text(f"{whole[: sentence.start]}[…]{whole[end:]}", encoding="utf-8")
    assert run("check", root, site, "--no-cache").problems == (), "a cut that is marked is none"


# --- every quotation


_LITERAL = re.compile(r"\w+(?![^\[\]\n]*\])")
"""A word of a quotation that is the source's: what stands in brackets is the editors' own."""


def changed(word: str) -> str:
    """Another word: a number with its last digit changed, a word with one letter more."""
    return f"{word[:-1]}{(int(word[-1]) + 1) % 10}" if word[-1].isdecimal() else f"{word}e"


def test_one_changed_word_of_any_quotation_is_one_error_and_one_more_if_the_words_lose_their_figure(root: Path) -> None:
    """In every file at once: first in the first quotation of each, then in the second."""
    chance, memo = random.Random("one word of each"), Remembering(InMemory())
    by_file = [list(of_file) for _, of_file in groupby(quotations(root), key=lambda one: one.path)]
    assert sum(map(len, by_file)) > 80
    for nth in range(max(map(len, by_file))):
        due: list[Found] = []
        whole = {root / of_file[0].path: (root / of_file[0].path).read_text(encoding="utf-8") for of_file in by_file}
        for one in (of_file[nth] for of_file in by_file if nth < len(of_file)):
            text = whole[root / one.path]
            word = chance.choice(list(_LITERAL.finditer(text, one.start, one.end)))
            mutant = text[: word.start()] + changed(word[0]) + text[word.end() :]
            (root / one.path).write_text(mutant, encoding="utf-8")
            lost = one.figure is not None and one.figure[1] not in mutant[one.start : one.end + len(mutant) - len(text)]
            offsets = [one.place, one.figure[0]] if one.figure and lost else [one.place]
            due += [(one.path, *line_and_column(text, offset), "unverified-quote") for offset in offsets]
        assert places(examine(root, memo).problems) == sorted(due)
        for file, text in whole.items():
            file.write_text(text, encoding="utf-8")
    assert examine(root, memo).problems == ()


def place_at(root: Path, quoted: Quoted) -> tuple[int, int]:
    return line_and_column((root / quoted.path).read_text(encoding="utf-8"), quoted.place)


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
