"""Write a line of JSON about each request, those of a moment together: writing costs more than an answer."""

import asyncio
import json
import logging
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

_LOG = logging.getLogger("kg.requests")
_MOMENT = 0.02  # seconds
_MANY = 1000  # lines
_SHORT = 100  # characters of a path whose line is worth keeping


class RequestLog:
    """Gathers lines, and writes them within 20 ms, or when there are many."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._due: asyncio.TimerHandle | None = None

    def note(self, request: tuple[str, str], status: int, size: int, seconds: float, said: str) -> None:
        """Note ``request``, method and path: its status, the bytes of its answer, the time it took.

        ``said``: what else is known, as ``write_end`` returns it.
        """
        if not _LOG.isEnabledFor(logging.INFO):
            return
        write = _write_beginning if len(request[1]) < _SHORT else _write_beginning.__wrapped__
        self._lines.append(f'{write(request, status)}{size}, "ms": {seconds * 1000:.1f}{said}')
        if len(self._lines) >= _MANY:
            self.flush()
        elif self._due is None:
            self._due = asyncio.get_running_loop().call_later(_MOMENT, self.flush)

    def flush(self) -> None:
        """Write what has been gathered."""
        if self._due is not None:
            self._due.cancel()
            self._due = None
        lines, self._lines = self._lines, []
        if lines:
            _LOG.info("%s", "\n".join(lines))


@lru_cache(maxsize=256)
def _write_beginning(request: tuple[str, str], status: int) -> str:
    method, path = request
    return json.dumps({"method": method, "path": path, "status": status})[:-1] + ', "bytes": '


def write_end_of_answer(query: str, rows: int) -> str:
    """Return what write_end does for an answer that was computed: the hash of its query, and its rows."""
    return f', "query": "{query}", "cache": "miss", "rows": {rows}}}'


def write_end(noted: Mapping[str, Any]) -> str:
    """Return the end of a line, which says what was ``noted`` by name."""
    return f", {json.dumps(noted)[1:]}" if noted else "}"
