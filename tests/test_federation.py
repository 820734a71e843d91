"""SERVICE, asked of a real server: nothing goes out but to endpoints that the operator allowed."""

import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from pyoxigraph import RdfFormat, parse

from kg.errors import QueryError
from kg.federation import federates
from tests.remote import Remote, remote
from tests.server import Served, confined, serving, until
from tests.services import DOUBTFUL, HARMLESS, SERVICES
from tests.tiny import write

DATA = "PREFIX : <http://e/> :g { :s1 :name 'near' . :s2 :name 'other' }"
LIST = ("https://good.example/sparql",)
SD = "http://www.w3.org/ns/sparql-service-description#"


@pytest.fixture(scope="module")
def far() -> Iterator[Remote]:
    with remote() as there:
        yield there


@pytest.fixture(scope="module")
def forbidden() -> Iterator[Remote]:
    with remote() as there:
        yield there


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("federation") / "data.trig", DATA)


@pytest.fixture(scope="module")
def closed(data: Path) -> Iterator[Served]:
    """A server that may ask nobody."""
    with serving(str(data), "--workers=2") as served:
        yield served


@pytest.fixture(scope="module")
def served(data: Path, far: Remote) -> Iterator[Served]:
    """A server that may ask ``far`` below three paths."""
    allowed = [f"--allow-service={far.address}/{path}" for path in ("sparql", "never", "moved", "broken")]
    with serving(str(data), "--workers=3", "--time=20", *allowed, http_proxy="http://127.0.0.1:9") as served:
        yield served


def ask(served: Served, query: str, **more: str) -> httpx.Response:
    parameters = {"query": query, **more}
    return httpx.get(served.sparql, params=parameters, trust_env=False, timeout=40)


def code(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["code"]


def aimed_at(there: Remote, query: str) -> str:
    return query.replace("http://127.0.0.1/", there.address + "/")


@pytest.mark.parametrize("query", [*SERVICES, *DOUBTFUL])
def test_with_no_list_nothing_goes_out(closed: Served, forbidden: Remote, query: str) -> None:
    assert ask(closed, aimed_at(forbidden, query)).status_code in {400, 403}
    assert forbidden.asked == []


@pytest.mark.parametrize("query", [*SERVICES, *DOUBTFUL])
def test_with_a_list_nothing_goes_elsewhere(served: Served, forbidden: Remote, query: str) -> None:
    refused = ask(served, aimed_at(forbidden, query))
    assert refused.status_code in {400, 403}
    if refused.status_code == 403:
        assert refused.json()["code"] == "service-refused"
        assert refused.json()["line"] >= 1
    assert forbidden.asked == []


@pytest.mark.parametrize("query", HARMLESS)
def test_a_query_that_only_speaks_of_services_is_answered_and_kept(served: Served, query: str) -> None:
    answer = ask(served, query)
    assert answer.status_code == 200
    assert "etag" in answer.headers


def test_the_answer_of_an_allowed_endpoint_joins_and_is_not_kept(served: Served, far: Remote) -> None:
    query = f"""PREFIX r: <{far.address}/> SELECT ?s ?name ?far {{
        ?s <http://e/name> ?name . SERVICE r:sparql {{ ?s <http://e/far> ?far }} }}"""
    far.asked.clear()
    for _ in range(2):
        answer = ask(served, query, format="csv")
        assert (answer.status_code, answer.text) == (200, "s,name,far\r\nhttp://e/s1,near,there\r\n")
        assert answer.headers["cache-control"] == "no-store"
    assert far.asked == ["/sparql", "/sparql"]


@pytest.mark.parametrize(
    "query",
    [
        "ASK { service silent <F/sparql> { ?s ?p ?o } }",
        "ASK { SERVICE#\n<F/sparql/deeper?x=1>{ ?s ?p ?o } }",
        "BASE <F/x> ASK { SERVICE <sparql> { ?s ?p ?o } }",
        "BASE <F/x/y/> PREFIX e: <../../spar> ASK { { SELECT * { SERVICE e:ql { ?s ?p ?o } } } }",
        "PREFIX e: <http://127.0.0.1:1/> PREFIX e: <F/sparql/> ASK { SERVICE e:x\\/y { ?s ?p ?o } }",
        "ASK { SERVICE <F/sp\\u0061rql> { ?s ?p ?o } }",
        "ASK { SERVIC\\u0045 <F/sparql> { ?s ?p ?o } FILTER NOT EXISTS { SERVICE <F/sparql> { ?s ?p 9 } } }",
    ],
)
def test_an_allowed_target_is_asked_however_it_is_written(served: Served, far: Remote, query: str) -> None:
    far.asked.clear()
    answer = ask(served, query.replace("F/", far.address + "/"))
    assert answer.status_code == 200, answer.text
    assert far.asked
    assert all(path.startswith("/sparql") for path in far.asked)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("ASK { SERVICE ?there {} }", "SERVICE ?there may lead anywhere"),
        ("ASK { SERVICE <https://good.example/sparql> { SERVICE ?x {} } }", "SERVICE ?x may lead anywhere"),
        ("ASK { SERVICE <https://good.example/sparqlx> {} }", "<https://good.example/sparqlx> is not among"),
        ("ASK { SERVICE <https://good.example.evil/sparql> {} }", "good.example.evil/sparql> is not among"),
        ("ASK { SERVICE <https://good.example@evil/sparql> {} }", "is not among"),
        ("ASK { SERVICE <https://good.example/sparql/../x> {} }", "is not among"),
        (
            "ASK { SERVICE <https://good.example/sparql> {} SERVICE <http://e/> {} }",
            "SERVICE <http://e/> is not",
        ),
        ("ASK { SERVICE <sparql> {} }", "SERVICE <https://w3id.org/aiinfra/sparql> is not among"),
        ("PREFIX g: <https://good.example/> ASK { SERVICEg:sparql {} }", "not clear what this SERVICE asks"),
        ("PREFIX silent: <https://good.example/> ASK { SERVICE silent:sparql {} }", "not clear"),
        ("PREFIXg: <https://good.example/> ASK { SERVICE g:sparql {} }", "not clear"),
        ("ASK { SERVICE g:sparql {} }", "not clear"),
    ],
)
def test_a_refusal_says_which_target_and_why(query: str, said: str) -> None:
    with pytest.raises(QueryError, match="Line 1, column") as caught:
        federates(query, LIST)
    assert said in str(caught.value)
    assert (caught.value.status, caught.value.code) == (403, "service-refused")


