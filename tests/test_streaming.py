"""Long answers, over a real server: in pieces, whole or visibly broken, and filling nobody's memory."""

import contextlib
import json
import os
import re
import signal
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pyoxigraph import RdfFormat, Store, parse

from kg.sparql import answer
from tests.server import Served, number, serving, told_of, until
from tests.tiny import write

SIZE = 300
DATA = "PREFIX : <http://e/>\n" + "".join(
    f':g {{ :subject{n} :predicate "object \\"{n}\\"\\r\\n," }}\n' for n in range(SIZE)
)
#: 90,000 rows: 8 to 25 MB.
LONG = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
#: 90,000 triples that use one of our prefixes.
TRIPLES = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
CONSTRUCT { ?a rdfs:label ?f } { ?a ?b ?c . ?d ?e ?f }"""
#: Its rows never end.
ENDLESS = "SELECT * { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(6)) + " }"
PLAIN = {"accept-encoding": "identity"}
SHORT = "SELECT ?o { <http://e/subject7> ?p ?o }"

linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked at under /proc")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server with short limits, for the tests of this module."""
    path = write(tmp_path_factory.mktemp("streaming") / "data.trig", DATA)
    with serving(str(path), "--time=20", "--holding=2", "--workers=3", "--bytes=2000000000") as served:
        yield served


@pytest.fixture
def client(served: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=served.address, trust_env=False, timeout=30) as client:
        yield client


@pytest.fixture(scope="module")
def store() -> Store:
    store = Store()
    store.load(DATA, RdfFormat.TRIG)
    return store


def logged(served: Served, since: int) -> list[dict[str, object]]:
    """Return the lines of requests for answers that were logged after the first ``since`` requests."""
    return [line for line in served.logged()[since:] if line["path"] in ("/sparql", "/graph")]


def opened(served: Served, query: str) -> socket.socket:
    """Return a connection over which ``query`` has been sent."""
    host, port = served.address.removeprefix("http://").split(":")
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.connect((host, int(port)))
    body = query.encode()
    connection.sendall(
        b"POST /sparql HTTP/1.1\r\nHost: h\r\nContent-Type: application/sparql-query\r\n"
        b"Content-Length: %d\r\n\r\n" % len(body) + body
    )
    return connection


def free(client: httpx.Client) -> None:
    """Wait until no worker computes."""
    until(lambda: number(client, "kg_workers_busy") == 0 and client.get("readyz").json()["workers"] == 3)


@pytest.mark.parametrize("format", ["json", "xml", "csv", "tsv", "xlsx-csv"])
def test_a_long_result_is_that_of_the_library(client: httpx.Client, store: Store, format: str) -> None:
    got = client.get("sparql", params={"query": LONG, "format": format})
    assert (got.status_code, got.headers["transfer-encoding"]) == (200, "chunked")
    assert "content-length" not in got.headers
    assert got.headers["etag"]
    assert got.content == answer(store, LONG, format=format).body
    assert len(got.content) > 5_000_000


@pytest.mark.parametrize(
    ("format", "syntax"),
    [
        ("turtle", RdfFormat.TURTLE),
        ("nt", RdfFormat.N_TRIPLES),
        ("rdfxml", RdfFormat.RDF_XML),
        ("jsonld", RdfFormat.JSON_LD),
        ("trig", RdfFormat.TRIG),
    ],
)
def test_long_triples_are_all_there(client: httpx.Client, format: str, syntax: RdfFormat) -> None:
    got = client.get("sparql", params={"query": TRIPLES, "format": format})
    assert (got.status_code, got.headers["transfer-encoding"]) == (200, "chunked")
    triples = list(parse(got.content, syntax))
    assert len(triples) == SIZE**2
    assert len(set(triples)) == SIZE**2
    if format == "turtle":
        assert b"rdfs:label" in got.content


def test_a_short_answer_has_its_length(client: httpx.Client) -> None:
    got = client.get("sparql", params={"query": SHORT})
    assert got.headers["content-length"] == str(len(got.content))
    assert "transfer-encoding" not in got.headers


def test_a_whole_graph_streams_too(tmp_path: Path) -> None:
    nquads = "".join(f"<http://e/{n}> <http://e/p> <http://e/{n}> <http://e/g> .\n" for n in range(30_000))
    with serving(str(write(tmp_path / "data.nq", nquads))) as served:
        url = f"{served.address}/graph?graph=http://e/g&format=nt"
        got = httpx.get(url, trust_env=False)
        assert got.headers["transfer-encoding"] == "chunked"
        assert len(set(got.text.splitlines())) == 30_000
        until(lambda: logged(served, 0)[-1:] != [])
        assert logged(served, 0)[-1]["rows"] == 30_000


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_a_long_answer_is_compressed_as_it_comes(
    served: Served, client: httpx.Client, store: Store, coding: str
) -> None:
    since = len(served.logged())
    headers = {"accept-encoding": coding}
    with client.stream("GET", "sparql", params={"query": LONG, "format": "csv"}, headers=headers) as got:
        assert got.headers["content-encoding"] == coding
        body = b"".join(got.iter_bytes())
    assert body == answer(store, LONG, format="csv").body
    until(lambda: len(logged(served, since)) == 1)
    line = logged(served, since)[0]
    assert (line["status"], line["rows"], "cut" in line) == (200, SIZE**2, False)
    assert line["bytes"] == got.num_bytes_downloaded < len(body) / 4


