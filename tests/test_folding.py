"""Folding: what typography changes is folded away, nothing else, and every word keeps its place in the text."""

import sys
import unicodedata
from array import array
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dossier import folding
from dossier.composing import compose
from dossier.folding import JOINER, count_words, fold, plain, tokens
from dossier.packed import packed


def words(text: str) -> str:
    """The folded words of a text, parted by blanks; `+` where a word of Hangul goes on, or a sign leads a number."""
    return " ".join(token.word for token in tokens(text)).replace(JOINER, "+")


def uncut(text: str) -> str:
    """The folded words of a text, parted by `|` where a quotation may be cut, by `·` where it may not."""
    folded = fold(text, [(0, len(text))])
    found = [token.word for token in tokens(text)]
    parted = "".join(("·" if tight else "|") + word for word, tight in zip(found, folded.tight, strict=True))
    return parted[1:].replace(JOINER, "")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("“a” «a» „a“ ‘a’ 'a' \"a\" 「a」 ``a''", " ".join(['" a "'] * 8)),
        ("don't don’t donʼt don`t don´t", "don't don't don't don't don't"),
        ("a - a – a — a -- a --- a ― a −a", "a - a - a - a - a - a - a - a"),
        ("a‑b a‐b a-b a־b", "a - b a - b a - b a - b"),
        ("−5 –5 -5 .5 –$5", "-+ 5 -+ 5 -+ 5 .+ 5 -+ $ 5"),
        ("a – 5 a. 5 2–5 a-5", "a - 5 a . 5 2 - 5 a - 5"),
        ("a\u00a0b\u2009c\u3000d\te\r\nf", "a b c d e f"),
        ("a\x1cb\x00c", "a \x1c b \x00 c"),
        ("so\u00adft z\u200bw j\u2060n \ufeffbom v\ufe0f", "soft zw jn bom v"),
        ("ﬁne oﬃce ﬂag ﬅ ﬆ", "fine office flag st st"),
        ("cafe\u0301 한\u1100\u1161\u11a8", "café 한 +각"),
        ("a… b... c. . . d.... e….", "a … b … c … d … . e … ."),
        ("U.S. p.m. e.g. 3.5 14,000 9:30 1/2 example.com", "U.S . p.m . e.g . 3.5 14,000 9:30 1/2 example.com"),
        ("在U.S.军 U.S.军", "在 U.S . 军 U.S . 军"),
        ("abroad.State No.5", "abroad . State No . 5"),
        ("l’armée qu’il n’est O’Brien d'Artagnan D'Souza", "l \" armée qu \" il n'est O'Brien d \" Artagnan D'Souza"),
        ("$40B 40% №5", "$ 40B 40 % № 5"),
        ("10² ½ Ⅳ ① １４", "10² ½ Ⅳ ① １４"),
        ("북한군은 KBS는 14,000명 美대통령", "북 +한 +군 +은 KBS +는 14,000 +명 美 대 +통 +령"),
        ("金正恩は ロシア เกา", "金 正 恩 は ロシア เ ก า"),
        ("नमस्ते שָׁלוֹם كِتاب", "नमस्ते שָׁלוֹם كِتاب"),
        ("كتـــاب", "كتاب"),
        ('צה״ל צה"ל ג׳', 'צה " ל צה " ל ג "'),
        ("a\u202eb \u200fc \u2066d\u2069", "a \u202e b \u200f c d"),
        ("א\u200fב", "אב"),
    ],
)
def test_typography_is_folded_away(text: str, folded: str) -> None:
    assert words(text) == folded


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        ("a self-reliant man", "a|self·-·reliant|man"),
        ("Iran–IAEA—and--so", "Iran·-·IAEA|-|and|-|so"),
        ("AT&T x@y.com and/or", "AT·&·T|x·@·y.com|and|/|or"),
        ("14,000–15,000—16", "14,000·-·15,000·-·16"),
        ("14--15 3~4 5×10", "14·-·15|3·~·4|5·×·10"),
        ("$5-$10 5%–10%", "$·5·-·$·10|5·%·-·10·%"),
        ("−5 ~5 > 5 .5 +5", "-·5|~·5|>·5|.·5|+·5"),
        ("US$40 € 5 40€ 40 €, 2024 $5", "US·$·40·€·5|40·€|40·€|,|2024|$·5"),
        ("40% 40 % 5°C 18+ 6′", "40·%|40·%|5·°·C|18·+|6·′"),
        ("14 000 2024 300 1 234 567", "14·000|2024|300|1·234·567"),
        ("3 ½ 3½ 3 1/2", "3·½|3½|3·1/2"),
        ("1万4千 3.5万 二十三 百分之五 三点五 三人", "1·万·4·千|3.5·万|二·十·三|百|分|之·五|三·点·五|三|人"),
        ("3천만 명 1만 4천여 명", "3·천·만|명|1·만·4·천|여|명"),
        ("삼천오백 이십오 천이백", "삼·천·오·백|이·십·오|천·이·백"),
        ("아이만 군인조 5명", "아|이|만|군|인|조|5·명"),
        ("책임이없다 하지못했다 안아니", "책|임|이·없|다|하|지·못|했|다|안·아|니"),
        ("a, b. (c)", "a|,|b|.|(|c|)"),
        ("\u0301a x\U0001e8d0y", "\u0301·a|x·\U0001e8d0·y"),
    ],
)
def test_what_is_one_thing_is_not_cut(text: str, parted: str) -> None:
    assert uncut(text) == parted


