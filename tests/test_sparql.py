import csv
import io
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pyoxigraph import RdfFormat, Store, parse

from kg.errors import QueryError
from kg.limits import Limits
from kg.sparql import DatasetChoice, answer
from tests.services import DOUBTFUL, HARMLESS, SERVICES

DATA = """
PREFIX : <http://e/> PREFIX aii: <https://w3id.org/aiinfra/ontology#>
:chip aii:label "芯片"@zh, "chip"@en .
:g { :chip :power 75.5 }
:h { :chip :power 150.0 ; :maker "Kěmǐ, \\"Ltd\\"" }
"""
SRX = "{http://www.w3.org/2005/sparql-results#}"
POWERS = "SELECT ?p { ?s <http://e/power> ?p } ORDER BY ?p"


@pytest.fixture
def store() -> Store:
    store = Store()
    store.load(DATA, RdfFormat.TRIG)
    return store


def values(store: Store, query: str, **how: object) -> list[str]:
    body = answer(store, query, format="json", **how).body  # type: ignore[arg-type]
    return [next(iter(row.values()))["value"] for row in json.loads(body)["results"]["bindings"]]


def test_select_is_answered_in_json_by_default(store: Store) -> None:
    found = answer(store, POWERS)
    assert (found.form, found.media_type) == ("select", "application/sparql-results+json")
    assert json.loads(found.body) == {
        "head": {"vars": ["p"]},
        "results": {
            "bindings": [
                {"p": {"type": "literal", "value": v, "datatype": "http://www.w3.org/2001/XMLSchema#decimal"}}
                for v in ("75.5", "150")
            ]
        },
    }


def test_csv_has_crlf_utf8_no_mark_and_values_untouched(store: Store) -> None:
    found = answer(store, "SELECT ?m ?none { ?s <http://e/maker> ?m }", accept="text/csv")
    assert found.media_type == "text/csv; charset=utf-8"
    assert found.body == 'm,none\r\n"Kěmǐ, ""Ltd""",\r\n'.encode()


def test_tsv_writes_terms_as_turtle_does(store: Store) -> None:
    found = answer(store, "SELECT ?s ?l ?n { ?s ?q ?l FILTER(LANG(?l) = 'zh') BIND(1 AS ?n) }", format="tsv")
    assert found.body == '?s\t?l\t?n\n<http://e/chip>\t"芯片"@zh\t1\n'.encode()


def test_xml_keeps_a_carriage_return() -> None:
    body = answer(Store(), r"SELECT ('a\rb' AS ?x) {}", format="xml").body
    literal = ElementTree.fromstring(body).find(f".//{SRX}literal")
    assert literal is not None
    assert literal.text == "a\rb"


@pytest.mark.parametrize("query", [r"SELECT ('\u0001' AS ?x) {}", r"CONSTRUCT { <a> <b> '\u0001' } {}"])
def test_xml_is_refused_where_it_cannot_hold_the_answer(query: str) -> None:
    with pytest.raises(QueryError, match="control character") as caught:
        answer(Store(), query, format="xml")
    assert caught.value.status == 406


@pytest.mark.parametrize(
    ("format", "body"),
    [
        ("json", b'{"head":{},"boolean":true}'),
        ("csv", b"true"),
        ("tsv", b"true"),
    ],
)
def test_ask_is_answered_in_every_format(store: Store, format: str, body: bytes) -> None:
    assert answer(store, "ASK {}", format=format).body == body


def test_ask_is_answered_in_xml(store: Store) -> None:
    root = ElementTree.fromstring(answer(store, "ASK { ?s ?p 7 }", format="xml").body)
    assert root.findtext(f"{SRX}boolean") == "false"


def test_a_spreadsheet_gets_a_mark_and_no_formulas() -> None:
    query = "SELECT ?x { VALUES ?x { '=1+1' '@SUM' '-2' '+a' 'a=b' '芯' } }"
    body = answer(Store(), query, format="xlsx-csv").body
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    assert [row[0] for row in rows] == ["x", "'=1+1", "'@SUM", "-2", "'+a", "a=b", "芯"]


def test_columns_stand_as_in_select_and_for_a_star_in_one_fixed_order(store: Store) -> None:
    assert json.loads(answer(store, "SELECT ?b ?a ?c {}").body)["head"]["vars"] == ["b", "a", "c"]
    orders = {answer(store, "SELECT * { ?z ?b ?a OPTIONAL { ?c ?d ?z } }").body[:60] for _ in range(5)}
    assert len(orders) == 1


