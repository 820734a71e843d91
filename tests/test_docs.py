"""What the documents say is run, or held to the code."""

import csv
import io
import re
import shlex
import tomllib
from pathlib import Path

import httpx
import pytest
from typer.main import get_command

import kg
from kg.cli import app
from kg.limits import DEFAULTS, limit_help, limit_meaning, variable
from kg.statistics import count, render
from tests.release import ROOT, built_release
from tests.server import serve_release

README = (ROOT / "README.md").read_text("utf-8")
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(language: str, text: str = README) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def commands() -> set[str]:
    return set(get_command(app).commands)  # type: ignore[attr-defined] # the click group of a typer application


def test_the_readme_prints_the_counts_of_the_release() -> None:
    shown = re.search(r"<!-- stats -->\n```text\n(.*?)```", README, re.DOTALL)
    assert shown is not None
    assert shown.group(1).strip() == render(count(built_release(), whole=False)).strip()


def test_the_readmes_curl_is_answered_as_printed_below_it() -> None:
    command = next(line for line in "".join(blocks("sh")).splitlines() if line.startswith("curl"))
    words = shlex.split(command)
    accept = words[words.index("-H") + 1].removeprefix("Accept: ")
    query = ROOT / words[words.index("--data-urlencode") + 1].removeprefix("query@")
    path = next(word for word in words if word.startswith("http")).removeprefix("http://127.0.0.1:8000")
    with serve_release() as address:
        answer = httpx.post(
            address + path, headers={"Accept": accept}, data={"query": query.read_text("utf-8")}
        )
    assert answer.status_code == 200
    assert list(csv.reader(io.StringIO(answer.text))) == list(csv.reader(io.StringIO(blocks("csv")[0])))


def test_the_readmes_python_runs(capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(blocks("python")[0], "README.md", "exec"), {})  # the reader would type it
    assert len(capsys.readouterr().out.splitlines()) == 4


def test_each_command_stands_in_the_readme_and_no_other() -> None:
    assert set(re.findall(r"^\| `kg (\w+)", README, re.MULTILINE)) == commands()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_each_command_that_a_document_names_exists(document: Path) -> None:
    named = set(re.findall(r"(?:^|`|bin/)kg ([a-z]+)", document.read_text("utf-8"), re.MULTILINE))
    assert named <= commands()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_each_file_that_a_document_links_to_is_there(document: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)\)", document.read_text("utf-8"))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (document.parent / link).exists()] == []


def test_the_make_targets_of_the_readme_exist() -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"^make (\w+)", README, re.MULTILINE)) <= targets


def test_the_settings_of_the_readme_are_those_of_the_code() -> None:
    code = set(re.findall(r"KG_[A-Z_]+", (ROOT / "src/kg/settings.py").read_text("utf-8")))
    code |= {variable(name) for name in limit_meaning()}
    assert set(re.findall(r"`(KG_[A-Z_]+)`", README)) == code


def test_the_limits_of_the_readme_are_those_of_the_code() -> None:
    rows = re.findall(r"^\| `(KG_\w+)` \| `--(\w+)` \| (\d+) \| (.*) \|$", README, re.MULTILINE)
    assert rows == [
        (variable(name), name, str(getattr(DEFAULTS, name)), meaning)
        for name, meaning in limit_meaning().items()
    ]


def test_the_views_that_are_documented_are_those_there_are() -> None:
    text = (ROOT / "docs" / "views.md").read_text("utf-8").partition("<!-- views")[2].partition("##")[0]
    views = {path.stem for path in (ROOT / "queries" / "views").glob("*.rq")}
    assert set(re.findall(r"^\| `([\w-]+)` \|", text, re.MULTILINE)) == views


def test_the_python_about_views_runs(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    text = (ROOT / "docs" / "views.md").read_text("utf-8")
    exec(compile(blocks("python", text)[0], "views.md", "exec"), {})  # the reader would type it
    assert '"ProductModel"' in capsys.readouterr().out


def test_the_help_of_serve_tells_every_limit() -> None:
    command = get_command(app).commands["serve"]  # type: ignore[attr-defined]
    told = {p.name: p.help for p in command.params}
    assert {name: told.get(name) for name in limit_help()} == limit_help()


def test_one_version_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    citation = re.search(r"^version: (.*)$", (ROOT / "CITATION.cff").read_text("utf-8"), re.MULTILINE)
    assert citation is not None
    assert {kg.__version__, citation.group(1)} == {project["version"]}
    assert f"## {kg.__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_claim_that_the_tour_follows_is_in_the_graph() -> None:
    block = blocks("turtle", (ROOT / "docs/tour.md").read_text("utf-8"))[0]
    assert block in (ROOT / "graph/caict-2021/claims/2-3.ttl").read_text("utf-8")
