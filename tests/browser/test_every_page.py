"""Every page: no error, no request off the host, room on a phone, and no serious fault that axe finds."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Open

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
)
READERS: dict[str, dict[str, Any]] = {
    "desk-light-en": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "phone-dark-zh": {
        "viewport": {"width": 390, "height": 844},
        "color_scheme": "dark",
        "locale": "zh-CN",
        "has_touch": True,
        "is_mobile": True,
    },
}
Axe = Callable[[Page], list[str]]


@pytest.mark.parametrize("reader", READERS)
def test_each_page_is_sound(reader: str, open_visit: Open, axe: Axe) -> None:
    visitor = open_visit(**READERS[reader])
    visitor.go("/")
    linked = visitor.page.locator("nav.main a, footer a[href^='/']").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    pages = [path for path in linked if "well-known" not in path]
    for path in dict.fromkeys([*PATHS, *pages]):
        visitor.go(path)
        page = visitor.page
        assert page.locator("h1").count() == 1, path
        room = page.viewport_size
        assert room is not None
        assert page.evaluate("document.documentElement.scrollWidth") <= room["width"], path
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
