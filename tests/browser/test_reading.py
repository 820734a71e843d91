"""What a screen reader, the keyboard and paper get: headings in order, named tables, languages, no fold."""

from itertools import pairwise

import pytest

from tests.browser.test_every_page import NOWHERE, PATHS
from tests.browser.visitor import Visitor

MORE = ("/id/platform-apollo",)
#: The levels of the headings, first to last.
LEVELS = "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(heading => Number(heading.tagName[1]))"
#: Tables without a caption, and cells of a head that do not say what they are the head of.
NAMELESS = """
[...document.querySelectorAll('table:not(:has(> caption)), th:not([scope])')].map(it => it.outerHTML)
"""
#: Text in Chinese that stands in no element said to be so, on a page in English. English may quote Chinese.
CHINESE = r"""
() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const [here, text] = [node.parentElement, node.data.trim()];
    if (!/\p{Script=Han}/u.test(text) || /[a-z]{2} | [a-z]{2}/.test(text)) continue;
    if (here.closest("script, pre, textarea, code, svg, .editor")) continue;
    if (!here.closest("[lang]").lang.startsWith("zh")) found.push(`${here.tagName}: ${text}`);
  }
  return found;
}
"""
#: How many rows of claims cannot be seen.
UNSEEN = "[...document.querySelectorAll('li.claim')].filter(row => !row.checkVisibility()).length"


@pytest.mark.parametrize("path", [*PATHS, *MORE])
def test_a_page_reads_well_aloud(path: str, visitor: Visitor) -> None:
    visitor.expected = ("404 (Not Found)",) if path == NOWHERE else ()
    visitor.go(path)
    levels = visitor.page.evaluate(LEVELS)
    assert levels[0] == 1
    assert [(above, level) for above, level in pairwise(levels) if level > above + 1] == []
    assert visitor.page.evaluate(NAMELESS) == []
    assert visitor.page.evaluate(CHINESE) == []


def test_the_keyboard_sees_where_it_is_and_opens_what_is_folded(visitor: Visitor) -> None:
    visitor.go("/id/place-china")
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    visitor.page.keyboard.press("Tab")
    assert visitor.page.locator(":focus").inner_text() == "Skip to the content"
    assert visitor.page.locator(":focus").bounding_box()["y"] >= 0  # type: ignore[index]
    for _ in range(12):
        assert visitor.page.evaluate(outline) == "solid"
        visitor.page.keyboard.press("Tab")
    fold = visitor.page.locator(".fold").first
    hidden = fold.locator("li.claim").first
    assert not hidden.is_visible()
    fold.locator("> summary").focus()
    visitor.page.keyboard.press("Enter")
    hidden.wait_for(state="visible")


def test_the_address_of_a_folded_claim_unfolds_it(visitor: Visitor) -> None:
    visitor.go("/id/place-china")
    row = visitor.page.locator(".fold li.claim").last
    label = row.get_attribute("id")
    visitor.go(f"/id/place-china?lang=en#{label}")
    visitor.page.locator(f"#{label}").wait_for(state="visible")


def test_paper_gets_the_whole_page_and_no_more(visitor: Visitor) -> None:
    visitor.go("/id/place-china")
    page = visitor.page
    assert page.evaluate(UNSEEN) > 0
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(UNSEEN) == 0
    for gone in ("nav.main", ".find", ".crumbs", ".downloads", ".fold > summary"):
        assert not page.locator(gone).first.is_visible(), gone
    assert page.locator("#cite").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    link = page.locator("a[rel~=external]").first
    said = link.evaluate("link => getComputedStyle(link, '::after').content")
    assert link.get_attribute("href") in said.replace('"', "").replace(" ", "")
