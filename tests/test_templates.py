"""The templates, each rendered from views made for it: they need nothing that a view lacks, and trust nothing in it."""

import re
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path
from types import UnionType
from typing import Literal, TypeVar, get_args, get_origin, get_type_hints
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup
from msgspec import NODEFAULT, Struct
from msgspec.structs import fields, replace

from dossier.dates import Date, parse
from dossier.pages import elements as e
from dossier.pages import framing
from dossier.pages import views as v
from dossier.pages.naming import authority
from dossier.typesetting import environment, percent_encoded

TEMPLATES = Path(__file__).parent.parent / "templates"
CSS = "".join(path.read_text("utf-8") for path in sorted(TEMPLATES.glob("assets/*.css")))
CSS = "".join(path.read_text("utf-8") for path in sorted((TEMPLATES / "assets").glob("*.css")))
ENVIRONMENT = environment((str(TEMPLATES),))
S = TypeVar("S", bound=Struct)
DAY = parse("2026-01-25")
KINDS: dict[str, type[framing.View]] = {str(kind.__struct_config__.tag): kind for kind in get_args(v.PageView)}
SAMPLES = [(name, many) for name in KINDS for many in (2, 1, 0)]
"""Each kind of page with two of everything on it, with one, and with nothing."""


# --- what they are set in


