"""Laws of the quotation engine: what was cut from a source verifies in any dress; what was changed does not.

What is right is told by an oracle of this file's own: text with its typography stripped, searched character by character.
"""

import random
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec import Struct

from dossier.folding import JOINER, fold, tokens
from dossier.nearest import nearest
from dossier.quotes import Miss, Passage, find
from dossier.wording import has_word

ORIGINALS = Path(__file__).parent.parent / "content" / "originals"
RUNS = 1_000


# --- the oracle: it knows nothing of tokens

ALIKE = ("\"'“”„‟«»‘’‚‛‹›「」『』`´ʼ", "-‐‑‒–—―−")
UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"


def bare(text: str) -> str:
    """A text without its typography: one mark, one dash, no signs that nobody sees, blanks only between two words."""
    text = unicodedata.normalize("NFC", "".join(c for c in text if c not in UNSEEN))
    for ligature in "ﬀﬁﬂﬃﬄ":
        text = text.replace(ligature, unicodedata.normalize("NFKC", ligature))
    for kind in ALIKE:
        text = "".join(kind[0] if c in kind else c for c in text)
    text = re.sub(r"\s+", " ", re.sub("-+", "-", text.replace("...", "…"))).strip()
    return re.sub(r"\s*([^\w\s])\s*", r"\1", text)


def meant(quotation: str) -> Iterator[str]:
    """A quotation bare: as it is, without marks round it, each without a last comma or full stop."""
    whole = bare(quotation)
    unmarked = [whole[1:-1]] if len(whole) > 2 and whole[0] == whole[-1] == '"' else []
    for words in (whole, *unmarked):
        yield words
        yield re.sub(r"[.,。，、،।](\"*)$", r"\1", words)


def stands(quotation: str, paragraphs: Sequence[str]) -> bool:
    """Whether a quotation stands in a paragraph, character by character; it may be cut anywhere, so this says yes too often."""
    return any(words in bare(paragraph) for paragraph in paragraphs for words in meant(quotation))


# --- sources: what is really published, and paragraphs in many scripts


class Source(Struct, frozen=True):
    """A source's text, its paragraphs' ranges, and what parts its words: a blank, or nothing where any cut is allowed."""

    text: str
    blocks: tuple[tuple[int, int], ...]
    blank: str = " "

    @property
    def paragraphs(self) -> list[str]:
        return [self.text[start:end] for start, end in self.blocks]


def source(paragraphs: Sequence[str], blank: str = " ") -> Source:
    blocks, at = [], 0
    for paragraph in paragraphs:
        blocks.append((at, at + len(paragraph)))
        at += len(paragraph) + 2
    return Source("\n\n".join(paragraphs), tuple(blocks), blank)


def originals() -> list[Source]:
    return [
        source([line.strip() for line in path.read_text(encoding="utf-8").split("\n") if len(line.split()) > 8])
        for path in sorted(ORIGINALS.glob("*.txt"))
    ]


SPACED = [
    "the army sent soldiers to Ukraine, and on Monday Kim’s “heroes” came back – all of the self-reliant men (or so it says)",
    "were honored. Officials don’t know; the 14,000 figures of 2024 and $40B or 3.5% are old… final offices of the U.S. staff",
    "북한은 러시아에 군인을 보냈다고 밝혔다. 김정은 위원장은 “영웅들”이라고 말했고, 1만4천여 명이 14,000명보다 많다고 했다 — 모두",
    "Россия отправила солдат на Украину, «героев» войны не забыли – в понедельник 3,5\u00a0процента всех людей ушли. Ещё",
    "La France a envoyé l’armée « héroïque » ; aujourd’hui, 14 hommes n’ont pas été vus à Séoul… Où est-elle ? Œuvre",
    "Die Bundeswehr schickte „Helden“ nach Übersee, größere Straßen wurden nie gebaut – 3,5\u00a0Prozent der Läufer blieben.",
    "Ο στρατός έστειλε «ήρωες» στην Ουκρανία, όπου όλοι είδαν τα μνημεία τους – και έφυγαν ξανά.",
    "أرسلت كوريا الجنود إلى أوكرانيا، وقال الزعيم إن «الأبطال» عادوا جميعا – في يوم الاثنين من الحرب.",
    "הצבא שלח חיילים לאוקראינה, והמנהיג אמר „גיבורים” חזרו כולם – ביום שני.",
    "उत्तर कोरिया ने सैनिकों को यूक्रेन भेजा, और नेता ने कहा कि “नायक” लौट आए – सोमवार को।",
    "Quân đội đã gửi binh lính đến Ukraine, và lãnh đạo nói “anh hùng” đã trở về – vào thứ hai.",
]
UNSPACED = [
    "朝 鲜 派 遣 士 兵 前 往 俄 罗 斯 ， 领 导 人 说 “ 英 雄 ” 们 回 来 了 — 在 星 期 天 。",
    "北 朝 鮮 は 兵 士 を ロシアの に 派 遣 し 、 指 導 者 は 「 英 雄 」 が 帰 っ た と 述 べ た 。",
    "เกาหลี เหนือ ส่ง ทหาร ไป รัสเซีย และ ผู้นำ กล่าว ว่า “ วีรบุรุษ ” กลับ มา แล้ว ที่ นี่",
]
"""Words of a language, parted by blanks here, but set without any."""


