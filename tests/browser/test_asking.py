"""A query: typed with completion, run, sorted, charted, downloaded, shared; its error shown at its place."""

import csv
import json
from pathlib import Path

import httpx
import pytest

from tests.browser.conftest import Open
from tests.browser.visitor import Visitor
from tests.release import ROOT

AII = "PREFIX aii: <https://w3id.org/aiinfra/ontology#>\n"
TOPS = AII + "SELECT ?chip ?tops WHERE { ?chip aii:int8Throughput ?tops } ORDER BY ?tops"


def test_a_query_is_completed_run_sorted_charted_and_downloaded(visitor: Visitor, tmp_path: Path) -> None:
    visitor.go("/sparql?format=html")
    visitor.write("SELECT ?chip ?tops WHERE { ?chip a aii:AIChip ; ")
    visitor.page.keyboard.type("INT8")
    option = visitor.page.get_by_role("option").filter(has_text="aii:int8Throughput").first
    assert "INT8算力" in option.inner_text()
    option.click()
    visitor.page.keyboard.type(" ?tops }")
    visitor.page.keyboard.press("Control+Enter")
    visitor.answered()
    written = visitor.page.locator("#query").input_value()
    assert written.startswith(AII)
    assert "?chip a aii:AIChip ; aii:int8Throughput ?tops" in written
    assert sorted(row[0] for row in visitor.rows()) == ["Ascend 310", "Ascend 910", "Kunlun 2", "MLU370"]

    heading = visitor.page.get_by_role("columnheader", name="tops")
    heading.get_by_role("button").click()
    assert heading.get_attribute("aria-sort") == "ascending"
    assert [row[1] for row in visitor.rows()] == ["22", "256", "256", "640"]

    visitor.page.get_by_role("tab", name="Chart").click()
    bars = visitor.page.locator(".paper svg path[aria-roledescription='bar']")
    bars.first.wait_for()
    assert bars.count() == 4

    with visitor.page.expect_download() as started:
        visitor.page.get_by_role("link", name="CSV", exact=True).click()
    started.value.save_as(tmp_path / "answer.csv")
    with (tmp_path / "answer.csv").open(encoding="utf-8", newline="") as file:
        assert sorted(row["tops"] for row in csv.DictReader(file)) == ["22", "256", "256", "640"]


def test_every_format_on_offer_can_be_downloaded(visitor: Visitor) -> None:
    for query, least in ((TOPS, 5), (AII + "CONSTRUCT WHERE { ?chip aii:int8Throughput ?tops }", 6)):
        visitor.ask(query)
        links = visitor.page.locator(".downloads a").evaluate_all("links => links.map(link => link.href)")
        assert len(links) >= least
        for link in links:
            assert httpx.get(link).status_code == 200


def test_a_query_too_long_for_an_address_is_run_and_downloaded_all_the_same(
    visitor: Visitor, tmp_path: Path
) -> None:
    visitor.go("/sparql?format=html")
    visitor.write(TOPS + "\n# " + "long " * 4000)
    visitor.page.get_by_role("button", name="Run").click()
    visitor.answered()
    assert len(visitor.rows()) == 4
    with visitor.page.expect_download() as started:
        visitor.page.get_by_role("link", name="JSON", exact=True).click()
    started.value.save_as(tmp_path / "answer.json")
    assert len(json.loads((tmp_path / "answer.json").read_text("utf-8"))["results"]["bindings"]) == 4


def test_the_address_is_a_permanent_link_to_query_and_answer(visitor: Visitor, open_visit: Open) -> None:
    visitor.go("/sparql?format=html")
    visitor.write(TOPS)
    visitor.page.keyboard.press("Control+Enter")
    visitor.answered()
    shared = visitor.page.url
    other = open_visit(viewport={"width": 1280, "height": 900})
    other.go(shared.removeprefix(other.address))
    other.answered()
    assert other.rows() == visitor.rows()
    visitor.page.go_back()
    assert "query=" not in visitor.page.url


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("SELECT ?x WHERE {\n  ?x a foo:bar .\n}", "foo:bar"),
        ("SELECT ?x WHERE {\n  # 昇腾 𝕏\n  ?x ?y ) .\n}", ")"),
    ],
)
def test_an_error_is_underlined_at_its_place(visitor: Visitor, query: str, marked: str) -> None:
    visitor.expected = ("status of 400",)
    visitor.ask(query)
    wrong = visitor.page.locator(".error")
    assert "could not be answered" in wrong.inner_text()
    assert visitor.page.locator(".cm-lintRange-error").inner_text() == marked
    wrong.get_by_role("button").click()
    visitor.page.keyboard.type("X")
    written = visitor.page.locator("#query").input_value()
    assert written == query.replace(marked, f"X{marked}")


def test_an_example_is_found_by_a_word_and_run(visitor: Visitor) -> None:
    visitor.go("/sparql?format=html")
    visitor.page.get_by_role("searchbox", name="Find an example").fill("where contributors attention")
    entries = visitor.page.locator("#example-list li:visible")
    assert entries.count() == 1
    entries.get_by_role("link").click()
    visitor.answered()
    expected = json.loads(
        (ROOT / "queries" / "85-stars-and-contributors-of-frameworks.json").read_text("utf-8")
    )
    assert len(visitor.rows()) == len(expected["rows"])


def test_triples_are_drawn_and_listed(visitor: Visitor) -> None:
    visitor.ask("DESCRIBE <https://w3id.org/aiinfra/id/chip-mlu370>")
    visitor.page.locator(".network canvas").first.wait_for()
    visitor.page.get_by_text("Relations as a list").click()
    listed = visitor.page.locator(".relations").inner_text()
    assert "MLU370 developed by Cambricon" in listed
    visitor.page.get_by_role("tab", name="Raw").click()
    visitor.page.get_by_text("aii:developedBy id:org-cambricon").wait_for()


def test_a_name_in_the_answer_opens_the_page_of_the_thing(visitor: Visitor) -> None:
    visitor.ask(TOPS)
    visitor.page.get_by_role("link", name="MLU370").click()
    visitor.page.get_by_role("heading", name="MLU370", level=1).wait_for()


def test_the_keyboard_alone_is_enough(visitor: Visitor) -> None:
    visitor.go("/sparql?format=html")
    keyboard = visitor.page.keyboard
    keyboard.press("Tab")
    assert visitor.page.locator(":focus").inner_text() == "Skip to the content"
    keyboard.press("Enter")
    keyboard.press("Tab")
    active = "document.activeElement.shadowRoot?.activeElement?.className ?? ''"
    assert "cm-content" in visitor.page.evaluate(active)
    keyboard.press("Control+a")
    keyboard.insert_text(TOPS)
    keyboard.press("Escape")
    keyboard.press("Tab")
    assert visitor.page.locator(":focus").inner_text() == "Run"
    keyboard.press("Enter")
    visitor.answered()
    for _ in range(40):
        keyboard.press("Tab")
        if visitor.page.locator(":focus").get_attribute("role") == "tab":
            break
    keyboard.press("ArrowRight")
    assert visitor.page.locator(":focus").inner_text() == "Chart"
    visitor.page.locator(".paper svg").wait_for()
