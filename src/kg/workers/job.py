"""A question that a worker has: until when, how it fares, and why it was stopped."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from kg.workers.keeper import Worker


@dataclass(eq=False, slots=True)
class Job:
    """A question that ``worker`` has until ``deadline`` (loop time), ``allowed`` seconds from its arrival.

    ``verdict``: why it was stopped. ``stop`` is called with that at the deadline, unless it is paused.
    """

    worker: Worker
    allowed: float
    deadline: float
    stop: Callable[["Job", str], None]
    slow: bool
    verdict: str = ""
    young: asyncio.TimerHandle | None = None
    _timer: asyncio.TimerHandle | None = None
    _paused: float | None = None

    @property
    def left(self) -> float:
        """Seconds until the deadline, a thousandth at least."""
        return max(0.001, self.deadline - asyncio.get_running_loop().time())

    def resume(self) -> None:
        """Let the clock run; a pause is added to the deadline."""
        loop = asyncio.get_running_loop()
        if self._paused is not None:
            self.deadline += loop.time() - self._paused
        self._paused = None
        self._timer = loop.call_at(self.deadline, self.stop, self, "timeout")

    def pause(self) -> None:
        """Let the clock stand still."""
        for timer in (self._timer, self.young):
            if timer is not None:
                timer.cancel()
        self._paused = asyncio.get_running_loop().time()
