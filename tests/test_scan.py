import pytest

from kg.errors import QueryError
from kg.scan import is_plain, outline, place
from tests.services import DOUBTFUL, HARMLESS, SERVICES


@pytest.mark.parametrize("query", SERVICES)
def test_a_service_is_found_however_it_is_spelled(query: str) -> None:
    assert outline(query).calls


@pytest.mark.parametrize(
    "query", [*SERVICES, *DOUBTFUL, r"\u0041SK {}", "\ufeffASK {}", "ASK FROM <http://e/g> {}"]
)
def test_a_query_that_must_be_read_is_not_plain(query: str) -> None:
    assert not is_plain(query, depth=100, chain=1000)


def test_a_query_is_plain_when_it_can_be_neither_too_deep_nor_too_long() -> None:
    query = "SELECT * { { ?s ?p (1 2) } }"
    assert is_plain(query, depth=3, chain=len(query))
    assert not is_plain(query, depth=2, chain=len(query))
    assert not is_plain(query, depth=3, chain=len(query) - 1)


@pytest.mark.parametrize("query", DOUBTFUL)
def test_an_iri_that_may_be_a_comparison_is_doubtful(query: str) -> None:
    assert outline(query).doubtful is not None


@pytest.mark.parametrize("query", HARMLESS)
def test_a_word_in_a_string_comment_iri_or_name_is_no_service(query: str) -> None:
    found = outline(query)
    assert (found.calls, found.doubtful, found.quote) == ((), None, None)


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("ASK FROM <http://e/g> {}", True),
        ("ask from named <http://e/g> {}", True),
        ("CONSTRUCT { ?s ?p ?o } FROM <http://e/g> WHERE { ?s ?p ?o }", True),
        ("SELECT (1 AS ?x)FROM<http://e/g> {}", True),
        ("PREFIX : <http://e/> ASKFROM:g {}", True),
        ("ASK { ?s ?p 'FROM <http://e/g>' } # FROM <http://e/g>", False),
        ("PREFIX from: <http://e/> DESCRIBE from:x", False),
        ("SELECT ?from { ?from ?p ?o }", False),
        ("SELECT * { ?s <http://e/FROM> ?o }", False),
    ],
)
def test_a_query_that_names_its_data_set_is_known(query: str, named: bool) -> None:
    assert outline(query).has_from is named


@pytest.mark.parametrize(
    ("query", "depth"),
    [
        ("ASK {}", 1),
        ("ASK { FILTER((1) = (2)) }", 3),
        ("ASK { ?s ?p '((((' } # ((((", 1),
        ("ASK { [] ?p (1 (2)) }", 3),
    ],
)
def test_depth_counts_brackets_outside_strings_and_comments(query: str, depth: int) -> None:
    assert outline(query).depth == depth


def test_no_more_is_read_than_shows_that_a_query_is_too_deep_or_too_long() -> None:
    query = "ASK { FILTER(1" + "+(1" * 1000
    assert outline(query, depth=5).depth == 6
    assert outline(query, chain=50).chain == 51


def test_operators_glued_into_one_word_are_counted() -> None:
    assert outline("ASK { FILTER(" + "true-" * 5000 + "true) }").chain > 5000


def test_escapes_outside_strings_are_decoded_and_inside_left_to_the_engine() -> None:
    assert outline(r"\u0041SK { ?\u03B1 ?p '\u0041' }").text == r"ASK { ?α ?p '\u0041' }"


def test_an_escape_that_names_no_character_is_refused_with_its_place() -> None:
    with pytest.raises(QueryError, match="names no character") as caught:
        outline("ASK {\n \\uD800 }")
    assert (caught.value.line, caught.value.column) == (2, 2)


def test_a_string_without_end_is_noticed() -> None:
    text = "ASK { ?s ?p 'abc\n }"
    assert outline(text).quote == text.index("'")


def test_a_prefix_without_declaration_is_noticed() -> None:
    assert outline("PREFIX a: <x> ASK { a:b _:c b:c }").undeclared == ("b", 28)


def test_a_byte_order_mark_is_dropped() -> None:
    assert outline("\ufeffASK {}").text == "ASK {}"


def test_places_count_lines_and_columns_from_one() -> None:
    assert [place("ab\nc", offset) for offset in (0, 1, 3, 4)] == [(1, 1), (1, 2), (2, 1), (2, 2)]


@pytest.mark.parametrize(
    "piece", ["a.", "(", "'''", "<", "<a", "?", "a:", "'a", "a-", "service ", ".", "\\u0041"]
)
def test_a_long_run_of_anything_is_read_to_its_end(piece: str) -> None:
    outline(piece * 20_000)  # the time is linear: a quadratic reader would not come back
