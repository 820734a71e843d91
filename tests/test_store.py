import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Quad, Store

from kg.errors import SourceError, ToolError
from kg.store import (
    Manifest,
    is_fresh,
    load_files,
    open_release,
    read_manifest,
    write_manifest,
    write_release,
)
from tests.tiny import trig, write

QUADS = 'graph:a { id:b aii:p "b"@en , 256.0 . id:a aii:p "中" } graph:b { id:a aii:q id:b }'
LISTED = "graph:a { id:b aii:p ( 1 2 ) , [ aii:q [ aii:q 1 ] ] }"


def test_a_release_is_sorted_canonical_and_told_by_its_digest(tmp_path: Path) -> None:
    digest = write_release(tmp_path / "release.nq", trig(QUADS))
    data = (tmp_path / "release.nq").read_bytes()
    assert digest == hashlib.sha256(data).hexdigest()
    lines = data.decode("utf-8").splitlines()
    assert lines == sorted(lines)
    assert len(lines) == 4
    assert any('"256"^^' in line for line in lines)
    assert '"中"' in data.decode("utf-8")


@pytest.mark.parametrize("text", [QUADS, LISTED], ids=["named", "blank nodes"])
def test_equal_data_give_equal_bytes(tmp_path: Path, text: str) -> None:
    digests = {
        write_release(tmp_path / f"{n}.nq", order)
        for n in range(3)
        for order in (trig(text), trig(text)[::-1])
    }
    assert len(digests) == 1


def test_a_release_opens_with_all_it_was_given(tmp_path: Path) -> None:
    write_release(tmp_path / "release.nq", trig(QUADS))
    given = Store()
    given.extend(trig(QUADS))
    assert set(open_release(tmp_path / "release.nq")) == set(given)


def test_a_missing_release_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match=r"release\.nq is not there: run `kg build` first"):
        open_release(tmp_path / "release.nq")


def test_a_damaged_release_says_so(tmp_path: Path) -> None:
    write_release(tmp_path / "release.nq", trig(QUADS))
    whole = (tmp_path / "release.nq").read_bytes()
    (tmp_path / "release.nq").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ToolError, match=r"release\.nq is damaged \(.*\): remove it and run `kg build`"):
        open_release(tmp_path / "release.nq")


def test_a_folder_instead_of_a_release_is_told(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="cannot be read"):
        open_release(tmp_path)


def test_the_folder_is_made(tmp_path: Path) -> None:
    write_release(tmp_path / "new" / "deep" / "release.nq", trig(QUADS))
    assert [path.name for path in (tmp_path / "new" / "deep").iterdir()] == ["release.nq"]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    write(tmp_path / "file", "")
    with pytest.raises(ToolError, match=r"cannot be written .*: free the disk or set KG_HOME"):
        write_release(tmp_path / "file" / "release.nq", trig(QUADS))


def test_an_interrupt_leaves_the_old_release_and_nothing_else(tmp_path: Path) -> None:
    write_release(tmp_path / "release.nq", trig(QUADS))
    before = (tmp_path / "release.nq").read_bytes()

    def interrupted() -> Iterator[Quad]:
        yield trig(QUADS)[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_release(tmp_path / "release.nq", interrupted())
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"release.nq": before}


FULL_DISK = """
import resource, sys
from pathlib import Path
from pyoxigraph import RdfFormat, parse
from kg.errors import ToolError
from kg.store import write_release
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
text = "".join(f"<urn:{n}> <urn:p> <urn:o> <urn:g> .\\n" for n in range(100))
try:
    write_release(Path(sys.argv[1]), parse(text, format=RdfFormat.N_QUADS))
except ToolError as error:
    print(error)
"""


def test_a_disk_that_is_full_leaves_the_old_release_and_nothing_else(tmp_path: Path) -> None:
    write_release(tmp_path / "release.nq", trig(QUADS))
    before = (tmp_path / "release.nq").read_bytes()
    command = [sys.executable, "-c", FULL_DISK, str(tmp_path / "release.nq")]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "cannot be written (File too large): free the disk" in run.stdout
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"release.nq": before}


