"""What of the bench needs no clock: its data, its requests, how it reads and what it writes."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from bench.aims import Aims, read_aims
from bench.answers import difference, read_answer
from bench.builds import find_claim
from bench.generate import generate, learn
from bench.load import Sample
from bench.load import parse as parse_wrk
from bench.makes import HERE, Data, Make, ours
from bench.pages import LANGUAGES, PAGES, Client, Visits, measure_pages
from bench.processes import Process, end, family, memory, processor_time, uninterrupted
from bench.report import figure, ratios_of, spread, table, write_report
from bench.results import Builds, Crowd, Deaths, Difference, Memory, PageTimes, Results, StartUp, Timing
from bench.run import FULL, QUICK, keys, report_path
from bench.servers import ServerError, ask, running
from bench.speed import cache_hits
from bench.works import Request, deadly_queries, draw, large_works, lookup_requests, release_works
from pyoxigraph import Quad, RdfFormat, Store, parse

from kg.checks import validate_inputs
from kg.settings import read_settings
from tests.needs import need
from tests.release import ROOT, built_release
from tests.server import until

QUERIES = ROOT / "queries"
TRIPLES = 20_000


@pytest.fixture(scope="module")
def release() -> Path:
    built_release()
    return read_settings().release


@pytest.fixture(scope="module")
def lines(release: Path) -> list[str]:
    return list(generate(learn(release), TRIPLES, 1))


@pytest.fixture(scope="module")
def several(release: Path) -> list[str]:
    """Some reports, entities of the earlier ones shared by the later."""
    return list(generate(learn(release), 120_000, 1))


@pytest.fixture(scope="module")
def generated(lines: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("generated") / "graph.nq"
    path.write_text("".join(lines), "utf-8")
    return path


def quads_of(path: Path) -> list[Quad]:
    return list(parse(path=path, format=RdfFormat.N_QUADS))


# the generated graph


def test_the_same_seed_gives_the_same_lines_and_another_seed_others(release: Path, lines: list[str]) -> None:
    shape = learn(release)
    assert list(generate(shape, TRIPLES, 1)) == lines
    assert list(generate(shape, TRIPLES, 2)) != lines


def test_as_many_triples_come_as_were_asked_for(lines: list[str], several: list[str]) -> None:
    assert TRIPLES <= len(lines) < TRIPLES + 2500  # what was begun is finished: at most a report's passages
    assert 120_000 <= len(several) < 120_000 + 2500


def test_no_triple_comes_twice_nor_in_two_graphs(several: list[str]) -> None:
    assert len({line.rpartition(" <")[0] for line in several}) == len(several)


def test_some_entities_are_named_by_several_reports(several: list[str]) -> None:
    named = re.findall(r"<[^>]+/claim/[^>]+-r(\d+)/[^>]+> <[^>]+#object> <([^>]+)>", "".join(several))
    reports = Counter(entity for entity, _ in {(entity, report) for report, entity in named})
    assert max(reports.values()) >= 3


def test_predicates_keep_their_proportions(release: Path, several: list[str]) -> None:
    def shares(quads: list[Quad]) -> dict[str, float]:
        counted = Counter(
            quad.predicate.value for quad in quads if str(quad.graph_name).endswith(("claims>", "entities>"))
        )
        return {name: number / counted.total() for name, number in counted.items()}

    made = shares(list(parse("".join(several).encode(), format=RdfFormat.N_QUADS)))
    original = shares(quads_of(release))
    assert set(made) == set(original)
    assert {name: made[name] for name in original} == pytest.approx(original, rel=0.25, abs=0.002)


def test_what_a_generated_line_names_is_there(generated: Path) -> None:
    quads = quads_of(generated)
    subjects = {str(quad.subject) for quad in quads}
    named = {str(quad.object) for quad in quads if re.match(r"<[^>]*-r\d+[/>]", str(quad.object))}
    assert len(named) > 100
    assert named <= subjects


def test_figures_and_facts_agree_in_the_generated_graph(generated: Path) -> None:
    store = Store()
    store.bulk_load(path=generated, format=RdfFormat.N_QUADS)
    query = """PREFIX aii: <https://w3id.org/aiinfra/ontology#>
        SELECT ?fact WHERE {
          GRAPH <https://w3id.org/aiinfra/graph/facts> { ?subject ?property ?fact } FILTER isNumeric(?fact)
          FILTER %s EXISTS { ?claim aii:subject ?subject ; aii:property ?property ; aii:value ?fact }
        }"""
    assert len(list(store.query(query % "", use_default_graph_as_union=True))) > 0  # type: ignore[arg-type]
    assert list(store.query(query % "NOT", use_default_graph_as_union=True)) == []  # type: ignore[arg-type]


def test_what_curators_write_conforms_to_the_shapes_when_generated(lines: list[str], tmp_path: Path) -> None:
    written = [line for line in lines if re.search(r"/graph/(entities|sources|claims)> \.$", line)]
    sample = tmp_path / "sample.nq"
    sample.write_text("".join(written), "utf-8")
    assert validate_inputs(read_settings(), [sample]) == []


# the requests


def test_each_query_of_a_work_can_be_answered_and_a_number_behind_it_changes_nothing(release: Path) -> None:
    answers = built_release()
    for work in release_works(release, QUERIES):
        for request in work.requests[:3]:
            query = parse_qs(urlsplit(request.target).query)["query"][0]
            numbered = parse_qs(urlsplit(request.target + "17").query)["query"][0]
            assert query != numbered
            assert answers.query(query) == answers.query(numbered), work.name


def test_the_works_give_rows(release: Path) -> None:
    for work in release_works(release, QUERIES):
        query = parse_qs(urlsplit(work.requests[0].target).query)["query"][0]
        assert len(built_release().query(query)) > 0, work.name  # type: ignore[arg-type] # all are SELECT


def test_lookups_go_to_many_entities_always_the_same(release: Path) -> None:
    requests = lookup_requests(release)
    assert len(set(requests)) == len(requests) > 500
    assert requests == lookup_requests(release)
    assert "https://w3id.org/aiinfra/id/" in unquote(requests[0].target)


def test_lookups_of_the_large_graph_are_of_its_own_entities(generated: Path) -> None:
    first = large_works(generated)[0]
    assert first.key == "large-lookup"
    assert all("-r" in unquote(request.target) for request in first.requests)


def test_the_mix_draws_by_zipfs_law() -> None:
    requests = [Request(f"?query={number}") for number in range(72)]
    drawn = Counter(draw(requests, 50_000, 1))
    assert drawn[requests[0]] / drawn[requests[1]] == pytest.approx(2, rel=0.1)
    assert drawn[requests[0]] / drawn[requests[9]] == pytest.approx(10, rel=0.2)
    assert draw(requests, 100, 1) == draw(requests, 100, 1) != draw(requests, 100, 2)


def test_the_names_of_the_works_are_those_that_only_knows(release: Path, generated: Path) -> None:
    works = [*release_works(release, QUERIES), *large_works(generated)]
    assert [*(work.key for work in works), "pages", "deaths", "crowd", "builds"] == keys()


def test_the_deadly_queries_are_queries() -> None:
    empty = Store()
    queries = deadly_queries(10)
    assert len(set(queries)) == 10
    for query in queries:
        empty.query(query)


class _Seen(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    paths: list[tuple[str, str]]

    def do_GET(self) -> None:
        self.paths.append((self.path, self.headers["Accept"]))
        self.send_response(404 if "missing" in self.path else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def listening() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    paths: list[tuple[str, str]] = []
    handler = type("Handler", (_Seen,), {"paths": paths})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", paths
        finally:
            server.shutdown()
            thread.join()


def wrk(address: str, requests: Path, first: str) -> Sample:
    need(shutil.which("wrk") is not None, "there is no wrk: install it (apt-get install wrk)")
    command = ["wrk", "-t1", "-c1", "-d1s", "-s", str(HERE / "requests.lua"), address, "--"]
    done = subprocess.run([*command, str(requests), first], capture_output=True, text=True, check=True)
    return parse_wrk(done.stdout)


def test_the_lua_script_sends_each_request_in_turn_and_as_it_stands(tmp_path: Path) -> None:
    file = tmp_path / "requests"
    file.write_text("/a?query=%20x\ttext/plain\n/missing\tapplication/json\n", "ascii")
    with listening() as (address, paths):
        sample = wrk(address, file, "-")
    one, other = ("/a?query=%20x", "text/plain"), ("/missing", "application/json")
    assert paths[:4] in ([one, other, one, other], [other, one, other, one])  # wrk keeps the first to itself
    assert 0 < sample.refused <= sample.requests / 2 + 1
    assert not sample.clean


def test_the_lua_script_never_sends_a_distinct_request_twice(tmp_path: Path) -> None:
    file = tmp_path / "requests"
    file.write_text("/a?query=x%23\ttext/plain\n", "ascii")
    with listening() as (address, paths):
        sample = wrk(address, file, "7000000000")
    sent = [path for path, _ in paths[: sample.requests]]  # wrk hangs up in the midst of the last
    assert all(path.startswith("/a?query=x%2370000") for path in sent)
    assert len(set(sent)) == len(sent) == sample.requests > 1
    assert sample.clean


# reading


def test_the_result_of_wrk_is_found_among_what_it_prints() -> None:
    result = {"requests": 10, "seconds": 2.0, "bytes": 100, "p50": 0.1, "p95": 0.2, "p99": 0.3}
    failed = {"refused": 4, "broken": 0, "late": 0}
    sample = parse_wrk(f"Running 2s test\n  10 requests\n\nRESULT {json.dumps({**result, **failed})}\n")
    assert sample.rate == 3.0
    assert not sample.clean


def test_wrk_without_a_result_is_an_error() -> None:
    with pytest.raises(ValueError, match="unable to connect"):
        parse_wrk("unable to connect to 127.0.0.1:1 Connection refused\n")


def answer(*values: dict[str, str]) -> bytes:
    rows = [{"x": value} for value in values]
    return json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": rows}}).encode()


XSD = "http://www.w3.org/2001/XMLSchema#"
ONE = {"type": "literal", "value": "1", "datatype": XSD + "integer"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (answer(ONE, {"type": "uri", "value": "a:b"}), answer({"type": "uri", "value": "a:b"}, ONE)),
        (answer(ONE), answer({**ONE, "value": "1.0", "datatype": XSD + "decimal"})),
        (answer({"type": "bnode", "value": "b0"}), answer({"type": "bnode", "value": "z"})),
        (
            answer({"type": "literal", "value": "x"}),
            answer({"type": "literal", "value": "x", "datatype": XSD + "string"}),
        ),
    ],
    ids=["order", "numbers by value", "blank nodes", "plain strings"],
)
def test_equal_answers_are_equal(one: bytes, other: bytes) -> None:
    assert difference(read_answer(one), read_answer(other)) is None


@pytest.mark.parametrize(
    ("other", "how"),
    [
        (answer(ONE, ONE), "2 rows, not 1"),
        (answer({**ONE, "value": "2"}), "1 of 1 rows differ"),
        (answer({"type": "literal", "value": "1"}), "1 of 1 rows differ"),
        (answer().replace(b'"x"', b'"y"'), "columns y, not x"),
    ],
)
def test_other_answers_differ(other: bytes, how: str) -> None:
    assert difference(read_answer(answer(ONE)), read_answer(other)) == how


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"head": {}}'])
def test_what_is_no_answer_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_answer(body)


# servers


def test_our_server_starts_answers_and_leaves_nothing(release: Path, tmp_path: Path) -> None:
    data = Data("release", release, tmp_path, is_release=True)
    with running(ours(), data) as server:
        status, body = server.get(ask("ASK { ?s ?p ?o }"))
        processes = family(server.process.pid)
        assert (status, json.loads(body)["boolean"]) == (200, True)
        assert len(processes) > 2
        assert server.memory > 10_000_000
    assert server.ending is not None
    assert server.ending.left == 0
    assert not any(process.alive for process in processes)


def test_each_page_is_there_in_each_language(release: Path, tmp_path: Path) -> None:
    with running(ours(), Data("release", release, tmp_path, is_release=True)) as server:
        for language in LANGUAGES:
            with closing(Client(server, language)) as client:
                assert all(client.time(target) > 0 for target in PAGES.values())


def test_a_page_that_is_missing_is_no_time(release: Path, tmp_path: Path) -> None:
    with (
        running(ours(), Data("release", release, tmp_path, is_release=True)) as server,
        closing(Client(server)) as client,
        pytest.raises(ServerError, match="/nothing is answered with 404"),
    ):
        client.time("/nothing")


def test_pages_are_made_as_often_as_is_said_and_then_kept(
    release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bench.pages.PAGES", {"help": "/docs"})
    data = Data("release", release, tmp_path, is_release=True)
    lookups = [Request(ask("ASK {}"))]
    (times,) = measure_pages(ours(), data, lookups, Visits(starts=2, made=3, kept=4))
    counts = [len(found) for found in (times.started, times.made, times.kept, times.meanwhile)]
    assert (times.page, counts) == ("help", [2, 6, 8, 6])


def test_another_host_has_a_page_made_anew_and_the_same_one_gets_it_kept(
    release: Path, tmp_path: Path
) -> None:
    with (
        running(ours(), Data("release", release, tmp_path, is_release=True)) as server,
        closing(Client(server)) as client,
    ):
        hits = []
        for host in ("one.example", "other.example", "other.example"):
            client.time("/docs", host=host)
            hits.append(cache_hits(server))
    assert hits[0] is not None
    assert hits == [hits[0], hits[0], hits[0] + 1]


def test_a_server_that_ends_at_once_is_noted_with_what_it_said(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import sys; sys.exit('no data today')"]
    make = Make("broken", "0", "/", lambda start: command)
    with (
        pytest.raises(ServerError, match=r"broken ended with 1: no data today"),
        running(make, Data("none", tmp_path / "none", tmp_path)),
    ):
        pass


def test_processes_that_a_server_leaves_are_counted_and_ended() -> None:
    child = "import time; print('up', flush=True); time.sleep(600)"
    parent = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {child!r}]).wait()"
    with subprocess.Popen(
        [sys.executable, "-c", parent], stdout=subprocess.PIPE, start_new_session=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        known = family(process.pid)
        assert len(known) == 2
        assert memory(process.pid) > 0
        ending = end(process)
    assert (ending.left, ending.killed) == (1, False)
    assert not any(one.alive for one in known)


def test_an_interrupt_waits_until_a_server_can_be_ended() -> None:
    done = []

    def block() -> None:
        with uninterrupted():
            os.kill(os.getpid(), signal.SIGINT)
            done.append("the block")

    with pytest.raises(KeyboardInterrupt):
        block()
    assert done == ["the block"]


def test_a_bench_that_is_stopped_leaves_no_server(release: Path, tmp_path: Path) -> None:
    program = f"""
