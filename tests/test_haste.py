"""What is answered unread, or read in part, is answered as if it had been read: on a real server."""

import json
import os
import re
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.web.protocol import read_request
from tests.release import built_release
from tests.server import Served, serving

FIELDS = b"Host: localhost\r\nAccept: text/csv\r\n"


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    built_release()
    with serving() as server:
        yield server


@contextmanager
def connected(server: Served) -> Iterator[socket.socket]:
    host, port = server.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        yield connection


def asking(query: str, fields: bytes = FIELDS, version: bytes = b"1.1") -> bytes:
    return b"GET /sparql?query=%b HTTP/%b\r\n%b\r\n" % (quote(query).encode(), version, fields)


def receive(connection: socket.socket) -> tuple[int, dict[str, str], bytes]:
    """Return status, header fields and body of the next response."""
    came = b""
    while b"\r\n\r\n" not in came:
        part = connection.recv(1)
        assert part, came
        came += part
    first, *lines = came.decode("latin-1").strip().split("\r\n")
    fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    body = b""
    while len(body) < int(fields.get("content-length", 0)):
        body += connection.recv(int(fields["content-length"]) - len(body))
    return int(first.split()[1]), fields, body


def ask(connection: socket.socket, request: bytes) -> tuple[int, dict[str, str], bytes]:
    connection.sendall(request)
    status, fields, body = receive(connection)
    assert fields.pop("date")
    return status, fields, body


def hits(server: Served) -> int:
    found = re.search(r"kg_cache_hits_total (\d+)", httpx.get(f"{server.address}/metrics").text)
    assert found is not None
    return int(found[1])


def answered(server: Served) -> int:
    text = httpx.get(f"{server.address}/metrics").text
    found = re.search(r'kg_requests_total\{kind="sparql",code="200"\} (\d+)', text)
    return int(found[1]) if found else 0


def test_whatever_way_a_request_is_taken_the_response_is_the_same(served: Served) -> None:
    before = answered(served)
    with connected(served) as connection:
        responses = [ask(connection, asking("SELECT (1 AS ?x) {}")) for _ in range(6)]
        halves = asking("SELECT (1 AS ?x) {}")
        connection.sendall(halves[:30])
        time.sleep(0.1)
        responses.append(ask(connection, halves[30:]))
    assert responses == [responses[0]] * 7
    assert (responses[0][0], responses[0][2]) == (200, b"x\r\n1\r\n")
    assert answered(served) - before == 7


def test_requests_that_come_together_are_answered_one_after_the_other(served: Served) -> None:
    with connected(served) as connection:
        known = [asking(f"SELECT ({n} AS ?x) {{}}") for n in range(3)]
        for request in known * 3:
            ask(connection, request)
        connection.sendall(b"".join(known) + known[0][:20])
        assert [receive(connection)[2] for _ in known] == [b"x\r\n%d\r\n" % n for n in range(3)]
        assert ask(connection, known[0][20:])[2] == b"x\r\n0\r\n"


def test_a_request_that_comes_while_another_is_answered_waits_for_it(served: Served) -> None:
    many = "{ SELECT * { ?%s ?p ?o } LIMIT 900 }"
    slow = f"SELECT (COUNT(*) AS ?x) {{ {many % 'a'} {many % 'b'} }}"
    with connected(served) as connection:
        for _ in range(3):
            ask(connection, asking("SELECT (1 AS ?x) {}"))
        connection.sendall(asking(slow))
        time.sleep(0.05)
        connection.sendall(asking("SELECT (1 AS ?x) {}"))
        assert int(receive(connection)[2].split()[1]) > 900
        assert receive(connection)[2] == b"x\r\n1\r\n"


def test_other_header_fields_make_another_request(served: Served) -> None:
    query = "SELECT (1 AS ?x) {} # fields"
    with connected(served) as connection:
        for _ in range(4):
            etag = ask(connection, asking(query))[1]["etag"]
        for accept, kind in ((b"application/json", "json"), (b"text/csv;q=0, application/xml", "xml")):
            for _ in range(4):
                status, fields, _ = ask(connection, asking(query, b"Host: a\r\nAccept: %b\r\n" % accept))
                assert (status, kind in fields["content-type"]) == (200, True)
        for _ in range(4):
            told = FIELDS + f"If-None-Match: {etag}\r\n".encode()
            status, fields, body = ask(connection, asking(query, told))
            assert (status, fields["etag"], body) == (304, etag, b"")
        for _ in range(4):
            status, fields, _ = ask(connection, asking(query, b"Host: a\r\nAccept: text/html\r\n"))
            assert (status, fields["content-type"]) == (200, "text/html; charset=utf-8")


@pytest.mark.parametrize(
    ("fields", "version"),
    [(FIELDS + b"Connection: close\r\n", b"1.1"), (FIELDS, b"1.0")],
    ids=["Connection: close", "HTTP/1.0"],
)
def test_a_client_that_wants_the_connection_closed_has_it_closed(
    served: Served, fields: bytes, version: bytes
) -> None:
    for _ in range(4):
        with connected(served) as connection:
            request = asking("SELECT (1 AS ?x) {} # close", fields, version)
            assert ask(connection, request)[1]["connection"] == "close"
            assert connection.recv(1) == b""


