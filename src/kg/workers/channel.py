"""The web process's end of the socket to a worker: questions out, replies in, one reader at a time."""

import asyncio
from typing import cast

from kg.workers.wire import LENGTHS, Reply, read_reply

_AHEAD = 1 << 17  # bytes that are taken before somebody asks for them; the worker waits then


class Channel(asyncio.Protocol):
    """Leaner than asyncio's streams, for it is on the way of every question."""

    def __init__(self) -> None:
        self.lost = False
        self._transport: asyncio.Transport
        self._buffer = bytearray()
        self._reader: asyncio.Future[None] | None = None
        self._paused = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin (asyncio)."""
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """Take what came (asyncio)."""
        self._buffer += data
        if self._reader is not None:
            if self._frame() is not None:
                self._wake()
        elif len(self._buffer) > _AHEAD:
            self._transport.pause_reading()
            self._paused = True

    def connection_lost(self, exc: Exception | None) -> None:
        """End (asyncio)."""
        self.lost = True
        self._wake()

    def send(self, frame: bytes) -> None:
        """Send ``frame``."""
        self._transport.write(frame)

    async def receive(self) -> Reply:
        """Return the next reply. Raises as read_reply does, and EOFError when the worker is gone."""
        while (frame := self._frame()) is None:
            if self.lost:
                raise EOFError
            if self._paused:
                self._transport.resume_reading()
                self._paused = False
            self._reader = asyncio.get_running_loop().create_future()
            try:
                await self._reader
            finally:
                self._reader = None
        body, end, number = frame
        parts = bytes(self._buffer[LENGTHS.size : body]), bytes(self._buffer[body:end])
        del self._buffer[:end]
        return read_reply(*parts, number)

    def hang_up(self) -> None:
        """Close the socket; whoever waits for a reply gets EOFError."""
        self._transport.abort()

    def _frame(self) -> tuple[int, int, int] | None:
        """Return where the first frame's body begins and ends, and its number; None until it is there."""
        if len(self._buffer) < LENGTHS.size:
            return None
        head, body, number = LENGTHS.unpack_from(self._buffer)
        end: int = LENGTHS.size + head + body
        return (end - body, end, number) if len(self._buffer) >= end else None

    def _wake(self) -> None:
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)