def test_a_client_that_has_a_long_answer_is_not_sent_it_again(client: httpx.Client) -> None:
    with client.stream("GET", "sparql", params={"query": LONG}) as got:
        etag = got.headers["etag"]
    again = client.get("sparql", params={"query": LONG}, headers={"if-none-match": etag})
    assert again.status_code == 304


def test_head_of_a_long_answer_has_no_body_and_keeps_no_worker(client: httpx.Client) -> None:
    free(client)
    head = client.head("sparql", params={"query": ENDLESS})
    assert (head.status_code, head.content) == (200, b"")
    assert "content-length" not in head.headers
    free(client)


@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_an_answer_that_takes_too_long_breaks_off_visibly(
    served: Served, client: httpx.Client, coding: str
) -> None:
    since = len(served.logged())
    cut = number(client, 'kg_answers_cut_total{reason="timeout"}')
    form = {"query": ENDLESS, "timeout": "1", "format": "csv"}
    pieces: list[int] = []
    with client.stream("POST", "sparql", data=form, headers={"accept-encoding": coding}) as got:
        assert got.status_code == 200
        with pytest.raises(httpx.RemoteProtocolError, match="incomplete chunked read"):
            pieces.extend(map(len, got.iter_raw()))
    size = sum(pieces)
    until(lambda: len(logged(served, since)) == 1)
    line = logged(served, since)[0]
    assert (line["status"], line["cut"]) == (200, "timeout")
    assert line["bytes"] == size > (1 << 20 if coding == "identity" else 0)
    assert number(client, 'kg_answers_cut_total{reason="timeout"}') == cut + 1
    free(client)
    assert "ASGI" not in served.log.read_text("utf-8")


def test_an_answer_past_the_limit_of_bytes_is_refused_or_breaks_off(tmp_path: Path) -> None:
    path = write(tmp_path / "data.trig", DATA)
    with serving(str(path), "--bytes=500000", "--quiet") as served:
        refused = httpx.get(served.sparql, params={"query": LONG}, trust_env=False)
        assert (refused.status_code, refused.json()["code"]) == (507, "too-large")
    with serving(str(path), "--bytes=3000000") as served:
        with pytest.raises(httpx.RemoteProtocolError):
            httpx.get(served.sparql, params={"query": LONG}, headers=PLAIN, trust_env=False)
        until(lambda: [line["cut"] for line in logged(served, 0)] == ["too-large"])
        line = logged(served, 0)[0]
        assert isinstance(line["bytes"], int)
        assert 1 << 20 < line["bytes"] <= 3_000_000


def test_more_rows_than_allowed_are_refused_never_left_out(tmp_path: Path) -> None:
    def ask(served: Served, query: str, format: str) -> tuple[int, str]:
        got = httpx.get(served.sparql, params={"query": query, "format": format}, trust_env=False)
        return got.status_code, got.json()["code"] if got.status_code != 200 else ""

    path = write(tmp_path / "data.trig", DATA)
    with serving(str(path), f"--rows={SIZE - 1}") as served:
        for format in ("json", "xml", "csv", "tsv", "xlsx-csv"):
            assert ask(served, "SELECT * { ?a ?b ?c }", format) == (507, "too-large")
            assert ask(served, f"SELECT * {{ ?a ?b ?c }} LIMIT {SIZE - 1}", format) == (200, "")
        for format in ("turtle", "nt", "rdfxml", "jsonld"):
            assert ask(served, "CONSTRUCT WHERE { ?a ?b ?c }", format) == (507, "too-large")
        assert ask(served, "ASK {}", "json") == (200, "")
        until(lambda: len(logged(served, 0)) == 15)
        lines = logged(served, 0)
        assert [line["rows"] for line in lines if line["status"] == 200] == [SIZE - 1] * 5 + [1]
    with serving(str(path), "--rows=50000") as served:
        with pytest.raises(httpx.RemoteProtocolError):
            httpx.get(served.sparql, params={"query": LONG}, trust_env=False)
        until(lambda: [line.get("cut") for line in logged(served, 0)] == ["too-large"])