from pathlib import Path
from bench.makes import Data, ours
from bench.servers import running
data = Data("release", Path({str(release)!r}), Path({str(tmp_path)!r}), is_release=True)
with running(ours(), data) as server:
    print("up", flush=True)
    server.process.wait()
"""
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"up\n"
        known = family(process.pid)
        process.send_signal(signal.SIGINT)
        process.wait(30)
    assert len(known) > 3
    assert not any(one.alive for one in known)


def test_the_processor_time_of_children_counts() -> None:
    program = """
import os, time
if os.fork():
    os.wait()
while time.process_time() < 0.6:  # the system counts whole hundredths, rounded down
    pass
time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", program]) as process:
        known: list[Process] = []
        try:
            until(lambda: processor_time(process.pid) >= 0.5)
            known = family(process.pid)
            assert len(known) == 2
        finally:
            for one in known:
                os.kill(one.pid, signal.SIGKILL)
            process.kill()


def test_a_claim_can_be_left_out_of_the_graph_for_the_builds() -> None:
    path, claim = find_claim(ROOT)
    assert claim in path.read_text("utf-8")
    assert claim.count("\n.\n") == 1


# the page


def sample(rate: float, refused: int = 0) -> Sample:
    return Sample(int(rate * 2) + refused, 2.0, 1000, 0.001, 0.002, 0.003, refused, 0, 0)


