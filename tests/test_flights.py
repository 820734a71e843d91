"""Who computes, who waits, and who goes on when a client leaves."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from kg.errors import QueryError
from kg.sparql import Answer
from kg.web.cache import Entry
from kg.web.flights import Flights, Found
from kg.web.protocol import ClientGone, Message
from kg.workers.stream import Stream

FOUND = Entry(Answer(b"[]", "application/json", "select"))


class Client:
    """Sends nothing; ``leave`` ends its connection."""

    def __init__(self) -> None:
        self._gone = asyncio.Event()

    async def receive(self) -> Message:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    def leave(self) -> None:
        self._gone.set()


class Work:
    """What is asked: counts how often, ends when told, and notes that it was broken off."""

    def __init__(self, found: Found | Exception = FOUND) -> None:
        self.begun = self.broken = 0
        self.end = asyncio.Event()
        self._found = found

    async def __call__(self) -> Found:
        self.begun += 1
        try:
            await self.end.wait()
        except asyncio.CancelledError:
            self.broken += 1
            raise
        if isinstance(self._found, Exception):
            raise self._found
        return self._found


def stream(closed: list[str]) -> Stream:
    async def go_on() -> None:
        raise AssertionError

    return Stream(FOUND.answer, go_on, lambda: closed.append("closed"))  # type: ignore[arg-type]


def run(test: Callable[[Flights], Awaitable[None]]) -> None:
    async def timed() -> None:
        flights = Flights()
        async with asyncio.timeout(10):
            await test(flights)
        assert "key" not in flights

    asyncio.run(timed())


def two(flights: Flights, work: Work) -> tuple[list[Client], list["asyncio.Task[Found]"]]:
    clients = [Client(), Client()]
    joined = [asyncio.ensure_future(flights.join(client.receive, "key", work)) for client in clients]
    return clients, joined


async def seen() -> None:
    """Wait until it has been seen who has left."""
    await asyncio.sleep(0.1)


def test_the_first_may_leave_while_another_waits() -> None:
    async def test(flights: Flights) -> None:
        work = Work()
        (first, _), joined = two(flights, work)
        first.leave()
        await seen()
        work.end.set()
        assert await joined[1] is FOUND
        with pytest.raises(ClientGone):
            await joined[0]
        assert (work.begun, work.broken) == (1, 0)

    run(test)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_last_to_leave_stops_the_work(order: tuple[int, int]) -> None:
    async def test(flights: Flights) -> None:
        work = Work()
        clients, joined = two(flights, work)
        clients[order[0]].leave()
        await seen()
        assert work.broken == 0
        clients[order[1]].leave()
        left = await asyncio.gather(*joined, return_exceptions=True)
        assert [type(error) for error in left] == [ClientGone, ClientGone]
        assert (work.begun, work.broken) == (1, 1)

    run(test)


def test_what_goes_wrong_is_told_to_all() -> None:
    async def test(flights: Flights) -> None:
        work = Work(QueryError("no"))
        _, joined = two(flights, work)
        await asyncio.sleep(0)
        work.end.set()
        told = await asyncio.gather(*joined, return_exceptions=True)
        assert [str(error) for error in told] == ["no", "no"]
        assert work.begun == 1

    run(test)


def test_whoever_waits_for_one_that_is_cancelled_asks_alone() -> None:
    async def test(flights: Flights) -> None:
        work = Work()
        _, joined = two(flights, work)
        await asyncio.sleep(0)
        joined[0].cancel()
        await seen()
        work.end.set()
        assert await joined[1] is FOUND
        assert joined[0].cancelled()
        assert (work.begun, work.broken) == (2, 1)

    run(test)


def test_a_stream_is_for_one_reader() -> None:
    async def test(flights: Flights) -> None:
        work = Work(stream([]))
        _, joined = two(flights, work)
        await asyncio.sleep(0)
        work.end.set()
        await asyncio.gather(*joined)
        assert work.begun == 2

    run(test)


def test_a_stream_that_nobody_takes_is_closed() -> None:
    async def test(flights: Flights) -> None:
        closed: list[str] = []
        work = Work(stream(closed))
        (first, _), joined = two(flights, work)
        first.leave()
        await seen()
        work.end.set()
        with pytest.raises(ClientGone):
            await joined[0]
        assert closed == ["closed"]
        (await joined[1]).close()  # type: ignore[union-attr]

    run(test)


def test_a_question_without_key_is_never_shared() -> None:
    async def test(flights: Flights) -> None:
        work = Work()
        joined = [asyncio.ensure_future(flights.join(Client().receive, None, work)) for _ in range(2)]
        await asyncio.sleep(0)
        work.end.set()
        await asyncio.gather(*joined)
        assert work.begun == 2

    run(test)
