"""The routes for programs that speak no SPARQL."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.release import built_release
from tests.server import serve_release

AII = "https://w3id.org/aiinfra/ontology#"
ID = "https://w3id.org/aiinfra/id/"


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with (
        serve_release("--quiet") as address,
        httpx.Client(base_url=address, trust_env=False, timeout=60) as client,
    ):
        yield client


def get(client: httpx.Client, address: str, **parameters: str | int) -> Any:
    response = client.get(address, params=parameters)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/json"
    return response.json()


def test_search_answers_completion(client: httpx.Client) -> None:
    found = get(client, "/api/search", q="hwj", lang="en")
    assert found["items"][0]["iri"] == ID + "org-cambricon"
    assert found["items"][0]["matched"] == "寒武纪"
    assert [kind["name"] for kind in found["items"][0]["kinds"]] == ["company"]


def test_things_are_listed_by_class_in_pages(client: httpx.Client) -> None:
    first = get(client, "/api/entities", kind=AII + "AIChip", size=4, lang="en")
    second = get(client, "/api/entities", kind=AII + "AIChip", size=4, page=2, lang="en")
    iris = [item["iri"] for item in (*first["items"], *second["items"])]
    assert len(iris) == len(set(iris)) == first["count"]
    assert {"iri": ID + "chip-mlu370", "name": "MLU370", "address": "/id/chip-mlu370?lang=en"} in (
        *first["items"],
        *second["items"],
    )


def test_claims_are_had_by_subject_and_property(client: httpx.Client) -> None:
    found = get(client, "/api/claims", subject=ID + "chip-mlu370", property=AII + "int8Throughput", lang="en")
    assert found["count"] == 1
    claim = found["items"][0]
    assert (claim["value"], claim["hedge"], claim["unit"]["iri"][-8:]) == (256, "up to", "tera-ops")
    assert claim["places"][0]["printed"] == "256 TOPS"
    everything = get(client, "/api/claims", size=1)
    rows = built_release().query(f"SELECT ?c {{ ?c a <{AII}Claim> }}")
    assert everything["count"] == len(rows)  # type: ignore[arg-type]


def test_discrepancies_say_which_claims_we_go_by(client: httpx.Client) -> None:
    found = get(client, "/api/discrepancies", size=200, lang="en")
    assert found["count"] == len(found["items"])
    case = found["items"][0]
    assert set(case["preferred"]) < set(case["claims"])


def test_each_list_comes_as_csv(client: httpx.Client) -> None:
    for name in ("entities", "claims", "discrepancies", "queries"):
        answer = client.get(f"/api/{name}.csv", params={"lang": "en"})
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        rows = list(csv.DictReader(io.StringIO(answer.text)))
        assert rows
        assert all(row["iri"].startswith("https://w3id.org/aiinfra/") for row in rows)


def test_an_example_query_is_asked_by_its_number(client: httpx.Client) -> None:
    listed = get(client, "/api/queries", lang="zh")
    assert listed["items"][0]["number"] == "01"
    answer = client.get("/api/queries/01", params={"format": "csv"})
    assert answer.text.startswith("chip,tops,")
    assert client.get("/api/queries/999").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/api/search",
        "/api/search?q=",
        "/api/entities?page=0",
        "/api/entities?kind=no",
        "/api/claims?size=9999",
    ],
)
def test_what_is_wrong_is_a_problem_document(client: httpx.Client, address: str) -> None:
    refused = client.get(address)
    assert (refused.status_code, refused.headers["content-type"]) == (400, "application/problem+json")
    assert refused.json()["code"] == "bad-parameter"


def test_answers_cite_the_release_and_are_spared_to_whoever_has_them(client: httpx.Client) -> None:
    first = client.get("/api/entities")
    assert first.json()["release"] == first.headers["x-release"]
    again = client.get("/api/entities", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304


def test_the_routes_are_described_with_models_and_examples(client: httpx.Client) -> None:
    document = client.get("/openapi.json").json()
    for name in ("search", "entities", "claims", "discrepancies", "queries"):
        operation = document["paths"][f"/api/{name}"]["get"]
        assert operation["description"]
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        assert schema["$ref"].removeprefix("#/components/schemas/") in document["components"]["schemas"]
        assert all(p["description"] for p in operation.get("parameters", ()))
