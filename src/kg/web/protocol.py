"""Read a SPARQL 1.1 Protocol request off an ASGI connection. What is unclear is refused."""

import re
from binascii import a2b_qp
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes

from kg.errors import QueryError
from kg.sparql import DatasetChoice

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

METHODS = ("GET", "HEAD", "POST", "QUERY", "OPTIONS")
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"

_BROKEN_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_QUERY = b"query="
_NO_DATASET = DatasetChoice()
_SECONDS = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6})?")
_MAX_PARAMETERS = 1000


class ClientGone(Exception):  # noqa: N818 - it is news, not a fault
    """The client left before its request was whole; nobody waits for an answer."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a request asks. ``query`` is None when it asks for the description of the service."""

    method: str
    query: str | None
    dataset: DatasetChoice
    accept: str | None
    format: str | None
    language: str | None
    seconds: float | None


def read_request(scope: Scope, body: bytes, *, max_body: int) -> Request:
    """Return the request on ``scope`` with this ``body``. Raises QueryError (400, 403, 405, 413, 415)."""
    method: str = scope["method"]
    asked: bytes = scope["query_string"]
    if method == "GET" and len(asked) <= max_body and _is_query_alone(asked):
        return _read_alone(scope, asked.removeprefix(_QUERY))
    if method not in METHODS:
        raise QueryError(
            f"{method} is not for SPARQL: use GET or POST.", status=405, code="method-not-allowed"
        )
    if len(asked) > max_body:
        raise _too_large("query string", max_body)
    parameters = read_form(asked, "The query string")
    queries: list[str] = []
    if method in ("POST", "QUERY"):
        parameters, queries = _read_body(scope, body, parameters)
    queries += _values(parameters, "query")
    _refuse_update(parameters, queries)
    if len(queries) > 1:
        raise QueryError("The request holds more than one query: send one.", code="several-queries")
    if not queries and method in ("POST", "QUERY"):
        raise QueryError("The request holds no query: send one as the parameter query.", code="no-query")
    dataset = DatasetChoice(
        default=tuple(_values(parameters, "default-graph-uri")),
        named=tuple(_values(parameters, "named-graph-uri")),
    )
    return Request(
        method=method,
        query=queries[0] if queries else None,
        dataset=dataset,
        accept=header(scope, b"accept"),
        format=single(parameters, "format"),
        language=single(parameters, "lang"),
        seconds=_seconds(single(parameters, "timeout")),
    )


def read_query(asked: bytes, *, max_body: int) -> str | None:
    """Return the query of a query string that is a query alone; None when ``read_request`` must read it."""
    if len(asked) > max_body or not _is_query_alone(asked):
        return None
    try:
        return _unquote(asked.removeprefix(_QUERY)).decode("utf-8")
    except UnicodeDecodeError:
        return None


def _is_query_alone(asked: bytes) -> bool:
    """Tell whether a query string holds a query, no other parameter, and nothing that is wrong with it."""
    alone = asked.startswith(_QUERY) and len(asked) > len(_QUERY) and b"&" not in asked
    return alone and asked.count(b"=") == 1 and not _BROKEN_ESCAPE.search(asked)


def _read_alone(scope: Scope, encoded: bytes) -> Request:
    """Return the request of a GET with nothing but a query, of which one in a thousand is not like this."""
    query = _utf8(_unquote(encoded), "The query string")
    return Request(
        method="GET",
        query=query,
        dataset=_NO_DATASET,
        accept=header(scope, b"accept"),
        format=None,
        language=None,
        seconds=None,
    )


def read_form(encoded: bytes, what: str) -> list[tuple[str, str]]:
    """Return the names and values of a form or a query string, percent-decoded once, as UTF-8.

    Raises QueryError (400 ``bad-encoding``, ``too-many-parameters``); ``what`` begins its sentence.
    """
    if _BROKEN_ESCAPE.search(encoded):
        raise QueryError(f"{what} has a % without two hexadecimal digits: write %25.", code="bad-encoding")
    pairs = [pair.partition(b"=") for pair in encoded.split(b"&") if pair]
    if len(pairs) > _MAX_PARAMETERS:
        raise QueryError(f"{what} has more than {_MAX_PARAMETERS} parameters.", code="too-many-parameters")
    return [(_text(name, what), _text(value, what)) for name, _, value in pairs]


