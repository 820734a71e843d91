import builtins
import datetime
import pickle
from decimal import Decimal

import pyoxigraph as ox
import pytest
from rich.console import Console

from kg.errors import QueryError, ToolError
from kg.library import IRI, Blank, Release, Row, Rows, Text, Triples
from kg.settings import read_settings
from kg.store import open_release
from kg.table import draw_table
from tests.release import built_release

DATA = """
PREFIX : <http://e/> PREFIX aii: <https://w3id.org/aiinfra/ontology#> PREFIX graph: <https://w3id.org/aiinfra/graph/>
:chip aii:label "芯片"@zh .
graph:facts { :chip aii:power 75.5 ; aii:count 12 . }
graph:inferred { :chip aii:power 75.5 . }
"""
DATATYPES = """
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT ?v { VALUES ?v { %s } }
"""


@pytest.fixture
def release() -> Release:
    store = ox.Store()
    store.load(DATA, ox.RdfFormat.TRIG)
    return Release(store)


def rows(release: Release, query: str) -> Rows:
    found = release.query(query)
    assert isinstance(found, Rows)
    return found


@pytest.mark.parametrize(
    ("term", "value"),
    [
        ("<http://e/a>", IRI("http://e/a")),
        ("'a'", "a"),
        ("'芯'@zh-CN", Text("芯", "zh-cn")),
        ("12", 12),
        ("'7'^^xsd:long", 7),
        ("75.50", Decimal("75.5")),
        ("1.5e0", 1.5),
        ("'INF'^^xsd:float", float("inf")),
        ("true", True),
        ("'2021-06-30'^^xsd:date", datetime.date(2021, 6, 30)),
        (
            "'2021-06-01T00:00:00+08:00'^^xsd:dateTime",
            datetime.datetime(2021, 6, 1, tzinfo=datetime.timezone(datetime.timedelta(hours=8))),
        ),
        ("'2021'^^xsd:gYear", "2021"),
        ("'2021-06-30Z'^^xsd:date", "2021-06-30Z"),
        ("'many'^^xsd:integer", "many"),
        ("'often'^^xsd:boolean", "often"),
        ("'x'^^<http://e/type>", "x"),
        ("UNDEF", None),
    ],
)
def test_a_term_becomes_the_python_value_of_its_kind(term: str, value: object) -> None:
    (row,) = rows(Release(ox.Store()), DATATYPES % term)
    assert row.v == value
    assert type(row.v) is type(value)
    assert getattr(row.v, "language", None) == getattr(value, "language", None)


def test_a_blank_node_and_a_triple_term_have_values_too() -> None:
    query = "SELECT ?b ?t { BIND(BNODE() AS ?b) BIND(<<( <http://e/s> <http://e/p> 1 )>> AS ?t) }"
    (row,) = rows(Release(ox.Store()), query)
    assert isinstance(row.b, Blank)
    assert row.t == ("http://e/s", "http://e/p", 1)


def test_a_row_is_read_by_name_attribute_place_and_in_order(release: Release) -> None:
    found = rows(release, "SELECT ?count ?chip { ?chip <https://w3id.org/aiinfra/ontology#count> ?count }")
    assert found.columns == ("count", "chip")
    (row,) = found
    assert row["count"] == row.count == row[0] == 12
    assert list(row) == [12, "http://e/chip"]
    assert dict(row) == {"count": 12, "chip": "http://e/chip"}
    assert row == Row(("count", "chip"), (12, IRI("http://e/chip")))


def test_a_column_that_is_not_there_is_named(release: Release) -> None:
    (row,) = rows(release, "SELECT (1 AS ?a) {}")
    with pytest.raises(AttributeError, match="no column b: there are a"):
        _ = row.b
    with pytest.raises(KeyError):
        row["b"]


def test_rows_survive_pickling_with_their_languages() -> None:
    found = rows(Release(ox.Store()), "SELECT ('芯'@zh AS ?x) {}")
    again = pickle.loads(pickle.dumps(found))
    assert again == found
    assert again[0].x.language == "zh"


def test_a_slice_of_rows_is_rows() -> None:
    found = rows(Release(ox.Store()), "SELECT ?x { VALUES ?x { 1 2 3 } }")
    assert [row.x for row in found[1:]] == [2, 3]


def test_rows_become_a_data_frame_with_the_same_columns() -> None:
    frame = rows(Release(ox.Store()), "SELECT ?b ?a { VALUES (?b ?a) { (1 'x') (2 UNDEF) } }").to_frame()
    assert list(frame.columns) == ["b", "a"]
    assert list(frame["b"]) == [1, 2]
    assert list(frame["a"].isna()) == [False, True]


