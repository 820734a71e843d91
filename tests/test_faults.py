"""All that clients, operators and machines do wrong, done to a real server: it says what, and goes on."""

import contextlib
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from tests.server import Served, number, serving, until
from tests.test_serving import DATA, LOOKUP
from tests.tiny import write, write_tiny

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
DIRECT = {"content-type": "application/sparql-query"}
FORM = {"content-type": "application/x-www-form-urlencoded"}
#: Queries that the W3C calls wrong and the engine (pyoxigraph 0.5) answers.
ENGINE = {"syntax-sparql3/syn-bad-26"}
SENDING = 1  # seconds that the server of this module waits for a client


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server with little time and less patience, for the tests of this module."""
    path = write(tmp_path_factory.mktemp("faults") / "data.trig", DATA)
    limits = ["--time=2", "--workers=2", "--memory=268435456", "--bytes=1000000", f"--sending={SENDING}"]
    with serving(str(path), *limits) as served:
        yield served
        until(lambda: len(served.descendants()) in {0, 3})  # the nursery and two workers, or no /proc


@pytest.fixture
def client(served: Served) -> Iterator[httpx.Client]:
    """A client; after each test the next lookup is answered, by a server that is whole."""
    with httpx.Client(base_url=served.address, trust_env=False, timeout=30) as client:
        yield client
        again = client.get("sparql", params={"query": f"{LOOKUP} # {time.monotonic()}"})
        assert again.status_code == 200
        assert "Traceback" not in served.log.read_text("utf-8")


def connect(served: Served) -> socket.socket:
    host, port = served.address.removeprefix("http://").split(":")
    connection = socket.create_connection((host, int(port)))
    connection.settimeout(20)
    return connection


def read_all(connection: socket.socket) -> bytes:
    """Return what comes until the server hangs up."""
    received = bytearray()
    with contextlib.suppress(ConnectionError):
        while part := connection.recv(65_536):
            received += part
    return bytes(received)


def problem(response: httpx.Response) -> tuple[int, str]:
    assert response.headers["content-type"] == "application/problem+json"
    document = response.json()
    assert re.search(r"\w\.$", document["detail"].rstrip('"'))
    return response.status_code, document["code"]


def negative_syntax_tests(w3c: Path) -> dict[str, Path]:
    """Return the files of all queries that the W3C calls malformed, by name."""
    found = {}
    for manifest in sorted((w3c / "rdf-tests" / "sparql").rglob("manifest*.ttl")):
        triples = list(parse(manifest.read_bytes(), RdfFormat.TURTLE, base_iri=manifest.as_uri()))
        wrong = {
            t.subject
            for t in triples
            if t.predicate.value == RDF_TYPE
            and isinstance(t.object, NamedNode)
            and t.object.value in {MF + "NegativeSyntaxTest", MF + "NegativeSyntaxTest11"}
        }
        for t in triples:
            if t.subject in wrong and t.predicate.value == MF + "action" and isinstance(t.object, NamedNode):
                path = Path(t.object.value.removeprefix("file://"))
                found[f"{manifest.parent.name}/{path.stem}"] = path
    return found


def test_malformed_queries_of_the_w3c_are_told_with_their_place(w3c: Path, client: httpx.Client) -> None:
    queries = negative_syntax_tests(w3c)
    answered = set()
    for name, path in queries.items():
        response = client.post("sparql", content=path.read_bytes(), headers=DIRECT)
        if response.status_code == 200:
            answered.add(name)
            continue
        status, code = problem(response)
        assert status == 400, name
        assert code in {"syntax", "undeclared-prefix"}, name
        if code == "syntax":
            assert {"line", "column"} <= set(response.json()), (name, response.text)
    assert len(queries) >= 60
    assert answered == ENGINE


@pytest.mark.parametrize(
    ("headers", "body", "found"),
    [
        (DIRECT, "ASK { ?s ?p '算力' }".encode("gb18030"), (400, "bad-encoding")),
        (DIRECT, "ASK {}".encode("utf-16"), (400, "bad-encoding")),
        (DIRECT, "ASK {}".encode("utf-16-le"), (400, "syntax")),
        (DIRECT, b"\xef\xbb\xbfASK {}", (200, "")),
        (DIRECT, b"ASK { ?s ?p '\xed\xa0\x80' }", (400, "bad-encoding")),
        (DIRECT, b"ASK { ?s ?p '\xc0\xaf' }", (400, "bad-encoding")),
        (DIRECT, b"ASK {}\0", (400, "syntax")),
        (DIRECT, b"\0" * 10_000, (400, "syntax")),
        (DIRECT, b"\xf4\x8f\xbf\xbf", (400, "syntax")),
        (DIRECT, b"", (400, "syntax")),
        (FORM, b"query=" + "ASK { ?s ?p '力' }".encode("gb18030"), (400, "bad-encoding")),
        (FORM, b"query=%00", (400, "syntax")),
        (FORM, b"%", (400, "bad-encoding")),
        (FORM, b"=" * 100_000, (400, "no-query")),
        (FORM, b"query", (400, "syntax")),
        (
            DIRECT | {"content-type": "application/sparql-query; charset=x"},
            b"ASK {}",
            (400, "bad-encoding"),
        ),
        (DIRECT | {"content-encoding": "zstd"}, b"ASK {}", (415, "unsupported-encoding")),
    ],
)
def test_a_body_that_is_no_utf_8_query_is_refused(
    client: httpx.Client, headers: dict[str, str], body: bytes, found: tuple[int, str]
) -> None:
    response = client.post("sparql", content=body, headers=headers)
    if found[0] == 200:
        assert response.status_code == 200
    else:
        assert problem(response) == found


@pytest.mark.parametrize("brackets", ["{}", "()", "[]", "{(", "([{"])
@pytest.mark.parametrize("closed", [True, False])
def test_a_hundred_thousand_brackets_are_counted_not_parsed(
    client: httpx.Client, brackets: str, closed: bool
) -> None:
    opening = [bracket for bracket in brackets if bracket in "{(["]
    query = "ASK { ?s ?p ?o FILTER" + "".join(opening) * 100_000
    if closed:
        query += "".join({"{": "}", "(": ")", "[": "]"}[b] for b in reversed(opening)) * 100_000 + "}"
    response = client.post("sparql", content=query, headers=DIRECT)
    assert problem(response) == (400, "too-deep")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ASK { " + " ".join(f"?v{n} <http://e/p> ?v{n + 1} ." for n in range(1000)) + " }", {200, 503}),
        ("ASK { ?a <http://e/p>" + "/<http://e/p>" * 1001 + " ?b }", {400}),
        ("ASK { ?a <http://e/p>" + "/<http://e/p>" * 900 + " ?b }", {200, 503}),
        ("SELECT * { " + "{ ?a ?b ?c } UNION " * 900 + "{ ?a ?b ?c } }", {200, 503, 507}),
        ("ASK { FILTER(" + "!" * 900 + "true) }", {200, 503}),
        ("ASK { FILTER(" + "1+" * 900 + "1) }", {200, 503}),
        ("ASK { FILTER(" + "-" * 100_000 + "1) }", {400}),
        ("ASK { " + "OPTIONAL { ?a ?b ?c } " * 400 + "}", {200, 503}),
        ("ASK { ?s ?p '" + "x" * 900_000 + "' }", {200}),
        ("ASK { ?s ?p <http://e/" + "x" * 900_000 + "> }", {200}),
        ("SELECT (STRLEN(CONCAT(" + "?x," * 900 + "'')) AS ?n) {}", {200}),
        (
            "SELECT (STRLEN(?h) AS ?n) { BIND('x' AS ?a) "
            + " ".join(f"BIND(CONCAT(?{x}, ?{x}) AS ?{y})" for x, y in zip("abcdefg", "bcdefgh", strict=True))
            + "}",
            {200},
        ),
        (
            "SELECT (STRLEN(?v40) AS ?n) { BIND('x' AS ?v0) "
            + " ".join(f"BIND(CONCAT(?v{n}, ?v{n}) AS ?v{n + 1})" for n in range(40))
            + "}",
            {503},
        ),
        ("ASK { ?s (<http://e/p>|!<http://e/q>)* ?o . ?o (<http://e/p>*)* ?s }", {200, 503}),
        ("ASK { FILTER(REGEX('" + "a" * 5000 + "', '(a*)*(a|aa)+b')) }", {200, 422}),
        ("ASK { FILTER(REGEX('a', '" + "(" * 90 + "a" + "){100}" * 90 + "')) }", {200, 422, 503}),
        ("ASK { FILTER(REPLACE('aaaa', '((a{1000}){1000}){1000}', 'b') = 'b') }", {200, 422, 503}),
        ("SELECT (SUM(?x) AS ?n) { VALUES ?x { " + "1 " * 100_000 + "} }", {200}),
        ("SELECT " + " ".join(f"?v{n}" for n in range(20_000)) + " { ?s ?p ?o } LIMIT 1", {200, 503}),
    ],
)
def test_what_grows_is_answered_or_stopped_with_a_reason(
    client: httpx.Client, query: str, found: set[int]
) -> None:
    response = client.post("sparql", content=query, headers=DIRECT)
    assert response.status_code in found, response.text
    if response.status_code != 200:
        problem(response)


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"G",
        b"GET /healthz HTTP/1.1\r\nHost: h\r\n",
        b"GET /healthz HTTP/1.1\r\nHost: h\r\nX: ",
        b"\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: h\r\nContent-Type: application/sparql-query\r\n"
        b"Content-Length: 9\r\n\r\nASK",
        b"POST /sparql HTTP/1.1\r\nHost: h\r\nContent-Type: application/sparql-query\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n3\r\nASK\r\n",
        b"GET /healthz HTTP/1.1\r\nHost: h\r\n\r\nGET /healthz HTTP/1.1\r\n",
    ],
)
def test_a_request_that_does_not_come_whole_is_given_up(
    served: Served, client: httpx.Client, sent: bytes
) -> None:
    with connect(served) as connection:
        connection.sendall(sent)
        received = read_all(connection)
    head, _, body = received.rpartition(b"\r\n\r\n")
    assert b"HTTP/1.1 408 Request Timeout\r\n" in head
    assert b'"code": "slow-request"' in body
    assert received.count(b"HTTP/1.1 200") == sent.count(b"\r\n\r\nGET")


@pytest.mark.parametrize(
    "drop",
    [b"GET /healthz HTTP/1.1\r\n", b"POST /sparql HTTP/1.1\r\nContent-Length: 100000\r\n\r\n"],
    ids=["head", "body"],
)
def test_a_request_that_drips_is_given_up(served: Served, client: httpx.Client, drop: bytes) -> None:
    with connect(served) as connection:
        connection.sendall(drop)
        with contextlib.suppress(ConnectionError):  # the server has hung up
            for _ in range(400):
                connection.sendall(b"X-A: b\r\n")
                time.sleep(0.05)
            raise AssertionError("the server waits on")


def test_a_client_that_waits_for_its_answer_is_not_slow(served: Served, client: httpx.Client) -> None:
    slow = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(9)) + " }"
    lookup = b"GET /healthz HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
    with connect(served) as connection:
        connection.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: h\r\nContent-Type: application/sparql-query\r\n"
            b"Content-Length: %d\r\n\r\n" % len(slow) + slow.encode() + lookup
        )
        received = read_all(connection)
    assert re.findall(rb"HTTP/1.1 (\d+)", received) == [b"503", b"200"]


def test_all_queries_of_a_client_that_left_are_stopped(served: Served, client: httpx.Client) -> None:
    def stopped() -> float:
        return number(client, 'kg_workers_stopped_total{reason="left"}')

    slow = quote("SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(9)) + " }")
    before = stopped()
    with connect(served) as connection:
        for n in range(2):
            asked = f"GET /sparql?query={slow}%23{n} HTTP/1.1\r\nHost: h\r\n\r\n"
            connection.sendall(asked.encode())
        until(lambda: number(client, "kg_workers_busy") == 1)
    until(lambda: stopped() == before + 1, 1.5)  # the second had not begun


def test_a_client_that_takes_no_answer_is_cut_off(served: Served, client: httpx.Client) -> None:
    query = quote("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 3500")
    asked = f"GET /sparql?query={query} HTTP/1.1\r\nHost: h\r\n\r\n".encode()
    host, port = served.address.removeprefix("http://").split(":")
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect((host, int(port)))
        connection.settimeout(20)
        for _ in range(20):
            connection.sendall(asked)
        time.sleep(SENDING * 6)
        received = read_all(connection)
    assert received.startswith(b"HTTP/1.1 200 OK\r\n")
    assert received.count(b"HTTP/1.1 200 OK\r\n") < 20


def test_a_client_that_takes_answers_slowly_but_steadily_gets_them_all(
    served: Served, client: httpx.Client
) -> None:
    query = quote("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 3500")
    host, port = served.address.removeprefix("http://").split(":")
    received = bytearray()
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect((host, int(port)))
        connection.settimeout(20)
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n")  # leaves little to be taken
        for n in range(20):
            close = "Connection: close\r\n" if n == 19 else ""
            connection.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: h\r\n{close}\r\n".encode())
        began = time.monotonic()
        while part := connection.recv(1 << 16):
            received += part
            time.sleep(max(0.0, began + len(received) / 1e6 - time.monotonic()))  # 1 MB a second
    assert received.count(b"HTTP/1.1 200 OK\r\n") == 21
    assert time.monotonic() - began > SENDING * 2


@pytest.mark.parametrize(
    "sent",
    [
        b"GET /" + b"x" * 3_000_000 + b" HTTP/1.1\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nHost: h\r\nX: " + b"x" * 3_000_000 + b"\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nHost: h\r\n" + b"X: y\r\n" * 500_000 + b"\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: h\r\nContent-Type: application/sparql-query\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n0\r\n" + b"X: y\r\n" * 500_000,
        b"POST /sparql HTTP/1.1\r\nHost: h\r\nContent-Type: application/sparql-query\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n1;" + b"x" * 3_000_000,
    ],
    ids=["target", "field", "fields", "trailer", "chunk extension"],
)
def test_a_head_without_end_is_refused(served: Served, client: httpx.Client, sent: bytes) -> None:
    with connect(served) as connection:
        with contextlib.suppress(ConnectionError):  # it hangs up when it has read enough
            connection.sendall(sent)
        received = read_all(connection)
    assert received == b"" or re.match(rb"HTTP/1.1 (431|400) ", received)


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 500,  # TLS
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"HELO h\r\n\r\n",
        b"GET http://[ HTTP/1.1\r\nHost: h\r\n\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\nHost: h\r\n\r\n",
        b"CONNECT h:80 HTTP/1.1\r\nHost: h\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: h\r\nContent-Length: x\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nASK",
        b"POST /sparql HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
)
def test_what_is_not_http_is_told(served: Served, client: httpx.Client, sent: bytes) -> None:
    with connect(served) as connection:
        connection.sendall(sent)
        received = read_all(connection)
    assert re.match(rb"HTTP/1.1 4\d\d ", received)
    assert b'"detail": ' in received


@pytest.mark.parametrize(
    "upgrade",
    [
        b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
        b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQ\r\n",
    ],
)
def test_another_protocol_is_not_spoken(served: Served, client: httpx.Client, upgrade: bytes) -> None:
    with connect(served) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: h\r\n" + upgrade + b"\r\n")
        assert connection.recv(12) == b"HTTP/1.1 200"


@pytest.mark.parametrize("sizes", [(10**18, 0), (1 << 63, 0), (2 << 20, 2 << 20)])
def test_a_body_that_says_it_is_huge_is_refused_unread(
    served: Served, client: httpx.Client, sizes: tuple[int, int]
) -> None:
    said, sent = sizes
    with connect(served) as connection:
        connection.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: h\r\nContent-Type: application/sparql-query\r\n"
            b"Content-Length: %d\r\n\r\n" % said
        )
        with contextlib.suppress(ConnectionError):
            connection.sendall(b"#" * sent)
        assert re.match(rb"HTTP/1.1 (413|400)", connection.recv(12))


FEW_FILES = """
import resource, sys
resource.setrlimit(resource.RLIMIT_NOFILE, (200, 200))
sys.argv = ["kg", *sys.argv[1:]]
from kg.cli import main
main()
"""


def test_more_connections_than_descriptors_are_turned_away_and_nothing_is_lost(tmp_path: Path) -> None:
    data = write(tmp_path / "data.trig", DATA)
    arguments = (str(data), "--sending=5", "--workers=2")
    with serving(*arguments, program=("-c", FEW_FILES)) as served, contextlib.ExitStack() as stack:
        held = [stack.enter_context(connect(served)) for _ in range(300)]
        received = read_all(held[-1])
        assert received.startswith(b"HTTP/1.1 503 ") or received == b""
        stack.close()
        until(lambda: httpx.get(served.address + "/readyz", trust_env=False).json()["workers"] == 2)
        assert httpx.get(served.sparql, params={"query": LOOKUP}, trust_env=False).status_code == 200
        assert "Traceback" not in served.log.read_text("utf-8")


SMALL_DISK = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))
from kg.cli import main
main()
"""


