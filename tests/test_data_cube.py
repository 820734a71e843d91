"""The cube is well formed (RDF Data Cube, https://www.w3.org/TR/vocab-data-cube/, section 11)."""

from collections.abc import Callable, Iterable

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QueryBoolean, Store, Triple

from kg.namespaces import AII, ID, RDF, VOC, XSD
from tests.test_views import objects, rows, said, shown

QB = "http://purl.org/linked-data/cube#"
CUBE = "https://w3id.org/aiinfra/dataset/cube#"
DATA = "https://w3id.org/aiinfra/dataset/cube/caict-2021/"
RANGE = "http://www.w3.org/2000/01/rdf-schema#range"
PREFIXES = {"qb": QB, "rdfs": "http://www.w3.org/2000/01/rdf-schema#"}

#: The checks by their names in the specification, our wording: each asks whether something is wrong.
CHECKS = {
    "IC-1": """
        ?o a qb:Observation .
        OPTIONAL { ?o qb:dataSet ?d } OPTIONAL { ?o qb:dataSet ?e FILTER (?e != ?d) }
        FILTER (!BOUND(?d) || BOUND(?e))""",
    "IC-2": """
        ?d a qb:DataSet .
        OPTIONAL { ?d qb:structure ?s } OPTIONAL { ?d qb:structure ?t FILTER (?t != ?s) }
        FILTER (!BOUND(?s) || BOUND(?t))""",
    "IC-3": """
        ?s a qb:DataStructureDefinition .
        FILTER NOT EXISTS { ?s qb:component/qb:measure ?m . ?m a qb:MeasureProperty }""",
    "IC-4": """
        ?s qb:component/qb:dimension ?p .
        FILTER (?p != qb:measureType) FILTER NOT EXISTS { ?p a qb:DimensionProperty ; rdfs:range ?r }""",
    "IC-11": """
        ?o qb:dataSet/qb:structure/qb:component/qb:dimension ?p .
        FILTER NOT EXISTS { ?o ?p ?v }""",
    "IC-12": """
        ?o qb:dataSet ?d . ?q qb:dataSet ?d . FILTER (STR(?o) < STR(?q))
        FILTER NOT EXISTS {
          ?d qb:structure/qb:component/qb:dimension ?p . ?o ?p ?v . ?q ?p ?w . FILTER (?v != ?w)
        }""",
    "IC-13": """
        ?o qb:dataSet/qb:structure/qb:component ?c . ?c qb:componentRequired true ; qb:attribute ?p .
        FILTER NOT EXISTS { ?o ?p ?v }""",
    "IC-14": """
        ?o qb:dataSet/qb:structure ?s . ?s qb:component/qb:measure ?m .
        FILTER NOT EXISTS { ?s qb:component/qb:dimension qb:measureType }
        FILTER NOT EXISTS { ?o ?m ?v }""",
    "IC-15": """
        ?o qb:measureType ?m ; qb:dataSet/qb:structure/qb:component/qb:dimension qb:measureType .
        FILTER NOT EXISTS { ?o ?m ?v }""",
    "IC-16": """
        ?o qb:measureType ?m ; qb:dataSet/qb:structure ?s . ?s qb:component/qb:measure ?n .
        ?o ?n ?v . FILTER (?n != ?m)""",
    "IC-17": """
        ?o qb:measureType ?m ; qb:dataSet ?d . ?d qb:structure/qb:component/qb:measure ?n .
        FILTER NOT EXISTS {
          ?q qb:dataSet ?d ; qb:measureType ?n .
          FILTER NOT EXISTS {
            ?d qb:structure/qb:component/qb:dimension ?p . FILTER (?p != qb:measureType)
            ?o ?p ?v . ?q ?p ?w . FILTER (?v != ?w)
          }
        }""",
}


def is_wrong(check: str, triples: Iterable[Triple]) -> bool:
    store = Store()
    store.extend(Quad(t.subject, t.predicate, t.object) for t in triples)
    answer = store.query(f"ASK {{ {CHECKS[check]} }}", prefixes=PREFIXES)
    assert isinstance(answer, QueryBoolean)
    return bool(answer)


def observation(table: str) -> str:
    return min(s for s, sets in said(shown("data-cube"), QB + "dataSet").items() if DATA + table in sets)


def without(subject: str, predicate: str, value: str | None = None) -> list[Triple]:
    left = [
        t
        for t in shown("data-cube")
        if not (
            t.subject == NamedNode(subject)
            and t.predicate.value == predicate
            and value in (None, str(t.object).strip("<>"))
        )
    ]
    assert len(left) < len(shown("data-cube"))
    return left


def adding(subject: str, predicate: str, value: str) -> list[Triple]:
    number = Literal("1", datatype=NamedNode(XSD + "decimal"))
    node = NamedNode(value) if value else number
    return [*shown("data-cube"), Triple(NamedNode(subject), NamedNode(predicate), node)]


