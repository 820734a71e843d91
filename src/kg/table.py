"""Draw the rows of an answer as a table for a terminal."""

from rich.table import Table
from rich.text import Text as Cell

from kg.library import Rows
from kg.values import IRI, Blank, Text, Value, shorten


def draw_table(rows: Rows) -> Table:
    """Return ``rows`` as a rich table; IRIs are shortened by our prefixes, unbound cells are empty."""
    table = Table(*rows.columns)
    for row in rows:
        table.add_row(*(Cell("" if value is None else show(value)) for value in row))
    return table


def show(value: Value) -> str:
    """Return ``value`` as a reader wants it: ``aii:AIChip``, ``寒武纪@zh``, ``256``."""
    if isinstance(value, IRI):
        return shorten(value)
    if isinstance(value, Blank):
        return f"_:{value}"
    if isinstance(value, Text):
        return f"{value}@{value.language}"
    if isinstance(value, tuple):
        return f"<<( {' '.join(show(part) for part in value)} )>>"
    return str(value).lower() if isinstance(value, bool) else str(value)