@pytest.mark.parametrize(
    ("format", "engine"),
    [
        ("turtle", RdfFormat.TURTLE),
        ("nt", RdfFormat.N_TRIPLES),
        ("rdf", RdfFormat.RDF_XML),
        ("jsonld", RdfFormat.JSON_LD),
        ("trig", RdfFormat.TRIG),
        ("nq", RdfFormat.N_QUADS),
    ],
)
@pytest.mark.parametrize("query", ["DESCRIBE <http://e/chip>", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"])
def test_triples_are_answered_in_every_format(
    store: Store, format: str, engine: RdfFormat, query: str
) -> None:
    found = answer(store, query, format=format)
    assert found.form == "graph"
    assert found.media_type.startswith(engine.media_type)
    assert {quad.triple for quad in parse(found.body, engine)} == {quad.triple for quad in store}


def test_turtle_is_the_default_and_declares_only_the_prefixes_it_uses(store: Store) -> None:
    found = answer(store, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(LANG(?o) = 'zh') }")
    assert found.media_type == "text/turtle; charset=utf-8"
    assert found.body.decode().splitlines() == [
        "@prefix aii: <https://w3id.org/aiinfra/ontology#> .",
        '<http://e/chip> aii:label "芯片"@zh .',
    ]


def test_rdf_xml_is_refused_for_a_property_without_an_xml_name() -> None:
    with pytest.raises(QueryError, match="<http://e/9>"):
        answer(Store(), "CONSTRUCT { <http://e/a> <http://e/9> 1 } {}", format="rdfxml")


G, H = "http://e/g", "http://e/h"
ALL = ["75.5", "150"]
IN_GRAPHS = "SELECT ?p {from}{{ GRAPH ?g {{ ?s <http://e/power> ?p }} }} ORDER BY ?p"


@pytest.mark.parametrize(
    ("query", "dataset", "union", "found"),
    [
        (POWERS, DatasetChoice(), True, ALL),
        (POWERS, DatasetChoice(), False, []),
        (POWERS, DatasetChoice(default=(G,)), True, ["75.5"]),
        (POWERS, DatasetChoice(default=(G, H)), True, ALL),
        (POWERS, DatasetChoice(named=(G,)), True, []),
        (POWERS.replace("{", f"FROM <{G}> {{"), DatasetChoice(), True, ["75.5"]),
        (POWERS.replace("{", f"FROM NAMED <{G}> {{"), DatasetChoice(), True, []),
        (POWERS.replace("{", f"FROM <{G}> {{"), DatasetChoice(default=(H,)), True, ["150"]),
        (POWERS.replace("{", f"FROM <{G}> {{"), DatasetChoice(named=(H,)), True, []),
        (POWERS.replace("{", "FROM <http://e/nowhere> {"), DatasetChoice(), True, []),
        (IN_GRAPHS.format(**{"from": ""}), DatasetChoice(), True, ALL),
        (IN_GRAPHS.format(**{"from": ""}), DatasetChoice(named=(H,)), True, ["150"]),
        (IN_GRAPHS.format(**{"from": ""}), DatasetChoice(default=(H,)), True, []),
        (IN_GRAPHS.format(**{"from": f"FROM NAMED <{G}> "}), DatasetChoice(), True, ["75.5"]),
        (IN_GRAPHS.format(**{"from": f"FROM <{G}> "}), DatasetChoice(), True, []),
        (IN_GRAPHS.format(**{"from": f"FROM NAMED <{G}> "}), DatasetChoice(named=(H,)), True, ["150"]),
    ],
)
def test_request_beats_query_beats_the_union_of_all_graphs(
    store: Store, query: str, dataset: DatasetChoice, union: bool, found: list[str]
) -> None:
    assert values(store, query, dataset=dataset, union=union) == found


def test_a_graph_that_is_no_iri_is_refused(store: Store) -> None:
    with pytest.raises(QueryError, match="no absolute IRI") as caught:
        answer(store, POWERS, dataset=DatasetChoice(default=("g",)))
    assert (caught.value.status, caught.value.code) == (400, "bad-parameter")


def test_a_relative_iri_is_resolved_against_our_base() -> None:
    assert values(Store(), "SELECT (STR(<id/chip>) AS ?x) {}") == ["https://w3id.org/aiinfra/id/chip"]


def test_an_escape_may_stand_anywhere(store: Store) -> None:
    assert values(store, POWERS.replace("SELECT ?p", r"SELECT \u003Fp")) == ALL


@dataclass
class Listener:
    """A server on the loopback that counts who knocks."""

    port: int
    knocks: list[str] = field(default_factory=list)


@pytest.fixture
def listener() -> Iterator[Listener]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        found = Listener(server.getsockname()[1])
        ends = threading.Event()

        def count() -> None:
            while not ends.is_set():
                connection, peer = server.accept()
                found.knocks.append(str(peer))
                connection.close()

        thread = threading.Thread(target=count)
        thread.start()
        yield found
        ends.set()
        socket.create_connection(("127.0.0.1", found.port)).close()
        thread.join()


def aimed(query: str, listener: Listener) -> str:
    return query.replace("http://127.0.0.1/", f"http://127.0.0.1:{listener.port}/")


def test_the_engine_itself_does_perform_a_service(listener: Listener) -> None:
    with pytest.raises(OSError, match=r".*"):
        Store().query(aimed(SERVICES[0], listener))
    assert len(listener.knocks) == 1


@pytest.mark.parametrize("query", SERVICES)
def test_a_service_is_refused_and_nothing_goes_out(store: Store, listener: Listener, query: str) -> None:
    with pytest.raises(QueryError) as caught:
        answer(store, aimed(query, listener))
    assert (caught.value.status, caught.value.code) == (403, "service-refused")
    assert caught.value.line is not None
    assert listener.knocks == []


@pytest.mark.parametrize("query", DOUBTFUL)
def test_a_hidden_service_is_refused_and_nothing_goes_out(
    store: Store, listener: Listener, query: str
) -> None:
    with pytest.raises(QueryError) as caught:
        answer(store, aimed(query, listener))
    assert (caught.value.status, caught.value.code) == (400, "ambiguous")
    assert listener.knocks == []


@pytest.mark.parametrize("query", HARMLESS)
def test_a_query_that_only_speaks_of_services_is_answered(store: Store, query: str) -> None:
    assert answer(store, query).form == "ask"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("ASK " + "{" * 100_000 + "}" * 100_000, "too-deep"),
        ("ASK { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }", "too-deep"),
        ("ASK { FILTER(" + "!" * 50_000 + "true) }", "too-long"),
        ("ASK { FILTER(" + "true-" * 50_000 + "true) }", "too-long"),
        ("ASK { " + "{} UNION " * 20_000 + "{} }", "too-long"),
        ("ASK { ?a ?p ?b FILTER(?a<'>' || " + "!" * 50_000 + "true) #'\n}", "ambiguous"),
    ],
)
def test_what_would_crash_the_engine_is_refused(query: str, code: str) -> None:
    with pytest.raises(QueryError) as caught:
        answer(Store(), query)
    assert (caught.value.status, caught.value.code) == (400, code)


