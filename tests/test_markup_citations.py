"""Citations in a text: pandoc's syntax, and a suffix in double marks as a quotation.

Where a case is in the Pandoc User's Guide, "Citation syntax", it stands here in its words.
"""

import pytest

from dossier.body import HOLE, Citation, CitationGroup, Wikilink
from dossier.markup import read_body

H = chr(HOLE)


def groups(text: str) -> list[CitationGroup]:
    body, _ = read_body(text, 1, "x.md")
    return [hole for hole in body.holes if isinstance(hole, CitationGroup)]


def parts(one: Citation) -> tuple[str, ...]:
    """A citation's parts that say something, the key first."""
    named = {"prefix": one.prefix, "locator": one.locator, "suffix": one.suffix}
    given = tuple(f"{name}={value}" for name, value in named.items() if value)
    quote = () if one.quote is None else (f"quote={one.quote}",)
    return (("-" if one.suppress_author else "") + one.source, *given, *quote)


def cited(text: str) -> list[list[tuple[str, ...]]]:
    return [[parts(one) for one in group.citations] for group in groups(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the manual's own
        (
            "Blah [see @doe99, pp. 33-35; also @smith04, chap. 1].",
            [("doe99", "prefix=see", "locator=pp. 33-35"), ("smith04", "prefix=also", "locator=chap. 1")],
        ),
        ("Blah [@doe99, pp. 33-35, 38-39 and *passim*].", [("doe99", "locator=pp. 33-35, 38-39", "suffix=and passim")]),
        ("Blah [@smith04; @doe99].", [("smith04",), ("doe99",)]),
        ("Smith says blah [-@smith04].", [("-smith04",)]),
        ("[@smith{ii, A, D-Z}, with a suffix]", [("smith", "locator=ii, A, D-Z", "suffix=with a suffix")]),
        (
            "[@smith, {pp. iv, vi-xi, (xv)-(xvii)} with suffix here]",
            [("smith", "locator=pp. iv, vi-xi, (xv)-(xvii)", "suffix=with suffix here")],
        ),
        ("[@smith{}, 99 years later]", [("smith", "suffix=99 years later")]),
        (
            "[@{https://example.com/bib?name=foobar&date=2000}, p.  33]",
            [("https://example.com/bib?name=foobar&date=2000", "locator=p. 33")],
        ),
        # locators
        ("[@a, para. 2]", [("a", "locator=para. 2")]),
        ("[@a para. 2]", [("a", "locator=para. 2")]),
        ("[@a, paras. 2–4, 7]", [("a", "locator=paras. 2–4, 7")]),
        ("[@a, 33]", [("a", "locator=33")]),
        ("[@a, p.3]", [("a", "locator=p.3")]),
        ("[@a, p. iv]", [("a", "locator=p. iv")]),
        ("[@a, § 12]", [("a", "locator=§ 12")]),
        ("[@a, vol. 2 and more]", [("a", "locator=vol. 2", "suffix=and more")]),
        ("[@a, l. 7\\n]".replace("\\n", "\n"), [("a", "locator=l. 7")]),
        ("[@a, page of honour]", [("a", "suffix=page of honour")]),
        ("[@a, 3rd]", [("a", "locator=3rd")]),
        # quotations
        ('[@a, "words"]', [("a", "quote=words")]),
        ('[@a, para. 2, "words"]', [("a", "locator=para. 2", "quote=words")]),
        ('[@a, "words", p. 3]', [("a", "suffix=p. 3", "quote=words")]),
        ('[@a "words" in passing]', [("a", "suffix=in passing", "quote=words")]),
        (
            '[@a, "the [so-called "heroes"] died; they said"; @b, "x"]',
            [("a", 'quote=the [so-called "heroes"] died; they said'), ("b", "quote=x")],
        ),
        ('[@a, "one] two"]', [("a", "quote=one] two")]),
        ("[@a, “one; two”; @b]", [("a", "quote=one; two"), ("b",)]),
        (
            "[@a, „eins“; @b, «deux»; @c, 「三」; @d, »fire«]",
            [("a", "quote=eins"), ("b", "quote=deux"), ("c", "quote=三"), ("d", "quote=fire")],
        ),
        ('[@a, "*em* `c*d` &amp; \\\\* <b>b</b> &eacute;"]'.replace("\\\\", "\\"), [("a", "quote=em c*d & * b é")]),
        ('[@a, "two\nlines"]', [("a", "quote=two lines")]),
        ('[@a, "see [[x|the *x*]] and [[y]]"]', [("a", "quote=see the x and y")]),
        ("[@a, &ldquo;words&rdquo;]", [("a", "quote=words")]),
        ('[@a, ["Parasite"]{.title}]', [("a", 'suffix="Parasite"')]),
        ('[@a, 5" thick]', [("a", "locator=5", 'suffix=" thick')]),
        # keys
        ("[@Foo_bar.baz., p. 3]", [("Foo_bar.baz", "suffix=., p. 3")]),
        ("[@북한-2026]", [("북한-2026",)]),
        ("[@2026-01-26]", [("2026-01-26",)]),
        ("[@a's]", [("a", "suffix='s")]),
    ],
)
def test_a_bracketed_citation_has_its_parts(text: str, expected: list[tuple[str, ...]]) -> None:
    assert cited(text) == [expected]
    assert not groups(text)[0].in_text


