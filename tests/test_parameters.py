"""Parameters of example queries: read from comments, and exchanged for terms, never for text."""

import re

import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from kg.errors import QueryError
from kg.parameters import Parameter, cut, fill, find_fault, read_parameters

QUERY = """# Which? | 哪个？
# ?thing (iri): a thing | 事物
# ?name (string): its name | 名称
# ?least (decimal): least value | 下限
SELECT ?thing ?name ?least WHERE {
  VALUES ?thing { id:place-china }
  VALUES ?name { "a \\"b\\"" }
  VALUES ?least { 0.5 }
}
"""
HOSTILE = [
    '"',
    "'",
    "\\",
    '" } # ',
    '"} SELECT * { ?s ?p ?o',
    "} UNION { ?s ?p ?o }",
    "a\nb\r\nc\td",
    "{{}}",
    "<x> <y>",
    "?name $name",
    "VALUES ?least { 7 }",
    'VALUES ?name { "x" }',
    "\\1 \\g<0> %s {0}",
    "\u2028\u0000\u001f\ufeff",
    "中文🎲",
    "",
    "'''\"\"\"",
    "\\u0022 } #",
]


def asked(text: str) -> dict[str, object]:
    """Return the one row of a query; there must be one, of the three variables."""
    prefixed = f"PREFIX id: <https://w3id.org/aiinfra/id/>\n{text}"
    solutions = Store().query(prefixed)
    assert isinstance(solutions, QuerySolutions)
    (row,) = list(solutions)
    return {name: row[name] for name in ("thing", "name", "least")}


def test_parameters_are_declared_with_their_kind_default_and_meaning() -> None:
    assert read_parameters(QUERY) == (
        Parameter("thing", "iri", "id:place-china", "a thing", "事物"),
        Parameter("name", "string", 'a "b"', "its name", "名称"),
        Parameter("least", "decimal", "0.5", "least value", "下限"),
    )
    assert find_fault(QUERY) is None


def test_what_is_not_given_stays_as_it_is() -> None:
    assert fill(QUERY, (), query="It") == QUERY
    assert asked(fill(QUERY, [("least", "7")], query="It")) == {
        "thing": NamedNode("https://w3id.org/aiinfra/id/place-china"),
        "name": Literal('a "b"'),
        "least": Literal("7", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal")),
    }


@pytest.mark.parametrize("value", HOSTILE, ids=ascii)
def test_a_string_is_that_string_whatever_it_holds(value: str) -> None:
    row = asked(fill(QUERY, [("name", value), ("least", "3"), ("thing", "id:x")], query="It"))
    assert row["name"] == Literal(value)
    assert row["thing"] == NamedNode("https://w3id.org/aiinfra/id/x")
    assert str(row["least"]).startswith('"3"')


@pytest.mark.parametrize("value", ["id:place-beijing", "https://w3id.org/aiinfra/id/place-beijing"])
def test_a_thing_is_given_by_its_iri_whole_or_with_a_prefix(value: str) -> None:
    row = asked(fill(QUERY, [("thing", value)], query="It"))
    assert row["thing"] == NamedNode("https://w3id.org/aiinfra/id/place-beijing")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("thing", value) for value in HOSTILE),
        ("thing", "http://e/> } SELECT"),
        ("thing", "http://e/a b"),
        ("thing", "id:a> <b"),
        ("thing", "place-china"),
        ("thing", "http://e/" + "x" * 1000),
        *(("least", value) for value in HOSTILE),
        ("least", "1 # "),
        ("least", "1e9"),
        ("least", "٣"),
        ("least", "NaN"),
        ("least", "1."),
        ("least", "9" * 19),
        ("name", "\ud800"),
        ("name", "x" * 1001),
    ],
)
def test_a_value_of_another_kind_is_refused_with_what_to_give(name: str, value: str) -> None:
    with pytest.raises(QueryError, match=rf"The parameter {name} is .*: give .*, such as ") as refused:
        fill(QUERY, [(name, value)], query="It")
    assert (refused.value.status, refused.value.code) == (400, "bad-parameter")


