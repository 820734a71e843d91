"""The ``kg`` command: a thin skin over the library, and the only place that knows both sides."""

import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.errors import KgError, ToolError
from kg.limits import limit_help
from kg.settings import Settings, read_limits, read_settings

# Each command imports what it needs when it runs: `kg build` with nothing to do must return at once.
if TYPE_CHECKING:
    from pyoxigraph import Store

    from kg.workers.wire import Source

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="The facts of a report on AI infrastructure as a cited knowledge graph with a SPARQL endpoint.",
)

_Files = Annotated[list[Path] | None, typer.Argument(help="RDF files to use instead of the release.")]
_Text = Annotated[Path | None, typer.Option("--text", help="Your copy of the report's text (or KG_REPORT).")]


def main() -> None:
    """Run the command; a failure that the package can explain is one message on stderr and exit code 1."""
    try:
        if sys.argv[1:] == ["build"]:  # Typer would load pydantic first, half the time of a no-op
            build()
        else:
            app()
    except KgError as error:
        print(f"kg: {error}", file=sys.stderr)
        raise SystemExit(1) from None


@app.command()
def build(
    force: Annotated[bool, typer.Option(help="Build even when nothing changed.")] = False,
) -> None:
    """Build the release: parse, derive, validate, entail, describe, store; nothing when no input changed."""
    _build(read_settings(), force=force, quiet=False)


@app.command()
def validate(files: _Files = None) -> None:
    """Hold the graph, or the given RDF files, against the shapes. Exit code 0: it conforms; else 1."""
    from kg.checks import validate_inputs

    problems = validate_inputs(read_settings(), files or [])
    for problem in problems:
        print(problem)
    print("conforms" if not problems else f"does not conform: {len(problems)} violations")
    raise typer.Exit(1 if problems else 0)


def _limit(name: str) -> Any:
    return typer.Option(f"--{name}", help=limit_help()[name], rich_help_panel="Limits", show_default=False)


@app.command()
def serve(  # noqa: PLR0917 - one option a limit, and typer needs them written out
    files: _Files = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.")] = 8000,
    default_graph: Annotated[
        str, typer.Option(help="What a query sees that names no data set: union (of all graphs) or plain.")
    ] = "union",
    root_path: Annotated[str, typer.Option(help="The path under which a proxy has this server.")] = "",
    proxy_headers: Annotated[
        bool, typer.Option("--proxy-headers", help="Believe a proxy on this machine about its clients.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Log no line a request.")] = False,
    time: Annotated[int | None, _limit("time")] = None,
    bytes: Annotated[int | None, _limit("bytes")] = None,
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
    service = Service(_source(files), union=default_graph == "union", limits=read_limits(options))
    run(
        service,
        host=host,
        port=port,
        announce=_announce,
        root_path=root_path,
        proxy_headers=proxy_headers,
    )


@app.command()
def query(
    query: Annotated[str, typer.Argument(help="A SPARQL query, or a file that holds one.")],
    files: _Files = None,
    format: Annotated[
        str, typer.Option(help="table, json, xml, csv, tsv; turtle, ntriples, rdfxml, jsonld, …")
    ] = "table",
) -> None:
    """Ask with no server running."""
    text = _read_query(query)
    store = _open(files)
    if format == "table":
        _print_answer(store, text)
    else:
        from kg.sparql import answer

        _write(answer(store, text, format=format).body, None)


@app.command()
def export(
    format: Annotated[str, typer.Option(help="nquads, trig, turtle, ntriples, rdfxml or jsonld.")] = "nquads",
    graph: Annotated[str | None, typer.Option(help="One named graph: its name or IRI.")] = None,
    protege: Annotated[
        bool, typer.Option("--protege", help="Write the flat file for Protégé and its catalog into a folder.")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="A file, else standard output; with --protege a folder."),
    ] = None,
) -> None:
    """Write the whole data set, or one graph, in any RDF format; or one flat file for Protégé."""
    from kg.library import Release

    if not protege:
        _write(Release(_open(None)).export(format, graph), output)
    elif graph is not None or format != "nquads":
        raise ToolError("--protege writes all graphs, in formats of its own: leave out --graph and --format")
    else:
        _export_flat(output or Path("protege"))


@app.command()
def reason() -> None:
    """Ask HermiT (needs Java) if the ontology, and all data with it, is consistent. Exit code 0: it is."""
    from kg.reason import judge_release

    verdicts = []
    for name, verdict in judge_release(_open(None)):
        print(f"{name}: {verdict}", flush=True)
        verdicts.append(verdict)
    raise typer.Exit(0 if all(verdict.good for verdict in verdicts) else 1)


@app.command()
def verify(
    text: _Text = None,
    source: Annotated[str, typer.Option(help="The report's folder under graph/.")] = "caict-2021",
) -> None:
    """Find each cited passage again in your own copy of the report. Exit code 0: all found."""
    from kg.checks import shorten, verify_text

    verification = verify_text(read_settings(), _report(text), source)
    for fault in verification.faults:
        print(f"{shorten(fault.node)}: {fault.message}")
    print(verification)
    raise typer.Exit(1 if verification.faults else 0)


