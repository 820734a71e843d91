"""Write results and triples in the W3C's formats, mending what pyoxigraph's writers get wrong."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    serialize,
)

from kg.errors import QueryError
from kg.namespaces import PREFIXES, RDF, XSD
from kg.negotiation import RDF_XML, Format

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_XML_NAME_AT_END = re.compile(r"[^\W\d][\w.\-\u00b7]*\Z")
#: Datatypes that Turtle writes by the look of the value.
_UNWRITTEN = {XSD + "string", XSD + "integer", XSD + "boolean", RDF + "langString"}
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")


def with_charset(media_type: str) -> str:
    """Return the value of Content-Type for ``media_type``: text types name their charset."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


class _Bounded(io.BytesIO):
    """Bytes that are written, up to a limit."""

    def __init__(self, most: int | None) -> None:
        super().__init__()
        self.most = most

    def write(self, data: "ReadableBuffer") -> int:
        """Write ``data``; QueryError (507) when it is too much."""
        written = super().write(data)
        if self.most is not None and self.tell() > self.most:
            message = f"The answer is larger than {self.most} bytes, which is the limit: add a LIMIT."
            raise QueryError(message, status=507, code="too-large")
        return written


def write_results(result: QuerySolutions | QueryBoolean, written: Format, most: int | None = None) -> bytes:
    """Return the result of SELECT or ASK in ``written``, one of RESULT_FORMATS. Uses the result up.

    Raises QueryError: 406 where XML cannot hold it, 507 past ``most`` bytes.
    """
    assert isinstance(written.engine, QueryResultsFormat)
    output = _Bounded(most)
    result.serialize(output, format=written.engine)
    body = output.getvalue()
    if written.engine == QueryResultsFormat.XML:
        return _as_xml(body)
    return _for_spreadsheet(body) if written.spreadsheet else body


def write_triples(
    triples: Sequence[Triple],
    written: Format,
    most: int | None = None,
    prefixes: Mapping[str, str] = PREFIXES,
) -> bytes:
    """Return ``triples`` in ``written``, one of GRAPH_FORMATS, with those of ``prefixes`` that are used.

    Raises QueryError: 406 where RDF/XML cannot hold them, 507 past ``most`` bytes.
    """
    assert isinstance(written.engine, RdfFormat)
    if written is RDF_XML:
        _check_predicates(triples)
    output = _Bounded(most)
    serialize(triples, output, format=written.engine, prefixes=_used_prefixes(triples, prefixes))
    body = output.getvalue()
    return _as_xml(body) if written is RDF_XML else body


def _as_xml(body: bytes) -> bytes:
    """Return pyoxigraph's XML with carriage returns escaped, which a parser would take for line feeds."""
    if _NOT_XML.search(body):
        message = "The answer holds a control character, which XML 1.0 cannot: ask for another format."
        raise QueryError(message, status=406, code="not-acceptable")
    return body.replace(b"\r", b"&#13;")


def _check_predicates(triples: Sequence[Triple]) -> None:
    """Raise QueryError (406) for a predicate that does not end in an XML name, and so has no RDF/XML."""
    for iri in {triple.predicate.value for triple in triples}:
        if not _XML_NAME_AT_END.search(iri):
            reason = f"RDF/XML cannot write the property <{iri}>, whose end is no XML name"
            raise QueryError(f"{reason}: ask for another format.", status=406, code="not-acceptable")


def _used_prefixes(triples: Sequence[Triple], prefixes: Mapping[str, str]) -> dict[str, str]:
    terms = {term for triple in triples for term in triple}
    iris = {term.value for term in terms if isinstance(term, NamedNode)}
    iris |= {term.datatype.value for term in terms if isinstance(term, Literal)} - _UNWRITTEN
    return {prefix: iri for prefix, iri in prefixes.items() if any(i.startswith(iri) for i in iris)}


def _for_spreadsheet(body: bytes) -> bytes:
    """Return CSV with a byte order mark, and an apostrophe before cells that a spreadsheet would compute."""
    text = io.StringIO(newline="")
    rows = csv.reader(io.StringIO(body.decode(), newline=""))
    csv.writer(text).writerows([_defused(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _defused(cell: str) -> str:
    formula = cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not _NUMBER.fullmatch(cell)
    return f"'{cell}" if formula else cell
