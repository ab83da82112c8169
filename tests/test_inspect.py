"""Links within a site lead where a browser would go; most are known without being parsed, and found no otherwise."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier import inspect as inspecting
from dossier.config import ConfigFields
from dossier.inspect import inspect
from dossier.link import link
from dossier.memo import Plain
from dossier.read import Corpus
from dossier.render import Rendered

NOTHING = link(Corpus({}, {}, {}, {}, {}), ConfigFields(title="Nothing"), Plain()).dossier
FILES = ["index.html", "404.html", "notes/a/index.html", "notes/index.html", "notes/é/index.html", "a.b/index.html"]
OTHERS = ["notes/a/b.json", "notes/myindex.html", "x..y", "s p", "q?r", "a:b"]
STEPS = [
    "",
    ".",
    "..",
    "notes",
    "my",
    "a",
    "index.html",
    "404.html",
    "b.json",
    "a.b",
    "%C3%A9",
    "é",
    "x..y",
    "a:b",
    "q?r",
    "s p",
]
LINKS = st.tuples(
    st.lists(st.sampled_from(STEPS), max_size=5).map("/".join), st.sampled_from(["", "#", "#x", "#y", "#%78", "#x#x"])
).map("".join)
ELSEWHERE = [
    "https://e.org",
    "https://e.org/x#y",
    "http://e.org?x",
    "https://[x",
    "https://",
    "https:x",
    "//e.org/x",
    "mailto:x",
]
PAGES = st.lists(
    st.builds(
        Rendered,
        path=st.sampled_from(FILES),
        links=st.lists(LINKS | st.sampled_from(ELSEWHERE), max_size=8).map(tuple),
        anchors=st.lists(st.sampled_from(["x", "y"]), max_size=2).map(tuple),
    ),
    max_size=5,
    unique_by=lambda page: page.path,
)


@given(PAGES)
def test_a_link_that_is_not_parsed_is_found_to_lead_where_it_does(pages: list[Rendered]) -> None:
    found = inspect(NOTHING, pages, OTHERS, "/")
    with pytest.MonkeyPatch.context() as patched:
        for name in ("_NEEDS_NO_PARSING", "_ELSEWHERE"):
            patched.setattr(inspecting, name, re.compile("(?!)"))
        assert inspect(NOTHING, pages, OTHERS, "/") == found


def test_a_page_s_own_places_are_not_those_of_the_front_page() -> None:
    pages = [Rendered("index.html", ("#x",), ("x",)), Rendered("404.html", ("#x", "./#x"), ())]
    assert [problem.path for problem in inspect(NOTHING, pages, (), "/")] == ["site/404.html"]


def test_a_link_does_not_lead_to_a_file_whose_name_only_ends_like_an_index() -> None:
    pages = [Rendered("notes/a/index.html", ("../../my", "../../my/", "../../myindex.html"), ())]
    found = inspect(NOTHING, pages, ("myindex.html",), "/")
    assert [problem.message.split('"')[1] for problem in found] == ["../../my", "../../my/"]
