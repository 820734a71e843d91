"""A server as it runs: kept answers, whole graphs, health, reload, and all that could knock it over."""

import contextlib
import gzip
import os
import re
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli
import httpx
import pytest
import zstandard
from pyoxigraph import RdfFormat, Store, parse

from kg.limits import limit_meaning
from tests.server import Served, number, serving, until
from tests.tiny import write

ROWS = 60
DATA = (
    "PREFIX : <http://e/>\n"
    + "".join(f':g {{ :s{n} :p "{n:04}" }}\n' for n in range(ROWS))
    + ":h { :x :y :z }\n"
)
LOOKUP = "SELECT ?o { <http://e/s7> ?p ?o }"
ALL = "SELECT * { GRAPH ?g { ?s ?p ?o } } ORDER BY ?s"
PLAIN: dict[str | None, Callable[[bytes], bytes]] = {
    None: bytes,
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": zstandard.decompress,
}
DEATHS = [
    "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(9)) + " }",
    "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{n} ?b ?c{n} ." for n in range(300)) + " }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l "
    'FILTER(REGEX(CONCAT(?c, ?f, ?i, ?l), "(0*)*(0|1)*x$")) }',
    "SELECT DISTINCT ?c { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o } ORDER BY DESC(?c)",
]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server with short limits, for the tests of this module."""
    path = write(tmp_path_factory.mktemp("serving") / "data.trig", DATA)
    limits = ["--time=2", "--workers=3", "--memory=268435456", "--bytes=1000000"]
    with serving(str(path), *limits) as served:
        yield served


@pytest.fixture
def client(served: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=served.address, trust_env=False, timeout=30) as client:
        yield client


def ask(client: httpx.Client, query: str, **more: str) -> httpx.Response:
    return client.get("sparql", params={"query": query, **more})


def code(response: httpx.Response) -> tuple[int, str]:
    assert response.headers["content-type"] == "application/problem+json"
    return response.status_code, response.json()["code"]


def gone(pids: list[int]) -> bool:
    return not any(Path(f"/proc/{pid}").exists() for pid in pids)


linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked for under /proc")


def test_an_answer_that_the_client_has_is_not_sent_again(client: httpx.Client) -> None:
    first = ask(client, LOOKUP)
    etag = first.headers["etag"]
    again = client.get("sparql", params={"query": LOOKUP}, headers={"if-none-match": f'"other", {etag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert "content-length" not in again.headers
    assert ask(client, LOOKUP, format="csv").headers["etag"] != etag
    assert ask(client, LOOKUP, **{"default-graph-uri": "http://e/h"}).headers["etag"] != etag
    browser = {"accept": "application/sparql-results+json, */*;q=0.1"}
    assert client.get("sparql", params={"query": LOOKUP}, headers=browser).headers["etag"] == etag
    assert first.headers["cache-control"] == "public, no-cache"
    assert first.headers["last-modified"].endswith(" GMT")


def test_an_answer_is_computed_once(client: httpx.Client) -> None:
    query = "SELECT ?o { <http://e/s8> ?p ?o }"
    bodies = {ask(client, query).content}
    hits = number(client, "kg_cache_hits_total")
    bodies |= {ask(client, query).content for _ in range(3)}
    assert len(bodies) == 1
    assert number(client, "kg_cache_hits_total") == hits + 3


def test_what_is_refused_stays_refused_when_the_answer_is_kept(client: httpx.Client) -> None:
    kept = {"query": "SELECT ?o { <http://e/s9> ?p ?o }"}
    for _ in range(2):
        assert client.get("sparql", params=kept).status_code == 200
        assert client.post("sparql", data=kept).status_code == 200
        assert client.head("sparql", params=kept).content == b""
    again = client.get(
        "sparql", params=kept, headers={"if-none-match": client.get("sparql", params=kept).headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    for refused, status in (
        (client.get("sparql", params={**kept, "timeout": "0"}), 400),
        (client.get("sparql", params={**kept, "format": "docx"}), 400),
        (client.get("sparql", params=kept, headers={"accept": "image/png"}), 406),
        (client.put("sparql", params=kept), 405),
        (client.post("sparql", params=kept, data=kept), 400),
        (client.post("sparql", content=kept["query"], headers={"content-type": "text/plain"}), 415),
        (client.post("sparql", data=kept, headers={"content-encoding": "gzip"}), 415),
    ):
        assert refused.status_code == status


def test_a_path_with_a_slash_too_many_leads_to_the_endpoint(client: httpx.Client) -> None:
    assert client.get("sparql/", params={"query": LOOKUP}, follow_redirects=True).status_code == 200


@pytest.mark.parametrize("call", ["RAND()", "uuid ( )", "STRUUID()", "NOW#\n()", "\\u0052AND()"])
def test_chance_and_clock_are_never_kept(client: httpx.Client, call: str) -> None:
    answers = [ask(client, f"SELECT ({call} AS ?x) {{}}") for _ in range(2)]
    assert {answer.status_code for answer in answers} == {200}
    assert {answer.headers["cache-control"] for answer in answers} == {"no-store"}
    assert not any("etag" in answer.headers for answer in answers)
    assert answers[0].content != answers[1].content


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [
        ("gzip", "gzip"),
        ("br", "br"),
        ("zstd", "zstd"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("br, gzip;q=0.5", "br"),
        ("gzip;q=0.5, br;q=0.4", "gzip"),
        ("*", "zstd"),
        ("zstd;q=0, br;q=0, *", "gzip"),
        ("gzip;q=0", None),
        ("identity", None),
        ("identity, gzip;q=0.5", None),
        ("deflate, compress", None),
    ],
)
def test_an_answer_is_compressed_for_whoever_takes_it(
    client: httpx.Client, accepted: str, sent: str | None
) -> None:
    plain = client.get("sparql", params={"query": ALL}, headers={"accept-encoding": "identity"})
    for _ in range(2):
        with client.stream(
            "GET", "sparql", params={"query": ALL}, headers={"accept-encoding": accepted}
        ) as got:
            raw = b"".join(got.iter_raw())
        assert got.headers.get("content-encoding") == sent
        assert got.headers["content-length"] == str(len(raw))
        assert PLAIN[sent](raw) == plain.content
    assert plain.headers["vary"] == "Accept, Accept-Encoding"


def test_an_answer_says_which_release_it_is_of(client: httpx.Client) -> None:
    headers = ask(client, LOOKUP).headers
    assert headers["x-release"] == client.get("readyz").json()["release"]
    assert headers["link"] == '<.well-known/void>; rel="describedby"'


def test_a_release_is_cited_with_its_licence(tmp_path: Path) -> None:
    data = """
    <https://w3id.org/aiinfra/graph/meta> { <https://w3id.org/aiinfra/dataset>
      <http://purl.org/dc/terms/license> <https://creativecommons.org/licenses/by/4.0/> }"""
    with serving(str(write(tmp_path / "data.trig", data))) as served:
        link = httpx.get(served.sparql, params={"query": "ASK {}"}, trust_env=False).headers["link"]
    assert '<https://creativecommons.org/licenses/by/4.0/>; rel="license"' in link
    assert '<https://w3id.org/aiinfra/dataset>; rel="cite-as"' in link


