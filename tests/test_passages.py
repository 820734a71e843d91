from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Triple, parse

from kg.canonical import Place, canonicalise, cut, locate
from kg.errors import SourceError
from kg.namespaces import SOURCE
from kg.passages import (
    Source,
    check_sources,
    label_passage,
    parse_structure,
    place_passages,
    read_sources,
    read_structure,
    render_source,
    verify_source,
    write_sources,
)

FOLDER = Path(__file__).resolve().parents[1] / "graph" / "caict-2021"
IRI = SOURCE + "xu-2099"

TEXT = """前言

虚城共有云台十二座，其中

1 数据取自虚城年鉴。
七座为甲型。
表1 云台
ALPHA 3028
BETA 502
"""

ROWS = (
    "0-h\theading\t0\t0\t1\t1",
    "0-p1\tparagraph\t0\t0\t2\t3,6",
    "fn1\tfootnote\t0\t0\t3\t5",
    "t1-caption\tcaption\t0\t1\t4\t7",
    "t1-r1\ttable-row\t0\t1\t5\t8",
    "t1-r2\ttable-row\t0\t1\t6\t9",
)
HEAD = ("# title zh\t虚城云台年报", "# title en\tXu cloud decks", "name\tkind\tsection\tpage\tordinal\tlines")


def table(*rows: str) -> str:
    return "\n".join((*HEAD, *rows)) + "\n"


def triples(turtle: str) -> list[Triple]:
    return [quad.triple for quad in parse(turtle.encode(), format=RdfFormat.TURTLE)]


def made_up_turtle() -> str:
    return render_source(IRI, parse_structure(table(*ROWS), "passages.tsv"), TEXT)


@pytest.fixture(scope="module")
def committed() -> Source:
    (source,) = read_sources(triples((FOLDER / "sources.ttl").read_text(encoding="utf-8")))
    return source


def test_a_passage_has_its_ranges_and_the_digest_of_their_text() -> None:
    (source,) = read_sources(triples(made_up_turtle()))
    canonical = canonicalise(TEXT)
    texts = {
        passage.iri.removeprefix(IRI + "/"): cut(canonical, passage.ranges) for passage in source.passages
    }
    assert texts == {
        "0-h": "前言",
        "0-p1": "虚城共有云台十二座，其中七座为甲型。",
        "fn1": "1数据取自虚城年鉴。",
        "t1-caption": "表1云台",
        "t1-r1": "ALPHA 3028 ",
        "t1-r2": "BETA 502",
    }
    assert source.title == "虚城云台年报"
    assert source.length == len(canonical)


def test_passages_of_a_made_up_report_tile_it() -> None:
    assert check_sources(triples(made_up_turtle())) == []


def test_a_passage_is_described_in_both_languages() -> None:
    turtle = made_up_turtle()
    assert "src:t1-r2\n    a aii:Passage ;" in turtle
    assert '"table 1, row 2"@en' in turtle
    assert '"表1，第2行"@zh' in turtle
    assert "oa:hasSelector\n        src:0-p1-s1 ,\n        src:0-p1-s2 ;" in turtle


@pytest.mark.parametrize(
    ("name", "zh", "en"),
    [
        ("0-h", "前言，标题", "foreword, heading"),
        ("1-p1", "第一部分，第1段", "section 1, paragraph 1"),
        ("2-3-p1", "第二部分（三），第1段", "section 2.3, paragraph 1"),
        ("2-3-2-p1", "第二部分（三）2，第1段", "section 2.3.2, paragraph 1"),
        ("t5-r7", "表5，第7行", "table 5, row 7"),
        ("fig4-caption", "图4，题名", "figure 4, title"),
        ("fn3", "脚注3", "footnote 3"),
        ("page-13-head", "第13页，页眉", "page 13, running head"),
    ],
)
def test_a_label_is_made_of_the_name(name: str, zh: str, en: str) -> None:
    assert label_passage(name) == (zh, en)


