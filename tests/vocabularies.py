"""RDF vocabularies as their authors publish them, from the packages @vocabulary/* of tests/programs; and JSON-LD held to them.

A vocabulary says which classes and properties there are, what a property may be said of and what its value may be.
"""

import json
import os
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from programs import FOLDER
from rdflib import RDF, RDFS, Dataset, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

SCHEMA = Namespace("http://schema.org/")


@cache
def vocabulary(name: str) -> Graph:
    """The statements of a vocabulary. Without its package the test is skipped; where CI is true, it fails."""
    file = FOLDER / f"node_modules/@vocabulary/{name}/{name}.nq"
    if not file.is_file():
        reason = f"the vocabulary {name} needs `make test`, or `npm ci` in tests/programs"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    whole = Dataset()
    whole.parse(data=file.read_text(encoding="utf-8"), format="nquads")
    graph = Graph()
    for subject, predicate, value, _ in whole.quads():
        graph.add((subject, predicate, value))
    return graph


def triples(data: dict[str, Any], context: dict[str, Any], base: str) -> Graph:
    """What JSON-LD states, read with this context in the place of the one that it names by address."""
    graph = Graph()
    graph.parse(data=json.dumps({**data, "@context": context}), format="json-ld", base=base)
    return graph


def against_schema(graph: Graph) -> Iterator[str]:
    """What schema.org's vocabulary has against a graph: terms that it lacks, properties of what can't have them, values."""
    schema = vocabulary("schema")
    for _, type_ in graph.subject_objects(RDF.type):
        if (type_, RDF.type, RDFS.Class) not in schema:
            yield f"no class {type_}"
    for subject, predicate, value in graph:
        if predicate == RDF.type:
            continue
        if (predicate, RDF.type, RDF.Property) not in schema:
            yield f"no property {predicate}"
            continue
        domains = set(schema.objects(predicate, SCHEMA.domainIncludes))
        if not (_kinds(graph, subject) or {SCHEMA.Thing}) & domains:
            yield f"{predicate} can't be said of {sorted(map(str, graph.objects(subject, RDF.type)))}"
        ranges = set(schema.objects(predicate, SCHEMA.rangeIncludes))
        if not _fits(graph, value, ranges):
            yield f"{predicate} can't be {value!r}"


def _kinds(graph: Graph, node: Node) -> set[Node]:
    """The classes of a node with all above them; of one without a class, none."""
    schema = vocabulary("schema")
    found: set[Node] = set()
    for type_ in graph.objects(node, RDF.type):
        for above in schema.transitive_objects(type_, RDFS.subClassOf):
            if above is not None:
                found.add(above)
    return found


def _fits(graph: Graph, value: Node, ranges: set[Node]) -> bool:
    if isinstance(value, Literal):
        dated = value.datatype in (SCHEMA.Date, SCHEMA.DateTime)
        return value.datatype in ranges if dated else bool(ranges & {SCHEMA.Text, SCHEMA.DateTime, SCHEMA.Date})
    if _kinds(graph, value):
        return bool(_kinds(graph, value) & ranges)
    # A node without a class is one that nothing is said of but its name; an address may be of anything.
    return (isinstance(value, URIRef) and SCHEMA.URL in ranges) or set(graph.predicates(value)) == {SCHEMA.name}
