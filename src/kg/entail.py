"""Entail new triples by SPARQL rules to a fixed point. Knows nothing of files or named graphs.

The rules are those of OWL 2 RL (https://www.w3.org/TR/owl2-profiles/, section 4.3) that say something new of
things: table 5 ``prp-symp prp-trp prp-spo1 prp-spo2 prp-inv1 prp-inv2`` and table 7 ``cax-sco``; the chains
of subclasses and subproperties (table 9, ``scm-sco scm-spo``) are walked by property paths. Domains and
ranges type nothing here: a missing type is a mistake for the shapes to find, not a gap to fill.
"""

from collections.abc import Iterable

from pyoxigraph import BlankNode, NamedNode, Quad, QueryTriples, Store, Triple

from kg.namespaces import AII, OWL, RDF, RDFS

_PREFIXES = {"owl": OWL, "rdf": RDF, "rdfs": RDFS}
_TYPE = NamedNode(RDF + "type")
_TERMS = frozenset(
    NamedNode(iri)
    for iri in (
        RDFS + "Class",
        RDFS + "Datatype",
        OWL + "Class",
        OWL + "ObjectProperty",
        OWL + "DatatypeProperty",
        OWL + "AnnotationProperty",
        OWL + "Ontology",
        OWL + "Restriction",
        RDF + "Property",
    )
)

#: Rule by its OWL 2 RL name. ``prp-spo2`` here is for chains of two, the only ones the ontology may hold.
RULES = {
    "cax-sco": """
        CONSTRUCT { ?thing a ?super }
        WHERE { ?class rdfs:subClassOf+ ?super . ?thing a ?class }""",
    "prp-spo1": """
        CONSTRUCT { ?one ?super ?other }
        WHERE { ?property rdfs:subPropertyOf+ ?super . ?one ?property ?other }""",
    "prp-inv1": """
        CONSTRUCT { ?other ?inverse ?one }
        WHERE { ?property owl:inverseOf ?inverse . ?one ?property ?other }""",
    "prp-inv2": """
        CONSTRUCT { ?other ?property ?one }
        WHERE { ?property owl:inverseOf ?inverse . ?one ?inverse ?other }""",
    "prp-symp": """
        CONSTRUCT { ?other ?property ?one }
        WHERE { ?property a owl:SymmetricProperty . ?one ?property ?other }""",
    "prp-trp": """
        CONSTRUCT { ?one ?property ?last }
        WHERE { ?property a owl:TransitiveProperty . ?one ?property ?other . ?other ?property ?last }""",
    "prp-spo2": """
        CONSTRUCT { ?one ?property ?last }
        WHERE {
          ?property owl:propertyChainAxiom ?chain .
          ?chain rdf:first ?first ; rdf:rest ?tail .
          ?tail rdf:first ?second ; rdf:rest rdf:nil .
          ?one ?first ?other . ?other ?second ?last
        }""",
}


def entail(triples: Iterable[Triple], *, namespace: str = AII) -> list[Triple]:
    """Return, sorted, what :data:`RULES` conclude from ``triples`` and what is not among them.

    Only things get new triples: nothing is concluded of a class, a property or a blank node, and nothing
    relates a node to itself. Only terms of ``namespace`` are given out: a superclass or superproperty of
    another vocabulary, as the alignments name them, stays for the asker's own reasoner.
    """
    store = Store()
    store.extend(Quad(t.subject, t.predicate, t.object) for t in triples)
    known = {quad.triple for quad in store}
    terms = {triple.subject for triple in known if triple.predicate == _TYPE and triple.object in _TERMS}
    inferred: set[Triple] = set()
    while fresh := {
        triple
        for rule in RULES.values()
        for triple in _construct(store, rule)
        if triple not in known and _says_something(triple, namespace) and triple.subject not in terms
    }:
        store.extend(Quad(t.subject, t.predicate, t.object) for t in fresh)
        known |= fresh
        inferred |= fresh
    return sorted(inferred, key=str)


def _construct(store: Store, rule: str) -> QueryTriples:
    triples = store.query(rule, prefixes=_PREFIXES)
    assert isinstance(triples, QueryTriples)
    return triples


def _says_something(triple: Triple, namespace: str) -> bool:
    term = triple.object if triple.predicate == _TYPE else triple.predicate
    return (
        isinstance(triple.subject, NamedNode)
        and not isinstance(triple.object, BlankNode)
        and triple.subject != triple.object
        and isinstance(term, NamedNode)
        and term.value.startswith(namespace)
    )
