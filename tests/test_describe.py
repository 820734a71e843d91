from collections.abc import Mapping

import pytest
from pyoxigraph import BlankNode, NamedNode, Quad, QueryBoolean, QuerySolutions, Store

from kg.describe import describe_queries, describe_release
from kg.errors import SourceError
from kg.namespaces import DATASET, DCAT, DCTERMS, GRAPHS, SD, SH, VOID, graph_iri
from tests.tiny import QUERY, store_of, trig

RELEASE = """
    graph:ontology {
        <https://w3id.org/aiinfra/ontology> a owl:Ontology ; owl:versionInfo "0.1.0" ;
            dct:modified "2025-01-31"^^xsd:date .
        aii:AIChip a owl:Class .
    }
    graph:entities { id:a a aii:AIChip ; rdfs:label "A"@en . id:b a aii:AIChip . id:c a aii:Report }
    graph:sources { <https://w3id.org/aiinfra/source/caict-2021> a aii:Report }
    graph:facts { id:a aii:power 1 , 2 , 3 }
"""


def described(text: str = RELEASE) -> Store:
    """Return the release of ``text`` with its own description in it."""
    store = store_of(text)
    meta = describe_release(store, shapes=7, constraints=30, focus_nodes=400)
    graph = NamedNode(graph_iri("meta"))
    store.extend(Quad(t.subject, t.predicate, t.object, graph) for t in meta)
    return store


def ask(store: Store, query: str) -> list[list[str]]:
    prefixes = {"void": VOID, "dcat": DCAT, "dct": DCTERMS, "sd": SD, "sh": SH}
    rows = store.query(query, prefixes=prefixes, use_default_graph_as_union=True)
    assert isinstance(rows, QuerySolutions)
    return [["" if term is None else getattr(term, "value", "") for term in row] for row in rows]


COUNTS: Mapping[str, str] = {
    "triples": "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }",
    "distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s ?p ?o }",
    "distinctObjects": "SELECT (COUNT(DISTINCT ?o) AS ?n) WHERE { ?s ?p ?o }",
    "properties": "SELECT (COUNT(DISTINCT ?p) AS ?n) WHERE { ?s ?p ?o }",
    "classes": "SELECT (COUNT(DISTINCT ?c) AS ?n) WHERE { ?s a ?c }",
    "entities": "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s ?p ?o "
    "FILTER STRSTARTS(STR(?s), 'https://w3id.org/aiinfra/id/') }",
}


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("text", [RELEASE, ""], ids=["release", "nothing"])
def test_a_count_holds_for_the_release_with_its_description(count: str, text: str) -> None:
    store = described(text)
    told = ask(store, f"SELECT ?n WHERE {{ <{DATASET}> void:{count} ?n }}")
    assert told == ask(store, COUNTS[count])


def test_each_class_has_a_partition_with_its_true_count() -> None:
    store = described()
    told = ask(
        store, "SELECT ?c ?n WHERE { ?d void:classPartition ?part . ?part void:class ?c ; void:entities ?n }"
    )
    counted = ask(store, "SELECT ?c (COUNT(?s) AS ?n) WHERE { ?s a ?c } GROUP BY ?c")
    assert sorted(told) == sorted(counted)


def test_each_property_has_a_partition_with_its_true_count() -> None:
    store = described()
    told = ask(
        store,
        "SELECT ?p ?n WHERE { ?d void:propertyPartition ?part . ?part void:property ?p ; void:triples ?n }",
    )
    counted = ask(store, "SELECT ?p (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?p")
    assert sorted(told) == sorted(counted)


def test_each_named_graph_has_its_true_count() -> None:
    store = described()
    told = ask(store, "SELECT ?g ?n WHERE { ?d sd:namedGraph ?g . ?g sd:name ?g ; void:triples ?n }")
    counted = dict(ask(store, "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"))
    assert dict(told) == {graph_iri(name): counted.get(graph_iri(name), "0") for name in GRAPHS}


def test_a_partition_has_a_readable_name() -> None:
    names = {
        name for [name] in ask(described(), "SELECT ?part WHERE { ?part void:class|void:property ?term }")
    }
    assert {DATASET + "/class/AIChip", DATASET + "/class/owl-Class", DATASET + "/property/rdf-type"} <= names
    assert DATASET + "/class/foaf-Agent" in names


def test_a_term_of_an_unknown_vocabulary_has_a_safe_name() -> None:
    names = ask(
        described("graph:entities { id:x a <urn:x:A#b> }"), "SELECT ?p WHERE { ?p void:class <urn:x:A#b> }"
    )
    assert names == [[DATASET + "/class/urn%3Ax%3AA%23b"]]