AIMS = Aims(
    {("lookup", "peer"): 0.6, ("middle", "peer"): 1.2},
    start=1.0,
    p95=0.010,
    late=0.1,
    left=0,
    made=0.15,
    kept=0.02,
)


def results() -> Results:
    found = Results("a trial", "2026-01-02", "2 cores", 0.1, "4.1.0", seconds=120.0)
    found.servers = {"ours": "1: x", "peer": "2: y"}
    found.missing = {"third": "there is no mvn"}
    found.sizes = {"release": 1000, "large graph": 2000}
    found.timings = [
        Timing("release", "lookup", "ours", (sample(100), sample(300), sample(200))),
        Timing("release", "lookup", "peer", (sample(200), sample(200), sample(200, refused=7))),
        Timing("release", "middle", "ours", (sample(50), sample(50))),
        Timing("release", "middle", "peer", alone=4.0),
        Timing("large graph", "lookup", "peer", note="no answer in 60 s"),
    ]
    found.starts = [StartUp("release", "ours", 0.5, 0.0), StartUp("release", "peer", 2.0, 1.0)]
    found.memory = [Memory("release", "ours", 2**20 * 30)]
    found.differences = [Difference("release", "mix", "peer", "7", "2 rows, not 1")]
    late = tuple((503, 5.05) for _ in range(10))
    found.deaths = [
        Deaths("ours", 5, sample(100), sample(80), late, 0.2, False, 0),
        Deaths("peer", 5, sample(100), Sample(0, 4.0, 0, 0, 0, 0, 0, 0, 0), ((0, 12.5),), 9.0, True, 1),
    ]
    found.crowds = [Crowd("ours", 1000, 990, sample(100), sample(90))]
    found.pages = [PageTimes("stories", [0.2, 0.1, 0.12], [0.06], [0.002, 0.004], [0.0051])]
    found.builds = Builds((10.0, 12.0, 11.0), (0.3,), (2.0,))
    found.notes = ["peer ended"]
    return found