def test_no_rows_become_an_empty_data_frame_with_columns() -> None:
    assert list(rows(Release(ox.Store()), "SELECT ?b ?a { ?b ?p ?a }").to_frame().columns) == ["b", "a"]


def test_without_pandas_the_way_to_install_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    imported = builtins.__import__

    def refuse(name: str, *rest: object) -> object:
        if name == "pandas":
            raise ImportError(name)
        return imported(name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(ToolError, match=r"pip install aiinfra-kg\[pandas\]"):
        rows(Release(ox.Store()), "SELECT ?x {}").to_frame()


def test_ask_is_a_bool(release: Release) -> None:
    assert release.query("ASK { ?s ?p 12 }") is True
    assert release.query("ASK { ?s ?p 13 }") is False


def test_triples_are_tuples_of_values_and_can_be_written(release: Release) -> None:
    found = release.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(LANG(?o) = 'zh') }")
    assert isinstance(found, Triples)
    assert list(found) == [("http://e/chip", "https://w3id.org/aiinfra/ontology#label", "芯片")]
    assert found.serialize("nt").decode().endswith('label> "芯片"@zh .\n')


@pytest.mark.parametrize(
    "query", ["SELECT", "ASK { SERVICE <http://127.0.0.1/> {} }", "ASK { FILTER(<http://e/f>()) }"]
)
def test_a_faulty_query_raises_query_error(release: Release, query: str) -> None:
    with pytest.raises(QueryError):
        release.query(query)


@pytest.mark.parametrize("format", ["nquads", "trig", "jsonld", "turtle", "ntriples", "rdfxml"])
def test_an_export_has_the_same_bytes_whatever_the_blank_nodes_were_called(format: str) -> None:
    text = "<u:a> <u:p> _:{0}, _:{2} . _:{0} <u:q> _:{1} . _:{1} <u:r> <u:b> . _:{2} <u:r> <u:c> ."
    exports = []
    for names in (("x", "y", "z"), ("z", "x", "y")):
        store = ox.Store()
        store.load(text.format(*names), ox.RdfFormat.TURTLE)
        exports.append(Release(store).export(format))
    assert exports[0] == exports[1]


@pytest.mark.parametrize("format", ["nquads", "jsonld"])
def test_the_release_read_twice_is_exported_with_the_same_bytes(format: str) -> None:
    built_release()
    path = read_settings().release
    first, second = (Release(open_release(path)).export(format) for _ in range(2))
    assert b"_:" in first
    assert first == second


def test_the_whole_data_set_is_exported_sorted_with_its_graphs(release: Release) -> None:
    lines = release.export().decode().splitlines()
    assert len(lines) == 4
    assert lines[0] == '<http://e/chip> <https://w3id.org/aiinfra/ontology#label> "芯片"@zh .'
    assert lines[-1].endswith("<https://w3id.org/aiinfra/graph/inferred> .")
    assert release.export("trig").decode().count("graph:facts {") == 1


def test_a_format_of_triples_drops_the_graphs_and_what_stands_twice(release: Release) -> None:
    assert len(release.export("ntriples").splitlines()) == 3


@pytest.mark.parametrize("graph", ["facts", "https://w3id.org/aiinfra/graph/facts"])
def test_one_graph_is_exported_by_name_or_iri(release: Release, graph: str) -> None:
    exported = ox.parse(release.export("turtle", graph), ox.RdfFormat.TURTLE)
    assert sorted(str(quad.object) for quad in exported) == [
        '"12"^^<http://www.w3.org/2001/XMLSchema#integer>',
        '"75.5"^^<http://www.w3.org/2001/XMLSchema#decimal>',
    ]


@pytest.mark.parametrize(
    ("graph", "sentence"),
    [("claims", "there is no graph claims: choose one of"), ("fact", "fact is no graph: give its IRI")],
)
def test_a_graph_that_is_not_there_is_refused_with_a_choice(
    release: Release, graph: str, sentence: str
) -> None:
    with pytest.raises(ToolError, match=sentence):
        release.export("turtle", graph)


def test_a_format_that_is_not_there_is_refused_with_a_choice(release: Release) -> None:
    with pytest.raises(QueryError, match="choose one of turtle, ntriples"):
        release.export("docx")


def test_a_table_shortens_iris_and_shows_languages() -> None:
    query = "SELECT * { VALUES (?a ?b ?c) { (<id/chip> '[b]芯[/b]'@zh true) (<http://x/> 1.50 UNDEF) } }"
    console = Console(width=100)
    with console.capture() as capture:
        console.print(draw_table(rows(Release(ox.Store()), query)))
    shown = capture.get()
    assert "id:chip" in shown
    assert "[b]芯[/b]@zh" in shown
    assert "http://x/" in shown
    assert "true" in shown
