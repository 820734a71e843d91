"""Answers to questions of our own, read from TSV as they would be from JSON."""

import pytest
from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    QuerySolutions,
    Store,
    parse_query_results,
)

from kg.sparql import answer
from kg.values import to_python
from kg.web.pages.rows import read_rows

TERMS = (
    '<http://example.org/a,b> <http://example.org/数> 1 1.50 1e3 true -5 .5 "" "<a:b>" "_:b" "1" "\\\\" "\'" '
    '"a\\tb\\nc\\r\\"d" "中文"@zh "x"@en-GB "2020"^^<http://www.w3.org/2001/XMLSchema#gYear> '
    '"2020-01-02"^^<http://www.w3.org/2001/XMLSchema#date> "abc"^^<http://www.w3.org/2001/XMLSchema#integer> '
    '<<( <a:b> <a:c> "a b\\n" )>> UNDEF'
)


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT ?x {{ VALUES ?x {{ {TERMS} }} }}",
        f"SELECT ?x ?y ?z {{ VALUES ?x {{ {TERMS} }} BIND (?x AS ?z) }}",
        "SELECT ?x { FILTER (false) }",
        "SELECT ?x ?y { VALUES (?x ?y) { (UNDEF UNDEF) (UNDEF 1) (1 UNDEF) } }",
        "SELECT * {}",
        "SELECT ?thing ?mark { ?thing ?property ?mark }",
    ],
)
def test_rows_are_those_of_the_answer_in_json(query: str) -> None:
    store = Store()
    blank = next(iter(Store().query("CONSTRUCT { [] <a:b> 1 } {}"))).subject  # type: ignore[arg-type]
    for mark in ("one\u2028two\u0085three\u000b", "four\u001e"):
        store.add(Quad(blank, NamedNode("a:b"), Literal(mark)))
    solutions = parse_query_results(answer(store, query, format="json").body, format=QueryResultsFormat.JSON)
    assert isinstance(solutions, QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    expected = [
        {n: to_python(term) for n in names if (term := solution[n]) is not None} for solution in solutions
    ]
    rows = read_rows(answer(store, query, format="tsv").body)
    assert [_told(row.items()) for row in rows] == [_told(row.items()) for row in expected]


def _told(items: object) -> list[tuple[str, object, type, str | None]]:
    return [(name, value, type(value), getattr(value, "language", None)) for name, value in items]  # type: ignore[attr-defined]