def twin() -> list[Triple]:
    """Return the cube with an observation that stands where another stands."""
    first = NamedNode(observation("table-5"))
    second = NamedNode(first.value + "-again")
    mine = [t for t in shown("data-cube") if t.subject == first]
    return [*shown("data-cube"), *(Triple(second, t.predicate, t.object) for t in mine)]


FAULTS: dict[str, Callable[[], list[Triple]]] = {
    "IC-1": lambda: adding(observation("table-5"), QB + "dataSet", DATA + "table-4"),
    "IC-2": lambda: without(DATA + "table-5", QB + "structure"),
    "IC-3": lambda: without(DATA + "table-5/structure/parameterCount", QB + "measure"),
    "IC-4": lambda: without(CUBE + "entity", RANGE),
    "IC-11": lambda: without(observation("table-3"), CUBE + "period"),
    "IC-12": twin,
    "IC-13": lambda: without(observation("table-4"), CUBE + "unit"),
    "IC-14": lambda: without(observation("table-5"), CUBE + "parameterCount"),
    "IC-15": lambda: [
        t
        for t in shown("data-cube")
        if not (t.subject == NamedNode(observation("table-4")) and t.predicate.value.endswith("Count"))
    ],
    "IC-16": lambda: [
        *shown("data-cube"),
        *(
            Triple(NamedNode(observation("table-4")), NamedNode(CUBE + name), Literal("1"))
            for name in ("attentionCount", "activityCount")
        ),
    ],
    "IC-17": lambda: [t for t in shown("data-cube") if t.subject != NamedNode(observation("table-4"))],
}


@pytest.mark.parametrize("check", CHECKS)
def test_the_cube_is_well_formed(check: str) -> None:
    assert not is_wrong(check, shown("data-cube"))


@pytest.mark.parametrize("check", CHECKS)
def test_a_planted_fault_is_noticed(check: str) -> None:
    assert is_wrong(check, FAULTS[check]())


def test_one_observation_each_for_the_figures_of_the_tables() -> None:
    in_cube = said(shown("data-cube"), "http://www.w3.org/ns/prov#wasDerivedFrom")
    for table, kind in (("table-3", "object"), ("table-4", "value"), ("table-5", "value")):
        claims = {
            str(row[0])
            for row in rows(
                f"""SELECT ?c {{ ?c aii:statedIn ?p ; aii:{kind} ?v ; aii:property ?property .
                FILTER (CONTAINS(STR(?p), "/t{table[-1]}-r"))
                FILTER (?property IN (aii:openDataPlatformIn, aii:attentionCount, aii:activityCount,
                    aii:contributorCount, aii:parameterCount)) }}"""
            )
        }
        mine = {c for o, cs in in_cube.items() for c in cs if o.startswith(f"{DATA}{table}/")}
        assert mine == claims
        assert len(mine) == len([o for o in in_cube if o.startswith(f"{DATA}{table}/")])


def test_a_figure_is_the_one_of_its_claim() -> None:
    numbers = {str(c): v for c, v in rows("SELECT ?c ?v { ?c aii:value ?v }")}
    claims = said(shown("data-cube"), "http://www.w3.org/ns/prov#wasDerivedFrom")
    measures = [
        s for s, kinds in said(shown("data-cube"), RDF + "type").items() if QB + "MeasureProperty" in kinds
    ]
    found = 0
    for measure in measures:
        for node, values in said(shown("data-cube"), measure).items():
            (claim,) = claims[node]
            if claim in numbers:
                assert values == {str(numbers[claim])}
                found += 1
    assert found == 45


def test_a_forecast_says_so_and_a_hedge_is_kept() -> None:
    triples = shown("data-cube")
    assert said(triples, CUBE + "modality")[DATA + "annualDataVolume/1820"] == {VOC + "forecast"}
    assert said(triples, CUBE + "unit")[DATA + "annualDataVolume/1820"] == {VOC + "zettabyte"}
    tensorflow = min(s for s, n in objects(triples, CUBE + "activityCount").items() if n[0].value == "121320")
    assert said(triples, CUBE + "bound")[tensorflow] == {VOC + "over"}


def test_a_measure_leads_to_the_property_it_was_made_of() -> None:
    see = said(shown("data-cube"), "http://www.w3.org/2000/01/rdf-schema#seeAlso")
    assert see[CUBE + "attentionCount"] == {AII + "attentionCount"}


def test_the_cube_loads_as_a_table() -> None:
    store = Store()
    store.extend(Quad(t.subject, t.predicate, t.object) for t in shown("data-cube"))
    answer = store.query(
        f"""SELECT ?share {{ ?o qb:dataSet <{DATA}intelligentComputingShare> ;
            <{CUBE}period> <{ID}period-2020> ; <{CUBE}intelligentComputingShare> ?share }}""",
        prefixes=PREFIXES,
    )
    assert [row[0].value for row in answer] == ["41"]  # type: ignore[union-attr] # SELECT gives rows
