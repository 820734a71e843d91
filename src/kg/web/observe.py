"""See every request pass: count it, and write one line of JSON about it, without the text of its query."""

import json
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from kg.web.metrics import Metrics
from kg.web.protocol import Message, Receive, Scope, Send

_LOG = logging.getLogger("kg.requests")
_KINDS = {"/sparql": "sparql", "/graph": "graph", "/.well-known/void": "void"}
_HEALTH = ("/healthz", "/readyz", "/metrics")
_GONE = 499  # for the log: the client left before its answer

App = Callable[[Scope, Receive, Send], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Observed:
    """``app``, each of its requests counted in ``metrics`` and logged."""

    app: App
    metrics: Metrics

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
            self._note(scope, status, size, time.perf_counter() - start)

    def _note(self, scope: Scope, status: int, size: int, seconds: float) -> None:
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        kind = _KINDS.get(path, "health" if path in _HEALTH else "other")
        noted = scope.get("kg", {})
        self.metrics.count(kind, status, seconds, noted.get("cut"))
        if _LOG.isEnabledFor(logging.INFO):
            line = {"method": scope["method"], "path": scope["path"], "status": status, "bytes": size}
            line |= {"ms": round(seconds * 1000, 1), **noted}
            _LOG.info(json.dumps(line))