def synthetic(rng: random.Random) -> list[Source]:
    """For each language a source of paragraphs of its words in random order."""
    lexicons = [(words, " ") for words in SPACED] + [(words, "") for words in UNSPACED]
    return [
        source([blank.join(rng.choices(words.split(" "), k=60)) for _ in range(6)], blank) for words, blank in lexicons
    ]


# --- cutting, dressing, changing


class Cut(Struct, frozen=True):
    """Words in a row of a source's paragraph, and their range in its text."""

    words: list[str]
    start: int
    end: int


def cut(rng: random.Random, of: Source, least: int) -> Cut:
    """Some words in a row, cut where a number is not: between `ten` and `million` no quotation may begin or end."""
    while True:
        start, end = rng.choice(of.blocks)
        units = list(re.finditer("[^ ]+" if of.blank else unit_of(of), of.text[start:end]))
        first = rng.randrange(len(units))
        last = min(len(units), first + rng.randint(least, 25))
        beside = [" ".join(unit[0] for unit in units[max(0, i - 1) : i + 1]) for i in (first, last)]
        words = [unit[0] for unit in units[first:last]]
        if sum(has_word(word) for word in words) >= least and "ten million" not in beside:
            return Cut(words, start + units[first].start(), start + units[last - 1].end())


def unit_of(of: Source) -> str:
    """A pattern for the words of a source without blanks, the longest first."""
    lexicon = next(words.split(" ") for words in UNSPACED if set(of.text) <= {*words, "\n"})
    return "|".join(sorted(map(re.escape, lexicon), key=len, reverse=True))


Dress = Callable[[random.Random, str], str]


def any_of(text: str, signs: str, rng: random.Random, to: Sequence[str]) -> str:
    return "".join(rng.choice(to) if c in signs else c for c in text)


DRESSES: tuple[Dress, ...] = (
    lambda rng, text: any_of(text, "“”«»„\"", rng, "\"“”«»"),
    lambda rng, text: text if re.search('[“”«»„"]{2}', text) else any_of(text, "“”«»„", rng, "'‘’"),
    lambda rng, text: re.sub(r"(?<=\w)['’](?=\w)", lambda _: rng.choice("'’`´ʼ"), text),
    lambda rng, text: text if re.search("[–—]{2}", text) else any_of(text, "–—", rng, ["-", "–", "—", "--", "\u2009–\u2009"]),
    lambda rng, text: any_of(text, " ", rng, [" ", "  ", "\u00a0", "\n", "\u2009", "\u3000", " \t\r\n "]),
    lambda rng, text: re.sub(r"(?<=\w)(?=\w)", lambda _: rng.choice(["", "", "\u00ad"]), text),
    lambda rng, text: re.sub(r"(?<=\w)(?=\w)", lambda _: rng.choice(["", "\u200b", "\ufeff", "\u2060"]), text),
    lambda rng, text: unicodedata.normalize("NFD", text),
    lambda rng, text: text.replace("ffi", "ﬃ").replace("fi", "ﬁ").replace("ff", "ﬀ").replace("fl", "ﬂ"),
    lambda rng, text: text.replace("…", rng.choice(["...", "…"])),
    lambda rng, text: text + rng.choice(",.") if text[-1].isalnum() else text,
    lambda rng, text: f"“{text}”" if text[0].isalnum() and text[-1].isalnum() else text,
)  # fmt: skip


def dressed(rng: random.Random, text: str) -> str:
    """The text in some of the dresses; a stop or marks that are not the source's come last."""
    for chosen in sorted(rng.sample(range(len(DRESSES)), k=rng.randint(1, 5))):
        text = DRESSES[chosen](rng, text)
    return text


def letters(word: str) -> str:
    return "".join(c for c in bare(word) if c.isalnum())


def other_word(rng: random.Random, of: Source, word: str) -> str:
    found = word
    while letters(found) in (letters(word), ""):
        found = rng.choice(cut(rng, of, 3).words)
    return found


def changed(rng: random.Random, of: Source, words: list[str]) -> list[str]:
    at = rng.choice([i for i, word in enumerate(words) if letters(word)])
    return [*words[:at], other_word(rng, of, words[at]), *words[at + 1 :]]


