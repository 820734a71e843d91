"""Describe the links of a release, one VoID linkset a target and predicate, with true counts. Pure."""

from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.namespaces import DATASET, DCTERMS, RDF, SCHEMA, VOID, XSD, graph_iri
from kg.schemes import Scheme, find_scheme

_LINKS = NamedNode(graph_iri("links"))
_SAME = SCHEMA + "sameAs"


def describe_linksets(quads: Iterable[Quad]) -> list[Triple]:
    """Return the linksets of the graph ``links`` (https://www.w3.org/TR/void/, section 5), sorted.

    Single web pages are no data set: links to them are in no linkset.
    """
    found: dict[tuple[Scheme, str], list[Quad]] = defaultdict(list)
    for quad in quads:
        if quad.graph_name == _LINKS and isinstance(quad.object, NamedNode):
            scheme = find_scheme(quad.object.value)
            if scheme is not None and not scheme.name.startswith("web"):
                found[scheme, quad.predicate.value].append(quad)
    triples = {
        triple
        for (scheme, predicate), members in found.items()
        for triple in [*_describe(scheme, predicate, members), *_describe_target(scheme)]
    }
    return sorted(triples, key=str)


def _describe(scheme: Scheme, predicate: str, members: list[Quad]) -> list[Triple]:
    local = "" if predicate == _SAME else "/" + predicate.removeprefix(SCHEMA)
    linkset, dataset = NamedNode(f"{DATASET}/links/{scheme.name}{local}"), NamedNode(DATASET)
    return [
        Triple(dataset, NamedNode(VOID + "subset"), linkset),
        Triple(linkset, NamedNode(RDF + "type"), NamedNode(VOID + "Linkset")),
        Triple(linkset, NamedNode(DCTERMS + "title"), Literal(f"Links to {scheme.title}", language="en")),
        Triple(linkset, NamedNode(DCTERMS + "title"), Literal(f"到 {scheme.title} 的链接", language="zh")),
        Triple(linkset, NamedNode(VOID + "linkPredicate"), NamedNode(predicate)),
        Triple(linkset, NamedNode(VOID + "subjectsTarget"), dataset),
        Triple(linkset, NamedNode(VOID + "objectsTarget"), _target(scheme)),
        _number(linkset, "triples", len(members)),
        _number(linkset, "distinctSubjects", len({quad.subject for quad in members})),
        _number(linkset, "distinctObjects", len({quad.object for quad in members})),
    ]


def _describe_target(scheme: Scheme) -> list[Triple]:
    target = _target(scheme)
    return [
        Triple(target, NamedNode(RDF + "type"), NamedNode(VOID + "Dataset")),
        Triple(target, NamedNode(DCTERMS + "title"), Literal(scheme.title, language="en")),
        Triple(target, NamedNode(VOID + "uriSpace"), Literal(scheme.namespace)),
    ]


def _target(scheme: Scheme) -> NamedNode:
    return NamedNode(f"{DATASET}/target/{scheme.name}")


def _number(subject: NamedNode, name: str, number: int) -> Triple:
    return Triple(subject, NamedNode(VOID + name), Literal(str(number), datatype=NamedNode(XSD + "integer")))
