from collections.abc import Sequence

import pytest

from kg.canonical import (
    Finding,
    Passage,
    Place,
    Span,
    canonicalise,
    canonicalise_copy,
    cut,
    digest_text,
    find_passages,
    line_offsets,
    locate,
)

TITLE = "虚城云台年报（2099）"

#: A made-up report: name, kind and text of each passage. A footnote interrupts a1, a page break b1.
PIECES = (
    ("h", "heading", "一、云台概览"),
    ("a1", "paragraph", "虚城共有云台十二座，其中\n甲型 7 座，其余"),
    ("fn1", "footnote", "1 数据取自\n虚城年鉴。"),
    ("a1", "paragraph", "为乙型，皆由木公司 Moon Base 1\n建造。"),
    ("r1", "table-row", "ALPHA 甲 3028"),
    ("r2", "table-row", "BETA 乙 502"),
    ("s1", "source-line", "来源：虚城年鉴"),
    ("cap", "caption", "图1 云台数量"),
    ("s2", "source-line", "来源：虚城年鉴"),
    ("b1", "paragraph", "未来三年，虚城计划"),
    ("head", "running-head", f"{TITLE}\n\n13"),
    ("b1", "paragraph", "再建云台 40 座。"),
    ("c1", "paragraph", "末段说的是海上风帆与云台之间的缆绳。"),
)
TEXT = "\n".join(text for _, _, text in PIECES)


def passages() -> list[Passage]:
    canonical, offsets = canonicalise(TEXT), line_offsets(TEXT)
    kinds: dict[str, str] = {}
    ranges: dict[str, list[Span]] = {}
    line = 0
    for name, kind, text in PIECES:
        first, line = line, line + text.count("\n") + 1
        kinds[name] = kind
        ranges.setdefault(name, []).append(Span(offsets[first], offsets[line]))
    return [
        Passage(name, kinds[name], tuple(spans), digest_text(cut(canonical, spans)))
        for name, spans in ranges.items()
    ]


def without(*names: str) -> str:
    return "\n".join(text for name, _, text in PIECES if name not in names)


def names(findings: Sequence[Finding], place: Place) -> set[str]:
    return {finding.passage.iri for finding in findings if finding.place is place}


def test_white_space_goes_except_between_two_ascii_words() -> None:
    assert canonicalise(" 云 台\n 共 12 座 ") == "云台共12座"
    assert canonicalise("Moon  \n\n Base 1") == "Moon Base 1"
    assert canonicalise("256 TOPS, 7 nm") == "256 TOPS,7 nm"
    assert canonicalise("云\u3000台\u00a0A\tB") == "云台A B"
    assert canonicalise(" \n ") == ""


def test_canonical_text_is_composed() -> None:
    assert canonicalise("cafe\u0301") == "caf\u00e9"
    assert canonicalise("（２）") == "（２）"


def test_canonical_text_of_canonical_text_is_itself() -> None:
    assert canonicalise(canonicalise(TEXT)) == canonicalise(TEXT)


def test_the_report_has_the_canonical_text_that_all_offsets_count_in(report_text: str) -> None:
    canonical = canonicalise(report_text)
    assert len(canonical) == 15996
    assert digest_text(canonical) == "8173c808323fbcb0f122b166b844054e37a6347e333227e0258a7cf87d0a344d"


def test_a_line_begins_where_its_first_character_stands() -> None:
    assert line_offsets("云台\n\n甲 7 座\n") == [0, 2, 2, 5, 5]


def test_a_space_between_two_lines_belongs_to_the_first() -> None:
    offsets = line_offsets("ALPHA 3 \n\nBETA 5")
    assert [canonicalise("ALPHA 3 BETA 5")[i:] for i in offsets] == ["ALPHA 3 BETA 5", "BETA 5", "BETA 5", ""]


def test_offsets_count_code_points_and_composed_characters() -> None:
    assert line_offsets("e\u0301𠮷\n台") == [0, 2, 3]


def test_a_printed_figure_is_located_inside_its_passage_only() -> None:
    canonical = "甲型3座，乙型3座。丙型3座。"
    passage = Passage("p", "paragraph", (Span(0, 10),), digest_text(canonical[:10]))
    assert locate(canonical, passage, " 3\n座 ") == [2, 7]
    assert locate(canonical, passage, "丙型") == []
    assert locate(canonical, passage, " ") == []