def test_blocks_are_parted_and_their_first_tokens_known() -> None:
    folded = fold("One two. Three four", [(0, 8), (8, 8), (9, 19)])
    assert folded.joined == " One two . \n \n Three four "
    assert array("I", folded.firsts).tolist() == [0, 3, 3]
    assert array("I", folded.spans).tolist() == [0, 3, 4, 7, 7, 8, 9, 14, 15, 19]
    assert (len(folded.tight), len(folded.speech)) == (5, 10)


def test_places_are_of_the_text_as_given() -> None:
    text = "so\u00adft \u200bcafe\u0301\u200b ﬁne\u00ad."
    assert [text[token.start : token.end] for token in tokens(text)] == ["so\u00adft", "cafe\u0301", "ﬁne", "."]


def test_folded_words_read_as_plain_text() -> None:
    text = "북한군은 KBS는 金正恩 a เกา a −5 self-reliant"
    assert plain(" ".join(token.word for token in tokens(text))) == "북한군은 KBS는 金正恩 a เกา a -5 self - reliant"


@pytest.mark.parametrize(
    ("text", "count"), [("a b, c!", 3), ("", 0), ("북한군은 왔다", 2), ("金正恩は", 2), ("self-reliant", 2), ("…", 0)]
)
def test_two_characters_of_a_script_without_spaces_count_as_one_word(text: str, count: float) -> None:
    assert count_words([token.word for token in tokens(text)]) == count


TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"])) | st.text(
    alphabet="ab1 .,:-–—'’\"“”…$%한국各\u1100\u1161\u11a8e\u0301\u0338\u00ad\u200bﬁא\u200f\u202e\u09c7\u09be\u0dd9\u0dcf",
    max_size=30,
)


@settings(max_examples=300)
@given(text=TEXTS)
@example(text="e\u200d\u0301 \u0301a\u00ad")
@example(text="\u09c7\u09be \u0dd9\u0dcf\u0dca")
def test_composing_is_unicodes_own_for_all_that_is_seen(text: str) -> None:
    seen = "".join(
        c for c in text if compose(f"a{c}").text == unicodedata.normalize("NFC", f"a{c}") and c not in "\u200f\u202e"
    )
    assert compose(seen).text == unicodedata.normalize("NFC", seen)


@settings(max_examples=300)
@given(text=TEXTS)
def test_places_ascend_and_each_place_folds_to_its_word_again(text: str) -> None:
    found = tokens(text)
    assert all(before.start <= after.start and before.end <= after.end for before, after in pairwise(found))
    for token in found:
        assert " " not in token.word
        assert "\n" not in token.word
        if unicodedata.category(token.word[0])[0] == "M" or "\u200f" in text:
            continue  # a mark without a letter may change places with its like; a sign of direction looks at all letters
        again = [t.word.strip(JOINER) for t in tokens(text[token.start : token.end])]
        assert again[:1] == [token.word.strip(JOINER)], (token, text)