def test_a_graph_is_had_by_its_iri(client: httpx.Client) -> None:
    answer = client.get("graph", params={"graph": "http://e/h"}, headers={"accept": "application/n-triples"})
    assert answer.text == "<http://e/x> <http://e/y> <http://e/z> .\n"
    assert client.get("graph?default", params={"default": ""}).text.count("0042") == 1
    assert client.get("graph", params={"graph": "http://e/g", "format": "jsonld"}).json()
    head = client.head("graph", params={"graph": "http://e/h"})
    assert (head.status_code, head.content, head.headers["content-type"]) == (
        200,
        b"",
        "text/turtle; charset=utf-8",
    )


@pytest.mark.parametrize(
    ("method", "parameters", "found"),
    [
        ("GET", {"graph": "http://e/none"}, (404, "no-such-graph")),
        ("GET", {"graph": "none"}, (400, "bad-parameter")),
        ("GET", {}, (400, "bad-parameter")),
        ("GET", {"graph": "http://e/g", "default": ""}, (400, "bad-parameter")),
        ("GET", {"graph": ["http://e/g", "http://e/h"]}, (400, "bad-parameter")),
        ("GET", {"graph": "http://e/g", "format": "csv"}, (406, "not-acceptable")),
        ("PUT", {"graph": "http://e/g"}, (405, "method-not-allowed")),
        ("DELETE", {"graph": "http://e/g"}, (405, "method-not-allowed")),
    ],
)
def test_a_graph_that_is_not_there_or_would_change_is_refused(
    client: httpx.Client, method: str, parameters: dict[str, str], found: object
) -> None:
    refused = client.request(method, "graph", params=parameters)
    assert code(refused) == found
    assert refused.headers.get("allow") == ("GET, HEAD, OPTIONS" if refused.status_code == 405 else None)


