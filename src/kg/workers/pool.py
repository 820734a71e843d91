"""Share questions out to workers: who waits, who has had its turn, who is stopped and begins again."""

import asyncio
import functools
import logging
from collections import Counter
from collections.abc import Callable, Coroutine

from kg.errors import QueryError, ToolError
from kg.federation import FEDERATES
from kg.limits import Limits
from kg.sparql import Answer, Question
from kg.workers.abroad import Abroad
from kg.workers.crew import Crew
from kg.workers.job import Job
from kg.workers.keeper import Keeper, NurseryGone, Worker, start_nursery
from kg.workers.lane import STARTING, Lane, busy
from kg.workers.relay import Detached, Elsewhere, Outcome, Relays, Tell
from kg.workers.stream import Stream
from kg.workers.wire import Loaded, Reply, Source
from kg.workers.worker import too_hungry

_LOG = logging.getLogger("kg")
_FIRST = 0.01  # seconds of processor time that a first turn has at least
_LONG = 0.3  # seconds after which a query counts as slow; of processor time while no slow place is free
_SHARE = 3  # times as long it may take for that
_MORE = 2  # workers beyond the limit while the slow lane is full: one young, one middle
_DRAIN_STEP = 0.02


class Pool:
    """Workers over one release, and three lanes on which questions get to them.

    All workers but one may be busy in the slow lane; a question enters it when it has run for 0.3 s, or
    begins again there. While it is full, a first turn (in the young lane) ends early if others wait: the
    question begins again in the middle lane, one at a time, and has its 0.3 s there. Middle and slow ones
    give way to young ones.

    ``stopped`` counts the workers that were killed or died, by reason.
    """

    def __init__(self, keeper: Keeper, limits: Limits, gone: Callable[[], None] = lambda: None) -> None:
        self.limits = limits
        self.stopped: Counter[str] = Counter()
        self.closed = False
        self._keeper = keeper
        self._crew = Crew(keeper, limits.workers, self.stopped)
        self._abroad = Abroad(keeper, limits, self.stopped)
        many = max(1, limits.workers // 2)
        self._relays = Relays(many, self._lend, self._take_back, self._replace)
        self._gone = gone
        self._jobs: set[Job] = set()
        self._young = Lane(limits.workers)
        self._middle = Lane(1, self._balance)
        self._slow = Lane(max(1, limits.workers - 1), self._balance)

    @property
    def loaded(self) -> Loaded:
        """What the workers hold."""
        return self._keeper.loaded

    @property
    def alive(self) -> int:
        """The number of workers."""
        return len(self._crew.workers)

    @property
    def busy(self) -> int:
        """The number of workers that compute."""
        return len(self._jobs) + self._relays.busy

    @property
    def waiting(self) -> int:
        """The number of questions that wait for a worker."""
        lanes = (self._young, self._middle, self._slow)
        return len(self._crew.line) + sum(len(lane.line) for lane in lanes)

    @property
    def pids(self) -> list[int]:
        """The workers' processes."""
        return [worker.pid for worker in self._crew.workers]

    def offer(self, question: Question, tell: Tell) -> bool:
        """Ask ``question`` if a worker takes it at once; ``tell`` is then told what came of it.

        False when none does: ``ask`` it.
        """
        seconds = min(self.limits.time, question.seconds or self.limits.time)
        return not self.closed and self._relays.offer(question, seconds, tell)

    def release(self, came: Outcome | Exception) -> None:
        """Take back what came of an offered question, if nobody goes on with it."""
        self._relays.release(came)

    async def ask(self, question: Question, came: Outcome | Exception | None = None) -> Answer | Stream:
        """Return the answer to ``question``, or the first part of a long one with the rest to come.

        ``came``: what came of it when it was offered.
        Cancelled, it stops the worker at once. Raises QueryError: as kg.sparql.write_answer does, and 503
        ``timeout``, ``busy``, ``resources``.
        """
        allowed = min(self.limits.time, question.seconds or self.limits.time)
        deadline = asyncio.get_running_loop().time() + allowed
        lane = self._young
        while True:
            try:
                return await self._run(question, deadline, allowed, lane, came)
            except QueryError as error:
                if error.code != FEDERATES:
                    raise
                return await self._abroad.ask(question, deadline)
            except _TurnOver as over:
                lane, came = over.lane, None

    async def ask_whole(self, question: Question, most: int | None = None) -> Answer:
        """Return the whole answer. Raises as ask does; QueryError (507) past ``most`` bytes."""
        reply = await self.ask(question)
        return await reply.whole(most) if isinstance(reply, Stream) else reply

    async def _run(
        self,
        question: Question,
        deadline: float,
        allowed: float,
        lane: Lane,
        came: Outcome | Exception | None,
    ) -> Answer | Stream:
        """Return the answer, having waited for a worker. Raises _TurnOver when it has to begin again."""
        reached = await self._reach(question, deadline, lane, came)
        if isinstance(reached, Reply):
            return reached.answer
        if isinstance(reached, Detached):
            job = self._enter(reached.worker, deadline, allowed, lane)
            reply = reached.first or await self._heed(job, job.worker.listen())
        else:
            job = self._enter(reached, deadline, allowed, lane)
            reply = await self._heed(job, job.worker.ask(question, job.left))
        if not reply.more:
            self._finish(job, sound=True)
            return reply.answer
        self._grow_old(job)
        if job.verdict:
            fault = self._explain(job)
            self._finish(job, sound=False)
            raise fault
        job.pause()
        return Stream(
            reply.answer,
            functools.partial(self._go_on, job),
            functools.partial(self._finish, job, sound=False),
        )

    async def _reach(
        self, question: Question, deadline: float, lane: Lane, came: Outcome | Exception | None
    ) -> Reply | Detached | Worker:
        """Return a short answer to a young question, or who is at it, or whoever may be asked."""
        worker = None
        while lane is self._young:
            if came is None:
                came = await self._ask_relay(question, deadline, worker)
            if isinstance(came, Exception):
                raise self._count_loss(came)
            if not isinstance(came, Elsewhere):
                return came
            if worker is not None and came is Elsewhere.FULL:
                return worker
            worker = await self._take(deadline, lane)
            if came is Elsewhere.WITHDRAWN:
                return worker
            came = None
        return await self._take(deadline, lane)

    async def _ask_relay(
        self, question: Question, deadline: float, spare: Worker | None
    ) -> Outcome | Exception:
        left = max(0.001, deadline - asyncio.get_running_loop().time())
        try:
            return await self._relays.ask(question, left, spare)
        except (EOFError, QueryError) as error:
            return error

    def _count_loss(self, error: Exception) -> Exception:
        """Return what to say of an answer that failed, having counted the worker that was lost with it."""
        if isinstance(error, EOFError):
            self.stopped["died"] += 1
            return too_hungry(self.limits)
        if isinstance(error, QueryError) and error.code == "resources":
            self.stopped["resources"] += 1
        return error

    async def _take(self, deadline: float, lane: Lane) -> Worker:
        """Return a worker with a place in ``lane``. Raises QueryError (503 ``busy``) when none comes free."""
        if not lane.enter():
            await self._queue(lane, deadline)
        try:
            return await self._crew.take(deadline)
        except BaseException:
            lane.leave()
            raise

    def _enter(self, worker: Worker, deadline: float, allowed: float, lane: Lane) -> Job:
        """Return the job of ``worker``, which holds a place in ``lane``."""
        job = Job(worker, allowed, deadline, self._stop, lane, self.limits.holding)
        job.resume()
        self._jobs.add(job)
        if lane is not self._young:
            self._keeper.slow_down(worker)
        if lane is not self._slow:
            self._judge_in(job, _FIRST if lane is self._young else _LONG)
        return job

    async def _queue(self, lane: Lane, deadline: float) -> None:
        """Wait for a place in ``lane``. Raises QueryError (503 ``busy``) when none comes free."""
        if self.closed:
            raise busy(STARTING)
        if self.waiting >= self.limits.waiting:
            raise busy(f"{self.limits.waiting} requests wait already, which is the limit")
        if lane is self._young:
            self._press(1)
        await lane.line.wait(deadline)

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
        if sound and not job.verdict and job.lane is self._young:
            self._relays.settle(job.worker)
            return
        if not sound or job.verdict:
            self.stopped[job.verdict or "left"] += 1
        self._crew.dismiss(job.worker)
        job.lane.leave()

    def _lend(self) -> Worker | None:
        """Return a worker with a place among the young, if both are free."""
        if not self._young.enter():
            return None
        worker = self._crew.take_idle()
        if worker is None:
            self._young.leave()
        return worker

    def _take_back(self, worker: Worker) -> None:
        self._crew.give(worker)
        self._young.leave()

    def _replace(self, worker: Worker) -> None:
        self._crew.dismiss(worker)
        self._young.leave()

    def _explain(self, job: Job) -> Exception:
        if job.verdict == "timeout":
            message = f"The query took longer than {job.allowed:g} seconds, which is the limit: ask for less."
            return QueryError(message, status=503, code="timeout")
        if job.verdict in ("turn", "crowded"):
            return _TurnOver(self._middle if job.verdict == "turn" else self._slow)
        job.verdict = "died"
        return too_hungry(self.limits)

    def _stop(self, job: Job, verdict: str) -> None:
        job.verdict = verdict
        self._keeper.kill(job.worker)

    def _judge_in(self, job: Job, seconds: float) -> None:
        job.turn = asyncio.get_running_loop().call_later(seconds, self._judge, job)

    def _judge(self, job: Job) -> None:
        """Have a job that is young, or in the middle, grow old when it is time; until then look again."""
        left = _LONG - (max(job.used, job.age / _SHARE) if self._slow.full else job.age)
        if left <= 0:
            self._grow_old(job)
        else:
            self._judge_in(job, min(left, _FIRST))
            self._press()

    def _press(self, more: int = 0) -> None:
        """While the slow lane is full, end first turns that have lasted, for those that wait and ``more``."""
        waiting = len(self._young.line) + more
        if waiting and self._slow.full:
            lasted = [job for job in self._jobs if job.lane is self._young and job.used >= _FIRST]
            for job in sorted(lasted, key=lambda job: job.began)[:waiting]:
                if not job.verdict:
                    self._stop(job, "turn")

    def _grow_old(self, job: Job) -> None:
        """Let a query go on as a slow one if there is room for that, or stop it until there is."""
        if job.lane is self._slow or job.verdict:
            return
        if not self._slow.enter():
            self._stop(job, "crowded")
            return
        job.lane.leave()
        job.lane = self._slow
        self._keeper.slow_down(job.worker)

    def _balance(self) -> None:
        """Have as many workers, and of them for the young, as the other lanes ask for."""
        full = self._slow.full
        self._crew.resize(self.limits.workers + (_MORE if full or self._middle.taken else 0))
        self._young.resize(self.limits.workers - self._slow.taken + full)

    def _lose(self) -> None:
        if not self.closed:
            self.closed = True
            _LOG.error("The process that forks workers has ended.")
            self._send_home()
            self._gone()

    def _send_home(self) -> None:
        for lane in (self._young, self._middle, self._slow):
            lane.line.send_home()
        self._crew.line.send_home()

    async def start(self) -> None:
        """Fork the workers."""
        self._keeper.listen(self._crew.hear, self._lose)
        await self._crew.start()

    async def drain(self) -> None:
        """Wait until every question is answered; none may come any more. Each has its deadline."""
        while self._jobs or self.waiting or self._young.taken or self._abroad.asked:
            await asyncio.sleep(_DRAIN_STEP)

    async def close(self) -> None:
        """End all workers, and the nursery."""
        self.closed = True
        self._send_home()
        self._crew.close()
        await self._keeper.close()
        for worker in self._crew.workers:
            worker.hang_up()


class _TurnOver(Exception):  # noqa: N818 - it is news, not a fault
    """A query has been stopped in favour of others: it begins again in ``lane``, when there is a place."""

    def __init__(self, lane: Lane) -> None:
        self.lane = lane


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