@pytest.mark.parametrize(
    ("number", "row", "fault"),
    [
        (0, "0-h\theading\t0\t0\t1", "5 cells where 6 are wanted"),
        (0, "0-x\theading\t0\t0\t1\t1", "name '0-x' has no known form"),
        (0, "0-h\tparagraph\t0\t0\t1\t1", "0-h is of kind heading, not 'paragraph'"),
        (0, "0-h\theading\t0.\t0\t1\t1", "section '0.' is not like 2.3.2"),
        (0, "0-h\theading\t1\t0\t1\t1", "0-h does not stand in section 1"),
        (0, "0-h\theading\t0\tii\t1\t1", "page 'ii' is not a number"),
        (1, "0-p1\tparagraph\t0\t0\t7\t3,6", "ordinal '7' where 2 follows"),
        (1, "0-h\theading\t0\t0\t2\t3,6", "0-h is there already"),
        (1, "0-p1\tparagraph\t0\t0\t2\t3;6", "lines '3;6' are not like"),
        (1, "0-p1\tparagraph\t0\t0\t2\t6,3", "lines '6,3' do not ascend"),
        (1, "0-p1\tparagraph\t0\t0\t2\t6-3", "lines '6-3' do not ascend"),
        (1, "0-p1\tparagraph\t0\t0\t2\t3,60", "line 60 is beyond the text's 10"),
        (1, "0-p1\tparagraph\t0\t0\t2\t2", "lines 2-2 of the text are blank"),
        (1, "0-p1\tparagraph\t0\t0\t2\t3,5-6", "overlaps graph/passages.tsv:6 at 14–24"),
        (3, "t1-caption\tcaption\t0\t1\t4\t8", "leaves 30–34 of the canonical text to no passage"),
        (5, "t1-r2\ttable-row\t0\t1\t6\t8", "overlaps graph/passages.tsv:8"),
    ],
)
def test_a_bad_row_is_refused_with_its_line(number: int, row: str, fault: str) -> None:
    rows = [*ROWS[:number], row, *ROWS[number + 1 :]]
    with pytest.raises(SourceError) as error:
        render_source(IRI, parse_structure(table(*rows), "graph/passages.tsv"), TEXT)
    line = number + 1 + len(HEAD)
    assert str(error.value).startswith(f"graph/passages.tsv:{line}: ")
    assert fault in str(error.value)


def test_rows_that_stop_before_the_text_does_are_refused() -> None:
    with pytest.raises(SourceError, match=r"passages\.tsv:8: ends the text at"):
        render_source(IRI, parse_structure(table(*ROWS[:-1]), "passages.tsv"), TEXT)


def test_rows_out_of_text_order_are_refused() -> None:
    rows = ("0-p1\tparagraph\t0\t0\t1\t3,6", "0-h\theading\t0\t0\t2\t1", *ROWS[2:])
    with pytest.raises(SourceError, match=r"passages\.tsv:5: .*text order"):
        render_source(IRI, parse_structure(table(*rows), "passages.tsv"), TEXT)


@pytest.mark.parametrize("text", ["", "# title zh\t虚城\n" + ROWS[0] + "\n", table()])
def test_a_structure_without_titles_or_rows_is_refused(text: str) -> None:
    with pytest.raises(SourceError, match=r"^passages\.tsv:1: .* is missing"):
        parse_structure(text, "passages.tsv")


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"passages\.tsv cannot be read"):
        read_structure(tmp_path / "passages.tsv")
    (tmp_path / "passages.tsv").write_bytes(b"\xff")
    with pytest.raises(SourceError, match=r"passages\.tsv is not UTF-8"):
        read_structure(tmp_path / "passages.tsv")


def test_sources_are_written_under_the_folders_name(tmp_path: Path) -> None:
    folder = tmp_path / "xu-2099"
    folder.mkdir()
    (folder / "passages.tsv").write_text(table(*ROWS), encoding="utf-8")
    (tmp_path / "report.txt").write_text(TEXT, encoding="utf-8")
    assert write_sources(folder, tmp_path / "report.txt") == folder / "sources.ttl"
    assert (folder / "sources.ttl").read_text(encoding="utf-8") == made_up_turtle()
    assert sorted(path.name for path in folder.iterdir()) == ["passages.tsv", "sources.ttl"]


def test_a_changed_digest_is_noticed_without_the_text() -> None:
    turtle = made_up_turtle()
    (source,) = read_sources(triples(turtle))
    wrong = turtle.replace(source.passages[0].digest, "0" * 64)
    assert check_sources(triples(wrong)) == [
        f"{IRI} has another aii:passageListDigest than its passages' digests give"
    ]


