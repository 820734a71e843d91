import hashlib
from pathlib import Path

import pytest
from pyoxigraph import Literal, RdfFormat

from kg.errors import SourceError
from kg.namespaces import AII, graph_iri
from kg.parsing import parse_bytes
from kg.sources import digest_inputs, locate_blocks, parse_inputs, read_inputs
from tests.tiny import FILES, PREFIX_LINES, write, write_tiny


def test_each_file_goes_to_its_named_graph(tmp_path: Path) -> None:
    settings = write_tiny(tmp_path)
    write(settings.inputs / "ontology/alignments.ttl", PREFIX_LINES + "aii:AIChip rdfs:seeAlso aii:Product .")
    write(settings.inputs / "graph/caict-2021/discrepancies.ttl", PREFIX_LINES + "voc:a a aii:Discrepancy .")
    sources = parse_inputs(read_inputs(settings.inputs))
    subjects = {(str(quad.subject), quad.graph_name) for quad in sources.quads}
    where = {subject: str(graph) for subject, graph in subjects}
    chips = {str(graph) for subject, graph in subjects if subject == f"<{AII}AIChip>"}
    assert chips == {f"<{graph_iri('ontology')}>", f"<{graph_iri('alignments')}>"}
    assert where["<https://w3id.org/aiinfra/id/org-cambricon>"] == f"<{graph_iri('entities')}>"
    assert where["<https://w3id.org/aiinfra/source/caict-2021>"] == f"<{graph_iri('sources')}>"
    assert where["<https://w3id.org/aiinfra/claim/caict-2021/0101>"] == f"<{graph_iri('claims')}>"
    assert where["<https://w3id.org/aiinfra/vocabulary/tera-ops>"] == f"<{graph_iri('vocabulary')}>"
    assert where["<https://w3id.org/aiinfra/vocabulary/a>"] == f"<{graph_iri('claims')}>"


def test_shapes_and_queries_come_apart_from_the_graphs(tmp_path: Path) -> None:
    sources = parse_inputs(read_inputs(write_tiny(tmp_path).inputs))
    assert any("ClaimShape" in str(triple.subject) for triple in sources.shapes)
    assert not any("ClaimShape" in str(quad.subject) for quad in sources.quads)
    assert list(sources.queries) == ["01-makers"]
    assert sources.queries["01-makers"].startswith("# Who develops")


def test_a_second_report_needs_no_change(tmp_path: Path) -> None:
    settings = write_tiny(tmp_path)
    other = settings.inputs / "graph/other-2022"
    write(other / "sources.ttl", PREFIX_LINES + "voc:other a aii:Report .")
    write(other / "claims/1.ttl", PREFIX_LINES + "voc:claim a aii:Claim .")
    sources = parse_inputs(read_inputs(settings.inputs))
    places = {str(quad.subject): str(quad.graph_name) for quad in sources.quads}
    assert places["<https://w3id.org/aiinfra/vocabulary/other>"].endswith("sources>")
    assert places["<https://w3id.org/aiinfra/vocabulary/claim>"].endswith("claims>")


def test_literals_stay_as_they_are_written() -> None:
    triples = parse_bytes(b"<urn:a> <urn:p> 01 , 256.0 .", RdfFormat.TURTLE, "a.ttl")
    assert {term.object.value for term in triples if isinstance(term.object, Literal)} == {"01", "256.0"}


def test_two_files_may_use_one_blank_node_label() -> None:
    one, other = (
        parse_bytes(b"_:x <urn:p> <urn:o> .", RdfFormat.TURTLE, name)[0].subject
        for name in ("a.ttl", "b.ttl")
    )
    assert one != other


def test_a_syntax_error_names_file_line_and_column(tmp_path: Path) -> None:
    settings = write_tiny(tmp_path)
    write(settings.inputs / "graph/vocabulary.ttl", "@prefix : <urn:> .\n:a :b :c\n:d :e :f .\n")
    with pytest.raises(SourceError, match=r"graph/vocabulary\.ttl:3:1: A dot is expected"):
        parse_inputs(read_inputs(settings.inputs))


def test_a_file_below_the_working_folder_is_named_from_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = write_tiny(tmp_path)
    monkeypatch.chdir(settings.inputs)
    assert read_inputs(settings.inputs)[0].name == "ontology/aiinfra.ttl"


