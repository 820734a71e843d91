import hashlib

import pytest
from pyoxigraph import RdfFormat, Triple

from kg.canonical import Passage, Span
from kg.coverage import Coverage, Exclusion, find_tokens, measure, parse_exclusions
from kg.errors import SourceError
from kg.namespaces import PREFIXES
from kg.parsing import parse_bytes
from kg.passages import Source

TEXT = "一概况甲芯INT8算力达9 TOPS，2021年6月由A-Lab发布《乙计划》，第一。"  # made up
BODY = 3
HEAD = "\n".join(f"PREFIX {prefix}: <{iri}>" for prefix, iri in PREFIXES.items())


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


PASSAGES = (
    Passage("urn:r/1-h", "heading", (Span(0, BODY),), digest(TEXT[:BODY])),
    Passage("urn:r/1-p1", "paragraph", (Span(BODY, len(TEXT)),), digest(TEXT[BODY:])),
)
SOURCE = Source("urn:r", "题", len(TEXT), digest(TEXT), "", PASSAGES)
GRAPH = f"""
<urn:r/1-h> aii:section "1" ; rdfs:label "标题"@zh . <urn:r/1-p1> aii:section "1" ; rdfs:label "段落"@zh .
id:chip rdfs:label "甲芯"@zh . id:lab rdfs:label "A-Lab"@en . id:plan rdfs:label "乙计划"@zh .
aii:int8Throughput rdfs:label "INT8算力"@zh . voc:tera-ops aii:symbol "TOPS" .
<urn:c1> aii:statedIn <urn:r/1-p1> ; aii:subject id:chip ; aii:property aii:int8Throughput ;
    aii:unit voc:tera-ops ; aii:printed "9 TOPS" ; aii:printedAt {TEXT.index("9 TOPS")} ;
    aii:qualifierPrinted "2021年6月" , "第一" ;
    aii:qualifierPrintedAt {TEXT.index("2021")} , {TEXT.index("第一")} .
<urn:c2> aii:statedIn <urn:r/1-p1> ; aii:subject id:plan ; aii:object id:lab .
"""
HEADING_NUMBER = Exclusion(0, "一", "heading number", "list.tsv:2")


def triples(turtle: str) -> list[Triple]:
    return parse_bytes(f"{HEAD}\n{turtle}".encode(), RdfFormat.TURTLE, "test.ttl")


def cover(turtle: str, *exclusions: Exclusion) -> Coverage:
    return measure(triples(turtle), SOURCE, TEXT, exclusions)


def left(turtle: str) -> list[str]:
    return [token.text for token in cover(turtle).uncovered]


def test_numbers_dates_titles_and_latin_names_ask_to_be_covered() -> None:
    assert [(token.kind, token.text) for token in find_tokens(PASSAGES[1], TEXT)] == [
        ("name", "INT8"),
        ("number", "9"),
        ("name", "TOPS"),
        ("date", "2021年6月"),
        ("name", "A-Lab"),
        ("title", "《乙计划》"),
        ("number", "第一"),
    ]


def test_a_running_head_asks_for_nothing() -> None:
    assert find_tokens(Passage("urn:r/page-2-head", "running-head", (Span(0, len(TEXT)),), ""), TEXT) == []


def test_all_is_covered_by_printed_forms_and_labels() -> None:
    assert cover(GRAPH).complete


@pytest.mark.parametrize(
    ("right", "wrong", "uncovered"),
    [
        ('printed "9 TOPS"', 'printed "8 TOPS"', ["9"]),
        (f"printedAt {TEXT.index('9 TOPS')}", "printedAt 4", ["9"]),
        (', "第一"', "", ["第一"]),
        ('"乙计划"@zh', '"丙计划"@zh', ["《乙计划》"]),
        ('"A-Lab"@en', '"B-Lab"@en', ["A-Lab"]),
        ("aii:property aii:int8Throughput ;", "", ["INT8"]),
        (
            "<urn:c1> aii:statedIn <urn:r/1-p1>",
            "<urn:c1> aii:statedIn <urn:r/1-h>",
            ["9", "2021年6月", "第一"],
        ),
    ],
)
def test_what_loses_its_claim_is_uncovered(right: str, wrong: str, uncovered: list[str]) -> None:
    assert right in GRAPH
    assert set(uncovered) <= set(left(GRAPH.replace(right, wrong)))


def test_a_number_is_not_covered_by_the_same_figure_elsewhere() -> None:
    text = TEXT + "9"
    longer = Passage("urn:r/1-p1", "paragraph", (Span(BODY, len(text)),), "")
    source = Source("urn:r", "题", len(text), "", "", (PASSAGES[0], longer))
    assert [t.offset for t in measure(triples(GRAPH), source, text, ()).uncovered] == [len(TEXT)]


def test_an_exclusion_excuses_one_occurrence() -> None:
    text = "1" + TEXT[1:]
    turtle = GRAPH
    known = measure(triples(turtle), SOURCE, text, ())
    assert [(token.offset, token.text) for token in known.uncovered] == [(0, "1")]
    excused = measure(triples(turtle), SOURCE, text, [Exclusion(0, "1", "heading number", "list.tsv:2")])
    assert (excused.uncovered, excused.excluded, excused.idle) == ((), 1, ())


def test_a_long_occurrence_is_excluded_by_its_beginning() -> None:
    turtle = GRAPH.replace('"乙计划"@zh', '"丙计划"@zh')
    title = Exclusion(TEXT.index("《"), "《乙…", "a title apart", "list.tsv:2")
    assert [token.text for token in cover(turtle).uncovered] == ["《乙计划》"]
    assert cover(turtle, title).uncovered == ()
    assert cover(turtle, Exclusion(title.offset, "《丙…", "another", "list.tsv:2")).uncovered != ()


def test_an_exclusion_that_excuses_nothing_is_named() -> None:
    idle = Exclusion(TEXT.index("9 TOPS"), "9", "no reason", "list.tsv:3")
    assert cover(GRAPH, idle).idle == (idle,)
    assert not cover(GRAPH, idle).complete


def test_a_claim_that_names_what_its_passage_does_not_is_unfounded() -> None:
    other = (
        GRAPH + '<urn:c3> aii:statedIn <urn:r/1-p1> ; aii:subject id:else . id:else rdfs:label "别处"@zh .'
    )
    assert [(u.claim, u.term) for u in cover(other).unfounded] == [("urn:c3", PREFIXES["id"] + "else")]


@pytest.mark.parametrize(
    "founded",
    [
        'aii:subject id:else ; aii:inferenceNote "推断"@zh',  # says how
        "aii:subject id:chip ; aii:object id:else ; aii:printed '9'",  # prints its object
        "aii:subject id:heading",  # is named by the heading above
        "aii:subject id:reference",  # is the passage's own reference
    ],
)
def test_context_print_and_inference_found_a_claim(founded: str) -> None:
    more = f"""<urn:c3> aii:statedIn <urn:r/1-p1> ; {founded} . id:else rdfs:label "别处"@zh .
    id:heading rdfs:label "概况"@zh . id:reference rdfs:label "段落"@zh ."""
    assert cover(GRAPH + more).unfounded == ()


def test_a_list_of_exclusions_says_which_line_is_wrong() -> None:
    good = "# why\noffset\tprinted\treason\n12\t3\theading number\n"
    assert parse_exclusions(good, "list.tsv") == [Exclusion(12, "3", "heading number", "list.tsv:3")]
    with pytest.raises(SourceError, match=r"list\.tsv:4: give offset"):
        parse_exclusions(good + "13\t4\n", "list.tsv")
