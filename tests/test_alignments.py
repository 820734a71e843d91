"""Each term of another vocabulary that this project names is one of that vocabulary's own files."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Triple
from rdflib import DCAT, DCTERMS, DOAP, FOAF, ORG, PROV, QB, SDO, SH, SKOS, TIME, VANN, VOID
from rdflib.namespace import DefinedNamespaceMeta

from kg.namespaces import AII, BASE, OWL, RDF, RDFS, VOC
from kg.namespaces import SKOS as SKOS_IRI
from kg.parsing import parse_rdf
from tests.tiny import PREFIX_LINES
from tests.vocabularies import ROOT, TERMS, read_terms, used_terms

ALIGNMENTS = ROOT / "ontology" / "alignments.ttl"
HEADER = BASE + "ontology/alignments"
BELOW = {RDFS + "subClassOf", RDFS + "subPropertyOf"}
NEAR = {SKOS_IRI + "closeMatch", SKOS_IRI + "exactMatch", RDFS + "seeAlso"}
CLOSED: tuple[DefinedNamespaceMeta, ...] = (
    *(DCAT, DCTERMS, DOAP, FOAF, ORG, PROV, QB, SDO, SH, SKOS, TIME, VANN, VOID),
)
#: rdflib's DCAT is version 2, its schema.org of 2022.
NOT_IN_RDFLIB = {
    "http://www.w3.org/ns/dcat#resource",
    "http://www.w3.org/ns/dcat#version",
    "https://schema.org/observationAbout",
}
#: What a term of ours may be called theirs: RDF's plain property is any of OWL's.
SAME_KIND = {
    OWL + "Class": {"class"},
    OWL + "ObjectProperty": {"object property", "property"},
    OWL + "DatatypeProperty": {"datatype property", "property"},
    OWL + "AnnotationProperty": {"annotation property", "property", "object property"},
}
PLANTED = (
    ("ontology/alignments.ttl", "aii:Claim rdfs:subClassOf <http://www.w3.org/ns/prov#Entitty> .", "Entitty"),
    ("ontology/alignments.ttl", "voc:watt skos:exactMatch <http://qudt.org/vocab/unit/Watt> .", "Watt"),
    ("ontology/aiinfra.ttl", "aii:Claim skos:exampel 'x'@en .", "exampel"),
    ("graph/vocabulary.ttl", "aii:x a skos:Koncept .", "Koncept"),
    ("graph/vocabulary.ttl", "aii:x aii:y '1'^^xsd:number .", "number"),
    ("shapes/ontology.ttl", "shape:X sh:minimum 1 .", "minimum"),
    ("shapes/ontology.ttl", 'shape:X sh:select "SELECT * { ?x owl:invertOf ?y }" .', "invertOf"),
    ("queries/01-chip-throughput-and-power.rq", "# nothing\nASK { ?x rdfs:lable ?y }", "lable"),
    ("queries/01-chip-throughput-and-power.rq", "# nothing\nASK { ?x aii:y/rdfs:labl ?z }", "labl"),
    ("queries/views/schema-org.rq", "# nothing\nASK { ?x schema:nmae ?y }", "nmae"),
    ("queries/federated/02-makers-of-chips.rq", "# nothing\nASK { ?x wdt:P17/wdt:P0 ?y }", "direct/P0"),
    ("queries/federated/02-makers-of-chips.rq", "# nothing\nASK { wd:Q0 ?x ?y }", "Q0"),
    ("queries/federated/03-licences-of-frameworks.rq", "# nothing\nASK { ?x dbo:licence ?y }", "licence"),
)


def mappings() -> Iterator[tuple[str, str, str]]:
    """Yield what of ours is mapped, how, and onto what."""
    for triple in parse_rdf(ALIGNMENTS):
        subject, theirs = triple.subject, triple.object
        if triple.predicate.value in BELOW | NEAR:
            assert isinstance(subject, NamedNode)
            assert isinstance(theirs, NamedNode)
            yield subject.value, triple.predicate.value, theirs.value


def kinds() -> dict[str, str]:
    """Return what each term of ours is declared as."""
    triples = parse_rdf(ROOT / "ontology" / "aiinfra.ttl")
    types = [t for t in triples if t.predicate.value == RDF + "type" and isinstance(t.object, NamedNode)]
    return {
        t.subject.value: t.object.value
        for t in types
        if isinstance(t.subject, NamedNode)
        and isinstance(t.object, NamedNode)
        and t.object.value in SAME_KIND
    }


def unknown(root: Path) -> dict[str, str]:
    known = read_terms()
    return {iri: place for iri, place in used_terms(root).items() if iri not in known}


def test_each_external_term_in_use_exists() -> None:
    assert unknown(ROOT) == {}, "mend the IRI or, if it is right, run tests/vocabularies/collect.py"


@pytest.mark.parametrize(("file", "text", "local"), PLANTED, ids=lambda value: str(value)[-12:])
def test_a_term_that_does_not_exist_is_noticed(file: str, text: str, local: str, tmp_path: Path) -> None:
    for folder in ("ontology", "graph", "shapes", "queries"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    head = "" if file.endswith(".rq") else PREFIX_LINES
    with (tmp_path / file).open("a", encoding="utf-8") as opened:
        opened.write(f"\n{head}{text}\n")
    found = unknown(tmp_path)
    assert [iri.endswith(local) for iri in found] == [True]
    assert set(found.values()) == {Path(file).name}


def test_the_list_names_each_term_once_with_its_source_and_kind() -> None:
    head, *rows = TERMS.read_text(encoding="utf-8").splitlines()
    assert head == "iri\tsource\tkind"
    iris = [row.split("\t")[0] for row in rows]
    assert iris == sorted(set(iris))
    assert all("@" in source and kind for source, kind in read_terms().values())


@pytest.mark.parametrize("namespace", CLOSED, ids=str)
def test_rdflib_knows_the_terms_in_use_too(namespace: DefinedNamespaceMeta) -> None:
    base = str(namespace)
    used = {iri for iri in used_terms() if iri.startswith(base) and iri not in NOT_IN_RDFLIB}
    assert sorted(iri for iri in used if iri.removeprefix(base) not in namespace) == []


def test_an_alignment_leads_from_a_term_of_ours_to_one_of_others() -> None:
    for ours, _, theirs in mappings():
        assert ours.startswith((AII, VOC)), ours
        assert not theirs.startswith(BASE), theirs


def test_what_is_below_a_term_of_others_is_of_its_kind() -> None:
    ours_are, known = kinds(), read_terms()
    for ours, how, theirs in mappings():
        if how in BELOW:
            assert known[theirs][1] in SAME_KIND[ours_are[ours]], (ours, theirs)


def test_a_class_is_near_to_classes_and_a_property_to_properties() -> None:
    ours_are, known = kinds(), read_terms()
    for ours, how, theirs in mappings():
        if how in NEAR and ours.startswith(AII):
            is_class = ours_are[ours] == OWL + "Class"
            assert (known[theirs][1] == "class") == is_class, (ours, theirs)


def test_one_term_is_mapped_onto_another_in_one_way_only() -> None:
    pairs = [(ours, theirs) for ours, _, theirs in mappings()]
    assert sorted(set(pairs)) == sorted(pairs)


def test_only_units_match_exactly() -> None:
    said = set(parse_rdf(ROOT / "graph" / "vocabulary.ttl"))
    unit, concept = NamedNode(AII + "Unit"), NamedNode(SKOS_IRI + "Concept")
    exact = [(ours, theirs) for ours, how, theirs in mappings() if how == SKOS_IRI + "exactMatch"]
    assert exact
    for ours, theirs in exact:
        assert {Triple(NamedNode(ours), NamedNode(RDF + "type"), kind) for kind in (unit, concept)} <= said
        assert theirs.startswith("http://qudt.org/vocab/unit/")


def test_the_alignments_import_the_ontology_and_have_its_version() -> None:
    headers: dict[str, dict[str, str]] = {}
    for path in (ALIGNMENTS, ROOT / "ontology" / "aiinfra.ttl"):
        for triple in parse_rdf(path):
            if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
                headers.setdefault(triple.subject.value, {})[triple.predicate.value] = triple.object.value
    mine, version = headers[HEADER], headers[BASE + "ontology"][OWL + "versionInfo"]
    assert mine[OWL + "imports"] == BASE + "ontology"
    assert mine[OWL + "versionInfo"] == version
    assert mine[OWL + "versionIRI"] == f"{HEADER}/{version}"
