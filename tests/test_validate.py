import pytest
from pyoxigraph import Triple
from rdflib import XSD, BNode, Graph, Literal, URIRef

from kg.errors import SourceError
from kg.namespaces import SH, SHAPES
from kg.validate import Extent, Violation, find_violations, measure_extent, to_rdflib
from tests.tiny import turtle

EX = "http://example.org/"
NEEDS_P = """
    shape:A a sh:NodeShape ; sh:targetClass :A ;
        sh:property [ sh:path :p ; sh:minCount 1 ; sh:datatype xsd:decimal ;
            sh:message "p is a decimal"@en , "p 须为十进制数"@zh ] .
"""


def violations(data: str, shapes: str) -> list[Violation]:
    return find_violations(to_rdflib(turtle(data)), to_rdflib(turtle(shapes)))


def test_a_graph_that_conforms_has_no_violation() -> None:
    assert violations(":x a :A ; :p 1.0 .", NEEDS_P) == []


def test_a_violation_tells_node_path_shape_component_and_both_messages() -> None:
    assert violations(":x a :A .", NEEDS_P) == [
        Violation(
            focus=EX + "x",
            path=EX + "p",
            value="",
            shape=SHAPES + "A",
            component=SH + "MinCountConstraintComponent",
            constraint="",
            severity=SH + "Violation",
            message_en="p is a decimal",
            message_zh="p 须为十进制数",
        )
    ]


def test_violations_are_sorted() -> None:
    found = violations(":z a :A . :y a :A . :x a :A ; :p 1 .", NEEDS_P)
    assert [violation.focus[-1] for violation in found] == ["x", "y", "z"]
    assert found == sorted(found)


def test_a_literal_is_judged_as_it_is_written(capfd: pytest.CaptureFixture[str]) -> None:
    found = violations(':x a :A ; :p "abc"^^xsd:decimal , "1"^^xsd:double .', NEEDS_P)
    values = [violation.value for violation in found]
    assert values == [f'"1"^^<{XSD.double}>', f'"abc"^^<{XSD.decimal}>']
    assert capfd.readouterr() == ("", "")


def test_instances_of_subclasses_are_looked_at() -> None:
    assert len(violations(":x a :B . :B rdfs:subClassOf :A .", NEEDS_P)) == 1


def test_a_result_inside_a_result_is_not_counted() -> None:
    nested = """
        shape:A a sh:NodeShape ; sh:targetClass :A ;
            sh:property [ sh:path :p ; sh:node [ sh:property [ sh:path :q ; sh:minCount 1 ] ] ] .
    """
    [violation] = violations(":x a :A ; :p :y .", nested)
    assert violation.component == SH + "NodeConstraintComponent"
    assert violation.shape == SHAPES + "A"


def test_a_sparql_constraint_is_named_and_fills_in_its_message() -> None:
    shapes = """
        shape: sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .
        shape:A a sh:NodeShape ; sh:targetNode :x ; sh:sparql shape:NoLoop .
        shape:NoLoop sh:prefixes shape: ; sh:message "{?value} points back"@en , "{?value} 指回"@zh ;
            sh:select "SELECT $this ?value WHERE { $this ex:p ?value . ?value ex:p $this }" .
    """
    [violation] = violations(":x :p :y . :y :p :x .", shapes)
    assert violation.constraint == SHAPES + "NoLoop"
    assert violation.message_en == f"{EX}y points back"
    assert violation.message_zh == f"{EX}y 指回"


def test_oxigraph_and_rdflib_answer_a_sparql_constraint_alike() -> None:
    shapes = """
        shape: sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .
        shape:A a sh:NodeShape ; sh:targetSubjectsOf :p ; sh:sparql [ sh:prefixes shape: ; sh:select
            "SELECT DISTINCT $this ?value { $this ex:p ?value FILTER (?value > 1 || isBlank(?value)) }" ] ;
            sh:property [ sh:path :p ; sh:sparql [ sh:prefixes shape: ;
                sh:select "SELECT $this WHERE { $this $PATH ?one , ?other FILTER (?one < ?other) }" ] ] .
        shape:B a sh:NodeShape ; sh:targetNode :nowhere ; sh:sparql [ sh:prefixes shape: ; sh:select
            "SELECT $this ?value WHERE { ?value ex:p ?any FILTER NOT EXISTS { ?value ex:q ?any } }" ] .
    """
    ours = to_rdflib(turtle(":x :p 1 , 2.5 , 3 , _:b . :y :p 1 ; :q 1 . :z :p :y ."))
    plain = Graph()
    for triple in ours:
        plain.add(triple)
    found = find_violations(ours, to_rdflib(turtle(shapes)))
    assert len(found) > 4
    assert found == find_violations(plain, to_rdflib(turtle(shapes)))