def misspelt(rng: random.Random, of: Source, words: list[str]) -> list[str]:
    at = rng.choice([i for i, word in enumerate(words) if letters(word)])
    sign = rng.choice([i for i, c in enumerate(words[at]) if c.isalnum()])
    word = words[at][:sign] + rng.choice("xq7") + words[at][sign + rng.randint(0, 1) :]
    return [*words[:at], word, *words[at + 1 :]]


def doubled(rng: random.Random, of: Source, words: list[str]) -> list[str]:
    at = rng.choice([i for i, word in enumerate(words) if letters(word)])
    return [*words[: at + 1], *words[at:]]


def dropped(rng: random.Random, of: Source, words: list[str]) -> list[str]:
    at = rng.choice([i for i, word in enumerate(words[1:-1], 1) if letters(word)])
    return [*words[:at], *words[at + 1 :]]


def swapped(rng: random.Random, of: Source, words: list[str]) -> list[str]:
    at = rng.choice([i for i in range(len(words) - 1) if letters(words[i]) != letters(words[i + 1])])
    return [*words[:at], words[at + 1], words[at], *words[at + 2 :]]


LIES = (changed, misspelt, doubled, dropped, swapped)


# --- the laws


@pytest.mark.parametrize("kind", ["original", "synthetic"])
def test_what_is_cut_from_a_source_verifies_in_any_dress_at_its_place(kind: str) -> None:
    rng = random.Random(f"honest {kind}")
    sources = originals() if kind == "original" else synthetic(rng)
    texts = [(of, fold(of.text, of.blocks)) for of in sources]
    for _ in range(RUNS):
        of, folded = rng.choice(texts)
        piece = cut(rng, of, 2)
        words = of.text[piece.start : piece.end]
        quotation = dressed(rng, words)
        found = find(folded, [quotation])
        assert isinstance(found, Passage), (quotation, words)
        quoted = bare(of.text[found.start : found.end])
        assert quoted.strip('".,。，、') == bare(words).strip('".,。，、')
        assert found.start <= piece.start or quoted == bare(quotation), (
            "the first place, or where its last stop stands too"
        )
        assert found.changes == ()


@pytest.mark.parametrize("kind", ["original", "synthetic"])
def test_a_word_changed_doubled_dropped_or_swapped_does_not_pass(kind: str) -> None:
    rng = random.Random(f"lying {kind}")
    sources = originals() if kind == "original" else synthetic(rng)
    texts = [(of, fold(of.text, of.blocks)) for of in sources]
    by_chance = 0
    for run in range(RUNS):
        of, folded = rng.choice(texts)
        lie = LIES[run % len(LIES)]
        quotation = of.blank.join(lie(rng, of, cut(rng, of, 6).words))
        if rng.random() < 0.3:
            quotation = dressed(rng, quotation)
        if stands(quotation, of.paragraphs):
            by_chance += 1
        else:
            found = find(folded, [quotation])
            assert isinstance(found, Miss), (lie.__name__, quotation, of.text[found.start : found.end])
    assert by_chance < RUNS / 50, "the oracle excuses too many"


