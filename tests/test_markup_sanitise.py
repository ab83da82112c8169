"""What content may bring into a page: nothing that runs, embeds, styles or asks another host."""

import re
from html import unescape

import pytest

from dossier.markup import read_body, read_source_body
from dossier.markup.sanitise import sanitised


def html_of(text: str) -> str:
    return read_body(text, 1, "x.md")[0].html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<script>alert(1)</script>x", "<p>x</p>"),
        ("a <script>alert(1)</script> b", "<p>a  b</p>"),
        ("<style>p{}</style>x", "<p>x</p>"),
        ("<iframe src=https://x.org>y</iframe>", ""),
        ("<svg onload=x><text>y</text></svg>", "<p></p>"),
        ("<form action=/><input><button>go</button></form>", "go"),
        ("<object data=x>y</object><embed src=x>", "<p></p>"),
        ("<p style='color:red' onclick='x()' class='lead' id='q'>y</p>", "<p>y</p>"),
        ("<q>y</q>", "<p>y</p>"),
        ("<marquee>y</marquee>", "<p>y</p>"),
        ("<h2 id='part'>y</h2>", '<h2 id="part">y</h2>'),
        ("a <!-- gone --> b", "<p>a  b</p>"),
        ("<!-- gone -->\n\nb", "<p>b</p>"),
        ('<!--\ngone\n\n@a "x\n-->\n\nb', "<p>b</p>"),
        ("<b>x", "<p><b>x</b></p>"),
        ("x</div></body>", "<p>x</p>"),
        ("<base href=//evil.org><meta http-equiv=refresh content=0>x", "<p>x</p>"),
        ("<a name=x>y</a>", '<p><a rel="noopener noreferrer">y</a></p>'),
        ("# Head {#part .x onclick=y}", '<h1 id="part">Head</h1>'),
        ("# Head {#fn:1}", "<h1>Head</h1>"),
        ("Text {#id .c style=x}\n{: #id .c lang=ko}", '<p lang="ko" dir="ltr">Text {#id .c style=x}</p>'),
    ],
)
def test_only_harmless_html_stays(text: str, html: str) -> None:
    assert " ".join(html_of(text).split()) == " ".join(html.split())


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java&#115;cript:alert(1)",
        "java&#x0A;script:alert(1)",
        "&#106;avascript&colon;alert(1)",
        "java\tscript:alert(1)",
        " javascript:alert(1)",
        "vbscript:x",
        "data:text/html,<script>alert(1)</script>",
        "DATA:text/html;base64,x",
        "file:///etc/passwd",
        "x-unknown:y",
    ],
)
@pytest.mark.parametrize(
    "form", ["[x]({})", "[x](<{}>)", '<a href="{}">x</a>', "[x][r]\n\n[r]: {}", "<div><a href='{}'>x</a></div>"]
)
def test_no_address_runs_anything(address: str, form: str) -> None:
    for found in re.findall('href="([^"]*)"', html_of(form.format(address))):
        # as a browser reads an address (URL Standard, 4.4): no tabs or line ends, no space before it
        scheme = re.match(r"([A-Za-z][\w+.-]*):", re.sub(r"[\t\n\r]", "", unescape(found)).strip())
        assert scheme is None or scheme[1].lower() in ("http", "https", "mailto")


@pytest.mark.parametrize(
    "address", ["https://x.org/a?b=c&d", "http://x.org", "mailto:a@x.org", "/notes/x/", "../y", "#part", "?q"]
)
def test_links_of_the_web_and_of_the_site_stay(address: str) -> None:
    assert f'href="{address.replace("&", "&amp;")}"' in html_of(f"[x]({address})")


@pytest.mark.parametrize(
    "address",
    ["https://x.org/a.png", "//x.org/a.png", "\\\\x.org\\a", "data:image/png;base64,x", " //x.org/a", "/\\x.org/a"],
)
def test_pictures_of_other_hosts_lose_their_address(address: str) -> None:
    assert "src=" not in html_of(f'<img alt="x" src="{address}">')
    assert "x.org" not in html_of(f"![x](<{address}>)")


@pytest.mark.parametrize("address", ["a.png", "images/a b.png", "/images/a.png", "../a.png"])
def test_pictures_of_the_dossier_stay(address: str) -> None:
    assert "src=" in html_of(f"![x](<{address}>)")


def test_footnotes_keep_what_makes_them_work() -> None:
    html = html_of("Text[^1].\n\n[^1]: Note.")
    assert '<sup id="fnref:1"><a class="footnote-ref" href="#fn:1"' in html
    assert '<li id="fn:1">' in html
    assert 'class="footnote-backref" href="#fnref:1"' in html
    assert '<div class="footnote">' in html


def test_tables_keep_how_they_are_aligned() -> None:
    assert '<td align="right">' in html_of("| a |\n|--:|\n| b |")


def test_private_characters_never_stay_in_a_tag() -> None:
    html = '<p title="\U000f0000">a\U00100000 <a href="java\U00100000script:x">b\U000f0000</a></p><p \U000f0001 c'
    clean = sanitised(html)
    assert clean == '<p>a\U00100000 <a rel="noopener noreferrer">b</a>\U000f0000</p>'.replace("<p>", '<p title="">')


def test_an_address_is_judged_without_private_characters() -> None:
    assert (
        sanitised('<a title=">" href="java\U00100000script:x">a\U00100001</a>')
        == '<a title="&gt;" rel="noopener noreferrer">a</a>'
    )


@pytest.mark.parametrize("written", ["&\\#983040;", "&\\#xF0000;", "&\\#1048576;", "&\\#x10FFFD;", "&\\#983040"])
def test_an_escaped_reference_makes_no_private_character(written: str) -> None:
    for body, _ in (read_body(f"a {written} [@b]", 1, "x.md"), read_source_body(f"a {written}", 1, "x.md")):
        assert len([character for character in body.text if character >= "\U000f0000"]) == len(body.holes)


def test_elements_that_nest_too_deep_are_refused() -> None:
    body, problems = read_body("<div>" * 5000 + "x", 3, "x.md")
    assert (body.html, [(problem.code, problem.line) for problem in problems]) == ("", [("too-large", 3)])
