"""Make the endpoint's responses: answers, problem documents (RFC 9457), and the headers on all of them."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from http import HTTPStatus

from kg.errors import QueryError
from kg.negotiation import GRAPH_FORMATS, RESULT_FORMATS, prefer
from kg.sparql import Answer
from kg.web.protocol import METHODS, Message, Scope, Send

NO_BODY: Message = {"type": "http.response.body", "body": b""}
HTML = "text/html; charset=utf-8"
#: The extension (ASGI) by which our server takes a whole response at once: a function of status, header
#: fields as bytes, and body, that returns whether it has sent them.
WHOLE = "kg.whole"
_DATA_TYPES = dict.fromkeys(f.media_types[0] for f in (*RESULT_FORMATS, *GRAPH_FORMATS))
_OWN = ("etag", "content-length")  # other on each answer
_NO_VALUE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)")
_OR_PAGE = (*_DATA_TYPES, "text/html")
PROBLEM_TYPES = ("application/problem+json", "application/json", "text/plain")

#: Any origin may read, none may send credentials.
COMMON = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "ETag, Link, Retry-After, X-Release",
    "x-content-type-options": "nosniff",
    "vary": "Accept, Accept-Encoding",
}
ALLOW = ", ".join(METHODS)
PREFLIGHT = {
    "allow": ALLOW,
    "accept-query": "application/sparql-query",
    "access-control-allow-methods": ALLOW,
    "access-control-allow-headers": "Accept, Accept-Language, Content-Type",
    "access-control-max-age": "86400",
}
#: Seconds after which it is worth asking again.
RETRY_AFTER = "5"


@dataclass(frozen=True, slots=True)
class Response:
    """A whole response: status, body, Content-Type, and what other headers it has of its own."""

    status: int
    body: bytes
    media_type: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


def wants_page(accept: str | None) -> bool:
    """Tell whether an Accept header wants HTML before every format of data."""
    return prefer(accept, _OR_PAGE) == "text/html"


def answered(answer: Answer, headers: Mapping[str, str]) -> Response:
    """Return the response (200) that holds ``answer``."""
    return Response(200, answer.body, answer.media_type, headers)


def problem(error: QueryError, accept: str | None, *, allow: str = ALLOW) -> Response:
    """Return ``error`` as a problem document, or as plain text when that is what ``accept`` wants.

    ``allow`` is told to whoever came with another method.
    """
    headers = {"cache-control": "no-store"}
    if error.status == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["allow"] = allow
    if error.status in (HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS):
        headers["retry-after"] = RETRY_AFTER
    media = prefer(accept, PROBLEM_TYPES) or PROBLEM_TYPES[0]
    if media == "text/plain":
        return Response(error.status, f"{error}\n".encode(), "text/plain; charset=utf-8", headers)
    sent = media if media == "application/json" else PROBLEM_TYPES[0]
    return Response(error.status, json.dumps(_document(error), ensure_ascii=False).encode(), sent, headers)


def _document(error: QueryError) -> dict[str, str | int]:
    document: dict[str, str | int] = {
        "type": "about:blank",
        "title": HTTPStatus(error.status).phrase,
        "status": error.status,
        "detail": str(error),
        "code": error.code,
    }
    if error.line is not None and error.column is not None:
        document |= {"line": error.line, "column": error.column}
    return document


def head_of(response: Response, *, whole: bool = True) -> Message:
    """Return the ASGI message that begins ``response``; ``whole``: its body has a length to be told."""
    headers = _headers(response, whole=whole)
    encoded = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    return {"type": "http.response.start", "status": response.status, "headers": encoded}


def fields_of(response: Response) -> bytes:
    """Return the header fields of ``response`` as they are sent (RFC 9112 §5), and the empty line after them.

    Raises ValueError for a value that is no header's.
    """
    headers = _headers(response, whole=True)
    rare = tuple([(name, headers[name]) for name in _OWN if name in headers])
    return _common(headers) + _lines.__wrapped__(rare) + b"\r\n"


def common_fields(response: Response) -> bytes:
    """Return the header fields, as lines, that other responses of its kind have too. Raises as fields_of."""
    return _common(_headers(response, whole=True))


def own_fields(common: bytes, etag: str, length: int) -> bytes:
    """Return what fields_of does, from the ``common_fields``, the tag and the length of the body."""
    return b"%betag: %b\r\ncontent-length: %d\r\n\r\n" % (common, etag.encode("latin-1"), length)


def _common(headers: Mapping[str, str]) -> bytes:
    return _lines(tuple([item for item in headers.items() if item[0] not in _OWN]))


@lru_cache(maxsize=1024)
def _lines(fields: tuple[tuple[str, str], ...]) -> bytes:
    text = "".join([f"{name}: {value}\r\n" for name, value in fields])
    if text.count("\n") != len(fields) or _NO_VALUE.search(text):
        raise ValueError(f"a header field holds a control character: {text!r}")
    return text.encode("latin-1")


def _headers(response: Response, *, whole: bool) -> dict[str, str]:
    headers = {**COMMON, **response.headers}
    if response.media_type is not None:
        headers["content-type"] = response.media_type
    if whole and response.status not in (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED):
        headers["content-length"] = str(len(response.body))
    return headers


async def send_response(scope: Scope, send: Send, response: Response) -> None:
    """Send ``response``; for HEAD its headers alone."""
    head = scope["method"] == "HEAD"
    write = scope.get("extensions", {}).get(WHOLE)
    if write is not None and not head and write(response.status, fields_of(response), response.body):
        scope["kg.sent"] = response.status, len(response.body)
        return
    await send(head_of(response))
    await send(NO_BODY if head else {"type": "http.response.body", "body": response.body})
