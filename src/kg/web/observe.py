"""See every request pass: count it, and write one line of JSON about it, without the text of its query."""

import json
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from kg.web.cache import Ready
from kg.web.metrics import Metrics
from kg.web.protocol import Message, Receive, Scope, Send

_LOG = logging.getLogger("kg.requests")
_KINDS = {"/sparql": "sparql", "/graph": "graph", "/.well-known/void": "void"}
_HEALTH = ("/healthz", "/readyz", "/metrics")
_GONE = 499  # for the log: the client left before its answer

App = Callable[[Scope, Receive, Send], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Observed:
    """``app``, each of its requests counted in ``metrics`` and logged; ``known`` answers what came before."""

    app: App
    metrics: Metrics
    known: Callable[[bytes], Ready | None] | None = None

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
            status, size = scope.get("kg.sent", (status, size))
            path = scope["path"].removeprefix(scope.get("root_path", ""))
            kind = _KINDS.get(path, "health" if path in _HEALTH else "other")
            noted = scope.get("kg", {})
            seconds = time.perf_counter() - start
            self.metrics.count(kind, status, seconds, noted.get("cut"))
            _log((scope["method"], scope["path"]), status, size, seconds, noted)

    def recall(self, request: bytes) -> Ready | None:
        """Return the response to a request that came before, byte for byte, and count it as answered."""
        start = time.perf_counter()
        ready = None if self.known is None else self.known(request)
        if ready is not None:
            seconds = time.perf_counter() - start
            self.metrics.count("sparql", HTTPStatus.OK, seconds)
            _log(("GET", ready.path), HTTPStatus.OK, len(ready.body), seconds, ready.noted)
        return ready


def _log(asked: tuple[str, str], status: int, size: int, seconds: float, noted: Mapping[str, Any]) -> None:
    if _LOG.isEnabledFor(logging.INFO):
        line = {"method": asked[0], "path": asked[1], "status": status, "bytes": size}
        _LOG.info(json.dumps({**line, "ms": round(seconds * 1000, 1), **noted}))
