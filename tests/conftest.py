"""What several tests share."""

import os
from pathlib import Path

import pytest

from tests.fuzzing import ANSWERED, TRIED


@pytest.fixture(scope="session")
def report_path() -> Path:
    """Return KG_REPORT, else the copy beside the checkout; with neither, skip and say so, under CI fail."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "source" / "report.txt"
    path = Path(os.environ.get("KG_REPORT") or beside)
    if not path.is_file():
        reason = f"{path} is not there: name a copy of the report's text with KG_REPORT"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return path


@pytest.fixture(scope="session")
def report_text(report_path: Path) -> str:
    """Return the report's text."""
    return report_path.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def w3c() -> Path:
    """Return the folder of the W3C's tests: KG_W3C, or beside the checkout; else skip, under CI fail."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "w3c"
    path = Path(os.environ.get("KG_W3C") or beside)
    if not path.is_dir():
        reason = f"{path} is not there: name the folder of the W3C's tests with KG_W3C"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return path


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell how many inputs were tried by chance, and what the server said to its queries."""
    if TRIED:
        terminalreporter.section("inputs by chance (KG_FUZZ=10 tries ten times as many)")
        for what, number in TRIED.items():
            terminalreporter.write_line(f"{number:9,} {what}")
        terminalreporter.write_line(", ".join(f"{said}: {n:,}" for said, n in sorted(ANSWERED.items())))