@app.command()
def coverage(
    text: _Text = None,
    source: Annotated[str, typer.Option(help="The report's folder under graph/.")] = "caict-2021",
) -> None:
    """List what is printed and no claim covers, and claims that name the unnamed. Exit code 0: none."""
    from kg.checks import measure_coverage, shorten

    measured = measure_coverage(read_settings(), _report(text), source)
    for token in measured.uncovered:
        print(f"{token.passage}: {token.kind} “{token.text}” at {token.offset} is covered by no claim")
    for idle in measured.idle:
        print(
            f"{idle.place}: excludes “{idle.text}” at {idle.offset}, which is covered or not there: remove it"
        )
    for claim in measured.unfounded:
        where = claim.passage.rsplit("/", 1)[-1]
        print(f"{shorten(claim.claim)}: {shorten(claim.term)} is not named in {where}: add an inference note")
    print(measured)
    raise typer.Exit(0 if measured.complete else 1)


@app.command()
def sources(
    text: _Text = None,
    source: Annotated[str, typer.Option(help="The report's folder under graph/.")] = "caict-2021",
) -> None:
    """Write sources.ttl anew from passages.tsv and your copy of the report's text."""
    from kg.passages import write_sources

    print(f"wrote {write_sources(read_settings().inputs / 'graph' / source, _report(text))}")


@app.command()
def locate(
    passage: Annotated[str, typer.Argument(help="A passage, such as 2-3-2-p1.")],
    printed: Annotated[str, typer.Argument(help="What is printed there, such as '256 TOPS'.")],
    text: _Text = None,
    source: Annotated[str, typer.Option(help="The report's folder under graph/.")] = "caict-2021",
) -> None:
    """Print the offsets at which a printed form stands in a passage: the values for aii:printedAt."""
    from kg.checks import locate_printed

    for offset in locate_printed(read_settings(), _report(text), source, passage, printed):
        print(offset)


@app.command()
def stats(
    short: Annotated[bool, typer.Option(help="Only the counts that the README shows.")] = False,
) -> None:
    """Count triples, claims, entities, properties and discrepancies."""
    from kg.library import Release
    from kg.statistics import count, render

    print(render(count(Release(_open(None)), whole=not short)))


@app.command("format")
def format_(
    check: Annotated[bool, typer.Option(help="Change nothing; exit code 1 when a file is not tidy.")] = False,
) -> None:
    """Put the Turtle of ontology/, graph/ and shapes/ into its normal form."""
    from kg.turtle import find_untidy

    inputs = read_settings().inputs
    untidy = [found for name in ("ontology", "graph", "shapes") for found in find_untidy(inputs / name)]
    for path, tidy in untidy:
        print(f"{path} {'is not in normal form: run `kg format`' if check else 'put in order'}")
        if not check:
            _replace(path, tidy.encode())
    raise typer.Exit(1 if check and untidy else 0)


def _build(settings: Settings, *, force: bool = False, quiet: bool) -> None:
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


def _source(files: list[Path] | None) -> "Source":
    """Return what a server serves: ``files``, or the release, built when stale."""
    from kg.workers.wire import Source

    if files:
        return Source(tuple(str(path.resolve()) for path in files), is_release=False)
    settings = read_settings()
    _build(settings, quiet=True)
    return Source((str(settings.release.resolve()),), is_release=True)


def _open(files: list[Path] | None) -> "Store":
    from kg.store import load_files, open_release

    if files:
        return load_files(files)
    settings = read_settings()
    _build(settings, quiet=True)
    return open_release(settings.release)


def _export_flat(folder: Path) -> None:
    from kg.flat import write_files

    files = write_files(_open(None))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ToolError(f"{folder} cannot be made ({error.strerror}): name another --output") from error
    for name, data in files.items():
        _replace(folder / name, data)
    print(f"wrote {', '.join(files)} to {folder}: open {folder / 'aiinfra.owl'} in Protégé")


def _announce(address: str) -> None:
    print(f"SPARQL endpoint: {address}sparql   query page: {address}", flush=True)


def _report(text: Path | None) -> Path:
    path = text or read_settings().report
    if path is None:
        raise ToolError("no report to look in: name your copy of its text with --text or KG_REPORT")
    return path


def _read_query(query: str) -> str:
    path = Path(query)
    try:
        if "\n" in query or not path.is_file():
            return query
    except (OSError, ValueError):  # too long for a file name, or not one
        return query
    return path.read_text(encoding="utf-8")


def _print_answer(store: "Store", text: str) -> None:
    from rich.console import Console

    from kg.library import Release, Rows, Triples
    from kg.table import draw_table

    result = Release(store).query(text)
    if isinstance(result, Triples):
        _write(result.serialize(), None)
    elif isinstance(result, Rows):
        Console().print(draw_table(result))
    else:
        print("yes" if result else "no")


def _write(data: bytes, path: Path | None) -> None:
    if path is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        _replace(path, data)


def _replace(path: Path, data: bytes) -> None:
    """Write beside ``path``, then rename."""
    draft = path.with_name(path.name + ".new")
    try:
        draft.write_bytes(data)
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise ToolError(f"{path} cannot be written ({error.strerror}): name another --output") from error
