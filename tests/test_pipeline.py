import json
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import QueryBoolean

from kg.coordinates import COLUMNS
from kg.errors import FactsError, KgError, SourceError
from kg.namespaces import GRAPHS, PREFIXES
from kg.pipeline import STEPS, build
from kg.settings import Settings
from kg.store import open_release
from tests.tiny import FILES, write, write_tiny


def add_claims(settings: Settings, body: str) -> Path:
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    return write(settings.inputs / "graph/caict-2021/claims/9.ttl", head + body)


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def ask(settings: Settings, pattern: str) -> bool:
    answer = open_release(settings.release).query(f"ASK {{ {pattern} }}", prefixes=PREFIXES)
    assert isinstance(answer, QueryBoolean)
    return bool(answer)


def test_a_build_leaves_a_release_with_every_graph_and_its_manifest(tmp_path: Path) -> None:
    settings = write_tiny(tmp_path)
    made = build(settings)
    manifest = json.loads(settings.manifest.read_text(encoding="utf-8"))
    assert set(files_in(settings.home)) == {"release.nq", "release.json", "conformed.json", "readings.json"}
    assert made.release == manifest["id"] == manifest["release"][:16]
    assert not made.fresh
    assert list(made.graphs) == list(GRAPHS)
    assert [name for name, count in made.graphs.items() if not count] == ["alignments"]  # it has none
    assert sum(made.graphs.values()) == len(open_release(settings.release))


def test_a_claim_comes_out_as_fact_and_inference_and_keeps_its_place(tmp_path: Path) -> None:
    settings = write_tiny(tmp_path)
    build(settings)
    assert ask(settings, "GRAPH graph:facts { id:chip-mlu370 aii:int8Throughput 256.0 }")
    assert ask(settings, "GRAPH graph:inferred { id:org-cambricon aii:develops id:chip-mlu370 }")
    assert ask(settings, "GRAPH graph:claims { claim:0103 aii:value 57.0 ; aii:statedIn src:2-3-2-p1 }")
    assert not ask(settings, "GRAPH ?any { ?thing aii:sharePercent ?dated }")


def test_a_link_becomes_a_triple_and_a_plain_value_and_is_counted(tmp_path: Path) -> None:
    settings = write_tiny(tmp_path)
    build(settings)
    assert ask(settings, "GRAPH graph:links { id:org-cambricon schema:sameAs <https://ror.org/00r2rga43> }")
    assert ask(settings, 'GRAPH graph:links { id:org-cambricon aii:rorId "00r2rga43" }')
    assert ask(settings, "GRAPH graph:meta { ?set a void:Linkset ; void:triples 1 }")


