"""A question that a worker has: until when, how it fares, and why it was stopped."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from kg.workers.clock import processor_time
from kg.workers.keeper import Worker
from kg.workers.lane import Lane


@dataclass(eq=False, slots=True)
class Job:
    """A question that ``worker`` has until ``deadline`` (loop time), ``allowed`` seconds from its arrival.

    ``verdict``: why it was stopped. ``stop`` is called with that at the deadline, unless it is paused; pauses
    move the deadline by ``patience`` seconds at most, all in all: the worker ends itself soon after.
    ``turn``: when to look whether its turn in ``lane`` is over.
    """

    worker: Worker
    allowed: float
    deadline: float
    stop: Callable[["Job", str], None]
    lane: Lane
    patience: float
    verdict: str = ""
    turn: asyncio.TimerHandle | None = None
    began: float = field(default_factory=lambda: asyncio.get_running_loop().time())
    _before: float | None = None
    _timer: asyncio.TimerHandle | None = None
    _paused: float | None = None

    def __post_init__(self) -> None:
        """Note how the worker's clock stands."""
        self._before = processor_time(self.worker.pid)

    @property
    def left(self) -> float:
        """Seconds until the deadline, a thousandth at least."""
        return max(0.001, self.deadline - asyncio.get_running_loop().time())

    @property
    def age(self) -> float:
        """Seconds since it began."""
        return asyncio.get_running_loop().time() - self.began

    @property
    def used(self) -> float:
        """Seconds of processor time that it has had, or its age where that is not told."""
        now = processor_time(self.worker.pid)
        return self.age if now is None or self._before is None else now - self._before

    def resume(self) -> None:
        """Let the clock run; a pause is added to the deadline, while patience lasts."""
        loop = asyncio.get_running_loop()
        if self._paused is not None:
            more = min(loop.time() - self._paused, self.patience)
            self.deadline += more
            self.patience -= more
        self._paused = None
        self._timer = loop.call_at(self.deadline, self.stop, self, "timeout")

    def pause(self) -> None:
        """Let the clock stand still."""
        for timer in (self._timer, self.turn):
            if timer is not None:
                timer.cancel()
        self._paused = asyncio.get_running_loop().time()
