"""Flatten a release into the one OWL 2 file that Protégé opens, each fact with its citation.

Protégé's OWL API drops the names of graphs, so a fact cannot find its claim by the graph it stands in. Here
each fact is an annotated axiom (https://www.w3.org/TR/owl2-mapping-to-rdf/, section 2.2):
``dct:source`` is the passage, ``dct:bibliographicCitation`` says in words where that is, ``rdfs:seeAlso`` is
the claim. What a reasoner concludes by itself, the examples and the description of the data set stay out. So
do alignments: with them Protégé's class tree begins with the classes of others, ours scattered below.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from xml.sax.saxutils import quoteattr

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    QuerySolutions,
    Store,
    Triple,
)

from kg.derive import find_withheld
from kg.namespaces import AII, BASE, DCTERMS, GRAPHS, OA, ONTOLOGY, OWL, RDF, RDFS, graph_iri
from kg.negotiation import RDF_XML, TURTLE
from kg.serialization import triples_to_bytes

#: The IRI of the flat file: it is a document of its own, not the ontology.
FLAT = BASE + "flat"

#: The named graphs of a release that are not in the flat file.
LEFT_OUT = frozenset({"inferred", "shapes", "queries", "meta"})

_TYPE = NamedNode(RDF + "type")
_LABEL = NamedNode(RDFS + "label")
_SEE_ALSO = NamedNode(RDFS + "seeAlso")
_SOURCE = NamedNode(DCTERMS + "source")
_REFERENCE = NamedNode(DCTERMS + "bibliographicCitation")
_TITLE = NamedNode(DCTERMS + "title")
_DESCRIPTION = NamedNode(DCTERMS + "description")
_VERSION = NamedNode(OWL + "versionInfo")
_VERSION_IRI = NamedNode(OWL + "versionIRI")
_KEPT = frozenset(
    {NamedNode(DCTERMS + name) for name in ("created", "creator", "license", "modified")} | {_VERSION}
)
_ABOVE = frozenset({NamedNode(RDFS + "subClassOf"), NamedNode(RDFS + "subPropertyOf")})
_TERMS = frozenset(NamedNode(OWL + name) for name in ("Class", "ObjectProperty", "DatatypeProperty"))
_BUILT_IN = (RDF, RDFS, OWL)
_ANNOTATIONS = (_SOURCE, _REFERENCE, _TITLE, _DESCRIPTION)
_TITLES = {
    "en": "AI infrastructure: the ontology, its individuals and the cited facts, in one file",
    "zh": "人工智能基础设施：本体、个体与注明出处的事实，合为一个文件",
}
_DESCRIPTIONS = {
    "en": "Made from a release of aiinfra-kg for Protégé. "
    "The annotations of a property assertion say where the source states it.",
    "zh": "由aiinfra-kg的发布数据生成，供Protégé使用。属性断言的注释说明来源中的出处。",
}
_PREFIXES = {"aii": AII, "graph": graph_iri(""), "oa": OA, "rdfs": RDFS}

_CITATIONS = """
SELECT ?subject ?property ?plain ?claim ?passage ?report ?page
WHERE {
  GRAPH graph:facts { ?subject ?property ?plain }
  ?claim aii:subject ?subject ;
         aii:property ?property ;
         aii:value|aii:object|aii:text ?plain ;
         aii:statedIn ?passage .
  OPTIONAL { ?passage aii:partOfSource ?report }
  OPTIONAL { ?passage aii:page ?page FILTER (?page > 0) }
}
ORDER BY ?subject ?property ?plain ?claim ?passage
"""

#: What makes a claim recognisable: its subject and property or topic, and what it says of them.
_CLAIMS = """
SELECT ?claim ?subject ?about ?said
WHERE {
  ?claim aii:subject ?subject ; aii:property|aii:topic ?about .
  OPTIONAL { ?claim aii:printed|aii:object|aii:text ?said }
  FILTER NOT EXISTS { ?claim rdfs:label ?label }
}
ORDER BY ?claim ?about ?said
"""

_SELECTORS = """
SELECT ?selector ?start ?end
WHERE {
  ?selector oa:start ?start ; oa:end ?end .
  FILTER NOT EXISTS { ?selector rdfs:label ?label }
}
ORDER BY ?selector
"""

#: Labels by node and language.
_Labels = Mapping[Any, Mapping[str, str]]


def flatten(store: Store, iri: str = FLAT) -> list[Triple]:
    """Return the triples of the flat file, whose ontology has the IRI ``iri``, sorted; the same each time.

    With the IRI of the ontology itself, its own header stays.
    """
    triples = {
        quad.triple
        for name in GRAPHS
        if name not in LEFT_OUT
        for quad in store.quads_for_pattern(None, None, None, NamedNode(graph_iri(name)))
    }
    labels = _read_labels(triples)
    triples = _without_alignments(_with_header(triples, iri))
    triples |= {Triple(term, _TYPE, NamedNode(OWL + "AnnotationProperty")) for term in _ANNOTATIONS}
    triples |= _declare_individuals(triples)
    triples |= set(_label_claims(store, labels)) | set(_label_selectors(store))
    triples |= set(_cite_facts(store, labels))
    return sorted(_label_blank_nodes(triples), key=_order)


def write_files(store: Store) -> dict[str, bytes]:
    """Return what ``kg export --protege`` writes: the content of each file by its name.

    ``aiinfra.owl`` is RDF/XML, ``aiinfra.ttl`` Turtle with the same triples, ``catalog-v001.xml`` tells
    Protégé where the flat file's IRIs lie, relative to itself, so that nothing is looked for on the Web.
    """
    triples = flatten(store)
    own = {(t.predicate, t.object) for t in triples if t.subject == NamedNode(FLAT)}
    versions = [term.value for said, term in own if said == _VERSION_IRI and isinstance(term, NamedNode)]
    return {
        "aiinfra.owl": triples_to_bytes(triples, RDF_XML),
        "aiinfra.ttl": triples_to_bytes(triples, TURTLE),
        "catalog-v001.xml": write_catalog(dict.fromkeys([FLAT, *versions], "aiinfra.owl")),
    }


def write_catalog(files: Mapping[str, str]) -> bytes:
    """Return an OASIS XML catalog, as Protégé reads it, that sends each IRI to a file beside the catalog."""
    lines = [
        f"    <uri name={quoteattr(iri)} uri={quoteattr(file)}/>\n" for iri, file in sorted(files.items())
    ]
    head = '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
    catalog = '<catalog prefer="public" xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">\n'
    return "".join([head, catalog, *lines, "</catalog>\n"]).encode()


def _with_header(triples: set[Triple], iri: str) -> set[Triple]:
    """Return ``triples`` with one ontology header: that of ``iri``."""
    documents = {
        t.subject for t in triples if t.predicate == _TYPE and t.object == NamedNode(OWL + "Ontology")
    }
    node, own = NamedNode(iri), NamedNode(ONTOLOGY)
    rest = {t for t in triples if t.subject not in documents - {node}}
    if node in documents:
        return rest
    kept = {Triple(node, t.predicate, t.object) for t in triples if t.subject == own and t.predicate in _KEPT}
    versions = {t.object for t in kept if t.predicate == _VERSION and isinstance(t.object, Literal)}
    named = {Triple(node, _VERSION_IRI, NamedNode(f"{iri}/{version.value}")) for version in versions}
    titles = {Triple(node, term, text) for term in (_LABEL, _TITLE) for text in _texts(_TITLES)}
    described = {Triple(node, _DESCRIPTION, text) for text in _texts(_DESCRIPTIONS)}
    typed = {Triple(node, _TYPE, NamedNode(OWL + "Ontology")), Triple(node, _SEE_ALSO, own)}
    return rest | kept | named | titles | described | typed


def _without_alignments(triples: set[Triple]) -> set[Triple]:
    """Return ``triples`` without superclasses and superproperties of others, and terms declared for them."""
    kept = {
        t
        for t in triples
        if not (
            t.predicate in _ABOVE and isinstance(t.object, NamedNode) and not t.object.value.startswith(AII)
        )
    }
    axioms = (t for t in kept if t.predicate.value.startswith(_BUILT_IN) and t.predicate != _SEE_ALSO)
    used = {t.predicate for t in kept} | {t.object for t in axioms}
    unused = {
        t.subject
        for t in kept
        if t.object in _TERMS and t.subject not in used and not str(t.subject).startswith(f"<{AII}")
    }
    return {t for t in kept if t.subject not in unused}


def _declare_individuals(triples: set[Triple]) -> set[Triple]:
    """Return the declarations of what is neither a term nor a piece of an axiom, which owlready2 asks for."""
    kinds = {(t.subject, t.object) for t in triples if t.predicate == _TYPE}
    terms = {node for node, kind in kinds if isinstance(kind, NamedNode) and kind.value.startswith(_BUILT_IN)}
    individuals = {node for node, _ in kinds} - terms
    return {Triple(node, _TYPE, NamedNode(OWL + "NamedIndividual")) for node in individuals}


def _cite_facts(store: Store, labels: _Labels) -> list[Triple]:
    """Return the axioms' annotations: one axiom for each fact, with all passages and claims behind it."""
    withheld = find_withheld(store)
    cited: dict[Triple, set[tuple[NamedNode, Any]]] = defaultdict(set)
    for subject, property_, plain, claim, passage, report, page in _select(store, _CITATIONS):
        if claim.value not in withheld:
            notes = cited[Triple(subject, property_, plain)]
            notes |= {(_SOURCE, passage), (_SEE_ALSO, claim)}
            notes |= {(_REFERENCE, text) for text in _texts(_refer(labels, passage, report, page))}
    return [triple for fact, notes in cited.items() for triple in _annotate(BlankNode(), fact, notes)]