@pytest.mark.parametrize(
    ("text", "expected", "rest"),
    [
        ("@smith04 says blah.", [("smith04",)], f"{H} says blah."),
        ("@smith04 [p. 33] says blah.", [("smith04", "locator=p. 33")], f"{H} says blah."),
        ("@doe99 [p. 3; @b, p. 4] x", [("doe99", "locator=p. 3"), ("b", "locator=p. 4")], f"{H} x"),
        ("@doe99 [@b; see @c] x", [("doe99",), ("b",), ("c", "prefix=see")], f"{H} x"),
        ('@a [para. 2, "words"] x', [("a", "locator=para. 2", "quote=words")], f"{H} x"),
        ("@a […] x", [("a",)], f"{H} […] x"),
        ("@a [sic] x", [("a",)], f"{H} [sic] x"),
        ("@a [link](u)", [("a",)], f"{H} link"),
        ("@a ", [("a",)], H),
        ("-@a", [("-a",)], H),
        ("@Foo_bar.baz.", [("Foo_bar.baz",)], f"{H}."),
        ("@Foo_bar--baz", [("Foo_bar",)], f"{H}--baz"),
        ("@{Foo_bar.baz.} x", [("Foo_bar.baz.",)], f"{H} x"),
        ("@a's words", [("a",)], f"{H}'s words"),
        ("_@a_ and", [("a",)], f"{H} and"),
        ("(@a)", [("a",)], f"({H})"),
    ],
)
def test_a_citation_in_a_sentence_takes_the_bracket_behind_it(
    text: str, expected: list[tuple[str, ...]], rest: str
) -> None:
    body, _ = read_body(text, 1, "x.md")
    assert cited(text) == [expected]
    assert groups(text)[0].in_text
    assert body.text.strip() == rest


@pytest.mark.parametrize(
    "text",
    [
        "me@example.org",
        "x@y",
        r"\@a",
        r"[\@a]",
        "`@a` and `[@b]`",
        "    [@a]",
        "<me@x.org>",
        "<http://x.org/@a>",
        "http://x.org/@a and www.x.org/@b",
        "[text @a](url)",
        "[@a](url)",
        '[text](url "@a")',
        "![@a](x.png)",
        "[@a][ref]\n\n[ref]: url",
        "<!-- [@a] @b -->",
        "A <!-- [@a] --> comment.",
        '<b title="@a">x</b>',
        "<div>@a</div>",
        "@ a @, @- @",
        "[]",
    ],
)
def test_what_is_no_citation_stays_as_it_is(text: str) -> None:
    body, problems = read_body(text, 1, "x.md")
    assert (body.holes, problems) == ((), ())
    assert H not in body.html


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("[x; @b]", f"[x; {H}]"),
        ("[@a; see chapter 2]", f"[{H}; see chapter 2]"),
        (r"\[@a]", f"[{H}]"),
        ("[[@a]]", f"[{H}]"),
        ("[@a]: more", f"{H}: more"),
        ("[a] [@b]", f"[a] {H}"),
        ("*[@a]*", H),
        ("<b>[@a]</b>", H),
        ('<a href="/x">see [@a] there</a>.', f"see  there{H}."),
    ],
)
def test_brackets_around_a_citation_that_are_none_stay_in_the_text(text: str, rest: str) -> None:
    body, _ = read_body(text, 1, "x.md")
    assert body.text == rest


