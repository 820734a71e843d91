"""What pages are made of: numbers, folded text, the index of names, citations, addresses."""

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from kg.readings import load_readings, read_all, read_aloud, render_readings
from kg.values import Text, can_write
from kg.web.memory import Memory
from kg.web.pages.fold import fold
from kg.web.pages.index import make_index
from kg.web.pages.layout import make_layout
from kg.web.pages.notice import guess
from kg.web.pages.numbers import write_number, write_quantity
from kg.web.pages.place import Place
from kg.web.pages.spots import Spot
from kg.web.pages.visit import pick_text

OUTSIDE = "/kg/resource?iri=https%3A%2F%2Fw3id.org%2Faiinfra%2Fid%2F..%2Fx&lang=zh"
PLACE = Place("http://h", "/kg", "/browse", (), "zh", True)


@pytest.mark.parametrize(
    ("value", "english", "chinese"),
    [
        ("1750000000000", "1.75 trillion", "1.75万亿"),
        ("10000000000000", "10 trillion", "10万亿"),
        ("100000000", "100 million", "1亿"),
        ("161000", "161,000", "16.1万"),
        ("444332", "444,332", "444,332"),
        ("9999", "9,999", "9,999"),
        ("0.5", "0.5", "0.5"),
        ("0", "0", "0"),
        ("-0.25", "-0.25", "-0.25"),
        ("-20000", "-20,000", "-2万"),
        ("1234567.5", "1,234,567.5", "1,234,567.5"),
        ("256.0", "256", "256"),
    ],
)
def test_numbers_are_written_as_they_are_read(value: str, english: str, chinese: str) -> None:
    assert write_number(Decimal(value), "en") == english
    assert write_number(Decimal(value), "zh") == chinese


@pytest.mark.parametrize(
    ("symbol", "unit", "english", "chinese"),
    [
        ("%", "", "57%", "57%"),
        ("×", "", "57×", "57倍"),
        ("TOPS", "", "57\u202fTOPS", "57\u202fTOPS"),
        ("1", "one", "57", "57"),
        ("USD", "", "57\u202fUSD", "57美元"),
        ("", "thing", "57 thing", "57 thing"),
    ],
)
def test_a_quantity_has_its_unit(symbol: str, unit: str, english: str, chinese: str) -> None:
    assert write_quantity(Decimal(57), "en", symbol=symbol, unit=unit) == english
    assert write_quantity(Decimal(57), "zh", symbol=symbol, unit=unit) == chinese


def test_text_folds_by_case_width_and_diacritics() -> None:
    assert fold("ＡＩ  Café\u00a0Ⅱ\u200b") == "ai cafe ii"
    assert fold("寒武纪") == "寒武纪"
    assert fold("ガ") == fold("カ")


def test_chinese_is_read_aloud_whichever_way_a_character_may_be_read() -> None:
    assert ("han'wu'ji", "hwj") in read_aloud("寒武纪")
    assert ("chong'qing", "cq") in read_aloud("重庆")
    assert {("hang", "h"), ("xing", "x")} <= read_aloud("行")
    assert read_aloud("Cambricon") == set()


TEXTS = ["寒武纪", "Cambricon", "重庆", "寒武纪", ""]
READ = {text: frozenset(read_aloud(text)) for text in TEXTS if read_aloud(text)}


def test_another_process_reads_aloud_what_this_one_would() -> None:
    program = (
        "import sys; from kg.readings import read_all; "
        f"print(read_all({TEXTS!r}) == eval(sys.argv[1]), 'pypinyin' in sys.modules)"
    )
    expected = repr(READ)
    done = subprocess.run([sys.executable, "-c", program, expected], capture_output=True, check=True)
    assert done.stdout.split() == [b"True", b"False"]


def test_this_process_reads_aloud_where_no_other_can_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert read_all(TEXTS) == READ


def test_readings_are_written_in_order_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / "readings.json"
    path.write_bytes(written := render_readings(READ))
    assert load_readings(path) == READ
    assert render_readings(dict(reversed(READ.items()))) == written


@pytest.mark.parametrize(
    "change", [("2 pypinyin", "0 pypinyin"), ('"readings"', '"other"'), ("{", "["), ("}\n", "")]
)
def test_readings_that_another_version_wrote_or_that_are_damaged_are_not_used(
    tmp_path: Path, change: tuple[str, str]
) -> None:
    path = tmp_path / "readings.json"
    path.write_text(render_readings(READ).decode().replace(*change), "utf-8")
    assert load_readings(path) == {}
    assert load_readings(tmp_path / "none.json") == {}


def test_what_is_known_is_not_read_again() -> None:
    known = {"重庆": frozenset({("known", "k")})}
    assert read_all(TEXTS, known) == READ | known
    index = make_index([("http://e/c", Text("重庆", "zh"))], "http://e/", known)
    assert [hit.thing for hit in index.search("known", 9)] == ["http://e/c"]


@pytest.mark.parametrize(
    ("query", "found"),
    [("huawei", False), ("weizhi", True), ("shuawei", True), ("shuaw", True), ("eizhi", False)],
)
def test_pinyin_is_found_from_the_beginning_of_a_syllable(query: str, found: bool) -> None:
    index = make_index([("http://e/p", Text("印刷位置", "zh"))], "http://e/")
    assert bool(index.search(query, 9)) == found