def _annotate(axiom: BlankNode, fact: Triple, notes: Iterable[tuple[NamedNode, Any]]) -> list[Triple]:
    return [
        Triple(axiom, _TYPE, NamedNode(OWL + "Axiom")),
        Triple(axiom, NamedNode(OWL + "annotatedSource"), fact.subject),
        Triple(axiom, NamedNode(OWL + "annotatedProperty"), fact.predicate),
        Triple(axiom, NamedNode(OWL + "annotatedTarget"), fact.object),
        *(Triple(axiom, predicate, value) for predicate, value in notes),
    ]


def _refer(labels: _Labels, passage: Any, report: Any, page: Any) -> dict[str, str]:
    """Return where ``passage`` stands, in words, by language; a passage before page 1 has no page."""
    names = {
        language: [_name(labels, node, language) for node in (report, passage) if node]
        for language in _TITLES
    }
    return {
        "en": ", ".join([*names["en"], *([f"p. {page.value}"] if page else [])]),
        "zh": "，".join([*names["zh"], *([f"第{page.value}页"] if page else [])]),
    }


def _label_claims(store: Store, labels: _Labels) -> list[Triple]:
    """Return a label in each language for each claim: its number, and what it says of what."""
    told: dict[NamedNode, list[Any]] = {}
    for claim, subject, about, said in _select(store, _CLAIMS):
        told.setdefault(claim, [subject, about, *([said] if said else [])])
    return [
        Triple(claim, _LABEL, text)
        for claim, parts in told.items()
        for text in _texts(
            {
                language: f"{_local(claim)}: " + " – ".join(_name(labels, part, language) for part in parts)
                for language in _TITLES
            }
        )
    ]


