"""The views say what the graph says: no figure loses unit or hedge, no forecast becomes a fact."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, Triple, parse

from kg.derive import find_withheld
from kg.errors import SourceError, ToolError
from kg.library import Rows
from kg.namespaces import AII, DATASET, DCAT, DCTERMS, GEO, ID, RDF, VOC, XSD
from kg.validate import find_violations, to_rdflib
from kg.views import View, construct, read_view, read_views, write_view
from tests.release import ROOT, built_release
from tests.test_cli import kg
from tests.tiny import store_of, write
from tests.vocabularies import SCHEMA_ORG

VIEWS = read_views(ROOT)
SCHEMA = "https://schema.org/"
FOAF = "http://xmlns.com/foaf/0.1/"
CLAIM = "https://w3id.org/aiinfra/claim/caict-2021/"
#: What a schema.org property that takes a text, number or date may have as a literal.
DATATYPES = {
    "Text": {"string", "langString"},
    "Number": {"decimal", "integer"},
    "Date": {"date", "gYear", "gYearMonth"},
    "DateTime": {"dateTime"},
    "Boolean": {"boolean"},
}


@cache
def shown(name: str) -> tuple[Triple, ...]:
    return tuple(construct(built_release().store, VIEWS[name]))


def of(entity: str) -> list[Triple]:
    return construct(built_release().store, VIEWS["schema-org"].of(entity))


def objects(triples: Iterable[Triple], predicate: str) -> dict[str, list[NamedNode | Literal]]:
    """Return the objects of ``predicate`` by subject."""
    found = defaultdict(list)
    for triple in triples:
        if triple.predicate.value == predicate:
            assert isinstance(triple.subject, NamedNode)
            assert isinstance(triple.object, NamedNode | Literal)
            found[triple.subject.value].append(triple.object)
    return found


def said(triples: Iterable[Triple], predicate: str) -> dict[str, set[str]]:
    return {key: {value.value for value in values} for key, values in objects(triples, predicate).items()}


def rows(query: str) -> Rows:
    prefixes = f"PREFIX aii: <{AII}> PREFIX voc: <{VOC}> PREFIX graph: <https://w3id.org/aiinfra/graph/>\n"
    answer = built_release().query(prefixes + query)
    assert isinstance(answer, Rows)
    return answer


# any view


@pytest.mark.parametrize("view", VIEWS.values(), ids=lambda view: view.name)
def test_a_view_opens_with_its_question_in_both_languages(view: View) -> None:
    english, bar, chinese = view.text.split("\n", 1)[0].removeprefix("# ").partition(" | ")
    assert english.endswith("?")
    assert bar
    assert chinese.endswith("？")


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own parser uses it
@pytest.mark.parametrize("name", VIEWS)
def test_the_compact_json_ld_says_the_same_to_two_parsers(name: str) -> None:
    data = write_view(shown(name), VIEWS[name], "jsonld")
    assert {quad.triple for quad in parse(data, format=RdfFormat.JSON_LD)} == set(shown(name))
    graph = rdflib.Graph().parse(data=data.decode(), format="json-ld")
    lines = write_view(shown(name), VIEWS[name], "ntriples").decode()
    assert set(graph) == set(rdflib.Graph().parse(data=lines, format="nt"))


@pytest.mark.parametrize("format", ["turtle", "ntriples", "rdfxml", "trig", "nquads"])
def test_each_format_says_the_same(format: str) -> None:
    data = write_view(shown("dcat-ap"), VIEWS["dcat-ap"], format)
    written = {
        "turtle": RdfFormat.TURTLE,
        "ntriples": RdfFormat.N_TRIPLES,
        "rdfxml": RdfFormat.RDF_XML,
        "trig": RdfFormat.TRIG,
        "nquads": RdfFormat.N_QUADS,
    }[format]
    assert {quad.triple for quad in parse(data, format=written)} == set(shown("dcat-ap"))


@pytest.mark.parametrize("name", VIEWS)
def test_the_context_stands_in_the_document(name: str) -> None:
    context = json.loads(write_view(shown(name), VIEWS[name], "jsonld"))["@context"]
    assert isinstance(context, dict)
    assert "@import" not in context


def test_no_view_holds_a_nameless_node() -> None:
    assert [t for name in VIEWS for t in shown(name) if "_:" in str(t.subject)[:2] + str(t.object)[:2]] == []


@pytest.mark.parametrize(
    ("text", "error"),
    [("SELECT * { ?s ?p ?o }", "CONSTRUCT"), ("CONSTRUCT { ?s } {}", "mend the query")],
)
def test_a_broken_view_is_refused_with_its_file(text: str, error: str, tmp_path: Path) -> None:
    write(tmp_path / "queries" / "views" / "bad.rq", text)
    with pytest.raises(SourceError, match=rf"(?s)bad\.rq.*{error}"):
        read_views(tmp_path)


def test_a_view_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(ToolError, match="dcat-ap"):
        read_view(ROOT, "nope")


# schema.org


def hierarchy() -> tuple[dict[str, set[str]], dict[str, dict[str, set[str]]]]:
    """Return what is above each class, itself included, and where each property stands and what it takes."""
    below: dict[str, set[str]] = defaultdict(set)
    rules: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for line in SCHEMA_ORG.read_text("utf-8").splitlines()[1:]:
        term, how, other = line.split("\t")
        if how == "below":
            below[term].add(other)
        else:
            rules[term][how].add(other)

    def above(term: str) -> set[str]:
        return {term}.union(*(above(other) for other in below[term]))

    return {term: above(term) for term in list(below)}, rules


def misplaced(triples: Iterable[Triple]) -> list[str]:
    """Return each triple whose subject or object schema.org does not foresee for its property."""
    triples = list(triples)
    above, rules = hierarchy()
    kinds = said(triples, RDF + "type")
    faults = []
    for triple in triples:
        if not triple.predicate.value.startswith(SCHEMA):
            continue
        rule = rules[triple.predicate.value]
        assert isinstance(triple.subject, NamedNode)
        classes = {c for kind in kinds.get(triple.subject.value, ()) for c in above.get(kind, {kind})}
        if not (classes | {SCHEMA + "Thing"}) & rule["stands at"]:
            faults.append(f"{triple} stands at {sorted(classes)}")
        if not is_foreseen(triple.object, {c.removeprefix(SCHEMA) for c in rule["takes"]}, kinds, above):
            faults.append(f"{triple} takes no such value")
    return faults


def is_foreseen(
    value: object, taken: set[str], kinds: dict[str, set[str]], above: dict[str, set[str]]
) -> bool:
    if isinstance(value, Literal):
        kind = value.datatype.value.rpartition("#")[2]
        return any(kind in DATATYPES.get(name, ()) for name in taken)
    assert isinstance(value, NamedNode)
    classes = {c.removeprefix(SCHEMA) for kind in kinds.get(value.value, ()) for c in above.get(kind, {kind})}
    return bool((classes | {"Thing", "URL"}) & taken)


def test_each_property_of_schema_org_stands_where_it_may_and_takes_what_it_may() -> None:
    assert misplaced(shown("schema-org"))[:5] == []


@pytest.mark.parametrize(
    ("subject", "predicate", "value"),
    [
        ("chip-mlu370", "parentOrganization", NamedNode(ID + "org-huawei")),  # a product has no parent
        ("org-huawei", "knowsAbout", Literal("1", datatype=NamedNode(XSD + "integer"))),
        ("chip-mlu370", "manufacturer", Literal("Cambricon")),
        ("org-huawei", "location", NamedNode(ID + "chip-mlu370")),
    ],
)
def test_a_misplaced_property_is_noticed(subject: str, predicate: str, value: NamedNode | Literal) -> None:
    planted = Triple(NamedNode(ID + subject), NamedNode(SCHEMA + predicate), value)
    assert any(str(planted) in fault for fault in misplaced([*shown("schema-org"), planted]))


def test_each_entity_has_a_type_a_name_and_its_own_class() -> None:
    entities = {str(row[0]) for row in rows("SELECT DISTINCT ?e { ?e a aii:Entity }")}
    kinds, names = said(shown("schema-org"), RDF + "type"), said(shown("schema-org"), SCHEMA + "name")
    classes = said(shown("schema-org"), SCHEMA + "additionalType")
    assert [e for e in entities if not kinds.get(e) or len(names.get(e, ())) == 0 or e not in classes] == []


def test_each_claim_is_told_in_both_languages_with_its_place_and_status() -> None:
    claims = {str(row[0]) for row in rows("SELECT ?c { ?c a aii:Claim ; aii:subject/a aii:Entity }")}
    text, place = (
        objects(shown("schema-org"), SCHEMA + "text"),
        said(shown("schema-org"), SCHEMA + "appearance"),
    )
    status = said(shown("schema-org"), SCHEMA + "creativeWorkStatus")
    assert len(claims) > 1800
    tongues = {c: {t.language for t in text.get(c, ()) if isinstance(t, Literal)} for c in claims}
    assert [c for c in claims if not {"en", "zh"} <= tongues[c]] == []
    assert [c for c in claims if c not in place or c not in status] == []


def test_each_figure_among_the_facts_is_a_value_with_unit_name_and_claim() -> None:
    facts = rows("""SELECT DISTINCT ?claim ?symbol {
        ?claim a aii:QuantityClaim ; aii:subject ?s ; aii:property ?p ; aii:value ?v ;
            aii:unit/aii:symbol ?symbol .
        GRAPH graph:facts { ?s ?p ?v } }""")
    withheld = find_withheld(built_release().store)
    values, units = (
        said(shown("schema-org"), SCHEMA + "mainEntity"),
        said(shown("schema-org"), SCHEMA + "unitText"),
    )
    cites, named = said(shown("schema-org"), SCHEMA + "subjectOf"), said(shown("schema-org"), SCHEMA + "name")
    expected = {str(row[0]): str(row[1]) for row in facts if str(row[0]) not in withheld}
    assert len(expected) > 100
    for claim, symbol in expected.items():
        (value,) = values[claim]
        assert units[value] == {symbol}
        assert claim in cites[value]
        assert len(named[value]) == 2


def test_what_is_no_plain_fact_is_no_value_unless_only_its_date_keeps_it_from_being_one() -> None:
    withheld = find_withheld(built_release().store)
    kinds = said(shown("schema-org"), RDF + "type")
    reasons = {
        (withheld[claim], *kinds[value])
        for claim, values in said(shown("schema-org"), SCHEMA + "mainEntity").items()
        for value in values
        if claim in withheld
    }
    assert reasons == {(("it carries aii:period",), SCHEMA + "Observation")}


@pytest.mark.parametrize(
    ("bound", "given"),
    [
        ("exact", {"value"}),
        ("about", {"value", "valueReference"}),
        ("over", {"minValue", "valueReference"}),
        ("at-least", {"minValue", "valueReference"}),
        ("up-to", {"maxValue", "valueReference"}),
        ("at-most", {"maxValue", "valueReference"}),
        ("nearly", {"maxValue", "valueReference"}),
        ("order-of-magnitude", {"value", "valueReference"}),
    ],
)
def test_a_hedge_is_kept(bound: str, given: set[str]) -> None:
    claims = {str(row[0]) for row in rows(f"SELECT ?c {{ ?c aii:bound voc:{bound} }}")}
    triples = shown("schema-org")
    names = ("value", "minValue", "maxValue", "valueReference")
    have = {name: said(triples, SCHEMA + name) for name in names}
    values = [v for claim, vs in said(triples, SCHEMA + "mainEntity").items() if claim in claims for v in vs]
    assert values
    assert {frozenset(name for name in names if value in have[name]) for value in values} == {
        frozenset(given)
    }
    if bound == "order-of-magnitude":
        literals = [o for v in values for o in objects(triples, SCHEMA + "value")[v]]
        assert {o.datatype.value for o in literals if isinstance(o, Literal)} == {XSD + "string"}
    if bound != "exact":
        assert {r for v in values for r in have["valueReference"][v]} == {VOC + bound}


def test_a_forecast_is_a_claim_with_that_status_and_no_value() -> None:
    forecast = {str(r[0]) for r in rows("SELECT ?c { ?c aii:modality voc:forecast ; aii:value ?v }")}
    own = {str(r[0]) for r in rows("SELECT ?c { ?c aii:property/aii:ownModality voc:forecast }")}
    status, values = (
        said(shown("schema-org"), SCHEMA + "creativeWorkStatus"),
        said(shown("schema-org"), SCHEMA + "mainEntity"),
    )
    assert forecast - own
    assert all("forecast" in status[claim] for claim in forecast)
    assert [claim for claim in forecast - own if claim in values] == []


def test_a_disputed_claim_says_so_and_leads_to_the_case() -> None:
    withheld = find_withheld(built_release().store)
    disputed = {c for c, reasons in withheld.items() if any("discrepancy" in reason for reason in reasons)}
    status, cases = (
        said(shown("schema-org"), SCHEMA + "creativeWorkStatus"),
        said(shown("schema-org"), SCHEMA + "subjectOf"),
    )
    assert disputed
    assert {claim for claim, words in status.items() if "disputed" in words} == disputed
    assert all(claim in cases for claim in disputed)


def test_a_dated_figure_is_an_observation_of_that_date() -> None:
    triples = shown("schema-org")
    node = CLAIM + "3026#value"  # the share of intelligent computing in 2020
    assert said(triples, SCHEMA + "observationDate")[node] == {"2020"}
    assert said(triples, SCHEMA + "observationAbout")[node] == {ID + "place-china"}
    assert said(triples, SCHEMA + "measuredProperty")[node] == {AII + "intelligentComputingShare"}
    assert said(triples, SCHEMA + "unitText")[node] == {"%"}


def test_each_point_is_told_with_whose_it_is() -> None:
    triples = shown("schema-org")
    rows = built_release().query(f"SELECT ?place ?lat ?long {{ ?place <{GEO}lat> ?lat ; <{GEO}long> ?long }}")
    expected = {row[0]: (str(row[1]), str(row[2])) for row in rows}  # type: ignore[union-attr]
    points = said(triples, SCHEMA + "geo")
    north, east = (said(triples, SCHEMA + name) for name in ("latitude", "longitude"))
    told = {place: (*north[point], *east[point]) for place, (point,) in points.items()}
    assert told == expected
    assert len(told) > 10
    for (point,) in points.values():
        (feature,) = said(triples, SCHEMA + "url")[point]
        assert feature.startswith("https://sws.geonames.org/")
        assert "CC BY" in objects(triples, SCHEMA + "description")[point].pop().value


def test_the_view_of_an_entity_is_part_of_the_view_of_all() -> None:
    for entity in ("chip-mlu370", "org-huawei", "place-china", "model-m6", "platform-tianchi"):
        triples = of(ID + entity)
        assert {t.subject.value for t in triples if isinstance(t.subject, NamedNode)} >= {ID + entity}
        assert set(triples) <= set(shown("schema-org"))


def test_the_view_of_an_entity_has_all_that_the_view_of_all_says_of_it() -> None:
    for entity in ("chip-mlu370", "place-china", "framework-paddlepaddle"):
        node = NamedNode(ID + entity)
        mine = {t for t in of(ID + entity) if t.subject == node}
        all_ = {t for t in shown("schema-org") if t.subject == node}
        # where others name it, its kind in general is added
        assert {t.predicate.value for t in all_ - mine} <= {RDF + "type"}


def test_the_json_ld_of_an_entity_is_one_tree_that_begins_with_it() -> None:
    data = write_view(of(ID + "chip-mlu370"), VIEWS["schema-org"], "jsonld", ID + "chip-mlu370")
    tree = json.loads(data)
    assert tree["@id"] == ID + "chip-mlu370"
    assert tree["@type"] == "ProductModel"
    assert tree["manufacturer"]["@type"] == "Organization"
    assert {figure["unitText"] for figure in tree["additionalProperty"]} == {"TOPS", "W"}
    assert {quad.triple for quad in parse(data, format=RdfFormat.JSON_LD)} == set(of(ID + "chip-mlu370"))


def test_json_ld_may_stand_in_a_script_element() -> None:
    triple = Triple(NamedNode("urn:a"), NamedNode(SCHEMA + "name"), Literal("</script><b>"))
    data = write_view([triple], VIEWS["schema-org"], "jsonld")
    assert b"<" not in data
    assert [quad.triple for quad in parse(data, format=RdfFormat.JSON_LD)] == [triple]


def test_the_data_set_has_what_data_set_search_engines_ask_for() -> None:
    data = json.loads(write_view(of(DATASET), VIEWS["schema-org"], "jsonld", DATASET))
    assert data["@type"] == "Dataset"
    english = {
        key: [v["@value"] for v in data[key] if v["@language"] == "en"] for key in ("name", "description")
    }
    assert len(english["name"]) == 1
    assert 50 <= len(english["description"][0]) <= 5000
    assert data["license"].startswith("https://creativecommons.org/")
    assert {part["@type"] for part in data["distribution"]} == {"DataDownload"}
    assert data["creator"]["name"] == "The aiinfra-kg authors"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", data["dateModified"])


LINKED = """
graph:entities { id:place-x a aii:Place ; rdfs:label "X"@en .
  id:framework-y a aii:DeepLearningFramework ; rdfs:label "Y"@en . }
