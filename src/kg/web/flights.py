"""Merge questions: who asks what is being asked already waits for the same answer."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field

from kg.web.cache import Entry
from kg.web.protocol import ClientGone, Receive
from kg.workers.stream import Stream

Found = Entry | Stream

_PATIENCE = 0.05  # seconds after which it is worth looking whether the client is still there


@dataclass(eq=False, slots=True)
class _Flight:
    """An answer that is being computed, and how many wait for it. A stream is for one of them."""

    task: "asyncio.Task[Found]"
    waiting: int = 0
    taken: bool = False

    def take(self) -> Found | None:
        """Return what was found, None when it can be had once and somebody else has it."""
        found = self.task.result()
        if isinstance(found, Stream):
            if self.taken:
                return None
            self.taken = True
        return found

    def leave(self) -> None:
        """Give up waiting. The last to leave stops the work."""
        self.waiting -= 1
        if self.waiting:
            return
        self.task.cancel()
        if self.task.done() and not self.task.cancelled() and self.task.exception() is None:
            found = self.task.result()
            if isinstance(found, Stream) and not self.taken:
                found.close()


@dataclass(frozen=True, slots=True)
class Flights:
    """What is being computed, by key."""

    _flights: dict[Hashable, _Flight] = field(default_factory=dict)

    def __contains__(self, key: Hashable) -> bool:
        """Tell whether the question of ``key`` is being computed."""
        return key in self._flights

    async def join(self, receive: Receive, key: Hashable, ask: Callable[[], Awaitable[Found]]) -> Found:
        """Return what ``ask`` returns, or what another's does that is under way under ``key``.

        ``key`` None is never shared. Raises what it raises, and ClientGone when the client leaves first;
        others that wait do not notice.
        """
        found = await self._wait(receive, key, ask)
        if found is None:  # a stream is for one reader
            found = await self._wait(receive, None, ask)
        assert found is not None
        return found

    async def _wait(
        self, receive: Receive, key: Hashable, ask: Callable[[], Awaitable[Found]]
    ) -> Found | None:
        flight = self._flights.get(key) if key is not None else None
        if flight is None:
            flight = self._start(key, ask)
        flight.waiting += 1
        try:
            await _while_there(receive, flight.task)
            return flight.take()
        finally:
            flight.leave()
            if not flight.waiting:
                self._forget(key, flight)

    def _start(self, key: Hashable, ask: Callable[[], Awaitable[Found]]) -> _Flight:
        async def find() -> Found:
            try:
                return await ask()
            finally:
                self._forget(key, flight)

        flight = _Flight(asyncio.get_running_loop().create_task(find()))
        if key is not None:
            self._flights[key] = flight
        return flight

    def _forget(self, key: Hashable, flight: _Flight) -> None:
        if self._flights.get(key) is flight:
            del self._flights[key]


async def _while_there(receive: Receive, task: "asyncio.Task[Found]") -> None:
    """Return when ``task`` is done; raise ClientGone when the client leaves before."""
    done, _ = await asyncio.wait({task}, timeout=_PATIENCE)
    if done:
        return
    leaving = asyncio.get_running_loop().create_task(left(receive))
    try:
        await asyncio.wait({task, leaving}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        leaving.cancel()
    if not task.done():
        raise ClientGone


async def left(receive: Receive) -> None:
    """Return when the client has left."""
    while (await receive())["type"] != "http.disconnect":
        pass
