"""Rendered HTML of untrusted content → HTML that can do no harm: an explicit list of elements, attributes, classes and schemes."""

import re
from functools import cache

import nh3

_TAGS = set(
    "a abbr b blockquote br caption cite code dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img"
    " ins kbd li mark ol p pre rp rt ruby s samp section small span strong sub summary sup table tbody td tfoot th thead"
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
_DROPPED_WHOLE = {"script", "style", "iframe", "object", "embed", "template", "noscript", "svg", "math", "textarea", "select"}
_ID = {"li": re.compile(r"fn:.+"), "sup": re.compile(r"fnref\d*:.+")}
_HEADING_ID = re.compile(r"[^\W_][\w.-]*")
_LOCAL = re.compile(r"(?![/\\]{2})(?![^/?#]*:)\S[^\\]*")
"""An address on this site: no scheme, no host."""


def sanitised(html: str) -> str:
    """Only what the lists allow. Comments and all that executes, embeds or styles vanish; a picture of another host too."""
    return _cleaner().clean(html)


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