def test_a_printed_figure_is_located_across_an_interruption() -> None:
    canonical = "共有十1注文。二座"
    passage = Passage("p", "paragraph", (Span(0, 3), Span(7, 9)), digest_text("共有十二座"))
    assert locate(canonical, passage, "十二座") == [2]
    assert locate(canonical, passage, "二座") == [7]
    assert locate(canonical, passage, "注文") == []


def test_overlapping_figures_are_all_located() -> None:
    passage = Passage("p", "paragraph", (Span(0, 3),), digest_text("111"))
    assert locate("111", passage, "11") == [0, 1]


def test_the_report_itself_has_each_passage_at_its_offset() -> None:
    findings = find_passages(passages(), TEXT, TITLE)
    assert names(findings, Place.AT_OFFSET) == {name for name, _, _ in PIECES}
    assert [finding.ranges for finding in findings] == [passage.ranges for passage in passages()]


@pytest.mark.parametrize(
    "copy",
    [
        canonicalise(TEXT),
        "封面\n" + TEXT,
        "封面" + TEXT.replace("\n", " "),
        "封面" + canonicalise(TEXT),
        TEXT.replace("\n", "\r\n\r\n"),
        "\ufeff" + TEXT.replace(" ", "\u3000").replace("一、", "\u2f00、"),
        TEXT.replace("\n", f"\n{TITLE} 7\n"),
        TEXT.replace("\n", "\n- 7 -\n"),
        "\n".join(f"{line}\n{number}" for number, line in enumerate(TEXT.split("\n"), start=20)),
        "\n".join(f"{line}\n木公司研究院 第 {number} 页" for number, line in enumerate(TEXT.split("\n"))),
        without("fn1") + "\n1 数据取自虚城年鉴。",
        without("fn1").replace("海上", "海上\n1 数据取自虚城年鉴。\n"),
    ],
    ids=[
        "other line breaks",
        "a cover in front",
        "one line",
        "no white space",
        "other line ends",
        "marks of a PDF reader",
        "running heads added",
        "page numbers added",
        "bare page numbers added",
        "foreign running heads added",
        "footnote moved to the end",
        "footnote moved into another paragraph",
    ],
)
def test_a_copy_extracted_otherwise_has_every_passage(copy: str) -> None:
    findings = find_passages(passages(), copy, TITLE)
    assert names(findings, Place.MISSING) == set()
    assert names(findings, Place.LEFT_OUT) <= {"head"}


def test_a_copy_without_running_heads_leaves_out_nothing_else() -> None:
    findings = find_passages(passages(), without("head"), TITLE)
    assert names(findings, Place.LEFT_OUT) == {"head"}
    assert names(findings, Place.MISSING) == set()


def test_what_is_found_elsewhere_has_its_ranges_in_the_copy() -> None:
    copy = "封面\n" + TEXT.replace("云台十二座", f"云台\n{TITLE}\n十二座")
    found = {finding.passage.iri: finding for finding in find_passages(passages(), copy, TITLE)}
    canonical = canonicalise_copy(copy)
    assert found["a1"].place is Place.ELSEWHERE
    assert len(found["a1"].ranges) == 3
    for name in ("h", "a1", "c1"):
        assert digest_text(cut(canonical, found[name].ranges)) == found[name].passage.digest


@pytest.mark.parametrize("cover", ["", "封面\n"])
@pytest.mark.parametrize("name", ["h", "a1", "fn1", "r1", "r2", "s1", "cap", "s2", "b1", "c1"])
@pytest.mark.parametrize("place", [0, 1, -1])
def test_one_altered_character_names_exactly_its_passage(name: str, place: int, cover: str) -> None:
    pieces = [text for _, _, text in PIECES]
    number = [piece for piece, _, _ in PIECES].index(name)
    characters = list(pieces[number])
    characters[place] = "口"
    pieces[number] = "".join(characters)
    findings = find_passages(passages(), cover + "\n".join(pieces), TITLE)
    assert names(findings, Place.MISSING) | names(findings, Place.LEFT_OUT) == {name}


def test_another_text_has_no_passage() -> None:
    findings = find_passages(passages(), "另一份文件。\n" * 50, TITLE)
    assert len(names(findings, Place.MISSING)) == len(passages()) - 1
    assert all(finding.ranges == () for finding in findings)


def test_an_empty_copy_has_no_passage() -> None:
    assert names(find_passages(passages(), ""), Place.MISSING) == {p.iri for p in passages()} - {"head"}
