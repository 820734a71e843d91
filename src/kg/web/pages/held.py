"""Which SHACL shapes hold a thing, by their targets (SHACL, section 2.1.3), in a release that conforms."""

from collections.abc import Iterable
from dataclasses import dataclass

from kg.namespaces import AII, SH, graph_iri
from kg.web.pages.claims import Link
from kg.web.pages.visit import Row, Visit

_SHAPES = graph_iri("shapes")
_HOLDING = f"""
SELECT DISTINCT ?shape ?own {{
  {{
    {{ GRAPH <{_SHAPES}> {{ ?shape <{SH}targetClass> ?class }} $thing a ?class }}
    UNION {{ GRAPH <{_SHAPES}> {{ ?shape <{SH}targetSubjectsOf> ?said }} $thing ?said ?any }}
    UNION {{ GRAPH <{_SHAPES}> {{ ?shape <{SH}targetObjectsOf> ?said }} ?any ?said $thing }}
    UNION {{ GRAPH <{_SHAPES}> {{ ?shape <{SH}targetNode> $thing }} }}
    BIND (true AS ?own)
  }} UNION {{
    GRAPH <{_SHAPES}> {{ ?shape <{SH}targetNode> ?node ; <{SH}sparql> ?rule }}
    FILTER (?node != $thing)
    BIND (false AS ?own)
  }}
}}
"""
_CHECKED = f"""
SELECT ?shapes ?nodes {{
  ?report <{SH}conforms> true ; <{AII}shapeCount> ?shapes ; <{AII}focusNodeCount> ?nodes
}} LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Held:
    """The shapes that a thing met: those that it is a target of, and rules over the whole release.

    ``shapes`` and ``nodes``: how many shapes there are in all, and how many nodes were held against them.
    """

    own: tuple[Link, ...]
    rules: tuple[Link, ...]
    shapes: int
    nodes: int


async def find_held(visit: Visit, iri: str) -> Held | None:
    """Return the shapes that ``iri`` met; None where the data does not say that it conforms."""
    for row in await visit.ask(_CHECKED):
        shapes, nodes = row["shapes"], row["nodes"]
        if isinstance(shapes, int) and isinstance(nodes, int):
            found = await visit.ask(_HOLDING, thing=iri)
            own = await _link(visit, (row for row in found if row["own"] is True))
            rules = await _link(visit, (row for row in found if row["own"] is False))
            return Held(own, rules, shapes, nodes)
    return None


async def _link(visit: Visit, rows: Iterable[Row]) -> tuple[Link, ...]:
    iris = {str(row["shape"]) for row in rows}
    names = await visit.name(iris)
    links = (Link(iri, names[iri], visit.place.link(iri)) for iri in iris)
    return tuple(sorted(links, key=lambda link: (link.name, link.iri)))
