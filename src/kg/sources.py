"""Read the input folder: bytes, their digest, their triples, and the line where each node's block begins."""

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple

from kg.errors import SourceError
from kg.namespaces import graph_iri
from kg.parsing import parse_bytes

#: Pattern of a file, the part of the release it belongs to, and whether at least one such file must be there.
#: A file belongs to the first pattern that matches it. The parts are the hand-written named graphs;
#: ``shapes`` guard the build and are not judged themselves, ``queries`` are texts, ``links`` is a table that
#: :mod:`kg.links` reads, ``coordinates`` one that :mod:`kg.coordinates` reads.
LAYOUT = (
    ("ontology/aiinfra.ttl", "ontology", True),
    ("ontology/alignments.ttl", "alignments", False),
    ("graph/vocabulary.ttl", "vocabulary", True),
    ("graph/entities/*.ttl", "entities", True),
    ("graph/*/sources.ttl", "sources", True),
    ("graph/*/claims/*.ttl", "claims", True),
    ("graph/*/discrepancies.ttl", "claims", False),
    ("graph/links.tsv", "links", False),
    ("graph/coordinates.tsv", "coordinates", False),
    ("shapes/*.ttl", "shapes", True),
    ("queries/*.rq", "queries", True),
)

#: Parts that are no RDF.
_TABLES = frozenset({"links", "coordinates"})

_BOM = b"\xef\xbb\xbf"
_PACKAGE = Path(__file__).resolve().parent
_ENGINES = ("pyoxigraph", "pyshacl", "rdflib")
_PREFIX = re.compile(r"^(?:@prefix|PREFIX)\s+([^\s:]*):\s*<([^>]*)>", re.IGNORECASE | re.MULTILINE)
_BLOCK = re.compile(r"^(?:<([^>\s]+)>|([\w.-]*):((?:[^\s\\;,.]|\\.|\.(?=\S))+))(?=\s|$)")


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file as it was read: where it lies, its part of the release, its bytes less a byte order mark."""

    path: Path
    part: str
    data: bytes

    @property
    def name(self) -> str:
        """The path as a message shows it: from the working folder when it lies inside, else whole."""
        return _shown(self.path)


@dataclass(frozen=True, slots=True)
class Sources:
    """What RDF and queries say: quads of the hand-written graphs, triples of the shapes, texts."""

    quads: tuple[Quad, ...]
    shapes: tuple[Triple, ...]
    queries: dict[str, str]


def read_inputs(folder: Path) -> list[InputFile]:
    """Return every input file below ``folder`` in a fixed order, each read once.

    Raises SourceError when ``folder`` or a part of it is missing, when a Turtle file lies where nothing reads
    it, and when a file is not UTF-8.
    """
    if not folder.is_dir():
        raise SourceError(f"{folder} is not a folder: name one that holds ontology/ graph/ shapes/ queries/")
    places: dict[Path, str] = {}
    for pattern, part, required in LAYOUT:
        found = sorted(path for path in folder.glob(pattern) if not path.name.startswith("."))
        if required and not found:
            raise SourceError(
                f"no file {pattern} in {folder}: restore it, or name the right folder with KG_INPUTS"
            )
        for path in found:
            places.setdefault(path, part)
    _refuse_strays(folder, places)
    return [InputFile(path, part, _read(path)) for path, part in places.items()]


def digest_inputs(inputs: Iterable[InputFile], extra: Sequence[Path] = ()) -> str:
    """Return the SHA-256 of what decides a release: ``inputs``, ``extra`` files, our code, its engines."""
    digest = hashlib.sha256()
    for file in inputs:
        _feed(digest.update, f"{file.part}/{file.path.name}", file.data)
    for path in [*sorted(_PACKAGE.rglob("*.py")), *extra]:
        _feed(digest.update, path.name, path.read_bytes())
    for engine in _ENGINES:
        _feed(digest.update, engine, _version(engine).encode())
    return digest.hexdigest()


def parse_inputs(inputs: Iterable[InputFile]) -> Sources:
    """Return the content of ``inputs``, literals as they are written; SourceError with file:line:column."""
    quads: list[Quad] = []
    shapes: list[Triple] = []
    queries: dict[str, str] = {}
    for file in inputs:
        if file.part == "queries":
            queries[file.path.stem] = file.data.decode("utf-8")
        elif file.part in _TABLES:
            continue
        elif file.part == "shapes":
            shapes += parse_bytes(file.data, RdfFormat.TURTLE, file.name)
        else:
            graph = NamedNode(graph_iri(file.part))
            quads += [
                Quad(t.subject, t.predicate, t.object, graph)
                for t in parse_bytes(file.data, RdfFormat.TURTLE, file.name)
            ]
    return Sources(tuple(quads), tuple(shapes), queries)


def locate_blocks(inputs: Iterable[InputFile]) -> dict[str, str]:
    """Return ``file:line`` of each node IRI whose block begins in column 0, as our formatter writes them.

    A node with blocks in several files has the place of its first one.
    """
    places: dict[str, str] = {}
    for file in inputs:
        if file.part == "queries" or file.part in _TABLES:
            continue
        text = file.data.decode("utf-8")
        prefixes = dict(_PREFIX.findall(text))
        for number, line in enumerate(text.splitlines(), start=1):
            iri = _block_iri(line, prefixes)
            if iri is not None:
                places.setdefault(iri, f"{file.name}:{number}")
    return places


def _block_iri(line: str, prefixes: dict[str, str]) -> str | None:
    match = _BLOCK.match(line)
    if match is None:
        return None
    whole, prefix, local = match.groups()
    if whole is not None:
        return str(whole)
    return prefixes[prefix] + re.sub(r"\\(.)", r"\1", local) if prefix in prefixes else None


def _refuse_strays(folder: Path, places: dict[Path, str]) -> None:
    for top in ("ontology", "graph", "shapes"):
        for path in sorted((folder / top).rglob("*.ttl")):
            if path not in places and not path.name.startswith("."):
                known = ", ".join(pattern for pattern, _, _ in LAYOUT if pattern.startswith(top))
                raise SourceError(f"{_shown(path)} is read by nothing: move it to one of {known}")


def _read(path: Path) -> bytes:
    try:
        data = path.read_bytes().removeprefix(_BOM)
        data.decode("utf-8")
    except OSError as error:
        raise SourceError(f"{_shown(path)} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = f"byte 0x{data[error.start]:02x} at offset {error.start}"
        raise SourceError(f"{_shown(path)}:{line}: not UTF-8 ({byte}): save it as UTF-8") from error
    return data


def _shown(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _feed(update: Callable[[bytes], None], name: str, data: bytes) -> None:
    update(f"{name} {len(data)}\n".encode())
    update(data)


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "none"
