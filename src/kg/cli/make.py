"""Commands for whoever makes the graph: build it, hold it against shapes and report, keep it tidy."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.common import Files, app, build_release, replace
from kg.errors import ToolError
from kg.settings import read_settings

Text = Annotated[Path | None, typer.Option("--text", help="Your copy of the report's text (or KG_REPORT).")]
Report = Annotated[str, typer.Option(help="The report's folder under graph/.")]


@app.command()
def build(
    force: Annotated[bool, typer.Option(help="Build even when nothing changed.")] = False,
) -> None:
    """Build the release: parse, derive, validate, entail, describe, store; nothing when no input changed."""
    build_release(read_settings(), force=force, quiet=False)


@app.command()
def validate(files: Files = None) -> None:
    """Hold the graph, or the given RDF files, against the shapes. Exit code 0: it conforms; else 1."""
    from kg.checks import validate_inputs

    problems = validate_inputs(read_settings(), files or [])
    for problem in problems:
        print(problem)
    print("conforms" if not problems else f"does not conform: {len(problems)} violations")
    raise typer.Exit(1 if problems else 0)


@app.command()
def verify(
    text: Text = None,
    source: Report = "caict-2021",
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
    text: Text = None,
    source: Report = "caict-2021",
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
    text: Text = None,
    source: Report = "caict-2021",
) -> None:
    """Write sources.ttl anew from passages.tsv and your copy of the report's text."""
    from kg.passages import write_sources

    print(f"wrote {write_sources(read_settings().inputs / 'graph' / source, _report(text))}")


@app.command()
def locate(
    passage: Annotated[str, typer.Argument(help="A passage, such as 2-3-2-p1.")],
    printed: Annotated[str, typer.Argument(help="What is printed there, such as '256 TOPS'.")],
    text: Text = None,
    source: Report = "caict-2021",
) -> None:
    """Print the offsets at which a printed form stands in a passage: the values for aii:printedAt."""
    from kg.checks import locate_printed

    for offset in locate_printed(read_settings(), _report(text), source, passage, printed):
        print(offset)


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
            replace(path, tidy.encode())
    raise typer.Exit(1 if check and untidy else 0)


def _report(text: Path | None) -> Path:
    path = text or read_settings().report
    if path is None:
        raise ToolError("no report to look in: name your copy of its text with --text or KG_REPORT")
    return path
