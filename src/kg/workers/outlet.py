"""Where a worker writes an answer: the first part is held back, what exceeds it goes out in pieces."""

import socket
from typing import Final

from kg.errors import QueryError
from kg.sparql import Answer, Write
from kg.workers.wire import NONE, write_answer, write_fault, write_piece

#: Bytes within which an answer travels whole, so that what goes wrong meanwhile can still be told.
FIRST: Final = 1 << 20
_PIECE = 1 << 16


class HungUp(Exception):  # noqa: N818 - it is news, not a fault
    """Nobody listens any more."""


class Outlet:
    """Sends one answer, or why there is none, over ``connection``, and waits while that is full."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._answer: Answer | None = None
        self._parts: list[bytes] = []
        self._size = 0
        self._begun = False

    def begin(self, empty: Answer) -> Write:
        """Note what the answer will be; return what writes it."""
        self._answer = empty
        return self._write

    def finish(self, rows: int) -> None:
        """Send what is left of the answer, and its ``rows``."""
        if self._begun:
            self._send(write_piece(self._take(), rows))
        else:
            self._send(write_answer(self._filled(rows)))

    def fail(self, error: QueryError) -> None:
        """Send why there is no answer, or no more of it."""
        self._send(write_fault(error))

    def _write(self, data: bytes) -> None:
        self._parts.append(data)
        self._size += len(data)
        if self._size < (_PIECE if self._begun else FIRST):
            return
        if self._begun:
            self._send(write_piece(self._take()))
        else:
            self._begun = True
            self._send(write_answer(self._filled(NONE), more=True))

    def _filled(self, rows: int) -> Answer:
        """Return the answer with what has been written of its body."""
        assert self._answer is not None
        kind = self._answer
        return Answer(self._take(), kind.media_type, kind.form, kind.stable, rows)

    def _take(self) -> bytes:
        body = b"".join(self._parts)
        self._parts.clear()
        self._size = 0
        return body

    def _send(self, frame: bytes) -> None:
        try:
            self._connection.sendall(frame)
        except OSError as error:  # the engine's own faults are OSErrors too
            raise HungUp from error
