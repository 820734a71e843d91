"""The workers there are: those that idle, a new one for each that went, more when more are wanted."""

import asyncio
import logging
import signal
from collections import Counter

from kg.workers.keeper import Keeper, NurseryGone, Worker
from kg.workers.lane import Line

_LOG = logging.getLogger("kg")
_PAUSE = 0.2  # seconds before a worker that died idle is replaced


class Crew:
    """Keeps ``wanted`` workers. ``stopped`` counts those that died idle as ``died``."""

    def __init__(self, keeper: Keeper, wanted: int, stopped: Counter[str]) -> None:
        self.line: Line[Worker] = Line(self.give)
        self._keeper = keeper
        self._wanted = wanted
        self._stopped = stopped
        self._idle: list[Worker] = []
        self._out: set[Worker] = set()
        self._births: set[asyncio.Task[None]] = set()
        self._due = 0
        self._closed = False

    @property
    def workers(self) -> list[Worker]:
        """All of them."""
        return [*self._idle, *self._out]

    async def start(self) -> None:
        """Fork the workers. Raises NurseryGone."""
        self._idle += await asyncio.gather(*(self._keeper.fork() for _ in range(self._wanted)))

    async def take(self, deadline: float) -> Worker:
        """Return a worker, to be given back or dismissed. Raises QueryError (503 ``busy``)."""
        return self.take_idle() or await self.line.wait(deadline)

    def take_idle(self) -> Worker | None:
        """Return a worker, to be given back or dismissed, if one idles."""
        while self._idle:
            worker = self._idle.pop()
            if not worker.channel.lost:
                self._out.add(worker)
                return worker
            self._bury(worker)  # its socket has told before the nursery
        return None

    def give(self, worker: Worker) -> None:
        """Take back a worker that is as good as new."""
        if len(self._idle) + len(self._out) > self._wanted:
            self.dismiss(worker)
        elif not self.line.hand_over(worker):
            self._out.discard(worker)
            self._idle.append(worker)

    def dismiss(self, worker: Worker) -> None:
        """Have a worker killed, and another in its place if it is wanted."""
        self._keeper.kill(worker)
        self._out.discard(worker)
        self._breed()

    def resize(self, wanted: int) -> None:
        """Have so many workers soon."""
        if wanted != self._wanted:
            self._wanted = wanted
            while self._idle and len(self._idle) + len(self._out) > wanted:
                self._keeper.kill(self._idle.pop(0))
            self._breed()

    def hear(self, pid: int, code: int) -> None:
        """Attend to a death: a worker that was idle is replaced; a busy one's job finds out itself."""
        dead = next((worker for worker in self._idle if worker.pid == pid), None)
        if dead is not None:
            self._idle.remove(dead)
            self._bury(dead)
        if code not in (0, -signal.SIGKILL):
            _LOG.warning("Worker %d ended with code %d.", pid, code)

    def close(self) -> None:
        """Have no more born."""
        self._closed = True
        for task in self._births:
            task.cancel()

    def _bury(self, worker: Worker) -> None:
        worker.hang_up()
        self._stopped["died"] += 1
        self._breed(_PAUSE)

    def _breed(self, pause: float = 0.0) -> None:
        """Have as many born as lack."""
        lacking = self._wanted - len(self._idle) - len(self._out) - self._due
        for _ in range(0 if self._closed else lacking):
            self._due += 1
            task = asyncio.get_running_loop().create_task(self._bear(pause))
            self._births.add(task)
            task.add_done_callback(self._births.discard)

    async def _bear(self, pause: float) -> None:
        try:
            await asyncio.sleep(pause)
            worker = await self._keeper.fork()
        except NurseryGone:  # the pool hears of it too
            return
        finally:
            self._due -= 1  # at once, or a death that is heard of now would find one too many on the way
        if len(self._idle) + len(self._out) >= self._wanted:
            self._keeper.kill(worker)
        elif self.line.hand_over(worker):
            self._out.add(worker)
        else:
            self._idle.insert(0, worker)  # those that have worked have their pages already
