"""Pages as JSON-LD: valid in schema.org's own terms, nothing in them that the dossier does not state, and no script."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, Graph
from rdflib.namespace import SDO
from sites import Site, run
from vocabularies import against_schema, triples

from dossier.memo import Plain
from dossier.pipeline import build

PROJECT = Path(__file__).parent.parent
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>')
CONTEXT = {
    "@vocab": "http://schema.org/",
    **{name: {"@type": "@id"} for name in ("sameAs", "url", "archivedAt")},
    "datePublished": {"@type": "http://schema.org/Date"},
}
"""What https://schema.org/docs/jsonldcontext.json says of the terms that are used here."""

FILES = {
    "content/sources/post.md": """
title: Memorial </script><script>alert(1)</script> & more
type: article-newspaper
author: [A. Reporter, B. Reporter]
publisher: The Post
published: 2026-01-26
url: https://example.org/post
archive-url: https://archive.example/post
language: ko
topics: [hall, kim]
corrections:
  - {date: 2026-02-01, was: A word, now: The word, why: It was misread.}
---

In 2024, North Korea reportedly deployed around 14,000 soldiers.
""",
    "content/sources/letter.md": """
supplied-title: A letter
published: 2026-01~
url: https://example.org/l
---

Some say 12,000 soldiers.
""",
    "content/topics/hall.md": "title: Memorial hall\ntype: place\nsame-as: https://example.org/Q1\nnames: [Hall]\n---\n",
    "content/topics/kim.md": "title: Kim\ntype: person\nsame-as: [https://example.org/Q2, https://viaf.org/viaf/1]\n---\n",
    "content/topics/party.md": "title: Party\ntype: organization\ncorrections: [{date: 2026-02, was: X, now: Y, why: Z.}]\n---\n",
    "content/topics/talks.md": "title: Talks\ntype: event\n---\n",
    "content/topics/pact.md": "title: Pact\ntype: work\n---\n",
    "content/topics/grief.md": "title: Grief\n---\n",
    "content/claims/sent.md": """
claim: Around 14,000 soldiers were sent.
topics: [kim]
evidence:
  - {supports: post, quote: "around 14,000 soldiers"}
  - {disputes: letter, quote: "12,000 soldiers"}
corrections:
  - {date: 2026-02-01, was: "14,000", now: "around 14,000", why: The source says around.}
---
""",
    "content/notes/visit.md": "title: A visit\ndate: 2026-01-25\ntopics: [hall]\n---\n\nThey went [@post].\n",
    "content/notes/perhaps.md": "title: Perhaps\ndate: 2026-01-25?\ndate-note: a guess\n---\n\nThey went [@post].\n",
}
DOSSIER = Site("linked", "", {path: f"---\n{text.lstrip()}".encode() for path, text in FILES.items()}, "")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    return data_of(DOSSIER, tmp_path_factory.mktemp("site"))


def data_of(site: Site, folder: Path) -> dict[str, dict[str, Any]]:
    made = run(site, folder)
    assert made.errors == 0
    return blocks(made.files)


def blocks(files: Mapping[str, bytes]) -> dict[str, dict[str, Any]]:
    """The data of each page that has some, by its path."""
    found = {}
    for path, data in files.items():
        if path.endswith(".html") and (texts := BLOCK.findall(data.decode())):
            (text,) = texts
            found[path.removesuffix("index.html")] = json.loads(text)
    return found


def graph_of(path: str, data: dict[str, Any]) -> Graph:
    return triples(data, CONTEXT, f"https://example.org/dossier/{path}")


def test_all_terms_are_schema_org_s(pages: dict[str, dict[str, Any]]) -> None:
    """By the closed list that rdflib holds, which raises an error for any other."""
    assert len(pages) == 1 + len(FILES)
    for path, data in pages.items():
        graph = graph_of(path, data)
        assert len(graph) >= 3
        for term in {*graph.predicates(), *graph.objects(None, RDF.type)} - {RDF.type}:
            assert str(term).startswith("http://schema.org/")
            assert SDO[str(term).removeprefix("http://schema.org/")]


def test_what_is_said_of_what_is_as_schema_org_has_it(pages: dict[str, dict[str, Any]]) -> None:
    assert [(path, fault) for path, data in pages.items() for fault in against_schema(graph_of(path, data))] == []


def test_the_vocabulary_refuses_what_it_does_not_have() -> None:
    wrong = {
        "@type": "Person",
        "headline": "x",
        "author": {"@type": "Place"},
        "standing": "y",
        "sameAs": "https://e.org/",
    }
    found = list(against_schema(graph_of("x/", wrong)))
    assert len(found) == 4, found


