"""Derive plain facts from claims, and prove that claims and facts match. Knows nothing of files.

The rule: a claim becomes the plain triple *subject property value* unless something withholds it. The
CONSTRUCT and the proof state the rule twice, from opposite sides, so that a slip in one shows against the
other.
"""

from dataclasses import dataclass
from typing import Any

from pyoxigraph import QuerySolutions, QueryTriples, Store, Triple

from kg.namespaces import AII, VOC, graph_iri

_PREFIXES = {"aii": AII, "voc": VOC, "graph": graph_iri("")}

_DERIVE = """
CONSTRUCT { ?subject ?property ?plain }
WHERE {
  VALUES (?kind ?field) {
    (aii:QuantityClaim aii:value) (aii:RelationClaim aii:object) (aii:LiteralClaim aii:text)
  }
  ?claim a ?kind ;
         aii:subject ?subject ;
         aii:property ?property ;
         ?field ?plain ;
         aii:modality ?modality .
  FILTER (?modality = voc:reported || EXISTS { ?property aii:ownModality ?modality })
  FILTER NOT EXISTS { ?claim aii:claimRank voc:deprecated }
  FILTER NOT EXISTS {
    VALUES ?qualifier { aii:period aii:inMarket aii:scope aii:denominator aii:comparedWith }
    ?claim ?qualifier ?bound ; aii:property ?qualified .
    FILTER NOT EXISTS { ?qualified aii:ownQualifier ?qualifier }
  }
  FILTER NOT EXISTS {
    ?case a aii:Discrepancy ; aii:involves ?claim .
    FILTER NOT EXISTS { ?case aii:prefers ?claim }
    FILTER (EXISTS { ?case aii:status voc:open } || EXISTS { ?case aii:prefers ?other })
  }
}
"""

#: Every claim that may not become a plain fact, with the reason.
_WITHHELD = """
SELECT DISTINCT ?claim ?reason
WHERE {
  { ?claim a aii:TextClaim . BIND ("it is told in words" AS ?reason) }
  UNION {
    ?claim aii:modality ?modality ; aii:property ?property .
    MINUS { ?claim aii:modality voc:reported }
    MINUS { ?claim aii:modality ?own ; aii:property ?any . ?any aii:ownModality ?own }
    BIND (CONCAT("its modality is ", STRAFTER(STR(?modality), STR(voc:))) AS ?reason)
  }
  UNION { ?claim aii:claimRank voc:deprecated . BIND ("its rank is deprecated" AS ?reason) }
  UNION {
    VALUES ?qualifier { aii:period aii:inMarket aii:scope aii:denominator aii:comparedWith }
    ?claim aii:property ?property ; ?qualifier ?bound .
    MINUS { ?property aii:ownQualifier ?qualifier }
    BIND (CONCAT("it carries aii:", STRAFTER(STR(?qualifier), STR(aii:))) AS ?reason)
  }
  UNION {
    ?case a aii:Discrepancy ; aii:involves ?claim ; aii:status voc:open .
    MINUS { ?case aii:prefers ?claim }
    BIND ("it stands in an open discrepancy" AS ?reason)
  }
  UNION {
    ?case a aii:Discrepancy ; aii:involves ?claim ; aii:prefers ?other .
    MINUS { ?case aii:prefers ?claim }
    BIND ("a discrepancy prefers another claim" AS ?reason)
  }
}
ORDER BY ?claim ?reason
"""

_CLAIMS = """
SELECT ?claim (SAMPLE(?fact) AS ?backed)
WHERE {
  ?claim a ?kind .
  FILTER (?kind IN (aii:QuantityClaim, aii:RelationClaim, aii:LiteralClaim))
  OPTIONAL {
    ?claim aii:subject ?subject ; aii:property ?property ; aii:value|aii:object|aii:text ?plain .
    GRAPH graph:facts { ?subject ?property ?plain }
    BIND (?subject AS ?fact)
  }
}
GROUP BY ?claim
ORDER BY ?claim
"""

_FACTS = """
SELECT ?subject ?property ?plain ?claim
WHERE {
  GRAPH graph:facts { ?subject ?property ?plain }
  OPTIONAL { ?claim aii:subject ?subject ; aii:property ?property ; aii:value|aii:object|aii:text ?plain }
}
ORDER BY ?subject ?property ?plain ?claim
"""

_DOUBLED = """
SELECT ?subject ?property ?object
       (STRAFTER(MIN(STR(?graph)), STR(graph:)) AS ?one) (STRAFTER(MAX(STR(?graph)), STR(graph:)) AS ?other)
WHERE { GRAPH ?graph { ?subject ?property ?object } }
GROUP BY ?subject ?property ?object
HAVING (COUNT(?graph) > 1)
ORDER BY ?subject ?property ?object
"""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with the graph, at the node whose block has to be mended."""

    node: str
    message: str


def derive_facts(store: Store) -> list[Triple]:
    """Return the plain triples that the claims in ``store`` stand for, sorted, decimals canonical."""
    triples = store.query(_DERIVE, prefixes=_PREFIXES, use_default_graph_as_union=True)
    assert isinstance(triples, QueryTriples)
    return sorted(set(triples), key=str)


def find_withheld(store: Store) -> dict[str, tuple[str, ...]]:
    """Return the claims that may not become plain facts, each with all its reasons, in words."""
    reasons: dict[str, tuple[str, ...]] = {}
    for row in _select(store, _WITHHELD):
        claim = row[0].value
        reasons[claim] = (*reasons.get(claim, ()), row[1].value)
    return reasons


def find_unbacked(store: Store) -> list[Problem]:
    """Return each claim without its triple in the graph ``facts``, and each triple there without a claim."""
    withheld = find_withheld(store)
    problems = [
        Problem(claim.value, "the claim has no plain triple: give it subject, property, value and a modality")
        for claim, backed in _select(store, _CLAIMS)
        if backed is None and claim.value not in withheld
    ]
    facts: dict[tuple[Any, ...], bool] = {}
    for *fact, claim in _select(store, _FACTS):
        good = claim is not None and claim.value not in withheld
        facts[tuple(fact)] = facts.get(tuple(fact), False) or good
    for (subject, property_, plain), backed in facts.items():
        if not backed:
            problems.append(
                Problem(subject.value, f"no claim backs the plain triple {property_} {plain}: add the claim")
            )
    return problems


def find_doubled(store: Store) -> list[Problem]:
    """Return each triple that stands in two named graphs: the union of the graphs would count it twice."""
    return [
        Problem(
            subject.value,
            f"{property_} {object_} stands in the graphs {one.value} and {other.value}: keep one",
        )
        for subject, property_, object_, one, other in _select(store, _DOUBLED)
    ]


def _select(store: Store, query: str) -> list[tuple[Any, ...]]:
    solutions = store.query(query, prefixes=_PREFIXES, use_default_graph_as_union=True)
    assert isinstance(solutions, QuerySolutions)
    return [tuple(row) for row in solutions]
