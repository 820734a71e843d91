"""Each constraint in ``shapes/`` refuses the one file in ``tests/cases/`` that is named after it.

A constraint is a shape and a parameter of SHACL (section 2.1), as ``Claim-subject.minCount``; one in SPARQL
goes by its own name, as ``UnitOfProperty.sparql``. The shapes that count have a target, or one that has leads
to them by ``sh:property``. A shape that is only a member of ``sh:or`` refuses nothing by itself: there the
constraint is the ``sh:or``.

A case is an update of ``cases/base.ttl``, which breaks nothing. Its first line says what is wrong; a line
``# breaks too:`` names what cannot be left whole.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store, Triple
from pyshacl import validate
from pyshacl.constraints import ALL_CONSTRAINT_PARAMETERS
from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.term import Node

from kg.citations import verify_citations
from kg.conformance import choose_nodes, fingerprint
from kg.namespaces import AII, SHAPES, SOURCE
from kg.parsing import parse_bytes, parse_rdf
from kg.passages import check_sources
from kg.validate import Violation, find_violations, to_rdflib

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "cases"
BASE = (CASES / "base.ttl", ROOT / "ontology" / "aiinfra.ttl", ROOT / "graph" / "vocabulary.ttl")
NAMES = sorted(path.name.removesuffix(".ru") for path in CASES.iterdir() if path.stem != "base")
GRAPH_TARGETS = (SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
TARGETS = (SH.targetClass, *GRAPH_TARGETS)
MEMBERS = (SH["and"], SH["or"], SH["not"], SH.xone, SH.node, SH.qualifiedValueShape)
PARAMETERS = frozenset(map(URIRef, ALL_CONSTRAINT_PARAMETERS)) - {SH.property}
HAN = re.compile(r"[\u4e00-\u9fff]")

SECOND_REPORT = """
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX src: <https://w3id.org/aiinfra/source/example-2031/>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