def test_a_graph_that_changed_is_judged_as_it_is_now() -> None:
    shapes = to_rdflib(
        turtle(
            """shape:A a sh:NodeShape ; sh:targetNode :x ;
                sh:sparql [ sh:select "SELECT $this WHERE { $this <http://example.org/p> ?value }" ] ."""
        )
    )
    graph = to_rdflib(turtle(":x :p 1 ."))
    triple = next(iter(graph))
    assert len(find_violations(graph, shapes)) == 1
    graph.remove(triple)
    assert find_violations(graph, shapes) == []
    graph.add(triple)
    assert len(find_violations(graph, shapes)) == 1


def test_a_warning_counts_too() -> None:
    shapes = NEEDS_P.replace("sh:minCount", "sh:severity sh:Warning ; sh:minCount")
    assert [violation.severity for violation in violations(":x a :A .", shapes)] == [SH + "Warning"]


def test_a_path_of_several_steps_is_told_as_text() -> None:
    shapes = """
        shape:A a sh:NodeShape ; sh:targetClass :A ;
            sh:property [ sh:path ( :p [ sh:inversePath :q ] ) ; sh:minCount 1 ] .
    """
    assert violations(":x a :A .", shapes)[0].path == f"{EX}p/inversePath {EX}q"


@pytest.mark.parametrize(
    "shapes",
    [
        "shape:A a sh:NodeShape ; sh:targetClass :A ; sh:property [ sh:minCount 1 ] .",
        'shape:A a sh:NodeShape ; sh:targetClass :A ; sh:property [ sh:path :p ; sh:minCount "x" ] .',
        'shape:A a sh:NodeShape ; sh:targetClass :A ; sh:property [ sh:path :p ; sh:pattern "(" ] .',
        'shape:A a sh:NodeShape ; sh:targetClass :A ; sh:sparql [ sh:select "SELECT nonsense" ] .',
        "shape:A a sh:NodeShape ; sh:targetClass :A ; sh:node shape:A .",
    ],
    ids=["no path", "no number", "no pattern", "no query", "recursive"],
)
def test_broken_shapes_are_an_error_not_a_result(shapes: str) -> None:
    with pytest.raises(SourceError, match="the shapes cannot be used"):
        violations(":x a :A ; :p 'y' .", shapes)


def test_coverage_counts_shapes_constraints_and_focus_nodes() -> None:
    shapes = (
        NEEDS_P + "shape:B a sh:NodeShape ; sh:targetSubjectsOf :q ; sh:nodeKind sh:IRI ; sh:targetNode :n ."
    )
    data = ":x a :A ; :q :y . :z a :C . :C rdfs:subClassOf :A . :other :r :y ."
    covered = measure_extent(to_rdflib(turtle(data)), to_rdflib(turtle(shapes)))
    assert covered == Extent(shapes=3, constraints=3, focus_nodes=3)


def test_terms_come_over_to_rdflib_unchanged() -> None:
    graph = to_rdflib(turtle(':x :p 01 , 256.0 , "a" , "b"@en , :y , _:b .'))
    objects = set(graph.objects(URIRef(EX + "x"), URIRef(EX + "p")))
    assert {term for term in objects if not isinstance(term, BNode)} == {
        Literal("01", datatype=XSD.integer, normalize=False),
        Literal("256.0", datatype=XSD.decimal, normalize=False),
        Literal("a"),
        Literal("b", lang="en"),
        URIRef(EX + "y"),
    }
    assert any(isinstance(term, BNode) for term in objects)


def test_a_triple_term_is_refused() -> None:
    [inner] = turtle(":a :b :c .")
    with pytest.raises(SourceError, match="neither IRI, blank node nor literal"):
        to_rdflib([Triple(inner.subject, inner.predicate, inner)])
