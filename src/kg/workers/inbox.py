"""Where a worker's questions come in: several perhaps, of which those not begun may be withdrawn."""

import socket
from collections import deque

from kg.workers.wire import RECEIPT, Frame, is_of_withdrawal, take_frame

_PART = 1 << 16


class Inbox:
    """Takes questions from ``connection``, in the order in which they were sent."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._buffer = bytearray()
        self._frames: deque[Frame] = deque()

    def next(self) -> Frame | None:
        """Return the next question that still stands, having waited for it; None when no more can come.

        Raises OSError when the connection is lost.
        """
        if self._frames:  # something may have been said of them meanwhile
            self._take(socket.MSG_DONTWAIT)
        while not self._frames:
            if not self._take(0):
                return None
        return self._frames.popleft()

    def _take(self, flags: int) -> bool:
        """Take what has come; False when no more can come."""
        try:
            data = self._connection.recv(_PART, flags)
        except BlockingIOError:
            return True
        self._buffer += data
        while (frame := take_frame(self._buffer)) is not None:
            if is_of_withdrawal(frame):
                for _ in range(min(frame[2], len(self._frames))):
                    self._frames.pop()
                self._connection.sendall(RECEIPT)
            else:
                self._frames.append(frame)
        return bool(data)
