"""Every page: no error, no request off the host, room on a phone, and no serious fault that axe finds."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Open

NOWHERE = "/id/nothing-of-that-name"
PATHS = (
    "/",
    "/browse",
    "/discrepancies",
    "/docs/api",
    "/stories",
    "/sparql?format=html",
    "/id/chip-mlu370",
    "/claim/caict-2021/0117",
    "/source/caict-2021/2-3-2-p1",
    "/discrepancy/caict-2021/01",
    "/vocabulary/up-to",
    "/id/place-china",
    "/search?q=ascend",
    "/browse?kind=https%3A%2F%2Fw3id.org%2Faiinfra%2Fontology%23AIChip",
    "/resource?iri=https%3A%2F%2Fw3id.org%2Faiinfra%2Fontology%23AIChip",
    "/browse?kind=https%3A%2F%2Fw3id.org%2Faiinfra%2Fontology%23Entity",
    "/id/place-jinan",
    "/id/org-huawei",
    "/id/model-m6",
    "/source/caict-2021",
    "/search",
    "/search?q=hwj",
    "/search?q=zzzzqqqq",
    "/docs",
    "/docs/ontology",
    NOWHERE,
)
#: What is asked on the query page, whose answers and faults are looked at too.
QUERIES = (
    "SELECT ?chip ?p ?o { ?chip a <https://w3id.org/aiinfra/ontology#AIChip> ; ?p ?o } LIMIT 20",
    "ASK { ?s ?p ?o }",
    "CONSTRUCT { ?s ?p ?o } { ?s a <https://w3id.org/aiinfra/ontology#AIChip> ; ?p ?o } LIMIT 30",
    "SELECT * WHERE { ?s ?p ",
)
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
READERS: dict[str, dict[str, Any]] = {
    "desk-light-en": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "desk-dark-zh": {
        "viewport": {"width": 1280, "height": 900},
        "color_scheme": "dark",
        "locale": "zh-CN",
    },
    "phone-light-en": {"color_scheme": "light", **PHONE},
    "phone-dark-zh": {"color_scheme": "dark", "locale": "zh-CN", **PHONE},
}
Axe = Callable[[Page], list[str]]


@pytest.mark.parametrize("reader", READERS)
def test_each_page_is_sound(reader: str, open_visit: Open, axe: Axe) -> None:
    visitor = open_visit(**READERS[reader])
    visitor.expected = ("404 (Not Found)", "400 (Bad Request)")
    visitor.go("/")
    linked = visitor.page.locator("nav.main a, footer a[href^='/']").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    pages = [path for path in linked if "well-known" not in path]
    for path in dict.fromkeys([*PATHS, *pages]):
        visitor.go(path)
        look_at(visitor.page, path, axe)
    for query in QUERIES:
        visitor.ask(query)
        look_at(visitor.page, query, axe)


def look_at(page: Page, path: str, axe: Axe) -> None:
    """Fail when the page has no heading of its own, is wider than its screen, or is hard to use."""
    assert page.locator("h1").count() == 1, path
    room = page.viewport_size
    assert room is not None
    assert page.evaluate("document.documentElement.scrollWidth") <= room["width"], path
    levels = page.locator("h1, h2, h3, h4").evaluate_all("all => all.map(h => Number(h.tagName[1]))")
    assert all(deeper - level <= 1 for level, deeper in pairwise(levels)), (path, levels)
    assert (path, axe(page)) == (path, [])


def test_a_reader_who_wants_dark_gets_dark(open_visit: Open) -> None:
    backgrounds = set()
    for scheme in ("light", "dark"):
        visitor = open_visit(color_scheme=scheme)
        visitor.go("/stories")
        shades = visitor.page.locator("body").evaluate(
            "body => getComputedStyle(body).backgroundColor.match(/[0-9]+/g).map(Number)"
        )
        backgrounds.add((scheme, sum(shades[:3]) < 3 * 128))
    assert backgrounds == {("light", False), ("dark", True)}


@pytest.mark.parametrize("path", ["/sparql?format=html", "/stories", "/id/chip-mlu370", "/docs/api"])
def test_without_scripts_a_page_says_the_same(path: str, open_visit: Open, axe: Axe) -> None:
    visitor = open_visit(java_script_enabled=False)
    visitor.go(path)
    assert visitor.page.locator("h1").is_visible()
    assert visitor.page.locator("main").inner_text().count("\n") > 10


def test_without_scripts_the_form_answers(open_visit: Open) -> None:
    visitor = open_visit(java_script_enabled=False)
    visitor.go("/sparql?format=html")
    visitor.page.locator("#query").fill("ASK { ?s ?p ?o }")
    visitor.page.get_by_role("button", name="Run").click()
    assert visitor.page.locator(".truth").inner_text() == "Yes (true)"