def row(page: str, start: str) -> str:
    return next(line for line in page.splitlines() if line.startswith(f"| {start} |"))


def test_a_ratio_stands_beside_its_aim() -> None:
    page = write_report(results(), AIMS)
    assert row(page, "lookup") == "| lookup | 1.00× (0.50–1.50), aim 0.6× ✓ |"
    assert row(page, "middle") == "| middle | 200×, aim 1.2× ✓ |"


def test_an_aim_that_is_missed_is_said_to_be() -> None:
    strict = Aims({("lookup", "peer"): 1.01}, start=0.4, p95=0.001, late=0.01, left=0, made=0.05, kept=0.001)
    page = write_report(results(), strict)
    assert "1.00× (0.50–1.50), aim 1.01× ✗" in page
    assert page.count("✗") == 7  # ratio, start, p95, lateness, a page just started, made and kept


def test_the_page_holds_what_was_found() -> None:
    page = write_report(results(), AIMS)
    for said in (
        "third, because there is no mvn",
        "200 (200–200); 7 failed",
        "one takes 4.0 s",
        "no answer in 60 s",
        "| mix | release | 7 | peer | 2 rows, not 1 |",
        "0.50, aim 1 ✓",
        "| ours | release | 30 |",
        "5.05 s, aim 5.1 ✓",
        "none answered",
        "1 (had to be killed after 9 s)",
        "990 of 1,000",
        "| stories | 120 (100–200) ✓ | 60.0 ✓ | 3.00 (2.00–4.00) ✓ | 5.10 |",
        "| from nothing | 11.00 (10.00–12.00) |",
        "- peer ended",
    ):
        assert said in page


