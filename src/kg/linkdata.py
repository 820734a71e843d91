"""Gather what a check of the links needs: the rows, the evidence, and what our graph says of its things."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from kg.coordinates import Point, parse_points
from kg.errors import SourceError
from kg.evidence import MISSING_COLUMNS, Evidence, parse_evidence, read_table
from kg.linkcheck import Fault, Things
from kg.links import Link, parse_links
from kg.namespaces import AII, ID, RDFS, SKOS
from kg.pointcheck import Sighting, parse_sightings

_PREFIXES = {"aii": AII, "rdfs": RDFS, "skos": SKOS}
_NAMES = f"""
SELECT ?thing ?name
WHERE {{ ?thing rdfs:label|skos:altLabel ?name FILTER (STRSTARTS(STR(?thing), "{ID}")) }}"""
_PLACES = (
    "SELECT ?thing ?place WHERE { ?thing aii:basedIn|aii:locatedIn|aii:partOf ?place . ?place a aii:Place }"
)
_COUNTRIES = "SELECT ?country WHERE { ?country a aii:Country }"
_TO_LINK = """
SELECT DISTINCT ?thing ?label
WHERE {
  VALUES ?class { aii:Place aii:Organisation }
  ?thing a ?class ; rdfs:label ?label .
  FILTER (LANG(?label) = "en")
}
ORDER BY ?thing"""


@dataclass(frozen=True, slots=True)
class Missing:
    """A place or organisation without a link, and why."""

    thing: str
    label: str
    reason: str


def read_links(inputs: Path) -> list[Link]:
    """Return the rows of ``graph/links.tsv`` below ``inputs``; SourceError with file:line for a bad one."""
    path = inputs / "graph" / "links.tsv"
    return parse_links(_read(path), _shown(path))


def read_evidence(inputs: Path) -> Evidence:
    """Return what ``graph/evidence/`` below ``inputs`` says."""
    folder = inputs / "graph" / "evidence"
    return parse_evidence(_read(folder / "objects.tsv"), _read(folder / "judged.tsv"), _shown(folder))


def read_points(inputs: Path) -> list[Point]:
    """Return the rows of ``graph/coordinates.tsv`` below ``inputs``; SourceError with file:line for a bad
    one.
    """
    path = inputs / "graph" / "coordinates.tsv"
    return parse_points(_read(path), _shown(path))


def read_sightings(inputs: Path) -> dict[str, tuple[Sighting, ...]]:
    """Return what ``graph/evidence/points.tsv`` below ``inputs`` says, by the key of the feature."""
    path = inputs / "graph" / "evidence" / "points.tsv"
    return parse_sightings(_read(path), _shown(path))


def read_missing(inputs: Path) -> list[Missing]:
    """Return the rows of ``graph/links-missing.tsv`` below ``inputs``."""
    path = inputs / "graph" / "links-missing.tsv"
    return [
        Missing(row["subject_id"], row["subject_label"], row["reason"])
        for row in read_table(_read(path), MISSING_COLUMNS, _shown(path))
    ]


def read_things(store: Store) -> Things:
    """Return what the release in ``store`` says of names and places."""
    names: dict[str, set[str]] = defaultdict(set)
    places: dict[str, set[str]] = defaultdict(set)
    for thing, name in _select(store, _NAMES):
        names[thing].add(name)
    for thing, place in _select(store, _PLACES):
        places[thing].add(place)
    return Things(
        {thing: frozenset(found) for thing, found in names.items()},
        {thing: frozenset(found) for thing, found in places.items()},
        frozenset(country for (country,) in _select(store, _COUNTRIES)),
    )


def find_gaps(store: Store, links: list[Link], missing: list[Missing], name: str) -> list[Fault]:
    """Return each place or organisation of ``store`` that is neither linked nor in the table ``name``, and
    each row of that table that is idle or twice there.
    """
    to_link = {thing: label for thing, label in _select(store, _TO_LINK)}  # noqa: C416 - tells the types
    linked = {link.subject for link in links}
    listed = [ID + row.thing.removeprefix("id:") for row in missing]
    faults = [
        Fault(name, f"id:{thing.removeprefix(ID)} has no link: add one, or a row that says why not")
        for thing in to_link
        if thing not in linked and thing not in listed
    ]
    for number, (thing, row) in enumerate(zip(listed, missing, strict=True), start=2):
        if thing in linked or to_link.get(thing) != row.label or thing in listed[: number - 2]:
            message = f"{row.thing} “{row.label}” is linked, listed before, or no such thing: remove the row"
            faults.append(Fault(f"{name}:{number}", message))
    return faults


def _select(store: Store, query: str) -> Iterator[tuple[str, ...]]:
    solutions = store.query(query, prefixes=_PREFIXES, use_default_graph_as_union=True)
    assert isinstance(solutions, QuerySolutions)
    for row in solutions:
        yield tuple(term.value for term in row if isinstance(term, NamedNode | Literal))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{_shown(path)} cannot be read ({error}): restore it as UTF-8") from error


def _shown(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
