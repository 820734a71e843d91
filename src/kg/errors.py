"""Errors, sorted by who can mend them.

    KgError
    ├── SourceError   curator: an input file cannot be read or parsed
    ├── FactsError    curator: the graph breaks a shape, or its text is not the one it cites
    ├── ToolError     operator: a setting, a port, a folder, a missing release
    └── QueryError    caller: the query or the request; carries the HTTP status

A message says what is wrong, where, and what to do.
"""


class KgError(Exception):
    """Any failure that this package explains in a sentence of its own."""


class SourceError(KgError):
    """An input file cannot be read: missing, not UTF-8, or broken Turtle."""


class FactsError(KgError):
    """The graph's content is wrong: it breaks a shape or cites text that is not there."""


class ToolError(KgError):
    """The surroundings are wrong: a folder, a port, a setting, a release that was not built."""


class QueryError(KgError):
    """A request cannot be answered, and the caller can mend it.

    ``status`` is the HTTP status (RFC 9110), ``code`` a short stable word for programs,
    ``line`` and ``column`` (both from 1) the place in the query when the engine names one.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        code: str = "bad-query",
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.line = line
        self.column = column
