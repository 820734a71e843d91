"""Ways through the site that web.md names, each gone by a reader with a mouse."""

import csv
from pathlib import Path

from tests.browser.conftest import Open
from tests.browser.visitor import Visitor

CHIPS = "/browse?kind=https%3A%2F%2Fw3id.org%2Faiinfra%2Fontology%23AIChip"


def names(visitor: Visitor) -> list[str]:
    return visitor.page.locator("tbody th").all_inner_texts()


def test_a_question_of_the_front_page_is_answered_with_one_click(visitor: Visitor) -> None:
    visitor.go("/")
    visitor.page.locator(".questions a").first.click()
    visitor.answered()
    assert visitor.rows()


def test_a_table_is_sorted_filtered_and_downloaded(visitor: Visitor, tmp_path: Path) -> None:
    visitor.go(CHIPS)
    every = names(visitor)
    heading = visitor.page.get_by_role("columnheader", name="INT8 throughput")
    heading.get_by_role("link").click()
    heading.get_by_role("link").click()
    assert heading.get_attribute("aria-sort") == "descending"
    assert names(visitor)[0] == "Ascend 910"
    assert sorted(names(visitor)) == sorted(every)
    visitor.page.get_by_role("searchbox", name="Filter").fill("kunlun")
    visitor.page.get_by_role("button", name="Apply").click()
    visitor.page.get_by_text("2 in all", exact=True).wait_for()
    assert sorted(names(visitor)) == ["Kunlun 2", "Kunlun chip"]
    with visitor.page.expect_download() as started:
        visitor.page.get_by_role("link", name="Download as CSV").click()
    started.value.save_as(tmp_path / "chips.csv")
    with (tmp_path / "chips.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == 2


def test_a_doubtful_figure_leads_to_both_sides_and_their_passages(visitor: Visitor) -> None:
    visitor.go("/id/model-m6")
    visitor.page.get_by_role("link", name="Not adopted").click()
    visitor.page.get_by_role("heading", name="The size of M6", level=1).wait_for()
    sides = visitor.page.locator("li.claim")
    assert sides.count() == 3
    sides.first.locator("summary").click()
    assert sides.first.locator("blockquote mark").inner_text() == "10万亿"
    sides.first.get_by_role("link", name="All claims of this passage").click()
    visitor.page.get_by_role("heading", name="The passage").wait_for()


def test_the_language_is_switched_in_place_and_stays(visitor: Visitor) -> None:
    visitor.go("/id/chip-mlu370")
    visitor.page.get_by_role("link", name="中文").click()
    visitor.page.get_by_role("heading", name="思元370", level=1).wait_for()
    visitor.page.get_by_role("link", name="寒武纪").first.click()
    visitor.page.get_by_role("heading", name="寒武纪", level=1).wait_for()
    assert visitor.page.locator("html").get_attribute("lang") == "zh"


def test_an_answer_is_shared_by_its_link(open_visit: Open) -> None:
    visitor = open_visit(permissions=["clipboard-read", "clipboard-write"])
    visitor.ask("ASK { ?s ?p ?o }")
    visitor.page.get_by_role("button", name="Copy link").click()
    visitor.page.get_by_text("Link copied").wait_for()
    copied = visitor.page.evaluate("navigator.clipboard.readText()")
    other = open_visit()
    other.go(copied.removeprefix(other.address))
    other.answered()
    assert other.page.locator(".truth").inner_text() == visitor.page.locator(".truth").inner_text()


def test_a_term_opens_in_the_reference_and_leads_to_its_members(visitor: Visitor) -> None:
    visitor.go("/id/chip-mlu370")
    visitor.page.get_by_role("link", name="INT8 throughput").click()
    row = visitor.page.locator("tr:target")
    assert row.locator("th code").inner_text() == "int8Throughput"
    visitor.page.locator("#AIChip").get_by_role("link", name="7", exact=True).click()
    visitor.page.get_by_role("heading", name="AI chip", level=1).wait_for()
    assert "MLU370" in names(visitor)


def test_nothing_found_says_what_else_to_try(visitor: Visitor) -> None:
    visitor.go("/search?q=xyzzyqqq")
    visitor.page.locator("main").get_by_role("link", name="Browse").click()
    visitor.page.get_by_role("heading", name="Browse by kind").wait_for()
