"""News articles as they look, made up: topics with their names and phrases, speech that several outlets quote, what each
outlet prints under all it publishes, and copies of them as outlets make copies.

The same seed gives the same articles. No two share a passage, save the speech, the set phrases and the boiler-plate.
"""

import random
from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace


class Article(Struct, frozen=True):
    """A source to be: `id`, `outlet`, the paragraphs."""

    id: str
    outlet: str
    paragraphs: tuple[str, ...]

    def markdown(self, origin: str = "") -> bytes:
        """The file of content/sources/."""
        body = "\n\n".join(self.paragraphs)
        stated = f"origin: {origin}\n" if origin else ""
        return (
            f"---\ntitle: Report {self.id}\npublisher: {self.outlet}\nurl: https://example.org/{self.id}\n{stated}---\n\n{body}\n"
        ).encode()


OUTLETS = (
    "Harbour Daily",
    "Northern Post",
    "The Ledger",
    "Meridian Wire",
    "Valley Tribune",
    "Morning Courier",
    "City Record",
    "Eastern Review",
)
_BOILERPLATE = (
    "{0} relies on the support of its readers. If you value independent reporting, please consider a subscription, which "
    "gives you access to our archive and our newsletters. Follow {0} on all major platforms.",
    "© {0}. All rights reserved. This material may not be published, broadcast, rewritten or redistributed without the "
    "prior written permission of the publisher. Corrections are made according to our editorial standards.",
)
_ROLES = (
    "a spokesman for|the chairman of|two members of|residents of|engineers from|drivers from|the owners of|a lawyer for"
    "|the union of|inspectors from|a former head of|the families of|four clerks of|the treasurer of|a historian of"
).split("|")
_BODIES = (
    "harbour authority|regional court|trade delegation|water board|central bank|shipping company|railway|border guard"
    "|fishing fleet|power station|census office|city hospital|customs house|museum|grain store|radio station|election board"
    "|coal mine|ferry line|air base|school board|land registry|fire brigade|weather service|post office|dairy|cement works"
).split("|")
_VERBS = (
    "rejected|welcomed|postponed|described|asked for|confirmed|played down|questioned|supported|criticised|reported"
    "|announced|called off|measured|inspected|signed|paid for|delayed|discussed|agreed on|warned of|photographed|promised"
    "|ruled on|reopened|traced|counted|disputed|cancelled|prepared|sold|copied|insured|mapped|refused|sealed|demanded"
).split("|")
_KINDS = (
    "new|second|missing|closed|old|secret|eastern|temporary|damaged|foreign|unpaid|joint|public|flooded|northern|illegal"
    "|borrowed|unfinished|promised|sunken|empty|rented|stolen|heavy|official|forged|spare|early|private|late"
).split("|")
_THINGS = (
    "tariff|quay|ferry|cargo|inquiry|loan|diesel price|treaty|census|dam|bridge|list|reservoir|contract|salary scale"
    "|radio log|shipment|memorial|rule book|convoy|account|wreck|satellite picture|ceasefire line|quota|report|flight plan"
    "|curfew|exhibition|turbine|tunnel|fence|permit|survey|ledger|timetable|barge|warehouse|pipeline|passport"
).split("|")
_LINKS = "after|before|in spite of|because of|without|during|far from|as part of|ahead of|instead of|close to|in return for".split(
    "|"
)
_PLACES = (
    "Port Maren|Velsk|Orlin|Saint Agata|Tolmin Bridge|Karsk|Dura|New Haven|Ostrava|Lake Imre|Halden|Sorrel Point|Bania"
    "|Upper Teme|Kirov Street|Marsh End|Vadu|Pine Ridge|Lower Sava|Brod"
).split("|")
_PHRASES = (
    "according to people familiar with the matter",
    "the Provisional Authority for the Northern Districts said in a statement",
    "for the first time since the end of the war",
    "who spoke on condition of anonymity because they were not authorised to speak publicly",
    "according to a copy of the report that was seen by this newspaper",
    "a spokesman did not immediately respond to a request for comment",
    "in what observers called a sign of growing pressure on the government",
    "which has not been independently verified",
)
_SPEECH = (
    "we have waited long enough, and we will not wait for another winter to pass before the first stone is laid",
    "nobody in this room has anything to hide, and whoever says otherwise should bring the papers to the court",
    "the sea does not ask who signed the treaty, and neither will the families of the men who did not come home",
    "there will be no more talks until every single one of them is back with his family and the ship is released",
    "this is not about money, it is about whether a promise that was given in public is worth anything at all",
    "they told us that the bridge was safe, they told us twice, and we believed them because we had no choice",
)
_KOREAN = (
    "당국은 주민들은 노동자들은 조사단은 의사들은 어민들은 법원은 대표단은 시장은 역사가들은 기술자들은 선원들은 은행은 유가족은 "
    "새 다리 공사를 오래된 항구 창고를 임금 협상을 무전 기록을 겨울 약품을 강 하류의 물고기를 선원 석방을 국경 세관을 전력 요금을 "
    "화요일 밤 회의에서 지난달 사고 뒤에 내년 봄까지 아무 설명 없이 비가 그친 뒤 국경 가까이에서 항의에도 처음으로 다시 "
    "시작하기로 반대한다고 밝혔다 세우겠다고 말했다 넘겨받았다 경고했다 전했다 미루었다 서명하지 않았다 조사했다 거부했다 약속했다"
).split()


