"""The words that carry a sentence's sense, in the languages that dossiers quote; and the common prose that carries none."""

import pytest

from dossier.folding import plain, tokens
from dossier.wording import altering, bound_after, bound_before, cuts_number, may_cut_number, negation, number


def folded(text: str) -> str:
    """Text as the engine hands it on: marks stand apart, with a blank before them even where the text begins."""
    words = " ".join(token.word for token in tokens(text))
    return (" " if text[:1] in (" ", ",") else "") + plain(words)


NEGATIONS = {
    "not": "they did not leave",
    "n't": "it n't",
    "don't": "they don’t leave",
    "Never": "Never again",
    "without": "without a trial",
    "denied": "which Kim denied yesterday",
    "failed to": "who failed to arrive",
    "kein": "das ist kein Held",
    "nicht": "er kam nicht",
    "n'est": "il n’est là",
    "jamais": "On sait: jamais",
    "nunca": "nunca vino",
    "не": "он не пришёл",
    "нет": "солдат нет",
    "않았다": "보내지 않았다",
    "안": "군인을 안 보냈다",
    "아니라": "영웅이 아니라",
    "없다": "책임이 없다",
    "못했다": "보내지 못했다",
    "不": "他们不同意",
    "没": "他没有来",
    "無": "無罪",
    "ない": "知らない",
    "ません": "知りません",
    "ไม่": "เขาไม่รู้",
    "لا": "لا نعرف",
    "אין": "אין חיילים",
    "नहीं": "वे नहीं आए",
}
NO_NEGATION = [
    "a knot, a note and nothingness",
    "No. 5 of the list",
    "the notable one",
    "на этой неделе немецкий министр купил нефть",
    "안전한 동안 못을 박고 말했다",
    "非常多的未来无线无人机不仅",
    "まずは必ず",
    "it is nicely panned",
]


@pytest.mark.parametrize(("found", "text"), NEGATIONS.items())
def test_a_negation_is_found(found: str, text: str) -> None:
    assert found in negation(folded(text))
    assert negation(folded(text)) in folded(text)


@pytest.mark.parametrize("text", NO_NEGATION)
def test_what_only_looks_like_a_negation_is_none(text: str) -> None:
    assert negation(folded(text)) == ""


NUMBERS = {
    "14,000": "around 14,000 soldiers",
    "2024": "in 2024",
    "5th": "the 5th hall",
    "ten": "ten halls",
    "thousand": "a thousand halls",
    "Millions": "Millions of people",
    "half": "half of them",
    "third": "a third of them",
    "dozens": "dozens of them",
    "½": "½ of them",
    "²": "m² of it",
    "III": "World War III",
    "Ⅳ": "part Ⅳ",
    "three": "three halls",
    "drei": "drei Helden",
    "vierzehntausend": "vierzehntausend Helden",
    "deux": "deux héros",
    "millones": "millones de personas",
    "тысяч": "много тысяч солдат",
    "два": "два солдата",
    "만": "약 만 명",
    "삼천오백": "군인 삼천오백 명",
    "다섯": "군인 다섯",
    "두": "두 명",
    "万": "万人",
    "三": "三人",
    "两": "两人",
    "one": "one",
}
NO_NUMBER = [
    "one of the soldiers",
    "the soldier I met, mix and MD",
    "often, weight, tension and tenant",
    "군인만 인천 백두산 사람이 오늘 구월 조선",
    "一定统一",
    "once more",
]


@pytest.mark.parametrize(("found", "text"), NUMBERS.items())
def test_a_number_is_found(found: str, text: str) -> None:
    assert number(folded(text)) == found


@pytest.mark.parametrize("text", NO_NUMBER)
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert number(folded(text)) == ""


