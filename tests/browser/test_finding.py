"""A thing: found by name with the keyboard, opened, its passage shown, its relations drawn."""

from tests.browser.conftest import Open
from tests.browser.visitor import Visitor


def test_a_thing_is_found_with_the_keyboard_alone_and_its_passage_shown(visitor: Visitor) -> None:
    visitor.go("/browse")
    keyboard = visitor.page.keyboard
    keyboard.press("/")
    field = visitor.page.get_by_role("combobox")
    assert visitor.page.locator(":focus").get_attribute("name") == "q"
    keyboard.type("mlu37")
    option = visitor.page.get_by_role("option", name="MLU370").first
    option.wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    keyboard.press("ArrowDown")
    assert option.get_attribute("aria-selected") == "true"
    assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
    keyboard.press("Enter")
    visitor.page.get_by_role("heading", name="MLU370", level=1).wait_for()
    row = visitor.page.locator("li", has=visitor.page.get_by_role("link", name="INT8 throughput")).first
    row.locator("summary").click()
    assert row.locator("blockquote mark").first.inner_text() == "256 TOPS"


def test_escape_closes_the_suggestions_and_a_slash_in_a_field_is_a_slash(visitor: Visitor) -> None:
    visitor.go("/browse")
    field = visitor.page.locator("[data-suggest]")
    field.focus()
    visitor.page.keyboard.type("昇腾")
    visitor.page.get_by_role("option").first.wait_for()
    visitor.page.keyboard.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    visitor.page.keyboard.type("/")
    assert field.input_value().endswith("/")


def test_what_a_thing_is_related_to_is_drawn_and_listed(open_visit: Open) -> None:
    visitor = open_visit(locale="zh-CN")
    visitor.go("/id/org-huawei")
    section = visitor.page.locator("[data-graph]")
    section.scroll_into_view_if_needed()
    section.locator("canvas").first.wait_for()
    section.get_by_text("关系列表").click()
    assert "昇腾910 研发方 华为" in section.locator(".relations").inner_text()
