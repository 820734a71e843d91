"""Who may go on, and who waits for that: lines, first come first served, and lanes with so many places."""

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

from kg.errors import QueryError

STARTING = "its workers start again"
T = TypeVar("T")


def busy(why: str) -> QueryError:
    """Return what to say to whom the server has no time for."""
    return QueryError(f"The server is busy: {why}. Ask again later.", status=503, code="busy")


class Line(Generic[T]):
    """Those who wait for a T. ``refund`` gets one that came for somebody who had just left."""

    def __init__(self, refund: Callable[[T], None]) -> None:
        self._refund = refund
        self._waiting: deque[asyncio.Future[T]] = deque()

    def __len__(self) -> int:
        """Return how many wait."""
        return len(self._waiting)

    def hand_over(self, what: T) -> bool:
        """Give ``what`` to who waits longest; False when nobody waits."""
        while self._waiting:
            place = self._waiting.popleft()
            if not place.done():
                place.set_result(what)
                return True
        return False

    async def wait(self, deadline: float) -> T:
        """Return what comes for the one at the end. Raises QueryError (503 ``busy``) at ``deadline``."""
        loop = asyncio.get_running_loop()
        place: asyncio.Future[T] = loop.create_future()
        self._waiting.append(place)
        expiry = loop.call_at(deadline, _refuse, place, "no worker was free in time")
        try:
            return await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled() and place.exception() is None:
                self._refund(place.result())
            raise
        finally:
            expiry.cancel()
            with contextlib.suppress(ValueError):
                self._waiting.remove(place)

    def send_home(self) -> None:
        """Tell all who wait that nothing will come."""
        for place in list(self._waiting):
            _refuse(place, STARTING)


class Lane:
    """``places`` for questions of one kind, and the line of those that wait for one.

    ``taken`` may be more. ``changed`` is called when it has changed.
    """

    def __init__(self, places: int, changed: Callable[[], None] = lambda: None) -> None:
        self.places = places
        self.taken = 0
        self.line: Line[None] = Line(lambda _: self.leave())
        self._changed = changed

    @property
    def full(self) -> bool:
        """True when no place is free."""
        return self.taken >= self.places

    def enter(self) -> bool:
        """Take a place; False when none is free."""
        if self.full:
            return False
        self.taken += 1
        self._changed()
        return True

    def leave(self) -> None:
        """Give a place up."""
        self.taken -= 1
        self._admit()
        self._changed()

    def resize(self, places: int) -> None:
        """Have so many places from now on."""
        self.places = places
        self._admit()

    def _admit(self) -> None:
        while not self.full and self.line.hand_over(None):
            self.taken += 1


def _refuse(place: asyncio.Future[T], why: str) -> None:
    if not place.done():
        place.set_exception(busy(why))