def test_a_template_is_compiled_once_and_again_where_what_was_kept_is_damaged(tmp_path: Path) -> None:
    make_layout(tmp_path).compile()
    kept = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert kept
    make_layout(tmp_path).compile()
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == kept
    for path in kept:
        path.write_bytes(b"damaged")
    make_layout(tmp_path).compile()
    assert not [path for path in tmp_path.iterdir() if path.read_bytes() == b"damaged"]


def test_templates_are_compiled_where_none_can_be_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    make_layout(tmp_path / "file" / "templates").compile()


NAMES = [
    ("http://e/cambricon", Text("Cambricon", "en")),
    ("http://e/cambricon", Text("寒武纪", "zh")),
    ("http://e/ascend-910", Text("Ascend 910", "en")),
    ("http://e/ascend-310", Text("Ascend 310", "en")),
    ("http://e/ascend-310", Text("昇腾310", "zh")),
    ("http://e/chongqing", Text("重庆", "zh")),
    ("http://other/ascend", Text("Ascend", "en")),
]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("Cambricon", "cambricon"),
        ("CAMBR", "cambricon"),
        ("bricon", "cambricon"),
        ("Cambrcion", "cambricon"),
        ("Cambicon", "cambricon"),
        ("寒武", "cambricon"),
        ("hanwuji", "cambricon"),
        ("han wu ji", "cambricon"),
        ("hwj", "cambricon"),
        ("hanwuj", "cambricon"),
        ("910", "ascend-910"),
        ("ａｓｃｅｎｄ 310", "ascend-310"),
        ("shengteng", "ascend-310"),
        ("chongqing", "chongqing"),
        ("congqing", "chongqing"),
    ],
)
def test_a_name_is_found_by_a_part_by_pinyin_and_despite_a_slip(query: str, first: str) -> None:
    hits = make_index(NAMES, "http://e/").search(query, 5)
    assert hits[0].thing == f"http://e/{first}"


def test_nothing_is_found_for_nothing_or_for_what_is_far_from_every_name() -> None:
    index = make_index(NAMES, "http://e/")
    assert index.search("  ", 5) == []
    assert index.search("xylophone", 5) == []
    assert make_index([], "").search("x", 5) == []


def test_an_exact_name_comes_first_and_no_thing_twice() -> None:
    hits = make_index(NAMES, "http://e/").search("ascend", 5)
    assert [hit.thing.rpartition("/")[2] for hit in hits] == ["ascend", "ascend-310", "ascend-910"]


def test_a_passage_is_split_at_what_is_printed_even_past_an_interruption() -> None:
    spot = Spot("http://e/p", "1", 1, 1, "k", ((10, 14), (20, 26)), "abcdefghij")
    assert spot.split("fg", 21) == ("abcde", "fg", "hij")
    assert spot.split("ab", 10) == ("", "ab", "cdefghij")
    assert spot.split("x", 16) == ("abcdefghij", "", "")
    assert spot.split(None, None) == ("abcdefghij", "", "")
    assert Spot("http://e/p", "1", 1, 1, "k", ((10, 14),)).split("a", 10) is None


@pytest.mark.parametrize(
    ("iri", "address"),
    [
        ("https://w3id.org/aiinfra/id/chip-x", "/kg/id/chip-x?lang=zh"),
        ("https://w3id.org/aiinfra/claim/caict-2021/0101", "/kg/claim/caict-2021/0101?lang=zh"),
        ("https://w3id.org/aiinfra/id/../x", OUTSIDE),
        ("javascript:alert(1)", "/kg/resource?iri=javascript%3Aalert%281%29&lang=zh"),
        ("http://e/?a=b&c#d", "/kg/resource?iri=http%3A%2F%2Fe%2F%3Fa%3Db%26c%23d&lang=zh"),
    ],
)
def test_a_thing_is_linked_to_its_page_here(iri: str, address: str) -> None:
    assert PLACE.link(iri) == address


def test_the_language_of_a_reader_beats_none_and_none_beats_another() -> None:
    texts = [Text("a", "en"), Text("b", "zh-hans"), "c"]
    assert pick_text(texts, "zh") == "b"
    assert pick_text(texts, "fr") == "c"
    assert pick_text(texts[:1], "zh") == "a"
    assert pick_text([], "zh") is None


@pytest.mark.parametrize(
    "iri", ["http://e/<", "http://e/ x", "x", "", 'http://e/"', "http://e/\n", "http://e/}"]
)
def test_what_could_leave_an_iri_in_a_query_is_no_iri(iri: str) -> None:
    assert not can_write(iri)


def test_a_lost_reader_is_helped_by_the_words_of_the_address() -> None:
    assert guess("/id/chip-ascend-91") == "ascend 91"
    assert guess("/id/baidu.html") == "baidu"
    assert guess("/%E5%AF%92") == "寒"


def test_a_memory_keeps_what_was_used_last_within_its_size() -> None:
    memory = Memory[str, str](5)
    memory.keep("a", "A", 2)
    memory.keep("b", "B", 2)
    assert memory.find("a") == "A"
    memory.keep("c", "C", 3)
    assert [memory.find(key) for key in "abc"] == ["A", None, "C"]
    memory.keep("a", "too large", 6)
    assert (memory.find("a"), memory.size) == (None, 3)
    memory.keep("c", "other", 1)
    assert (memory.find("c"), memory.size) == ("other", 1)
