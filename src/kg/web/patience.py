"""Bear with slow clients for a while only: uvicorn's HTTP, with an end to every wait for a client."""

import asyncio
import resource
from http import HTTPStatus
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from kg.errors import QueryError
from kg.web.responses import COMMON, problem

_HEAD = 1 << 16  # bytes of header fields and framing, beside the request that the limit is for
_SPARE = 128  # descriptors for all but clients: workers, log, release
_OPEN_FILES = 1 << 16


class Patient(HttpToolsProtocol):
    """One connection.

    It waits ``seconds`` for a request to be whole (408), or for the next part of an answer to be taken, reads
    no more than about ``length`` bytes of target and fields (431), and turns away (503) who comes when there
    are ``most`` connections.
    """

    seconds: float
    length: int
    most: int

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._beside = 0  # bytes read of the message that comes in, but for its body
        self._coming: asyncio.TimerHandle | None = None
        self._leaving: asyncio.TimerHandle | None = None
        self._moves = 0  # responses sent whole, and times that the client's room for more ended or began
        self._answering: list[RequestResponseCycle] = []

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin (asyncio)."""
        super().connection_made(transport)
        self._expect()
        if len(self.connections) > self.most:
            self._refuse(503, "busy", "The server has as many connections as it can: ask again later.")

    def connection_lost(self, exc: Exception | None) -> None:
        """End (asyncio)."""
        self._expect(again=False)
        if self._leaving is not None:
            self._leaving.cancel()
        for cycle in self._answering:  # uvicorn tells only the latest of several requests at once
            cycle.disconnected = True
            cycle.message_event.set()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came (asyncio)."""
        self._beside += len(data)
        if self._coming is None:
            self._expect()
        super().data_received(data)
        if self._beside > self.length + _HEAD:
            most = self.length + _HEAD
            message = f"Address and header fields are longer than {most} bytes, which is the limit."
            self._refuse(431, "too-large", message)

    def on_message_begin(self) -> None:
        """A message begins (httptools)."""
        super().on_message_begin()
        if self._coming is None:
            self._expect()

    def on_headers_complete(self) -> None:
        """Its header fields are read (httptools)."""
        super().on_headers_complete()
        self._begin(self.cycle)

    def on_body(self, body: bytes) -> None:
        """A part of its body is read (httptools)."""
        self._beside -= len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """It is whole (httptools)."""
        self._beside = 0
        self._expect(again=False)
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """It is answered (uvicorn)."""
        super().on_response_complete()
        self._moves += 1
        self._watch_buffer()

    def pause_writing(self) -> None:
        """The client takes too little (asyncio)."""
        self._moves += 1
        super().pause_writing()
        self._watch_buffer()

    def resume_writing(self) -> None:
        """It has taken most of what was sent (asyncio)."""
        self._moves += 1
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        """What came is no HTTP (uvicorn)."""
        self._refuse(400, "bad-http", "This is no HTTP request that the server can read.")

    def _begin(self, cycle: RequestResponseCycle) -> None:
        """Note that a request is being answered."""
        self._answering = [other for other in self._answering if not other.response_complete]
        self._answering.append(cycle)

    def _expect(self, *, again: bool = True) -> None:
        """Begin to wait for a message to be whole; without ``again``, end that."""
        if self._coming is not None:
            self._coming.cancel()
        self._coming = self.loop.call_later(self.seconds, self._lose_patience) if again else None

    def _lose_patience(self) -> None:
        answering = self.cycle is not None and not self.cycle.response_complete
        if self.pipeline or (answering and not self.cycle.more_body):
            self._expect()  # it is we who make the client wait, for the answer to an earlier request
            return
        self._refuse(408, "slow-request", f"The request was not whole after {self.seconds:g} seconds.")

    def _refuse(self, status: int, code: str, message: str) -> None:
        """Answer the message that comes in with a problem, if nothing is answered yet, and hang up."""
        if self.transport.is_closing():
            return
        if self.cycle is None or self.cycle.response_complete or not self.cycle.response_started:
            self.transport.write(_raw(QueryError(message, status=status, code=code)))
        self.transport.close()
        self._watch_buffer()

    def _watch_buffer(self) -> None:
        """Cut the connection when a client takes nothing of what is sent to it."""
        left = self.transport.get_write_buffer_size()
        if left and self._leaving is None:
            self._leaving = self.loop.call_later(self.seconds, self._look_at_buffer, left, self._moves)

    def _look_at_buffer(self, left: int, moves: int) -> None:
        self._leaving = None
        if self._moves == moves and self.transport.get_write_buffer_size() >= left:
            self.transport.abort()
        else:
            self._watch_buffer()


def _raw(error: QueryError) -> bytes:
    """Return ``error`` as a whole HTTP response after which the connection ends."""
    response = problem(error, None)
    fields = {**COMMON, **response.headers, "content-type": response.media_type, "connection": "close"}
    fields["content-length"] = str(len(response.body))
    head = [f"HTTP/1.1 {error.status} {HTTPStatus(error.status).phrase}"]
    head += [f"{name}: {value}" for name, value in fields.items()]
    return "\r\n".join([*head, "", ""]).encode("latin-1") + response.body


def most_connections() -> int:
    """Return how many connections there may be, once this process may open as many files as it can get."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _OPEN_FILES if hard == resource.RLIM_INFINITY else min(_OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    return max(1, (_OPEN_FILES if soft == resource.RLIM_INFINITY else soft) - _SPARE)
