"""Liars and honest people: quotations that must never pass, and ones that must, in whatever typography they come."""

import unicodedata
from itertools import accumulate

import pytest

from dossier.folding import Folded, fold
from dossier.quotes import Change, Miss, Passage, find

Paragraphs = str | tuple[str, ...]

SENT = "In 2024, North Korea reportedly deployed around 14,000 soldiers to support Russian forces in Ukraine."
FEATS = (
    "State media said the leader emphasized that the sculptures would honor the “legendary feats” of these soldiers and "
    "keep their memory alive."
)
STUDIO = "Kim visited the studio on Sunday. He praised the artists. The sculptures were not yet finished."
SAID = "“We won the war,” he said on Monday. “They did not lose it,” said his sister of the other side."
TREATY = (
    "The treaty was signed in 2024 and the parties agreed on mutual help.",
    "Neither side has published the text, and no date was given for that.",
    "Experts doubt that the treaty will last.",
)


def folded(paragraphs: Paragraphs) -> tuple[str, Folded]:
    """A source's text, a paragraph a line, and what `fold` makes of it."""
    lines = (paragraphs,) if isinstance(paragraphs, str) else paragraphs
    ends = accumulate(lines, lambda end, line: end + 1 + len(line), initial=-1)
    blocks = [(end + 1, end + 1 + len(line)) for end, line in zip(ends, lines, strict=False)]
    return "\n".join(lines), fold("\n".join(lines), blocks)


def look(source: Paragraphs, quotation: Paragraphs, paragraph: int | None = None) -> Passage | Miss:
    quoted = (quotation,) if isinstance(quotation, str) else quotation
    return find(folded(source)[1], quoted, paragraph)


def stands(source: Paragraphs, quotation: Paragraphs, paragraph: int | None = None) -> Passage:
    found = look(source, quotation, paragraph)
    assert isinstance(found, Passage), found
    return found


def words(source: Paragraphs, quotation: Paragraphs, paragraph: int | None = None) -> str:
    """The source's own words that a quotation is found to quote."""
    found = stands(source, quotation, paragraph)
    return folded(source)[0][found.start : found.end]


# --- what must never pass

