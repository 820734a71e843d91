"""Chance at work on queries, results and requests: nothing it makes may knock the server over."""

import contextlib
import csv
import io
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote_from_bytes

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)

from kg.errors import QueryError
from kg.namespaces import BASE
from kg.scan import TOKEN, Outline, is_plain, outline
from kg.sparql import answer
from tests.fuzzing import ANSWERED, NOWHERE, SPACES, TIMES, TRIED, Query, disguised, fuzz, mutated, spelled
from tests.server import Served, serving
from tests.services import DOUBTFUL, HARMLESS, SERVICES
from tests.tiny import write

DATA = """PREFIX : <http://e/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> :g {
  :s1 :p 1 , "x" , "力"@zh . :s2 :p :s1 ; :q "2020-01-01"^^xsd:date , 2.5 . _:b :p true } :h { :s1 :p :s2 }"""
#: An example query with a parameter of each kind.
EXAMPLE = """# ?thing (iri): a thing | 物
# ?count (integer): a count | 数
# ?least (decimal): a least value | 下限
# ?year (year): a year | 年
# ?text (string): a text | 文
SELECT * { VALUES ?thing { <http://e/s1> } VALUES ?count { 1 } VALUES ?least { 0.5 }
  VALUES ?year { 2021 } VALUES ?text { "x" } ?thing ?property ?value }"""
EXAMPLES = f"""PREFIX sh: <http://www.w3.org/ns/shacl#>
<https://w3id.org/aiinfra/graph/queries> {{
  <https://w3id.org/aiinfra/query/01-all> sh:select '''{EXAMPLE}''' }}"""
