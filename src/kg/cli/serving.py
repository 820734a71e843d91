"""The command that serves."""

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.common import Files, app, build_release
from kg.errors import ToolError
from kg.limits import limit_help
from kg.settings import read_allowed_services, read_limits, read_settings

if TYPE_CHECKING:
    from kg.workers.wire import Source


def _limit(name: str) -> Any:
    return typer.Option(f"--{name}", help=limit_help()[name], rich_help_panel="Limits", show_default=False)


@app.command()
def serve(  # noqa: PLR0917 - one option a limit, and typer needs them written out
    files: Files = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.")] = 8000,
    store: Annotated[
        Path | None,
        typer.Option(help="A folder to serve from on disk, for data that memory does not hold; filled once."),
    ] = None,
    default_graph: Annotated[
        str, typer.Option(help="What a query sees that names no data set: union (of all graphs) or plain.")
    ] = "union",
    root_path: Annotated[str, typer.Option(help="The path under which a proxy has this server.")] = "",
    proxy_headers: Annotated[
        bool, typer.Option("--proxy-headers", help="Believe a proxy on this machine about its clients.")
    ] = False,
    reload: Annotated[
        bool, typer.Option("--reload", help="Take up a new release, or changed files, when they are there.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Log no line a request.")] = False,
    allow_service: Annotated[
        list[str] | None,
        typer.Option(
            help="The beginning of the IRIs that SERVICE may ask; may be repeated. [KG_ALLOW_SERVICE, none]"
        ),
    ] = None,
    time: Annotated[int | None, _limit("time")] = None,
    bytes: Annotated[int | None, _limit("bytes")] = None,
    rows: Annotated[int | None, _limit("rows")] = None,
    sending: Annotated[int | None, _limit("sending")] = None,
    holding: Annotated[int | None, _limit("holding")] = None,
    length: Annotated[int | None, _limit("length")] = None,
    depth: Annotated[int | None, _limit("depth")] = None,
    chain: Annotated[int | None, _limit("chain")] = None,
    memory: Annotated[int | None, _limit("memory")] = None,
    workers: Annotated[int | None, _limit("workers")] = None,
    waiting: Annotated[int | None, _limit("waiting")] = None,
    rate: Annotated[int | None, _limit("rate")] = None,
    cache: Annotated[int | None, _limit("cache")] = None,
) -> None:
    """Serve the release over SPARQL (built first when stale), or any RDF files given.

    SIGHUP: serve what is on disk now. SIGTERM: answer what was asked, then end.
    """
    options = {name: value for name, value in locals().items() if name in limit_help()}
    from kg.web.serve import serve as run
    from kg.web.service import Service

    if default_graph not in ("union", "plain"):
        raise ToolError(f"--default-graph={default_graph} is unknown: say union or plain")
    logging.basicConfig(format="%(message)s", level=logging.WARNING if quiet else logging.INFO)
    from kg.passages import read_text
    from kg.views import read_views

    settings = read_settings()
    service = Service(
        _source(files, store),
        union=default_graph == "union",
        limits=read_limits(options),
        services=read_allowed_services(allow_service or []),
        report=read_text(settings.report) if settings.report else None,
        schema=read_views(settings.inputs).get("schema-org"),
        readings=settings.readings,
        templates=settings.templates,
    )
    run(
        service,
        host=host,
        port=port,
        announce=_announce,
        root_path=root_path,
        proxy_headers=proxy_headers,
        reload=reload,
    )


def _source(files: list[Path] | None, store: Path | None) -> "Source":
    """Return what a server serves: ``files``, or the release, built when stale; from ``store`` on disk."""
    from kg.workers.wire import Source

    folder = str(store.resolve()) if store else None
    if files:
        return Source(tuple(str(path.resolve()) for path in files), is_release=False, folder=folder)
    settings = read_settings()
    build_release(settings, quiet=True)
    return Source((str(settings.release.resolve()),), is_release=True, folder=folder)


def _announce(address: str) -> None:
    print(f"SPARQL endpoint: {address}sparql   query page: {address}", flush=True)
