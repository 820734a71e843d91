"""Describe the service (SPARQL 1.1 Service Description), from the graph ``meta`` of the release."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode, Store, Triple

from kg.namespaces import BASE, RDF, SD, graph_iri
from kg.negotiation import GRAPH_FORMATS, RESULT_FORMATS, choose_format
from kg.serialization import with_charset, write_triples
from kg.sparql import Answer

_TYPE = NamedNode(RDF + "type")
_ENDPOINT = NamedNode(SD + "endpoint")
_FEATURE = NamedNode(SD + "feature")
_SERVICE = NamedNode(SD + "Service")
_UNION = NamedNode(SD + "UnionDefaultGraph")


@dataclass(frozen=True, slots=True)
class Description:
    """The triples that describe a service, all but the address at which it is asked."""

    service: NamedNode
    triples: tuple[Triple, ...]

    def answer(self, url: str, *, accept: str | None, format: str | None) -> Answer:
        """Return the description of the service at ``url`` in a graph format. Raises QueryError (406)."""
        written, media_type = choose_format(GRAPH_FORMATS, accept=accept, name=format)
        triples = (Triple(self.service, _ENDPOINT, _node(url)), *self.triples)
        return Answer(write_triples(triples, written), with_charset(media_type), "graph")


def describe_service(store: Store, *, union: bool) -> Description:
    """Return the description of ``store``: its graph ``meta``, or the least that must be said without one."""
    meta = [q.triple for q in store.quads_for_pattern(None, None, None, NamedNode(graph_iri("meta")))]
    found = (t.subject for t in meta if t.predicate == _TYPE and t.object == _SERVICE)
    known = next((node for node in found if isinstance(node, NamedNode)), None)
    service = known or NamedNode(BASE + "sparql")
    triples = meta if known else [*meta, *_least(service, store)]
    kept = [t for t in triples if not (t.subject == service and t.predicate == _ENDPOINT)]
    return Description(service, tuple(_with_union(kept, service, union)))


def _with_union(triples: Iterable[Triple], service: NamedNode, union: bool) -> list[Triple]:
    feature = Triple(service, _FEATURE, _UNION)
    rest = [triple for triple in triples if triple != feature]
    return [*rest, feature] if union else rest


def _least(service: NamedNode, store: Store) -> list[Triple]:
    """Return what describes a store that has no graph ``meta``: language, formats, graphs."""
    dataset, default = NamedNode(BASE + "dataset"), NamedNode(BASE + "dataset/default-graph")
    pairs = [(service, "supportedLanguage", NamedNode(SD + "SPARQL11Query"))]
    formats = dict.fromkeys(f.engine.iri for f in (*RESULT_FORMATS, *GRAPH_FORMATS))
    pairs += [(service, "resultFormat", NamedNode(iri)) for iri in formats]
    pairs += [(service, "defaultDataset", dataset), (dataset, "defaultGraph", default)]
    types = [(service, "Service"), (dataset, "Dataset"), (default, "Graph")]
    for number, name in enumerate(sorted(str(node.value) for node in store.named_graphs()), start=1):
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