SPLICED: list[tuple[Paragraphs, Paragraphs]] = [
    (STUDIO, "Kim visited the artists"),
    (STUDIO, "visited the studio on Sunday praised the artists"),
    (STUDIO, "Kim visited the studio on Sunday He praised"),
    (STUDIO, "Kim visited the studio on Sunday, He praised"),
    (STUDIO, "He praised the artists. Kim visited the studio"),
    (STUDIO, "visited the studio [because] He praised the artists"),
    (STUDIO, "visited the studio on [Monday after] praised the artists"),
    (TREATY, "agreed on mutual help. Neither side has published"),
    (TREATY, "agreed on mutual help Neither side"),
    (TREATY, "The treaty was signed […] the treaty will last"),
    (TREATY, "The treaty was signed [and] Neither side has published the text"),
    (TREATY, "no date was given […] has published the text"),
    (SAID, "We won the war […] They did not lose it"),
    (SAID, "We won the war […] on Monday"),
    (SAID, "he said on Monday […] They did not lose it"),
    (SAID, "We won the war [as] he said on Monday"),
    (SAID, "We won the war,” he said […] not lose it"),
    (FEATS, "sculptures would honor the […] feats"),
    (FEATS, "the “legendary […] of these soldiers"),
]
ALTERED: list[tuple[Paragraphs, Paragraphs]] = [
    (SENT, "North Korea [has not] deployed around 14,000 soldiers"),
    (SENT, "North Korea reportedly [never] deployed around 14,000 soldiers"),
    (SENT, "North Korea reportedly deployed [no fewer than] around 14,000 soldiers"),
    (SENT, "soldiers [didn't arrive] to support Russian forces"),
    (SENT, "soldiers [didn’t arrive] to support Russian forces"),
    (SENT, "soldiers [DID NOT ARRIVE] to support Russian forces"),
    (SENT, "soldiers [n\u200bot sent] to support Russian forces"),
    (SENT, "soldiers [who refused] to support Russian forces"),
    ("North Korea did not deploy any soldiers to support Russia.", "North Korea [did] deploy any soldiers to support"),
    (
        "North Korea did not deploy any soldiers to support Russia.",
        "North Korea did [once] deploy any soldiers to support",
    ),
    ("He can't support the army of the North now.", "He [can] support the army of the North"),
    ("북한은 러시아에 군인을 파병하지 않았다고 밝혔다.", "북한은 러시아에 군인을 파병하지 [않고]"),
    ("북한은 러시아에 군인을 파병하지 않았다고 밝혔다.", "러시아에 군인을 파병하지 [했다고] 밝혔다"),
    ("中国军队今天不会离开这个地区。", "中国军队今天[一定]会离开这个地区"),
    ("Россия сегодня не отправила туда солдат из армии.", "Россия сегодня [уже] отправила туда солдат"),
    ("La France n'enverra jamais de soldats en Ukraine.", "La France [enverra] de soldats en Ukraine"),
    (SENT, "deployed around [14,000] soldiers to support"),
    (SENT, "deployed around [ten thousand] soldiers to support"),
    (SENT, "deployed [some] soldiers to support Russian forces"),
    (SENT, "soldiers [½ of them] to support Russian forces"),
    (SENT, "soldiers [XIV divisions] to support Russian forces"),
    (SENT, "soldiers [Ⅳ divisions] to support Russian forces"),
    (SENT, "soldiers [one] to support Russian forces"),
    (SENT, "soldiers [a dozen] to support Russian forces"),
    (SENT, "soldiers [1만 명] to support Russian forces"),
    (SENT, "soldiers [천 명] to support Russian forces"),
    (SENT, "soldiers [三万人] to support Russian forces"),
    (SENT, "North Korea [has] deployed to support Russian forces"),
    (SENT, "North Korea reportedly [sent] soldiers to support Russian"),
    (FEATS, "said the leader emphasized [they] honor the “legendary feats” of these soldiers"),
    (SENT, "14,000 soldiers [backing Russia] in Ukraine."),
    ("군인 약 만 명이 우리 넓은 러시아 땅에 왔다고 했다.", "군인 약 만 명이 [다시] 왔다고 했다"),
    ("他们今天上午离开了这个地区。", "他们[一]了这个地区"),
    (SENT, "[Kim Jong Un]"),
    (SENT, "[…]"),
    (SENT, "[…] [Kim] […]"),
    (SENT, "[]"),
    (SENT, "North Korea [] deployed around 14,000 soldiers"),
    (SENT, "North Korea [,] deployed around 14,000 soldiers"),
    (SENT, "North Korea [sic] deployed around 14,000 soldiers"),
    (SENT, "In 2024 [during it] North Korea reportedly deployed"),
    (SENT, "North Korea […] Ukraine"),
    (SENT, "soldiers [sent]"),
    (SENT, "North […] deployed […] soldiers"),
    (SENT, "North Korea […] reportedly deployed around"),
    (SENT, "soldier[s] to support Russian forces"),
    (SENT, "North Korea [un]reportedly deployed around"),
    (SENT, "around 14[,000] soldiers to support"),
    ("Quân đội tế nhị đã đến thành phố hôm qua.", "Quân đội tế[x] nhị đã đến"),
]
HALF_NUMBERS = [
    ("around 14,000 soldiers", ("14", "4,000", "14,00", "000 soldiers", "14 soldiers", "around 14")),
    ("by 3.5 percent in May", ("5 percent", "3", "3.5", "percent in May", ".5 percent")),
    ("a $40B defence budget", ("$40", "40", "40B", "40B defence")),
    ("it cost $40 or US$30 or 20€ or 10 € or ₽ 5", ("40", "$30", "20", "10", "5", "30 or 20€")),
    ("at −5 degrees, -6 at night, –7 in May, +8 in June", ("5 degrees", "6 at", "7 in May", "8 in")),
    ("fell by 40% or 30 % or 20 percent or 10 per cent", ("40", "30", "20", "10", "by 40", "30 %"[:2])),
    ("between 14,000–15,000 and 16-17 and 18—19 and $5-$10", ("14,000", "15,000", "16", "17", "18", "19", "$5", "$10")),
    ("5%-10% and 3 ½ and 2 1/4 and 1½ and 7×8 and 6~9", ("5%", "10%", "3", "½", "2", "1/4", "1", "7", "8", "6", "9")),
    ("at 9:30 and 10.45 on 01/02/2026 and 2026-01-07", ("9", "30", "10", "45", "01/02", "2026", "01-07", "2026-01")),
    ("14\u2009000 or 15\xa0000 or 16 000 or 17\u202f500 men", ("14", "15", "16", "17", "000", "500 men", "000 men")),
    ("~14 or ≈15 or >16 or < 17 or ±18 or .22 calibre", ("14", "15", "16", "17", "18", "22 calibre")),
    ("10² km, 5°C, 18+ and the №5 and №\xa06", ("10", "2 km", "5", "5°", "18", "5", "6")),
    (
        "14 million and five hundred thousand",
        ("14", "million and", "five", "hundred thousand", "five hundred", "thousand"),
    ),
    ("two hundred and five or three point five", ("two hundred", "five or", "three", "two", "hundred and five")),
    ("hundreds of thousands, half a million and one third", ("hundreds", "thousands", "a million", "one", "third")),
    ("3 Millionen, 4 млн, 5 тысяч, 6 milliards, 7 mil", ("3", "4", "5", "6", "7")),
    (
        "군인 3천만 명과 1만 4천여 명과 14,000명과 제3차",
        ("3천", "천만", "만 명", "1만", "4천", "14,000", "3차", "1만 4"),
    ),
    ("군인 삼천오백 명과 이만 명과 3~4명", ("삼천", "오백", "이", "삼", "3", "4명")),
    ("约1万4千名士兵，百分之五，三点五，二十三", ("1万", "4千", "万4千", "五", "三", "二十", "十三", "点五")),
    ("ระดับ 3,500 บาท", ("3", "500 บาท")),
    ("١٤٬٠٠٠ جندي", ("١٤", "٠٠٠ جندي")),
]
HALF_WORDS = [
    ("a self-reliant economy", ("reliant", "self", "reliant economy", "a self", "self-")),
    ("they don't, can’t and won't", ("do", "don", "they do", "can", "t and", "wo")),
    ("North Korean and South-Koreans", ("North Korea", "South", "Koreans")),
    ("the anti–Japanese struggle", ("Japanese struggle", "anti")),
    ("AT&T and R&D at x@example.com", ("AT", "T and", "D at", "example.com", "example", "com")),
    ("cannot, can\u200bnot, un\u00addo", ("can", "not", "do", "un")),
    ("нельзя и невозможно", ("нель", "возможно")),
    ("북한군인이 참전했다", ("한군인", "군인이", "전했다")),
    ("책임이없다고 했다", ("없다고", "다고", "책임이")),
    ("il n’est pas venu", ("est pas", "est")),
    ("ロシア軍", ("ロシ", "シア軍")),
    ("cafe\u0301 and Zoë, x\u0338y", ("cafe", "Zo", "x", "y")),
    ("नमस्ते दुनिया", ("नमस", "स्ते", "दुनि")),
]
CHANGED: list[tuple[Paragraphs, Paragraphs]] = [
    (SENT, "North Korea reportedly sent around 14,000 soldiers"),
    (SENT, "North Korea reportedly deployed around 15,000 soldiers"),
    (SENT, "North Korea deployed around 14,000 soldiers"),
    (SENT, "South Korea reportedly deployed around 14,000 soldiers"),
    (SENT, "around 14,000 soldiers soldiers to support"),
    (SENT, "around 14,000 to soldiers support"),
    (SENT, "north Korea reportedly deployed"),
    (SENT, "North Korea Reportedly deployed"),
    (SENT, "[N]orth korea reportedly deployed"),
    (SENT, "[R]eportedly deployed around 14000 soldiers"),
    (SENT, "[X]orth Korea reportedly deployed"),
    (SENT, "In 2024 North Korea reportedly"),
    (SENT, "forces in Ukraine!"),
    (SENT, "forces in Ukraine?"),
    (SENT, "forces in Ukraine..."),
    (SENT, "North Korea… deployed around 14,000 soldiers"),
    (SENT, "North Korea ... deployed around 14,000 soldiers"),
    (SENT, "around 14.000 soldiers"),
    (SENT, "around 14 000 soldiers"),
    (SENT, "around 14000 soldiers"),
    (SENT, "fourteen thousand soldiers"),
    (SENT, "around 14,000 Soldiers"),
    (SENT, "“around 14,000” soldiers"),
    (SENT, "around XIV soldiers"),
    (SENT, "around １４,０００ soldiers"),
    (SENT, "North Koreа reportedly"),
    (SENT, "North Korea reportedly deploye\u0301d"),
    (SENT, "around 14,000\u0336 soldiers"),
    (SENT, "North\u200bKorea reportedly"),
    (SENT, "NorthKorea reportedly"),
    (SENT, "around \u202e14,000\u202c soldiers"),
    (SENT, "around \u202b14,000\u202c soldiers"),
    (SENT, "around \u206714,000\u2069 soldiers"),
    (SENT, "around\x1c14,000 soldiers"),
    (SENT, "around\x0014,000 soldiers"),
    (SENT, "around \ue00014,000 soldiers"),
    (SENT, "around \U000f000014,000 soldiers"),
    (SENT, "around\u280014,000 soldiers"),
    (SENT, "around\u316414,000 soldiers"),
    (SENT, ""),
    (SENT, " \u00a0\u200b"),
    (SENT, ","),
    (SENT, "."),
    (SENT, "…"),
    (SENT, "“”"),
    (SENT, "\x00\x01"),
    (SENT, "\u202e\u2066"),
    (SENT, ()),
    (SENT, ("",)),
    ("They can not leave.", "They cannot leave"),
    ("They can not leave.", "They can\u200bnot leave"),
    ("They cannot leave.", "They can not leave"),
    ("They do not leave.", "They do\u2060not leave"),
    ("Now here it is.", "Nowhere it is"),
    ("It is nowhere.", "It is now here"),
    ("a resign letter", "a re-sign letter"),
    ("a re-sign letter", "a resign letter"),
    ("the hall of 102 men", "the hall of 10² men"),
    ("the hall of 10² men", "the hall of 102 men"),
    ("the hall of 3½ men", "the hall of 31/2 men"),
    ("the hall of 1⁄2 men", "the hall of 12 men"),
    ("Part Ⅳ of the law", "Part IV of the law"),
    ("Part IV of the law", "Part VI of the law"),
    ("Part ① of the law", "Part 1 of the law"),
    ("the ﬁrst hall", "the frst hall"),
    ("He won 3 – 1 then", "He won \u200f3 – 1\u200f then"),
    ("He won 3 – 1 then", "He won 1 – 3 then"),
    ("honor the “legendary feats” of these", "honor the legendary feats of these"),
    ("honor the legendary feats of these", "honor the “legendary” feats of these"),
    ("honor the ‘legendary feats’ of these", "honor the legendary feats of these"),
    ("Kim, who came, said so", "Kim who came, said so"),
    ("Kim who came said so", "Kim, who came said so"),
    ("아버지가 방에 들어갔다", "아버지 가방에 들어갔다"),
    ("군인을 안 보냈다", "군인을 안보냈다"),
    ("他们不同意这个计划", "他们同意这个计划"),
    ("Он не согласен с планом", "Он согласен с планом"),
    ("Il n’est pas venu", "Il est venu"),
    ("Er kam nicht an", "Er kam an"),
    ("année de l'armée", "année de larmée"),
]
ACROSS_BLOCKS: list[tuple[Paragraphs, Paragraphs]] = [
    (TREATY, (TREATY[0], TREATY[2])),
    (TREATY, (TREATY[1], TREATY[0])),
    (TREATY, (TREATY[0], "has published the text")),
    (TREATY, ("The treaty was signed in 2024", TREATY[1])),
    (TREATY, (TREATY[0], "Neither side has published the text,", TREATY[2])),
    (TREATY, (TREATY[0], "[…] has published the text, and no date", TREATY[2])),
    (TREATY, ("The treaty was signed […] mutual", TREATY[1])),
    (TREATY, (f"{TREATY[0]} {TREATY[1]}",)),
    (TREATY, (TREATY[0], "[…]", TREATY[0])),
    (TREATY, ("The treaty was signed […]", TREATY[2])),
    (("We came.", "We came."), ("We came.", "We came.", "We came.")),
]


