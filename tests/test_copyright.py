"""No sentence of the report stands in the repository; facts, figures, names, titles and addresses may."""

import re
import subprocess
import unicodedata
from pathlib import Path

import pytest

from tests.release import ROOT

HAN = re.compile(r"[\u4e00-\u9fff]")
RUN = 40  # characters in common; the report's longest title is shorter


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text))


def find_copied(text: str, report: str) -> str | None:
    """Return the first run of RUN characters that ``text`` has in common with ``report``."""
    runs = {report[start : start + RUN] for start in range(len(report) - RUN + 1)}
    runs = {run for run in runs if HAN.search(run)}  # a web address is no sentence
    here = squeeze(text)
    return next(
        (run for start in range(len(here) - RUN + 1) if (run := here[start : start + RUN]) in runs), None
    )


def files() -> list[Path]:
    """Return the files of the repository: those git knows, else (in an archive) all that are not made."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0:
        return [path for name in listed.stdout.splitlines() if (path := ROOT / name).is_file()]
    made = {".venv", "build", "dist"}
    return [path for path in ROOT.rglob("*") if path.is_file() and not made & set(path.parts)]


def test_no_run_of_forty_characters_is_the_reports(report_text: str) -> None:
    report = squeeze(report_text)
    copied = {}
    for path in files():
        try:
            run = find_copied(path.read_text("utf-8"), report)
        except UnicodeDecodeError:
            continue
        if run:
            copied[str(path.relative_to(ROOT))] = run
    assert copied == {}


@pytest.mark.parametrize(("length", "found"), [(RUN, True), (RUN - 1, False)])
def test_a_copied_run_is_found_whatever_its_line_breaks(length: int, found: bool) -> None:
    report = "".join(chr(0x4E00 + number) for number in range(200))
    copy = "\n".join(report[50 : 50 + length])
    assert (find_copied("前" + copy + "后", report) is not None) == found
