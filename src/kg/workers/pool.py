"""Share questions out to workers: who waits, who is too slow, who is stopped and replaced."""

import asyncio
import contextlib
import functools
import logging
import signal
from collections import Counter, deque
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from kg.errors import QueryError, ToolError
from kg.federation import FEDERATES
from kg.limits import Limits
from kg.sparql import Answer, Question
from kg.workers.abroad import Abroad
from kg.workers.job import Job
from kg.workers.keeper import Keeper, NurseryGone, Worker, start_nursery
from kg.workers.stream import Stream
from kg.workers.wire import Loaded, Reply, Source
from kg.workers.worker import too_hungry

_LOG = logging.getLogger("kg")
_YOUNG = 0.3  # seconds after which a query counts as slow
_PAUSE = 0.2  # seconds before a worker that died idle is replaced
_DRAIN_STEP = 0.02
_STARTING = "its workers start again"
T = TypeVar("T")


class Pool:
    """Workers over one release. All but one may be busy with slow queries; the last is for young ones.

    ``stopped`` counts the workers that were killed or died, by reason.
    """

    def __init__(self, keeper: Keeper, limits: Limits, gone: Callable[[], None] = lambda: None) -> None:
        self.limits = limits
        self.stopped: Counter[str] = Counter()
        self._keeper = keeper
        self._abroad = Abroad(keeper, limits, self.stopped)
        self._gone = gone
        self._idle: list[Worker] = []
        self._jobs: set[Job] = set()
        self._line: deque[asyncio.Future[Worker]] = deque()
        self._slow_line: deque[asyncio.Future[None]] = deque()
        self._slow = 0
        self._births: set[asyncio.Task[None]] = set()
        self.closed = False

    @property
    def loaded(self) -> Loaded:
        """What the workers hold."""
        return self._keeper.loaded

    @property
    def alive(self) -> int:
        """The number of workers."""
        return len(self._idle) + len(self._jobs)

    @property
    def busy(self) -> int:
        """The number of workers that compute."""
        return len(self._jobs)

    @property
    def waiting(self) -> int:
        """The number of questions that wait for a worker."""
        return len(self._line) + len(self._slow_line)

    @property
    def pids(self) -> list[int]:
        """The workers' processes."""
        return [worker.pid for worker in (*self._idle, *(job.worker for job in self._jobs))]

    async def ask(self, question: Question) -> Answer | Stream:
        """Return the answer to ``question``, or the first part of a long one with the rest to come.

        Cancelled, it stops the worker at once. Raises QueryError: as kg.sparql.write_answer does, and 503
        ``timeout``, ``busy``, ``resources``.
        """
        allowed = min(self.limits.time, question.seconds or self.limits.time)
        deadline = asyncio.get_running_loop().time() + allowed
        try:
            return await self._run(question, deadline, allowed, slow=False)
        except QueryError as error:
            if error.code != FEDERATES:
                raise
            return await self._abroad.ask(question, deadline)
        except _TooSlow:
            await self._wait_for_slow(deadline)
            return await self._run(question, deadline, allowed, slow=True)

    async def ask_whole(self, question: Question, most: int | None = None) -> Answer:
        """Return the whole answer. Raises as ask does; QueryError (507) past ``most`` bytes."""
        reply = await self.ask(question)
        return await reply.whole(most) if isinstance(reply, Stream) else reply

    async def _run(
        self, question: Question, deadline: float, allowed: float, *, slow: bool
    ) -> Answer | Stream:
        """Return the answer, having waited for a worker. Raises _TooSlow when too many are slow already.

        ``slow``: a place among the slow is held, and given up when the job is done.
        """
        job = await self._begin(deadline, allowed, slow=slow)
        if slow:
            self._keeper.slow_down(job.worker)
        else:
            job.young = asyncio.get_running_loop().call_later(_YOUNG, self._grow_old, job)
        reply = await self._heed(job, job.worker.ask(question, job.left))
        if not reply.more:
            self._finish(job, sound=True)
            return reply.answer
        if not job.slow:
            self._grow_old(job)
        if job.verdict:
            self._finish(job, sound=False)
            raise self._explain(job)
        job.pause()
        return Stream(
            reply.answer,
            functools.partial(self._go_on, job),
            functools.partial(self._finish, job, sound=False),
        )

    async def _begin(self, deadline: float, allowed: float, *, slow: bool) -> Job:
        """Return a job with a worker of its own. Raises QueryError (503 ``busy``) when none comes free."""
        try:
            worker = await self._take(deadline)
        except BaseException:
            if slow:
                self._slow_done()
            raise
        job = Job(worker, allowed, deadline, self._stop, slow=slow)
        job.resume()
        self._jobs.add(job)
        return job

    async def _go_on(self, job: Job) -> Reply:
        """Return the next part of a long answer; while its client takes it, the clock stands still."""
        job.resume()
        reply = await self._heed(job, job.worker.listen())
        if reply.more:
            job.pause()
        else:
            self._finish(job, sound=True)
        return reply

    async def _heed(self, job: Job, reply: Coroutine[None, None, Reply]) -> Reply:
        """Return what the worker says; what goes wrong ends the job."""
        try:
            return await reply
        except (EOFError, OSError) as error:
            fault = self._explain(job)
            self._finish(job, sound=False)
            raise fault from error
        except BaseException as error:
            self._finish(job, sound=isinstance(error, QueryError) and error.code != "resources")
            raise

    def _finish(self, job: Job, *, sound: bool) -> None:
        """Take the worker back, or replace it: when it was stopped, died, or had to give way to others."""
        if job not in self._jobs:
            return
        job.pause()
        self._jobs.remove(job)
        if job.slow:
            self._slow_done()
        if sound and not job.verdict and not job.slow:
            self._give(job.worker)
            return
        if not sound or job.verdict:
            self.stopped[job.verdict or "left"] += 1
        self._keeper.kill(job.worker)
        self._breed()

    def _explain(self, job: Job) -> Exception:
        if job.verdict == "timeout":
            message = f"The query took longer than {job.allowed:g} seconds, which is the limit: ask for less."
            return QueryError(message, status=503, code="timeout")
        if job.verdict == "crowded":
            return _TooSlow()
        job.verdict = "died"
        return too_hungry(self.limits)

    def _stop(self, job: Job, verdict: str) -> None:
        job.verdict = verdict
        self._keeper.kill(job.worker)

    def _grow_old(self, job: Job) -> None:
        """Let a query go on as a slow one if there is room for that, or stop it until there is."""
        if self._slow >= max(1, self.limits.workers - 1):
            self._stop(job, "crowded")
            return
        job.slow = True
        self._slow += 1
        self._keeper.slow_down(job.worker)

    async def _wait_for_slow(self, deadline: float) -> None:
        """Wait until another slow query may run, and count it."""
        if self._slow < max(1, self.limits.workers - 1):
            self._slow += 1
        else:
            await self._queue(self._slow_line, deadline, lambda _: self._slow_done())

    def _slow_done(self) -> None:
        """Hand the place of a slow query to the next that waits for one."""
        if not _hand_over(self._slow_line, None):
            self._slow -= 1

    async def _take(self, deadline: float) -> Worker:
        """Return a worker of one's own. Raises QueryError (503 ``busy``) when none comes free."""
        while self._idle:
            worker = self._idle.pop()
            if not worker.channel.lost:
                return worker
        return await self._queue(self._line, deadline, self._give)

    async def _queue(self, line: deque[asyncio.Future[T]], deadline: float, refund: Callable[[T], None]) -> T:
        """Return what comes at the end of ``line``; ``refund`` gets it when nobody wants it any more."""
        if self.closed:
            raise _busy(_STARTING)
        if self.waiting >= self.limits.waiting:
            raise _busy(f"{self.limits.waiting} requests wait already, which is the limit")
        loop = asyncio.get_running_loop()
        place: asyncio.Future[T] = loop.create_future()
        line.append(place)
        expiry = loop.call_at(deadline, _expire, place)
        try:
            return await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled() and place.exception() is None:
                refund(place.result())
            raise
        finally:
            expiry.cancel()
            with contextlib.suppress(ValueError):
                line.remove(place)

    def _give(self, worker: Worker) -> None:
        """Give a free worker to whoever waits longest."""
        if not _hand_over(self._line, worker):
            self._idle.append(worker)

    def _breed(self, pause: float = 0.0) -> None:
        """Have another worker soon."""
        if not self.closed:
            task = asyncio.get_running_loop().create_task(self._hatch(pause))
            self._births.add(task)
            task.add_done_callback(self._births.discard)

    async def _hatch(self, pause: float) -> None:
        await asyncio.sleep(pause)
        with contextlib.suppress(NurseryGone):  # _lose hears of it too
            self._give(await self._keeper.fork())

    def _hear(self, pid: int, code: int) -> None:
        """Attend to a death: a worker that was idle is replaced; a busy one's job finds out itself."""
        dead = next((worker for worker in self._idle if worker.pid == pid), None)
        if dead is not None:
            self._idle.remove(dead)
            dead.hang_up()
            self.stopped["died"] += 1
            self._breed(_PAUSE)
        if code not in (0, -signal.SIGKILL):
            _LOG.warning("Worker %d ended with code %d.", pid, code)

    def _lose(self) -> None:
        if not self.closed:
            self.closed = True
            _LOG.error("The process that forks workers has ended.")
            self._send_home()
            self._gone()

    def _send_home(self) -> None:
        """Tell all who wait that nothing will come."""
        places: list[asyncio.Future[Any]] = [*self._line, *self._slow_line]
        for place in places:
            if not place.done():
                place.set_exception(_busy(_STARTING))

    async def start(self) -> None:
        """Fork the workers."""
        self._keeper.listen(self._hear, self._lose)
        for worker in await asyncio.gather(*(self._keeper.fork() for _ in range(self.limits.workers))):
            self._give(worker)

    async def drain(self) -> None:
        """Wait until every question is answered; none may come any more. Each has its deadline."""
        while self._jobs or self._line or self._slow_line or self._abroad.asked:
            await asyncio.sleep(_DRAIN_STEP)

    async def close(self) -> None:
        """End all workers, and the nursery."""
        self.closed = True
        self._send_home()
        for task in self._births:
            task.cancel()
        await self._keeper.close()
        for worker in (*self._idle, *(job.worker for job in self._jobs)):
            worker.hang_up()


