from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.links import COLUMNS, PREDICATES, Link, find_strangers, link_triples, parse_links
from kg.namespaces import AII, ID, PREFIXES, SCHEMA
from kg.schemes import SCHEMES

HEAD = """#curie_map:
#  aii: https://w3id.org/aiinfra/ontology#
#  geonames: https://sws.geonames.org/
#  id: https://w3id.org/aiinfra/id/
#  ror: https://ror.org/
#  schema: https://schema.org/
#  x: urn:x
#mapping_set_id: https://w3id.org/aiinfra/links
"""
ROR = {
    **{"subject_id": "id:org-a", "subject_label": "A", "predicate_id": "schema:sameAs"},
    **{"object_id": "ror:03cve4549", "object_label": "Tsinghua University", "object_type": ""},
    **{"mapping_justification": "semapv:ManualMappingCuration", "author_label": "us"},
    **{"mapping_date": "2026-11-23", "confidence": "0.9", "comment": "ROR v2.3"},
}
CODE = ROR | {
    **{"predicate_id": "aii:gbt2260", "object_id": "", "object_label": "370200"},
    **{"object_type": "rdfs literal"},
}
CITY = ROR | {"predicate_id": "schema:containsPlace", "object_id": "geonames:1797929/"}
FIRST = HEAD.count("\n") + 2


def table(*rows: dict[str, str]) -> str:
    return HEAD + "".join("\t".join(cells) + "\n" for cells in (COLUMNS, *(list(r.values()) for r in rows)))


def parsed(*rows: dict[str, str]) -> list[Link]:
    return parse_links(table(*rows), "links.tsv")


def said(*rows: dict[str, str]) -> set[str]:
    return {str(triple) for triple in link_triples(parsed(*rows))}


def triple(predicate: str, value: str) -> str:
    return f"<{ID}org-a> <{predicate}> {value}"


def test_a_link_says_the_iri_and_the_plain_identifier() -> None:
    assert said(ROR) == {
        triple(SCHEMA + "sameAs", "<https://ror.org/03cve4549>"),
        triple(AII + "rorId", '"03cve4549"'),
    }


def test_a_code_without_an_iri_is_a_plain_value_alone() -> None:
    assert said(CODE) == {triple(AII + "gbt2260", '"370200"')}


def test_a_town_within_is_no_identifier_of_the_division() -> None:
    assert said(CITY) == {
        triple(SCHEMA + "containsPlace", "<https://sws.geonames.org/1797929/>"),
        triple(AII + "geonamesCityId", '"1797929"'),
    }


def test_a_link_of_a_stranger_or_under_a_wrong_name_has_a_line() -> None:
    links = parsed(ROR)
    assert find_strangers(links, {ID + "org-a": ["A"]}) == []
    assert find_strangers(links, {}) == [
        f"links.tsv:{FIRST}: id:org-a is no thing of graph/entities: mend subject_id"
    ]
    assert "is not called “A”" in find_strangers(links, {ID + "org-a": ["B"]})[0]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (ROR | {"object_id": "ror:03cve4548"}, "“03cve4548” is no Research Organization Registry"),
        (ROR | {"object_id": "grid:1"}, "has no prefix of the curie_map"),
        (ROR | {"object_id": "x:1"}, "urn:x1 is of no scheme known here"),
        (ROR | {"object_id": ""}, "has no prefix of the curie_map"),
        (ROR | {"predicate_id": "schema:containsPlace"}, "says https://schema.org/sameAs, not"),
        (CODE | {"object_label": "990200"}, "“990200” is no GB/T 2260 identifier"),
        (CODE | {"predicate_id": "schema:sameAs"}, "has no object_id, and its predicate is one of aii:"),
        (ROR | {"mapping_date": "yesterday"}, "mapping_date is as 2026-11-23"),
        (ROR | {"confidence": "sure"}, "confidence as 0.9"),
        (ROR | {"confidence": "1.1"}, "is not from 0 to 1"),
        (ROR | {"mapping_justification": "known"}, "is a term of SEMAPV"),
        (ROR | {"comment": ""}, "comment is empty"),
        (ROR | {"subject_label": " A"}, "white space around it"),
        (ROR | {"comment": "one\tmore"}, "12 cells for 11 columns"),
    ],
)
def test_a_bad_row_is_told_with_file_and_line(row: dict[str, str], told: str) -> None:
    with pytest.raises(SourceError) as caught:
        parsed(CITY, row)
    assert str(caught.value).startswith(f"links.tsv:{FIRST + 1}: ")
    assert told in str(caught.value)


@pytest.mark.parametrize(
    "second",
    [
        ROR,
        ROR | {"object_id": "ror:03vs3wt56"},
        ROR | {"subject_id": "id:org-b"},
    ],
    ids=["row twice", "two of one thing", "one of two things"],
)
def test_a_thing_has_one_identifier_and_an_identifier_one_thing(second: dict[str, str]) -> None:
    with pytest.raises(SourceError, match="keep one of the rows"):
        parsed(ROR, second)


def test_other_columns_are_refused() -> None:
    with pytest.raises(SourceError, match=r"links.tsv:1: the columns should be subject_id"):
        parse_links("subject\tobject\n", "links.tsv")


def test_each_scheme_with_iris_may_be_linked() -> None:
    assert set(PREDICATES) == {scheme.name for scheme in SCHEMES if scheme.namespace}


def test_the_prefixes_of_the_table_are_ours() -> None:
    head = [
        line for line in Path("graph/links.tsv").read_text("utf-8").splitlines() if line.startswith("#  ")
    ]
    given = dict(line[3:].split(": ", 1) for line in head)
    shared = {"aii", "id", "dcat", "schema", "skos"}
    assert {prefix: given[prefix] for prefix in shared} == {prefix: PREFIXES[prefix] for prefix in shared}
