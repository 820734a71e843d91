"""Read ``graph/coordinates.tsv``, the points that GeoNames gives the places we link to it, as triples. Pure.

A point is in WGS 84, in degrees, as the W3C's vocabulary says it (https://www.w3.org/2003/01/geo/):
``geo:lat`` to the north and ``geo:long`` to the east. It is that of the town in a place where we link one,
else that of the place itself, and stands on our place.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.errors import SourceError
from kg.links import SAME, WITHIN, Link
from kg.namespaces import DATASET, DCAT, DCTERMS, GEO, ID, XSD, graph_iri

COLUMNS = (
    *("subject_id", "subject_label", "object_id", "object_label", "latitude", "longitude"),
    *("source", "reading_date"),
)
LATITUDE, LONGITUDE = NamedNode(GEO + "lat"), NamedNode(GEO + "long")
_MOST = {"latitude": Decimal(90), "longitude": Decimal(180)}
_DEGREES = re.compile(r"-?(?:0|[1-9]\d{0,2})(?:\.\d{1,6})?")
_GEONAMES = "geonames"
_LICENCE = NamedNode("https://creativecommons.org/licenses/by/4.0/")
_RIGHTS = {
    "en": "The latitudes and longitudes are of GeoNames (https://www.geonames.org/), under CC BY 4.0.",
    "zh": "经纬度出自 GeoNames（https://www.geonames.org/），以 CC BY 4.0 许可使用。",
}


@dataclass(frozen=True, slots=True)
class Point:
    """One row: the point of a place, in degrees, and the number of the GeoNames feature whose point it is.

    ``place`` (file:line) is for whoever has to mend it; ``source`` says package and version.
    """

    place: str
    subject: str
    subject_label: str
    feature: str
    label: str
    latitude: Decimal
    longitude: Decimal
    source: str


def parse_points(text: str, name: str) -> list[Point]:
    """Return the rows of ``text``; SourceError with ``name``:line and what to do for the first bad one."""
    head, *lines = text.splitlines() or [""]
    if tuple(head.split("\t")) != COLUMNS:
        raise SourceError(f"{name}:1: the columns should be {', '.join(COLUMNS)}, with tabs between")
    points: dict[str, Point] = {}
    for number, line in enumerate(lines, start=2):
        point = _parse_row(line, f"{name}:{number}")
        if first := points.get(point.subject):
            raise SourceError(f"{point.place}: the place has a point at {first.place}: keep one of the rows")
        points[point.subject] = point
    return list(points.values())


def point_triples(points: Iterable[Point]) -> list[Triple]:
    """Return latitude and longitude of each place, exact decimals of degrees."""
    decimal = NamedNode(XSD + "decimal")
    return [
        Triple(NamedNode(point.subject), predicate, Literal(str(degrees), datatype=decimal))
        for point in points
        for predicate, degrees in ((LATITUDE, point.latitude), (LONGITUDE, point.longitude))
    ]


def find_unlinked(points: Iterable[Point], links: Sequence[Link]) -> list[str]:
    """Return a line for each point whose feature is not the one that ``links`` give its place, so called.

    That is the town in the place, where one is linked, else the place itself.
    """
    linked = [link for link in links if link.scheme.name == _GEONAMES]
    same = {link.subject: link for link in linked if link.predicate == SAME}
    features = same | {link.subject: link for link in linked if link.predicate == WITHIN}
    lines = []
    for point in points:
        link = features.get(point.subject)
        wanted = (link.subject_label, link.identifier, link.label) if link else None
        if wanted != (point.subject_label, point.feature, point.label):
            there = f"{wanted[0]}, geonames:{wanted[1]}, {wanted[2]}" if wanted else "no feature of GeoNames"
            lines.append(
                f"{point.place}: id:{point.subject.removeprefix(ID)}: graph/links.tsv gives it {there}: "
                "take the point of that feature, or remove the row"
            )
    return lines


def describe_points(quads: Iterable[Quad]) -> list[Triple]:
    """Return whose the points of the graph ``links`` are, and under which licence; nothing without points."""
    links = NamedNode(graph_iri("links"))
    if not any(quad.predicate == LATITUDE and quad.graph_name == links for quad in quads):
        return []
    geonames = NamedNode(f"{DATASET}/target/{_GEONAMES}")
    return [
        Triple(links, NamedNode(DCTERMS + "source"), geonames),
        *(Triple(links, NamedNode(DCTERMS + "rights"), Literal(t, language=k)) for k, t in _RIGHTS.items()),
        Triple(geonames, NamedNode(DCTERMS + "license"), _LICENCE),
        Triple(geonames, NamedNode(DCAT + "landingPage"), NamedNode("https://www.geonames.org/")),
    ]


def _parse_row(line: str, place: str) -> Point:
    cells = line.split("\t")
    if len(cells) != len(COLUMNS):
        raise SourceError(f"{place}: {len(cells)} cells for {len(COLUMNS)} columns: mend the tabs")
    row = dict(zip(COLUMNS, cells, strict=True))
    for column, cell in row.items():
        if not cell or cell != cell.strip():
            raise SourceError(f"{place}: {column} is empty or has white space around it: write it plainly")
    scheme, _, feature = row["object_id"].partition(":")
    if not row["subject_id"].startswith("id:") or scheme != _GEONAMES:
        raise SourceError(
            f"{place}: a point is of an id:… and a geonames:…, not {row['subject_id']}, {row['object_id']}"
        )
    try:
        date.fromisoformat(row["reading_date"])
    except ValueError as error:
        raise SourceError(f"{place}: {error}: reading_date is as 2026-11-23") from error
    subject = ID + row["subject_id"].removeprefix("id:")
    north, east = (_read_degrees(row[column], column, place) for column in _MOST)
    return Point(
        place, subject, row["subject_label"], feature, row["object_label"], north, east, row["source"]
    )


def _read_degrees(cell: str, column: str, place: str) -> Decimal:
    if _DEGREES.fullmatch(cell) is None:
        raise SourceError(f"{place}: {column} “{cell}” is no number of degrees, as 36.06488: write it so")
    degrees, most = Decimal(cell), _MOST[column]
    if abs(degrees) > most:
        raise SourceError(
            f"{place}: {column} {cell} is beyond {most}: look the point up again; are the two swapped?"
        )
    return degrees