def articles(count: int, seed: int = 7) -> list[Article]:
    """So many articles of 200 to 700 words, each by one of OUTLETS; one in ten in Korean."""
    draw = random.Random(seed)
    return [_article(draw, number) for number in range(count)]


def _article(draw: random.Random, number: int) -> Article:
    outlet = draw.choice(OUTLETS)
    paragraph = _korean if number % 10 == 9 else _paragraph
    paragraphs = [paragraph(draw) for _ in range(draw.randint(4, 9))]
    paragraphs.append(_BOILERPLATE[OUTLETS.index(outlet) % 2].format(outlet))
    return Article(f"report-{number:03d}", outlet, tuple(paragraphs))


def _paragraph(draw: random.Random) -> str:
    sentences = [_sentence(draw) for _ in range(draw.randint(2, 5))]
    if draw.random() < 0.3:
        sentences.append(f"“{draw.choice(_SPEECH).capitalize()},” {_subject(draw)} said.")
    return " ".join(sentences)


def _subject(draw: random.Random) -> str:
    return f"{draw.choice(_ROLES)} the {draw.choice(_BODIES)} in {draw.choice(_PLACES)}"


def _thing(draw: random.Random) -> str:
    return f"{draw.choice(('the', 'a', 'their', 'its', 'one', 'another'))} {draw.choice(_KINDS)} {draw.choice(_THINGS)}"


def _clause(draw: random.Random) -> str:
    return f"{draw.choice(_LINKS)} {_thing(draw)}"


def _sentence(draw: random.Random) -> str:
    words = f"{_subject(draw)} {draw.choice(_VERBS)} {_thing(draw)} {_clause(draw)}"
    if draw.random() < 0.08:
        words += f", {draw.choice(_PHRASES)}"
    shapes = (
        f"{words}.",
        f"{_clause(draw)}, {words} and {draw.choice(_VERBS)} {_thing(draw)}.",
        f"on {draw.randint(2, 28)} {draw.choice(('March', 'June', 'October'))} {words}; {_subject(draw)} {draw.choice(_VERBS)} it.",
        f"some {draw.randint(11, 990)} people saw how {words} {_clause(draw)}.",
    )
    text = draw.choice(shapes)
    return text[0].upper() + text[1:]


def _korean(draw: random.Random) -> str:
    return " ".join(" ".join(draw.sample(_KOREAN, draw.randint(7, 14))) + "." for _ in range(draw.randint(3, 6)))


# --- copies


def reordered(article: Article, draw: random.Random) -> tuple[str, ...]:
    """The same paragraphs in another order, without the boiler-plate."""
    paragraphs = list(article.paragraphs[:-1])
    while tuple(paragraphs) == article.paragraphs[:-1]:
        draw.shuffle(paragraphs)
    return tuple(paragraphs)


def changed_lead(article: Article, draw: random.Random) -> tuple[str, ...]:
    """Another first paragraph, in plainer typography."""
    rest = (paragraph.replace("“", '"').replace("”", '"') for paragraph in article.paragraphs[1:-1])
    return (_paragraph(draw), *rest)


def cut_tail(article: Article, draw: random.Random) -> tuple[str, ...]:
    """The first half."""
    return article.paragraphs[: (len(article.paragraphs) + 1) // 2]


def edited(article: Article, draw: random.Random) -> tuple[str, ...]:
    """A word in every twelve or so is another one."""
    return tuple(
        " ".join("moreover" if draw.random() < 1 / 12 else word for word in paragraph.split())
        for paragraph in article.paragraphs[:-1]
    )


def brief(article: Article, draw: random.Random) -> tuple[str, ...]:
    """An item of the first 60 words."""
    return (" ".join(" ".join(article.paragraphs).split()[:60]) + ".",)


def carried(article: Article, draw: random.Random) -> tuple[str, ...]:
    """Two paragraphs of it, within an article of the outlet's own."""
    own = [(_korean if article.id[-1] == "9" else _paragraph)(draw) for _ in range(5)]
    return (*own[:3], *article.paragraphs[1:3], *own[3:])


COPYING: tuple[Callable[[Article, random.Random], tuple[str, ...]], ...] = (
    reordered,
    changed_lead,
    cut_tail,
    edited,
    brief,
    carried,
)


def copies(originals: list[Article], seed: int = 7) -> list[tuple[Article, Article]]:
    """A copy of each original by another outlet, the ways of copying in turn: (original, copy)."""
    draw = random.Random(f"copies {seed}")
    made = []
    for number, article in enumerate(originals):
        way = COPYING[number % len(COPYING)]
        outlet = draw.choice([name for name in OUTLETS if name != article.outlet])
        paragraphs = (*way(article, draw), _BOILERPLATE[OUTLETS.index(outlet) % 2].format(outlet))
        copy = replace(
            article, id=f"{article.id}-{way.__name__.replace('_', '-')}", outlet=outlet, paragraphs=paragraphs
        )
        made.append((article, copy))
    return made
