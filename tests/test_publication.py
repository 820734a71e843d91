"""`kg release` writes a folder that is complete, true to the release, and the same each time."""

import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, NamedNode, Quad, RdfFormat, Store, parse
from rocrate.rocrate import ROCrate

from kg.changes import compare, count_by_graph, write_lines
from kg.errors import ToolError
from kg.namespaces import DATASET, DCAT, DCTERMS, GRAPH
from kg.publication import CHECKSUMS, DUMP, DUMPS, read_about
from tests.release import ROOT
from tests.test_views import broken, objects, said
from tests.tiny import trig

ALWAYS = {
    *(dump.path for dump in DUMPS),
    *("CHANGES.md", "CITATION.cff", "citation.bib", "SHA256SUMS", "ro-crate-metadata.json"),
    *("void.ttl", "dcat.ttl", "dataset.jsonld", "w3id/aiinfra/.htaccess"),
}
PARTS = ("ontology", "graph", "shapes", "queries")
SPDX = "http://spdx.org/rdf/terms#"


def release(
    folder: Path, *arguments: str, code: int = 0, environment: Mapping[str, str] | None = None
) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "kg", "release", str(folder), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1", **(environment or {})},
        check=False,
    )
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("first") / "release"
    release(folder, "--target", "https://kg.example.org")
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def canonical(quads: list[Quad]) -> set[Quad]:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


def dump(folder: Path, name: str, format: RdfFormat) -> list[Quad]:
    return list(parse(gzip.decompress((folder / name).read_bytes()), format=format))


def test_the_folder_is_complete(folder: Path) -> None:
    assert files(folder).keys() == ALWAYS


def test_the_files_are_those_that_are_documented() -> None:
    text = (ROOT / "docs" / "release.md").read_text("utf-8").partition("<!-- files")[2].partition("##")[0]
    documented = set(re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE))
    assert documented == ALWAYS | {"gained.nq.gz", "lost.nq.gz"}


def test_it_is_the_same_to_the_byte_from_another_folder_in_another_process(
    folder: Path, tmp_path: Path
) -> None:
    for part in PARTS:
        shutil.copytree(ROOT / part, tmp_path / "elsewhere" / part)
    elsewhere = {"KG_INPUTS": str(tmp_path / "elsewhere"), "KG_HOME": str(tmp_path / "home")}
    elsewhere |= {"PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai"}
    release(tmp_path / "b", "--target", "https://kg.example.org", environment=elsewhere)
    assert files(tmp_path / "b") == files(folder)


def test_the_dumps_hold_the_same_data(folder: Path) -> None:
    quads = dump(folder, DUMP, RdfFormat.N_QUADS)
    assert canonical(dump(folder, "aiinfra.jsonld.gz", RdfFormat.JSON_LD)) == canonical(quads)
    union = canonical([Quad(q.subject, q.predicate, q.object) for q in quads])
    assert canonical(dump(folder, "aiinfra.ttl.gz", RdfFormat.TURTLE)) == union
    owl = dump(folder, "aiinfra.owl.gz", RdfFormat.RDF_XML)
    assert any(q.object == NamedNode("http://www.w3.org/2002/07/owl#Axiom") for q in owl)


def test_gzip_says_neither_time_nor_name(folder: Path) -> None:
    for path in folder.glob("*.gz"):
        head = path.read_bytes()[:10]
        assert (head[3], head[4:8]) == (0, b"\0\0\0\0"), path.name


def test_the_checksums_are_true_and_of_all_files(folder: Path) -> None:
    rows = [line.split("  ") for line in (folder / CHECKSUMS).read_text("utf-8").splitlines()]
    assert {path for _, path in rows} == ALWAYS - {CHECKSUMS}
    for digest, path in rows:
        assert hashlib.sha256((folder / path).read_bytes()).hexdigest() == digest