def test_a_query_without_service_asks_nobody() -> None:
    assert not federates("SELECT ?service { ?service ?p 'SERVICE' }", LIST)
    assert federates("ASK { SERVICE <https://good.example/sparql> {} }", LIST)


def test_a_redirect_is_not_followed(served: Served, far: Remote, forbidden: Remote) -> None:
    far.elsewhere = forbidden.address + "/sparql"
    query = f"ASK {{ SERVICE <{far.address}/moved> {{ ?s ?p ?o }} }}"
    assert code(ask(served, query)) == (502, "service-failed")
    assert forbidden.asked == []


def test_an_endpoint_that_fails_is_told_and_silent_goes_on_without(served: Served, far: Remote) -> None:
    service = f"<{far.address}/broken> {{ ?s ?p ?o }}"
    failed = ask(served, f"ASK {{ SERVICE {service} }}")
    assert code(failed) == (502, "service-failed")
    assert "internal details" not in failed.text
    assert ask(served, f"ASK {{ SERVICE SILENT {service} }}").json()["boolean"] is True


def test_the_deadline_holds_for_an_endpoint_that_never_answers(served: Served, far: Remote) -> None:
    query = f"ASK {{ SERVICE SILENT <{far.address}/never> {{ ?s ?p ?o }} }}"
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(ask, served, query + f"# {n}", timeout="1.5") for n in range(8)]
        while not all(one.done() for one in asked):
            assert ask(served, f"SELECT * {{ ?s ?p ?o }} # {time.monotonic()}").status_code == 200
    assert {code(one.result()) for one in asked} == {(503, "timeout")}
    if sys.platform == "linux":
        until(lambda: len(served.descendants()) == 4)


def test_an_answer_without_end_ends_its_process_only(data: Path, far: Remote) -> None:
    arguments = ("--memory=134217728", "--time=5", f"--allow-service={far.address}")
    with serving(str(data), *arguments) as served:
        query = f"SELECT * {{ SERVICE <{far.address}/endless> {{ ?s ?p ?o }} }}"
        assert code(ask(served, query)) in {(503, "timeout"), (503, "resources"), (502, "service-failed")}
        assert ask(served, "ASK {}").status_code == 200


def test_a_long_answer_with_what_others_said_streams(served: Served, far: Remote) -> None:
    digits = " ".join(f"VALUES ?x{n} {{ 0 1 2 3 4 5 6 7 8 9 }}" for n in range(5))
    query = f"SELECT * {{ SERVICE <{far.address}/sparql> {{ ?s ?p ?far }} {digits} }}"
    for _ in range(2):
        answer = ask(served, query, format="csv", timeout="25")
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
        assert answer.headers["transfer-encoding"] == "chunked"
        lines = answer.text.splitlines()
        assert (len(lines), len(set(lines))) == (100_001, 100_001)
    assert ask(served, "ASK {}").status_code == 200


def test_only_a_worker_that_must_may_open_a_socket(served: Served, far: Remote) -> None:
    if sys.platform != "linux":
        pytest.skip("seccomp is Linux's")

    def workers() -> list[bool]:
        return sorted(confined(pid) for pid in served.descendants()[1:])

    until(lambda: workers() == [True] * 3)
    with ThreadPoolExecutor(1) as pool:
        query = f"ASK {{ SERVICE <{far.address}/never> {{ ?s ?p ?o }} }}"
        far.asked.clear()
        asked = pool.submit(ask, served, query, timeout="2")
        while not far.asked:
            time.sleep(0.02)
        assert workers() == [False, True, True, True]
        assert code(asked.result()) == (503, "timeout")
    until(lambda: workers() == [True] * 3)


def described(served: Served) -> set[tuple[str, str]]:
    triples = parse(httpx.get(served.sparql, trust_env=False).content, RdfFormat.TURTLE)
    return {(t.predicate.value, getattr(t.object, "value", "")) for t in triples}


def test_the_description_says_whom_a_query_may_ask(served: Served, closed: Served, far: Remote) -> None:
    feature = (SD + "feature", SD + "BasicFederatedQuery")
    told = described(served)
    assert feature in told
    assert ("https://w3id.org/aiinfra/allowed-service", far.address + "/sparql") in told
    assert feature not in described(closed)


def test_the_environment_gives_the_list_too(data: Path, far: Remote) -> None:
    with serving(str(data), KG_ALLOW_SERVICE=f"https://x.example {far.address}") as served:
        query = f"SELECT ?s ?p ?far {{ SERVICE <{far.address}/sparql> {{ ?s ?p ?far }} }}"
        assert ask(served, query, format="csv").text == "s,p,far\r\nhttp://e/s1,,there\r\n"
