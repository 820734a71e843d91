"""What several tests share."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def report_text() -> str:
    """Return the text of KG_REPORT, else of the copy beside the checkout; none skips, under CI fails."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "source" / "report.txt"
    path = Path(os.environ.get("KG_REPORT") or beside)
    if not path.is_file():
        reason = f"{path} is not there: name a copy of the report's text with KG_REPORT"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return path.read_text(encoding="utf-8")
