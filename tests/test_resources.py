"""Each of our IRIs answers at its own path, in the format that is wanted, with what it takes to cite it."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from kg.namespaces import (
    AII,
    BASE,
    CLAIM,
    DATASET,
    DCTERMS,
    ID,
    OA,
    ONTOLOGY,
    OWL,
    RDF,
    RDFS,
    SOURCE,
    VOID,
    graph_iri,
)
from tests.java import need_java, robot_jars
from tests.release import ROOT, built_release
from tests.server import serve_release

FOAF = "http://xmlns.com/foaf/0.1/"
CHIP = ID + "chip-mlu370"
TYPE = NamedNode(RDF + "type")
FORMATS = {
    "ttl": ("text/turtle", RdfFormat.TURTLE),
    "jsonld": ("application/ld+json", RdfFormat.JSON_LD),
    "rdf": ("application/rdf+xml", RdfFormat.RDF_XML),
    "nt": ("application/n-triples", RdfFormat.N_TRIPLES),
}
#: What the OWL API, and so Protégé, sends.
OWL_API = "application/rdf+xml, application/xml; q=0.7, text/xml; q=0.6, text/plain; q=0.1, */*; q=0.09"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture(scope="module")
def server() -> Iterator[httpx.Client]:
    with serve_release("--quiet") as address, httpx.Client(base_url=address, timeout=60) as client:
        yield client


def triples(response: httpx.Response, format: RdfFormat = RdfFormat.TURTLE) -> set[Triple]:
    assert response.status_code == 200, response.text
    return {quad.triple for quad in parse(response.content, format=format)}


def path(iri: str) -> str:
    return "/" + iri.removeprefix(BASE)


def ours() -> list[str]:
    """Return each IRI below BASE that the release says something of, but those with a fragment."""
    named = {q.subject.value for q in built_release().store if isinstance(q.subject, NamedNode)}
    return sorted(iri for iri in named if iri.startswith(BASE) and "#" not in iri)


def some(iris: list[str], most: int = 12) -> list[str]:
    """Return the first of ``iris``, the last, and others between."""
    return [*iris[:: max(1, len(iris) // most)], iris[-1]]


@pytest.mark.parametrize(
    "kind", ["id", "claim", "discrepancy", "source", "vocabulary", "query", "graph", "dataset", "ontology"]
)
def test_iris_of_each_kind_answer_at_their_paths(server: httpx.Client, kind: str) -> None:
    for iri in some([iri for iri in ours() if iri.startswith(BASE + kind)]):
        response = server.get(path(iri))
        assert response.status_code == 200, f"{iri}: {response.text[:200]}"
        assert response.headers["content-type"] == "text/turtle; charset=utf-8"
        assert f'<{iri}>; rel="canonical"' in response.headers["link"]
        assert kind == "graph" or NamedNode(iri) in {t.subject for t in triples(response)}


@pytest.mark.parametrize("suffix", FORMATS)
def test_an_entity_is_the_same_in_every_format(server: httpx.Client, suffix: str) -> None:
    media_type, format = FORMATS[suffix]
    by_suffix = server.get(f"{path(CHIP)}.{suffix}", headers={"accept": "text/csv"})
    by_accept = server.get(path(CHIP), headers={"accept": media_type})
    by_name = server.get(path(CHIP), params={"format": suffix})
    assert by_suffix.content == by_accept.content == by_name.content
    assert {r.headers["content-type"].partition(";")[0] for r in (by_suffix, by_accept)} == {media_type}
    assert by_accept.headers["content-location"] == f"{path(CHIP)}.{suffix}"
    document = NamedNode(f"{CHIP}.{suffix}")
    same = {t for t in triples(by_suffix, format) if t.subject != document}
    turtle = triples(server.get(path(CHIP) + ".ttl"))
    assert same == {t for t in turtle if t.subject != NamedNode(CHIP + ".ttl")}
    assert f'<{path(CHIP)}.{suffix}>; rel="alternate"' not in by_suffix.headers["link"]
    assert by_suffix.headers["link"].count('rel="alternate"') == 4


def test_an_entity_comes_with_its_claims_and_where_they_stand(server: httpx.Client) -> None:
    found = triples(server.get(path(CHIP)))
    claim, passage = NamedNode(CLAIM + "caict-2021/0117"), NamedNode(SOURCE + "caict-2021/2-3-2-p1")
    selector = NamedNode(SOURCE + "caict-2021/2-3-2-p1-s1")
    assert Triple(claim, NamedNode(AII + "statedIn"), passage) in found
    assert Triple(passage, NamedNode(OA + "hasSelector"), selector) in found
    assert any(t.subject == selector and t.predicate.value == OA + "start" for t in found)
    whole = {q.triple for q in built_release().store.quads_for_pattern(NamedNode(CHIP), None, None, None)}
    assert whole <= found


def test_what_an_entity_names_has_its_labels(server: httpx.Client) -> None:
    found = triples(server.get(path(CHIP)))
    labelled = {t.subject for t in found if t.predicate.value == RDFS + "label"}
    release = {
        q.subject for q in built_release().store.quads_for_pattern(None, NamedNode(RDFS + "label"), None)
    }
    named = {t.object for t in found if isinstance(t.object, NamedNode)} | {t.predicate for t in found}
    assert named & release <= labelled


def test_the_document_says_what_it_is_about_whose_it_is_and_its_licence(server: httpx.Client) -> None:
    document = NamedNode(CHIP + ".ttl")
    told = {
        (t.predicate.value, getattr(t.object, "value", ""))
        for t in triples(server.get(path(CHIP)))
        if t.subject == document
    }
    assert told == {
        (RDF + "type", FOAF + "Document"),
        (FOAF + "primaryTopic", CHIP),
        (VOID + "inDataset", DATASET),
        (DCTERMS + "license", "https://creativecommons.org/licenses/by/4.0/"),
    }


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, "text/turtle"),
        ("*/*", "text/turtle"),
        (OWL_API, "application/rdf+xml"),
        (BROWSER, "text/html"),
        ("text/turtle, text/html", "text/turtle"),
        ("application/json", "application/json"),
    ],
)
def test_rdf_is_sent_unless_a_page_is_wanted_first(
    server: httpx.Client, accept: str | None, media_type: str
) -> None:
    request = server.build_request("GET", path(CHIP))
    del request.headers["accept"]
    if accept is not None:
        request.headers["accept"] = accept
    response = server.send(request)
    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] == media_type


def test_a_page_has_an_address_of_its_own(server: httpx.Client) -> None:
    response = server.get(path(CHIP) + ".html")
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["content-location"] == path(CHIP) + ".html"
    assert response.headers["link"].count('rel="canonical"') == 1


def test_the_ontology_answers_whole_and_without_the_alignments(server: httpx.Client) -> None:
    written = {quad.triple for quad in parse(path=ROOT / "ontology" / "aiinfra.ttl", format=RdfFormat.TURTLE)}
    found = triples(server.get("/ontology"))
    assert {t for t in found if isinstance(t.subject, NamedNode)} >= {
        t for t in written if isinstance(t.subject, NamedNode) and isinstance(t.object, NamedNode)
    }
    headers = [t.subject for t in found if t.predicate == TYPE and t.object == NamedNode(OWL + "Ontology")]
    assert headers == [NamedNode(ONTOLOGY)]
    alignments = triples(server.get("/ontology/alignments"))
    assert NamedNode(f"{ONTOLOGY}/alignments") in {t.subject for t in alignments}
    assert found & alignments == set()


def test_a_version_of_the_ontology_answers_and_others_do_not(server: httpx.Client) -> None:
    versions = [t.object for t in triples(server.get("/ontology")) if t.predicate.value == OWL + "versionIRI"]
    (version,) = versions
    assert isinstance(version, NamedNode)
    assert server.get(path(version.value)).content == server.get("/ontology").content
    assert server.get("/ontology/9.9.9").status_code == 404


def test_a_graph_answers_at_its_iri_as_by_the_graph_store_protocol(server: httpx.Client) -> None:
    direct = server.get("/graph/facts.nt")
    assert (
        direct.content == server.get("/graph", params={"graph": graph_iri("facts"), "format": "nt"}).content
    )
    assert server.get("/graph/nope").status_code == 404


def test_the_shapes_can_be_had_to_check_ones_own_data(server: httpx.Client) -> None:
    written = [
        quad for file in (ROOT / "shapes").glob("*.ttl") for quad in parse(path=file, format=RdfFormat.TURTLE)
    ]
    named = {
        q.triple for q in written if isinstance(q.subject, NamedNode) and isinstance(q.object, NamedNode)
    }
    assert named <= triples(server.get("/shapes"))


@pytest.mark.parametrize("accept", ["text/turtle", "text/html"])
def test_what_is_not_there_is_told_with_the_nearest_names(server: httpx.Client, accept: str) -> None:
    response = server.get("/id/chip-ascend-91", headers={"accept": accept})
    assert response.status_code == 404
    assert "/id/chip-ascend-910" in response.text
    assert accept != "text/html" or "<html" in response.text


@pytest.mark.parametrize("wrong", ["/id/", "/id/a%20b", "/id/%3Cx%3E", "/ontologies", "/claim/" + "9" * 500])
def test_an_odd_path_is_not_found(server: httpx.Client, wrong: str) -> None:
    assert server.get(wrong).status_code == 404


def test_it_is_read_and_nothing_else(server: httpx.Client) -> None:
    plain = {"accept-encoding": "identity"}
    size = len(server.get(path(CHIP), headers=plain).content)
    assert server.head(path(CHIP), headers=plain).headers["content-length"] == str(size)
    refused = server.post(path(CHIP), content=b"x")
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    assert server.options(path(CHIP)).headers["access-control-allow-origin"] == "*"


def test_whoever_has_it_is_told_so(server: httpx.Client) -> None:
    first = server.get(path(CHIP))
    again = server.get(path(CHIP), headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_links_lead_on_under_a_proxy() -> None:
    with serve_release("--quiet", "--root-path", "/kg") as address:
        response = httpx.get(address + path(CHIP))
    assert '</kg/.well-known/void>; rel="describedby"' in response.headers["link"]
    assert f'</kg{path(CHIP)}.jsonld>; rel="alternate"' in response.headers["link"]
    assert response.headers["content-location"] == f"/kg{path(CHIP)}.ttl"


def test_the_owl_api_opens_the_ontology_from_its_url(server: httpx.Client, tmp_path: Path) -> None:
    need_java()
    output = tmp_path / "profile.txt"
    command = ["java", "-cp", robot_jars(), "org.obolibrary.robot.CommandLineInterface", "validate-profile"]
    url = str(server.base_url).rstrip("/") + "/ontology"
    subprocess.run([*command, "--profile", "DL", "--input-iri", url, "--output", output], check=True)
    assert output.read_text(encoding="utf-8").startswith(
        "OWL 2 DL Profile Report: [Ontology and imports closure"
    )
