"""Commands for whoever asks the graph, with no server running."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.common import Files, app, open_store, replace, write
from kg.errors import ToolError

if TYPE_CHECKING:
    from pyoxigraph import Store


@app.command()
def query(
    query: Annotated[str, typer.Argument(help="A SPARQL query, or a file that holds one.")],
    files: Files = None,
    format: Annotated[
        str, typer.Option(help="table, json, xml, csv, tsv; turtle, ntriples, rdfxml, jsonld, …")
    ] = "table",
) -> None:
    """Ask with no server running."""
    text = _read_query(query)
    store = open_store(files)
    if format == "table":
        _print_answer(store, text)
    else:
        from kg.sparql import answer

        write(answer(store, text, format=format).body, None)


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
        write(Release(open_store(None)).export(format, graph), output)
    elif graph is not None or format != "nquads":
        raise ToolError("--protege writes all graphs, in formats of its own: leave out --graph and --format")
    else:
        _export_flat(output or Path("protege"))


@app.command()
def reason() -> None:
    """Ask HermiT (needs Java) if the ontology, and all data with it, is consistent. Exit code 0: it is."""
    from kg.reason import judge_release

    verdicts = []
    for name, verdict in judge_release(open_store(None)):
        print(f"{name}: {verdict}", flush=True)
        verdicts.append(verdict)
    raise typer.Exit(0 if all(verdict.good for verdict in verdicts) else 1)


@app.command()
def stats(
    short: Annotated[bool, typer.Option(help="Only the counts that the README shows.")] = False,
) -> None:
    """Count triples, claims, entities, properties and discrepancies."""
    from kg.library import Release
    from kg.statistics import count, render

    print(render(count(Release(open_store(None)), whole=not short)))


def _export_flat(folder: Path) -> None:
    from kg.flat import write_files

    files = write_files(open_store(None))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ToolError(f"{folder} cannot be made ({error.strerror}): name another --output") from error
    for name, data in files.items():
        replace(folder / name, data)
    print(f"wrote {', '.join(files)} to {folder}: open {folder / 'aiinfra.owl'} in Protégé")


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
        write(result.serialize(), None)
    elif isinstance(result, Rows):
        Console().print(draw_table(result))
    else:
        print("yes" if result else "no")