def header(scope: Scope, name: bytes) -> str | None:
    """Return the values of a header joined by commas, None when it is not there."""
    found = [value.decode("latin-1") for key, value in scope["headers"] if key == name]
    return ", ".join(found) if found else None


def _read_body(
    scope: Scope, body: bytes, parameters: list[tuple[str, str]]
) -> tuple[list[tuple[str, str]], list[str]]:
    """Return the parameters of URL and form together, and the query that is the body itself."""
    media, charset = _content_type(header(scope, b"content-type") or "")
    if media == UPDATE:
        raise _read_only()
    if media not in (FORM, DIRECT):
        message = f"The body is {media or 'of no stated type'}: send it as {FORM} or {DIRECT}."
        raise QueryError(message, status=415, code="unsupported-media-type")
    if header(scope, b"content-encoding") not in (None, "identity"):
        raise QueryError("The body is compressed: send it plain.", status=415, code="unsupported-encoding")
    if charset not in ("", "utf-8", "utf8", "us-ascii"):
        raise QueryError(f"The body is {charset}: SPARQL is sent as UTF-8.", code="bad-encoding")
    if media == FORM:
        return parameters + read_form(body, "The form"), []
    return parameters, [_utf8(body, "The query")]


async def receive_body(scope: Scope, receive: Receive, *, max_body: int) -> bytes:
    """Return the body of a request whose method has one. Raises QueryError (413) and ClientGone."""
    if scope["method"] not in ("POST", "QUERY"):
        return b""
    declared = header(scope, b"content-length") or "0"
    if declared.isdecimal() and int(declared) > max_body:
        raise _too_large("body", max_body)
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        body += message.get("body", b"")
        if len(body) > max_body:
            raise _too_large("body", max_body)
        if not message.get("more_body", False):
            return bytes(body)


def _content_type(value: str) -> tuple[str, str]:
    """Return media type and charset of a Content-Type, in lower case."""
    media, *parameters = (part.strip().lower() for part in value.split(";"))
    charset = next((p.partition("=")[2].strip(' "') for p in parameters if p.startswith("charset=")), "")
    return media, charset


def _refuse_update(parameters: list[tuple[str, str]], queries: list[str]) -> None:
    updates = _values(parameters, "update")
    if updates and queries:
        raise QueryError("The request holds a query and an update: send one query.", code="several-queries")
    if updates:
        raise _read_only()


def _read_only() -> QueryError:
    message = "This endpoint only reads: the release it serves never changes. Send a query, not an update."
    return QueryError(message, status=403, code="read-only")


def _values(parameters: list[tuple[str, str]], name: str) -> list[str]:
    return [value for key, value in parameters if key == name]


def single(parameters: list[tuple[str, str]], name: str) -> str | None:
    """Return the one value of a parameter, None without one; QueryError (400) for several."""
    values = _values(parameters, name)
    if len(values) > 1:
        raise QueryError(f"The request has {name} more than once.", code="bad-parameter")
    return values[0] if values and values[0] else None


def _seconds(value: str | None) -> float | None:
    """Return how long the request is ready to wait."""
    if value is None:
        return None
    if not _SECONDS.fullmatch(value) or float(value) == 0:
        message = f"timeout={value} is no time: give seconds above 0, such as 5 or 0.5."
        raise QueryError(message, code="bad-parameter")
    return float(value)


def _too_large(what: str, most: int) -> QueryError:
    message = f"The {what} is larger than {most} bytes, which is the limit."
    return QueryError(message, status=413, code="too-large")


def _text(encoded: bytes, what: str) -> str:
    return _utf8(unquote_to_bytes(encoded.replace(b"+", b" ")), what)


def _unquote(encoded: bytes) -> bytes:
    """Return ``encoded`` percent-decoded, whole escapes and no equals sign in it, at the speed of C.

    A quoted-printable text (RFC 2045 §6.7) on one line differs from it in nothing but the sign of escape.
    """
    return a2b_qp(encoded.replace(b"+", b" ").replace(b"%", b"="))


def _utf8(raw: bytes, what: str) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise QueryError(f"{what} is not UTF-8: see byte {error.start}.", code="bad-encoding") from error
