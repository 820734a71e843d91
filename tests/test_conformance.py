import json
from pathlib import Path

from pyoxigraph import RdfFormat, Triple

from kg.checks import check_shapes
from kg.conformance import choose_nodes, fingerprint, is_local, read_known, render_known
from kg.namespaces import DATASET, PREFIXES
from kg.parsing import parse_bytes, parse_rdf
from kg.sources import parse_inputs, read_inputs
from tests.release import ROOT

HEAD = "\n".join(f"PREFIX {prefix}: <{iri}>" for prefix, iri in PREFIXES.items())
CHIP = "<urn:chip> a <urn:Chip> ; <urn:by> <urn:maker> . <urn:maker> a <urn:Maker> ; <urn:name> 'm' ."


def triples(turtle: str) -> list[Triple]:
    return parse_bytes(f"{HEAD}\n{turtle}".encode(), RdfFormat.TURTLE, "test.ttl")


def changed(before: str, after: str, shapes: str = "") -> list[str] | None:
    known = frozenset(fingerprint(triples(before)).values())
    return choose_nodes(triples(after), fingerprint(triples(after)), known, triples(shapes))


def test_only_the_data_set_is_judged_when_nothing_changed() -> None:
    assert changed(CHIP, CHIP) == [DATASET]


def test_a_node_with_another_triple_is_judged_and_no_other() -> None:
    assert changed(CHIP, CHIP + "<urn:maker> <urn:name> 'n' .") == [DATASET, "urn:maker"]


def test_a_new_node_is_judged() -> None:
    assert changed(CHIP, CHIP + "<urn:new> a <urn:Chip> .") == [DATASET, "urn:new"]


def test_a_value_of_another_class_has_the_node_judged_that_names_it() -> None:
    assert changed(CHIP, CHIP.replace("a <urn:Maker>", "a <urn:Place>")) == [DATASET, "urn:chip", "urn:maker"]


def test_a_literal_written_otherwise_is_a_change() -> None:
    assert changed("<urn:a> <urn:p> 1.0 .", "<urn:a> <urn:p> 1.00 .") == [DATASET, "urn:a"]


def test_everything_is_judged_when_nothing_is_known_or_something_has_no_name() -> None:
    assert choose_nodes(triples(CHIP), fingerprint(triples(CHIP)), frozenset(), ()) is None
    assert changed(CHIP, CHIP + "[] <urn:name> 'n' .") is None
    assert changed(CHIP, CHIP, "shape:S sh:node shape:T .") is None


def test_lists_and_nameless_axioms_of_the_ontology_are_no_data() -> None:
    axiom = CHIP + "[] a owl:AllDisjointClasses ; owl:members ( <urn:Chip> <urn:Maker> ) ."
    assert changed(axiom, axiom) == [DATASET]


def test_our_shapes_look_no_further_than_their_focus_nodes() -> None:
    assert is_local(t for path in sorted((ROOT / "shapes").glob("*.ttl")) for t in parse_rdf(path))


def test_shapes_that_look_further_are_known_for_it() -> None:
    aimed = f"shape:S sh:targetNode <{DATASET}> ; sh:sparql shape:rule . "
    assert is_local(triples(aimed))
    assert not is_local(triples("shape:S sh:targetClass aii:Claim ; sh:sparql shape:rule ."))
    assert not is_local(triples("shape:P sh:path ( aii:subject aii:partOf ) ."))
    assert not is_local(triples("shape:S sh:node shape:T ."))
    values = "shape:P sh:path aii:subject ; sh:or ( shape:A shape:B ) . shape:A sh:class aii:Claim . "
    assert is_local(triples(values))
    assert not is_local(triples(values + "shape:B sh:property shape:Q ."))
    assert is_local(triples("shape:S sh:or ( shape:A ) . shape:A sh:path aii:subject ; sh:minCount 1 ."))
    assert not is_local(triples("shape:S sh:targetObjectsOf aii:subject ."))


def test_other_rules_know_nothing(tmp_path: Path) -> None:
    path = tmp_path / "conformed.json"
    path.write_bytes(render_known({"urn:a": "1", "urn:b": "2"}, "rules"))
    assert read_known(path, "rules") == {"1", "2"}
    assert read_known(path, "other rules") == frozenset()
    assert read_known(tmp_path / "none", "rules") == frozenset()
    path.write_text(json.dumps(["rules"]))
    assert read_known(path, "rules") == frozenset()


def test_the_real_graph_is_judged_the_same_with_and_without_memory() -> None:
    sources = parse_inputs(read_inputs(ROOT))
    prints = fingerprint(sources.quads)
    claim = next(node for node in sorted(prints) if "/claim/" in node)
    known = frozenset(digest for node, digest in prints.items() if node != claim)
    assert choose_nodes(sources.quads, prints, known, sources.shapes) == sorted([DATASET, claim])
    assert check_shapes(sources, prints, known)[0] == []
