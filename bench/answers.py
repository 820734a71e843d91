"""Hold the answers of several servers against each other, by value and whatever their order."""

import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from kg.namespaces import XSD

_DIGITS = 12
_NUMBERS = frozenset(
    XSD + name for name in ("integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger")
)

Table = tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]


def read_answer(body: bytes) -> Table:
    """Return columns and sorted rows of SPARQL JSON results; numbers to 12 digits, blank nodes without name.

    Raises ValueError for what is no such document.
    """
    document = json.loads(body)
    if not isinstance(document, dict):
        raise ValueError("this is no SPARQL result")
    if "boolean" in document:
        return (), ((str(document["boolean"]),),)
    try:
        columns = tuple(document["head"]["vars"])
        bindings = document["results"]["bindings"]
    except (KeyError, TypeError) as error:
        raise ValueError("this is no SPARQL result") from error
    rows = [tuple(_value(row.get(column)) for column in columns) for row in bindings]
    return columns, tuple(sorted(rows))


def _value(term: Mapping[str, str] | None) -> str:
    if term is None:
        return ""
    if term["type"] == "bnode":
        return "_:"
    datatype = term.get("datatype", "")
    if datatype in _NUMBERS:
        try:
            value = Decimal(term["value"])
            return f"number {Decimal(f'{value:.{_DIGITS}g}').normalize()}"
        except InvalidOperation:
            pass
    kind = "" if datatype == XSD + "string" else datatype
    return f"{term['type']} {term['value']} {kind}{term.get('xml:lang', '').lower()}"


def difference(expected: Table, found: Table) -> str | None:
    """Return how ``found`` differs from ``expected``, None when it does not."""
    if expected == found:
        return None
    if set(expected[0]) != set(found[0]):
        return f"columns {' '.join(found[0])}, not {' '.join(expected[0])}"
    if len(expected[1]) != len(found[1]):
        return f"{len(found[1])} rows, not {len(expected[1])}"
    pairs = zip(expected[1], found[1], strict=True)
    number = sum(one != other for one, other in pairs)
    return f"{number} of {len(found[1])} rows differ"