CUT_NUMBERS = (
    "14| million|five| hundred|40| percent|40| per cent|2,000| billion|two| thirds|three| dozen|one| million|one| half|"
    "two hundred| and five|two hundred and| five|twenty| five|hundred| thousand|three point| five|three| point five|"
    "two| and a half|two and| a half|half| a million|half a| million|hundreds| of thousands|tens of| thousands|"
    "3| Millionen|3| Mrd|4| млн|5| тысяч|6| milliards|7| mil|8| Prozent|9| percentage points|5| 퍼센트|A THOUSAND| MILLION"
).split("|")
UNCUT_NUMBERS = (
    "in 2024| millions came|in 2024| three men came|in May| million|and| five men|the| million men|more| and five men|"
    "two| soldiers|14,000| soldiers|hundreds| of soldiers|half| the men|one| of five|a| million|twenty| men"
).split("|")


@pytest.mark.parametrize(("before", "after"), [*zip(CUT_NUMBERS[::2], CUT_NUMBERS[1::2], strict=True)])
def test_a_number_in_words_may_not_be_cut(before: str, after: str) -> None:
    assert may_cut_number(folded(after), 0)
    assert cuts_number(folded(before), folded(after))


@pytest.mark.parametrize(("before", "after"), [*zip(UNCUT_NUMBERS[::2], UNCUT_NUMBERS[1::2], strict=True)])
def test_beside_a_number_a_quotation_may_be_cut(before: str, after: str) -> None:
    assert not (may_cut_number(folded(after), 0) and cuts_number(folded(before), folded(after)))


BOUNDS_BEFORE = [
    ("sent around", " 14,000 soldiers", "around"),
    ("sent about", " a dozen soldiers", "about"),
    ("killed more than", " 6,000 of them", "more than"),
    ("killed no fewer than", " ten of them", "no fewer than"),
    ("at least", " one million", "at least"),
    ("sent as many as", " $40B", "as many as"),
    ("sent up to", " 40% of them", "up to"),
    ("some", " 14,000 soldiers", "some"),
    ("nearly", " all soldiers", "nearly"),
    ("nearly half of", " 14,000", "half of"),
    ("between", " 5 and 10 men", "between"),
    ("between 5 and", " 10 men", "between 5 and"),
    ("from 5 to", " 10 men", "5 to"),
    ("of 5 –", " 10 men", "5 -"),
    ("born c.", " 1900 men", "c ."),
    ("Over", " 30,000 properties", "Over"),
    ("North Korea reportedly", " deployed soldiers", "reportedly"),
    ("which is likely to", " outline its policies", "likely to"),
    ("who may have been", " killed there", "may have been"),
    ("is not a", " hero", "not a"),
    ("did not", " leave", "not"),
    ("they didn’t", " leave", "didn't"),
    ("Russia denied that", " it was so", "denied that"),
    ("if", " the congress meets", "if"),
    ("mindestens", " 14 Soldaten", "mindestens"),
    ("er hat angeblich", " Soldaten geschickt", "angeblich"),
    ("das ist keine", " Lüge", "keine"),
    ("près de", " 14 000 soldats", "près de"),
    ("plus d’", " mille soldats", 'plus d "'),
    ("il n’a pas", " menti", "pas"),
    ("al menos", " diez soldados", "al menos"),
    ("он якобы", " отправил солдат", "якобы"),
    ("он не", " отправил солдат", "не"),
    ("около", " 14 тысяч солдат", "около"),
    ("не менее", " 14 тысяч солдат", "не менее"),
    ("до", " 14 тысяч солдат", "до"),
    ("약", " 1만4천 명", "약"),
    ("최소한", " 14,000명", "최소한"),
    ("군인을 안", " 보냈다", "안"),
    ("他们不", "同意", "不"),
    ("他们没有", "同意", "没有"),
    ("约", "1万名士兵", "约"),
    ("超过", "三万人", "超过"),
    ("据称", "派兵", "据称"),
    ("เขาไม่", "รู้", "ไม่"),
]
NOTHING_BEFORE = [
    ("in May", " 2024 he came"),
    ("in May", " the army came"),
    ("about", " the memorial"),
    ("talked about", " a memorial hall"),
    ("over", " the years"),
    ("some", " soldiers"),
    ("under", " the treaty"),
    ("between", " the parties"),
    ("around", " 2024"),
    ("until about", " 1999"),
    ("No.", " 5 of them"),
    ("He said that", " the army came"),
    ("the", " 14,000 soldiers"),
    ("came to", " 14 halls"),
    ("around the", " 14 halls"),
    ("reportedly, the army", " came"),
    ("the knot", " came"),
    ("до", " 2024"),
    ("계약", " 3건"),
    ("", " 14,000 soldiers"),
]


