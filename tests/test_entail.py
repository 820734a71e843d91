import pytest

from kg.entail import RULES, entail
from kg.namespaces import AII
from tests.tiny import turtle

EXPECTED = {
    "cax-sco": (":x a :A . :A rdfs:subClassOf :B .", ":x a :B ."),
    "cax-sco, every ancestor": (
        ":x a :A . :A rdfs:subClassOf :B . :B rdfs:subClassOf :C .",
        ":x a :B , :C .",
    ),
    "cax-sco, ours above theirs": (
        ":x a :A . :A rdfs:subClassOf id:Theirs . id:Theirs rdfs:subClassOf :C .",
        ":x a :C .",
    ),
    "cax-sco, two parents": (":x a :A . :A rdfs:subClassOf :B , :C .", ":x a :B , :C ."),
    "prp-spo1": (":x :p :y . :p rdfs:subPropertyOf :q .", ":x :q :y ."),
    "prp-spo1, a literal": (':x :p "1" . :p rdfs:subPropertyOf :q .', ':x :q "1" .'),
    "prp-spo1, every ancestor": (
        ":x :p :y . :p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :r .",
        ":x :q :y ; :r :y .",
    ),
    "prp-inv1": (":x :p :y . :p owl:inverseOf :q .", ":y :q :x ."),
    "prp-inv2": (":x :q :y . :p owl:inverseOf :q .", ":y :p :x ."),
    "prp-symp": (":x :p :y . :p a owl:SymmetricProperty .", ":y :p :x ."),
    "prp-trp": (":x :p :y . :y :p :z . :p a owl:TransitiveProperty .", ":x :p :z ."),
    "prp-trp, four in a row": (
        ":a :p :b . :b :p :c . :c :p :d . :p a owl:TransitiveProperty .",
        ":a :p :c , :d . :b :p :d .",
    ),
    "prp-spo2": (":x :p :y . :y :q :z . :r owl:propertyChainAxiom ( :p :q ) .", ":x :r :z ."),
    "prp-spo2, to a literal": (":x :p :y . :y :q 1 . :r owl:propertyChainAxiom ( :p :q ) .", ":x :r 1 ."),
    "one rule feeds another": (
        ":x :p :y . :p owl:inverseOf :q . :q rdfs:subPropertyOf :r . :r a owl:SymmetricProperty .",
        ":y :q :x ; :r :x . :x :r :y .",
    ),
    "symmetric and transitive": (
        ":a :p :b . :b :p :c . :p a owl:SymmetricProperty , owl:TransitiveProperty .",
        ":b :p :a . :c :p :b , :a . :a :p :c .",
    ),
}

FORBIDDEN = {
    "what is there already": ":x a :A , :B . :A rdfs:subClassOf :B .",
    "a type by domain": ":x :p :y . :p rdfs:domain :A .",
    "a type by range": ":x :p :y . :p rdfs:range :A .",
    "a superclass of another vocabulary": ":x a :A . :A rdfs:subClassOf owl:Thing , skos:Concept .",
    "a superproperty of another vocabulary": ":x :p :y . :p rdfs:subPropertyOf skos:related .",
    "a subclass of a subclass": ":A rdfs:subClassOf :B . :B rdfs:subClassOf :C .",
    "a subclass from a superclass": ":x a :B . :A rdfs:subClassOf :B .",
    "a node related to itself by a cycle": ":x :p :y . :y :p :x . :p a owl:TransitiveProperty .",
    "a node related to itself by a chain": (":x :p :y . :y :q :x . :r owl:propertyChainAxiom ( :p :q ) ."),
    "a literal as subject": ':x :p "y" . :p owl:inverseOf :q .',
    "a literal as subject by symmetry": ':x :p "y" . :p a owl:SymmetricProperty .',
    "a blank node as object": ":x :p [] . :p rdfs:subPropertyOf :q .",
    "a blank node as subject": "[] :p :x . :p rdfs:subPropertyOf :q .",
    "the type of a class": ":x a owl:Class , :Kind . :Kind rdfs:subClassOf :Top .",
    "an inverse at a property": ":c :about :p . :p a owl:ObjectProperty . :about owl:inverseOf :isAbout .",
    "a chain of three": (":w :p :x . :x :q :y . :y :s :z . :r owl:propertyChainAxiom ( :p :q :s ) ."),
    "identity": ":x <http://www.w3.org/2002/07/owl#sameAs> :y . :x :p :z .",
    "a functional property's consequence": ":x :p :y , :z . :p a owl:FunctionalProperty .",
}


@pytest.mark.parametrize("case", EXPECTED)
def test_what_follows_is_entailed_and_nothing_more(case: str) -> None:
    given, expected = EXPECTED[case]
    assert set(entail(turtle(given, AII))) == set(turtle(expected, AII))


@pytest.mark.parametrize("case", FORBIDDEN)
def test_nothing_else_is_entailed(case: str) -> None:
    assert entail(turtle(FORBIDDEN[case], AII)) == []


def test_each_rule_has_a_case() -> None:
    assert {case.partition(",")[0] for case in EXPECTED} >= set(RULES)


def test_the_answer_is_sorted_and_stays_the_same() -> None:
    given = turtle(":b :p :c . :c :p :a . :a :p :d . :p a owl:TransitiveProperty .", AII)
    once = entail(given)
    assert once == sorted(once, key=str) == entail(reversed(given))


def test_entailing_again_adds_nothing() -> None:
    given = turtle(":x a :A ; :p :y . :A rdfs:subClassOf :B . :p owl:inverseOf :q .", AII)
    assert entail([*given, *entail(given)]) == []


def test_another_namespace_can_be_asked_for() -> None:
    given = turtle(":x a :A . :A rdfs:subClassOf :B , skos:Concept .")
    assert entail(given, namespace="http://example.org/") == turtle(":x a :B .")
