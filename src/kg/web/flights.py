"""Merge questions: who asks what is being asked already waits for the same answer."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field
from typing import Any

from kg.web.cache import Entry
from kg.web.protocol import ClientGone, Receive
from kg.workers.stream import Stream

Found = Entry | Stream

_PATIENCE = 0.05  # seconds after which it is worth looking whether the client is still there


@dataclass(eq=False, slots=True)
class _Flight:
    """An answer that is being computed in the ``task`` of who asked first, and how many others wait for it.

    Without a task it is computed at once, and not stopped.
    ``landed``: what came of it, made when somebody else asks; None there is for each to ask alone.
    """

    task: "asyncio.Task[object] | None" = None
    others: int = 0
    gone: bool = False
    stopped: bool = False
    landed: "asyncio.Future[Entry | Exception | None] | None" = None
    _watching: "asyncio.Task[None] | None" = None

    def watch(self, receive: Receive) -> None:
        """Begin to look whether the first client is still there."""
        self._watching = asyncio.get_running_loop().create_task(self._watch(receive))

    async def _watch(self, receive: Receive) -> None:
        await left(receive)
        self.gone = True
        self._stop_unless_wanted()

    def leave(self) -> None:
        """Note that one of the others waits no more."""
        self.others -= 1
        self._stop_unless_wanted()

    def _stop_unless_wanted(self) -> None:
        running = self.landed is None or not self.landed.done()
        if self.gone and not self.others and running and not self.stopped and self.task is not None:
            self.stopped = True
            self.task.cancel()

    def land(self, found: Found | Exception | None) -> None:
        """Tell the others what came of it. A stream is for one reader, and so not for them."""
        if self._watching is not None:
            self._watching.cancel()
        if self.landed is not None and not self.landed.done():
            self.landed.set_result(None if isinstance(found, Stream) else found)


@dataclass(frozen=True, slots=True)
class Flights:
    """What is being computed, by key."""

    _flights: dict[Hashable, _Flight] = field(default_factory=dict)

    def __contains__(self, key: Hashable) -> bool:
        """Tell whether the question of ``key`` is being computed."""
        return key in self._flights

    def begin(self, key: Hashable) -> Callable[[Entry | None], None]:
        """Note that the question of ``key``, which nobody asks yet, is being computed without a task.

        Returns what must be told its answer; None when somebody else goes on with it.
        """
        flight = self._flights[key] = _Flight()

        def land(entry: Entry | None) -> None:
            del self._flights[key]
            flight.land(_Again() if entry is None else entry)

        return land

    async def join(self, receive: Receive, key: Hashable, ask: Callable[[], Awaitable[Found]]) -> Found:
        """Return what ``ask`` returns, or what another's does that is under way under ``key``.

        ``key`` None is never shared. Raises what it raises, and ClientGone when the client leaves first;
        others that wait do not notice.
        """
        while (flight := self._flights.get(key)) is not None:
            try:
                found = await _follow(receive, flight)
            except _Again:
                continue
            return await self._lead(receive, None, ask) if found is None else found
        return await self._lead(receive, key, ask)

    async def _lead(self, receive: Receive, key: Hashable, ask: Callable[[], Awaitable[Found]]) -> Found:
        """Return what ``ask`` returns, computed in this task: one more would cost as much as a lookup."""
        task = asyncio.current_task()
        assert task is not None
        flight = _Flight(task)
        if key is not None:
            self._flights[key] = flight
        looking = asyncio.get_running_loop().call_later(_PATIENCE, flight.watch, receive)
        came: Found | Exception | None = None
        try:
            came = found = await ask()
        except asyncio.CancelledError:
            if not flight.stopped:
                raise
            task.uncancel()
            raise ClientGone from None
        except Exception as error:
            came = error
            raise
        finally:
            looking.cancel()
            if key is not None:
                del self._flights[key]
            flight.land(came)
        if flight.gone:
            if isinstance(found, Stream):
                found.close()
            raise ClientGone
        return found


class _Again(Exception):  # noqa: N818 - it is news, not a fault
    """What was waited for is being asked for anew."""


async def _follow(receive: Receive, flight: _Flight) -> Entry | None:
    """Return what comes of ``flight``, None when one must ask alone. Raises as it did, and ClientGone."""
    if flight.landed is None:
        flight.landed = asyncio.get_running_loop().create_future()
    flight.others += 1
    try:
        await _while_there(receive, flight.landed)
    finally:
        flight.leave()
    found = flight.landed.result()
    if isinstance(found, Exception):
        raise found
    return found


async def _while_there(receive: Receive, landed: "asyncio.Future[Entry | Exception | None]") -> None:
    """Return when it has ``landed``; raise ClientGone when the client leaves before."""
    done, _ = await asyncio.wait({landed}, timeout=_PATIENCE)
    if done:
        return
    leaving = asyncio.get_running_loop().create_task(left(receive))
    try:
        either: set[asyncio.Future[Any]] = {landed, leaving}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
    finally:
        leaving.cancel()
    if not landed.done():
        raise ClientGone


async def left(receive: Receive) -> None:
    """Return when the client has left."""
    while (await receive())["type"] != "http.disconnect":
        pass
