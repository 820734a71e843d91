"""Each example question is asked of two engines and its answer held against the one beside it."""

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import rdflib

from kg.library import Release, Rows
from tests.release import ROOT, built_release

QUERIES = sorted((ROOT / "queries").glob("*.rq"))
DIGITS = 12


@pytest.fixture(scope="module")
def oxigraph() -> Release:
    return built_release()


@pytest.fixture(scope="module")
def rdflib_graph(oxigraph: Release) -> rdflib.Graph:
    graph = rdflib.Graph()
    graph.parse(data=oxigraph.export("ntriples").decode(), format="nt")
    return graph


def expected(path: Path) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(path.with_suffix(".json").read_text("utf-8"), parse_float=Decimal)
    return answer


def comparable(value: object) -> object:
    """A number by its value to 12 significant digits, anything else as the text it is."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | Decimal | float):
        return Decimal(f"{Decimal(str(value)):.{DIGITS}g}").normalize()
    return str(value)


def table(rows: list[list[object]]) -> list[list[object]]:
    return [[comparable(value) for value in row] for row in rows]


def ask_rdflib(graph: rdflib.Graph, query: str) -> tuple[list[str], list[list[object]]]:
    result = graph.query(query)
    rows = [[term.toPython() if term is not None else None for term in row] for row in result]  # type: ignore[union-attr] # SELECT gives rows
    return [str(variable) for variable in result.vars or ()], rows


def test_there_are_at_least_fifty_questions() -> None:
    assert len(QUERIES) >= 50


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_oxigraph_answers_as_expected(path: Path, oxigraph: Release) -> None:
    rows = oxigraph.query(path.read_text("utf-8"))
    assert isinstance(rows, Rows)
    answer = expected(path)
    assert list(rows.columns) == answer["columns"]
    assert table([list(row) for row in rows]) == table(answer["rows"])


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_rdflib_answers_the_same(path: Path, rdflib_graph: rdflib.Graph) -> None:
    columns, rows = ask_rdflib(rdflib_graph, path.read_text("utf-8"))
    answer = expected(path)
    assert columns == answer["columns"]
    assert table(rows) == table(answer["rows"])


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_a_query_opens_with_its_question_in_both_languages_and_is_ordered(path: Path) -> None:
    text = path.read_text("utf-8")
    english, _, chinese = text.split("\n", 1)[0].removeprefix("# ").partition(" | ")
    assert english.endswith("?")
    assert chinese.endswith("？")
    assert "ORDER BY" in text


def test_no_answer_is_empty() -> None:
    assert [path.stem for path in QUERIES if not expected(path)["rows"]] == []


def test_the_questions_that_researchers_were_known_to_ask_are_among_them() -> None:
    numbered = {
        number for path in QUERIES for number in re.findall(r"^# (Q\d{3})$", path.read_text("utf-8"), re.M)
    }
    assert len(numbered) == 25