def kg(
    *arguments: str, program: tuple[str, ...] = ("-m", "kg"), folders: dict[str, str] | None = None
) -> tuple[int, str]:
    """Run ``kg``; return its exit code and what it says on standard error."""
    command = [sys.executable, *program, *arguments]
    variables = {**os.environ, **(folders or {})}
    done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False, timeout=60)
    return done.returncode, done.stderr


def test_a_build_on_a_full_disk_says_so_and_the_old_release_stays(tmp_path: Path) -> None:
    settings = write_tiny(tmp_path)
    folders = {"KG_HOME": str(settings.home), "KG_INPUTS": str(settings.inputs)}
    assert kg("build", folders=folders)[0] == 0
    before = {path.name: path.read_bytes() for path in settings.home.iterdir()}
    assert len(before["release.nq"]) > 4000
    chips = settings.inputs / "graph/entities/chips.ttl"
    chips.write_text(chips.read_text("utf-8").replace('"MLU370"@en', '"MLU 370"@en'), "utf-8")
    code, said = kg("build", program=("-c", SMALL_DISK), folders=folders)
    assert (code, said.count("\n")) == (1, 1)
    assert said.startswith("kg: ")
    assert "cannot be written (File too large): free the disk or set KG_HOME" in said
    assert {path.name: path.read_bytes() for path in settings.home.iterdir()} == before
    assert kg("build", folders=folders)[0] == 0


def test_a_taken_port_ends_the_command_with_one_line_and_no_process(served: Served, tmp_path: Path) -> None:
    data = write(tmp_path / "data.trig", DATA)
    port = served.address.rpartition(":")[2]
    code, said = kg("serve", str(data), "--port", port)
    assert code == 1
    assert re.fullmatch(
        rf"kg: cannot listen on 127\.0\.0\.1 port {port} \(.*\): stop what uses it, or give another --port\n",
        said,
    )
