"""The web process's end of the socket to a worker: questions out, frames in, to one listener at a time."""

import asyncio
from collections.abc import Callable
from typing import cast

from kg.workers.wire import Frame, Reply, is_of_withdrawal, read_reply, take_frame

_AHEAD = 1 << 17  # bytes that are taken before somebody asks for them; the worker waits then

#: Attends to a frame, or to the end of the worker (None).
Hear = Callable[[Frame | None], None]


class Channel(asyncio.Protocol):
    """Leaner than asyncio's streams, for it is on the way of every question.

    ``owes``: the worker has been told that questions are withdrawn, and has not said that it knows.
    """

    def __init__(self) -> None:
        self.lost = False
        self.owes = False
        self._transport: asyncio.Transport
        self._buffer = bytearray()
        self._reader: asyncio.Future[None] | None = None
        self._hear: Hear | None = None
        self._paused = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin (asyncio)."""
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """Take what came (asyncio)."""
        self._buffer += data
        if self._hear is not None:
            self._tell()
        elif self._reader is not None:
            self._wake()
        elif len(self._buffer) > _AHEAD:
            self._transport.pause_reading()
            self._paused = True

    def connection_lost(self, exc: Exception | None) -> None:
        """End (asyncio)."""
        self.lost = True
        if self._hear is not None:
            self._hear(None)
        self._wake()

    def send(self, frame: bytes) -> None:
        """Send ``frame``."""
        self._transport.write(frame)

    def hear_with(self, hear: Hear | None) -> None:
        """Have ``hear`` told of every frame from now on; None: ``receive`` returns the next."""
        self._hear = hear
        if hear is not None:
            self._go_on()
            self._tell()
            if self.lost and self._hear is hear:
                hear(None)

    async def receive(self) -> Reply:
        """Return the next reply. Raises as read_reply does, and EOFError when the worker is gone.

        What was withdrawn behind a question is acknowledged before its answer if it was not begun then.
        """
        while (frame := take_frame(self._buffer)) is None or is_of_withdrawal(frame):
            if frame is not None:
                self.owes = False
                continue
            if self.lost:
                raise EOFError
            self._go_on()
            self._reader = asyncio.get_running_loop().create_future()
            try:
                await self._reader
            finally:
                self._reader = None
        return read_reply(*frame)

    def hang_up(self) -> None:
        """Close the socket; whoever waits for a reply gets EOFError."""
        self._transport.abort()

    def _tell(self) -> None:
        while self._hear is not None and (frame := take_frame(self._buffer)) is not None:
            self._hear(frame)

    def _go_on(self) -> None:
        if self._paused:
            self._transport.resume_reading()
            self._paused = False

    def _wake(self) -> None:
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)