def test_holes_are_numbered_as_they_stand_in_the_text() -> None:
    body, _ = read_body("A[^1] [@a]. <!-- [@x] -->\n\n[^1]: Note [@c].\n\nThen [[link]] *[@b]*.", 1, "x.md")
    assert [hole.citations[0].source if isinstance(hole, CitationGroup) else hole.target for hole in body.holes] == [
        "a",
        "link",
        "b",
        "c",
    ]
    holes = [character for character in body.html if character >= H]
    assert holes == [chr(HOLE + n) for n in range(4)]


def test_said_by_stands_behind_the_brackets() -> None:
    assert [group.said_by for group in groups('[@a, "x"]{said-by=kim-jong-un} [@b]{ said-by="kcna" } [@c]')] == [
        "kim-jong-un",
        "kcna",
        None,
    ]


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("[@a]{.term}", "bad-value", "{.term} is no attribute that may stand here"),
        ("[@a]{said-by=}", "bad-value", "{said-by=} is no attribute that may stand here"),
        ("[@a]{said-by=x said-by=y}", "bad-value", "{said-by=y} is no attribute that may stand here"),
        ("[[x]]{n=7}", "bad-value", "{n} is no attribute that may stand here"),
        ("@a{.x}", "bad-value", "{class} is no attribute that may stand here"),
        ('[@a, "x]', "unclosed-quote", "a quotation mark in the citation of @a has no partner"),
        ('[@a, "x" and "y"]', "unsourced-quote", '"y" stands beside the quotation of @a'),
        ('[@a, {p. "3"}]', "unsourced-quote", '"3" stands beside the quotation of @a'),
        ("[[kim|“the” leader]]", "unsourced-quote", "“the” stands in a link's words, where it has no source"),
        ('["pre" @a, "x"]', "unsourced-quote", '"pre" stands beside the quotation of @a'),
    ],
)
def test_what_can_not_stand_in_a_citation_or_a_link_is_a_problem(text: str, code: str, message: str) -> None:
    _, problems = read_body(text, 1, "x.md")
    assert [(problem.code, problem.message) for problem in problems] == [(code, message)]


# --- wikilinks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[kim-jong-un]]", ("kim-jong-un", None, "")),
        ("[[kim-jong-un|the *leader*]]", ("kim-jong-un", None, "the leader")),
        ("[[Kim Jong Un's visit]]", ("Kim Jong Un's visit", None, "")),
        ("[[Title\nover lines]]", ("Title over lines", None, "")),
        ("[[claim:deaths]]", ("deaths", "claim", "")),
        ("[[source: nasser|him]]", ("nasser", "source", "him")),
        ("[[Memorial: the hall]]", ("Memorial: the hall", None, "")),
        ("[[_a_b_]]", ("_a_b_", None, "")),
        ("[[김정은|`영웅`]]", ("김정은", None, "영웅")),
        ("| [[a\\|b]] |\n|---|", ("a", None, "b")),
        ("*see [[a]]*", ("a", None, "")),
    ],
)
def test_a_wikilink_has_target_kind_and_words(text: str, expected: tuple[str, str | None, str]) -> None:
    body, problems = read_body(text, 1, "x.md")
    assert problems == ()
    assert [(link.target, link.kind, link.words) for link in body.holes if isinstance(link, Wikilink)] == [expected]


@pytest.mark.parametrize(
    "text", ["`[[a]]`", r"\[[a]]", "[[]]", "[[ ]]", "[[^1]]", "[t [[a]]](u)", "    [[a]]", "<!-- [[a]] -->", "[[a](u)]"]
)
def test_what_is_no_wikilink_stays_as_it_is(text: str) -> None:
    body, _ = read_body(text, 1, "x.md")
    assert body.holes == ()


def test_a_link_and_a_citation_may_stand_side_by_side() -> None:
    body, _ = read_body("[[a]] [@b] [[c]](x) @d [[e]]", 1, "x.md")
    assert [type(hole).__name__ for hole in body.holes] == ["Wikilink", "CitationGroup", "CitationGroup", "Wikilink"]
