"""What is asked: a work is a name and requests, sent in order and round again."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.servers import JSON, ask
from kg.namespaces import AII, ID, RDF, RDFS

SEED = 1
_ENTITIES = 1000
_DRAWN = 5000
_CHECKED = 5

_ENTITY = re.compile(
    rf"^<({re.escape(ID)}[^>]+)> <{re.escape(RDF)}type> <[^>]+> <[^>]+/graph/entities> \.$", re.MULTILINE
)
_PREFIXES = f"PREFIX aii: <{AII}>\nPREFIX rdfs: <{RDFS}>\n"
_MIDDLE = """SELECT ?claim ?name ?value ?symbol ?page WHERE {
  ?claim aii:value ?value ; aii:unit/aii:symbol ?symbol ; aii:subject ?subject ; aii:statedIn/aii:page ?page .
  ?subject rdfs:label ?name .
  FILTER (LANG(?name) = "zh" && ?value > 10 && ?page > 5)
} ORDER BY DESC(?value) ?claim LIMIT 50"""
_AGGREGATE = """SELECT ?section ?class (COUNT(?claim) AS ?claims) (COUNT(DISTINCT ?subject) AS ?subjects)
WHERE {
  ?claim aii:statedIn/aii:section ?section ; aii:subject ?subject .
  ?subject a ?class .
} GROUP BY ?section ?class ORDER BY DESC(?claims) ?section ?class"""


@dataclass(frozen=True, slots=True)
class Request:
    """A GET: its target (what begins with ? is asked of the SPARQL endpoint) and what it accepts."""

    target: str
    accept: str = JSON


@dataclass(frozen=True, slots=True)
class Work:
    """What is sent over ``connections``. ``distinct``: no request twice, by a number behind its target.

    ``checked`` are the requests that all servers must answer alike; ``makes`` names the servers that can do
    this work, None when all can.
    """

    key: str
    name: str
    requests: tuple[Request, ...]
    distinct: bool
    checked: tuple[Request, ...]
    connections: int = 8
    makes: frozenset[str] | None = None


def release_works(data: Path, queries: Path) -> list[Work]:
    """Return the works on the release: its N-Quads file is ``data``, its examples are in ``queries``."""
    lookups = lookup_requests(data)
    middle = (Request(ask(_PREFIXES + _MIDDLE)),)
    aggregate = (Request(ask(_PREFIXES + _AGGREGATE)),)
    examples = [
        Request(ask(path.read_text("utf-8").partition("\n")[2])) for path in sorted(queries.glob("*.rq"))
    ]
    return [
        *_works(lookups, middle, aggregate),
        Work("lookup-cached", "lookup, cached", lookups[:1], False, ()),
        Work("middle-cached", "middle, cached", middle, False, ()),
        Work("aggregate-cached", "aggregate, cached", aggregate, False, ()),
        Work("mix", "Zipf mix of the examples", draw(examples, _DRAWN, SEED), False, tuple(examples)),
    ]


def large_works(data: Path) -> list[Work]:
    """Return the works on a large graph in the shape of the release."""
    works = _works(
        lookup_requests(data),
        (Request(ask(_PREFIXES + _MIDDLE)),),
        (Request(ask(_PREFIXES + _AGGREGATE)),),
    )
    return [Work(f"large-{w.key}", w.name, w.requests, w.distinct, w.checked, w.connections) for w in works]


def _works(lookups: Sequence[Request], middle: Sequence[Request], aggregate: Sequence[Request]) -> list[Work]:
    return [
        Work("lookup", "lookup, not cached", tuple(lookups), True, tuple(lookups[:_CHECKED])),
        Work("middle", "middle, not cached", tuple(middle), True, tuple(middle)),
        Work("aggregate", "aggregate, not cached", tuple(aggregate), True, tuple(aggregate)),
    ]


def lookup_requests(data: Path) -> tuple[Request, ...]:
    """Return requests for all properties of an entity of the N-Quads file ``data``, a thousand at most."""
    entities = sorted({found.group(1) for found in _ENTITY.finditer(data.read_text("utf-8"))})
    chosen = random.Random(SEED).sample(entities, min(_ENTITIES, len(entities)))
    return tuple(
        Request(ask(f"SELECT ?property ?value WHERE {{ <{entity}> ?property ?value }}")) for entity in chosen
    )


def draw(requests: Sequence[Request], number: int, seed: int) -> tuple[Request, ...]:
    """Return ``number`` of ``requests`` by Zipf's law: the n-th is drawn a n-th as often as the first."""
    weights = [1 / rank for rank in range(1, len(requests) + 1)]
    return tuple(random.Random(seed).choices(requests, weights, k=number))


def deadly_queries(number: int) -> list[str]:
    """Return ``number`` queries that no server can answer in time: products of all triples with all."""
    shapes = [
        "SELECT (COUNT(*) AS ?n) WHERE {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER (?c != {n}) }}",
        "SELECT (MAX(STRLEN(STR(?c)) + {n}) AS ?n) WHERE {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }}",
        "ASK {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER (CONCAT(STR(?c), STR(?f), STR(?i)) = 'no {n}') }}",
    ]
    return [shapes[n % len(shapes)].format(n=n) for n in range(number)]
