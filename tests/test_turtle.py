from pathlib import Path

import pytest
from rdflib import Graph

from kg.errors import SourceError
from kg.turtle import find_untidy, normalise, write_turtle

LOOSE = """
@prefix aii: <https://w3id.org/aiinfra/ontology#> . @prefix un: <urn:used:> . @prefix no: <urn:unused:> .
un:b aii:value 2.50 ; a aii:QuantityClaim . un:a a aii:AIChip .
"""

TIDY = """PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX un: <urn:used:>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

un:a
    a aii:AIChip ;
.

un:b
    a aii:QuantityClaim ;
    aii:value 2.50 ;
.
"""


def test_a_subject_is_a_block_with_a_first_and_only_prefixes_in_use() -> None:
    assert normalise(LOOSE, "loose.ttl") == TIDY


def test_the_normal_form_is_its_own_normal_form() -> None:
    tidy = normalise(LOOSE, "loose.ttl")
    assert normalise(tidy, "tidy.ttl") == tidy


def test_blank_nodes_come_out_in_one_order() -> None:
    blocks = [f"[] a <urn:D> ; <urn:members> ( <urn:{name}> <urn:x> ) ." for name in "abcde"]
    one, other = ("\n".join(order) for order in (blocks, reversed(blocks)))
    assert normalise(one, "one.ttl") == normalise(other, "other.ttl")


def test_broken_turtle_is_named() -> None:
    with pytest.raises(SourceError, match=r"broken\.ttl:1:\d+: "):
        normalise("<urn:a> <urn:p>", "broken.ttl")


def test_a_file_out_of_order_is_found_with_what_it_should_read(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "loose.ttl").write_text(LOOSE)
    tidy = write_turtle(Graph().parse(data="<urn:a> a <urn:C> .", format="turtle"))
    (tmp_path / "tidy.ttl").write_text(tidy)
    assert [path.name for path, _ in find_untidy(tmp_path)] == ["loose.ttl"]
