"""A real Apache with our .htaccess sends each IRI where it belongs."""

from collections.abc import Iterator

import httpx
import pytest

from kg.errors import ToolError
from kg.redirects import write_redirects
from tests.apache import serve_htaccess

HOST = "https://kg.example.org/base"
TURTLE, JSON_LD, RDF_XML = "text/turtle", "application/ld+json", "application/rdf+xml"
FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
PROTEGE = "application/rdf+xml, application/xml; q=0.7, text/xml; q=0.6, text/plain; q=0.1, */*; q=0.09"


@pytest.fixture(scope="module")
def apache() -> Iterator[str]:
    with serve_htaccess(write_redirects(HOST), "aiinfra") as address:
        yield address + "/aiinfra"


@pytest.mark.parametrize(
    ("path", "accept", "status", "location"),
    [
        # the ontology: one document for all its terms, and one a version
        ("/ontology", TURTLE, 303, "/ontology.ttl"),
        ("/ontology/", TURTLE, 303, "/ontology.ttl"),
        ("/ontology", RDF_XML, 303, "/ontology.rdf"),
        ("/ontology", "TEXT/Turtle;q=0.9", 303, "/ontology.ttl"),
        ("/ontology", FIREFOX, 303, "/ontology"),
        ("/ontology", PROTEGE, 303, "/ontology"),
        ("/ontology", "*/*", 303, "/ontology"),
        ("/ontology", "text/turtle, text/html;q=0.5", 303, "/ontology"),
        ("/ontology/0.1.0", RDF_XML, 303, "/ontology/0.1.0.rdf"),
        ("/ontology/0.1.0", FIREFOX, 303, "/ontology/0.1.0"),
        ("/ontology/alignments", TURTLE, 303, "/ontology/alignments.ttl"),
        # things, values, claims, passages
        ("/id/chip-mlu370", JSON_LD, 303, "/id/chip-mlu370.jsonld"),
        ("/id/chip-mlu370", "application/n-triples", 303, "/id/chip-mlu370.nt"),
        ("/id/chip-mlu370", FIREFOX, 303, "/id/chip-mlu370"),
        ("/id/chip-mlu370", None, 303, "/id/chip-mlu370"),
        ("/vocabulary/watt", TURTLE, 303, "/vocabulary/watt.ttl"),
        ("/claim/caict-2021/0117", JSON_LD, 303, "/claim/caict-2021/0117.jsonld"),
        ("/source/caict-2021/2-3-2-p1", FIREFOX, 303, "/source/caict-2021/2-3-2-p1"),
        # a format in the address, files of a release, the endpoint, the front page
        ("/id/chip-mlu370.ttl", JSON_LD, 303, "/id/chip-mlu370.ttl"),
        ("/release/274ea4cae1652c7e/aiinfra.ttl.gz", TURTLE, 303, "/release/274ea4cae1652c7e/aiinfra.ttl.gz"),
        ("/sparql?query=ASK%20%7B%7D", TURTLE, 307, "/sparql?query=ASK%20%7B%7D"),
        ("/search?q=%E5%8D%8E%E4%B8%BA", FIREFOX, 303, "/search?q=%E5%8D%8E%E4%B8%BA"),
        ("/", TURTLE, 303, "/"),
        ("/", FIREFOX, 303, "/"),
    ],
)
def test_an_iri_is_sent_on(apache: str, path: str, accept: str | None, status: int, location: str) -> None:
    with httpx.Client() as client:
        del client.headers["accept"]
        answer = client.get(apache + path, headers={"Accept": accept} if accept else {})
    assert (answer.status_code, answer.headers["location"]) == (status, HOST + location)


def test_a_query_that_is_posted_stays_posted(apache: str) -> None:
    answer = httpx.post(apache + "/sparql", data={"query": "ASK {}"})
    assert (answer.status_code, answer.headers["location"]) == (307, HOST + "/sparql")


def test_no_address_leads_off_the_host(apache: str) -> None:
    for path in ("//evil.example", "/@evil.example", "/%2F%2Fevil.example", "/..;/x"):
        answer = httpx.get(apache + path)
        assert answer.status_code == 404 or answer.headers["location"].startswith(HOST + "/"), path


@pytest.mark.parametrize(
    "target",
    ["kg.example.org", "ftp://kg.example.org", "https://", "https://a b", "https://a/%2", "https://a/$1\nx"],
)
def test_what_is_no_address_is_no_target(target: str) -> None:
    with pytest.raises(ToolError, match="https://host/path"):
        write_redirects(target)


def test_a_slash_at_the_end_of_the_target_is_not_doubled() -> None:
    assert write_redirects(HOST + "/") == write_redirects(HOST)
