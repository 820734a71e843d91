"""Read the answer to a question of our own from TSV, the format that is quickest on both sides. Pure."""

from collections.abc import Iterable, Mapping
from itertools import chain

from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from kg.values import IRI, Value, to_python


def read_rows(answer: bytes) -> list[Mapping[str, Value]]:
    """Return the rows of the answer to a SELECT query (SPARQL 1.1 Query Results TSV).

    A term is read once, however often it comes.
    """
    head, *lines = answer.decode().removesuffix("\n").split("\n")
    names = [variable.removeprefix("?") for variable in head.split("\t")]
    cells = [line.split("\t") for line in lines]
    read = _read_cells(set(chain.from_iterable(cells)) - {""})
    term = read.__getitem__
    return [
        {name: read[cell] for name, cell in zip(names, row, strict=True) if cell}
        if "" in row
        else dict(zip(names, map(term, row), strict=True))
        for row in cells
    ]


def _read_cells(cells: Iterable[str]) -> dict[str, Value]:
    read: dict[str, Value] = {}
    others = []
    for cell in cells:
        if cell.startswith("<") and not cell.startswith("<<"):
            read[cell] = IRI(cell[1:-1])
        else:
            others.append(cell)
    return read | _read_literals(others)


def _read_literals(cells: list[str]) -> dict[str, Value]:
    """Return the values of what is not plainly an IRI, read by the engine as one column."""
    if not cells:
        return {}
    column = parse_query_results("\n".join(["?cell", *cells, ""]).encode(), format=QueryResultsFormat.TSV)
    assert isinstance(column, QuerySolutions)
    terms = [solution[0] for solution in column]
    return {cell: to_python(term) for cell, term in zip(cells, terms, strict=True) if term is not None}