def test_what_is_asked_twice_of_head_has_no_body(served: Served) -> None:
    request = asking("SELECT (1 AS ?x) {}")
    with connected(served) as connection:
        for _ in range(4):
            ask(connection, request)
        connection.sendall(request.replace(b"GET", b"HEAD") * 2 + request)
        came = b""
        while not came.endswith(b"\r\n\r\nx\r\n1\r\n"):
            came += connection.recv(1 << 16)
    assert came.count(b"HTTP/1.1 200 OK") == 3
    assert came.count(b"x\r\n1\r\n") == 1


def test_a_request_with_a_body_is_not_taken_for_one_without(served: Served) -> None:
    fields = FIELDS + b"Content-Length: 5\r\n"
    request = asking("SELECT (1 AS ?x) {} # body", fields)
    with connected(served) as connection:
        for _ in range(4):
            connection.sendall(request)
            time.sleep(0.02)
            connection.sendall(b"abcde")
            assert receive(connection)[2] == b"x\r\n1\r\n"


def test_a_fault_is_told_as_often_as_it_is_sent(served: Served) -> None:
    with connected(served) as connection:
        for _ in range(4):
            status, fields, body = ask(connection, asking("SELECT ?x {", b"Host: a\r\n"))
            assert (status, fields["content-type"]) == (400, "application/problem+json")
            assert json.loads(body)["code"] == "syntax"


@pytest.mark.parametrize("said", [b"Host: a\r\n Accept: b\r\n", b"Host a\r\n", b"Content-Length: x\r\n"])
def test_header_fields_that_are_wrong_stay_wrong(served: Served, said: bytes) -> None:
    for _ in range(3):
        with connected(served) as connection:
            connection.sendall(asking("ASK {}", said))
            assert receive(connection)[0] == 400


def test_what_is_answered_last_is_logged_too() -> None:
    built_release()
    with serving() as server:
        with connected(server) as connection:
            for number in range(3):
                ask(connection, asking(f"SELECT ({number} AS ?last) {{}}"))
            server.process.send_signal(signal.SIGTERM)
        server.process.wait(timeout=20)
        lines = server.log.read_text("utf-8").splitlines()
    assert sum('"path": "/sparql"' in line for line in lines) == 3


def test_every_path_makes_a_line_of_the_log(served: Served) -> None:
    paths = ['/"quoted"', "/a%0Ab", "/%E5%9B%BE", "/" + "long" * 100]
    for path in paths * 2:
        httpx.get(served.address + path)
    expected = [unquote_to_bytes(path).decode() for path in paths * 2]
    assert [line["path"] for line in served.logged()][-len(expected) :] == expected


def test_every_request_is_logged_and_counted_alike(served: Served) -> None:
    before = hits(served)
    with connected(served) as connection:
        for _ in range(5):
            ask(connection, asking("SELECT (7 AS ?logged) {}"))
    assert hits(served) - before == 4
    last = [line for line in served.logged() if line["path"] == "/sparql"][-5:]
    for line in last:
        assert line.pop("ms") < 10_000
    assert [line.pop("cache") for line in last] == ["miss", "hit", "hit", "hit", "hit"]
    assert last == [last[0]] * 5
    assert (last[0]["bytes"], last[0]["rows"], last[0]["status"]) == (len(b"logged\r\n7\r\n"), 1, 200)


def test_a_limit_of_queries_counts_those_that_come_again() -> None:
    with serving("--rate", "5") as server, connected(server) as connection:
        statuses = [ask(connection, asking("ASK {}"))[0] for _ in range(8)]
    assert statuses == [200] * 5 + [429] * 3


def test_a_new_release_is_answered_from_at_once(tmp_path: Path) -> None:
    data = tmp_path / "data.ttl"
    data.write_text("<http://a/> <http://b/> 1 .")
    with serving(str(data)) as server, connected(server) as connection:
        request = asking("SELECT ?x { ?s ?p ?x }")
        for _ in range(4):
            assert ask(connection, request)[2] == b"x\r\n1\r\n"
        data.write_text("<http://a/> <http://b/> 2 .")
        os.kill(server.process.pid, signal.SIGHUP)
        end = time.monotonic() + 20
        while ask(connection, request)[2] != b"x\r\n2\r\n":
            assert time.monotonic() < end
            time.sleep(0.05)


def test_a_server_that_drains_answers_and_closes() -> None:
    with serving() as server, connected(server) as connection:
        for _ in range(4):
            ask(connection, asking("SELECT (1 AS ?x) {}"))
        server.process.terminate()
        assert connection.recv(1) == b""
        assert server.process.wait(20) == 0


@given(
    st.lists(
        st.one_of(
            st.sampled_from([bytes([code]) for code in range(33, 127) if chr(code) not in "&=%"]),
            st.integers(0, 255).map(lambda code: b"%%%02X" % code),
            st.sampled_from([b"+", b"%3d", b"%0D%0A", b"%20", b"%25"]),
        ),
        min_size=1,
    ).map(b"".join)
)
def test_a_query_alone_is_decoded_as_any_parameter(encoded: bytes) -> None:
    scope = {"method": "GET", "headers": [], "query_string": b"query=" + encoded}
    wanted = unquote_to_bytes(encoded.replace(b"+", b" "))
    try:
        text = wanted.decode("utf-8")
    except UnicodeDecodeError:
        return
    assert read_request(scope, b"", max_body=1 << 20).query == text
    scope["query_string"] = b"timeout=1&query=" + encoded
    assert read_request(scope, b"", max_body=1 << 20).query == text
