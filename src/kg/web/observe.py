"""See every request pass: count it, and have a line of the log say how it went, but not what was asked."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from http import HTTPStatus

from kg.web.cache import Ready
from kg.web.express import Express
from kg.web.log import RequestLog, write_end
from kg.web.metrics import Metrics
from kg.web.protocol import Message, Receive, Scope, Send

_KINDS = {"/sparql": "sparql", "/graph": "graph", "/.well-known/void": "void"}
_HEALTH = ("/healthz", "/readyz", "/metrics")
_GONE = 499  # for the log: the client left before its answer

App = Callable[[Scope, Receive, Send], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Observed:
    """``app``, requests counted in ``metrics`` and noted in ``log``.

    ``known`` answers what came before, ``express`` what is short, where there is one.
    """

    app: App
    metrics: Metrics
    known: Callable[[bytes], Ready | None] | None = None
    log: RequestLog = field(default_factory=RequestLog)
    express: Express | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on one request (ASGI)."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start, status, size = time.perf_counter(), _GONE, 0

        async def watched(message: Message) -> None:
            nonlocal status, size
            status = message.get("status", status)
            size += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, watched)
        finally:
            if (begun := scope.pop("kg.begun", None)) is not None:  # it went another way
                begun.release()
            status, size = scope.get("kg.sent", (status, size))
            path = scope["path"].removeprefix(scope.get("root_path", ""))
            kind = _KINDS.get(path, "health" if path in _HEALTH else "other")
            noted = scope.get("kg", {})
            seconds = time.perf_counter() - start
            self.metrics.count(kind, status, seconds, noted.get("cut"))
            self.log.note((scope["method"], scope["path"]), status, size, seconds, write_end(noted))

    def recall(self, request: bytes) -> Ready | None:
        """Return the response to a request that came before, byte for byte, and count it as answered."""
        start = time.perf_counter()
        ready = None if self.known is None else self.known(request)
        if ready is not None:
            seconds = time.perf_counter() - start
            self.metrics.count("sparql", HTTPStatus.OK, seconds)
            self.log.note(("GET", ready.path), HTTPStatus.OK, len(ready.body), seconds, ready.said)
        return ready
