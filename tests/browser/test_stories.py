"""The stories: every figure is drawn from its rows, forecasts hollow, anew when the reader turns it dark."""

import json

from kg.web.pages.stories import STORIES
from tests.browser.conftest import Open
from tests.browser.visitor import Visitor
from tests.release import ROOT


def draw_all(visitor: Visitor) -> None:
    visitor.go("/stories")
    for name in STORIES:
        visitor.page.locator(f"#{name} figure").scroll_into_view_if_needed()
        visitor.page.locator(f"#{name} figure[data-drawn] svg").wait_for()


def test_every_figure_is_drawn_with_its_rows_beneath(visitor: Visitor) -> None:
    draw_all(visitor)
    assert visitor.page.locator("figure svg").count() == len(STORIES)
    for name, stem in STORIES.items():
        figure = visitor.page.locator(f"#{name} figure")
        figure.locator("summary").click()
        rows = json.loads((ROOT / "queries" / f"{stem}.json").read_text("utf-8"))["rows"]
        assert figure.locator("tbody tr:visible").count() == len(rows)


def test_a_figure_marks_what_is_expected_and_what_is_hedged(visitor: Visitor) -> None:
    draw_all(visitor)
    bars = visitor.page.locator("#data svg path[aria-roledescription='bar']")
    assert [bar.get_attribute("fill-opacity") for bar in bars.all()] == ["0.9", "0.08"]
    assert "163ZB · forecast" in (visitor.page.locator("#data svg").text_content() or "")
    chips = visitor.page.locator("#chips svg").text_content() or ""
    assert all(said in chips for said in ("≤ 640", "≤ 120", "not given"))
    assert "~ 千亿" in (visitor.page.locator("#models svg").text_content() or "")


def test_a_story_leads_to_its_query_and_its_answer(visitor: Visitor) -> None:
    visitor.go("/stories")
    visitor.page.locator("#policies figcaption a").click()
    visitor.answered()
    stem = STORIES["policies"]
    expected = json.loads((ROOT / "queries" / f"{stem}.json").read_text("utf-8"))
    assert len(visitor.rows()) == len(expected["rows"])


def test_figures_follow_the_readers_colours_and_room(open_visit: Open) -> None:
    visitor = open_visit(viewport={"width": 1280, "height": 900}, color_scheme="light")
    draw_all(visitor)
    bar = visitor.page.locator("#data svg path[aria-roledescription='bar']").first
    light, width = bar.get_attribute("fill"), visitor.page.locator("#data svg").get_attribute("width")
    visitor.page.emulate_media(color_scheme="dark")
    visitor.page.wait_for_function(
        "light => document.querySelector(\"#data svg path[aria-roledescription='bar']\")"
        "?.getAttribute('fill') !== light",
        arg=light,
    )
    visitor.page.set_viewport_size({"width": 390, "height": 844})
    visitor.page.wait_for_function(
        "width => Number(document.querySelector('#data svg')?.getAttribute('width')) < Number(width) / 2",
        arg=width,
    )