def test_ranges_that_do_not_tile_are_noticed_without_the_text() -> None:
    wrong = made_up_turtle().replace("oa:end 2 ;", "oa:end 1 ;")
    assert check_sources(triples(wrong)) == [f"{IRI}/0-p1 leaves 1–2 of the canonical text to no passage"]
    longer = made_up_turtle().replace("aii:canonicalLength ", "aii:canonicalLength 1")
    assert [problem.split(" ")[0] for problem in check_sources(triples(longer))] == [f"{IRI}/t1-r2"]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("    aii:digest ", "    aii:other ", "has 0 values of"),
        ("oa:start 0 ;", "oa:start -1 ;", "not a whole number"),
        ("oa:start 0 ;", "oa:start 0 , 1 ;", "has 2 values of"),
        ("    oa:hasSelector src:0-h-s1 ;\n", "", "has no oa:hasSelector"),
    ],
)
def test_a_node_that_lacks_a_part_is_named(old: str, new: str, problem: str) -> None:
    (found,) = check_sources(triples(made_up_turtle().replace(old, new, 1)))
    assert found.startswith(f"{IRI}/0-h")
    assert problem in found


def test_a_wrong_digest_is_named_with_the_text() -> None:
    (source,) = read_sources(triples(made_up_turtle()))
    first, *others = source.passages
    wrong = replace(source, passages=(replace(first, digest="0" * 64), *others))
    missing = [f.passage.iri for f in verify_source(wrong, TEXT) if f.place is Place.MISSING]
    assert missing == [first.iri]


def test_the_committed_passages_tile_the_report(committed: Source) -> None:
    assert check_sources(triples((FOLDER / "sources.ttl").read_text(encoding="utf-8"))) == []
    assert committed.length == 15996
    assert len(committed.passages) == len(read_structure(FOLDER / "passages.tsv").rows) == 148


def test_running_heads_fall_on_the_pages_that_they_number() -> None:
    pages = {row.name: row.page for row in read_structure(FOLDER / "passages.tsv").rows}
    assert (pages["page-13-head"], pages["page-24-head"], pages["1-h"], pages["0-h"]) == (13, 24, 1, 0)


def test_sources_made_again_are_those_committed(report_text: str) -> None:
    again = render_source(SOURCE + FOLDER.name, read_structure(FOLDER / "passages.tsv"), report_text)
    assert again.encode() == (FOLDER / "sources.ttl").read_bytes()


def test_each_committed_passage_is_at_its_offset(committed: Source, report_text: str) -> None:
    assert {finding.place for finding in verify_source(committed, report_text)} == {Place.AT_OFFSET}


def test_each_passage_begins_and_ends_as_its_kind_does(committed: Source, report_text: str) -> None:
    canonical = canonicalise(report_text)
    signs = {"caption": "图表", "source-line": "来", "heading": "前一二三四（123", "footnote": "1234"}
    for passage in committed.passages:
        text = cut(canonical, passage.ranges)
        assert text[0] in signs.get(passage.kind, text[0])
        assert passage.kind != "paragraph" or text[-1] in "。："


def test_the_structure_fits_no_other_text(report_text: str) -> None:
    rows = read_structure(FOLDER / "passages.tsv").rows
    with pytest.raises(SourceError, match=r"passages\.tsv:\d+: "):
        place_passages(IRI, rows, "\n" + report_text)


def test_a_printed_figure_has_the_offset_that_claims_cite(committed: Source, report_text: str) -> None:
    passage = next(passage for passage in committed.passages if passage.iri.endswith("/2-3-2-p1"))
    assert locate(canonicalise(report_text), passage, "256 TOPS") == [6827, 6896]


@pytest.mark.parametrize("every", [7, 31])
@pytest.mark.parametrize("head", ["{title}\n{page}", "{title}", "{page}", "- {page} -", "第 {page} 页\f"])
def test_a_copy_of_the_report_with_more_running_heads_has_it_all(
    committed: Source, report_text: str, head: str, every: int
) -> None:
    lines = report_text.split("\n")
    pages = ["\n".join(lines[first : first + every]) for first in range(0, len(lines), every)]
    copy = "".join(
        f"{text}\n{head.format(title=committed.title, page=page)}\n" for page, text in enumerate(pages)
    )
    assert not [f.passage.iri for f in verify_source(committed, copy) if f.place is Place.MISSING]


def test_a_copy_of_the_report_with_its_footnotes_at_the_end_has_it_all(
    committed: Source, report_text: str
) -> None:
    canonical = canonicalise(report_text)
    notes = [passage for passage in committed.passages if passage.kind == "footnote"]
    texts = [cut(canonical, passage.ranges) for passage in committed.passages if passage not in notes]
    copy = "\n".join([*texts, *(cut(canonical, note.ranges) for note in notes)])
    assert {f.place for f in verify_source(committed, copy)} == {Place.AT_OFFSET, Place.ELSEWHERE}
