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
GEONAMES: Final = "https://sws.geonames.org/"


@dataclass(frozen=True, slots=True)
class Point:
    """A point in WGS 84: ``north`` and ``east`` with degree signs, and the GeoNames feature whose it is."""

    north: str
    east: str
    feature: str | None


def find_point(linked: Mapping[str, Sequence[Value]]) -> Point | None:
    """Return the point among what others say of a thing, by property; None when there is none."""
    north, east = (_first_number(linked.get(property_, ())) for property_ in (_LATITUDE, _LONGITUDE))
    if north is None or east is None:
        return None
    features = [str(value) for property_ in _FEATURES for value in linked.get(property_, ())]
    feature = next((address for address in features if address.startswith(GEONAMES)), None)
    return Point(_write(north, "NS"), _write(east, "EW"), feature)


def without_point(linked: Mapping[str, Sequence[Value]]) -> dict[str, list[Value]]:
    """Return ``linked`` without what :func:`find_point` takes, when it finds a point."""
    taken = {_LATITUDE, _LONGITUDE} if find_point(linked) else set()
    return {property_: list(values) for property_, values in linked.items() if property_ not in taken}


def _first_number(values: Sequence[Value]) -> Decimal | int | float | None:
    return next((v for v in values if isinstance(v, Decimal | int | float) and not isinstance(v, bool)), None)


def _write(degrees: Decimal | float, sides: str) -> str:
    return f"{abs(degrees)}°\N{NO-BREAK SPACE}{sides[degrees < 0]}"
