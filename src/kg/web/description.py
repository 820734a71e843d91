"""Describe the service (SPARQL 1.1 Service Description), from the graph ``meta`` of the release."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from kg.limits import Limits, limit_meaning
from kg.namespaces import BASE, DATASET, DCTERMS, RDF, RDFS, SD, XSD
from kg.negotiation import GRAPH_FORMATS, RESULT_FORMATS, choose_format
from kg.serialization import triples_to_bytes, with_charset
from kg.sparql import Answer

_TYPE = NamedNode(RDF + "type")
_ENDPOINT = NamedNode(SD + "endpoint")
_FEATURE = NamedNode(SD + "feature")
_SERVICE = NamedNode(SD + "Service")
_LICENSED = (NamedNode(DATASET), NamedNode(DCTERMS + "license"))
_UNION = NamedNode(SD + "UnionDefaultGraph")
_FEDERATION = NamedNode(SD + "BasicFederatedQuery")
_MAY_ASK = NamedNode(BASE + "allowed-service")
_MAY_ASK_MEANS = "An endpoint that a query may ask with SERVICE, and all whose IRI lies below it."


@dataclass(frozen=True, slots=True)
class Description:
    """The triples that describe a service, all but the address at which it is asked.

    ``licence``: the IRI of the data's licence, where the release states one.
    """

    service: NamedNode
    triples: tuple[Triple, ...]
    licence: str | None

    def answer(self, url: str, *, accept: str | None, format: str | None) -> Answer:
        """Return the description of the service at ``url`` in a graph format. Raises QueryError (406)."""
        written, media_type = choose_format(GRAPH_FORMATS, accept=accept, name=format)
        triples = (Triple(self.service, _ENDPOINT, _node(url)), *self.triples)
        return Answer(triples_to_bytes(triples, written), with_charset(media_type), "graph")


def describe_service(
    meta: Sequence[Triple],
    graphs: Sequence[str],
    *,
    union: bool,
    limits: Limits,
    services: Sequence[str] = (),
) -> Description:
    """Return the description of a release with this graph ``meta``, these named ``graphs`` and ``limits``.

    ``services``: the other endpoints that a query may ask. Where ``meta`` describes no service, the least
    that must be said.
    """
    found = (t.subject for t in meta if t.predicate == _TYPE and t.object == _SERVICE)
    known = next((node for node in found if isinstance(node, NamedNode)), None)
    service = known or NamedNode(BASE + "sparql")
    triples = meta if known else [*meta, *_least(service, graphs)]
    triples = [*triples, *_formats(service, set(triples))]
    kept = [t for t in triples if not (t.subject == service and t.predicate == _ENDPOINT)]
    granted = [*_granted(service, limits), *_federated(service, services)]
    stated = (t.object for t in meta if (t.subject, t.predicate) == _LICENSED)
    licence = next((node.value for node in stated if isinstance(node, NamedNode)), None)
    return Description(service, (*_with_union(kept, service, union), *granted), licence)


def _formats(service: NamedNode, said: set[Triple]) -> list[Triple]:
    """Return each format that is offered here, unless it is ``said`` already."""
    iris = dict.fromkeys(f.engine.iri for f in (*RESULT_FORMATS, *GRAPH_FORMATS))
    offered = [Triple(service, NamedNode(SD + "resultFormat"), NamedNode(iri)) for iri in iris]
    return [triple for triple in offered if triple not in said]


def _granted(service: NamedNode, limits: Limits) -> list[Triple]:
    """Return the limits, each as a property of its own with its meaning beside it."""
    triples = []
    for name, meaning in limit_meaning().items():
        property_ = NamedNode(f"{BASE}limit/{name}")
        number = Literal(str(getattr(limits, name)), datatype=NamedNode(XSD + "integer"))
        triples.append(Triple(service, property_, number))
        triples.append(Triple(property_, NamedNode(RDFS + "comment"), Literal(meaning, language="en")))
    return triples


def _federated(service: NamedNode, services: Sequence[str]) -> list[Triple]:
    """Return what says that queries may ask ``services``, nothing where there are none."""
    if not services:
        return []
    allowed = [Triple(service, _MAY_ASK, NamedNode(iri)) for iri in services]
    meaning = Triple(_MAY_ASK, NamedNode(RDFS + "comment"), Literal(_MAY_ASK_MEANS, language="en"))
    return [Triple(service, _FEATURE, _FEDERATION), *allowed, meaning]


def _with_union(triples: Iterable[Triple], service: NamedNode, union: bool) -> list[Triple]:
    feature = Triple(service, _FEATURE, _UNION)
    rest = [triple for triple in triples if triple != feature]
    return [*rest, feature] if union else rest


def _least(service: NamedNode, graphs: Sequence[str]) -> list[Triple]:
    """Return what describes a store that has no graph ``meta``: language and graphs."""
    dataset, default = NamedNode(BASE + "dataset"), NamedNode(BASE + "dataset/default-graph")
    pairs = [(service, "supportedLanguage", NamedNode(SD + "SPARQL11Query"))]
    pairs += [(service, "defaultDataset", dataset), (dataset, "defaultGraph", default)]
    types = [(service, "Service"), (dataset, "Dataset"), (default, "Graph")]
    for number, name in enumerate(graphs, start=1):
        part = NamedNode(f"{BASE}dataset/graph-{number}")
        pairs += [(dataset, "namedGraph", part), (part, "name", NamedNode(name))]
        types.append((part, "NamedGraph"))
    described = [Triple(s, _TYPE, NamedNode(SD + kind)) for s, kind in types]
    return described + [Triple(s, NamedNode(SD + p), o) for s, p, o in pairs]


def _node(url: str) -> NamedNode:
    try:
        return NamedNode(url)
    except ValueError:  # a Host header that makes no IRI
        return NamedNode(BASE + "sparql")
