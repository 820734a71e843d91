"""Count the rows of a result by the bytes that are written of it: pyoxigraph's writers do not tell."""

from collections.abc import Callable
from typing import Protocol

from pyoxigraph import QueryResultsFormat

_IDLE = bytes(set(range(256)) - set(b'{[,:"'))


class RowCounter(Protocol):
    """Is given a result piece by piece, cut anywhere."""

    rows: int

    def read(self, data: bytes) -> None:
        """Add the rows in ``data`` to ``rows``."""


class _Json:
    """Outside strings, an object after a comma, or at the start of an array, is a row."""

    def __init__(self) -> None:
        self.rows = 0
        self._inside = False
        self._rest = b""

    def read(self, data: bytes) -> None:
        data = self._rest + data
        if b"\\" in data:
            data = data.replace(b"\\\\", b"").replace(b'\\"', b"")
        self._rest = b"\\" if data.endswith(b"\\") else b""
        data = data.translate(None, delete=_IDLE).replace(b'""', b"")  # strings with no sign are gone
        pieces = data.split(b'"')
        outside = b'"'.join(pieces[self._inside :: 2])
        self._inside ^= len(pieces) % 2 == 0
        if not self._inside and outside[-1:] in (b",", b"["):
            self._rest, outside = outside[-1:], outside[:-1]
        self.rows += outside.count(b",{") + outside.count(b"[{")


class _Xml:
    """A row is an element ``result``; what looks like one in the data is escaped."""

    def __init__(self) -> None:
        self.rows = 0
        self._rest = b""

    def read(self, data: bytes) -> None:
        data = self._rest + data
        self.rows += data.count(b"<result>")
        self._rest = data[max(data.rfind(b"<"), len(data) - 7) :] if b"<" in data[-7:] else b""


class _Csv:
    """A row ends with a line feed outside quotes; the first is the header."""

    def __init__(self) -> None:
        self.rows = -1
        self._inside = False

    def read(self, data: bytes) -> None:
        pieces = data.split(b'"')
        self.rows += sum(piece.count(b"\n") for piece in pieces[self._inside :: 2])
        self._inside ^= len(pieces) % 2 == 0


class _Tsv:
    """A row is a line; the first is the header."""

    def __init__(self) -> None:
        self.rows = -1

    def read(self, data: bytes) -> None:
        self.rows += data.count(b"\n")


_COUNTERS: dict[QueryResultsFormat, Callable[[], RowCounter]] = {
    QueryResultsFormat.JSON: _Json,
    QueryResultsFormat.XML: _Xml,
    QueryResultsFormat.CSV: _Csv,
    QueryResultsFormat.TSV: _Tsv,
}


def row_counter(format: QueryResultsFormat) -> RowCounter:
    """Return what counts the rows of the result of a SELECT in ``format``."""
    return _COUNTERS[format]()
