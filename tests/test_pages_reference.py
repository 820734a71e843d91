"""The reference of the ontology as a page, in both languages, and for whoever opens a term in a browser."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kg.namespaces import AII
from kg.terms import Reference
from tests.pages import HTML, read, say
from tests.release import ROOT, built_release
from tests.server import serve_release, serving
from tests.tiny import write


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with (
        serve_release("--quiet") as address,
        httpx.Client(base_url=address, trust_env=False, timeout=60) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def reference() -> Reference:
    return built_release().reference()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_term_stands_under_its_anchor_with_its_definition(
    client: httpx.Client, reference: Reference, language: str
) -> None:
    page = read(client, f"/docs/ontology?lang={language}")
    anchors = [element.get("id") for element in page.tree.iter() if element.get("id")]
    assert len(anchors) == len(set(anchors))
    for term in reference.terms.values():
        assert term.name in anchors
        assert term.labels[language] in page.text
        assert term.definitions[language] in page.text


def test_links_within_the_page_lead_somewhere(client: httpx.Client) -> None:
    page = read(client, "/docs/ontology")
    anchors = {element.get("id") for element in page.tree.iter()}
    leads = {a.get("href", "")[1:] for a in page.all("a") if a.get("href", "").startswith("#")}
    assert leads <= anchors
    assert len(leads) > 300


def test_a_property_comes_with_unit_example_and_place(client: httpx.Client) -> None:
    row = read(client, "/docs/ontology?lang=en").one("tr[@id='int8Throughput']")
    for told in ("INT8 throughput", "INT8算力", "Ascend 910 → 640 TOPS", "section 2.3.2, paragraph 1"):
        assert told in say(row)
    assert any("/source/caict-2021/2-3-2-p1" in a.get("href", "") for a in row.iter() if a.tag == "a")


def test_whoever_opens_a_term_in_a_browser_sees_the_reference(client: httpx.Client) -> None:
    for path in ("/ontology", "/ontology/0.1.0"):
        page = read(client, path)
        assert page.one("section[@id='AIChip']") is not None
    assert client.get("/ontology/9.9.9", headers=HTML).status_code == 404
    assert client.get("/ontology/alignments", headers=HTML).headers["content-type"].startswith("text/html")


def test_the_diagram_is_the_one_of_the_documents(client: httpx.Client) -> None:
    picture = client.get("/docs/ontology.svg")
    assert picture.headers["content-type"] == "image/svg+xml"
    assert picture.text == (ROOT / "docs" / "model.svg").read_text(encoding="utf-8")
    image = read(client, "/docs/ontology").one("figure/img")
    size = re.search(r'width="(\d+)" height="(\d+)"', picture.text)
    assert size is not None
    assert (image.get("width"), image.get("height")) == size.groups()


def test_data_without_our_ontology_has_no_reference(tmp_path: Path) -> None:
    file = write(tmp_path / "x.ttl", "<http://e/a> <http://e/b> <http://e/c> .")
    with serving(str(file), "--quiet") as served:
        assert httpx.get(served.address + "/docs/ontology", headers=HTML).status_code == 404
        assert httpx.get(served.address + "/ontology").status_code == 404
        assert httpx.get(served.address + "/docs/ontology.svg").status_code == 404


def test_what_has_no_page_is_sent_as_data(client: httpx.Client) -> None:
    response = client.get("/shapes", headers=HTML)
    assert (response.status_code, response.headers["content-type"]) == (200, "text/turtle; charset=utf-8")


def test_names_are_those_of_the_ontology(reference: Reference) -> None:
    assert reference.terms[AII + "QuantityProperty"].count == 98