INSERT {
  ?report a aii:Report ;
    rdfs:label "Report on Lamps (2031)"@en , "灯火报告（2031）"@zh ;
    aii:canonicalDigest ?digest ; aii:canonicalLength 3 ; aii:passageListDigest ?digest .
  src:1-h a aii:Passage ;
    rdfs:label "section 1, heading"@en , "第一部分，标题"@zh ;
    oa:hasSelector src:1-h-s1 ; oa:hasSource ?report ;
    aii:digest ?digest ; aii:ordinal 1 ; aii:page 1 ; aii:partOfSource ?report ;
    aii:passageKind voc:heading ; aii:section "1" .
  src:1-h-s1 a oa:TextPositionSelector ; oa:start 0 ; oa:end 3 .
}
WHERE {
  BIND (<https://w3id.org/aiinfra/source/example-2031> AS ?report)
  BIND (SHA256("灯火") AS ?digest)
}
"""


@cache
def shapes() -> Graph:
    files = sorted((ROOT / "shapes").rglob("*.ttl"))
    return to_rdflib(triple for file in files for triple in parse_rdf(file))


@cache
def base() -> frozenset[Quad]:
    triples = (triple for file in BASE for triple in parse_rdf(file))
    store = Store()
    store.extend(Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in triples)
    return frozenset(store)


@cache
def base_graph() -> Graph:
    return to_rdflib(base())


def triples_of(graph: Graph) -> list[Triple]:
    return parse_bytes(graph.serialize(format="nt", encoding="utf-8"), RdfFormat.N_TRIPLES, "graph")


@cache
def base_prints() -> frozenset[str]:
    return frozenset(fingerprint(triples_of(to_rdflib(base()))).values())  # base_graph() may be changed


@cache
def shape_triples() -> list[Triple]:
    return triples_of(shapes())


def since_base(graph: Graph) -> list[str] | None:
    """Return the nodes that a build judges which knows that the base conforms."""
    triples = triples_of(graph)
    return choose_nodes(triples, fingerprint(triples), base_prints(), shape_triples())


@contextmanager
def changed(text: str) -> Iterator[tuple[Graph, set[str]]]:
    """Yield the base graph after the update ``text``, and the nodes of which a triple came or went."""
    store = Store()
    store.extend(base())
    store.update(text)
    added, removed = to_rdflib(frozenset(store) - base()), to_rdflib(base() - frozenset(store))
    graph = base_graph()
    graph -= removed
    graph += added
    try:
        yield graph, {str(subject) for subject in {*added.subjects(), *removed.subjects()}}
    finally:
        graph -= added
        graph += removed


def local(node: object) -> str:
    return str(node).removeprefix(SHAPES).removeprefix(str(SH))


@cache
def live_shapes() -> frozenset[Node]:
    """Return the shapes that refuse something by themselves."""
    aimed = {shape for target in TARGETS for shape in shapes().subjects(target)}
    held = {part for shape in aimed for part in shapes().objects(shape, SH.property)}
    return frozenset(aimed | held)


@cache
def constraints() -> dict[str, tuple[Node, Node]]:
    """Return each constraint by name: the shape it belongs to, and the node that has its message."""
    found: dict[str, tuple[Node, Node]] = {}
    for shape in live_shapes():
        for parameter in PARAMETERS:
            for value in shapes().objects(shape, parameter):
                teller = value if parameter == SH.sparql else shape
                found[f"{local(teller)}.{local(parameter)}"] = (shape, teller)
    return found


def broken(violation: Violation) -> str:
    """Return the name of the constraint that ``violation`` breaks."""
    if violation.constraint:
        return f"{local(violation.constraint)}.sparql"
    component = local(violation.component).removesuffix("ConstraintComponent")
    return f"{local(violation.shape)}.{component[0].lower()}{component[1:]}"


def aim(names: Iterable[str]) -> Graph:
    """Return the shapes; of the slow ones, over the whole graph or vocabulary, only ``names`` are aimed."""
    needed = {constraints()[name][0] for name in names}
    needed |= {shape for part in needed for shape in shapes().subjects(SH.property, part)}
    slow = {shape for target in GRAPH_TARGETS for shape in shapes().subjects(target)}
    slow |= set(shapes().subjects(SH.targetClass, URIRef(AII + "ControlledValue")))
    return _without_targets(frozenset(slow - needed))


@cache
def _without_targets(left_out: frozenset[Node]) -> Graph:
    graph = Graph()
    for triple in shapes():
        if triple[1] not in TARGETS or triple[0] not in left_out:
            graph.add(triple)
    return graph


def test_the_base_breaks_no_shape() -> None:
    assert find_violations(base_graph(), shapes()) == []


def test_the_base_cites_its_text_rightly() -> None:
    triples = parse_rdf(CASES / "base.ttl")
    text = (CASES / "base.txt").read_text(encoding="utf-8")
    verification = verify_citations(triples, SOURCE + "example-2030", text)
    assert verification.faults == ()
    assert verification.forms
    assert check_sources(triples) == []


def test_a_second_report_counts_its_offsets_and_ordinals_anew() -> None:
    with changed(SECOND_REPORT) as (graph, _):
        assert find_violations(graph, shapes()) == []


def test_the_shapes_obey_the_shapes_of_shacl() -> None:
    conforms, _, text = validate(Graph(), shacl_graph=shapes(), meta_shacl=True)
    assert conforms, text


def test_every_shape_looks_at_something_or_serves_one_that_does() -> None:
    kinds = (SH.NodeShape, SH.PropertyShape)
    declared = {shape for kind in kinds for shape in shapes().subjects(RDF.type, kind)}
    members = {value for parameter in MEMBERS for value in shapes().objects(None, parameter)}
    members |= {item for members_ in list(members) for item in shapes().items(members_)}
    assert sorted(map(local, declared - live_shapes() - members)) == []


def test_every_part_of_a_shape_has_a_name() -> None:
    parts = {*shapes().objects(None, SH.property), *shapes().objects(None, SH.sparql)}
    assert sorted(str(part) for part in parts if not str(part).startswith(SHAPES)) == []


def test_every_constraint_has_a_case_and_every_case_its_constraint() -> None:
    assert set(NAMES) == set(constraints())


@pytest.mark.parametrize("constraint", sorted(constraints()))
def test_every_constraint_says_in_both_languages_how_it_should_be(constraint: str) -> None:
    _, teller = constraints()[constraint]
    messages = [text for text in shapes().objects(teller, SH.message) if isinstance(text, Literal)]
    assert sorted(str(text.language) for text in messages) == ["en", "zh"]
    assert {text.language for text in messages if HAN.search(text)} == {"zh"}


@pytest.mark.parametrize("case", NAMES)
def test_a_case_is_refused_by_the_very_constraint_it_is_named_after(case: str) -> None:
    text = (CASES / f"{case}.ru").read_text(encoding="utf-8")
    expected = {case, *" ".join(re.findall(r"^# breaks too: (.+)$", text, re.MULTILINE)).split()}
    with changed(text) as (graph, touched):
        found = find_violations(graph, aim(expected))
        assert find_violations(graph, aim(expected), since_base(graph)) == found
    assert {broken(violation) for violation in found} == expected
    violation = next(violation for violation in found if broken(violation) == case)
    offender = violation.value if violation.constraint else violation.focus
    assert offender.removeprefix("_:") in touched
    assert violation.message_en
    assert violation.message_zh


def test_two_lists_that_share_two_classes_are_refused() -> None:
    text = """PREFIX aii: <https://w3id.org/aiinfra/ontology#> PREFIX owl: <http://www.w3.org/2002/07/owl#>
        INSERT DATA { [] a owl:AllDisjointClasses ; owl:members ( aii:Place aii:Market aii:Claim ) }"""
    with changed(text) as (graph, _):
        found = find_violations(graph, aim({"DisjointOnce.sparql"}))
    assert {violation.value for violation in found} == {AII + "Market"}


@pytest.mark.parametrize("case", NAMES)
def test_a_case_begins_with_what_is_wrong_in_both_languages(case: str) -> None:
    first = (CASES / f"{case}.ru").read_text(encoding="utf-8").splitlines()[0]
    english, chinese = first.removeprefix("# ").split(" | ")
    assert english.endswith(".")
    assert chinese.endswith("。")
    assert not HAN.search(english)
    assert HAN.search(chinese)
