import json
import os
import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from kg.evidence import JUDGED_COLUMNS, MISSING_COLUMNS, OBJECT_COLUMNS
from tests.apis import serving_apis
from tests.release import ROOT, built_release
from tests.server import serve_release
from tests.tiny import write, write_tiny

OBJECT = "ror:00r2rga43\tCambricon (China)\tCambricon\t\tCN\t1816670\tror\n"

CASE = """
PREFIX id: <https://w3id.org/aiinfra/id/>
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

id:place-nowhere
    a aii:Place ;
    rdfs:label "Nowhere"@en ;
.
"""


@pytest.fixture(scope="module", autouse=True)
def _release() -> None:
    built_release()


def kg(*arguments: str, code: int = 0, **environment: str) -> str:
    """Run the command as a user does; return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "kg", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1", **environment},
        check=False,
    )
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr


def test_build_says_when_nothing_changed() -> None:
    assert "nothing changed" in kg("build")


def test_links_are_counted_and_what_has_none_is_listed() -> None:
    assert re.search(r"^Wikidata +\d+$", kg("links"), re.MULTILINE)
    assert "id:place-hengqin  Hengqin: " in kg("links", "--missing")


def test_the_links_are_checked() -> None:
    assert "points checked: nothing speaks against them" in kg("links", "check")


def test_links_are_checked_online(tmp_path: Path) -> None:
    settings = write_tiny(tmp_path)
    write(settings.inputs / "graph/evidence/objects.tsv", "\t".join(OBJECT_COLUMNS) + "\n" + OBJECT)
    write(settings.inputs / "graph/evidence/judged.tsv", "\t".join(JUDGED_COLUMNS) + "\n")
    write(settings.inputs / "graph/links-missing.tsv", "\t".join(MISSING_COLUMNS) + "\n")
    for name in ("coordinates", "evidence/points"):
        write(
            settings.inputs / f"graph/{name}.tsv",
            (ROOT / f"graph/{name}.tsv").read_text().split("\n")[0] + "\n",
        )
    inputs, home = str(settings.inputs), str(settings.home)
    with serving_apis({"00r2rga43": ["Cambricon"]}) as apis:
        good = kg("links", "check", "--online", "--ror", apis.address, KG_INPUTS=inputs, KG_HOME=home)
        assert "1 links and 0 points checked, 1 of the links online: nothing speaks against them" in good
        assert [path.name for path in settings.home.iterdir() if path.is_dir()] == ["lookups"]
    with serving_apis({"00r2rga43": ["Cambrian"]}) as apis:
        bad = kg("links", "check", "--online", "--ror", apis.address, code=1, KG_INPUTS=inputs, KG_HOME=home)
    assert f"{settings.inputs}/graph/links.tsv:7: " in bad
    assert "calls 00r2rga43 “Cambrian”" in bad


def test_query_takes_a_file_and_draws_a_table() -> None:
    assert "Kunlun 2@en" in kg("query", str(ROOT / "queries/14-throughput-per-watt.rq"), COLUMNS="120")


def test_query_takes_a_text_and_writes_json() -> None:
    answer = json.loads(kg("query", "ASK { ?x a ?y }", "--format", "json"))
    assert answer["boolean"] is True


def test_query_asks_any_rdf_file(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<urn:a> <urn:p> 1, 2 .")
    asked = kg(
        "query", "SELECT (SUM(?n) AS ?sum) { ?s <urn:p> ?n }", str(tmp_path / "a.ttl"), "--format", "csv"
    )
    assert asked.split() == ["sum", "3"]


def test_a_mistake_in_a_query_is_one_message_with_its_line() -> None:
    message = kg("query", "SELECT ?x\nWHERE { ?x ?y }", code=1)
    assert message.startswith("kg: ")
    assert "Traceback" not in message
    assert message.startswith("kg: Line 2, column ")


def test_export_writes_one_graph_into_a_file(tmp_path: Path) -> None:
    kg("export", "--graph", "facts", "--format", "ntriples", "-o", str(tmp_path / "facts.nt"))
    facts = (tmp_path / "facts.nt").read_text("utf-8").splitlines()
    assert any("int8Throughput" in line for line in facts)
    assert list(tmp_path.iterdir()) == [tmp_path / "facts.nt"]


def test_export_names_the_graphs_there_are() -> None:
    assert "graph/facts" in kg("export", "--graph", "https://example.org/none", code=1)


def test_validate_finds_the_graph_conforming() -> None:
    assert kg("validate").strip() == "conforms"


def test_validate_judges_a_users_file_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.ttl").write_text(CASE)
    told = kg("validate", str(tmp_path / "mine.ttl"), code=1)
    assert "id:place-nowhere" in told
    assert all("place-nowhere" in line for line in told.splitlines()[:-1])


def test_verify_finds_every_passage_and_printed_form(report_path: Path) -> None:
    told = kg("verify", "--text", str(report_path))
    assert "148 of 148 passages found" in told
    assert "100 %" in told


def test_verify_names_each_passage_that_differs(report_path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_text(report_path.read_text("utf-8").replace("640 TOPS", "641 TOPS"), "utf-8")
    told = kg("verify", "--text", str(copy), code=1)
    assert told.splitlines()[0] == "src:2-3-2-p1: this passage is not in the copy"
    assert "147 of 148 passages found" in told


def test_verify_without_a_text_says_how_to_name_one() -> None:
    assert "--text or KG_REPORT" in kg("verify", code=1, KG_REPORT="")


def test_locate_prints_each_offset(report_path: Path) -> None:
    assert kg("locate", "2-3-2-p1", "256 TOPS", "--text", str(report_path)).split() == ["6827", "6896"]


def test_the_turtle_is_in_normal_form() -> None:
    assert kg("format", "--check") == ""


def test_stats_counts_by_section() -> None:
    assert "claims by section" in kg("stats")


def test_serve_answers_any_rdf_file_given(tmp_path: Path) -> None:
    (tmp_path / "a.trig").write_text("<urn:g> { <urn:a> <urn:p> 'x' }")
    with serve_release(str(tmp_path / "a.trig")) as address:
        answer = httpx.get(f"{address}/sparql", params={"query": "SELECT * { GRAPH ?g { ?s ?p ?o } }"})
    assert [row["g"]["value"] for row in answer.json()["results"]["bindings"]] == ["urn:g"]


def test_a_port_that_is_taken_is_said_in_a_sentence() -> None:
    with serve_release() as address:
        message = kg("serve", "--port", address.rsplit(":", 1)[1], code=1)
    assert "stop what uses it, or give another --port" in message


def test_a_missing_folder_of_inputs_is_said_in_a_sentence(tmp_path: Path) -> None:
    assert "KG_INPUTS" in kg("build", code=1, KG_INPUTS=str(tmp_path / "none"))
