"""A real Chromium, a real server, and visitors who note whatever goes wrong on a page."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from kg.web.assets import is_bundled
from tests.browser.visitor import Visitor
from tests.needs import need
from tests.release import ROOT, built_release
from tests.server import Served, serving

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")

#: Opens a visitor: keywords are Playwright's for a context.
Open = Callable[..., Visitor]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    need(program is not None, f"none of {', '.join(PROGRAMS)} is on the PATH: install Debian's chromium")
    need(is_bundled("query.js"), "the scripts of the pages are not bundled: run make pages")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def site(report_path: Path) -> Iterator[Served]:
    """Return the release, served to someone who has the report."""
    built_release()
    with serving(KG_REPORT=str(report_path)) as served:
        yield served


@pytest.fixture
def open_visit(browser: Browser, site: Served) -> Iterator[Open]:
    """Return a way to visit the site; at the end of the test nothing may have gone wrong on any page."""
    visitors: list[Visitor] = []

    def open_one(address: str = site.address, **options: Any) -> Visitor:
        context = browser.new_context(**{"locale": "en-GB", "accept_downloads": True, **options})
        context.set_default_timeout(60_000)
        visitors.append(Visitor(context.new_page(), address))
        return visitors[-1]

    yield open_one
    for visitor in visitors:
        visitor.page.context.close()
    assert [trouble for visitor in visitors for trouble in visitor.troubles] == []


@pytest.fixture
def visitor(open_visit: Open) -> Visitor:
    """Return a visitor at a desk."""
    return open_visit(viewport={"width": 1280, "height": 900})


@pytest.fixture(scope="package")
def axe() -> Callable[[Page], list[str]]:
    """Return what lists the serious faults that axe finds on a page."""
    source = (ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")

    def find_faults(page: Page) -> list[str]:
        page.evaluate(f"{source}; 0")
        result = page.evaluate("axe.run({rules: {'target-size': {enabled: true}}})")
        return [
            f"{fault['id']}: {fault['nodes'][0]['html'][:200]}"
            for fault in result["violations"]
            if fault["impact"] in ("serious", "critical")
        ]

    return find_faults
