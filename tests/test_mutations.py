"""What is wrong is found, at its place: one change to the first dossier, and just the problems that it makes.

Each place is computed from the text of the changed file, each nearest passage from the source's; the site stays untouched.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import pytest
from folders import Run, edit, first_dossier, place_of, run, untouched
from msgspec import Struct

from dossier.diagnostics import Problem
from dossier.memo import InMemory, Remembering
from dossier.pipeline import examine

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
    edit(root / claim, "figure: around 14,000", "figure: around 4,000")
    said = build_fails(root, site)
    assert set(places(said.problems)) == {at(root, claim, "around 4,000", "unverified-quote")}
    assert len(said.problems) == 2, "one for each line that supports it"


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


def test_a_word_put_into_a_source_is_an_error_at_that_word(root: Path, site: Path) -> None:
    edit(root / FORKLIFT, "She wore a red muffler", "She wore a bright red muffler")
    said = build_fails(root, site)
    assert places(said.problems) == [at(root, FORKLIFT, "bright red", "text-differs")]
    original = "content/originals/forklift-visit.txt"
    assert said.problems[0].hint.startswith(passage(root, original, "She wore a red muffler"))


def test_a_word_put_into_quoted_words_of_a_source_is_an_error_wherever_they_are_quoted(root: Path, site: Path) -> None:
    words = "Russia and North Korea share close military"
    edit(root / FORKLIFT, words, "Russia and North Korea share very close military")
    said = build_fails(root, site)
    assert places(said.problems) == [
        at(root, FORKLIFT, "very close", "text-differs"),
        at(root, "content/topics/russia.md", f'"{words}', "unverified-quote"),
    ]
    assert said.problems[1].hint.startswith(passage(root, FORKLIFT, "Russia and North Korea share"))


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


# Sentences that nothing quotes; and, of the block that is left, where it stops to be the original's.
LEFT_OUT = {
    "from the middle of a paragraph": (
        FORKLIFT,
        " It was a strange scene and an amusing picture as the North Korean leader drove the forklift.",
        "The memorial is being built",
    ),
    "from the beginning of a paragraph": (
        NASSER,
        "By highlighting the sacrifice of soldiers abroad, Kim reinforces a narrative of heroism and dedication to the state. ",
        "The memorial project also serves",
    ),
    "from the end of a paragraph": (
        FORKLIFT,
        " Kim said these tests showed that DPRK's (Democratic People's Republic of Korea) nuclear forces were ready to take on"
        " the enemies.",
        "hypersonic missiles.",
    ),
}


@pytest.mark.parametrize(("source", "sentence", "stops"), LEFT_OUT.values(), ids=LEFT_OUT)
def test_a_sentence_left_out_of_a_source_is_an_error_unless_it_says_so(
    root: Path, site: Path, source: str, sentence: str, stops: str
) -> None:
    whole = (root / source).read_text(encoding="utf-8")
    edit(root / source, sentence, "")
    path, line, column, code = at(root, source, stops, "text-differs")
    last = len(stops) - 1 if stops.endswith(".") else 0
    assert places(build_fails(root, site).problems) == [(path, line, column + last, code)]
    (root / source).write_text(whole.replace(sentence, re.sub(r"\S.*\S", "[…]", sentence)), encoding="utf-8")
    assert run("check", root, site, "--no-cache").problems == (), "a cut that is marked is none"


# --- every quotation


class Quoted(Struct, frozen=True):
    """A quotation of a content file, by offsets in its text. start, end: of its words; place: where a problem is reported.

    figure: where the file has the figure that the words are to hold, and the figure; else None.
    """

    path: str
    start: int
    end: int
    place: int
    figure: tuple[int, str] | None = None


_BY_CITATION = re.compile(r'@[\w-]+, (?P<place>")(?P<words>[^"]+)"')
_BY_FIELD = re.compile(r"(?P<line>^ +- .*\n)?^ +quote: (?:>-\n +)?(?P<place>(?P<words>.+))$", re.MULTILINE)
_FIGURE = re.compile(r"^figure: (?P<words>.+)$", re.MULTILINE)


def quotations(root: Path) -> Iterator[Quoted]:
    """Every quotation of the dossier, found without the engine: behind a citation, or in the front matter."""
    for file in sorted(root.glob("content/*/*.md")):
        path, text = file.relative_to(root).as_posix(), file.read_text(encoding="utf-8")
        figure = _FIGURE.search(text)
        for found in () if path.startswith("content/sources/") else _BY_CITATION.finditer(text):
            yield Quoted(path, *found.span("words"), found.start("place"))
        for found in _BY_FIELD.finditer(text):
            counts = figure and "supports: " in (found["line"] or "")
            due = (figure.start("words"), figure["words"]) if figure and counts else None
            yield Quoted(path, *found.span("words"), found.start("place"), due)


def changed(word: str) -> str:
    """Another word: a number with its last digit changed, a word with one letter more."""
    return f"{word[:-1]}{(int(word[-1]) + 1) % 10}" if word[-1].isdecimal() else f"{word}e"


def test_one_changed_word_of_any_quotation_is_one_error_and_one_more_if_the_words_lose_their_figure(root: Path) -> None:
    chance = random.Random("one word of each")
    memo = Remembering(InMemory())
    every = list(quotations(root))
    assert len(every) > 80
    for one in every:
        file = root / one.path
        text = file.read_text(encoding="utf-8")
        word = chance.choice(list(re.finditer(r"\w+", text[one.start : one.end])))
        words = text[one.start : one.end][: word.start()] + changed(word[0]) + text[one.start : one.end][word.end() :]
        mutant = text[: one.start] + words + text[one.end :]
        due = {one.place}
        if one.figure and one.figure[1] not in words:
            due.add(one.figure[0])
        file.write_text(mutant, encoding="utf-8")
        assert places(examine(root, memo).problems) == sorted(
            (one.path, *place_at(mutant, offset), "unverified-quote") for offset in due
        )
        file.write_text(text, encoding="utf-8")
    assert examine(root, memo).problems == ()


def place_at(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
