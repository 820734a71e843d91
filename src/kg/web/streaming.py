"""Send an answer piece by piece as it comes. Once its head is out, what goes wrong cuts the connection."""

import asyncio
import tempfile
from collections.abc import AsyncGenerator, Awaitable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from typing import TypeVar

from kg.errors import QueryError
from kg.web.coding import coder
from kg.web.flights import left
from kg.web.protocol import ClientGone, Receive, Scope, Send
from kg.web.responses import NO_BODY, Response, head_of, send_response
from kg.workers.stream import Stream

_PIECE = 1 << 16
T = TypeVar("T")
Pieces = AsyncGenerator[bytes, None]


@dataclass(frozen=True, slots=True)
class Streamed:
    """A response (200) whose body is the ``pieces``. It must be delivered or closed."""

    head: Response
    pieces: Pieces
    stream: Stream


async def streamed(scope: Scope, stream: Stream, coding: str | None, headers: Mapping[str, str]) -> Streamed:
    """Return the response that holds ``stream``, in ``coding``.

    An HTTP/1.0 client can be told the end of a body by its length alone (RFC 9112 §6.3), so for it the
    answer waits on disk until it is whole. Raises QueryError when it cannot be had whole then.
    """
    coded = {**headers, "content-encoding": coding} if coding else dict(headers)
    pieces = _encode(_body(stream), coding)
    if scope.get("http_version") == "1.0" and scope["method"] != "HEAD":
        pieces, length = await _spool(stream, pieces)
        coded["content-length"] = str(length)
    return Streamed(Response(200, b"", stream.first.media_type, coded), pieces, stream)


async def deliver(
    scope: Scope, receive: Receive, send: Send, response: Response | Streamed, *, patience: float
) -> None:
    """Send ``response``. A client may have the pieces of a long one wait ``patience`` seconds, all in all.

    A piece that does not come, or is not taken, ends the response without the mark of its end: the server
    then closes the connection. Why is left in ``scope`` for the log.
    """
    if isinstance(response, Response):
        await send_response(scope, send, response)
        return
    try:
        await send(head_of(response.head, whole=False))
        if scope["method"] == "HEAD":
            await send(NO_BODY)
        else:
            async with aclosing(response.pieces) as pieces:
                await _send_pieces(receive, send, pieces, patience)
            scope["kg"]["rows"] = response.stream.rows
    except QueryError as error:
        scope["kg"]["cut"] = error.code
    except TimeoutError:
        scope["kg"]["cut"] = "slow-client"
    except ClientGone:
        scope["kg"]["cut"] = "left"
    finally:
        response.stream.close()


async def _send_pieces(receive: Receive, send: Send, pieces: Pieces, patience: float) -> None:
    loop = asyncio.get_running_loop()
    leaving = loop.create_task(left(receive))
    try:
        while (piece := await _unless(leaving, anext(pieces, None))) is not None:
            began = loop.time()
            async with asyncio.timeout(patience):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            patience -= loop.time() - began
        await send(NO_BODY)
    finally:
        leaving.cancel()


async def _unless(leaving: "asyncio.Task[None]", coming: Awaitable[T]) -> T:
    """Return what is ``coming``; raise ClientGone when the client leaves before."""
    work = asyncio.ensure_future(coming)
    try:
        await asyncio.wait({work, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not work.done():
            raise ClientGone
        return work.result()
    finally:
        if not work.done():
            work.cancel()
            await asyncio.wait({work})


async def _body(stream: Stream) -> Pieces:
    yield stream.first.body
    async for part in stream.rest():
        yield part


async def _encode(pieces: Pieces, coding: str | None) -> Pieces:
    if coding is None:
        async for piece in pieces:
            yield piece
        return
    coding_now = coder(coding)
    async for piece in pieces:
        if coded := await asyncio.to_thread(coding_now.compress, piece):
            yield coded
    yield await asyncio.to_thread(coding_now.finish)


async def _spool(stream: Stream, pieces: Pieces) -> tuple[Pieces, int]:
    """Return the ``pieces`` again from a file without a name, and how many bytes they are."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - what reads it closes it
    try:
        async for piece in pieces:
            await asyncio.to_thread(file.write, piece)
    except BaseException:
        file.close()
        stream.close()
        raise
    length = file.tell()
    file.seek(0)

    async def again() -> Pieces:
        with file:
            while piece := await asyncio.to_thread(file.read, _PIECE):
                yield piece

    return again(), length
