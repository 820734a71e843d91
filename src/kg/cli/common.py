"""What the commands share: the parser, the release they open, and how they write files."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.errors import ToolError
from kg.settings import Settings, read_settings

# Each command imports what it needs when it runs: `kg build` with nothing to do must return at once.
if TYPE_CHECKING:
    from pyoxigraph import Store

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="The facts of a report on AI infrastructure as a cited knowledge graph with a SPARQL endpoint.",
)

Files = Annotated[list[Path] | None, typer.Argument(help="RDF files to use instead of the release.")]


def build_release(settings: Settings, *, force: bool = False, quiet: bool) -> None:
    """Build the release of ``settings`` unless it is fresh, and say so unless ``quiet``."""
    from kg.pipeline import build

    if quiet or not sys.stderr.isatty():
        made = build(settings, force=force)
    else:
        from kg.progress import progress_bar

        with progress_bar() as step:
            made = build(settings, progress=step, force=force)
    if not quiet:
        state = "nothing changed" if made.fresh else f"built in {made.seconds:.1f} s"
        print(f"release {made.release}: {sum(made.graphs.values()):,} triples, {state} ({settings.release})")


def open_store(files: list[Path] | None) -> "Store":
    """Return a store that holds ``files``, else the release, built when stale."""
    from kg.store import load_files, open_release

    if files:
        return load_files(files)
    settings = read_settings()
    build_release(settings, quiet=True)
    return open_release(settings.release)


def write(data: bytes, path: Path | None) -> None:
    """Write ``data`` into ``path``, or to standard output."""
    if path is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        replace(path, data)


def replace(path: Path, data: bytes) -> None:
    """Write beside ``path``, then rename."""
    draft = path.with_name(path.name + ".new")
    try:
        draft.write_bytes(data)
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise ToolError(f"{path} cannot be written ({error.strerror}): name another --output") from error
