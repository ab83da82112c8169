"""Sanitised HTML as text: what counts, where blocks are, and that wrapping ranges of it breaks nothing."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.body import HOLE
from dossier.markup import read_body
from dossier.markup.htmltext import Span, blocks_of, chunks, fill, pieces, text_of

H = chr(HOLE)
TEXTS = [
    "Plain *em* and **strong**.\n\nTwo & three < four.",
    "# Head\n\n- one\n- two *x*\n    - nested\n\n> quote\n>\n> more",
    "| a | b |\n|---|---|\n| c **d** | e |",
    "Note[^1] here[^1] and [link](u) ![pic](a.png) end.\n\n[^1]: The *note*.",
    'Line  \nbreak [@a] and [[b]]\u00a0x.\n\n    code < & "\n\nterm\n: def',
    '["x"]{.term} <b>raw</b> <div>block</div>\n\n---\n\nlast',
]
HTML = st.sampled_from([read_body(text, 1, "x.md")[0].html for text in TEXTS])


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a &amp; b&nbsp;&lt;c&gt; “d”</p>", "a & b\u00a0<c> “d”"),
        ('<p>a<br>\nb <img alt="x > y" src="z.png">c</p>', "a\n\nb  c"),
        (f"<p>a {H} b</p>", f"a {H} b"),
        ('<p>a<sup id="fnref:1"><a class="footnote-ref" href="#fn:1" rel="noopener">1</a></sup> b</p>', "a b"),
        ('<p>a <a class="footnote-backref" href="#fnref:1" title="Jump back">↩</a></p>', "a "),
        # only what has the form of an apparatus hides
        ('<p>a<sup id="fnref:1">"words"</sup></p>', 'a"words"'),
        ('<p>a<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">words</a></sup></p>', "awords"),
        ('<p>a <a class="footnote-backref" href="#x">words</a></p>', "a words"),
        ("<p>a<sup>2</sup></p>", "a 2"),
        ("<p>a<sup>nd</sup></p>", "and"),
    ],
)
def test_the_text_is_what_a_reader_sees(html: str, text: str) -> None:
    assert text_of(html) == text


@given(HTML)
def test_pieces_joined_are_the_html(html: str) -> None:
    assert "".join(piece.html for piece in pieces(html)) == html


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("<p>a <em>b</em></p>\n<p> c </p>", [("a b", "p", 0), ("c", "p", 0)]),
        ("<ul>\n<li>a<ul>\n<li>b</li>\n</ul>\nc</li>\n</ul>", [("a", "li", 0), ("b", "li", 0), ("c", "li", 0)]),
        ("<ul><li><p>a</p><p>b</p></li></ul>", [("a", "p", 0), ("b", "p", 0)]),
        ("<table><tr><th>a</th><td>b</td></tr></table>", [("a", "th", 0), ("b", "td", 0)]),
        (
            "<dl><dt>a</dt><dd>b</dd></dl><h2>c</h2><pre><code>d\n</code></pre>",
            [("a", "dt", 0), ("b", "dd", 0), ("c", "h2", 0), ("d", "pre", 0)],
        ),
        (
            "<blockquote><p>a</p><blockquote><p>b</p></blockquote></blockquote><p>c</p><blockquote>d</blockquote>",
            [("a", "p", 1), ("b", "p", 1), ("c", "p", 0), ("d", "blockquote", 2)],
        ),
        ('<figure><img src="a.png"><figcaption>a</figcaption></figure>', [("a", "figcaption", 0)]),
        ("a<hr>b", [("a", "p", 0), ("b", "p", 0)]),
        ("<p>a<br>b</p>", [("a\nb", "p", 0)]),
        (f'<p>{H}</p><p> <img src="a.png"> </p>', [(H, "p", 0)]),
    ],
)
def test_blocks_are_runs_of_text_between_edges_of_block_level_elements(
    html: str, blocks: list[tuple[str, str, int]]
) -> None:
    text, found = blocks_of(html)
    assert [(text[block.start : block.end], block.tag, block.quote) for block in found] == blocks


def test_blocks_ask_for_the_line_of_their_first_word() -> None:
    _, found = blocks_of("<p> a</p>\n<p>b</p>", lambda offset: offset * 10)
    assert [block.line for block in found] == [10, 30]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a</p>\n<p>b</p>", [(0, 2, "<p>a</p>\n"), (2, 3, "<p>b</p>")]),
        (
            "<ul>\n<li>a</li>\n</ul>\n<hr>\n<h1>b</h1>",
            [(0, 4, "<ul>\n<li>a</li>\n</ul>\n"), (4, 5, "<hr>\n"), (5, 6, "<h1>b</h1>")],
        ),
        ("a <em>b</em><p>c</p>", [(0, 3, "a <em>b</em>"), (3, 4, "<p>c</p>")]),
        ("", []),
    ],
)
def test_chunks_are_the_top_level_elements(html: str, expected: list[tuple[int, int, str]]) -> None:
    assert chunks(html) == expected


@given(HTML)
def test_chunks_joined_are_the_html_and_their_ranges_its_text(html: str) -> None:
    found = chunks(html)
    assert "".join(part for _, _, part in found) == html
    text = text_of(html)
    assert all(text[start:end] == text_of(part) for start, end, part in found)


# --- filling


@pytest.mark.parametrize(
    ("html", "ranges", "expected"),
    [
        ("<p>abc</p>", [(1, 2)], "<p>a<m id=0>b</m>c</p>"),
        ("<p>a<em>bc</em>d</p>", [(0, 2)], "<p><m id=0>a</m><em><m>b</m>c</em>d</p>"),
        ("<p>ab</p>\n<p>cd</p>", [(1, 4)], "<p>a<m id=0>b</m></p>\n<p><m>c</m>d</p>"),
        ("<p><b>a</b> <i>b</i></p>", [(0, 3)], "<p><b><m id=0>a</m></b><m> </m><i><m>b</m></i></p>"),
        ("<p>abc</p>", [(0, 3), (1, 2)], "<p><m id=0>a<m id=1>b</m>c</m></p>"),
        ("<p>abc</p>", [(0, 2), (0, 3)], "<p><m id=1><m id=0>ab</m>c</m></p>"),
        ("<p>abc</p>", [(1, 1), (2, 1), (5, 9)], "<p>abc</p>"),
        ("<p>a &lt;b</p>", [(2, 3)], "<p>a <m id=0>&lt;</m>b</p>"),
        (f"<p>a {H} b</p>", [(0, 5)], "<p><m id=0>a [0] b</m></p>"),
    ],
)
def test_spans_are_wrapped_around_exactly_their_text(html: str, ranges: list[tuple[int, int]], expected: str) -> None:
    spans = [Span(start, end, f"<m id={n}>", "<m>", "</m>") for n, (start, end) in enumerate(ranges)]
    assert fill(html, lambda n: f"[{n}]", spans) == expected


class _Reader(HTMLParser):
    """Fails where an end tag does not close the innermost open element; keeps the text inside each <mark>."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.marked: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("br", "img", "hr"):
            self.open.append((tag, dict(attrs).get("n") or ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        for number in {number for tag, number in self.open if tag == "mark"}:
            self.marked[number] = self.marked.get(number, "") + data


@given(HTML, st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90)), max_size=6))
def test_filling_leaves_the_text_as_it_is_and_nests_well(html: str, ranges: list[tuple[int, int]]) -> None:
    spans = [
        Span(start, end, f"<mark id=m n={n}>", f"<mark n={n}>", "</mark>") for n, (start, end) in enumerate(ranges)
    ]
    filled = fill(html, lambda n: "", spans)
    assert text_of(filled.replace(" id=m", "")) == text_of(html).replace(H, "").replace(chr(HOLE + 1), "")
    reader = _Reader()
    reader.feed(filled)
    assert reader.open == []
    text = text_of(html)
    for n, (start, end) in enumerate(ranges):
        words = "".join(text[start:end].split()).replace(H, "").replace(chr(HOLE + 1), "")
        assert "".join(reader.marked.get(str(n), "").split()) == words
        assert filled.count(f"<mark id=m n={n}>") == bool(reader.marked.get(str(n)))