def test_a_manifest_is_read_as_it_was_written(tmp_path: Path) -> None:
    manifest = Manifest(inputs="a" * 64, release="b" * 64, id="b" * 16, graphs={"facts": 3})
    write_manifest(tmp_path / "release.json", manifest)
    assert read_manifest(tmp_path / "release.json") == manifest


@pytest.mark.parametrize("text", [None, "", "{", "[]", "{}", '{"inputs": "a"}', '{"other": 1}', "null"])
def test_a_manifest_that_is_no_manifest_counts_as_none(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "release.json"
    if text is not None:
        write(path, text)
    assert read_manifest(path) is None


def test_a_release_is_fresh_only_when_inputs_and_bytes_are_the_same(tmp_path: Path) -> None:
    path = tmp_path / "release.nq"
    digest = write_release(path, trig(QUADS))
    manifest = Manifest(inputs="inputs", release=digest, id=digest[:16], graphs={})
    assert is_fresh(path, manifest, "inputs")
    assert not is_fresh(path, manifest, "other inputs")
    assert not is_fresh(path, None, "inputs")
    path.write_bytes(path.read_bytes() + b"\n")
    assert not is_fresh(path, manifest, "inputs")
    path.unlink()
    assert not is_fresh(path, manifest, "inputs")


FILES = {
    "a.ttl": "<urn:s> <urn:p> <urn:o> .",
    "a.nt": "<urn:s> <urn:p> <urn:o> .",
    "a.n3": "<urn:s> <urn:p> <urn:o> .",
    "a.jsonld": json.dumps({"@id": "urn:s", "urn:p": {"@id": "urn:o"}}),
    **dict.fromkeys(
        ("a.rdf", "a.owl", "a.XML"),
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:u="urn:">'
        '<rdf:Description rdf:about="urn:s"><u:p rdf:resource="urn:o"/></rdf:Description></rdf:RDF>',
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_triples_of_any_format_go_to_the_default_graph(tmp_path: Path, name: str) -> None:
    store = load_files([write(tmp_path / name, FILES[name])])
    assert [str(quad) for quad in store] == ["<urn:s> <urn:p> <urn:o>"]


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.nq", "<urn:s> <urn:p> <urn:o> <urn:g> ."), ("a.trig", "<urn:g> { <urn:s> <urn:p> <urn:o> }")],
)
def test_quads_go_to_the_graphs_they_name(tmp_path: Path, name: str, text: str) -> None:
    assert [str(quad) for quad in load_files([write(tmp_path / name, text)])] == [
        "<urn:s> <urn:p> <urn:o> <urn:g>"
    ]


def test_several_files_keep_their_blank_nodes_apart(tmp_path: Path) -> None:
    paths = [write(tmp_path / name, "_:x <urn:p> <urn:o> .") for name in ("a.ttl", "b.ttl")]
    assert len(load_files(paths)) == 2


def test_a_relative_iri_is_read_from_the_file_s_place(tmp_path: Path) -> None:
    [quad] = load_files([write(tmp_path / "a.ttl", "<#s> <urn:p> <b> .")])
    assert str(quad.subject) == f"<{(tmp_path / 'a.ttl').as_uri()}#s>"
    assert str(quad.object) == f"<{(tmp_path / 'b').as_uri()}>"


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.ttl", b"<urn:s> <urn:p>\n<urn:o> . x", r"a\.ttl:2:11: x is not a valid subject"),
        ("a.nq", b"<urn:s> <urn:p> <urn:o> .\n<urn:s>\n", r"a\.nq:3:1: line jumps are not allowed"),
        ("a.ttl", b'<urn:s> <urn:p> "\xff" .', r"a\.ttl:1:18: .*UTF-8"),
        ("a.rdf", b"<rdf:RDF>", r"a\.rdf: .*"),
        ("a.jsonld", b"{", r"a\.jsonld:1:\d+: "),
        ("a.jsonld", b'{"@context": "https://schema.org/"}', r"a\.jsonld: No LoadDocumentCallback"),
        ("a.csv", b"", r"a\.csv: its format is unknown: name it \.ttl, \.nt"),
    ],
)
def test_a_file_that_cannot_be_loaded_is_told_with_its_place(
    tmp_path: Path, name: str, data: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(SourceError, match=message):
        load_files([tmp_path / name])


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"no\.ttl cannot be read"):
        load_files([tmp_path / "no.ttl"])
