"""/annotations.jsonl: valid Web Annotations, one for each quotation, that show no more of a source than its page does."""

import json
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef
from sites import Site, run
from vocabularies import triples, vocabulary

from dossier.memo import Plain
from dossier.outcome import Outcome
from dossier.pipeline import build

PROJECT = Path(__file__).parent.parent
OA = Namespace("http://www.w3.org/ns/oa#")
BASE = "https://example.org/dossier/annotations.jsonl"
CONTEXT: dict[str, Any] = {
    "oa": str(OA),
    "dc": "http://purl.org/dc/elements/1.1/",
    "id": {"@id": "@id", "@type": "@id"},
    "type": {"@id": "@type", "@type": "@vocab"},
    "Annotation": "oa:Annotation",
    "SpecificResource": "oa:SpecificResource",
    "TextQuoteSelector": "oa:TextQuoteSelector",
    "Text": "http://purl.org/dc/dcmitype/Text",
    "linking": "oa:linking",
    "body": {"@type": "@id", "@id": "oa:hasBody"},
    "target": {"@type": "@id", "@id": "oa:hasTarget"},
    "source": {"@type": "@id", "@id": "oa:hasSource"},
    "selector": {"@type": "@id", "@id": "oa:hasSelector"},
    "motivation": {"@type": "@vocab", "@id": "oa:motivatedBy"},
    "exact": {"@id": "oa:exact"},
    "prefix": {"@id": "oa:prefix"},
    "suffix": {"@id": "oa:suffix"},
    "format": {"@id": "dc:format"},
    "language": {"@id": "dc:language"},
}
"""What https://www.w3.org/ns/anno.jsonld says of the terms that are used here; any other is left out of the graph."""

HIDDEN = "Nobody may read this paragraph here."
TEXT = f"""
A first paragraph that says nothing much about anything, and goes on for a good while longer than forty characters.

{HIDDEN}

Officials said on Monday that North Korea reportedly deployed around 14,000 soldiers, and did not say when they would return.
"""


def dossier_of(publish: str = "passages", config: str = "title: A memorial\n", url: str = "") -> Site:
    address = f"url: {url}\n" if url else ""
    files = {
        "config.yaml": config,
        "content/sources/post.md": f"---\ntitle: Memorial for soldiers\npublish: {publish}\n{address}"
        f"accept: {{source-without-url: none}}\nas-printed: {{dateline: PYONGYANG on Monday}}\n---\n{TEXT}",
        "content/topics/hall.md": '---\ntitle: Hall\n---\n\nIt is for them [@post, "Memorial for soldiers"].\n',
        "content/notes/visit.md": """---
title: 'They "deployed" them'
date: 2026-01-25
date-from: [{source: post, quote: on Monday}]
language: fr
---

It says “around 14,000 soldiers” [@post]. It says “around 14,000 soldiers” [@post].
""",
        "content/claims/sent.md": """---
claim: Some were sent.
figure: 14,000
evidence:
  - supports: post
    quote: around 14,000 […] and did not say
accept: {altered-sense: as it is}
---
""",
    }
    return Site("annotations", "", {path: text.encode() for path, text in files.items()}, "")


def annotations(made: Outcome) -> list[dict[str, Any]]:
    assert made.errors == 0, made.problems
    data = made.files["annotations.jsonl"].decode()
    assert data.endswith("\n")
    return [json.loads(line) for line in data.split("\n")[:-1]]


def faults(graph: Graph) -> list[str]:
    """What the Web Annotation vocabulary has against a graph: terms that it lacks, domains and ranges."""
    oa = vocabulary("oa")
    found = []
    for subject, predicate, value in graph:
        for term in (predicate, value):
            if str(term).startswith(str(OA)) and isinstance(term, URIRef) and (term, RDFS.isDefinedBy, None) not in oa:
                found.append(f"no term {term}")
        kinds = {
            above
            for type_ in graph.objects(subject, RDF.type)
            for above in oa.transitive_objects(type_, RDFS.subClassOf)
        }
        for domain in oa.objects(predicate, RDFS.domain):
            if domain not in kinds:
                found.append(f"{predicate} is said of what is no {domain}")
        for wanted in oa.objects(predicate, RDFS.range):
            literal = str(wanted).startswith("http://www.w3.org/2001/XMLSchema#")
            known = (value, RDF.type, wanted) in graph or (value, RDF.type, wanted) in oa
            if isinstance(value, Literal) != literal and wanted != RDFS.Resource:
                found.append(f"{predicate} can't be {value}")
            elif str(wanted).startswith(str(OA)) and not known and wanted != OA.Selector:
                found.append(f"{value} is no {wanted}")
    return found


