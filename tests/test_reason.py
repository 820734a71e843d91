"""HermiT's verdict on the release, and its conclusions beside those of our rules."""

import os
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

import owlready2
import pytest
from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

from kg.entail import entail
from kg.errors import ToolError
from kg.flat import flatten
from kg.namespaces import AII, OWL, RDF, graph_iri
from kg.reason import judge
from tests.java import need_java
from tests.release import built_release
from tests.tiny import turtle

TYPE = NamedNode(RDF + "type")
ONTOLOGY = "<https://w3id.org/aiinfra/ontology> a owl:Ontology ."


@pytest.fixture(scope="module", autouse=True)
def _java() -> None:
    need_java()


def graph(*names: str) -> list[Triple]:
    store = built_release().store
    nodes = [NamedNode(graph_iri(name)) for name in names]
    return [quad.triple for node in nodes for quad in store.quads_for_pattern(None, None, None, node)]


def kg_reason(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kg", "reason"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1", **environment},
        check=False,
    )


def test_ontology_and_flat_file_are_consistent_and_each_class_can_have_members(
    show: Callable[[str], None],
) -> None:
    built_release()
    done = kg_reason()
    for line in done.stdout.splitlines():
        show(f"HermiT, {line}")
    assert (done.returncode, done.stderr) == (0, "")
    told = re.findall(r"(.+): [\d,]+ triples, consistent, unsatisfiable classes: none", done.stdout)
    assert told == ["ontology with alignments", "flat file"]


def test_a_chip_that_is_a_place_makes_the_ontology_inconsistent() -> None:
    assert judge([*graph("ontology"), *turtle("id:x a aii:AIChip , aii:Place .")]).consistent is False


def test_a_chip_that_is_a_place_makes_the_flat_file_inconsistent() -> None:
    wrong = turtle("id:chip-mlu370 a aii:Place .")
    assert judge([*flatten(built_release().store), *wrong]).consistent is False


def test_a_property_of_two_kinds_makes_the_ontology_inconsistent() -> None:
    wrong = turtle("aii:developedBy a aii:QuantityProperty .")
    assert judge([*graph("ontology"), *wrong]).consistent is False


def test_a_class_that_can_have_no_member_is_named() -> None:
    wrong = turtle("aii:Impossible a owl:Class ; rdfs:subClassOf aii:AIChip , aii:Place .")
    verdict = judge([*graph("ontology"), *wrong])
    assert (verdict.consistent, verdict.unsatisfiable) == (True, (AII + "Impossible",))
    assert str(verdict).startswith(f"{verdict.triples:,} triples, consistent, unsatisfiable classes: {AII}")
    assert not verdict.good


def test_a_date_outside_owl_2_is_said_in_a_sentence() -> None:
    text = f'{ONTOLOGY} aii:on a owl:DatatypeProperty . id:x aii:on "2021-01-01"^^xsd:date .'
    with pytest.raises(ToolError, match=r"HermiT stopped.*UnsupportedDatatype"):
        judge(turtle(text))


def test_without_java_the_command_says_what_to_install() -> None:
    done = kg_reason(PATH="")
    assert done.returncode == 1
    assert done.stderr == (
        "kg: HermiT needs Java, and there is no `java` here: install a JRE (Debian: default-jre)\n"
    )


def test_our_rules_conclude_what_hermit_concludes(tmp_path: Path) -> None:
    given = turtle(f"""{ONTOLOGY}
        aii:A a owl:Class . aii:B a owl:Class ; rdfs:subClassOf aii:A .
        aii:C a owl:Class ; rdfs:subClassOf aii:B .
        aii:narrow a owl:ObjectProperty ; rdfs:subPropertyOf aii:wide . aii:wide a owl:ObjectProperty .
        aii:partOf a owl:ObjectProperty , owl:TransitiveProperty .
        aii:beside a owl:ObjectProperty , owl:SymmetricProperty .
        aii:develops a owl:ObjectProperty ; owl:inverseOf aii:developedBy .
        aii:developedBy a owl:ObjectProperty .
        aii:locatedIn a owl:ObjectProperty ; owl:propertyChainAxiom ( aii:locatedIn aii:partOf ) .
        id:x a aii:C ; aii:narrow id:y ; aii:partOf id:y ; aii:beside id:z ; aii:locatedIn id:y .
        id:y a aii:A ; aii:partOf id:z ; aii:develops id:z .
        id:z a aii:B ; aii:develops id:x .""")
    assert ours(given) == hermits(given, tmp_path)
    types, narrow_and_wide, part_of, beside, develops_and_back, located_in = 6, 2, 3, 2, 4, 2
    assert len(ours(given)) == types + narrow_and_wide + part_of + beside + develops_and_back + located_in