def test_a_file_that_is_not_utf8_names_line_and_byte(tmp_path: Path) -> None:
    settings = write_tiny(tmp_path)
    path = settings.inputs / "graph/entities/chips.ttl"
    path.write_bytes(b'@prefix : <urn:> .\n:a :b "' + "寒".encode("gbk") + b'" .\n')
    with pytest.raises(SourceError, match=r"chips\.ttl:2: not UTF-8 \(byte 0xba at offset 26\): save it as"):
        read_inputs(settings.inputs)


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    settings = write_tiny(tmp_path)
    path = settings.inputs / "graph/entities/chips.ttl"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert len(parse_inputs(read_inputs(settings.inputs)).quads) > 0


def test_a_missing_folder_says_what_to_name(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="nowhere is not a folder: name one that holds ontology/"):
        read_inputs(tmp_path / "nowhere")


@pytest.mark.parametrize("missing", sorted({*FILES, "queries/01-makers.rq"} - {"graph/entities/chips.ttl"}))
def test_a_missing_file_is_told(tmp_path: Path, missing: str) -> None:
    settings = write_tiny(tmp_path)
    (settings.inputs / "graph/entities/chips.ttl").unlink()
    (settings.inputs / missing).unlink()
    with pytest.raises(SourceError, match="restore it, or name the right folder"):
        read_inputs(settings.inputs)


def test_a_turtle_file_in_the_wrong_place_is_told_not_skipped(tmp_path: Path) -> None:
    settings = write_tiny(tmp_path)
    write(settings.inputs / "graph/caict-2021/claim/9.ttl", "")
    with pytest.raises(SourceError, match=r"claim/9\.ttl is read by nothing: move it to one of"):
        read_inputs(settings.inputs)


def test_a_hidden_file_of_an_editor_is_left_alone(tmp_path: Path) -> None:
    settings = write_tiny(tmp_path)
    write(settings.inputs / "graph/entities/.#chips.ttl", "not Turtle")
    assert not any(file.path.name.startswith(".") for file in read_inputs(settings.inputs))


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    settings = write_tiny(tmp_path)
    (settings.inputs / "graph/entities/dangling.ttl").symlink_to(tmp_path / "nowhere")
    with pytest.raises(SourceError, match=r"dangling\.ttl cannot be read: No such file"):
        read_inputs(settings.inputs)


def test_a_node_is_found_where_its_block_begins(tmp_path: Path) -> None:
    path = write(
        tmp_path / "graph/vocabulary.ttl",
        "@prefix voc: <urn:voc:> .\n\n"
        "<urn:whole> a voc:Thing .\n\n"
        "voc:a a voc:Thing ;\n    voc:p voc:b .\n\n"
        "voc:b.c\\~d\n    a voc:Thing .\n\n"
        'unknown:x voc:says """\nvoc:z speaks""" .\n',
    )
    settings = write_tiny(tmp_path / "tiny")
    inputs = read_inputs(settings.inputs)
    file = type(inputs[0])(path, "vocabulary", path.read_bytes())
    places = {iri: place.rpartition(":")[2] for iri, place in locate_blocks([file]).items()}
    assert places == {"urn:whole": "3", "urn:voc:a": "5", "urn:voc:b.c~d": "8", "urn:voc:z": "12"}


def test_a_node_of_the_tiny_graph_has_file_and_line(tmp_path: Path) -> None:
    inputs = read_inputs(write_tiny(tmp_path).inputs)
    place = locate_blocks(inputs)["https://w3id.org/aiinfra/claim/caict-2021/0102"]
    name, _, line = place.rpartition(":")
    assert name.endswith("graph/caict-2021/claims/2-3.ttl")
    text = (tmp_path / "in/graph/caict-2021/claims/2-3.ttl").read_text(encoding="utf-8")
    assert text.splitlines()[int(line) - 1].startswith("claim:0102")


def test_the_digest_changes_with_any_byte_and_any_name(tmp_path: Path) -> None:
    settings = write_tiny(tmp_path)
    first = digest_inputs(read_inputs(settings.inputs))
    assert first == digest_inputs(read_inputs(settings.inputs))
    assert len(first) == len(hashlib.sha256().hexdigest())
    chips = settings.inputs / "graph/entities/chips.ttl"
    chips.rename(chips.with_name("renamed.ttl"))
    second = digest_inputs(read_inputs(settings.inputs))
    write(settings.inputs / "queries/01-makers.rq", "# another")
    third = digest_inputs(read_inputs(settings.inputs))
    assert (
        len(
            {
                first,
                second,
                third,
                digest_inputs(read_inputs(settings.inputs), [chips.parent / "renamed.ttl"]),
            }
        )
        == 4
    )
