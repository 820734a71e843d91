"""Hostile data and queries stay text in every view: no dialog, no element, no script of theirs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import Open
from tests.browser.visitor import Visitor
from tests.server import serving

ATTACK = '<img src=x onerror=\\"window.pwned=1;alert(1)\\"><script>window.pwned=1;alert(2)</script>'
DATA = f"""
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix id: <https://w3id.org/aiinfra/id/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
id:a rdfs:label "{ATTACK}"@en, "{ATTACK}"@zh ;
  id:knows id:b, <javascript:alert(3)>, <data:text/html,%3Cscript%3Ealert(4)%3C/script%3E> ;
  id:size 7 ; id:said "{ATTACK}"^^<http://e/%22%3E%3Cimg%20src=x%20onerror=alert(5)%3E> .
id:b rdfs:label "javascript:alert(6)"@en ; id:size 9 .
id:c a owl:Class ; rdfs:label "{ATTACK}"@en .
<https://w3id.org/aiinfra/id/%22onmouseover=alert(7)> rdfs:label "x"@x-alert .
"""
ALL = "SELECT * WHERE { ?s ?p ?o }"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path: Path = tmp_path_factory.mktemp("data") / "hostile.ttl"
    path.write_text(DATA, "utf-8")
    with serving(str(path)) as served:
        yield served.address


@pytest.fixture
def victim(open_visit: Open, hostile: str) -> Iterator[Visitor]:
    visitor = open_visit(hostile, viewport={"width": 1280, "height": 900})
    yield visitor
    page = visitor.page
    assert page.evaluate("window.pwned") is None
    assert (
        page.locator(
            "[onerror], [onmouseover], img[src='x'], a[href^='javascript:' i], a[href^='data:' i]"
        ).count()
        == 0
    )
    scripts = page.locator("script:not([type='application/ld+json'])").evaluate_all(
        "scripts => scripts.map(script => [script.textContent, script.getAttribute('src')])"
    )
    assert all(not text and source.startswith("/static/dist/") for text, source in scripts)


@pytest.mark.parametrize(
    "query",
    [
        ALL,
        "CONSTRUCT WHERE { ?s ?p ?o }",
        "DESCRIBE <https://w3id.org/aiinfra/id/a>",
        "SELECT ?s ?size WHERE { ?s <https://w3id.org/aiinfra/id/size> ?size }",
        'SELECT (7 AS ?constructor) (8 AS ?__proto__) ("<b>x</b>" AS ?innerHTML) WHERE {}',
        ALL + " # </textarea></script><script>window.pwned=1;alert(8)</script><img src=x onerror=alert(9)>",
    ],
)
def test_each_view_of_hostile_data_shows_it_as_text(victim: Visitor, query: str) -> None:
    victim.ask(query)
    tabs = victim.page.get_by_role("tab")
    for number in range(tabs.count()):
        tabs.nth(number).click()
        victim.page.wait_for_timeout(400)
    victim.page.mouse.move(300, 300)
    assert victim.page.locator("#answers .error").count() == 0


def test_hostile_names_are_text_among_the_completions(victim: Visitor) -> None:
    victim.go("/sparql?format=html")
    victim.write("SELECT * WHERE { ?x a id:")
    victim.page.keyboard.press("Control+Space")
    option = victim.page.get_by_role("option").filter(has_text="<script>").first
    option.wait_for()


def test_a_hostile_query_that_fails_is_quoted_as_text(victim: Visitor) -> None:
    victim.expected = ("status of 400",)
    victim.ask('SELECT ?x { ?x a <img/src=x/onerror=alert(1)>:b "<script>window.pwned=1</script>" }')
    assert victim.page.locator("#answers .error").count() == 1


def test_hostile_names_are_text_on_their_page_and_in_its_graph(victim: Visitor) -> None:
    victim.go("/id/a")
    assert "<script>" in victim.page.locator("h1").inner_text()
    victim.go("/search?q=img")
    assert "<script>" in victim.page.locator("main").inner_text()