@pytest.mark.parametrize(("source", "quotation"), SPLICED + ALTERED + CHANGED + ACROSS_BLOCKS)
def test_a_lie_does_not_pass(source: Paragraphs, quotation: Paragraphs) -> None:
    assert isinstance(look(source, quotation), Miss)


@pytest.mark.parametrize(("source", "parts"), HALF_NUMBERS + HALF_WORDS)
def test_half_a_number_or_word_does_not_pass(source: str, parts: tuple[str, ...]) -> None:
    assert words(source, source) == source, "the source itself passes"
    assert [part for part in parts if not isinstance(look(source, part), Miss)] == []


# --- what must pass; ⟦ ⟧ in the source show what range

TYPOGRAPHY: list[tuple[Paragraphs, Paragraphs]] = [
    ("honor ⟦the “legendary feats” of⟧ these", 'the "legendary feats" of'),
    ("honor ⟦the “legendary feats” of⟧ these", "the «legendary feats» of"),
    ("honor ⟦the “legendary feats” of⟧ these", "the « legendary feats » of"),
    ("honor ⟦the “legendary feats” of⟧ these", "the ‘legendary feats’ of"),
    ("honor ⟦the “legendary feats” of⟧ these", "the 'legendary feats' of"),
    ("honor ⟦the “legendary feats” of⟧ these", "the „legendary feats“ of"),
    ("honor ⟦the “legendary feats” of⟧ these", "the »legendary feats« of"),
    ("honor ⟦the “legendary feats” of⟧ these", "the 「legendary feats」 of"),
    ("honor ⟦the “legendary feats” of⟧ these", "the 『legendary feats』 of"),
    ("honor ⟦the “legendary feats” of⟧ these", "the ``legendary feats'' of"),
    ("honor ⟦the ``legendary feats'' of⟧ these", "the “legendary feats” of"),
    ("honor ⟦the “legendary feats⟧” of these", "the 'legendary feats"),
    ("honor ⟦the “legendary feats.”⟧ These", "the “legendary feats”"),
    ("honor ⟦the “legendary feats.”⟧ These", "the “legendary feats”."),
    ("honor ⟦the “legendary feats.”⟧ These", "the ‘legendary feats,’"),
    ("honor ⟦the “legendary feats”⟧ of these", "the “legendary feats.”"),
    ("honor ⟦the “legendary feats”⟧ of these", "the “legendary feats”,"),
    ("the soldiers ⟦he⟧ led", "“he”"),
    ("⟦Rodong Sinmun’s page⟧", "Rodong Sinmun's page"),
    ("⟦Rodong Sinmun’s page⟧", "Rodong Sinmun`s page"),
    ("⟦Rodong Sinmunʼs page⟧", "Rodong Sinmun´s page"),
    ("He met ⟦the hall — built in May — on⟧ Sunday", "the hall – built in May -- on"),
    ("He met ⟦the hall--built---on⟧ Sunday", "the hall—built―on"),
    ("He met ⟦the hall—built⟧ on Sunday", "the hall — built"),
    ("a ⟦self‑reliant economy⟧", "self-reliant economy"),
    ("a ⟦self-reliant economy⟧", "self‐reliant economy"),
    ("on ⟦2024–2025 terms⟧", "2024-2025 terms"),
    ("at ⟦−5 degrees⟧ now", "-5 degrees"),
    ("at ⟦-5 degrees⟧ now", "–5 degrees"),
    ("a\u00a0⟦grey\u202fhall\u2009of\u3000stone⟧", "grey hall of stone"),
    ("a ⟦grey hall\nof \t stone⟧", "grey hall of stone"),
    ("a ⟦grey hall of stone⟧", "grey\nhall\r\nof\u2028stone"),
    ("a ⟦memo\u00adrial for sol\u00ad\u00addiers⟧", "memorial for soldiers"),
    ("a ⟦memorial for soldiers⟧", "me\u00admo\u00adrial for soldiers\u00ad"),
    ("a ⟦memo\u200brial⟧\ufeff hall", "memorial"),
    ("a ⟦memorial hall⟧", "\ufeffmemorial \u200bhall"),
    ("a ⟦ﬁne oﬃce of ﬂags⟧", "fine office of flags"),
    ("a ⟦fine office of flags⟧", "ﬁne oﬃce of ﬂags"),
    ("in ⟦cafe\u0301 Zoë⟧", "café Zoe\u0308"),
    ("in ⟦café Zoë⟧", "cafe\u0301 Zoe\u0308"),
    ("in ⟦A\u030angstro\u0308m⟧", "\u212bngström"),
    ("so ⟦wait… then⟧ go", "wait... then"),
    ("so ⟦wait ... then⟧ go", "wait … then"),
    ("so ⟦wait . . . then⟧ go", "wait… then"),
    ("so ⟦wait.... Then⟧ go", "wait…. Then"),
    ("on ⟦Jan. 26, 2026 1:31 p.m.⟧ and", "Jan. 26, 2026 1:31 p.m."),
    ("in ⟦the U.S. army⟧", "the U.S. army"),
    ("in ⟦the U.S.⟧ army", "the U.S."),
    ("in ⟦the U.S⟧. army", "the U.S"),
    ("in ⟦the U.S⟧. army", "the U.S,"),
    ("in ⟦Ukraine⟧, he said", "Ukraine."),
    ("in ⟦Ukraine.⟧ He said", "Ukraine."),
    ("in ⟦Ukraine⟧. He said", "Ukraine,"),
    ("in ⟦Ukraine⟧. He said", "“Ukraine”"),
    ("overseas.⟦State media said⟧ so", "State media said"),
    ("cost ⟦$40B and 40 % and 20€ and € 5⟧ then", "$40B and 40\u00a0% and 20 € and €5"),
    ("a ⟦14\u2009000-strong force⟧", "14\u00a0000-strong force"),
    ("In 2024 ⟦300 men⟧ came", "300 men"),
    ("In 2024 ⟦millions came⟧", "millions came"),
    ("In 2024 ⟦three million men⟧ came", "three million men"),
    ("In 2024 ⟦$40B was spent⟧", "$40B was spent"),
    ("the page, ⟦No. 5⟧ of it", "No.5"),
    ("de ⟦l’armée russe⟧", "l'armée russe"),
    ("de l’⟦armée russe⟧", "armée russe"),
    ("dit ⟦qu’il n’est pas⟧ là", "qu'il n'est pas"),
    ("dit qu’⟦il n’est pas⟧ là", "il n’est pas"),
    ("называет ⟦«героями» солдат⟧ из", "„героями“ солдат"),
    ("называет ⟦его подвиг⟧ большим", "его подвиг"),
    ("قال ⟦إن الجنود أبطال،⟧ ثم", "إن الجنود أبطال،"),
    ("قال ⟦الجنود \u200fأبطال⟧\u200f ثم", "الجنود أبطال"),
    ("قال ⟦الجـــنود أبطال⟧ ثم", "الجنود أبطال"),
    ("אמר ⟦צה״ל הודיע⟧ כי", 'צה"ל הודיע'),
    ("⟦नमस्ते दुनिया⟧ के लोग", "नमस्ते दुनिया"),
    ("ໃນ ⟦ທະຫານ⟧ຂອງລາວ", "ທະຫານ"),
    ("他⟦参观了万寿台创作社⟧，", "参观了万寿台创作社。"),
    ("他参观了⟦万寿台⟧创作社", "万寿台"),
    ("「⟦兵士は英雄だ⟧」と述べた", "兵士は英雄だ。"),
    ("金氏は⟦ロシア軍⟧兵士を", "ロシア軍"),
    ("ทหาร⟦เกาหลีเหนือ⟧ในรัสเซีย", "เกาหลีเหนือ"),
    ("“⟦영웅⟧들”이라고 말했다", "영웅"),
    ("그는 ⟦북한군⟧이 러시아에", "북한군"),
    ("그는 ⟦1만4천 명⟧을 보냈다", "1만4천 명"),
    ("그는 ⟦14,000명⟧을 보냈다", "14,000명"),
    ("방송 ⟦KBS⟧는 보도했다", "KBS"),
    ("그는 ⟦아이⟧만 봤다", "아이"),
]


