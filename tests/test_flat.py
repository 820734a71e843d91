"""The flat file for Protégé: what is in it, how facts are cited, what the command writes."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, Triple, parse
from typer.testing import CliRunner

from kg.cli import app
from kg.errors import ToolError
from kg.flat import FLAT, flatten, write_catalog, write_files
from kg.namespaces import DCTERMS, ONTOLOGY, OWL, RDF, RDFS, SOURCE, graph_iri
from tests.release import built_release
from tests.tiny import PREFIX_LINES, store_of

RELEASE = """
graph:ontology {
  <https://w3id.org/aiinfra/ontology> a owl:Ontology ; owl:versionInfo "0.1.0" ;
      owl:versionIRI <https://w3id.org/aiinfra/ontology/0.1.0> ; dct:creator "The authors" .
  <https://w3id.org/aiinfra/ontology/alignments> a owl:Ontology ;
      owl:imports <https://w3id.org/aiinfra/ontology> .
  aii:AIChip a owl:Class ; rdfs:subClassOf <https://schema.org/ProductModel> , aii:Product ;
      rdfs:seeAlso <https://schema.org/ProductModel> .
  aii:Product a owl:Class . <https://schema.org/ProductModel> a owl:Class . skos:Concept a owl:Class .
  aii:int8Throughput a owl:DatatypeProperty , aii:QuantityProperty ;
      rdfs:label "INT8 throughput"@en , "INT8算力"@zh .
}
graph:vocabulary { voc:exact a skos:Concept ; rdfs:label "exact"@en . }
graph:entities { id:chip-x a aii:AIChip ; rdfs:label "X"@en , "艾克斯"@zh . }
graph:sources {
  <https://w3id.org/aiinfra/source/r> rdfs:label "Report R"@en , "报告R"@zh .
  src:p1 a aii:Passage ; rdfs:label "paragraph 1"@en , "第1段"@zh ; aii:page 13 ;
      aii:partOfSource <https://w3id.org/aiinfra/source/r> .
  src:p0 a aii:Passage ; rdfs:label "foreword"@en , "前言"@zh ; aii:page 0 .
}
graph:claims {
  claim:0001 a aii:QuantityClaim ; aii:subject id:chip-x ; aii:property aii:int8Throughput ; aii:value 256.0 ;
      aii:printed "256 TOPS" ; aii:modality voc:reported ; aii:statedIn src:p1 .
  claim:0002 a aii:QuantityClaim ; aii:subject id:chip-x ; aii:property aii:int8Throughput ; aii:value 256.0 ;
      aii:printed "256" ; aii:modality voc:reported ; aii:statedIn src:p0 .
  claim:0003 a aii:QuantityClaim ; aii:subject id:chip-x ; aii:property aii:int8Throughput ; aii:value 256.0 ;
      aii:printed "256" ; aii:modality voc:planned ; aii:statedIn src:p1 .
}
graph:facts { id:chip-x aii:int8Throughput 256.0 . }
graph:inferred { id:chip-x a aii:Product . }
graph:meta { <https://w3id.org/aiinfra/dataset> dct:title "all" . }
"""
TYPE = NamedNode(RDF + "type")
LABEL = NamedNode(RDFS + "label")
XML_CATALOG = "{urn:oasis:names:tc:entity:xmlns:xml:catalog}"


@pytest.fixture(scope="module")
def store() -> Store:
    return store_of(RELEASE)


def said(triples: list[Triple], subject: str, predicate: str) -> set[str]:
    """Return what ``triples`` say of ``subject``, both given as in Turtle."""
    (pair,) = parse(PREFIX_LINES + f"{subject} {predicate} 0 .", format=RdfFormat.TURTLE)
    values = [t.object for t in triples if (t.subject, t.predicate) == (pair.subject, pair.predicate)]
    return {str(value) for value in values}


def axioms(triples: list[Triple]) -> list[dict[str, set[str]]]:
    """Return what each annotated axiom says, by the end of the property."""
    nodes = [t.subject for t in triples if t.object == NamedNode(OWL + "Axiom")]
    told: dict[object, dict[str, set[str]]] = {node: {} for node in nodes}
    for t in triples:
        if t.subject in told:
            name = t.predicate.value.replace("#", "/").rsplit("/", 1)[-1]
            told[t.subject].setdefault(name, set()).add(str(t.object))
    return list(told.values())


def test_a_fact_carries_the_passages_the_words_and_the_claims_that_state_it(store: Store) -> None:
    (axiom,) = axioms(flatten(store))
    assert axiom["annotatedSource"] == {"<https://w3id.org/aiinfra/id/chip-x>"}
    assert axiom["annotatedProperty"] == {"<https://w3id.org/aiinfra/ontology#int8Throughput>"}
    assert axiom["source"] == {f"<{SOURCE}caict-2021/p1>", f"<{SOURCE}caict-2021/p0>"}
    assert axiom["bibliographicCitation"] == {
        '"Report R, paragraph 1, p. 13"@en',
        '"报告R，第1段，第13页"@zh',
        '"foreword"@en',
        '"前言"@zh',
    }


def test_a_claim_that_derives_nothing_cites_nothing(store: Store) -> None:
    (axiom,) = axioms(flatten(store))
    assert {iri.rsplit("/", 1)[-1] for iri in axiom["seeAlso"]} == {"0001>", "0002>"}


def test_a_fact_stands_beside_its_annotation(store: Store) -> None:
    assert len(said(flatten(store), "id:chip-x", "aii:int8Throughput")) == 1


def test_a_claim_is_labelled_with_its_number_and_what_it_says(store: Store) -> None:
    assert said(flatten(store), "claim:0001", "rdfs:label") == {
        '"0001: X – INT8 throughput – 256 TOPS"@en',
        '"0001: 艾克斯 – INT8算力 – 256 TOPS"@zh',
    }


def test_what_a_reasoner_finds_itself_and_what_describes_the_data_stay_out(store: Store) -> None:
    triples = flatten(store)
    assert said(triples, "<https://w3id.org/aiinfra/dataset>", "dct:title") == set()
    assert "<https://w3id.org/aiinfra/ontology#Product>" not in said(triples, "id:chip-x", "rdf:type")


def test_the_class_tree_is_ours_and_terms_of_others_stay_where_they_are_used(store: Store) -> None:
    triples = flatten(store)
    assert said(triples, "aii:AIChip", "rdfs:subClassOf") == {"<https://w3id.org/aiinfra/ontology#Product>"}
    classes = {t.subject for t in triples if t.object == NamedNode(OWL + "Class")}
    assert {
        node.value.replace("#", "/").rsplit("/", 1)[-1] for node in classes if isinstance(node, NamedNode)
    } == {
        "AIChip",
        "Product",
        "Concept",
    }


def test_the_flat_file_is_one_ontology_with_a_version_of_its_own(store: Store) -> None:
    triples = flatten(store)
    assert {t.subject for t in triples if t.object == NamedNode(OWL + "Ontology")} == {NamedNode(FLAT)}
    assert said(triples, f"<{FLAT}>", "owl:versionIRI") == {f"<{FLAT}/0.1.0>"}
    assert said(triples, f"<{FLAT}>", "dct:creator") == {'"The authors"'}
    assert not [t for t in triples if t.predicate == NamedNode(OWL + "imports")]


def test_under_the_ontologys_own_iri_its_header_stays(store: Store) -> None:
    triples = flatten(store, ONTOLOGY)
    assert {t.subject for t in triples if t.object == NamedNode(OWL + "Ontology")} == {NamedNode(ONTOLOGY)}
    assert said(triples, f"<{ONTOLOGY}>", "owl:versionIRI") == {f"<{ONTOLOGY}/0.1.0>"}


def test_individuals_are_declared_and_terms_are_not(store: Store) -> None:
    triples = flatten(store)
    declared = "<http://www.w3.org/2002/07/owl#NamedIndividual>"
    assert declared in said(triples, "id:chip-x", "rdf:type")
    assert declared not in said(triples, "aii:int8Throughput", "rdf:type")


def test_each_annotation_property_of_ours_is_declared(store: Store) -> None:
    declared = {t.subject for t in flatten(store) if t.object == NamedNode(OWL + "AnnotationProperty")}
    assert {NamedNode(DCTERMS + "source"), NamedNode(DCTERMS + "bibliographicCitation")} <= declared


def test_the_same_release_gives_the_same_bytes(store: Store) -> None:
    assert write_files(store) == write_files(store_of(RELEASE))


def test_both_formats_hold_the_same_triples(store: Store) -> None:
    files = write_files(store)
    read = [
        {(t.predicate, t.object) for t in parse(files[name], format=form) if isinstance(t.object, Literal)}
        for name, form in (("aiinfra.owl", RdfFormat.RDF_XML), ("aiinfra.ttl", RdfFormat.TURTLE))
    ]
    assert read[0] == read[1]
    assert len(read[0]) > 10


def test_the_catalog_sends_each_iri_to_a_file_beside_it() -> None:
    root = ElementTree.fromstring(write_catalog({"http://example.org/?a&b": "a.owl"}))
    assert [(uri.tag, uri.attrib) for uri in root] == [
        (f"{XML_CATALOG}uri", {"name": "http://example.org/?a&b", "uri": "a.owl"})
    ]


def test_everything_protege_lists_has_a_label_in_both_languages() -> None:
    triples = flatten(built_release().store)
    listed = {
        t.subject for t in triples if t.predicate == TYPE and t.object == NamedNode(OWL + "NamedIndividual")
    }
    for language in ("en", "zh"):
        labelled = {
            t.subject
            for t in triples
            if t.predicate == LABEL and isinstance(t.object, Literal) and t.object.language == language
        }
        assert listed - labelled == set()


def test_each_fact_of_the_release_is_cited() -> None:
    store = built_release().store
    facts = list(store.quads_for_pattern(None, None, None, NamedNode(graph_iri("facts"))))
    cited = axioms(flatten(store))
    assert len(cited) == len(facts)
    assert all(axiom["source"] and axiom["bibliographicCitation"] and axiom["seeAlso"] for axiom in cited)


def test_the_command_writes_three_files_into_a_folder(tmp_path: Path) -> None:
    built_release()
    done = CliRunner().invoke(app, ["export", "--protege", "-o", str(tmp_path / "new")])
    assert done.exit_code == 0
    assert {path.name for path in (tmp_path / "new").iterdir()} == {
        "aiinfra.owl",
        "aiinfra.ttl",
        "catalog-v001.xml",
    }
    assert str(tmp_path / "new" / "aiinfra.owl") in done.output


def test_the_command_refuses_one_graph_or_a_format_with_it() -> None:
    done = CliRunner().invoke(app, ["export", "--protege", "--graph", "facts"])
    assert isinstance(done.exception, ToolError)
    assert "leave the other options out" in str(done.exception)


def test_a_folder_that_cannot_be_made_is_said_in_a_sentence(tmp_path: Path) -> None:
    built_release()
    (tmp_path / "file").write_text("")
    done = CliRunner().invoke(app, ["export", "--protege", "-o", str(tmp_path / "file")])
    assert isinstance(done.exception, ToolError)
    assert "name another --output" in str(done.exception)


def test_a_release_without_facts_is_flat_too() -> None:
    assert axioms(flatten(store_of("graph:ontology { aii:AIChip a owl:Class . }"))) == []
