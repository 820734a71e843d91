"""Send short questions to a worker one after another, without waiting in between for the answer to each."""

import asyncio
import functools
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from kg.errors import QueryError
from kg.sparql import Question
from kg.workers.clock import processor_time
from kg.workers.keeper import Worker
from kg.workers.wire import Frame, Reply, is_of_withdrawal, read_reply, write_question, write_withdrawal

_SHORT = 0.003  # seconds of processor time that a question may take here
_LONGEST = 0.01  # seconds that it may take at all
#: Questions that a worker may have, by the seconds of processor time that answers take on average: less than…
_ROOM = ((0.0005, 8), (0.002, 4), (float("inf"), 1))
_QUICK = _ROOM[0][0]  # answers that take less come as fast from one worker as from several
_WEIGHT = 0.1  # of an answer in the average
_PATIENCE = 1.0  # seconds until a worker must have acknowledged that questions were withdrawn


@dataclass(frozen=True, slots=True)
class Detached:
    """A worker that goes on with a question for itself: one that is not short, or has a long answer.

    ``first``: the first part of that, if it has come.
    """

    worker: Worker
    first: Reply | None = None


class Elsewhere(Enum):
    """Why a question must be asked elsewhere: there is no room for it, or it was withdrawn."""

    FULL = auto()
    WITHDRAWN = auto()


Outcome = Reply | Detached | Elsewhere
#: Is told once what came of a question: an outcome, QueryError, or EOFError when the worker died over it. A
#: worker that comes along must be used, or released.
Tell = Callable[[Outcome | Exception], None]


class Pace:
    """``typical``: the seconds of processor time that answers take now; ``room``: for how many questions."""

    def __init__(self) -> None:
        self.typical = 0.0
        self.room = _ROOM[0][1]

    def count(self, seconds: float) -> None:
        """Count an answer that took so long."""
        self.typical += _WEIGHT * (seconds - self.typical)
        self.room = next(room for limit, room in _ROOM if self.typical < limit)


class Relay:
    """Keeps one worker at work as long as answers come fast: it need not be woken for each question.

    The first question that needs more than 3 ms keeps the worker; those behind it are withdrawn, and asked
    elsewhere. ``take`` returns a free worker, if there is one, ``give`` takes it back, ``dismiss`` has it
    replaced. ``pace`` is that of all answers, given here or by another relay.
    """

    def __init__(
        self,
        take: Callable[[], Worker | None],
        give: Callable[[Worker], None],
        dismiss: Callable[[Worker], None],
        pace: Pace,
    ) -> None:
        self._take = take
        self._give = give
        self._dismiss = dismiss
        self._worker: Worker | None = None
        self._places: deque[Tell] = deque()
        self._pace = pace
        self._since = self._before = 0.0
        self._timer: asyncio.TimerHandle | None = None

    @property
    def asked(self) -> int:
        """The number of questions that wait for an answer here."""
        return len(self._places)

    def offer(self, question: Question, seconds: float, tell: Tell, spare: Worker | None = None) -> bool:
        """Ask ``question``, if there is room, and have ``tell`` told what came of it; False without room.

        ``spare``: a worker that was taken for it; unless there is no room, it is used here, or given back.
        """
        worker = self._worker
        if worker is None:
            worker = spare or self._take()
            if worker is None:
                return False
            self._begin(worker)
        elif len(self._places) >= self._pace.room:
            return False
        elif spare is not None:
            self._give(spare)
        worker.channel.send(write_question(question, seconds))
        self._places.append(tell)
        return True

    def _begin(self, worker: Worker) -> None:
        loop = asyncio.get_running_loop()
        self._worker = worker
        self._since, self._before = loop.time(), self._used(worker)
        if self._timer is None:
            self._timer = loop.call_later(_SHORT, self._look)
        worker.channel.hear_with(self._hear)

    def _end(self) -> tuple[Worker, list[Tell]]:
        """Return the worker, which is the relay's no more, and how to tell those who wait for it."""
        assert self._worker is not None
        worker, places = self._worker, list(self._places)
        self._worker = None
        self._places.clear()
        worker.channel.hear_with(None)
        return worker, places

    def _hear(self, frame: Frame | None) -> None:
        """Attend to an answer to the first question, or, where there is none, to the death of the worker."""
        assert self._worker is not None
        self._count(self._worker)
        try:
            if frame is None:
                raise EOFError
            reply = read_reply(*frame)
        except (QueryError, EOFError) as error:
            if isinstance(error, EOFError) or error.code == "resources":
                self._lose(error)
                return
            outcome: Reply | QueryError = error
        else:
            if reply.more:
                self._detach(reply)
                return
            outcome = reply
        tell = self._places.popleft()
        if not self._places:
            self._give(self._end()[0])
        tell(outcome)

    def _count(self, worker: Worker) -> None:
        """Count the time that the first question took."""
        used = self._used(worker)
        self._pace.count(used - self._before)
        self._since, self._before = asyncio.get_running_loop().time(), used

    def _used(self, worker: Worker) -> float:
        """Return the processor time of ``worker``, as far as it is told."""
        return processor_time(worker.pid) or self._before

    def _look(self) -> None:
        """Detach the worker if its question has had its time; until then look again."""
        self._timer = None
        worker = self._worker
        if worker is None:
            return
        loop = asyncio.get_running_loop()
        left = _SHORT - (self._used(worker) - self._before)
        if left > 0 and loop.time() - self._since < _LONGEST:
            self._timer = loop.call_later(left, self._look)
        else:
            self._count(worker)
            self._detach()

    def _detach(self, first: Reply | None = None) -> None:
        """Leave the worker to the first question, and send the others elsewhere."""
        worker, (tell, *others) = self._end()
        if others:
            worker.channel.send(write_withdrawal(len(others)))
            worker.channel.owes = True
        tell(Detached(worker, first))
        _send_elsewhere(others)

    def _lose(self, error: Exception) -> None:
        """Tell the first of what became of the worker, and send the others elsewhere."""
        worker, (tell, *others) = self._end()
        self._dismiss(worker)
        tell(error)
        _send_elsewhere(others)


