import hashlib

import pytest
from pyoxigraph import RdfFormat, Triple

from kg.canonical import Place
from kg.citations import find_source, locate_form, verify_citations
from kg.errors import FactsError
from kg.namespaces import PREFIXES
from kg.parsing import parse_bytes

REPORT = "urn:report"
TEXT = "甲芯片算力9 TOPS。乙芯片约9 TOPS，功耗8W。"  # made up
CUT = 12
HEAD = "\n".join(f"PREFIX {prefix}: <{iri}>" for prefix, iri in PREFIXES.items())


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def graph(claims: str = "") -> list[Triple]:
    pieces = [TEXT[:CUT], TEXT[CUT:]]
    passages = "".join(
        f"""<urn:report/p{n}> a aii:Passage ; aii:partOfSource <{REPORT}> ; aii:passageKind voc:paragraph ;
        aii:digest "{digest(piece)}" ; oa:hasSelector <urn:report/p{n}-s1> .
        <urn:report/p{n}-s1> oa:start {start} ; oa:end {start + len(piece)} ."""
        for n, (piece, start) in enumerate(zip(pieces, (0, CUT), strict=True), start=1)
    )
    report = f"""<{REPORT}> a aii:Report ; dct:title "题"@zh ; aii:canonicalLength {len(TEXT)} ;
        aii:canonicalDigest "{digest(TEXT)}" ;
        aii:passageListDigest "{digest(chr(10).join(map(digest, pieces)))}" ."""
    turtle = "\n".join([HEAD, report, passages, claims])
    return parse_bytes(turtle.encode(), RdfFormat.TURTLE, "test.ttl")


GOOD = """<urn:c> aii:statedIn <urn:report/p2> ; aii:printed "9 TOPS" ; aii:printedAt 16 ;
    aii:qualifierPrinted "8W" , "约" ; aii:qualifierPrintedAt 15 , 25 ."""


def test_passages_and_printed_forms_are_found() -> None:
    verification = verify_citations(graph(GOOD), REPORT, TEXT)
    assert verification.faults == ()
    assert verification.places == {Place.AT_OFFSET: 2}
    assert verification.forms == 3
    assert "2 of 2 passages found" in str(verification)


def test_forms_are_found_in_a_copy_whose_offsets_differ() -> None:
    assert verify_citations(graph(GOOD), REPORT, "另页眉\n" + TEXT).faults == ()


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("printedAt 16", "printedAt 17"),
        ('"9 TOPS"', '"8 TOPS"'),
        (', "约"', ', "超"'),
        ("15 , 25", "15 , 24"),
    ],
)
def test_a_form_that_does_not_stand_where_it_should_is_named(right: str, wrong: str) -> None:
    assert right in GOOD
    faults = verify_citations(graph(GOOD.replace(right, wrong)), REPORT, TEXT).faults
    assert {fault.node for fault in faults} == {"urn:c"}


def test_an_offset_in_another_passage_is_a_fault() -> None:
    claim = GOOD.replace("printedAt 16", "printedAt 5")
    assert [f.node for f in verify_citations(graph(claim), REPORT, TEXT).faults] == ["urn:c", "urn:c"]


def test_a_passage_that_the_copy_lacks_is_named_and_its_claims_are_left() -> None:
    verification = verify_citations(graph(GOOD), REPORT, TEXT.replace("乙", "丙"))
    assert [fault.node for fault in verification.faults] == ["urn:report/p2"]
    assert "1 of 2 passages found" in str(verification)


def test_a_form_is_located_in_its_passage_alone() -> None:
    source = find_source(graph(), REPORT)
    assert locate_form(source, "p1", "9 TOPS", TEXT) == [5]
    assert locate_form(source, "p2", "9 TOPS", TEXT) == [16]


def test_an_unknown_report_and_an_unknown_passage_are_said_in_a_sentence() -> None:
    with pytest.raises(FactsError, match="is not described"):
        find_source(graph(), "urn:other")
    with pytest.raises(FactsError, match="has no passage p9"):
        locate_form(find_source(graph(), REPORT), "p9", "x", TEXT)
