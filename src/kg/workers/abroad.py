"""Answer queries that ask other endpoints: each in a process of its own that may open sockets."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Awaitable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from kg.errors import QueryError
from kg.limits import Limits
from kg.sparql import Answer, Question
from kg.workers.keeper import Keeper, NurseryGone, Worker
from kg.workers.lane import STARTING, busy
from kg.workers.stream import Stream
from kg.workers.wire import Reply
from kg.workers.worker import too_hungry

T = TypeVar("T")


class Abroad:
    """Forks a worker for each question, as many at once as there may be slow queries.

    ``stopped`` counts the workers that did not end well, by reason; ``asked`` is how many questions are here.
    """

    def __init__(self, keeper: Keeper, limits: Limits, stopped: Counter[str]) -> None:
        self.asked = 0
        self._keeper = keeper
        self._limits = limits
        self._stopped = stopped
        self._places = asyncio.Semaphore(max(1, limits.workers - 1))

    async def ask(self, question: Question, deadline: float) -> Answer | Stream:
        """Return the answer, or the first part of a long one. Cancelled, it ends the worker at once.

        Raises QueryError: as kg.sparql.write_answer does, and 503 ``timeout``, ``busy``, ``resources``.
        """
        if self.asked >= self._limits.waiting + self._limits.workers:
            raise busy("too many requests ask other endpoints")
        with contextlib.ExitStack() as held:
            self.asked += 1
            held.callback(self._count_down)
            worker = await self._heed(deadline, self._take(held))
            left = deadline - asyncio.get_running_loop().time()
            reply = await self._heed(deadline, worker.ask(question, max(0.001, left)))
            if not reply.more:
                return reply.answer
            clock = _Clock(deadline - asyncio.get_running_loop().time())
            return Stream(reply.answer, partial(self._go_on, worker, clock), held.pop_all().close)

    async def _take(self, held: contextlib.ExitStack) -> Worker:
        """Return a worker of its own, once there is a place; ``held`` gives both up."""
        await self._places.acquire()
        held.callback(self._places.release)
        worker = await self._keeper.fork(abroad=True)
        held.callback(self._keeper.kill, worker)
        self._keeper.slow_down(worker)
        return worker

    async def _go_on(self, worker: Worker, clock: "_Clock") -> Reply:
        """Return the next part of a long answer; what its client takes to take it is not counted."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        reply = await self._heed(began + clock.left, worker.listen())
        clock.left -= loop.time() - began
        return reply

    async def _heed(self, deadline: float, coming: Awaitable[T]) -> T:
        """Return what is ``coming``, or say what went wrong with it."""
        try:
            async with asyncio.timeout_at(deadline):
                return await coming
        except TimeoutError as error:
            self._stopped["timeout"] += 1
            message = "The query took longer than it may, and asks other endpoints: ask them for less."
            raise QueryError(message, status=503, code="timeout") from error
        except NurseryGone as error:
            raise busy(STARTING) from error
        except (EOFError, OSError) as error:
            self._stopped["died"] += 1
            raise too_hungry(self._limits) from error

    def _count_down(self) -> None:
        self.asked -= 1


@dataclass(slots=True)
class _Clock:
    """The seconds that a worker has left."""

    left: float
