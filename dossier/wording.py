"""The words that carry a sentence's sense: negations, numbers, and what bounds or hedges a statement.

A quotation may not change the first two inside brackets, and is warned of when it leaves any of them out where it is cut.
The tables are common words of the languages that dossiers most often quote; they make no grammar. All text here is folded,
as `folding.plain` gives it: blanks round marks, one kind of apostrophe and dash.
"""

import re
from functools import cache


def _any_of(*words: str) -> str:
    return f"(?:{'|'.join(words)})"


def _whole(*words: str) -> str:
    return rf"(?<!\w){_any_of(*words)}(?!\w)"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of many words, compiled when first asked for: it takes long, and unchanged content never asks."""
    return re.compile(pattern, re.IGNORECASE)


def has_word(text: str) -> bool:
    """Whether a letter or a digit is in it."""
    return any(sign.isalnum() for sign in text)


# --- negations

_NEGATION = (
    _whole(
        r"not|no(?! \. \d)|non|never|none|neither|nor|nobody|nothing|nowhere|without|cannot|hardly|scarcely|barely|rarely",
        r"seldom|unable|unlikely|impossible|den(?:y|ies|ied|ying)|refus(?:e|es|ed|ing)|fail(?:s|ed|ing)? to|\w+n't|n't",
        "dont|cant|wont|didnt|doesnt|isnt|wasnt|arent|werent|hasnt|havent|hadnt|couldnt|wouldnt|shouldnt",
        r"nicht|nichts|kein\w*|nie|niemals|niemand|ohne|kaum|n'\w+|ne|pas|jamais|sans|aucune?|rien|guère",
        "nunca|jamás|sin|ningún|ninguna|ninguno|nada|nadie|tampoco|não|nem|sem",
        "не|нет|ни|никогда|никто|ничего|никак|нигде|нельзя|без|невозможно",
        "안|못|לא|אין|בלי|ללא|لا|لم|لن|ليس|ليست|بدون|غير|नहीं|बिना",
    )
    + r"|[가-힣]{0,8}(?:않|아니|아닌|없|못하|못한|못할|못했|말라|말아야)[가-힣]{0,8}"
    r"|不(?![仅僅但断斷久过過])|没|沒|[無无](?![线線]|人[机機])|未(?![来來])|(?<![北南])非(?![常洲])|否|勿"
    r"|ない|なかった|なく|ません|せず|れず|ずに|ไม่|មិន"
)


def negation(words: str) -> str:
    """The first negation among folded words, or nothing."""
    found = _compiled(_NEGATION).search(words)
    return found[0] if found else ""


# --- numbers

_ONES = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_POWERS = (
    r"hundreds?|thousands?|millions?|billions?|trillions?|dozens?|bn|mn|tn|lakh|crore|hundert|tausend|million(?:en)?|mio|mrd|"
    r"milliarden?|mille|milliers|milliards?|mil|millones|тысяч\w*|тыс|млн|млрд|миллион\w*|миллиард\w*"
)
_NUMBER_WORD = _whole(
    f"{_ONES}|{_TENS}|{_POWERS}",
    "half|halves|thirds?|quarters?|fourth|fifths?|sixth|seventh|eighth|ninth|tenths?|double|triple|twice|scores?",
    r"zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|dutzend|\w+(?:zehn|hundert|tausend)|\w*(?:hundert|tausend)\w+",
    "deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze|quinze|vingt|trente|quarante|cinquante|soixante|cents?|douzaine",
    "dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|doce|quince|veinte|treinta|cuarenta|cincuenta|cien|cientos|docena",
    "два|две|три|четыре|пять|шесть|семь|восемь|девять|десять|двадцать|тридцать|сорок|пятьдесят|сто|двести|половина",
    r"(?:하나|둘|셋|넷|다섯|여섯|일곱|여덟|아홉|스물|서른|마흔)\w{0,2}|두|세|네|열|절반",
    "(?:수|몇)?(?:[일이삼사오육칠팔구]?[십백천만억조])+[일이삼사오육칠팔구]?여?[명원개톤]?",
)
_DIGITS = r"(?<!\w)\d\w*(?:[.,:/]\w+)*"
_ROMAN = r"(?-i:(?<!\w)(?=[IVX]{2})X{0,3}(?:IX|IV|V?I{0,3})(?!\w))"
_NUMBER = rf"{_DIGITS}|(?<!\w)\w*?\d\w*|{_NUMBER_WORD}|{_ROMAN}|[两兩半]"
_ALONE = ("one", "一", "한", "один")
"""Numbers that are as often pronouns or articles: they count as numbers where nothing else stands."""

_PERCENT = r"per ?cent|pct|percentage points?|prozent|pour cent|por ciento|процент\w*|퍼센트\w*|프로"
_PARTS = "thirds|quarters|fifths|tenths|halves"
_PART = "half|third|quarter|fifth|tenth"
_MANY = "tens|dozens|scores|hundreds|thousands|millions|billions"
_QUANTITY = rf"(?:{_DIGITS}|{_NUMBER_WORD}|(?<!\w)one)"
_GOES_ON = re.compile(
    rf" (?:(?:and|an?|of|point) ){{0,2}}(?:[퍼프]|{_whole(_ONES, _TENS, _POWERS, _PERCENT, _PARTS, _PART, 'one')})",
    re.IGNORECASE,
)
"""What may go on a number: looked for first, since it is seldom there. `프` and `퍼` begin the Korean for percent."""
_CUT_IN_NUMBER = (
    rf"{_QUANTITY}(?:\n {_whole(_PERCENT, _PARTS)}"  # 14 | percent, two | thirds
    rf"|(?: point\n|\n point) {_whole(_ONES, 'one')}"  # three | point five
    rf"|(?: and\n a|\n and a| and a\n) (?:half|quarter)(?!\w))"  # six | and a half
    rf"|(?:{_DIGITS}\n (?!{_MANY})|{_whole(_ONES, _TENS, _POWERS, _PART, 'one')}\n ){_whole(_POWERS)}"  # 14 | million
    rf"|{_whole(_TENS, _POWERS)}(?:\n| and\n|\n and) {_whole(_ONES, _TENS, 'one')}"  # two hundred | and five
    rf"|(?<!\w)(?:one\n (?:{_PART})(?!\w)|half(?: an?\n|\n an?) {_whole(_POWERS)})"
    rf"|{_whole(_MANY)}(?: of\n|\n of) {_whole(_POWERS)}"
)


def number(words: str) -> str:
    """The first number among folded words, in digits or in letters, or nothing."""
    if words.strip().lower() in _ALONE:
        return words.strip()
    found = _compiled(_NUMBER).search(words)
    return found[0] if found else next((sign for sign in words if sign.isnumeric() and sign not in _ALONE), "")


def may_cut_number(folded: str, at: int) -> bool:
    """Whether a cut at the blank at `at` of folded tokens needs a closer look by `cuts_number`; seldom, and cheap to ask."""
    return _GOES_ON.match(folded, at) is not None


def cuts_number(before: str, after: str) -> bool:
    """Whether a cut between two pieces of text parts a number in words: `14 | million`, `two hundred | and five`."""
    return _compiled(_CUT_IN_NUMBER).search(f"{before}\n{after}") is not None


# --- what brackets may not do

_SENTENCE_END = re.compile(r"[!?。！？؟।]|(?P<word>\S*) \.(?!\S)")
_ABBREVIATION = re.compile(
    r"\w|.*\..*|Mrs?|Ms|Drs?|Profs?|Gen|Col|Lt|Sgt|Maj|Capt|Adm|Jr|Sr|St|No|Rep|Sen|Gov|Inc|Ltd|Co|Corp|vs|approx|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
)


def altering(words: str, does: str, before: str = "") -> str:
    """Why a quotation may not do to words what a bracket `does`: they hold a number, a negation or a sentence's end.

    before: what stands before the words, where they are the source's own.
    """
    if found := number(words):
        return f"what it {does} in brackets holds a number ({found})"
    if found := negation(words):
        return f"what it {does} in brackets holds a negation ({found})"
    for end in _SENTENCE_END.finditer(f"{before}{words}", len(before)) if before else ():
        preceding = f"{before}{words}"[: end.end()].removesuffix(".").split()[-1:]
        if end["word"] is None or not (preceding and _ABBREVIATION.fullmatch(preceding[0])):
            return f"what it {does} in brackets holds the end of a sentence"
    return ""


# --- what bounds or hedges


def _phrases(*lines: str) -> frozenset[str]:
    return frozenset(phrase for line in lines for phrase in line.split("|"))


_HEDGES = _phrases(
    "reportedly|allegedly|purportedly|supposedly|apparently|ostensibly|seemingly|presumably|possibly|potentially|probably",
    "perhaps|maybe|likely|unlikely|may|might|could|if|unless|so - called|said to|believed to|thought to|suspected of",
    "claim that|claims that|claimed that|alleges that|alleged that|denies that|denied that|denies having|denied having",
    "not|no|nor|never|none|neither|without|cannot|hardly|barely|scarcely|rarely|no longer|not yet|far from|unable to",
    "fails to|failed to|refuses to|refused to|declines to|declined to",
    "angeblich|mutmaßlich|vermutlich|möglicherweise|wahrscheinlich|vielleicht|offenbar|wohl|nicht|nie|niemals|ohne|kaum",
    "kein|keine|keinen|keinem|keiner|keines",
    "prétendument|peut - être|probablement|apparemment|présumé|présumés|jamais|sans|aucun|aucune|pas|ne",
    "presuntamente|supuestamente|quizás|quizá|tal vez|probablemente|posiblemente|nunca|jamás|sin|ningún|ninguna",
    "якобы|предположительно|вероятно|возможно|наверное|может быть|не|нет|ни|без|никогда",
    "아마|아마도|이른바|소위|안|못|절대|결코|لا|لم|لن|ليس|לא|אין|नहीं",
)
_BOUNDS = _phrases(
    "around|about|approximately|approx|approx .|roughly|nearly|almost|virtually|some|over|under|above|below|between",
    "estimated|an estimated|more than|less than|fewer than|greater than|higher than|lower than|upwards of|in excess of",
    "no more than|no less than|no fewer than|not more than|not less than|not fewer than|at least|at most|up to|close to",
    "as many as|as much as|as few as|as little as|near|c|c .|ca|ca .|circa|minus|negative|half|half of|part of|most of",
    "etwa|rund|ungefähr|zirka|fast|knapp|mindestens|höchstens|mehr als|weniger als|bis zu|über|unter",
    'environ|près de|près d "|quelque|presque|plus de|plus d "|moins de|moins d "|au moins|au plus|jusqu\'à',
    "unos|unas|cerca de|casi|alrededor de|aproximadamente|más de|menos de|al menos|por lo menos|hasta",
    "около|примерно|порядка|более|больше|менее|меньше|свыше|почти|до|не менее|не более|по меньшей мере|как минимум",
    "약|대략|최소|최소한|최대|거의|적어도|많아야|불과",
)
_OF_TIME_TOO = _phrases("about|around|over|under|between|near|до|bis zu|über|unter|hasta|jusqu'à")
"""Bounds of quantities that are as often said of years, where a bare year is no quantity."""
_LITTLE_WORDS = _phrases("to|be|been|being|have|has|had|a|an|the|that")
"""May stand between a hedge and the words that it hedges: `likely to`, `not a`."""
_CJK_HEDGES = tuple("不|没|没有|沒|沒有|未|无|無|非|据称|據稱|据说|可能|或许|疑似|おそらく|いわゆる|ไม่".split("|"))
_CJK_BOUNDS = tuple("约|約|近|将近|接近|超过|超過|逾|至少|最多|不到|几乎|およそ|ほぼ|少なくとも|最大".split("|"))
_BOUNDS_AFTER = re.compile(
    r" ?(?:, )?(?:(?:or|and) (?:more|less|fewer|so|higher|lower|above|below|over|under|counting)|or thereabouts"
    r"|at (?:least|most|best)|plus|oder (?:mehr|weniger)|ou (?:plus|moins)|o (?:más|menos)|или (?:более|менее))(?!\w)"
    r"|(?:\w{0,2} )?(?:이상|이하|미만|초과|가량|정도|안팎|내외|남짓|쯤)|여(?= |[명원개톤])"
    r"|[名人個个]?(?:以上|以下|未満|未满|余|餘|多|左右|上下|程度|ほど|くらい|ぐらい)",
    re.IGNORECASE,
)
_HEDGES_AFTER = re.compile(
    r" (?:, )?(?:reportedly|allegedly|purportedly|supposedly|apparently|presumably)(?= [.,;]| ?$)"
    r"| (?:not|nicht|pas|jamais)(?!\w)|\w{0,2} ?(?:않|못|아니|아닌|없)\w*|[ぁ-ん]{0,3}(?:ない|なかった|ません)",
    re.IGNORECASE,
)
_RANGE_BEFORE = re.compile(r"(?<!\w)(?:\d[\w.,]* (?:to|or|-|до|bis|ou|o)|between \S+ and)$", re.IGNORECASE)
_RANGE_AFTER = re.compile(r" (?:to|or|-|до|bis|à) \W*\d[\w.,]*", re.IGNORECASE)

_CJK_QUANTITY = "[수몇]?[십백천만억조]|[〇一二三四五六七八九十百千万萬億亿]"
_SOME_QUANTITY = _whole(rf"an? {_any_of(_POWERS, 'half|third|quarter|few|couple|score')}|all|every|tens")
_BEGINS_WITH_QUANTITY = rf" ?(?:[^\w\s]+ )*(?:{_QUANTITY}|{_SOME_QUANTITY}|{_CJK_QUANTITY})"
_HAS_QUANTITY = f"{_QUANTITY}|{_CJK_QUANTITY}"
_YEAR = re.compile(r"(?:19|20)\d\d")


def bound_before(before: str, quoted: str) -> str:
    """The hedge, negation or bound that stands directly before a quotation in its source and is left out, or nothing.

    before, quoted: folded words up to where the quotation begins, and from there on. A bound (`around`) counts only
    before a quantity.
    """
    words = before.split()
    if found := _hedge(words) or _end_of(before, _CJK_HEDGES):
        return found
    if not _compiled(_BEGINS_WITH_QUANTITY).match(quoted):
        return ""
    found = _last_phrase(words, _BOUNDS) or _end_of(before, _CJK_BOUNDS)
    if found.lower() in _OF_TIME_TOO and _YEAR.fullmatch(quoted.split()[0]):
        return ""
    between = _RANGE_BEFORE.search(before)
    return found or (between[0] if between else "")


def bound_after(quoted: str, after: str) -> str:
    """The same for what follows: `or more` behind a quantity; a negation, or `reportedly` set apart, behind anything."""
    last = quoted.split()[-3:]
    found = _HEDGES_AFTER.match(after) if last and has_word(last[-1]) else None
    if not found and last and _compiled(_HAS_QUANTITY).search(" ".join(last)):
        found = _BOUNDS_AFTER.match(after) or (None if _YEAR.fullmatch(last[-1]) else _RANGE_AFTER.match(after))
    return found[0].strip(" ,") if found else ""


def _hedge(words: list[str]) -> str:
    """The hedge at the end of the words, with little words behind it. `May` is a month."""
    for end in range(len(words), 0, -1):
        last = words[end - 1]
        hedge = last if last.endswith("n't") else _last_phrase(words[:end], _HEDGES)
        if hedge:
            return "" if hedge == "May" else " ".join([hedge, *words[end:]])
        if last.lower() not in _LITTLE_WORDS:
            break
    return ""


def _last_phrase(words: list[str], phrases: frozenset[str]) -> str:
    """The longest phrase that the words end with, as it stands there, or nothing."""
    ends = (" ".join(words[-length:]) for length in range(min(4, len(words)), 0, -1))
    return next((end for end in ends if end.lower() in phrases), "")


def _end_of(text: str, phrases: tuple[str, ...]) -> str:
    stripped = text.rstrip()
    return max((phrase for phrase in phrases if stripped.endswith(phrase)), key=len, default="")
