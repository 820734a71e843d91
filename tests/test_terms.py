"""No term of the ontology is idle: something other than itself uses it, unless it is deprecated.

The SHACL rules of ``shapes/ontology.ttl`` hold of any graph that is given to them, also of a part. Whether a
term is used only the whole graph can tell, so that is said here.
"""

import shutil
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Triple

from kg.namespaces import AII, ONTOLOGY, OWL, RDF, RDFS
from kg.parsing import parse_rdf
from tests.tiny import PREFIX_LINES
from tests.vocabularies import ROOT, described, named_in, named_in_selects, terms_of

#: A term that is a member of a list, as of disjoint classes, is not used by it.
_LIST = RDF + "first"
IDLE = (
    ("aii:Lantern a owl:Class", "Lantern"),
    ("aii:Lantern a owl:Class ; rdfs:subClassOf aii:Artefact", "Lantern"),
    ("aii:lumenCount a owl:DatatypeProperty , aii:QuantityProperty ; rdfs:domain aii:AIChip", "lumenCount"),
)


def idle_terms(root: Path) -> list[str]:
    """Return the terms, less the deprecated, that no thing, claim, shape or description or term uses."""
    ontology = list(parse_rdf(root / "ontology" / "aiinfra.ttl"))
    data = [triple for path in (root / "graph").rglob("*.ttl") for triple in parse_rdf(path)]
    shapes = [triple for path in (root / "shapes").glob("*.ttl") for triple in parse_rdf(path)]
    used = terms_of(data) | named_in(data) | named_in(shapes) | named_in_selects(shapes)
    used |= terms_of(described()) | _related(ontology)
    defined = {triple.subject for triple in ontology if triple.predicate.value == RDFS + "isDefinedBy"}
    defined -= {triple.subject for triple in ontology if triple.predicate.value == OWL + "deprecated"}
    return sorted(
        t.value.removeprefix(AII) for t in defined if isinstance(t, NamedNode) and t.value not in used
    )


def _related(ontology: list[Triple]) -> set[str]:
    """Return the terms that other terms stand in a relation to, inverses on both sides."""
    inverses = [triple for triple in ontology if triple.predicate.value == OWL + "inverseOf"]
    others = [t.object for t in ontology if t.predicate.value != _LIST and t.subject != t.object]
    ends = [*others, *(triple.subject for triple in inverses)]
    return {end.value for end in ends if isinstance(end, NamedNode)} | terms_of(ontology)


def test_each_term_is_used() -> None:
    assert idle_terms(ROOT) == []


@pytest.mark.parametrize(("text", "term"), IDLE, ids=["alone", "below another", "for claims"])
def test_a_term_that_nothing_uses_is_noticed(text: str, term: str, tmp_path: Path) -> None:
    for folder in ("ontology", "graph", "shapes"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    with (tmp_path / "ontology" / "aiinfra.ttl").open("a", encoding="utf-8") as opened:
        opened.write(f"\n{PREFIX_LINES}{text} ; rdfs:isDefinedBy <{ONTOLOGY}> .\n")
    assert sorted({*idle_terms(tmp_path)} - {*idle_terms(ROOT)}) == [term]


def test_a_deprecated_term_is_not_used_and_may_stay(tmp_path: Path) -> None:
    for folder in ("ontology", "graph", "shapes"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    with (tmp_path / "ontology" / "aiinfra.ttl").open("a", encoding="utf-8") as opened:
        opened.write(
            f"\n{PREFIX_LINES}{IDLE[0][0]} ; owl:deprecated true ; rdfs:isDefinedBy <{ONTOLOGY}> .\n"
        )
    assert idle_terms(tmp_path) == []