def test_our_rules_conclude_what_hermit_concludes_of_the_release(tmp_path: Path) -> None:
    given = graph("ontology", "vocabulary", "entities", "sources", "facts")
    mine, theirs = ours(given), hermits(given, tmp_path)
    assert (mine - theirs, theirs - mine) == (set(), set())


def ours(given: list[Triple]) -> set[tuple[str, str, str]]:
    """Return the types and relations of things, in our terms, that are asserted or follow by our rules."""
    objects = {t.subject for t in given if t.object == NamedNode(OWL + "ObjectProperty")}
    classes = {t.subject for t in given if t.object == NamedNode(OWL + "Class")}
    terms = {t.subject for t in given if isinstance(t.object, NamedNode) and t.object.value.startswith(OWL)}
    return {
        (t.subject.value, t.predicate.value, t.object.value)
        for t in [*given, *entail(given)]
        if t.subject not in terms
        and isinstance(t.subject, NamedNode)
        and isinstance(t.object, NamedNode)
        and (t.predicate in objects or (t.predicate == TYPE and t.object in classes))
        and (t.object if t.predicate == TYPE else t.predicate).value.startswith(AII)
    }


def hermits(given: list[Triple], folder: Path) -> set[tuple[str, str, str]]:
    """Return what HermiT's own command says of the same; it tells direct types and relations only."""
    file = folder / "given.nt"
    file.write_bytes(serialize(given, format=RdfFormat.N_TRIPLES) or b"")
    home = Path(owlready2.__file__).parent / "hermit"
    command = ["java", "-cp", f"{home}:{home / 'HermiT.jar'}", "org.semanticweb.HermiT.cli.CommandLine"]
    told = subprocess.run(
        [*command, "-c", "-O", "-D", "-Y", "-I", file.as_uri()],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    ).stdout
    things = {t.subject.value for t in given if isinstance(t.subject, NamedNode)} - terms_of(given)
    above = ancestors(re.findall(r"^Sub(?:Class|ObjectProperty)Of\( <(\S+)> <(\S+)> \)$", told, re.MULTILINE))
    types = re.findall(r"^Type\( <(\S+)> <(\S+)> \)$", told, re.MULTILINE)
    found = {(thing, TYPE.value, kind) for thing, direct in types for kind in above[direct] | {direct}}
    for direct, pairs in re.findall(r"^<(\S+)> \(known instances: (.*?) \|", told, re.MULTILINE):
        related = re.findall(r"\(<(\S+)>, <(\S+)>\)", pairs)
        found |= {(one, name, other) for one, other in related for name in above[direct] | {direct}}
    return {
        (one, name, other)
        for one, name, other in found
        if one in things and (other if name == TYPE.value else name).startswith(AII)
    }


def terms_of(given: Iterable[Triple]) -> set[str]:
    return {
        t.subject.value
        for t in given
        if isinstance(t.subject, NamedNode)
        and isinstance(t.object, NamedNode)
        and t.predicate == TYPE
        and t.object.value.startswith(OWL)
    }


def ancestors(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Return all that stands above each name, given what stands directly above it."""
    direct: dict[str, set[str]] = defaultdict(set)
    for low, high in pairs:
        direct[low].add(high)

    def climb(name: str) -> set[str]:
        return direct[name].union(*(climb(high) for high in list(direct[name])))

    return defaultdict(set, {name: climb(name) for name in list(direct)})