@settings(max_examples=300)
@given(text=TEXTS)
def test_decomposition_changes_no_word(text: str) -> None:
    assert words(unicodedata.normalize("NFD", text)) == words(unicodedata.normalize("NFC", text)) == words(text)


@settings(max_examples=200)
@given(text=TEXTS, cut=st.integers(0, 30))
def test_a_block_is_folded_as_if_it_stood_alone(text: str, cut: int) -> None:
    cut = min(cut, len(text))
    whole, alone = fold(text, [(0, cut), (cut, len(text))]), fold(text[cut:], [(0, len(text) - cut)])
    assert whole.joined.partition("\n")[2] == alone.joined
    assert whole.tight.endswith(alone.tight)
    spans = array("I", whole.spans)[-len(array("I", alone.spans)) :] if alone.spans else array("I")
    assert [at - cut for at in spans] == list(array("I", alone.spans))


def test_no_mark_that_combines_is_cut_off_its_letter() -> None:
    """Every character of category M, of scripts listed in COMBINING or not."""
    marks = [chr(c) for c in range(0x300, sys.maxunicode) if unicodedata.category(chr(c))[0] == "M"]
    text = " ".join(f"x{mark}" for mark in marks if compose(f"x{mark}").text != "x")
    folded = fold(text, [(0, len(text))])
    assert " x x" not in folded.joined
    starts = array("I", folded.spans)[::2]
    assert all(folded.tight[i] for i, start in enumerate(starts) if text[start] in set(marks))


# --- shorter ways, which lead to the same place


@settings(max_examples=500)
@given(text=TEXTS | st.text(alphabet="aZ09 .,'_:/-\u0301\u00ad한é", max_size=20))
def test_a_word_before_a_plain_blank_is_that_before_any_other(text: str) -> None:
    plain_blanks, wide = (fold(each, [(0, len(text))]) for each in (text, text.replace(" ", "\u2003")))
    assert (plain_blanks.joined, plain_blanks.tight) == (wide.joined, wide.tight)


BINDING = st.sampled_from(f"٣½,\n니C\u0301{folding._MAY_BIND_SIGNS}")
ASCII_AND_MARKS = st.sampled_from([*map(chr, range(128)), *"".join(folding._PLAIN_MARKS)])


@settings(max_examples=3000)
@given(
    st.text(st.sampled_from("a1 .-$–한") | BINDING, max_size=8)
    | st.text(st.sampled_from("a1 .-$–—−") | ASCII_AND_MARKS)
    | st.text("1 십천이명", max_size=6)
    | st.text("1 万一点여억없니한", max_size=6)
)
def test_what_binds_is_found_as_if_sought_in_the_whole_text(text: str) -> None:
    composed, typeset = folding._typeset(text)
    signs = {match.start() for match in folding._SIGN.finditer(composed.text)}
    uncut = {at for match in folding._JOINS.finditer(composed.text) for at in match.span()}
    uncut |= {
        match.end() for leads in (folding._LEADS, folding._NUMBER_GOES_ON) for match in leads.finditer(composed.text)
    }
    uncut |= {match.start() for match in folding._TRAILS.finditer(composed.text)}
    assert folding._binding(composed.text, typeset, 0) == (signs, uncut)


@given(st.lists(st.text(alphabet="ab é가א\"'. \n", max_size=400), max_size=3))
def test_a_folded_text_comes_out_of_its_packing_as_it_went_in(texts: list[str]) -> None:
    folded = {str(number): fold(text, [(0, len(text))]) for number, text in enumerate(texts)}
    assert dict(packed(folded).items()) == folded


def test_no_mark_composes_with_a_sign_of_ascii() -> None:
    text = "".join(f"{sign}{mark}{sign}" for mark in folding._PLAIN_MARKS for sign in map(chr, range(128)))
    assert compose(text).text == text