def unmarked(source: Paragraphs) -> tuple[tuple[str, ...], int, int]:
    """A source without the signs ⟦ ⟧, and the range that they show in its text."""
    lines = (source,) if isinstance(source, str) else source
    text = "\n".join(lines)
    start, end = text.index("⟦"), text.index("⟧") - 1
    return tuple(line.replace("⟦", "").replace("⟧", "") for line in lines), start, end


@pytest.mark.parametrize(("source", "quotation"), TYPOGRAPHY)
def test_an_honest_quotation_passes_in_any_typography(source: Paragraphs, quotation: Paragraphs) -> None:
    lines, start, end = unmarked(source)
    found = stands(lines, quotation)
    assert ((found.start, found.end), found.changes) == ((start, end), ())


@pytest.mark.parametrize(("source", "quotation"), TYPOGRAPHY)
def test_composition_of_source_and_quotation_is_folded(source: str, quotation: str) -> None:
    (line,), start, end = unmarked(source)
    whole, quoted = unicodedata.normalize("NFD", line), line[start:end]
    if unicodedata.is_normalized("NFC", line):
        assert unicodedata.normalize("NFC", words(whole, quotation)) == quoted
    assert words(line, unicodedata.normalize("NFD", quotation)) == quoted


# --- brackets, omissions, paragraphs


