"""What ROBOT, the checker of the OBO Foundry, says of the ontology, and that docs/checklist.md says no less.

ROBOT's standard profile expects one label a term, in one language, and definitions as IAO:0000115. So it
reads each file as it is, and once in each language with definitions under that name: there it finds no error.
"""

import csv
import re
import subprocess
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from kg.namespaces import AII, OWL, RDF, RDFS, SKOS
from kg.parsing import parse_rdf
from tests.java import need_java, robot_jars
from tests.release import ROOT

_DEFINITION = NamedNode("http://purl.obolibrary.org/obo/IAO_0000115")
_ANNOTATION = Triple(_DEFINITION, NamedNode(RDF + "type"), NamedNode(OWL + "AnnotationProperty"))
#: In which form ROBOT is given each file.
READINGS = {"as it is": None, "in Chinese": "zh", "in English": "en"}

Robot = Callable[..., str]
#: Level, rule and entity of each line of a report.
Report = set[tuple[str, str, str]]


@pytest.fixture(scope="module")
def robot() -> Robot:
    need_java()
    command = ["java", "-cp", robot_jars(), "org.obolibrary.robot.CommandLineInterface"]

    def run(*arguments: str | Path) -> str:
        done = subprocess.run(
            [*command, *map(str, arguments)], capture_output=True, text=True, encoding="utf-8", check=False
        )
        return f"{done.stdout}{done.stderr}exit code {done.returncode}"

    return run