def test_the_description_states_every_limit(client: httpx.Client) -> None:
    for path in ("sparql", ".well-known/void"):
        store = Store()
        store.load(client.get(path, headers={"accept": "text/turtle"}).content, RdfFormat.TURTLE)
        stated = {
            quad.predicate.value.rpartition("/")[2]: getattr(quad.object, "value", "")
            for quad in store
            if quad.predicate.value.startswith("https://w3id.org/aiinfra/limit/")
        }
        assert set(stated) == set(limit_meaning())
        assert stated["time"] == "2"


def test_the_properties_of_the_description_lead_to_it(client: httpx.Client) -> None:
    for path in ("limit/time", "limit/rows.ttl", "allowed-service", "allowed-service.ttl"):
        answer = client.get(path, headers={"accept": "text/turtle"})
        assert (answer.status_code, answer.headers["location"]) == (303, "/sparql")
    assert client.get("limit/beauty").status_code == 404


@pytest.mark.parametrize("path", ["sparql", ".well-known/void"])
def test_the_description_need_not_be_read_again(client: httpx.Client, path: str) -> None:
    turtle = client.get(path, headers={"accept": "text/turtle"})
    assert turtle.headers["cache-control"] == "public, max-age=60"
    has = {"accept": "text/turtle", "if-none-match": turtle.headers["etag"]}
    assert (client.get(path, headers=has).status_code, client.get(path, headers=has).content) == (304, b"")
    assert client.get(path, headers={**has, "accept": "application/n-triples"}).status_code == 200


def test_void_is_negotiated(client: httpx.Client) -> None:
    turtle = client.get(".well-known/void", headers={"accept": "text/turtle"})
    assert len(list(parse(turtle.content, RdfFormat.TURTLE))) > 10
    assert code(client.get(".well-known/void", headers={"accept": "image/png"})) == (406, "not-acceptable")


def test_health_tells_workers_and_counts(client: httpx.Client) -> None:
    ask(client, LOOKUP)
    until(lambda: client.get("readyz").json()["workers"] == 3)
    text = client.get("metrics").text
    assert client.get("metrics").headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    for line in text.splitlines():
        assert line.startswith("# ") or re.fullmatch(r"kg_\w+(\{[^}]*\})? [0-9.e+-]+", line), line
    assert number(client, 'kg_requests_total{kind="sparql",code="200"}') >= 1
    assert number(client, 'kg_request_seconds_bucket{kind="sparql",le="+Inf"}') >= 1


def test_a_request_is_one_line_of_the_log_without_its_query(served: Served, client: httpx.Client) -> None:
    ask(client, "ASK { 'a secret' }")
    last = served.logged()[-1]
    assert set(last) == {"method", "path", "status", "bytes", "ms", "query", "cache"}
    assert (last["method"], last["path"], last["status"]) == ("GET", "/sparql", 400)
    assert "secret" not in served.log.read_text("utf-8")


@pytest.mark.parametrize("death", DEATHS, ids=["product", "chain", "regex", "order"])
def test_a_query_of_death_is_stopped_and_lookups_go_on(
    served: Served, client: httpx.Client, death: str
) -> None:
    with ThreadPoolExecutor(4) as pool:
        dying = [pool.submit(httpx.post, served.sparql, data={"query": death}, timeout=30) for _ in "abc"]
        statuses: list[int] = []
        while not all(asked.done() for asked in dying):
            statuses.append(ask(client, LOOKUP + f" # {len(statuses)}").status_code)
    assert set(statuses) == {200}
    for asked in dying:
        answer = asked.result()
        assert code(answer) in {(503, "timeout"), (503, "busy"), (503, "resources"), (507, "too-large")}
        assert ("retry-after" in answer.headers) == (answer.status_code == 503)
    assert ask(client, LOOKUP).status_code == 200


def test_equal_questions_at_once_are_computed_once(served: Served, client: httpx.Client) -> None:
    """Two join a third; the first leaves, the second too; the last is answered, then nobody is left."""
    left = 'kg_workers_stopped_total{reason="left"}'
    before, since = number(client, left), len(served.logged())
    with ThreadPoolExecutor(1) as pool, contextlib.ExitStack() as leaving:
        for _ in range(2):
            leaving.enter_context(sent(served, DEATHS[0]))
        staying = pool.submit(httpx.post, served.sparql, data={"query": DEATHS[0]}, timeout=30)
        time.sleep(0.5)
        assert number(client, "kg_workers_busy") == 1
        leaving.close()
        assert code(staying.result()) == (503, "timeout")
    assert number(client, left) == before
    lines = [line for line in served.logged()[since:] if "cache" in line]
    assert sorted(line["cache"] for line in lines) == ["merged", "merged", "miss"]


