"""Write results and triples in the W3C's formats, mending what pyoxigraph's writers get wrong."""

import csv
import io
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import IO, cast

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
from kg.rows import RowCounter, row_counter

_NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_XML_NAME_AT_END = re.compile(r"[^\W\d][\w.\-\u00b7]*\Z")
#: Datatypes that Turtle writes by the look of the value.
_UNWRITTEN = {XSD + "string", XSD + "integer", XSD + "boolean", RDF + "langString"}
_MANY = 10_000  # triples that are waited for to see which prefixes they use
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")


def with_charset(media_type: str) -> str:
    """Return the value of Content-Type for ``media_type``: text types name their charset."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


class Meter:
    """Hands what is written on to ``write``; counts bytes and ``rows``, and refuses too many.

    ``most_rows`` 0 and ``most`` None are no limit.
    """

    def __init__(
        self, write: Callable[[bytes], object], *, most: int | None = None, most_rows: int = 0
    ) -> None:
        self.rows = self.bytes = 0
        self._write = write
        self._most = most
        self._most_rows = most_rows

    def write(self, data: bytes) -> int:
        """Write ``data``; QueryError (507) when it is too much."""
        self.bytes += len(data)
        if self._most is not None and self.bytes > self._most:
            raise _too_large(f"The answer is larger than {self._most} bytes")
        self._write(data)
        return len(data)

    def count(self, rows: int) -> None:
        """Note that ``rows`` rows have been written, or triples; QueryError (507) when they are too many."""
        self.rows = rows
        if self._most_rows and rows > self._most_rows:
            raise _too_large(f"The answer has more than {self._most_rows} rows")


def write_results(result: QuerySolutions | QueryBoolean, written: Format, meter: Meter) -> None:
    """Write the result of SELECT or ASK in ``written``, one of RESULT_FORMATS. Uses the result up.

    Raises QueryError: 406 where XML cannot hold it, 507 past what ``meter`` allows.
    """
    assert isinstance(written.engine, QueryResultsFormat)
    if written.spreadsheet:
        _write_spreadsheet(result, meter)
        return
    output = meter.write
    if written.engine == QueryResultsFormat.XML:
        output = _XmlText(output).write
    if isinstance(result, QuerySolutions):
        output = _Counted(output, row_counter(written.engine), meter).write
    result.serialize(_file(output), format=written.engine)


def write_triples(
    triples: Iterable[Triple], written: Format, meter: Meter, prefixes: Mapping[str, str] = PREFIXES
) -> None:
    """Write ``triples`` in ``written``, one of GRAPH_FORMATS, with those of ``prefixes`` that are used.

    Of very many triples, which are written as they come, all ``prefixes`` stand at the beginning. Raises
    QueryError: 406 where RDF/XML cannot hold them, 507 past what ``meter`` allows.
    """
    assert isinstance(written.engine, RdfFormat)
    coming = _counted(triples, meter, check=_check_predicate if written is RDF_XML else None)
    first = list(itertools.islice(coming, _MANY))
    used = _used_prefixes(first, prefixes) if len(first) < _MANY else dict(prefixes)
    output = _XmlText(meter.write).write if written is RDF_XML else meter.write
    serialize(itertools.chain(first, coming), _file(output), format=written.engine, prefixes=used)


def triples_to_bytes(
    triples: Iterable[Triple], written: Format, prefixes: Mapping[str, str] = PREFIXES
) -> bytes:
    """Return ``triples`` in ``written``, one of GRAPH_FORMATS. Raises QueryError (406)."""
    output = io.BytesIO()
    write_triples(triples, written, Meter(output.write), prefixes)
    return output.getvalue()


class _File:
    """What pyoxigraph takes for a file."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self.write = write

    def flush(self) -> None:
        """Do nothing: what is written is written."""


def _file(write: Callable[[bytes], object]) -> IO[bytes]:
    return cast("IO[bytes]", _File(write))


class _Counted:
    """Has the rows counted in what passes."""

    def __init__(self, write: Callable[[bytes], object], counter: RowCounter, meter: Meter) -> None:
        self._write = write
        self._counter = counter
        self._meter = meter

    def write(self, data: bytes) -> int:
        self._counter.read(data)
        self._meter.count(self._counter.rows)
        self._write(data)
        return len(data)


class _XmlText:
    """pyoxigraph's XML, its carriage returns escaped, which a parser would take for line feeds."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._write = write
        self._end = b""

    def write(self, data: bytes) -> int:
        if _NOT_XML.search(self._end + data):
            message = "The answer holds a control character, which XML 1.0 cannot: ask for another format."
            raise QueryError(message, status=406, code="not-acceptable")
        self._end = data[-2:]  # a character of three bytes may come in two pieces
        self._write(data.replace(b"\r", b"&#13;"))
        return len(data)


def _counted(
    triples: Iterable[Triple], meter: Meter, check: Callable[[Triple], None] | None
) -> Iterator[Triple]:
    for number, triple in enumerate(triples, start=1):
        meter.count(number)
        if check is not None:
            check(triple)
        yield triple


def _check_predicate(triple: Triple) -> None:
    """Raise QueryError (406) for a predicate that does not end in an XML name, and so has no RDF/XML."""
    iri = triple.predicate.value
    if not _XML_NAME_AT_END.search(iri):
        reason = f"RDF/XML cannot write the property <{iri}>, whose end is no XML name"
        raise QueryError(f"{reason}: ask for another format.", status=406, code="not-acceptable")


def _too_large(what: str) -> QueryError:
    return QueryError(f"{what}, which is the limit: add a LIMIT.", status=507, code="too-large")


def _used_prefixes(triples: Sequence[Triple], prefixes: Mapping[str, str]) -> dict[str, str]:
    terms = {term for triple in triples for term in triple}
    iris = {term.value for term in terms if isinstance(term, NamedNode)}
    iris |= {term.datatype.value for term in terms if isinstance(term, Literal)} - _UNWRITTEN
    return {prefix: iri for prefix, iri in prefixes.items() if any(i.startswith(iri) for i in iris)}


def _write_spreadsheet(result: QuerySolutions | QueryBoolean, meter: Meter) -> None:
    """Write CSV with a byte order mark, and an apostrophe before cells that a spreadsheet would compute."""
    meter.write(b"\xef\xbb\xbf")
    if isinstance(result, QueryBoolean):
        meter.write(b"true" if result else b"false")
        return
    text = _Utf8(meter)
    rows = csv.writer(text)
    rows.writerow([_defused(variable.value) for variable in result.variables])
    for number, solution in enumerate(result, start=1):
        meter.count(number)
        rows.writerow([_defused(_cell(term)) for term in solution])


class _Utf8:
    """What csv takes for a file."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter

    def write(self, text: str) -> None:
        self._meter.write(text.encode())


def _cell(term: object) -> str:
    """Return a term as CSV has it (SPARQL 1.1 Query Results CSV §3.2)."""
    if term is None:
        return ""
    return term.value if isinstance(term, NamedNode | Literal) else str(term)


def _defused(cell: str) -> str:
    formula = cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not _NUMBER.fullmatch(cell)
    return f"'{cell}" if formula else cell