@pytest.mark.parametrize("root", ["", PROJECT], ids=["small", "the first dossier"])
def test_every_annotation_is_valid_by_the_published_vocabulary(root: str | Path, tmp_path: Path) -> None:
    made = build(Path(root), tmp_path / "site", Plain()) if root else run(dossier_of(), tmp_path)
    found = annotations(made)
    assert len(found) >= 6
    for annotation in found:
        assert annotation["@context"] == "http://www.w3.org/ns/anno.jsonld"
        graph = triples(annotation, CONTEXT, BASE)
        assert faults(graph) == []
        (subject,) = graph.subjects(RDF.type, OA.Annotation)
        (target,) = graph.objects(subject, OA.hasTarget)
        (selector,) = graph.objects(target, OA.hasSelector)
        assert len(list(graph.objects(subject, OA.motivatedBy))) == len(list(graph.objects(target, OA.hasSource))) == 1
        assert (selector, RDF.type, OA.TextQuoteSelector) in graph
        assert str(next(graph.objects(selector, OA.exact))) == annotation["target"]["selector"]["exact"]
    assert len({annotation["id"] for annotation in found}) == len(found)


def test_the_vocabulary_refuses_what_it_does_not_have() -> None:
    wrong = {"id": "x", "type": "Annotation", "oa:quotes": "y", "motivation": "SpecificResource", "exact": {"id": "z"}}
    assert len(faults(triples(wrong, CONTEXT, BASE))) >= 3


def test_every_quotation_that_stands_has_one(tmp_path: Path) -> None:
    made = run(dossier_of(), tmp_path)
    listed = json.loads(made.files["dossier.json"])["quotations"]
    found = annotations(made)
    assert [a["target"]["selector"]["exact"] for a in found] == [quotation["exact"] for quotation in listed]
    assert [a["body"]["id"] for a in found] == [
        "notes/visit/#ct",
        "notes/visit/#d1",
        "notes/visit/#c1",
        "notes/visit/#c2",
        "claims/sent/#e1",
        "topics/hall/#c1",
    ]
    assert [a["body"]["language"] for a in found] == ["fr"] * 4 + ["en"] * 2


def test_each_place_is_there_in_the_site(tmp_path: Path) -> None:
    made = build(PROJECT, tmp_path / "site", Plain())
    for annotation in annotations(made):
        path, _, anchor = annotation["body"]["id"].replace("https://", "").partition("#")
        page = made.files[next(p for p in made.files if p.endswith(f"{'/'.join(path.rsplit('/', 3)[1:])}index.html"))]
        assert not anchor or f'id="{anchor}"'.encode() in page


def test_what_stands_around_is_of_the_same_paragraph(tmp_path: Path) -> None:
    found = annotations(run(dossier_of("full"), tmp_path))
    selector = next(a for a in found if a["body"]["id"] == "notes/visit/#c1")["target"]["selector"]
    assert selector == {
        "type": "TextQuoteSelector",
        "exact": "around 14,000 soldiers",
        "prefix": "that North Korea reportedly deployed ",
        "suffix": ", and did not say when they would",
    }
    first = next(a for a in found if a["body"]["id"] == "topics/hall/#c1")["target"]["selector"]
    assert first == {"type": "TextQuoteSelector", "exact": "Memorial for soldiers"}


@pytest.mark.parametrize("publish", ["passages", "metadata"])
def test_no_more_of_a_source_leaks_than_its_page_shows(publish: str, tmp_path: Path) -> None:
    made = run(dossier_of(publish), tmp_path)
    assert HIDDEN.encode() not in b"".join(made.files.values())
    page = made.files["sources/post/index.html"].decode()
    plain = page.replace('<mark class="passage">', "").replace("</mark>", "")
    for annotation in annotations(made):
        selector = annotation["target"]["selector"]
        assert (set(selector) == {"type", "exact"}) or publish == "passages"
        for part in ("prefix", "suffix"):
            assert all(word in plain for word in selector.get(part, "").split())


def test_the_target_is_the_source_s_own_page_where_its_address_is_known(tmp_path: Path) -> None:
    config = "title: A memorial\nurl: https://example.org/dossier/\n"
    for url, expected in (
        ("https://news.example/a", "https://news.example/a"),
        ("", "https://example.org/dossier/sources/post/"),
    ):
        found = annotations(run(dossier_of(config=config, url=url), tmp_path / (url[-1:] or "none")))
        assert {a["target"]["source"] for a in found} == {expected}
        assert all(a["id"].startswith("https://example.org/dossier/annotations.jsonl#q-") for a in found)
        assert all(a["body"]["id"].startswith("https://example.org/dossier/") for a in found)


def test_a_dossier_without_quotations_has_an_empty_file(tmp_path: Path) -> None:
    site = Site("none", "", {"content/topics/hall.md": b"---\ntitle: Hall\n---\n\nIt stands there [@post].\n"}, "")
    assert run(site, tmp_path).files["annotations.jsonl"] == b""
