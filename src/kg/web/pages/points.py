"""The point of a place as its page shows it: degrees, their side of the globe, and whose they are. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kg.namespaces import GEO, SCHEMA
from kg.values import Value

_LATITUDE, _LONGITUDE = GEO + "lat", GEO + "long"
#: The town in a place comes first: where it is linked, the point is the town's.
_FEATURES = (SCHEMA + "containsPlace", SCHEMA + "sameAs")
#: How degrees north or south, and east or west, are written.
_SIDES: Final = {
    "en": (
        ("{}°\N{NO-BREAK SPACE}N", "{}°\N{NO-BREAK SPACE}S"),
        ("{}°\N{NO-BREAK SPACE}E", "{}°\N{NO-BREAK SPACE}W"),
    ),
    "zh": (("北纬{}°", "南纬{}°"), ("东经{}°", "西经{}°")),
}
GEONAMES: Final = "https://sws.geonames.org/"


@dataclass(frozen=True, slots=True)
class Point:
    """A point in WGS 84: ``north`` and ``east`` in the reader's words, and the feature whose it is."""

    north: str
    east: str
    feature: str | None


def find_point(linked: Mapping[str, Sequence[Value]], language: str) -> Point | None:
    """Return the point among what others say of a thing, by property, told in ``language``, if any."""
    north, east = (_first_number(linked.get(property_, ())) for property_ in (_LATITUDE, _LONGITUDE))
    if north is None or east is None:
        return None
    features = [str(value) for property_ in _FEATURES for value in linked.get(property_, ())]
    feature = next((address for address in features if address.startswith(GEONAMES)), None)
    north_or_south, east_or_west = _SIDES[language]
    return Point(_write(north, north_or_south), _write(east, east_or_west), feature)


def without_point(linked: Mapping[str, Sequence[Value]]) -> dict[str, list[Value]]:
    """Return ``linked`` without what :func:`find_point` takes, when it finds a point."""
    taken = {_LATITUDE, _LONGITUDE} if find_point(linked, "en") else set()
    return {property_: list(values) for property_, values in linked.items() if property_ not in taken}


def _first_number(values: Sequence[Value]) -> Decimal | int | float | None:
    return next((v for v in values if isinstance(v, Decimal | int | float) and not isinstance(v, bool)), None)


def _write(degrees: Decimal | float, sides: tuple[str, str]) -> str:
    return sides[degrees < 0].format(abs(degrees))
