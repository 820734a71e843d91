"""Load triples into owlready2: as N-Triples, in a world of their own, and if need be without punning."""

import contextlib
from collections.abc import Iterable
from io import BytesIO, StringIO

import owlready2
from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, serialize

from kg.namespaces import OWL, RDF, RDFS

_TYPE = NamedNode(RDF + "type")
_OBJECT_PROPERTY = NamedNode(OWL + "ObjectProperty")
_ANNOTATION_PROPERTY = NamedNode(OWL + "AnnotationProperty")
_RELATIONS = frozenset({_OBJECT_PROPERTY, NamedNode(OWL + "DatatypeProperty")})
#: What says of a property which kind it is and what it relates.
_SCHEMA = frozenset({_TYPE, NamedNode(RDFS + "domain"), NamedNode(RDFS + "range")})

_Node = NamedNode | BlankNode | Triple


def load_world(triples: Iterable[Triple], iri: str) -> owlready2.Ontology:
    """Return ``triples`` as the owlready2 ontology ``iri``, in a fresh world of its own.

    ``iri`` ends in ``#`` or ``/``: it is also the namespace in which ``ontology.Name`` is looked up. What the
    caller changes or a reasoner concludes stays in that world; ``ontology.world.close()`` frees it.
    """
    ontology = owlready2.World().get_ontology(iri)
    data = serialize(triples, format=RdfFormat.N_TRIPLES) or b""
    with contextlib.redirect_stderr(StringIO()):  # owlready2 warns of each property that is an individual too
        return ontology.load(fileobj=BytesIO(data), only_local=True)


def drop_punning(triples: Iterable[Triple]) -> list[Triple]:
    """Return ``triples`` with no property taken as an individual.

    OWL 2 allows it (section 2.4.1 of its New Features), but in owlready2 a name is one Python object: once a
    reasoner has put a property under owl:Thing, it is no property any more. What is said of properties as
    individuals is left out; a relation *to* properties, such as aii:property, becomes an annotation.
    """
    given = list(triples)
    properties = {t.subject for t in given if t.predicate == _TYPE and t.object in _RELATIONS}
    naming = {t.predicate for t in given if t.predicate in properties and t.object in properties}
    kept = [
        t
        for t in given
        if not _puns(t, properties, naming) and not (t.subject in naming and t.predicate in _SCHEMA)
    ]
    return [*kept, *(Triple(property_, _TYPE, _ANNOTATION_PROPERTY) for property_ in naming)]


def _puns(triple: Triple, properties: set[_Node], naming: set[NamedNode]) -> bool:
    """Tell whether ``triple`` says of a property what is said of individuals."""
    if triple.subject not in properties:
        return False
    if triple.predicate == _TYPE and isinstance(triple.object, NamedNode):
        return not triple.object.value.startswith((OWL, RDF, RDFS))
    return triple.predicate in properties - naming