#: Schemathesis has to be told how a body that is a query is written.
HOOKS = """
import schemathesis
schemathesis.serializer.alias("application/sparql-query", "text/plain")
"""
STATUSES = {200, 400, 403, 422, 503, 507}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server with little time; whatever was asked, it is whole afterwards."""
    folder = tmp_path_factory.mktemp("fuzz")
    paths = [write(folder / "data.trig", DATA), write(folder / "examples.trig", EXAMPLES)]
    with serving(*map(str, paths), "--quiet", "--time=2", "--sending=2", "--workers=3") as served:
        yield served
        assert httpx.get(served.sparql, params={"query": "ASK {}"}, trust_env=False).status_code == 200
        assert len(served.descendants()) in {0, 4}
        assert set(served.log.read_text("utf-8").splitlines()) <= {"Invalid HTTP request received."}


@pytest.fixture(scope="module")
def client(served: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=served.address, trust_env=False, timeout=30) as client:
        yield client


def ask(client: httpx.Client, query: str) -> None:
    """Ask, and hold the answer to what every answer must be."""
    TRIED["queries over the socket"] += 1
    body = query.encode("utf-8", "surrogatepass")
    got = client.post("sparql", content=body, headers={"content-type": "application/sparql-query"})
    assert got.status_code in STATUSES, (got.status_code, got.text)
    media = got.headers["content-type"]
    ANSWERED[f"{got.status_code} {'' if got.is_success else got.json()['code']}".strip()] += 1
    if not got.is_success:
        assert media == "application/problem+json"
        assert got.json()["detail"]
    elif media == "application/sparql-results+json":
        assert "head" in got.json()
    else:
        assert list(parse(got.content, RdfFormat.TURTLE)) is not None


@fuzz(400)
@given(spelled(SPACES))
def test_a_query_of_the_grammar_is_answered(client: httpx.Client, query: tuple[Query, str]) -> None:
    ask(client, query[1])


@fuzz(600)
@given(mutated())
def test_a_mutated_query_is_answered_or_refused(client: httpx.Client, query: str) -> None:
    ask(client, query)


@fuzz(300)
@given(
    st.one_of(
        st.text(max_size=200), st.text(alphabet="{}()[]<>'\"#\\.?:;,^@-+*/|&!=aSERVICE \n\r", max_size=300)
    )
)
def test_any_text_is_answered_or_refused(client: httpx.Client, query: str) -> None:
    ask(client, query)


def reads(text: str) -> bool:
    """Tell whether ``text`` is a query to the engine. The store is empty, and SERVICE leads nowhere."""
    try:
        Store().query(text, base_iri=BASE)
    except SyntaxError:
        return False
    except (OSError, RuntimeError, ValueError):
        return True
    return True


def federates(text: str) -> bool:
    """Tell whether the engine finds a SERVICE in ``text``.

    Each word that holds "service" is misspelt: a name, a string or a comment stays one, a keyword does not.
    """
    return reads(text) and not reads(re.sub("serv(?=ice)", "serx", text, flags=re.IGNORECASE))


def seen(text: str) -> Outline | None:
    """Return what the reader sees in ``text``, None where it refuses to read it."""
    with contextlib.suppress(QueryError):
        return outline(text)
    return None


def no_service_slips_through(text: str) -> None:
    TRIED["texts read by scan and engine"] += 1
    found = seen(text)
    if found is None or found.calls or found.quote is not None:
        return
    if found.doubtful is not None and "service" in found.text.lower():
        return
    assert not federates(found.text)


def brackets_agree(text: str) -> None:
    """Hold that in what is a query to the engine, all brackets close for the reader too."""
    found = seen(text)
    if found is None or found.doubtful is not None or not reads(found.text):
        return
    stack: list[str] = []
    for token in TOKEN.finditer(found.text):
        if token.lastgroup == "open":
            stack.append(token.group())
        elif token.lastgroup == "close":
            assert stack, text
            assert stack.pop() + token.group() in {"{}", "()", "[]"}
    assert stack == []


@pytest.mark.parametrize("text", [*SERVICES])
def test_the_oracle_knows_a_service(text: str) -> None:
    query = outline(text.replace("http://127.0.0.1/", NOWHERE[1:-1])).text
    assert federates(query) or not reads(query)


@pytest.mark.parametrize("text", HARMLESS)
def test_the_oracle_knows_what_is_none(text: str) -> None:
    assert reads(text)
    assert not federates(text)


@fuzz(500)
@given(spelled(SPACES))
def test_the_reader_sees_what_a_query_was_made_of(query: tuple[Query, str]) -> None:
    TRIED["texts read by scan and engine"] += 1
    made, text = query
    found = outline(text)
    assert (found.depth, len(found.calls), found.has_from) == (made.depth, made.services, made.has_from)
    if is_plain(text, depth=100, chain=1000):
        assert (made.services, made.has_from) == (0, False)
    assert (found.quote, found.unclosed, found.undeclared) == (None, None, None)


@fuzz(800)
@given(mutated())
@example(DOUBTFUL[0])
@example(DOUBTFUL[1])
@example(DOUBTFUL[2])
def test_no_service_slips_through_and_brackets_agree(text: str) -> None:
    no_service_slips_through(text)
    brackets_agree(text)


@fuzz(1500)
@given(disguised())
def test_no_service_slips_through_in_disguise(text: str) -> None:
    no_service_slips_through(text)
    brackets_agree(text)


_TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
_NODES = st.sampled_from([NamedNode("http://e/a"), NamedNode("http://e/力?x=1&y='2'#z"), BlankNode("b")])
_TERMS = st.one_of(
    _NODES,
    _TEXT.map(Literal),
    st.builds(
        lambda text, tag: Literal(text, language=tag), _TEXT, st.sampled_from(["en", "zh-Hans", "x-y-z"])
    ),
    st.builds(
        lambda text, kind: Literal(text, datatype=NamedNode(kind)),
        _TEXT,
        st.sampled_from(["http://e/type", "http://www.w3.org/2001/XMLSchema#integer"]),
    ),
    st.integers().map(Literal),
    st.floats().map(Literal),
    st.booleans().map(Literal),
)


def value(term: object) -> str:
    """Return a term as it stands in CSV, but for the mark of a blank node."""
    return getattr(term, "value", "")


def bindings(solutions: QuerySolutions) -> list[tuple[object, ...]]:
    names = [variable.value for variable in solutions.variables]
    return [tuple(row[name] for name in names) for row in solutions]


@fuzz(300)
@given(st.lists(st.tuples(_NODES, _TERMS), max_size=4))
def test_results_parse_back_to_the_same_bindings(
    pairs: list[tuple[NamedNode | BlankNode, NamedNode | BlankNode | Literal]],
) -> None:
    TRIED["results written and parsed back"] += 1
    store = Store()
    store.extend(Quad(s, NamedNode("http://e/p"), o, DefaultGraph()) for s, o in pairs)
    query = "SELECT ?s ?o ?none { ?s ?p ?o } ORDER BY STR(?s) STR(?o) LANG(?o)"
    asked = store.query(query)
    assert isinstance(asked, QuerySolutions)
    expected = bindings(asked)
    flat = [term for row in expected for term in row]
    for name, form in (
        ("json", QueryResultsFormat.JSON),
        ("xml", QueryResultsFormat.XML),
        ("tsv", QueryResultsFormat.TSV),
    ):
        if name == "xml" and re.search(
            r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "".join(map(value, flat))
        ):
            with pytest.raises(QueryError, match=r"which XML 1\.0 cannot"):
                answer(store, query, format=name)
            continue
        body = answer(store, query, format=name).body
        parsed = parse_query_results(body, form)
        assert isinstance(parsed, QuerySolutions)
        assert bindings(parsed) == expected, name
    rows = list(csv.reader(io.StringIO(answer(store, query, format="csv").body.decode(), newline="")))
    plain = [[value(term) for term in row] for row in expected]
    named = [[f"_:{value(t)}" if isinstance(t, BlankNode) else value(t) for t in row] for row in expected]
    assert rows[0] == ["s", "o", "none"]
    assert rows[1:] in (named, plain)


_LINES = st.sampled_from(
    [
        b"GET /sparql HTTP/1.1",
        b"POST /sparql HTTP/1.1",
        b"QUERY /sparql?query=ASK{} HTTP/1.0",
        b"HEAD /graph?default HTTP/1.1",
        b"GET /readyz HTTP/1.1",
        b"OPTIONS * HTTP/1.1",
        b"GET",
        b"GET  / HTTP/1.1",
        b"TRACE / HTTP/1.1",
        b"GET /static/../x HTTP/1.1",
    ]
)
_FIELDS = st.sampled_from(
    [
        b"Host: h",
        b"Content-Length: 3",
        b"Content-Length: 99999999999999999999",
        b"Transfer-Encoding: chunked",
        b"Transfer-Encoding: x",
        b"Expect: 100-continue",
        b"Connection: keep-alive, close",
        b"Upgrade: websocket",
        b"Content-Type: application/sparql-query",
        b"Content-Type: multipart/form-data; boundary=",
        b"If-None-Match: *",
        b"Accept-Encoding: gzip;q=nan",
        b"Range: bytes=0-",
        b": x",
        b"X",
        b" folded",
        b"Host: \xff\x00",
        b"Accept: text/html",
        b"Accept-Language: \xe5\x8a\x9b",
    ]
)
_RAW = st.one_of(
    st.binary(max_size=300),
    st.builds(
        lambda line, fields, end, body: b"\r\n".join([line, *fields]) + end + body,
        st.one_of(_LINES, st.binary(max_size=30)),
        st.lists(st.one_of(_FIELDS, st.binary(max_size=30)), max_size=6),
        st.sampled_from([b"\r\n\r\n", b"\n\n", b"", b"\r\n"]),
        st.one_of(
            st.binary(max_size=60),
            st.sampled_from([b"ASK", b"3\r\nASK\r\n0\r\n\r\n", b"ffffffffffffffffff\r\n"]),
        ),
    ),
)


@fuzz(1500)
@given(_RAW)
def test_random_bytes_are_a_request_or_refused(served: Served, raw: bytes) -> None:
    TRIED["random bytes as requests"] += 1
    host, port = served.address.removeprefix("http://").split(":")
    received = bytearray()
    with (
        socket.create_connection((host, int(port)), timeout=20) as connection,
        contextlib.suppress(ConnectionError),
    ):
        connection.sendall(raw)
        connection.shutdown(socket.SHUT_WR)
        while part := connection.recv(65_536):
            received += part
    if received:
        status = re.match(rb"HTTP/1\.1 (\d\d\d) ", received)
        assert status is not None, received
        assert int(status[1]) in {100, 200, 204, 303, 304, 307, 400, 404, 405, 406, 408, 413, 415, 431}


_ACCEPT = st.one_of(
    st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=80),
    st.lists(
        st.sampled_from(
            [
                "text/csv",
                "*/*",
                "text/*",
                "application/json",
                "q=0",
                ";q=1.5",
                "a/b;q=0.001",
                "text/html",
                ",,",
                ";",
                "q=nan",
            ]
        ),
        max_size=8,
    ).map(",".join),
)
_STRINGS = st.one_of(
    st.binary(max_size=60).map(quote_from_bytes),
    st.lists(
        st.sampled_from(
            [
                "query=ASK{}",
                "query=",
                "&",
                "=",
                "%",
                "%zz",
                "format=csv",
                "format=",
                "timeout=1e9",
                "timeout=0.5",
                "lang=zh",
                "default-graph-uri=x",
                "named-graph-uri=http://e/g",
                "update=x",
                "%00",
                "+",
                "query=%F0%9F",
                ";",
                "graph=",
                "default",
            ]
        ),
        max_size=8,
    ).map("&".join),
)


@fuzz(500)
@given(
    _ACCEPT,
    _STRINGS,
    st.sampled_from(["sparql", "graph", ".well-known/void", "readyz", "static/x", "%2e%2e/", "力"]),
)
def test_any_accept_and_query_string_is_answered(
    client: httpx.Client, accept: str, string: str, path: str
) -> None:
    TRIED["Accept headers and query strings"] += 1
    headers = {"accept": accept.strip().encode("latin-1")}  # httpx sends no other
    got = client.get(f"/{path}?{string}", headers=headers)  # type: ignore[arg-type] # httpx takes bytes too
    assert got.status_code in {200, 400, 403, 404, 406}, got.text


def test_the_server_keeps_to_its_open_api_document(served: Served, tmp_path: Path) -> None:
    hooks = write(tmp_path / "hooks.py", HOOKS)
    command = [
        sys.executable,
        "-m",
        "schemathesis.cli",
        "run",
        served.address + "/openapi.json",
        "--no-color",
    ]
    # Not tried: whether only what fits the schema is taken. No schema tells a query from a text.
    checks = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
    command += [f"--checks={checks}", f"--max-examples={max(1, int(10 * TIMES))}"]
    variables = {**os.environ, "SCHEMATHESIS_HOOKS": hooks.stem, "PYTHONPATH": str(tmp_path)}
    limit = 600 * max(1, TIMES)
    done = subprocess.run(
        command, cwd=tmp_path, env=variables, capture_output=True, text=True, check=False, timeout=limit
    )
    assert "/api/queries/01" in httpx.get(served.address + "/openapi.json", trust_env=False).json()["paths"]
    told = re.search(r"(\d+) generated, (\d+) passed", done.stdout)
    assert done.returncode == 0, done.stdout
    assert told is not None, done.stdout
    TRIED["requests of schemathesis"] += int(told[1])
