"""A release in owlready2: what loads, what punning becomes, and the examples of docs/owlready2.md."""

import re
from collections.abc import Iterator
from typing import Any

import owlready2
import pytest

from kg.namespaces import AII
from kg.world import drop_punning, load_world
from tests.java import need_java
from tests.release import ROOT, built_release
from tests.tiny import turtle

DOCUMENT = (ROOT / "docs" / "owlready2.md").read_text("utf-8")
PUNNED = """
    <https://w3id.org/aiinfra/ontology> a owl:Ontology .
    aii:AIChip a owl:Class . aii:Claim a owl:Class . aii:QuantityProperty a owl:Class .
    aii:property a owl:ObjectProperty ; rdfs:domain aii:Claim .
    aii:unit a owl:ObjectProperty .
    aii:tops a owl:DatatypeProperty , aii:QuantityProperty ; rdfs:label "TOPS"@en ; aii:unit id:tera-ops .
    aii:near a owl:ObjectProperty , owl:SymmetricProperty , aii:QuantityProperty .
    id:x a aii:AIChip , owl:NamedIndividual ; aii:tops 256.0 ; aii:near id:y ; rdfs:label "X"@en .
    id:y a aii:AIChip , owl:NamedIndividual .
    id:claim a aii:Claim , owl:NamedIndividual ; aii:property aii:tops .
"""


@pytest.fixture
def ontology() -> Iterator[Any]:
    loaded = load_world(drop_punning(turtle(PUNNED)), AII)
    yield loaded
    loaded.world.close()


def test_terms_are_attributes_and_individuals_have_their_values(ontology: Any) -> None:
    assert {chip.name for chip in ontology.AIChip.instances()} == {"x", "y"}
    thing = ontology.search_one(label="X")
    assert (thing.tops, [near.name for near in thing.near]) == ([256.0], ["y"])
    assert {individual.name for individual in ontology.individuals()} == {"x", "y", "claim"}


def test_each_load_is_a_world_of_its_own(ontology: Any) -> None:
    other = load_world(turtle(PUNNED.replace('"X"', '"Other"')), AII)
    assert ontology.search_one(label="Other") is None
    assert other.search_one(label="Other") is not None
    other.world.close()


def test_a_property_is_a_property_only(ontology: Any) -> None:
    assert ontology.near.is_a == [owlready2.ObjectProperty, owlready2.SymmetricProperty]
    assert ontology.tops.label.en == ["TOPS"]
    assert ontology.QuantityProperty.instances() == []


def test_a_claim_still_names_its_property(ontology: Any) -> None:
    claim = ontology.world["https://w3id.org/aiinfra/id/claim"]
    assert claim.property == [ontology.tops]


def test_triples_without_punning_stay_as_they_are() -> None:
    plain = turtle("aii:A a owl:Class . aii:p a owl:ObjectProperty ; rdfs:range aii:A . id:x aii:p id:y .")
    assert drop_punning(plain) == plain


def test_the_command_line_stays_quiet_about_punning(capfd: pytest.CaptureFixture[str]) -> None:
    load_world(turtle(PUNNED), AII).world.close()
    assert capfd.readouterr() == ("", "")


def test_the_release_loads_with_its_individuals_and_claims() -> None:
    ontology = built_release().ontology()
    assert ontology.base_iri == AII
    assert len(list(ontology.individuals())) > 1000
    claim = ontology.world["https://w3id.org/aiinfra/claim/caict-2021/0117"]
    assert claim.property[0] in list(ontology.data_properties())
    ontology.world.close()


def test_the_examples_of_the_document_print_what_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    need_java()
    codes, outputs = (
        re.findall(rf"^```{language}\n(.*?)^```", DOCUMENT, re.MULTILINE | re.DOTALL)
        for language in ("python", "text")
    )
    names: dict[str, Any] = {}
    assert len(codes) == len(outputs) == 3
    for code, output in zip(codes, outputs, strict=True):
        exec(compile(code, "docs/owlready2.md", "exec"), names)  # the reader would type it
        assert capsys.readouterr().out == output
    assert isinstance(names["ontology"].developedBy, owlready2.ObjectPropertyClass)
    names["ontology"].world.close()