def changes(source: Paragraphs, quotation: Paragraphs) -> list[tuple[str, str, str]]:
    """Kind, the source's words and what stands in their place, of each change."""
    text = folded(source)[0]
    return [(c.kind, text[c.start : c.end].strip(), c.now) for c in stands(source, quotation).changes]


BRACKETED: list[tuple[Paragraphs, Paragraphs, str, list[tuple[str, str, str]]]] = [
    (SENT, "[n]orth Korea reportedly", "North Korea reportedly", [("initial", "N", "n")]),
    (SENT, "[N]orth Korea reportedly", "North Korea reportedly", []),
    (SENT, "[R]eportedly deployed", "reportedly deployed", [("initial", "r", "R")]),
    (SENT, "North Korea [R]eportedly deployed", "North Korea reportedly deployed", [("initial", "r", "R")]),
    (SENT, "North Korea reportedly [sic] deployed", "North Korea reportedly deployed", [("inserted", "", "sic")]),
    (SENT, "North Korea reportedly deployed [sic]", "North Korea reportedly deployed", [("inserted", "", "sic")]),
    (
        SENT,
        "North Korea [of the Kims] reportedly deployed",
        "North Korea reportedly deployed",
        [("inserted", "", "of the Kims")],
    ),
    (SENT, "[Kim’s] North Korea reportedly", "North Korea reportedly", [("inserted", "", "Kim’s")]),
    (SENT, "[Kim sent] soldiers to support […]", "soldiers to support", [("inserted", "", "Kim sent")]),
    (
        SENT,
        "North Korea [has] deployed around 14,000",
        "North Korea reportedly deployed around 14,000",
        [("replaced", "reportedly", "has")],
    ),
    (SENT, "deployed around 14,000 [men] to", "deployed around 14,000 soldiers to", [("replaced", "soldiers", "men")]),
    (
        SENT,
        "deployed around 14,000 [men for the] Russian forces",
        "deployed around 14,000 soldiers to support Russian forces",
        [("replaced", "soldiers to support", "men for the")],
    ),
    (
        SENT,
        "North Korea […] deployed around 14,000",
        "North Korea reportedly deployed around 14,000",
        [("omitted", "reportedly", "")],
    ),
    (
        SENT,
        "North Korea [...] deployed around 14,000",
        "North Korea reportedly deployed around 14,000",
        [("omitted", "reportedly", "")],
    ),
    (
        SENT,
        "North Korea [. . .] deployed around 14,000",
        "North Korea reportedly deployed around 14,000",
        [("omitted", "reportedly", "")],
    ),
    (SENT, "[…] North Korea reportedly deployed […]", "North Korea reportedly deployed", []),
    (
        SENT,
        "North Korea […] [sent] soldiers to support Russian",
        "North Korea reportedly deployed around 14,000 soldiers to support Russian",
        [("omitted", "reportedly deployed around 14,000", "sent")],
    ),
    (
        SENT,
        "In 2024, […] around 14,000 soldiers […] in Ukraine.",
        "In 2024, North Korea reportedly deployed around 14,000 soldiers to support Russian forces in Ukraine.",
        [("omitted", "North Korea reportedly deployed", ""), ("omitted", "to support Russian forces", "")],
    ),
    (SENT, "to support Russian forces […].", "to support Russian forces in Ukraine.", [("omitted", "in Ukraine", "")]),
    (SENT, "support Russian forces in Ukraine […].", "support Russian forces in Ukraine", []),
    (
        FEATS,
        "sculptures would honor […] these soldiers",
        "sculptures would honor the “legendary feats” of these soldiers",
        [("omitted", "the “legendary feats” of", "")],
    ),
    (SAID, "We won […] war,” he said", "We won the war,” he said", [("omitted", "the", "")]),
    (SAID, "[Kim] won the war", "won the war", [("inserted", "", "Kim")]),
    (
        TREATY,
        "the parties agreed […] Neither side has",
        "the parties agreed on mutual help.\nNeither side has",
        [("omitted", "on mutual help.", "")],
    ),
    (
        TREATY,
        "agreed on mutual help. […] Neither side has",
        "agreed on mutual help.\nNeither side has",
        [("omitted", "", "")],
    ),
    (
        TREATY,
        "agreed on mutual help […] has published",
        "agreed on mutual help.\nNeither side has published",
        [("omitted", ".\nNeither side", "")],
    ),
    ("Kim [the leader] spoke to them.", "Kim [the leader] spoke to them", "Kim [the leader] spoke to them", []),
    (
        "Kim [14 years] spoke […] to them all.",
        "Kim [14 years] spoke […] to them",
        "Kim [14 years] spoke […] to them",
        [],
    ),
    (
        "Kim [aged 40] spoke at length to them.",
        "Kim [aged 40] spoke […] to them",
        "Kim [aged 40] spoke at length to them",
        [("omitted", "at length", "")],
    ),
    (
        "Then Mr. Kim of Seoul came to us.",
        "Then [he] of Seoul came to us",
        "Then Mr. Kim of Seoul came to us",
        [("replaced", "Mr. Kim", "he")],
    ),
    ("他们今天离开了这个地区。", "他们[昨天]离开了这个地区", "他们今天离开了这个地区", [("replaced", "今天", "昨天")]),
    (
        "북한은 오늘 러시아에 군인을 파병했다.",
        "북한은 […] 러시아에 군인을 파병",
        "북한은 오늘 러시아에 군인을 파병",
        [("omitted", "오늘", "")],
    ),
]