def test_equal_questions_of_chance_are_computed_each(served: Served) -> None:
    query = {"query": "SELECT (UUID() AS ?x) (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"}
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(httpx.post, served.sparql, data=query, timeout=30) for _ in range(4)]
    assert len({answer.result().content for answer in asked}) == 4


def test_a_request_may_ask_for_less_time(client: httpx.Client) -> None:
    asked = time.monotonic()
    assert code(ask(client, DEATHS[0], timeout="0.2")) == (503, "timeout")
    assert time.monotonic() - asked < 1.9
    for wrong in ("0", "-1", "soon", "1e9"):
        assert code(ask(client, LOOKUP, timeout=wrong)) == (400, "bad-parameter")


def sent(served: Served, query: str) -> socket.socket:
    """Return a connection over which ``query`` has been sent."""
    host, port = served.address.removeprefix("http://").split(":")
    connection = socket.create_connection((host, int(port)))
    body = query.encode()
    connection.sendall(
        b"POST /sparql HTTP/1.1\r\nHost: h\r\nContent-Type: application/sparql-query\r\n"
        b"Content-Length: %d\r\n\r\n" % len(body) + body
    )
    return connection


def test_the_query_of_a_client_that_left_is_stopped(served: Served, client: httpx.Client) -> None:
    before = number(client, 'kg_workers_stopped_total{reason="left"}')
    with sent(served, DEATHS[0]), sent(served, DEATHS[0]):
        until(lambda: number(client, "kg_workers_busy") == 1)
    until(lambda: number(client, 'kg_workers_stopped_total{reason="left"}') == before + 1, 1)
    until(lambda: client.get("readyz").json()["workers"] == 3)


def test_200_connections_at_once_are_answered(served: Served) -> None:
    many = httpx.Client(trust_env=False, timeout=30, limits=httpx.Limits(max_connections=200))

    def one(place: int) -> int:
        query = f"SELECT ?o {{ <http://e/s{place % ROWS}> ?p ?o }} # {place}"
        return many.get(served.sparql, params={"query": query}).status_code

    with many, ThreadPoolExecutor(200) as pool:
        assert set(pool.map(one, range(200))) == {200}


def test_slow_clients_hold_nobody_up(served: Served, client: httpx.Client) -> None:
    host, port = served.address.removeprefix("http://").split(":")
    with contextlib.ExitStack() as stack:
        for _ in range(100):
            slow = stack.enter_context(socket.create_connection((host, int(port))))
            slow.sendall(b"POST /sparql HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n")
        assert ask(client, LOOKUP + " # while others dawdle").status_code == 200


@linux
def test_a_worker_killed_in_mid_answer_takes_its_query_only(served: Served, client: httpx.Client) -> None:
    with ThreadPoolExecutor(1) as pool:
        dying = pool.submit(httpx.post, served.sparql, data={"query": DEATHS[0]}, timeout=30)
        until(lambda: number(client, "kg_workers_busy") == 1)
        nursery, *workers = served.descendants()
        for worker in workers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)
        assert code(dying.result()) == (503, "resources")
    until(lambda: client.get("readyz").json()["workers"] == 3)
    assert ask(client, LOOKUP + " # after").status_code == 200
    assert nursery in served.descendants()


@linux
def test_a_nursery_that_is_killed_is_started_again(served: Served, client: httpx.Client) -> None:
    lost = served.descendants()
    os.kill(lost[0], signal.SIGKILL)
    until(lambda: gone(lost) and client.get("readyz").json()["workers"] == 3)
    assert ask(client, LOOKUP + " # with a new nursery").status_code == 200


@linux
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_no_process_is_left_over(tmp_path: Path, number: signal.Signals) -> None:
    path = write(tmp_path / "data.trig", DATA)
    with serving(str(path), "--time=2") as served, ThreadPoolExecutor(1) as pool:
        asked = pool.submit(httpx.post, served.sparql, data={"query": DEATHS[0]}, timeout=30)
        time.sleep(0.5)
        family = served.descendants()
        assert len(family) == 5
        served.process.send_signal(number)
        served.process.wait(timeout=20)
        until(lambda: gone(family))
        with contextlib.suppress(httpx.TransportError):
            assert code(asked.result()) == (503, "timeout")  # drained: it was answered first
            assert number == signal.SIGTERM