@linux
def test_an_answer_whose_worker_dies_breaks_off_visibly(served: Served, client: httpx.Client) -> None:
    since = len(served.logged())
    with client.stream("POST", "sparql", data={"query": ENDLESS}) as got:
        for worker in served.descendants()[1:]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)
        with pytest.raises(httpx.RemoteProtocolError):
            got.read()
    until(lambda: [line.get("cut") for line in logged(served, since)] == ["resources"])
    free(client)
    assert client.get("sparql", params={"query": SHORT}).status_code == 200


def test_a_predicate_that_rdf_xml_cannot_hold_breaks_a_long_answer_off(client: httpx.Client) -> None:
    last = f"<http://e/subject{SIZE - 1}>"
    query = f"""CONSTRUCT {{ ?a ?q ?f }} {{ ?a ?b ?c . ?d ?e ?f
      BIND(IF(?a = {last} && ?d = {last}, <http://e/1>, <http://e/p>) AS ?q) }} ORDER BY DESC(?q)"""
    accept = {"accept": "application/rdf+xml"}
    with pytest.raises(httpx.RemoteProtocolError):
        client.get("sparql", params={"query": query}, headers=accept)
    short = query.replace("?a ?b ?c", f"?a ?b ?c FILTER(?a = {last})")
    refused = client.get("sparql", params={"query": short}, headers=accept)
    assert (refused.status_code, refused.json()["code"]) == (406, "not-acceptable")


def test_a_client_that_leaves_a_long_answer_stops_it(served: Served, client: httpx.Client) -> None:
    since = len(served.logged())
    with opened(served, ENDLESS) as connection:
        connection.recv(1000)
        until(lambda: number(client, "kg_workers_busy") == 1)
    until(lambda: [line.get("cut") for line in logged(served, since)] == ["left"])
    free(client)


@linux
def test_slow_clients_fill_no_memory_and_hold_no_worker_for_ever(
    served: Served, client: httpx.Client
) -> None:
    free(client)
    since = len(served.logged())
    before = peak(served.process.pid)
    with contextlib.ExitStack() as stack:
        for place in range(2):
            stack.enter_context(opened(served, ENDLESS + f" # {place}")).recv(100)
        for place in range(20):
            assert client.get("sparql", params={"query": f"{SHORT} # {place}"}).status_code == 200
            time.sleep(0.05)
        assert peak(served.process.pid) - before < 30 << 20
        until(lambda: sum(line.get("cut") == "slow-client" for line in logged(served, since)) == 2)
    free(client)


@linux
def test_a_long_answer_is_nowhere_held_whole(tmp_path: Path) -> None:
    path = write(tmp_path / "data.trig", DATA)
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f . VALUES ?n { 1 2 3 } }"
    with serving(str(path), "--workers=1") as served:
        httpx.get(served.sparql, params={"query": LONG}, trust_env=False)  # to have loaded what it loads
        until(lambda: ["VmHWM" in told_of(pid) for pid in served.descendants()] == [True] * 2)
        processes = [served.process.pid, *served.descendants()]
        before = [peak(process) for process in processes]
        size, after = 0, before
        with httpx.stream(
            "GET", served.sparql, params={"query": query}, headers=PLAIN, trust_env=False
        ) as got:
            for piece in got.iter_raw():
                size += len(piece)
                if 55_000_000 < size < 80_000_000:  # later the worker may have been replaced
                    after = [peak(process) for process in processes]
        assert size > 100_000_000
        assert before != after
        assert max(now - then for now, then in zip(after, before, strict=True)) < 15 << 20


def peak(process: int) -> int:
    """Return the most memory that ``process`` has had, in bytes."""
    found = re.search(r"VmHWM:\s+(\d+) kB", told_of(process))
    assert found is not None
    return int(found.group(1)) << 10


def test_http_1_0_is_told_the_length_of_a_long_answer(served: Served, store: Store) -> None:
    host, port = served.address.removeprefix("http://").split(":")

    def ask(query: str) -> tuple[bytes, bytes]:
        with socket.create_connection((host, int(port))) as connection:
            body = query.encode()
            connection.sendall(
                b"POST /sparql HTTP/1.0\r\nContent-Type: application/sparql-query\r\nAccept: text/csv\r\n"
                b"Content-Length: %d\r\n\r\n" % len(body) + body
            )
            head, _, content = b"".join(iter(lambda: connection.recv(1 << 16), b"")).partition(b"\r\n\r\n")
        return head.lower(), content

    head, content = ask(LONG)
    assert content == answer(store, LONG, format="csv").body
    assert b"content-length: %d" % len(content) in head
    assert b"transfer-encoding" not in head
    head, content = ask(ENDLESS)
    assert head.startswith(b"http/1.1 503") or head.startswith(b"http/1.1 507")
    assert json.loads(content)["code"] in ("timeout", "too-large")


def test_what_is_too_long_for_a_page_says_so_on_it(client: httpx.Client) -> None:
    page = client.get("sparql", params={"query": LONG, "format": "html"})
    assert page.status_code == 507
    assert "too large to be shown" in page.text