@pytest.mark.parametrize(("source", "quotation", "quoted", "made"), BRACKETED)
def test_a_quotation_with_brackets_passes_with_its_changes(
    source: Paragraphs, quotation: str, quoted: str, made: list[tuple[str, str, str]]
) -> None:
    assert (words(source, quotation), changes(source, quotation)) == (quoted, made)


QUOTED_PARAGRAPHS: list[tuple[Paragraphs, str]] = [
    ((TREATY[0], TREATY[1]), f"{TREATY[0]}\n{TREATY[1]}"),
    (TREATY, "\n".join(TREATY)),
    (
        ("the parties agreed on mutual help.", "Neither side has"),
        "the parties agreed on mutual help.\nNeither side has",
    ),
    ((TREATY[0], "[…]", TREATY[2]), "\n".join(TREATY)),
    ((TREATY[0], " [...] ", "treaty will last"), "\n".join(TREATY)[:-1]),
    (
        ("The treaty was signed in 2024", "[…]", "Experts doubt"),
        "\n".join(TREATY)[: -len(" that the treaty will last.")],
    ),
    (("[…]", TREATY[0], "[…]"), TREATY[0]),
    (("The treaty was signed […]", TREATY[1]), f"{TREATY[0]}\n{TREATY[1]}"),
    ((TREATY[0], "[…] no date was given for that."), f"{TREATY[0]}\n{TREATY[1]}"),
    ((f"“{TREATY[0]}", f"{TREATY[1]}”"), f"{TREATY[0]}\n{TREATY[1]}"),
    ((TREATY[0].replace(" was", "\nwas"), TREATY[1]), f"{TREATY[0]}\n{TREATY[1]}"),
    ((f"“{TREATY[0].replace(' was', chr(10) + 'was')}", f"{TREATY[1]}”"), f"{TREATY[0]}\n{TREATY[1]}"),
]