class Relays:
    """So many relays over the same workers: quick questions go to the first that has room, others to each.

    ``take``, ``give`` and ``dismiss``: as a relay has them.
    """

    def __init__(
        self,
        many: int,
        take: Callable[[], Worker | None],
        give: Callable[[Worker], None],
        dismiss: Callable[[Worker], None],
    ) -> None:
        self._give = give
        self._dismiss = dismiss
        self._pace = Pace()
        self._relays = [Relay(take, give, dismiss, self._pace) for _ in range(many)]

    @property
    def busy(self) -> int:
        """The number of workers that compute for them."""
        return sum(relay.asked > 0 for relay in self._relays)

    async def ask(self, question: Question, seconds: float, spare: Worker | None = None) -> Outcome:
        """Return the answer, or whoever goes on with the question, or why it must be asked elsewhere.

        ``spare``: as ``Relay.offer`` takes it.
        Raises QueryError, and EOFError when the worker dies over it. Cancelled, it stops the worker soon.
        """
        place: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        if not self.offer(question, seconds, functools.partial(self._settle_place, place), spare):
            return Elsewhere.FULL
        try:
            return await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled() and place.exception() is None:
                self.release(place.result())
            raise

    def offer(self, question: Question, seconds: float, tell: Tell, spare: Worker | None = None) -> bool:
        """Ask ``question``, if there is room, as ``Relay.offer`` does."""
        return self._choose().offer(question, seconds, tell, spare)

    def _choose(self) -> Relay:
        """Return the relay that is next."""
        first = self._relays[0]
        if self._pace.typical < _QUICK and first.asked < self._pace.room:
            return first
        return min(self._relays, key=lambda relay: relay.asked)

    def release(self, outcome: Outcome | Exception) -> None:
        """Take an outcome back that nobody uses."""
        if isinstance(outcome, Detached):
            self._dismiss(outcome.worker)

    def settle(self, worker: Worker) -> None:
        """Take back a worker that was detached, as soon as it owes nothing."""
        if not worker.channel.owes:
            self._give(worker)
            return

        def hear(frame: Frame | None) -> None:
            if frame is None or is_of_withdrawal(frame):
                late.cancel()
                worker.channel.hear_with(None)
                worker.channel.owes = False
                (self._dismiss if frame is None else self._give)(worker)

        late = asyncio.get_running_loop().call_later(_PATIENCE, hear, None)
        worker.channel.hear_with(hear)

    def _settle_place(self, place: "asyncio.Future[Outcome]", outcome: Outcome | Exception) -> None:
        if place.done():  # nobody waits for it any more
            self.release(outcome)
        elif isinstance(outcome, Exception):
            place.set_exception(outcome)
        else:
            place.set_result(outcome)


def _send_elsewhere(others: list[Tell]) -> None:
    for tell in others:
        tell(Elsewhere.WITHDRAWN)