def test_the_identifier_is_the_digest_of_the_n_quads(folder: Path) -> None:
    digest = hashlib.sha256(gzip.decompress((folder / DUMP).read_bytes())).hexdigest()
    assert f'value: "{digest[:16]}"' in (folder / "CITATION.cff").read_text("utf-8")


def test_void_counts_what_the_dump_holds(folder: Path) -> None:
    triples = [quad.triple for quad in parse(path=folder / "void.ttl")]
    counted = said(triples, "http://rdfs.org/ns/void#triples")[DATASET]
    assert counted == {str(len(dump(folder, DUMP, RdfFormat.N_QUADS)))}


def test_dcat_has_the_mandatory_parts_and_a_download_for_each_dump(folder: Path) -> None:
    triples = [quad.triple for quad in parse(path=folder / "dcat.ttl")]
    assert broken(triples) == []
    urls, sizes = said(triples, DCAT + "downloadURL"), said(triples, DCAT + "byteSize")
    sums, values = said(triples, SPDX + "checksum"), said(triples, SPDX + "checksumValue")
    found = {}
    for node, (url,) in urls.items():
        assert node in said(triples, DCAT + "distribution")[DATASET]
        (checksum,) = sums[node]
        found[url.rpartition("/")[2]] = (sizes[node], values[checksum])
    assert found == {
        d.path: ({str(len(data))}, {hashlib.sha256(data).hexdigest()})
        for d in DUMPS
        for data in ((folder / d.path).read_bytes(),)
    }


def test_a_checksum_without_a_value_is_refused(folder: Path) -> None:
    triples = [quad.triple for quad in parse(path=folder / "dcat.ttl")]
    node = next(iter(said(triples, SPDX + "checksumValue")))
    left = [
        t for t in triples if not (str(t.subject) == f"<{node}>" and "checksumValue" in t.predicate.value)
    ]
    assert broken(left) == [f"{node} {SPDX}checksumValue"]


def test_the_crate_is_read_by_others_and_tells_each_file(folder: Path) -> None:
    crate = ROCrate(folder)
    parts = {entity.id: entity for entity in crate.data_entities}
    assert parts.keys() == ALWAYS - {"SHA256SUMS", "ro-crate-metadata.json"}
    for path, entity in parts.items():
        data = (folder / path).read_bytes()
        assert entity["sha256"] == hashlib.sha256(data).hexdigest()
        assert entity["contentSize"] == str(len(data))
        assert entity["encodingFormat"]
        assert entity["name"]
    root = crate.root_dataset
    assert all(root[name] for name in ("name", "description", "datePublished", "license"))
    assert crate.metadata["conformsTo"] == "https://w3id.org/ro/crate/1.1"


def test_what_the_crate_refers_to_is_in_it(folder: Path) -> None:
    graph = json.loads((folder / "ro-crate-metadata.json").read_text("utf-8"))["@graph"]
    known = {node["@id"] for node in graph}
    named = set(re.findall(r'\{"@id": "([^"]+)"\}', json.dumps(graph)))
    assert named - known == {"https://w3id.org/ro/crate/1.1"}


def test_the_date_is_that_of_the_inputs(folder: Path) -> None:
    triples = [quad.triple for quad in parse(path=folder / "void.ttl")]
    (modified,) = objects(triples, DCTERMS + "modified")[DATASET]
    day = modified.value[:10]
    assert f'date-released: "{day}"' in (folder / "CITATION.cff").read_text("utf-8")
    assert f"year = {{{day[:4]}}}" in (folder / "citation.bib").read_text("utf-8")
    assert ROCrate(folder).root_dataset["datePublished"] == day


def test_the_citation_file_has_what_the_format_asks_for(folder: Path) -> None:
    text = (folder / "CITATION.cff").read_text("utf-8")
    keys = re.findall(r"^([a-z-]+):", text, re.MULTILINE)
    assert {"cff-version", "message", "title", "authors"} <= set(keys)
    assert len(keys) == len(set(keys))


