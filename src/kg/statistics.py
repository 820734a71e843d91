"""Count what is in a release: by kind of claim, class, property, section, and open discrepancies."""

from dataclasses import dataclass

from kg.library import Release, Rows

_PREFIXES = """
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>
PREFIX graph: <https://w3id.org/aiinfra/graph/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""

_GRAPHS = """
SELECT ?what (COUNT(*) AS ?count) WHERE {
  GRAPH ?graph { ?subject ?predicate ?object }
  BIND (REPLACE(STR(?graph), ".*/", "") AS ?what)
}
GROUP BY ?what
ORDER BY ?what
"""

_CLAIMS = """
SELECT ?what (COUNT(?claim) AS ?count) WHERE {
  GRAPH graph:claims { ?claim a ?kind ; aii:statedIn ?passage }
  ?kind rdfs:label ?what .
  FILTER (LANG(?what) = "en")
}
GROUP BY ?what
ORDER BY DESC(?count) ?what
"""

_MODALITIES = """
SELECT ?what (COUNT(?claim) AS ?count) WHERE {
  ?claim aii:modality/rdfs:label ?what .
  FILTER (LANG(?what) = "en")
}
GROUP BY ?what
ORDER BY DESC(?count) ?what
"""

_ENTITIES = """
SELECT ?what (COUNT(?entity) AS ?count) WHERE {
  GRAPH graph:entities { ?entity a ?kind }
  ?kind rdfs:label ?what .
  FILTER (LANG(?what) = "en")
}
GROUP BY ?what
ORDER BY DESC(?count) ?what
"""

_PROPERTIES = """
SELECT ?what (COUNT(?claim) AS ?count) WHERE {
  ?claim aii:property/rdfs:label ?what .
  FILTER (LANG(?what) = "en")
}
GROUP BY ?what
ORDER BY DESC(?count) ?what
"""

_SECTIONS = """
SELECT ?what (COUNT(?claim) AS ?count) WHERE {
  ?claim aii:statedIn/aii:section ?what .
}
GROUP BY ?what
ORDER BY ?what
"""

_DISCREPANCIES = """
SELECT ?what (COUNT(?discrepancy) AS ?count) WHERE {
  ?discrepancy a aii:Discrepancy ; aii:status/rdfs:label ?status ; aii:discrepancyKind/rdfs:label ?kind .
  FILTER (LANG(?status) = "en" && LANG(?kind) = "en")
  BIND (CONCAT(?status, ", ", ?kind) AS ?what)
}
GROUP BY ?what
ORDER BY ?what
"""

_TABLES = {
    "triples by named graph": _GRAPHS,
    "claims by kind": _CLAIMS,
    "claims by modality": _MODALITIES,
    "discrepancies": _DISCREPANCIES,
    "claims by section": _SECTIONS,
    "entities by class": _ENTITIES,
    "claims by property": _PROPERTIES,
}
_SUMMARY = ("triples by named graph", "claims by kind", "claims by modality", "discrepancies")


@dataclass(frozen=True, slots=True)
class Count:
    """One table of counts: what is counted, and each line's name and number."""

    title: str
    lines: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """The sum of the lines."""
        return sum(number for _, number in self.lines)


def count(release: Release, *, whole: bool = True) -> list[Count]:
    """Return the counts of ``release``; without ``whole``, only the short ones that the README shows."""
    return [Count(title, _lines(release, _TABLES[title])) for title in (_TABLES if whole else _SUMMARY)]


def render(counts: list[Count]) -> str:
    """Return ``counts`` as plain text, a block a table."""
    blocks = []
    for table in counts:
        width = max([len(name) for name, _ in table.lines], default=0)
        lines = [f"  {name:<{width}}  {number:>6,}" for name, number in table.lines]
        blocks.append("\n".join([f"{table.title}: {table.total:,}", *lines]))
    return "\n\n".join(blocks)


def _lines(release: Release, query: str) -> tuple[tuple[str, int], ...]:
    rows = release.query(_PREFIXES + query)
    assert isinstance(rows, Rows)
    return tuple((str(row["what"]), int(str(row["count"]))) for row in rows)
