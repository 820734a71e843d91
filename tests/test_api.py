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


def test_an_example_query_takes_the_values_of_its_parameters(client: httpx.Client) -> None:
    listed = get(client, "/api/queries", lang="en")["items"]
    declared = {item["number"]: item["parameters"] for item in listed if item["parameters"]}
    assert declared["52"] == [
        {"name": "number", "kind": "integer", "default": "13", "meaning": "page of the report"}
    ]
    assert len(declared) >= 12
    for number, parameters in declared.items():
        defaults = {parameter["name"]: parameter["default"] for parameter in parameters}
        plain, filled = (rows_of(client, number, given) for given in ({}, defaults))
        assert len(plain) > 1
        assert plain == filled


def rows_of(client: httpx.Client, number: str, given: dict[str, str]) -> list[list[str]]:
    answer = client.get(f"/api/queries/{number}.csv", params=given)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(answer.text)))


@pytest.mark.parametrize(
    ("number", "given"),
    [
        ("01", {"least": "200"}),
        ("05", {"country": "id:place-usa"}),
        ("08", {"organisation": "https://w3id.org/aiinfra/id/org-gartner"}),
        ("16", {"city": "id:place-beijing"}),
        ("38", {"part": "3."}),
        ("48", {"since": "2020"}),
        ("52", {"number": "20"}),
        ("66", {"part": "2.1"}),
        ("70", {"year": "2020"}),
        ("72", {"part": "3."}),
        ("86", {"least": "100.5"}),
    ],
)
def test_another_value_has_another_answer(client: httpx.Client, number: str, given: dict[str, str]) -> None:
    assert rows_of(client, number, given) != rows_of(client, number, {})


HOSTILE = ['"', '" } UNION { ?s ?p ?o } #', "} } SELECT * {", "#", "> <", "\\u0022", "\\", "'''", "中文", ""]


@pytest.mark.parametrize("value", HOSTILE, ids=ascii)
def test_a_value_is_never_read_as_sparql(client: httpx.Client, value: str) -> None:
    found = rows_of(client, "72", {"part": value})
    assert (len(found) > 1) == (value == "")  # each section begins with nothing, and none with the others
    for number, name in (("08", "organisation"), ("70", "year"), ("01", "least"), ("52", "number")):
        refused = client.get(f"/api/queries/{number}", params={name: value})
        assert (refused.status_code, refused.json()["code"]) == (400, "bad-parameter")
        assert f"The parameter {name} is " in refused.json()["detail"]
        assert "such as " in refused.json()["detail"]


@pytest.mark.parametrize("query", ["offset=1", "number=1&number=2", "number=1&x=", "Number=1"])
def test_what_an_example_query_does_not_take_is_refused(client: httpx.Client, query: str) -> None:
    refused = client.get(f"/api/queries/52?{query}")
    assert (refused.status_code, refused.json()["code"]) == (400, "bad-parameter")


def test_an_answer_is_had_in_parts(client: httpx.Client) -> None:
    whole = rows_of(client, "48", {})
    head, rows = whole[0], whole[1:]
    assert len(rows) > 6
    assert rows_of(client, "48", {"limit": "3"}) == [head, *rows[:3]]
    assert rows_of(client, "48", {"page": "2", "size": "4"}) == [head, *rows[4:8]]
    assert rows_of(client, "48", {"size": "4"}) == [head, *rows[:4]]
    assert rows_of(client, "48", {"page": "1"}) == [head, *rows[:50]]
    assert rows_of(client, "48", {"page": "9999"}) == [head]
    assert rows_of(client, "48", {"limit": "10000"}) == whole
    later = rows_of(client, "48", {"since": "2020"})
    assert rows_of(client, "48", {"since": "2020", "limit": "1"}) == later[:2]
    found = client.get("/api/queries/48", params={"limit": 2}).json()["results"]["bindings"]
    assert len(found) == 2


def test_every_example_can_be_cut(client: httpx.Client) -> None:
    for item in get(client, "/api/queries")["items"]:
        whole = rows_of(client, item["number"], {})
        assert rows_of(client, item["number"], {"limit": "1"}) == whole[:2], item["number"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("limit=0", "limit"),
        ("limit=10001", "limit"),
        ("limit=x", "limit"),
        ("size=201", "size"),
        ("page=0", "page"),
        ("limit=", "limit"),
        ("limit=3&page=2", "limit, or page and size"),
        ("limit=3&size=2", "limit, or page and size"),
        ("limit=3&limit=4", "limit is given twice"),
    ],
)
def test_a_part_that_cannot_be_is_refused(client: httpx.Client, query: str, said: str) -> None:
    refused = client.get(f"/api/queries/48.csv?{query}")
    assert (refused.status_code, refused.json()["code"]) == (400, "bad-parameter")
    assert said in refused.json()["detail"]


@pytest.mark.parametrize("suffix", ["html", "ttl", "csv.csv"])
def test_an_answer_has_no_other_suffix(client: httpx.Client, suffix: str) -> None:
    assert client.get(f"/api/queries/52.{suffix}").status_code == 404


def test_the_parameters_are_described(client: httpx.Client) -> None:
    operation = client.get("/openapi.json").json()["paths"]["/api/queries/70"]["get"]
    described = next(p for p in operation["parameters"] if p["name"] == "year")
    assert (described["in"], described["required"]) == ("query", False)
    assert described["schema"]["type"] == "integer"
    assert described["schema"]["default"] == 2021
    assert described["description"] == "year | 年份"


def test_the_parts_of_an_answer_are_described_alike_for_each_query(client: httpx.Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    bounds = {}
    for path in ("/api/queries/70", "/api/queries/{number}"):
        for parameter in paths[path]["get"]["parameters"]:
            schema = parameter["schema"]
            count: dict[str, int] = next(
                (s for s in schema.get("anyOf", [schema]) if s.get("type") == "integer"), {}
            )
            bounds[path, parameter["name"]] = (count.get("minimum"), count.get("maximum"))
    for name, most in (("limit", 10_000), ("page", 10_000), ("size", 200)):
        assert bounds["/api/queries/70", name] == bounds["/api/queries/{number}", name] == (1, most)


def test_the_query_page_fills_an_example_with_other_values(client: httpx.Client) -> None:
    page = client.get("/sparql", params={"format": "html", "lang": "en"}).text
    assert 'action="/query/70-what-2021-brought"' in page
    assert '<input name="year" value="2021"' in page
    address, html = "/query/70-what-2021-brought", {"accept": "text/html"}
    led = client.get(address, params={"year": "2020", "lang": "zh"}, headers=html, follow_redirects=False)
    assert led.status_code == 303
    target = httpx.URL(led.headers["location"])
    assert '"2020"^^<http://www.w3.org/2001/XMLSchema#integer>' in target.params["query"]
    assert (target.params["format"], target.params["lang"]) == ("html", "zh")
    wrong = client.get(address, params={"year": '20" }'}, headers=html)
    assert wrong.status_code == 400
    assert "no year" in wrong.text


def test_the_graph_of_queries_says_what_may_be_given(client: httpx.Client) -> None:
    query = """PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX dcterms: <http://purl.org/dc/terms/>
        SELECT ?name ?default ?type { <https://w3id.org/aiinfra/query/70-what-2021-brought> sh:parameter ?p .
          ?p a sh:Parameter ; dcterms:identifier ?name ; sh:defaultValue ?default ; sh:datatype ?type }"""
    (row,) = client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    assert [row[name]["value"] for name in ("name", "default", "type")] == [
        "year",
        "2021",
        "http://www.w3.org/2001/XMLSchema#integer",
    ]


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