@pytest.mark.parametrize(("quotation", "quoted"), QUOTED_PARAGRAPHS)
def test_consecutive_paragraphs_pass_with_omissions_shown(quotation: Paragraphs, quoted: str) -> None:
    assert words(TREATY, quotation) == quoted


def test_an_image_or_rule_between_two_paragraphs_parts_them_no_further() -> None:
    assert words((TREATY[0], "", TREATY[1]), (TREATY[0], TREATY[1])) == f"{TREATY[0]}\n\n{TREATY[1]}"
    assert isinstance(stands((TREATY[0], "", TREATY[1]), "on mutual help […] Neither side"), Passage)


@pytest.mark.parametrize(("paragraph", "block"), [(None, 0), (1, 0), (2, 0), (3, 2), (9, 0)])
def test_a_locator_chooses_among_repeats_else_the_first_counts(paragraph: int | None, block: int) -> None:
    source = ("Kim came here.", "Nobody else.", "Then Kim came again.")
    assert stands(source, "Kim came", paragraph).block == block


def test_of_repeated_words_the_nearest_join() -> None:
    source = "Kim came, then Kim stayed. Later Kim left and the others left."
    assert words(source, "then Kim […] left and the") == "then Kim stayed. Later Kim left and the"
    assert words(source, "Kim […] left and the others") == "Kim stayed. Later Kim left and the others"


# --- what is told of a passage


@pytest.mark.parametrize(
    ("quotation", "direct"),
    [
        ("We won the war", True),
        ("“We won the war,”", True),
        ("We won the war,” he said", False),
        ("he said on Monday", False),
        ("They did not […] it", True),
    ],
)
def test_words_are_direct_if_the_source_sets_all_of_them_in_marks(quotation: str, direct: bool) -> None:
    assert stands(SAID, quotation).direct is direct


