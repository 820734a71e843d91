"""The federated examples, asked from our endpoint and from theirs; stand-ins hold a little of the latter."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import httpx
import pytest
from rdflib.plugins.sparql import prepareQuery

import kg
from kg.federation import federates
from kg.library import Rows
from tests.federated import EXAMPLES, OTHERS, OURS, Example, Network, network
from tests.release import ROOT, built_release
from tests.server import Served, serving
from tests.test_queries import expected, table

XSD = "http://www.w3.org/2001/XMLSchema#"
each = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.path.stem)


@pytest.fixture(scope="module")
def net() -> Iterator[Network]:
    with network() as endpoints:
        yield endpoints


@pytest.fixture(scope="module")
def closed() -> Iterator[Served]:
    """Our endpoint as it is when nobody allowed anything."""
    built_release()
    with serving("--workers=2") as served:
        yield served


def ask(address: str, query: str) -> httpx.Response:
    parameters = {"query": query, "format": "json"}
    return httpx.get(address, params=parameters, trust_env=False, timeout=60)


def read(answer: dict[str, Any]) -> tuple[list[str], list[list[object]]]:
    """Return columns and rows of an answer in SPARQL JSON, as those beside a query are written."""
    columns = answer["head"]["vars"]
    rows = [[_value(row.get(column)) for column in columns] for row in answer["results"]["bindings"]]
    return columns, rows


def _value(term: dict[str, str] | None) -> object:
    if term is None:
        return None
    is_number = term.get("datatype", "") in (XSD + "integer", XSD + "decimal")
    return Decimal(term["value"]) if is_number else term["value"]


def test_some_are_asked_of_us_and_some_of_each_other() -> None:
    assert {(example.at, example.service) for example in EXAMPLES} == {
        *((OURS, other) for other in OTHERS),
        *((other, OURS) for other in OTHERS),
    }


@each
def test_the_query_opens_with_its_question_and_any_engine_can_read_it(example: Example) -> None:
    question = example.text.split("\n", 1)[0].removeprefix("# ")
    english, _, chinese = question.partition(" | ")
    assert (english[-1], chinese[-1]) == ("?", "？")
    assert "ORDER BY" in example.text
    prepareQuery(example.text)


@each
def test_the_answer_across_two_endpoints_is_the_expected_one(example: Example, net: Network) -> None:
    answer = ask(net.asking[example.at], net.at_home(example.text))
    assert answer.status_code == 200, answer.text
    columns, rows = read(json.loads(answer.text))
    beside = expected(example.path)
    assert columns == beside["columns"]
    assert table(rows) == table(beside["rows"])


@each
def test_every_row_needs_both_endpoints(example: Example, net: Network) -> None:
    alone = example.without_service
    for address in (net.asked[OURS], net.asked[example.other]):
        assert ask(address, alone).json()["results"]["bindings"] == []


@each
def test_without_leave_the_query_is_refused(example: Example, closed: Served) -> None:
    answer = ask(closed.sparql, example.text)
    assert (answer.status_code, answer.json()["code"]) == (403, "service-refused")


@each
def test_with_leave_for_the_real_endpoint_the_query_may_go_out(example: Example) -> None:
    assert federates(example.text, (example.service,))


@each
def test_the_others_are_asked_for_no_more_than_our_links(example: Example) -> None:
    head, body = re.split(r"^SELECT\b.*WHERE ", example.text, flags=re.MULTILINE)
    (service,) = re.findall(r"SERVICE <.+?> (\{.*?\n  \})\n", body, re.DOTALL)
    own = service if example.service == OURS else body.replace(service, "").partition("ORDER BY")[0]
    own = re.sub(r"SERVICE <.+?>", "", own)
    found = kg.open().query(f"{head} SELECT DISTINCT ?item WHERE {own}")
    assert isinstance(found, Rows)
    prefixes = dict(re.findall(r"^PREFIX (\w+): <(.*)>$", head, re.MULTILINE))
    (listed,) = re.findall(r"VALUES \?item \{(.*?)\}", body, re.DOTALL)
    names = re.findall(r"(\w+):(\S+)", listed)
    (namespace,) = {prefixes[prefix] for prefix, _ in names}
    linked = {str(row.item) for row in found if str(row.item).startswith(namespace)}
    assert {namespace + local for _, local in names} == linked


def test_the_table_in_the_documents_names_each_example_and_its_endpoints() -> None:
    text = (
        (ROOT / "docs" / "federation.md").read_text("utf-8").partition("<!-- examples")[2].partition("##")[0]
    )
    names = {OURS: "ours", **dict(zip(OTHERS, ("Wikidata", "DBpedia"), strict=True))}
    assert re.findall(r"^\| `(.+?)` \| (\w+) \| (\w+) \|", text, re.MULTILINE) == [
        (example.path.stem, names[example.at], names[example.service]) for example in EXAMPLES
    ]


def test_the_build_leaves_them_out_of_the_examples_that_pages_offer() -> None:
    release = built_release()
    examples = "ASK { ?query <http://www.w3.org/ns/shacl#select> ?text FILTER (CONTAINS(?text, '%s')) }"
    assert release.query(examples % "SELECT") is True
    assert release.query(examples % "SERVICE <") is False