def test_the_bibtex_entry_is_closed(folder: Path) -> None:
    text = (folder / "citation.bib").read_text("utf-8")
    assert text.startswith("@misc{aiinfra-kg-")
    assert text.count("{") == text.count("}")


def test_the_redirects_lead_to_the_target(folder: Path) -> None:
    rules = (folder / "w3id/aiinfra/.htaccess").read_text("utf-8")
    assert set(re.findall(r"https?://[^/ ]+", rules.partition("RewriteEngine")[2])) == {
        "https://kg.example.org"
    }


def test_changes_against_a_release_before_are_told(folder: Path, tmp_path: Path) -> None:
    lines = gzip.decompress((folder / DUMP).read_bytes()).splitlines(keepends=True)
    gained = [line for line in lines if line.endswith(b"graph/facts> .\n")][:3]
    lost = b"<urn:gone> <urn:p> <urn:o> <https://w3id.org/aiinfra/graph/entities> .\n"
    (tmp_path / "old").mkdir()
    old = b"".join([*(line for line in lines if line not in gained), lost])
    (tmp_path / "old" / DUMP).write_bytes(gzip.compress(old))
    release(tmp_path / "new", "--against", str(tmp_path / "old"))
    now = files(tmp_path / "new")
    assert now.keys() == ALWAYS | {"gained.nq.gz", "lost.nq.gz"}
    assert sorted(gzip.decompress(now["gained.nq.gz"]).splitlines(keepends=True)) == sorted(gained)
    assert gzip.decompress(now["lost.nq.gz"]) == lost
    told = now["CHANGES.md"].decode()
    assert "3 quads gained, 1 lost" in told
    assert "| entities | 0 | 1 |" in told
    assert "| facts | 3 | 0 |" in told
    assert hashlib.sha256(old).hexdigest()[:16] in told


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--target", "nowhere"), "no address to redirect to"),
        (("--against", "/nowhere"), "a folder that kg release wrote"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    arguments: tuple[str, ...], message: str, tmp_path: Path
) -> None:
    assert message in release(tmp_path / "new", *arguments, code=1)
    assert not (tmp_path / "new").exists()


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    assert "name a new folder" in release(tmp_path, code=1)
    assert files(tmp_path) == {"mine": b"mine"}


def test_a_damaged_release_before_is_named(tmp_path: Path) -> None:
    (tmp_path / DUMP).write_bytes(gzip.compress(b"not N-Quads\n"))
    assert "is damaged" in release(tmp_path / "new", "--against", str(tmp_path), code=1)


def test_a_release_that_does_not_describe_itself_is_refused() -> None:
    with pytest.raises(ToolError, match="does not say"):
        read_about(Store(), "0")


# changes


def test_an_axiom_that_nobody_touched_is_no_change_though_its_blank_nodes_are_called_otherwise() -> None:
    one = "graph:a { :x owl:members ( :a :b ) }"
    more = one + " graph:a { :y owl:members ( :c ) }"
    changes = compare(trig(more), trig(one))
    assert len(changes.gained) == 3
    assert changes.lost == ()
    assert compare(trig(one), trig(more)).lost == changes.gained


def test_an_axiom_that_changed_is_lost_and_gained() -> None:
    changes = compare(trig("graph:a { :x :p [ :q 1 ] }"), trig("graph:a { :x :p [ :q 2 ] }"))
    assert (len(changes.gained), len(changes.lost)) == (2, 2)


def test_two_equal_nameless_nodes_are_two() -> None:
    assert len(write_lines(trig("graph:a { :x :p [ :q 1 ] . :y :p [ :q 1 ] }"))) == 4


def test_changes_are_counted_by_graph() -> None:
    changes = compare(trig("graph:a { :x :p 'a . b' } graph:b { :x :p 1 , 2 }"), [])
    assert count_by_graph(changes.gained) == {"a": 1, "b": 2}
    assert all(GRAPH in line for line in changes.gained)