def test_the_first_dossier_is_valid_too(tmp_path: Path) -> None:
    found = blocks(build(PROJECT, tmp_path / "site", Plain()).files)
    assert len(found) > 30
    assert [fault for path, data in found.items() for fault in against_schema(graph_of(path, data))] == []


def test_a_source_is_the_work_and_its_page_holds_our_corrections(pages: dict[str, dict[str, Any]]) -> None:
    assert pages["sources/post/"] == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": "../../sources/post/#source",
        "headline": "Memorial </script><script>alert(1)</script> & more",
        "author": [{"name": "A. Reporter"}, {"name": "B. Reporter"}],
        "publisher": [{"name": "The Post"}],
        "datePublished": "2026-01-26",
        "inLanguage": "ko",
        "url": "https://example.org/post",
        "archivedAt": "https://archive.example/post",
        "about": [
            {"@type": "Place", "@id": "../../topics/hall/#topic"},
            {"@type": "Person", "@id": "../../topics/kim/#topic"},
        ],
        "mainEntityOfPage": {
            "@type": "WebPage",
            "@id": "../../sources/post/",
            "correction": [
                {
                    "@type": "CorrectionComment",
                    "text": "Was: A word Now: The word Why: It was misread.",
                    "datePublished": "2026-02-01",
                }
            ],
            "isPartOf": {"@type": "WebSite", "@id": "../../", "name": "A memorial"},
        },
    }


def test_what_is_not_stated_or_not_sure_is_absent(pages: dict[str, dict[str, Any]]) -> None:
    assert set(pages["sources/letter/"]) == {"@context", "@type", "@id", "url", "mainEntityOfPage"}
    assert pages["sources/letter/"]["@type"] == "CreativeWork"
    assert pages["notes/visit/"]["temporalCoverage"] == "2026-01-25"
    assert "temporalCoverage" not in pages["notes/perhaps/"]


def test_a_claim_appears_in_what_supports_it_and_cites_what_disputes_it(pages: dict[str, dict[str, Any]]) -> None:
    claim = pages["claims/sent/"]
    assert claim["@type"] == "Claim"
    assert claim["appearance"] == [{"@type": "NewsArticle", "@id": "../../sources/post/#source"}]
    assert [cited["@id"] for cited in claim["citation"]] == [
        "../../sources/post/#source",
        "../../sources/letter/#source",
    ]
    assert claim["correction"][0]["text"].startswith("Was: 14,000 Now: around 14,000")


def test_topics_are_what_they_are_by_type(pages: dict[str, dict[str, Any]]) -> None:
    types = {path.split("/")[1]: data["@type"] for path, data in pages.items() if path.startswith("topics/")}
    assert types == {
        "hall": "Place",
        "kim": "Person",
        "party": "Organization",
        "talks": "Event",
        "pact": "CreativeWork",
        "grief": "Thing",
    }
    assert pages["topics/hall/"]["sameAs"] == ["https://example.org/Q1"]
    assert len(pages["topics/kim/"]["sameAs"]) == 2


def test_addresses_are_whole_where_the_site_s_own_is_known(tmp_path: Path) -> None:
    config = b"title: A memorial\nurl: https://example.org/dossier/\n"
    found = data_of(Site("x", "", DOSSIER.files | {"config.yaml": config}, ""), tmp_path)
    assert found[""]["@id"] == found[""]["url"] == "https://example.org/dossier/"
    ids = re.findall(r'"@id": "([^"]*)"', json.dumps(found))
    assert len(ids) > 40
    assert [id_ for id_ in ids if not id_.startswith("https://example.org/dossier/")] == []


def test_relative_names_mean_the_same_from_every_page(pages: dict[str, dict[str, Any]]) -> None:
    named = {str(node) for path, data in pages.items() for node in graph_of(path, data).subjects() if "#" in str(node)}
    kinds = {"sources": "source", "claims": "claim", "topics": "topic"}
    entries = [path.removeprefix("content/").removesuffix(".md").split("/") for path in FILES]
    assert named == {
        f"https://example.org/dossier/{folder}/{id_}/#{kinds[folder]}" for folder, id_ in entries if folder in kinds
    }


def test_no_content_can_end_the_data_block(tmp_path: Path) -> None:
    """A title holds `</script>`: besides its own scripts the page has one element more, the data, and it is whole in it."""
    made = run(DOSSIER, tmp_path)
    html = made.files["sources/post/index.html"].decode()
    own = re.findall(r'<script src="[./]*assets/(?:cite|citations)\.js" defer></script>', html)
    assert len(re.findall("<script", html)) == len(re.findall("</script", html)) == len(own) + 1 == 3
    assert "<!--" not in BLOCK.findall(html)[0]
    assert "<" not in BLOCK.findall(html)[0]