def test_tables_numbers_and_spreads_are_written_as_markdown() -> None:
    assert table(["a", "b"], [["x|y", "1"]]) == "| a | b |\n|---|---:|\n| x\\|y | 1 |\n"
    assert [figure(value) for value in (0.6, 9.996, 99.96, 1234.5)] == ["0.60", "10.0", "100", "1,234"]
    assert spread([], figure) == "–"
    assert spread([2.0], figure) == "2.00"


def test_ratios_are_taken_round_by_round() -> None:
    mine = Timing("d", "w", "ours", (sample(10), sample(40)))
    theirs = Timing("d", "w", "peer", (sample(20), sample(20)))
    assert ratios_of(mine, theirs) == [0.5, 2.0]
    assert ratios_of(mine, Timing("d", "w", "peer", note="crashed")) == []


def test_the_aims_name_works_and_servers_that_there_are(release: Path) -> None:
    aims = read_aims()
    names = {work.name for work in release_works(release, QUERIES)}
    assert {work for work, _ in aims.ratios} <= names
    assert {peer for _, peer in aims.ratios} <= {"oxigraph serve", "rdflib-endpoint", "Fuseki"}


def test_only_a_whole_run_writes_into_the_documents() -> None:
    assert report_path(FULL, []) == ROOT / "docs" / "benchmarks.md"
    assert "build" in report_path(QUICK, []).parts
    assert "build" in report_path(FULL, ["mix"]).parts
