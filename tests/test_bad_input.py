"""Each kind of bad input, put into a copy of the real inputs, stops the build and spares the old release."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.errors import FactsError, SourceError
from kg.pipeline import build
from kg.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("ontology", "graph", "shapes", "queries")
BLOCK = re.compile(r"^\S+$", re.MULTILINE)
WHAT_TO_DO = "Nothing was written. Mend what is named above and run `kg build` again."


@dataclass(frozen=True, slots=True)
class Fault:
    """One edit of one file, and what the build says of the block, or of ``node`` in the file ``place``."""

    file: str
    old: str
    new: str
    says: tuple[str, ...]
    node: str = ""
    place: str = ""


FAULTS = {
    "a misspelt predicate": Fault(
        "graph/caict-2021/claims/2-3.ttl",
        r"aii:inMarket",
        "aii:inMarkt",
        ("Every predicate should be declared in the ontology: check ",),
    ),
    "a claim with a property that is not declared": Fault(
        "graph/caict-2021/claims/2-3.ttl",
        r"aii:property aii:powerConsumption",
        "aii:property aii:powerConsumtion",
        (
            "A quantity claim should use exactly one quantity property. (path aii:property, "
            "value aii:powerConsumtion, ",
            "An IRI of this project should name something that the graph describes: check ",
        ),
    ),
    "a figure in the wrong unit": Fault(
        "graph/caict-2021/claims/2-3.ttl",
        r"aii:unit voc:watt",
        "aii:unit voc:terabyte",
        ("The unit of a figure should be the one that the ontology gives its property.",),
    ),
    "a claim without a passage": Fault(
        "graph/caict-2021/claims/2-3.ttl",
        r"    aii:statedIn \S+ ;\n",
        "",
        ("A claim should name the passage that states it. (path aii:statedIn, ",),
    ),
    "a value that is an xsd:double": Fault(
        "graph/caict-2021/claims/2-3.ttl",
        r"aii:value 256\.0",
        "aii:value 2.56e2",
        (
            "A value should be one xsd:decimal whose absolute value is under 10 to the 15th.",
            "A number should be an xsd:decimal or xsd:integer, never an xsd:double or xsd:float.",
        ),
    ),
    "one IRI for things of two kinds": Fault(
        "graph/entities/places.ttl",
        r"\Z",
        "\nid:chip-mlu370\n    a aii:City ;\n.\n",
        ("A thing should not be of two unrelated kinds: one IRI may have been given to two things.",),
        node="id:chip-mlu370",
        place="graph/entities/chips.ttl",
    ),
    "a passage whose digest is wrong": Fault(
        "graph/caict-2021/sources.ttl",
        r'aii:digest "[0-9a-f]{64}"',
        f'aii:digest "{"0" * 64}"',
        ("has another aii:passageListDigest than its passages' digests give",),
        node="<https://w3id.org/aiinfra/source/caict-2021>",
        place="graph/caict-2021/sources.ttl",
    ),
}


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the real inputs in ``in`` and the release made from them in ``out``."""
    folder = tmp_path_factory.mktemp("good")
    for name in FOLDERS:
        shutil.copytree(ROOT / name, folder / "in" / name)
    build(Settings(folder / "in", folder / "out"))
    return folder


@pytest.fixture
def settings(good: Path, tmp_path: Path) -> Settings:
    """Return the settings of a copy of its own."""
    shutil.copytree(good, tmp_path, dirs_exist_ok=True)
    return Settings(tmp_path / "in", tmp_path / "out")


def files_in(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def edit(path: Path, old: str, new: str) -> int:
    """Replace the first match of ``old`` in the file; return where it was."""
    text = path.read_text(encoding="utf-8")
    match = re.search(old, text)
    assert match, f"{old} is not in {path}"
    path.write_text(text[: match.start()] + new + text[match.end() :], encoding="utf-8")
    return match.start()


def block_at(path: Path, offset: int) -> tuple[int, str]:
    """Return the line (from 1) and the name of the block that ``offset`` lies in."""
    text = path.read_text(encoding="utf-8")
    start = [match for match in BLOCK.finditer(text, 0, offset) if match[0] != "."][-1]
    return text.count("\n", 0, start.start()) + 1, start[0]


def line_of(path: Path, node: str) -> int:
    return path.read_text(encoding="utf-8").splitlines().index(node) + 1


def refuse(settings: Settings, error: type[Exception]) -> str:
    """Build, and return what the build says; the release and what lies beside it must stay as they were."""
    before = files_in(settings.home)
    assert {path.name for path in before} == {"release.nq", "release.json", "conformed.json", "readings.json"}
    with pytest.raises(error) as caught:
        build(settings)
    assert type(caught.value) is error
    assert files_in(settings.home) == before
    return str(caught.value)


def test_a_copy_without_fault_has_nothing_to_build(settings: Settings) -> None:
    assert build(settings).fresh


def test_a_mistake_in_turtle_is_named_with_line_and_column(settings: Settings) -> None:
    path = settings.inputs / "graph/entities/chips.ttl"
    offset = edit(path, r"a aii:AIChip ;", "a aii:AIChip")
    line = path.read_text(encoding="utf-8").count("\n", 0, offset) + 1
    said = refuse(settings, SourceError)
    assert re.match(rf"{re.escape(str(path))}:{line + 1}:\d+: A dot is expected", said)
    assert said.endswith("; mend the file there")


def test_a_file_that_is_not_utf_8_is_named_with_its_line(settings: Settings) -> None:
    path = settings.inputs / "graph/entities/chips.ttl"
    data = path.read_bytes()
    path.write_bytes(data + "# 算力\n".encode("gb18030"))
    line = data.count(b"\n") + 1
    said = refuse(settings, SourceError)
    assert said.startswith(f"{path}:{line}: not UTF-8 (byte 0x")
    assert said.endswith(": save it as UTF-8")


@pytest.mark.parametrize("name", FOLDERS)
def test_a_missing_folder_is_named(settings: Settings, name: str) -> None:
    shutil.rmtree(settings.inputs / name)
    said = refuse(settings, SourceError)
    assert said.startswith(f"no file {name}/")
    assert said.endswith(f" in {settings.inputs}: restore it, or name the right folder with KG_INPUTS")


def test_missing_inputs_are_named(settings: Settings) -> None:
    shutil.rmtree(settings.inputs)
    said = refuse(settings, SourceError)
    assert said == (
        f"{settings.inputs} is not a folder: name one that holds ontology/ graph/ shapes/ queries/"
    )


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_in_the_facts_is_named_with_file_line_and_node(settings: Settings, name: str) -> None:
    fault = FAULTS[name]
    path = settings.inputs / fault.file
    line, node = block_at(path, edit(path, fault.old, fault.new))
    if fault.node:
        path, node = settings.inputs / fault.place, fault.node
        line = line_of(path, node)
    head, *problems, tail = refuse(settings, FactsError).splitlines()
    assert head.endswith(" wrong with the graph:")
    assert tail == WHAT_TO_DO
    assert len(problems) == len(fault.says)
    for problem, says in zip(sorted(problems), sorted(fault.says), strict=True):
        assert problem.startswith(f"{path}:{line}: {node.strip('<>')}: ")
        assert says in problem
