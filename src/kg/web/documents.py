"""Say what the document about each of our IRIs holds, as a query. No HTTP."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.namespaces import (
    AII,
    BASE,
    DATASET,
    DCTERMS,
    GRAPH,
    OA,
    ONTOLOGY,
    OWL,
    RDF,
    RDFS,
    SHAPES,
    VOID,
    graph_iri,
)
from kg.sparql import DatasetChoice

_FOAF: Final = "http://xmlns.com/foaf/0.1/"
_ALIGNMENTS: Final = ONTOLOGY + "/alignments"
_VOCABULARY: Final = BASE + "vocabulary"
_WHOLE: Final = "CONSTRUCT WHERE { ?s ?p ?o }"
#: IRIs whose document is a named graph.
_GRAPH_OF: Final = {
    ONTOLOGY: graph_iri("ontology"),
    _ALIGNMENTS: graph_iri("alignments"),
    _VOCABULARY: graph_iri("vocabulary"),
    SHAPES.removesuffix("#"): graph_iri("shapes"),
    DATASET: graph_iri("meta"),
}
#: The first step of the path of a thing's IRI, and how the claims are found that belong to it.
_CLAIMS_OF: Final = {
    "id": f"?claim ?role $thing . ?claim a <{AII}Claim> .",
    "claim": "VALUES ?claim { $thing }",
    "discrepancy": f"$thing <{AII}involves> ?claim .",
    "source": f"?claim <{AII}statedIn> $thing .",
}
#: The first steps of the paths of all things.
KINDS: Final = (*_CLAIMS_OF, "vocabulary", "query", "dataset")
#: The paths below which our IRIs are, as routes; those of a whole may have a suffix.
PATHS: Final = (
    *(f"/{kind}/{{name:path}}" for kind in (*KINDS, "graph", "ontology")),
    *(f"/{name}{{suffix:path}}" for name in ("ontology", "vocabulary", "shapes", "dataset")),
)
_TOLD = f"""{{ SELECT DISTINCT ?subject {{
    {{ VALUES ?subject {{ $thing }} }}
    UNION {{ $claims BIND (?claim AS ?subject) }}
    UNION {{ $claims ?claim <{AII}statedIn> ?subject }}
    UNION {{ $claims ?claim <{AII}statedIn>/<{OA}hasSelector> ?subject }}
    UNION {{ $claims ?subject <{AII}involves> ?claim }}
  }} }}"""
_THING = f"""
CONSTRUCT {{
  ?subject ?property ?value . ?named <{RDFS}label> ?label .
  $document a <{_FOAF}Document> ; <{_FOAF}primaryTopic> $thing ; <{VOID}inDataset> <{DATASET}> $licence .
}} {{
  {{ $told ?subject ?property ?value }}
  UNION
  {{ {{ SELECT DISTINCT ?named {{
        $told {{ ?subject ?any ?named }} UNION {{ ?subject ?named ?any }} FILTER (isIRI(?named))
    }} }} ?named <{RDFS}label> ?label }}
}}"""


@dataclass(frozen=True, slots=True)
class Document:
    """What answers for an IRI: ``query`` over ``dataset`` gives it; ``exists`` asks if there is one."""

    query: str
    exists: str
    dataset: DatasetChoice


def find_document(
    iri: str, address: str, *, graphs: Sequence[str], union: bool, licence: str | None
) -> Document | None:
    """Return what answers for ``iri`` in a release of these ``graphs``; None when it is none of our kinds.

    The ontology, its versions, the vocabulary, the shapes, the data set and each graph are a graph as it is.
    About a thing the document, whose own IRI is ``address``, holds: what is said of it, the claims in which
    it plays a part, with their passages and discrepancies, and the labels of all that these name.
    """
    whole = iri if iri.startswith(GRAPH) else _GRAPH_OF.get(iri)
    if whole is not None:
        return Document(_WHOLE, "ASK { ?s ?p ?o }", DatasetChoice(default=(whole,)))
    for start in (_ALIGNMENTS, ONTOLOGY):
        if iri.startswith(start + "/"):
            exists = f"ASK {{ <{start}> <{OWL}versionIRI> <{iri}> }}"
            return Document(_WHOLE, exists, DatasetChoice(default=(_GRAPH_OF[start],)))
    kind, slash, name = iri.removeprefix(BASE).partition("/")
    if kind not in KINDS or not (slash and name):
        return None
    dataset = DatasetChoice() if union else DatasetChoice(default=tuple(graphs), named=tuple(graphs))
    return Document(_describe(kind, iri, address, licence), f"ASK {{ <{iri}> ?p ?o }}", dataset)


def _describe(kind: str, iri: str, address: str, licence: str | None) -> str:
    claims = _CLAIMS_OF.get(kind)
    parts = {
        "$told": _TOLD if claims else "VALUES ?subject { $thing }",
        "$claims": claims or "",
        "$thing": f"<{iri}>",
        "$document": f"<{address}>",
        "$licence": f"; <{DCTERMS}license> <{licence}>" if licence else "",
    }
    return _fill(_THING, parts)


def _fill(text: str, parts: Mapping[str, str]) -> str:
    for name, part in parts.items():
        text = text.replace(name, part)
    return text


def list_names(kind: str) -> str:
    """Return a query for the IRIs (``?iri``) of one of KINDS, to find those that a wrong one comes near."""
    return f"""SELECT DISTINCT ?iri {{
  ?iri <{RDF}type> ?class FILTER (STRSTARTS(STR(?iri), "{BASE}{kind}/"))
}} ORDER BY ?iri"""
