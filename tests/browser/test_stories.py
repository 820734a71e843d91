"""The stories: every figure is drawn from its rows, forecasts hollow, anew when the reader turns it dark."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from kg.web.pages.stories import STORIES
from tests.browser.conftest import Open
from tests.browser.visitor import Visitor
from tests.release import ROOT

Axe = Callable[[Page], list[str]]
#: From north, west, east and south: the labels of the graph in each language.
PLACES = {
    "en": ("Shenyang", "Chengdu", "Shanghai", "Shenzhen"),
    "zh": ("沈阳", "成都", "上海", "深圳"),
}


def draw_all(visitor: Visitor, language: str = "en") -> None:
    visitor.go(f"/stories?lang={language}")
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
    assert "163\u202fZB · forecast" in (visitor.page.locator("#data svg").text_content() or "")
    chips = visitor.page.locator("#chips svg").text_content() or ""
    assert all(said in chips for said in ("≤ 640", "≤ 120", "not given"))
    assert "~ 100 billion" in (visitor.page.locator("#models svg").text_content() or "")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", PLACES)
def test_what_a_figure_says_is_whole_and_in_the_readers_language(
    open_visit: Open, width: int, language: str
) -> None:
    visitor = open_visit(viewport={"width": width, "height": 900})
    draw_all(visitor, language)
    said = {name: visitor.page.locator(f"#{name} svg").text_content() or "" for name in STORIES}
    assert [name for name, text in said.items() if "…" in text or "..." in text] == []
    assert ("175 billion" in said["models"], "1,750亿" in said["models"]) == (
        language == "en",
        language == "zh",
    )
    if language == "en":
        assert [name for name, text in said.items() if re.search("[\u4e00-\u9fff]", text)] == []
    unsaid = {"en": "market not stated · 2020", "zh": "未说明市场 · 2020年"}
    assert unsaid[language] in said["shares"]


def test_paper_has_the_figures_that_nobody_scrolled_to(visitor: Visitor) -> None:
    visitor.go("/stories")
    assert visitor.page.locator("figure[data-drawn]").count() < len(STORIES)
    visitor.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    for name in STORIES:
        visitor.page.locator(f"#{name} figure[data-drawn] svg").wait_for()
    assert visitor.page.locator("figure svg").count() == len(STORIES)


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


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", PLACES)
def test_the_map_has_each_place_where_it_is(open_visit: Open, axe: Axe, width: int, language: str) -> None:
    visitor = open_visit(viewport={"width": width, "height": 900})
    visitor.go(f"/stories?lang={language}")
    visitor.page.locator("#map figure").scroll_into_view_if_needed()
    visitor.page.locator("#map figure[data-drawn] svg").wait_for()
    assert visitor.page.locator("#map svg .mark-shape path[d]").count() == 1
    middles = {}
    for mark in visitor.page.locator("#map svg path[aria-roledescription='point']").all():
        box = mark.bounding_box()
        assert box is not None
        middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        middles[mark.get_attribute("aria-label") or ""] = middle
    assert len(middles) == len(drawn_marks())
    north, west, east, south = (
        next(middle for told, middle in middles.items() if f"{name} · " in told) for name in PLACES[language]
    )
    assert north[1] < east[1] < south[1]
    assert west[0] < south[0] < east[0] < north[0]
    assert f"{PLACES[language][2]} ×4" in (visitor.page.locator("#map svg").text_content() or "")
    assert visitor.page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe(visitor.page) == []


def test_a_mark_of_the_map_tells_what_is_there(visitor: Visitor) -> None:
    draw_all(visitor)
    marks = visitor.page.locator("#map svg")
    marks.locator("path[aria-label*='Tianjin · pilot zone']").hover()
    visitor.page.locator("#map .paper[title*='(drawn at Tianjin)']").wait_for(state="attached")
    zone, centre, planned, questioned = (
        marks.locator(f"path[aria-label*='{said}']")
        for said in ("Jinan · pilot zone", "Nanjing · compute", "Dalian · compute", "Wuhan · compute")
    )
    assert zone.get_attribute("d") != centre.get_attribute("d") == planned.get_attribute("d")
    assert len({mark.get_attribute("fill") for mark in (centre, planned, questioned)}) == 3
    assert questioned.get_attribute("stroke-dasharray") == "4,3"


def drawn_marks() -> set[tuple[object, ...]]:
    """Return what the map has a mark for: point, kind and whether planned."""
    answer = json.loads((ROOT / "queries" / f"{STORIES['map']}.json").read_text("utf-8"))
    rows = [dict(zip(answer["columns"], row, strict=True)) for row in answer["rows"]]
    return {(row["point"], row["kind"], row["relation"]) for row in rows if row["point"]}