graph:inferred { id:place-x a aii:Entity . id:framework-y a aii:Entity . }
graph:ontology { aii:wikidata rdfs:label "Wikidata item"@en . }
graph:links {
  id:place-x <https://schema.org/sameAs> <http://www.wikidata.org/entity/Q1> ; aii:wikidata "Q1" .
  id:framework-y <https://schema.org/codeRepository> <https://github.com/y/y> ;
    <https://schema.org/subjectOf> <https://arxiv.org/abs/1> .
}
"""


def test_links_and_codes_are_told() -> None:
    store = store_of(LINKED)
    triples = construct(store, VIEWS["schema-org"])
    place, framework, code = ID + "place-x", ID + "framework-y", ID + "place-x#wikidata"
    assert said(triples, SCHEMA + "sameAs") == {place: {"http://www.wikidata.org/entity/Q1"}}
    assert said(triples, SCHEMA + "identifier") == {place: {code}}
    assert said(triples, SCHEMA + "value")[code] == {"Q1"}
    assert said(triples, SCHEMA + "propertyID")[code] == {AII + "wikidata"}
    assert said(triples, SCHEMA + "codeRepository") == {framework: {"https://github.com/y/y"}}
    assert said(triples, SCHEMA + "subjectOf") == {framework: {"https://arxiv.org/abs/1"}}
    assert misplaced([*triples, *construct(store, VIEWS["schema-org"].of(framework))]) == []


# DCAT-AP


def broken(triples: Iterable[Triple]) -> list[str]:
    shapes = to_rdflib(
        [q.triple for q in parse(path=ROOT / "tests" / "dcat_ap.ttl", format=RdfFormat.TURTLE)]
    )
    return [f"{v.focus} {v.path}" for v in find_violations(to_rdflib(triples), shapes)]


def test_the_dcat_ap_view_has_the_mandatory_parts() -> None:
    assert broken(shown("dcat-ap")) == []


@pytest.mark.parametrize(
    ("kind", "predicate"),
    [
        *((DCAT + "Catalog", DCTERMS + name) for name in ("title", "description", "publisher")),
        *((DCAT + "Dataset", DCTERMS + name) for name in ("title", "description")),
        *((DCAT + "Distribution", name) for name in (DCAT + "accessURL", DCTERMS + "license")),
        *((DCAT + "DataService", name) for name in (DCTERMS + "title", DCAT + "endpointURL")),
        *((DCAT + "CatalogRecord", name) for name in (DCTERMS + "modified", FOAF + "primaryTopic")),
        (FOAF + "Agent", FOAF + "name"),
    ],
    ids=lambda value: re.split("[/#]", value)[-1],
)
def test_what_lacks_a_mandatory_part_is_refused(kind: str, predicate: str) -> None:
    kinds = said(shown("dcat-ap"), RDF + "type")
    victim = next(s for s in said(shown("dcat-ap"), predicate) if kind in kinds[s])
    left = [
        t for t in shown("dcat-ap") if not (t.subject == NamedNode(victim) and t.predicate.value == predicate)
    ]
    assert f"{victim} {predicate}" in broken(left)


@pytest.mark.parametrize(
    ("subject", "predicate", "value"),
    [
        (DATASET, DCTERMS + "publisher", NamedNode(ID + "org-huawei")),
        (DATASET, DCAT + "theme", NamedNode("http://example.org/theme/AI")),
        (DATASET, DCTERMS + "language", Literal("en")),
        (DATASET + "/distribution/sparql", DCAT + "accessURL", Literal("here")),
        (ID + "dataset-panda", DCTERMS + "issued", Literal("2020")),
    ],
)
def test_a_value_that_dcat_ap_does_not_allow_is_refused(
    subject: str, predicate: str, value: NamedNode | Literal
) -> None:
    planted = Triple(NamedNode(subject), NamedNode(predicate), value)
    assert f"{subject} {predicate}" in broken([*shown("dcat-ap"), planted])


def test_each_data_set_and_platform_of_the_report_is_listed_with_its_record() -> None:
    things = {str(r[0]) for r in rows("SELECT ?t { VALUES ?k { aii:Dataset aii:Platform } ?t a ?k }")}
    listed = {
        value
        for name in ("dataset", "catalog", "resource")
        for value in said(shown("dcat-ap"), DCAT + name).get(DATASET + "/described", set())
    }
    topics = said(shown("dcat-ap"), FOAF + "primaryTopic")
    assert listed == things
    assert {topic for values in topics.values() for topic in values} == things


def test_a_data_set_with_a_page_of_its_own_has_it_as_landing_page() -> None:
    linked = rows("SELECT ?s ?o { GRAPH graph:links { ?s <http://www.w3.org/ns/dcat#landingPage> ?o } }")
    pages = said(shown("dcat-ap"), DCAT + "landingPage")
    kinds = said(shown("dcat-ap"), RDF + "type")
    assert {(str(s), str(o)) for s, o in linked} == {
        (thing, page) for thing, found in pages.items() if thing.startswith(ID) for page in found
    }
    assert pages[ID + "dataset-ms-coco"] == {"https://cocodataset.org/"}
    assert FOAF + "Document" in kinds["https://cocodataset.org/"]


def test_no_publisher_is_made_up() -> None:
    operators = {
        (str(s), str(o)) for s, o in rows("SELECT ?s ?o { GRAPH graph:facts { ?s aii:operatedBy ?o } }")
    }
    kinds, publishers = said(shown("dcat-ap"), RDF + "type"), said(shown("dcat-ap"), DCTERMS + "publisher")
    for thing, named in publishers.items():
        assert not thing.startswith(ID) or {(thing, name) for name in named} <= operators
    assert DCAT + "Catalog" in kinds[ID + "platform-tianchi"]
    assert DCAT + "Catalog" not in kinds[ID + "platform-shanghai-open-data"]


def test_a_record_names_the_claims_it_rests_on() -> None:
    derived = said(shown("dcat-ap"), "http://www.w3.org/ns/prov#wasDerivedFrom")
    claims = derived[DATASET + "/record/dataset-luojiaset"]
    assert claims
    assert all(claim.startswith(CLAIM) for claim in claims)


# the command


def test_the_command_writes_a_view_and_the_view_of_one_entity() -> None:
    whole = kg("export", "--view", "dcat-ap")
    assert len(list(parse(whole.encode(), format=RdfFormat.TURTLE))) == len(shown("dcat-ap"))
    one = kg("export", "--view", "schema-org", "--of", ID + "chip-mlu370", "--format", "jsonld")
    assert json.loads(one)["@id"] == ID + "chip-mlu370"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--view", "nope"), "choose one of"),
        (("--view", "dcat-ap", "--graph", "facts"), "leave out --graph or --view"),
        (("--of", ID + "chip-mlu370"), "add --view"),
        (("--view", "dcat-ap", "--of", ID + "chip-mlu370"), "leave the entity out"),
        (("--view", "schema-org", "--of", ID + "nobody"), "knows no"),
        (("--view", "schema-org", "--of", "chip-mlu370"), "no absolute IRI"),
        (("--view", "schema-org", "--of", ID + "a> . ?x ?y ?z . <urn:a"), "no absolute IRI"),
        (("--view", "schema-org", "--format", "xlsx"), "no format xlsx"),
        (("--protege", "--view", "schema-org"), "leave the other options out"),
    ],
)
def test_the_command_refuses_what_has_no_sense(arguments: tuple[str, ...], message: str) -> None:
    assert message in kg("export", *arguments, code=1)


def test_a_view_of_an_empty_store_is_empty() -> None:
    assert construct(Store(), VIEWS["schema-org"]) == []
