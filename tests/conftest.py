"""What several tests share."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.fuzzing import ANSWERED, TRIED
from tests.needs import need

_FIGURES = pytest.StashKey[list[str]]()
_SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def report_path() -> Path:
    """Return the report's text: KG_REPORT, else the copy beside the checkout."""
    path = Path(os.environ.get("KG_REPORT") or _SHARED / "source" / "report.txt")
    need(path.is_file(), f"{path} is not there: name a copy of the report's text with KG_REPORT")
    return path


@pytest.fixture(scope="session")
def report_text(report_path: Path) -> str:
    """Return the report's text."""
    return report_path.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def w3c() -> Path:
    """Return the folder of the W3C's tests and their runners: KG_W3C, else the one beside the checkout."""
    path = Path(os.environ.get("KG_W3C") or _SHARED / "w3c")
    need(path.is_dir(), f"{path} is not there: name the folder of the W3C's tests with KG_W3C")
    return path


@pytest.fixture(scope="session")
def show(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Return a function that puts a line among the figures at the end of the run."""
    return request.config.stash.setdefault(_FIGURES, []).append


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand what was measured in this process to the one that tells it, where tests run in several (xdist)."""
    told = getattr(session.config, "workeroutput", None)
    if told is not None:
        told["kg"] = (session.config.stash.get(_FIGURES, []), dict(TRIED), dict(ANSWERED))


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Add up what a process of tests measured."""
    figures, tried, answered = getattr(node, "workeroutput", {}).get("kg", ([], {}, {}))
    node.config.stash.setdefault(_FIGURES, []).extend(figures)
    TRIED.update(tried)
    ANSWERED.update(answered)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the figures that the tests measured, so that the log of a run shows them."""
    figures = [*config.stash.get(_FIGURES, []), *(f"{number:9,} {what}" for what, number in TRIED.items())]
    figures += [f"{number:9,} queries by chance answered {said}" for said, number in sorted(ANSWERED.items())]
    if figures:
        terminalreporter.section("figures")
        for line in figures:
            terminalreporter.line(line)