def plain(language: str, folder: Path) -> Environment:
    """Jinja's own environment, which has all that ours gives to the templates of a folder."""
    ours = environment((str(folder),), language)
    theirs = Environment(
        loader=ours.loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    theirs.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    theirs.globals.update(ours.globals)
    theirs.filters.update(ours.filters)
    return theirs


class Own:
    """A value that knows its HTML."""

    def __html__(self) -> str:
        return "<b>own</b>"

    def __str__(self) -> str:
        return "<own>"


class Kind(str):
    """A text of a kind of its own."""


PRINTED = ["plain", "<&>\"'", Markup("<b>"), 1, 1.5, None, True, Own(), [Markup("<"), "<"], "", Markup(""), Kind("<i>")]
LIBRARY = """
{% set words, many = "<>", {"a": ["<", 2]} %}
{% macro plain(x, y="<", z=x) %}<{{ x }}{{ y }}{{ z }}>{% endmacro %}
{% macro around(x) %}{{ caller(x) }}{% endmacro %}
{% macro any() %}{{ varargs }}{{ kwargs }}{% endmacro %}
{% macro calls(x) %}{{ plain(x, z=plain(y=x, x=1)) }}{{ any(x, b=x) }}{% endmacro %}
{% macro bare() %}{% endmacro %}
{% if true %}{% macro under(x) %}{{ x }}{% endmacro %}{% endif %}
"""
BASE = "{% macro m(x) %}({{ x }}){% endmacro %}<{% block one %}{{ m(v) }}{% endblock %}|{% block two scoped %}2{% endblock %}>"


def outcome(made: Environment, v: object) -> str:
    """What a folder's template `t.html` comes out as, or what it fails with."""
    try:
        return made.get_template("t.html").render(v=v, o=Own(), d={"a": v, "items": 1, "b c": [v]}, many=[v, 2, v])
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def compared(folder: Path, source: str, values: Sequence[object], language: str = "en") -> list[str]:
    """What comes out of a template for each value, which is what comes out of Jinja's own environment."""
    for name, text in {"lib.html": LIBRARY, "base.html": BASE, "t.html": source}.items():
        (folder / name).write_text(text, encoding="utf-8")
    environment.cache_clear()
    ours, theirs = environment((str(folder),), language), plain(language, folder)
    found = [outcome(ours, value) for value in values]
    assert found == [outcome(theirs, value) for value in values]
    return found


@pytest.mark.parametrize(
    "source",
    [
        "{{ v }}",
        "a{{ v }}{{ v }}",
        "{{ v ~ '<' }}",
        "{% set x %}<{{ v }}{% endset %}{{ x }}",
        "{% macro m(x, y=1) %}<{{ x }}{{ y }}>{% endmacro %}{{ m(v) }}{{ m(v, v) }}{{ m(x=v) }}{{ m(v) | upper }}{{ m(v) ~ '<' }}",
        "{% macro m() %}{{ caller(v) }}{% endmacro %}{% call(x) m() %}{{ x }}{% endcall %}",
        "{% macro m() %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(v, a=v) }}",
        "{% for x in [v, v] %}{% macro m() %}{{ loop is defined }}{{ v }}{% endmacro %}{{ m() }}{{ loop.index }}{% endfor %}",
        "{% for x in [v, v] %}{% macro m(x) %}{{ x }}{% endmacro %}{{ m(x=v) }}{% endfor %}",
        "{% autoescape false %}{{ v }}{% macro m() %}{{ v }}{% endmacro %}{{ m() }}{% endautoescape %}",
        "{% import 'lib.html' as lib %}{% autoescape false %}{{ lib.plain(v) | e }}{% endautoescape %}",
        "{% macro m() %}{{ v }}{% endmacro %}{% autoescape o %}{{ m() ~ v }}{% endautoescape %}",
        "{{ v | e }}{{ v | string }}{{ v if v is none else v }}",
        "{{ v if v }}|{{ v if not v }}|{{ (v if v) or 'no' }}|{{ (v if v is none) is defined }}|{{ [v if not v] }}",
        "{% import 'lib.html' as lib %}{{ lib.plain(v) }}{{ lib.plain(v, v, v) }}{{ lib.plain(y=v, x=1) }}{{ lib.bare() }}",
        "{% import 'lib.html' as lib %}{{ lib.calls(v) }}{{ lib.any(v, class=v) }}{{ lib.under(x=v) }}{{ lib.words }}",
        "{% import 'lib.html' as lib %}{% call(x) lib.around(v) %}{{ x }}{{ lib.plain(x) }}{% endcall %}{{ lib.many.a[0] }}",
        "{% from 'lib.html' import plain, calls as c %}{{ plain(v) }}{{ plain(y=v, x=1) }}{{ c(v) }}{{ plain(*[v], **{'y': v}) }}",
        "{% import 'lib.html' as lib %}{% set f = lib.plain %}{{ f(v) }}{{ f(x=v) }}{{ f(v) | length }}",
        "{% import 'lib.html' as lib %}{{ lib.plain(v, 1, 2, 3) }}",
        "{% import 'lib.html' as lib %}{{ lib.plain(v, w=3) }}",
        "{% import 'lib.html' as lib %}{{ lib.any(v) }}",
        "{% macro m(x) %}{{ x }}{{ varargs }}{% endmacro %}{{ m(v, v) }}",
        "{% macro m(x) %}{{ x }}{{ kwargs }}{% endmacro %}{{ m(v, 1) }}",
        "{% import 'lib.html' as lib %}{{ lib.plain() }}",
        "{% import 'lib.html' as lib %}{{ lib.plain.name }}{{ lib.absent is defined }}{{ lib.absent(1) }}",
        "{{ d.a }}{{ d['a'] }}{{ d.items() | length }}{{ d['b c'][0] }}{{ d.absent is defined }}{{ d.class is defined }}",
        "{{ d.absent | default(v) }}{{ d['absent'] | d(v) }}{{ absent | default(v) }}{{ d.a.absent.more is defined }}",
        "{{ d.absent }}",
        "{{ d['absent'] }}",
        "{{ absent }}",
        "{{ v.absent }}",
        "{{ many[0] }}{{ many[-1] }}{{ many[1:] }}{{ many.0 }}{{ many | map('string') | join('<') }}{{ many[7] is defined }}",
        "{{ many[7] }}",
        "{{ o.__html__() }}{{ 'a'.upper() }}{{ (1).real }}{{ '%s<' % v }}{{ '{}'.format(v) }}{{ ('<' | safe).format(v) }}",
        "{% set n = namespace(a=v) %}{% for x in many %}{% set n.a = x %}{% endfor %}{{ n.a }}{{ range(3) | list }}{{ dict(a=v) }}",
        "{% for x in many recursive %}{{ x }}{% if loop.depth < 2 %}{{ loop([v]) }}{% endif %}{{ loop.cycle(1, 2) }}{% endfor %}",
        "{% for x in many if x %}{{ loop.index }}{{ x }}{{ ', ' if not loop.last }}{% else %}<{% endfor %}{{ many | first }}",
        "{% extends 'base.html' %}{% macro n(x) %}{{ x }}{% endmacro %}{% block one %}{{ super() }}{{ n(x=v) }}{% endblock %}",
        "{% extends 'base.html' %}{% block two %}{{ v }}{{ self.one() }}{% endblock %}",
        "{% extends 'base.html' %}{% block two %}{% include 'lib.html' %}{% include ['absent.html', 'base.html'] %}{% endblock %}",
        "{% macro m(x, n) %}{{ x }}{% if n %}{{ m(x, n - 1) }}{{ m(n=n - 1, x=x) }}{% endif %}{% endmacro %}{{ m(v, 2) }}",
        "{% macro m(context, escaped, macro='<') %}{{ context }}{{ escaped }}{{ macro }}{% endmacro %}{{ m(v, escaped=v) }}",
        "{% set own_tag = v %}{{ own_tag }}{% set f = ngettext %}{{ f('%(num)s <', '%(num)s &', 2) }}{{ own_tag() }}",
        "{% macro own_tag(x) %}<{{ x }}{% endmacro %}{{ own_tag(v) }}{{ own_tag(x=v) }}{{ words_tag(language='de') }}",
        "{% filter upper %}{{ v }}<{% endfilter %}{% with a = v %}{{ a }}{% endwith %}{% set x | e %}{{ v }}<{% endset %}{{ x }}",
        "{{ v == v and [v, '<'] and {'a': v}['a'] }}{{ v in many }}{{ '<' ~ v ~ (v if v else 1) }}{{ -1 }}{{ 1.5 }}{{ ('<', v) }}",
        "{{ 1 / 0 }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ [] | first }}",
    ],
)  # fmt: skip
def test_a_template_comes_out_as_in_jinja(source: str, tmp_path: Path) -> None:
    compared(tmp_path, source, PRINTED)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_words_are_said_as_in_jinja(language: str, tmp_path: Path) -> None:
    for source in (
        "{{ _('Sources') }}{{ gettext('Sources') }}",
        "{% trans %}Sources{% endtrans %}{% trans n=v %}<b>{{ n }}</b>%{% endtrans %}",
        "{% macro m(x=_('Sources')) %}<{{ x }}>{% endmacro %}{{ m() }}{{ m(_('Source')) }}{{ _('Sources') | upper }}{{ _('<%%') }}",
        "{{ _('Sources: %(n)s', n=v) }}{% set words = 'Sources' %}{{ _(words) }}{{ _('%(a)s<b>%%%(a)r%(b)s', a=v, b=o) }}",
        "{{ _('%(n)3s%(n)d<', n=2) }}{{ _('%(class)s', class=v) }}{{ pgettext('a', 'Sources') }}",
        "{{ v }}{% if v == 1 %}{{ _('100%') }}{{ _('%(absent)s') }}{% endif %}",
        "{{ _('%(absent)s', n=v) }}",
        "{{ ngettext('%(num)s source', '%(num)s sources', 2) }}{% if _('Sources') %}{{ {'a': _('Sources')}['a'] }}{% endif %}",
    ):
        compared(tmp_path, source, ["<", Markup("<"), 1, None], language)


@given(st.text(st.sampled_from('%20Az~_./ "{}\n\r:&<é조😀') | st.characters(codec="utf-8")))
def test_a_file_in_an_address_is_encoded_as_the_standard_library_has_it(text: str) -> None:
    assert percent_encoded(text) == quote(text)


def test_what_fails_by_the_short_way_is_set_by_jinja_s(tmp_path: Path) -> None:
    assert compared(tmp_path, "{{ v.real }}{{ d.a }}", [1, 2]) == ["11", "22"]
    assert environment((str(tmp_path),), "en").failed == {"t.html"}
    assert compared(tmp_path, "{{ v.real }}{{ d['a'] }}", [1, 2]) == ["11", "22"]
    assert environment((str(tmp_path),), "en").failed == set()
    # What wants Jinja's context is given it.
    compared(
        tmp_path,
        "{{ pgettext('menu', 'Sources') }}{% macro m() %}{{ caller() }}{% endmacro %}{% call m() %}1{% endcall %}",
        [1],
    )
    assert environment((str(tmp_path),), "en").failed == set()


# --- views made from their types


class Maker:
    """Makes records with a text, and a number behind it, in every plain field; with `many` 0 all that may be absent is."""

    def __init__(self, text: str, many: int) -> None:
        self.text = text
        self.many = many
        self.number = 0

    def record(self, kind: type[S]) -> S:
        hints = get_type_hints(kind)
        default = {field.name: field.default for field in fields(kind)}
        bare = {name for name in default if not self.many and default[name] is not NODEFAULT}
        return kind(**{name: default[name] if name in bare else self.field(name, hints[name]) for name in default})

    def field(self, name: str, hint: object) -> object:
        if name == "title_html":
            return "<em>ours</em>"
        if name == "html":
            return "<p>ours</p>" * self.many
        return self.value(hint)

    def value(self, hint: object) -> object:
        self.number += 1
        if hint is str:
            return f"{self.text}{self.number}"
        if hint is float:
            return self.number / 2
        if hint is int or hint is bool:
            return self.many if hint is int else self.many > 0
        inner = get_args(hint)
        if get_origin(hint) is Literal:
            return inner[self.number % len(inner)]
        if get_origin(hint) is UnionType:
            return self.value(inner[0]) if self.many else None
        if get_origin(hint) is tuple:
            return tuple(self.value(part) for part in (inner[:1] * self.many if inner[1:] == (...,) else inner))
        if hint is Date:
            return DAY
        if get_origin(hint) is Mapping:
            return {self.text: f"{self.text}{self.number}"} if self.many else {}
        assert isinstance(hint, type)
        assert issubclass(hint, Struct)
        return self.record(hint)


def page(name: str, many: int, text: str = "words ") -> str:
    """The HTML of a page of this kind, with `many` of everything on it."""
    view, site = Maker(text, many).record(KINDS[name]), Maker(f"{text} ", many).record(framing.Site)
    return ENVIRONMENT.get_template(f"{name}.html").render(page=view, site=site)


class Elements(HTMLParser):
    """The elements of a page in their order, with the names of their attributes; and every attribute with its value."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, ...]] = []
        self.attributes: list[tuple[str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, *(name for name, _ in attrs)))
        self.attributes += [(name, value or "") for name, value in attrs]

    @property
    def names(self) -> list[str]:
        return [tag for tag, *_ in self.tags]


# --- every page


def test_each_kind_of_page_has_a_template_of_its_name() -> None:
    shared = {path.stem for path in TEMPLATES.glob("_*.html")}
    assert {path.stem for path in TEMPLATES.glob("*.html")} == {*KINDS, *shared, "base"}


@pytest.mark.parametrize(("name", "many"), SAMPLES)
def test_a_page_has_one_heading_of_the_first_rank_and_the_landmarks_and_each_id_once(name: str, many: int) -> None:
    html = page(name, many)
    elements = Elements(html)
    assert [elements.names.count(tag) for tag in ("h1", "main")] == [1, 1]
    assert html.partition("</head>")[0].count("<title>") == 1
    assert {"header", "nav", "footer"} <= set(elements.names)
    ids = [value for attribute, value in elements.attributes if attribute == "id"]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("name", "many"), SAMPLES)
def test_a_page_is_set_by_the_short_way(name: str, many: int) -> None:
    page(name, many)
    assert f"{name}.html" not in ENVIRONMENT.failed


@pytest.mark.parametrize(("name", "many"), SAMPLES)
def test_a_page_has_no_script_and_no_style_in_it_and_a_policy_that_forbids_them(name: str, many: int) -> None:
    elements = Elements(page(name, many))
    assert not {"style", "iframe", "base"} & set(elements.names)
    # What is chosen in a form stays in the browser.
    assert not {"action", "formaction", "method"} & {attribute for tag in elements.tags for attribute in tag[1:]}
    # A block of data, and a script that lies in assets/.
    scripts = {tuple(name for name in tag if "data-" not in name) for tag in elements.tags if tag[0] == "script"}
    assert {tuple(sorted(tag)) for tag in scripts} <= {("script", "type"), ("defer", "script", "src")}
    assert not [name for name, _ in elements.attributes if name == "style" or name.startswith("on")]
    # What makes the search quick is WebAssembly, and on its page alone.
    program = "script-src 'self'" + (" 'wasm-unsafe-eval'" if name == "search" else "")
    policy = (
        f"default-src 'none'; style-src 'self'; img-src 'self'; {program}; connect-src 'self'"
        "; base-uri 'none'; form-action 'none'"
    )
    assert ("content", policy) in elements.attributes


@pytest.mark.parametrize(("name", "many"), SAMPLES)
def test_no_list_and_no_paragraph_is_empty(name: str, many: int) -> None:
    assert not re.findall(r"<(ul|ol|dl|h\d|p|table|section|nav|dd|li)\b[^>]*>\s*</\1>", page(name, many))


@pytest.mark.parametrize(("name", "many"), SAMPLES)
def test_a_page_finds_its_style_sheet_from_where_it_stands(name: str, many: int) -> None:
    root = re.search(r'href="([^"]*)assets/style.css"', page(name, many))
    assert root
    assert f'href="{root[1]}timeline/"' in page(name, many)


def test_nothing_is_asked_of_another_site() -> None:
    for path in TEMPLATES.rglob("*.html"):
        assert not re.findall(r"""(?:href|src|srcset|url)\s*=\s*["']?(?:https?:|//)""", path.read_text("utf-8")), path
    assert not re.findall(r"url\(|@import|https?:|//", CSS)


def test_the_style_sheet_uses_each_of_its_properties_and_no_other() -> None:
    assert set(re.findall(r"var\((--[\w-]+)\)", CSS)) == set(re.findall(r"(--[\w-]+):", CSS))


def test_each_class_that_a_template_gives_is_in_the_style_sheet() -> None:
    source = "".join(path.read_text("utf-8") for path in TEMPLATES.glob("*.html"))
    given_ = {name for names in re.findall(r'class="([a-z -]+)"', source) for name in names.split()}
    assert not given_ - set(re.findall(r"\.([a-z-]+)", CSS))


# --- what is not ours is escaped

HOSTILE = "<script>alert(1)</script>\"'&amp;--><!--{{ 7 * 7 }}"


@pytest.mark.parametrize(("name", "many"), SAMPLES)
def test_a_text_is_escaped_wherever_it_stands(name: str, many: int) -> None:
    html = page(name, many, HOSTILE)
    data = re.findall('<script type="application/ld\\+json">(.*?)</script>', html)
    assert [text for text in data if "<" in text] == []
    own = re.findall(r'<script (?:src="[^"<>]*assets/[a-z]+\.js"|defer|data-[a-z]+="[^"<>]*"| )+></script>', html)
    assert html.count("<script") == html.count("</script") == len(data) + len(own)
    assert "&lt;script&gt;" in html
    assert "{{ 7 * 7 }}" in html


@settings(max_examples=25, deadline=None)
@given(text=st.text(min_size=1).filter(lambda text: not text.startswith("http")))
def test_no_text_changes_what_a_page_consists_of(text: str) -> None:
    for name in KINDS:
        assert Elements(page(name, 1, text)).tags == Elements(page(name, 1, "x")).tags


def test_an_address_elsewhere_is_a_link_only_if_it_is_one_of_the_web() -> None:
    bare = Maker("words ", 0)
    view = replace(
        bare.record(v.TopicPage), same_as=(authority("https://example.org/Q1"), authority("javascript:alert(1)"))
    )
    html = ENVIRONMENT.get_template("topic.html").render(page=view, site=bare.record(framing.Site))
    assert '<dd><a href="https://example.org/Q1">' in html
    assert "<dd>javascript:alert(1)</dd>" in html


# --- what pages say


def part(name: str, view: framing.View) -> str:
    """The HTML of one of the shared pieces, in one line."""
    call = ENVIRONMENT.from_string(f'{{% import "_parts.html" as parts %}}{{{{ parts.{name}(view) }}}}')
    return " ".join(call.render(view=view).split())


QUOTE = e.QuoteView(
    said="the sculptures",
    status="verified",
    href="../../sources/nasser/#p-1",
    words=e.Words(pieces=(e.Piece(text="the sculptures"),), before="They said ", after=" stand."),
)
SOURCE = e.SourceLabel(href="../../sources/nasser/", label="Nasser", title="조각", language="ko")
KIM = e.Link(href="../../topics/kim/", words="Kim")


STATUSES = {
    "verified": "Verified",
    "changed": "Verified with changes",
    "translation": "Our translation",
    "no-text": "Not verified: no text here",
}


@pytest.mark.parametrize("status", STATUSES)
def test_a_quotation_says_what_was_verified(status: str) -> None:
    assert f'<span class="status">{STATUSES[status]}</span>' in part("quote", replace(QUOTE, status=status))


@pytest.mark.parametrize(
    ("before", "piece", "after", "html"),
    [
        ("has", e.Piece(text=" not ", kind="omitted"), "been", "has<del> not </del>been"),
        ("that", e.Piece(text=" he ", kind="replaced", now="Kim"), "came", "that <ins>[Kim]</ins><del> he </del>came"),
        ("No", e.Piece(text=" ", kind="inserted", now="one"), "can", "No <ins>[one]</ins> can"),
        ("courage", e.Piece(text="", kind="inserted", now="sic"), ", he", "courage <ins>[sic]</ins>, he"),
        ("", e.Piece(text="", kind="inserted", now="The"), "army", " <ins>[The]</ins> army"),
        ("", e.Piece(text="w", kind="initial", now="W"), "ords", "<ins>[W]</ins><del>w</del>ords"),
    ],
)
def test_what_a_quotation_changes_is_shown_beside_the_words_of_the_source(
    before: str, piece: e.Piece, after: str, html: str
) -> None:
    pieces = tuple(one for one in (e.Piece(text=before), piece, e.Piece(text=after)) if one != e.Piece(text=""))
    assert f"<mark>{html}</mark>" in part("quote", replace(QUOTE, words=e.Words(pieces=pieces)))


def test_quoted_words_stand_in_their_context_and_in_the_language_of_the_source() -> None:
    html = part("reference", e.Reference(number=1, anchor="r1", source=SOURCE, quotes=(QUOTE,)))
    assert '<blockquote lang="ko"><p><span class="around">They said </span><mark>the sculptures</mark>' in html
    assert '</mark><span class="around"> stand.</span></p></blockquote>' in html


def test_a_quotation_that_could_not_be_compared_shows_what_the_editor_wrote_and_no_marked_words() -> None:
    html = part("quote", replace(QUOTE, status="no-text", words=None))
    assert "<blockquote><p>“the sculptures”</p></blockquote>" in html
    assert "<mark>" not in html


@pytest.mark.parametrize(
    ("speech", "said_by", "words"),
    [
        ("direct", KIM, "Kim</a>&nbsp;· in quotation marks in the source"),
        ("indirect", KIM, "Kim</a>, in the source’s own wording"),
        ("direct", None, "Verified</span>&nbsp;· in quotation marks in the source"),
        ("indirect", None, 'Verified</span><span class="ways"><span class="dot">&nbsp;· </span><a'),
    ],
)
def test_a_quotation_says_whether_the_source_quotes_too(speech: str, said_by: e.Link | None, words: str) -> None:
    assert words in part("quote", replace(QUOTE, speech=speech, said_by=said_by))


@pytest.mark.parametrize(
    ("when", "html"),
    [
        (e.When(words="2024", datetime="2024"), '<span class="date"><time datetime="2024">2024</time></span>'),
        (e.When(words="since 2024"), '<span class="date">since 2024</span>'),
        (e.When(words="perhaps 2024", uncertain=True), '<span class="tag">date uncertain</span>'),
        (e.When(words="2027", expected=True), '<span class="tag">expected</span>'),
    ],
)
def test_a_date_that_is_not_certain_or_yet_to_come_says_so(when: e.When, html: str) -> None:
    assert html in part("date", when)


def test_a_standing_is_a_phrase_and_a_shape_that_is_not_read_out() -> None:
    html = part("badge", e.StandingView(verdict="disputed", words="Disputed by one"))
    assert (
        html == '<span class="badge disputed"><span class="shape" aria-hidden="true">●✕</span> Disputed by one</span>'
    )


def test_a_table_of_the_matrix_scrolls_by_keyboard_and_says_what_it_shows() -> None:
    html = page("evidence", 1)
    assert '<div class="scroll matrix-frame" role="region" tabindex="0" aria-labelledby="matrix">' in html
    assert "<caption" in html


def test_a_title_that_editors_supplied_stands_in_brackets() -> None:
    assert ">[<em>ours</em>]</h1>" in page("source", 1)
    assert "<em>ours</em></h1>" in page("source", 0)
    assert "[<em>" not in page("source", 0)


def test_words_that_do_not_stand_above_are_what_a_link_to_them_finds_in_the_list() -> None:
    passage = e.PassageView(anchor="p-1", own="u-1", text="words", number=1, uses=())
    maker = Maker("words ", 0)
    view = replace(maker.record(v.SourcePage), passages=(passage,))
    html = ENVIRONMENT.get_template("source.html").render(page=view, site=maker.record(framing.Site))
    assert '<mark class="passage" id="p-1">words</mark>' in html


@pytest.mark.parametrize("many", [1, 0])
def test_a_page_is_in_its_own_language_or_the_site_s_and_the_masthead_in_the_interface_s(many: int) -> None:
    maker = Maker("words ", many)
    view, site = maker.record(KINDS["404"]), maker.record(framing.Site)
    assert isinstance(view, v.NotFoundPage)
    assert isinstance(site, framing.Site)
    html = ENVIRONMENT.get_template("404.html").render(page=view, site=site)
    assert f'<html lang="{view.head.language or site.language}">' in html
    assert [f'<{part} lang="en">' in html for part in ('header class="masthead"', 'footer class="foot"')] == [
        True,
        True,
    ]


def test_a_canonical_address_is_given_only_where_there_is_one() -> None:
    assert '<link rel="canonical" href="words ' in page("about", 1)
    assert "canonical" not in page("about", 0)


def test_a_redirect_goes_where_it_says() -> None:
    assert '<meta http-equiv="refresh" content="0; url=/new/' in page("redirect", 1, "/new/")