@pytest.mark.parametrize(
    ("source", "quotation", "negation"),
    [
        ("They did not give it up at all.", "They did […] it up at", "not"),
        (SENT, "North Korea […] deployed around 14,000", ""),
        (TREATY, "agreed on mutual […] has published the text", "Neither"),
        (TREATY, ("The treaty was signed in 2024", "[…]", "treaty will last"), ""),
        (TREATY, ("The treaty was signed in 2024", "[…]", "date was given for that"), "Neither"),
        (
            "북한은 군인을 보내지 않았고 오늘 무기를 모두 보냈다고 한다.",
            "북한은 군인을 […] 무기를 모두 보냈다고",
            "않았고",
        ),
    ],
)
def test_a_negation_that_an_omission_skips_is_told(source: Paragraphs, quotation: Paragraphs, negation: str) -> None:
    assert stands(source, quotation).negation == negation


@pytest.mark.parametrize(
    ("quotation", "bound"),
    [
        ("around 14,000 soldiers", ""),
        ("14,000 soldiers", "around"),
        ("deployed around 14,000 soldiers", "reportedly"),
        ("North Korea reportedly deployed […] 14,000 soldiers", "around"),
        ("North Korea [has] deployed around 14,000", "reportedly"),
        ("In 2024, North Korea reportedly", ""),
        ("soldiers to support Russian forces", ""),
    ],
)
def test_a_bound_beside_any_cut_is_told(quotation: str, bound: str) -> None:
    assert stands(SENT, quotation).bound == bound


@pytest.mark.parametrize(
    ("source", "quotation", "reason"),
    [
        (SENT, "North Korea [has not] deployed around", "what it inserts in brackets holds a negation (not)"),
        (
            SENT,
            "North Korea reportedly [sent] soldiers to support",
            "what it replaces in brackets holds a number (14,000)",
        ),
        (SENT, "North […] deployed […] soldiers", "a quotation with brackets needs 3 words of the source in a row"),
        (SENT, "soldier[s] to support Russian", "the bracket [s] stands inside a word"),
        (SENT, "North Korea [] deployed around", "a bracket is empty"),
        (SENT, "[…]", "it holds no words of the source"),
        (SENT, "North Korea […]" * 50, "it is cut into more than 40 pieces"),
        (SAID, "We won the war […] not lose it", "what it leaves out crosses the source's own marks of speech"),
        (STUDIO, "Kim visited the [hall and] praised the artists", ""),
        (
            STUDIO,
            "studio on Sunday [and he] praised the artists",
            "what it replaces in brackets holds the end of a sentence",
        ),
        (SENT, "words of another […] source than this", ""),
    ],
)
def test_a_miss_tells_the_rule_that_it_breaks(source: Paragraphs, quotation: str, reason: str) -> None:
    assert look(source, quotation) == Miss(reason)


@pytest.mark.parametrize(
    ("source", "quotation"),
    [
        ("a " * 50_000, "a […] " * 40),
        ("a " * 50_000, "a […] " * 39 + "b"),
        ("a " * 50_000, "a " * 50_000),
        ("a " * 50_000, "a " * 25_000 + "b"),
        ("5-" * 100_000, "5"),
        ("a “b” " * 20_000, "a […] b"),
        ("‘a " * 20_000, "a a a"),
        ("“a " * 20_000, "a a a"),
        ("a b c" * 100, "[" * 5_000 + "a b c" + "]" * 5_000),
        ("a b c" * 100, "[a]" * 5_000),
        ("x" * 1_000_000, "[x] " + "x" * 1_000_000 + " […] x"),
        ("not " * 50_000, "not […] not not not [not] not"),
        ("\u0301" * 50_000 + "\u00ad" * 50_000, "\u0301" * 50_000 + "a"),
        ("a" + "\u0300\u0316" * 100_000, "a \u0300\u0316"),
        ("a" + "\u0316" * 100_000 + "\u0300" * 100_000 + "\u00ad", "a" + "\u0344\u0316" * 50_000),
        ("1,1" * 50_000 + " 1 000" * 50_000, "1,1 1 000"),
        (". " * 50_000 + "'" * 50_000, ". . . '"),
    ],
    ids=lambda text: f"{text[:9]}…{len(text)}",
)
def test_a_hostile_text_is_answered(source: str, quotation: str) -> None:
    """The work is bounded by the source's length times a constant (occurrences, parts); a quadratic step hangs here."""
    assert isinstance(look(source, quotation), Passage | Miss)


def test_a_passage_is_found_in_a_book() -> None:
    paragraphs = (*(["the war and the peace of it"] * 20_000), "the last word of the book", *(["the war"] * 20_000))
    assert stands(paragraphs, "the last […] of the book").block == 20_000


def test_a_change_is_a_record_of_range_and_words() -> None:
    assert stands("They came to us here today, too.", "They [all] came […] here today, too.").changes == (
        Change("inserted", 4, 5, "all"),
        Change("omitted", 9, 16),
    )
