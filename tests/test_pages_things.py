"""The pages of things, claims, discrepancies and passages, of the real release."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import httpx
import pytest
import rdflib
from pyshacl.shapes_graph import ShapesGraph

from kg.namespaces import BASE, GEO, RDFS, SCHEMA, graph_iri
from kg.validate import to_rdflib
from kg.values import IRI, Value
from kg.web.pages.points import GEONAMES, Point, find_point, without_point
from tests.pages import HTML, read, say
from tests.release import ROOT, built_release
from tests.server import serving
from tests.test_cli import kg


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    """A server whose operator has no copy of the report."""
    built_release()
    with (
        serving(str(ROOT / "build" / "release.nq"), "--quiet", KG_REPORT="") as served,
        httpx.Client(base_url=served.address, trust_env=False, timeout=60) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def reading(report_path: Path) -> Iterator[httpx.Client]:
    """A server whose operator has the report."""
    built_release()
    with (
        serving(str(ROOT / "build" / "release.nq"), "--quiet", KG_REPORT=str(report_path)) as served,
        httpx.Client(base_url=served.address, trust_env=False, timeout=60) as client,
    ):
        yield client


def test_a_chip_shows_its_figures_with_hedge_printed_form_and_place(client: httpx.Client) -> None:
    page = read(client, "/id/chip-mlu370?lang=en")
    assert say(page.one("h1")) == "MLU370"
    rows = [say(row) for row in page.section("figures").iter("li")]
    throughput = next(row for row in rows if row.startswith("INT8 throughput"))
    assert "up to 256" in throughput
    assert "TOPS" in throughput
    assert "section 2.3.2, paragraph 1, page 13" in throughput
    assert "look there for “256 TOPS”" in throughput
    assert any(row.startswith("power consumption 150") for row in rows)


def test_the_same_in_chinese(client: httpx.Client) -> None:
    page = read(client, "/id/chip-mlu370?lang=zh")
    assert say(page.one("h1")) == "思元370"
    rows = [say(row) for row in page.section("figures").iter("li")]
    assert any(row.startswith("INT8算力 高达 256") for row in rows)
    assert "寒武纪" in say(page.section("relations"))


def test_relations_are_shown_from_both_ends(client: httpx.Client) -> None:
    chip = read(client, "/id/chip-mlu370?lang=en")
    maker = next(a for a in chip.section("relations").iter("a") if say(a) == "Cambricon")
    company = read(client, maker.get("href") or "")
    assert "As “developed by” of MLU370" in say(company.section("reverse"))


def test_plans_and_forecasts_wear_a_badge_and_facts_none(client: httpx.Client) -> None:
    rows = built_release().query(
        """PREFIX aii: <https://w3id.org/aiinfra/ontology#> PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>
        SELECT ?s { ?c aii:modality voc:forecast ; a aii:QuantityClaim ; aii:subject ?s }
        ORDER BY ?s LIMIT 1"""
    )
    address = str(rows[0].s).removeprefix("https://w3id.org/aiinfra")  # type: ignore[index, union-attr]
    page = read(client, f"{address}?lang=en")
    assert "forecast" in {say(badge) for badge in page.all("span[@class='badge badge-forecast']")}
    assert read(client, "/id/chip-mlu370").all("span[@class='badge badge-reported']") == []


def test_a_figure_that_was_not_adopted_says_so(client: httpx.Client) -> None:
    page = read(client, "/id/model-m6?lang=en")
    counts = [say(r) for r in page.section("figures").iter("li") if say(r).startswith("parameter count")]
    assert len(counts) == 2
    assert "10 trillion" in counts[0]
    assert "Not adopted" not in counts[0]
    assert "Not adopted" in counts[1]
    assert "The size of M6" in say(page.section("disputes"))


def test_a_thing_says_how_to_cite_it_and_that_the_release_conforms(client: httpx.Client) -> None:
    page = read(client, "/id/chip-mlu370?lang=en")
    release = say(page.one("footer")).split()[1]
    cited = say(page.section("cite"))
    assert f"release {release}" in cited
    assert "https://w3id.org/aiinfra/id/chip-mlu370" in cited
    assert "@misc{aiinfra-kg-chip-mlu370," in cited
    assert "conforms to all" in say(page.section("about"))


def test_a_thing_is_to_be_had_as_data(client: httpx.Client) -> None:
    page = read(client, "/id/chip-mlu370")
    formats = {link.get("type"): link.get("href") for link in page.all("link[@rel='alternate'][@type]")}
    turtle = client.get(formats["text/turtle"] or "")
    assert turtle.headers["content-type"].startswith("text/turtle")
    assert "MLU370" in turtle.text
    assert client.get("/id/chip-mlu370").headers["content-type"].startswith("text/turtle")
    assert 'rel="alternate"; type="text/turtle"' in page.response.headers["link"]


def test_a_claim_has_a_page_with_all_its_parts(client: httpx.Client) -> None:
    page = read(client, "/claim/caict-2021/0112?lang=en")
    assert say(page.one("h1")) == "Claim 0112"
    assert say(page.one("div[@class='statement']")).startswith("Ascend 910 INT8 throughput up to 640")
    assert "section 2.3.2, paragraph 1, page 13" in say(page.section("place"))


def test_a_discrepancy_shows_its_sides_and_which_we_go_by(client: httpx.Client) -> None:
    page = read(client, "/discrepancy/caict-2021/01?lang=en")
    sides = [say(side) for side in page.section("sides").iter("li")]
    assert len(sides) == 3
    assert sum("we go by this" in side for side in sides) == 2
    assert "table 5, row 7" in sides[0]
    assert say(page.section("reading"))


def test_all_discrepancies_are_listed_the_open_ones_first(client: httpx.Client) -> None:
    page = read(client, "/discrepancies?lang=en")
    articles = [a.get("href") for a in page.all("h3/a")]
    rows = built_release().query("SELECT ?d { ?d a <https://w3id.org/aiinfra/ontology#Discrepancy> }")
    assert len(articles) == len(set(articles)) == len(rows)  # type: ignore[arg-type]
    assert page.text.index("Open") < page.text.index("Settled")


def test_a_passage_lists_its_claims_and_leads_on(client: httpx.Client) -> None:
    page = read(client, "/source/caict-2021/2-3-2-p1?lang=en")
    claims = page.section("claims").findall(".//li")
    rows = built_release().query(
        "SELECT ?c { ?c <https://w3id.org/aiinfra/ontology#statedIn> "
        "<https://w3id.org/aiinfra/source/caict-2021/2-3-2-p1> }"
    )
    assert len(claims) == len(rows)  # type: ignore[arg-type]
    assert "The text of the report is not part of this data" in say(page.section("text"))
    following = page.one("a[@rel='next']").get("href") or ""
    back = read(client, following).one("a[@rel='prev']").get("href")
    assert back == "/source/caict-2021/2-3-2-p1?lang=en"


def test_the_report_lists_its_passages_by_section(client: httpx.Client) -> None:
    page = read(client, "/source/caict-2021?lang=en")
    assert len(page.all("ul[@class='contents']/li")) == 148
    assert [say(h) for h in page.all("h2")][:2] == ["Foreword", "Section 1"]


def test_with_the_report_a_place_opens_on_the_passage_with_the_figure_marked(reading: httpx.Client) -> None:
    page = read(reading, "/id/chip-mlu370?lang=en")
    quotes = page.section("figures").findall(".//blockquote")
    assert quotes
    assert all(len(quote.findall("mark")) == 1 for quote in quotes)
    assert "256 TOPS" in {say(quote.find("mark")) for quote in quotes}  # type: ignore[arg-type]
    claim = read(reading, "/claim/caict-2021/0117?lang=en")
    quote = claim.section("place").find("blockquote")
    assert quote is not None
    before, mark = quote.text or "", quote.find("mark")
    assert mark is not None
    assert mark.text == "256 TOPS"
    assert before.endswith("高达")
    passage = read(reading, "/source/caict-2021/2-3-2-p1")
    assert {"256 TOPS", "640 TOPS", "150W"} <= {say(mark) for mark in passage.all("mark")}


def test_an_example_query_leads_to_the_query_page_with_its_answer(client: httpx.Client) -> None:
    sent = client.get("/query/01-chip-throughput-and-power", headers=HTML)
    assert sent.status_code == 303
    page = read(client, sent.headers["location"])
    assert "Ascend 910" in page.text


def test_an_entry_of_the_vocabulary_has_a_page(client: httpx.Client) -> None:
    page = read(client, "/vocabulary/tera-ops?lang=en")
    assert say(page.one("h1")) == "tera operations per second"
    assert "MLU370" in page.text


def test_a_thing_leads_to_what_others_say_of_it(client: httpx.Client) -> None:
    page = read(client, "/id/place-beijing?lang=en")
    outside = {
        a.get("href") for a in page.section("links").iter("a") if a.get("rel") == "noreferrer external"
    }
    assert "http://www.wikidata.org/entity/Q956" in outside
    assert "CN-BJ" in say(page.section("links"))
    about = json.loads(page.one("script[@type='application/ld+json']").text or "")
    assert "http://www.wikidata.org/entity/Q956" in about["sameAs"]
    assert "https://sws.geonames.org/1816670/" in outside  # a place within it, not the same
    assert "https://sws.geonames.org/1816670/" not in about["sameAs"]


@pytest.mark.parametrize(
    "name", ["chip-mlu370", "place-beijing", "platform-apollo", "model-m6", "period-2020"]
)
def test_a_page_tells_search_engines_what_the_view_of_schema_org_says(
    name: str, client: httpx.Client
) -> None:
    told = read(client, f"/id/{name}").one("script[@type='application/ld+json']").text
    arguments = ("--view", "schema-org", "--of", f"{BASE}id/{name}", "--format", "jsonld")
    exported = kg("export", *arguments)
    assert json.loads(told or "") == json.loads(exported)


def shapes_of(iri: str) -> set[str]:
    """Return the English names of the shapes that pySHACL finds ``iri`` to be a target of."""
    store = built_release().store
    about = rdflib.URIRef(iri)
    data = to_rdflib(
        quad.triple for quad in store if iri in (quad.subject.value, getattr(quad.object, "value", ""))
    )
    shapes = to_rdflib(quad.triple for quad in store if quad.graph_name.value == graph_iri("shapes"))
    held = [shape for shape in ShapesGraph(shapes).shapes if about in shape.focus_nodes(data)]
    names = (name for shape in held for name in shapes.objects(shape.node, rdflib.URIRef(RDFS + "label")))
    return {str(name) for name in names if name.language == "en"}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "name", ["id/place-beijing", "id/chip-mlu370", "id/period-2020", "vocabulary/tera-ops"]
)
def test_a_thing_names_the_shapes_it_met(name: str, client: httpx.Client) -> None:
    about = read(client, f"/{name}?lang=en").section("about")
    named = {
        say(a): a.get("href") or "" for p in about.findall("p") for a in p.findall("a") if not a.get("type")
    }
    assert set(named) == shapes_of(BASE + name) != set()
    for title, address in named.items():
        assert say(read(client, address).one("h1")) == title
    rules = about.find("details")
    assert rules is not None
    count = len(rules.findall("p/a"))
    assert say(rules).startswith(f"{count} rules")
    assert "one name, one thing" in say(rules)


def test_a_term_leads_to_its_place_in_the_reference(client: httpx.Client) -> None:
    page = read(client, "/id/chip-mlu370?lang=en")
    links = {say(a): a.get("href") for a in page.all("a")}
    assert links["INT8 throughput"] == "/docs/ontology?lang=en#int8Throughput"
    rows = built_release().query(f"SELECT ?t {{ ?t <{RDFS}isDefinedBy> <{BASE}ontology> }}")
    terms = {str(row.t).rpartition("#")[2] for row in rows}  # type: ignore[union-attr]
    reference = read(client, "/docs/ontology?lang=en")
    assert terms <= {element.get("id") for element in reference.tree.iter()}
    data = reference.one("section[@id='AIChip']/h3/code/a").get("href") or ""
    assert "Ascend 910" in read(client, data).text


def test_a_long_list_is_folded_and_whole(client: httpx.Client) -> None:
    page = read(client, "/id/place-china?lang=en")
    folds = page.all("details[@class='fold']")
    assert folds
    for fold in folds:
        assert say(fold.find("summary")) == f"{len(fold.findall('ul/li'))} more"  # type: ignore[arg-type]
    rows = built_release().query(
        "SELECT DISTINCT ?c { ?c a <https://w3id.org/aiinfra/ontology#Claim> ; "
        "?role <https://w3id.org/aiinfra/id/place-china> }"
    )
    shown = {row.get("id") for row in page.all("li[@class='claim']")}
    assert shown == {f"c-{str(row.c).rpartition('/')[2]}" for row in rows}  # type: ignore[union-attr]


def test_settled_discrepancies_are_folded_by_kind(client: httpx.Client) -> None:
    settled = read(client, "/discrepancies?lang=en").section("settled")
    for fold in settled.findall("details"):
        assert say(fold.find("summary")).endswith(f" {len(fold.findall('article'))}")  # type: ignore[arg-type]
    assert say(settled.find("h2")) == f"Settled {len(settled.findall('details/article'))}"  # type: ignore[arg-type]


def test_doubts_of_one_kind_share_a_badge(client: httpx.Client) -> None:
    page = read(client, "/id/place-china?lang=en")
    row = next(row for row in page.section("figures").iter("li") if say(row).startswith("computing scale"))
    badge = next(a for a in row.iter("a") if "badge" in (a.get("class") or ""))
    assert say(badge) == "Doubt settled (3)"
    named = read(client, badge.get("href") or "").section("parts")
    assert all(title in say(named) for title in (badge.get("title") or "").split(" · "))


def test_terms_of_others_have_plain_names(client: httpx.Client) -> None:
    assert "源代码仓库" in say(read(client, "/id/platform-apollo?lang=zh").section("links"))
    for address in ("/browse", "/id/platform-apollo", "/id/place-beijing", "/vocabulary/tera-ops"):
        page = read(client, address + "?lang=en")
        assert [say(a) for a in page.all("main//a") if "skos:" in say(a) or "schema:" in say(a)] == []


@pytest.mark.parametrize(
    ("language", "whose"),
    [
        ("en", "Not the report's: the point that GeoNames"),
        ("zh", "非报告所载：GeoNames"),
    ],
)
def test_a_place_shows_its_point_and_that_it_is_not_the_reports(
    client: httpx.Client, language: str, whose: str
) -> None:
    place = read(client, f"/id/place-chengdu?lang={language}")
    point = place.section("point")
    degrees = {
        "en": "30.66667°\N{NO-BREAK SPACE}N, 104.06667°\N{NO-BREAK SPACE}E",
        "zh": "北纬30.66667°，东经104.06667°",
    }
    assert degrees[language] in "".join(point.itertext())
    assert whose in say(point)
    assert [link.get("href") for link in point.iter("a")] == ["https://sws.geonames.org/1815286/"]
    assert "geo:lat" not in say(place.section("links"))
    assert 'id="point"' not in client.get(f"/id/place-anhui?lang={language}", headers=HTML).text


def test_a_point_south_and_west_is_said_so_and_half_a_point_is_none() -> None:
    same = SCHEMA + "sameAs"
    linked: dict[str, list[Value]] = {
        **{GEO + "lat": [Decimal("-33.5")], GEO + "long": [-70]},
        same: [IRI(GEONAMES + "1/")],
    }
    assert find_point(linked, "en") == Point(
        "33.5°\N{NO-BREAK SPACE}S", "70°\N{NO-BREAK SPACE}W", GEONAMES + "1/"
    )
    assert find_point(linked, "zh") == Point("南纬33.5°", "西经70°", GEONAMES + "1/")
    assert list(without_point(linked)) == [same]
    half: dict[str, list[Value]] = {GEO + "lat": [Decimal(1)]}
    assert find_point(half, "en") is None
    assert without_point(half) == half
