import pytest
from pyoxigraph import Quad, Store

from kg.derive import Problem, derive_facts, find_doubled, find_unbacked, find_withheld
from tests.tiny import store_of, trig, turtle

CLAIM = "https://w3id.org/aiinfra/claim/caict-2021/1"

FIGURE = """
    claim:1 a aii:QuantityClaim ; aii:subject id:x ; aii:property aii:p ; aii:value 256.0 ;
        aii:modality voc:reported ; aii:statedIn src:p1 .
"""
RELATION = """
    claim:1 a aii:RelationClaim ; aii:subject id:x ; aii:property aii:p ; aii:object id:y ;
        aii:modality voc:reported .
"""
LITERAL = """
    claim:1 a aii:LiteralClaim ; aii:subject id:x ; aii:property aii:p ; aii:text "飞桨"@zh ;
        aii:modality voc:reported .
"""
PLANNED = """
    claim:1 a aii:QuantityClaim ; aii:subject id:x ; aii:property aii:p ; aii:value 256.0 ;
        aii:modality voc:planned .
"""
OPEN = "id:d a aii:Discrepancy ; aii:status voc:open ; aii:involves claim:1 , claim:2 . "
SETTLED = "id:d a aii:Discrepancy ; aii:status voc:settled ; aii:involves claim:1 , claim:2 . "

DERIVED = {
    "a figure": (FIGURE, 'id:x aii:p "256"^^xsd:decimal .'),
    "a relation": (RELATION, "id:x aii:p id:y ."),
    "a literal": (LITERAL, 'id:x aii:p "飞桨"@zh .'),
    "a hedged figure": (FIGURE + "claim:1 aii:bound voc:over .", 'id:x aii:p "256"^^xsd:decimal .'),
    "an attributed figure": (FIGURE + "claim:1 aii:attributedTo id:idc .", 'id:x aii:p "256"^^xsd:decimal .'),
    "a preferred rank": (FIGURE + "claim:1 aii:claimRank voc:preferred .", 'id:x aii:p "256"^^xsd:decimal .'),
    "a plan of a plan's property": (
        PLANNED + "aii:p aii:ownModality voc:planned .",
        'id:x aii:p "256"^^xsd:decimal .',
    ),
    "a qualifier of the property's own": (
        FIGURE + "claim:1 aii:period id:y2020 . aii:p aii:ownQualifier aii:period .",
        'id:x aii:p "256"^^xsd:decimal .',
    ),
    "two qualifiers of the property's own": (
        FIGURE + "claim:1 aii:period id:a ; aii:scope id:b . aii:p aii:ownQualifier aii:period , aii:scope .",
        'id:x aii:p "256"^^xsd:decimal .',
    ),
    "the preferred in an open discrepancy": (
        FIGURE + OPEN + "id:d aii:prefers claim:1 .",
        'id:x aii:p "256"^^xsd:decimal .',
    ),
    "the preferred in a settled discrepancy": (
        FIGURE + SETTLED + "id:d aii:prefers claim:1 .",
        'id:x aii:p "256"^^xsd:decimal .',
    ),
    "settled with no preference": (FIGURE + SETTLED, 'id:x aii:p "256"^^xsd:decimal .'),
    "the same said twice": (FIGURE + FIGURE.replace("claim:1", "claim:9"), 'id:x aii:p "256"^^xsd:decimal .'),
}

WITHHELD = {
    "a text": (
        "claim:1 a aii:TextClaim ; aii:subject id:x ; aii:property aii:p ; aii:text 'x' ; "
        "aii:modality voc:reported .",
        "it is told in words",
    ),
    "a plan": (PLANNED, "its modality is planned"),
    "a forecast of a plan's property": (
        PLANNED.replace("planned", "forecast") + "aii:p aii:ownModality voc:planned .",
        "its modality is forecast",
    ),
    "a deprecated claim": (FIGURE + "claim:1 aii:claimRank voc:deprecated .", "its rank is deprecated"),
    "a period": (FIGURE + "claim:1 aii:period id:y2020 .", "it carries aii:period"),
    "a market": (FIGURE + "claim:1 aii:inMarket id:m .", "it carries aii:inMarket"),
    "a scope": (FIGURE + "claim:1 aii:scope 'world' .", "it carries aii:scope"),
    "a denominator": (FIGURE + "claim:1 aii:denominator id:m .", "it carries aii:denominator"),
    "a comparison": (FIGURE + "claim:1 aii:comparedWith id:m .", "it carries aii:comparedWith"),
    "another qualifier than the property's own": (
        FIGURE + "claim:1 aii:period id:a ; aii:scope id:b . aii:p aii:ownQualifier aii:period .",
        "it carries aii:scope",
    ),
    "a qualifier that another property owns": (
        FIGURE + "claim:1 aii:period id:a . aii:q aii:ownQualifier aii:period .",
        "it carries aii:period",
    ),
    "an open discrepancy": (FIGURE + OPEN, "it stands in an open discrepancy"),
    "not the preferred of a settled discrepancy": (
        FIGURE + SETTLED + "id:d aii:prefers claim:2 .",
        "a discrepancy prefers another claim",
    ),
    "preferred here and open there": (
        FIGURE + OPEN + "id:e a aii:Discrepancy ; aii:status voc:settled ; aii:involves claim:1 ; "
        "aii:prefers claim:1 .",
        "it stands in an open discrepancy",
    ),
}


