"""The interface for programs: its OpenAPI document is true of the server, and its page lists all of it."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.server import serve_release

ACCEPTED = ("text/html", "text/plain", "application/json", "image/png", "*/*")


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with serve_release() as address, httpx.Client(base_url=address, follow_redirects=True) as session:
        yield session


@pytest.fixture(scope="module")
def document(client: httpx.Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


def test_each_address_with_its_examples_answers_as_the_document_says(
    client: httpx.Client, document: dict[str, Any]
) -> None:
    for path, operations in document["paths"].items():
        operation = operations["get"]
        parameters = [
            {**p, "example": p.get("example", next(iter(p["schema"].get("examples", ())), None))}
            for p in operation.get("parameters", ())
        ]
        parameters = [p for p in parameters if p["example"] is not None]
        filled = path
        for parameter in parameters:
            filled = filled.replace(f"{{{parameter['name']}}}", str(parameter["example"]))
        query = {p["name"]: p["example"] for p in parameters if p["in"] == "query"}
        response = client.get(filled, params=query)
        assert response.status_code == 200, filled
        media = response.headers["content-type"].partition(";")[0]
        assert path.startswith(("/healthz", "/readyz", "/metrics", "/.well-known")) or (
            media in operation["responses"]["200"]["content"]
        ), filled


def test_each_format_that_the_document_names_is_one(client: httpx.Client, document: dict[str, Any]) -> None:
    parameters = document["paths"]["/graph"]["get"]["parameters"]
    formats = next(p for p in parameters if p["name"] == "format")["schema"]["enum"]
    graph = next(p for p in parameters if p["name"] == "graph")["example"]
    assert len(formats) >= 5
    for name in formats:
        assert client.get("/graph", params={"graph": graph, "format": name}).status_code == 200, name


def test_a_problem_is_of_the_shape_that_the_document_gives(
    client: httpx.Client, document: dict[str, Any]
) -> None:
    problem = client.get("/sparql", params={"query": "SELECT ?x WHERE {"}).json()
    schema = document["components"]["schemas"]["Problem"]
    assert set(schema["required"]) <= set(problem) <= set(schema["properties"])


@pytest.mark.parametrize("accept", ACCEPTED)
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "query", ["ASK {}", "SELECT ?x WHERE {", "CLEAR ALL", "ASK { SERVICE <http://example.org/> {} }"]
)
def test_a_query_is_answered_in_a_type_that_the_document_names(
    client: httpx.Client, document: dict[str, Any], query: str, method: str, accept: str
) -> None:
    sent: dict[str, Any] = {"params" if method == "get" else "data": {"query": query}}
    answer = client.request(method, "/sparql", headers={"accept": accept}, **sent)
    assert_told(document["paths"]["/sparql"][method], answer)


@pytest.mark.parametrize("accept", ACCEPTED)
@pytest.mark.parametrize("wrong", ["", "format=zzz", "page=x&size=y&limit=z", "graph=zzz"])
def test_whatever_is_answered_is_of_a_type_that_the_document_names(
    client: httpx.Client, document: dict[str, Any], wrong: str, accept: str
) -> None:
    for path, operations in document["paths"].items():
        answer = client.get(re.sub(r"{\w+}", "zzz", path), params=wrong, headers={"accept": accept})
        assert_told(operations["get"], answer)


def assert_told(operation: dict[str, Any], answer: httpx.Response) -> None:
    """Hold status and Content-Type of an answer to what the document says of the operation."""
    told = operation["responses"].get(str(answer.status_code))
    assert told is not None, (answer.url, answer.status_code)
    types = {name.partition(";")[0] for name in told.get("content", ())}
    assert answer.headers["content-type"].partition(";")[0] in types, (answer.url, answer.headers)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_lists_every_operation(
    client: httpx.Client, document: dict[str, Any], language: str
) -> None:
    page = client.get("/docs/api", params={"lang": language}).text
    for path, operations in document["paths"].items():
        for method in set(operations) - {"head"}:
            assert f"{method.upper()} {path}" in page


@pytest.mark.parametrize("name", ["%EE%84%89", "%F3%B9%B9%88", "%25zz", "%3E%20", "%00"])
def test_a_name_that_makes_no_iri_is_not_here(client: httpx.Client, name: str) -> None:
    for accept in ("text/turtle", "text/html"):
        answer = client.get(f"/vocabulary/{name}", headers={"accept": accept})
        assert answer.status_code == 404, answer.text
