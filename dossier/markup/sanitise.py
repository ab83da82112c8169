"""Rendered HTML of untrusted content → HTML that can do no harm: explicit lists of elements, attributes, classes, schemes.

Private characters (position marks, holes) pass through in text; none is left in a tag, and no reference makes one.
"""

import re
from functools import cache

import nh3

from dossier.directions import direction

_TAGS = set(
    "a abbr b blockquote br caption cite code dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img"
    " ins kbd li ol p pre rp rt ruby s samp section small span strong sub summary sup table tbody td tfoot th thead"
    " time tr u ul var wbr".split()
)
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"lang", "dir", "title"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "reversed", "type"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align", "scope"},
    "time": {"datetime"},
    "li": {"id", "value"},
    "sup": {"id"},
    **{heading: {"id"} for heading in _HEADINGS},
}
_CLASSES = {"span": {"term", "title"}, "div": {"footnote"}, "a": {"footnote-ref", "footnote-backref"}}
_DROPPED_WHOLE = set("script style iframe object embed template noscript svg math textarea select".split())
_ID = {"li": re.compile(r"fn:.+"), "sup": re.compile(r"fnref\d*:.+")}
_HEADING_ID = re.compile(r"[^\W_][\w.-]*")
_LOCAL = re.compile(r"(?![/\\]{2})(?![^/?#]*:)\S[^\\]*")
"""An address on this site: no scheme, no host."""
DEPTH_AT_MOST = 500
_OPEN_OR_CLOSE = re.compile(r"<(/?)(?!/|(?:p|li|d[dt]|t[drh]|tr|br|img|hr|col|wbr|option|r[bpt])\b)[a-zA-Z]")
_ANY_TAG = re.compile(r"<[^<>]*>")
_PRIVATE = re.compile("[\U000f0000-\U0010fffd]")
_PRIVATE_IN_TAG = re.compile("<[^<>]*[\U000f0000-\U0010fffd]")
_LINK = re.compile(r"(<a [^<>]*>)(.*?)(</a>)", re.DOTALL)
_HOLE = re.compile("[\U000f0000-\U000ffffd]")
_ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')
NUMERIC_REFERENCE = re.compile(r"&#(?:[xX]0*([0-9a-fA-F]{1,6})|0*([0-9]{1,7}))")


def is_private(reference: re.Match[str]) -> bool:
    """Does a numeric character reference stand for a character of planes 15 and 16, where our own are?"""
    return (int(reference[1], 16) if reference[1] else int(reference[2])) >= 0xF0000


def sanitised(html: str) -> str | None:
    """Only what the lists allow. Comments and all that executes, embeds or styles vanish, pictures of other hosts too.

    Private characters are taken out of tags before anything is judged; where tags are so broken that one is left in one
    after all, all are given up. A hole in a link moves behind it, as it will be a link itself.
    None where elements nest too deep: the sanitiser takes quadratic time then.
    """
    if _depth(html) > DEPTH_AT_MOST:
        return None
    html = NUMERIC_REFERENCE.sub(lambda found: "\ufffd" if is_private(found) else found.group(), html)
    bare = _ANY_TAG.sub(lambda tag: _PRIVATE.sub("", tag.group()), html) if _PRIVATE_IN_TAG.search(html) else html
    clean = _cleaner().clean(bare)
    if _PRIVATE_IN_TAG.search(clean):
        clean = _cleaner().clean(_PRIVATE.sub("", html))
    if ' lang="' in clean:
        clean = _ANY_TAG.sub(_directed, clean)
    return _LINK.sub(_holes_behind, clean) if "<a " in clean and _HOLE.search(clean) else clean


def _directed(tag: re.Match[str]) -> str:
    """A tag that says in what language its element is, and which way that runs."""
    said = dict(_ATTRIBUTE.findall(tag[0]))
    if not said.get("lang") or "dir" in said:
        return tag[0]
    return f'{tag[0][:-1]} dir="{direction(said["lang"])}">'


def _depth(html: str) -> int:
    """How deep elements nest at most, taking each to stand where its tag does; those that end by themselves left out."""
    depth = deepest = 0
    for tag in _OPEN_OR_CLOSE.finditer(html):
        depth = max(depth + (1 if tag[1] != "/" else -1), 0)
        deepest = max(deepest, depth)
    return deepest


def _holes_behind(link: re.Match[str]) -> str:
    opening, content, closing = link.groups()
    return opening + _HOLE.sub("", content) + closing + "".join(_HOLE.findall(content))


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_allowed,
        allowed_classes=_CLASSES,
        clean_content_tags=_DROPPED_WHOLE,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
        strip_comments=True,
    )


def _allowed(tag: str, name: str, value: str) -> str | None:
    """The attribute's value, or None where it is not to stand: ids that are not ours, pictures of other hosts."""
    if name == "id":
        pattern = _ID.get(tag, _HEADING_ID)
        return value if pattern.fullmatch(value) else None
    if name == "src":
        return value if _LOCAL.fullmatch(value.strip()) else None
    return value
