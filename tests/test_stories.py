"""The stories: each is told in both languages, and its sentences say what its query answers."""

import json
import re
from collections.abc import Iterator

import httpx
import pytest

from kg.web.language import read_words
from kg.web.pages.stories import STORIES
from tests.release import ROOT
from tests.server import serve_release


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with serve_release() as address, httpx.Client(base_url=address + "/") as session:
        yield session


def rows_of(name: str) -> list[dict[str, object]]:
    answer = json.loads((ROOT / "queries" / f"{STORIES[name]}.json").read_text("utf-8"))
    return [dict(zip(answer["columns"], row, strict=True)) for row in answer["rows"]]


def end(iri: object) -> str:
    return str(iri).rpartition("/")[2]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_story_stands_on_the_page_with_its_rows_and_their_places(
    client: httpx.Client, language: str
) -> None:
    page = client.get("stories", params={"lang": language}).text
    told = re.findall(r'<section class="story" id="([a-z]+)"', page)
    assert told == list(STORIES)
    words = read_words("stories", language)
    for name, section in zip(told, page.split('<section class="story"')[1:], strict=True):
        assert words[f"{name}_text"] in section.replace("&#39;", "'")
        assert section.count("<tr>") == len(rows_of(name)) + 1
        assert "/source/caict-2021/" in section
        assert "/sparql?query=" in section


def test_each_story_is_drawn_and_each_drawing_has_a_story() -> None:
    source = (ROOT / "frontend" / "src" / "charts.js").read_text("utf-8")
    charts = source.partition("export const CHARTS = {")[2].partition("\n};")[0]
    assert set(re.findall(r"^  (\w+): \(rows, room\) =>", charts, re.M)) == set(STORIES)


def test_the_sentences_say_what_the_queries_answer() -> None:
    data = {row["year"]: row["value"] for row in rows_of("data")}
    assert round(float(str(data[2025])) / float(str(data[2016]))) == 10
    platforms = rows_of("platforms")
    assert (platforms[0]["year"], platforms[0]["units"]) == (2015, 1)
    assert (platforms[-1]["year"], platforms[-1]["units"]) == (2021, 23)
    added = {row["year"]: int(str(row["added"])) for row in platforms}
    assert max(added, key=lambda year: added[year]) == 2019
    assert [year for year in added if added[year] == 0] == [2017]
    shares = {(row["year"], end(row["share"])): row["printed"] for row in rows_of("structure")}
    assert shares[2016, "ontology#intelligentComputingShare"] == "3%"
    assert shares[2020, "ontology#intelligentComputingShare"] == "41%"
    totals = {
        year: sum(int(str(r["value"])) for r in rows_of("structure") if r["year"] == year)
        for year in (2016, 2020)
    }
    assert totals == {2016: 98, 2020: 98}
    assert len(rows_of("chips")) == 4
    assert [row["watts"] for row in rows_of("chips")].count(None) == 1
    assert sum(end(row["market"]) == "market-ai-server-global" for row in rows_of("shares")) == 3
    assert {end(row["modality"]) for row in rows_of("shares")} == {"reported", "planned", "forecast"}
    status = [end(row["status"]) for row in rows_of("centres")]
    assert (status.count("built"), status.count("building-or-planned")) == (7, 5)
    sites = {(end(row["kind"]), end(row["site"])) for row in rows_of("map")}
    assert sum(kind == "ontology#PilotZone" for kind, _ in sites) == 8
    drawn: dict[object, dict[str, set[str]]] = {}
    for row in rows_of("map"):
        drawn.setdefault(row["point"], {}).setdefault(end(row["kind"]), set()).add(end(row["site"]))
    assert drawn.pop(None) == {"ontology#ComputeCentre": {"centre-hengqin-ai"}}
    assert (len(drawn), sum(len(kinds) == 2 for kinds in drawn.values())) == (17, 4)
    fours = [end(p) for p, kinds in drawn.items() if len(kinds.get("ontology#ComputeCentre", ())) == 4]
    assert sorted(fours) == ["place-shanghai", "place-shenzhen"]
    assert max(int(str(row["parameters"])) for row in rows_of("models")) == 10**13
    assert [end(row["bound"]) for row in rows_of("models")].count("order-of-magnitude") == 1
    assert len(rows_of("frameworks")) == 7


def test_data_without_the_queries_brings_no_stories() -> None:
    with serve_release(str(ROOT / "ontology" / "aiinfra.ttl")) as address:
        page = httpx.get(f"{address}/stories")
    assert page.status_code == 200
    assert read_words("stories", "en")["none"] in page.text