def test_a_changed_link_makes_a_new_release(tmp_path: Path) -> None:
    settings = write_tiny(tmp_path)
    first = build(settings)
    table = settings.inputs / "graph" / "links.tsv"
    table.write_text(table.read_text("utf-8").replace("00r2rga43", "03cve4549"), encoding="utf-8")
    second = build(settings)
    assert (second.fresh, second.release == first.release) == (False, False)
    assert ask(settings, 'GRAPH graph:links { id:org-cambricon aii:rorId "03cve4549" }')


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("00r2rga43", "00r2rga44", "is no Research Organization Registry (ROR) identifier"),
        ("id:org-cambricon", "id:org-cambric", "id:org-cambric is no thing of graph/entities"),
        ("\tCambricon\t", "\tCambrian\t", "id:org-cambricon is not called “Cambrian”"),
    ],
    ids=["check digits", "no such thing", "another's name"],
)
def test_a_wrong_link_stops_the_build_with_file_and_line(
    old: str, new: str, told: str, tmp_path: Path
) -> None:
    settings = write_tiny(tmp_path)
    before = build(settings)
    table = settings.inputs / "graph" / "links.tsv"
    table.write_text(table.read_text("utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(KgError) as caught:
        build(settings)
    assert f"{table}:7: " in str(caught.value)
    assert told in str(caught.value)
    assert json.loads(settings.manifest.read_text("utf-8"))["id"] == before.release


def add_point(settings: Settings, *, latitude: str = "39.9075", label: str = "Beijing") -> Path:
    """Link the tiny data's company to a town, and give it that town's point."""
    links = settings.inputs / "graph" / "links.tsv"
    text = links.read_text("utf-8")
    last = text.splitlines()[-1]
    row = last.replace("sameAs", "containsPlace").replace(
        "ror:00r2rga43\tCambricon (China)", "geonames:1/\tBeijing"
    )
    prefix = "#curie_map:\n#  geonames: https://sws.geonames.org/\n"
    write(links, text.replace("#curie_map:\n", prefix) + row + "\n")
    cells = ("id:org-cambricon", "Cambricon", "geonames:1/", label, latitude, "116.39723", "us", "2026-11-23")
    return write(
        settings.inputs / "graph" / "coordinates.tsv", "\t".join(COLUMNS) + "\n" + "\t".join(cells) + "\n"
    )


def test_a_point_enters_the_graph_of_links_with_whose_it_is(tmp_path: Path) -> None:
    settings = write_tiny(tmp_path)
    build(settings)
    assert not ask(settings, "GRAPH graph:meta { graph:links dct:rights ?whose }")
    add_point(settings)
    assert not build(settings).fresh
    assert ask(settings, "GRAPH graph:links { id:org-cambricon geo:lat 39.9075 ; geo:long 116.39723 }")
    source = "graph:links dct:rights ?whose ; dct:source/dct:license ?licence"
    assert ask(settings, f"GRAPH graph:meta {{ {source} }}")


@pytest.mark.parametrize(
    ("changed", "told"),
    [({"latitude": "116.39723"}, "latitude 116.39723 is beyond 90"), ({"label": "Nanjing"}, "gives it Cam")],
    ids=["swapped", "of another place"],
)
def test_a_wrong_point_stops_the_build_with_file_and_line(
    changed: dict[str, str], told: str, tmp_path: Path
) -> None:
    settings = write_tiny(tmp_path)
    table = add_point(settings, **changed)
    with pytest.raises(KgError) as caught:
        build(settings)
    assert f"{table}:2: " in str(caught.value)
    assert told in str(caught.value)


def test_two_builds_give_equal_bytes(tmp_path: Path) -> None:
    one, other = write_tiny(tmp_path / "one"), write_tiny(tmp_path / "other")
    build(one)
    build(other)
    assert files_in(one.home) == files_in(other.home)


def test_nothing_is_done_when_nothing_changed(tmp_path: Path) -> None:
    settings = write_tiny(tmp_path)
    first = build(settings)
    before = settings.release.stat()
    second = build(settings)
    assert second.fresh
    assert (second.release, second.graphs) == (first.release, first.graphs)
    after = settings.release.stat()  # but for the time of the last reading
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_doing_nothing_does_not_import_the_validator(tmp_path: Path) -> None:
    settings = write_tiny(tmp_path)
    build(settings)
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from kg.pipeline import build\n"
        "from kg.settings import Settings\n"
        "made = build(Settings(Path(sys.argv[1]), Path(sys.argv[2])))\n"
        "print(made.fresh, 'rdflib' in sys.modules, 'pyshacl' in sys.modules)"
    )
    command = [sys.executable, "-c", code, str(settings.inputs), str(settings.home)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["True", "False", "False"]


def test_force_builds_again(tmp_path: Path) -> None:
    settings = write_tiny(tmp_path)
    first = build(settings)
    second = build(settings, force=True)
    assert (second.release, second.fresh) == (first.release, False)


@pytest.mark.parametrize("damage", ["release.nq", "release.json"])
def test_a_release_that_was_touched_is_built_again(tmp_path: Path, damage: str) -> None:
    settings = write_tiny(tmp_path)
    build(settings)
    whole = files_in(settings.home)
    (settings.home / damage).write_bytes(b"{}")
    assert not build(settings).fresh
    assert files_in(settings.home) == whole


def test_a_change_of_any_input_builds_again(tmp_path: Path) -> None:
    settings = write_tiny(tmp_path)
    first = build(settings)
    add_claims(settings, "claim:9 a aii:TextClaim ; aii:statedIn src:2-3-2-p1 .")
    second = build(settings)
    assert not second.fresh
    assert second.release != first.release


def test_another_copy_of_the_report_builds_again(tmp_path: Path) -> None:
    settings = write_tiny(tmp_path)
    build(settings)
    report = write(tmp_path / "report.txt", "text")
    with_report = Settings(settings.inputs, settings.home, report)
    assert not build(with_report).fresh
    assert build(with_report).fresh


def test_progress_hears_of_each_step_in_order(tmp_path: Path) -> None:
    heard: list[tuple[str, int, int]] = []
    build(write_tiny(tmp_path), progress=lambda name, number, total: heard.append((name, number, total)))
    assert heard == [(name, number, len(STEPS)) for number, name in enumerate(STEPS, start=1)]


def test_a_violation_names_file_line_node_and_what_to_do(tmp_path: Path) -> None:
    settings = write_tiny(tmp_path)
    path = add_claims(settings, "\nclaim:0901 a aii:Claim .\n")
    line = path.read_text(encoding="utf-8").splitlines().index("claim:0901 a aii:Claim .") + 1
    with pytest.raises(FactsError) as caught:
        build(settings)
    assert str(caught.value).splitlines() == [
        "1 thing is wrong with the graph:",
        f"{path}:{line}: claim:0901: a claim names its passage (path aii:statedIn, shape shape:ClaimShape)",
        "Nothing was written. Mend what is named above and run `kg build` again.",
    ]


def test_many_violations_are_cut_and_counted(tmp_path: Path) -> None:
    settings = write_tiny(tmp_path)
    add_claims(settings, "".join(f"claim:{n} a aii:Claim .\n" for n in range(2000, 2025)))
    with pytest.raises(FactsError) as caught:
        build(settings)
    lines = str(caught.value).splitlines()
    assert lines[0] == "25 things are wrong with the graph:"
    assert len([line for line in lines if "a claim names its passage" in line]) == 20
    assert lines[-2] == "… and 5 more"


def test_a_claim_that_ought_to_be_plain_and_is_not_stops_the_build(tmp_path: Path) -> None:
    settings = write_tiny(tmp_path)
    add_claims(
        settings, "claim:0901 a aii:QuantityClaim ; aii:statedIn src:2-3-2-p1 ; aii:modality voc:reported ."
    )
    with pytest.raises(FactsError, match=r"9\.ttl:\d+: claim:0901: the claim has no plain triple"):
        build(settings)


def test_a_triple_in_two_graphs_stops_the_build(tmp_path: Path) -> None:
    settings = write_tiny(tmp_path)
    add_claims(settings, FILES["graph/vocabulary.ttl"])
    with pytest.raises(FactsError, match=r"voc:tera-ops: .* stands in the graphs claims and vocabulary"):
        build(settings)


#: What is written over a file to break the build, and the error that must come of it.
BREAKS: dict[str, tuple[str, bytes, type[KgError]]] = {
    "broken Turtle": ("graph/vocabulary.ttl", b"<urn:a> a", SourceError),
    "not UTF-8": ("graph/entities/chips.ttl", b"\xff\xfe", SourceError),
    "a query without question": ("queries/02-x.rq", b"SELECT * WHERE { ?s ?p ?o }", SourceError),
    "a broken shape": (
        "shapes/claims.ttl",
        b"@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        b"<urn:s> sh:targetNode <urn:n> ; sh:property [ sh:minCount 1 ] .",
        SourceError,
    ),
    "a violation": (
        "graph/caict-2021/claims/9.ttl",
        b"<urn:claim> a <https://w3id.org/aiinfra/ontology#Claim> .",
        FactsError,
    ),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_failed_build_leaves_the_old_release_and_nothing_else(tmp_path: Path, name: str) -> None:
    file, data, expected = BREAKS[name]
    settings = write_tiny(tmp_path)
    build(settings)
    before = files_in(settings.home)
    (settings.inputs / file).write_bytes(data)
    with pytest.raises(expected):
        build(settings)
    assert files_in(settings.home) == before


@pytest.mark.parametrize("name", BREAKS)
def test_a_failed_first_build_leaves_nothing(tmp_path: Path, name: str) -> None:
    file, data, expected = BREAKS[name]
    settings = write_tiny(tmp_path)
    (settings.inputs / file).write_bytes(data)
    with pytest.raises(expected):
        build(settings)
    assert not settings.home.exists()


def test_an_interrupted_build_leaves_the_old_release_and_nothing_else(tmp_path: Path) -> None:
    settings = write_tiny(tmp_path)
    build(settings)
    before = files_in(settings.home)
    add_claims(settings, "claim:9 a aii:TextClaim ; aii:statedIn src:2-3-2-p1 .")

    def interrupt(name: str, number: int, total: int) -> None:
        if name == "store":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(settings, progress=interrupt)
    assert files_in(settings.home) == before
