"""The command that publishes: a folder with everything that a data set is given out with."""

import gzip
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.common import app, build_release, replace
from kg.errors import ToolError
from kg.settings import read_settings

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from kg.changes import Changes


@app.command()
def release(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder.")],
    against: Annotated[
        Path | None, typer.Option(help="The folder of the release before: what changed since?")
    ] = None,
    target: Annotated[
        str, typer.Option(help="The host that https://w3id.org/aiinfra/ is to redirect to.")
    ] = "https://aiinfra.example.org",
) -> None:
    """Write the release to give out: dumps, VoID, DCAT, checksums, changes, citation, RO-Crate, redirects."""
    from kg.publication import publish
    from kg.store import read_manifest
    from kg.views import read_views

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ToolError(f"{folder} is not empty: name a new folder")
    settings = read_settings()
    build_release(settings, quiet=True)
    manifest = read_manifest(settings.manifest)
    assert manifest is not None, "the build left one"
    quads = _read_quads(settings.release.read_bytes(), settings.release)
    changes, before = _compare(quads, against) if against else (None, None)
    files = publish(
        quads,
        read_views(settings.inputs),
        id=manifest.id,
        target=target,
        changes=changes,
        before=before,
    )
    for name, data in files.items():
        path = folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ToolError(
                f"{path.parent} cannot be made ({error.strerror}): name another folder"
            ) from error
        replace(path, data)
    print(f"release {manifest.id}: {len(files)} files in {folder}")


def _compare(quads: "list[Quad]", against: Path) -> "tuple[Changes, str]":
    """Return what changed since the release in the folder ``against``, and that one's identifier."""
    import hashlib

    from kg.changes import compare
    from kg.publication import DUMP

    path = against / DUMP
    try:
        data = gzip.decompress(path.read_bytes())
    except (OSError, EOFError) as error:
        raise ToolError(f"{path} cannot be read ({error}): name a folder that kg release wrote") from error
    return compare(quads, _read_quads(data, path)), hashlib.sha256(data).hexdigest()[:16]


def _read_quads(data: bytes, path: Path) -> "list[Quad]":
    """Return quads with the blank nodes' labels as they are written."""
    from pyoxigraph import RdfFormat, parse

    try:
        return list(parse(data, format=RdfFormat.N_QUADS))
    except SyntaxError as error:
        raise ToolError(f"{path} is damaged ({error.msg}): remove it and make it again") from error
