"""What a web page says of itself: JSON-LD first, then meta elements and links, then what is printed. Nothing is guessed.

(schema.org; the Open Graph protocol; HTML Living Standard, 4.6.7 "Link types" and 4.2.5 "The meta element".)
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from dossier.dates import BadDate, parse
from dossier.folding import tokens

_ARTICLES = {
    "NewsArticle": "article-newspaper",
    "ReportageNewsArticle": "article-newspaper",
    "AnalysisNewsArticle": "article-newspaper",
    "OpinionNewsArticle": "article-newspaper",
    "BackgroundNewsArticle": "article-newspaper",
    "BlogPosting": "post-weblog",
    "SocialMediaPosting": "post",
    "ScholarlyArticle": "article-journal",
    "Report": "report",
    "Article": "article",
}
"""Types of schema.org with the types of CSL that say the same."""


class Says:
    """Metadata: JSON-LD first, then meta elements and links, then what is printed."""

    def __init__(self, tree: Any, lines: list[str]) -> None:
        self._tree = tree
        self._linked = next(_articles(tree), {})
        self.title = self._title(lines)
        self.authors = _names(self._linked.get("author")) or tuple(
            name
            for name in dict.fromkeys(self._meta("author", "article:author", "parsely-author"))
            if "://" not in name
        )
        self.publisher = next(iter(_names(self._linked.get("publisher"))), "") or self._first(
            "og:site_name", "application-name"
        )
        self.published = _day(self._linked.get("datePublished")) or next(
            filter(
                None, map(_day, self._meta("article:published_time", "datePublished", "date", "dc.date", "pubdate"))
            ),
            "",
        )
        self.url = self._url()
        self.language = self._language()
        kinds = self._linked.get("@type")
        self.type = next((_ARTICLES[kind] for kind in _texts(kinds) if kind in _ARTICLES), "webpage")

    def _meta(self, *names: str) -> list[str]:
        found = []
        for name in names:
            for element in self._tree.iter("meta"):
                key = element.get("property") or element.get("name") or element.get("itemprop") or ""
                if key.lower() == name.lower() and (content := " ".join((element.get("content") or "").split())):
                    found.append(content)
        return found

    def _first(self, *names: str) -> str:
        return next(iter(self._meta(*names)), "")

    def _title(self, lines: list[str]) -> str:
        """The headline as it is printed: of what the page calls its title, the first that stands in it as a line."""
        printed = {_plain(line): " ".join(line.split()) for line in lines}
        heads = [" ".join("".join(head.itertext()).split()) for head in self._tree.iter("h1")]
        named = [*_texts(self._linked.get("headline")), *self._meta("og:title", "twitter:title"), *heads]
        found = next((printed[_plain(name)] for name in named if _plain(name) and _plain(name) in printed), "")
        if not found and (element := self._tree.find(".//title")) is not None:
            whole = " ".join("".join(element.itertext()).split())
            found = next((head for head in heads if head and whole.startswith(head)), whole)
        return found

    def _url(self) -> str:
        links = [
            link.get("href") or "" for link in self._tree.iter("link") if "canonical" in (link.get("rel") or "").split()
        ]
        named = [*links, *self._meta("og:url"), *_texts(self._linked.get("url"))]
        return next((url.strip() for url in named if urlsplit(url.strip()).scheme in ("http", "https")), "")

    def _language(self) -> str:
        root = self._tree.get("lang") or self._tree.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
        found = root or next(iter(_texts(self._linked.get("inLanguage"))), "")
        return found if re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", found) else ""


def _articles(tree: Any) -> Iterator[Mapping[str, Any]]:
    """The articles that the page's JSON-LD describes, in its order; what is no JSON is passed over."""
    for script in tree.iter("script"):
        if (script.get("type") or "").split(";")[0].strip().lower() == "application/ld+json":
            try:
                yield from _described(json.loads(script.text or ""), 0)
            except (ValueError, RecursionError):
                continue


def _described(data: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if isinstance(data, list) and depth < 5:
        for each in data:
            yield from _described(each, depth + 1)
    elif isinstance(data, dict):
        if any(kind in _ARTICLES for kind in _texts(data.get("@type"))):
            yield data
        yield from _described(data.get("@graph"), depth + 1)


def _texts(value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(" ".join(each.split()) for each in values if isinstance(each, str) and each.strip())


def _names(value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    named = [each.get("name") if isinstance(each, dict) else each for each in values]
    return tuple(dict.fromkeys(name for each in named for name in _texts(each) if "://" not in name))


def _day(value: Any) -> str:
    """A date and time of ISO 8601 as EDTF, to the minute; empty for anything else."""
    found = (
        re.match(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?\s*$", value or "")
        if isinstance(value, str)
        else None
    )
    if not found:
        return ""
    offset = re.sub(r"([+-]\d\d):?(\d\d)", r"\1:\2", found[3] or "")
    text = f"{found[1]}T{found[2]}{offset}" if found[2] else found[1]
    return "" if isinstance(parse(text), BadDate) else text


def _plain(text: str) -> str:
    return " ".join(token.word for token in tokens(text))
