"""The reference says what the ontology and the release say, and docs/ holds what the command writes."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pyoxigraph import Literal, NamedNode
from typer.testing import CliRunner

from kg.cli import app
from kg.diagram import draw_classes
from kg.namespaces import AII, CLAIM, ID, ONTOLOGY, RDF, RDFS, SHAPES, SOURCE, graph_iri
from kg.parsing import parse_rdf
from kg.reference import write_reference
from kg.terms import Reference
from kg.values import IRI
from tests.release import ROOT, built_release

DOCS = ROOT / "docs"
STALE = "run `kg reference`: the ontology, or its use, has changed"


@pytest.fixture(scope="module")
def reference() -> Reference:
    return built_release().reference()


def test_the_documents_are_what_the_command_writes(reference: Reference) -> None:
    assert (DOCS / "model.md").read_text(encoding="utf-8") == write_reference(reference), STALE
    assert (DOCS / "model.svg").read_text(encoding="utf-8") == draw_classes(reference), STALE


def test_the_command_writes_into_a_folder(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["reference", "--output", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert {path.name for path in tmp_path.iterdir()} == {"model.md", "model.svg"}


def test_each_term_has_its_place_and_each_link_leads_to_one(reference: Reference) -> None:
    text = write_reference(reference)
    anchors = re.findall(r'<a id="(\w+)">', text)
    triples = parse_rdf(ROOT / "ontology" / "aiinfra.ttl")
    ours = {str(t.subject) for t in triples if t.predicate.value == RDFS + "isDefinedBy"}
    assert sorted(f"<{AII}{name}>" for name in anchors) == sorted(ours)
    assert set(re.findall(r"\]\(#(\w+)\)", text)) <= set(anchors)


def test_a_figure_comes_with_unit_use_and_place(reference: Reference) -> None:
    term = reference.terms[AII + "int8Throughput"]
    assert (term.kind, term.sort, term.domain) == ("DatatypeProperty", "Quantity", AII + "AIChip")
    assert reference.symbols[term.unit or ""] == "TOPS"
    assert term.example is not None
    assert (term.example.printed, term.example.passage) == ("640 TOPS", SOURCE + "caict-2021/2-3-2-p1")
    facts = built_release().store.quads_for_pattern(
        None, NamedNode(term.iri), None, NamedNode(graph_iri("facts"))
    )
    assert term.count == len(list(facts)) > 0


def test_each_example_is_true(reference: Reference) -> None:
    store = built_release().store
    for term in reference.terms.values():
        example = term.example
        if example is None or example.claim is not None:
            continue
        predicate = RDF + "type" if term.kind == "Class" else term.iri
        found = store.quads_for_pattern(NamedNode(example.subject), NamedNode(predicate), None)
        values = {q.object.value for q in found if isinstance(q.object, NamedNode | Literal)}
        assert values, term.iri
        assert not isinstance(example.value, IRI) or example.value in values, term.iri


def test_each_cited_example_is_what_its_claim_says(reference: Reference) -> None:
    store = built_release().store
    cited = [(term, term.example) for term in reference.terms.values() if term.example and term.example.claim]
    assert len(cited) > 100
    for term, example in cited:
        said = {
            (q.predicate.value, getattr(q.object, "value", ""))
            for q in store.quads_for_pattern(NamedNode(example.claim or ""), None, None)
        }
        assert {(AII + "property", term.iri), (AII + "subject", example.subject)} <= said
        assert (AII + "statedIn", example.passage) in said


def test_what_a_term_is_held_by_and_aligned_with_is_told(reference: Reference) -> None:
    chip = reference.terms[AII + "AIChip"]
    assert (RDFS + "subClassOf", "https://schema.org/ProductModel") in chip.aligned
    assert SHAPES + "EntityShape" in reference.shapes_of(chip)
    assert SHAPES + "Claim-modality" in reference.terms[AII + "modality"].shapes
    assert reference.terms[AII + "develops"].inverse == AII + "developedBy"
    assert reference.terms[AII + "partOf"].traits == ("transitive",)
    assert reference.terms[AII + "locatedIn"].chain == (AII + "locatedIn", AII + "partOf")


def test_things_have_names_in_both_languages(reference: Reference) -> None:
    assert [reference.name(ID + "chip-ascend-910", tag) for tag in ("en", "zh")] == ["Ascend 910", "昇腾910"]
    assert reference.name(CLAIM + "caict-2021/0001", "en") == "0001"
    assert reference.name(ONTOLOGY, "zh") == "人工智能基础设施本体"


def test_the_diagram_shows_each_class_that_has_things_and_loads_nothing(reference: Reference) -> None:
    svg = draw_classes(reference)
    tree = ElementTree.fromstring(svg)
    shown = {"".join(node.itertext()) for node in tree.iter("{http://www.w3.org/2000/svg}text")}
    for term in reference.classes:
        if not term.name.endswith("Property"):
            label = f"{term.labels['en']} {term.labels['zh']} {term.count:,}"
            assert label in shown, label
    assert not re.search(r"url\(|href|@import|<script", svg)
    assert "prefers-color-scheme: dark" in svg


def test_lines_of_the_diagram_run_clear_of_its_texts(reference: Reference) -> None:
    svg = draw_classes(reference)
    tracks = [int(x) for x in re.findall(r'd="M(\d+) \d+V\d+M', svg)]
    assert len(tracks) == len(set(tracks))
    heads = [int(x) for x in re.findall(r'stroke="none" d="M(\d+)', svg)]
    assert max(heads) < min(tracks)
