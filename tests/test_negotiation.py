import pytest

from kg.errors import QueryError
from kg.negotiation import (
    CSV,
    GRAPH_FORMATS,
    JSON,
    JSON_LD,
    RESULT_FORMATS,
    TSV,
    TURTLE,
    XML,
    Format,
    choose_format,
    prefer,
)

OFFERS = ("application/json", "text/csv", "text/html")


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, "application/json"),
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/csv", "text/csv"),
        ("text/csv;q=0.5, application/json;q=0.4", "text/csv"),
        ("text/*", "text/csv"),
        ("text/csv, */*", "text/csv"),
        ("*/*, text/csv", "text/csv"),
        ("text/html, text/csv", "text/html"),
        ("TEXT/CSV", "text/csv"),
        ("text/csv; charset=utf-8; q=1", "text/csv"),
        ("application/json;q=0, */*", "text/csv"),
        ("text/*;q=0.9, text/csv;q=0", "text/html"),
        ("image/png", None),
        ("application/json;q=0", None),
        ("rubbish, ;;q=x", "application/json"),
        ("text/csv;q=7, text/html;q=0.1", "text/html"),
    ],
)
def test_the_accept_header_is_followed(accept: str | None, chosen: str | None) -> None:
    assert prefer(accept, OFFERS) == chosen


@pytest.mark.parametrize(
    ("name", "offers", "format"),
    [
        ("json", RESULT_FORMATS, JSON),
        ("json", GRAPH_FORMATS, JSON_LD),
        ("TSV", RESULT_FORMATS, TSV),
        ("ttl", GRAPH_FORMATS, TURTLE),
        ("application/sparql-results+xml", RESULT_FORMATS, XML),
    ],
)
def test_a_format_is_found_by_name(name: str, offers: tuple[Format, ...], format: Format) -> None:
    assert choose_format(offers, accept="image/png", name=name) == (format, format.media_types[0])


def test_a_common_type_is_answered_as_what_was_asked_for() -> None:
    assert choose_format(RESULT_FORMATS, accept="application/json") == (JSON, "application/json")
    assert choose_format(GRAPH_FORMATS, accept="application/json") == (JSON_LD, "application/json")


def test_the_registered_type_is_the_default() -> None:
    assert choose_format(RESULT_FORMATS, accept="application/*") == (JSON, "application/sparql-results+json")
    assert choose_format(RESULT_FORMATS, accept="text/*") == (CSV, "text/csv")


@pytest.mark.parametrize(
    ("accept", "name", "status"), [("image/png", None, 406), (None, "ttl", 406), (None, "doc", 400)]
)
def test_a_format_that_does_not_fit_is_refused(accept: str | None, name: str | None, status: int) -> None:
    with pytest.raises(QueryError) as caught:
        choose_format(RESULT_FORMATS, accept=accept, name=name)
    assert caught.value.status == status
