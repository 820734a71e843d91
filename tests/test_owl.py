"""What the OWL API, on which Protégé runs, makes of the ontology and of the flat file."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.flat import write_catalog, write_files
from kg.namespaces import OWL, RDF, graph_iri
from tests.java import need_java, owl_api
from tests.release import ROOT, built_release

CHECKER = ROOT / "tests" / "owl" / "ProfileCheck.java"
ONTOLOGY = ROOT / "ontology"
CLEAN = "OWL 2 DL 0 violations, OWL 2 RL 0 violations"
HEADER = """
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <http://example.org/#> .
<http://example.org/> a owl:Ontology .
"""


@pytest.fixture(scope="module")
def class_path(tmp_path_factory: pytest.TempPathFactory) -> str:
    need_java("java", "javac")
    classes = tmp_path_factory.mktemp("classes")
    jars = owl_api()
    subprocess.run(["javac", "-proc:none", "-d", classes, "-cp", jars, CHECKER], check=True)
    return f"{jars}:{classes}"


@pytest.fixture(scope="module")
def flat(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("flat", numbered=False)
    for name, data in write_files(built_release().store).items():
        (folder / name).write_bytes(data)
    return folder


def check(class_path: str, *files: Path) -> tuple[int, str]:
    """Return the checker's exit code and what it printed."""
    command = ["java", "-cp", class_path, "ProfileCheck", *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    return done.returncode, done.stdout


def judged(class_path: str, folder: Path, text: str) -> str:
    """Return what the checker says of a Turtle file, which it must not pass."""
    (folder / "bad.ttl").write_text(HEADER + text)
    code, told = check(class_path, folder / "bad.ttl")
    assert code == 1
    return told


@pytest.fixture(scope="module")
def figures(class_path: str, flat: Path) -> tuple[int, list[str]]:
    """Return the checker's exit code and lines on the ontology's files and the two flat ones."""
    ours = sorted(ONTOLOGY.glob("*.ttl"))
    code, told = check(class_path, *ours, flat / "aiinfra.owl", flat / "aiinfra.ttl")
    return code, told.splitlines()[1:]


def test_ontology_and_flat_file_are_in_owl_2_dl_and_rl(
    figures: tuple[int, list[str]], show: Callable[[str], None]
) -> None:
    code, lines = figures
    for line in lines:
        show(f"OWL API, {line}")
    assert {line.rsplit("; ", 1)[-1] for line in lines} == {CLEAN}
    assert code == 0


def test_each_fact_is_an_annotated_assertion_in_both_formats(figures: tuple[int, list[str]]) -> None:
    facts = NamedNode(graph_iri("facts"))
    count = len(list(built_release().store.quads_for_pattern(None, None, None, facts)))
    assert re.findall(r"(\d+) assertions annotated", "".join(figures[1][-2:])) == [str(count)] * 2


@pytest.mark.parametrize("iri", ["https://w3id.org/aiinfra/flat", "https://w3id.org/aiinfra/flat/0.1.0"])
def test_the_flat_file_is_imported_through_its_catalog(class_path: str, flat: Path, iri: str) -> None:
    mine = flat / "mine.ttl"
    mine.write_text(f"<http://example.org/> a <{OWL}Ontology> ; <{OWL}imports> <{iri}> .")
    code, told = check(class_path, mine)
    assert (code, CLEAN in told) == (0, True), told


def test_the_ontologys_catalog_names_each_of_its_files() -> None:
    files: dict[str, str] = {}
    for path in ONTOLOGY.glob("*.ttl"):
        triples = [quad.triple for quad in parse(path=path, format=RdfFormat.TURTLE)]
        (node,) = (t.subject for t in triples if t.object == NamedNode(OWL + "Ontology"))
        versions = [t.object for t in triples if t.predicate == NamedNode(OWL + "versionIRI")]
        files |= {iri.value: path.name for iri in (node, *versions) if isinstance(iri, NamedNode)}
    assert (ONTOLOGY / "catalog-v001.xml").read_bytes() == write_catalog(files)


def test_a_broken_file_does_not_pass_as_another_format(class_path: str, tmp_path: Path) -> None:
    told = judged(class_path, tmp_path, ":a :b ")
    assert "does not load" in told or "read as OBO" in told


def test_an_import_that_the_catalog_does_not_know_is_not_looked_for_on_the_web(
    class_path: str, tmp_path: Path
) -> None:
    told = judged(class_path, tmp_path, "<http://example.org/> owl:imports <http://www.w3.org/2002/07/owl> .")
    assert "Could not load imported ontology: <http://www.w3.org/2002/07/owl>" in told


def test_a_year_as_a_value_is_not_owl_2(class_path: str, tmp_path: Path) -> None:
    told = judged(class_path, tmp_path, ':year a owl:DatatypeProperty . :x :year "2021"^^xsd:gYear .')
    assert "OWL 2 DL 0 violations" not in told
    assert "gYear" in told


def test_an_undeclared_property_is_not_owl_2_dl(class_path: str, tmp_path: Path) -> None:
    assert "Use of undeclared annotation property" in judged(class_path, tmp_path, ":x :about 'this' .")


def test_an_existence_that_a_class_promises_is_not_owl_2_rl(class_path: str, tmp_path: Path) -> None:
    told = judged(
        class_path,
        tmp_path,
        f""":Chip a owl:Class ; rdfs:subClassOf [ a owl:Restriction ;
              owl:onProperty :maker ; owl:someValuesFrom :Maker ] .
            :Maker a owl:Class . :maker a owl:ObjectProperty . :x <{RDF}type> :Chip .""",
    )
    assert "OWL 2 DL 0 violations, OWL 2 RL 1 violations" in told
