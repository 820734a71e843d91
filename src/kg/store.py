"""Keep a release on disk as one sorted N-Quads file with its manifest, and open it or any RDF files again."""

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, Store

from kg.errors import SourceError, ToolError
from kg.parsing import choose_format, syntax_error


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a release was made from, its SHA-256, the beginning of that as ``id``, and triples per graph."""

    inputs: str
    release: str
    id: str
    graphs: Mapping[str, int]


def write_release(path: Path, quads: Iterable[Quad]) -> str:
    """Write ``quads`` to ``path`` in one step and return the SHA-256 of the file.

    Equal data give equal bytes: literals are canonical as Oxigraph has them, blank nodes have the labels of
    RDFC-1.0 (https://www.w3.org/TR/rdf-canon/), lines are sorted. Until all is written the old file stays.
    """
    store = Store()
    store.extend(_label_blank_nodes(quads))
    dump = store.dump(format=RdfFormat.N_QUADS) or b""
    data = b"".join(sorted(dump.splitlines(keepends=True)))
    replace_file(path, data)
    return hashlib.sha256(data).hexdigest()


def write_manifest(path: Path, manifest: Manifest) -> None:
    """Write ``manifest`` to ``path`` in one step, after the release that it tells of."""
    replace_file(path, (json.dumps(asdict(manifest), indent=2) + "\n").encode())


def read_manifest(path: Path) -> Manifest | None:
    """Return the manifest at ``path``, or None when there is none that this version wrote."""
    try:
        return Manifest(**json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError):
        return None


def is_fresh(release: Path, manifest: Manifest | None, inputs: str) -> bool:
    """Tell whether ``release`` is the file that ``manifest`` tells of, made from ``inputs``, a digest."""
    if manifest is None or manifest.inputs != inputs or not release.is_file():
        return False
    with release.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == manifest.release


def open_release(path: Path) -> Store:
    """Return the release at ``path`` in memory; ToolError when it is missing or damaged."""
    store = Store()
    try:
        store.bulk_load(path=path, format=RdfFormat.N_QUADS)
    except FileNotFoundError as error:
        raise ToolError(f"{path} is not there: run `kg build` first") from error
    except SyntaxError as error:
        raise ToolError(f"{path} is damaged ({error.msg}): remove it and run `kg build`") from error
    except OSError as error:
        raise ToolError(f"{path} cannot be read ({error}): check its rights and the disk") from error
    return store


def load_files(paths: Sequence[Path]) -> Store:
    """Return the content of any RDF files: triples in the default graph, quads in the graphs they name.

    The suffix names the format. Raises SourceError with file, line and column.
    """
    store = Store()
    for path in paths:
        try:
            store.bulk_load(path=path, format=choose_format(path), base_iri=path.resolve().as_uri())
        except SyntaxError as error:
            raise syntax_error(error, str(path)) from error
        except OSError as error:
            raise SourceError(f"{path} cannot be read ({error}): name a file that is there") from error
    return store


def _label_blank_nodes(quads: Iterable[Quad]) -> list[Quad]:
    """Give blank nodes canonical labels, looking only at the quads that hold some: no other has a say."""
    named: list[Quad] = []
    nameless = Dataset()
    for quad in quads:
        if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
            nameless.add(quad)
        else:
            named.append(quad)
    nameless.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return [*named, *nameless]


def replace_file(path: Path, data: bytes) -> None:
    """Write ``data`` beside ``path``, then rename: a reader sees the old file or the new one, never half."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise ToolError(
            f"{path} cannot be written ({error.strerror}): free the disk or set KG_HOME"
        ) from error
    finally:
        with contextlib.suppress(OSError):  # when the folder itself could not be made
            part.unlink(missing_ok=True)