@pytest.mark.parametrize(
    ("kind", "right", "wrong"), [("year", "2021", "21"), ("year", "1000", "0999"), ("integer", "-3", "3.0")]
)
def test_a_number_is_one_of_its_kind(kind: str, right: str, wrong: str) -> None:
    text = f"# ?n ({kind}): a number | 数\nSELECT ?n {{ VALUES ?n {{ 2000 }} }}"
    assert f'VALUES ?n {{ "{right}"^^<http://www.w3.org/2001/XMLSchema#integer> }}' in fill(
        text, [("n", right)], query="It"
    )
    with pytest.raises(QueryError, match="such as 2000"):
        fill(text, [("n", wrong)], query="It")


def test_unknown_names_and_repeated_ones_are_refused() -> None:
    with pytest.raises(QueryError, match="The query 01 has no parameter 'x': it takes thing, name, least"):
        fill(QUERY, [("x", "1")], query="The query 01")
    with pytest.raises(QueryError, match="it takes none"):
        fill("SELECT * {}", [("x", "1")], query="It")
    with pytest.raises(QueryError, match="name is given 2 times"):
        fill(QUERY, [("name", "1"), ("name", "2")], query="It")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("# ?x (number): a | b\nSELECT * { VALUES ?x { 1 } }", (1, "kind one of iri")),
        ("# What?\n# ?x (integer): a\nSELECT * { VALUES ?x { 1 } }", (2, "meaning")),
        ("# ?x (integer): a | b\nSELECT * { VALUES ?y { 1 } }", (1, r"bind \?x once")),
        ("# ?x (integer): a | b\nSELECT * { VALUES ?x { 1 2 } }", (1, r"bind \?x once")),
        ("# ?x (integer): a | b\nSELECT * { { VALUES ?x { 1 } } UNION { VALUES ?x { 1 } } }", (1, "once")),
        (
            "# ?x (integer): a | b\n# ?x (integer): a | b\nSELECT * { VALUES ?x { 1 } }",
            (2, "declare it once"),
        ),
        ("# ?x (year): a | b\nSELECT * { VALUES ?x { 7 } }", (1, "no year")),
    ],
)
def test_a_declaration_that_does_not_hold_is_found(text: str, fault: tuple[int, str]) -> None:
    found = find_fault(text)
    assert found is not None
    assert found[0] == fault[0]
    assert re.search(fault[1], found[1])


@pytest.mark.parametrize("own", ["", " LIMIT 5", "\nlimit 5\noffset 2\n", " OFFSET 2 LIMIT 5", " OFFSET 2"])
def test_a_part_is_that_of_the_whole_answer(own: str) -> None:
    query = f"SELECT ?n {{ VALUES ?n {{ 1 2 3 4 5 6 7 8 9 }} }} ORDER BY ?n{own}"
    whole = numbers(query)
    for most, after in ((2, 0), (3, 2), (4, 4), (1, 8), (9, 0), (2, 40)):
        assert numbers(cut(query, most=most, after=after)) == whole[after : after + most]


def test_a_part_follows_a_comment_at_the_end() -> None:
    assert len(numbers(cut("SELECT ?n { VALUES ?n { 1 2 3 } } # no more", most=1))) == 1


def numbers(query: str) -> list[str]:
    found = Store().query(query)
    assert isinstance(found, QuerySolutions)
    return [row["n"].value for row in found]


@pytest.mark.parametrize("name", ["limit", "page", "size", "format", "lang"])
def test_a_name_of_the_route_is_refused(name: str) -> None:
    text = f"# ?{name} (integer): a number | 数\nSELECT * {{ VALUES ?{name} {{ 1 }} }}"
    fault = find_fault(text)
    assert fault is not None
    assert fault[0] == 1
    assert "something else" in fault[1]