def _label_selectors(store: Store) -> list[Triple]:
    return [
        Triple(selector, _LABEL, text)
        for selector, start, end in _select(store, _SELECTORS)
        for text in _texts(
            {
                "en": f"characters {start.value} to {end.value}",
                "zh": f"第{start.value}至{end.value}字符",
            }
        )
    ]


def _read_labels(triples: Iterable[Triple]) -> _Labels:
    labels: dict[Any, dict[str, str]] = defaultdict(dict)
    for triple in sorted((t for t in triples if t.predicate == _LABEL), key=str):
        if isinstance(triple.object, Literal):
            labels[triple.subject].setdefault(triple.object.language or "", triple.object.value)
    return labels


def _label_blank_nodes(triples: Iterable[Triple]) -> set[Triple]:
    """Give blank nodes the labels of RDFC-1.0, so that the same release gives the same bytes."""
    named = {
        t for t in triples if not isinstance(t.subject, BlankNode) and not isinstance(t.object, BlankNode)
    }
    nameless = Dataset(Quad(t.subject, t.predicate, t.object) for t in triples if t not in named)
    nameless.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return named | {quad.triple for quad in nameless}


def _order(triple: Triple) -> tuple[str, bool, str, str]:
    """Sort by subject, its type first."""
    return str(triple.subject), triple.predicate != _TYPE, str(triple.predicate), str(triple.object)


def _name(labels: _Labels, node: Any, language: str) -> str:
    """Return the name of ``node`` in ``language``, else in any, else the end of its IRI; a text is itself."""
    if isinstance(node, Literal):
        return node.value
    known = labels.get(node, {})
    return known.get(language) or next(iter(known.values()), _local(node))


def _local(node: NamedNode) -> str:
    return node.value.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1]


def _texts(texts: Mapping[str, str]) -> list[Literal]:
    return [Literal(text, language=language) for language, text in texts.items()]


def _select(store: Store, query: str) -> list[tuple[Any, ...]]:
    solutions = store.query(query, prefixes=_PREFIXES, use_default_graph_as_union=True)
    assert isinstance(solutions, QuerySolutions)
    return [tuple(row) for row in solutions]
