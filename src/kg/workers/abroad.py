"""Answer queries that ask other endpoints: each in a process of its own that may open sockets."""

import asyncio
from collections import Counter

from kg.errors import QueryError
from kg.limits import Limits
from kg.sparql import Answer, Question
from kg.workers.keeper import Keeper, NurseryGone, Worker
from kg.workers.worker import too_hungry


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

    async def ask(self, question: Question, deadline: float) -> Answer:
        """Return the answer. Cancelled, it ends the worker at once.

        Raises QueryError: as kg.sparql.answer does, and 503 ``timeout``, ``busy``, ``resources``.
        """
        if self.asked >= self._limits.waiting + self._limits.workers:
            raise _busy("too many requests ask other endpoints")
        self.asked += 1
        try:
            async with asyncio.timeout_at(deadline), self._places:
                worker = await self._keeper.fork(abroad=True)
                return await self._ask(worker, question, deadline)
        except TimeoutError as error:
            self._stopped["timeout"] += 1
            message = "The query took longer than it may, and asks other endpoints: ask them for less."
            raise QueryError(message, status=503, code="timeout") from error
        except NurseryGone as error:
            raise _busy("its workers start again") from error
        finally:
            self.asked -= 1

    async def _ask(self, worker: Worker, question: Question, deadline: float) -> Answer:
        try:
            self._keeper.slow_down(worker)
            seconds = max(0.001, deadline - asyncio.get_running_loop().time())
            return await worker.ask(question, seconds)
        except (EOFError, OSError) as error:
            self._stopped["died"] += 1
            raise too_hungry(self._limits) from error
        finally:
            self._keeper.kill(worker)


def _busy(why: str) -> QueryError:
    return QueryError(f"The server is busy: {why}. Ask again later.", status=503, code="busy")