def test_a_signal_right_after_the_announcement_ends_the_server(tmp_path: Path) -> None:
    path = write(tmp_path / "data.trig", DATA)
    for _ in range(5):
        with serving(str(path), "--workers=1") as served:
            served.process.terminate()
            assert served.process.wait(timeout=10) == 0


def test_a_new_release_is_taken_up_without_a_failed_request(tmp_path: Path) -> None:
    path = write(tmp_path / "data.trig", "<http://e/g> { <http://e/s> <http://e/p> 1 }")
    query = {"query": "SELECT ?o { ?s ?p ?o }", "format": "csv"}
    answers: list[tuple[int, str]] = []
    with serving(str(path), "--quiet") as served:
        stop = threading.Event()

        def look(place: int) -> None:
            with httpx.Client(trust_env=False, timeout=30) as client:
                while not stop.is_set():
                    got = client.get(served.sparql, params={**query, "n": str(place)})
                    answers.append((got.status_code, got.text))

        with ThreadPoolExecutor(3) as pool:
            looking = [pool.submit(look, place) for place in range(3)]
            try:
                for value in (2, 3):
                    write(path, f"<http://e/g> {{ <http://e/s> <http://e/p> {value} }}")
                    served.process.send_signal(signal.SIGHUP)
                    until(lambda value=value: answers[-1:] == [(200, f"o\r\n{value}\r\n")])  # type: ignore[misc]
                write(path, "<broken")
                served.process.send_signal(signal.SIGHUP)
                until(lambda: "Not reloaded" in served.log.read_text("utf-8"))
            finally:
                stop.set()
            for task in looking:
                task.result()
        assert httpx.get(served.sparql, params=query, trust_env=False).text == "o\r\n3\r\n"
        if sys.platform == "linux":
            until(lambda: len(served.descendants()) == 5)
    assert {status for status, _ in answers} == {200}
    assert [text for _, text in answers] != []


def test_a_changed_file_is_taken_up_by_itself(tmp_path: Path) -> None:
    path = write(tmp_path / "data.trig", "<http://e/g> { <http://e/s> <http://e/p> 1 }")
    query = {"query": "SELECT ?o { ?s ?p ?o }", "format": "csv"}
    with serving(str(path), "--quiet", "--workers=1", "--reload") as served:

        def told() -> str:
            return httpx.get(served.sparql, params=query, trust_env=False).text

        assert told() == "o\r\n1\r\n"
        write(path, "<broken")
        until(lambda: "Not reloaded" in served.log.read_text("utf-8"), 20)
        assert told() == "o\r\n1\r\n"
        path.unlink()
        write(tmp_path / "other.trig", "<http://e/g> { <http://e/s> <http://e/p> 22 }").replace(path)
        until(lambda: told() == "o\r\n22\r\n", 20)


def test_the_smallest_limits_let_the_server_start(tmp_path: Path) -> None:
    limits = ["--bytes=1", "--rows=1", "--depth=1", "--chain=1", "--length=100", "--cache=0"]
    with serving(str(write(tmp_path / "data.trig", DATA)), *limits) as served:
        assert code(httpx.get(served.sparql, params={"query": "ASK {}"}, trust_env=False)) == (
            507,
            "too-large",
        )
        assert "http://e/h" in httpx.get(served.sparql, trust_env=False).text


def test_more_queries_a_minute_than_allowed_are_turned_away(tmp_path: Path) -> None:
    path = write(tmp_path / "data.trig", DATA)
    with serving(str(path), KG_RATE="5") as served:
        asked = [httpx.get(served.sparql, params={"query": LOOKUP}, trust_env=False) for _ in range(12)]
        assert [answer.status_code for answer in asked[:5]] == [200] * 5
        turned = [answer for answer in asked if answer.status_code != 200]
        assert code(turned[0]) == (429, "too-many-requests")
        assert "retry-after" in turned[0].headers
        assert httpx.get(served.address + "/healthz", trust_env=False).status_code == 200


def test_a_request_longer_than_the_limit_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "data.trig", DATA)
    with serving(str(path), "--length=200") as served:
        long = "ASK {} #" + "x" * 300
        for answer in (
            httpx.get(served.sparql, params={"query": long}, trust_env=False),
            httpx.post(served.sparql, data={"query": long}, trust_env=False),
        ):
            assert code(answer) == (413, "too-large")


def test_behind_a_proxy_the_address_holds_its_path(tmp_path: Path) -> None:
    path = write(tmp_path / "data.trig", DATA)
    with serving(str(path), "--root-path=/kg") as served:
        text = httpx.get(served.sparql, trust_env=False).text
        assert f"{served.address}/kg/sparql" in text