@pytest.mark.parametrize("kind", ["original", "synthetic"])
def test_an_omission_of_some_words_verifies_from_the_first_to_the_last(kind: str) -> None:
    rng = random.Random(f"omitting {kind}")
    sources = [source([re.sub("[“”«»„\"「」]", "", p) for p in of.paragraphs], of.blank)
               for of in (originals() if kind == "original" else synthetic(rng))]  # fmt: skip
    texts = [(of, fold(of.text, of.blocks)) for of in sources if of.blank]
    for _ in range(RUNS // 4):
        of, folded = rng.choice(texts)
        words = cut(rng, of, 12).words
        if "million" in (words[4], words[-4]):
            continue
        quotation = " ".join([*words[:4], "[…]", *words[-4:]])
        found = find(folded, [quotation])
        if isinstance(found, Miss):
            assert found.reason, quotation
            continue
        whole = bare(of.text[found.start : found.end])
        assert whole.startswith(bare(" ".join(words[:4])))
        assert [change.kind for change in found.changes] == ["omitted"]


SIGNS = st.text(alphabet="ab N1 ,.-–[]…“”'’\n%$한국中不\u0301\u00ad\u202e", max_size=40)
ANY = (
    SIGNS
    | st.text(max_size=30)
    | st.text(alphabet=st.characters(categories=["Mn", "Cs", "Co", "Cc", "Cf", "Lo"]), max_size=12)
)


@settings(max_examples=400, deadline=None)
@given(text=ANY, quotation=st.lists(ANY, max_size=3), paragraph=st.none() | st.integers(-1, 5))
@example(text="", quotation=[], paragraph=None)
@example(text="a", quotation=["", "[…]", "“", "”"], paragraph=0)
def test_nothing_makes_it_raise(text: str, quotation: list[str], paragraph: int | None) -> None:
    middle = len(text) // 2
    folded = fold(text, [(0, middle), (middle, middle), (middle, len(text))])
    found = find(folded, quotation, paragraph)
    if isinstance(found, Passage):
        assert 0 <= found.start < found.end <= len(text)
        assert all(found.start <= change.start <= change.end <= found.end for change in found.changes)
    near = nearest(folded, " ".join(quotation))
    assert near is None or 0 <= near.start < near.end <= len(text)


@settings(max_examples=600, deadline=None)
@given(
    text=st.text(alphabet="ab 1,.-–“”n", max_size=60),
    quotation=st.text(alphabet="ab 1,.-–“”n", min_size=1, max_size=8),
)
def test_what_passes_unchanged_stands_there_character_by_character(text: str, quotation: str) -> None:
    found = find(fold(text, [(0, len(text))]), [quotation])
    if isinstance(found, Passage):
        endings = {words.rstrip('.,"') for words in meant(quotation)}
        assert bare(text[found.start : found.end]).rstrip('.,"') in endings
        before, after = text[: found.start][-1:], text[found.end :][:1]
        assert not (before.isalnum() and text[found.start].isalnum())
        assert not (after.isalnum() and text[found.end - 1].isalnum())


@settings(max_examples=600, deadline=None)
@given(text=st.text(alphabet="ax N1 ,.-–[]…“”'’\n%$한국 中不\u0301\u00ad", max_size=60), data=st.data())
def test_any_words_of_a_text_pass_if_cut_where_they_may_be(text: str, data: st.DataObject) -> None:
    folded = fold(text, [(0, len(text))])
    found = tokens(text)
    free = [not cut_in and not token.word.startswith(JOINER) for token, cut_in in zip(found, folded.tight, strict=True)]
    starts = [i for i, token in enumerate(found) if free[i] and has_word(token.word)]
    if not starts:
        return
    first = data.draw(st.sampled_from(starts))
    ends = [
        i
        for i in range(first, len(found))
        if has_word(found[i].word) and (i + 1 == len(found) or not folded.tight[i + 1])
    ]
    if not ends:
        return
    last = data.draw(st.sampled_from(ends))
    quotation = text[found[first].start : found[last].end]
    passage = find(folded, [quotation])
    assert isinstance(passage, Passage), quotation
    assert passage.start <= found[first].start
    again = [token.word for token in tokens(text[passage.start : passage.end])]
    assert again == [token.word for token in tokens(quotation)]


WORDS = st.lists(st.sampled_from(["ka", "la", "ma", "Ka", ",", ".", "“", "”", "\n"]), min_size=4, max_size=24)
PIECES = st.lists(
    st.sampled_from(["ka", "la", "ma", "Ka", ",", "“", "[…]", "[…]", "[pa]", "[sic]", "[K]a", "[?]"]), min_size=3
)


def said(quotation: str) -> str:
    """A quotation with brackets, bare: brackets in a row as one, initials as letters, nothing left out at its ends."""

    def as_one(brackets: re.Match[str]) -> str:
        contents = re.findall(r"\[([^\]]*)\]", brackets[0].replace(" ", ""))
        inserted = "".join(content for content in contents if content != "…")
        return ("[…]" if "…" in contents else "") + (f"[{inserted}]" if inserted else "")

    joined = re.sub(r"(?:\[[^\]]*\])+", as_one, bare(quotation.replace("[K]a", "Ka")))
    return re.sub(r'^(?:[",]|\[…\])+|(?:[",.]|\[…\])+(?=(?:\[[^…\]]*\])?$)', "", joined)


@settings(max_examples=1_500, deadline=None)
@given(words=WORDS, pieces=PIECES)
@example(words=["ka", "la", "ma", "ka", "la", "Ka"], pieces=["ka", "la", "ma", "[pa]", "[K]a"])
def test_the_changes_turn_the_source_into_the_quotation(words: list[str], pieces: list[str]) -> None:
    text = " ".join(words)
    quotation = " ".join(pieces)
    found = find(fold(text, [match.span() for match in re.finditer("[^\n]+", text)]), [quotation])
    if isinstance(found, Miss):
        return
    rebuilt, at = "", found.start
    for change in found.changes:
        skipped = text[change.start : change.end]
        assert at <= change.start <= change.end <= found.end
        assert skipped.count("\n") <= 1
        assert change.kind in ("omitted", "initial") or len(re.findall(r"\w+", skipped)) <= 3
        rebuilt += text[at : change.start] + ("[…]" if change.kind == "omitted" else "")
        rebuilt += f"[{change.now}]" if change.now else ""
        at = change.end
    assert said(rebuilt + text[at : found.end]) == said(quotation)
