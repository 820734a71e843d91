import pytest
from pyoxigraph import Store

from kg.errors import QueryError
from kg.sparql import answer


@pytest.mark.parametrize(
    ("query", "line", "column", "sentence"),
    [
        ("SELEC ?s { ?s ?p ?o }", 1, 1, '"SELEC" is not expected here'),
        ("SELECT * {\n  ?s ?p }", 2, 9, '"}" is not expected here'),
        ("SELECT ?s WERE { ?s ?p ?o }", 1, 11, '"WERE" is not expected here'),
        ("SELECT ?s, ?p { ?s ?p ?o }", 1, 10, '"," is not expected here'),
        ("SELECT ?芯 { ?芯 ?p ?o }\nLIMIT ten", 2, 7, '"ten" is not expected here'),
        ("SELECT * { ?s ?p ?o FILTER(FOO(?s)) }", 1, 28, '"FOO" is not expected here'),
        ("SELECT * { ?s <b> }", 1, 19, '"}" is not expected here'),
        ("SELECT * { ?s ?p ?o } }", 1, 23, '"}" is not expected here'),
        ("ASK {\n { ?s ?p ?o ", 2, 2, 'the query ends before this "{" is closed'),
        ("SELECT ?s", 1, 10, "the query ends too early"),
        ("", 1, 1, "the query ends too early"),
        ("ASK { ?s ?p 'abc }", 1, 13, "a string begins here that is not closed"),
        ("ASK { ?s ?p '\\q' }", 1, 13, "a string begins here that is not closed"),
        ("ASK { ?s <a b> ?o }", 1, 10, "this is no IRI"),
        ("ASK { ?s foo:bar ?o }", 1, 10, "put a line PREFIX foo: <…> before the query"),
        ("ASK { ?s skos:note ?o }", 1, 10, "put PREFIX skos: <http://www.w3.org/2004/02/skos/core#> before"),
        ("SELECT (1 AS ?x) ?y {} GROUP BY ?z", 1, 34, "SELECT names a variable that is not in GROUP BY"),
        ("SELECT * { ?s ?p ?o } GROUP BY ?s", 1, 33, "SELECT * cannot be used with GROUP BY"),
        (
            "INSERT DATA { <http://e/s> <http://e/p> 1 }",
            1,
            1,
            "INSERT is an update, and this endpoint only reads",
        ),
    ],
)
def test_a_fault_is_told_in_a_sentence_with_its_place(
    query: str, line: int, column: int, sentence: str
) -> None:
    with pytest.raises(QueryError) as caught:
        answer(Store(), query)
    error = caught.value
    assert (error.status, error.line, error.column) == (400, line, column)
    assert str(error).startswith(f"Line {line}, column {column}: ")
    assert sentence in str(error)


def test_a_long_query_with_a_fault_is_answered_without_trying_its_tokens() -> None:
    query = "SELECT * {\n" + "?s ?p ?o .\n" * 3000 + "} }"
    with pytest.raises(QueryError) as caught:
        answer(Store(), query)
    assert caught.value.line == 3002