@pytest.mark.parametrize(("before", "quoted", "bound"), BOUNDS_BEFORE)
def test_a_bound_hedge_or_negation_directly_before_is_told(before: str, quoted: str, bound: str) -> None:
    assert bound_before(folded(before), folded(quoted)) == bound


@pytest.mark.parametrize(("before", "quoted"), NOTHING_BEFORE)
def test_common_prose_before_a_quotation_is_no_bound(before: str, quoted: str) -> None:
    assert bound_before(folded(before), folded(quoted)) == ""


BOUNDS_AFTER = [
    ("sent 14,000", " or more soldiers", "or more"),
    ("sent 14,000 soldiers", " or so", "or so"),
    ("sent 14,000", ", at least.", "at least"),
    ("a dozen", " at most", "at most"),
    ("sent 14,000", " to 15,000 soldiers", "to 15,000"),
    ("sent 14,000", " – 15,000", "- 15,000"),
    ("sent soldiers", ", allegedly, and", "allegedly"),
    ("sent soldiers", ", reportedly.", "reportedly"),
    ("the soldiers were", " not there", "not"),
    ("er kam", " nicht an", "nicht"),
    ("군인 1만 명", " 이상을 보냈다", "이상"),
    ("군인 1만", "여 명", "여"),
    ("군인을 보내지", " 않았다", "않았다"),
    ("영웅", "이 아니다", "이 아니다"),
    ("三万", "以上", "以上"),
    ("兵士を送ら", "ない", "ない"),
]
NOTHING_AFTER = [
    ("sent soldiers", " or more"),
    ("sent 14,000", " soldiers reportedly"),
    ("North Korea", " reportedly sent"),
    ("from 2022", " to 2024"),
    ("the cause,", " not merely"),
    ("the soldiers", ", not the army"),
    ("sent 14,000", " to Russia"),
    ("군인 1만 명", "을 보냈다"),
    ("여", "자"),
    ("sent", ""),
]


@pytest.mark.parametrize(("quoted", "after", "bound"), BOUNDS_AFTER)
def test_a_bound_hedge_or_negation_directly_after_is_told(quoted: str, after: str, bound: str) -> None:
    assert bound_after(folded(quoted), folded(after)) == bound


@pytest.mark.parametrize(("quoted", "after"), NOTHING_AFTER)
def test_common_prose_after_a_quotation_is_no_bound(quoted: str, after: str) -> None:
    assert bound_after(folded(quoted), folded(after)) == ""


@pytest.mark.parametrize(
    ("words", "before", "reason"),
    [
        ("his brother", "with", ""),
        ("the 14 men", "with", "what it does in brackets holds a number (14)"),
        ("not he", "and", "what it does in brackets holds a negation (not)"),
        (". He", "died", "what it does in brackets holds the end of a sentence"),
        ("now! He", "died", "what it does in brackets holds the end of a sentence"),
        ("now.", "died", "what it does in brackets holds the end of a sentence"),
        (". Kim", "Mr", ""),
        (". army", "the U.S", ""),
        ("Gen. Kim", "then", ""),
        ("now. He", "", ""),
    ],
)
def test_what_brackets_may_not_do_to_words(words: str, before: str, reason: str) -> None:
    assert altering(" " + folded(words), "does", folded(before)) == reason