def test_a_query_at_the_limits_is_answered() -> None:
    assert answer(Store(), "ASK " + "{" * 100 + "}" * 100).body
    assert answer(Store(), "ASK { FILTER(" + "!" * 990 + "true) }").body
    with pytest.raises(QueryError, match="nests brackets more than 2 deep"):
        answer(Store(), "ASK {{{}}}", limits=Limits(depth=2))


def test_a_function_that_nobody_defines_is_named(store: Store) -> None:
    with pytest.raises(QueryError, match="There is no function <http://e/f> here") as caught:
        answer(store, "SELECT * { ?s ?p ?o FILTER(<http://e/f>(?o)) }")
    assert (caught.value.status, caught.value.code) == (422, "unknown-function")


def test_half_a_surrogate_pair_is_refused(store: Store) -> None:
    with pytest.raises(QueryError, match="surrogate"):
        answer(store, "ASK { ?s ?p '\ud800' }")


def negative_queries(w3c: Path) -> list[Path]:
    """Return the W3C's queries of negative syntax tests."""
    root = w3c / "rdf-tests" / "sparql"
    find = """
    PREFIX mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#>
    SELECT ?file { VALUES ?k { mf:NegativeSyntaxTest mf:NegativeSyntaxTest11 } ?t a ?k ; mf:action ?file }
    """
    found = set()
    for manifest in sorted(root.rglob("manifest.ttl")):
        store = Store()
        store.load(path=manifest, base_iri=manifest.as_uri())
        found |= {Path(uri.removeprefix("file://")) for uri in values(store, find) if uri.endswith(".rq")}
    return sorted(found)


#: pyoxigraph reads ``?x<?a&&?b>?y`` as comparisons, the W3C's longest token rule as an IRI.
ACCEPTED = {"syn-bad-26.rq"}


def test_every_query_that_the_w3c_calls_wrong_is_refused_with_a_line(w3c: Path) -> None:
    paths = [path for path in negative_queries(w3c) if path.name not in ACCEPTED]
    assert len(paths) > 80
    for path in paths:
        with pytest.raises(QueryError) as caught:
            answer(Store(), path.read_text(encoding="utf-8", errors="surrogateescape"))
        assert (caught.value.status, caught.value.line is not None) == (400, True), path
