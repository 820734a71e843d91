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
def export(  # noqa: PLR0917 - typer needs the options written out
    format: Annotated[
        str | None,
        typer.Option(help="nquads (default), trig, turtle (a view's default), ntriples, rdfxml, jsonld."),
    ] = None,
    graph: Annotated[str | None, typer.Option(help="One named graph: its name or IRI.")] = None,
    view: Annotated[
        str | None, typer.Option(help="In other words: schema-org, dcat-ap or data-cube.")
    ] = None,
    of: Annotated[str | None, typer.Option(help="With --view: one entity, by its IRI.")] = None,
    protege: Annotated[
        bool, typer.Option("--protege", help="Write the flat file for Protégé and its catalog into a folder.")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="A file, else standard output; with --protege a folder."),
    ] = None,
) -> None:
    """Write the whole data set, a graph or a view of it, in any RDF format; or a flat file for Protégé."""
    from kg.library import Release

    if protege and (graph, view, of, format) != (None, None, None, None):
        raise ToolError("--protege writes all graphs, in formats of its own: leave the other options out")
    if graph is not None and view is not None:
        raise ToolError("a view shows all graphs together: leave out --graph or --view")
    if of is not None and view is None:
        raise ToolError("--of names the entity of a view: add --view")
    if protege:
        _export_flat(output or Path("protege"))
    elif view is not None:
        write(_show(view, of, format or "turtle"), output)
    else:
        write(Release(open_store(None)).export(format or "nquads", graph), output)


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
def reference(
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The folder for model.md and model.svg.")
    ] = Path("docs"),
) -> None:
    """Write the reference of the ontology: every term with its use and an example, and the class diagram."""
    from kg.diagram import draw_classes
    from kg.library import Release
    from kg.reference import write_reference

    if not output.is_dir():
        raise ToolError(f"{output} is not a folder: name one with --output")
    read = Release(open_store(None)).reference()
    for name, text in {"model.md": write_reference(read), "model.svg": draw_classes(read)}.items():
        replace(output / name, text.encode())
        print(f"wrote {output / name}")


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


def _show(name: str, entity: str | None, format: str) -> bytes:
    from kg.settings import read_settings
    from kg.views import construct, read_view, write_view

    view = read_view(read_settings().inputs, name)
    shown = view if entity is None else view.of(entity)
    triples = construct(open_store(None), shown)
    if not triples:
        raise ToolError(f"the view {name} knows no {entity}: name an entity by its whole IRI")
    return write_view(triples, view, format, entity)


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