class _TooSlow(Exception):  # noqa: N818 - it is news, not a fault
    """A query is slow, and so are as many others as may be: it must wait and begin again."""


async def start_pool(
    source: Source,
    *,
    union: bool,
    limits: Limits,
    services: tuple[str, ...] = (),
    gone: Callable[[], None] = lambda: None,
) -> Pool:
    """Return workers that serve ``source``; ``gone`` is called if they are lost with their nursery.

    ``services``: the other endpoints that a query may ask. Raises SourceError or ToolError when it cannot
    be loaded.
    """
    keeper = await start_nursery(source, union=union, limits=limits, services=services)
    pool = Pool(keeper, limits, gone)
    try:
        await pool.start()
    except NurseryGone as error:
        await pool.close()
        raise ToolError("the process that forks workers ended at once: see what it wrote above") from error
    return pool


def _hand_over(line: deque[asyncio.Future[T]], what: T) -> bool:
    """Give ``what`` to the first in ``line``; False when nobody waits."""
    while line:
        place = line.popleft()
        if not place.done():
            place.set_result(what)
            return True
    return False


def _expire(place: asyncio.Future[T]) -> None:
    if not place.done():
        place.set_exception(_busy("no worker was free in time"))


def _busy(why: str) -> QueryError:
    return QueryError(f"The server is busy: {why}. Ask again later.", status=503, code="busy")
