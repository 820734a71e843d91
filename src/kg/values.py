"""Turn RDF terms into Python values."""

import datetime
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

from kg.namespaces import PREFIXES, XSD

_UNSAFE = re.compile(r'[\x00-\x20<>"{}|^`\\]')


class IRI(str):
    """An IRI; equal to the plain string."""

    __slots__ = ()


class Blank(str):
    """The label of a blank node, good within one answer."""

    __slots__ = ()


class Text(str):
    """A string with a language tag, in lower case as Oxigraph has it; equal to the plain string."""

    __slots__ = ("language",)
    language: str

    def __new__(cls, value: str, language: str = "") -> "Text":
        """Return ``value`` in ``language``."""
        text = super().__new__(cls, value)
        text.language = language
        return text


#: What a term becomes: see :func:`to_python`. A triple term (RDF 1.2) becomes a tuple of three values.
Value = str | int | float | Decimal | bool | datetime.date | tuple["Value", "Value", "Value"]
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_INTEGERS = (
    "integer long int short byte nonNegativeInteger positiveInteger nonPositiveInteger negativeInteger "
    "unsignedLong unsignedInt unsignedShort unsignedByte"
)
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
_READERS: dict[str, Callable[[str], Value]] = {
    **{XSD + name: int for name in _INTEGERS.split()},
    XSD + "decimal": Decimal,
    XSD + "double": float,
    XSD + "float": float,
    XSD + "boolean": _BOOLEANS.__getitem__,
    XSD + "dateTime": datetime.datetime.fromisoformat,
    XSD + "date": datetime.date.fromisoformat,
}


def to_python(term: Term) -> Value:
    """Return the Python value of ``term``.

    IRI → :class:`IRI`, blank node → :class:`Blank`, string with language → :class:`Text`, xsd:integer and its
    kin → int, xsd:decimal → Decimal, xsd:double and xsd:float → float, xsd:boolean → bool, xsd:dateTime →
    datetime, xsd:date → date. Any other datatype, and any value that Python's type cannot hold (a date with a
    time zone, a year past 9999, "abc"^^xsd:integer), stays the str that was written.
    """
    if isinstance(term, ox.NamedNode):
        return IRI(term.value)
    if isinstance(term, ox.BlankNode):
        return Blank(term.value)
    if isinstance(term, ox.Triple):
        return to_python(term.subject), to_python(term.predicate), to_python(term.object)
    if term.language is not None:
        return Text(term.value, term.language)
    read = _READERS.get(term.datatype.value, str)
    try:
        return read(term.value)
    except (ValueError, KeyError, InvalidOperation):
        return term.value


def shorten(iri: str) -> str:
    """Return ``iri`` with the longest of our prefixes that fits, or as it is."""
    fitting = [(len(start), prefix) for prefix, start in PREFIXES.items() if iri.startswith(start)]
    if not fitting:
        return iri
    length, prefix = max(fitting)
    return f"{prefix}:{iri[length:]}"


def can_write(iri: str) -> bool:
    """Tell whether ``iri`` can stand in a query as it is (SPARQL 1.1 §19.8, IRIREF) and is absolute."""
    if _UNSAFE.search(iri):
        return False
    try:
        return bool(ox.NamedNode(iri).value)
    except ValueError:  # what RFC 3987 does not have, such as private characters, or % without two digits
        return False