def test_dates_and_version_are_the_ontologys() -> None:
    rows = ask(described(), f"SELECT ?v ?d WHERE {{ <{DATASET}> dcat:version ?v ; dct:modified ?d }}")
    assert rows == [["0.1.0", "2025-01-31"]]


def test_the_source_is_the_report_not_one_it_mentions() -> None:
    rows = ask(described(), f"SELECT ?report WHERE {{ <{DATASET}> dct:source ?report }}")
    assert rows == [["https://w3id.org/aiinfra/source/caict-2021"]]


def test_the_service_is_described() -> None:
    query = """ASK { <https://w3id.org/aiinfra/sparql> a sd:Service ; sd:feature sd:UnionDefaultGraph ;
                     sd:endpoint ?url ; sd:defaultDataset/sd:defaultGraph/void:triples ?n }"""
    answer = described().query(query, prefixes={"sd": SD, "void": VOID}, use_default_graph_as_union=True)
    assert isinstance(answer, QueryBoolean)
    assert bool(answer)


def test_the_validation_is_summed_up() -> None:
    rows = ask(
        described(),
        """PREFIX aii: <https://w3id.org/aiinfra/ontology#>
        SELECT ?ok ?shapes ?constraints ?nodes WHERE {
            ?report a sh:ValidationReport ; sh:conforms ?ok ; aii:shapeCount ?shapes ;
                aii:constraintCount ?constraints ; aii:focusNodeCount ?nodes }""",
    )
    assert rows == [["true", "7", "30", "400"]]


def test_there_is_no_blank_node_and_the_order_is_fixed() -> None:
    quads = trig(RELEASE)
    meta = describe_release(quads, shapes=1, constraints=1, focus_nodes=1)
    assert not any(isinstance(term, BlankNode) for triple in meta for term in triple)
    assert meta == describe_release(reversed(quads), shapes=1, constraints=1, focus_nodes=1)


@pytest.mark.parametrize("extra", range(40))
def test_the_description_is_true_whatever_numbers_the_data_hold(extra: int) -> None:
    # The count of distinct objects is an object itself: a value already in the data must not confuse it.
    numbers = " , ".join(str(number) for number in range(200 - extra, 200 + extra + 1))
    store = described(f"graph:facts {{ id:a aii:power {numbers} }}")
    told = ask(store, f"SELECT ?n WHERE {{ <{DATASET}> void:distinctObjects ?n }}")
    assert told in ([], ask(store, COUNTS["distinctObjects"]))
    assert ask(store, f"SELECT ?n WHERE {{ <{DATASET}> void:triples ?n }}") == ask(store, COUNTS["triples"])


@pytest.mark.parametrize(
    ("body", "form"),
    [
        ("SELECT * WHERE { ?s ?p ?o }", "select"),
        ("ASK { ?s ?p ?o }", "ask"),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "construct"),
    ],
)
def test_a_query_becomes_an_executable_of_its_form(body: str, form: str) -> None:
    text = f"# What? | 什么？\n{body}\n"
    store = Store()
    store.extend(Quad(t.subject, t.predicate, t.object) for t in describe_queries({"07-what": text}))
    rows = ask(
        store, f"SELECT ?query ?text WHERE {{ ?query a sh:SPARQL{form.title()}Executable ; sh:{form} ?text }}"
    )
    assert rows == [["https://w3id.org/aiinfra/query/07-what", text]]


def test_a_query_has_its_question_in_both_languages() -> None:
    labels = [str(t.object) for t in describe_queries({"01-makers": QUERY}) if "label" in t.predicate.value]
    assert labels == ['"Who develops which chip?"@en', '"哪家公司研发了哪款芯片？"@zh']


@pytest.mark.parametrize("first", ["SELECT", "# only English?", "# | 只有中文？", "# English? |"])
def test_a_query_without_its_question_is_refused(first: str) -> None:
    with pytest.raises(SourceError, match=r"queries/01-x\.rq:1: begin with a line"):
        describe_queries({"01-x": f"{first}\nSELECT * WHERE {{ ?s ?p ?o }}"})


def test_a_query_with_a_mistake_is_refused_with_its_place() -> None:
    with pytest.raises(SourceError, match=r"queries/01-x\.rq: error at 2:\d+"):
        describe_queries({"01-x": "# What? | 什么？\nSELECT * WHERE { ?s ?p }"})