@pytest.fixture(scope="module")
def files(robot: Robot, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the ontology, and the ontology with alignments, imported by the catalog, and vocabulary."""
    merged = tmp_path_factory.mktemp("robot") / "merged.ttl"
    ontology, vocabulary = ROOT / "ontology", ROOT / "graph" / "vocabulary.ttl"
    catalog = ("--catalog", ontology / "catalog-v001.xml")
    told = robot(
        "merge", *catalog, "--input", ontology / "alignments.ttl", "--input", vocabulary, "--output", merged
    )
    assert told == "exit code 0"
    return {"ontology": ontology / "aiinfra.ttl", "with alignments and vocabulary": merged}


@pytest.fixture(scope="module")
def reports(
    robot: Robot, files: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, str], Report]:
    folder = tmp_path_factory.mktemp("reports")
    return {
        (name, reading): report(robot, write_view(path, folder, language))
        for name, path in files.items()
        for reading, language in READINGS.items()
    }


def report(robot: Robot, path: Path) -> Report:
    """Return what ``robot report`` says of the file at ``path``."""
    lines = path.with_suffix(".tsv")
    told = robot("report", "--input", path, "--output", lines, "--fail-on", "none")
    assert told.endswith("exit code 0"), told
    with lines.open(encoding="utf-8", newline="") as opened:
        rows = csv.DictReader(opened, delimiter="\t")
        return {(row["Level"], row["Rule Name"], row["Subject"]) for row in rows}


def write_view(path: Path, folder: Path, language: str | None) -> Path:
    """Write the file at ``path`` into ``folder``, with the texts of one language or all; return where."""
    triples = list(parse_rdf(path))
    if language is not None:
        triples = [_ANNOTATION, *(_for_obo(t) for t in triples if not _in_another(t, language))]
    view = folder / "view.ttl"
    view.write_bytes(serialize(triples, format=RdfFormat.TURTLE) or b"")
    return view


def _in_another(triple: Triple, language: str) -> bool:
    return isinstance(triple.object, Literal) and triple.object.language not in (None, language)


def _for_obo(triple: Triple) -> Triple:
    is_definition = triple.predicate.value == SKOS + "definition"
    return Triple(triple.subject, _DEFINITION if is_definition else triple.predicate, triple.object)


def explained() -> set[tuple[str, str, str]]:
    """Return reading, level and rule of each line of the table in docs/checklist.md."""
    text = (ROOT / "docs" / "checklist.md").read_text(encoding="utf-8")
    table = re.search(r"<!-- robot.*?-->\n\|.*?\n\|---.*?\n(.*?)\n\n", text, re.DOTALL)
    assert table is not None
    return set(re.findall(r"^\| (\w[\w ]+) \| (\w+) `(\w+)` \| .+ \|$", table.group(1), re.MULTILINE))


def test_the_standard_report_shows_no_error_in_either_language(
    reports: dict[tuple[str, str], Report], show: Callable[[str], None]
) -> None:
    for (name, reading), lines in reports.items():
        counts = Counter(level for level, _, _ in lines)
        told = ", ".join(f"{level} {counts[level]}" for level in ("ERROR", "WARN", "INFO"))
        show(f"robot report, {name}, read {reading}: {told}")
    wrong = {line for (_, reading), lines in reports.items() if reading != "as it is" for line in lines}
    assert {line for line in wrong if line[0] != "INFO"} == set()


def test_the_checklist_explains_what_the_report_shows_and_nothing_else(
    reports: dict[tuple[str, str], Report],
) -> None:
    shown = {(reading, level, rule) for (_, reading), lines in reports.items() for level, rule, _ in lines}
    assert explained() == shown


def test_two_labels_are_one_in_each_language(
    reports: dict[tuple[str, str], Report], files: dict[str, Path]
) -> None:
    for name, path in files.items():
        tags = defaultdict(list)
        for triple in parse_rdf(path):
            if triple.predicate.value == RDFS + "label" and isinstance(triple.object, Literal):
                tags[str(triple.subject).strip("<>")].append(triple.object.language)
        told = {node for _, rule, node in reports[name, "as it is"] if rule == "multiple_labels"}
        assert told
        assert {tuple(sorted(map(str, tags[node]))) for node in told} == {("en", "zh")}


def test_the_checklist_names_the_classes_at_the_top(reports: dict[tuple[str, str], Report]) -> None:
    lines = reports["ontology", "as it is"]
    tops = {node.removeprefix(AII) for _, rule, node in lines if rule == "missing_superclass"}
    text = (ROOT / "docs" / "checklist.md").read_text(encoding="utf-8")
    (line,) = re.findall(r"^\| as it is \| INFO `missing_superclass`.*$", text, re.MULTILINE)
    assert set(re.findall(r"`aii:(\w+)`", line)) == tops


@pytest.mark.parametrize("profile", ["DL", "RL"])
def test_the_ontology_is_in_the_profile(
    robot: Robot, files: dict[str, Path], profile: str, tmp_path: Path, show: Callable[[str], None]
) -> None:
    for name, path in files.items():
        output = tmp_path / "violations.txt"
        told = robot("validate-profile", "--profile", profile, "--input", path, "--output", output)
        verdict = output.read_text(encoding="utf-8").strip()
        show(f"robot validate-profile, {name}: {verdict}")
        clean = f"OWL 2 {profile} Profile Report: [Ontology and imports closure in profile]"
        assert (told, verdict) == ("exit code 0", clean)


def test_what_is_outside_a_profile_is_told(robot: Robot, tmp_path: Path) -> None:
    path = tmp_path / "bad.ttl"
    path.write_text(
        f"<http://example.org/> a <{OWL}Ontology> . <http://example.org/#at> a <{OWL}DatatypeProperty> ; "
        f"<{RDFS}range> <http://www.w3.org/2001/XMLSchema#gYear> ."
    )
    output = tmp_path / "violations.txt"
    told = robot("validate-profile", "--profile", "DL", "--input", path, "--output", output)
    assert told.endswith("exit code 1")
    assert "gYear" in output.read_text(encoding="utf-8")


def test_the_rules_that_shapes_are_named_after_are_robots() -> None:
    jar = next((Path(robot_jars()).parent).glob("robot-core*.jar"))
    with zipfile.ZipFile(jar) as opened:
        names = {Path(name).stem for name in opened.namelist() if name.startswith("report_queries/")}
    comments = (
        t.object.value
        for t in parse_rdf(ROOT / "shapes" / "ontology.ttl")
        if t.predicate.value == RDFS + "comment" and isinstance(t.object, Literal)
    )
    told = [
        rule
        for text in comments
        for part in text.split("; ")
        if part.startswith("ROBOT ")
        for rule in part[6:].split(", ")
    ]
    assert told
    assert set(told) <= names


def test_an_error_is_reported(robot: Robot, tmp_path: Path) -> None:
    path = tmp_path / "bad.ttl"
    path.write_text(
        "@prefix : <http://example.org/#> . @prefix owl: <http://www.w3.org/2002/07/owl#> . "
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . <http://example.org/> a owl:Ontology . "
        ":One a owl:Class ; rdfs:subClassOf :Two . :Two a owl:Class ; rdfs:label ' two '@en .",
    )
    found = report(robot, write_view(path, tmp_path, "en"))
    assert ("ERROR", "missing_label", "http://example.org/#One") in found
    assert ("ERROR", "label_whitespace", "http://example.org/#Two") in found
    assert ("WARN", "missing_definition", "http://example.org/#One") in found