@pytest.mark.parametrize("case", DERIVED)
def test_a_claim_derives_its_plain_triple(case: str) -> None:
    claims, expected = DERIVED[case]
    store = store_of(claims)
    assert derive_facts(store) == turtle(expected)
    assert CLAIM not in find_withheld(store)


@pytest.mark.parametrize("case", WITHHELD)
def test_a_claim_is_withheld_and_the_reason_is_told(case: str) -> None:
    claims, reason = WITHHELD[case]
    store = store_of(claims)
    assert derive_facts(store) == []
    assert find_withheld(store)[CLAIM] == (reason,)


@pytest.mark.parametrize("case", [*DERIVED, *WITHHELD])
def test_what_is_derived_is_what_is_proved(case: str) -> None:
    store = store_of({**DERIVED, **WITHHELD}[case][0])
    add_facts(store)
    assert find_unbacked(store) == []


def test_claims_in_any_graph_derive() -> None:
    assert len(derive_facts(store_of("graph:claims {" + FIGURE + "}"))) == 1


def test_a_decimal_comes_out_canonical() -> None:
    store = store_of(FIGURE.replace("256.0", "0256.500"))
    assert str(derive_facts(store)[0].object) == '"256.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'


def test_a_claim_without_its_plain_triple_is_found() -> None:
    [problem] = find_unbacked(store_of("graph:claims {" + FIGURE + "}"))
    assert problem.node == CLAIM
    assert "the claim has no plain triple" in problem.message


def test_a_claim_without_modality_is_found() -> None:
    store = store_of("graph:claims {" + FIGURE.replace("aii:modality voc:reported ;", "") + "}")
    add_facts(store)
    assert [problem.node[-2:] for problem in find_unbacked(store)] == ["/1"]


@pytest.mark.parametrize(
    "claims",
    [
        "",
        FIGURE.replace("256.0", "255.0"),
        FIGURE.replace("id:x", "id:y"),
        FIGURE + "claim:1 aii:period id:y2020 .",
    ],
    ids=["no claim", "another value", "another subject", "a withheld claim"],
)
def test_a_plain_triple_without_a_claim_is_found(claims: str) -> None:
    store = store_of("graph:claims {" + claims + "} graph:facts { id:x aii:p 256.0 }")
    problems = [problem for problem in find_unbacked(store) if "no claim backs" in problem.message]
    assert [problem.node for problem in problems] == ["https://w3id.org/aiinfra/id/x"]


def test_a_fact_is_backed_when_one_of_two_claims_may_be_plain() -> None:
    dated = FIGURE.replace("claim:1", "claim:2") + "claim:2 aii:period id:y2020 ."
    assert (
        find_unbacked(store_of("graph:claims {" + FIGURE + dated + "} graph:facts { id:x aii:p 256.0 }"))
        == []
    )


def test_a_triple_in_two_graphs_is_found() -> None:
    store = store_of("graph:a { id:x aii:p 1 . id:x aii:p 2 } graph:b { id:x aii:p 1.0 , 1 }")
    [problem] = find_doubled(store)
    assert problem == Problem(
        "https://w3id.org/aiinfra/id/x",
        '<https://w3id.org/aiinfra/ontology#p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> '
        "stands in the graphs a and b: keep one",
    )


def add_facts(store: Store) -> None:
    [graph] = {quad.graph_name for quad in trig("graph:facts { id:x aii:p 1 }")}
    store.extend(Quad(t.subject, t.predicate, t.object, graph) for t in derive_facts(store))
